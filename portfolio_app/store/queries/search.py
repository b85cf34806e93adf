"""Search everything: pages, passages, what was noted, KSBs, file names; and near words of a KSB."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio_app.domain.evidence import evidence_ref
from portfolio_app.domain.found import Answer, Found, FoundGroup
from portfolio_app.domain.ksb import KsbKind, tidy_code
from portfolio_app.domain.marking import Excerpt, Marks, excerpt, has_all, marks, together
from portfolio_app.domain.query import Query, fts, parse
from portfolio_app.store.database import Store
from portfolio_app.store.queries.item_filter import Condition, condition
from portfolio_app.store.queries.shortlist import places

# Noncharacters: no text that is meant as text holds them.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_SIGNS = re.compile(f"([{_OPEN}{_CLOSE}])")
_BROKEN = re.compile(r"[\x02\ufffe]\s*|\u00ad")  # where a word is broken at a line's end
_SPARE = 8  # pages of binned items and earlier renditions are found too, and left out afterwards
_NOTED = 4  # times the limit: how many rows of what was noted are looked at
_ITEM, _PASSAGE, _CLAIM, _KSB, _FILE = range(5)  # migrations.py: rowid = id * 8 + one of these

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
_NOTES = "SELECT rowid, rank FROM noted_words WHERE noted_words MATCH ? ORDER BY rank LIMIT ?"
_NOTES_EACH = """
    SELECT id, score FROM (
        SELECT id, score, row_number() OVER (PARTITION BY id % 8 ORDER BY score) AS place
        FROM (SELECT rowid AS id, rank AS score FROM noted_words WHERE noted_words MATCH ?)
    ) WHERE place <= ?
"""
_ITEMS = """
    SELECT item.id, item.uid, item.title, item.kind, item.date, item.shelf, item.binned_at,
        item.context, item.part, item.confirm, item.private_note, item.address, item.author,
        item.projects, file.id, file.name, file.folder
    FROM item JOIN file ON file.id = item.file_id WHERE
"""
_PASSAGES = """
    SELECT passage.id, passage.item_id, passage.spans, passage.quote, passage.note,
        claim.uid, claim.ksb_uid, claim.shows, claim.strength
    FROM passage JOIN item ON item.id = passage.item_id
    LEFT JOIN claim ON claim.passage_id = passage.id
    WHERE
"""
_SHOWN = """
    SELECT passage.item_id, claim.ksb_uid FROM claim JOIN passage ON passage.id = claim.passage_id
    WHERE passage.item_id IN
"""
_KSBS = "SELECT id, uid, code, kind, short, text, note FROM ksb ORDER BY position, id"


def everything(store: Store, query: Query | str, limit: int = 50) -> Answer:
    """Return what a query finds, at most ``limit`` of each group, each group best first.

    The KSB or the item whose code or E-number was typed heads everything. What lies in the bin is
    found only when asked for (``is:binned``). No query is an error.
    """
    query = parse(query) if isinstance(query, str) else query
    if query.is_empty or limit < 1:
        return Answer(query, notes=query.notes)
    with store.read() as session:
        return _Search(session.connection(), query, limit, places(session)).answer()


def near(store: Store, words: Sequence[str], limit: int = 20) -> tuple[Found, ...]:
    """Return the pages that hold most of some words (of a KSB, say), best first: any may do.

    Something read is found too, and marked so; what lies in the bin is not.
    """
    query = Query(terms=tuple(words))
    if not query.match or limit < 1:
        return ()
    with store.read() as session:
        search = _Search(session.connection(), query, limit, places(session))
        return tuple(search.pages(fts(query.terms, joiner=" OR "))[:limit])


@dataclass(frozen=True, slots=True)
class _Item:
    id: int
    uid: str
    title: str
    kind: str
    date: str
    shelf: str
    binned_at: str
    context: str
    part: str
    confirm: str
    private_note: str
    address: str
    author: str
    projects: str
    file_id: int
    file_name: str
    folder: str

    def public_fields(self) -> tuple[str, ...]:
        projects = ", ".join(json.loads(self.projects))
        where = f"{self.folder}/{self.file_name}" if self.folder else self.file_name
        fields = (self.context, self.part, self.confirm, projects, self.author, self.address, where)
        return (self.title, *fields)


@dataclass(slots=True)
class _Claimed:
    """A passage with its claims: (uid, KSB uid, what it shows, strength)."""

    item_id: int
    spans: str
    quote: str
    note: str
    claims: list[tuple[str, str, str, int]] = field(default_factory=list)

    @property
    def page(self) -> int:
        spans = json.loads(self.spans)
        return int(spans[0]["page_index"]) + 1 if spans else 0


class _Search:
    """One search, within one reading of the database."""

    def __init__(self, connection: Any, query: Query, limit: int, shown: dict[int, int]) -> None:
        self._connection = connection
        self._query = query
        self._limit = limit
        self._refs = {item_id: evidence_ref(place) for item_id, place in shown.items()}
        self._ksbs = connection.exec_driver_sql(_KSBS).fetchall()
        self._code = {uid: code for _, uid, code, *_ in self._ksbs}
        self._fits: Condition = condition(
            connection, query, [(uid, code) for _, uid, code, *_ in self._ksbs]
        )
        self._items: dict[int, _Item] = {}
        self._codes: dict[int, tuple[str, ...]] = {}

    def answer(self) -> Answer:
        query, match = self._query, self._query.match
        noted = self._noted(match) if match else {}
        groups = {
            FoundGroup.KSB: self._ksb_rows(noted),
            FoundGroup.EVIDENCE: self._evidence(noted),
            FoundGroup.PASSAGE: self._passages(noted),
            FoundGroup.PAGE: self.pages(match) if match else [],
        }
        order = list(FoundGroup)
        is_ref = any(self._is_typed(ref) for ref in self._refs.values())
        if is_ref and not self._typed_ksb:
            order = [FoundGroup.EVIDENCE, FoundGroup.PASSAGE, FoundGroup.KSB, FoundGroup.PAGE]
        return Answer(
            query,
            tuple(found for group in order for found in groups[group][: self._limit]),
            frozenset(group for group, found in groups.items() if len(found) > self._limit),
            (*query.notes, *self._fits.notes),
        )

    @property
    def _label(self) -> str:
        return self._query.label.casefold()

    def _is_typed(self, label: str) -> bool:
        """Return whether a code or E-number is what was typed, however it is written."""
        return bool(self._label) and tidy_code(label).casefold() == self._label

    @property
    def _typed_ksb(self) -> str:
        """The uid of the KSB whose code was typed, "" for none."""
        return next((uid for uid, code in self._code.items() if self._is_typed(code)), "")

    # pages

    def pages(self, match: str) -> list[Found]:
        fits, limit = self._fits, self._limit + 1
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
        self._load(row[0] for row in rows)
        found = []
        for item_id, index, words, score in rows:
            text, marked = _unmarked(words)
            item = self._items[item_id]
            found.append(
                self._of_item(
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
        fits = self._fits
        sql = _PAGES.format(only=_ONLY.format(fits=fits.sql) if only else "", fits=fits.sql)
        inner = fits.values if only else ()
        values = (_OPEN, _CLOSE, match, *inner, limit, *fits.values)
        rows: Sequence[Any] = self._connection.exec_driver_sql(sql, values).fetchall()
        return rows

    # what was noted

    def _noted(self, match: str) -> dict[int, dict[int, float]]:
        """Return the rows whose words fit, by kind, then by their id with their score."""
        most = (self._limit + 1) * _NOTED
        rows = self._connection.exec_driver_sql(_NOTES, (match, most)).fetchall()
        noted: dict[int, dict[int, float]] = {kind: {} for kind in range(5)}
        for rowid, rank in rows:
            noted[rowid % 8][rowid // 8] = -rank
        if len(rows) == most:  # one kind may have crowded out another
            for rowid, rank in self._connection.exec_driver_sql(_NOTES_EACH, (match, most)):
                noted[rowid % 8][rowid // 8] = -rank
        return noted

    def _excerpt(self, text: str) -> Excerpt:
        return excerpt(text, self._query.terms, is_open=self._query.is_open)

    # KSBs

    def _ksb_rows(self, noted: dict[int, dict[int, float]]) -> list[Found]:
        query = self._query
        others = query.filters_items and not query.ksbs
        if others:
            return []
        scores = noted.get(_KSB, {})
        first = self._typed_ksb
        found = []
        for row_id, uid, code, kind, short, text, note in self._ksbs:
            asked = uid in self._fits.ksb_uids
            if query.ksbs and not asked:
                continue
            if row_id not in scores and uid != first and not (asked and not query.match):
                continue
            shown = self._excerpt(text)
            public = f"{code} {short} {text}"
            is_private = bool(note) and not self._has_any(public)
            if is_private:
                shown = self._excerpt(note)
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

    def _has_any(self, text: str) -> bool:
        return bool(marks(text, self._query.terms, is_open=self._query.is_open))

    # evidence

    def _evidence(self, noted: dict[int, dict[int, float]]) -> list[Found]:
        query, fits = self._query, self._fits
        if not query.match:
            sql = f"{_ITEMS} {fits.sql} ORDER BY item.date DESC, item.id DESC LIMIT ?"
            ids = self._keep(sql, (*fits.values, self._limit + 1))
            return [self._item_row(self._items[each], 0.0) for each in ids]
        scores = dict(noted[_ITEM])
        of_file = noted[_FILE]
        if of_file:
            sql = f"{_ITEMS} file.id IN ({_list(of_file)}) AND {fits.sql}"
            for each in self._keep(sql, fits.values):
                file_score = of_file[self._items[each].file_id]
                scores[each] = max(scores.get(each, 0.0), file_score)
        exact = [each for each, ref in self._refs.items() if self._is_typed(ref)]
        for each in exact:
            scores.setdefault(each, 0.0)
        counts = self._counts_of_typed_ksb()
        for each in counts:
            scores.setdefault(each, 0.0)
        sql = f"{_ITEMS} item.id IN ({_list(scores)}) AND {fits.sql}"
        known = set(self._keep(sql, fits.values))
        kept = [self._items[each] for each in scores if each in known]
        kept.sort(
            key=lambda item: (
                item.id not in exact,
                not has_all(item.title, query.terms, is_open=query.is_open),
                -counts.get(item.id, 0),
                -scores[item.id],
                item.id,
            )
        )
        self._load(item.id for item in kept[: self._limit + 1])
        return [
            self._item_row(item, scores[item.id], counts.get(item.id, 0))
            for item in kept[: self._limit + 1]
        ]

    def _counts_of_typed_ksb(self) -> dict[int, int]:
        """Return the items that show the KSB whose code was typed: how many claims each."""
        uid = self._typed_ksb
        if not uid:
            return {}
        sql = f"""
            SELECT passage.item_id, count(*) FROM claim
            JOIN passage ON passage.id = claim.passage_id JOIN item ON item.id = passage.item_id
            WHERE claim.ksb_uid = ? AND {self._fits.sql} GROUP BY passage.item_id
            ORDER BY count(*) DESC LIMIT ?
        """  # noqa: S608 - our own words
        values = (uid, *self._fits.values, self._limit + 1)
        return dict(self._connection.exec_driver_sql(sql, values).fetchall())

    def _item_row(self, item: _Item, score: float, count: int = 0) -> Found:
        is_private = False
        shown = Excerpt("")
        for text in item.public_fields():
            if self._has_any(text):
                shown = self._excerpt(text)
                break
        else:
            if self._query.terms and self._has_any(item.private_note):
                shown, is_private = self._excerpt(item.private_note), True
        return self._of_item(
            FoundGroup.EVIDENCE, item, shown, score=score, is_private=is_private, count=count
        )

    # passages

    def _passages(self, noted: dict[int, dict[int, float]]) -> list[Found]:
        wanted, values, scores = self._wanted_passages(noted)
        if not wanted:
            return []
        sql = f"{_PASSAGES} ({wanted}) AND {self._fits.sql} ORDER BY passage.id, claim.id"
        held: dict[int, _Claimed] = {}
        for row in self._connection.exec_driver_sql(sql, (*values, *self._fits.values)):
            passage = held.setdefault(row[0], _Claimed(*row[1:5]))
            if row[5] is not None:
                passage.claims.append(row[5:9])
        first = self._typed_ksb
        asked = {*self._fits.ksb_uids, *([first] if first else [])}
        ranked = []
        for passage_id, passage in held.items():
            if self._fits.ksb_uids and not any(each[1] in asked for each in passage.claims):
                continue
            best = max((each[3] for each in passage.claims if each[1] in asked), default=0)
            ranked.append((-best, -scores.get(passage_id, 0.0), passage_id, passage))
        ranked.sort(key=lambda each: each[:3])
        ranked = ranked[: self._limit + 1]
        self._load(each[3].item_id for each in ranked)
        return [self._passage_row(passage, -score, asked) for _, score, _, passage in ranked]

    def _wanted_passages(
        self, noted: dict[int, dict[int, float]]
    ) -> tuple[str, list[Any], dict[int, float]]:
        """Return a condition on passages with its values, and the scores of those found by words.

        Without a word all passages of the KSBs asked for are wanted.
        """
        ours = "passage.id IN (SELECT passage_id FROM claim WHERE claim.ksb_uid = ?)"
        if not self._query.match:
            if not self._query.ksbs:
                return "", [], {}
            uids = self._fits.ksb_uids
            return " OR ".join([ours] * len(uids)), list(uids), {}
        scores = dict(noted[_PASSAGE])
        if noted[_CLAIM]:
            sql = f"SELECT id, passage_id FROM claim WHERE id IN ({_list(noted[_CLAIM])})"  # noqa: S608
            for claim_id, passage_id in self._connection.exec_driver_sql(sql):
                score = noted[_CLAIM][claim_id]
                scores[passage_id] = max(scores.get(passage_id, 0.0), score)
        parts = [f"passage.id IN ({_list(scores)})"] if scores else []
        values: list[Any] = []
        if self._typed_ksb:
            parts.append(ours)
            values.append(self._typed_ksb)
        return " OR ".join(parts), values, scores

    def _passage_row(self, passage: _Claimed, score: float, asked: set[str]) -> Found:
        claims = sorted(passage.claims, key=lambda each: (each[1] not in asked, -each[3]))
        shows = next((each[2] for each in claims if self._has_any(each[2])), "")
        candidates = [passage.quote, shows]
        is_private = not any(map(self._has_any, candidates)) and self._has_any(passage.note)
        text = next((each for each in candidates if self._has_any(each)), "")
        text = passage.note if is_private else text or passage.quote or _first_shows(claims)
        shown = self._excerpt(text)
        codes = dict.fromkeys(self._code.get(each[1], "") for each in claims)
        return self._of_item(
            FoundGroup.PASSAGE,
            self._items[passage.item_id],
            shown,
            page=passage.page,
            score=score,
            is_private=is_private,
            codes=tuple(each for each in codes if each),
            claim_uid=claims[0][0] if claims else "",
            ksb_uid=claims[0][1] if claims else "",
            find="" if claims else passage.quote,
        )

    # items that belong to what was found

    def _keep(self, sql: str, values: Iterable[Any]) -> list[int]:
        """Remember the items a question returns; return their ids in its order."""
        rows = self._connection.exec_driver_sql(sql, tuple(values)).fetchall()
        self._items.update({row[0]: _Item(*row) for row in rows})
        return [row[0] for row in rows]

    def _load(self, ids: Iterable[int]) -> None:
        wanted = list(dict.fromkeys(ids))
        missing = [each for each in wanted if each not in self._items]
        if missing:
            self._keep(f"{_ITEMS} item.id IN ({_list(missing)})", ())
        new = [each for each in wanted if each not in self._codes]
        if new:
            shown: dict[int, set[str]] = {}
            sql = f"{_SHOWN} ({_list(new)})"
            for item_id, ksb_uid in self._connection.exec_driver_sql(sql):
                shown.setdefault(item_id, set()).add(ksb_uid)
            for each in new:
                uids = shown.get(each, set())
                self._codes[each] = tuple(code for uid, code in self._code.items() if uid in uids)

    def _of_item(self, group: FoundGroup, item: _Item, shown: Excerpt, **more: Any) -> Found:
        if item.id not in self._codes:
            self._load([item.id])
        values: dict[str, Any] = {"codes": self._codes[item.id], **more}
        return Found(
            group,
            item.title,
            shown.text,
            shown.marks,
            item_uid=item.uid,
            ref=self._refs.get(item.id, ""),
            kind=item.kind,
            date=item.date,
            is_reading=item.shelf == "reading",
            is_binned=bool(item.binned_at),
            **values,
        )


def _first_shows(claims: Sequence[tuple[str, str, str, int]]) -> str:
    return next((each[2] for each in claims if each[2]), "")


def _list(ids: Iterable[int]) -> str:
    """Return integer keys as they stand in SQL. They are our own, and may be many."""
    return ", ".join(str(int(each)) for each in ids)


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
