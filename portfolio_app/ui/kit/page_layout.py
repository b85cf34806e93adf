"""Where the pages of a document lie one under the other at a zoom: plain geometry, no drawing.

Two spaces: *page space* (points from the page's own top left corner, as in ``domain.passage``) and
*content* (device-independent pixels from the top left of the whole column of pages).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

POINTS_TO_PIXELS = 96.0 / 72.0  # at 100 %


class PageLayout:
    """The column of pages at one scale. Page indexes count from 0; at least one page.

    Args:
        sizes: (width, height) of each page in points, as shown.
        scale: pixels a point.
        across: the width there is to fill, in pixels; narrower columns are centred in it.
        margin: pixels above, below and beside the column, and between two pages.
        gutter: pixels kept free right of every page, for margin flags.
    """

    def __init__(
        self,
        sizes: Sequence[tuple[float, float]],
        scale: float,
        across: float,
        margin: float,
        gutter: float,
    ) -> None:
        self.sizes = tuple(sizes)
        self.scale = scale
        self._margin = margin
        widest = max(width for width, _ in self.sizes) * scale
        self.width = max(across, widest + gutter + 2 * margin)
        self._middle = (self.width - gutter) / 2
        tops: list[float] = []
        top = margin
        for _, height in self.sizes:
            tops.append(top)
            top += round(height * scale) + margin
        self._tops = tops
        self.height = top

    def page_rect(self, index: int) -> QRectF:
        """Return where a page lies, in whole pixels of content."""
        width, height = self.sizes[index]
        wide = round(width * self.scale)
        return QRectF(
            round(max(self._margin, self._middle - wide / 2)),
            round(self._tops[index]),
            max(wide, 1),
            max(round(height * self.scale), 1),
        )

    def page_at(self, y: float) -> int:
        """Return the page at a height of the column; a gap belongs to the page above it."""
        return max(0, bisect_right(self._tops, y) - 1)

    def pages_between(self, top: float, bottom: float) -> range:
        """Return the pages of which some part lies between two heights."""
        first = self.page_at(top)
        if first + 1 < len(self.sizes) and self.page_rect(first).bottom() < top:
            first += 1
        return range(first, max(first, self.page_at(bottom)) + 1)

    def to_page(self, index: int, point: QPointF) -> tuple[float, float]:
        """Return a place of the column as points of a page."""
        corner = self.page_rect(index).topLeft()
        return (point.x() - corner.x()) / self.scale, (point.y() - corner.y()) / self.scale

    def to_content(self, index: int, x: float, y: float) -> QPointF:
        """Return a place of a page (points) as a place of the column."""
        corner = self.page_rect(index).topLeft()
        return QPointF(corner.x() + x * self.scale, corner.y() + y * self.scale)

    def box_rect(self, index: int, box: tuple[float, float, float, float]) -> QRectF:
        """Return a box of a page (points) as a rectangle of the column."""
        return QRectF(
            self.to_content(index, box[0], box[1]), self.to_content(index, box[2], box[3])
        )


def fitting_scale(
    sizes: Sequence[tuple[float, float]], across: float, margin: float, gutter: float
) -> float:
    """Return the scale, pixels a point, at which the widest page fills the width there is."""
    widest = max((width for width, _ in sizes), default=1.0) or 1.0
    return max((across - gutter - 2 * margin) / widest, 0.05)
