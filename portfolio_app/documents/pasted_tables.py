"""Tables of pasted markup: those of data become tables, those that lay out are taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind, Table, TableKind
from portfolio_app.domain.pasted_draft import LeftOut

MOST_ROWS = 400
MOST_COLUMNS = 30
_LONGEST_CELL = 3_000  # characters; a longer one is a part of a page, not a datum
_MOST_PARAGRAPHS = 30
_WIDEST_SPAN = 100
_NOTE = "\x02"  # pasted words hold no such character


@dataclass(slots=True)
class _Box:
    """One cell while it is read: what it holds, and how many columns and rows it spans."""

    columns: int = 1
    rows: int = 1
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(filter(None, (_words(each).strip() for each in self.blocks)))


@dataclass(slots=True)
class Frame:
    """One table while it is read. ``is_layout``: it says of itself that it holds no data."""

    is_layout: bool = False
    caption: str = ""
    rows: list[list[_Box]] = field(default_factory=list)
    is_in_cell: bool = False
    holds_table: bool = False

    @property
    def is_full(self) -> bool:
        """Whether further rows would not be kept however short they are."""
        return len(self.rows) > 2 * MOST_ROWS

    def begin_row(self) -> None:
        """Begin a row; what comes before its first cell belongs to none."""
        self.rows.append([])
        self.is_in_cell = False

    def begin_cell(self, told: Mapping[str, str]) -> None:
        """Begin a cell."""
        if not self.rows:
            self.rows.append([])
        columns, rows = (_span(told.get(name, "")) for name in ("colspan", "rowspan"))
        self.rows[-1].append(_Box(columns, rows))
        self.is_in_cell = True

    def end_cell(self) -> None:
        """End the cell that is open."""
        self.is_in_cell = False

    def put(self, block: Block) -> None:
        """Put a block into the open cell."""
        self.rows[-1][-1].blocks.append(block)
        self.holds_table = self.holds_table or block.table is not None


def table_blocks(frame: Frame, left: LeftOut) -> Iterator[Block]:
    """Yield a table that holds data as one block, and of any other its cells' blocks in order."""
    rows = [row for row in frame.rows if row]
    if frame.is_layout or frame.holds_table or not _holds_data(rows):
        left.tables += max(map(len, rows), default=0) > 1
        for row in rows:
            for box in row:
                yield from box.blocks
        return
    pictures = [
        each for row in rows for box in row for each in box.blocks
        if each.kind is BlockKind.FIGURE
    ]  # fmt: skip
    grid = _grid(rows, left)
    caption = frame.caption
    first = next(([box for box in row if box.text] for row in rows if any(b.text for b in row)), [])
    if len(grid) > 2 and not caption and len(first) == 1 and grid[0][0] == first[0].text:
        caption, grid = grid[0][0], grid[1:]  # a line over all columns that says what it is
    if not grid:
        yield from pictures
        return
    heads, *body = grid
    if not body:
        heads, body = ("",) * len(heads), [heads]
    yield Block(
        "",
        BlockKind.TABLE,
        table=Table(TableKind.PLAIN, caption, columns=tuple(heads), rows=tuple(map(tuple, body))),
    )
    yield from pictures


def _grid(rows: list[list[_Box]], left: LeftOut) -> list[tuple[str, ...]]:
    """Return the words of all cells in rows of equal length, without empty rows and columns."""
    covered: dict[tuple[int, int], str] = {}
    lines: list[list[str]] = []
    for at, row in enumerate(rows[: MOST_ROWS + 1]):
        line: list[str] = []
        for box in row:
            while (at, len(line)) in covered:
                line.append("")
            left.merged += box.columns > 1 or box.rows > 1
            place = len(line)
            line.append(box.text)
            line += [box.text if not lines else ""] * (box.columns - 1)  # a head over several
            for below in range(1, min(box.rows, len(rows) - at)):
                for beside in range(box.columns):
                    covered[at + below, place + beside] = ""
        lines.append(line)
    left.rows += max(0, len(rows) - MOST_ROWS - 1)
    width = max(map(len, lines), default=0)
    full = [[*line, *[""] * (width - len(line))] for line in lines if any(line)]
    kept = [column for column in range(width) if any(line[column] for line in full)]
    left.columns += max(0, len(kept) - MOST_COLUMNS)
    return [tuple(line[column] for column in kept[:MOST_COLUMNS]) for line in full]


def _holds_data(rows: list[list[_Box]]) -> bool:
    boxes = [box for row in rows for box in row if box.blocks]
    if any(block.kind.level for box in boxes for block in box.blocks):
        return False
    if any(len(box.blocks) > _MOST_PARAGRAPHS or len(box.text) > _LONGEST_CELL for box in boxes):
        return False
    wide = sum(sum(bool(box.text) for box in row) > 1 for row in rows)
    filled = sum(any(box.text for box in row) for row in rows)
    return bool(wide) and wide * 2 >= filled


def _words(block: Block) -> str:
    sign = "• " if block.kind is BlockKind.BULLET else ""
    return sign + words_of(block.inlines)


def words_of(inlines: Iterable[Inline]) -> str:
    """Return the words of runs; a note's name stands between signs until its words are known."""
    return "".join(
        f"{_NOTE}{each.text}{_NOTE}" if each.kind is InlineKind.NOTE else each.text
        for each in inlines
    )


def with_notes(text: str, notes: Mapping[str, str]) -> str:
    """Return words with those of their notes in brackets: a cell or a caption has no footnotes."""
    parts = text.split(_NOTE)
    for at in range(1, len(parts), 2):
        words = notes.get(parts[at], "")
        parts[at] = f" ({words})" if words else ""
    return "".join(parts)


def table_with_notes(table: Table, notes: Mapping[str, str]) -> Table:
    """Return a table with the words of its notes where their signs stood."""
    return replace(
        table,
        caption=with_notes(table.caption, notes),
        columns=tuple(with_notes(each, notes) for each in table.columns),
        rows=tuple(tuple(with_notes(each, notes) for each in row) for row in table.rows),
    )


def _span(told: str) -> int:
    return min(max(int(told), 1), _WIDEST_SPAN) if told.isdecimal() and len(told) < 5 else 1
