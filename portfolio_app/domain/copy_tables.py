"""Tables of a returned copy: as plain ones, and what they say differently from those that went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portfolio_app.domain.draft import Table, TableKind
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.word_copy import Tracked, WordTable
from portfolio_app.domain.working_tables import shown

WORKED_OUT = "This table adds itself up. Open it and type the new figures there."


@dataclass(frozen=True, slots=True)
class Compared:
    """A table as it would be; the same as before where nothing differs. ``barred``: why not."""

    table: Table
    barred: str = ""


def grid(table: WordTable) -> tuple[tuple[str, ...], ...]:
    """Return a table's cells with all tracked changes taken, every row as long as the longest."""
    rows = [
        [" ".join(cell.text.split()) for cell in row.cells]
        for row in table.rows
        if row.tracked is not Tracked.DELETED
    ]
    wide = max(map(len, rows), default=0)
    return tuple((*row, *[""] * (wide - len(row))) for row in rows)


def printed(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the cells that an export prints of a table, its heads first."""
    seen = shown(table)
    return (seen.columns, *seen.rows)


def plain(table: WordTable, caption: str = "") -> Table:
    """Return a table that came as a plain one; its first row are its heads."""
    cells = grid(table)
    if not cells:
        return Table(caption=caption)
    return Table(TableKind.PLAIN, caption, "", cells[0], cells[1:])


def said(rows: Sequence[Sequence[str]]) -> str:
    """Return the words of cells, one row a line."""
    return "\n".join(" | ".join(row) for row in rows)


def compare(base: Table, yours: Table, copy: WordTable) -> Compared:
    """Return ``yours`` with what the copy changed of ``base``, as it was printed.

    A plain table takes any change. In one that adds itself up only what was typed can be changed,
    and only where that is plainly the same cell.
    """
    went, came = printed(base), grid(copy)
    if _same(went, came):
        return Compared(yours)
    if base.kind is TableKind.PLAIN:
        return Compared(replace(yours, columns=came[0] if came else (), rows=came[1:]))
    return _typed(base, yours, went, came)


def _same(one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> bool:
    def squared(rows: Sequence[Sequence[str]]) -> list[list[str]]:
        folded = [[_folded(cell) for cell in row] for row in rows]
        for row in folded:
            while row and not row[-1]:
                row.pop()
        return [row for row in folded if row]

    return squared(one) == squared(other)


def _folded(text: str) -> str:
    return normalise(text).text.strip()


def _typed(
    base: Table,
    yours: Table,
    went: Sequence[Sequence[str]],
    came: Sequence[Sequence[str]],
) -> Compared:
    if len(went) != len(came) or any(len(a) != len(b) for a, b in zip(went, came, strict=True)):
        return Compared(yours, WORKED_OUT)
    if base != yours:
        return Compared(yours, "You changed this table after the export. " + WORKED_OUT)
    rows = [list(row) for row in base.rows]
    for number, (old, new) in enumerate(zip(went, came, strict=True)):
        for column, (was, now) in enumerate(zip(old, new, strict=True)):
            if _folded(was) == _folded(now):
                continue
            place = _place(base, went, number, column)
            if place is None:
                return Compared(yours, WORKED_OUT)
            rows[place[0]][place[1]] = now
    return Compared(replace(yours, rows=tuple(tuple(row) for row in rows)))


def _place(
    base: Table, went: Sequence[Sequence[str]], number: int, column: int
) -> tuple[int, int] | None:
    """Return the typed cell that stands at a printed one; None where none surely does."""
    head = went[0][column]
    columns = [n for n, each in enumerate(base.columns) if each == head]
    name = went[number][0]
    rows = [n for n, each in enumerate(base.rows) if each and each[0] == name]
    if number == 0 or len(columns) != 1 or len(rows) != 1:
        return None
    if (
        sum(1 for row in went if row and row[0] == name) != 1
        or len(base.rows[rows[0]]) <= columns[0]
    ):
        return None
    typed = base.rows[rows[0]][columns[0]]
    return (rows[0], columns[0]) if _folded(typed) == _folded(went[number][column]) else None
