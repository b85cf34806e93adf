"""The pictures of the proposal as they go into its PDF: small enough, and nothing but pixels."""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader

_FORMATS = ("PNG", "JPEG", "GIF")
_MOST_PIXELS = 60_000_000
_PER_POINT = 300 / 72  # pixels: what a good printer shows
_SPARE = 1.3  # a picture that has more pixels than this many times what is shown is made smaller
# What Pillow's readers raise on broken pictures.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError,
    ZeroDivisionError, OverflowError, NotImplementedError, RuntimeError, MemoryError,
    Image.DecompressionBombError,
)  # fmt: skip


def ready(data: bytes, wide: float) -> Any | None:
    """Return a picture as the page takes it, drawn ``wide`` points wide; None if it is broken."""
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                return _packed(opened, data, wide)
    except _BROKEN:
        return None


def _packed(opened: Image.Image, data: bytes, wide: float) -> ImageReader:
    most = max(round(wide * _PER_POINT), 1)
    is_large = opened.width > most * _SPARE
    if opened.format == "JPEG" and opened.mode in ("RGB", "L") and not is_large:
        opened.load()
        return ImageReader(io.BytesIO(data))  # its bytes go in as they are
    form = opened.format
    if is_large and form == "JPEG":
        opened.draft("RGB", (most, most * opened.height // opened.width))
    image = _on_white(opened)
    if image.width > most * _SPARE:
        image = image.resize((most, max(round(image.height * most / image.width), 1)))
    out = io.BytesIO()
    if form == "JPEG":
        image.save(out, "JPEG", quality=88)
    else:
        image.save(out, "PNG", compress_level=1)
    out.seek(0)
    return ImageReader(out)


def _on_white(image: Image.Image) -> Image.Image:
    """Return a picture without clear areas: they are white on paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        paper.alpha_composite(clear)
        return paper.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L", "I;16") else "RGB")
