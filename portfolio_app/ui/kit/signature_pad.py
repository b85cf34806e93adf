"""A box to sign in with a mouse, a pen or a finger; what is drawn are strokes, not a picture.

Keys alone: Backspace takes the last stroke back, Delete clears the box. Whoever cannot draw types
their name elsewhere; the box says so to assistive technology.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from portfolio_app.domain.filling import MOST_POINTS, MOST_STROKES, Stroke
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.page_access import show_as_graphic
from portfolio_app.ui.kit.theme import theme

ACROSS, DOWN = 80.0, 22.0  # the shape of the form's box, in millimetres
WIDTH = 480  # pixels at 100 %
_NEAR = 1.2  # pixels: a point nearer to the last one says nothing new
_PEN = 0.006  # how thick the line is, as a share of the box's width


class SignaturePad(QWidget):
    """``changed`` follows every finished stroke, and taking back."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[tuple[float, float]]] = []
        self._is_drawing = False
        self._points = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        show_as_graphic(self)
        self._say_state()
        theme().changed.connect(self._measure)
        self._measure()

    # what is drawn

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The strokes: points as shares of the box, x from its left, y from its top, 0.0 to 1.0."""
        return tuple(tuple(each) for each in self._strokes if len(each) > 1)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn."""
        return not self.strokes

    def set_strokes(self, strokes: Sequence[Stroke]) -> None:
        """Show strokes that were drawn before."""
        self._strokes = [list(each) for each in strokes]
        self._points = sum(map(len, self._strokes))
        self._on_changed()

    def clear(self) -> None:
        """Empty the box."""
        if self._strokes:
            self.set_strokes(())
            announcer().say(self.tr("Signature cleared"))

    def take_back(self) -> None:
        """Take the last stroke away."""
        if self._strokes:
            self.set_strokes(self.strokes[:-1])

    # looks

    def _measure(self) -> None:
        self.setMaximumWidth(theme().px(WIDTH))  # the ring of focus is around the box, no wider
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        width = theme().px(WIDTH)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        width = theme().px(WIDTH // 2)
        return QSize(min(width, WIDTH), self.heightForWidth(min(width, WIDTH)))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return round(min(width, theme().px(WIDTH)) * DOWN / ACROSS)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = theme(), self._box()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line.strong"), 1))
        painter.setBrush(look.colour("surface.paper"))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        self._paint_line(painter, box)
        ink = QPen(QColor(look.paper_colour("text.normal")), max(box.width() * _PEN, 1.2))
        ink.setCapStyle(Qt.PenCapStyle.RoundCap)
        ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for each in self._strokes:
            painter.drawPath(smooth([self._shown(point) for point in each]))

    def _paint_line(self, painter: QPainter, box: QRectF) -> None:
        """Draw the line to sign on, and the words that go when there is ink."""
        look = theme()
        y = box.top() + box.height() * 0.74
        pad = box.width() * 0.04
        muted = look.paper_colour("line.strong")
        painter.setPen(QPen(muted, 1))
        painter.drawLine(QPointF(box.left() + pad, y), QPointF(box.right() - pad, y))
        if not self._strokes:
            painter.setFont(look.font("caption"))
            painter.setPen(look.paper_colour("text.muted"))
            words = QRectF(box.left() + pad, y, box.width() - 2 * pad, box.bottom() - y)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(words, align, self.tr("Sign here with a mouse, a pen or a finger"))

    # drawing

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._end()

    @override
    def tabletEvent(self, event: QTabletEvent) -> None:
        kind = event.type()
        if kind is QEvent.Type.TabletPress:
            self._begin(event.position())
        elif kind is QEvent.Type.TabletMove:
            self._go_on(event.position())
        elif kind is QEvent.Type.TabletRelease:
            self._end()
        event.accept()  # else the same movement comes again as a mouse's

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and self._on_touch(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.clear()
        elif event.key() == Qt.Key.Key_Backspace:
            self.take_back()
        else:
            super().keyPressEvent(event)

    def _on_touch(self, event: QTouchEvent) -> bool:
        points = event.points()
        if not points:
            return False
        place = points[0].position()
        if event.type() is QEvent.Type.TouchBegin:
            self._begin(place)
        elif event.type() is QEvent.Type.TouchUpdate:
            self._go_on(place)
        elif event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self._end()
        else:
            return False
        return True

    def _begin(self, place: QPointF) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if len(self._strokes) >= MOST_STROKES or not self._box().contains(place):
            return
        self._is_drawing = True
        self._strokes.append([])
        self._add(place)

    def _go_on(self, place: QPointF) -> None:
        if self._is_drawing:
            last = self._shown(self._strokes[-1][-1])
            if (place - last).manhattanLength() >= _NEAR:
                self._add(place)

    def _end(self) -> None:
        if not self._is_drawing:
            return
        self._is_drawing = False
        if len(self._strokes[-1]) == 1:  # a dot, as on an i
            x, y = self._strokes[-1][0]
            self._strokes[-1].append((min(x + 0.002, 1.0), y))
        self._on_changed()

    def _add(self, place: QPointF) -> None:
        if self._points >= MOST_POINTS:
            return
        self._points += 1
        box = self._box()
        x = min(max((place.x() - box.left()) / box.width(), 0.0), 1.0)
        y = min(max((place.y() - box.top()) / box.height(), 0.0), 1.0)
        self._strokes[-1].append((round(x, 4), round(y, 4)))
        self.update()

    def _on_changed(self) -> None:
        self.update()
        self._say_state()
        self.changed.emit()

    def _say_state(self) -> None:
        if self.is_empty:
            name = self.tr("Signature, empty; type your name instead")
        else:
            name = self.tr("Signature, drawn")
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            self.tr("Backspace takes the last stroke back, Delete clears it")
        )

    def _box(self) -> QRectF:
        """Return where the box lies: its own shape, as large as there is room for."""
        width = min(float(self.width()), self.height() * ACROSS / DOWN)
        return QRectF(0.0, 0.0, width, width * DOWN / ACROSS)

    def _shown(self, point: tuple[float, float]) -> QPointF:
        box = self._box()
        return QPointF(box.left() + point[0] * box.width(), box.top() + point[1] * box.height())


def smooth(points: Sequence[QPointF]) -> QPainterPath:
    """Return a curve along points: it passes the middle between each two, bending at each."""
    path = QPainterPath()
    if not points:
        return path
    path.moveTo(points[0])
    for here, following in pairwise(points[1:]):
        path.quadTo(here, (here + following) / 2)
    path.lineTo(points[-1])
    return path
