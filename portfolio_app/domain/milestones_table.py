"""Milestones: their dates read, put in order when asked, and how long it all takes."""

from __future__ import annotations

from datetime import date

from portfolio_app.domain.dates import find_date
from portfolio_app.domain.days import day_words
from portfolio_app.domain.draft import Table
from portfolio_app.domain.shown_table import Shown, Typed, typed

_HEADS = ("date", "due", "when", "deadline")
_LESS_SURE = ("by",)  # "Complete by", but "Owned by" too


def place(columns: tuple[str, ...]) -> int | None:
    """Return which column (from 0) holds the dates: by its head, else the second; None if none."""
    heads = [each.casefold().replace("/", " ").split() for each in columns]
    for known in (_HEADS, _LESS_SURE):
        for at, head in enumerate(heads):
            if at and any(word in known for word in head):
                return at
    return 1 if len(columns) > 1 else None


def shown(table: Table) -> Shown:
    """Return the milestones as typed, or by their dates; dates that can't be read are told."""
    known = typed(table)
    at = place(known.columns)
    if at is None:
        return Shown(known.columns, known.rows, troubles=known.troubles(), beside=known.beside)
    days = [_day(known, row, at) for row in range(len(known.rows))]
    order = list(range(len(known.rows)))
    if table.in_order:
        order.sort(key=lambda row: (not days[row], days[row]))
    else:
        _tell_order(known, days, at)
    found = sorted(filter(None, days))
    notes = []
    if len(found) > 1 and found[0] != found[-1]:
        notes.append(
            f"From {day_words(found[0])} to {day_words(found[-1])}: {_length(found[0], found[-1])}."
        )
    return Shown(
        known.columns,
        tuple(known.rows[row] for row in order),
        notes=tuple(notes),
        troubles=known.troubles(),
        beside=known.beside,
    )


def _day(known: Typed, row: int, column: int) -> str:
    """Return the day of a milestone, YYYY-MM-DD; empty, and told, when there is none."""
    cell = " ".join(known.rows[row][column].split())
    if known.is_blank(row):
        return ""
    found = find_date(cell)
    if found is not None and found[1] == cell:
        return found[0]
    if found is not None and cell.casefold().endswith(found[1].casefold()):
        return found[0]  # "Monday 2 March 2026"
    known.beside[row, column] = (
        f"“{cell[:24]}” can't be read as one day, such as 3 March 2026." if cell else "No date yet."
    )
    return ""


def _tell_order(known: Typed, days: list[str], column: int) -> None:
    latest = ""
    for row, day in enumerate(days):
        if day and day < latest:
            known.beside[row, column] = "Earlier than a milestone above it."
        latest = max(latest, day)


def _length(first: str, last: str) -> str:
    """Return how long it is from one day to another: "9 weeks and 2 days"."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    weeks, rest = divmod(days, 7)
    parts = [(weeks, "week"), (rest, "day")]
    return " and ".join(
        f"{count:,} {unit}" + ("" if count == 1 else "s") for count, unit in parts if count
    )
