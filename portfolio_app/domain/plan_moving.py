"""What a break in learning, or additional time, moves: worked out before anything is changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portfolio_app.domain.dates import LATEST
from portfolio_app.domain.day_spans import sound_day
from portfolio_app.domain.planned import (
    Action,
    Assignment,
    Attendance,
    Event,
    Goal,
    Planned,
    PlannedKind,
    Review,
    Standing,
)

MOVES = (
    PlannedKind.MODULE,
    PlannedKind.ASSIGNMENT,
    PlannedKind.EVENT,
    PlannedKind.REVIEW,
    PlannedKind.ACTION,
    PlannedKind.GOAL,
    PlannedKind.MILESTONE,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A row as it was and as it would be."""

    before: Planned
    after: Planned


@dataclass(frozen=True, slots=True)
class Moving:
    """What would move, and the gateway before and after ("" where it isn't known or stays).

    ``stays`` are rows that could have moved: chosen to stay, or what they became can't be a day.
    """

    days: int
    moved: tuple[Moved, ...] = ()
    stays: tuple[Planned, ...] = ()
    gateway_before: str = ""
    gateway_after: str = ""


def days_of(day: str, until: str) -> int:
    """Return the days of a span, both ends included; 0 where an end isn't known or comes first."""
    if not sound_day(day) or not sound_day(until) or until < day:
        return 0
    return (date.fromisoformat(until) - date.fromisoformat(day)).days + 1


def moving(
    rows: Iterable[Planned],
    since: str,
    days: int,
    *,
    gateway: str = "",
    stay: Collection[str] = (),
    only: Collection[str] | None = None,
    keep_gateway: bool = False,
) -> Moving:
    """Return what ``days`` more (fewer, below 0) from the day ``since`` on would move.

    What lies on that day or later moves whole; what runs across it ends later. What is done (handed
    in, attended, held, done, dropped) stays, and so do rows named in ``stay``; with ``only`` none
    but those move, done or not.
    """
    if not days or not sound_day(since):
        return Moving(0)
    moved, stays = [], []
    for each in rows:
        if each.kind not in MOVES or not sound_day(each.day) or each.last_day < since:
            continue
        if only is not None and each.uid not in only:
            continue
        if only is None and is_done(each):
            continue
        after = shifted(each, days, whole=each.day >= since)
        if after is None or each.uid in stay:
            stays.append(each)
        else:
            moved.append(Moved(each, after))
    later = ""
    if not keep_gateway and sound_day(gateway) and gateway >= since:
        later = _later(gateway, days)
    return Moving(days, tuple(moved), tuple(stays), gateway if later else "", later)


def is_done(row: Planned) -> bool:
    """Return whether what a row plans has happened, so that no change of dates touches it."""
    content = row.content
    if isinstance(content, Assignment):
        return bool(content.handed_in)
    if isinstance(content, Event):
        return content.attendance in (Attendance.ATTENDED, Attendance.MADE_UP)
    if isinstance(content, Review):
        return content.held
    if isinstance(content, (Action, Goal)):
        return content.standing in (Standing.DONE, Standing.DROPPED)
    return False


def shifted(row: Planned, days: int, *, whole: bool = True) -> Planned | None:
    """Return a row so many days later, its end alone where not ``whole``; None where that can't be.

    An end that would come before the beginning is None too.
    """
    day = _later(row.day, days) if whole else row.day
    until = _later(row.until, days) if row.until else ""
    if not day or (row.until and (not until or until < day)):
        return None
    return replace(row, day=day, until=until)


def _later(day: str, days: int) -> str:
    try:
        found = date.fromisoformat(day) + timedelta(days=days)
    except (ValueError, OverflowError):
        return ""
    return found.isoformat() if found <= LATEST else ""
