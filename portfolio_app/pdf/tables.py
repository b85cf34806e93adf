"""Tables over as many pages as they need: their heads repeated, their very high rows divided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from portfolio_app.pdf import bits, fonts
from portfolio_app.pdf.arrange import BODY
from portfolio_app.pdf.bits import Bit
from portfolio_app.pdf.flow import Block
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.sheet import Node, Sheet, Target

_TALLEST = 200.0  # points: a row that is higher is drawn in parts
_PART = 110.0


@dataclass(slots=True)
class Cell:
    """One cell of a table: lines known now, one line known once pages are numbered, or bits."""

    lines: Sequence[str] = ()
    late: Callable[[], str] | None = None
    face: str = REGULAR
    ink: str = "print.ink"
    target: Callable[[], Target] | None = None
    words: str = ""
    paint: Callable[[Sheet, float, float], None] | None = None  # draws before the text
    indent: float = 0
    bits: Sequence[Bit] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and left edge and width in points."""

    title: str
    x: float
    wide: float
    right: bool = False


@dataclass(slots=True)
class _Row:
    """A row's element in the structure tree, that of each of its cells, and its parts."""

    node: Node
    cells: Sequence[Node]
    parts: int = 1
    drawn: int = 0


class Table:
    """A table that repeats its head on every page it reaches, and says what ``more`` it is of."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        size: float = 9,
        up: Node | None = None,
        more: str = "",
    ) -> None:
        self._more = more
        self.columns = columns
        self.size = size
        self.node = Node("Table", up)
        self._leading = size * 1.3
        self._title_size = size if size >= BODY else 8.0
        self._head = Block(size + 9, self._draw_head)
        self._above = 1.5 * self._title_size if self._meets_a_title() else 0.0
        self._again = Block(size + 9 + self._above, self._draw_head_again)

    def head(self, *, gap: float = 0) -> Block:
        """Return the row of titles."""
        self._head.gap = gap
        self._head.keep = True
        return self._head

    def row(self, cells: Sequence[Cell]) -> list[Block]:
        """Return one row, as high as its highest cell; a very high one in parts, cut by lines."""
        rows = [
            bits.rows(cell.bits, self.size, column.wide)
            for column, cell in zip(self.columns, cells, strict=True)
        ]
        high = self._height(cells, rows)
        row = _Row(Node("TR", self.node), [Node("TD") for _ in cells])
        if high <= _TALLEST:
            return [self._part(row, cells, rows, 3, high)]
        found: list[Block] = []
        texts, chips = int(_PART / self._leading), int(_PART / bits.leading(self.size))
        while True:
            some = [replace(cell, lines=cell.lines[:texts]) for cell in cells]
            few = [each[:chips] for each in rows]
            cells = [replace(c, lines=c.lines[texts:], late=None, paint=None) for c in cells]
            rows = [each[chips:] for each in rows]
            is_last = not any(cell.lines for cell in cells) and not any(rows)
            above, below = 0 if found else 3, 3 if is_last else 0
            high = self._height(some, few) - 6 + above + below
            found.append(self._part(row, some, few, above, high))
            if is_last:
                row.parts = len(found)
                return found

    def _height(self, cells: Sequence[Cell], rows: Sequence[Sequence[Sequence[Bit]]]) -> float:
        return 6 + max(
            len(some) * bits.leading(self.size) if some else max(len(cell.lines), 1) * self._leading
            for cell, some in zip(cells, rows, strict=True)
        )

    def _part(
        self,
        row: _Row,
        cells: Sequence[Cell],
        rows: Sequence[Sequence[Sequence[Bit]]],
        above: float,
        high: float,
    ) -> Block:
        def draw(sheet: Sheet, y: float) -> None:
            base = y - above - self.size
            with sheet.within(row.node):
                for column, cell, some, node in zip(
                    self.columns, cells, rows, row.cells, strict=True
                ):
                    if some:
                        with sheet.within(node):
                            bits.draw(sheet, some, column.x, base, self.size)
                    else:
                        self._draw_cell(sheet, column, cell, base, node)
            row.drawn += 1
            if row.drawn == row.parts:
                with sheet.artifact():
                    sheet.rule(self.columns[0].x, y - high, self._end(), "print.hairline", 0.5)

        return Block(high, draw, again=self._again)

    def _end(self) -> float:
        return self.columns[-1].x + self.columns[-1].wide

    def _draw_cell(self, sheet: Sheet, column: Column, cell: Cell, y: float, node: Node) -> None:
        leading = self._leading
        lines = [cell.late()] if cell.late is not None else list(cell.lines)
        x = column.x + cell.indent
        if cell.paint is not None:
            with sheet.artifact():
                cell.paint(sheet, column.x, y)
        if not any(lines):
            sheet.blank(node)
            return
        if cell.target is None:
            with sheet.mark(node):
                self._draw_lines(sheet, column, cell, lines, x, y)
            return
        widest = max(fonts.width(line, cell.face, self.size) for line in lines)
        left = column.x + column.wide - widest if column.right else x
        rect = (
            left - 1.5,
            y - leading * (len(lines) - 1) - self.size * 0.35,
            left + widest + 1.5,
            y + self.size * 0.95,
        )
        with (
            sheet.within(node),
            sheet.link(rect, cell.target(), cell.words or lines[0]),
        ):
            self._draw_lines(sheet, column, cell, lines, x, y)

    def _draw_lines(
        self,
        sheet: Sheet,
        column: Column,
        cell: Cell,
        lines: Sequence[str],
        x: float,
        y: float,
    ) -> None:
        for line in lines:
            if column.right:
                sheet.right(column.x + column.wide, y, line, cell.face, self.size, cell.ink)
            else:
                sheet.text(x, y, line, cell.face, self.size, cell.ink)
            y -= self._leading

    def _draw_head(self, sheet: Sheet, y: float) -> None:
        node = Node("TR", self.node)
        with sheet.within(node):
            for column in self.columns:
                with sheet.mark(Node("TH", scope="Column")):
                    self._draw_title(sheet, column, y)
        with sheet.artifact():
            sheet.rule(self.columns[0].x, y - self.size - 8, self._end(), "print.ink", 0.8)

    def _draw_head_again(self, sheet: Sheet, y: float) -> None:
        with sheet.artifact():
            size = self._title_size
            sheet.right(self._end(), y - self.size - 2, self._more, BOLD, size, "print.muted")
            y -= self._above
            for column in self.columns:
                self._draw_title(sheet, column, y)
            sheet.rule(self.columns[0].x, y - self.size - 8, self._end(), "print.ink", 0.8)

    def _meets_a_title(self) -> bool:
        """Whether what it is more of would be written over a column's title."""
        if not self._more:
            return False
        begins = self._end() - fonts.width(self._more, BOLD, self._title_size) - 24
        for column in self.columns:
            wide = fonts.width(column.title, BOLD, self._title_size)
            ends = column.x + (column.wide if column.right else wide)
            if column.title and ends > begins:
                return True
        return False

    def _draw_title(self, sheet: Sheet, column: Column, y: float) -> None:
        base = y - self.size - 2
        if column.right:
            sheet.right(
                column.x + column.wide, base, column.title, BOLD, self._title_size, "print.muted"
            )
        else:
            sheet.text(column.x, base, column.title, BOLD, self._title_size, "print.muted")
