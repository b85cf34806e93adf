"""Where off-the-job time stands: what was logged, the person's own target, the planned line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio_app.domain.minutes import hours_words

EVEN = 60  # minutes either side of the planned line that are still "on" it
MOST_TARGET = 10_000 * 60  # minutes; more is a slip of the keyboard

Span = tuple[str, str]  # first and last day, both included, YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class Target:
    """The person's own target in minutes, 0 where none was typed, and where it was read."""

    minutes: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class HoursPosition:
    """Where it stands today, in minutes. ``planned`` is None where nothing can be planned.

    ``logged`` is everything logged, ``later`` the part of it that is dated after today.
    ``words`` says all of it in one line, without blame.
    """

    logged: int
    target: int = 0
    planned: int | None = None
    later: int = 0
    words: str = ""

    @property
    def ahead(self) -> int | None:
        """Minutes ahead of the planned line, below 0 behind it; None without a line."""
        return None if self.planned is None else self.logged - self.later - self.planned


def position(logged: int, later: int, target: int, planned: int | None) -> HoursPosition:
    """Return the position with its words."""
    told = HoursPosition(logged, target, planned, later)
    parts = [logged_words(logged, target)]
    if gap := gap_words(told.ahead):
        parts.append(gap)
    if later:
        parts.append(f"{hours_words(later)} of it dated after today")
    return HoursPosition(logged, target, planned, later, ", ".join(parts))


def logged_words(logged: int, target: int) -> str:
    """Return "212 h of 480 h logged"; without a target "212 h logged"."""
    done = hours_words(logged)
    return f"{done} of {hours_words(target)} logged" if target else f"{done} logged"


def gap_words(ahead: int | None) -> str:
    """Return the gap to the planned line in words, rounded to hours; "" without a line."""
    if ahead is None:
        return ""
    if abs(ahead) < EVEN:
        return "on the planned line"
    hours = round(abs(ahead) / 60)
    return f"{hours} h {'ahead of' if ahead > 0 else 'behind'} the planned line"


def planned_by(day: str, target: int, start: str, end: str, breaks: Iterable[Span]) -> int | None:
    """Return the minutes planned up to the end of a day: the target spread evenly.

    Over the days from ``start`` to ``end``, both included, without those of a break in learning.
    None where the target or a date is missing, where the end comes before the start, or where
    breaks leave no day.
    """
    if not target or not start or not end or end < start:
        return None
    away = merged(breaks)
    whole = _days(start, end, away)
    if not whole:
        return None
    done = _days(start, min(day, end), away) if day >= start else 0
    return round(target * done / whole)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap or touch as one; one that ends early is left."""
    found: list[Span] = []
    for first, last in sorted(each for each in spans if each[0] and each[0] <= each[1]):
        if found and first <= _next(found[-1][1]):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def _days(first: str, last: str, away: Sequence[Span]) -> int:
    total = _length(first, last)
    for start, end in away:
        total -= _length(max(first, start), min(last, end))
    return total


def _length(first: str, last: str) -> int:
    if last < first:
        return 0
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(1)).isoformat()
