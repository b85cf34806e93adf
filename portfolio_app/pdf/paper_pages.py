"""Pages of a paper in our frame: the employer's statement, a chart. Whole, with a stamp above."""

from __future__ import annotations

from portfolio_app.domain.papers import PaperKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import Book, Paper
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.geometry import place
from portfolio_app.pdf.observations import WHOSE_WORDS
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.pdf.stamped_pages import Look, draw_original, end_framed_page, look_of

NOT_SIGNED = "Not signed"
AS_ENTERED = "as entered by the apprentice, not verified"

_MOST_NOTE = 8  # lines


def wants_signature(paper: Paper) -> bool:
    """Return whether it is a paper that somebody signs, so that "Not signed" must be said."""
    return any(paper.plan.kind == each.value for each in PaperKind if each.is_to_sign)


def signed_words(paper: Paper) -> str:
    """Return who signed it, as the person entered it, or that it is not signed."""
    return fonts.clean(paper.plan.signed) or NOT_SIGNED


def whose_words(paper: Paper) -> str:
    """Return who signed it and how it came, and whose finding that is; or that nobody signed."""
    says = signed_words(paper)
    came = f"Arrived: {fonts.clean(paper.plan.arrived)}." if paper.plan.arrived else ""
    if says == NOT_SIGNED:
        return f"{says}. {came}" if came else says
    if not paper.plan.signature:
        return f"{says}, {AS_ENTERED}."
    words = (f"{says}.", f"Signature: {fonts.clean(paper.plan.signature)}.", came, WHOSE_WORDS)
    return " ".join(filter(None, words))


def draw(sheet: Sheet, book: Book, paper: Paper) -> None:
    """Draw the frames of its pages, each with what it is and who signed it."""
    for index in paper.shown:
        shape = paper.shapes[index]
        look = look_of(book, shape)
        notes = _notes(paper, look)
        left, low, right, _ = look.room
        sheet.see(look.view)
        head = _stamp(sheet, paper, index, notes, look)
        placed = place(shape, (left, low, right, head - 3.5))
        alt = f"{paper.name}, page {index + 1} of {len(paper.shapes)}"
        draw_original(sheet, placed, alt)
        end_framed_page(sheet, book, paper.name, look)


def _notes(paper: Paper, look: Look) -> list[tuple[str, str]]:
    """Return the lines below the stamp's first one, each with its face."""
    wide = look.stamp[2] - look.stamp[0] - 16
    lines: list[str] = []
    if wants_signature(paper) and (paper.plan.signed.strip() or paper.plan.arrived):
        lines = fonts.wrap(whose_words(paper), REGULAR, look.words, wide)
    noted = fonts.short_lines(paper.plan.note, look.words, wide, _MOST_NOTE, BOLD)
    return [(line, REGULAR) for line in lines] + [(line, BOLD) for line in noted]


def _stamp(
    sheet: Sheet, paper: Paper, index: int, notes: list[tuple[str, str]], look: Look
) -> float:
    """Draw the stamp of a page; return where its lower edge lies."""
    x0, _, x1, y1 = look.stamp
    size, leading = look.words, look.words * 1.35
    low = y1 - size * 2 - leading * len(notes)
    with sheet.artifact():
        sheet.box((x0, low, x1, y1), fill="print.band", radius=2)
    tag = "P" if index else "H1"
    x, base = x0 + 8, y1 - size * 1.38
    with sheet.mark(Node(tag)):
        name = fonts.fit(paper.name, BOLD, look.ref, (x1 - x0) * 0.5)
        sheet.text(x, base, name, BOLD, look.ref)
    x += fonts.width(name, BOLD, look.ref) + 8
    words = f"page {index + 1} of {len(paper.shapes)}"
    with sheet.mark(Node("P")):
        sheet.text(x, base, words, REGULAR, size)
        if wants_signature(paper) and not paper.plan.signed.strip():
            sheet.right(x1 - 8, base, NOT_SIGNED, BOLD, size)
    for line, face in notes:
        base -= leading
        with sheet.mark(Node("P")):
            sheet.text(x0 + 8, base, line, face, size)
    return low
