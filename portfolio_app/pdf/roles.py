"""Who the apprentice is, and who can confirm: My role and organisation, Witnesses."""

from __future__ import annotations

from portfolio_app.domain.papers import PaperKind
from portfolio_app.pdf import bits, fonts
from portfolio_app.pdf.arrange import Book, Paper
from portfolio_app.pdf.flow import Block, draw_pages, paginate, paragraph, space
from portfolio_app.pdf.fonts import BOLD
from portfolio_app.pdf.frame import LEFT, UNDER_HEADING, WIDTH, headed, heading, room
from portfolio_app.pdf.geometry import place
from portfolio_app.pdf.sheet import Sheet
from portfolio_app.pdf.stamped_pages import draw_original
from portfolio_app.pdf.tables import Cell, Column, Table

ROLE = "My role and organisation"
WITNESSES = "Witnesses"

CHART = PaperKind.CHART.words
_LEAST_CHART = 260.0  # points high
_MOST_LINES = 6  # of one cell


def compose_role(book: Book, *, with_witnesses: bool) -> list[list[Block]]:
    """Return the pages on the role, with the witnesses below unless these have pages of their own.

    None when there is nothing to say.
    """
    blocks: list[Block] = []
    if book.plan.role.strip():
        blocks += paragraph(book.plan.role)
    if with_witnesses and book.plan.witnesses:
        if blocks:
            blocks.append(space(14))
            blocks += paragraph(WITNESSES, face=BOLD, size=14, tag="H2", keep=True)
        blocks += _witnesses(book)
    return paginate(blocks, first=headed(book), room=room(book)) if blocks else []


def compose_with_chart(book: Book, chart: Paper) -> tuple[list[Block], bool] | None:
    """Return one page with the role, the chart and the witnesses, where all have room on it.

    The flag says whether the witnesses are on it too. None: the chart needs pages of its own.
    """
    if book.is_large or len(chart.shapes) != 1:
        return None
    title = paragraph(CHART, face=BOLD, size=14, tag="H2", keep=True)
    above = [*paragraph(book.plan.role), space(14), *title] if book.plan.role.strip() else title
    above.append(space(6))
    below = []
    if book.plan.witnesses:
        below = [space(16), *paragraph(WITNESSES, face=BOLD, size=14, tag="H2", keep=True)]
        below += _witnesses(book)
    shape = chart.shapes[0]
    wide, high = shape.size
    natural = min(WIDTH * high / wide, high * shape.unit)
    for some in (below, []):
        free = headed(book) - sum(block.gap + block.height for block in (*above, *some))
        if free < min(natural, _LEAST_CHART):
            continue
        tall = min(natural, free - 1)

        def draw(sheet: Sheet, y: float, tall: float = tall) -> None:
            placed = place(shape, (LEFT, y - tall, LEFT + WIDTH, y))
            draw_original(sheet, placed, f"{chart.name}, page 1 of 1")

        return [*above, Block(tall, draw), *some], bool(some) or not below
    return None


def compose_witnesses(book: Book) -> list[list[Block]]:
    """Return the witnesses as pages of their own; none when there are none."""
    return (
        paginate(_witnesses(book), first=headed(book), room=room(book))
        if book.plan.witnesses
        else []
    )


def title(book: Book, *, with_witnesses: bool) -> str:
    """Return what the section of :func:`compose_role` is called."""
    return ROLE if book.plan.role.strip() or not with_witnesses else WITNESSES


def draw(sheet: Sheet, book: Book, words: str, pages: list[list[Block]]) -> None:
    """Draw composed pages under their title."""
    heading(sheet, words)
    draw_pages(sheet, book, words, pages, UNDER_HEADING)


def _witnesses(book: Book) -> list[Block]:
    table = Table(
        (
            Column("Who", LEFT, 112),
            Column("Organisation", LEFT + 120, 104),
            Column("Relationship", LEFT + 232, 84),
            Column("Work contact", LEFT + 324, 100),
            Column("Can confirm", LEFT + 432, WIDTH - 432),
        ),
        size=book.table_size,
    )
    pieces = {piece.item.ref: piece for piece in book.pieces}
    blocks = [table.head(gap=4)]
    for witness in book.plan.witnesses:
        words = (witness.name, witness.organisation, witness.relationship, witness.contact)
        cells = [
            Cell(fonts.short_lines(each, table.size, column.wide, _MOST_LINES))
            for each, column in zip(words, table.columns[:4], strict=True)
        ]
        known = [piece for ref, piece in pieces.items() if ref in witness.refs]
        blocks += table.row([*cells, Cell(bits=bits.of_pieces(known))])
    return blocks
