"""Words with italics, as plain characters with a look: never read as markup."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from portfolio_app.domain.reference_template import Run
from portfolio_app.ui.kit.theme import theme

LINES = 3


class RunsView(QTextEdit):
    """Shows an entry of the list; it can be selected and copied."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme().changed.connect(self._measure)
        self._measure()

    def show_runs(self, runs: Iterable[Run]) -> None:
        """Show other words."""
        self.clear()
        cursor = QTextCursor(self.document())
        for run in runs:
            look = QTextCharFormat()
            look.setFontItalic(run.italic)
            cursor.insertText(run.text, look)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _measure(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + theme().space("md"))
