"""Counts that the window shows after every change: asked of the database, never by reading rows."""

from __future__ import annotations

import json
from collections import Counter

from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.passage import Strength
from portfolio_app.store.database import Store
from portfolio_app.store.queries import unsigned

_ITEMS = "SELECT count(*) FROM item WHERE binned_at = '' AND shelf != 'papers'"
_CLAIMS = """
    SELECT count(*) FROM claim JOIN passage ON passage.id = claim.passage_id
    JOIN item ON item.id = passage.item_id
    WHERE item.binned_at = '' AND item.shelf NOT IN ('reading', 'papers')
"""
# As domain.coverage.status_of has it; the library counts until a piece is on the shortlist.
_STATUSES = """
    WITH chosen AS (
        SELECT count(*) AS pieces FROM item
        WHERE position IS NOT NULL AND binned_at = '' AND shelf NOT IN ('reading', 'papers')
    ), counted AS (
        SELECT claim.ksb_uid, claim.strength, passage.item_id,
            (passage.spans != '[]' OR passage.time_from IS NOT NULL) AND NOT passage.to_place AND
            (passage.spans = '[]' OR passage.rendition_id IS item.rendition_id)
            AND item.id NOT IN (
                SELECT value FROM json_each(?)
            ) AS is_exact
        FROM claim JOIN passage ON passage.id = claim.passage_id
        JOIN item ON item.id = passage.item_id
        WHERE item.binned_at = '' AND item.shelf NOT IN ('reading', 'papers')
            AND (item.position IS NOT NULL OR (SELECT pieces FROM chosen) = 0)
    )
    SELECT count(counted.ksb_uid),
        count(DISTINCT CASE WHEN is_exact AND strength >= ? THEN item_id END),
        max(CASE WHEN is_exact THEN strength END)
    FROM ksb LEFT JOIN counted ON counted.ksb_uid = ksb.uid
    WHERE ksb.retired = 0 GROUP BY ksb.uid
"""


def items(store: Store) -> int:
    """Return how many items there are, those in the bin and papers apart."""
    return _number(store, _ITEMS)


def claims(store: Store) -> int:
    """Return how many claims there are on evidence: nothing in the bin, only read, or a paper."""
    return _number(store, _CLAIMS)


def statuses(store: Store) -> Counter[KsbStatus]:
    """Return how many KSBs have each status, counting the shortlist; without one the library."""
    found: Counter[KsbStatus] = Counter()
    with store.read() as session:
        values = (json.dumps(sorted(unsigned.items(session))), int(Strength.CLEARLY))
        rows = session.connection().exec_driver_sql(_STATUSES, values).fetchall()
    for made, sources, strongest in rows:
        if not made:
            found[KsbStatus.GAP] += 1
        elif not sources:
            found[KsbStatus.STARTED] += 1
        elif sources >= 2 and strongest == int(Strength.BEST):
            found[KsbStatus.STRONG] += 1
        else:
            found[KsbStatus.COVERED] += 1
    return found


def _number(store: Store, sql: str) -> int:
    with store.read() as session:
        return int(session.connection().exec_driver_sql(sql).scalar_one())
