"""Off-the-job time as a PDF for a review: where it stands, month by month, every entry."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain.days import month_words
from portfolio_app.domain.hours_report import HoursReport, HoursReportRow
from portfolio_app.domain.hours_weeks import Month
from portfolio_app.domain.minutes import minutes_words
from portfolio_app.pdf import fonts
from portfolio_app.pdf.finishing import Identity
from portfolio_app.pdf.flow import Block, paragraph, space
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import LEFT, WIDTH
from portfolio_app.pdf.own_document import write
from portfolio_app.pdf.tables import Cell, Column, Table

_SIZE = 9.0
_GAP = 11.0
_MOST_LINES = 12


def render(report: HoursReport, out: Path) -> int:
    """Write the report to ``out`` (A4) and return the number of pages."""
    identity = Identity("Off-the-job training", report.apprentice, report.built, report.app)
    header = f"Off-the-job training · {report.standard}"
    foot = f"Made {report.built_words} · the apprentice's own record. {report.record}"
    return write(out, identity, _blocks(report), header=header, foot=foot)


def _blocks(report: HoursReport) -> list[Block]:
    blocks: list[Block] = []
    for name, value in (
        ("Apprentice", report.apprentice),
        ("Employer", report.employer),
        ("Training provider", report.provider),
    ):
        if value:
            blocks += paragraph(f"{name}: {value}", size=10)
    blocks += paragraph(f"{report.position}.", face=BOLD, size=11, gap=8)
    if report.target_source:
        blocks += paragraph(f"Target as in: {report.target_source}", size=9.5, gap=2)
    blocks += paragraph(report.record, size=9.5, ink="print.muted", gap=2)
    if report.months:
        blocks += _heading("Month by month")
        blocks += _months(report.months)
    if report.rows:
        blocks += _heading("Every entry")
        blocks += _rows(report)
    else:
        blocks += paragraph("Nothing is logged yet.", gap=12)
    return blocks


def _heading(words: str) -> list[Block]:
    return [space(10, keep=True), *paragraph(words, face=BOLD, size=12, tag="H2", keep=True),
            space(2, keep=True)]  # fmt: skip


def _months(months: tuple[Month, ...]) -> list[Block]:
    has_line = any(each.planned_so_far is not None for each in months)
    shares = [("Month", 130.0, False), ("Logged", 70.0, True), ("In all", 80.0, True)]
    if has_line:
        shares += [("Planned", 80.0, True), ("Planned in all", 100.0, True)]
    table = _table(shares)
    blocks = [table.head()]
    for each in months:
        cells = [
            Cell([month_words(each.month)]),
            Cell([minutes_words(each.minutes) or "–"]),
            Cell([minutes_words(each.so_far) or "–"]),
        ]
        if has_line:
            cells += [
                Cell(["–" if told is None else minutes_words(told) or "0h 00"])
                for told in (each.planned, each.planned_so_far)
            ]
        blocks += table.row(cells)
    return blocks


def _rows(report: HoursReport) -> list[Block]:
    kinds = any(each.kind for each in report.rows)
    modules = any(each.module for each in report.rows)
    shares = [("Date", 84.0, False), ("Time", 40.0, True)]
    rest = WIDTH - sum(wide + _GAP for _, wide, _ in shares)
    beside = [*([("Kind", 100.0, False)] if kinds else []),
              *([("Module", 96.0, False)] if modules else [])]  # fmt: skip
    rest -= sum(wide + _GAP for _, wide, _ in beside)
    shares += [("What was done", rest, False), *beside]
    table = _table(shares)
    blocks = [table.head()]
    for each in report.rows:
        blocks += table.row(_cells(each, [wide for _, wide, _ in shares[2:]], kinds, modules))
    return blocks


def _cells(row: HoursReportRow, wides: list[float], kinds: bool, modules: bool) -> list[Cell]:  # noqa: FBT001 - which columns there are
    words = [row.activity, *([row.kind] if kinds else []), *([row.module] if modules else [])]
    cells = [Cell([row.day]), Cell([minutes_words(row.minutes)])]
    for said, wide in zip(words, wides, strict=True):
        lines = fonts.wrap(fonts.clean(said), REGULAR, _SIZE, wide)
        cells.append(Cell(lines[:_MOST_LINES]))
    return cells


def _table(shares: list[tuple[str, float, bool]]) -> Table:
    x = LEFT
    columns = []
    for title, wide, right in shares:
        columns.append(Column(title, x, wide, right))
        x += wide + _GAP
    return Table(tuple(columns), size=_SIZE)
