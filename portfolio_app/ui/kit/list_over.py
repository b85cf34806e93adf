"""A list that lies over its window beside a field: no window of its own, so no focus is lost.

A pop-up window is handed the window's activation and gives it back when the system gets round to
it; meanwhile the focus may go anywhere. A child of the same window has nothing to hand back.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 7,
    Qt.Key.Key_PageUp: -7,
}


class ListOver(QListView):
    """Rows to choose from, below a field or above it, wherever the window has more room.

    The field keeps the focus and hands on its keys (``take_key``); a click chooses as always.
    """

    def __init__(self, field: QWidget, rows: int) -> None:
        super().__init__(field)
        self._field = field
        self._most_rows = rows
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()
        field.destroyed.connect(self.deleteLater)  # it may hang on the window by then

    def open_at(self, width: int) -> None:
        """Show it, ``width`` pixels wide if there is room, with its first row the current one."""
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.setGeometry(self._place(window, width))
        self.setCurrentIndex(self.model().index(0, 0))
        self.show()
        self.raise_()

    def close_list(self) -> None:
        """Put it away."""
        if shiboken6.isValid(self) and self.isVisible():
            self.hide()

    def take_key(self, event: QKeyEvent) -> bool:
        """Move the current row by a key the field was given; return whether it was such a key."""
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is None or event.modifiers() or not self.isVisible():
            return False
        row = self.currentIndex().row() + steps
        row = min(max(row, 0), self.model().rowCount() - 1)
        self.setCurrentIndex(self.model().index(row, 0))
        return True

    def _place(self, window: QWidget, width: int) -> QRect:
        corner = self._field.mapTo(window, QPoint(0, 0))
        below = window.height() - corner.y() - self._field.height()
        rows = min(self.model().rowCount(), self._most_rows)
        height = rows * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth()
        width = min(width, window.width())
        left = max(min(corner.x(), window.width() - width), 0)
        if height <= below or below >= corner.y():
            top = corner.y() + self._field.height()
            return QRect(left, top, width, max(min(height, below), 1))
        height = min(height, corner.y())
        return QRect(left, corner.y() - height, width, height)
