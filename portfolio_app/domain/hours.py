"""Off-the-job time: entries of a day, minutes each, and patterns that come again each week."""

from __future__ import annotations

from dataclasses import dataclass

MOST_MINUTES = 24 * 60
LONG_DAY = 16 * 60  # minutes of one day above which it is asked whether that is meant
LONGEST_ACTIVITY = 300  # characters
LONGEST_NOTE = 4_000

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Entry:
    """Off-the-job time on one day (YYYY-MM-DD), in minutes.

    ``category`` is one of those the data names ("workshop", "reading" …) or "". ``origin`` is the
    uid of the import it came with, "" for one typed here, ``raw`` its line there.
    """

    uid: str
    day: str
    minutes: int
    activity: str = ""
    category: str = ""
    note: str = ""
    module_uid: str = ""
    item_uid: str = ""
    origin: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What comes again each week: "Tuesday 1 h reading". ``weekday`` is 0 for Monday.

    Nothing of it is logged until the person says so.
    """

    weekday: int
    minutes: int
    activity: str
    category: str = ""
    module_uid: str = ""


def weekday_words(weekday: int) -> str:
    """Return the name of a weekday, 0 for Monday."""
    return WEEKDAYS[weekday % 7]
