"""The pages that were made of an item's file."""

from __future__ import annotations

from portfolio_app.domain.pages import Rendition
from portfolio_app.store.database import Store

_COLUMNS = """
    SELECT rendition.uid, file.sha256, rendition.pages_sha256, rendition.maker, rendition.options,
        rendition.pages
    FROM rendition
    JOIN file ON file.id = rendition.file_id
"""
_OF_ITEM = f"{_COLUMNS} JOIN item ON item.rendition_id = rendition.id WHERE item.uid = ?"
_OF_EARLIER = (
    f"{_COLUMNS} JOIN earlier ON earlier.rendition_id = rendition.id WHERE earlier.uid = ?"
)


def rendition(store: Store, item_uid: str) -> Rendition | None:
    """Return the pages an item's passages point at, or None for an item without pages."""
    return _rendition(store, _OF_ITEM, item_uid)


def of_earlier(store: Store, earlier_uid: str) -> Rendition | None:
    """Return the pages an item had with an earlier file, or None when it had none."""
    return _rendition(store, _OF_EARLIER, earlier_uid)


def _rendition(store: Store, sql: str, uid: str) -> Rendition | None:
    with store.read() as session:
        row = session.connection().exec_driver_sql(sql, (uid,)).fetchone()
    return None if row is None else Rendition(*row)
