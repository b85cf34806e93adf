"""Puts a document's pictures on its simple pages: upright, fitted, without camera data."""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader

from portfolio_app.domain.simple import Picture, Style, words
from portfolio_app.pdf.simple_flow import MARGIN, Flow
from portfolio_app.pdf.simple_lines import strips

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "MPO")
_MOST_PIXELS = 60_000_000
_MOST_SIDE = 1_600
_AS_JPEG = 600_000  # pixels; larger pictures without clear areas are packed as photographs
_POINTS_PER_PIXEL = 0.75  # at 96 dots an inch
_TALLEST = 0.9  # of a page
# What Pillow's readers raise on broken pictures.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError,
    ZeroDivisionError, OverflowError, NotImplementedError, RuntimeError, MemoryError,
    Image.DecompressionBombError,
)  # fmt: skip


class Pictures:
    """The blobs of one document, each decoded once however often it is shown."""

    def __init__(self, blobs: Any) -> None:
        self._blobs = blobs
        self._ready: dict[int, tuple[ImageReader, int, int] | None] = {}

    def set(self, flow: Flow, picture: Picture) -> None:
        """Draw a picture; one that can't be read leaves its words, or the word "Picture"."""
        found = self._image(picture.blob)
        if found is None:
            told = f"[Picture: {picture.alt}]" if picture.alt.strip() else "[Picture not shown]"
            flow.lines(strips(words(told, Style.NOTE), flow.room))
            return
        reader, pixels_wide, pixels_high = found
        wide = picture.width or pixels_wide * _POINTS_PER_PIXEL
        high = picture.height or pixels_high * _POINTS_PER_PIXEL
        if not picture.width and picture.height:
            wide = high * pixels_wide / pixels_high
        elif picture.width and not picture.height:
            high = wide * pixels_high / pixels_wide
        scale = min(1.0, flow.room / wide, flow.full * _TALLEST / high)
        wide, high = max(wide * scale, 1.0), max(high * scale, 1.0)
        gap = 0.0 if flow.is_fresh else 6.0
        if high + gap > flow.left and not flow.is_fresh:
            flow.end_page()
            gap = 0.0
        top = flow.take(high + gap) - gap
        flow.canvas.drawImage(reader, MARGIN, top - high, wide, high, mask="auto")

    def _image(self, blob: int) -> tuple[ImageReader, int, int] | None:
        if blob not in self._ready:
            data = self._blobs[blob] if 0 <= blob < len(self._blobs) else b""
            self._ready[blob] = _decoded(bytes(data))
        return self._ready[blob]


def _decoded(data: bytes) -> tuple[ImageReader, int, int] | None:
    """Return a picture as reportlab takes it, with its width and height in pixels as it came."""
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    return None
                size = opened.size
                opened.draft("RGB", (_MOST_SIDE, _MOST_SIDE))
                upright = ImageOps.exif_transpose(opened)
                turned = opened.getexif().get(0x0112, 1) in (5, 6, 7, 8)
                return _packed(upright, size[::-1] if turned else size)
    except _BROKEN:
        return None


def _packed(image: Image.Image, size: tuple[int, int]) -> tuple[ImageReader, int, int]:
    has_clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    image = image.convert("RGBA" if has_clear else "L" if image.mode in ("1", "L") else "RGB")
    image.thumbnail((_MOST_SIDE, _MOST_SIDE))
    out = io.BytesIO()
    if not has_clear and image.width * image.height > _AS_JPEG:
        image.save(out, "JPEG", quality=88)
    else:
        image.save(out, "PNG")  # written anew: nothing but pixels is left
    out.seek(0)
    return ImageReader(out), size[0], size[1]
