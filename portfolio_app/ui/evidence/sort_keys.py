"""The foot of a card: every key as a button, so that the mouse reaches all of it too."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from portfolio_app.domain.sorting import SortCard
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.theme import theme


class _Keys(QWidget):
    """Buttons in a line that wraps; ``pressed`` carries the word of the one that was."""

    pressed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._flow = FlowLayout(self, theme().space("sm"))
        self.buttons: dict[str, QPushButton] = {}

    def _add(self, word: str, text: str, key: str, icon: str, tip: str, look: str = "") -> None:
        button = QPushButton(f"{text}   {key}")
        button.setObjectName(f"sort_{word}")
        button.setAccessibleName(text)
        button.setAccessibleDescription(f"{tip} ({key})")
        button.setToolTip(f"{tip} ({key})")
        button.setProperty("look", look)
        icons.put(button, icon, "accent.on_fill" if look == "primary" else "text.normal")
        button.clicked.connect(partial(self._on_clicked, word))
        self._flow.addWidget(button)
        self.buttons[word] = button

    def _on_clicked(self, word: str, *_: object) -> None:
        self.pressed.emit(word)


class SortKeys(_Keys):
    """What can be decided of a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        tr = self.tr
        self.setAccessibleName(tr("Decide"))
        self._add("keep", tr("Keep"), "K", "check", tr("Into the library"), "primary")
        self._add("reading", tr("Reading"), "R", "book-open", tr("Something read: no evidence"))
        self._add("later", tr("Later"), "L", "calendar", tr("Put it off"))
        self._add("bin", tr("Bin"), tr("Del"), "trash-2", tr("Kept for 30 days"))
        self._add("map", tr("Map"), "M", "link-2", tr("Keep it and open it to mark passages"))
        self._add("shortlist", tr("Shortlist"), "D", "bookmark", tr("Keep it and choose it"))
        self._add("skip", tr("Skip"), tr("Space"), "arrow-right", tr("Leave it for now"))

    def show_card(self, card: SortCard, *, readonly: bool) -> None:
        """Say how many pieces a decision is about."""
        many = len(card.versions)
        for word, text, key in (
            ("reading", self.tr("Reading"), "R"),
            ("later", self.tr("Later"), "L"),
            ("bin", self.tr("Bin"), self.tr("Del")),
        ):
            shown = self.tr("{0}, all {1}").format(text, many) if many else text
            self.buttons[word].setText(f"{shown}   {key}")
            self.buttons[word].setAccessibleName(shown)
        for word, button in self.buttons.items():
            button.setEnabled(word == "skip" or not readonly)


class KeptKeys(_Keys):
    """What can be done once a piece was kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        tr = self.tr
        self.setAccessibleName(tr("Go on"))
        self._add("next", tr("Next card"), tr("Enter"), "arrow-right", tr("On with the next"),
                  "primary")  # fmt: skip
        self._add("unkeep", tr("Not kept after all"), tr("Esc"), "undo-2", tr("Back to the card"))
