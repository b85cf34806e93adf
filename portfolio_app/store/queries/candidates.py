"""Candidates: what a whole item may show, said while sorting; they never count as covered."""

from __future__ import annotations

from portfolio_app.domain.sorting import Needing
from portfolio_app.store.database import Store
from portfolio_app.store.queries import evidence

# A claim on the same item and KSB makes a candidate redundant; what is read is no evidence.
_CANDIDATES = """
    SELECT item.uid, candidate.ksb_uid
    FROM candidate
    JOIN item ON item.id = candidate.item_id
    JOIN ksb ON ksb.uid = candidate.ksb_uid AND ksb.retired = 0
    WHERE item.binned_at = '' AND item.shelf NOT IN ('reading', 'papers') AND NOT EXISTS (
        SELECT 1 FROM claim JOIN passage ON passage.id = claim.passage_id
        WHERE passage.item_id = candidate.item_id AND claim.ksb_uid = candidate.ksb_uid
    )
    ORDER BY item.id, ksb.position, candidate.id
"""
_OF_ITEM = """
    SELECT candidate.ksb_uid FROM candidate JOIN item ON item.id = candidate.item_id
    WHERE item.uid = ? ORDER BY candidate.id
"""


def candidates(store: Store) -> tuple[tuple[str, str], ...]:
    """Return pairs of an item's uid and a KSB's that it may show, where no claim says so yet."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_CANDIDATES).fetchall()
    return tuple((row[0], row[1]) for row in dict.fromkeys(tuple(row) for row in rows))


def of_item(store: Store, item_uid: str) -> tuple[str, ...]:
    """Return the uids of the KSBs noted as candidates of an item, claimed since or not."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_OF_ITEM, (item_uid,)).fetchall()
    return tuple(dict.fromkeys(row[0] for row in rows))


def needing_passages(store: Store) -> tuple[Needing, ...]:
    """Return the shortlisted items that are candidates without a passage, in shortlist order."""
    items = [item for item in evidence.items(store) if item.position is not None]
    items.sort(key=lambda item: item.position or 0)
    return tuple(Needing(item, item.candidates) for item in items if item.candidates)
