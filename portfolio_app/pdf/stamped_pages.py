"""Evidence pages in our frame: stamp, the whole page, marks on its words, flags beside it."""

from __future__ import annotations

from portfolio_app.domain.bundle import PlanClaim, PlanKsb, PlanMark
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book, Piece, page_ranges
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    chip,
    chip_width,
    end_page,
    outline,
    underline,
)
from portfolio_app.pdf.geometry import ROOM, Placed, Rect, place
from portfolio_app.pdf.sheet import Node, Sheet, Target

_FLAG_X = ROOM[2] + 5.5
_FLAG_END = 580.5
_FLAG_SIZE = 7.5
_FLAG_STEP = 14.5
_STAMP = (ROOM[0], 788.5, _FLAG_END, 806.5)
# A form starts with the graphics state it is drawn in, a page with the defaults: so set them.
_FRESH = "0 g 0 G 1 w 0 J 0 j 10 M [] 0 d"


def draw_pages_of(sheet: Sheet, book: Book, piece: Piece) -> list[Placed]:
    """Draw the frames of a piece's shown pages, and return where each page goes.

    The page itself is drawn as the form XObject ``/Ev``, which is put in afterwards.
    """
    by_page: dict[int, list[tuple[PlanClaim, PlanMark]]] = {}
    for claim in piece.item.claims:
        for mark in claim.marks:
            by_page.setdefault(mark.page_index, []).append((claim, mark))
    laid = []
    for index in piece.shown:
        placed = place(piece.shapes[index])
        _draw_evidence_page(sheet, book, piece, index, placed, by_page.get(index, []))
        laid.append(placed)
    return laid


def _draw_evidence_page(
    sheet: Sheet,
    book: Book,
    piece: Piece,
    index: int,
    placed: Placed,
    marks: list[tuple[PlanClaim, PlanMark]],
) -> None:
    here = {claim.ksb_uid for claim, _ in marks}
    if index == piece.shown[0]:
        here |= {claim.ksb_uid for claim in piece.item.claims if not claim.marks}
    of = len(piece.shapes)
    words = f"page {index + 1} of {of}"
    if len(piece.shown) < of:
        words += f" · pages {page_ranges(piece.shown)} shown; whole document on request"
    if piece.item.made:
        words = f"{piece.item.made} · {words}"
    draw_stamp(sheet, book, piece, words, book.codes(here))
    alt = f"{piece.item.ref}, page {index + 1} of {of}: {fonts.clean(piece.item.title)}"
    with sheet.artifact():
        x0, y0, x1, y1 = placed.rect
        sheet.box((x0 - 0.6, y0 - 0.6, x1 + 0.6, y1 + 0.6), line="print.hairline", weight=0.6)
    matrix = " ".join(f"{each:.6f}" for each in placed.matrix)
    with sheet.mark(Node("Figure", alt=alt)):
        sheet.raw(f"q {_FRESH} {matrix} cm /Ev Do Q")
    if marks:
        with sheet.artifact():
            _draw_marks(sheet, book, placed, marks)
        _draw_flags(sheet, book, placed, marks)
    for link in placed.shape.links:
        _carry_link(sheet, piece, placed, link.rect, link.uri, link.page_index)
    end_stamped_page(sheet, book, piece)


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


def draw_stamp(sheet: Sheet, book: Book, piece: Piece, words: str, ksbs: list[PlanKsb]) -> None:
    """Draw the stamp: piece, page, what is claimed here, and the way to the front sheet."""
    x0, y0, x1, y1 = _STAMP
    base = y0 + 5.6
    back = f"front sheet p {piece.front}"
    end = x1 - 8 - fonts.width(back, REGULAR, 8.5)
    with sheet.artifact():
        sheet.box(_STAMP, fill="print.band", radius=2)
    node = Node("P")
    x = x0 + 8
    with sheet.mark(node):
        sheet.text(x, base, piece.item.ref, BOLD, 10)
        x += fonts.width(piece.item.ref, BOLD, 10) + 8
        words = fonts.fit(words, REGULAR, 9, end - x - 60)
        sheet.text(x, base, words, REGULAR, 9)
        x += fonts.width(words, REGULAR, 9) + 10
        if ksbs and end - x > 110:
            sheet.text(x, base, "claimed here", REGULAR, 9, "print.muted")
            x += fonts.width("claimed here", REGULAR, 9) + 6
    for number, ksb in enumerate(ksbs):
        wide = chip_width(ksb.code, 7.5)
        rest = len(ksbs) - number
        if x + wide + (24 if rest > 1 else 6) > end:
            with sheet.mark(Node("P")):
                sheet.text(x, base, f"+{rest}", BOLD, 8)
            break
        rect = (x, y0 + 2.5, x + wide, y0 + 13.5)
        with sheet.link(rect, book.entry(ksb.uid), f"{ksb.code} in the index"):
            chip(sheet, ksb.kind, ksb.code, x, base)
        x += wide + 4
    rect = (end - 2, y0 + 1, x1, y1 - 1)
    with sheet.link(rect, Target(piece.front), f"Front sheet of {piece.item.ref}"):
        sheet.text(end, base, back, REGULAR, 8.5, "print.link")


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
            outline(sheet, kind, (x0 - grow, y0 - grow, x1 + grow, y1 + grow), 1.4)
        else:
            underline(sheet, kind, x0, y0 - 0.4 - order * 1.9, x1, 1.1)


def _draw_flags(
    sheet: Sheet, book: Book, placed: Placed, marks: list[tuple[PlanClaim, PlanMark]]
) -> None:
    wanted: dict[tuple[str, int], tuple[float, PlanKsb]] = {}
    for claim, mark in marks:
        ksb = book.ksbs.get(claim.ksb_uid)
        if ksb is None or not mark.quads:
            continue
        rect = placed.quad(mark.quads[0])
        y = (rect[1] + rect[3]) / 2 if not mark.is_box else rect[3] - 6
        wanted.setdefault((ksb.uid, round(y / 6)), (y, ksb))
    flags = sorted(wanted.values(), key=lambda each: -each[0])
    most = int((ROOM[3] - ROOM[1]) / _FLAG_STEP)
    extra = len(flags) - most
    if extra > 0:
        flags = flags[: most - 1]
    places = _spread([y for y, _ in flags])
    for (at, ksb), y in zip(flags, places, strict=True):
        code = fonts.fit(ksb.code, BOLD, _FLAG_SIZE, _FLAG_END - _FLAG_X - 12)
        with sheet.artifact():
            sheet.rule(
                placed.rect[2] + 0.8, at, _FLAG_X, f"light.ksb.{ksb.kind.value}", 0.6, y + 2.5
            )
        wide = max(chip_width(code, _FLAG_SIZE), _FLAG_END - _FLAG_X)
        rect = (_FLAG_X, y - 3.2, _FLAG_X + wide, y + 8.2)
        with sheet.link(rect, book.entry(ksb.uid), f"{ksb.code} in the index"):
            chip(sheet, ksb.kind, code, _FLAG_X, y, size=_FLAG_SIZE, wide=wide)
    if extra > 0:
        with sheet.mark(Node("P")):
            sheet.text(_FLAG_X, ROOM[1] + 2, f"+{extra + 1}", BOLD, 8)


def _spread(wanted: list[float]) -> list[float]:
    """Return base lines from the top downwards, near the wanted ones and never overlapping."""
    found: list[float] = []
    limit = ROOM[3] - 10
    for y in wanted:
        limit = min(limit, y - 2.5)
        found.append(limit)
        limit -= _FLAG_STEP
    floor = ROOM[1] + 4
    for index in range(len(found) - 1, -1, -1):
        if found[index] < floor:
            found[index] = floor
        floor = found[index] + _FLAG_STEP
    return found


def end_stamped_page(sheet: Sheet, book: Book, piece: Piece) -> None:
    """Draw header and footer as wide as the stamp, and finish the page."""
    end_page(sheet, book, piece.name, left=_STAMP[0], right=_STAMP[2])
