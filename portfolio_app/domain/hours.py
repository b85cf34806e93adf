"""Off-the-job time: entries of a day, minutes each."""

from __future__ import annotations

from dataclasses import dataclass

MOST_MINUTES = 24 * 60


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
