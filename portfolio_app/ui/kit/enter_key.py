"""Enter presses the button that has the focus, in every window and not only in dialogs."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from typing_extensions import override


class EnterKey(QObject):
    """Watches the focused button of the whole application; ``app`` makes one.

    Without it Qt leaves Enter to the button's parent, which may do something else with it.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._button: QPushButton | QToolButton | None = None
        application.focusChanged.connect(self._on_focus_changed)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is not QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            or not isinstance(watched, QPushButton | QToolButton)
        ):
            return False
        if not event.isAutoRepeat():
            watched.click()
        return True

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._button is not None and shiboken6.isValid(self._button):
            self._button.removeEventFilter(self)
        self._button = new if isinstance(new, QPushButton | QToolButton) else None
        if self._button is not None:
            self._button.installEventFilter(self)
