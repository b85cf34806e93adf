"""What can be done with a finished bundle, each in a panel below its button."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.ui.assessment.compile_state import CompileState, PastBundle
from portfolio_app.ui.kit.workspace import Workspace


class ResultDoings(QWidget):
    """One panel at a time. ``buttons`` are put where the caller has its own."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_state(self, state: CompileState, last: PastBundle) -> None:
        """Look at another bundle."""
