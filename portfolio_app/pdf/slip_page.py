"""The slip page of a piece that cannot be shown as pages: what it is, and why it is not here."""

from __future__ import annotations

from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book, Piece
from portfolio_app.pdf.flow import (
    Block,
    paragraph,
)
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.frame import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
)
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.pdf.stamped_pages import draw_stamp, end_stamped_page


def draw_slip(sheet: Sheet, book: Book, piece: Piece) -> None:
    """Draw it, with the stamp of an evidence page."""
    item = piece.item
    draw_stamp(sheet, book, piece, "no pages to show", book.codes(piece.claimed))
    y = TOP - 60
    with sheet.mark(Node("H3")):
        sheet.text(LEFT + 24, y, "This piece is not shown as pages", BOLD, 18)
    blocks = paragraph(
        item.slip or "The file cannot be shown as pages.", x=LEFT + 24, wide=WIDTH - 48
    )
    for label, value in (
        ("Title", item.title),
        ("Type", item.kind),
        ("Date", item.date),
        ("File", item.file_name),
        ("Size", size_words(item.bytes) if item.bytes else ""),
    ):
        if value:
            blocks += _slip_row(label, fonts.clean(value))
    blocks += paragraph(
        "The file is supplied separately, or can be inspected on request. Its SHA-256 checksum is "
        f"on page {book.sections['record']}.",
        x=LEFT + 24,
        wide=WIDTH - 48,
        gap=16,
    )
    y -= 16
    top = TOP - 26
    end = y - sum(block.gap + block.height for block in blocks) - 22
    with sheet.artifact():
        sheet.box((LEFT, max(end, BOTTOM), RIGHT, top), line="print.rule", weight=0.8, radius=5)
    for block in blocks:
        y -= block.gap
        if y - block.height < BOTTOM:
            break
        block.draw(sheet, y)
        y -= block.height
    end_stamped_page(sheet, book, piece)


def _slip_row(label: str, value: str) -> list[Block]:
    blocks = paragraph(value, x=LEFT + 94, wide=WIDTH - 118)[:6]
    if not blocks:
        return []
    draw_text = blocks[0].draw

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT + 24, y - 10.5, label, BOLD, 10, "print.muted")
        draw_text(sheet, y)

    blocks[0].draw = draw
    blocks[0].gap = 9
    return blocks


def size_words(size: int) -> str:
    """Return a size in bytes as people say it."""
    if size < 1000:
        return f"{size} bytes"
    for unit in ("kB", "MB", "GB"):
        size_f = size / 1000
        if size_f < 1000 or unit == "GB":
            return f"{size_f:.0f} {unit}" if size_f >= 10 else f"{size_f:.1f} {unit}"
        size = round(size_f)
    raise AssertionError
