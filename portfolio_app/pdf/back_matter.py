"""What comes after the evidence: the index by KSB, files apart, the bundle's record."""

from __future__ import annotations

from itertools import chain

from portfolio_app.domain.bundle import PlanFile, PlanKsb
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
from portfolio_app.pdf.front_matter import apart_title
from portfolio_app.pdf.front_sheet import passage_words
from portfolio_app.pdf.observations import signature_words
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.pdf.slip_page import HELD, ON_REQUEST, size_words
from portfolio_app.pdf.tables import Cell, Column, Table

INDEX = "Index by KSB"
RECORD = "About this document"

_QUOTE_WORDS = 25


def compose_index(book: Book) -> list[list[Block]]:
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


def draw_index(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_index` composed."""
    heading(sheet, INDEX)
    draw_pages(sheet, book, INDEX, pages, UNDER_HEADING)


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


def compose_apart(book: Book) -> list[list[Block]]:
    """Return the list of what is beside the PDF, or stays with the apprentice; none without any."""
    blocks = _supplied(book)
    held = [piece for piece in book.pieces if piece.item.held]
    if held:
        blocks += _stays(book, HELD, "Something in each of these is hidden or left out.", held)
    absent = [
        piece
        for piece in book.pieces
        if not (piece.shapes or piece.item.held or piece.item.supplied)
    ]
    if absent:
        blocks += _stays(book, ON_REQUEST, "These have no pages here, but a slip page.", absent)
    return paginate(blocks, first=headed(book), room=room(book)) if blocks else []


def _supplied(book: Book) -> list[Block]:
    if not book.plan.files:
        return []
    blocks = paragraph(
        "These files lie beside this PDF, in the folder it came in. Nothing is attached to the "
        "PDF itself."
    )
    table = Table(
        (
            Column("Piece", LEFT, 36),
            Column("File in the bundle folder", LEFT + 42, 216),
            Column("What it is", LEFT + 270, 128),
            Column("Length", LEFT + 404, 48, right=True),
            Column("Size", RIGHT - 38, 38, right=True),
        ),
        size=book.table_size,
    )
    blocks.append(table.head(gap=8))
    pieces = {piece.item.ref: piece for piece in book.pieces}
    for each in book.plan.files:
        blocks += _file_row(table, each, pieces.get(each.ref))
    return blocks


def _file_row(table: Table, file: PlanFile, piece: Piece | None) -> list[Block]:
    size, columns = table.size, table.columns
    length = _length(file.seconds)
    return table.row(
        [
            _ref(piece) if piece is not None else Cell(["–"]),
            Cell(fonts.short_lines(file.path, size, columns[1].wide, 6)),
            Cell(fonts.short_lines(file.what, size, columns[2].wide, 3)),
            Cell(fonts.short_lines(length, size, columns[3].wide, 3)),
            Cell(fonts.short_lines(size_words(file.bytes), size, columns[4].wide, 2)),
        ]
    )


def _length(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60} s" if whole else ""


def _stays(book: Book, title: str, why: str, pieces: list[Piece]) -> list[Block]:
    size = book.table_size
    blocks = [space(14)]
    blocks += paragraph(title, face=BOLD, size=12, tag="H2", keep=True)
    blocks += paragraph(why, keep=True, gap=3)
    table = Table(
        (
            Column("Piece", LEFT, 36),
            Column("Title", LEFT + 42, 190),
            Column("File", LEFT + 244, 190),
            Column("Size", RIGHT - 46, 46, right=True),
        ),
        size=size,
    )
    blocks.append(table.head(gap=6))
    for piece in pieces:
        item = piece.item
        blocks += table.row(
            [
                _ref(piece),
                Cell(fonts.short_lines(item.title, size, 190, 4)),
                Cell(fonts.short_lines(item.file_name, size, 190, 4)),
                Cell([size_words(item.bytes)]),
            ]
        )
    return blocks


def _ref(piece: Piece) -> Cell:
    ref = piece.item.ref
    return Cell(
        [ref],
        face=BOLD,
        ink="print.link",
        target=to_front(piece),
        words=f"Front sheet of {ref}",
    )


def _observed(piece: Piece) -> str:
    """Return what the index says of an observation: by whom, and the signature word."""
    observer = f": {fonts.clean(piece.item.observer)}" if piece.item.observer.strip() else ""
    return f"observation{observer}; signature: {signature_words(piece).lower()}"


def draw_apart(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_apart` composed."""
    title = apart_title(book)
    heading(sheet, title)
    draw_pages(sheet, book, title, pages, UNDER_HEADING)


def compose_record(book: Book) -> list[list[Block]]:
    """Return the last pages: the bundle's number, and the checksum of every original (D18)."""
    plan, size = book.plan, book.note_size
    blocks: list[Block] = []
    facts = [f"Bundle {plan.bundle_id}", f"built {plan.built_words}"]
    if plan.app:
        facts.append(f"with {plan.app}")
    blocks += paragraph(" · ".join(facts), face=BOLD)
    blocks += paragraph(
        "SHA-256 checksums of the original files, which the apprentice holds. The pages here are "
        "copies of them.",
        gap=6,
    )
    table = Table(
        (
            Column("Piece", LEFT, 32),
            Column("File", LEFT + 38, 140),
            Column("SHA-256 of the original", LEFT + 188, WIDTH - 188),
        ),
        size=size,
    )
    blocks.append(table.head(gap=8))
    for piece in book.pieces:
        item = piece.item
        blocks += table.row(
            [
                Cell([item.ref], face=BOLD),
                Cell(fonts.short_lines(item.file_name or item.title, size, 140, 2)),
                Cell(fonts.wrap(item.sha256, REGULAR, size, WIDTH - 188)),
            ]
        )
    for paper in book.papers:
        if paper.shapes:
            name = fonts.short_lines(paper.name, size, 140, 2)
            sha256 = fonts.wrap(paper.plan.sha256, REGULAR, size, WIDTH - 188)
            blocks += table.row([Cell(["–"]), Cell(name), Cell(sha256)])
    return paginate(blocks, first=headed(book), room=room(book))


def draw_record(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_record` composed."""
    heading(sheet, RECORD)
    draw_pages(sheet, book, RECORD, pages, UNDER_HEADING)
