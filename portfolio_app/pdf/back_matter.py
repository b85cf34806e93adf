"""What comes after the evidence: index by KSB, declarations, files apart, the bundle's record."""

from __future__ import annotations

from portfolio_app.domain.bundle import PlanKsb
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book, Passage
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
from portfolio_app.pdf.frame import LEFT, MM, RIGHT, TOP, WIDTH, end_page, heading, ink_of, shape
from portfolio_app.pdf.front_matter import HEADED, to_front
from portfolio_app.pdf.front_sheet import passage_words
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.pdf.slip_page import size_words

INDEX = "Index by KSB"
DECLARATIONS = "Declarations"
APART = "Files supplied separately"
RECORD = "About this document"

_QUOTE_WORDS = 25
_DECLARED = (
    (
        "Apprentice",
        "I confirm this evidence is my own work, or shows my own part in shared work as described.",
    ),
    ("Employer", "I confirm the evidence is valid and attributable to the apprentice."),
)


def compose_index(book: Book) -> list[list[Block]]:
    """Return the index: each KSB's statement, then every passage that is claimed to show it."""
    blocks: list[Block] = []
    if book.plan.notice:
        blocks += paragraph(book.plan.notice, face=BOLD, size=9)
    for ksb in book.ksbs.values():
        head = _ksb_head(ksb)
        head.gap = 17 if blocks else 0
        blocks.append(head)
        blocks += paragraph(ksb.text, keep=True, x=LEFT + 16, wide=WIDTH - 16)
        table = Table(
            (
                Column("Page", LEFT + 16, 34),
                Column("Piece", LEFT + 54, 36),
                Column("Passage", LEFT + 94, WIDTH - 94),
            )
        )
        passages = book.passages[ksb.uid]
        if not passages:
            blocks.append(space(3))
            blocks += paragraph(
                "No passage in this portfolio."
                if ksb.in_discussion
                else "No passage is needed here.",
                size=9,
                ink="print.muted",
                x=LEFT + 16,
            )
            continue
        blocks.append(table.head(gap=2))
        rows = [_passage_row(table, passage) for passage in passages]
        blocks += rows
    return paginate(blocks, first=HEADED)


def draw_index(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_index` composed."""
    heading(sheet, INDEX)
    draw_pages(sheet, book, INDEX, pages, TOP - 50)


def _ksb_head(ksb: PlanKsb) -> Block:
    method = fonts.clean(ksb.method)
    size = 12.0

    def draw(sheet: Sheet, y: float) -> None:
        base = y - size
        with sheet.artifact():
            shape(sheet, ksb.kind, LEFT + 5, base + 4.2, 9)
        room = WIDTH - 16 - fonts.width(method, REGULAR, 9) - 12
        code = fonts.fit(fonts.clean(ksb.code), BOLD, size, room * 0.6)
        with sheet.mark(Node("H2")):
            sheet.text(LEFT + 16, base, code, BOLD, size, ink_of(ksb.kind))
            x = LEFT + 24 + fonts.width(code, BOLD, size)
            short = fonts.clean(ksb.short)
            if short and short != fonts.clean(ksb.code):
                short = fonts.fit(short, BOLD, size, room - (x - LEFT - 16))
                sheet.text(x, base, short, BOLD, size)
        with sheet.mark(Node("P")):
            sheet.right(RIGHT, base, method, REGULAR, 9, "print.muted")

    return Block(size * 1.5, draw, keep=True, name=ksb.uid)


def _passage_row(table: Table, passage: Passage) -> Block:
    piece, claim = passage.piece, passage.claim
    words = passage_words(claim, _QUOTE_WORDS)
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


def draw_declarations(sheet: Sheet, book: Book) -> None:
    """Draw the two statements with room to sign, each said to be not signed."""
    y = heading(sheet, DECLARATIONS)
    for number, (who, statement) in enumerate(_DECLARED):
        y -= 34 if number else 18
        with sheet.mark(Node("H2")):
            sheet.text(LEFT, y, who, BOLD, 14)
        y -= 22
        node = Node("P")
        for line in fonts.wrap(statement, REGULAR, 11, WIDTH):
            with sheet.mark(node):
                sheet.text(LEFT, y, line, REGULAR, 11)
            y -= 15
        name = book.plan.apprentice if not number else ""
        half = (WIDTH - 26) / 2
        y -= 24
        _line_to_fill(sheet, LEFT, y, half, "Name", name)
        _line_to_fill(sheet, LEFT + half + 26, y, half, "Role", "")
        y -= 30
        box = (LEFT, y - 22 * MM, LEFT + 80 * MM, y)
        with sheet.artifact():
            sheet.box(box, line="print.rule", weight=0.9)
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y + 5, "Signature", REGULAR, 9, "print.muted")
        _line_to_fill(sheet, LEFT + half + 26, box[1] + 14, half, "Date", "")
        y = box[1] - 15
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y, "Not signed", BOLD, 10)
    end_page(sheet, book, DECLARATIONS)


def _line_to_fill(sheet: Sheet, x: float, y: float, wide: float, label: str, value: str) -> None:
    with sheet.mark(Node("P")):
        sheet.text(x, y + 19, label, REGULAR, 9, "print.muted")
        if value.strip():
            sheet.text(x, y + 3, fonts.fit(fonts.clean(value), BOLD, 12, wide), BOLD, 12)
    with sheet.artifact():
        sheet.rule(x, y - 2, x + wide, "print.rule", 0.8)


def compose_apart(book: Book) -> list[list[Block]]:
    """Return the list of files that have no pages here; nothing when every piece has pages."""
    apart = [piece for piece in book.pieces if not piece.shapes]
    if not apart:
        return []
    table = Table(
        (
            Column("Piece", LEFT, 34),
            Column("Title", LEFT + 38, 130),
            Column("File", LEFT + 176, 110),
            Column("Size", LEFT + 290, 42, right=True),
            Column("Why", LEFT + 346, WIDTH - 346),
        )
    )
    blocks = paragraph(
        "These pieces cannot be shown as pages. Each has a front sheet and a slip page instead.",
    )
    blocks.append(table.head(gap=8))
    for piece in apart:
        item = piece.item
        blocks.append(
            table.row(
                [
                    Cell(
                        [item.ref],
                        face=BOLD,
                        ink="print.link",
                        target=to_front(piece),
                        words=f"Front sheet of {item.ref}",
                    ),
                    Cell(fonts.short_lines(item.title, 9, 130, 3)),
                    Cell(fonts.short_lines(item.file_name, 9, 110, 4)),
                    Cell([size_words(item.bytes)]),
                    Cell(fonts.short_lines(item.slip, 9, WIDTH - 346, 8)),
                ]
            )
        )
    return paginate(blocks, first=HEADED)


def draw_apart(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_apart` composed."""
    heading(sheet, APART)
    draw_pages(sheet, book, APART, pages, TOP - 50)


def compose_record(book: Book) -> list[list[Block]]:
    """Return the last pages: the bundle's number, and the checksum of every original (D18)."""
    plan = book.plan
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
        size=8,
    )
    blocks.append(table.head(gap=8))
    for piece in book.pieces:
        item = piece.item
        blocks.append(
            table.row(
                [
                    Cell([item.ref], face=BOLD),
                    Cell(fonts.short_lines(item.file_name or item.title, 8, 140, 2)),
                    Cell(fonts.wrap(item.sha256, REGULAR, 8, WIDTH - 188)),
                ]
            )
        )
    return paginate(blocks, first=HEADED)


def draw_record(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_record` composed."""
    heading(sheet, RECORD)
    draw_pages(sheet, book, RECORD, pages, TOP - 50)
