"""Calendar entries as a file that every calendar takes (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portfolio_app.domain.typed_words import some_lines

_OCTETS = 75  # RFC 5545, 3.1: the longest line, without its end
_USUAL_MINUTES = 60
_PRODUCT = "-//Senior Leader Portfolio//Observations//EN"
_PLAN = "-//Senior Leader Portfolio//Plan//EN"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A day in a calendar, with a time or the whole day.

    ``uid`` stays the same for a later version, whose ``sequence`` is higher. ``day`` is YYYY-MM-DD,
    ``time`` HH:MM or "" for the whole day, where the reader is; ``minutes`` 0 for the usual hour.
    ``until`` is the last of several whole days, "" for one. ``weekly``: it comes again each week,
    and the calendar reminds when it begins.
    """

    uid: str
    title: str
    day: str
    time: str = ""
    minutes: int = 0
    place: str = ""
    description: str = ""
    sequence: int = 0
    until: str = ""
    weekly: bool = False


def calendar_file(entry: CalendarEntry, stamp: datetime) -> bytes:
    """Return the file's bytes; ``stamp`` (UTC) is when it was made.

    A time is "floating" (RFC 5545, 3.3.5): two o'clock for whoever reads it, as a meeting's is. The
    file names nobody and invites nobody. The same values give the same bytes.

    Raises:
        ValueError: the day or the time is none.
    """
    return _written([*_head(_PRODUCT), *_event(entry, stamp), "END:VCALENDAR"])


def plan_file(entries: Iterable[CalendarEntry], stamp: datetime) -> bytes:
    """Return one file of several entries, as ``calendar_file``.

    A calendar that takes a later file of the same ``uid`` changes its entry rather than adding one.

    Raises:
        ValueError: a day or a time is none.
    """
    lines = _head(_PLAN)
    for each in entries:
        lines += _event(each, stamp)
    return _written([*lines, "END:VCALENDAR"])


def _head(product: str) -> list[str]:
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{product}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]


def _event(entry: CalendarEntry, stamp: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_escaped(entry.uid)}",
        f"DTSTAMP:{stamp.strftime('%Y%m%dT%H%M%SZ')}",
        *_when(entry),
        *(["RRULE:FREQ=WEEKLY"] if entry.weekly else []),
        f"SEQUENCE:{entry.sequence}",
        f"SUMMARY:{_escaped(entry.title)}",
    ]
    if entry.place:
        lines.append(f"LOCATION:{_escaped(entry.place)}")
    if entry.description:
        lines.append(f"DESCRIPTION:{_escaped(entry.description)}")
    return [*lines, "END:VEVENT"]


def _written(lines: Iterable[str]) -> bytes:
    return b"".join(_folded(line) for line in lines)


def _when(entry: CalendarEntry) -> list[str]:
    day = date.fromisoformat(entry.day)
    if not entry.time:
        last = date.fromisoformat(entry.until or entry.day)
        after = max(day, last) + timedelta(days=1)  # the end is the day after the last, 3.6.1
        return [
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{after:%Y%m%d}",
            "TRANSP:TRANSPARENT",
        ]
    start = datetime.fromisoformat(f"{entry.day}T{entry.time}:00")
    end = start + timedelta(minutes=entry.minutes or _USUAL_MINUTES)
    return [f"DTSTART:{start:%Y%m%dT%H%M%S}", f"DTEND:{end:%Y%m%dT%H%M%S}"]


def _escaped(text: str) -> str:
    """Return text as a value (RFC 5545, 3.3.11): nothing in it ends a line or a value."""
    plain = some_lines(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line in stretches of at most 75 octets, cut between characters."""
    stretches: list[bytes] = []
    held = b""
    for each in line:
        octets = each.encode("utf-8", "replace")
        if len(held) + len(octets) > _OCTETS:
            stretches.append(held)
            held = b" "  # begins the next line, and counts
        held += octets
    return b"\r\n".join([*stretches, held]) + b"\r\n"
