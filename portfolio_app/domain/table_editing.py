"""What can be done to a table: each returns a new one; weights and roles stay with their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from portfolio_app.domain.costs_table import BENEFIT, COST
from portfolio_app.domain.draft import Table, TableKind
from portfolio_app.domain.pasted_grid import MOST_COLUMNS, MOST_ROWS
from portfolio_app.domain.shown_table import WEIGHT, typed
from portfolio_app.domain.typed_numbers import common_unit, decimals_of, read, written

T = TypeVar("T")

HEADS = -1  # the "row" of the heads
_WEIGHT_HEAD = re.compile(r"weights?|weighting|weight \(?%\)?", re.IGNORECASE)
_ROLE_HEAD = re.compile(r"cost or benefit|cost/benefit|type|kind", re.IGNORECASE)
_ROLES = (COST, BENEFIT, "")


def squared(table: Table) -> Table:
    """Return the table with every row as long as its heads, and a weight and a role for each."""
    known = typed(table)
    has = {TableKind.OPTIONS: "weights", TableKind.COSTS: "roles"}.get(table.kind, "")
    return replace(
        table,
        columns=known.columns,
        rows=known.rows,
        weights=known.weights if has == "weights" or any(known.weights) else (),
        roles=known.roles if has == "roles" or any(known.roles) else (),
    )


def cell(table: Table, row: int, column: int) -> str:
    """Return what was typed: row -1 are the heads, column -1 the weight or the role."""
    if row == HEADS:
        return table.columns[column] if column >= 0 else ""
    if column == WEIGHT:
        beside = table.weights if table.kind is TableKind.OPTIONS else table.roles
        return beside[row] if row < len(beside) else ""
    return table.rows[row][column]


def with_cell(table: Table, row: int, column: int, text: str) -> Table:
    """Return the table with other words in one cell of a ``squared`` table."""
    if row == HEADS:
        return replace(table, columns=_with(table.columns, column, text)) if column >= 0 else table
    if column != WEIGHT:
        changed = _with(table.rows[row], column, text)
        return replace(table, rows=_with(table.rows, row, changed))
    if table.kind is TableKind.OPTIONS:
        return replace(table, weights=_with(table.weights, row, text))
    if table.kind is TableKind.COSTS:
        return replace(table, roles=_with(table.roles, row, role_of(text)))
    return table


def role_of(text: str) -> str:
    """Return the role that somebody means: "b", "Benefits" or "saving" is a benefit."""
    plain = text.strip().casefold()
    if plain.startswith(("b", "sav", "inc", "rev")):
        return BENEFIT
    return COST if plain.startswith(("c", "exp", "sp")) else ""


def next_role(role: str) -> str:
    """Return the role after this one: cost, benefit, neither, and round again."""
    at = _ROLES.index(role) if role in _ROLES else -1
    return _ROLES[(at + 1) % len(_ROLES)]


def add_row(table: Table, at: int) -> Table:
    """Return the table with an empty row before row ``at``; its role is that of the row above."""
    if len(table.rows) >= MOST_ROWS:
        return table
    role = table.roles[max(at - 1, 0)] if table.roles else COST
    return replace(
        table,
        rows=_put(table.rows, at, ("",) * len(table.columns)),
        weights=_put(table.weights, at, "") if table.kind is TableKind.OPTIONS else table.weights,
        roles=_put(table.roles, at, role) if table.kind is TableKind.COSTS else table.roles,
    )


def remove_rows(table: Table, rows: Sequence[int]) -> Table:
    """Return the table without some rows."""
    gone = set(rows)

    def left(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for at, each in enumerate(values) if at not in gone)

    return replace(
        table,
        rows=tuple(each for at, each in enumerate(table.rows) if at not in gone),
        weights=left(table.weights),
        roles=left(table.roles),
    )


def move_row(table: Table, row: int, by: int) -> Table:
    """Return the table with a row moved up (-1) or down (1); as it is where there is no room."""
    to = row + by
    if not (0 <= row < len(table.rows) and 0 <= to < len(table.rows)):
        return table
    return replace(
        table,
        rows=_moved(table.rows, row, to),
        weights=_moved(table.weights, row, to) if table.weights else (),
        roles=_moved(table.roles, row, to) if table.roles else (),
    )


def add_column(table: Table, at: int, head: str = "") -> Table:
    """Return the table with an empty column before column ``at``."""
    if len(table.columns) >= MOST_COLUMNS:
        return table
    return replace(
        table,
        columns=_put(table.columns, at, head),
        rows=tuple(_put(row, at, "") for row in table.rows),
    )


def remove_columns(table: Table, columns: Sequence[int]) -> Table:
    """Return the table without some columns."""
    gone = set(columns)

    def left(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for at, each in enumerate(values) if at not in gone)

    return replace(table, columns=left(table.columns), rows=tuple(left(r) for r in table.rows))


def move_column(table: Table, column: int, by: int) -> Table:
    """Return the table with a column moved left (-1) or right (1); as it is at the edge."""
    to = column + by
    if not (0 <= column < len(table.columns) and 0 <= to < len(table.columns)):
        return table
    return replace(
        table,
        columns=_moved(table.columns, column, to),
        rows=tuple(_moved(row, column, to) for row in table.rows),
    )


def with_grid(table: Table, row: int, column: int, grid: Sequence[Sequence[str]]) -> Table:
    """Return the table with cells put from one on, to the right and below; it grows as needed.

    The weight or the role stands where the window shows it: after the first column. A grid whose
    left edge is column 0 therefore fills it from its second column.
    """
    has_beside = table.kind in (TableKind.OPTIONS, TableKind.COSTS)
    for down, cells in enumerate(grid):
        at = row + down
        if at >= len(table.rows):
            table = add_row(table, len(table.rows))
        if at >= len(table.rows):
            break
        place = to_seen(column, has_beside=has_beside)
        for right, text in enumerate(cells):
            target = from_seen(place + right, has_beside=has_beside)
            if target >= len(table.columns):
                table = add_column(table, len(table.columns))
            if target < len(table.columns):
                table = with_cell(table, at, target, text)
    return table


def to_seen(column: int, *, has_beside: bool) -> int:
    """Return where a column stands in the window, from 0: the weight or role after the first."""
    if not has_beside:
        return column
    return 1 if column == WEIGHT else column + (column > 0)


def from_seen(place: int, *, has_beside: bool) -> int:
    """Return the column that stands at a place in the window; -1 for the weight or role."""
    if not has_beside:
        return place
    return WEIGHT if place == 1 else place - (place > 1)


def as_kind(table: Table, kind: TableKind) -> Table:
    """Return the table as one of another kind, with nothing lost.

    A column headed "Weight" or "Cost or benefit" becomes the weights or the roles, and one again
    where the other kind has none.
    """
    table = squared(table)
    if table.kind is kind:
        return table
    beside = table.weights if table.kind is TableKind.OPTIONS else table.roles
    if any(each.strip() for each in beside):
        head = "Weight" if table.kind is TableKind.OPTIONS else "Cost or benefit"
        at = min(1, len(table.columns))
        table = add_column(table, at, head)
        rows = tuple(_with(row, at, each) for row, each in zip(table.rows, beside, strict=True))
        table = replace(table, rows=rows)
    table = replace(table, kind=kind, weights=(), roles=())
    heads = {TableKind.OPTIONS: _WEIGHT_HEAD, TableKind.COSTS: _ROLE_HEAD}.get(kind)
    at = next(
        (
            n
            for n, each in enumerate(table.columns)
            if n and heads and heads.fullmatch(each.strip())
        ),
        -1,
    )
    if at < 0:
        return squared(table)
    found = tuple(row[at] for row in table.rows)
    if kind is TableKind.OPTIONS:
        return squared(replace(remove_columns(table, [at]), weights=found))
    if all(role_of(each) or not each.strip() for each in found):
        roles = tuple(role_of(each) for each in found)
        return squared(replace(remove_columns(table, [at]), roles=roles))
    return squared(table)


def tidied(table: Table) -> Table:
    """Return the table with every figure of its columns of figures written in one way.

    "1.2m" and "£ 1200000" become "£1,200,000". What cannot be read stays as it was typed; so do
    plain tables and milestones.
    """
    if table.kind is TableKind.COSTS:
        figures = [read(each) for row in table.rows for each in row[1:]]
        known = [each for each in figures if each is not None]
        unit = common_unit(known)
        if unit is None:
            return table
        decimals = decimals_of(known, unit)
    elif table.kind in (TableKind.OPTIONS, TableKind.RISKS):
        unit, decimals = "", 0
    else:
        return table

    def tidy(text: str) -> str:
        found = read(text)
        if found is None:
            return text
        return written(found.value, found.unit or unit, max(found.decimals, decimals))

    return replace(
        table,
        rows=tuple((*row[:1], *(tidy(each) for each in row[1:])) for row in table.rows),
        weights=tuple(tidy(each) for each in table.weights),
    )


def _with(values: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (*values[:at], value, *values[at + 1 :])


def _put(values: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (*values[:at], value, *values[at:])


def _moved(values: tuple[T, ...], at: int, to: int) -> tuple[T, ...]:
    left = [*values[:at], *values[at + 1 :]]
    left.insert(to, values[at])
    return tuple(left)
