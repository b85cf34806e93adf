"""Which snapshots of a backup may go: never one that only a wrong clock makes look old."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

DAYS, WEEKS, MONTHS = 12, 10, 9


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One copy of the database: ``number`` counts up, ``made`` is what the clock said (UTC)."""

    number: int
    made: datetime
    name: str


def superseded(snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """Return the snapshots that nobody needs any more, oldest first.

    Kept are the newest of each of the last 12 days, 10 weeks and 9 months that have any, always the
    newest of all, and every one whose time does not fit between its neighbours': the clock was
    wrong then or is wrong now, and a clock must not delete a backup. Age itself deletes nothing.
    """
    ordered = sorted(snapshots, key=lambda each: each.number)
    believable = _longest_run(ordered)
    kept = {each.number for each in ordered if each not in believable}
    if ordered:
        kept.add(ordered[-1].number)
    for count, bucket in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        seen: set[tuple[int, ...]] = set()
        for each in reversed(believable):
            place = bucket(each.made)
            if place not in seen and len(seen) < count:
                seen.add(place)
                kept.add(each.number)
    return tuple(each for each in ordered if each.number not in kept)


def _day(made: datetime) -> tuple[int, ...]:
    return (made.year, made.month, made.day)


def _week(made: datetime) -> tuple[int, ...]:
    return tuple(made.isocalendar()[:2])


def _month(made: datetime) -> tuple[int, ...]:
    return (made.year, made.month)


def _longest_run(ordered: Sequence[Snapshot]) -> list[Snapshot]:
    """Return the largest part of the snapshots whose times never go backwards."""
    tails: list[datetime] = []
    at: list[int] = []
    previous: list[int] = []
    for index, each in enumerate(ordered):
        place = bisect_right(tails, each.made)
        previous.append(at[place - 1] if place else -1)
        if place == len(tails):
            tails.append(each.made)
            at.append(index)
        else:
            tails[place] = each.made
            at[place] = index
    run: list[Snapshot] = []
    index = at[-1] if at else -1
    while index >= 0:
        run.append(ordered[index])
        index = previous[index]
    return run[::-1]
