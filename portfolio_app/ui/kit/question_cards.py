"""Practice questions, one at a time: where to speak to them is shown on demand."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.rehearsal import Card
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class QuestionCards(QFrame):
    """Left and Right turn the cards; Space shows where to speak to."""

    add_wanted = Signal()
    change_wanted = Signal(object)  # Card, one's own
    remove_wanted = Signal(str)  # uid of one's own question

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        readonly: bool = False,
        empty: str = "",
        nowhere: str = "",
    ) -> None:
        """``empty`` is said while there is no question, ``nowhere`` where nothing answers one."""
        super().__init__(parent)
        self._empty = empty or self.tr("Tag paragraphs with KSBs, or add a question of your own.")
        self._nowhere = nowhere or self.tr("No section is tagged with it.")
        self.cards: tuple[Card, ...] = ()
        self._order: list[int] = []
        self._at = 0
        self._readonly = readonly
        self.setProperty("look", "card")
        self.setAccessibleName(self.tr("Practice questions"))
        self._build()

    @property
    def card(self) -> Card | None:
        """The card that is shown, None while there is none."""
        return self.cards[self._order[self._at]] if self._order else None

    def show_cards(self, cards: tuple[Card, ...], source: str) -> None:
        """Show these; the one in view stays, where it is still there."""
        before = self.card
        if cards != self.cards:
            self.cards = cards
            self._order = list(range(len(cards)))
            same = [n for n, each in enumerate(cards) if before and _same(each, before)]
            self._at = same[0] if same else min(self._at, max(len(cards) - 1, 0))
        self._source.setText(source)
        self._show()

    def turn(self, by: int) -> None:
        """Show the next card (1) or the one before (-1); after the last comes the first."""
        if self._order:
            self._at = (self._at + by) % len(self._order)
            self._hide_where()
            self._show()

    def shuffle(self) -> None:
        """Put the cards into a chance order."""
        random.shuffle(self._order)  # chance is all that is wanted of it
        self._at = 0
        self._hide_where()
        self._show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turn(1 if event.key() == Qt.Key.Key_Right else -1)
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        look = theme()
        self._place = label("", "caption")
        self.question = label("", "subtitle", wrap=True)
        self.where = label("", wrap=True)
        self.where.hide()
        self.before = QPushButton(self.tr("Previous"))
        icons.put(self.before, "arrow-left")
        self.before.clicked.connect(lambda _=False: self.turn(-1))
        self.next = QPushButton(self.tr("Next"))
        icons.put(self.next, "arrow-right")
        self.next.clicked.connect(lambda _=False: self.turn(1))
        self.show_where = QPushButton(self.tr("Show where"))
        self.show_where.setCheckable(True)
        self.show_where.toggled.connect(self._show_where)
        self.mix = QPushButton(self.tr("Shuffle"))
        self.mix.clicked.connect(lambda _=False: self.shuffle())
        self.add = QPushButton(self.tr("Add a question…"))
        icons.put(self.add, "plus")
        self.add.clicked.connect(lambda _=False: self.add_wanted.emit())
        self.change = QPushButton(self.tr("Change…"))
        self.change.clicked.connect(lambda _=False: self.change_wanted.emit(self.card))
        self.remove = QPushButton(self.tr("Remove"))
        self.remove.clicked.connect(lambda _=False: self._on_remove())
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for each in (self.before, self.next, self.show_where, self.mix, self.add, self.change,
                     self.remove):  # fmt: skip
            flow.addWidget(each)
        self._source = label("", "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("md")] * 4)
        column.setSpacing(look.space("sm"))
        for part in (self._place, self.question, self.where, buttons, self._source):
            column.addWidget(part)

    def _show(self) -> None:
        card = self.card
        if card is None:
            self._place.setText("")
            self.question.setText(self._empty)
        else:
            words = self.tr("Practice question {0} of {1}").format(self._at + 1, len(self._order))
            self._place.setText(f"{words} · {self.tr('your own')}" if card.own else words)
            self.question.setText(card.question)
            places = ", ".join(card.where) or self._nowhere
            self.where.setText(self.tr("Where: {0}").format(places))
        has = card is not None
        for button in (self.before, self.next, self.mix):
            button.setEnabled(len(self._order) > 1)
            button.setVisible(has)
        self.show_where.setEnabled(has)
        self.add.setEnabled(not self._readonly)
        for button in (self.change, self.remove):
            button.setVisible(card is not None and card.own)
            button.setEnabled(not self._readonly)

    def _hide_where(self) -> None:
        self.show_where.setChecked(False)

    def _show_where(self, shown: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self.where.setVisible(shown)
        self.show_where.setText(self.tr("Hide where") if shown else self.tr("Show where"))

    def _on_remove(self) -> None:
        card = self.card
        if card is not None and card.own:
            self.remove_wanted.emit(card.uid)


def _same(card: Card, other: Card) -> bool:
    return (card.own, card.uid, card.ksb_uid) == (other.own, other.uid, other.ksb_uid)
