"""Take over a provider's record of off-the-job time, its columns matched by the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.hours_import import Layout, Line, Reading, guess_layout, read_lines
from portfolio_app.domain.minutes import hours_words
from portfolio_app.domain.planned import PlannedKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import hours
from portfolio_app.services.mapping_import import TableIn, read_table
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom


@dataclass(frozen=True, slots=True)
class ImportedHours:
    """What an import did: one step, how many entries, and the rows that were left out."""

    changes: Changes
    entries: int
    minutes: int
    left_out: tuple[Line, ...]


def read_file(room: Workroom, path: Path) -> tuple[TableIn, ...]:
    """Return the sheets of a CSV or XLSX file that hold something. Nothing is stored.

    Raises:
        PortfolioError: it can't be read, is too large, or holds nothing.
    """
    return read_table(room, path)


def guess(table: TableIn) -> Layout:
    """Return which column seems to mean what; the person corrects it."""
    return guess_layout(table.rows)


def preview(store: Store, table: TableIn, layout: Layout, *, again: bool = False) -> Reading:
    """Return what each row would log with these columns. Nothing is changed.

    ``again`` logs rows too that seem to repeat what is there.
    """
    modules = {
        row.title.casefold(): row.uid for row in queries.plan.rows(store, PlannedKind.MODULE)
    }
    kinds = hours.rules().kind_names()
    return read_lines(table.rows, layout, queries.hours.entries(store), modules, kinds, again=again)


def import_lines(store: Store, lines: Sequence[Line], name: str = "") -> ImportedHours:
    """Log the rows that can be logged; one step. ``name`` is the file's, for the history.

    Raises:
        PortfolioError: there is nothing to log ("empty"), or a row can't be ("no-minutes" …).
            Nothing was changed.
    """
    wanted = [line for line in lines if line.is_wanted]
    if not wanted:
        raise PortfolioError(
            "There are no rows to log. Nothing was changed.",
            hint="Check which column holds the date, and which the time.",
            code="empty",
        )
    origin = new_uid()
    made = [replace(line.entry, uid="", origin=origin) for line in wanted]
    minutes = sum(each.minutes for each in made)
    count = "1 entry" if len(made) == 1 else f"{len(made)} entries"
    told = f"Imported {count} of off-the-job time, {hours_words(minutes)}"
    changes = hours.log_many(store, made, f"{told}, from {name}" if name else told, sure=True)
    left = tuple(line for line in lines if not line.is_wanted)
    return ImportedHours(changes, len(made), minutes, left)
