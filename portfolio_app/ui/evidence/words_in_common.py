"""The claim bar's hint: up to three KSBs whose wording shares words with the passage, and which.

It names them and does nothing; a click takes one over. It can be switched off in Preferences.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.shared_words import shared_words
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.habits import habits
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.theme import theme

SHOWN_WORDS = 4


class WordsInCommon(QWidget):
    """Hidden while there is nothing to name."""

    chosen = Signal(str)  # KSB uid

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ksbs: tuple[Ksb, ...] = ()
        self._text = ""
        self._is_allowed = True
        self._made: list[QPushButton] = []
        self._flow = FlowLayout(self, theme().space("xs"))
        self._flow.addWidget(label(self.tr("Words in common:"), "muted"))
        habits().changed.connect(self._show)
        self.hide()

    def set_ksbs(self, ksbs: Sequence[Ksb]) -> None:
        """Compare with the wording of these."""
        self._ksbs = tuple(ksbs)

    def look_at(self, text: str) -> None:
        """Compare the words of a passage; "" for none."""
        self._text = text
        self._show()

    def allow(self, allowed: bool) -> None:  # noqa: FBT001 - a setter
        """Be shown at all, or not where there is too little room."""
        self._is_allowed = allowed
        self._show()

    def _show(self) -> None:
        for button in self._made:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._made = []
        if self._text and self._is_allowed and habits().words_in_common:
            by_uid = {ksb.uid: ksb for ksb in self._ksbs}
            for found in shared_words(self._ksbs, self._text):
                self._made.append(self._button(by_uid[found.ksb_uid], found.words))
        self.setVisible(bool(self._made))

    def _button(self, ksb: Ksb, words: Sequence[str]) -> QPushButton:
        shown = ", ".join(words[:SHOWN_WORDS])
        button = QPushButton(f"{ksb.code}: {shown}")
        button.setProperty("look", "quiet")
        button.setToolTip(plain_tip(f"{ksb.code}: {ksb.text}"))
        button.setAccessibleName(
            self.tr("{0} has words in common: {1}. Choose it").format(ksb.code, shown)
        )
        button.clicked.connect(partial(self._on_clicked, ksb.uid))
        self._flow.addWidget(button)
        return button

    def _on_clicked(self, ksb_uid: str, *_: object) -> None:
        self.chosen.emit(ksb_uid)
