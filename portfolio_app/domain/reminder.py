"""The weekly reminder: a day and a time chosen once, and the entry that a calendar repeats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUTES = 10  # a whole visit (J2)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Each week on ``weekday`` (0 is Monday) at ``at`` (HH:MM) by the person's own clock."""

    weekday: int
    at: str

    @property
    def words(self) -> str:
        """Return "Fridays, 16:00"."""
        return f"{DAYS[self.weekday]}s, {self.at}"


def last_due(reminder: Reminder, now: datetime) -> datetime:
    """Return the last moment at which it was due, at or before ``now`` (both local)."""
    hour, minute = (int(each) for each in reminder.at.split(":"))
    back = (now.weekday() - reminder.weekday) % 7
    due = datetime.combine(now.date() - timedelta(days=back), time(hour, minute), now.tzinfo)
    return due if due <= now else due - timedelta(days=7)


def next_day(reminder: Reminder, today: date) -> date:
    """Return the first day from today on that it falls on."""
    return today + timedelta(days=(reminder.weekday - today.weekday()) % 7)


def is_due(reminder: Reminder, now: datetime, *, reminded: str, is_done: bool) -> bool:
    """Whether to remind now: on its day, once, and not when the week is done.

    ``reminded`` is the day (YYYY-MM-DD) of the last time. A clock that was set back reminds again
    at most once; one that was set forward never catches up on weeks that were not lived.
    """
    due = last_due(reminder, now)
    return not is_done and due.date() == now.date() and reminded != now.date().isoformat()
