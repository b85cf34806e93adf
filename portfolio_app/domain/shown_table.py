"""A table as it is shown and printed, and what is wrong with what was typed into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portfolio_app.domain.draft import Table
from portfolio_app.domain.typed_numbers import Number, read

NOT_KNOWN = "–"  # stands for a figure that cannot be worked out
WEIGHT = -1  # the "column" of a row's weight, or of its role


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it is shown and printed: plain words, every row as long as ``columns``.

    The first cell of each row is its head. ``right`` are columns (from 0) of figures; ``totals``
    rows that were worked out. ``notes`` are printed under it: how the figures were worked out.
    ``troubles`` are what does not add up or cannot be read as a number, for the person alone.
    ``beside`` says the same of single cells, by (row, column) as typed, from 0; column -1 is the
    row's weight or role, row -1 the heads.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    totals: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    beside: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class Typed:
    """A table as typed, squared: every row as long as the heads, nothing of it lost."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[str, ...]
    roles: tuple[str, ...]
    beside: dict[tuple[int, int], str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    def place(self, row: int, column: int) -> str:
        """Return where a cell is, in words: "Cost, Option B", "row 2, column 3"."""
        head = self.columns[column].strip() if column >= 0 else ""
        return ", ".join(filter(None, (self.name(row), head or f"column {column + 1}")))

    def name(self, row: int) -> str:
        """Return what a row is called."""
        return (self.rows[row][0].strip() if self.rows[row] else "") or f"row {row + 1}"

    def is_blank(self, row: int) -> bool:
        """Whether nothing was typed into a row, its weight included."""
        return not any(each.strip() for each in (*self.rows[row], self.weights[row]))

    def figure(self, row: int, column: int) -> Number | None:
        """Return the figure of a cell; None, and told beside the cell, when it is none."""
        typed = self.rows[row][column] if column >= 0 else self.weights[row]
        found = read(typed)
        if found is None:
            self.beside[row, column] = not_a_number(typed)
        return found

    def troubles(self) -> tuple[str, ...]:
        """Return all that was told, cells in order first."""
        told = []
        for (row, column), words in sorted(self.beside.items()):
            if row < 0:
                told.append(words)
            else:
                where = self.place(row, column) if column >= 0 else self.name(row)
                told.append(f"{where[0].upper()}{where[1:]}: {words[0].lower()}{words[1:]}")
        return (*told, *self.general)


def typed(table: Table) -> Typed:
    """Return what was typed, squared; columns without a head and doubled heads are told."""
    width = max([len(table.columns), *(len(row) for row in table.rows)], default=0)
    count = len(table.rows)
    squared = Typed(
        _filled(table.columns, width),
        tuple(_filled(row, width) for row in table.rows),
        _filled(table.weights, count)[:count],
        _filled(table.roles, count)[:count],
    )
    seen: set[str] = set()
    for number, head in enumerate(squared.columns):
        plain = " ".join(head.split()).casefold()
        if not plain:
            squared.beside[-1, number] = f"Column {number + 1} has no heading."
        elif plain in seen:
            squared.beside[-1, number] = f"Two columns are headed “{head.strip()}”."
        seen.add(plain)
    return squared


def not_a_number(typed: str) -> str:
    """Return the words for a cell that should hold a figure and does not."""
    plain = " ".join(typed.split())
    short = plain if len(plain) <= 24 else plain[:23] + "…"
    return f"“{short}” can't be read as a number." if short else "No number yet."


def _filled(cells: Sequence[str], count: int) -> tuple[str, ...]:
    return (*cells, *("" for _ in range(count - len(cells))))
