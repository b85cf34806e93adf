"""A sheet as a table: the part that is filled, hidden rows and columns left out and counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from portfolio_app.documents.office_found import Found
from portfolio_app.domain.simple import Block, Break, Cell, Style, Table, cell, heading, words

MOST_CELLS = 60_000  # of a whole workbook
_MOST_ROWS = 20_000
_MOST_COLUMNS = 400
LONGEST = 32_767  # characters a cell can hold in Excel
_MOST_LETTERS = 800_000  # of a whole workbook


@dataclass(slots=True)
class Grid:
    """One sheet's cells by row and column, both counted from 0: words, and whether a number."""

    name: str
    cells: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    more: list[Block] = field(default_factory=list)  # charts, pictures, boxes, heads and feet

    def put(self, row: int, column: int, said: str, *, is_number: bool = False) -> None:
        """Fill a cell, unless there is nothing to say or it lies too far out."""
        said = said.strip()
        if said and row < 2_000_000 and column < 20_000:
            self.cells[row, column] = (said[:LONGEST], is_number)


class Sheets:
    """Turns grids into blocks, one sheet a page or more; counts what is left out."""

    def __init__(self, found: Found) -> None:
        self._found = found
        found.heading = ""  # a sheet's name is seldom what the workbook is about
        self._left = MOST_CELLS
        self._letters = _MOST_LETTERS
        self._cut: list[str] = []
        self._hidden_rows = 0
        self._hidden_columns = 0

    @property
    def is_full(self) -> bool:
        """Whether no more cells are shown."""
        return self._left <= 0

    def add(self, grid: Grid) -> None:
        """Add a sheet that is shown."""
        shown = {
            at: value
            for at, value in grid.cells.items()
            if at[0] not in grid.hidden_rows and at[1] not in grid.hidden_columns
        }
        self._hidden_rows += len({r for r, _ in grid.cells if r in grid.hidden_rows})
        self._hidden_columns += len({c for _, c in grid.cells if c in grid.hidden_columns})
        self._found.blocks += [Break(), heading(grid.name, 2)]
        if shown:
            self._found.blocks += self._tables(grid.name, shown)
        elif not grid.more:
            self._found.blocks.append(words("This sheet is empty.", Style.LABEL))
        self._found.blocks += grid.more

    def _tables(self, name: str, shown: dict[tuple[int, int], tuple[str, bool]]) -> list[Block]:
        rows = sorted({row for row, _ in shown})
        columns = sorted({column for _, column in shown})
        if len(rows) > _MOST_ROWS or len(columns) > _MOST_COLUMNS:
            self._cut.append(name)
            rows, columns = rows[:_MOST_ROWS], columns[:_MOST_COLUMNS]
        blocks: list[Block] = []
        # Empty rows part tables from one another: each gets columns of its own width.
        part: list[int] = []
        for row in rows:
            if part and row > part[-1] + 1:
                blocks += self._table(name, shown, part, columns)
                part = []
            part.append(row)
        blocks += self._table(name, shown, part, columns)
        return blocks

    def _table(
        self,
        name: str,
        shown: dict[tuple[int, int], tuple[str, bool]],
        rows: list[int],
        columns: list[int],
    ) -> list[Block]:
        if not rows or self._left <= 0:
            if rows and name not in self._cut:
                self._cut.append(name)
            return []
        filled = [c for c in columns if any((row, c) in shown for row in rows)]
        most = max(self._left // max(len(filled), 1), 1)
        if len(rows) > most:
            self._cut.append(name)
            rows = rows[:most]
        self._left -= len(rows) * len(filled)
        if len(filled) == 1:
            return [words(shown[row, filled[0]][0]) for row in rows if (row, filled[0]) in shown]
        body: list[tuple[Cell, ...]] = []
        for row in rows:
            if self._letters <= 0:
                self._cut.append(name)
                self._left = 0
                break
            line = []
            for column in filled:
                said, is_number = shown.get((row, column), ("", False))
                self._letters -= len(said)
                line.append(cell(said, right=is_number) if said else Cell())
            body.append(tuple(line))
        head = _is_head(shown, rows, filled)
        return [Table(tuple(body), 1 if head else 0)]

    def enter(self) -> None:
        """List what was left out."""
        self._found.hold("hidden rows", self._hidden_rows)
        self._found.hold("hidden columns", self._hidden_columns)
        if self._cut:
            names = ", ".join(f"“{name}”" for name in dict.fromkeys(self._cut))
            self._found.notes.append(
                f"This spreadsheet is very large: only the first part of {names} is shown. The "
                "file has been kept whole. Add the part that counts as a file of its own."
            )


def _is_head(
    shown: dict[tuple[int, int], tuple[str, bool]], rows: list[int], columns: list[int]
) -> bool:
    """Return whether the first row names the columns: all filled, no numbers, not long."""
    if len(rows) < 2:
        return False
    first = [shown.get((rows[0], column), ("", False)) for column in columns]
    filled = [said for said, is_number in first if said and not is_number]
    return len(filled) >= max(len(columns) * 0.7, 2) and max(map(len, filled)) < 120
