"""Reads a page copy back: the words of each page, which pages are pictures, a picture of page 1."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pypdfium2

from portfolio_app.documents import drawing, headings, positions
from portfolio_app.documents.covered import Covered
from portfolio_app.documents.pdf_values import Box
from portfolio_app.domain.document import PageText

THUMBNAIL_PIXELS = 320
_MOST_KEPT = 100_000_000  # bytes
_FIRST_PAGE, _PAGE_TOP = 4_000, 260  # code points looked through for a heading
_SECONDS_FOR_WORDS = 12.0  # of the 20 the workroom allows: the rest is for opening and drawing


@dataclass(slots=True)
class PagesRead:
    """What reading a page copy gave. All lists hold page indexes from 0.

    ``pictures``: no words but a picture. ``broken``: cannot be loaded. ``no_words_from``: where
    time ran out, or None. ``heading`` is what stands largest near the top of page 1, ``tops`` the
    headings that begin pages, each with whether a day stands right below it (as in notes).
    ``covered`` has the words nobody sees.
    """

    texts: list[PageText] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    no_words_from: int | None = None
    thumbnail: bytes = b""
    heading: str = ""
    tops: list[tuple[int, str, bool]] = field(default_factory=list)
    covered: Covered = field(default_factory=Covered)


def read_pages(page_copy: bytes, fields: Mapping[int, Sequence[Box]] | None = None) -> PagesRead:
    """Return the words of every page; a page that cannot be loaded is named and left empty.

    ``fields`` are the places of a form's fields by page index, in the page's own coordinates: what
    they hide of the page beneath is no secret.

    Raises:
        pypdfium2.PdfiumError: the page copy cannot be opened.
    """
    found = PagesRead(covered=Covered(fields or {}))
    deadline = time.process_time() + _SECONDS_FOR_WORDS
    first, count = 0, 1
    while first < count:
        with pypdfium2.PdfDocument(page_copy) as document:
            count = len(document)
            # PDFium keeps every picture it has seen: a large document is opened again now and then.
            last = first + max(int(count * _MOST_KEPT / len(page_copy)), 1)
            for index in range(first, min(last, count)):
                _read_page(document, index, found)
                if found.no_words_from is None and time.process_time() > deadline:
                    found.no_words_from = index + 1
            first = last
    return found


def _read_page(document: pypdfium2.PdfDocument, index: int, found: PagesRead) -> None:
    width, height = document.get_page_size(index)
    words = ""
    if found.no_words_from is None:
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            found.broken.append(index)
        else:
            try:
                words = _words(page, index, height, found)
                if words.strip():
                    found.covered.look(page, index)
                if not words.strip() and positions.has_picture(page):
                    found.pictures.append(index)
                if index == 0:
                    found.thumbnail = drawing.thumbnail(page, THUMBNAIL_PIXELS)
            except pypdfium2.PdfiumError:
                found.broken.append(index)
            finally:
                page.close()
    found.texts.append(PageText(index, width, height, words))


def _words(page: pypdfium2.PdfPage, index: int, height: float, found: PagesRead) -> str:
    """Return a page's words, and note the heading it begins with."""
    words, top = positions.words_and_top(page, _PAGE_TOP if index else _FIRST_PAGE)
    lines = headings.lines_of(*top)
    if index == 0:
        found.heading = headings.of_page(lines, height)
    if (begins := headings.beginning(lines, height)) is not None:
        found.tops.append((index, *begins))
    return words
