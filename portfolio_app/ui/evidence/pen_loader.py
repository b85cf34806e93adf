"""The bar that loads pens: a number, and the KSB that its pen claims at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from portfolio_app.domain.ksb import Ksb
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.escape_frame import EscapeFrame
from portfolio_app.ui.kit.ksb_field import KsbField
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.reading_keys import PENS
from portfolio_app.ui.kit.theme import theme


class PenLoader(EscapeFrame):
    """Type a code and Enter: that pen is loaded, and the next empty one is asked about.

    Enter or Esc with nothing typed closes it.
    """

    loaded = Signal(int, str)  # pen number, KSB uid ("" empties the pen)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.escaped.connect(self.close_bar)
        look = theme()
        self.setObjectName("pen_loader")
        self.setProperty("look", "bar")
        self.setAccessibleName(self.tr("Load pens"))
        self._held: Mapping[int, Ksb] = {}
        self._number = ChoiceBox()
        for number in range(1, PENS + 1):
            self._number.addItem(self.tr("Pen {0}").format(number), number)
        self._number.setAccessibleName(self.tr("Which pen"))
        words = label(self.tr("&Load"))
        words.setBuddy(self._number)
        self.field = KsbField()
        self.field.edit.setAccessibleName(self.tr("KSB of this pen"))
        self.field.edit.setPlaceholderText(self.tr("Type a code or word, then Enter"))
        self._now = label("", "muted")
        self._empty = QPushButton(self.tr("Empty this pen"))
        self._done = QPushButton(self.tr("Done"))
        row = QHBoxLayout(self)
        pad = look.space("sm")
        row.setContentsMargins(look.space("md"), look.space("xs"), pad, look.space("xs"))
        row.setSpacing(pad)
        for each in (words, self._number):
            row.addWidget(each)
        row.addWidget(self.field, 1)
        row.addWidget(self._now)
        for button in (self._empty, self._done):
            button.setProperty("look", "quiet")
            row.addWidget(button)
        self._number.activated.connect(self._show)
        self.field.changed.connect(self._on_chosen)
        self.field.submitted.connect(self.close_bar)
        self.field.dismissed.connect(self.close_bar)
        self._empty.clicked.connect(self._on_empty)
        self._done.clicked.connect(self.close_bar)
        self.hide()

    def set_ksbs(self, ksbs: Sequence[Ksb]) -> None:
        """Offer these KSBs."""
        self.field.set_ksbs(ksbs)

    def begin(self, number: int, held: Mapping[int, Ksb]) -> None:
        """Ask what to load a pen with."""
        self.show()
        self.go_on(number, held)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self, number: int, held: Mapping[int, Ksb]) -> None:
        """Turn to another pen."""
        self._held = held
        self._number.setCurrentIndex(number - 1)
        self._show()

    def close_bar(self) -> None:
        """Put it away and go on reading."""
        self.closed.emit()  # the focus goes first, or Qt puts it anywhere
        self.put_away()

    def put_away(self) -> None:
        """Hide it; where the focus goes is somebody else's matter."""
        self.hide()
        self.field.clear()

    @property
    def number(self) -> int:
        """The pen asked about, 1 to 9."""
        return self._number.currentIndex() + 1

    def _show(self) -> None:
        ksb = self._held.get(self.number)
        self._now.setText(self.tr("now {0}").format(ksb.code) if ksb is not None else "")
        self._now.setVisible(ksb is not None)
        self._empty.setVisible(ksb is not None)

    def _on_chosen(self) -> None:
        uids = self.field.uids
        if uids:
            self.field.clear()
            self.loaded.emit(self.number, uids[0])

    def _on_empty(self) -> None:
        self.field.setFocus()
        self.loaded.emit(self.number, "")
