"""Makes the pages of PDFs again that an earlier version of the app made another way.

The pages stay the same pages: whatever points at them stays where it is, and no step is added to
the history, because nobody did anything. Only a passage whose very words stand elsewhere is moved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import PageChars, PageText, ReadStatus
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.pages import Rendition
from portfolio_app.domain.passage import Span, box_of
from portfolio_app.progress import Progress, silent
from portfolio_app.services import reanchoring, waiting
from portfolio_app.services.page_characters import PageCopyCharacters
from portfolio_app.services.pages import derived_key, seen_key
from portfolio_app.services.reanchoring import Anchored, Move, OtherPages
from portfolio_app.services.waiting import Read, Waiting
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.history import as_if_always
from portfolio_app.workroom.host import Workroom

_TOPICS = frozenset({Topic.EVIDENCE, Topic.CLAIMS, Topic.HIDING})
_OF_FACTS = (
    "document", "status", "problem", "locked", "restricted", "signed", "active", "picture_pages",
    "holds", "code", "pages",
)  # fmt: skip
_NEAR = 4.0  # points: marks of other programs are not drawn exactly round the words
_OF_PLACE = ("spans", "quote", "text_before", "text_after", "to_place", "was")


@dataclass(frozen=True, slots=True)
class _Renewed:
    """An item's pages as they were and as they are read now, and where its passages go.

    ``chars`` are the characters of the pages something points at, as they lie now.
    """

    item_uid: str
    before: Rendition
    earlier: tuple[PageText, ...]
    read: Read
    moves: tuple[Move, ...]
    chars: dict[int, PageChars]


def renew(store: Store, room: Workroom, *, progress: Progress = silent) -> Changes:
    """Make the pages again of every item that an earlier version of the app made them for.

    An item whose file can't be read keeps the pages it has. Nothing is done in a portfolio that is
    open to read only. There is nothing to undo, and every step before can be undone as ever.

    Raises:
        Cancelled: ``progress`` raised it; what was made so far is written down, the rest waits.
    """
    todo = () if store.readonly else queries.renditions.outdated(store)
    done = 0
    for number, uid in enumerate(todo):
        progress(f"Making pages again: {number + 1} of {len(todo)}", number / len(todo))
        made = _made_again(store, room, uid)
        if made is not None:
            _write(store, made)
            done += 1
    told = f"Pages of {done} {'item' if done == 1 else 'items'} made again" if done else ""
    return Changes(told, _TOPICS if done else frozenset())


def _made_again(store: Store, room: Workroom, uid: str) -> _Renewed | None:
    item = queries.evidence.item(store, uid)
    before = queries.renditions.rendition(store, uid)
    if before is None:
        return None
    source = Waiting(uid, item.sha256, item.file_name, item.bytes)
    read = waiting.read_stored(store, room, source)
    if read.facts.status is not ReadStatus.READABLE or read.pages_sha256:
        return None
    copy = store.derived.get(derived_key(item.sha256, read.maker))
    if copy is None:
        return None
    earlier = queries.text.page_texts(store, uid)
    moves: tuple[Move, ...] = ()
    if _words(earlier) != _words(read.pages):
        moves = reanchoring.find(store, room, uid, OtherPages(read.pages, copy))
    now = PageCopyCharacters(room, copy, read.pages)
    there = set(_words(read.pages))
    chars = {index: now.page(index) for index in sorted(_pointed_at(store, uid) & there)}
    return _Renewed(uid, before, earlier, read, moves, chars)


def _pointed_at(store: Store, uid: str) -> set[int]:
    """Return the pages (index from 0) that hold a passage, a hidden place or a highlight."""
    found: set[int] = set()
    with store.read() as session:
        item = session.query(tables.ItemRow).filter_by(uid=uid).one()
        for table in (tables.PassageRow, tables.HideRow, tables.HighlightRow):
            rows: Any = session.query(table).filter_by(item_id=item.id)
            found |= {span.page_index for row in rows for span in _spans(row)}
    return found


def _write(store: Store, made: _Renewed) -> None:
    with store.session() as session:
        row = session.query(tables.ItemRow).filter_by(uid=made.item_uid).one_or_none()
        pages = session.query(tables.RenditionRow).filter_by(uid=made.before.uid).one_or_none()
        if row is None or pages is None or row.rendition_id != pages.id:
            return  # emptied or replaced meanwhile
        facts = made.read.facts
        was = {name: getattr(row, name) for name in _OF_FACTS}
        waiting.enter_facts(row, facts)
        row.pages = facts.pages
        _retell(session, row, was)
        _move(session, row, made)
        pages.maker, pages.pages = made.read.maker, facts.pages
        _put_words(session, pages.id, made.read.pages)
    for key in (derived_key, seen_key):
        store.derived.remove(key(made.before.file_sha256, made.before.maker))


def _put_words(session: Session, rendition_id: int, texts: tuple[PageText, ...]) -> None:
    known = {
        each.page_index: each
        for each in session.query(tables.PageTextRow).filter_by(rendition_id=rendition_id)
    }
    for text in texts:
        row = known.pop(text.index, None)
        if row is None:
            session.add(
                tables.PageTextRow(
                    rendition_id=rendition_id,
                    page_index=text.index,
                    width=text.width,
                    height=text.height,
                    text=text.text,
                )
            )
        else:
            row.width, row.height, row.text = text.width, text.height, text.text
    for row in known.values():
        session.delete(row)


def _move(session: Session, item: tables.ItemRow, made: _Renewed) -> None:
    """Put what points at the pages where its words stand now; mostly that is where they stood."""
    old, new = _words(made.earlier), _words(made.read.pages)
    moves = {(move.table, move.row_id): move for move in made.moves}
    for table in (tables.PassageRow, tables.HideRow, tables.HighlightRow):
        rows: Any = session.query(table).filter_by(item_id=item.id, rendition_id=item.rendition_id)
        for row in rows:
            was = {name: getattr(row, name) for name in _OF_PLACE if hasattr(row, name)}
            if _stays(row, old, new):
                row.spans = _where_it_is(row.spans, made.chars)
                _retell(session, row, was)
                continue
            move = moves.get((row.__tablename__, row.id))
            if move is not None and move.anchor is not None and move.spans == row.spans:
                reanchoring.put(row, move.anchor, item.rendition_id)
            elif hasattr(row, "to_place"):
                row.to_place = 1
            _retell(session, row, was)


def _stays(row: Anchored, old: dict[int, str], new: dict[int, str]) -> bool:
    """Return whether a row's places hold the same words as before; a box has none, and stays."""
    return all(
        span.page_index in new
        and old.get(span.page_index, "")[span.start : span.end]
        == new[span.page_index][span.start : span.end]
        for span in _spans(row)
    )


def _where_it_is(told: str, chars: Mapping[int, PageChars]) -> str:
    """Return a row's places (JSON) with the corners of words that are drawn elsewhere now."""
    spans = wire.decode(tuple[Span, ...], json.loads(told))
    moved = tuple(_drawn(span, chars.get(span.page_index)) for span in spans)
    return told if moved == spans else json.dumps(wire.encode(moved))


def _drawn(span: Span, chars: PageChars | None) -> Span:
    quads = quads_for(chars, span.start, span.end) if chars is not None else ()
    if not quads or not span.quads:
        return span
    is_near = all(
        abs(one - other) <= _NEAR
        for one, other in zip(box_of(span.quads), box_of(quads), strict=True)
    )
    return span if is_near else replace(span, quads=quads)


def _spans(row: Anchored) -> tuple[Span, ...]:
    return wire.decode(tuple[Span, ...], json.loads(row.spans))


def _words(texts: tuple[PageText, ...]) -> dict[int, str]:
    return {each.index: each.text for each in texts}


def _retell(session: Session, row: Any, was: dict[str, Any]) -> None:
    changed = {
        name: (value, getattr(row, name))
        for name, value in was.items()
        if value != getattr(row, name)
    }
    if changed:
        as_if_always(session, row.__tablename__, row.id, changed)
