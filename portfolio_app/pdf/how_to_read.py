"""How to read this portfolio: the page that explains all others, and what is not as it was."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain.evidence import is_in_sequence
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.options import FrontSheets
from portfolio_app.pdf import fonts, tour
from portfolio_app.pdf.arrange import BODY, Book, Piece
from portfolio_app.pdf.flow import (
    Block,
    draw_pages,
    late_paragraph,
    paginate,
    paragraph,
)
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.frame import (
    LEFT,
    RIGHT,
    UNDER_HEADING,
    WIDTH,
    bottom,
    headed,
    heading,
    room,
    shape,
    underline,
)
from portfolio_app.pdf.sheet import Node, Sheet

TITLE = "How to read this portfolio"
_APART = "Recordings and files supplied separately"
_NOT_SHOWN = "Files that are not in this PDF"
REDRAWN = "redrawn: places hidden"

WHO_DREW_THIS = (
    "Coloured marks, flags, headers and footers were added by the apprentice when compiling. "
    "Nothing else on evidence pages was changed except areas marked Hidden."
)
FLAGS_ONLY = (
    "Flags, headers and footers were added by the apprentice when compiling; no marks were drawn "
    "on the passages. Nothing on evidence pages was changed except areas marked Hidden."
)
_KEPT = (
    "Pieces keep their numbers when others are moved or taken out: numbers may be missing, or not "
    "in order."
)
_LINKS = "Every code and page number is a link. In print, use the page numbers."
_WIDEST = 8888  # a page number as wide as any, while pages are not numbered
_KINDS = {
    KsbKind.KNOWLEDGE: ("Knowledge", "solid underline", "square"),
    KsbKind.SKILL: ("Skill", "dashed underline", "circle"),
    KsbKind.BEHAVIOUR: ("Behaviour", "dotted underline", "diamond"),
}


def compose(book: Book) -> list[list[Block]]:
    """Return the page that explains the others; a second one only where much must be told."""
    plan = book.plan
    picture = Block(tour.HIGH + 12, lambda sheet, y: tour.draw_tour(sheet, book, y - 12))
    kinds = [kind for kind in _KINDS if any(ksb.kind is kind for ksb in book.ksbs.values())]
    marks = Block(34, lambda sheet, y: _marks(sheet, y - 24, book, kinds))
    blocks = [
        *paragraph(_begins(book), gap=5),
        *late_paragraph(lambda: _map_words(book.sections["annex-a"]), _map_words(_WIDEST), gap=5),
        *late_paragraph(lambda: _index_words(book.sections["index"]), _index_words(_WIDEST), gap=5),
        *([] if book.is_large else [picture]),
        *([marks] if len(kinds) > 1 else []),  # a standard need not know kinds
        *paragraph(_LINKS, face=BOLD, gap=9),
        *paragraph(WHO_DREW_THIS if plan.options.marks else FLAGS_ONLY, gap=5),
    ]
    for words in _told(book):
        blocks += paragraph(words, gap=5)
    if has_apart(book):
        blocks += late_paragraph(
            lambda: _apart_words(book, book.sections["apart"]), _apart_words(book, _WIDEST), gap=5
        )
    foot = _notice(plan.notice) if plan.notice else _licence(book)
    if book.is_large:  # the picture would leave half a page empty above it
        if not plan.notice:
            foot = paragraph(plan.licence_line, gap=5)
        foot = [*foot, picture]
    return paginate([*blocks, *foot], first=headed(book), room=room(book))


def draw(sheet: Sheet, book: Book, pages: list[list[Block]]) -> None:
    """Draw what :func:`compose` composed."""
    heading(sheet, TITLE)
    draw_pages(sheet, book, TITLE, pages, UNDER_HEADING)


def _begins(book: Book) -> str:
    says = "what it is, and the passages claimed in it"
    if book.plan.options.front_sheets is FrontSheets.CLAIMS:
        says = "the passages claimed in it"
    whole = "" if any(_is_cut(piece) for piece in book.pieces) else ", each shown whole"
    refs = [piece.item.ref for piece in book.pieces]
    some = " and so on" if len(refs) > 2 else ""
    named = " and ".join(refs[:2]) if len(refs) == 2 else ", ".join(refs[:2])
    told = (
        f"Each piece of evidence ({named}{some}) begins with a front sheet: {says}. Its pages "
        f"follow{whole}."
    )
    return told if is_in_sequence(refs) else f"{told} {_KEPT}"


def _map_words(page: int) -> str:
    return (
        f"Annex A, page {page}, maps every KSB to the evidence. The number in a cell is the page "
        "of this PDF that holds the best passage."
    )


def _index_words(page: int) -> str:
    return (
        f"The index, page {page}, lists under each KSB its full statement and every passage, best "
        "passage first."
    )


def _told(book: Book) -> list[str]:
    """Return what else must be said: what is hidden, redrawn, simplified or not shown."""
    told = []
    if book.plan.hidden:
        told.append("Hidden: " + " ".join(_sentence(each) for each in book.plan.hidden))
    if any(piece.item.redrawn for piece in book.pieces):
        told.append(
            "Pages with something hidden were redrawn, so that nothing is left beneath it: their "
            f"stamp says “{REDRAWN}”."
        )
    made = [piece for piece in book.pieces if piece.item.made and piece.shapes]
    if made:
        told.append(
            f"The pages of {page_names(made)} are simplified copies, not the original layout: "
            "their stamp says so."
        )
    cut = [piece for piece in book.pieces if _is_cut(piece)]
    if cut:
        told.append(
            f"Not every page of {page_names(cut)} is shown: the claimed pages and one either side "
            "are, and the title page of a long piece. The stamp says which. The whole document is "
            "available on request."
        )
    return told


def _is_cut(piece: Piece) -> bool:
    return len(piece.shown) < len(piece.shapes)


def _sentence(words: str) -> str:
    words = fonts.clean(words)
    return words if words.endswith((".", "…")) else f"{words}."


def has_apart(book: Book) -> bool:
    """Return whether there is a list of what is supplied separately or held by the apprentice."""
    return bool(book.plan.files) or any(
        not piece.shapes or piece.item.held or piece.item.supplied for piece in book.pieces
    )


def apart_title(book: Book) -> str:
    """Return what that list is called: nothing is said to be supplied where nothing is."""
    return _APART if book.plan.files else _NOT_SHOWN


def _apart_words(book: Book, page: int) -> str:
    apart = [piece for piece in book.pieces if not piece.shapes]
    told = f"{page_names(apart)} cannot be shown as pages. " if apart else ""
    count = len(book.plan.files)
    if count:
        files = "1 file is" if count == 1 else f"{count} files are"
        told += f"{files} supplied beside this PDF. "
    return f"{told}See {apart_title(book)}, page {page}."


def _notice(words: str) -> list[Block]:
    lines = paragraph(words, x=LEFT + 12, wide=WIDTH - 24, face=BOLD, size=10)
    high = sum(block.gap + block.height for block in lines) + 16

    def draw(sheet: Sheet, y: float) -> None:
        with sheet.artifact():
            sheet.box((LEFT, y - high, RIGHT, y), fill="print.band")
            sheet.box((LEFT, y - high, LEFT + 3, y), fill="print.ink")
        y -= 8
        for block in lines:
            y -= block.gap
            block.draw(sheet, y)
            y -= block.height

    return [Block(high, draw, gap=12)]


def _licence(book: Book) -> list[Block]:
    """Return whose wording it is: at the foot of the page, wherever the words above it end."""
    size = book.note_size
    leading = size * 1.38
    lines = fonts.wrap(fonts.clean(book.plan.licence_line), REGULAR, size, WIDTH)

    def draw(sheet: Sheet, _y: float) -> None:
        node = Node("P")
        for index, line in enumerate(lines):
            y = bottom(book) + leading * (len(lines) - 1 - index)
            with sheet.mark(node):
                sheet.text(LEFT, y, line, REGULAR, size, "print.muted")

    return [Block(leading * len(lines), draw, gap=10)] if lines else []


def page_names(pieces: Sequence[Piece]) -> str:
    """Return the E-numbers of pieces as a sentence says them, cut short after eight."""
    refs = [piece.item.ref for piece in pieces]
    if len(refs) > 8:
        return ", ".join(refs[:7]) + f" and {len(refs) - 7} more"
    return " and ".join([", ".join(refs[:-1]), refs[-1]]) if len(refs) > 1 else refs[0]


def _marks(sheet: Sheet, y: float, book: Book, kinds: Sequence[KsbKind]) -> None:
    underlined = book.plan.options.marks
    third = WIDTH / 3
    for number, kind in enumerate(kinds):
        name, line, mark = _KINDS[kind]
        x = LEFT + number * third
        with sheet.artifact():
            shape(sheet, kind, x + 6, y + 3.6, 9)
            if underlined:
                end = x + 18 + fonts.width(name, BOLD, BODY)
                underline(sheet, kind, x + 18, y - 4, end, 1.4)
        with sheet.mark(Node("P")):
            sheet.text(x + 18, y, name, BOLD, BODY)
            after = x + 24 + fonts.width(name, BOLD, BODY)
            sheet.text(
                after, y, line if underlined else mark, REGULAR, book.table_size, "print.muted"
            )
