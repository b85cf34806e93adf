"""The list of what is not in the PDF: files beside it, and what stays with the apprentice."""

from __future__ import annotations

from portfolio_app.domain.bundle import PlanFile
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book, Piece
from portfolio_app.pdf.contents import to_front
from portfolio_app.pdf.flow import Block, draw_pages, paginate, paragraph, space
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.frame import (
    LEFT,
    RIGHT,
    UNDER_HEADING,
    headed,
    heading,
    room,
)
from portfolio_app.pdf.how_to_read import apart_title
from portfolio_app.pdf.sheet import Sheet
from portfolio_app.pdf.slip_page import HELD, ON_REQUEST, size_words
from portfolio_app.pdf.tables import Cell, Column, Table


def compose(book: Book) -> list[list[Block]]:
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


def draw(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose` composed."""
    title = apart_title(book)
    heading(sheet, title)
    draw_pages(sheet, book, title, pages, UNDER_HEADING)
