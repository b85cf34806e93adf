"""A document as plain blocks: what the app's own text copy of a file is made from.

Whatever reads a Word file, a sheet, a mail or a web page says what it found in these blocks;
``pdf.simple_pages`` sets them on pages. Everything is plain text, never markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SPEAKER_NOTES = "Speaker notes"
_TOP_LINES = 4  # of a page: the notice and the document's title may stand above
NOTICE = "Text copy made by the app. Layout is simplified."
_OWN_LINES = re.compile(
    rf"^(?:{re.escape(NOTICE)}|Headers and footers of its pages|Footnotes|Endnotes"
    r"|Speaker notes(?: of slide [0-9]+)?|Slide [0-9]+|Columns? [0-9]+(?: to [0-9]+)? of [0-9]+"
    r"|This sheet is empty\.)\s*$",
    re.MULTILINE,
)


def note_pages(texts: Sequence[str]) -> tuple[int, ...]:
    """Return which pages (index from 0) of a presentation hold its speaker notes: the last ones.

    The app itself puts them there, after the slides, and begins the first with ``SPEAKER_NOTES``.
    """
    for index in range(len(texts) - 1, 0, -1):
        lines = [line.strip() for line in texts[index].strip().splitlines()]
        if SPEAKER_NOTES in lines[:_TOP_LINES]:
            return tuple(range(index, len(texts)))
    return ()


class Style(StrEnum):
    """What a paragraph is. ``LABEL`` is the app's own word, such as "Footer" or "Notes"."""

    BODY = "body"
    HEADING = "heading"
    LIST = "list"
    NOTE = "note"
    QUOTE = "quote"
    FIXED = "fixed"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look the same. ``link`` is an address or empty; a line end breaks the line."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``level`` counts from 1 for headings (1 to 6), from 0 for lists and quotes.

    ``marker`` stands before a list's entry as it is: "•", "2.1". ``FIXED`` keeps its spaces.
    """

    runs: tuple[Run, ...]
    style: Style = Style.BODY
    level: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        """The paragraph's words without their looks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its paragraphs, how many columns it spans, whether it is set to the right."""

    paragraphs: tuple[Paragraph, ...] = ()
    span: int = 1
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first ``header_rows`` are drawn bold and again on every page."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: which of the document's blobs (from 0), its size in points (0: its own), words."""

    blob: int
    width: float = 0.0
    height: float = 0.0
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins a new page."""


Block = Paragraph | Table | Picture | Break


@dataclass(frozen=True, slots=True)
class SimpleDocument:
    """A document's blocks in reading order; ``notice`` is said at the head of page 1."""

    title: str
    blocks: tuple[Block, ...]
    notice: str = NOTICE


def words(
    text: str, style: Style = Style.BODY, *, level: int = 0, marker: str = "", bold: bool = False
) -> Paragraph:
    """Return a paragraph of words that all look the same."""
    return Paragraph((Run(text, bold=bold),) if text else (), style, level, marker)


def heading(text: str, level: int = 1) -> Paragraph:
    """Return a heading; level 1 is the largest, 6 the smallest."""
    return Paragraph((Run(text),), Style.HEADING, level)


def cell(text: str, *, span: int = 1, right: bool = False, bold: bool = False) -> Cell:
    """Return a cell of plain words; each line is a paragraph."""
    lines = text.splitlines() if "\n" in text or "\r" in text else [text]
    found = tuple(words(line, bold=bold) for line in lines if line)
    return Cell(found, span, right)


def without_own_lines(text: str) -> str:
    """Return a page's words without the lines that the app itself put on a text copy."""
    return _OWN_LINES.sub("", text)
