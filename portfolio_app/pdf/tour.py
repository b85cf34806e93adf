"""The labelled picture of a stamped page on the page that explains how to read the portfolio."""

from __future__ import annotations

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import LEFT, chip, underline
from portfolio_app.pdf.sheet import Node, Sheet

HIGH = 236.0  # points, of the picture
_USUAL = ("K8", "B1")  # shown where the standard has them
_PASSAGE = 3  # of the labels
_WIDE = 172.0
_X = LEFT + 8
_LABELS = (
    ("Header", "Links to the contents, annex A and the index on every page"),
    (
        "Stamp",
        "The piece, its own page number, the KSBs claimed here, and a link to its front sheet",
    ),
    ("Flag", "The KSB claimed beside the passage; a link to the index"),
    ("Marked passage", "The exact words claimed, tinted and underlined by kind of KSB"),
    ("Original page", "Whole and never covered, reduced to fit this frame"),
    ("Footer", "The page number used everywhere in this portfolio"),
)
_ONE_KIND = ("Marked passage", "The exact words claimed, tinted and underlined")
_UNMARKED = ("Passage", "The exact words claimed stand beside the flag; nothing is drawn on them")


def draw_tour(sheet: Sheet, book: Book, top: float) -> None:
    """Draw the picture with its labels, :data:`HIGH` points high, from ``top`` downwards.

    Without coloured marks the passages in it carry none either.
    """
    marks = book.plan.options.marks
    first, second = _shown(book)
    low = top - HIGH
    figure = Node(
        "Figure", alt="A stamped evidence page with its parts labelled, as listed beside it."
    )
    anchors = []
    with sheet.mark(figure):
        sheet.box(
            (_X, low, _X + _WIDE, top), fill="light.surface.paper", line="print.rule", weight=0.8
        )
        sheet.text(_X + 8, top - 11, "Portfolio of evidence", REGULAR, 4, "print.muted")
        sheet.right(
            _X + _WIDE - 8, top - 11, "Contents · Annex A · Index", REGULAR, 4, "print.link"
        )
        sheet.rule(_X + 8, top - 14, _X + _WIDE - 8, "print.rule", 0.4)
        anchors.append((_X + _WIDE - 8, top - 10))
        sheet.box((_X + 8, top - 28, _X + _WIDE - 8, top - 17), fill="print.band")
        sheet.text(_X + 12, top - 24.6, "E07", BOLD, 6)
        sheet.text(_X + 26, top - 24.6, "page 4 of 14", REGULAR, 5)
        _, _, end, _ = chip(sheet, *first, _X + 62, top - 24.6, size=5)
        chip(sheet, *second, max(end + 4, _X + 84), top - 24.6, size=5)
        anchors.append((_X + _WIDE - 8, top - 22.5))
        paper = (_X + 8, low + 17, _X + _WIDE - 34, top - 32)
        sheet.box(paper, line="print.hairline", weight=0.6)
        anchors += _page(sheet, paper, {2: first, 5: second}, marks=marks)
        sheet.rule(_X + 8, low + 12, _X + _WIDE - 8, "print.hairline", 0.4)
        sheet.text(_X + 8, low + 5.5, f"Built {book.plan.built_words}", REGULAR, 4, "print.muted")
        sheet.right(_X + _WIDE - 8, low + 5.5, "Page 47 of 214", BOLD, 4)
        anchors.append((_X + _WIDE - 8, low + 7))
    _labels(sheet, anchors, top, book)


def _shown(book: Book) -> tuple[tuple[KsbKind, str], tuple[KsbKind, str]]:
    """Return two KSBs for the picture, as this standard calls them; of two kinds if it has them."""
    every = list(book.ksbs.values())
    by_code = {each.code: each for each in every}
    some = [by_code[code] for code in _USUAL if code in by_code]
    if len(some) < len(_USUAL):
        some = every[:1] + [each for each in every if each.kind is not every[0].kind][:1]
        some += [each for each in every if each not in some][: 2 - len(some)]
    told = [(each.kind, fonts.fit(fonts.clean(each.code), BOLD, 5.5, 19)) for each in some]
    first, second = [*told, (KsbKind.KNOWLEDGE, "1"), (KsbKind.KNOWLEDGE, "2")][:2]
    return first, second


def _page(
    sheet: Sheet,
    paper: tuple[float, float, float, float],
    marked: dict[int, tuple[KsbKind, str]],
    *,
    marks: bool,
) -> list[tuple[float, float]]:
    """Draw grey lines for text, two marked passages and their flags; return what to point at."""
    x0, low, x1, top = paper
    flag_x = x1 + 4
    y = top - 14
    sheet.box((x0 + 12, y, x0 + 62, y + 4.5), fill="print.rule")
    points: list[tuple[float, float]] = []
    for number in range(15):
        y -= 10
        end = x1 - (40 if number % 5 == 0 else 12)
        if number in marked:
            kind, code = marked[number]
            if marks:
                sheet.box((x0 + 12, y - 2, end, y + 5), fill=f"highlight.{kind.value}")
                underline(sheet, kind, x0 + 12, y - 2.6, end, 1)
            chip(sheet, kind, code, flag_x, y, size=5.5)
            points.append((flag_x + 18, y + 1.5) if number == 2 else (end, y + 1.5))
        sheet.box((x0 + 12, y, end, y + 3), fill="print.hairline")
    return [*points, (x1, low + 14)]


def _labels(sheet: Sheet, anchors: list[tuple[float, float]], top: float, book: Book) -> None:
    marks = book.plan.options.marks
    size = book.table_size
    bold = max(size, 9.5)
    has_kinds = len({each.kind for each in book.ksbs.values()}) > 1
    passage = (_LABELS[_PASSAGE] if has_kinds else _ONE_KIND) if marks else _UNMARKED
    labels = [*_LABELS[:_PASSAGE], passage, *_LABELS[_PASSAGE + 1 :]]
    x = _X + _WIDE + 34
    step = HIGH / len(_LABELS)
    with sheet.inside("L"):
        for number, ((name, words), (px, py)) in enumerate(zip(labels, anchors, strict=True)):
            y = top - number * step - 9
            with sheet.artifact():
                sheet.rule(px + 2, py, x - 7, "print.muted", 0.5, y + 3)
                sheet.box((px + 0.4, py - 1.6, px + 3.6, py + 1.6), fill="print.muted", radius=1.6)
            with sheet.inside("LI"):
                node = Node("LBody")
                with sheet.mark(node):
                    sheet.text(x, y, name, BOLD, bold)
                for line in fonts.wrap(words, REGULAR, size, 544 - x):
                    y -= size * 1.27
                    with sheet.mark(node):
                        sheet.text(x, y, line, REGULAR, size, "print.muted")
