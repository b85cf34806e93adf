"""The declarations: what the apprentice and the employer confirm, and whether it is signed."""

from __future__ import annotations

from portfolio_app.domain.papers import PaperKind
from portfolio_app.pdf import fonts
from portfolio_app.pdf.arrange import BODY, Book, Paper
from portfolio_app.pdf.flow import Block, draw_pages, late_paragraph, paginate, paragraph
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import LEFT, MM, UNDER_HEADING, WIDTH, headed, heading, room
from portfolio_app.pdf.paper_pages import NOT_SIGNED, whose_words
from portfolio_app.pdf.sheet import Node, Sheet

TITLE = "Declarations"

APPRENTICE = (
    "I confirm this evidence is my own work, or shows my own part in shared work as described."
)
EMPLOYER = "I confirm the evidence is valid and attributable to the apprentice."

_BOX = (80 * MM, 22 * MM)  # room for a signature
_WIDEST = 8888  # a page number as wide as any, while pages are not numbered


def compose(book: Book) -> list[list[Block]]:
    """Return the two statements, each with room to sign or with where it was signed."""
    blocks = _title("Apprentice", 0)
    blocks += paragraph(APPRENTICE, keep=True, gap=4)
    blocks.append(_to_sign(book, book.plan.apprentice))
    blocks += _title("Employer", 30)
    statements = book.papers_of(PaperKind.EMPLOYER_STATEMENT)
    if statements:
        for statement in statements:
            blocks += _elsewhere(statement, "The employer's own statement")
        for supplement in book.papers_of(PaperKind.EMPLOYER_SUPPLEMENT):
            blocks += _elsewhere(supplement, "A supplement to it")
    else:
        blocks += paragraph(EMPLOYER, keep=True, gap=4)
        blocks.append(_to_sign(book, ""))
    return paginate(blocks, first=headed(book), room=room(book))


def draw(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose` composed."""
    heading(sheet, TITLE)
    draw_pages(sheet, book, TITLE, pages, UNDER_HEADING)


def _title(words: str, gap: float) -> list[Block]:
    return paragraph(words, face=BOLD, size=14, tag="H2", keep=True, gap=gap)


def _elsewhere(statement: Paper, called: str) -> list[Block]:
    """Return where a statement of the employer's stands, and whether it is signed."""

    def words(page: int) -> str:
        of = len(statement.shown)
        where = f"page {page}" if of == 1 else f"pages {page} to {page + of - 1}"
        return f"{called} is on {where}."

    blocks = late_paragraph(lambda: words(statement.first_page), words(_WIDEST), gap=4)
    blocks[-1].keep = True
    blocks += paragraph(whose_words(statement), face=BOLD, gap=4)
    blocks += paragraph(statement.plan.note, face=BOLD, gap=4)
    return blocks


def _to_sign(book: Book, name: str) -> Block:
    half = (WIDTH - 26) / 2
    wide, high = _BOX
    right = LEFT + half + 26

    def draw(sheet: Sheet, y: float) -> None:
        y -= 38
        _line_to_fill(sheet, LEFT, y, half, "Name", name)
        _line_to_fill(sheet, right, y, half, "Role", "")
        y -= 38 + high
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y + high + 6, "Signature", REGULAR, BODY, "print.muted")
        with sheet.artifact():
            sheet.box((LEFT, y, LEFT + wide, y + high), line="print.rule", weight=0.9)
        _line_to_fill(sheet, right, y + 6, half, "Date", "")
        with sheet.mark(Node("P")):
            sheet.text(LEFT, y - 18, NOT_SIGNED, BOLD, BODY)
            after = LEFT + fonts.width(NOT_SIGNED, BOLD, BODY)
            built = f" when this PDF was built, {book.plan.built_words}"
            sheet.text(after, y - 18, built, REGULAR, BODY, "print.muted")

    return Block(76 + high + 22, draw)


def _line_to_fill(sheet: Sheet, x: float, y: float, wide: float, label: str, value: str) -> None:
    with sheet.mark(Node("P")):
        sheet.text(x, y + 19, label, REGULAR, BODY, "print.muted")
        if value.strip():
            words = fonts.clean(value)
            size = 12.0
            while size > 7 and fonts.width(words, BOLD, size) > wide:
                size -= 0.5
            sheet.text(x, y + 3, fonts.fit(words, BOLD, size, wide), BOLD, size)
    with sheet.artifact():
        sheet.rule(x, y - 2, x + wide, "print.rule", 0.8)
