"""Finds words that a page holds but nobody sees, because something opaque was drawn over them.

A black box over a name hides it from the eye only: the words can still be selected, copied and
searched. What counts is what is seen, so each letter that lies under a box is looked at in the
drawn page: it is covered where its place is of one colour, or where other letters stand.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from portfolio_app.documents import drawing, positions
from portfolio_app.documents.drawn_objects import DARK, Cover, Words, drawn_on
from portfolio_app.documents.pdf_values import Box
from portfolio_app.domain.document import Holding

COVERED = "covered text"
_BAND = 40.0  # points: covers are looked up by how high they lie
_SCALE = 2.0  # pixels a point
_MOST_PIXELS = 8_000_000
_FLAT = 28  # of 255: how much the colours of one place may differ
_MOST_OF_THEM = 0.6
_FEWEST = 2  # letters next to one another
_DETAIL = 300  # characters
_SECONDS = 3.0  # of one document, for all its pages


@dataclass(slots=True)
class Covered:
    """Looks through pages; ``found`` has the covered words by page index from 0.

    ``fields`` are the places of a form's fields by page, in the page's own coordinates: their
    grounds hide lines and hints, not secrets. Pages that come after three seconds of looking are
    left out.
    """

    fields: Mapping[int, Sequence[Box]] = field(default_factory=dict)
    found: dict[int, list[str]] = field(default_factory=dict)
    _spent: float = 0.0

    def look(self, page: pypdfium2.PdfPage, index: int) -> None:
        """Look at one page of a page copy; its index counts from 0."""
        if self._spent > _SECONDS:
            return
        began = time.process_time()
        words = _covered(page, self.fields.get(index, ()))
        if words:
            self.found[index] = words
        self._spent += time.process_time() - began

    def holdings(self) -> list[Holding]:
        """Return what a person should know: how many places, and what lies there."""
        told = [f"page {at + 1}: {each}" for at, several in self.found.items() for each in several]
        if not told:
            return []
        detail = "; ".join(told)
        short = detail if len(detail) <= _DETAIL else f"{detail[:_DETAIL]}…"
        return [Holding(COVERED, len(told), short)]


def among(holds: Sequence[Holding]) -> tuple[Holding, ...]:
    """Return what these say of covered text: it is the pages that hold it, whoever made them."""
    return tuple(each for each in holds if each.what == COVERED)


def _covered(page: pypdfium2.PdfPage, fields: Sequence[Box]) -> list[str]:
    texts, covers = drawn_on(page)
    covers = [each for each in covers if not _is_field(each.box, fields)]
    if not texts or not covers:
        return []
    bands = _Bands(covers)
    suspect = {
        address: over for address, words in texts.items() if (over := bands.hiding(words))
    }  # fmt: skip
    return _Looking(page, texts, suspect).words() if suspect else []


class _Bands:
    """Covers by how high they lie on the page."""

    def __init__(self, covers: Sequence[Cover]) -> None:
        self._bands: dict[int, list[Cover]] = {}
        for each in covers:
            low, high = int(each.box[1] // _BAND), int(each.box[3] // _BAND)
            for band in range(low, min(high, low + 2_000) + 1):
                self._bands.setdefault(band, []).append(each)

    def hiding(self, words: Words) -> tuple[Cover, ...]:
        """Return the covers that may hide a text object: later ones, and any of its own colour."""
        low, high = int(words.box[1] // _BAND), int(words.box[3] // _BAND)
        found: dict[int, Cover] = {}
        for band in range(low, min(high, low + 2_000) + 1):
            for each in self._bands.get(band, ()):
                if _touch(each.box, words.box) and _may_hide(each, words):
                    found[each.order] = each
        return tuple(found.values())


def _may_hide(cover: Cover, words: Words) -> bool:
    if cover.order > words.order:
        return words.is_drawn or not cover.is_picture
    return (
        words.is_drawn
        and cover.colour is not None
        and words.colour is not None
        and max(cover.colour) < DARK
        and all(abs(a - b) <= _FLAT for a, b in zip(cover.colour, words.colour, strict=True))
    )


class _Looking:
    """Looks at the letters of suspect text objects on one drawn page."""

    def __init__(
        self,
        page: pypdfium2.PdfPage,
        texts: dict[int, Words],
        suspect: dict[int, tuple[Cover, ...]],
    ) -> None:
        self._page = page
        self._texts = texts
        self._suspect = suspect
        self._to_page_space = positions.to_page_space(page)
        self._picture: Image.Image | None = None
        self._scale = 1.0
        self._flat: dict[int, bool] = {}

    def words(self) -> list[str]:
        """Return the covered words of the page, each stretch as one."""
        text_page = self._page.get_textpage()
        try:
            count = text_page.count_chars()
            letters = [self._letter(text_page, index) for index in range(count)]
        finally:
            text_page.close()
        lying: dict[int, list[int]] = {}
        covered = [False] * len(letters)
        for place, letter in enumerate(letters):
            if letter is None or letter.address not in self._suspect or not letter.sign.isalnum():
                continue
            lies, covered[place] = self._is_covered(letter, letters)
            if lies:
                lying.setdefault(letter.address, []).append(place)
        for places in lying.values():
            hidden = sum(covered[place] for place in places)
            # Where most of some words is covered, a letter that looks seen is one of a remark.
            if hidden > _FEWEST and hidden > _MOST_OF_THEM * len(places):
                for place in places:
                    covered[place] = True
        return list(_stretches(letters, covered))

    def _letter(self, text_page: pypdfium2.PdfTextPage, index: int) -> _Letter | None:
        made = pdfium.FPDFText_GetTextObject(text_page, index)
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if not made or not 0 < code <= 0x10FFFF or 0xD800 <= code < 0xE000:
            return None
        pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        place = (left.value, bottom.value, right.value, top.value)
        return _Letter(ctypes.addressof(made.contents), chr(code), place)

    def _is_covered(self, letter: _Letter, letters: Sequence[_Letter | None]) -> tuple[bool, bool]:
        """Return whether a letter lies under a cover, and whether nothing of it is seen."""
        lies = False
        if letter.box[0] >= letter.box[2] or letter.box[1] >= letter.box[3]:
            return False, False
        for cover in self._suspect[letter.address]:
            if not _lies_in(letter.box, cover.box):
                continue
            if cover.is_picture and not self._is_one_colour(cover):
                continue
            lies = True
            if self._is_flat(letter.box) or self._others_stand_there(letter, cover, letters):
                return True, True
        return lies, False

    def _others_stand_there(
        self, letter: _Letter, cover: Cover, letters: Sequence[_Letter | None]
    ) -> bool:
        """Return whether what is seen at a letter's place was written on its cover."""
        if cover.is_picture or cover.order < self._texts[letter.address].order:
            return False
        above = [
            each.sign
            for each in letters
            if each is not None
            and each.address in self._texts
            and self._texts[each.address].order > cover.order
            and _touch(each.box, letter.box)
        ]
        return bool(above) and letter.sign not in above

    def _is_one_colour(self, cover: Cover) -> bool:
        known = self._flat.get(cover.order)
        if known is None:
            x0, y0, x1, y1 = cover.box
            margin = min(x1 - x0, y1 - y0) * 0.15
            known = self._is_flat((x0 + margin, y0 + margin, x1 - margin, y1 - margin))
            self._flat[cover.order] = known
        return known

    def _is_flat(self, box: Box) -> bool:
        """Return whether a place is of one colour in the drawn page."""
        picture = self._picture = self._picture or self._drawn_page()
        a, b, c, d, e, f = self._to_page_space
        x0, y0, x1, y1 = box
        xs = sorted((a * x + c * y + e) * self._scale for x, y in ((x0, y0), (x1, y1)))
        ys = sorted((b * x + d * y + f) * self._scale for x, y in ((x0, y0), (x1, y1)))
        part = (
            max(int(xs[0]), 0), max(int(ys[0]), 0),
            min(int(xs[1]) + 1, picture.width), min(int(ys[1]) + 1, picture.height),
        )  # fmt: skip
        if part[0] >= part[2] or part[1] >= part[3]:
            return False
        extremes: Any = picture.crop(part).getextrema()
        return all(high - low <= _FLAT for low, high in extremes)

    def _drawn_page(self) -> Image.Image:
        wide, high = self._page.get_width(), self._page.get_height()
        scale = min(_SCALE, (_MOST_PIXELS / max(wide * high, 1.0)) ** 0.5)
        across, down, pixels = drawing.rgb(self._page, scale)
        self._scale = across / max(wide, 1e-6)
        return Image.frombytes("RGB", (across, down), pixels)


@dataclass(frozen=True, slots=True)
class _Letter:
    address: int
    sign: str
    box: Box


def _stretches(letters: Sequence[_Letter | None], covered: Sequence[bool]) -> Iterator[str]:
    """Yield each stretch of covered letters; what stands between two of them belongs to it."""
    words, pending, count = "", "", 0
    for letter, is_covered in zip(letters, covered, strict=True):
        if is_covered and letter is not None:
            words, pending, count = words + pending + letter.sign, "", count + 1
        elif words and (letter is None or not letter.sign.isalnum()):
            pending += " " if letter is None or letter.sign.isspace() else letter.sign
        else:
            if count >= _FEWEST:
                yield " ".join(words.split())
            words, pending, count = "", "", 0
    if count >= _FEWEST:
        yield " ".join(words.split())


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip


def _lies_in(letter: Box, cover: Box) -> bool:
    """Return whether nine tenths of a letter lie inside a cover."""
    across = min(letter[2], cover[2]) - max(letter[0], cover[0])
    along = min(letter[3], cover[3]) - max(letter[1], cover[1])
    if across <= 0 or along <= 0:
        return False
    return across * along >= 0.9 * (letter[2] - letter[0]) * (letter[3] - letter[1])


def _is_field(box: Box, fields: Sequence[Box]) -> bool:
    return any(all(abs(a - b) < 2.0 for a, b in zip(box, each, strict=True)) for each in fields)
