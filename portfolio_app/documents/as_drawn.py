"""Pages of a page copy as they are drawn, with every letter's place: for pages drawn anew."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import pypdfium2

from portfolio_app.documents import drawing, positions
from portfolio_app.domain.redrawing import DrawnPage
from portfolio_app.problems import PortfolioError

DOTS = 200  # an inch
_MOST_PIXELS = 24_000_000  # of a huge page, which is drawn less finely


def pages(page_copy: bytes, indexes: Iterable[int]) -> Iterator[DrawnPage]:
    """Yield these pages (index from 0) one after the other, drawn at 200 dots an inch.

    A page that the page copy does not have is left out.

    Raises:
        PortfolioError: ``page-damaged``, the page copy or one of these pages cannot be opened.
    """
    try:
        document = pypdfium2.PdfDocument(page_copy)
    except pypdfium2.PdfiumError as error:
        raise _damaged(0) from error
    try:
        for index in sorted(set(indexes)):
            if not 0 <= index < len(document):
                continue
            try:
                page = document[index]
                try:
                    yield _drawn(page, index)
                finally:
                    page.close()
            except pypdfium2.PdfiumError as error:
                raise _damaged(index + 1) from error
    finally:
        document.close()


def _drawn(page: pypdfium2.PdfPage, index: int) -> DrawnPage:
    wide, high = page.get_width(), page.get_height()
    points = max(wide * high, 1e-6)
    scale = min(DOTS / 72, math.sqrt(_MOST_PIXELS / points))
    across, down, pixels = drawing.rgb(page, scale)
    text, boxes, inks, angles, unseen = positions.letters(page)
    turned = page.get_rotation() // 90
    turns = bytes((round(angle / (math.pi / 2)) - turned) % 4 for angle in angles)
    return DrawnPage(index, wide, high, across, down, pixels, text, boxes, inks, turns, unseen)


def _damaged(number: int) -> PortfolioError:
    which = f"Page {number}" if number else "The page copy"
    return PortfolioError(
        f"{which} can't be drawn anew without what is hidden on it: it is damaged.",
        hint="Ask for a fresh copy and add that, or leave the page out.",
        code="page-damaged",
    )
