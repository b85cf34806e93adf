"""Lengths of time as tables hold them: 1:30, 1h30, 1.5, 90 min, PT1H30M; read once, or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from portfolio_app.domain.minutes import parse_minutes

LONGEST = 40  # characters of a cell that can be a length of time
_MANY_HOURS = 12  # a column of plain figures up to here is hours, above it minutes


class Unit(StrEnum):
    """What a figure without a unit means."""

    HOURS = "hours"
    MINUTES = "minutes"


_NUMBER = r"(?:\d{1,5}(?:[.,]\d{1,6})?|[.,]\d{1,6})"
_HOUR = r"(?:h|hr|hrs|hour|hours)\.?"
_MINUTE = r"(?:m|min|mins|minute|minutes|['′])\.?"  # noqa: RUF001 - the sign for minutes
_PLAIN = re.compile(_NUMBER)
_CLOCK = re.compile(r"(?:(\d{1,2}) days?, )?(\d{1,4}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_HOURS = re.compile(rf"({_NUMBER})\s*{_HOUR}")
_BOTH = re.compile(rf"(\d{{1,4}})\s*{_HOUR}[\s,]*(?:and\s*)?(\d{{1,4}})\s*(?:{_MINUTE})?")
_MINUTES = re.compile(rf"({_NUMBER})\s*{_MINUTE}")
_ISO = re.compile(r"pt(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:\d{1,2}s)?")
_SHEET_CLOCK = re.compile(r"(1899-12-3[01]|1900-01-0\d) (\d{2}):(\d{2})")  # a time with no day
_PARTS = {"¼": ".25", "½": ".5", "¾": ".75"}


def read_duration(cell: str, unit: Unit = Unit.HOURS) -> int | None:
    """Return minutes, rounded; 0 for a blank cell, None for what is no length of time.

    ``unit`` says what a figure without one means: 1.5 is 90 minutes of ``Unit.HOURS``. A clock's
    form is hours and minutes, with or without seconds. Less than nothing is no length.
    """
    said = " ".join(cell.split()).casefold()
    if not said:
        return 0
    if len(said) > LONGEST or not said.isascii():
        said = _in_figures(said)
        if not said.isascii() and "′" not in said:  # noqa: RUF001
            return None
    if len(said) > LONGEST:
        return None
    if found := _PLAIN.fullmatch(said):
        return round(_figure(found[0]) * (60 if unit is Unit.HOURS else 1))
    if found := _CLOCK.fullmatch(said):
        return _clock(int(found[1] or 0), found[2], found[3], found[4] or "0")
    if found := _HOURS.fullmatch(said):
        return round(_figure(found[1]) * 60)
    if found := _BOTH.fullmatch(said):
        return int(found[1]) * 60 + int(found[2]) if int(found[2]) < 60 else None
    if found := _MINUTES.fullmatch(said):
        return round(_figure(found[1]))
    if (found := _ISO.fullmatch(said)) and (found[1] or found[2]):
        return int(found[1] or 0) * 60 + int(found[2] or 0)
    if found := _SHEET_CLOCK.fullmatch(said):
        days = int(found[1][-2:]) if found[1].startswith("1900") else 0
        return _clock(days, found[2], found[3], "0")
    return None


def typed_duration(typed: str) -> int | None:
    """Return the minutes that a person typed: 45, 0h 45, 1:30, 1.5; 0 for nothing, None: not clear.

    A whole figure is minutes, one with decimals hours.
    """
    found = parse_minutes(typed)
    if found is not None:
        return found
    return read_duration(typed, Unit.HOURS if re.search(r"[.,¼½¾]", typed) else Unit.MINUTES)


def read_clock(cell: str) -> int | None:
    """Return the minutes since midnight of a time of day: 9:30, 09.30, 9am, 2.15 pm; None: none."""
    said = " ".join(cell.split()).casefold()
    found = re.fullmatch(
        r"(?:\d{4}-\d\d-\d\d[ t])?(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?", said
    )
    if not found or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def guess_unit(head: str, cells: Iterable[str]) -> Unit:
    """Return what figures without a unit seem to mean in a column; the person corrects it.

    Its head decides where it names a unit; else decimals are hours, and so are small figures.
    """
    words = re.findall(r"[a-z]+", head.casefold())
    if any(re.fullmatch(r"min|mins|minutes?", each) for each in words):
        return Unit.MINUTES
    if any(re.fullmatch(r"h|hrs?|hours?", each) for each in words):
        return Unit.HOURS
    figures = [each.strip() for each in cells if _PLAIN.fullmatch(each.strip())]
    if any(re.search(r"[.,]\d*[1-9]", each) for each in figures):
        return Unit.HOURS
    most = max((_figure(each) for each in figures), default=0.0)
    return Unit.MINUTES if most > _MANY_HOURS else Unit.HOURS


def _figure(said: str) -> float:
    return float(said.replace(",", "."))


def _clock(days: int, hours: str, minutes: str, seconds: str) -> int | None:
    if int(minutes) > 59 or int(seconds) > 59:
        return None
    return days * 24 * 60 + int(hours) * 60 + int(minutes) + (int(seconds) >= 30)


def _in_figures(said: str) -> str:
    """Return "1½ h" as "1.5 h"; other than that what was said."""
    for sign, part in _PARTS.items():
        said = re.sub(rf"(\d*)\s?{sign}", rf"\g<1>{part}", said)
    return said
