"""A page as it is seen: its letters with their places, and which places are of one colour."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from portfolio_app.documents import drawing, positions
from portfolio_app.documents.pdf_values import Box

FEWEST = 2  # letters next to one another
FLAT = 28  # of 255: how much the colours of one place may differ
_SCALE = 2.0  # pixels a point
_MOST_PIXELS = 8_000_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its text object's address, its sign, its place in the page's own coordinates."""

    address: int
    sign: str
    box: Box


class DrawnPage:
    """A page of a page copy; it is read and drawn once, and only when it is asked for."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._to_page_space = positions.to_page_space(page)
        self._letters: list[Letter | None] | None = None
        self._picture: Image.Image | None = None
        self._scale = 1.0

    def letters(self) -> list[Letter | None]:
        """Return the page's letters in reading order; None stands for what no text object drew."""
        if self._letters is None:
            text_page = self._page.get_textpage()
            try:
                count = text_page.count_chars()
                self._letters = [_letter(text_page, index) for index in range(count)]
            finally:
                text_page.close()
        return self._letters

    def is_flat(self, box: Box, most: int = FLAT) -> bool:
        """Return whether a place is of one colour, give or take ``most`` of 255."""
        picture = self._picture = self._picture or self._drawn_page()
        x0, y0, x1, y1 = (each * self._scale for each in self._in_page_space(box))
        part = (
            max(int(x0), 0), max(int(y0), 0),
            min(int(x1) + 1, picture.width), min(int(y1) + 1, picture.height),
        )  # fmt: skip
        if part[0] >= part[2] or part[1] >= part[3]:
            return False
        extremes: Any = picture.crop(part).getextrema()
        return all(high - low <= most for low, high in extremes)

    def is_outside(self, box: Box) -> bool:
        """Return whether nothing of a place lies on the page that is shown."""
        x0, y0, x1, y1 = self._in_page_space(box)
        wide, high = self._page.get_width(), self._page.get_height()
        return x1 <= 0 or y1 <= 0 or x0 >= wide or y0 >= high

    def is_partly_outside(self, box: Box) -> bool:
        """Return whether some of a place lies beside the page that is shown."""
        x0, y0, x1, y1 = self._in_page_space(box)
        return x0 < 0 or y0 < 0 or x1 > self._page.get_width() or y1 > self._page.get_height()

    def _in_page_space(self, box: Box) -> Box:
        a, b, c, d, e, f = self._to_page_space
        x0, y0, x1, y1 = box
        xs = sorted(a * x + c * y + e for x, y in ((x0, y0), (x1, y1)))
        ys = sorted(b * x + d * y + f for x, y in ((x0, y0), (x1, y1)))
        return xs[0], ys[0], xs[1], ys[1]

    def _drawn_page(self) -> Image.Image:
        wide, high = self._page.get_width(), self._page.get_height()
        scale = min(_SCALE, (_MOST_PIXELS / max(wide * high, 1.0)) ** 0.5)
        across, down, pixels = drawing.rgb(self._page, scale)
        self._scale = across / max(wide, 1e-6)
        return Image.frombytes("RGB", (across, down), pixels)


def stretches(letters: Sequence[Letter | None], chosen: Sequence[bool]) -> Iterator[str]:
    """Yield each stretch of chosen letters; what stands between two of them belongs to it."""
    words, pending, count = "", "", 0
    for letter, is_chosen in zip(letters, chosen, strict=True):
        if is_chosen and letter is not None:
            words, pending, count = words + pending + letter.sign, "", count + 1
        elif words and (letter is None or not letter.sign.isalnum()):
            pending += " " if letter is None or letter.sign.isspace() else letter.sign
        else:
            if count >= FEWEST:
                yield " ".join(words.split())
            words, pending, count = "", "", 0
    if count >= FEWEST:
        yield " ".join(words.split())


def touch(one: Box, other: Box) -> bool:
    """Return whether two places share a part."""
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip


def _letter(text_page: pypdfium2.PdfTextPage, index: int) -> Letter | None:
    made = pdfium.FPDFText_GetTextObject(text_page, index)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if not made or not 0 < code <= 0x10FFFF or 0xD800 <= code < 0xE000:
        return None
    pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    place = (left.value, bottom.value, right.value, top.value)
    return Letter(ctypes.addressof(made.contents), chr(code), place)
