"""The bar that stays while what is on screen may not be on the disk."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class TroubleBar(QFrame):
    """Says what is wrong until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setProperty("look", "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(
            look.space("md"), look.space("sm"), look.space("sm"), look.space("sm")
        )
        self._words = label(wrap=True)
        close = QToolButton()
        close.setAccessibleName(self.tr("Close this message"))
        close.setToolTip(self.tr("Close this message"))
        icons.put(close, "x")
        close.clicked.connect(self.hide)
        row.addWidget(self._words, 1)
        row.addWidget(close)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Show these words."""
        self._words.setText(words)
        self.show()
