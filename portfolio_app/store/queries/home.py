"""What waits, counted for Home."""

from __future__ import annotations

from portfolio_app.store.database import Store

_HIGHLIGHTS = """
    SELECT item.uid, count(*) FROM highlight JOIN item ON item.id = highlight.item_id
    WHERE highlight.state = 'waiting' AND item.binned_at = '' GROUP BY item.id ORDER BY item.id
"""
_TO_PLACE = """
    SELECT item.uid, count(*) FROM passage JOIN item ON item.id = passage.item_id
    WHERE item.binned_at = '' AND (passage.to_place
        OR (passage.spans != '[]' AND passage.rendition_id IS NOT item.rendition_id))
    GROUP BY item.id ORDER BY item.id
"""
_REVIEWS = "SELECT count(*) FROM ksb WHERE review != ''"


def highlights_waiting(store: Store) -> tuple[tuple[str, int], ...]:
    """Return (item uid, how many) where highlights that came with a file wait for a KSB."""
    return _pairs(store, _HIGHLIGHTS)


def passages_to_place(store: Store) -> tuple[tuple[str, int], ...]:
    """Return (item uid, how many) where passages were not found in a newer version."""
    return _pairs(store, _TO_PLACE)


def reviews_waiting(store: Store) -> int:
    """Return how many KSBs wait for the person to look at their changed wording."""
    with store.read() as session:
        return int(session.connection().exec_driver_sql(_REVIEWS).scalar_one())


def _pairs(store: Store, sql: str) -> tuple[tuple[str, int], ...]:
    with store.read() as session:
        rows = session.connection().exec_driver_sql(sql).fetchall()
    return tuple((row[0], row[1]) for row in rows)
