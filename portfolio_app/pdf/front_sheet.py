"""The front sheet of a piece: what it is, whose part it shows, and the passages claimed in it."""

from __future__ import annotations

from portfolio_app.domain.bundle import PlanClaim, PlanKsb
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book, Piece, page_ranges
from portfolio_app.pdf.flow import (
    Block,
    Cell,
    Column,
    Table,
    draw_pages,
    paginate,
    paragraph,
    space,
)
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    LEFT,
    RIGHT,
    WIDTH,
    shape,
)
from portfolio_app.pdf.sheet import Node, Sheet

_LABEL = 104.0  # width of the column of labels
_TITLE = 18.0
_LONG_TITLE = 13.0
_QUOTE_WORDS = 40


def compose_front(book: Book, piece: Piece) -> list[list[Block]]:
    """Return the front sheet: one page, or more when the words need it."""
    item = piece.item
    blocks = [_front_head(piece)]
    made = piece.item.made and f"{piece.item.made[0].upper()}{piece.item.made[1:]}"
    for label, text in (
        ("These pages", f"{made}: simplified, not the original layout." if made else ""),
        ("What this is", item.context),
        ("My part", item.part),
        ("Who can confirm", item.confirm),
        ("Confidentiality", item.confidentiality),
    ):
        if text.strip():
            blocks += _labelled(label, text)
    blocks.append(space(16))
    blocks += paragraph("KSBs claimed", face=BOLD, size=12, tag="H3", keep=True)
    if not item.claims:
        blocks += paragraph("No KSB is claimed in this piece.", ink="print.muted", gap=4)
        return paginate(blocks)
    table = Table(
        (
            Column("Code", LEFT, 52),
            Column("Page", LEFT + 58, 58),
            Column("Passage (exact words)", LEFT + 122, 218),
            Column("What this shows", LEFT + 352, WIDTH - 352),
        )
    )
    blocks.append(table.head(gap=2))
    for claim in item.claims:
        ksb = book.ksbs.get(claim.ksb_uid)
        if ksb is not None:
            blocks.append(_claim_row(table, book, piece, claim, ksb))
    if any(claim.marks for claim in item.claims):
        blocks += paragraph(
            "In brackets: the document's own page.",
            size=8,
            ink="print.muted",
            gap=6,
        )
    return paginate(blocks)


def draw_front(sheet: Sheet, book: Book, piece: Piece, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_front` composed."""
    draw_pages(sheet, book, piece.name, pages)


def _front_head(piece: Piece) -> Block:
    item = piece.item
    size = _TITLE
    lines = fonts.short_lines(item.title, size, WIDTH - 72, 4, BOLD) or [""]
    if len(lines) == 4:  # a title that is a sentence: smaller, so that all of it can stand
        size = _LONG_TITLE
        lines = fonts.short_lines(item.title, size, WIDTH - 72, 8, BOLD)
    count = len(piece.shapes)
    pages = "" if not count else f"{count} page{'' if count == 1 else 's'}"
    if count and len(piece.shown) < count:
        pages = f"pages {page_ranges(piece.shown)} of {count} shown"
    facts = " · ".join(filter(None, (fonts.clean(item.kind), fonts.clean(item.date), pages)))
    high = 14 + (_TITLE - size) + len(lines) * size * 1.22 + 30

    def draw(sheet: Sheet, y: float) -> None:
        base = y - 14 - _TITLE
        wide = fonts.width(item.ref, BOLD, _TITLE) + 16
        with sheet.artifact():
            sheet.box(
                (LEFT, base - 7, LEFT + wide, base + _TITLE * 0.98), fill="print.ink", radius=4
            )
        node = Node("H2")
        with sheet.mark(node):
            sheet.text(LEFT + 8, base, item.ref, BOLD, _TITLE, "light.surface.paper")
        for line in lines:
            with sheet.mark(node):
                sheet.text(LEFT + max(wide + 12, 66), base, line, BOLD, size)
            base -= size * 1.22
        with sheet.mark(Node("P")):
            sheet.text(
                LEFT + max(wide + 12, 66),
                base + 3 - (_TITLE - size),
                facts,
                REGULAR,
                10,
                "print.muted",
            )
        with sheet.artifact():
            sheet.rule(LEFT, y - high, RIGHT, "print.ink", 1.2)

    return Block(high, draw)


def _labelled(label: str, text: str) -> list[Block]:
    blocks = paragraph(text, x=LEFT + _LABEL, wide=WIDTH - _LABEL)
    if not blocks:
        return []
    first = blocks[0]
    draw_text = first.draw

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y - 10.5, label, BOLD, 10, "print.muted")
        draw_text(sheet, y)

    first.draw = draw
    first.gap = 13
    return blocks


def _claim_row(table: Table, book: Book, piece: Piece, claim: PlanClaim, ksb: PlanKsb) -> Block:
    quote_wide, shows_wide = table.columns[2].wide, table.columns[3].wide
    shows = fonts.wrap(fonts.clean(claim.shows), REGULAR, table.size, shows_wide)

    def page() -> str:
        number = piece.page_of(claim)
        own = own_page(claim)
        return f"{number} ({own})" if own else str(number)

    def paint(sheet: Sheet, x: float, y: float) -> None:
        shape(sheet, ksb.kind, x + 4.5, y + 3, 7)

    return table.row(
        [
            Cell(
                [fonts.fit(ksb.code, BOLD, table.size, 40)],
                face=BOLD,
                ink=f"light.ksb.{ksb.kind.value}",
                target=lambda: book.entry(ksb.uid),
                words=f"{ksb.code} in the index",
                paint=paint,
                indent=12,
            ),
            Cell(
                late=page,
                face=BOLD,
                ink="print.link",
                target=lambda: piece.place_of(claim),
                words="Go to the passage",
            ),
            Cell(fonts.wrap(passage_words(claim, _QUOTE_WORDS), REGULAR, table.size, quote_wide)),
            Cell(shows),
        ]
    )


def own_page(claim: PlanClaim) -> int:
    """Return the document's own page of a claim, counted from 1; 0 for a whole item."""
    return claim.marks[0].page_index + 1 if claim.marks else 0


def passage_words(claim: PlanClaim, limit: int) -> str:
    """Return the quoted words, at most so many, or what stands in their place."""
    quote = fonts.first_words(claim.quote, limit)
    place = fonts.clean(claim.place)
    if quote:
        return f"“{quote}”" + (f" ({place})" if place else "")
    if place:
        return place
    return "Marked area on the page" if claim.marks else "Whole item"
