"""The shortlist's own table: Alt+Up and Alt+Down move a row, and so does dragging it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme


class ShortlistTable(ListTable):
    """Rows in an order that the person decides."""

    move_wanted = Signal(int, int)  # row from, row to, both counted from 0

    def __init__(self, columns: Sequence[Column], name: str, parent: QWidget | None = None) -> None:
        super().__init__(columns, lambda item: item.uid, name, parent, sortable=False, many=False)
        self._press: QPoint | None = None
        self._dragged = -1
        self._drop = -1

    @override
    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._steps(event)
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = self._steps(event)
        row = self.currentIndex().row()
        if steps and row >= 0:
            if 0 <= row + steps < len(self.rows_model.rows):
                self.move_wanted.emit(row, row + steps)
        elif event.key() == Qt.Key.Key_Escape and self._dragged >= 0:
            self._end_drag()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._press = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (place - self._press).manhattanLength() >= QApplication.startDragDistance()
        if self._dragged < 0 and far:
            self._dragged = self.indexAt(self._press).row()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragged >= 0:
            self._drop = self._gap_at(place)
            self.viewport().update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, drop = self._dragged, self._drop
        self._end_drag()
        super().mouseReleaseEvent(event)
        if dragged >= 0 and drop >= 0:
            to = drop - 1 if drop > dragged else drop
            if to != dragged:
                self.move_wanted.emit(dragged, to)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._dragged >= 0 and self._drop >= 0:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme().colour("accent.fill"), 3))
            y = self._drop * self.verticalHeader().defaultSectionSize()
            y -= self.verticalScrollBar().value()
            painter.drawLine(0, y, self.viewport().width(), y)

    def _steps(self, event: QKeyEvent) -> int:
        if (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            != Qt.KeyboardModifier.AltModifier
        ):
            return 0
        return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)

    def _gap_at(self, place: QPoint) -> int:
        height = self.verticalHeader().defaultSectionSize()
        y = place.y() + self.verticalScrollBar().value()
        return min(max(round(y / height), 0), len(self.rows_model.rows))

    def _end_drag(self) -> None:
        self._press = None
        self._dragged = self._drop = -1
        self.viewport().unsetCursor()
        self.viewport().update()
