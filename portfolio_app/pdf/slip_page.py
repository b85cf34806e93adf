"""The slip page of a piece that cannot be shown as pages: what it is, and where its file is."""

from __future__ import annotations

from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book, Piece
from portfolio_app.pdf.flow import Block, paragraph
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.frame import LEFT, RIGHT, WIDTH, bottom, end_page
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.pdf.stamped_pages import draw_stamp, end_framed_page, look_of_slip

HELD = "Original held by the apprentice; can be inspected"
ON_REQUEST = "Not supplied with this PDF; the apprentice has it and can show it on request"

_LABEL = 70.0  # points, of the column of labels
_WIDE = WIDTH - 48
_MOST = 6  # lines of one fact: the page is one page
_MOST_LARGE = 2
_SEPARATE = 8.0


def draw_slip(sheet: Sheet, book: Book, piece: Piece) -> None:
    """Draw it, with the stamp of an evidence page."""
    item = piece.item
    look = look_of_slip(book)
    ksbs = book.codes(piece.claimed)
    draw_stamp(sheet, book, piece, ["no pages to show"], ksbs, look)
    top = look.stamp[1] - 14
    blocks = paragraph(
        "This piece is not shown as pages", face=BOLD, size=18, tag="H3", x=LEFT + 24, wide=_WIDE
    )
    blocks += paragraph(
        item.slip or "The file cannot be shown as pages.", x=LEFT + 24, wide=_WIDE, gap=6
    )
    for label, value in (
        ("Title", item.title),
        ("Type", item.kind),
        ("Date", item.date),
        ("File", item.file_name),
        ("Size", size_words(item.bytes) if item.bytes else ""),
        ("Where", where_words(piece)),
    ):
        blocks += _fact(label, fonts.clean(value), _MOST_LARGE if book.is_large else _MOST)
    blocks += paragraph(
        f"The checksum (SHA-256) of the original is on page {book.sections['record']}.",
        x=LEFT + 24,
        wide=_WIDE,
        gap=14,
    )
    high = sum(block.gap + block.height for block in blocks) - blocks[0].gap
    gap = min(1.0, max((top - 16 - bottom(book) - high) / 100, 0))
    low = top - high - 16 - 18 * gap
    with sheet.artifact():
        sheet.box((LEFT, low, RIGHT, top), line="print.rule", weight=0.8, radius=5)
    y = top - 8 - 10 * gap
    for number, block in enumerate(blocks):
        y -= block.gap if number else 0
        block.draw(sheet, y)
        y -= block.height
    if book.is_large:
        end_page(sheet, book, piece.name)
    else:
        end_framed_page(sheet, book, piece.name)


def where_words(piece: Piece) -> str:
    """Return where the file of a piece is: in the bundle folder, or with the apprentice."""
    if piece.item.held:
        return HELD
    if piece.item.supplied:
        return f"In the bundle folder: {piece.item.supplied}"
    return ON_REQUEST


def _fact(label: str, value: str, most: int) -> list[Block]:
    lines = fonts.short_lines(value, 10.5, _WIDE - _LABEL, most)
    if not lines:
        return []
    blocks = paragraph(" ".join(lines), x=LEFT + 24 + _LABEL, wide=_WIDE - _LABEL)
    draw_text = blocks[0].draw

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT + 24, y - 10.5, label, BOLD, 10.5, "print.muted")
        draw_text(sheet, y)

    blocks[0].draw = draw
    blocks[0].gap = _SEPARATE
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
