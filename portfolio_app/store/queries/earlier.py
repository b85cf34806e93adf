"""Earlier versions of items: the files they had before they were replaced. All are kept."""

from __future__ import annotations

from portfolio_app.domain.pages import EarlierFile
from portfolio_app.store.database import Store

_EARLIER = """
    SELECT earlier.uid, item.uid, file.name, file.bytes, file.sha256, rendition.pages,
        earlier.replaced_at
    FROM earlier
    JOIN item ON item.id = earlier.item_id
    JOIN file ON file.id = earlier.file_id
    LEFT JOIN rendition ON rendition.id = earlier.rendition_id
    WHERE item.uid = ?
    ORDER BY earlier.id DESC
"""


def earlier(store: Store, item_uid: str) -> tuple[EarlierFile, ...]:
    """Return the files an item had before, the last one first."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_EARLIER, (item_uid,)).fetchall()
    return tuple(
        EarlierFile(uid, item, name, size, sha256, pages or 0, replaced_at)
        for uid, item, name, size, sha256, pages, replaced_at in rows
    )
