"""Where the letters of a page lie, as another reader sees them: nothing cut, nothing covered."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

SAFE = 10.0  # points from the edge of the paper that most printers can't reach


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter with its box on the page (x0, y0, x1, y1, points from the lower left)."""

    text: str
    box: tuple[float, float, float, float]
    size: float  # of the line it stands on, from the font's own top to its bottom


def letters(path: Path, number: int) -> tuple[tuple[float, float], list[Letter]]:
    """Return the size of page ``number`` (from 1) and every letter on it that can be seen."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[number - 1]
        words = page.get_textpage()
        found = []
        for index in range(words.count_chars()):
            text = chr(pdfium.FPDFText_GetUnicode(words.raw, index))
            if text.isspace() or not text.isprintable():
                continue
            loose = pdfium.FS_RECTF()
            pdfium.FPDFText_GetLooseCharBox(words.raw, index, ctypes.byref(loose))
            found.append(
                Letter(
                    text,
                    words.get_charbox(index),
                    loose.top - loose.bottom,
                )
            )
        return page.get_size(), found
    finally:
        pdf.close()


def outside(path: Path, number: int) -> list[Letter]:
    """Return the letters of a page that lie beyond the paper or where no printer can reach."""
    (wide, high), found = letters(path, number)
    return [
        each
        for each in found
        if each.box[0] < SAFE
        or each.box[1] < SAFE
        or each.box[2] > wide - SAFE
        or each.box[3] > high - SAFE
    ]


def overlaps(path: Path, number: int) -> Iterator[tuple[Letter, Letter]]:
    """Yield the letters of a page that lie over one another by more than a kerned pair does."""
    _, found = letters(path, number)
    found.sort(key=lambda each: each.box[1])
    for index, one in enumerate(found):
        area = _area(one.box)
        for other in found[index + 1 :]:
            if other.box[1] >= one.box[3]:
                break
            wide = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
            high = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
            if wide <= 0 or high <= 0:
                continue
            if wide * high > 0.3 * min(area, _area(other.box)):
                yield one, other


def _area(box: tuple[float, float, float, float]) -> float:
    return max((box[2] - box[0]) * (box[3] - box[1]), 0.01)
