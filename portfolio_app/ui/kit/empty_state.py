"""What a list shows while it holds nothing: one sentence, one thing to do, perhaps a second."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

LOW = 150  # pixels of height at 100 %, below which the words stand without their sign


class EmptyState(QWidget):
    """Centred icon, sentence, buttons. ``show_words`` changes the sentence ("No matches for …").

    ::

        EmptyState("layers", self.tr("Nothing here yet. Add minutes, papers, e-mails …"),
                   primary=(self.tr("Add evidence"), self._on_add))
    """

    def __init__(
        self,
        icon: str,
        words: str,
        primary: tuple[str, Callable[[], None]] | None = None,
        secondary: tuple[str, Callable[[], None]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = label(words, "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look = theme()
        column = QVBoxLayout(self)
        column.setSpacing(look.space("lg"))
        column.addStretch(2)
        column.addWidget(self._sign)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        row.addStretch()
        self.buttons: list[QPushButton] = []
        for choice, kind in ((primary, "primary"), (secondary, "")):
            if choice is not None:
                text, slot = choice
                button = QPushButton(text)
                button.setProperty("look", kind)
                button.clicked.connect(lambda _=False, call=slot: call())
                row.addWidget(button)
                self.buttons.append(button)
        row.addStretch()
        column.addLayout(row)
        column.addStretch(3)
        look.changed.connect(self._tint)
        self._tint()

    def show_words(self, words: str) -> None:
        """Say something else."""
        self._words.setText(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sign.setVisible(event.size().height() >= theme().px(LOW))

    def _tint(self) -> None:
        self._sign.setPixmap(icons.pixmap(self._icon, theme().px(40), "text.muted"))
