"""What comes before the evidence: cover, how to read it, role and witnesses, contents."""

from __future__ import annotations

from collections.abc import Callable

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.pdf import fonts, tour
from portfolio_app.pdf.arrange import Book, Piece
from portfolio_app.pdf.flow import (
    BODY,
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
    end_cover,
    end_page,
    heading,
    shape,
    underline,
)
from portfolio_app.pdf.sheet import Node, Sheet, Target

HOW_TO_READ = "How to read this portfolio"
HEADED = TOP - 50 - BOTTOM  # points free under a section's heading

WHO_DREW_THIS = (
    "Coloured marks, flags, headers and footers were added by the apprentice when compiling. "
    "Nothing else on evidence pages was changed except areas marked Hidden."
)
_LINKS = "Every code and page number is a link. In print, use the page numbers."
_KINDS = {
    KsbKind.KNOWLEDGE: ("Knowledge", "solid underline"),
    KsbKind.SKILL: ("Skill", "dashed underline"),
    KsbKind.BEHAVIOUR: ("Behaviour", "dotted underline"),
}


def draw_cover(sheet: Sheet, book: Book) -> None:
    """Draw the cover: whose portfolio it is, for which standard, and how much there is."""
    plan = book.plan
    with sheet.artifact():
        sheet.box((LEFT, 742, LEFT + 46, 747), fill="light.accent.fill")
        if plan.draft:
            wide = fonts.width("Draft, not for submission", BOLD, 11) + 18
            sheet.box((RIGHT - wide, 734, RIGHT, 755), fill="print.ink", radius=3)
    with sheet.mark(Node("H1")):
        sheet.text(LEFT, 696, "Portfolio of evidence", BOLD, 34)
    if plan.draft:
        with sheet.mark(Node("P")):
            sheet.right(
                RIGHT - 9, 741, "Draft, not for submission", BOLD, 11, "light.surface.paper"
            )
    if plan.purpose:
        with sheet.mark(Node("P")):
            sheet.text(LEFT, 666, fonts.clean(plan.purpose), REGULAR, 17, "print.muted")
    y = 632.0
    node = Node("P")
    for line in fonts.wrap(fonts.clean(plan.standard_name), BOLD, 13, WIDTH):
        with sheet.mark(node):
            sheet.text(LEFT, y, line, BOLD, 13)
        y -= 18
    facts = (
        ("Apprentice", plan.apprentice),
        ("Employer", plan.employer),
        ("Training provider", plan.provider),
        ("End-point assessment organisation (EPAO)", plan.epao),
        ("Apprentice reference", plan.reference),
        ("Gateway", plan.gateway),
    )
    y = 546.0
    column = (WIDTH - 26) / 2
    with sheet.artifact():
        sheet.rule(LEFT, y + 34, RIGHT, "print.ink", 1.2)
    for row in range(3):
        for side in range(2):
            label, value = facts[row * 2 + side]
            _fact(sheet, LEFT + side * (column + 26), y, column, label, value)
        y -= 74
    with sheet.artifact():
        sheet.rule(LEFT, y + 34, RIGHT, "print.ink", 1.2)
    count = len(book.pieces)
    pieces = f"{count} piece{'' if count == 1 else 's'} of evidence"
    with sheet.mark(Node("P")):
        sheet.text(LEFT, y - 2, f"{pieces} · {book.pages} pages", BOLD, 13)
    with sheet.mark(Node("P")):
        sheet.text(LEFT, y - 22, f"Built {plan.built_words}", REGULAR, BODY, "print.muted")
    end_cover(sheet, book)


def _fact(sheet: Sheet, x: float, y: float, wide: float, label: str, value: str) -> None:
    with sheet.inside("P"):
        with sheet.mark(Node("Span")):
            sheet.text(x, y + 8, label, REGULAR, 9, "print.muted")
        lines = fonts.short_lines(value, 13, wide, 3, BOLD)
        if not lines:
            with sheet.artifact():
                sheet.rule(x, y - 16, x + wide, "print.rule", 0.8)
            return
        node = Node("Span")
        for line in lines:
            with sheet.mark(node):
                sheet.text(x, y - 10, line, BOLD, 13)
            y -= 16


def draw_how_to_read(sheet: Sheet, book: Book) -> None:
    """Draw the page that explains the others."""
    plan = book.plan
    y = heading(sheet, HOW_TO_READ)
    lines = (
        "Each piece of evidence (E01, E02 and so on) begins with a front sheet: what it is, and "
        "the passages claimed in it. Its pages follow, each shown whole.",
        "Annex A maps every KSB to the evidence. The number in a cell is the page of this PDF "
        "that holds the passage.",
        "The index at the end lists, under each KSB, its full statement and every passage.",
    )
    blocks: list[Block] = []
    for line in lines:
        blocks += paragraph(line, gap=5)
    y = _lay(sheet, blocks, y)
    y = tour.draw_tour(sheet, book, y - 12)
    y = _marks(sheet, y - 20)
    blocks = paragraph(_LINKS, face=BOLD)
    blocks += paragraph(WHO_DREW_THIS, gap=5)
    cut = [piece for piece in book.pieces if len(piece.shown) < len(piece.shapes)]
    if cut:
        names = page_names(cut)
        blocks += paragraph(
            f"Of {names} only the title page, the claimed pages and their neighbours are shown; "
            "the stamp says which. The whole document is available on request.",
            gap=5,
        )
    apart = [piece for piece in book.pieces if not piece.shapes]
    if apart:
        blocks += paragraph(
            f"{page_names(apart)} cannot be shown as pages: see Files supplied separately, "
            f"page {book.sections['apart']}.",
            gap=5,
        )
    y = _lay(sheet, blocks, y - 8)
    if plan.notice:
        notice = paragraph(plan.notice, x=LEFT + 12, wide=WIDTH - 24, face=BOLD, size=10)
        high = sum(block.height for block in notice) + 18
        with sheet.artifact():
            sheet.box((LEFT, y - 12 - high, RIGHT, y - 12), fill="print.band")
            sheet.box((LEFT, y - 12 - high, LEFT + 3, y - 12), fill="print.ink")
        _lay(sheet, notice, y - 20)
    elif plan.licence_line:
        node = Node("P")
        foot = fonts.wrap(fonts.clean(plan.licence_line), REGULAR, 8, WIDTH)
        for index, line in enumerate(foot):
            with sheet.mark(node):
                sheet.text(
                    LEFT, BOTTOM + 11 * (len(foot) - 1 - index), line, REGULAR, 8, "print.muted"
                )
    end_page(sheet, book, HOW_TO_READ)


def page_names(pieces: list[Piece]) -> str:
    """Return the E-numbers of pieces as a sentence says them, cut short after eight."""
    refs = [piece.item.ref for piece in pieces]
    if len(refs) > 8:
        return ", ".join(refs[:7]) + f" and {len(refs) - 7} more"
    return " and ".join([", ".join(refs[:-1]), refs[-1]]) if len(refs) > 1 else refs[0]


def _lay(sheet: Sheet, blocks: list[Block], y: float) -> float:
    for block in blocks:
        y -= block.gap
        block.draw(sheet, y)
        y -= block.height
    return y


def _marks(sheet: Sheet, y: float) -> float:
    third = WIDTH / 3
    for number, (kind, (name, line)) in enumerate(_KINDS.items()):
        x = LEFT + number * third
        with sheet.artifact():
            shape(sheet, kind, x + 6, y + 3.6, 9)
            underline(sheet, kind, x + 18, y - 4, x + 18 + fonts.width(name, BOLD, BODY), 1.4)
        with sheet.mark(Node("P")):
            sheet.text(x + 18, y, name, BOLD, BODY)
            after = x + 24 + fonts.width(name, BOLD, BODY)
            sheet.text(after, y, line, REGULAR, 9, "print.muted")
    return y - 8


def compose_role(book: Book) -> list[list[Block]]:
    """Return the pages on role and witnesses; none when neither is given."""
    plan = book.plan
    blocks: list[Block] = []
    if plan.role.strip():
        blocks += paragraph(plan.role)
    if plan.witnesses:
        if blocks:
            blocks.append(space(14))
        blocks += paragraph("Witnesses", face=BOLD, size=14, tag="H2", keep=True)
        table = Table(
            (
                Column("Who", LEFT, 118),
                Column("Organisation", LEFT + 126, 112),
                Column("Relationship", LEFT + 246, 90),
                Column("Work contact", LEFT + 344, 92),
                Column("Can confirm", LEFT + 444, WIDTH - 444),
            )
        )
        blocks.append(table.head(gap=4))
        for witness in plan.witnesses:
            words = (
                witness.name,
                witness.organisation,
                witness.relationship,
                witness.contact,
                ", ".join(witness.refs),
            )
            blocks.append(
                table.row(
                    [
                        Cell(fonts.wrap(fonts.clean(each), REGULAR, table.size, column.wide))
                        for each, column in zip(words, table.columns, strict=True)
                    ]
                )
            )
    return paginate(blocks, first=HEADED) if blocks else []


def role_title(book: Book) -> str:
    """Return what the section about role and witnesses is called."""
    return "My role and organisation" if book.plan.role.strip() else "Witnesses"


def draw_role(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_role` composed."""
    title = role_title(book)
    y = heading(sheet, title)
    draw_pages(sheet, book, title, pages, min(y, TOP - 50))


def compose_contents(book: Book, sections: list[tuple[str, str]]) -> list[list[Block]]:
    """Return the contents: the sections (key and title), then every piece."""
    blocks: list[Block] = []
    parts = Table((Column("Section", LEFT, WIDTH - 50), Column("Page", RIGHT - 40, 40, right=True)))
    blocks.append(parts.head())
    for key, title in sections:
        go = _to_section(book, key)
        blocks.append(
            parts.row(
                [
                    Cell(
                        [title],
                        target=go,
                        words=f"Go to {title}",
                        ink="print.link",
                    ),
                    Cell(late=_number(go), face=BOLD, target=go, words=f"Go to {title}"),
                ]
            )
        )
    blocks.append(space(12))
    table = Table(
        (
            Column("Piece", LEFT, 34),
            Column("Title", LEFT + 38, 160),
            Column("Type", LEFT + 206, 62),
            Column("Date", LEFT + 272, 80),
            Column("Pages", LEFT + 350, 36, right=True),
            Column("KSBs", LEFT + 396, 62),
            Column("Page", RIGHT - 34, 34, right=True),
        )
    )
    blocks.append(table.head())
    for piece in book.pieces:
        item = piece.item
        codes = ", ".join(ksb.code for ksb in book.codes(piece.claimed))

        go = to_front(piece)
        blocks.append(
            table.row(
                [
                    Cell([item.ref], face=BOLD),
                    Cell(
                        fonts.short_lines(item.title, table.size, 160, 4),
                        target=go,
                        words=f"Go to the front sheet of {item.ref}",
                        ink="print.link",
                    ),
                    Cell(fonts.short_lines(item.kind, table.size, 62, 2)),
                    Cell(fonts.short_lines(item.date, table.size, 80, 2)),
                    Cell([_pages_words(piece)]),
                    Cell(fonts.short_lines(codes, table.size, 62, 16)),
                    Cell(
                        late=_number(go),
                        face=BOLD,
                        target=go,
                        words=f"Go to the front sheet of {item.ref}",
                    ),
                ]
            )
        )
    return paginate(blocks, first=HEADED)


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


def draw_contents(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose_contents` composed."""
    y = heading(sheet, "Contents")
    draw_pages(sheet, book, "Contents", pages, min(y, TOP - 50))
