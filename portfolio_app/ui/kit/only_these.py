"""Some windows alone on the screen: all others of the app are put away until they are done."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget


class OnlyThese:
    """Puts away every other window that is shown, and brings back just those."""

    def __init__(self) -> None:
        self._hidden: list[QWidget] = []

    def put_away(self, shown: tuple[QWidget, ...]) -> None:
        """Hide the windows that are not among these."""
        for window in QApplication.topLevelWidgets():
            if window.isWindow() and window.isVisible() and window not in shown:
                self._hidden.append(window)
        for window in self._hidden:
            window.hide()

    def bring_back(self) -> None:
        """Show again what was put away, as it was."""
        hidden, self._hidden = self._hidden, []
        for window in hidden:
            if shiboken6.isValid(window):
                window.show()
