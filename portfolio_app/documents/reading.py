"""Reads one file: what it is, its facts, pages and words. Never raises for what a file holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portfolio_app.documents import kept, kinds
from portfolio_app.domain.document import DocumentKind, Facts, PageText
from portfolio_app.domain.simple import SimpleDocument

MOST_PAGES = 10_000

# Sets a plain text and its title on PDF pages; the child lends it, as pdf is another room.
SetText = Callable[[str, str], bytes]
# Sets a document of plain blocks, with its pictures, on PDF pages; lent as well.
SetPages = Callable[[SimpleDocument, Sequence[bytes]], bytes]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: facts, the words of each page, the page copy (PDF) and a PNG of page 1.

    A file that is kept as a whole has no pages, and empty bytes for both. ``was_mended``: the
    file was damaged and had to be repaired on the way.
    """

    facts: Facts
    pages: tuple[PageText, ...] = ()
    page_copy: bytes = b""
    thumbnail: bytes = b""
    was_mended: bool = False


def read(
    data: bytes,
    name: str,
    set_text: SetText,
    set_pages: SetPages,
    *,
    most_pages: int = MOST_PAGES,
    password: str = "",
    made: tuple[bytes, str] | None = None,
) -> Reading:
    """Return what a file holds. ``name`` is the name it came with; ``password`` may be empty.

    ``made`` is a PDF that another program made of it, and the route it took ("libreoffice 7.4").
    """
    told = kinds.tell(data, name)
    if not data:
        return Reading(kept.as_a_whole(told, is_empty=True))
    if told.damaged or told.locked:
        return Reading(kept.as_a_whole(told))
    match told.kind:
        case DocumentKind.PDF:
            from portfolio_app.documents import pdf

            return pdf.read(data, name, most_pages=most_pages, password=password)
        case DocumentKind.IMAGE:
            from portfolio_app.documents import image

            return image.read(data, name, told)
        case DocumentKind.TEXT:
            from portfolio_app.documents import plain_text

            return plain_text.read(data, name, told, set_text)
        case DocumentKind.WORD | DocumentKind.SLIDES | DocumentKind.SHEET:
            from portfolio_app.documents import office

            return office.read(data, name, told, set_pages, office.Made(*made) if made else None)
        case DocumentKind.MAIL if told.form == "msg":
            from portfolio_app.documents import outlook

            return outlook.read(data, name, told, set_pages)
        case DocumentKind.MAIL:
            from portfolio_app.documents import mail

            return mail.read(data, name, told, set_pages)
        case DocumentKind.WEB:
            from portfolio_app.documents import web

            return web.read(data, name, told, set_pages)
        case DocumentKind.RECORDING:
            from portfolio_app.documents import recording

            return recording.read(data, name, told)
        case DocumentKind.ARCHIVE:
            from portfolio_app.documents import archive

            return archive.read(data, name, told)
        case _:
            return Reading(kept.as_a_whole(told))


def kept_as_a_whole(start: bytes, name: str) -> Facts:
    """Return the facts of a file that is too large to open; ``start`` is its first megabyte."""
    return kept.too_large(kinds.tell(start, name, is_whole=False))
