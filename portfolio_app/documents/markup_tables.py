"""Tables of web markup: those that hold data stay tables, those that lay out are taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from portfolio_app.domain.simple import Block, Cell, Paragraph, Style, Table

_LONGEST_CELL = 1_200  # characters; a longer one is a column of a page, not a datum
_MOST_PARAGRAPHS = 12
_MOST_COLUMNS = 40


@dataclass(slots=True)
class _Box:
    """One cell while it is read."""

    span: int = 1
    is_head: bool = False
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """One table while it is read. ``is_layout``: it says of itself that it holds no data."""

    is_layout: bool = False
    rows: list[list[_Box]] = field(default_factory=list)
    is_in_cell: bool = False

    def begin_row(self) -> None:
        """Begin a row; what comes before its first cell belongs to none."""
        self.rows.append([])
        self.is_in_cell = False

    def begin_cell(self, span: str, *, is_head: bool) -> None:
        """Begin a cell that spans so many columns."""
        if not self.rows:
            self.rows.append([])
        columns = int(span) if span.isdecimal() and len(span) < 3 else 1
        self.rows[-1].append(_Box(min(max(columns, 1), _MOST_COLUMNS), is_head))
        self.is_in_cell = True

    def end_cell(self) -> None:
        """End the cell that is open."""
        self.is_in_cell = False

    def put(self, block: Block) -> None:
        """Put a block into the open cell."""
        self.rows[-1][-1].blocks.append(block)


def table_blocks(frame: Frame) -> Iterator[Block]:
    """Yield a table that holds data as one block, and of any other its cells' blocks in order."""
    rows = [row for row in frame.rows if any(box.blocks for box in row)]
    if not rows:
        return
    if frame.is_layout or not _holds_data(rows):
        for row in rows:
            for box in row:
                yield from box.blocks
        return
    heads = 0
    for row in rows:
        if not all(box.is_head for box in row if box.blocks):
            break
        heads += 1
    yield Table(tuple(tuple(_cell(box) for box in row) for row in rows), min(heads, 3))


def _holds_data(rows: list[list[_Box]]) -> bool:
    boxes = [box for row in rows for box in row]
    if any(not isinstance(block, Paragraph) for box in boxes for block in box.blocks):
        return False  # pictures or tables inside: it lays out a page
    if any(block.style is Style.HEADING for box in boxes for block in _paragraphs(box)):
        return False
    if any(len(box.blocks) > _MOST_PARAGRAPHS or _length(box) > _LONGEST_CELL for box in boxes):
        return False
    wide = [row for row in rows if sum(bool(box.blocks) for box in row) > 1]
    widest = max(sum(box.span for box in row) for row in rows)
    return len(wide) * 2 >= len(rows) and bool(wide) and widest <= _MOST_COLUMNS


def _paragraphs(box: _Box) -> list[Paragraph]:
    return [block for block in box.blocks if isinstance(block, Paragraph)]


def _length(box: _Box) -> int:
    return sum(len(each.text) for each in _paragraphs(box))


def _cell(box: _Box) -> Cell:
    found = tuple(
        Paragraph(each.runs, each.style, each.level, each.marker) for each in _paragraphs(box)
    )
    return Cell(found, box.span, _is_number("".join(each.text for each in found)))


def _is_number(words: str) -> bool:
    bare = (
        words.strip().lstrip("£$€-\N{MINUS SIGN}(").rstrip("%)").replace(",", "").replace(" ", "")
    )
    return bool(bare) and bare.replace(".", "", 1).isdecimal()
