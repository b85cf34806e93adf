"""A framed notice with a line of words and perhaps some things to do; put away while not needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme

Way = tuple[str, Callable[[], None]]


class Notice(QFrame):
    """Its looks: notice, warning or danger."""

    def __init__(self, look: str = "notice") -> None:
        super().__init__()
        self.setProperty("look", look)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[theme().space("md")] * 4)
        self._column.setSpacing(theme().space("sm"))
        self._title = label("", "strong", wrap=True)
        self._words = label("", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(self._title)
        self._column.addWidget(self._words)
        self._ways: QWidget | None = None
        self.buttons: list[QPushButton] = []
        self.is_passing = False
        self.hide()

    @property
    def said(self) -> str:
        """What it says now, "" while it is put away."""
        return "" if self.isHidden() else f"{self._title.text()} {self._words.text()}".strip()

    def show_words(
        self,
        title: str,
        words: str = "",
        ways: Sequence[Way] = (),
        look: str = "notice",
        *,
        is_passing: bool = False,
    ) -> None:
        """Say something, with buttons. ``is_passing``: ``pass_by`` may put it away once read."""
        self._show(title, words, look)
        self._offer(ways, "")
        self.is_passing = is_passing

    def show_ways(self, title: str, ways: Sequence[Way]) -> None:
        """Say something with links, one below the other."""
        self._show(title, "", "warning")
        self._offer(ways, "link")

    def pass_by(self) -> None:
        """Say nothing any more, if what it says was only for the moment."""
        if self.is_passing:
            self.put_away()

    def put_away(self) -> None:
        """Say nothing."""
        self.hide()

    def _show(self, title: str, words: str, look: str) -> None:
        if self.property("look") != look:
            self.setProperty("look", look)
            restyle(self)
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.is_passing = False
        self.setAccessibleName(title)
        self.show()

    def _offer(self, ways: Sequence[Way], look: str) -> None:
        if self._ways is not None:
            self._ways.hide()
            self._ways.deleteLater()
            self._ways = None
        self.buttons = []
        if not ways:
            return
        holder = QWidget()
        column = QVBoxLayout(holder) if look else FlowLayout(holder, theme().space("sm"))
        column.setContentsMargins(0, 0, 0, 0)
        if isinstance(column, QVBoxLayout):
            column.setSpacing(0)
        for words, call in ways:
            button = QPushButton(words)
            button.setProperty("look", look)
            button.clicked.connect(lambda _=False, call=call: call())
            column.addWidget(button)
            self.buttons.append(button)
        self._ways = holder
        self._column.addWidget(holder)
