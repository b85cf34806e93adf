"""The section of observations: a table of them, before the observations themselves follow."""

from __future__ import annotations

from portfolio_app.pdf import bits, fonts
from portfolio_app.pdf.arrange import Book, Piece
from portfolio_app.pdf.flow import Block, draw_pages, paginate, paragraph
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.frame import LEFT, RIGHT, UNDER_HEADING, headed, heading, room
from portfolio_app.pdf.sheet import Sheet, Target
from portfolio_app.pdf.tables import Cell, Column, Table

TITLE = "Observations"
NOT_RECORDED = "Not recorded"
# Decision D15: printed wherever signature words are.
WHOSE_WORDS = (
    "Signature words describe what the apprentice's own software found; your organisation has not "
    "verified them."
)

_ACTIVITY, _OBSERVER, _KSBS, _SIGNATURE = 96.0, 72.0, 92.0, 82.0  # points


def observer_words(piece: Piece) -> str:
    """Return the observer's role, or that none is recorded."""
    return fonts.clean(piece.item.observer) or NOT_RECORDED


def short_date(words: str) -> str:
    """Return a date as a narrow column says it: the month in three letters."""
    parts = fonts.clean(words).split()
    if len(parts) == 3 and parts[0].isdigit() and parts[1].isalpha() and parts[2].isdigit():
        return f"{parts[0]} {parts[1][:3]} {parts[2]}"
    return " ".join(parts)


def signature_words(piece: Piece) -> str:
    """Return the signature word as it is recorded, or that none is."""
    return fonts.clean(piece.item.signature) or NOT_RECORDED


def compose(book: Book) -> list[list[Block]]:
    """Return the page before the first observation; more when there are many."""
    count = len(book.observations)
    pieces = "This piece is a record" if count == 1 else f"These {count} pieces are records"
    blocks = paragraph(
        f"{pieces} of an observation, as returned by the observer. Each has a front sheet; its "
        "pages follow."
    )
    blocks += paragraph(WHOSE_WORDS, gap=5)
    table = Table(
        (
            Column("Piece", LEFT, 36),
            Column("Activity", LEFT + 48, _ACTIVITY),
            Column("Observer", LEFT + 150, _OBSERVER),
            Column("Date", LEFT + 228, 54),
            Column("KSBs", LEFT + 286, _KSBS),
            Column("Signature", LEFT + 384, _SIGNATURE),
            Column("Page", RIGHT - 26, 26, right=True),
        ),
        size=book.table_size,
    )
    blocks.append(table.head(gap=12))
    for piece in book.observations:
        blocks += _row(book, table, piece)
    return paginate(blocks, first=headed(book), room=room(book))


def _row(book: Book, table: Table, piece: Piece) -> list[Block]:
    def go() -> Target:
        return Target(piece.front)

    words = f"Go to the front sheet of {piece.item.ref}"
    return table.row(
        [
            Cell([each for each in (piece.item.ref, piece.item.code) if each], face=BOLD),
            Cell(
                fonts.short_lines(piece.item.title, table.size, _ACTIVITY, 4),
                target=go,
                words=words,
                ink="print.link",
            ),
            Cell(fonts.short_lines(observer_words(piece), table.size, _OBSERVER, 6)),
            Cell(fonts.short_lines(short_date(piece.item.date), table.size, 54, 3)),
            Cell(bits=bits.of_ksbs(book, book.codes(piece.claimed), _KSBS, book.table_size)),
            Cell(fonts.short_lines(signature_words(piece), table.size, _SIGNATURE, 10)),
            Cell(late=lambda: str(piece.front), face=BOLD, target=go, words=words),
        ]
    )


def draw(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose` composed."""
    heading(sheet, TITLE)
    draw_pages(sheet, book, TITLE, pages, UNDER_HEADING)
