"""Painting one page: its picture, or what stands in for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from portfolio_app.ui.kit.page_images import Drawn
from portfolio_app.ui.kit.theme import theme

DIM = QColor(0, 0, 0, 38)  # over a page: 85 % of its brightness is left


def draw_page(painter: QPainter, rect: QRectF, drawn: Drawn | None, ratio: float) -> None:
    """Draw a page's paper, edge and picture; ``ratio`` is the screen's pixels to one of ``rect``.

    A picture of just the right size is laid down pixel for pixel; another is stretched.
    """
    painter.setPen(QPen(theme().colour("line.subtle"), 1))
    painter.setBrush(theme().colour("surface.paper"))
    painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
    if drawn is None:
        return
    exact = (
        abs(drawn.image.width() - rect.width() * ratio) <= 1
        and abs(drawn.image.height() - rect.height() * ratio) <= 1
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
    if exact:
        drawn.image.setDevicePixelRatio(ratio)
        painter.drawImage(rect.topLeft(), drawn.image)
    else:
        painter.drawImage(rect, drawn.image, QRectF(drawn.image.rect()))


def draw_words(painter: QPainter, rect: QRectF, words: str) -> None:
    """Write on a page that has no picture (yet)."""
    painter.setPen(theme().paper_colour("text.muted"))
    painter.drawText(
        rect.adjusted(24, 24, -24, -24),
        Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
        words,
    )
