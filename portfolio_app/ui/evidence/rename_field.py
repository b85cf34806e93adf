"""Renaming in place: a field that lies over the title in a list (F2)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from portfolio_app.ui.kit.tables import ListTable


class RenameField(QLineEdit):
    """Enter or leaving takes the new title, Esc leaves the old one."""

    renamed = Signal(str, str)  # item uid, new title

    def __init__(self, table: ListTable, column: int) -> None:
        super().__init__(table.viewport())
        self._table = table
        self._column = column
        self._uid = ""
        self._before = ""
        self.setAccessibleName(self.tr("New title"))
        self.hide()
        table.verticalScrollBar().valueChanged.connect(self._finish)

    def begin(self, uid: str, title: str) -> None:
        """Lie over the current row's title, all of it selected."""
        index = self._table.model().index(self._table.currentIndex().row(), self._column)
        self._table.scrollTo(index)
        self._uid, self._before = uid, title
        self.setText(title)
        self.setGeometry(self._table.visualRect(index))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()  # every key is text here, whatever it does elsewhere
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._uid = ""
            self._finish()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._finish()

    def _finish(self) -> None:
        if self.isHidden():
            return
        uid, title = self._uid, self.text().strip()
        self._uid = ""
        had_focus = self.hasFocus()
        self.hide()
        if had_focus:
            self._table.setFocus()
        if uid and title and title != self._before:
            self.renamed.emit(uid, title)
