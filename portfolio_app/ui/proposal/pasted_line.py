"""The line above the text that says what a paste kept and left out, until it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QWidget
from typing_extensions import override

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class PastedLine(QFrame):
    """Hidden until there is something to say; ``back_to`` has the focus once it is closed."""

    def __init__(self, back_to: QWidget) -> None:
        super().__init__()
        look = theme()
        self._back_to = back_to
        self.setProperty("look", "notice")
        self.words = label("", wrap=True)
        self.shut = QToolButton()
        icons.put(self.shut, "x")
        self.shut.setToolTip(self.tr("Close this line"))
        self.shut.setAccessibleName(self.tr("Close what was said about pasting"))
        self.shut.clicked.connect(lambda _=False: self.close_line())
        row = QHBoxLayout(self)
        pad = look.space("xs")
        row.setContentsMargins(look.space("md"), pad, look.space("sm"), pad)
        row.setSpacing(look.space("sm"))
        self._area = QScrollArea()
        self._area.setWidget(self.words)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.tr("What was pasted"))
        for each in (self._area, self._area.viewport(), self.words):
            each.setAutoFillBackground(False)
        row.addWidget(self._area, 1)
        row.addWidget(self.shut, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say what a paste kept and left out; "" hides what was said of the one before."""
        self.words.setText(words)
        self.setVisible(bool(words))
        self._fit()
        if words:
            announcer().say(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the words, but leave most of a low window to the text."""
        wide = self._area.viewport().width()
        most = max(self.window().height() // 7, theme().px(32))
        self._area.setFixedHeight(max(min(self.words.heightForWidth(wide), most), 0))

    def close_line(self) -> None:
        """Hide it, and write on."""
        self.hide()
        self._back_to.setFocus()
