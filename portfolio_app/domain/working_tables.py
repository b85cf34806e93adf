"""Tables that add themselves up: what was typed, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.draft import Table


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it is shown and printed: plain words, every row as long as ``columns``.

    ``right`` are columns (from 0) of figures; ``totals`` rows that were worked out. ``notes`` are
    printed under it: how the figures were worked out. ``troubles`` are what does not add up or
    cannot be read as a number, for the person alone.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    totals: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def shown(table: Table) -> Shown:
    """Return a table as it is shown."""
    return Shown(table.columns, table.rows)
