"""Annex A: every KSB against every piece, with the page of the best passage in each filled cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from portfolio_app.domain.bundle import PlanKsb
from portfolio_app.domain.evidence import is_in_sequence
from portfolio_app.pdf import fonts
from portfolio_app.pdf.annex_pages import (
    NUMBERS,
    MapPage,
    Row,
    compose,
    legend_lines,
    letters,
    listed,
)
from portfolio_app.pdf.arrange import Book, Passage, Piece
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import end_page, ink_of, shape
from portfolio_app.pdf.sheet import TURNED, Node, Sheet, Target

__all__ = ["TITLE", "compose", "draw"]

TITLE = "Annex A: KSB evidence map"


def draw(sheet: Sheet, book: Book, pages: Sequence[MapPage]) -> None:
    """Draw the map."""
    best: dict[tuple[str, str], Passage] = {}
    for uid, passages in book.passages.items():
        for passage in passages:
            best.setdefault((passage.piece.uid, uid), passage)
    ksbs = listed(book)
    letter_of = letters(ksbs)
    legend = legend_lines(book, ksbs)
    for number, page in enumerate(pages):
        if page.look.is_large:
            sheet.see(TURNED)
        _title(sheet, page, number, len(pages))
        with sheet.inside("Table"):
            _head(sheet, page)
            y = page.look.top - page.look.head
            for row in page.rows:
                y -= page.look.row
                with sheet.inside("TR"):
                    if isinstance(row, str):
                        _theme(sheet, page, row, y)
                    else:
                        _row_head(sheet, book, page, row, y, letter_of.get(row.method, "–"))
                        _cells(sheet, page, row, best, y)
        with sheet.artifact():
            _lines(sheet, page)
        _legend(sheet, page, legend)
        end_page(sheet, book, TITLE, left=page.look.left, right=page.look.right)


def _title(sheet: Sheet, page: MapPage, number: int, pages: int) -> None:
    look = page.look
    size = 18.0 if look.is_large else 16.0
    y = look.top + (9 if look.is_large else 30)
    with sheet.mark(Node("H1" if not number else "P")):
        sheet.text(look.left, y, TITLE, BOLD, size)
    parts = [page.part] if page.part else []
    if page.pieces:
        refs = [piece.item.ref for piece in page.pieces]
        to = f"{refs[0]} to {refs[-1]}" if is_in_sequence(refs, any_start=True) else ""
        parts.append(refs[0] if len(refs) == 1 else to or f"{len(refs)} pieces")
    if pages > 1:
        parts.append(f"map {number + 1} of {pages}")
    if look.is_large:
        after = look.left + fonts.width(TITLE, BOLD, size) + 14
        words = fonts.fit(" · ".join(parts), REGULAR, look.words, look.right - after)
        with sheet.mark(Node("P")):
            sheet.text(after, y, words, REGULAR, look.words, "print.muted")
        return
    parts.append(NUMBERS)
    with sheet.mark(Node("P")):
        sheet.text(look.left, y - 16, " · ".join(parts), REGULAR, 9, "print.muted")


def _head(sheet: Sheet, page: MapPage) -> None:
    look = page.look
    low = look.top - look.head
    base = low + look.head * 0.31
    with sheet.artifact():
        sheet.box((look.left, low, page.end, look.top), fill="print.band")
    with sheet.inside("TR"):
        for x, words in (
            (look.left + 3, "KSB"),
            (look.left + look.code, "What it asks for"),
            (_middle(look.grid - look.method, look.method, "By", BOLD, look.words), "By"),
        ):
            with sheet.mark(Node("TH", scope="Column")):
                sheet.text(x, base, words, BOLD, look.words)
        for column, piece in enumerate(page.pieces):
            x = look.grid + column * look.column
            words = piece.item.ref.removeprefix("E")
            rect = (x, low, x + look.column, look.top)
            with (
                sheet.within(Node("TH", scope="Column")),
                sheet.link(rect, Target(piece.front), f"Front sheet of {piece.item.ref}"),
            ):
                left = _middle(x, look.column, words, BOLD, look.words)
                sheet.text(left, base, words, BOLD, look.words, "print.link")


def _middle(x: float, wide: float, words: str, face: str, size: float) -> float:
    return x + (wide - fonts.width(words, face, size)) / 2


def _theme(sheet: Sheet, page: MapPage, title: str, y: float) -> None:
    """Draw the row that names a theme, in the EPAO's own words."""
    look = page.look
    with sheet.artifact():
        sheet.box((look.left, y, page.end, y + look.row), fill="print.band")
    words = fonts.fit(fonts.clean(title), BOLD, look.words, page.end - look.left - 8)
    span = 3 + max(len(page.pieces), 0)
    with sheet.mark(Node("TH", scope="Row", span=span)):
        sheet.text(look.left + 3, y + _lift(page), words, BOLD, look.words)


def _lift(page: MapPage) -> float:
    """Return how far a row's base line lies above its foot."""
    return (page.look.row - page.look.words * 0.7) / 2


def _row_head(sheet: Sheet, book: Book, page: MapPage, ksb: PlanKsb, y: float, letter: str) -> None:
    look = page.look
    base = y + _lift(page)
    size = look.words
    ink = "print.ink" if ksb.in_discussion else "print.muted"
    with sheet.artifact():
        if not ksb.in_discussion:
            sheet.box((look.left, y, page.end, y + look.row), fill="print.band")
        grey = "" if ksb.in_discussion else "print.rule"
        shape(sheet, ksb.kind, look.left + 1 + size * 0.6, base + size * 0.35, size * 0.83, grey)
    start = look.left + size * 1.2 + 2
    code = fonts.fit(fonts.clean(ksb.code), BOLD, size, look.left + look.code - start - 2)
    rect = (look.left, y, look.left + look.code, y + look.row)
    with (
        sheet.within(Node("TH", scope="Row")),
        sheet.link(rect, book.entry(ksb.uid), f"{ksb.code} in the index"),
    ):
        colour = ink_of(ksb.kind) if ksb.in_discussion else "print.muted"
        sheet.text(start, base, code, BOLD, size, colour)
    with sheet.mark(Node("TD")):
        words = fonts.fit(fonts.clean(ksb.short), REGULAR, size, look.short - 5)
        sheet.text(look.left + look.code, base, words, REGULAR, size, ink)
    with sheet.mark(Node("TD")):
        wide = fonts.width(letter, REGULAR, size)
        stretch = min(100.0, 100 * (look.method - 1) / max(wide, 1))
        x = look.grid - look.method + (look.method - wide * stretch / 100) / 2
        sheet.text(x, base, letter, REGULAR, size, "print.muted", stretch)


def _cells(
    sheet: Sheet,
    page: MapPage,
    ksb: PlanKsb,
    best: dict[tuple[str, str], Passage],
    y: float,
) -> None:
    empty = 0
    for column, piece in enumerate(page.pieces):
        passage = best.get((piece.uid, ksb.uid))
        if passage is None and ksb.uid not in piece.item.candidates:
            empty += 1
            continue
        if empty:
            sheet.blank(Node("TD", span=empty))
            empty = 0
        with sheet.inside("TD"):
            if passage is None:
                _candidate(sheet, page, column, y, piece, ksb)
            else:
                words = f"{ksb.code} in {piece.item.ref}, page {passage.page}"
                _cell(sheet, page, column, y, piece.place_of(passage.claim), words)
    if empty:
        sheet.blank(Node("TD", span=empty))


def _cell(sheet: Sheet, page: MapPage, column: int, y: float, target: Target, words: str) -> None:
    look = page.look
    x = look.grid + column * look.column
    number = str(target.page)
    wide = fonts.width(number, BOLD, look.number)
    stretch = min(100.0, 100 * (look.column - 1.2) / wide)
    with sheet.artifact():
        inside = (x + 0.5, y + 0.5, x + look.column - 0.5, y + look.row - 0.5)
        sheet.box(inside, fill="print.cell")
    with sheet.link((x, y, x + look.column, y + look.row), target, words):
        left = x + (look.column - wide * stretch / 100) / 2
        base = y + (look.row - look.number * 0.7) / 2
        sheet.text(left, base, number, BOLD, look.number, "print.ink", stretch)


def _candidate(
    sheet: Sheet, page: MapPage, column: int, y: float, piece: Piece, ksb: PlanKsb
) -> None:
    """Draw a hollow mark: the piece may show it, and no passage was chosen yet."""
    look = page.look
    x = look.grid + column * look.column
    words = f"{piece.item.ref} may show {ksb.code}: no passage chosen yet"
    rect = (x, y, x + look.column, y + look.row)
    middle, centre, r = x + look.column / 2, y + look.row / 2, look.number * 0.43
    with sheet.link(rect, Target(piece.front), words):
        sheet.box(
            (middle - r, centre - r, middle + r, centre + r),
            line="print.muted",
            weight=0.8,
            radius=r,
        )


def _lines(sheet: Sheet, page: MapPage) -> None:
    look = page.look
    y = look.top - look.head
    sheet.rule(look.left, y, page.end, "print.ink", 0.8)
    for index, row in enumerate(page.rows):
        y -= look.row
        after = page.rows[index + 1] if index + 1 < len(page.rows) else None
        ends = _ends(row, after)
        weight = 0.8 if ends else 0.4
        sheet.rule(look.left, y, page.end, "print.rule" if ends else "print.hairline", weight)
    for column in range(len(page.pieces) + 1):
        x = look.grid + column * look.column
        for high, low in _stretches(page):
            sheet.rule(x, high, x, "print.hairline", 0.4, low)


def _stretches(page: MapPage) -> list[tuple[float, float]]:
    """Return where rows of KSBs follow one another, from and to: no line cuts a theme's title."""
    y = page.look.top - page.look.head
    found: list[tuple[float, float]] = []
    for is_title, rows in groupby(page.rows, key=lambda row: isinstance(row, str)):
        low = y - page.look.row * len(list(rows))
        if not is_title:
            found.append((y, low))
        y = low
    return found


def _ends(row: Row, after: Row | None) -> bool:
    """Return whether a group of rows ends here: a theme, or a kind of KSB."""
    if after is None or isinstance(after, str) or isinstance(row, str):
        return True
    return not after.theme and after.kind is not row.kind


def _legend(sheet: Sheet, page: MapPage, lines: Sequence[tuple[str, str]]) -> None:
    look = page.look
    node = Node("P")
    for number, (words, face) in enumerate(lines):
        y = look.foot + look.leading * (len(lines) - 1 - number)
        is_notice = face == BOLD
        with sheet.mark(Node("P") if is_notice else node):
            ink = "print.ink" if is_notice else "print.muted"
            sheet.text(look.left, y, words, face, look.words, ink)
