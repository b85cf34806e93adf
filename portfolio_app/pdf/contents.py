"""The contents: the sections, then every piece with its KSBs, the observations by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from portfolio_app.pdf import bits, fonts
from portfolio_app.pdf.arrange import Book, Piece
from portfolio_app.pdf.flow import Block, draw_pages, paginate, paragraph, space
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.frame import LEFT, RIGHT, UNDER_HEADING, WIDTH, headed, heading, room
from portfolio_app.pdf.observations import observer_words, short_date, signature_words
from portfolio_app.pdf.sheet import Sheet, Target
from portfolio_app.pdf.tables import Cell, Column, Table

TITLE = "Contents"

_KSBS = 92.0  # points: three chips side by side


def compose(book: Book, sections: Sequence[tuple[str, str]]) -> list[list[Block]]:
    """Return the contents of these sections (key and title) and of every piece."""
    blocks: list[Block] = []
    parts = Table(
        (Column("Section", LEFT, WIDTH - 50), Column("Page", RIGHT - 40, 40, right=True)),
        size=book.table_size,
    )
    blocks.append(parts.head())
    for key, title in sections:
        go = _to_section(book, key)
        words = f"Go to {title}"
        lines = fonts.wrap(fonts.clean(title), "Regular", parts.size, WIDTH - 60)
        blocks += parts.row(
            [
                Cell(lines, target=go, words=words, ink="print.link"),
                Cell(late=_number(go), face=BOLD, target=go, words=words),
            ]
        )
    others = [piece for piece in book.pieces if not piece.item.observation]
    if others:
        blocks.append(space(12))
        blocks += _pieces(book, others)
    if book.observations:
        blocks.append(space(14))
        blocks += paragraph("Observations", face=BOLD, size=12, tag="H2", keep=True)
        blocks += _observations(book, book.observations)
    return paginate(blocks, first=headed(book), room=room(book))


def draw(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose` composed."""
    heading(sheet, TITLE)
    draw_pages(sheet, book, TITLE, pages, UNDER_HEADING)


def _pieces(book: Book, pieces: Sequence[Piece]) -> list[Block]:
    table = Table(
        (
            Column("Piece", LEFT, 30),
            Column("Title", LEFT + 34, 150),
            Column("Type", LEFT + 192, 60),
            Column("Date", LEFT + 258, 58),
            Column("Pages", LEFT + 318, 36, right=True),
            Column("KSBs", LEFT + 366, _KSBS),
            Column("Page", RIGHT - 32, 32, right=True),
        ),
        size=book.table_size,
    )
    blocks = [table.head()]
    for piece in pieces:
        blocks += table.row(
            [
                *_named(piece, table),
                Cell(fonts.short_lines(piece.item.kind, table.size, 60, 3)),
                Cell(fonts.short_lines(short_date(piece.item.date), table.size, 58, 3)),
                *_counted(book, piece),
            ]
        )
    return blocks


def _observations(book: Book, pieces: Sequence[Piece]) -> list[Block]:
    table = Table(
        (
            Column("Piece", LEFT, 30),
            Column("Title", LEFT + 34, 92),
            Column("Observer", LEFT + 132, 62),
            Column("Date", LEFT + 200, 56),
            Column("Signature", LEFT + 260, 60),
            Column("Pages", LEFT + 322, 32, right=True),
            Column("KSBs", LEFT + 366, _KSBS),
            Column("Page", RIGHT - 32, 32, right=True),
        ),
        size=book.table_size,
    )
    blocks = [table.head()]
    for piece in pieces:
        blocks += table.row(
            [
                *_named(piece, table),
                Cell(fonts.short_lines(observer_words(piece), table.size, 62, 6)),
                Cell(fonts.short_lines(short_date(piece.item.date), table.size, 56, 3)),
                Cell(fonts.short_lines(signature_words(piece), table.size, 60, 10)),
                *_counted(book, piece),
            ]
        )
    return blocks


def _named(piece: Piece, table: Table) -> list[Cell]:
    wide = table.columns[1].wide
    return [
        Cell([piece.item.ref], face=BOLD),
        Cell(
            fonts.short_lines(piece.item.title, table.size, wide, 4),
            target=to_front(piece),
            words=f"Go to the front sheet of {piece.item.ref}",
            ink="print.link",
        ),
    ]


def _counted(book: Book, piece: Piece) -> list[Cell]:
    go = to_front(piece)
    words = f"Go to the front sheet of {piece.item.ref}"
    return [
        Cell([_pages_words(piece)]),
        Cell(bits=bits.of_ksbs(book, book.codes(piece.claimed), _KSBS, book.table_size)),
        Cell(late=_number(go), face=BOLD, target=go, words=words, ink="print.link"),
    ]


def _pages_words(piece: Piece) -> str:
    if not piece.shapes:
        return "–"
    if len(piece.shown) < len(piece.shapes):
        return f"{len(piece.shown)} of {len(piece.shapes)}"
    return str(len(piece.shapes))


def to_front(piece: Piece) -> Callable[[], Target]:
    """Return what will lead to a piece's front sheet once pages are numbered."""
    return lambda: Target(piece.front)


def _to_section(book: Book, key: str) -> Callable[[], Target]:
    return lambda: Target(book.sections[key])


def _number(target: Callable[[], Target]) -> Callable[[], str]:
    return lambda: str(target().page)
