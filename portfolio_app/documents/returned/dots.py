"""Draws a page as it was sent and as it came back, and compares what is seen of it.

Both are drawn by PDFium without fields and remarks, the returned one moved to where the sent one
lies. Words are compared one by one: by how much of their ink is gone, and how alike they look.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.returned.alignment import Fit

SCALE = 110 / 72  # pixels a point
_DARK = 96  # of 255: ink, and no shading
_SAME = 8  # of 255: no eye tells two greys so near apart
_CELL = 6  # pixels of a cell in which ink is counted
_FILLED = 0.12  # of a cell
_LEAST = 2  # cells that something drawn has at least
_MOST_PIXELS = 12_000_000
_SHIFTS = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1))


@dataclass(frozen=True, slots=True)
class Seen:
    """How a word looks on the page that came back: 1 as it was sent, 0 nothing of it.

    ``lost`` is which part of its ink is gone.
    """

    alike: float
    lost: float


class Drawings:
    """A page as it was sent and as it came back, in darkness (0 paper, 255 ink).

    ``is_same``: nobody sees a difference anywhere.
    """

    def __init__(self, sent: Image.Image, back: Image.Image, height: float) -> None:
        self._sent, self._back, self._height = sent, back, height
        self._apart = ImageChops.difference(sent, back)
        self.is_same = _most(self._apart) <= _SAME
        if self.is_same:
            self._spread = back
            self._more = self._less = Image.new("L", sent.size, 0)
            return
        self._spread = _spread(back)
        self._more = _ink(ImageChops.subtract(back, _spread(_spread(sent))))
        self._less = _ink(ImageChops.subtract(sent, _spread(self._spread)))

    def word(self, box: Box) -> Seen:
        """Return how a word is seen; ``box`` is its place in points on the sent page."""
        if self.is_same:
            return Seen(1.0, 0.0)
        left, top, right, bottom = self._pixels(box, 1)
        if _most(self._apart.crop((left, top, right, bottom))) <= _SAME:
            return Seen(1.0, 0.0)
        one = self._sent.crop((left, top, right, bottom))
        ink = _sum(one)
        if ink < 400:  # nothing to compare: a full stop, a light grey
            return Seen(1.0, 0.0)
        lost = _sum(ImageChops.subtract(one, self._spread.crop((left, top, right, bottom)))) / ink
        best = 0.0
        for x, y in ((0, 0), *_SHIFTS):
            other = self._back.crop((left + x, top + y, right + x, bottom + y))
            both = ink + _sum(other)
            best = max(best, 1.0 - _sum(ImageChops.difference(one, other)) / both)
            if best > 0.93:
                break
        return Seen(best, lost)

    def more(self, within: Sequence[Box], without: Sequence[Box]) -> list[Box]:
        """Return where ink was added within some places and outside others, in points."""
        return self._places(self._more, within, without)

    def less(self, within: Sequence[Box], without: Sequence[Box]) -> list[Box]:
        """Return where ink is gone, in the same way."""
        return self._places(self._less, within, without)

    def added(self, box: Box) -> float:
        """Return which part of a place is covered by ink that was not sent (0 to 1)."""
        if self.is_same:
            return 0.0
        left, top, right, bottom = self._pixels(box, 0)
        area = max((right - left) * (bottom - top), 1)
        return _sum(self._more.crop((left, top, right, bottom))) / 255 / area

    def patch(self, box: Box) -> Image.Image:
        """Return the ink that was added in a place."""
        return self._more.crop(self._pixels(box, 0))

    def _pixels(self, box: Box, more: int) -> tuple[int, int, int, int]:
        return (
            int(box[0] * SCALE) - more, int((self._height - box[3]) * SCALE) - more,
            int(box[2] * SCALE) + 1 + more, int((self._height - box[1]) * SCALE) + 1 + more,
        )  # fmt: skip

    def _places(self, ink: Image.Image, within: Sequence[Box], without: Sequence[Box]) -> list[Box]:
        if self.is_same:
            return []
        chosen = Image.new("L", ink.size, 0)
        draw = ImageDraw.Draw(chosen)
        for box in within:
            draw.rectangle(self._corners(box, 0), fill=255)
        for box in without:
            draw.rectangle(self._corners(box, 2), fill=0)
        cells = ImageChops.multiply(ink, chosen).reduce(_CELL)
        return [self._points(each) for each in _clusters(cells)]

    def _corners(self, box: Box, more: int) -> tuple[int, int, int, int]:
        left, top, right, bottom = self._pixels(box, more)
        return left, top, max(right - 1, left), max(bottom - 1, top)

    def _points(self, cells: tuple[int, int, int, int]) -> Box:
        unit = _CELL / SCALE
        left, top, right, bottom = cells
        return (
            left * unit, self._height - (bottom + 1) * unit,
            (right + 1) * unit, self._height - top * unit,
        )  # fmt: skip


def drawn(
    page: pypdfium2.PdfPage, size: tuple[float, float], fit: Fit, *, remarks: bool = False
) -> Image.Image:
    """Return a page's darkness as it lies on a sent page of ``size`` points.

    ``remarks`` draws what lies over it too.

    Raises:
        pypdfium2.PdfiumError: it cannot be drawn.
    """
    width, height = (max(int(each * SCALE + 0.5), 1) for each in size)
    if width * height > _MOST_PIXELS:
        raise pypdfium2.PdfiumError("The page is too large to be compared.")
    _, own_height = page.get_size()
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        matrix = pdfium.FS_MATRIX(
            SCALE * fit.across, 0, 0, SCALE * fit.along, SCALE * fit.dx,
            SCALE * (size[1] - own_height * fit.along - fit.dy),
        )  # fmt: skip
        clip = pdfium.FS_RECTF(0, 0, width, height)
        flags = pdfium.FPDF_ANNOT if remarks else 0
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, flags)
        return ImageChops.invert(bitmap.to_pil().convert("L"))
    finally:
        bitmap.close()


def filled(data: bytes, index: int, size: tuple[float, float], fit: Fit) -> Image.Image:
    """Return a page's darkness with its fields as they look.

    Raises:
        pypdfium2.PdfiumError: it cannot be drawn.
    """
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        page = document[index]
        page.flatten()  # PDFium draws fields only where they are part of the page
        page.close()
        page = document[index]
        try:
            if page.get_rotation():
                page.set_rotation(0)
            return drawn(page, size, fit)
        finally:
            page.close()


def usual(seen: Iterable[Seen]) -> float:
    """Return how alike most words are."""
    return median([each.alike for each in seen] or [1.0])


def _spread(picture: Image.Image) -> Image.Image:
    """Return a picture whose ink is a pixel broader on every side."""
    wide = ImageChops.lighter(
        ImageChops.lighter(picture, ImageChops.offset(picture, 1, 0)),
        ImageChops.offset(picture, -1, 0),
    )
    return ImageChops.lighter(
        ImageChops.lighter(wide, ImageChops.offset(wide, 0, 1)), ImageChops.offset(wide, 0, -1)
    )


def _ink(picture: Image.Image) -> Image.Image:
    return picture.point(lambda value: 255 if value >= _DARK else 0)


def _most(picture: Image.Image) -> int:
    """Return the darkest there is of a picture."""
    return max((value for value, count in enumerate(picture.histogram()) if count), default=0)


def _sum(picture: Image.Image) -> int:
    return sum(value * count for value, count in enumerate(picture.histogram()) if count)


def _clusters(cells: Image.Image) -> list[tuple[int, int, int, int]]:
    """Return the boxes of cells with ink that touch one another; specks are left out."""
    corner = cells.getbbox()
    if corner is None:
        return []
    inked = cells.crop(corner)
    width = inked.width
    limit = int(255 * _FILLED)
    waiting = {
        (at % width + corner[0], at // width + corner[1])
        for at, value in enumerate(inked.tobytes())
        if value > limit
    }
    found = []
    while waiting:
        group = [waiting.pop()]
        for x, y in group:
            for beside in ((x + i, y + j) for i in (-2, -1, 0, 1, 2) for j in (-1, 0, 1)):
                if beside in waiting:
                    waiting.discard(beside)
                    group.append(beside)
        if len(group) >= _LEAST:
            xs, ys = [x for x, _ in group], [y for _, y in group]
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return sorted(found, key=lambda box: (box[1], box[0]))
