"""Reads the Code 128 of a request from a page or a picture, however it was scanned or turned.

Decision D12: the bars are at least 1.0 pt wide, so 150 dpi and 2° of skew are enough; pages are
drawn at that first, then finer, then turned a little, until a code of ours is found.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageFilter, ImageOps

from portfolio_app.domain import request_code

MOST_PIXELS = 16_000_000  # of one picture that is looked at
_FINENESS = (150, 220, 300)  # dots an inch, of a page of A4
_TURNED_AT = 220
_LONG_SIDE = 842 / 72  # inches of A4: a picture of a sheet is taken to be one, however many pixels
_LIGHT = 0.4  # of a picture of a sheet of paper, however grey
_TURNS = (-4, 4, -8, 8, -13, 13)  # degrees; zxing-cpp finds bars that lie up to some 2° askew


def on_page(page: pypdfium2.PdfPage, until: float) -> tuple[str, ...]:
    """Return the codes in the bars of a page; ``until`` is a time.monotonic() to stop at.

    Raises:
        pypdfium2.PdfiumError: the page cannot be drawn.
    """
    for dots in _FINENESS:
        if time.monotonic() > until:
            break
        picture = drawn(page, dots)
        is_paper = _looks_like_paper(picture)
        if found := _tried(picture, until, turns=is_paper and dots == _TURNED_AT):
            return found
        if not is_paper:
            break  # a view, a face, a dark room: nobody's form
    return ()


def quickly_on_page(page: pypdfium2.PdfPage) -> tuple[str, ...]:
    """Return the codes in the bars of a page that was not scanned: one look is enough.

    Raises:
        pypdfium2.PdfiumError: the page cannot be drawn.
    """
    return _read(drawn(page, _FINENESS[0]))


def drawn(page: pypdfium2.PdfPage, dots: int) -> Image.Image:
    """Return a page in grey, with what lies over it, at ``dots`` an inch; a larger page at fewer.

    Raises:
        pypdfium2.PdfiumError: the page cannot be drawn.
    """
    width, height = page.get_size()
    scale = min(dots / 72, dots * _LONG_SIDE / max(width, height, 1.0))
    scale = min(scale, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(
        scale=scale, may_draw_forms=False, force_bitmap_format=pdfium.FPDFBitmap_Gray
    )
    try:
        made: Image.Image = bitmap.to_pil().convert("L").copy()
    finally:
        bitmap.close()
    return made


def _looks_like_paper(picture: Image.Image) -> bool:
    """Whether most of a picture is light, or it is far lighter in its middle than dark."""
    small = picture.resize((48, 48), Image.Resampling.BOX)
    dark, light = small.getextrema()
    middle = (float(dark) + float(light)) / 2  # type: ignore[arg-type]
    counted = sum(1 for value in small.tobytes() if value > max(middle, 90.0))
    return counted > _LIGHT * 48 * 48


def _tried(picture: Image.Image, until: float, *, turns: bool) -> tuple[str, ...]:
    for each in _ways(picture, turns=turns):
        if found := _read(each):
            return found
        if time.monotonic() > until:
            break
    return ()


def _ways(picture: Image.Image, *, turns: bool) -> Iterator[Image.Image]:
    """Yield a picture as it is, then mended in ways that let faint or noisy bars be read."""
    yield picture
    yield ImageOps.autocontrast(picture.filter(ImageFilter.GaussianBlur(1.0)), cutoff=1)
    if not turns:
        return
    yield picture.filter(ImageFilter.MedianFilter(3))
    for degrees in _TURNS:
        yield picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255)


def _read(picture: Image.Image) -> tuple[str, ...]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128])
    )
    codes = (request_code.read(each.text) for each in found if each.valid)
    return tuple(dict.fromkeys(each for each in codes if each))
