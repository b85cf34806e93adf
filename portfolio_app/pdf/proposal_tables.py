"""Tables of the proposal over as many pages as they need, tagged, their heads repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portfolio_app.domain.column_widths import shares
from portfolio_app.pdf import fonts
from portfolio_app.pdf.flow import Block
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.proposal_flow import LEFT, RIGHT, ROOM, WIDTH, Strip
from portfolio_app.pdf.sheet import Node, Sheet, Target

SIZE = 9.0
_LEADING = SIZE * 1.3
_PAD, _ABOVE = 4.5, 3.2  # points beside and above the words of a cell
_TOGETHER = 8  # rows of a table that is never divided
_TALLEST = 200.0  # points: a row that is higher is drawn in parts
_PART = 12  # lines of such a part


@dataclass(frozen=True, slots=True)
class Linked:
    """A line of a cell that leads somewhere."""

    words: str
    target: Callable[[], Target]


@dataclass(frozen=True, slots=True)
class Grid:
    """What stands in a table. Cells are words, or lines that lead somewhere.

    ``right`` are columns of figures, ``totals`` rows that were worked out.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str | Sequence[Linked]]]
    right: frozenset[int] = frozenset()
    totals: frozenset[int] = frozenset()
    about: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    wide: float
    right: bool


_Cell = list[str | Linked]  # lines


def table(grid: Grid, node: Node, *, keep: bool = False) -> list[Block]:
    """Return the strips of a table; ``keep`` its last row with what follows."""
    plain = [[_plain(cell) for cell in row] for row in grid.rows]
    parts = shares(grid.columns, plain)
    columns: list[_Column] = []
    x = LEFT
    for place, part in enumerate(parts):
        columns.append(_Column(x + _PAD, max(WIDTH * part - 2 * _PAD, 8.0), place in grid.right))
        x += WIDTH * part
    node.about = grid.about
    head = [
        _lines(each, column.wide, BOLD) for each, column in zip(grid.columns, columns, strict=True)
    ]
    high = max(map(len, head), default=1) * _LEADING + 2 * _ABOVE
    again = Block(high, lambda sheet, y: _draw_head(sheet, y, columns, head, high, None))
    strips: list[Block] = [
        Strip(high, lambda sheet, y: _draw_head(sheet, y, columns, head, high, node), keep=True)
    ]
    stays = len(grid.rows) <= _TOGETHER
    for number, row in enumerate(grid.rows):
        is_last = number == len(grid.rows) - 1
        face = BOLD if number in grid.totals else REGULAR
        cells = [_lines(cell, column.wide, face) for cell, column in zip(row, columns, strict=True)]
        made = _row(node, columns, cells, face, again, is_last=is_last)
        for strip in made:
            strip.keep = keep if is_last else stays
        strips += made
    if sum(each.height for each in strips) > ROOM * 0.8:
        for strip in strips[1:-1]:
            strip.keep = False
    return strips


def _plain(cell: str | Sequence[Linked]) -> str:
    return cell if isinstance(cell, str) else "\n".join(each.words for each in cell)


def _lines(cell: str | Sequence[Linked], wide: float, face: str) -> _Cell:
    if not isinstance(cell, str):
        return list(cell)
    found: _Cell = []
    for part in cell.split("\n"):
        found += fonts.wrap(fonts.clean(part), face, SIZE, wide) or ([""] if found else [])
    return found


def _row(
    node: Node, columns: Sequence[_Column], cells: Sequence[_Cell], face: str, again: Block, *,
    is_last: bool,
) -> list[Block]:  # fmt: skip
    element = Node("TR", node)
    nodes = [Node("TD", element) for _ in cells]
    most = max(map(len, cells), default=1) or 1
    step = most if most * _LEADING <= _TALLEST else _PART
    found: list[Block] = []
    for start in range(0, most, step):
        some = [cell[start : start + step] for cell in cells]
        ends = start + step >= most
        lines = max(max(map(len, some), default=1), 1)
        above, below = _ABOVE if not start else 0.0, _ABOVE if ends else 0.0
        high = lines * _LEADING + above + below

        def draw(
            sheet: Sheet,
            y: float,
            some: list[_Cell] = some,
            high: float = high,
            above: float = above,
            ends: bool = ends,  # noqa: FBT001 - of this part
        ) -> None:
            if face == BOLD:
                with sheet.artifact():
                    sheet.rule(LEFT, y, RIGHT, "print.ink", 0.7)
            for column, lines, cell in zip(columns, some, nodes, strict=True):
                _draw_cell(sheet, column, lines, y - above, cell, face)
            if ends:
                with sheet.artifact():
                    ink, weight = ("print.ink", 0.9) if is_last else ("print.hairline", 0.5)
                    sheet.rule(LEFT, y - high, RIGHT, ink, weight)

        found.append(Strip(high, draw, again=again))
    return found


def _draw_cell(
    sheet: Sheet, column: _Column, lines: _Cell, y: float, node: Node, face: str
) -> None:
    if not any(lines):
        sheet.blank(node)
        return
    y -= SIZE
    for line in lines:
        words = line if isinstance(line, str) else line.words
        x = column.x
        if column.right:
            x += column.wide - fonts.width(words, face, SIZE)
        if isinstance(line, str):
            if words:
                with sheet.mark(node):
                    sheet.text(x, y, words, face, SIZE)
        else:
            rect = (x - 1, y - SIZE * 0.3, x + fonts.width(words, face, SIZE) + 1, y + SIZE)
            with sheet.within(node), sheet.link(rect, line.target(), f"Go to {words}"):
                sheet.text(x, y, words, face, SIZE, "print.link")
        y -= _LEADING


def _draw_head(
    sheet: Sheet, y: float, columns: Sequence[_Column], head: Sequence[_Cell], high: float,
    node: Node | None,
) -> None:  # fmt: skip
    """Draw the row of titles; without an element, as it is repeated on later pages."""
    with sheet.artifact():
        sheet.box((LEFT, y - high, RIGHT, y), fill="print.band")
        sheet.rule(LEFT, y, RIGHT, "print.ink", 0.9)
        sheet.rule(LEFT, y - high, RIGHT, "print.ink", 0.9)
    row = Node("TR", node) if node is not None else None
    for column, lines in zip(columns, head, strict=True):
        if row is None:
            with sheet.artifact():
                _draw_title(sheet, column, lines, y)
            continue
        cell = Node("TH", row, scope="Column")
        if not any(lines):
            sheet.blank(cell)
            continue
        with sheet.mark(cell):
            _draw_title(sheet, column, lines, y)


def _draw_title(sheet: Sheet, column: _Column, lines: _Cell, y: float) -> None:
    y -= _ABOVE + SIZE
    for line in lines:
        words = line if isinstance(line, str) else line.words
        x = column.x
        if column.right:
            x += column.wide - fonts.width(words, BOLD, SIZE)
        sheet.text(x, y, words, BOLD, SIZE)
        y -= _LEADING
