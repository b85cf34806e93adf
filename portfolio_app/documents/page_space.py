"""Turns places of a page's own coordinates into page space: as shown, from the top left."""

from __future__ import annotations

from typing import Any

from portfolio_app.documents.pdf_values import Box, shown_box, turned


class ToPageSpace:
    """Turns boxes in a page's own coordinates into page space (as positions.py does)."""

    def __init__(self, page: Any) -> None:
        self._shown, self._turned = shown_box(page), turned(page)

    def __call__(self, x0: float, y0: float, x1: float, y1: float) -> Box | None:
        """Return a box in page space, as far as it lies on the page; None when none of it does."""
        left, bottom, right, top = self._shown
        if self._turned == 90:
            a, b, c, d = y0 - bottom, x0 - left, y1 - bottom, x1 - left
        elif self._turned == 180:
            a, b, c, d = right - x0, y0 - bottom, right - x1, y1 - bottom
        elif self._turned == 270:
            a, b, c, d = top - y0, right - x0, top - y1, right - x1
        else:
            a, b, c, d = x0 - left, top - y0, x1 - left, top - y1
        width, height = right - left, top - bottom
        if self._turned in (90, 270):
            width, height = height, width
        xs = sorted(min(max(each, 0.0), width) for each in (a, c))
        ys = sorted(min(max(each, 0.0), height) for each in (b, d))
        return (xs[0], ys[0], xs[1], ys[1]) if xs[0] < xs[1] and ys[0] < ys[1] else None
