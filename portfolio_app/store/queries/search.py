"""Search everything: pages, passages, what was noted, KSBs, file names; and near words of a KSB."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from portfolio_app.domain.found import Answer, Found, FoundGroup
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.marking import Excerpt, Marks, has_all, together
from portfolio_app.domain.query import Query, fts, parse
from portfolio_app.store.database import Store
from portfolio_app.store.queries.search_context import ITEMS, Context, Item, listed
from portfolio_app.store.queries.search_noted import Noted, NotedKind, noted
from portfolio_app.store.queries.search_passages import Passages
from portfolio_app.store.queries.shortlist import listed as on_shortlist

# Noncharacters: no text that is meant as text holds them.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_SIGNS = re.compile(f"([{_OPEN}{_CLOSE}])")
_BROKEN = re.compile(r"[\x02\ufffe]\s*|\u00ad")  # where a word is broken at a line's end
_SPARE = 8  # pages of binned items and earlier renditions are found too, and left out afterwards

# "ORDER BY rank" makes FTS5 sort, and snippets are then made for the pages that are kept only.
_PAGES = """
    SELECT item.id, page_text.page_index, found.words, found.score
    FROM (
        SELECT rowid AS page_id, snippet(page_words, 0, ?, ?, '…', 20) AS words, rank AS score
        FROM page_words WHERE page_words MATCH ? {only} ORDER BY rank LIMIT ?
    ) AS found
    CROSS JOIN page_text ON page_text.id = found.page_id
    LEFT JOIN item ON item.rendition_id = page_text.rendition_id AND {fits}
    ORDER BY found.score, item.id, page_text.page_index
"""
# The + keeps SQLite from asking the index once for every page that fits.
_ONLY = """AND +rowid IN (
    SELECT page_text.id FROM item JOIN page_text ON page_text.rendition_id = item.rendition_id
    WHERE {fits})"""


def everything(store: Store, query: Query | str, limit: int = 50) -> Answer:
    """Return what a query finds, at most ``limit`` of each group, each group best first.

    The KSB or the item whose code or E-number was typed heads everything. What lies in the bin is
    found only when asked for (``is:binned``). No query is an error.
    """
    query = parse(query) if isinstance(query, str) else query
    if query.is_empty or limit < 1:
        return Answer(query, notes=query.notes)
    with store.read() as session:
        return _Search(Context(session.connection(), query, limit, on_shortlist(session))).answer()


def near(store: Store, words: Sequence[str], limit: int = 20) -> tuple[Found, ...]:
    """Return the pages that hold most of some words (of a KSB, say), best first: any may do.

    Something read is found too, and marked so; what lies in the bin is not.
    """
    query = Query(terms=tuple(words))
    if not query.match or limit < 1:
        return ()
    with store.read() as session:
        search = _Search(Context(session.connection(), query, limit, on_shortlist(session)))
        return tuple(search.pages(fts(query.terms, joiner=" OR "))[:limit])


class _Search:
    """Finds each group of an answer."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def answer(self) -> Answer:
        query, match = self._context.query, self._context.query.match
        context = self._context
        found = noted(context.connection, match, context.limit) if match else {}
        groups = {
            FoundGroup.KSB: self._ksb_rows(found),
            FoundGroup.EVIDENCE: self._evidence(found),
            FoundGroup.PASSAGE: Passages(self._context).rows(found),
            FoundGroup.PAGE: self.pages(match) if match else [],
        }
        order = list(FoundGroup)
        is_ref = any(self._context.is_typed(ref) for ref in self._context.refs.values())
        if is_ref and not self._context.typed_ksb:
            order = [FoundGroup.EVIDENCE, FoundGroup.PASSAGE, FoundGroup.KSB, FoundGroup.PAGE]
        return Answer(
            query,
            tuple(each for group in order for each in groups[group][: self._context.limit]),
            frozenset(group for group, rows in groups.items() if len(rows) > self._context.limit),
            (*query.notes, *self._context.fits.notes),
        )

    # pages

    def pages(self, match: str) -> list[Found]:
        fits, limit = self._context.fits, self._context.limit + 1
        rows: Sequence[Any] = ()
        must_narrow = fits.narrows
        if not must_narrow:
            looked = self._page_rows(match, limit + _SPARE, only=False)
            rows = [row for row in looked if row[0] is not None]
            # So much lies in the bin that too little is left: look at all pages that fit.
            must_narrow = len(rows) < limit and len(looked) >= limit + _SPARE
        if must_narrow:
            rows = self._page_rows(match, limit, only=True)
        rows = rows[:limit]
        self._context.load(row[0] for row in rows)
        found = []
        for item_id, index, words, score in rows:
            text, marked = _unmarked(words)
            item = self._context.items[item_id]
            found.append(
                self._context.of_item(
                    FoundGroup.PAGE,
                    item,
                    Excerpt(text, marked),
                    page=index + 1,
                    find=together(text, marked),
                    score=-score,
                )
            )
        return found

    def _page_rows(self, match: str, limit: int, *, only: bool) -> Sequence[Any]:
        fits = self._context.fits
        sql = _PAGES.format(only=_ONLY.format(fits=fits.sql) if only else "", fits=fits.sql)
        inner = fits.values if only else ()
        values = (_OPEN, _CLOSE, match, *inner, limit, *fits.values)
        rows: Sequence[Any] = self._context.connection.exec_driver_sql(sql, values).fetchall()
        return rows

    # KSBs

    def _ksb_rows(self, noted: Noted) -> list[Found]:
        query = self._context.query
        others = query.filters_items and not query.ksbs
        if others:
            return []
        scores = noted.get(NotedKind.KSB, {})
        first = self._context.typed_ksb
        found = []
        for row_id, uid, code, kind, short, text, note in self._context.ksbs:
            asked = uid in self._context.fits.ksb_uids
            if query.ksbs and not asked:
                continue
            if row_id not in scores and uid != first and not (asked and not query.match):
                continue
            shown = self._context.excerpt(text)
            public = f"{code} {short} {text}"
            is_private = bool(note) and not self._context.has_any(public)
            if is_private:
                shown = self._context.excerpt(note)
            found.append(
                Found(
                    FoundGroup.KSB,
                    f"{code}  {short}" if short != code else code,
                    shown.text,
                    shown.marks,
                    ksb_uid=uid,
                    ksb_kind=KsbKind(kind),
                    codes=(code,),
                    is_private=is_private and row_id in scores,
                    score=scores.get(row_id, 0.0),
                )
            )
        found.sort(key=lambda each: (each.ksb_uid != first, -each.score))
        return found

    # evidence

    def _evidence(self, noted: Noted) -> list[Found]:
        query, fits = self._context.query, self._context.fits
        if not query.match:
            sql = f"{ITEMS} {fits.sql} ORDER BY item.date DESC, item.id DESC LIMIT ?"
            ids = self._context.keep(sql, (*fits.values, self._context.limit + 1))
            return [self._item_row(self._context.items[each], 0.0) for each in ids]
        scores = dict(noted[NotedKind.ITEM])
        of_file = noted[NotedKind.FILE]
        if of_file:
            sql = f"{ITEMS} file.id IN ({listed(of_file)}) AND {fits.sql}"
            for each in self._context.keep(sql, fits.values):
                file_score = of_file[self._context.items[each].file_id]
                scores[each] = max(scores.get(each, 0.0), file_score)
        exact = [each for each, ref in self._context.refs.items() if self._context.is_typed(ref)]
        for each in exact:
            scores.setdefault(each, 0.0)
        counts = self._counts_of_typed_ksb()
        for each in counts:
            scores.setdefault(each, 0.0)
        sql = f"{ITEMS} item.id IN ({listed(scores)}) AND {fits.sql}"
        known = set(self._context.keep(sql, fits.values))
        kept = [self._context.items[each] for each in scores if each in known]
        kept.sort(
            key=lambda item: (
                item.id not in exact,
                not has_all(item.title, query.terms, is_open=query.is_open),
                -counts.get(item.id, 0),
                -scores[item.id],
                item.id,
            )
        )
        self._context.load(item.id for item in kept[: self._context.limit + 1])
        return [
            self._item_row(item, scores[item.id], counts.get(item.id, 0))
            for item in kept[: self._context.limit + 1]
        ]

    def _counts_of_typed_ksb(self) -> dict[int, int]:
        """Return the items that show the KSB whose code was typed: how many claims each."""
        uid = self._context.typed_ksb
        if not uid:
            return {}
        sql = f"""
            SELECT passage.item_id, count(*) FROM claim
            JOIN passage ON passage.id = claim.passage_id JOIN item ON item.id = passage.item_id
            WHERE claim.ksb_uid = ? AND {self._context.fits.sql} GROUP BY passage.item_id
            ORDER BY count(*) DESC LIMIT ?
        """  # noqa: S608 - our own words
        values = (uid, *self._context.fits.values, self._context.limit + 1)
        return dict(self._context.connection.exec_driver_sql(sql, values).fetchall())

    def _item_row(self, item: Item, score: float, count: int = 0) -> Found:
        is_private = False
        shown = Excerpt("")
        for text in item.public_fields():
            if self._context.has_any(text):
                shown = self._context.excerpt(text)
                break
        else:
            if self._context.query.terms and self._context.has_any(item.private_note):
                shown, is_private = self._context.excerpt(item.private_note), True
        return self._context.of_item(
            FoundGroup.EVIDENCE, item, shown, score=score, is_private=is_private, count=count
        )


def _unmarked(words: str) -> tuple[str, Marks]:
    """Return a snippet in one line without its signs, and the ranges that stood between them."""
    line = " ".join(_BROKEN.sub("", words).split())
    text = ""
    found: list[tuple[int, int]] = []
    start = -1
    for piece in _SIGNS.split(line):
        if piece == _OPEN:
            start = len(text)
        elif piece == _CLOSE:
            if 0 <= start < len(text):
                found.append((start, len(text)))
            start = -1
        else:
            text += piece
    return text, tuple(found)
