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


@dataclass(frozen=True, slots=True)
class Facts:
    """What one reading of a file found out. ``problem`` is empty, or says plainly what is wrong.

    ``date`` is a day (YYYY-MM-DD) or empty, ``date_source`` says where it was found.
    ``active`` names active content that was found (never run): "JavaScript", "macros" …
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


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page: pixels, bytes a row, and the bytes themselves (BGRX, 32 bits a pixel)."""

    width: int
    height: int
    stride: int
    pixels: bytes
