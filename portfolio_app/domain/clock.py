"""The proposal's twelve weeks: when they begin, how far they have come, and what may be written.

Which date starts them differs between what could be read: the gateway, or the approval of the
scope. Until the person types their EPAO's date the earliest of those known is taken, and said to be
that (decisions D10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from portfolio_app.domain.days import day_words

EARLIEST = "earliest reading, not confirmed"
NOT_YET = (
    "The plan says this is undertaken after gateway. Ask your EPAO before drafting. "
    "Outline, sources, evidence and tables can be made now."
)
_LATEST = "2200-01-01"  # a start from then on is a slip of the pen, and no weeks follow it
AFTER_GATEWAY, WEEKS = "proposal.after_gateway", "proposal.weeks"


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known, as days (YYYY-MM-DD), "" where it is not.

    ``epao`` is the date from which the EPAO counts, ``due`` the one it gave for handing in;
    ``scope_approved`` is when it approved the scope. ``allowed_by`` and ``allowed_on`` say who
    allows drafting before the clock, and when that was said.
    """

    gateway: str = ""
    scope_approved: str = ""
    epao: str = ""
    due: str = ""
    allowed_by: str = ""
    allowed_on: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """The twelve weeks as they stand on ``today``.

    ``weeks`` is how many there are, 0 where the standard states none; ``starts`` and ``due`` are
    days, "" where not known. ``is_confirmed``: the start is the EPAO's own date. ``asks``: the
    standard says that nothing is drafted before.
    """

    today: str
    weeks: int = 0
    starts: str = ""
    due: str = ""
    is_confirmed: bool = False
    asks: bool = False
    allowed_by: str = ""
    allowed_on: str = ""

    @property
    def has_started(self) -> bool:
        """Whether the weeks have begun."""
        return bool(self.starts) and self.starts <= self.today

    @property
    def week(self) -> int:
        """Which week this is, from 1; 0 before they begin. It goes on after the last."""
        return self.week_of(self.today)

    @property
    def is_over(self) -> bool:
        """Whether the due date has passed."""
        return bool(self.due) and self.today > self.due

    @property
    def may_write(self) -> bool:
        """Whether body text may be written (D10)."""
        return not self.asks or self.has_started or bool(self.allowed_by)

    @property
    def words(self) -> str:
        """For example "Week 5 of 12 · due 14 March"; what is not confirmed is said to be so."""
        if not self.weeks and not self.due:
            return ""
        if not self.starts:
            return self._due_words or f"No date for the {self.weeks} weeks yet"
        if not self.has_started:
            said = f"Starts {day_this_year(self.starts, self.today)}"
        elif self.is_over:
            said = f"{self.weeks} weeks ended" if self.weeks else "Ended"
        elif 0 < self.week <= self.weeks:
            said = f"Week {self.week} of {self.weeks}"
        else:
            said = f"Week {self.week}"
        said = " · ".join(part for part in (said, self._due_words) if part)
        return said if self.is_confirmed else f"{said} ({EARLIEST})"

    @property
    def _due_words(self) -> str:
        verb = "was due" if self.is_over else "due"
        return f"{verb} {day_this_year(self.due, self.today)}" if self.due else ""

    def week_of(self, day: str) -> int:
        """Return the week a day lies in, from 1; 0 when it lies before, or nothing is known.

        The last of the weeks reaches to the due date: twelve weeks from a Monday end on one.
        """
        if not self.starts or day < self.starts:
            return 0
        days = _days(self.starts, day)
        is_last_day = bool(self.weeks) and days == 7 * self.weeks
        return days // 7 + (0 if is_last_day else 1)

    def begins(self, week: int) -> str:
        """Return the first day of a week, counted from 1."""
        return (date.fromisoformat(self.starts) + timedelta(weeks=week - 1)).isoformat()


def clock(dates: Dates, today: date, *, weeks: int, asks: bool) -> Clock:
    """Return the clock on a day. ``weeks`` and ``asks`` are what the standard says."""
    readings = sorted(day for day in (dates.gateway, dates.scope_approved) if day)
    starts = dates.epao or (readings[0] if readings else "")
    due = dates.due
    if not due and starts and weeks and starts < _LATEST:
        due = (date.fromisoformat(starts) + timedelta(weeks=weeks)).isoformat()
    return Clock(
        today=today.isoformat(),
        weeks=weeks,
        starts=starts,
        due=due,
        is_confirmed=bool(dates.epao),
        asks=asks,
        allowed_by=dates.allowed_by,
        allowed_on=dates.allowed_on,
    )


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something to have done by a day. ``day`` is "" while it has none; ``done_on`` until done."""

    uid: str
    title: str
    day: str = ""
    done_on: str = ""

    def is_late(self, today: str) -> bool:
        """Whether its day has passed and it is not done."""
        return bool(self.day) and not self.done_on and self.day < today


@dataclass(frozen=True, slots=True)
class Week:
    """One of the twelve weeks: its number, first and last day, and what is to be done in it."""

    number: int
    begins: str
    ends: str
    is_now: bool
    milestones: tuple[Milestone, ...] = ()


def weeks(clock: Clock, milestones: tuple[Milestone, ...]) -> tuple[Week, ...]:
    """Return the weeks in order with their milestones; none while the start is not known.

    The last reaches to the due date, and holds what lies later. What lies before the first week is
    in the first.
    """
    if not clock.starts or not clock.weeks or clock.starts >= _LATEST:
        return ()
    by_week: dict[int, list[Milestone]] = {}
    for each in in_order(milestones):
        if each.day:
            number = min(max(clock.week_of(each.day), 1), clock.weeks)
            by_week.setdefault(number, []).append(each)
    found = []
    for number in range(1, clock.weeks + 1):
        begins = clock.begins(number)
        is_last = number == clock.weeks and clock.begins(number + 1) <= clock.due
        ends = (date.fromisoformat(begins) + timedelta(days=7 if is_last else 6)).isoformat()
        is_now = begins <= clock.today <= ends
        found.append(Week(number, begins, ends, is_now, tuple(by_week.get(number, ()))))
    return tuple(found)


def in_order(milestones: tuple[Milestone, ...]) -> tuple[Milestone, ...]:
    """Return milestones by their day; those without one stand last, in the order they have."""
    return tuple(sorted(milestones, key=lambda each: each.day or "9999"))


def due_this_week(milestones: tuple[Milestone, ...], today: date) -> tuple[Milestone, ...]:
    """Return what is not done and due by this week's Sunday: the late first."""
    sunday = (today + timedelta(days=6 - today.weekday())).isoformat()
    return tuple(
        each
        for each in in_order(milestones)
        if each.day and not each.done_on and each.day <= sunday
    )


def due_words(milestones: tuple[Milestone, ...], today: date) -> str:
    """Return what is due this week in one line: the first of it, and how many more; "" for none."""
    soon = due_this_week(milestones, today)
    if not soon:
        return ""
    first, more = soon[0], len(soon) - 1
    said = f"{first.title}, {day_this_year(first.day, today.isoformat())}"
    said += ", late" if first.is_late(today.isoformat()) else ""
    return f"{said}, and {more} more" if more else said


def day_this_year(day: str, today: str) -> str:
    """Return a day without its year where that is this one: "14 March"."""
    words = day_words(day)
    return words.rsplit(" ", 1)[0] if day[:4] == today[:4] else words


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
