"""What waits to be sorted, as cards, and how far this run of sorting is."""

from __future__ import annotations

import json

from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.sorting import SortCard, Sorting
from portfolio_app.domain.versions import newest_first
from portfolio_app.store.database import Store
from portfolio_app.store.queries import evidence

RUN = "sort_run"  # the detail that lists the uids of this run as JSON

_WAITING = "SELECT count(*) FROM item WHERE binned_at = '' AND shelf = 'inbox'"
_RUN = 'SELECT value FROM detail WHERE "key" = ?'
_THEORY = """
    SELECT item.uid, count(*) FROM theory
    JOIN passage ON passage.id = theory.passage_id JOIN item ON item.id = passage.item_id
    GROUP BY item.uid
"""
_THERE = "SELECT uid FROM item"
_SORTED_VERSIONS = """
    SELECT version_group, count(*) FROM item
    WHERE binned_at = '' AND version_group != '' AND shelf NOT IN ('inbox', 'papers')
    GROUP BY version_group
"""


def waiting(store: Store) -> int:
    """Return how many items wait on the inbox; those kept for later are not among them."""
    with store.read() as session:
        return int(session.connection().exec_driver_sql(_WAITING).scalar_one())


def theory_counts(store: Store) -> dict[str, int]:
    """Return how many theory tags each item has that has any, by its uid."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_THEORY).fetchall()
    return {row[0]: row[1] for row in rows}


def run(store: Store) -> tuple[str, ...]:
    """Return the uids of this run of sorting that are still there, in the order they were added."""
    with store.read() as session:
        connection = session.connection()
        found = connection.exec_driver_sql(_RUN, (RUN,)).scalar()
        there = {row[0] for row in connection.exec_driver_sql(_THERE)}
    try:
        known = [str(uid) for uid in json.loads(found or "[]")]
    except (ValueError, TypeError, RecursionError):
        return ()  # a habit: the run begins anew
    return tuple(uid for uid in known if uid in there)


def sorting(store: Store) -> Sorting:
    """Return the cards that wait, in the order they were added, and how far the run is.

    Versions of one another are one card, at the place of the first of them.
    """
    found = evidence.on_shelves(store, Shelf.INBOX, Shelf.LATER)
    here = [item for item in found if item.shelf is Shelf.INBOX]
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_SORTED_VERSIONS).fetchall()
    sorted_already = {row[0]: row[1] for row in rows}
    stacks: dict[str, list[EvidenceItem]] = {}
    for item in here:
        stacks.setdefault(item.version_group or item.uid, []).append(item)
    cards = tuple(
        SortCard(newest[0], newest if len(newest) > 1 else (), sorted_already.get(name, 0))
        for name, stack in stacks.items()
        for newest in (newest_first(stack),)
    )
    of_run = set(run(store)) | {item.uid for item in here}
    return Sorting(cards, len(of_run), len(here), len(found) - len(here))
