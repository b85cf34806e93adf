"""Search everything (Ctrl+Shift+F): one field with filters, results in groups, words marked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.found import Answer, Found
from portfolio_app.domain.query import FILTERS
from portfolio_app.store import queries
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.found_list import FoundList, beside, place_of
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

LIMIT = 50
REST_MS = 120  # after the last key; then it is asked


class SearchPage(Page):
    """``want="find:words"`` asks at once; without it what was typed last is still there."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._answer: Answer | None = None
        self._asked = ""
        self._seen = WhenSeen(self, self._ask, rest_ms=REST_MS)
        self._seen.is_due = False
        self._build()
        workspace.changed.connect(self._on_changed)

    @override
    def show_place(self, place: Place) -> None:
        if place.want.startswith("find:"):
            self.edit.setText(place.want.removeprefix("find:"))
            self._seen.now()
        self.edit.selectAll()
        self.title_changed.emit(self.tr("Search everything"))

    @override
    def first_focus(self) -> QWidget | None:
        return self.edit

    @property
    def found(self) -> tuple[Found, ...]:
        """What is shown now."""
        return self._answer.found if self._answer is not None else ()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Down and self.found:
                self.list.setFocus()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                is_beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                if self.edit.text() != self._asked:
                    self._seen.now()
                else:
                    self.list.open_current(beside=is_beside)
                return True
        return super().eventFilter(watched, event)

    # building

    def _build(self) -> None:
        look = theme()
        self.edit = QLineEdit()
        self.edit.setObjectName("search_words")
        self.edit.setAccessibleName(self.tr("Search everything"))
        self.edit.setPlaceholderText(
            self.tr("Words, “an exact phrase”, ksb:k8, type:minutes, from:2024-09")
        )
        self.edit.setClearButtonEnabled(True)
        self.edit.setMaxLength(2000)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(lambda _: self._seen.soon())
        self._how = QPushButton(self.tr("How to search"))
        self._how.setProperty("look", "link")
        self._how.setCheckable(True)
        self._help = self._build_help()
        self._how.toggled.connect(self._help.setVisible)
        self._said = label("", "muted", wrap=True)
        self._notes = label("", "muted", wrap=True)
        self._notes.hide()
        self.list = FoundList()
        self.list.opened.connect(self._on_opened)
        self.list.opened_beside.connect(self._on_opened_beside)
        self.list.left_at_top.connect(self.edit.setFocus)
        self._nothing = EmptyState("search", self._first_words())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self.list)
        head = QHBoxLayout()
        head.setSpacing(look.space("md"))
        head.addWidget(self._said, 1)
        head.addWidget(self._how)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        column.addWidget(self.edit)
        column.addLayout(head)
        column.addWidget(self._help)
        column.addWidget(self._notes)
        column.addWidget(self._stack, 1)

    def _build_help(self) -> QWidget:
        lines = [self.tr("Every word must be there; the last one may be only begun.")]
        lines += [f"{example}   {meaning}" for example, meaning in FILTERS]
        made = label("\n".join(lines), "muted", wrap=True)
        made.hide()
        return made

    def _first_words(self) -> str:
        return self.tr(
            "Finds words in every page, passage, note, title and file name, and in the KSBs."
        )

    # asking

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics and self._asked.strip():
            self._seen.ask()

    def _ask(self) -> None:
        self._asked = self.edit.text()
        if not self._asked.strip():
            self._answer = None
            self._show()
            return
        self.workspace.look(
            queries.search.everything,
            self._asked,
            LIMIT,
            then=partial(self._on_answer, self._asked),
            key="search everything",
        )

    def _on_answer(self, asked: str, answer: Answer) -> None:
        if asked == self._asked:  # else newer words are on their way
            self._answer = answer
            self._show()
            announcer().say(" ".join([answer.summary, *answer.notes]))

    def _show(self) -> None:
        answer = self._answer
        notes = answer.notes if answer is not None else ()
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self._said.setText(answer.summary if answer is not None and answer.found else "")
        self.list.show_found(self.found)
        if self.found:
            self._stack.setCurrentWidget(self.list)
            return
        words = self._first_words()
        if answer is not None and not answer.query.is_empty:
            words = self.tr("Nothing found. Fewer words or another spelling may help.")
        elif answer is not None:
            words = self.tr("There is no letter or figure to look for yet.")
        self._nothing.show_words(words)
        self._stack.setCurrentWidget(self._nothing)

    def _on_opened(self, found: Found) -> None:
        self.workspace.go(place_of(found))

    def _on_opened_beside(self, found: Found) -> None:
        self.workspace.go(beside(place_of(found)))
