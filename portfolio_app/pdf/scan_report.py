"""A skills scan for the training provider: marks as a table with a dot plot, no private notes."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.scan import ScanReport, ScanReportRow
from portfolio_app.pdf import fonts
from portfolio_app.pdf.finishing import Identity
from portfolio_app.pdf.flow import Block, paragraph, space
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import LEFT, WIDTH, ink_of, shape
from portfolio_app.pdf.own_document import write
from portfolio_app.pdf.sheet import Sheet, colour
from portfolio_app.pdf.tables import Cell, Column, Table

_CODE, _MARKS, _CHANGE = 44.0, 62.0, 42.0
_PLOT = 150.0
_SIZE = 9.0


def render(report: ScanReport, out: Path) -> int:
    """Write the report to ``out`` (A4) and return the number of pages."""
    identity = Identity(f"Skills scan: {report.title}", report.apprentice, report.built, report.app)
    header = f"Skills scan · {report.standard}"
    foot = f"Made {report.built_words} · private; not part of the portfolio of evidence"
    return write(out, identity, _blocks(report), header=header, foot=foot)


def _blocks(report: ScanReport) -> list[Block]:
    blocks: list[Block] = []
    facts = (("Apprentice", report.apprentice), ("Employer", report.employer),
             ("Training provider", report.provider))  # fmt: skip
    for name, value in facts:
        blocks += paragraph(f"{name}: {value or '…'}", size=10)
    scale = " · ".join(f"{number} {word}" for number, word in enumerate(report.scale, 1))
    blocks += paragraph(f"Scale: {scale}", size=9.5, gap=8)
    if report.compared:
        told = f"Hollow circle: {report.compared}. Filled circle: {report.title}. "
    else:
        told = "Filled circle: the apprentice's own mark. "
    told += "Short upright line: the line manager's mark."
    blocks += paragraph(told, size=9, ink="print.muted", gap=4)
    blocks.append(space(6))
    words = WIDTH - _CODE - _PLOT - _MARKS - _CHANGE - 24
    x = LEFT
    columns = []
    for title, wide, right in (
        ("KSB", _CODE, False),
        ("What it asks for", words, False),
        ("Own · manager", _MARKS, False),
        ("Change", _CHANGE, False),
        (f"1 to {len(report.scale)}", _PLOT, False),
    ):
        columns.append(Column(title, x, wide, right))
        x += wide + 6
    table = Table(tuple(columns), size=_SIZE)
    blocks.append(table.head(gap=4))
    for row in report.rows:
        blocks += _row(table, row, len(report.scale), words)
    return blocks


def _row(table: Table, row: ScanReportRow, steps: int, wide: float) -> list[Block]:
    lines = fonts.wrap(fonts.clean(row.short), REGULAR, _SIZE, wide)[:3]

    def mark(sheet: Sheet, x: float, y: float) -> None:
        shape(sheet, row.kind, x + 4, y + 3, 7)

    def plot(sheet: Sheet, x: float, y: float) -> None:
        _plot(sheet, row, steps, x, y + 3)

    change = "" if row.change is None else f"{row.change:+d}" if row.change else "0"
    own = "–" if row.own is None else str(row.own)
    manager = "–" if row.manager is None else str(row.manager)
    return table.row(
        [
            Cell([row.code], face=BOLD, ink=ink_of(row.kind), paint=mark, indent=13),
            Cell(lines),
            Cell([f"{own} · {manager}"]),
            Cell([change.replace("-", "\u2212")]),
            Cell(paint=plot),
        ]
    )


def _plot(sheet: Sheet, row: ScanReportRow, steps: int, left: float, y: float) -> None:
    """Draw one line of the dot plot: its words stand in the columns beside it."""

    def at(step: int) -> float:
        return left + 8 + (step - 1) * (_PLOT - 16) / max(steps - 1, 1)

    sheet.rule(at(1), y, at(steps), "print.hairline", 0.5)
    for step in range(1, steps + 1):
        sheet.rule(at(step), y - 2, at(step), "print.rule", 0.5, y + 2)
    if row.before is not None and row.own is not None:
        sheet.rule(at(row.before), y, at(row.own), "print.ink", 1.4)
    if row.manager is not None:
        sheet.rule(at(row.manager), y - 6, at(row.manager), "print.ink", 1.6, y + 6)
    if row.before is not None:
        _circle(sheet, at(row.before), y, 4.2, "light.surface.paper")
    if row.own is not None:
        _circle(sheet, at(row.own), y, 3.4, ink_of(row.kind))


def _circle(sheet: Sheet, x: float, y: float, r: float, fill: str) -> None:
    shape(sheet, KsbKind.SKILL, x, y, 2 * r, "print.ink")
    shape(sheet, KsbKind.SKILL, x, y, 2 * r - 2, fill)
    sheet.raw(f"{colour('print.ink')} rg")
