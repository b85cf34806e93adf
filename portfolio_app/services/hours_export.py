"""Off-the-job time out: as a table for a spreadsheet, and as a PDF for a review.

Words that are hidden anywhere in the portfolio's evidence stand as their labels here too, and the
notes of entries stay.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from portfolio_app.domain import hours_weeks, wire
from portfolio_app.domain.days import day_words
from portfolio_app.domain.hiding import Hide, masked
from portfolio_app.domain.hours_report import HoursReport, HoursReportRow
from portfolio_app.domain.planned import PlannedKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import hours
from portfolio_app.sheets.writing import Sheet, csv_bytes, xlsx_bytes
from portfolio_app.store import disk, queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

_LEAST_HIDDEN = 3  # characters: a hidden "a" is no reason to blot every word
_HEAD = ("Date", "Minutes", "Hours", "Activity", "Kind", "Module", "Linked to")


def sheet(store: Store) -> Sheet:
    """Return every entry as a table, oldest first; without the notes of the entries.

    The head of the last column, which is empty, says whose record counts.
    """
    entries = queries.hours.entries(store)
    modules, items = _modules(store), _items(store)
    rules, hides = hours.rules(), hides_in(store, [each.activity for each in entries])
    made = [
        (
            each.day,
            each.minutes,
            round(each.minutes / 60, 2),
            masked(each.activity, hides),
            rules.kind_title(each.category),
            modules.get(each.module_uid, ""),
            items.get(each.item_uid, ""),
            "",
        )
        for each in entries
    ]
    return Sheet("Off-the-job time", (*_HEAD, rules.record), tuple(made))


def save_table(store: Store, out: Path) -> int:
    """Write the entries as .csv or .xlsx; return how many. The file is replaced whole or not.

    Raises:
        PortfolioError: the name has another ending, or the file can't be written.
    """
    form = out.suffix.casefold()
    if form not in (".csv", ".xlsx"):
        raise PortfolioError(
            f"Off-the-job time can't be written as {out.suffix or 'a file without an ending'}.",
            hint="Give a name that ends in .csv, .xlsx or .pdf.",
        )
    disk.refuse_inside(out, store.folder)
    made = sheet(store)
    foot = hours.rules().record
    content = csv_bytes(made) if form == ".csv" else xlsx_bytes([made], foot=foot)
    with disk.in_words(f"The off-the-job time in {out.name}"):
        disk.write_whole(out, content)
    return len(made.rows)


def save_pdf(store: Store, room: Workroom, out: Path, today: str) -> int:
    """Write the position, the months and the entries as a PDF (A4); return its pages.

    Raises:
        PortfolioError: the file can't be written.
    """
    disk.refuse_inside(out, store.folder)
    passing = room.folder / f"hours-{secrets.token_hex(6)}.pdf"
    try:
        arguments = {"report": wire.encode(report(store, today)), "out": str(passing)}
        pages = int(room.call("hours_report", arguments).result["pages"])
        with disk.in_words(f"The off-the-job time in {out.name}"):
            disk.write_whole(out, passing.read_bytes())
    finally:
        passing.unlink(missing_ok=True)
    return pages


def report(store: Store, today: str) -> HoursReport:
    """Return what the PDF prints, as it stands on a day."""
    entries = queries.hours.entries(store)
    details = queries.portfolio.details(store)
    modules = _modules(store)
    source = hours.target(store).source
    rules, hides = hours.rules(), hides_in(store, [source, *(each.activity for each in entries)])
    at = datetime.now(UTC)
    return HoursReport(
        apprentice=details.name,
        employer=details.employer,
        provider=details.provider,
        standard=queries.standard.standard(store).name,
        position=hours.position(store, today).words,
        target_source=masked(source, hides),
        record=rules.record,
        months=hours_weeks.months(entries, hours.planned_line(store)),
        rows=tuple(
            HoursReportRow(
                day_words(each.day),
                each.day[:7],
                each.minutes,
                masked(each.activity, hides),
                rules.kind_title(each.category),
                modules.get(each.module_uid, ""),
            )
            for each in entries
        ),
        built=at.isoformat(timespec="seconds"),
        built_words=day_words(today),
    )


def _modules(store: Store) -> dict[str, str]:
    rows = queries.plan.rows(store, PlannedKind.MODULE)
    hides = hides_in(store, [each.title for each in rows])
    return {each.uid: masked(each.title, hides) for each in rows}


def _items(store: Store) -> dict[str, str]:
    """Return what stands for an item: its number in the bundle, else its title without names."""
    items = queries.evidence.items(store)
    hides = hides_in(store, [each.title for each in items])
    return {each.uid: each.ref or masked(each.title, hides) for each in items}


def hides_in(store: Store, texts: Sequence[str]) -> tuple[Hide, ...]:
    """Return what is hidden anywhere and stands in one of these texts, each wording once."""
    whole = "\n".join(texts).casefold()
    found = {
        hide.anchor.quote.casefold(): hide
        for hide in queries.hides.hides(store)
        if len(hide.anchor.quote.strip()) >= _LEAST_HIDDEN and hide.anchor.quote.casefold() in whole
    }
    return tuple(found.values())
