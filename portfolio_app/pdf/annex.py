"""Annex A: every KSB against every piece, with the page of the best passage in each filled cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app import tokens
from portfolio_app.domain.bundle import PlanClaim, PlanKsb
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book, Piece
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import BOTTOM, LEFT, MM, TOP, WIDTH, end_page, ink_of, shape
from portfolio_app.pdf.sheet import Node, Sheet, Target

COLUMNS = 18  # pieces side by side
TITLE = "Annex A: KSB evidence map"

_CODE = 13 * MM
_SHORT = 56 * MM
_METHOD = 5 * MM
_GRID = LEFT + _CODE + _SHORT + _METHOD
_HEAD = 15.0
_TABLE_TOP = TOP - 46
_LEGEND = BOTTOM + 2
_MOST_LEGEND = 3  # lines
_LEGEND_ROOM = 44.0  # points: those lines, and the two that may stand above them
_HOLLOW = 6.0  # points across


@dataclass(frozen=True, slots=True)
class MapPage:
    """One page of the map: some rows, some columns."""

    ksbs: tuple[PlanKsb, ...]
    pieces: tuple[Piece, ...]


def compose(book: Book) -> list[MapPage]:
    """Return the pages of the map: rows first, so that the first page holds every KSB it can."""
    rows = max(int((_TABLE_TOP - _HEAD - _LEGEND - _LEGEND_ROOM) / _row()), 1)
    ksbs = tuple(book.ksbs.values())
    row_parts = [ksbs[i : i + rows] for i in range(0, len(ksbs), rows)] or [()]
    pieces = book.pieces
    parts = [pieces[i : i + COLUMNS] for i in range(0, len(pieces), COLUMNS)] or [()]
    return [MapPage(some, columns) for columns in parts for some in row_parts]


def draw(sheet: Sheet, book: Book, pages: Sequence[MapPage]) -> None:
    """Draw the map."""
    best = {
        (piece.item.uid, claim.ksb_uid): claim
        for piece in book.pieces
        for claim in reversed(piece.item.claims)
    }
    for number, page in enumerate(pages):
        _title(sheet, page, number, len(pages))
        with sheet.inside("Table"):
            _head(sheet, page)
            y = _TABLE_TOP - _HEAD
            for ksb in page.ksbs:
                y -= _row()
                with sheet.inside("TR"):
                    _row_head(sheet, book, ksb, y)
                    _cells(sheet, page, ksb, best, y)
        with sheet.artifact():
            _columns(sheet, page, y)
        _legend(sheet, book, page)
        end_page(sheet, book, TITLE)


def _cells(
    sheet: Sheet,
    page: MapPage,
    ksb: PlanKsb,
    best: dict[tuple[str, str], PlanClaim],
    y: float,
) -> None:
    empty = 0
    for column, piece in enumerate(page.pieces):
        claim = best.get((piece.item.uid, ksb.uid))
        if claim is None and ksb.uid not in piece.item.candidates:
            empty += 1
            continue
        if empty:
            sheet.blank(Node("TD", span=empty))
            empty = 0
        if claim is None:
            with sheet.inside("TD"):
                _candidate(sheet, column, y, piece, ksb)
            continue
        words = f"{ksb.code} in {piece.item.ref}, page {piece.page_of(claim)}"
        with sheet.inside("TD"):
            _cell(sheet, column, y, piece.place_of(claim), words)
    if empty:
        sheet.blank(Node("TD", span=empty))


def _row() -> float:
    return tokens.number("print.map_row_mm") * MM


def _column() -> float:
    return tokens.number("print.map_col_mm") * MM


def _title(sheet: Sheet, page: MapPage, number: int, pages: int) -> None:
    with sheet.mark(Node("H1" if not number else "P")):
        sheet.text(LEFT, TOP - 16, TITLE, BOLD, 16)
    parts = []
    if page.pieces:
        first, last = page.pieces[0].item.ref, page.pieces[-1].item.ref
        parts.append(first if first == last else f"{first} to {last}")
    if pages > 1:
        parts.append(f"map {number + 1} of {pages}")
    parts.append("each number is the page of this PDF that holds the passage")
    with sheet.mark(Node("P")):
        sheet.text(LEFT, TOP - 32, " · ".join(parts), REGULAR, 9, "print.muted")


def _head(sheet: Sheet, page: MapPage) -> None:
    base = _TABLE_TOP - _HEAD + 4.6
    with sheet.artifact():
        sheet.box((LEFT, _TABLE_TOP - _HEAD, _right(page), _TABLE_TOP), fill="print.band")
    with sheet.inside("TR"):
        for x, words in (
            (LEFT + 3, "KSB"),
            (LEFT + _CODE, "What it asks for"),
            (_GRID - _METHOD, ""),
        ):
            node = Node("TH", scope="Column")
            with sheet.mark(node):
                sheet.text(x, base, words, BOLD, 7.5)
        for column, piece in enumerate(page.pieces):
            x = _GRID + column * _column()
            words = piece.item.ref.removeprefix("E")
            wide = fonts.width(words, BOLD, 7.5)
            rect = (x, _TABLE_TOP - _HEAD, x + _column(), _TABLE_TOP)
            with (
                sheet.within(Node("TH", scope="Column")),
                sheet.link(rect, Target(piece.front), f"Front sheet of {piece.item.ref}"),
            ):
                sheet.text(x + (_column() - wide) / 2, base, words, BOLD, 7.5, "print.link")


def _row_head(sheet: Sheet, book: Book, ksb: PlanKsb, y: float) -> None:
    base = y + _row() * 0.31
    ink = "print.ink" if ksb.in_discussion else "print.muted"
    with sheet.artifact():
        if not ksb.in_discussion:
            sheet.box((LEFT, y, _GRID, y + _row()), fill="print.band")
        shape(
            sheet, ksb.kind, LEFT + 5.5, base + 2.6, 6.2, "" if ksb.in_discussion else "print.rule"
        )
    code = fonts.fit(ksb.code, BOLD, 8, _CODE - 13)
    rect = (LEFT, y, LEFT + _CODE, y + _row())
    with (
        sheet.within(Node("TH", scope="Row")),
        sheet.link(rect, book.entry(ksb.uid), f"{ksb.code} in the index"),
    ):
        colour = ink_of(ksb.kind) if ksb.in_discussion else "print.muted"
        sheet.text(LEFT + 11, base, code, BOLD, 8, colour)
    with sheet.mark(Node("TD")):
        words = fonts.fit(fonts.clean(ksb.short), REGULAR, 7.5, _SHORT - 5)
        sheet.text(LEFT + _CODE, base, words, REGULAR, 7.5, ink)
    with sheet.mark(Node("TD")):
        letter = method_letter(ksb)
        sheet.text(
            _GRID - _METHOD + (_METHOD - fonts.width(letter, REGULAR, 7.5)) / 2,
            base,
            letter,
            REGULAR,
            7.5,
            "print.muted",
        )


def method_letter(ksb: PlanKsb) -> str:
    """Return the one letter for how a KSB is assessed; a dash when that is not set."""
    word = ksb.method.strip()
    return "–" if not word or word.lower().startswith("not set") else word[0].upper()


def _cell(sheet: Sheet, column: int, y: float, target: Target, words: str) -> None:
    x = _GRID + column * _column()
    size = tokens.number("print.map_number_pt")
    number = str(target.page)
    wide = fonts.width(number, BOLD, size)
    stretch = min(100.0, 100 * (_column() - 1.2) / wide)
    with sheet.artifact():
        sheet.box((x + 0.5, y + 0.5, x + _column() - 0.5, y + _row() - 0.5), fill="print.cell")
    with sheet.link((x, y, x + _column(), y + _row()), target, words):
        left = x + (_column() - wide * stretch / 100) / 2
        sheet.text(left, y + _row() * 0.32, number, BOLD, size, "print.ink", stretch)


def _candidate(sheet: Sheet, column: int, y: float, piece: Piece, ksb: PlanKsb) -> None:
    """Draw a hollow mark: the piece may show it, and no passage was chosen yet."""
    x = _GRID + column * _column()
    words = f"{piece.item.ref} may show {ksb.code}: no passage chosen yet"
    rect = (x, y, x + _column(), y + _row())
    middle, centre, r = x + _column() / 2, y + _row() / 2, _HOLLOW / 2
    with sheet.link(rect, Target(piece.front), words):
        sheet.box(
            (middle - r, centre - r, middle + r, centre + r),
            line="print.muted",
            weight=0.8,
            radius=r,
        )


def _right(page: MapPage) -> float:
    return _GRID + max(len(page.pieces), 1) * _column()


def _columns(sheet: Sheet, page: MapPage, low: float) -> None:
    right = _right(page)
    y = _TABLE_TOP - _HEAD
    sheet.rule(LEFT, y, right, "print.ink", 0.8)
    for index, ksb in enumerate(page.ksbs):
        y -= _row()
        after = page.ksbs[index + 1] if index + 1 < len(page.ksbs) else None
        if after is None or ksb.theme or after.theme:
            ends = after is None or after.theme != ksb.theme
        else:
            ends = after.kind is not ksb.kind
        sheet.rule(LEFT, y, right, "print.rule" if ends else "print.hairline", 0.8 if ends else 0.4)
    for column in range(len(page.pieces) + 1):
        x = _GRID + column * _column()
        sheet.rule(x, _TABLE_TOP - _HEAD, x, "print.hairline", 0.4, low)


def _legend(sheet: Sheet, book: Book, page: MapPage) -> None:
    methods: dict[str, str] = {}
    for ksb in page.ksbs:
        word = ksb.method.strip() or "Not set"
        methods.setdefault(method_letter(ksb), word[0].lower() + word[1:])
    parts = [f"{letter} {word}" for letter, word in methods.items()]
    if any(not ksb.in_discussion for ksb in page.ksbs):
        parts.append(
            "grey: not assessed by the professional discussion"
            if book.plan.purpose
            else "grey: assessed by a method that does not look at the portfolio"
        )
    parts.append("row code: index · column number: front sheet")
    lines = fonts.wrap(fonts.clean(" · ".join(parts)), REGULAR, 7.5, WIDTH)[:_MOST_LEGEND]
    node = Node("P")
    above = _LEGEND + 11 * len(lines)
    for number, words in enumerate(lines, start=1):
        with sheet.mark(node):
            sheet.text(LEFT, above - 11 * number, words, REGULAR, 7.5, "print.muted")
    if any(piece.item.candidates for piece in page.pieces):
        with sheet.mark(Node("P")):
            words = "ring: may show it, no passage chosen yet (in a draft only, never counted)"
            sheet.text(LEFT, above, words, REGULAR, 7.5, "print.muted")
        above += 11
    if book.plan.notice:
        words = fonts.fit(fonts.clean(book.plan.notice), BOLD, 7.5, WIDTH)
        with sheet.mark(Node("P")):
            sheet.text(LEFT, above, words, BOLD, 7.5)
