"""The shortlist: which items, in which order, under which E-number."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portfolio_app.domain.evidence import evidence_ref
from portfolio_app.store.database import Store

# Observations follow all others (decision D24): here, so that they do whatever changed last, be it
# an item's kind or an older step that was undone.
_ORDER = """
    SELECT id, uid FROM item WHERE position IS NOT NULL AND binned_at = '' AND shelf != 'papers'
    ORDER BY kind = 'observation', position, id
"""
_OBSERVATIONS = "SELECT uid FROM item WHERE kind = 'observation'"


def uids(store: Store) -> tuple[str, ...]:
    """Return the shortlisted items' uids in order."""
    with store.read() as session:
        return tuple(row[1] for row in session.connection().exec_driver_sql(_ORDER))


def observations(store: Store) -> frozenset[str]:
    """Return the uids of all items that are observations, shortlisted or not."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_OBSERVATIONS)
        return frozenset(row[0] for row in rows)


def refs(store: Store) -> dict[str, str]:
    """Return the E-number of every shortlisted item by its uid, in order."""
    return {uid: evidence_ref(place) for place, uid in enumerate(uids(store))}


def places(session: Session) -> dict[int, int]:
    """Return each shortlisted item's place from 0, without holes, by its integer key.

    What lies in the bin holds no place, and undoing an older step may leave a hole in the stored
    positions: E-numbers must not show either.
    """
    rows = session.connection().exec_driver_sql(_ORDER)
    return {row[0]: place for place, row in enumerate(rows)}
