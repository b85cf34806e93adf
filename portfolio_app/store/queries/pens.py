"""The nine loaded pens: which KSB each of them claims at once."""

from __future__ import annotations

import json

from portfolio_app.store.database import Store
from portfolio_app.store.queries.portfolio import detail

PENS = 9
_USABLE = "SELECT uid FROM ksb WHERE retired = 0"


def pens(store: Store) -> tuple[str, ...]:
    """Return nine KSB uids, "" for an empty pen. A KSB that is gone or retired leaves it empty."""
    loaded = loaded_pens(store)
    with store.read() as session:
        usable = {row[0] for row in session.connection().exec_driver_sql(_USABLE)}
    return tuple(uid if uid in usable else "" for uid in loaded)


def loaded_pens(store: Store) -> list[str]:
    """Return what was loaded, whatever became of the KSBs since."""
    try:
        kept = json.loads(detail(store, "pens") or "[]")
    except ValueError:
        kept = []
    known = (
        [each if isinstance(each, str) else "" for each in kept] if isinstance(kept, list) else []
    )
    return [*known, *[""] * PENS][:PENS]
