"""What stands beside the Reader's page: the passages, and behind a tab the hidden places."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from portfolio_app.ui.evidence.hiding_list import HidingList
from portfolio_app.ui.evidence.passages_list import PassagesList
from portfolio_app.ui.kit.tabs import tab_bar
from portfolio_app.ui.kit.theme import theme

PASSAGES, HIDDEN = 0, 1


class ReaderSide(QWidget):
    """Two lists, one in front."""

    def __init__(
        self, passages: PassagesList, hidden: HidingList, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.passages = passages
        self.hidden = hidden
        self.tabs = tab_bar(self.tr("Beside the page"), (self.tr("Passages"), self.tr("Hidden")))
        self.tabs.setUsesScrollButtons(False)
        self._stack = QStackedWidget()
        self._stack.addWidget(passages)
        self._stack.addWidget(hidden)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        passages.counted.connect(self._on_counted)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        theme().changed.connect(self.updateGeometry)

    def show_count(self, hidden: int) -> None:
        """Say on the tab how many places are hidden."""
        words = self.tr("Hidden {0}").format(hidden) if hidden else self.tr("Hidden")
        self.tabs.setTabText(HIDDEN, words)

    def _on_counted(self, claims: int) -> None:
        words = self.tr("Passages {0}").format(claims) if claims else self.tr("Passages")
        self.tabs.setTabText(PASSAGES, words)

    def show_passages(self) -> None:
        """Bring the passages to the front."""
        self.tabs.setCurrentIndex(PASSAGES)

    def show_hidden(self) -> None:
        """Bring the hidden places to the front."""
        self.tabs.setCurrentIndex(HIDDEN)
