"""The line above the text while nothing but its outline may be written (decision D10)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class LockLine(QFrame):
    """Says why body text isn't taken; ``dates_wanted`` is where that is changed."""

    dates_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setProperty("look", "notice")
        self.words = label("", wrap=True)
        self.dates = QPushButton(self.tr("Dates and permission…"))
        self.dates.setToolTip(self.tr("Type the dates, or note that drafting now is allowed"))
        self.dates.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.dates.clicked.connect(lambda _=False: self.dates_wanted.emit())
        row = QHBoxLayout(self)
        pad = look.space("sm")
        row.setContentsMargins(look.space("md"), look.space("xs"), pad, look.space("xs"))
        row.setSpacing(pad)
        row.addWidget(self.words, 1)
        row.addWidget(self.dates)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show why, or nothing."""
        self.words.setText(words)
        self.setVisible(bool(words))

    def say(self) -> None:
        """Say it to those who listen: something typed was not taken."""
        announcer().say(self.words.text(), urgent=True)
