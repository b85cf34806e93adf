"""Projects: the names that items are gathered under."""

from __future__ import annotations

import json

from portfolio_app.store.database import Store

_PROJECTS = "SELECT projects FROM item WHERE binned_at = '' AND projects != '[]' ORDER BY id"
_OF = "SELECT uid, projects FROM item WHERE binned_at = '' AND projects != '[]' ORDER BY id"


def projects(store: Store) -> tuple[tuple[str, int], ...]:
    """Return every project with the number of its items, by name."""
    counts: dict[str, int] = {}
    with store.read() as session:
        for (names,) in session.connection().exec_driver_sql(_PROJECTS):
            for name in json.loads(names):
                counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts.items(), key=lambda each: each[0].casefold()))


def items_of(store: Store, project: str) -> tuple[str, ...]:
    """Return the uids of a project's items, in the order they were added."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_OF).fetchall()
    return tuple(uid for uid, names in rows if project in json.loads(names))
