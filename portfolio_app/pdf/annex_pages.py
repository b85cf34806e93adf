"""Annex A before it is drawn: which rows and columns stand on which page, and how large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from portfolio_app import tokens
from portfolio_app.domain.bundle import PlanKsb
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import LARGE, Book, Piece
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import BOTTOM, LEFT, MM, TOP
from portfolio_app.pdf.sheet import A4, LANDSCAPE

COLUMNS = 18  # pieces side by side
NO_THEME = "In no theme"
NUMBERS = "each number is the page of this PDF that holds the passage"

# Letters of the map in large print, points: ux 6.1 asks for 11 at least, a page for each kind.
_LARGE_SIZES = (LARGE, 15.0, 14.0, 13.0, 12.0, 11.0)
_MARGIN = 28.0  # points, of the map in large print: 10 mm
_LEAST = 120.0  # points, of the words of a row in large print
_MOST_LEGEND = 3  # lines
_KINDS = {
    KsbKind.KNOWLEDGE: "Knowledge",
    KsbKind.SKILL: "Skills",
    KsbKind.BEHAVIOUR: "Behaviours",
}

Row = PlanKsb | str  # a KSB, or the title of the theme that those below it are in


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of the map in points; x from the left, ``top`` and ``low`` of the table."""

    left: float  # of the room for the table, and its right end
    right: float
    top: float
    low: float
    row: float
    head: float
    code: float
    short: float
    method: float
    column: float
    words: float  # sizes of letters
    number: float
    foot: float  # base line of the last line of the legend
    is_large: bool = False

    @property
    def grid(self) -> float:
        """Where the columns of the pieces begin."""
        return self.left + self.code + self.short + self.method

    @property
    def leading(self) -> float:
        """From one line of the legend to the next."""
        return self.words * 1.2 + 2

    @property
    def most_rows(self) -> int:
        """How many of the lowest rows that its words allow there is room for."""
        return self.rows(self.words + 3.2)

    def rows(self, height: float) -> int:
        """Return how many rows of a height there is room for."""
        return max(int((self.top - self.head - self.low + 0.01) / height), 1)


@dataclass(frozen=True, slots=True)
class MapPage:
    """One page of the map: some rows, some columns. ``part`` says which kind, in large print."""

    rows: tuple[Row, ...]
    pieces: tuple[Piece, ...]
    look: Look
    part: str = ""

    @property
    def end(self) -> float:
        """Where the table ends on the right."""
        return self.look.grid + max(len(self.pieces), 1) * self.look.column


def compose(book: Book) -> list[MapPage]:
    """Return the pages of the map: rows first, so that the first page holds every KSB it can."""
    ksbs = listed(book)
    lines = len(legend_lines(book, ksbs))
    if not book.is_large:
        parts = [("", rows_of(ksbs), _look(book, ksbs, lines))]
    else:
        large = _largest_look(book, ksbs, lines)
        kinds = [kind for kind in KsbKind if any(ksb.kind is kind for ksb in ksbs)]
        parts = [
            (_KINDS[kind], rows_of([ksb for ksb in ksbs if ksb.kind is kind]), large)
            for kind in kinds
        ]
        if len(kinds) < 2:  # a standard need not know kinds
            parts = [("", rows_of(ksbs), large)]
    pieces = book.pieces
    most = COLUMNS
    if book.is_large:
        look = parts[0][2]
        most = min(COLUMNS, int((look.right - look.grid + 0.01) / look.column))
    columns = [pieces[i : i + most] for i in range(0, len(pieces), most)] or [()]
    return [
        MapPage(some, across, fitting, words)
        for across in columns
        for words, rows, look in parts
        for some, fitting in _cut(rows, look)
    ]


def listed(book: Book) -> list[PlanKsb]:
    """Return the KSBs that have a row: without those of other methods, where these are left out."""
    every = book.plan.options.proposal_ksbs
    return [ksb for ksb in book.ksbs.values() if every or ksb.in_discussion]


def rows_of(ksbs: Sequence[PlanKsb]) -> tuple[Row, ...]:
    """Return the KSBs with the title of each theme above those in it."""
    if not any(ksb.theme for ksb in ksbs):
        return tuple(ksbs)
    rows: list[Row] = []
    for theme, some in groupby(ksbs, key=lambda ksb: ksb.theme):
        rows += [theme or NO_THEME, *some]
    return tuple(rows)


def _cut(rows: tuple[Row, ...], look: Look) -> list[tuple[tuple[Row, ...], Look]]:
    """Return the rows page by page: one page when rows a little lower make it one."""
    height = look.row
    if len(rows) > look.rows(height) and len(rows) <= look.most_rows:
        height = (look.top - look.head - look.low) / len(rows)
    fitting = replace(look, row=height)
    most = look.rows(height)
    found: list[tuple[Row, ...]] = []
    some: list[Row] = []
    theme = ""
    for number, row in enumerate(rows):
        # A title needs a row below it.
        if some and len(some) + (isinstance(row, str) and number + 1 < len(rows)) >= most:
            found.append(tuple(some))
            some = [f"{theme} (continued)"] if theme and not isinstance(row, str) else []
        theme = row if isinstance(row, str) else theme
        some.append(row)
    return [(each, fitting) for each in (*found, tuple(some))]


def _look(book: Book, ksbs: Sequence[PlanKsb], legend: int) -> Look:
    words = 7.5
    code = _widest([fonts.clean(ksb.code) for ksb in ksbs], BOLD, words) + words * 1.2 + 6
    code = min(max(code, 13 * MM), 30 * MM)
    column = tokens.number("print.map_col_mm") * MM
    # With fewer columns there is room for more words.
    spare = max(COLUMNS - max(len(book.pieces), 1), 0) * column + 13 * MM - code
    return Look(
        left=LEFT,
        right=A4[0] - LEFT,
        top=TOP - 46,
        low=BOTTOM + 2 + legend * (words * 1.2 + 2),
        row=tokens.number("print.map_row_mm") * MM,
        head=15.0,
        code=code,
        short=56 * MM + spare,
        method=5 * MM,
        column=column,
        words=words,
        number=tokens.number("print.map_number_pt"),
        foot=BOTTOM + 2,
    )


def _largest_look(book: Book, ksbs: Sequence[PlanKsb], legend: int) -> Look:
    """Return the measures in large print: the largest that keep each kind of KSB on one page."""
    most = max(
        (len(rows_of([ksb for ksb in ksbs if ksb.kind is kind])) for kind in KsbKind), default=0
    )
    looks = [_large_look(book, ksbs, legend, size) for size in _LARGE_SIZES]
    return next((each for each in looks if most <= each.most_rows), looks[0])


def _large_look(book: Book, ksbs: Sequence[PlanKsb], legend: int, size: float) -> Look:
    """Return the measures in letters of a size: landscape, a page for each kind of KSB."""
    right = LANDSCAPE[0] - _MARGIN
    code = _widest([fonts.clean(ksb.code) for ksb in ksbs], BOLD, size)
    code = min(code, 80.0) + size * 1.2 + 8
    method = _widest(list(letters(ksbs).values()), REGULAR, size)
    method = max(min(method, 50.0) + 5, fonts.width("By", BOLD, size) + 4)
    column = fonts.width("888", BOLD, size) + 2.5
    wide = right - _MARGIN - code - method
    across = max(min(len(book.pieces), COLUMNS, int((wide - _LEAST) / column)), 1)
    foot = 40.0
    return Look(
        left=_MARGIN,
        right=right,
        top=LANDSCAPE[1] - 66,
        low=foot + legend * (size * 1.2 + 2),
        row=size * 1.5,
        head=size * 1.5,
        code=code,
        short=wide - across * column,
        method=method,
        column=column,
        words=size,
        number=size,
        foot=foot,
        is_large=True,
    )


def _widest(words: Sequence[str], face: str, size: float) -> float:
    return max((fonts.width(each, face, size) for each in words), default=0.0)


def letters(ksbs: Sequence[PlanKsb]) -> dict[str, str]:
    """Return the letters for each way a KSB is assessed, "D" or "DP"; a dash when it is not set.

    Each method has a letter of its own: discussion and proposal have theirs first.
    """
    own = _own_letters(ksbs)
    return {ksb.method: "".join(own[name] for name in methods(ksb)) or "–" for ksb in ksbs}


def _own_letters(ksbs: Sequence[PlanKsb]) -> dict[str, str]:
    names = dict.fromkeys(name for ksb in ksbs for name in methods(ksb))
    order = sorted(names, key=lambda name: not name.lower().startswith(("discussion", "proposal")))
    own: dict[str, str] = {}
    for name in order:
        free = (each.upper() for each in name if each.isalpha())
        own[name] = next((each for each in free if each not in own.values()), name[:1].upper())
    return own


def methods(ksb: PlanKsb) -> list[str]:
    """Return the names of the ways a KSB is assessed; none when that is not set."""
    words = ksb.method.strip()
    if not words or words.lower().startswith("not set"):
        return []
    return [name.strip() for name in words.split(" + ") if name.strip()]


def legend_lines(book: Book, ksbs: Sequence[PlanKsb]) -> list[tuple[str, str]]:
    """Return the lines below the map, each with its face: its letters, its greys, its links."""
    size = LARGE if book.is_large else 7.5
    wide = LANDSCAPE[0] - 2 * _MARGIN if book.is_large else A4[0] - 2 * LEFT
    own = _own_letters(ksbs)
    parts = [f"{letter} {name[0].lower()}{name[1:]}" for name, letter in own.items()]
    if any(not methods(ksb) for ksb in ksbs):
        parts.append("– method not set")
    if any(not ksb.in_discussion for ksb in ksbs):
        parts.append(
            "grey: not assessed by the professional discussion"
            if book.plan.purpose
            else "grey: assessed by a method that does not look at the portfolio"
        )
    shown = {each.uid for each in ksbs}
    left_out = [ksb for ksb in book.ksbs.values() if ksb.uid not in shown]
    if left_out:
        parts.append(_left_out_words(left_out))
    parts.append("row code: index · column number: front sheet")
    if book.is_large:
        parts.append(NUMBERS)
    lines = [(each, REGULAR) for each in _joined(parts, size, wide)]
    if any(piece.item.candidates for piece in book.pieces):
        words = "ring: may show it, no passage chosen yet (in a draft only, never counted)"
        lines.insert(0, (words, REGULAR))
    notice = fonts.wrap(fonts.clean(book.plan.notice), BOLD, size, wide)
    return [*((each, BOLD) for each in notice), *lines]


def _joined(parts: Sequence[str], size: float, wide: float) -> list[str]:
    """Return the parts line by line, none of them cut in two where that can be helped."""
    lines: list[str] = []
    for part in parts:
        words = fonts.clean(part)
        longer = f"{lines[-1]} · {words}" if lines else words
        if lines and fonts.width(longer, REGULAR, size) <= wide:
            lines[-1] = longer
        else:
            lines += fonts.wrap(words, REGULAR, size, wide)
    return lines[:_MOST_LEGEND]


def _left_out_words(ksbs: Sequence[PlanKsb]) -> str:
    codes = ", ".join(fonts.clean(ksb.code) for ksb in ksbs[:8])
    more = f" and {len(ksbs) - 8} more" if len(ksbs) > 8 else ""
    return f"left out, assessed otherwise: {codes}{more}"
