"""The slip page of a piece that cannot be shown as pages: what it is, and where its file is."""

from __future__ import annotations

from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import BODY, Book, Piece
from portfolio_app.pdf.flow import Block, paragraph
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.frame import LEFT, RIGHT, WIDTH, bottom
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.pdf.stamped_pages import draw_stamp, end_framed_page, look_of_slip

HELD = "Original held by the apprentice; can be inspected"
ON_REQUEST = "Not supplied with this PDF; the apprentice has it and can show it on request"

_LABEL = 70.0  # points, of the column of labels
_WIDE = WIDTH - 48
_MOST = 6  # lines of one fact
_NO_REASON = "The file cannot be shown as pages."
_SEPARATE = 8.0


def draw_slip(sheet: Sheet, book: Book, piece: Piece) -> None:
    """Draw it, with the stamp of an evidence page."""
    look = look_of_slip(book)
    ksbs = book.codes(piece.claimed)
    draw_stamp(sheet, book, piece, ["no pages to show"], ksbs, look)
    top = look.stamp[1] - 14
    blocks: list[Block] = []
    high = 0.0
    for most in range(_MOST, 0, -1):  # it is one page, whatever the title is
        blocks = _blocks(book, piece, most)
        high = sum(block.gap + block.height for block in blocks)
        if high + 20 <= top - bottom(book):
            break
    gap = min(1.0, max((top - 16 - bottom(book) - high) / 100, 0))
    low = top - high - 16 - 18 * gap
    with sheet.artifact():
        sheet.box((LEFT, low, RIGHT, top), line="print.rule", weight=0.8, radius=5)
    y = top - 8 - 10 * gap
    for number, block in enumerate(blocks):
        y -= block.gap if number else 0
        block.draw(sheet, y)
        y -= block.height
    end_framed_page(sheet, book, piece.name, look)


def _blocks(book: Book, piece: Piece, most: int) -> list[Block]:
    item = piece.item
    inside = LEFT + 24
    blocks = paragraph(
        "This piece is not shown as pages", face=BOLD, size=18, tag="H3", x=inside, wide=_WIDE
    )
    why = fonts.short_lines(item.slip or _NO_REASON, BODY, _WIDE, most + 1)
    blocks += paragraph(" ".join(why), x=inside, wide=_WIDE, gap=6)
    size = size_words(item.bytes) if item.bytes else ""
    what = [("Type", item.kind, 2), ("Date", item.date, 2), ("Size", size, 1)]
    if book.is_large:
        words = " · ".join(fonts.clean(each) for _, each, _ in what if each.strip())
        what = [("What it is", words, 2)]
    for label, value, lines in (
        ("Title", item.title, most),
        *what,
        ("File", item.file_name, most),
        ("Where", where_words(piece), _MOST),
    ):
        blocks += _fact(label, fonts.clean(value), lines)
    words = f"The checksum (SHA-256) of the original is on page {book.sections['record']}."
    return [*blocks, *paragraph(words, x=inside, wide=_WIDE, gap=12)]


def where_words(piece: Piece) -> str:
    """Return where the file of a piece is: in the bundle folder, or with the apprentice."""
    if piece.item.held:
        return HELD
    if piece.item.supplied:
        return f"In the bundle folder: {piece.item.supplied}"
    return ON_REQUEST


def _fact(label: str, value: str, most: int) -> list[Block]:
    lines = fonts.short_lines(value, BODY, _WIDE - _LABEL, most)
    if not lines:
        return []
    blocks = paragraph(" ".join(lines), x=LEFT + 24 + _LABEL, wide=_WIDE - _LABEL)
    draw_text = blocks[0].draw

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT + 24, y - BODY, label, BOLD, BODY, "print.muted")
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
