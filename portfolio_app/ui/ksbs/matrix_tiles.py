"""The cells of the coverage map as small pictures, each drawn once and then only copied."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from portfolio_app import tokens
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.ksbs.matrix_model import Look

_MOST = 99


def cell_size() -> QSize:
    """Return the size of a cell in pixels, scaled with the text."""
    width, height = tokens.numbers("size.matrix_cell")
    return QSize(theme().px(width), theme().px(height))


def paint_bars(painter: QPainter, rect: QRectF, strength: int, colour: str) -> None:
    """Draw one to three small bars, stacked from the foot of ``rect``."""
    look = theme()
    height, gap = look.px(4), look.px(2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(colour))
    top = rect.bottom() - height
    for _ in range(strength):
        painter.drawRect(QRectF(rect.x(), top, rect.width(), height))
        top -= height + gap


class Tiles:
    """Pictures of cells by what they show. ``clear`` after the look changed."""

    def __init__(self) -> None:
        self._made: dict[Look, QPixmap] = {}
        self._ratio = 1.0

    def clear(self) -> None:
        """Forget all pictures."""
        self._made.clear()

    def tile(self, look: Look, ratio: float) -> QPixmap:
        """Return the picture of a cell with so many claims, the strongest of them so strong.

        ``ratio`` is the screen's device pixels to a pixel.
        """
        if ratio != self._ratio:
            self._made.clear()
            self._ratio = ratio
        found = self._made.get(look)
        if found is None:
            found = self._made[look] = self._draw(look)
        return found

    def _draw(self, shown: Look) -> QPixmap:
        size = cell_size()
        picture = QPixmap(size * self._ratio)
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, 0, size.width(), size.height())
        count, strength, may = shown
        if count:
            _paint_filled(painter, whole, count, strength)
        elif may:
            _paint_hollow(painter, whole, may)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("line.strong"))
            radius = theme().px(10) / 8
            painter.drawEllipse(QPointF(whole.center()), radius, radius)
        painter.end()
        return picture


def _paint_hollow(painter: QPainter, whole: QRectF, may: int) -> None:
    """Draw a candidate: a dashed outline with nothing in it but how many there are."""
    look = theme()
    inset, radius = look.px(2) + 0.5, look.px(3)
    box = whole.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(look.colour("line.strong"), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)
    painter.setFont(look.font("caption"))
    painter.setPen(look.colour("text.muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{min(may, _MOST)}?")


def _paint_filled(painter: QPainter, whole: QRectF, count: int, strength: int) -> None:
    look = theme()
    inset, radius = look.px(2) + 0.5, look.px(3)
    box = whole.adjusted(inset, inset, -inset, -inset)
    ink = f"heat.on_level{strength}"
    painter.setPen(QPen(look.colour("line.strong"), 1))
    painter.setBrush(look.colour(f"heat.level{strength}"))
    painter.drawRoundedRect(box, radius, radius)
    bars = QRectF(box.right() - look.px(12), box.y(), look.px(8), box.height() - look.px(3))
    paint_bars(painter, bars, strength, ink)
    painter.setFont(look.font("body", strong=True))
    painter.setPen(look.colour(ink))
    words = str(count) if count <= _MOST else "99+"
    room = QRectF(box.x(), box.y(), bars.x() - box.x(), box.height())
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
