"""The gateway checklist as a PDF: groups of rows, each with state, proof, owner and its source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from portfolio_app.domain.gateway import (
    CAVEAT,
    EPAO_FIRST,
    TITLE,
    Checklist,
    GatewayRow,
    owner_words,
)
from portfolio_app.domain.planned import GatewayState
from portfolio_app.pdf import fonts
from portfolio_app.pdf.finishing import Identity
from portfolio_app.pdf.flow import Block, paragraph, space
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import LEFT, WIDTH
from portfolio_app.pdf.own_document import write
from portfolio_app.pdf.sheet import Node, Sheet, colour
from portfolio_app.pdf.tables import Cell, Column, Table

_SIZE = 8.5
_STATE, _OWNER, _GAP = 88.0, 62.0, 8.0
_MARK = 7.0  # points across
_LONGEST = 400  # lines of one cell: more than the longest note has
_WITH = ("Apprentice", "For the employer", "For the training provider")


def render(checklist: Checklist, out: Path) -> int:
    """Write the checklist to ``out`` (A4) and return the number of pages."""
    identity = Identity(TITLE, checklist.apprentice, checklist.built)
    return write(
        out,
        identity,
        _blocks(checklist),
        header=f"{TITLE} · {checklist.standard}",
        foot=f"{checklist.built_words} · {CAVEAT}",
    )


def _blocks(checklist: Checklist) -> list[Block]:
    gateway = checklist.gateway
    blocks = paragraph(gateway.words, face=BOLD, size=11.5)
    for number, (name, value) in enumerate(checklist.facts):
        blocks.append(_fact(name, value, gap=6 if not number else 1))
    blocks += paragraph(EPAO_FIRST, size=9.5, ink="print.muted", gap=6)
    for group, title in gateway.groups:
        blocks += paragraph(title, face=BOLD, size=11, gap=14, tag="H2", keep=True)
        table = Table(_columns(), size=_SIZE, more=fonts.clean(f"{title}, continued"))
        blocks.append(table.head(gap=3))
        for row in gateway.of_group(group):
            blocks += table.row(_cells(row))
    blocks += _looked_at()
    return blocks


def _columns() -> tuple[Column, ...]:
    rest = WIDTH - _STATE - _OWNER - 4 * _GAP
    wide = (_STATE, rest * 0.37, rest * 0.31, _OWNER, rest * 0.32)
    columns, x = [], LEFT
    for title, width in zip(("State", "What", "What shows it", "Whose", "From"), wide, strict=True):
        columns.append(Column(title, x, width))
        x += width + _GAP
    return tuple(columns)


def _cells(row: GatewayRow) -> list[Cell]:
    columns = _columns()

    def lines(text: str, column: int, face: str = REGULAR, less: float = 0) -> list[str]:
        wide = columns[column].wide - less
        return fonts.wrap(fonts.clean(text), face, _SIZE, wide)[:_LONGEST]

    def mark(sheet: Sheet, x: float, y: float) -> None:
        _mark(sheet, row, x + 0.5, y - 0.5)

    proof = lines(row.proof, 2) if row.proof else []
    if row.said:
        proof += lines(row.said, 2)
    return [
        Cell(lines(row.state_words, 0, BOLD, _MARK + 5), face=BOLD, paint=mark, indent=_MARK + 5),
        Cell(lines(row.title, 1)),
        Cell(proof or ["–"]),
        Cell(lines(owner_words(row.owner), 3)),
        Cell(lines(row.source.removesuffix(EPAO_FIRST).strip(), 4), ink="print.muted"),
    ]


def _mark(sheet: Sheet, row: GatewayRow, x: float, y: float) -> None:
    """Draw the state as a box: full, empty, half, or crossed by a line; none where it is off."""
    if row.is_off:
        sheet.rule(x, y + _MARK / 2, x + _MARK, "print.ink", 0.8)
        return
    sheet.raw(f"{colour('print.ink')} RG {colour('print.ink')} rg 0.8 w")
    sheet.raw(f"{x:.2f} {y:.2f} {_MARK:.2f} {_MARK:.2f} re S")
    if row.state is GatewayState.DONE:
        sheet.raw(f"{x:.2f} {y:.2f} {_MARK:.2f} {_MARK:.2f} re f")
    elif row.state is GatewayState.ELSEWHERE:
        sheet.raw(f"{x:.2f} {y:.2f} {_MARK / 2:.2f} {_MARK:.2f} re f")
    elif row.state is GatewayState.EXCEPTION:
        sheet.raw(f"{x:.2f} {y:.2f} m {x + _MARK:.2f} {y + _MARK:.2f} l S")


def _fact(name: str, value: str, *, gap: float) -> Block:
    node = Node("P")
    said = fonts.fit(fonts.clean(value or "…"), REGULAR, 9.5, WIDTH - 110)

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(node):
            sheet.text(LEFT, y - 9.5, name, REGULAR, 9.5, "print.muted")
            sheet.text(LEFT + 110, y - 9.5, said, REGULAR, 9.5)

    return Block(9.5 * 1.38, draw, gap)


def _looked_at() -> list[Block]:
    """Return the lines on which those at the gateway meeting say that they looked at it."""
    blocks = paragraph(
        "Looked at together", face=BOLD, size=11, gap=16, tag="H2", keep=True
    )  # a heading of the lines below

    def line(role: str) -> Callable[[Sheet, float], None]:
        node = Node("P")

        def draw(sheet: Sheet, y: float) -> None:
            for x, name, end in (
                (LEFT, role, LEFT + WIDTH * 0.7 - 12),
                (LEFT + WIDTH * 0.7, "Date", LEFT + WIDTH),
            ):
                with sheet.mark(node):
                    sheet.text(x, y - 18, name, REGULAR, 9, "print.muted")
                start = x + fonts.width(name, REGULAR, 9) + 6
                with sheet.artifact():
                    sheet.rule(start, y - 20, end, "print.rule", 0.6)

        return draw

    for number, role in enumerate(_WITH):
        blocks.append(Block(24, line(role), keep=number < len(_WITH) - 1))
    blocks.append(space(2))
    return blocks
