"""The front sheet of a piece: what it is, whose part it shows, and the passages claimed in it."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain.bundle import PlanClaim, PlanKsb
from portfolio_app.domain.options import FrontSheets
from portfolio_app.pdf import bits, fonts
from portfolio_app.pdf.arrange import BODY, Book, Piece, page_ranges
from portfolio_app.pdf.flow import LEADING, Block, draw_pages, paginate, paragraph, space
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    LEFT,
    RIGHT,
    WIDTH,
    room,
    shape,
)
from portfolio_app.pdf.observations import WHOSE_WORDS, observer_words, signature_words
from portfolio_app.pdf.sheet import Node, Sheet, Target
from portfolio_app.pdf.slip_page import HELD
from portfolio_app.pdf.tables import Cell, Column, Table

_LABEL = 104.0  # width of the column of labels
_CONFIRM = "Who can confirm"
_TITLE = 18.0
_LONG_TITLE = 13.0
_QUOTE_WORDS = 40
_MOST_TITLE = 16  # lines


def compose_front(book: Book, piece: Piece) -> list[list[Block]]:
    """Return the front sheet: one page, or more when the words need it."""
    item = piece.item
    blocks = [_front_head(piece)]
    confirming = book.confirming(piece)
    for label, text in _facts(book, piece):
        says = paragraph(text, x=LEFT + _LABEL, wide=WIDTH - _LABEL)
        if label == _CONFIRM:
            says += [block for each in confirming for block in _signed_observation(each)]
        blocks += _labelled(label, says)
    blocks.append(space(16))
    blocks += paragraph("KSBs claimed", face=BOLD, size=12, tag="H3", keep=True)
    claims = [claim for claim in item.claims if claim.ksb_uid in book.ksbs]
    if claims:
        blocks += _claims(book, piece, claims)
    else:
        blocks += paragraph("No KSB is claimed in this piece.", ink="print.muted", gap=4)
    may_show = book.codes(item.candidates)
    if may_show:
        blocks += _candidates(book, may_show)
    return paginate(blocks, first=room(book), room=room(book))


def _facts(book: Book, piece: Piece) -> list[tuple[str, str]]:
    """Return what is said of a piece, label and words, as the choice of front sheets has it."""
    item, choice = piece.item, book.plan.options.front_sheets
    made = item.made and f"{item.made[0].upper()}{item.made[1:]}"
    observed = item.observation
    return [
        ("These pages", f"{made}: simplified, not the original layout." if made else ""),
        ("Observer", observer_words(piece) if observed else ""),
        ("Signature", f"{signature_words(piece)}. {WHOSE_WORDS}" if observed else ""),
        ("Arrived", item.arrived if observed else ""),
        ("What this is", "" if choice is FrontSheets.CLAIMS else item.context),
        ("My part", item.part if choice is FrontSheets.PART else ""),
        (_CONFIRM, item.confirm),
        ("Employer says", f"{item.employer} (employer's statement)" if item.employer else ""),
        ("Confidentiality", item.confidentiality),
        ("Original", HELD if item.held else ""),
        ("File", f"In the bundle folder: {item.supplied}" if item.supplied else ""),
    ]


def _claims(book: Book, piece: Piece, claims: Sequence[PlanClaim]) -> list[Block]:
    table = Table(
        (
            Column("Code", LEFT, 52),
            Column("Page", LEFT + 58, 58),
            Column("Passage (exact words)", LEFT + 122, 200),
            Column("What this shows", LEFT + 334, WIDTH - 334),
        ),
        size=book.table_size,
    )
    blocks = [table.head(gap=2)]
    for each in claims:
        blocks += _claim_row(table, book, piece, each, book.ksbs[each.ksb_uid])
    if any(claim.marks for claim in claims):
        blocks += paragraph(
            "In brackets: the document's own page.",
            size=book.note_size,
            ink="print.muted",
            gap=6,
        )
    return blocks


def _candidates(book: Book, ksbs: Sequence[PlanKsb]) -> list[Block]:
    """Return which KSBs it may show, for the apprentice: in a draft only, never counted."""
    size = book.table_size
    laid = bits.rows(bits.of_ksbs(book, ksbs, WIDTH, size), size, WIDTH)
    words = "In this draft only: may also show, no passage chosen yet"
    blocks = paragraph(words, size=size, ink="print.muted", gap=14, keep=True)

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.inside("P"):
            bits.draw(sheet, laid, LEFT, y - size, size)

    return [*blocks, Block(bits.leading(size) * len(laid) + 2, draw, gap=4)]


def draw_front(sheet: Sheet, book: Book, piece: Piece, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_front` composed."""
    draw_pages(sheet, book, piece.name, pages)


def _front_head(piece: Piece) -> Block:
    item = piece.item
    size = _TITLE
    title = fonts.clean(item.title)
    lines = fonts.wrap(title, BOLD, size, WIDTH - 72) or [""]
    if len(lines) > 3:  # a title that is a sentence: smaller, so that all of it can stand
        size = _LONG_TITLE
        lines = fonts.short_lines(title, size, WIDTH - 72, _MOST_TITLE, BOLD)
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
                fonts.fit(facts, REGULAR, 10.5, WIDTH - max(wide + 12, 66)),
                REGULAR,
                10.5,
                "print.muted",
            )
        with sheet.artifact():
            sheet.rule(LEFT, y - high, RIGHT, "print.ink", 1.2)

    return Block(high, draw)


def _labelled(label: str, says: list[Block]) -> list[Block]:
    if not says:
        return []
    first = says[0]
    draw_first = first.draw

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y - 10.5, label, BOLD, 10.5, "print.muted")
        draw_first(sheet, y)

    first.draw = draw
    first.gap = 13
    return says


def _signed_observation(observed: Piece) -> list[Block]:
    """Return where the signed observation of somebody who can confirm this piece stands."""
    item = observed.item
    named = f"{item.ref} ({item.code})" if item.code else item.ref
    x, size = LEFT + _LABEL, BODY

    def draw(sheet: Sheet, y: float) -> None:
        words = f"Signed observation {named}, page {observed.front}"
        rect = (x - 1.5, y - size * 1.3, x + fonts.width(words, REGULAR, size) + 1.5, y)
        with (
            sheet.inside("P"),
            sheet.link(rect, Target(observed.front), f"Go to the front sheet of {item.ref}"),
        ):
            sheet.text(x, y - size, words, REGULAR, size, "print.link")

    return [Block(size * LEADING, draw)]


def _claim_row(
    table: Table, book: Book, piece: Piece, claim: PlanClaim, ksb: PlanKsb
) -> list[Block]:
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
                fonts.wrap(fonts.clean(ksb.code), BOLD, table.size, 40),
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
