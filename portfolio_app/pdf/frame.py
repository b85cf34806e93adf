"""The frame of every page: header, footer, margins, and the small signs drawn again and again."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app import tokens
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import BODY, ENLARGED, LARGE, Book
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.sheet import A4, Node, Sheet, Target, colour

MM = 72 / 25.4
LEFT = 18 * MM  # points, as are all below
RIGHT = A4[0] - 18 * MM
WIDTH = RIGHT - LEFT
TOP = 785.0  # of the room for our own text
BOTTOM = 46.0

UNDER_HEADING = TOP - 50.0  # where text begins below a section's heading

_DOT = "  ·  "
_WAYS = (("Contents", "contents"), ("Annex A", "annex-a"), ("Index", "index"))


@dataclass(frozen=True, slots=True)
class _Edges:
    """Header and footer: base line and rule from the paper's upper and lower edge, and letters."""

    header: float
    header_rule: float
    footer: float
    footer_rule: float
    size: float


_USUAL = _Edges(24.9, 31.4, 17.0, 27.0, 8.0)
_LARGE = _Edges(26.0, 33.0, 15.0, 33.0, LARGE)
_ENLARGED = _Edges(17.5, 23.0, 11.0, 22.0, BODY)
_DASH = {KsbKind.KNOWLEDGE: "[] 0 d", KsbKind.SKILL: "[3 2] 0 d", KsbKind.BEHAVIOUR: "[0 2.2] 0 d"}


def bottom(book: Book) -> float:
    """Return where the room for our own text ends."""
    return ENLARGED.low + 30 if book.is_large else BOTTOM


def room(book: Book) -> float:
    """Return how many points of height our own text has on a page."""
    return TOP - bottom(book)


def headed(book: Book) -> float:
    """Return how many points are free below a section's heading."""
    return UNDER_HEADING - bottom(book)


def ink_of(kind: KsbKind) -> str:
    """Return the colour token of a kind of KSB."""
    return f"light.ksb.{kind.value}"


def tint_of(kind: KsbKind) -> str:
    """Return the pale colour token of a kind of KSB."""
    return f"light.ksb.{kind.value}_tint"


def shape(sheet: Sheet, kind: KsbKind, x: float, y: float, size: float, ink: str = "") -> None:
    """Draw the mark of a kind of KSB: square, circle or diamond, centred, ``size`` points across.

    Drawn, because the reading font has no such characters.
    """
    r = size / 2
    paint = f"{colour(ink or ink_of(kind))} rg "
    if kind is KsbKind.KNOWLEDGE:
        s = r * 0.88
        sheet.raw(f"{paint}{x - s:.2f} {y - s:.2f} {2 * s:.2f} {2 * s:.2f} re f")
    elif kind is KsbKind.BEHAVIOUR:
        sheet.raw(
            f"{paint}{x - r:.2f} {y:.2f} m {x:.2f} {y + r:.2f} l {x + r:.2f} {y:.2f} l "
            f"{x:.2f} {y - r:.2f} l f"
        )
    else:
        k = r * 0.5523
        sheet.raw(
            f"{paint}{x - r:.2f} {y:.2f} m "
            f"{x - r:.2f} {y + k:.2f} {x - k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
            f"{x + k:.2f} {y + r:.2f} {x + r:.2f} {y + k:.2f} {x + r:.2f} {y:.2f} c "
            f"{x + r:.2f} {y - k:.2f} {x + k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
            f"{x - k:.2f} {y - r:.2f} {x - r:.2f} {y - k:.2f} {x - r:.2f} {y:.2f} c f"
        )


def underline(sheet: Sheet, kind: KsbKind, x0: float, y: float, x1: float, weight: float) -> None:
    """Draw the underline of a kind of KSB: solid, dashed or dotted."""
    cap = "1 J " if kind is KsbKind.BEHAVIOUR else "0 J "
    sheet.raw(
        f"{colour(ink_of(kind))} RG {weight:g} w {cap}{_DASH[kind]} "
        f"{x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l S [] 0 d 0 J"
    )


def outline(
    sheet: Sheet, kind: KsbKind, rect: tuple[float, float, float, float], weight: float
) -> None:
    """Draw a box in the line of a kind of KSB: around an area of a picture."""
    cap = "1 J " if kind is KsbKind.BEHAVIOUR else "0 J "
    x0, y0, x1, y1 = rect
    sheet.raw(
        f"{colour(ink_of(kind))} RG {weight:g} w {cap}{_DASH[kind]} "
        f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S [] 0 d 0 J"
    )


def chip_width(code: str, size: float) -> float:
    """Return how wide a chip with this code is, in points."""
    return fonts.width(code, BOLD, size) + size * 1.75


def chip(
    sheet: Sheet,
    kind: KsbKind,
    code: str,
    x: float,
    y: float,
    *,
    size: float = 7.5,
    wide: float = 0,
) -> tuple[float, float, float, float]:
    """Draw a chip with mark and code, its base line at ``y``; return where it lies."""
    wide = wide or chip_width(code, size)
    rect = (x, y - size * 0.42, x + wide, y + size * 1.08)
    sheet.box(rect, fill=tint_of(kind), line=ink_of(kind), weight=0.6, radius=2.2)
    shape(sheet, kind, x + size * 0.72, y + size * 0.33, size * 0.72)
    sheet.text(x + size * 1.3, y, code, BOLD, size, ink_of(kind))
    return rect


def end_page(
    sheet: Sheet, book: Book, section: str, *, left: float = LEFT, right: float = RIGHT
) -> None:
    """Draw header and footer, and finish the page. Drawn last, so that they are read last."""
    _header(sheet, book, section, left, right)
    end_cover(sheet, book, left=left, right=right)


def _edges(sheet: Sheet, book: Book) -> _Edges:
    if not book.is_large:
        return _USUAL
    return _ENLARGED if sheet.view.scale > 1 else _LARGE


def _header(sheet: Sheet, book: Book, section: str, left: float, right: float) -> None:
    plan, edges = book.plan, _edges(sheet, book)
    size = edges.size
    base, under = sheet.view.top - edges.header, sheet.view.top - edges.header_rule
    dot = fonts.width(_DOT, REGULAR, size)
    x = right - 2 * dot - sum(fonts.width(name, REGULAR, size) for name, _ in _WAYS)
    room = x - 10
    for number, (name, key) in enumerate(_WAYS):
        if number:
            with sheet.artifact():
                sheet.text(x, base, _DOT, REGULAR, size, "print.muted")
            x += dot
        wide = fonts.width(name, REGULAR, size)
        rect = (x - 2, base - size / 2, x + wide + 2, base + size * 1.1)
        with sheet.link(rect, Target(book.sections[key]), f"Go to {name}"):
            sheet.text(x, base, name, REGULAR, size, "print.link")
        x += wide
    with sheet.artifact():
        x = left
        if plan.draft:
            wide = fonts.width("DRAFT", BOLD, size) + size
            box = (x, base - size * 0.37, x + wide, base + size * 0.93)
            sheet.box(box, fill="print.ink", radius=2)
            sheet.text(x + size / 2, base, "DRAFT", BOLD, size, "light.surface.paper")
            x += wide + 6
        words = f"Portfolio of evidence · {plan.standard_short} · {section}"
        if book.is_large:
            words = section
        words = fonts.fit(words, REGULAR, size, room - x)
        sheet.text(x, base, words, REGULAR, size, "print.muted")
        sheet.rule(left, under, right, "print.rule", 0.6)


def end_cover(sheet: Sheet, book: Book, *, left: float = LEFT, right: float = RIGHT) -> None:
    """Draw the footer alone, and finish the page."""
    edges, low = _edges(sheet, book), sheet.view.low
    draft = " · draft, not for submission" if book.plan.draft else ""
    built = f"Built {book.plan.built_words}{draft}"
    number = f"Page {sheet.page} of {book.pages}"
    with sheet.artifact():
        sheet.rule(left, low + edges.footer_rule, right, "print.hairline", 0.5)
        y = low + edges.footer
        sheet.text(left, y, built, REGULAR, edges.size, "print.muted")
        sheet.right(right, y, number, BOLD, edges.size, "print.ink")
    sheet.end_page()


def heading(sheet: Sheet, text: str, y: float = TOP - 20, *, tag: str = "H1") -> float:
    """Draw a section's heading with a rule under it; return the y below both."""
    size = tokens.number("print.title_pt")
    lines = fonts.wrap(fonts.clean(text), BOLD, size, WIDTH)
    node = Node(tag)
    for line in lines:
        with sheet.mark(node):
            sheet.text(LEFT, y, line, BOLD, size)
        y -= size * 1.2
    with sheet.artifact():
        sheet.rule(LEFT, y + size * 0.55, RIGHT, "print.ink", 1.2)
    return y - size * 0.2
