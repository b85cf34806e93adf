"""The words of a finished PDF, page by page; the place of each letter when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from portfolio_app.documents import positions

_AT_ONCE = 200  # pages read before PDFium's memory of them is let go


class WordsOfPage:
    """One page while it is looked at. ``number`` counts from 1, ``text`` is all its words."""

    def __init__(self, number: int, page: pypdfium2.PdfPage) -> None:
        self.number = number
        self._page = page
        words = page.get_textpage()
        try:
            self.text = str(words.get_text_range())
        finally:
            words.close()

    def letters(self) -> tuple[str, array[float]]:
        """Return the page's words and four numbers for each letter's box.

        Boxes are page space points, all zero where a letter has no place.
        """
        return positions.characters(self._page)


def words_of(path: Path) -> Iterator[WordsOfPage]:
    """Yield each page of a PDF; it can be looked at until the next one is asked for.

    Raises:
        pypdfium2.PdfiumError: the file or a page cannot be read.
    """
    document = pypdfium2.PdfDocument(path)
    try:
        count = len(document)
        for index in range(count):
            if index and index % _AT_ONCE == 0:
                document.close()
                document = pypdfium2.PdfDocument(path)
            page = document[index]
            try:
                yield WordsOfPage(index + 1, page)
            finally:
                page.close()
    finally:
        document.close()


def words_between(path: Path, first: int, last: int) -> list[str]:
    """Return the words of the pages from ``first`` to ``last`` (from 1, both included).

    A page that cannot be read has no words. Pages beyond the end are left out.

    Raises:
        pypdfium2.PdfiumError: the file cannot be opened.
    """
    document = pypdfium2.PdfDocument(path)
    found = []
    try:
        for index in range(first - 1, min(last, len(document))):
            try:
                page = document[index]
                try:
                    found.append(positions.words(page))
                finally:
                    page.close()
            except pypdfium2.PdfiumError:
                found.append("")
    finally:
        document.close()
    return found
