"""Take an item's passages along to other pages of it: found by their words, or left to place.

In two parts: ``find`` looks, outside any transaction; ``settle`` writes what it found inside the
step that gives the item its other pages. No row is ever removed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portfolio_app.domain import quotes, wire
from portfolio_app.domain.document import PageChars, PageText
from portfolio_app.domain.finding_again import Outcome, Sought, find_again
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.page_ends import Stretch
from portfolio_app.domain.passage import Anchor, Span, box_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services.page_characters import PageCopyCharacters
from portfolio_app.services.page_likeness import TwoCopies
from portfolio_app.services.pages import page_copy
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom.host import Workroom

Anchored = tables.PassageRow | tables.HideRow | tables.HighlightRow


@dataclass(frozen=True, slots=True)
class OtherPages:
    """The pages an item is to have: their words, and the page copy they were read from.

    ``seconds`` is the length of a recording, 0 when unknown and for everything else.
    ``rendition_uid`` names the pages where they are known already (an earlier version): what was
    placed on them then lies there still.
    """

    texts: tuple[PageText, ...] = ()
    copy: bytes = b""
    seconds: float = 0.0
    rendition_uid: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Where one row goes: ``anchor`` is None when it must be placed by hand.

    ``spans`` is what the row said when it was looked at.
    """

    table: str
    row_id: int
    spans: str
    anchor: Anchor | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an item's passages. Every one is in ``found`` or in ``to_place``.

    ``found`` counts those that are placed, ``check`` names those of them whose words are a little
    different now. ``to_place`` names the passages, ``hides_to_place`` the hidden places that wait
    to be placed by hand. Highlights that nobody used yet are counted.
    """

    found: int
    check: tuple[str, ...]
    to_place: tuple[str, ...]
    hides_to_place: tuple[str, ...] = ()
    highlights_found: int = 0
    highlights_to_place: int = 0


def find(store: Store, room: Workroom, item_uid: str, pages: OtherPages) -> tuple[Move, ...]:
    """Return where each passage, hidden place and found highlight of an item goes on other pages.

    Words are found by ``domain.finding_again``, those of hidden places only exactly. A box stays
    while the page looks the same there; a part of a recording while it lies inside. Changes
    nothing.

    Raises:
        PortfolioError: the page copy cannot be opened.
    """
    earlier = queries.text.page_texts(store, item_uid)
    rows, here, there = _rows(store, item_uid, pages.rendition_uid)
    moves: list[Move] = []
    worded: list[tuple[_Row, Sought]] = []
    boxes: list[_Row] = []
    for row in rows:
        anchor = row.anchor
        if row.is_whole or (anchor.spans and row.rendition_id == there):
            moves.append(row.move(anchor, Outcome.FOUND))
        elif anchor.time_from is not None:
            fits = (anchor.time_to or 0.0) <= pages.seconds
            moves.append(row.move(anchor if fits else None, _found(fits=fits)))
        elif anchor.spans and (anchor.is_box or not anchor.quote.strip()):
            boxes.append(row)
        else:
            worded.append((row, row.sought(here)))
    lying_here = [row for row in boxes if row.rendition_id == here and pages.copy]
    moves += [row.move(None, Outcome.TO_PLACE) for row in boxes if row not in lying_here]
    if lying_here:
        moves += _boxes(store, room, item_uid, earlier, pages, lying_here)
    moves += _words(room, earlier, pages, worded)
    return tuple(moves)


def settle(
    session: Session, item: tables.ItemRow, rendition_id: int | None, moves: Sequence[Move]
) -> Settled:
    """Write where an item's passages went, now that it has these pages; return how many.

    A passage that was made or moved since ``find`` looked is left to place: its place belongs to
    the pages before.
    """
    by_row = {(move.table, move.row_id): move for move in moves}
    done = [
        (row, _settled(row, by_row.get((row.__tablename__, row.id)), rendition_id))
        for row in _anchored(session, item.id)
    ]
    passages = [(r, outcome) for r, outcome in done if isinstance(r, tables.PassageRow)]
    lost = tuple(row.uid for row, outcome in passages if outcome is Outcome.TO_PLACE)
    waiting = [
        outcome is not Outcome.TO_PLACE
        for row, outcome in done
        if isinstance(row, tables.HighlightRow) and row.state == "waiting"
    ]
    return Settled(
        found=len(passages) - len(lost),
        check=tuple(row.uid for row, outcome in passages if outcome is Outcome.CHECK),
        to_place=lost,
        hides_to_place=tuple(
            row.uid
            for row, outcome in done
            if isinstance(row, tables.HideRow) and outcome is Outcome.TO_PLACE
        ),
        highlights_found=sum(waiting),
        highlights_to_place=len(waiting) - sum(waiting),
    )


def put(row: Anchored, anchor: Anchor, rendition_id: int | None) -> None:
    """Write an anchor on these pages into a row: it is placed then, and nothing is left to check.

    For the rows of one step.
    """
    row.spans = json.dumps(wire.encode(anchor.spans))
    row.quote = anchor.quote
    row.text_before = anchor.before
    row.text_after = anchor.after
    row.rendition_id = rendition_id
    if isinstance(row, tables.PassageRow):
        row.time_from, row.time_to = anchor.time_from, anchor.time_to
        row.was = ""
    if not isinstance(row, tables.HighlightRow):
        row.to_place = 0


@dataclass(frozen=True, slots=True)
class _Row:
    table: str
    row_id: int
    rendition_id: int | None
    spans: str
    anchor: Anchor

    def move(self, anchor: Anchor | None, outcome: Outcome) -> Move:
        return Move(self.table, self.row_id, self.spans, anchor, outcome)

    def sought(self, here: int | None) -> Sought:
        anchor = self.anchor
        spans = anchor.spans if self.rendition_id == here else ()
        stretches = tuple(Stretch(span.page_index, span.start, span.end) for span in spans)
        return Sought(
            anchor.quote, anchor.before, anchor.after, stretches, is_strict=self.is_hidden
        )

    @property
    def is_whole(self) -> bool:
        return self.anchor.is_whole and not self.anchor.quote

    @property
    def is_hidden(self) -> bool:
        return self.table == tables.HideRow.__tablename__


def _anchored(session: Session, item_id: int) -> list[Anchored]:
    passages = session.query(tables.PassageRow).filter_by(item_id=item_id)
    hides = session.query(tables.HideRow).filter_by(item_id=item_id)
    highlights = session.query(tables.HighlightRow).filter_by(item_id=item_id)
    return [
        *passages.order_by(tables.PassageRow.id),
        *hides.order_by(tables.HideRow.id),
        *highlights.order_by(tables.HighlightRow.id),
    ]


def _rows(
    store: Store, item_uid: str, rendition_uid: str
) -> tuple[list[_Row], int | None, int | None]:
    """Return the rows, and the keys of the pages the item has and of those it is to have."""
    with store.read() as session:
        item = session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        there = session.query(tables.RenditionRow.id).filter_by(uid=rendition_uid).scalar()
        found = [
            _Row(row.__tablename__, row.id, row.rendition_id, row.spans, _anchor_of(row))
            for row in _anchored(session, item.id)
        ]
        return found, item.rendition_id, there


def _anchor_of(row: Anchored) -> Anchor:
    spans = wire.decode(tuple[Span, ...], json.loads(row.spans))
    times = (row.time_from, row.time_to) if isinstance(row, tables.PassageRow) else (None, None)
    return Anchor(spans, row.quote, row.text_before, row.text_after, *times)


def _found(*, fits: bool) -> Outcome:
    return Outcome.FOUND if fits else Outcome.TO_PLACE


def _words(
    room: Workroom,
    earlier: Sequence[PageText],
    pages: OtherPages,
    worded: Sequence[tuple[_Row, Sought]],
) -> list[Move]:
    found = find_again(earlier, pages.texts, [sought for _, sought in worded])
    chars = PageCopyCharacters(room, pages.copy, pages.texts)
    moves = []
    for (row, _), each in zip(worded, found, strict=True):
        anchor = _anchor(chars.page, each.stretches, each.quote) if each.stretches else None
        moves.append(row.move(anchor, each.outcome))
    return moves


def _anchor(page: Callable[[int], PageChars], stretches: Sequence[Stretch], quote: str) -> Anchor:
    spans = tuple(
        Span(s.page_index, s.start, s.end, quads_for(page(s.page_index), s.start, s.end))
        for s in stretches
    )
    first, last = stretches[0], stretches[-1]
    before = quotes.context(page(first.page_index).text, first.start, first.start)[0]
    after = quotes.context(page(last.page_index).text, last.end, last.end)[1]
    return Anchor(spans, quote, before, after)


def _boxes(
    store: Store,
    room: Workroom,
    item_uid: str,
    earlier: Sequence[PageText],
    pages: OtherPages,
    rows: Sequence[_Row],
) -> list[Move]:
    try:
        old_copy: bytes | None = page_copy(store, room, item_uid)
    except PortfolioError:  # nothing to compare with: every box waits
        old_copy = None
    copies = TwoCopies(room, old_copy, pages.copy)
    old_words = {page.index: page.text for page in earlier}
    new_words = {page.index: page.text for page in pages.texts}

    def is_same(row: _Row, span: Span) -> bool:
        page = span.page_index
        says_the_same = page in old_words and old_words[page] == new_words.get(page)
        # Characters that give no words, or something hidden: the whole page must say the same.
        if (not row.anchor.is_box or row.is_hidden) and not says_the_same:
            return False
        if not span.quads:
            return not row.anchor.is_box
        return copies.is_same(page, box_of(span.quads), exactly=row.is_hidden)

    moves = []
    for row in rows:
        fits = all(is_same(row, span) for span in row.anchor.spans)
        moves.append(row.move(row.anchor if fits else None, _found(fits=fits)))
    return moves


def _settled(row: Anchored, move: Move | None, rendition_id: int | None) -> Outcome:
    """Write one row's move; return what became of it."""
    is_timed = isinstance(row, tables.PassageRow) and row.time_from is not None
    if row.spans == "[]" and not row.quote and not is_timed:  # the whole item
        row.rendition_id = rendition_id
        return Outcome.FOUND
    if move is None or move.spans != row.spans or move.anchor is None:
        if not isinstance(row, tables.HighlightRow):
            row.to_place = 1
        return Outcome.TO_PLACE
    was = row.was if isinstance(row, tables.PassageRow) else ""
    if move.outcome is Outcome.CHECK:
        was = was or row.quote
    put(row, move.anchor, rendition_id)
    if isinstance(row, tables.PassageRow):
        row.was = was
    return move.outcome
