"""The words of pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from portfolio_app.domain.document import PageText
from portfolio_app.store.database import Store

_PAGES = """
    SELECT page_text.page_index, page_text.width, page_text.height, page_text.text
    FROM item JOIN page_text ON page_text.rendition_id = item.rendition_id
    WHERE item.uid = ?
"""
_RENDITION_PAGES = """
    SELECT page_text.page_index, page_text.width, page_text.height, page_text.text
    FROM rendition JOIN page_text ON page_text.rendition_id = rendition.id
    WHERE rendition.uid = ?
    ORDER BY page_text.page_index
"""
_RENDITIONS = """
    SELECT item.uid, rendition.uid, file.sha256, rendition.maker
    FROM item
    JOIN rendition ON rendition.id = item.rendition_id
    JOIN file ON file.id = rendition.file_id
    WHERE item.uid IN (SELECT value FROM json_each(?))
"""
_TEXTS = """
    SELECT rendition.uid, page_text.page_index, page_text.width, page_text.height, page_text.text
    FROM rendition JOIN page_text ON page_text.rendition_id = rendition.id
    WHERE rendition.uid IN (SELECT value FROM json_each(?))
    ORDER BY rendition.id, page_text.page_index
"""
_BEGINNINGS = """
    SELECT item.uid, substr(page_text.text, 1, :most)
    FROM item JOIN page_text ON page_text.rendition_id = item.rendition_id
    WHERE item.binned_at = '' AND page_text.page_index < :pages
    ORDER BY item.id, page_text.page_index
"""
_BEGINNING, _FIRST_PAGES = 9_000, 5  # characters and pages that hold some thousand words


def page_texts(store: Store, item_uid: str) -> tuple[PageText, ...]:
    """Return the text of every page of an item, in order; nothing for an item without pages."""
    with store.read() as session:
        sql = f"{_PAGES} ORDER BY page_text.page_index"
        rows = session.connection().exec_driver_sql(sql, (item_uid,)).fetchall()
    return tuple(PageText(*row) for row in rows)


def texts_of(store: Store, rendition_uid: str) -> tuple[PageText, ...]:
    """Return the text of every page of a rendition, whichever item has or had it."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_RENDITION_PAGES, (rendition_uid,)).fetchall()
    return tuple(PageText(*row) for row in rows)


class Made(NamedTuple):
    """Which pages an item has: their rendition, the SHA-256 of their file, and who made them."""

    uid: str
    sha256: str
    maker: str


def renditions_of(store: Store, item_uids: Sequence[str]) -> dict[str, Made]:
    """Return which pages each of these items has, by the item's uid."""
    asked = (json.dumps(list(item_uids)),)
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_RENDITIONS, asked).fetchall()
    return {row[0]: Made(*row[1:]) for row in rows}


def texts_of_renditions(
    store: Store, rendition_uids: Sequence[str]
) -> dict[str, tuple[PageText, ...]]:
    """Return the text of every page of these renditions, by their uid, in one question."""
    asked = (json.dumps(list(rendition_uids)),)
    found: dict[str, list[PageText]] = {}
    with store.read() as session:
        for uid, *page in session.connection().exec_driver_sql(_TEXTS, asked):
            found.setdefault(uid, []).append(PageText(*page))
    return {uid: tuple(pages) for uid, pages in found.items()}


def page(store: Store, item_uid: str, index: int) -> PageText | None:
    """Return the text of one page, its index counted from 0, or None when there is no such page."""
    with store.read() as session:
        sql = f"{_PAGES} AND page_text.page_index = ?"
        row = session.connection().exec_driver_sql(sql, (item_uid, index)).fetchone()
    return None if row is None else PageText(*row)


def beginnings(store: Store) -> dict[str, str]:
    """Return how the text of each item begins, by its uid: some thousand words at most."""
    found: dict[str, list[str]] = {}
    values = {"most": _BEGINNING, "pages": _FIRST_PAGES}
    with store.read() as session:
        for uid, words in session.connection().exec_driver_sql(_BEGINNINGS, values):
            found.setdefault(uid, []).append(words)
    return {uid: "\n".join(words)[:_BEGINNING] for uid, words in found.items()}
