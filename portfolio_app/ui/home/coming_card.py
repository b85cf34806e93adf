"""Coming up: the next days of the plan as a line of links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from portfolio_app.domain.coming import when_words
from portfolio_app.domain.day_spans import short_day
from portfolio_app.domain.timeline import Mark
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.mark_places import place_of
from portfolio_app.ui.kit.places import PLAN, Place
from portfolio_app.ui.kit.theme import theme

LONGEST = 34  # letters of a title; the tip has all of it


class ComingCard(QFrame):
    """Each mark is a button that leads to where it is changed."""

    wanted = Signal(object)  # Place

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setProperty("look", "card")
        self._shown: tuple[object, ...] = ()
        column = QHBoxLayout(self)
        side, gap = look.space("lg"), look.space("xs")
        column.setContentsMargins(side, gap, side, gap)
        column.setSpacing(look.space("md"))
        column.addWidget(label(self.tr("Coming up"), "subtitle"))
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, look.space("sm"))
        column.addWidget(self._holder, 1)

    def show_marks(self, marks: Sequence[Mark], today: date) -> None:
        """Show these; without any, the way to the timeline."""
        shown = (tuple(marks), today, theme().scheme, theme().scale)
        if shown == self._shown:
            return
        self._shown = shown
        had_focus = self.isAncestorOf(self.window().focusWidget())
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for mark in marks:
            self._flow.addWidget(self._button(mark, today))
        rest = self.tr("Timeline") if marks else self.tr("Nothing in the next weeks: open the plan")
        link = QPushButton(rest)
        link.setProperty("look", "link")
        link.clicked.connect(partial(self._go, Place(PLAN, tab="timeline")))
        self._flow.addWidget(link)
        if had_focus:
            link.setFocus()

    def _button(self, mark: Mark, today: date) -> QPushButton:
        runs = mark.day < today.isoformat()
        day = self.tr("now") if runs else short_day(mark.day, today.isoformat())
        title = mark.short if len(mark.short) <= LONGEST else f"{mark.short[: LONGEST - 1]}…"
        button = QPushButton(f"{day}  {title}".replace("&", "&&"))
        button.setProperty("look", "quiet")
        when = self.tr("now") if runs else when_words(mark.day, today)
        button.setToolTip(plain_tip(f"{mark.words}\n{when}"))
        button.setAccessibleName(f"{mark.words}, {when}")
        button.clicked.connect(partial(self._go, place_of(mark)))
        return button

    def _go(self, place: Place, *_checked: object) -> None:
        self.wanted.emit(place)
