"""The line of a dialog that says what was refused, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from portfolio_app.ui.kit.announcer import announcer


class WrongLine(QLabel):
    """Takes no room while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "danger")
        self.setWordWrap(True)
        self.hide()

    def say(self, words: str) -> None:
        """Show what is wrong, and have it read out; no words put the line away."""
        self.setText(words)
        self.setVisible(bool(words))
        if words:
            announcer().say(words, urgent=True)
