"""The letters of a page as PDFium reads them, each with its place, and the lines that they form.

Places are points from the bottom left corner of what is shown of the page, before it is turned.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from portfolio_app.documents.pdf_values import Box

MOST_LETTERS = 30_000  # of one page
_UNSEEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_GAP = 0.6  # of the size of the letters: a wider gap parts two words, with no space between
_WHITE = 250  # of 255: letters so light are not seen on paper
_SAME_LINE = 0.3  # of the size of the letters
_SAME = str.maketrans({
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2010": "-", "\u2011": "-",
    "\u2212": "-", "\u00ad": "-", "\x02": "-", "\ufffe": "-",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """One code point: its place as inked, where its line stands, its size in points.

    ``unseen``: it is drawn so that nobody sees it. ``begins``: a space stands before it.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    unseen: bool = False
    begins: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Where its middle is."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Word:
    """Letters that stand together in a line; ``box`` is left, bottom, right, top."""

    text: str
    box: Box
    base: float
    size: float

    @property
    def key(self) -> str:
        """Its letters as they are compared: one form of dashes, quotes and joined letters."""
        return folded(self.text)


@lru_cache(maxsize=20_000)  # a word is compared with many, and stands on many pages
def folded(text: str) -> str:
    """Return a text as it is compared: no white space, dashes and quotes alike, letters parted."""
    if text.isascii() and text.isalnum():
        return text
    plain = unicodedata.normalize("NFKC", text.translate(_SAME))
    return "".join(
        each for each in plain if not each.isspace() and unicodedata.category(each) not in ("Cf",)
    )


def letters(page: pypdfium2.PdfPage) -> list[Letter]:
    """Return a page's letters in the order of its content; white space is left out.

    Raises:
        pypdfium2.PdfiumError: the page's text cannot be read.
    """
    left, bottom, _, _ = page.get_bbox()
    text_page = page.get_textpage()
    try:
        return list(_letters(text_page, left, bottom))
    finally:
        text_page.close()


def _letters(text_page: pypdfium2.PdfTextPage, left: float, bottom: float) -> Iterator[Letter]:
    unseen: dict[int, bool] = {}  # by the address of a text object: its letters are drawn alike
    box = tuple(ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    high, begins = 0, True
    for index in range(min(text_page.count_chars(), MOST_LETTERS)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        letter = chr(code) if 0 < code <= 0x10FFFF else "\ufffd"
        if letter.isspace() or (code < 32 and code != 2):
            begins = True
            continue
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if not pdfium.FPDFText_GetCharBox(text_page, index, box[0], box[1], box[2], box[3]):
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        x0, x1, y0, y1 = (each.value for each in box)
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        height = max(y1 - y0, x1 - x0, 1.0)
        # A size is told before the page scales it; letters are never that much larger or smaller.
        size = size if height * 0.6 <= size <= height * 6 else height * 1.4
        thing = pdfium.FPDFText_GetTextObject(text_page, index)
        address = ctypes.addressof(thing.contents) if thing else 0
        if not address or address not in unseen:
            unseen[address] = _is_unseen(text_page, index, thing)
        yield Letter(
            letter, x0 - left, y0 - bottom, x1 - left, y1 - bottom, y.value - bottom, size,
            unseen[address], begins,
        )  # fmt: skip
        begins = False


def _is_unseen(text_page: pypdfium2.PdfTextPage, index: int, thing: Any) -> bool:
    if thing and pdfium.FPDFTextObj_GetTextRenderMode(thing) in _UNSEEN_MODES:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha):
        return False
    return alpha.value < 10 or min(red.value, green.value, blue.value) >= _WHITE


def words(found: Iterable[Letter]) -> list[Word]:
    """Return the words of these letters, line by line from the top, each from left to right."""
    return [word for line in lines(found) for word in line]


def lines(found: Iterable[Letter]) -> list[list[Word]]:
    """Return the words of these letters by line, from the top."""
    return [_words_of(sorted(line, key=lambda each: each.x0)) for line in _by_line(found)]


def _by_line(found: Iterable[Letter]) -> list[list[Letter]]:
    rows: list[tuple[float, list[Letter]]] = []
    for letter in sorted(found, key=lambda each: -each.base):
        if rows and rows[-1][0] - letter.base <= _SAME_LINE * max(letter.size, 4.0):
            rows[-1][1].append(letter)
        else:
            rows.append((letter.base, [letter]))
    return [each for _, each in rows]


def _words_of(line: Sequence[Letter]) -> list[Word]:
    made: list[Word] = []
    begun: list[Letter] = []
    one = two = three = 0.0  # where the last three letters end
    for letter in line:
        # A full stop may be given with no size but its own.
        wide = _GAP * max(letter.size, begun[-1].size if begun else 0.0)
        if begun and (letter.begins or letter.x0 - max(one, two, three) > wide):
            made.append(_word(begun))
            begun = []
        one, two, three = (two, three, letter.x1) if begun else (letter.x1,) * 3
        begun.append(letter)
    if begun:
        made.append(_word(begun))
    return made


def _word(made: Sequence[Letter]) -> Word:
    box = (
        min(each.x0 for each in made), min(each.y0 for each in made),
        max(each.x1 for each in made), max(each.y1 for each in made),
    )  # fmt: skip
    return Word("".join(each.text for each in made), box, made[0].base, made[0].size)


def moved(
    found: Iterable[Letter], place: Callable[[float, float], tuple[float, float]], scale: float
) -> list[Letter]:
    """Return letters where they would stand on another page; ``place`` maps a point to it."""
    made = []
    for each in found:
        x0, y0 = place(each.x0, each.y0)
        x1, y1 = place(each.x1, each.y1)
        _, base = place(each.x0, each.base)
        size = each.size * scale
        made.append(replace(each, x0=x0, y0=y0, x1=x1, y1=y1, base=base, size=size))
    return made


def joined(found: Sequence[Word]) -> str:
    """Return words as a person reads them."""
    return " ".join(each.text for each in found).replace("\x02", "-")
