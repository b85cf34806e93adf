"""Sets out the whole bundle, numbers its pages, and draws all that is ours in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.pdf import (
    annex,
    back_matter,
    fonts,
    front_matter,
    front_sheet,
    slip_page,
    stamped_pages,
)
from portfolio_app.pdf.arrange import Book
from portfolio_app.pdf.flow import Block, places
from portfolio_app.pdf.frame import TOP
from portfolio_app.pdf.sheet import Bookmark, Sheet, Target
from portfolio_app.progress import Progress, part

_UNDER_HEADING = TOP - 50

Pages = list[list[Block]]


@dataclass(slots=True)
class _Parts:
    """The bundle set out but not drawn: pages of blocks, whose page numbers are filled in late."""

    titles: list[tuple[str, str]]
    role: Pages
    contents: Pages
    maps: list[annex.MapPage]
    fronts: list[Pages]
    index: Pages
    apart: Pages
    record: Pages


def draw_book(book: Book, ours: Path, progress: Progress) -> tuple[Sheet, list[int]]:
    """Number everything, draw our own pages to ``ours``; return also the indexes of the frames."""
    parts = _set_out(book, part(progress, 0.0, 0.2))
    _number(book, parts)
    sheet = Sheet()
    frames = _draw(sheet, book, parts, part(progress, 0.2, 0.9))
    if sheet.page - 1 != book.pages:
        raise AssertionError(f"{sheet.page - 1} pages were drawn and {book.pages} were numbered")
    _set_places(sheet, book, parts.titles)
    progress("Drawing", 0.9)
    sheet.save(ours)
    return sheet, frames


def _set_out(book: Book, progress: Progress) -> _Parts:
    apart = back_matter.compose_apart(book)
    titles = [("how-to-read", front_matter.HOW_TO_READ)]
    role = front_matter.compose_role(book)
    if role:
        titles.append(("role", front_matter.role_title(book)))
    titles += [("annex-a", annex.TITLE), ("index", back_matter.INDEX)]
    titles.append(("declarations", back_matter.DECLARATIONS))
    if apart:
        titles.append(("apart", back_matter.APART))
    titles.append(("record", back_matter.RECORD))
    fronts = []
    for number, piece in enumerate(book.pieces):
        progress(f"Setting out {piece.item.ref}", number / len(book.pieces))
        fronts.append(front_sheet.compose_front(book, piece))
    return _Parts(
        titles=titles,
        role=role,
        contents=front_matter.compose_contents(book, titles),
        maps=annex.compose(book),
        fronts=fronts,
        index=back_matter.compose_index(book),
        apart=apart,
        record=back_matter.compose_record(book),
    )


def _number(book: Book, parts: _Parts) -> None:
    page = 1
    for key, length in (
        ("cover", 1),
        ("how-to-read", 1),
        ("role", len(parts.role)),
        ("contents", len(parts.contents)),
        ("annex-a", len(parts.maps)),
    ):
        book.sections[key] = page
        page += length
    for piece, front in zip(book.pieces, parts.fronts, strict=True):
        piece.front = page
        piece.first_page = page + len(front)
        page = piece.first_page + piece.length
    for key, length in (
        ("index", len(parts.index)),
        ("declarations", 1),
        ("apart", len(parts.apart)),
        ("record", len(parts.record)),
    ):
        book.sections[key] = page
        page += length
    book.pages = page - 1
    book.entries = places(parts.index, book.sections["index"], _UNDER_HEADING)


def _draw(sheet: Sheet, book: Book, parts: _Parts, progress: Progress) -> list[int]:
    frames: list[int] = []
    with sheet.inside("Sect"):
        front_matter.draw_cover(sheet, book)
    with sheet.inside("Sect"):
        front_matter.draw_how_to_read(sheet, book)
    if parts.role:
        with sheet.inside("Sect"):
            front_matter.draw_role(sheet, book, parts.role)
    with sheet.inside("Sect"):
        front_matter.draw_contents(sheet, book, parts.contents)
    with sheet.inside("Sect"):
        annex.draw(sheet, book, parts.maps)
    for number, (piece, front) in enumerate(zip(book.pieces, parts.fronts, strict=True)):
        progress(f"Drawing {piece.item.ref}", number / len(book.pieces))
        with sheet.inside("Sect"):
            front_sheet.draw_front(sheet, book, piece, front)
            first = sheet.page - 1
            laid = stamped_pages.draw_pages_of(sheet, book, piece)
            if not laid:
                slip_page.draw_slip(sheet, book, piece)
            frames.extend(range(first, first + len(laid)))
    with sheet.inside("Sect"):
        back_matter.draw_index(sheet, book, parts.index)
    with sheet.inside("Sect"):
        back_matter.draw_declarations(sheet, book)
    if parts.apart:
        with sheet.inside("Sect"):
            back_matter.draw_apart(sheet, book, parts.apart)
    with sheet.inside("Sect"):
        back_matter.draw_record(sheet, book, parts.record)
    return frames


def _set_places(sheet: Sheet, book: Book, titles: Sequence[tuple[str, str]]) -> None:
    """Set the named places and the outline: sections, pieces, KSBs."""
    pieces = Bookmark("Evidence", Target(book.pieces[0].front if book.pieces else 1))
    for piece in book.pieces:
        pieces.below.append(Bookmark(piece.name, Target(piece.front)))
        sheet.named[piece.item.ref] = Target(piece.front)
    ksbs = []
    for uid, ksb in book.ksbs.items():
        words = fonts.clean(ksb.short)
        title = ksb.code if not words or words == ksb.code else f"{ksb.code} {words}"
        ksbs.append(Bookmark(title, book.entry(uid)))
        sheet.named.setdefault(ksb.code, book.entry(uid))
    named = dict(titles)
    for key, page in book.sections.items():
        if key in named or key in ("cover", "contents"):
            sheet.named[key] = Target(page)
    order = ["how-to-read", "role", "contents", "annex-a", "evidence", "index", "declarations"]
    named["contents"] = "Contents"
    sheet.bookmarks.append(Bookmark("Cover", Target(1)))
    for key in [*order, "apart", "record"]:
        if key == "evidence":
            if book.pieces:
                sheet.bookmarks.append(pieces)
        elif key in named:
            mark = Bookmark(named[key], Target(book.sections[key]))
            if key == "index":
                mark.below = ksbs
            sheet.bookmarks.append(mark)
