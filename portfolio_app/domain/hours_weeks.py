"""Entries of off-the-job time by week and by month, and found by words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio_app.domain.hours import Entry


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of a week, its entries and their minutes."""

    day: str
    entries: tuple[Entry, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month (YYYY-MM): minutes logged in it, planned for it (None: no line), and up to its end.

    ``planned_so_far`` is the planned line at its end.
    """

    month: str
    minutes: int
    so_far: int
    planned: int | None = None
    planned_so_far: int | None = None


def monday_of(day: str) -> str:
    """Return the Monday of the week that a day lies in (all YYYY-MM-DD)."""
    known = date.fromisoformat(day)
    return (known - timedelta(known.weekday())).isoformat()


def days_later(day: str, days: int) -> str:
    """Return the day so many days later; the first or last day there is where it has no other."""
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return (date.max if days > 0 else date.min).isoformat()


def week(entries: Iterable[Entry], monday: str) -> tuple[WeekDay, ...]:
    """Return the seven days from a Monday on, each with its entries in their order."""
    days = [days_later(monday, number) for number in range(7)]
    found: dict[str, list[Entry]] = {day: [] for day in days}
    for each in entries:
        if each.day in found:
            found[each.day].append(each)
    return tuple(
        WeekDay(day, tuple(some), sum(each.minutes for each in some)) for day, some in found.items()
    )


def months(
    entries: Iterable[Entry], planned_by: Callable[[str], int | None] | None = None
) -> tuple[Month, ...]:
    """Return every month from the first entry to the last, those without any too.

    ``planned_by`` gives the minutes planned up to the end of a day.
    """
    by_month: dict[str, int] = defaultdict(int)
    for each in entries:
        if each.day:  # one that was damaged may have none
            by_month[each.day[:7]] += each.minutes
    if not by_month:
        return ()
    made: list[Month] = []
    so_far = 0
    month, last = min(by_month), max(by_month)
    while month <= last:
        so_far += by_month.get(month, 0)
        before = planned_by(_day_before(f"{month}-01")) if planned_by else None
        ending = planned_by(_last_day(month)) if planned_by else None
        planned = ending - before if ending is not None and before is not None else None
        made.append(Month(month, by_month.get(month, 0), so_far, planned, ending))
        month = _next_month(month)
    return tuple(made)


def month_bounds(day: str) -> tuple[str, str]:
    """Return the first and the last day of the month that a day or a month (YYYY-MM) lies in."""
    return f"{day[:7]}-01", _last_day(day[:7])


def found(
    entries: Sequence[Entry], words: str = "", month: str = "", category: str = ""
) -> tuple[Entry, ...]:
    """Return the entries of a month and a kind whose activity or note holds each of the words."""
    wanted = words.casefold().split()
    return tuple(
        each
        for each in entries
        if (not month or each.day.startswith(month))
        and (not category or each.category == category)
        and (not wanted or _holds(each, wanted))
    )


def _holds(entry: Entry, wanted: Sequence[str]) -> bool:
    text = f"{entry.activity} {entry.category} {entry.note}".casefold()
    return all(word in text for word in wanted)


def _next_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def _last_day(month: str) -> str:
    return _day_before(f"{_next_month(month)}-01")


def _day_before(day: str) -> str:
    return days_later(day, -1)
