"""A panel or bar that Esc puts away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from portfolio_app.ui.kit.own_keys import keep_key


class EscapeFrame(QFrame):
    """Keeps Esc for itself while the focus is inside, and says so."""

    escaped = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        return keep_key(event, Qt.Key.Key_Escape) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
