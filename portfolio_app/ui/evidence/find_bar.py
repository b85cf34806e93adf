"""Finds words in the open document: a field, how many places, next and previous."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget
from typing_extensions import override

from portfolio_app.domain import quotes
from portfolio_app.domain.document import PageText
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

MOST = 1000  # places; a word that stands in more of them is not worth stepping through


def places(pages: Sequence[PageText], words: str) -> tuple[tuple[int, int, int], ...]:
    """Return (page index, start, end) of every place where the words stand, at most 1,000."""
    found: list[tuple[int, int, int]] = []
    for page in pages:
        found += [(page.index, start, end) for start, end in quotes.find_all(page.text, words)]
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


class FindBar(QFrame):
    """``wanted`` carries what to look for; the answer comes back through ``show_places``."""

    wanted = Signal(str)
    place_wanted = Signal(object)  # (page index, start, end)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: tuple[tuple[int, int, int], ...] = ()
        self._at = -1
        self._build()
        self.hide()

    def begin(self) -> None:
        """Show it with the last words selected."""
        self.show()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def ask(self, words: str) -> None:
        """Show it and look for words; the focus stays where it is."""
        self.show()
        self.edit.setText(words)
        self._rest.stop()
        self._on_rest()

    def show_places(self, places: Sequence[tuple[int, int, int]], page_index: int) -> None:
        """Take the places found and go to the first on or after a page."""
        self._places = tuple(places)
        self._at = next((n for n, p in enumerate(self._places) if p[0] >= page_index), 0) - 1
        if self._places:
            self._step(1)
        else:
            words = self.tr("Not found") if self.edit.text().strip() else ""
            self._count.setText(words)
            announcer().say(words)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._on_close()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._step(-1 if back else 1)
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        look = theme()
        self.setProperty("look", "bar")
        self.edit = QLineEdit()
        self.edit.setObjectName("find_words")
        self.edit.setPlaceholderText(self.tr("Find in this document"))
        self.edit.setAccessibleName(self.tr("Find in this document"))
        self.edit.setClearButtonEnabled(True)
        self.edit.setMaximumWidth(look.px(360))
        self._count = label("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(
            look.space("lg"), look.space("xs"), look.space("lg"), look.space("xs")
        )
        row.setSpacing(look.space("sm"))
        row.addWidget(self.edit, 1)
        for icon, name, slot in (
            ("arrow-up", self.tr("Previous place"), self._on_previous),
            ("arrow-down", self.tr("Next place"), self._on_next),
        ):
            row.addWidget(_tool(icon, name, slot))
        row.addWidget(self._count)
        row.addStretch()
        row.addWidget(_tool("x", self.tr("Close find"), self._on_close))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(200)
        self._rest.timeout.connect(self._on_rest)
        self.edit.textEdited.connect(self._rest.start)
        self.edit.installEventFilter(self)

    def _on_rest(self) -> None:
        self.wanted.emit(self.edit.text().strip())

    def _on_next(self) -> None:
        self._step(1)

    def _on_previous(self) -> None:
        self._step(-1)

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def _step(self, steps: int) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self._on_rest()
            return
        if self._places:
            self._at = (self._at + steps) % len(self._places)
            words = self.tr("{0} of {1}").format(self._at + 1, len(self._places))
            self._count.setText(words)
            announcer().say(words)
            self.place_wanted.emit(self._places[self._at])


def _tool(icon: str, name: str, slot: object) -> QToolButton:
    button = QToolButton()
    icons.put(button, icon)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(slot)
    return button
