"""The frame of every page: header, footer, margins, and the small signs drawn again and again."""

from __future__ import annotations

from portfolio_app import tokens
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.sheet import A4, Node, Sheet, Target, colour

MM = 72 / 25.4
LEFT = 18 * MM  # points, as are all below
RIGHT = A4[0] - 18 * MM
WIDTH = RIGHT - LEFT
TOP = 785.0  # of the room for our own text
BOTTOM = 46.0

_HEADER = 817.0  # base line
_HEADER_RULE = 810.5
_FOOTER = 17.0
_FOOTER_RULE = 27.0
_SMALL = 8.0
_DOT = "  ·  "
_WAYS = (("Contents", "contents"), ("Annex A", "annex-a"), ("Index", "index"))
_DASH = {KsbKind.KNOWLEDGE: "[] 0 d", KsbKind.SKILL: "[3 2] 0 d", KsbKind.BEHAVIOUR: "[0 2.2] 0 d"}


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


def _header(sheet: Sheet, book: Book, section: str, left: float, right: float) -> None:
    plan = book.plan
    dot = fonts.width(_DOT, REGULAR, _SMALL)
    x = right - 2 * dot - sum(fonts.width(name, REGULAR, _SMALL) for name, _ in _WAYS)
    room = x - 10
    for number, (name, key) in enumerate(_WAYS):
        if number:
            with sheet.artifact():
                sheet.text(x, _HEADER, _DOT, REGULAR, _SMALL, "print.muted")
            x += dot
        wide = fonts.width(name, REGULAR, _SMALL)
        rect = (x - 2, _HEADER - 4, x + wide + 2, _HEADER + 9)
        with sheet.link(rect, Target(book.sections[key]), f"Go to {name}"):
            sheet.text(x, _HEADER, name, REGULAR, _SMALL, "print.link")
        x += wide
    with sheet.artifact():
        x = left
        if plan.draft:
            wide = fonts.width("DRAFT", BOLD, _SMALL) + 8
            sheet.box((x, _HEADER - 3, x + wide, _HEADER + 7.5), fill="print.ink", radius=2)
            sheet.text(x + 4, _HEADER, "DRAFT", BOLD, _SMALL, "light.surface.paper")
            x += wide + 6
        words = f"Portfolio of evidence · {plan.standard_short} · {section}"
        words = fonts.fit(words, REGULAR, _SMALL, room - x)
        sheet.text(x, _HEADER, words, REGULAR, _SMALL, "print.muted")
        sheet.rule(left, _HEADER_RULE, right, "print.rule", 0.6)


def end_cover(sheet: Sheet, book: Book, *, left: float = LEFT, right: float = RIGHT) -> None:
    """Draw the footer alone, and finish the page."""
    draft = " · draft, not for submission" if book.plan.draft else ""
    built = f"Built {book.plan.built_words}{draft}"
    number = f"Page {sheet.page} of {book.pages}"
    with sheet.artifact():
        sheet.rule(left, _FOOTER_RULE, right, "print.hairline", 0.5)
        sheet.text(left, _FOOTER, built, REGULAR, _SMALL, "print.muted")
        sheet.right(right, _FOOTER, number, BOLD, _SMALL, "print.ink")
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
