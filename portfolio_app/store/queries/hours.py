"""Off-the-job time, as it was logged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portfolio_app.domain.hours import LONGEST_ACTIVITY, MOST_MINUTES, Entry
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store

_COLUMNS = "uid, day, minutes, activity, category, note, module_uid, item_uid, origin, raw"
_ENTRIES = f"SELECT {_COLUMNS} FROM hours WHERE day >= ? AND day <= ? ORDER BY day, id"  # noqa: S608
_ENTRY = f"SELECT {_COLUMNS} FROM hours WHERE uid = ?"  # noqa: S608 - no words of anyone's
_SUM = f"coalesce(sum(min(max(minutes, 0), {MOST_MINUTES})), 0)"  # a damaged row takes none with it
_TOTAL = f"SELECT {_SUM} FROM hours WHERE day >= ? AND day <= ?"  # noqa: S608
_AFTER = f"SELECT {_SUM} FROM hours WHERE day > ?"  # noqa: S608
_CAPTURES = """
    SELECT uid, date, added_at, minutes, title FROM item
    WHERE minutes > 0 AND binned_at = ''
      AND NOT EXISTS (SELECT 1 FROM hours WHERE hours.item_uid = item.uid)
    ORDER BY date, id
"""
_OF_ITEM = f"SELECT {_COLUMNS} FROM hours WHERE item_uid = ? ORDER BY day, id"  # noqa: S608
_DAYS = "SELECT day, minutes FROM hours"
_LAST = "9999-12-31"
TARGET = "hours_target"  # the detail that keeps domain.hours_position.Target
_TARGET = "SELECT value FROM detail WHERE key = ?"


def entries(store: Store, since: str = "", until: str = "") -> tuple[Entry, ...]:
    """Return the entries from one day to another, both included ("" for no end), by day."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_ENTRIES, (since, until or _LAST))
        return tuple(_entry(each) for each in found)


def entry(store: Store, uid: str) -> Entry:
    """Return one entry.

    Raises:
        PortfolioError: there is none of this uid ("gone").
    """
    with store.read() as session:
        found = session.connection().exec_driver_sql(_ENTRY, (uid,)).fetchone()
    if found is None:
        raise PortfolioError(
            "That entry isn't there any more. Nothing was changed.",
            hint="Undo may bring it back.",
            code="gone",
        )
    return _entry(found)


def total(store: Store, since: str = "", until: str = "") -> int:
    """Return the minutes logged from one day to another, both included."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_TOTAL, (since, until or _LAST))
        return int(found.scalar_one())


def damaged(store: Store) -> int:
    """Return how many entries have a day or minutes that can't be read."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_DAYS).fetchall()
    fit = 0
    for entry in found:
        read = _entry(("", *entry, *[""] * 7))
        fit += bool(read.day) and 0 < read.minutes == entry[1]
    return len(found) - fit


def after(store: Store, day: str) -> int:
    """Return the minutes that are dated after a day."""
    with store.read() as session:
        return int(session.connection().exec_driver_sql(_AFTER, (day,)).scalar_one())


def logged_of_target(store: Store) -> tuple[int, int]:
    """Return the minutes logged in all, and those of the target, 0 for none: for a line of words.

    As SQL: the window starts with this question, before what else hours need is loaded.
    """
    with store.read() as session:
        connection = session.connection()
        logged = int(connection.exec_driver_sql(_TOTAL, ("", _LAST)).scalar_one())
        kept = connection.exec_driver_sql(_TARGET, (TARGET,)).scalar()
    try:
        target = int(json.loads(kept or "{}").get("minutes", 0))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        target = 0
    return logged, max(target, 0)


def of_item(store: Store, item_uid: str) -> tuple[Entry, ...]:
    """Return the entries that are linked to a capture or a piece of evidence, by day."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_OF_ITEM, (item_uid,))
        return tuple(_entry(each) for each in found)


def captures_to_log(store: Store) -> tuple[Entry, ...]:
    """Return an entry, without a uid, for each item with off-the-job time that no entry names."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_CAPTURES).fetchall()
    return tuple(
        Entry("", date or _day_of(added_at), min(minutes, MOST_MINUTES),
              title[:LONGEST_ACTIVITY], item_uid=uid)
        for uid, date, added_at, minutes, title in found
    )  # fmt: skip


def _entry(found: Sequence[Any]) -> Entry:
    """Return an entry; a day that is none is "", minutes are those that a day can have."""
    from portfolio_app.domain.sound_rows import sound_day, sound_text  # not needed at start

    uid, day, minutes, *rest = found
    activity, category, note, *more = (sound_text(each) for each in rest)
    fit = min(max(minutes, 0), MOST_MINUTES)
    return Entry(uid, sound_day(day), fit, activity, category, note, *more)


def _day_of(instant: str) -> str:
    """Return the day on which an instant (UTC) fell, where this computer is."""
    return datetime.fromisoformat(instant).astimezone().date().isoformat()
