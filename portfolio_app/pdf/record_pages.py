"""The last pages: the bundle's number, and the checksum of every original."""

from __future__ import annotations

from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book
from portfolio_app.pdf.flow import Block, draw_pages, paginate, paragraph
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    LEFT,
    UNDER_HEADING,
    WIDTH,
    headed,
    heading,
    room,
)
from portfolio_app.pdf.sheet import Sheet
from portfolio_app.pdf.tables import Cell, Column, Table

TITLE = "About this document"


def compose(book: Book) -> list[list[Block]]:
    """Return the last pages: the bundle's number, and the checksum of every original."""
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


def draw(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose` composed."""
    heading(sheet, TITLE)
    draw_pages(sheet, book, TITLE, pages, UNDER_HEADING)
