"""The pages that were made of an item's file."""

from __future__ import annotations

import json
from collections.abc import Iterable

from portfolio_app.domain.pages import MAKER, Rendition
from portfolio_app.store.database import Store

_COLUMNS = """
    SELECT rendition.uid, file.sha256, rendition.pages_sha256, rendition.maker, rendition.options,
        rendition.pages
    FROM rendition
    JOIN file ON file.id = rendition.file_id
"""
_OF_ITEM = f"{_COLUMNS} JOIN item ON item.rendition_id = rendition.id WHERE item.uid = ?"
_OF_ITEMS = """
    SELECT item.uid, rendition.uid, file.sha256, rendition.pages_sha256, rendition.maker,
        rendition.options, rendition.pages
    FROM item
    JOIN rendition ON rendition.id = item.rendition_id
    JOIN file ON file.id = rendition.file_id
    WHERE item.uid IN (SELECT value FROM json_each(?))
"""
# Only pages of unlocked PDFs lie in the cache and can be made again from their file alone.
_OUTDATED = """
    SELECT item.uid FROM item JOIN rendition ON rendition.id = item.rendition_id
    WHERE item.document = 'pdf' AND rendition.pages_sha256 = '' AND rendition.maker != ?
    ORDER BY item.id
"""
_OF_EARLIER = (
    f"{_COLUMNS} JOIN earlier ON earlier.rendition_id = rendition.id WHERE earlier.uid = ?"
)


def rendition(store: Store, item_uid: str) -> Rendition | None:
    """Return the pages an item's passages point at, or None for an item without pages."""
    return _rendition(store, _OF_ITEM, item_uid)


def renditions(store: Store, item_uids: Iterable[str]) -> dict[str, Rendition]:
    """Return, by their uid, the pages of those of these items that have any."""
    asked = (json.dumps(list(item_uids)),)
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_OF_ITEMS, asked).fetchall()
    return {uid: Rendition(*row) for uid, *row in rows}


def of_earlier(store: Store, earlier_uid: str) -> Rendition | None:
    """Return the pages an item had with an earlier file, or None when it had none."""
    return _rendition(store, _OF_EARLIER, earlier_uid)


def outdated(store: Store) -> tuple[str, ...]:
    """Return the items whose pages an earlier version of the app made, and this one can again."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_OUTDATED, (MAKER,)).fetchall()
    return tuple(uid for (uid,) in rows)


def _rendition(store: Store, sql: str, uid: str) -> Rendition | None:
    with store.read() as session:
        row = session.connection().exec_driver_sql(sql, (uid,)).fetchone()
    return None if row is None else Rendition(*row)
