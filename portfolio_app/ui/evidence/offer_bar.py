"""One bar above the page that says something about this file and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

ROOM_FOR_ONE_LINE = 640  # pixels at 100 % of a bar with its buttons beside the words


@dataclass(frozen=True, slots=True)
class Offer:
    """What a bar says and its buttons, (words, what to do). ``key`` is remembered when closed.

    One that ``stays`` cannot be closed: it goes when what it says is no longer so.
    """

    key: str
    words: str
    buttons: tuple[tuple[str, Callable[[], None]], ...] = ()
    stays: bool = False


class OfferBar(QFrame):
    """Shows the first of some offers; when it is closed, the next."""

    closed = Signal(str)  # the offer's key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setObjectName("offer_bar")
        self.setProperty("look", "notice")
        self._offers: tuple[Offer, ...] = ()
        self._made: list[QPushButton] = []
        self._words = label("", wrap=True)
        self._close = QToolButton()
        self._close.setAccessibleName(self.tr("Close this notice"))
        self._close.setToolTip(self.tr("Close this notice"))
        icons.put(self._close, "x")
        self._both = QHBoxLayout(self)
        pad = look.space("xs")
        self._both.setContentsMargins(look.space("md"), pad, look.space("sm"), pad)
        self._both.setSpacing(pad)
        self._row = QHBoxLayout()
        self._row.setSpacing(look.space("sm"))
        self._row.addStretch()
        self._row.addWidget(self._close)
        self._both.addWidget(self._words, 1)
        self._both.addLayout(self._row)
        self._close.clicked.connect(self._on_close)
        self.hide()

    @property
    def offer(self) -> Offer | None:
        """The offer shown, None for none."""
        return self._offers[0] if self._offers else None

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show the first of these."""
        before = self.offer
        self._offers = tuple(offers)
        now = self.offer
        same = (
            before is not None
            and now is not None
            and (before.key, before.words) == (now.key, now.words)
        )
        if not same:
            self._show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        roomy = self.width() >= theme().px(ROOM_FOR_ONE_LINE)
        self._both.setDirection(directions.LeftToRight if roomy else directions.TopToBottom)

    def button(self, words: str) -> QPushButton:
        """Return one of the buttons by its words.

        Raises:
            KeyError: there is none.
        """
        for each in self._made:
            if each.text() == words:
                return each
        raise KeyError(words)

    def _show(self) -> None:
        for button in self._made:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._made = []
        offer = self.offer
        self.setVisible(offer is not None)
        if offer is None:
            return
        self._words.setText(offer.words)
        for number, (words, act) in enumerate(offer.buttons):
            button = QPushButton(words)
            button.clicked.connect(partial(_call, act))
            self._row.insertWidget(1 + number, button)  # after the stretch
            self._made.append(button)
        self._close.setVisible(not offer.stays)
        # A new button would be the window's last one otherwise.
        before = self._close.previousInFocusChain()
        while before is not None and before.focusPolicy() is Qt.FocusPolicy.NoFocus:
            before = before.previousInFocusChain()
        for each in self._made:
            if before is not None:
                QWidget.setTabOrder(before, each)
            before = each
        announcer().say(offer.words)

    def _on_close(self) -> None:
        offer = self.offer
        if offer is not None:
            self._offers = self._offers[1:]
            self._show()
            self.closed.emit(offer.key)


def _call(act: Callable[[], None], *_: object) -> None:
    act()
