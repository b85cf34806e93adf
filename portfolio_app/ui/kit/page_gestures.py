"""Selecting words with the mouse: drag, double click for a word, triple click for a sentence."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent

from portfolio_app.ui.kit.page_column import PageColumn
from portfolio_app.ui.kit.page_selection import (
    Caret,
    Selection,
    in_whole_words,
    sentence_at,
    word_at,
)
from portfolio_app.ui.kit.page_selector import PageSelector
from portfolio_app.ui.kit.page_supply import PageSupply

EDGE = 24  # pixels from the top and the foot of the view in which a drag scrolls
EDGE_MS = 30  # between two such steps
EDGE_STEP = 60  # pixels of one such step, at most
NEAR = 6  # pixels within which a further press is on the same place


class PageGestures(QObject):
    """Tells a selector what the left button does on a column of pages."""

    finished = Signal()  # the selection is what the person meant
    clicked = Signal(QPointF)  # on a place of the viewport, selecting nothing

    def __init__(self, column: PageColumn, supply: PageSupply, selector: PageSelector) -> None:
        super().__init__(column)
        self._column = column
        self._supply = supply
        self._selector = selector
        self._press: tuple[Caret, QPoint] | None = None
        self._is_double = False
        self._is_dragging = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self.finished)
        self._edge = QTimer(self)
        self._edge.setInterval(EDGE_MS)
        self._edge.timeout.connect(self._on_edge)

    def reset(self) -> None:
        """Forget what was begun: other pages are shown."""
        self._late.stop()
        self._press = None

    def hold(self) -> None:
        """Do not say that a selection is finished: the button is down again."""
        self._late.stop()

    def press(self, event: QMouseEvent) -> None:
        """Begin to select where the button went down; a third time there takes the sentence."""
        place = event.position().toPoint()
        selector = self._selector
        caret = selector.caret_at(QPointF(place))
        if caret is None:
            selector.set(None)
            return
        last = self._press
        near = last is not None and (last[1] - place).manhattanLength() < NEAR
        was_double, self._is_double = self._is_double, False
        if near and was_double:
            chars = self._supply.chars[caret.page_index]
            sentence = sentence_at(chars, max(caret.position - 1, 0))
            if sentence is not None:
                selector.set(sentence)
                self._late.start(1)
            return
        here = selector.selection
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and here is not None:
            selector.set(Selection(here.fixed, caret))
        else:
            selector.set(None)
        self._press = (caret, place)
        self._is_dragging = True

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word that was clicked."""
        place = event.position().toPoint()
        caret = self._selector.caret_at(QPointF(place))
        if caret is None:
            return
        word = word_at(self._supply.chars[caret.page_index], max(caret.position - 1, 0))
        self._is_dragging = False
        if word is not None:
            self._selector.set(word)
            self._press = (caret, place)
            self._is_double = True
            # A third press makes it the sentence: wait for it before asking which KSB.
            self._late.start(QGuiApplication.styleHints().mouseDoubleClickInterval())

    def move(self, event: QMouseEvent) -> bool:
        """Select as far as the mouse has got to; return whether a drag is going on."""
        if not self._is_dragging or self._press is None:
            return False
        place = event.position().toPoint()
        self._drag_to(place)
        inner = self._column.viewport().rect().adjusted(0, EDGE, 0, -EDGE)
        is_outside = not inner.contains(place)
        if is_outside != self._edge.isActive():
            self._edge.start() if is_outside else self._edge.stop()
        return True

    def release(self, event: QMouseEvent) -> None:
        """Take what is selected in whole words; a press that selected nothing was a click."""
        self._edge.stop()
        was_dragging, self._is_dragging = self._is_dragging, False
        selection = self._selector.selection
        if was_dragging and selection is not None:
            self._selector.set(in_whole_words(selection, self._supply.chars))
            self.finished.emit()
        elif was_dragging:
            self.clicked.emit(event.position())

    def is_over_words(self, place: QPointF) -> bool:
        """Whether there are words to select on the page at a place of the viewport."""
        here, layout = self._column.on_page(place), self._column.layout_now
        if here is None or layout is None:
            return False
        chars = self._supply.chars.get(here[0])
        point = place + self._column.offset
        return chars is not None and bool(chars.boxes) and layout.page_rect(here[0]).contains(point)

    def _drag_to(self, place: QPoint) -> None:
        caret = self._selector.caret_at(QPointF(place))
        if caret is None or self._press is None:
            return
        here = self._selector.selection
        if caret == self._press[0]:
            if here is not None and here.fixed == caret:
                self._selector.set(None)
            return
        self._selector.set(Selection(here.fixed if here is not None else self._press[0], caret))

    def _on_edge(self) -> None:
        view = self._column.viewport()
        place = view.mapFromGlobal(self._column.cursor().pos())
        over = min(place.y() - EDGE, 0) + max(place.y() - view.height() + EDGE, 0)
        bar = self._column.verticalScrollBar()
        bar.setValue(bar.value() + max(min(over, EDGE_STEP), -EDGE_STEP))
        self._drag_to(place)
