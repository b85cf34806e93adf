"""The question asked once: are the folders that the files came from projects?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

SHOWN = 6  # names of folders


class FoldersOffer(QFrame):
    """A bar with the names; hidden while there is nothing to ask."""

    used = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("look", "notice")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("sm")] * 4)
        column.setSpacing(look.space("xs"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        self._words = label("", wrap=True)
        self.use = QPushButton(self.tr("Use folder names"))
        self.no = QPushButton(self.tr("No"))
        self.no.setAccessibleName(self.tr("Don't use folder names as projects"))
        column.addWidget(self._words)
        column.addWidget(buttons)
        flow.addWidget(self.use)
        flow.addWidget(self.no)
        self.use.clicked.connect(self._on_used)
        self.no.clicked.connect(self._on_declined)
        self.hide()

    def show_folders(self, folders: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Ask about these folders; none hides the question."""
        names = [f"{name} ({len(uids)})" for name, uids in folders[:SHOWN]]
        if len(folders) > SHOWN:
            names.append(self.tr("{0} more").format(len(folders) - SHOWN))
        words = self.tr("Use folder names as projects? {0}").format(", ".join(names))
        self._words.setText(words)
        self.setVisible(bool(folders))

    def _on_used(self) -> None:
        self.hide()
        self.used.emit()

    def _on_declined(self) -> None:
        self.hide()
        self.declined.emit()
