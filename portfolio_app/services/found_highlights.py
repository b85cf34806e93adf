"""Put the highlights that a file brought along where its pages have their words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain import quotes, wire
from portfolio_app.domain.document import FoundHighlight, PageText
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.passage import Anchor, Span, box_of, quad_of
from portfolio_app.services.page_characters import PageCopyCharacters
from portfolio_app.store import tables
from portfolio_app.store.database import Session
from portfolio_app.workroom.host import Workroom


@dataclass(frozen=True, slots=True)
class PlacedHighlight:
    """A highlight on the pages of its item; without spans where its words are not on them."""

    anchor: Anchor
    colour: str
    comment: str


def place(
    room: Workroom, found: Sequence[FoundHighlight], pages: Sequence[PageText], page_copy: bytes
) -> tuple[PlacedHighlight, ...]:
    """Return each highlight with its place: as it was found, or by its words where only they are.

    Raises:
        PortfolioError: the page copy cannot be opened.
    """
    chars = PageCopyCharacters(room, page_copy, pages)
    texts = {page.index: page.text for page in pages}
    return tuple(
        PlacedHighlight(_anchor(each, pages, texts, chars), each.colour, each.comment)
        for each in found
    )


def enter(session: Session, item: tables.ItemRow, placed: Sequence[PlacedHighlight]) -> None:
    """Write the highlights of a file down, those apart that the item has at these places already.

    For the rows of one step; the item has its pages.
    """
    if not placed:
        return
    rows = session.query(tables.HighlightRow).filter_by(item_id=item.id)
    known = {(row.spans, row.quote) for row in rows}
    for each in placed:
        anchor = each.anchor
        spans = json.dumps(wire.encode(anchor.spans))
        if (spans, anchor.quote) in known:
            continue
        known.add((spans, anchor.quote))
        session.add(
            tables.HighlightRow(
                item_id=item.id,
                rendition_id=item.rendition_id,
                spans=spans,
                quote=anchor.quote,
                text_before=anchor.before,
                text_after=anchor.after,
                colour=each.colour,
                comment=each.comment,
            )
        )


def _anchor(
    found: FoundHighlight,
    pages: Sequence[PageText],
    texts: dict[int, str],
    chars: PageCopyCharacters,
) -> Anchor:
    page_index = found.page_index
    if found.runs and page_index in texts:
        text = texts[page_index]
        spans = tuple(
            Span(
                page_index,
                start,
                end,
                found.quads
                if len(found.runs) == 1
                else quads_for(chars.page(page_index), start, end),
            )
            for start, end in found.runs
        )
        start, end = found.runs[0][0], found.runs[-1][1]
        words = " ".join(text[a:b] for a, b in found.runs)
        return Anchor(spans, quotes.tidy(words), *quotes.context(text, start, end))
    if found.quads:
        return Anchor((Span(page_index, 0, 0, (quad_of(box_of(found.quads)),)),))
    hits = quotes.search_pages(pages, found.quote, near_page=page_index)
    if not hits:
        return Anchor(quote=found.quote)
    stretches = hits[0].stretches
    first, last = stretches[0], stretches[-1]
    return Anchor(
        tuple(
            Span(s.page_index, s.start, s.end, quads_for(chars.page(s.page_index), s.start, s.end))
            for s in stretches
        ),
        quotes.tidy(" ".join(texts[s.page_index][s.start : s.end] for s in stretches)),
        quotes.context(texts[first.page_index], first.start, first.end)[0],
        quotes.context(texts[last.page_index], last.start, last.end)[1],
    )
