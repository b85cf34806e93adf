"""Text and tables over as many pages as they need: composed first, numbered, then drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import BODY, Book
from portfolio_app.pdf.fonts import REGULAR
from portfolio_app.pdf.frame import BOTTOM, LEFT, TOP, WIDTH, end_page
from portfolio_app.pdf.sheet import Node, Sheet

LEADING = 1.38


@dataclass(slots=True)
class Block:
    """A strip of a page: its height in points and how to draw it from its top ``y`` downwards.

    ``gap`` is left free above it except at the head of a page. ``keep``: never the last on a page.
    ``again`` is drawn first where this block opens a page: a table's head.
    """

    height: float
    draw: Callable[[Sheet, float], None]
    gap: float = 0
    keep: bool = False
    again: Block | None = None
    name: str = ""  # what can be found by :func:`places`


def places(
    pages: Sequence[Sequence[Block]], start: int, top: float = TOP
) -> dict[str, tuple[int, float]]:
    """Return on which page, and how high on it, each named block lies; the first is ``start``."""
    found: dict[str, tuple[int, float]] = {}
    for number, blocks in enumerate(pages):
        y = top if not number else TOP
        for index, block in enumerate(blocks):
            y -= block.gap if index else 0
            if block.name:
                found.setdefault(block.name, (start + number, y))
            y -= block.height
    return found


def paginate(
    blocks: Sequence[Block], *, first: float = TOP - BOTTOM, room: float = TOP - BOTTOM
) -> list[list[Block]]:
    """Return the blocks page by page; ``first`` points are free on the first page."""
    pages: list[list[Block]] = [[]]
    free = first
    at = 0
    while at < len(blocks):
        end = at
        while end + 1 < len(blocks) and blocks[end].keep:
            end += 1
        group = blocks[at : end + 1]
        opens = not pages[-1]
        need = sum(b.gap + b.height for b in group) - (group[0].gap if opens else 0)
        if need > free and not opens:
            pages.append([])
            free = room
            opens = True
        if opens and len(pages) > 1 and group[0].again is not None:
            pages[-1].append(group[0].again)
            free -= group[0].again.height
        for block in group:
            gap = 0 if not pages[-1] else block.gap
            if block.height + gap > free and pages[-1]:  # a group taller than a page is cut
                pages.append([])
                free, gap = room, 0
            pages[-1].append(block)
            free -= block.height + gap
        at = end + 1
    return pages


def draw_pages(
    sheet: Sheet, book: Book, section: str, pages: Sequence[Sequence[Block]], top: float = TOP
) -> None:
    """Draw composed pages; the first begins at ``top``."""
    for blocks in pages:
        y = top
        for number, block in enumerate(blocks):
            y -= block.gap if number else 0
            block.draw(sheet, y)
            y -= block.height
        top = TOP
        end_page(sheet, book, section)


def paragraph(
    text: str,
    *,
    face: str = REGULAR,
    size: float = BODY,
    ink: str = "print.ink",
    x: float = LEFT,
    wide: float = WIDTH,
    gap: float = 0,
    tag: str = "P",
    keep: bool = False,
    up: Node | None = None,
) -> list[Block]:
    """Return a paragraph, line by line. Line ends in the text begin new paragraphs."""
    blocks: list[Block] = []
    for number, part in enumerate(text.splitlines()):
        node = Node(tag, up)
        lines = fonts.wrap(fonts.clean(part), face, size, wide)
        for index, line in enumerate(lines):
            above = gap if not blocks else size * 0.5 if not index and number else 0

            def draw(sheet: Sheet, y: float, line: str = line, node: Node = node) -> None:
                with sheet.mark(node):
                    sheet.text(x, y - size, line, face, size, ink)

            # No single first line at the foot of a page, no single last one at its head.
            alone = len(lines) > 1 and index in (0, len(lines) - 2)
            blocks.append(Block(size * LEADING, draw, above, keep or alone))
    return blocks


def late_paragraph(
    say: Callable[[], str], widest: str, *, face: str = REGULAR, gap: float = 0
) -> list[Block]:
    """Return a paragraph whose page numbers are known late; ``widest`` is the room it keeps."""
    lines = fonts.wrap(fonts.clean(widest), face, BODY, WIDTH)
    node = Node("P")

    def draw(sheet: Sheet, y: float) -> None:
        for line in fonts.wrap(fonts.clean(say()), face, BODY, WIDTH):
            with sheet.mark(node):
                sheet.text(LEFT, y - BODY, line, face, BODY)
            y -= BODY * LEADING

    return [Block(len(lines) * BODY * LEADING, draw, gap)]


def space(height: float, *, keep: bool = False) -> Block:
    """Return an empty strip."""
    return Block(height, lambda _sheet, _y: None, keep=keep)
