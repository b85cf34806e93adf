"""The command that imports a provider's record of off-the-job time, its columns named by hand."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.days import day_words
from portfolio_app.domain.minutes import hours_words
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.hours import Entry
    from portfolio_app.domain.hours_import import Layout

_COLUMN = "COLUMN=MEANING"


def add_import(actions: Words) -> None:
    """Add import to the actions of hours."""
    takes = command(actions, "import", "import your provider's record", bring)
    takes.add_argument("file", type=Path, metavar="FILE", help=".csv or .xlsx")
    takes.add_argument("--sheet", default="", help="the sheet to import, by its name")
    takes.add_argument(
        "--column", action="append", default=[], metavar=_COLUMN,
        help="say what a column means, by its heading or its number from 1: “Hours=time”; date, "
        "time, minutes, from, until, activity, category, module, note",
    )  # fmt: skip
    takes.add_argument("--unit", choices=["hours", "minutes"], help="what a plain figure means")
    takes.add_argument("--month-first", action="store_true", help="04/03 is the 3rd of April")
    takes.add_argument("--again", action="store_true", help="rows that seem to be there too")
    takes.add_argument("--preview", action="store_true", help="say what each row would log")


def bring(asked: argparse.Namespace, out: Printer) -> int:
    """Say what each row of the provider's file would log, or log them."""
    from portfolio_app.services import hours_import

    with open_store(asked, readonly=asked.preview) as store, workroom() as room:
        sheets = hours_import.read_file(room, asked.file)
        chosen = next((t for t in sheets if not asked.sheet or t.name == asked.sheet), None)
        if chosen is None:
            raise PortfolioError(
                f"There is no sheet “{asked.sheet}”.",
                hint=f"Choose one of: {', '.join(t.name for t in sheets)}.",
            )
        layout = _layout(asked, hours_import.guess(chosen), chosen.rows)
        read = hours_import.preview(store, chosen, layout, again=asked.again)
        rows = [
            {
                "row": line.number,
                **plain_entry(line.entry),
                "problem": line.problem,
                "same": line.same,
                "wanted": line.is_wanted,
            }
            for line in read.lines
        ]
        told = table(
            ["Row", "Day", "Time", "What was done", "Note"],
            (
                [
                    line.number,
                    line.entry.day,
                    hours_words(line.entry.minutes),
                    line.entry.activity,
                    line.problem or line.same,
                ]
                for line in read.lines
            ),
        )
        plain: dict[str, Any] = {
            "columns": {meaning.value: at + 1 for meaning, at in layout.columns},
            "unit": layout.unit.value,
            "month_first": layout.month_first,
            "minutes": read.minutes,
            "cut": chosen.cut,
            "rows": rows,
        }
        lines = [f"More than 16 h on {day_words(day)}: {hours_words(long)}."
                 for day, long in read.long_days]  # fmt: skip
        if chosen.cut:
            lines.append("The sheet is larger than what can be imported at once.")
        if not asked.preview:
            done = hours_import.import_lines(store, read.lines, asked.file.name)
            plain |= {"entries": done.entries, "summary": done.changes.summary}
            lines.insert(0, f"{done.changes.summary}.")
    out.result(plain, [*told, *lines])
    left = chosen.cut or any(line.problem for line in read.lines)
    return exit_codes.FINDINGS if left and not asked.preview else exit_codes.DONE


def _layout(
    asked: argparse.Namespace, guessed: Layout, rows: tuple[tuple[str, ...], ...]
) -> Layout:
    """Return the layout with what was said of the columns in place of what was guessed."""
    from dataclasses import replace

    from portfolio_app.domain.durations import Unit
    from portfolio_app.domain.hours_import import Column

    columns = dict(guessed.columns)
    heads = [each.strip().casefold() for each in rows[guessed.head]] if guessed.head >= 0 else []
    for said in asked.column:
        name, _, meaning = said.rpartition("=")
        if meaning.casefold() not in {each.value for each in Column}:
            raise PortfolioError(
                f"There is no such meaning: {said}. Nothing was changed.",
                hint=f"Say it as {_COLUMN}, with one of: {', '.join(Column)}.",
            )
        named = name.strip().casefold()
        if named in heads:
            at = heads.index(named)
        elif named.isdigit() and 0 < int(named) <= max(len(row) for row in rows):
            at = int(named) - 1
        else:
            raise PortfolioError(
                f"There is no column “{name}”. Nothing was changed.",
                hint="Give its heading, or its number from 1.",
            )
        columns[Column(meaning.casefold())] = at
    layout = replace(guessed, columns=tuple(sorted(columns.items())))
    if asked.unit:
        layout = replace(layout, unit=Unit(asked.unit))
    return replace(layout, month_first=True) if asked.month_first else layout


def plain_entry(entry: Entry) -> dict[str, Any]:
    """Return an entry as the JSON of a command has it."""
    return {
        "id": entry.uid,
        "day": entry.day,
        "minutes": entry.minutes,
        "activity": entry.activity,
        "kind": entry.category,
        "module": entry.module_uid,
        "item": entry.item_uid,
        "import": entry.origin,
    }
