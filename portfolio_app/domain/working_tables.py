"""Tables that add themselves up: what was typed, and what is shown of it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from portfolio_app.domain import costs_table, milestones_table, options_table, risks_table
from portfolio_app.domain.draft import Table, TableKind
from portfolio_app.domain.shown_table import Shown, typed
from portfolio_app.domain.typed_numbers import read

__all__ = ["Shown", "shown"]


@lru_cache(maxsize=256)
def shown(table: Table) -> Shown:
    """Return a table as it is shown: what was typed, with what was worked out from it.

    Worked out exactly; what cannot be read as a number is told and never guessed. A plain table
    is as it was typed, with columns that hold nothing but figures to the right. Rows at its end
    that nothing was typed into yet are left out.
    """
    table = _without_empty_end(table)
    match table.kind:
        case TableKind.OPTIONS:
            return options_table.shown(table)
        case TableKind.COSTS:
            return costs_table.shown(table)
        case TableKind.RISKS:
            return risks_table.shown(table)
        case TableKind.MILESTONES:
            return milestones_table.shown(table)
        case TableKind.PLAIN:
            return _plain(table)


def _without_empty_end(table: Table) -> Table:
    rows = table.rows
    given = 1 if table.kind is TableKind.COSTS else None  # its kind stands there at first
    filled = [
        number
        for number, row in enumerate(rows)
        if any(cell.strip() for at, cell in enumerate(row) if at != given)
    ]
    if not filled or filled[-1] + 1 == len(rows):
        return table
    return replace(table, rows=rows[: filled[-1] + 1])


def _plain(table: Table) -> Shown:
    known = typed(table)
    right = set()
    for column in range(1, len(known.columns)):
        cells = [row[column] for row in known.rows if row[column].strip()]
        if cells and all(read(each) is not None for each in cells):
            right.add(column)
    return Shown(
        known.columns,
        known.rows,
        frozenset(right),
        troubles=known.troubles(),
        beside=known.beside,
    )
