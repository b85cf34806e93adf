"""What the workroom learns from a file: its kind, its facts, its text and its pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a file really is, told by its content before its name."""

    PDF = "pdf"
    WORD = "word"
    SLIDES = "slides"
    SHEET = "sheet"
    MAIL = "mail"
    IMAGE = "image"
    TEXT = "text"
    WEB = "web"
    RECORDING = "recording"
    ARCHIVE = "archive"
    NOTEBOOK = "notebook"
    UNKNOWN = "unknown"


class ReadStatus(StrEnum):
    """Whether there are pages to show: ``kept`` means stored, mapped as a whole.

    ``waiting`` is a stored item that has not been read yet; the next reading picks it up.
    """

    WAITING = "waiting"
    READABLE = "readable"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of one page. ``index`` counts from 0; width and height are points, as shown."""

    index: int
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class PageChars:
    """Where each code point of a page's text lies: four numbers a code point, page space points.

    ``boxes`` is flat: x0, y0, x1, y1 of code point 0, then of 1 …; all zero for a character that
    has no place (a line end). ``text`` is the text they belong to.
    """

    index: int
    text: str
    boxes: tuple[float, ...]


OWN_REQUEST = "the request that this form was made for"  # Holding.what of a form of ours
ATTACHED_FILES = "attached files"  # among what may act


@dataclass(frozen=True, slots=True)
class Holding:
    """Something a file also holds that its pages do not show, such as "comments" or "GPS position".

    ``what`` is a plain plural or noun as it stands in a list, ``count`` how many (0: not counted),
    ``detail`` a few of them in words, shortened; plain text, never markup.
    """

    what: str
    count: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Inside:
    """A file inside another: an attachment, a file of a ZIP. ``number`` asks for it again."""

    number: int
    name: str
    bytes: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundHighlight:
    """A highlight that was in the file already: where, its words, ``colour`` "#rrggbb", a comment.

    ``quads`` are four corners each, page space points; empty when only the words are known.
    ``runs`` are the code points of the page's text it covers, (start, end) each; empty for a
    picture, and when only the words are known.
    """

    page_index: int
    quads: tuple[tuple[float, float, float, float, float, float, float, float], ...]
    quote: str
    colour: str
    comment: str = ""
    runs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What one reading of a file found out. ``problem`` is empty, or says plainly what is wrong.

    ``date`` is a day (YYYY-MM-DD) or empty, ``date_source`` says where it was found.
    ``active`` names active content that was found (never run): "JavaScript", "macros" …
    ``holds`` lists what the pages do not show, ``inside`` the files within, ``highlights`` those
    that were there already. ``duration`` is seconds, ``address`` a web address. ``route`` says how
    the pages were made ("" as they are; see ROUTES); ``headings`` are places to split at:
    (page index from 0, title).
    """

    kind: DocumentKind
    status: ReadStatus
    pages: int = 0
    title: str = ""
    author: str = ""
    date: str = ""
    date_source: str = ""
    problem: str = ""
    code: str = ""
    locked: bool = False
    restricted: bool = False
    signed: bool = False
    active: tuple[str, ...] = ()
    picture_pages: tuple[int, ...] = ()
    holds: tuple[Holding, ...] = ()
    inside: tuple[Inside, ...] = ()
    highlights: tuple[FoundHighlight, ...] = ()
    duration: float = 0.0
    address: str = ""
    route: str = ""
    headings: tuple[tuple[int, str], ...] = ()


# How pages were made of a file that has none of its own, in words for the person.
ROUTES = {
    "": "Its own pages",
    "libreoffice": "Made with LibreOffice; the layout may differ from the original program",
    "word": "Made as a PDF in the original program and taken back",
    "simplified": "Text copy made by the app: simplified, not the original layout",
    "recognised": "Its own pages; the words were read by machine",
}


def route_words(route: str) -> str:
    """Return the sentence for a route such as "libreoffice 7.4.7.2"; the version is kept."""
    name, _, version = route.partition(" ")
    words = ROUTES.get(name, route)
    return words.replace("LibreOffice", f"LibreOffice {version}") if version else words


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page: pixels, bytes a row, and the bytes themselves (BGRX, 32 bits a pixel)."""

    width: int
    height: int
    stride: int
    pixels: bytes
