"""The review pack: two pages for a review meeting, with room to write. No quoted evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from portfolio_app.domain.number_words import counted
from portfolio_app.domain.review_pack import PackAction, PackKsb, ReviewPack
from portfolio_app.pdf import fonts
from portfolio_app.pdf.finishing import Identity
from portfolio_app.pdf.flow import Block, paragraph, space
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    chip,
    chip_width,
    ink_of,
    shape,
)
from portfolio_app.pdf.own_document import HEADED, write
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.pdf.tables import Cell, Column, Table

TITLE = "Review pack"
PAGES = 2

_SIZE = 9.5  # points
_MOST = 40  # rows of a list that are tried
_LINE = 24.0  # points of a line to write on
_LEAST_LINES, _MOST_LINES = 3, 8
_NAMES = 96.0  # points of the names of facts
_GAP = 11.0  # above a heading
_CHIP = 7.5
_WORDED = 4  # KSBs that are told with their words; more of them by code alone


def render(pack: ReviewPack, out: Path) -> int:
    """Write the pack to ``out`` (A4) and return the number of pages, which is always two."""
    identity = Identity(TITLE, pack.apprentice, pack.built, pack.app)
    first = _fitted(lambda most: _first(pack, most), TOP - BOTTOM - HEADED)
    second = _second(pack)
    foot = f"Made {pack.built_words}"
    return write(out, identity, [*first, *second], header=pack.standard, foot=foot)


def _fitted(make: Callable[[int], list[Block]], room: float) -> list[Block]:
    """Return a page's blocks with as many rows as fit, filled up to the page's foot."""
    blocks, rest = _longest(make, room)
    # Not the whole of it: what comes next then goes to the next page, and this stays on its own.
    return [*blocks, space(max(rest - 0.1, 0.0))]


def _longest(make: Callable[[int], list[Block]], room: float) -> tuple[list[Block], float]:
    """Return the blocks of the longest lists that fit, and the points that are left."""
    most = _MOST
    blocks = make(most)
    while _height(blocks) > room and most > 1:
        most -= 1
        blocks = make(most)
    return blocks, room - _height(blocks)


def _height(blocks: Sequence[Block]) -> float:
    return sum(each.height + (each.gap if at else 0) for at, each in enumerate(blocks))


# the first page


def _first(pack: ReviewPack, most: int) -> list[Block]:
    blocks = _lines(pack.title, BOLD, 14, 2, tag="H2")
    facts = (
        ("When", pack.day), ("Where", pack.place), ("Who", ", ".join(pack.who)),
        ("Apprentice", pack.apprentice), ("Employer", pack.employer),
        ("Training provider", pack.provider), ("Standard", pack.standard),
        ("Planned gateway", pack.gateway),
    )  # fmt: skip
    for number, (name, value) in enumerate(facts):
        if value:
            blocks.append(_fact(name, value, gap=5 if not number else 1))
    if pack.notice:
        blocks += paragraph(pack.notice, size=8.5, ink="print.muted", gap=3)
    which = "annual review" if pack.is_annual else "review"
    since = f"Since the last {which}, {pack.since}" if pack.since else "Since the beginning"
    blocks += _heading(since)
    blocks += _counts(pack)
    blocks += _newly(pack, most)
    blocks += _heading(counted(len(pack.pieces), "new piece of evidence", "new pieces of evidence"))
    blocks += _pieces(pack, most)
    blocks += _heading("Off-the-job time")
    for line in pack.hours:
        blocks += paragraph(line, size=_SIZE, gap=2)
    if pack.coming:
        blocks += _heading("Observations ahead")
        blocks += _listed(pack.coming, min(most, 6))
    blocks += paragraph(pack.rule, size=8.5, ink="print.muted", gap=8)
    return blocks


def _counts(pack: ReviewPack) -> list[Block]:
    table = Table(_columns(("KSBs", 150, False), ("Then", 46, True), ("Now", 46, True),
                           ("Change", 56, True)), size=_SIZE)  # fmt: skip
    blocks = [table.head(gap=4)]
    for each in pack.counts:
        change = each.now - each.then
        words = f"+{change}" if change > 0 else str(change).replace("-", "\u2212")
        cells = [Cell([each.words], face=BOLD), Cell([str(each.then)]), Cell([str(each.now)]),
                 Cell([words])]  # fmt: skip
        blocks += table.row(cells)
    return blocks


def _newly(pack: ReviewPack, most: int) -> list[Block]:
    if not pack.newly:
        return paragraph("No KSB has its first chosen passage since then.", size=_SIZE, gap=5)
    said = "has its first chosen passage" if len(pack.newly) == 1 else "have their first passage"
    told = f"{counted(len(pack.newly), 'KSB', 'KSBs')} {said}:"
    blocks = paragraph(told, size=_SIZE, gap=6, keep=True)
    if len(pack.newly) <= _WORDED:
        return blocks + [_ksb_line(each) for each in pack.newly]
    lines = _chip_lines(pack.newly)
    shown = lines[: max(most // 2, 1)]
    left = sum(map(len, lines[len(shown) :]))
    return blocks + [_chips(line) for line in shown] + _more(left)


def _chip_lines(ksbs: Sequence[PackKsb]) -> list[list[PackKsb]]:
    lines: list[list[PackKsb]] = []
    free = 0.0
    for each in ksbs:
        wide = chip_width(each.code, _CHIP) + 4
        if not lines or wide > free:
            lines.append([])
            free = WIDTH
        lines[-1].append(each)
        free -= wide
    return lines


def _chips(ksbs: Sequence[PackKsb]) -> Block:
    node = Node("P")

    def draw(sheet: Sheet, y: float) -> None:
        x = LEFT
        for each in ksbs:
            with sheet.mark(node):
                wide = chip_width(each.code, _CHIP)
                chip(sheet, each.kind, f"{each.code} ", x, y - 11, size=_CHIP, wide=wide)
            x += wide + 4

    return Block(15, draw, gap=2)


def _ksb_line(each: PackKsb) -> Block:
    node = Node("P")
    words = fonts.clean(each.short)

    def draw(sheet: Sheet, y: float) -> None:
        base = y - _SIZE
        with sheet.artifact():
            shape(sheet, each.kind, LEFT + 5, base + 3, 7)
        with sheet.mark(node):
            sheet.text(LEFT + 13, base, each.code, BOLD, _SIZE, ink_of(each.kind))
            wide = fonts.width(f"{each.code}  ", BOLD, _SIZE)
            shown = fonts.fit(words, REGULAR, _SIZE, WIDTH - 13 - wide)
            sheet.text(LEFT + 13 + wide, base, shown, REGULAR, _SIZE)

    return Block(_SIZE * 1.4, draw, gap=1)


def _pieces(pack: ReviewPack, most: int) -> list[Block]:
    if not pack.pieces:
        return paragraph("Nothing was added since then.", size=_SIZE, gap=4)
    columns = _columns(("Number", 46, False), ("Title", 0, False), ("Kind", 96, False),
                       ("Date", 92, False))  # fmt: skip
    table = Table(columns, size=_SIZE)
    blocks = [table.head(gap=4)]
    shown = pack.pieces[:most]
    for each in shown:
        title = fonts.fit(fonts.clean(each.title), REGULAR, _SIZE, columns[1].wide)
        blocks += table.row(
            [Cell([each.ref or "–"]), Cell([title]), Cell([_cut(each.kind, columns[2])]),
             Cell([each.day or "–"])]
        )  # fmt: skip
    return blocks + _more(len(pack.pieces) - len(shown))


# the second page


def _second(pack: ReviewPack) -> list[Block]:
    """Return the second page: lists as long as fit above at least three lines to write on."""
    room = TOP - BOTTOM
    sign = _initials(pack)
    kept = _height(sign) + _GAP + _LEAST_LINES * _LINE
    blocks, rest = _longest(lambda most: _lists(pack, most), room - kept)
    rest += _LEAST_LINES * _LINE
    lines = min(max(int(rest / _LINE), 1), _MOST_LINES)
    return [*blocks, *(_to_write() for _ in range(lines)), *sign]


def _lists(pack: ReviewPack, most: int) -> list[Block]:
    told = counted(len(pack.gaps), "KSB needs evidence", "KSBs need evidence")
    blocks = _heading(told if pack.gaps else "No KSB is without a chosen passage")
    blocks += _gaps(pack, most)
    blocks += _heading(f"Last time: {pack.last_words}" if pack.last else "Last time")
    if pack.last:
        blocks += _actions(pack.last, min(most, 12), standing=True)
    else:
        blocks += paragraph("No actions were written down.", size=_SIZE, gap=4)
    blocks += _heading("Questions for the meeting")
    if pack.points:
        blocks += _listed(pack.points, max(most // 2, 1), box=True)
    else:
        blocks += paragraph("None were chosen.", size=_SIZE, gap=4)
    blocks += _heading("Agreed actions")
    if pack.agreed:
        blocks += _actions(pack.agreed, max(most // 2, 1), standing=False)
    return [*blocks, _writing_head()]


def _gaps(pack: ReviewPack, most: int) -> list[Block]:
    if not pack.gaps:
        return []
    columns = _columns(("KSB", 52, False), ("What it asks for", 0, False), ("Stands at", 62, False),
                       ("Suggested next step", 188, False))  # fmt: skip
    table = Table(columns, size=_SIZE)
    blocks = [table.head(gap=4)]
    shown = pack.gaps[:most]
    for each in shown:

        def mark(sheet: Sheet, x: float, y: float, each: PackKsb = each) -> None:
            shape(sheet, each.kind, x + 4, y + 3, 7)

        blocks += table.row(
            [
                Cell([fonts.fit(each.code, BOLD, _SIZE, columns[0].wide - 13)], face=BOLD,
                     ink=ink_of(each.kind), paint=mark, indent=13),
                Cell([_cut(each.short, columns[1])]),
                Cell([_cut(each.standing, columns[2])]),
                Cell(fonts.short_lines(each.step, _SIZE, columns[3].wide, 2)),
            ]
        )  # fmt: skip
    return blocks + _more(len(pack.gaps) - len(shown))


def _actions(rows: Sequence[PackAction], most: int, *, standing: bool) -> list[Block]:
    titles: list[tuple[str, float, bool]] = [
        ("Action", 0, False), ("Whose", 110, False), ("By", 92, False)
    ]  # fmt: skip
    if standing:
        titles.append(("Stands at", 62, False))
    columns = _columns(*titles)
    table = Table(columns, size=_SIZE)
    blocks = [table.head(gap=4)]
    shown = rows[:most]
    for each in shown:
        cells = [
            Cell(fonts.short_lines(each.title, _SIZE, columns[0].wide, 2)),
            Cell([_cut(each.owner, columns[1])]),
            Cell([each.by or "–"]),
        ]
        if standing:
            cells.append(Cell([each.standing], face=BOLD))
        blocks += table.row(cells)
    return blocks + _more(len(rows) - len(shown))


def _listed(lines: Sequence[str], most: int, *, box: bool = False) -> list[Block]:
    shown = lines[:most]
    blocks = [_point(each, box=box) for each in shown]
    return blocks + _more(len(lines) - len(shown))


def _point(words: str, *, box: bool) -> Block:
    node = Node("P")
    lines = fonts.short_lines(words, _SIZE, WIDTH - 16, 2)

    def draw(sheet: Sheet, y: float) -> None:
        base = y - _SIZE
        with sheet.artifact():
            if box:
                rect = (LEFT + 1, base - 1.5, LEFT + 9.5, base + 7)
                sheet.box(rect, line="print.ink", weight=0.8)
            else:
                sheet.rule(LEFT + 2, base + 3, LEFT + 8, "print.ink", 1)
        for line in lines:
            with sheet.mark(node):
                sheet.text(LEFT + 16, base, line, REGULAR, _SIZE)
            base -= _SIZE * 1.3

    return Block(len(lines) * _SIZE * 1.3 + 2, draw, gap=2)


def _writing_head() -> Block:
    node = Node("P")
    x = _write_columns()

    def draw(sheet: Sheet, y: float) -> None:
        names = ("Written at the meeting: action", "Whose", "By")
        for at, name in zip(x, names, strict=True):
            with sheet.mark(node):
                sheet.text(at, y - 8.5, f"{name} ", REGULAR, 8.5, "print.muted")

    return Block(12, draw, gap=5, keep=True)


def _to_write() -> Block:
    def draw(sheet: Sheet, y: float) -> None:
        low = y - _LINE + 4
        ends = [*_write_columns()[1:], RIGHT + 8]
        with sheet.artifact():
            for start, end in zip(_write_columns(), ends, strict=True):
                sheet.rule(start, low, end - 8, "print.rule", 0.7)

    return Block(_LINE, draw)


def _write_columns() -> tuple[float, float, float]:
    return (LEFT, RIGHT - 210, RIGHT - 92)


def _initials(pack: ReviewPack) -> list[Block]:
    node = Node("P")
    roles = pack.sign[:4]
    wide = WIDTH / max(len(roles), 1)

    def draw(sheet: Sheet, y: float) -> None:
        for number, role in enumerate(roles):
            x = LEFT + number * wide
            with sheet.mark(node):
                words = fonts.fit(f"{role}: ", REGULAR, 8.5, wide * 0.6)
                sheet.text(x, y - 22, words, REGULAR, 8.5)
            start = x + fonts.width(words, REGULAR, 8.5) + 3
            with sheet.artifact():
                sheet.rule(start, y - 23, x + wide - 10, "print.rule", 0.7)

    told = "Initials say that the actions were agreed. They sign nothing else."
    return [Block(26, draw, keep=True), *paragraph(told, size=8.5, ink="print.muted", gap=2)]


# small things


def _columns(*columns: tuple[str, float, bool]) -> tuple[Column, ...]:
    """Return columns side by side; the one of width 0 takes what is left."""
    used = sum(wide for _, wide, _ in columns) + 8 * (len(columns) - 1)
    x, made = LEFT, []
    for title, wide, right in columns:
        room = wide or WIDTH - used
        made.append(Column(title, x, room, right))
        x += room + 8
    return tuple(made)


def _cut(words: str, column: Column) -> str:
    return fonts.fit(fonts.clean(words), REGULAR, _SIZE, column.wide)


def _heading(words: str) -> list[Block]:
    return paragraph(words, face=BOLD, size=11.5, gap=_GAP, tag="H2", keep=True)


def _more(count: int) -> list[Block]:
    if count <= 0:
        return []
    return paragraph(f"… and {count} more", size=_SIZE, ink="print.muted", gap=2)


def _lines(words: str, face: str, size: float, most: int, *, tag: str) -> list[Block]:
    lines = fonts.short_lines(words, size, WIDTH, most, face)
    return [block for line in lines for block in paragraph(line, face=face, size=size, tag=tag)]


def _fact(name: str, value: str, *, gap: float) -> Block:
    node = Node("P")
    lines = fonts.short_lines(value, _SIZE, WIDTH - _NAMES, 2)

    def draw(sheet: Sheet, y: float) -> None:
        base = y - _SIZE
        with sheet.mark(node):
            sheet.text(LEFT, base, f"{name}: ", REGULAR, _SIZE, "print.muted")
        for line in lines:
            with sheet.mark(node):
                sheet.text(LEFT + _NAMES, base, line, REGULAR, _SIZE)
            base -= _SIZE * 1.3

    return Block(len(lines) * _SIZE * 1.3 + 1, draw, gap)
