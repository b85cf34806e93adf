"""The words of a finished PDF, page by page, with the place of each letter."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from portfolio_app.documents import positions

_AT_ONCE = 200  # pages read before PDFium's memory of them is let go


def words_of(path: Path) -> Iterator[tuple[int, str, array[float]]]:
    """Yield each page's number (from 1), its words, and four numbers for each letter's box.

    Boxes are page space points, all zero where a letter has no place.

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
                text, boxes = positions.characters(page)
            finally:
                page.close()
            yield index + 1, text, boxes
    finally:
        document.close()
