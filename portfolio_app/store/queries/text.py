"""The words of pages, and searching in them."""

from __future__ import annotations

from portfolio_app.domain.document import PageText
from portfolio_app.domain.evidence import evidence_ref
from portfolio_app.domain.pages import SearchHit
from portfolio_app.store.database import Store
from portfolio_app.store.queries.shortlist import places

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
_SEARCH = """
    SELECT item.id, item.uid, item.title, page_text.page_index, found.words, found.score
    FROM (
        SELECT rowid AS page_id, snippet(page_words, 0, '', '', '…', 16) AS words,
            bm25(page_words) AS score
        FROM page_words WHERE page_words MATCH ? ORDER BY score LIMIT ?
    ) AS found
    JOIN page_text ON page_text.id = found.page_id
    JOIN item ON item.rendition_id = page_text.rendition_id AND item.binned_at = ''
    ORDER BY found.score, item.id, page_text.page_index
    LIMIT ?
"""
_BEGINNINGS = """
    SELECT item.uid, substr(page_text.text, 1, :most)
    FROM item JOIN page_text ON page_text.rendition_id = item.rendition_id
    WHERE item.binned_at = '' AND page_text.page_index < :pages
    ORDER BY item.id, page_text.page_index
"""
_BEGINNING, _FIRST_PAGES = 9_000, 5  # characters and pages that hold some thousand words
_SPARE = 4  # pages of binned and of earlier renditions are found too, and left out afterwards


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


def search(store: Store, query: str, limit: int = 50) -> tuple[SearchHit, ...]:
    """Return the pages that have all words of the query, best first; the last word may be begun.

    Words between double quotes are looked for as one phrase. No query is an error.
    """
    match = _match(query)
    if not match or limit < 1:
        return ()
    with store.read() as session:
        rows = (
            session.connection()
            .exec_driver_sql(_SEARCH, (match, limit * _SPARE + 50, limit))
            .fetchall()
        )
        position_of = places(session)
    return tuple(
        SearchHit(
            item_uid=uid,
            title=title,
            ref=evidence_ref(position_of[item_id]) if item_id in position_of else "",
            page=index + 1,
            snippet=" ".join(words.split()),
            score=round(-score, 4),
        )
        for item_id, uid, title, index, words, score in rows
    )


def _match(query: str) -> str:
    """Return the query as FTS5 takes it safely: every term in double quotes."""
    terms: list[str] = []
    for place, part in enumerate(query.replace("\0", " ").split('"')):
        is_phrase = place % 2 == 1
        terms += [part] if is_phrase else part.split()
    # A term without a letter or figure has no token, and FTS5 would find nothing at all with it.
    terms = [" ".join(term.split()) for term in terms if any(c.isalnum() for c in term)]
    if not terms:
        return ""
    quoted = [f'"{term}"' for term in terms]
    if not query.rstrip().endswith('"') and not query[-1:].isspace():
        quoted[-1] += "*"
    return " ".join(quoted)
