"""The cover: whose portfolio it is, for which standard, and how much there is."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import BODY, Book
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    LEFT,
    RIGHT,
    WIDTH,
    end_cover,
)
from portfolio_app.pdf.sheet import Node, Sheet

_DRAFT = "Draft, not for submission"
_SMALLEST = 7.0  # points, of a fact


@dataclass(frozen=True, slots=True)
class _Cover:
    """Where the parts of the cover lie, in points, and how large their letters are."""

    mark: float
    title: float
    title_size: float
    purpose: float
    standard: float
    facts: float
    step: float  # from one row of facts to the next
    most: int  # lines of one fact
    label: float


_UPRIGHT = _Cover(742, 696, 34, 666, 632, 546, 74, 3, 9)
_LANDSCAPE = _Cover(776, 742, 26, 720, 698, 642, 46, 2, BODY)


def draw(sheet: Sheet, book: Book) -> None:
    """Draw the cover: whose portfolio it is, for which standard, and how much there is."""
    plan = book.plan
    at = _LANDSCAPE if book.is_large else _UPRIGHT
    with sheet.artifact():
        sheet.box((LEFT, at.mark, LEFT + 46, at.mark + 5), fill="light.accent.fill")
        if plan.draft:
            wide = fonts.width(_DRAFT, BOLD, 11) + 18
            sheet.box((RIGHT - wide, at.mark - 8, RIGHT, at.mark + 13), fill="print.ink", radius=3)
    with sheet.mark(Node("H1")):
        sheet.text(LEFT, at.title, "Portfolio of evidence", BOLD, at.title_size)
    if plan.draft:
        with sheet.mark(Node("P")):
            sheet.right(RIGHT - 9, at.mark - 1, _DRAFT, BOLD, 11, "light.surface.paper")
    if plan.purpose:
        size = at.title_size / 2
        words = fonts.fit(fonts.clean(plan.purpose), REGULAR, size, WIDTH)
        with sheet.mark(Node("P")):
            sheet.text(LEFT, at.purpose, words, REGULAR, size, "print.muted")
    y = at.standard
    node = Node("P")
    size, lines = _fitting(plan.standard_name, WIDTH, 13, at.standard - at.facts - 26)
    for line in lines:
        with sheet.mark(node):
            sheet.text(LEFT, y, line, BOLD, size)
        y -= size * 1.35
    facts = (
        ("Apprentice", plan.apprentice),
        ("Employer", plan.employer),
        ("Training provider", plan.provider),
        ("End-point assessment organisation (EPAO)", plan.epao),
        ("Apprentice reference", plan.reference),
        ("Gateway", plan.gateway),
    )
    y = at.facts
    column = (WIDTH - 26) / 2
    with sheet.artifact():
        sheet.rule(LEFT, y + 28, RIGHT, "print.ink", 1.2)
    for row in range(3):
        for side in range(2):
            _fact(sheet, (LEFT + side * (column + 26), y, column), facts[row * 2 + side], at)
        y -= at.step
    with sheet.artifact():
        sheet.rule(LEFT, y + 26, RIGHT, "print.ink", 1.2)
    with sheet.mark(Node("P")):
        sheet.text(LEFT, y + 4, f"{_pieces_words(book)} · {book.pages} pages", BOLD, 13)
    with sheet.mark(Node("P")):
        sheet.text(LEFT, y - 14, f"Built {plan.built_words}", REGULAR, BODY, "print.muted")
    end_cover(sheet, book)


def _fitting(text: str, wide: float, size: float, high: float) -> tuple[float, list[str]]:
    """Return the largest size of bold letters, and lines, at which a text is no higher."""
    words = fonts.clean(text)
    while True:
        lines = fonts.wrap(words, BOLD, size, wide)
        if len(lines) * size * 1.25 <= high or size <= _SMALLEST:
            return size, lines[: max(int(high / size / 1.25), 1)]
        size -= 0.5


def _pieces_words(book: Book) -> str:
    count, observed = len(book.pieces), len(book.observations)
    words = f"{count} piece{'' if count == 1 else 's'} of evidence"
    if not observed:
        return words
    return f"{words}, {observed} of them {'an observation' if observed == 1 else 'observations'}"


def _fact(
    sheet: Sheet, place: tuple[float, float, float], fact: tuple[str, str], at: _Cover
) -> None:
    """Draw a fact at ``place`` (left, top, width): its label and its value, or a line to fill."""
    x, y, wide = place
    label, value = fact
    with sheet.inside("P"):
        with sheet.mark(Node("Span")):
            sheet.text(x, y + 8, label, REGULAR, at.label, "print.muted")
        size, lines = _fitting(value, wide, 13, at.most * 16.25)
        if not lines:
            with sheet.artifact():
                sheet.rule(x, y - 16, x + wide, "print.rule", 0.8)
            return
        node = Node("Span")
        y += 3
        for line in lines:
            with sheet.mark(node):
                sheet.text(x, y - size, line, BOLD, size)
            y -= size * 1.25
