"""The lock beside everything that never leaves the portfolio."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.theme import theme


class PrivateSign(QLabel):
    """A small lock; its tip and its accessible name say what is private."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(words)
        self.setAccessibleName(words)
        theme().changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self.setPixmap(icons.pixmap("lock", theme().size("icon_small"), "text.muted"))
