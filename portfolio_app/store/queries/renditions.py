"""The pages that were made of an item's file."""

from __future__ import annotations

from portfolio_app.domain.pages import Rendition
from portfolio_app.store.database import Store

_RENDITION = """
    SELECT rendition.uid, file.sha256, rendition.pages_sha256, rendition.maker, rendition.options,
        rendition.pages
    FROM item
    JOIN rendition ON rendition.id = item.rendition_id
    JOIN file ON file.id = rendition.file_id
    WHERE item.uid = ?
"""


def rendition(store: Store, item_uid: str) -> Rendition | None:
    """Return the pages an item's passages point at, or None for an item without pages."""
    with store.read() as session:
        row = session.connection().exec_driver_sql(_RENDITION, (item_uid,)).fetchone()
    return None if row is None else Rendition(*row)
