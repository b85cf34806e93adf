"""One piece of evidence in the bundle: its front sheet, its stamped pages, or its slip page."""

from __future__ import annotations

from portfolio_app.domain.bundle import PlanClaim, PlanKsb, PlanMark
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book, Piece, page_ranges
from portfolio_app.pdf.flow import (
    Block,
    Cell,
    Column,
    Table,
    draw_pages,
    paginate,
    paragraph,
    space,
)
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    chip,
    chip_width,
    end_page,
    outline,
    shape,
    underline,
)
from portfolio_app.pdf.geometry import ROOM, Placed, Rect, place
from portfolio_app.pdf.sheet import Node, Sheet, Target

_FLAG_X = ROOM[2] + 5.5
_FLAG_END = 580.5
_STAMP = (ROOM[0], 788.5, _FLAG_END, 806.5)
_FLAG_SIZE = 7.5
_FLAG_STEP = 14.5
_LABEL = 104.0  # width of the column of labels on a front sheet
_TITLE = 18.0
_LONG_TITLE = 13.0
_QUOTE_WORDS = 40
# A form starts with the graphics state it is drawn in, a page with the defaults: so set them.
_FRESH = "0 g 0 G 1 w 0 J 0 j 10 M [] 0 d"


def section_name(piece: Piece) -> str:
    """Return what the header calls the piece."""
    return f"{piece.item.ref} {fonts.clean(piece.item.title)}"


# Front sheet


def compose_front(book: Book, piece: Piece) -> list[list[Block]]:
    """Return the front sheet: one page, or more when the words need it."""
    item = piece.item
    blocks = [_front_head(piece)]
    for label, text in (
        ("What this is", item.context),
        ("My part", item.part),
        ("Who can confirm", item.confirm),
        ("Confidentiality", item.confidentiality),
    ):
        if text.strip():
            blocks += _labelled(label, text)
    blocks.append(space(16))
    blocks += paragraph("KSBs claimed", face=BOLD, size=12, tag="H3", keep=True)
    if not item.claims:
        blocks += paragraph("No KSB is claimed in this piece.", ink="print.muted", gap=4)
        return paginate(blocks)
    table = Table(
        (
            Column("Code", LEFT, 52),
            Column("Page", LEFT + 58, 58),
            Column("Passage (exact words)", LEFT + 122, 218),
            Column("What this shows", LEFT + 352, WIDTH - 352),
        )
    )
    blocks.append(table.head(gap=2))
    for claim in item.claims:
        ksb = book.ksbs.get(claim.ksb_uid)
        if ksb is not None:
            blocks.append(_claim_row(table, book, piece, claim, ksb))
    if any(claim.marks for claim in item.claims):
        blocks += paragraph(
            "In brackets: the document's own page.",
            size=8,
            ink="print.muted",
            gap=6,
        )
    return paginate(blocks)


def draw_front(sheet: Sheet, book: Book, piece: Piece, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_front` composed."""
    draw_pages(sheet, book, section_name(piece), pages)


def _front_head(piece: Piece) -> Block:
    item = piece.item
    size = _TITLE
    lines = fonts.short_lines(item.title, size, WIDTH - 72, 4, BOLD) or [""]
    if len(lines) == 4:  # a title that is a sentence: smaller, so that all of it can stand
        size = _LONG_TITLE
        lines = fonts.short_lines(item.title, size, WIDTH - 72, 8, BOLD)
    count = len(piece.shapes)
    pages = "" if not count else f"{count} page{'' if count == 1 else 's'}"
    if count and len(piece.shown) < count:
        pages = f"pages {page_ranges(piece.shown)} of {count} shown"
    facts = " · ".join(filter(None, (fonts.clean(item.kind), fonts.clean(item.date), pages)))
    high = 14 + (_TITLE - size) + len(lines) * size * 1.22 + 30

    def draw(sheet: Sheet, y: float) -> None:
        base = y - 14 - _TITLE
        wide = fonts.width(item.ref, BOLD, _TITLE) + 16
        with sheet.artifact():
            sheet.box(
                (LEFT, base - 7, LEFT + wide, base + _TITLE * 0.98), fill="print.ink", radius=4
            )
        node = Node("H2")
        with sheet.mark(node):
            sheet.text(LEFT + 8, base, item.ref, BOLD, _TITLE, "light.surface.paper")
        for line in lines:
            with sheet.mark(node):
                sheet.text(LEFT + max(wide + 12, 66), base, line, BOLD, size)
            base -= size * 1.22
        with sheet.mark(Node("P")):
            sheet.text(
                LEFT + max(wide + 12, 66),
                base + 3 - (_TITLE - size),
                facts,
                REGULAR,
                10,
                "print.muted",
            )
        with sheet.artifact():
            sheet.rule(LEFT, y - high, RIGHT, "print.ink", 1.2)

    return Block(high, draw)


def _labelled(label: str, text: str) -> list[Block]:
    blocks = paragraph(text, x=LEFT + _LABEL, wide=WIDTH - _LABEL)
    if not blocks:
        return []
    first = blocks[0]
    draw_text = first.draw

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y - 10.5, label, BOLD, 10, "print.muted")
        draw_text(sheet, y)

    first.draw = draw
    first.gap = 13
    return blocks


def _claim_row(table: Table, book: Book, piece: Piece, claim: PlanClaim, ksb: PlanKsb) -> Block:
    quote_wide, shows_wide = table.columns[2].wide, table.columns[3].wide
    shows = fonts.wrap(fonts.clean(claim.shows), REGULAR, table.size, shows_wide)

    def page() -> str:
        number = piece.page_of(claim)
        own = own_page(claim)
        return f"{number} ({own})" if own else str(number)

    def paint(sheet: Sheet, x: float, y: float) -> None:
        shape(sheet, ksb.kind, x + 4.5, y + 3, 7)

    return table.row(
        [
            Cell(
                [fonts.fit(ksb.code, BOLD, table.size, 40)],
                face=BOLD,
                ink=f"light.ksb.{ksb.kind.value}",
                target=lambda: book.entry(ksb.uid),
                words=f"{ksb.code} in the index",
                paint=paint,
                indent=12,
            ),
            Cell(
                late=page,
                face=BOLD,
                ink="print.link",
                target=lambda: piece.place_of(claim),
                words="Go to the passage",
            ),
            Cell(fonts.wrap(passage_words(claim, _QUOTE_WORDS), REGULAR, table.size, quote_wide)),
            Cell(shows),
        ]
    )


def own_page(claim: PlanClaim) -> int:
    """Return the document's own page of a claim, counted from 1; 0 for a whole item."""
    return claim.marks[0].page_index + 1 if claim.marks else 0


def passage_words(claim: PlanClaim, limit: int) -> str:
    """Return the quoted words, at most so many, or what stands in their place."""
    quote = fonts.first_words(claim.quote, limit)
    place = fonts.clean(claim.place)
    if quote:
        return f"“{quote}”" + (f" ({place})" if place else "")
    if place:
        return place
    return "Marked area on the page" if claim.marks else "Whole item"


# Stamped pages


def draw_pages_of(sheet: Sheet, book: Book, piece: Piece) -> list[Placed]:
    """Draw the frames of a piece's shown pages, or its slip page; return where each page goes.

    The page itself is drawn as the form XObject ``/Ev``, which is put in afterwards.
    """
    if not piece.shown:
        _draw_slip(sheet, book, piece)
        return []
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
    _stamp(sheet, book, piece, words, book.codes(here))
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
    end_page(sheet, book, section_name(piece), left=_STAMP[0], right=_STAMP[2])


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


def _stamp(sheet: Sheet, book: Book, piece: Piece, words: str, ksbs: list[PlanKsb]) -> None:
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


# Slip page


def _draw_slip(sheet: Sheet, book: Book, piece: Piece) -> None:
    item = piece.item
    _stamp(sheet, book, piece, "no pages to show", book.codes(piece.claimed))
    y = TOP - 60
    with sheet.mark(Node("H3")):
        sheet.text(LEFT + 24, y, "This piece is not shown as pages", BOLD, 18)
    blocks = paragraph(
        item.slip or "The file cannot be shown as pages.", x=LEFT + 24, wide=WIDTH - 48
    )
    for label, value in (
        ("Title", item.title),
        ("Type", item.kind),
        ("Date", item.date),
        ("File", item.file_name),
        ("Size", size_words(item.bytes) if item.bytes else ""),
    ):
        if value:
            blocks += _slip_row(label, fonts.clean(value))
    blocks += paragraph(
        "The file is supplied separately, or can be inspected on request. Its SHA-256 checksum is "
        f"on page {book.sections['record']}.",
        x=LEFT + 24,
        wide=WIDTH - 48,
        gap=16,
    )
    y -= 16
    top = TOP - 26
    end = y - sum(block.gap + block.height for block in blocks) - 22
    with sheet.artifact():
        sheet.box((LEFT, max(end, BOTTOM), RIGHT, top), line="print.rule", weight=0.8, radius=5)
    for block in blocks:
        y -= block.gap
        if y - block.height < BOTTOM:
            break
        block.draw(sheet, y)
        y -= block.height
    end_page(sheet, book, section_name(piece), left=_STAMP[0], right=_STAMP[2])


def _slip_row(label: str, value: str) -> list[Block]:
    blocks = paragraph(value, x=LEFT + 94, wide=WIDTH - 118)[:6]
    if not blocks:
        return []
    draw_text = blocks[0].draw

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.mark(Node("P")):
            sheet.text(LEFT + 24, y - 10.5, label, BOLD, 10, "print.muted")
        draw_text(sheet, y)

    blocks[0].draw = draw
    blocks[0].gap = 9
    return blocks


def size_words(size: int) -> str:
    """Return a size in bytes as people say it."""
    if size < 1000:
        return f"{size} bytes"
    for unit in ("kB", "MB", "GB"):
        size_f = size / 1000
        if size_f < 1000 or unit == "GB":
            return f"{size_f:.0f} {unit}" if size_f >= 10 else f"{size_f:.1f} {unit}"
        size = round(size_f)
    raise AssertionError
