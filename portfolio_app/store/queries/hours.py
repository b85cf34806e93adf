"""Off-the-job time, as it was logged."""

from __future__ import annotations

from portfolio_app.domain.hours import Entry
from portfolio_app.store.database import Store

_ENTRIES = """
    SELECT uid, day, minutes, activity, category, note, module_uid, item_uid, origin, raw
    FROM hours WHERE day >= ? AND day <= ? ORDER BY day, id
"""
_TOTAL = "SELECT coalesce(sum(minutes), 0) FROM hours WHERE day >= ? AND day <= ?"
_AFTER = "SELECT coalesce(sum(minutes), 0) FROM hours WHERE day > ?"
_EVER = ("", "9999-12-31")


def entries(store: Store, since: str = "", until: str = "") -> tuple[Entry, ...]:
    """Return the entries from one day to another, both included ("" for no end), by day."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_ENTRIES, (since, until or _EVER[1]))
        return tuple(Entry(*each) for each in found)


def total(store: Store, since: str = "", until: str = "") -> int:
    """Return the minutes logged from one day to another, both included."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_TOTAL, (since, until or _EVER[1]))
        return int(found.scalar_one())


def after(store: Store, day: str) -> int:
    """Return the minutes that are dated after a day."""
    with store.read() as session:
        return int(session.connection().exec_driver_sql(_AFTER, (day,)).scalar_one())
