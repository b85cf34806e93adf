"""Drawn pages kept in memory, the least looked at forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtGui import QImage

from portfolio_app.domain.document import PageImage

LIMIT = 120 * 1024 * 1024  # bytes of pixels


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn page. ``scale`` is pixels a point; ``pixels`` are the bytes the image looks at."""

    scale: float
    image: QImage
    pixels: bytes


def qimage(drawn: PageImage) -> QImage:
    """Return an image that looks at the page's own bytes: keep them as long as the image."""
    return QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)


class PageImages:
    """A rough and a sharp picture of each page, within a number of bytes."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._bytes = 0
        self._kept: OrderedDict[tuple[int, str], Drawn] = OrderedDict()

    @property
    def bytes(self) -> int:
        """Bytes of pixels kept now."""
        return self._bytes

    def put(self, page_index: int, quality: str, scale: float, drawn: PageImage) -> None:
        """Keep a picture; ``quality`` is "rough" or "sharp". One over the limit is kept alone."""
        key = (page_index, quality)
        self._forget(key)
        self._kept[key] = Drawn(scale, qimage(drawn), drawn.pixels)
        self._bytes += len(drawn.pixels)
        while self._bytes > self._limit and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))

    def best(self, page_index: int) -> Drawn | None:
        """Return the sharp picture of a page, else the rough one, else None."""
        for quality in ("sharp", "rough"):
            found = self._kept.get((page_index, quality))
            if found is not None:
                self._kept.move_to_end((page_index, quality))
                return found
        return None

    def has(self, page_index: int, scale: float) -> bool:
        """Whether a picture is kept that is as sharp as ``scale`` asks for."""
        found = self._kept.get((page_index, "sharp"))
        return found is not None and abs(found.scale - scale) < 0.005 * scale

    def clear(self) -> None:
        """Forget every picture."""
        self._kept.clear()
        self._bytes = 0

    def _forget(self, key: tuple[int, str]) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.pixels)
