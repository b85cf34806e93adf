"""Crib cards: A6, four to an A4 sheet with cut marks, front and back; or a list on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from portfolio_app.domain.crib import PROMPTS, CribCard, CribLayout, CribPages
from portfolio_app.pdf import fonts, ua
from portfolio_app.pdf.finishing import Identity, finish
from portfolio_app.pdf.flow import LEADING, Block, paginate, paragraph
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import BOTTOM, LEFT, MM, TOP, WIDTH, ink_of, shape
from portfolio_app.pdf.own_document import HEADED
from portfolio_app.pdf.own_document import write as write_document
from portfolio_app.pdf.sheet import A4, Bookmark, Node, Sheet, Target
from portfolio_app.pdf.tables import Cell, Column, Table
from portfolio_app.pdf.tail import append_tail
from portfolio_app.problems import PortfolioError

TITLE = "Crib cards"
A_SHEET = 4  # cards
_WIDE, _HIGH = A4[0] / 2, A4[1] / 2  # points: A6 (ISO 216), four to an A4
_PAD = 9 * MM  # free at every edge of a card
_ROOM = _WIDE - 2 * _PAD
_MARK = 14.0  # length of a cut mark
_FOOT = 7.0
_TO_WRITE = 24.0  # height of a line to write on
_BACK_SIZES = (12.0, 11.0, 10.0, 9.0, 8.0, 7.5)  # the largest that fits the back of a card
_LIST_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)  # nothing is printed below 7 points
_SIDES = {CribLayout.SIDE: 1, CribLayout.SHEET: 2}
_CODE, _PLACE = 150.0, 78.0  # widths in a list


def render(pages: CribPages, out: Path) -> int:
    """Write the cards to ``out`` (A4) and return the number of pages.

    Cards: a page of fronts, then the page of their backs, mirrored so that they meet when the sheet
    is printed on both sides and flipped on its long edge.

    Raises:
        PortfolioError: a list does not fit its one sheet in letters of 7 points ("too-long").
    """
    if pages.layout is CribLayout.CARDS:
        return _cards(pages, out)
    return _list(pages, out)


def _identity(pages: CribPages) -> Identity:
    return Identity(TITLE, pages.apprentice, pages.built, pages.app)


# cards


@dataclass(frozen=True, slots=True)
class _Corner:
    """Where a card lies on the sheet: its left and its upper edge, in points."""

    left: float
    top: float

    @property
    def x(self) -> float:
        """Where its text begins."""
        return self.left + _PAD

    @property
    def low(self) -> float:
        """The lower edge of the card."""
        return self.top - _HIGH


def _cards(pages: CribPages, out: Path) -> int:
    passing = out.with_name(out.name + ".ours")
    sheets = [pages.cards[at : at + A_SHEET] for at in range(0, len(pages.cards), A_SHEET)]
    try:
        sheet = Sheet()
        for number, some in enumerate(sheets, 1):
            named = f"{some[0].code} to {some[-1].code}" if len(some) > 1 else some[0].code
            with sheet.inside("Sect"):
                sheet.bookmarks.append(Bookmark(named, Target(sheet.page)))
                for at, card in enumerate(some):
                    _front(sheet, card, _corner(at % 2, at // 2), pages.foot)
                _end(sheet, f"Sheet {number} of {len(sheets)}, front. {pages.about}")
                for at, card in enumerate(some):
                    _back(sheet, card, _corner(1 - at % 2, at // 2), pages.foot)
                _end(sheet, f"Sheet {number} of {len(sheets)}, back")
        sheet.save(passing)
        with pikepdf.open(passing) as pdf:
            finish(pdf, _identity(pages))
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        append_tail(out, sheet)
        ua.declare(out)
    finally:
        passing.unlink(missing_ok=True)
    return len(sheets) * 2


def _corner(column: int, row: int) -> _Corner:
    return _Corner(column * _WIDE, A4[1] - row * _HIGH)


def _front(sheet: Sheet, card: CribCard, at: _Corner, foot: str) -> None:
    y = _front_code(sheet, card, at.x, at.top - _PAD) - 20
    y = _lines(sheet, at.x, y, card.short, BOLD, 17, most=6)
    floor = at.low + _PAD + (34 if card.group else 16)
    if _differs(card):
        most = int((y - 8 - floor) // (9.5 * LEADING))
        _lines(sheet, at.x, y - 8, card.text, REGULAR, 9.5, most=most, ink="print.muted")
    if card.group:
        _lines(sheet, at.x, at.low + _PAD + 24, card.group, REGULAR, 8.5, most=1, ink="print.muted")
    _foot(sheet, at, foot)


def _front_code(sheet: Sheet, card: CribCard, x: float, top: float) -> float:
    """Draw mark and code, a heading that stands for a code in some lines; return where it ends."""
    words, node = fonts.clean(card.code), Node("H1")
    size = 30.0 if fonts.width(words, BOLD, 30) <= _ROOM - 32 else 15.0
    y = top - size
    for number, line in enumerate(fonts.short_lines(words, size, _ROOM - size, 3, BOLD)):
        with sheet.mark(node):
            if not number:
                shape(sheet, card.kind, x + size * 0.36, y + size * 0.35, size * 0.7)
            sheet.text(x + size, y, line, BOLD, size, ink_of(card.kind))
        y -= size * 1.2 if size < 30 else 0
    return y


def _differs(card: CribCard) -> bool:
    short, text = " ".join(card.short.split()), " ".join(card.text.split())
    return bool(text) and short.rstrip(".…") != text.rstrip(".")


def _back(sheet: Sheet, card: CribCard, at: _Corner, foot: str) -> None:
    y = at.top - _PAD - 11
    code = fonts.fit(fonts.clean(card.code), BOLD, 11, _ROOM - 14)
    with sheet.mark(Node("H1")):
        shape(sheet, card.kind, at.x + 4, y + 4, 8)
        sheet.text(at.x + 13, y, code, BOLD, 11, ink_of(card.kind))
    y = _lines(sheet, at.x, y - 8, card.place, BOLD, 15, most=2)
    if card.also:
        y = _lines(sheet, at.x, y - 1, f"Also {', '.join(card.also)}", REGULAR, 9, most=2,
                   ink="print.muted")  # fmt: skip
    floor = at.low + _PAD + 14
    for size in _BACK_SIZES:
        high = _back_height(card, size)
        if high <= y - 10 - floor or size == _BACK_SIZES[-1]:
            _back_words(sheet, card, at.x, y - 10, size, floor)
            break
    _foot(sheet, at, foot)


def _back_height(card: CribCard, size: float) -> float:
    step, room = size * LEADING, _ROOM - size * 1.4
    high = PROMPTS * 5 + 12.0
    for each in _prompts(card):
        high += len(_wrapped(each, REGULAR, size, room)) * step if each else _TO_WRITE
    high += len(_wrapped(card.figure, BOLD, size, _ROOM - 12)) * step + 14 if card.figure else 0
    small = size - 2.5
    for each in card.theory:
        high += min(len(_wrapped(each, REGULAR, small, _ROOM)), 3) * small * LEADING + 3
    return high


def _back_words(
    sheet: Sheet, card: CribCard, x: float, y: float, size: float, floor: float
) -> None:
    """Draw prompts, figure and theory below ``y``; a prompt that is not there is a line to write
    on.
    """  # noqa: D205 - one thought
    step = size * LEADING
    for number, prompt in enumerate(_prompts(card), 1):
        if not prompt:
            with sheet.artifact():
                low = y - _TO_WRITE
                sheet.text(x, low + 3, str(number), BOLD, size, "print.muted")
                sheet.rule(x + size * 1.4, low, x + _ROOM, "print.rule", 0.6)
            y -= _TO_WRITE + 5
            continue
        node = Node("P")
        for at, line in enumerate(_wrapped(prompt, REGULAR, size, _ROOM - size * 1.4)):
            if y - step < floor:
                return
            with sheet.mark(node):
                if not at:
                    sheet.text(x, y - size, str(number), BOLD, size, "print.muted")
                sheet.text(x + size * 1.4, y - size, line, REGULAR, size)
            y -= step
        y -= 5
    if card.figure:
        lines = _wrapped(card.figure, BOLD, size, _ROOM - 12)
        with sheet.artifact():
            sheet.box((x, y - len(lines) * step - 8, x + _ROOM, y - 1), line="print.rule",
                      weight=0.8, radius=3)  # fmt: skip
        y = _lines(sheet, x + 6, y - 4, card.figure, BOLD, size, most=6, room=_ROOM - 12) - 9
    small = max(size - 2.5, 7.0)
    for each in card.theory:
        if y - small * LEADING < floor:
            return
        room = int((y - floor) // (small * LEADING))
        y = _lines(sheet, x, y - 3, each, REGULAR, small, most=min(room, 3), ink="print.muted")


def _prompts(card: CribCard) -> list[str]:
    found = [each for each in card.prompts if each][:PROMPTS]
    return found + [""] * (PROMPTS - len(found))


def _wrapped(text: str, face: str, size: float, room: float) -> list[str]:
    return fonts.wrap(fonts.clean(text), face, size, room) if text else []


def _lines(
    sheet: Sheet,
    x: float,
    y: float,
    text: str,
    face: str,
    size: float,
    *,
    most: int,
    ink: str = "print.ink",
    room: float = _ROOM,
) -> float:
    """Draw a paragraph from ``y`` downwards, at most so many lines; return where it ends."""
    node = Node("P")
    for line in fonts.short_lines(fonts.clean(text), size, room, most, face):
        with sheet.mark(node):
            sheet.text(x, y - size, line, face, size, ink)
        y -= size * LEADING
    return y


def _foot(sheet: Sheet, at: _Corner, foot: str) -> None:
    words = fonts.fit(fonts.clean(foot), REGULAR, _FOOT, _ROOM)
    with sheet.mark(Node("P")):
        sheet.text(at.x, at.low + _PAD, words, REGULAR, _FOOT, "print.muted")


def _end(sheet: Sheet, words: str) -> None:
    """Draw cut marks and say in the margin which page of which sheet it is; end the page."""
    middle, half = A4[0] / 2, A4[1] / 2
    with sheet.artifact():
        for y0, y1 in ((0, _MARK), (A4[1] - _MARK, A4[1]), (half - 7, half + 7)):
            sheet.rule(middle, y0, middle, "print.ink", 0.5, y1)
        for x0, x1 in ((0, _MARK), (A4[0] - _MARK, A4[0]), (middle - 7, middle + 7)):
            sheet.rule(x0, half, x1, "print.ink", 0.5)
        said = fonts.fit(fonts.clean(words), REGULAR, _FOOT, A4[0] / 2 - 60)
        sheet.text(_PAD, 12, said, REGULAR, _FOOT, "print.muted")
    sheet.end_page()


# a list on one sheet


def _list(pages: CribPages, out: Path) -> int:
    most = _SIDES[pages.layout]
    for size in _LIST_SIZES:
        blocks = _rows(pages, size)
        if len(paginate(blocks, first=TOP - BOTTOM - HEADED)) <= most:
            break
    else:
        sides = "one side" if most == 1 else "one sheet"
        raise PortfolioError(
            f"{len(pages.cards)} KSBs don't fit on {sides} of A4 in letters that can be read. "
            "Nothing was written.",
            hint="Choose fewer KSBs, or shorten the prompts.",
            code="too-long",
        )
    header = f"Crib list · {pages.standard}"
    return write_document(out, _identity(pages), blocks, header=header, foot=pages.foot)


def _rows(pages: CribPages, size: float) -> list[Block]:
    blocks = paragraph(pages.about, size=max(size - 1, 7), ink="print.muted")
    words = WIDTH - _CODE - _PLACE - 16
    table = Table(
        (
            Column("KSB", LEFT, _CODE),
            Column("Where", LEFT + _CODE + 8, _PLACE),
            Column("Prompts", LEFT + _CODE + _PLACE + 16, words),
        ),
        size=size,
    )
    blocks.append(table.head(gap=4))
    for card in pages.cards:
        blocks += _row(table, card, size, words)
    return blocks


def _place(words: str, size: float) -> list[str]:
    """Return where the evidence is on two lines: a long title is cut, its page never."""
    lines = [*fonts.short_lines(words, size, _PLACE, 2, BOLD)]
    title, comma, page = words.rpartition(", ")
    if not comma or not lines[-1].endswith("…") or fonts.width(page, BOLD, size) > _PLACE:
        return lines
    return [*fonts.short_lines(title, size, _PLACE, 1, BOLD), page]


def _row(table: Table, card: CribCard, size: float, words: float) -> Sequence[Block]:
    def mark(sheet: Sheet, x: float, y: float) -> None:
        shape(sheet, card.kind, x + 3.5, y + size * 0.3, size * 0.75)

    said = " · ".join(each for each in (*card.prompts, card.figure) if each)
    code = fonts.short_lines(fonts.clean(f"{card.code} {card.short}"), size, _CODE - 12, 2, REGULAR)
    places = _place(fonts.clean(card.place), size)
    return table.row(
        [
            Cell(code, ink=ink_of(card.kind), paint=mark, indent=12),
            Cell(places, face=BOLD),
            Cell(_wrapped(said, REGULAR, size, words)),
        ]
    )
