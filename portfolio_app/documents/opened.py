"""The page copies the reader has open: a few at a time, the least recently used one goes."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import pypdfium2

from portfolio_app.documents import drawing, positions
from portfolio_app.domain.document import PageImage
from portfolio_app.problems import PortfolioError

MOST_OPEN = 4

_open: OrderedDict[str, pypdfium2.PdfDocument] = OrderedDict()


def open_document(key: str, page_copy: bytes) -> list[tuple[float, float]]:
    """Keep a page copy open under ``key``; return each page's width and height in points.

    Raises:
        PortfolioError: ``damaged``, the page copy cannot be opened.
    """
    return _keep(key, page_copy)


def open_file(key: str, path: Path) -> list[tuple[float, float]]:
    """Keep a PDF of ours open that lies in scratch, read as it is needed; as ``open_document``.

    Raises:
        PortfolioError: ``damaged``, it cannot be opened.
    """
    return _keep(key, path)


def _keep(key: str, page_copy: bytes | Path) -> list[tuple[float, float]]:
    if (old := _open.pop(key, None)) is not None:
        old.close()
    try:
        document = pypdfium2.PdfDocument(page_copy)
        sizes = [document.get_page_size(index) for index in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise PortfolioError(
            "These pages can't be opened. The file is kept and unchanged.",
            hint="Check the portfolio (Help › Check), then add the file again.",
            code="damaged",
        ) from error
    _open[key] = document
    while len(_open) > MOST_OPEN:
        _, oldest = _open.popitem(last=False)
        oldest.close()
    return sizes


def draw(key: str, page_index: int, scale: float) -> PageImage:
    """Return a page drawn at ``scale`` pixels a point; a huge one is drawn smaller.

    Raises:
        PortfolioError: ``not-open``, ``no-such-page``, ``page-damaged``.
    """
    with _Page(key, page_index) as page:
        return drawing.draw(page, scale)


def characters(key: str, page_index: int) -> tuple[str, bytes]:
    """Return a page's text, and four little-endian floats a code point (page space points).

    Raises:
        PortfolioError: ``not-open``, ``no-such-page``, ``page-damaged``.
    """
    with _Page(key, page_index) as page:
        text, boxes = positions.characters(page)
    return text, positions.little_endian(boxes)


def thumbnail(key: str, page_index: int, longest: int) -> bytes:
    """Return a PNG of a page whose longer side has ``longest`` pixels.

    Raises:
        PortfolioError: ``not-open``, ``no-such-page``, ``page-damaged``.
    """
    with _Page(key, page_index) as page:
        return drawing.thumbnail(page, longest)


class _Page:
    """One page of an open document, loaded for as long as it is needed."""

    def __init__(self, key: str, page_index: int) -> None:
        document = _open.get(key)
        if document is None:
            raise PortfolioError(
                "This document is no longer open.", hint="Open it again.", code="not-open"
            )
        _open.move_to_end(key)
        if not 0 <= page_index < len(document):
            raise PortfolioError(
                f"There is no page {page_index + 1} here; the last is page {len(document)}.",
                code="no-such-page",
            )
        self._document = document
        self._page_index = page_index
        self._page: pypdfium2.PdfPage | None = None

    def __enter__(self) -> pypdfium2.PdfPage:
        try:
            self._page = self._document[self._page_index]
        except pypdfium2.PdfiumError as error:
            raise PortfolioError(
                f"Page {self._page_index + 1} can't be shown: it is damaged. The file is kept and "
                "unchanged.",
                hint="Ask for a fresh copy and add that.",
                code="page-damaged",
            ) from error
        return self._page

    def __exit__(self, *ended: object) -> None:
        if self._page is not None:
            self._page.close()
