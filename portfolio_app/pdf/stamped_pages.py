"""Evidence pages in our frame: stamp, the whole page, marks on its words, flags beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain.bundle import PlanClaim, PlanKsb, PlanMark
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import BODY, LARGE, Book, Piece, shown_words
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    LEFT,
    RIGHT,
    chip,
    chip_width,
    end_page,
    outline,
    underline,
)
from portfolio_app.pdf.geometry import (
    LARGE_ROOM,
    LARGE_WIDE_ROOM,
    ROOM,
    WIDE_ROOM,
    PageShape,
    Placed,
    Rect,
    is_wide,
    place,
)
from portfolio_app.pdf.how_to_read import REDRAWN
from portfolio_app.pdf.sheet import TURNED, UPRIGHT, Node, Sheet, Target, View


@dataclass(frozen=True, slots=True)
class Look:
    """What stands around an evidence page: where, and how large its letters are, in points.

    ``second`` is how far the KSBs of a stamp lie below its first line; 0 puts them into it. Flags
    lie right of ``flags``.
    """

    stamp: Rect
    room: Rect
    ref: float
    words: float
    chip: float
    base: float  # of the stamp's first line, above its lower edge
    second: float = 0
    flags: float = 0
    view: View = UPRIGHT

    @property
    def step(self) -> float:
        """How far one flag lies below the other, at least."""
        return self.chip * 1.5 + 3.25


USUAL = Look((16.0, 788.5, 580.5, 806.5), ROOM, 10, 9, 7.5, 5.6, flags=548.5)
_WIDE = Look((16.0, 541.9, 827.0, 559.9), WIDE_ROOM, 10, 9, 7.5, 5.6, flags=795.1, view=TURNED)
_LARGE = Look((16.0, 753.0, 580.5, 804.0), LARGE_ROOM, LARGE, LARGE, LARGE, 33, 24, flags=521.5)
_LARGE_WIDE = Look(
    (16.0, 506.4, 827.0, 557.4),
    LARGE_WIDE_ROOM,
    LARGE,
    LARGE,
    LARGE,
    33,
    24,
    flags=768,
    view=TURNED,
)
# Of a page in the view of our own pages: a slip page.
_ENLARGED = Look((LEFT, 754.0, RIGHT, 789.0), ROOM, BODY, BODY, BODY, 22, 16)
# A form starts with the graphics state it is drawn in, a page with the defaults: so set them.
_FRESH = "0 g 0 G 1 w 0 J 0 j 10 M [] 0 d"


def draw_pages_of(sheet: Sheet, book: Book, piece: Piece) -> None:
    """Draw the frames of a piece's shown pages.

    The page itself is drawn as the form XObject ``/Ev``, which is put in afterwards.
    """
    by_page: dict[int, list[tuple[PlanClaim, PlanMark]]] = {}
    for claim in piece.item.claims:
        for mark in claim.marks:
            by_page.setdefault(mark.page_index, []).append((claim, mark))
    for index in piece.shown:
        _draw_evidence_page(sheet, book, piece, index, by_page.get(index, []))


def _draw_evidence_page(
    sheet: Sheet,
    book: Book,
    piece: Piece,
    index: int,
    marks: list[tuple[PlanClaim, PlanMark]],
) -> None:
    here = {claim.ksb_uid for claim, _ in marks}
    if index == piece.shown[0]:
        here |= {claim.ksb_uid for claim in piece.item.claims if not claim.marks}
    look = look_of(book, piece.shapes[index])
    placed = place(piece.shapes[index], look.room)
    sheet.see(look.view)
    draw_stamp(sheet, book, piece, page_words(piece, index), book.codes(here), look)
    alt = f"{piece.item.ref}, page {index + 1} of {len(piece.shapes)}"
    draw_original(sheet, placed, f"{alt}: {fonts.clean(piece.item.title)}")
    if marks and book.plan.options.marks:
        with sheet.artifact():
            _draw_marks(sheet, book, placed, marks)
    if marks:
        _draw_flags(sheet, book, placed, marks, look)
    for link in placed.shape.links:
        _carry_link(sheet, piece, placed, link.rect, link.uri, link.page_index)
    end_framed_page(sheet, book, piece.name, look)


def look_of(book: Book, shape: PageShape) -> Look:
    """Return what stands around a page of evidence."""
    if is_wide(shape):
        return _LARGE_WIDE if book.is_large else _WIDE
    return _LARGE if book.is_large else USUAL


def look_of_slip(book: Book) -> Look:
    """Return the same for a slip page, which is drawn as our own pages are."""
    return _ENLARGED if book.is_large else USUAL


def page_words(piece: Piece, index: int) -> list[str]:
    """Return what a stamp says of a page, the most that may be said first, the least last."""
    of = len(piece.shapes)
    least = f"page {index + 1} of {of}"
    if index in piece.item.redrawn:
        least += f" · {REDRAWN}"
    if piece.item.made:
        least = f"{piece.item.made} · {least}"
    shown = shown_words(piece.shown, of)
    if not shown:
        return [least]
    count = f"{len(piece.shown)} of {of} pages shown"
    on_request = "; whole document on request"
    return [
        f"{least} · {shown}{on_request}",
        f"{least} · {shown}",
        f"{least} · {count}{on_request}",
        f"{least} · {count}",
    ]


def draw_original(sheet: Sheet, placed: Placed, alt: str) -> None:
    """Draw the frame that an original page goes into, as one figure that says which page it is."""
    with sheet.artifact():
        x0, y0, x1, y1 = placed.rect
        sheet.box((x0 - 0.6, y0 - 0.6, x1 + 0.6, y1 + 0.6), line="print.hairline", weight=0.6)
    matrix = " ".join(f"{each:.6f}" for each in placed.matrix)
    with sheet.mark(Node("Figure", alt=alt)):
        sheet.raw(f"q {_FRESH} {matrix} cm /Ev Do Q")


def _carry_link(
    sheet: Sheet, piece: Piece, placed: Placed, rect: Rect, uri: str, index: int
) -> None:
    area = placed.area(rect)
    if area[2] - area[0] < 0.5 or area[3] - area[1] < 0.5:
        return
    if uri:
        sheet.bare_link(area, Target(uri=uri), uri)
    elif index in piece.shown:
        page = piece.first_page + piece.shown.index(index)
        sheet.bare_link(area, Target(page), f"Go to page {page}")


def draw_stamp(
    sheet: Sheet,
    book: Book,
    piece: Piece,
    says: Sequence[str],
    ksbs: list[PlanKsb],
    look: Look,
) -> None:
    """Draw the stamp: piece, page, what is claimed here, and the way to the front sheet.

    Of ``says`` the first is drawn that leaves room for the chips, else the last.
    """
    x0, y0, x1, y1 = look.stamp
    base = y0 + look.base
    size = look.words
    back = f"front sheet p {piece.front}"
    small = size if look.second else size - 0.5
    end = x1 - 8 - fonts.width(back, REGULAR, small)
    with sheet.artifact():
        low = y0 if ksbs else y0 + look.second
        sheet.box((x0, low, x1, y1), fill="print.band", radius=2)
    node = Node("P")
    x = x0 + 8
    with sheet.mark(node):
        sheet.text(x, base, piece.item.ref, BOLD, look.ref)
        x += fonts.width(piece.item.ref, BOLD, look.ref) + 8
        words = _fitting(says, [] if look.second else ksbs, end - x, look)
        sheet.text(x, base, words, REGULAR, size)
        x += fonts.width(words, REGULAR, size) + 10
        if look.second:
            x, end, base = x0 + 8, x1 - 6, base - look.second
        if ksbs and end - x > 110:
            sheet.text(x, base, "claimed here", REGULAR, size, "print.muted")
            x += fonts.width("claimed here", REGULAR, size) + 6
    _draw_chips(sheet, book, ksbs, (x, base, end), look)
    start = x1 - 8 - fonts.width(back, REGULAR, small)
    line = y0 + look.base
    rect = (start - 2, max(line - size * 0.5, y0), x1, min(line + size * 1.1, y1))
    with sheet.link(rect, Target(piece.front), f"Front sheet of {piece.item.ref}"):
        sheet.text(start, line, back, REGULAR, small, "print.link")


def _draw_chips(
    sheet: Sheet,
    book: Book,
    ksbs: Sequence[PlanKsb],
    line: tuple[float, float, float],
    look: Look,
) -> None:
    """Draw chips on a line (from x, base line, to x): all that fit, and how many more there are."""
    x, base, end = line
    for number, ksb in enumerate(ksbs):
        code = fonts.fit(fonts.clean(ksb.code), BOLD, look.chip, 12 * look.chip)
        wide = chip_width(code, look.chip)
        rest = len(ksbs) - number
        more = fonts.width(f"+{rest} beside", BOLD, look.chip) if rest > 1 else 0
        if x + wide + more + 6 > end:
            with sheet.mark(Node("P")):
                sheet.text(x, base, f"+{rest}", BOLD, look.chip)
            break
        rect = (x, base - look.chip * 0.42, x + wide, base + look.chip * 1.08)
        with sheet.link(rect, book.entry(ksb.uid), f"{ksb.code} in the index"):
            chip(sheet, ksb.kind, code, x, base, size=look.chip)
        x += wide + 4


def _fitting(says: Sequence[str], ksbs: list[PlanKsb], room: float, look: Look) -> str:
    """Return the first words that leave room for every chip, else for some, else cut to fit."""
    chips = sum(chip_width(ksb.code, look.chip) + 4 for ksb in ksbs)
    for wanted in (chips + 16, min(chips, 60) + 16):
        for words in says:
            if fonts.width(words, REGULAR, look.words) + wanted <= room:
                return words
    return fonts.fit(says[-1], REGULAR, look.words, room - (60 if ksbs else 10))


def _draw_marks(
    sheet: Sheet, book: Book, placed: Placed, marks: list[tuple[PlanClaim, PlanMark]]
) -> None:
    """Tint and underline the claimed words; a second KSB on the same words adds its underline."""
    tinted: set[Rect] = set()
    fills: list[tuple[Rect, KsbKind]] = []
    lines: list[tuple[Rect, KsbKind, int, bool]] = []
    under: dict[Rect, list[KsbKind]] = {}
    for claim, mark in marks:
        ksb = book.ksbs.get(claim.ksb_uid)
        if ksb is None:
            continue
        for quad in mark.quads:
            rect = placed.quad(quad)
            if rect not in tinted and not mark.is_box:
                tinted.add(rect)
                fills.append((rect, ksb.kind))
            kinds = under.setdefault(rect, [])
            if ksb.kind not in kinds:
                lines.append((rect, ksb.kind, len(kinds), mark.is_box))
                kinds.append(ksb.kind)
    if fills:
        with sheet.like_ink():
            for rect, kind in fills:
                sheet.box(rect, fill=f"highlight.{kind.value}")
    for (x0, y0, x1, y1), kind, order, is_box in lines:
        if is_box:
            grow = order * 2.2
            left, low, right, top = placed.rect
            rect = (
                max(x0 - grow, left),
                max(y0 - grow, low),
                min(x1 + grow, right),
                min(y1 + grow, top),
            )
            outline(sheet, kind, rect, 1.4)
        else:
            underline(sheet, kind, x0, y0 - 0.4 - order * 1.9, x1, 1.1)


def _draw_flags(
    sheet: Sheet,
    book: Book,
    placed: Placed,
    marks: list[tuple[PlanClaim, PlanMark]],
    look: Look,
) -> None:
    size, left, right = look.chip, look.flags, look.stamp[2]
    wanted: dict[tuple[str, int], tuple[float, PlanKsb]] = {}
    for claim, mark in marks:
        ksb = book.ksbs.get(claim.ksb_uid)
        if ksb is None or not mark.quads:
            continue
        rect = placed.quad(mark.quads[0])
        y = (rect[1] + rect[3]) / 2 if not mark.is_box else rect[3] - 6
        wanted.setdefault((ksb.uid, round(y / 6)), (y, ksb))
    flags = sorted(wanted.values(), key=lambda each: -each[0])
    most = int((look.room[3] - look.room[1]) / look.step)
    extra = len(flags) - most
    if extra > 0:
        flags = flags[: most - 1]
    places = _spread([y for y, _ in flags], look, last=extra > 0)
    for (at, ksb), y in zip(flags, places, strict=True):
        code = fonts.fit(fonts.clean(ksb.code), BOLD, size, right - left - size * 1.6)
        with sheet.artifact():
            start = placed.rect[2] + 0.8
            line = y + size / 3
            sheet.rule(start, at, left, f"light.ksb.{ksb.kind.value}", 0.6, line)
        rect = (left, y - size * 0.42, right, y + size * 1.08)
        with sheet.link(rect, book.entry(ksb.uid), f"{ksb.code} in the index"):
            chip(sheet, ksb.kind, code, left, y, size=size, wide=right - left)
    if extra > 0:
        with sheet.mark(Node("P")):
            sheet.text(left, look.room[1] + 2, f"+{extra + 1}", BOLD, max(size, 8))


def _spread(wanted: list[float], look: Look, *, last: bool) -> list[float]:
    """Return base lines from the top downwards, near the wanted ones and never overlapping."""
    found: list[float] = []
    limit = look.room[3] - look.chip * 1.3
    for y in wanted:
        limit = min(limit, y - look.chip / 3)
        found.append(limit)
        limit -= look.step
    floor = look.room[1] + (look.step if last else 0) + look.chip / 2
    for index in range(len(found) - 1, -1, -1):
        if found[index] < floor:
            found[index] = floor
        floor = found[index] + look.step
    return found


def end_framed_page(sheet: Sheet, book: Book, name: str, look: Look) -> None:
    """Draw header and footer as wide as the stamp, and finish the page."""
    stamp = look.stamp
    end_page(sheet, book, name, left=stamp[0], right=stamp[2])
