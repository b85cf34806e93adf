"""What every panel below the result has in common: a title, its content, Close, and Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.ui.assessment.compile_state import CompileState, PastBundle
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class Doing(QFrame):
    """A panel. ``closed`` follows Close and Esc; content goes into ``column``."""

    closed = Signal()

    def __init__(self, workspace: Workspace, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.state: CompileState | None = None
        self.last: PastBundle | None = None
        self.setProperty("look", "well")
        self.setAccessibleName(title)
        look = theme()
        self.column = QVBoxLayout(self)
        pad = look.space("md")
        self.column.setContentsMargins(pad, look.space("sm"), pad, pad)
        self.column.setSpacing(look.space("sm"))
        head = QHBoxLayout()
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setProperty("look", "quiet")
        self.close_button.setAccessibleDescription(title)
        self.close_button.clicked.connect(lambda _=False: self.closed.emit())
        head.addWidget(label(title, "strong"), 1)
        head.addWidget(self.close_button)
        self.column.addLayout(head)

    def show_state(self, state: CompileState, last: PastBundle) -> None:
        """Look at the newest bundle."""
        other = self.last is None or self.last.record != last.record
        self.state, self.last = state, last
        if other and not self.isHidden():
            self.begin()

    def begin(self) -> None:
        """Show what is so now: the panel was opened, or another bundle is the newest."""

    def first_focus(self) -> QWidget:
        """Return what has the focus when the panel is opened."""
        return self.close_button

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
