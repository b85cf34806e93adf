"""The bar that puts a passage where it belongs in the newer version of its file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.passage import Claim
from portfolio_app.ui.evidence.claim_marks import place_of
from portfolio_app.ui.kit.foot_frame import FootFrame
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.own_keys import keep_key
from portfolio_app.ui.kit.theme import theme


class PlacingBar(FootFrame):
    """Shows the old words; the person selects the new ones, then "Place here" (or H)."""

    placing_wanted = Signal()
    accepted = Signal()  # the new wording is right
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setObjectName("placing_bar")
        self.claim: Claim | None = None
        self._quote = ElidedLabel()
        self._place = label("", "caption")
        self._words = label("", wrap=True)
        self.accept = QPushButton(self.tr("The new wording is right"))
        self.put = QPushButton(self.tr("Place here"))
        self.put.setProperty("look", "primary")
        self.put.setObjectName("place_here")
        self._later = QPushButton(self.tr("Later"))
        top = QHBoxLayout()
        top.setSpacing(look.space("sm"))
        top.addWidget(self._quote, 1)
        top.addWidget(self._place)
        low = QHBoxLayout()
        low.setSpacing(look.space("md"))
        low.addWidget(self._words, 1)
        for each in (self._later, self.accept, self.put):
            low.addWidget(each)
        column = QVBoxLayout(self)
        pad = look.space("sm")
        column.setContentsMargins(look.space("lg"), pad, look.space("lg"), pad)
        column.setSpacing(pad)
        column.addLayout(top)
        column.addLayout(low)
        self._later.clicked.connect(self.close_bar)
        self.accept.clicked.connect(self.accepted)
        self.put.clicked.connect(self.placing_wanted)
        self.hide()

    def begin(self, claim: Claim) -> None:
        """Ask where a passage stands now, or whether its new wording is right."""
        self.claim = claim
        is_check = not claim.to_place
        old = claim.was or claim.anchor.quote
        self._quote.setText(self.tr("{0}: “{1}”").format(claim.ksb_code, old))
        self._place.setText(place_of(claim))
        self._words.setText(
            self.tr("It was found in slightly different words. Look at the page, then choose.")
            if is_check
            else self.tr("Select its words in the new version, then Place here.")
        )
        self.accept.setVisible(is_check)
        self.setAccessibleName(self.tr("Place this passage"))
        self.setAccessibleDescription(old)
        self.show()

    def close_bar(self) -> None:
        """Leave it for later."""
        self.claim = None
        if self.isVisible():
            self.closed.emit()
            self.hide()

    @override
    def event(self, event: QEvent) -> bool:
        return keep_key(event, Qt.Key.Key_Escape) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
