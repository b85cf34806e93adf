"""The index: under each KSB its statement and every passage that is claimed to show it."""

from __future__ import annotations

from itertools import chain

from portfolio_app.domain.bundle import PlanKsb
from portfolio_app.pdf import fonts
from portfolio_app.pdf.annex_pages import NO_THEME, methods
from portfolio_app.pdf.arrange import BODY, Book, Passage, Piece
from portfolio_app.pdf.contents import to_front
from portfolio_app.pdf.flow import Block, draw_pages, paginate, paragraph, space
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    LEFT,
    RIGHT,
    UNDER_HEADING,
    WIDTH,
    headed,
    heading,
    ink_of,
    room,
    shape,
)
from portfolio_app.pdf.front_sheet import passage_words
from portfolio_app.pdf.observations import signature_words
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.pdf.tables import Cell, Column, Table

TITLE = "Index by KSB"

_QUOTE_WORDS = 25


def compose(book: Book) -> list[list[Block]]:
    """Return the index: each KSB's statement, then every passage that is claimed to show it."""
    blocks: list[Block] = []
    size = book.table_size
    if book.plan.notice:
        blocks += paragraph(book.plan.notice, face=BOLD, size=size)
    theme = ""
    has_themes = any(ksb.theme for ksb in book.ksbs.values())
    for ksb in book.ksbs.values():
        if has_themes and (ksb.theme or NO_THEME) != theme:
            theme = ksb.theme or NO_THEME
            gap = 22 if blocks else 0
            blocks += paragraph(theme, face=BOLD, size=15, tag="H2", keep=True, gap=gap)
        head = _ksb_head(ksb, "H3" if has_themes else "H2")
        head.gap = 17 if blocks else 0
        blocks.append(head)
        if ksb.short.strip(" .") != ksb.text.strip(" ."):  # the heading says it already
            blocks += paragraph(ksb.text, keep=True, x=LEFT + 16, wide=WIDTH - 16)
        table = Table(
            (
                Column("Page", LEFT + 16, 34),
                Column("Piece", LEFT + 54, 36),
                Column("Passage", LEFT + 94, WIDTH - 94),
            ),
            size=size,
            more=f"{fonts.clean(ksb.code)}, continued",
        )
        passages = book.passages[ksb.uid]
        if not passages:
            blocks.append(space(3, keep=True))
            blocks += paragraph(
                "No passage in this portfolio."
                if ksb.in_discussion
                else "No passage is needed here.",
                size=size,
                ink="print.muted",
                x=LEFT + 16,
            )
            continue
        blocks.append(table.head(gap=2))
        rows = [_passage_row(table, passage) for passage in passages]
        if len(rows) > 1:  # no single last row at the head of a page
            rows[-2][-1].keep = True
        blocks += chain(*rows)
    return paginate(blocks, first=headed(book), room=room(book))


def draw(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose` composed."""
    heading(sheet, TITLE)
    draw_pages(sheet, book, TITLE, pages, UNDER_HEADING)


def _ksb_head(ksb: PlanKsb, tag: str) -> Block:
    method = " + ".join(methods(ksb))
    size, small = 12.0, BODY

    def draw(sheet: Sheet, y: float) -> None:
        base = y - size
        with sheet.artifact():
            shape(sheet, ksb.kind, LEFT + 5, base + 4.2, 9)
        room = WIDTH - 16 - fonts.width(method, REGULAR, small) - 12
        code = fonts.fit(fonts.clean(ksb.code), BOLD, size, room * 0.6)
        with sheet.mark(Node(tag)):
            sheet.text(LEFT + 16, base, code, BOLD, size, ink_of(ksb.kind))
            x = LEFT + 24 + fonts.width(code, BOLD, size)
            short = fonts.clean(ksb.short)
            if short and short != fonts.clean(ksb.code):
                short = fonts.fit(short, BOLD, size, room - (x - LEFT - 16))
                sheet.text(x, base, short, BOLD, size)
        with sheet.mark(Node("P")):
            sheet.right(RIGHT, base, method, REGULAR, small, "print.muted")

    return Block(size * 1.5, draw, keep=True, name=ksb.uid)


def _passage_row(table: Table, passage: Passage) -> list[Block]:
    piece, claim = passage.piece, passage.claim
    words = passage_words(claim, _QUOTE_WORDS)
    if not claim.quote.strip() and claim.shows.strip():
        words += f": {fonts.first_words(claim.shows, _QUOTE_WORDS)}"
    if piece.item.observation:
        words += f" ({_observed(piece)})"
    return table.row(
        [
            Cell(
                late=lambda: str(passage.page),
                face=BOLD,
                ink="print.link",
                target=lambda: piece.place_of(claim),
                words="Go to the passage",
            ),
            Cell(
                [piece.item.ref],
                ink="print.link",
                target=to_front(piece),
                words=f"Front sheet of {piece.item.ref}",
            ),
            Cell(fonts.wrap(words, REGULAR, table.size, table.columns[2].wide)),
        ]
    )


def _observed(piece: Piece) -> str:
    """Return what the index says of an observation: by whom, and the signature word."""
    observer = f": {fonts.clean(piece.item.observer)}" if piece.item.observer.strip() else ""
    return f"observation{observer}; signature: {signature_words(piece).lower()}"
