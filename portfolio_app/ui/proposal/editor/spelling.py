"""Spelling in the editor: loaded and asked for offers in the background, on keys and in the menu.

F7 goes to the next word that is not known and opens its menu, as the Menu key does where the caret
is. Words that the person adds belong to the portfolio.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QTextCursor
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.spelling import Spelling
from portfolio_app.services import spelling
from portfolio_app.services.proposal import WROTE
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.habits import habits
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.block_text import paragraphs
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.editor.spelling_marks import SpellingMarks
from portfolio_app.ui.proposal.editor.spelling_menu import WordMenu

_NAMES = frozenset({Topic.PORTFOLIO, Topic.EVIDENCE, Topic.PROPOSAL})  # may bring names
_IN_MENU = ("paste_plain",)


class EditorSpelling(QObject):
    """The spelling of one editor."""

    def __init__(self, workspace: Workspace, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self._workspace = workspace
        self._editor = editor
        self._loaded: Spelling | None = None
        self._is_stale = True
        self._menu: WordMenu | None = None
        self.marks = SpellingMarks(editor)
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)
        workspace.changed.connect(self._on_changed)
        habits().changed.connect(self._on_habits)

    def begin(self) -> None:
        """Load what is right, if that has not been done since it last changed."""
        self._workspace.actions["mark_unknown"].setChecked(habits().spelling)
        if self._is_stale and habits().spelling:
            self._is_stale = False
            self._workspace.look(spelling.load, then=self._on_loaded, key="proposal spelling")

    def switch(self) -> None:
        """Mark words from now on, or stop it; this computer remembers."""
        habits().choose(spelling=not habits().spelling)

    def next_wrong(self) -> None:
        """Select the next word that is not known, from the caret round, and open its menu."""
        cursor = self._editor.textCursor()
        from_here = cursor.selectionEnd()
        found = [
            (paragraph.position() + start, paragraph.position() + end, word)
            for paragraph in paragraphs(self._editor.document())
            for start, end, word in self.marks.wrong_in(paragraph)
        ]
        if not found:
            is_on = self.marks.spelling is not None
            said = self.tr("No unknown words.") if is_on else self.tr("Spelling is switched off.")
            self._workspace.tell(said)
            announcer().say(said)
            return
        start, end, word = next((each for each in found if each[0] >= from_here), found[0])
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()
        announcer().say(self.tr("Not known: {0}").format(word))
        self._open_menu(start, self._place_of(cursor))

    # the menu

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            self._on_menu(event)
            return True
        if (
            isinstance(event, QKeyEvent)
            and watched is self._editor
            and event.key() == Qt.Key.Key_F7
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if event.type() is QEvent.Type.KeyPress:
                self.next_wrong()
            event.accept()
            return event.type() is not QEvent.Type.ShortcutOverride
        return super().eventFilter(watched, event)

    def _on_menu(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            place = self._editor.viewport().mapFromGlobal(event.globalPos())
            cursor = self._editor.cursorForPosition(place)
            chosen = self._editor.textCursor()
            if not chosen.selectionStart() <= cursor.position() <= chosen.selectionEnd():
                self._editor.setTextCursor(cursor)
            self._open_menu(cursor.position(), event.globalPos())
        else:
            cursor = self._editor.textCursor()
            self._open_menu(cursor.selectionStart(), self._place_of(cursor))

    def _place_of(self, cursor: QTextCursor) -> QPoint:
        corner = self._editor.cursorRect(cursor).bottomLeft()
        return self._editor.viewport().mapToGlobal(corner)

    def _open_menu(self, position: int, place: QPoint) -> None:
        paragraph = self._editor.document().findBlock(position)
        at = position - paragraph.position()
        start, _, word = next(
            (each for each in self.marks.wrong_in(paragraph) if each[0] <= at <= each[1]),
            (0, 0, ""),
        )
        begin = paragraph.position() + start
        menu = WordMenu(
            self._editor,
            word,
            put=partial(self._put, begin, word),
            add=partial(self._add, word),
            more=tuple(self._workspace.actions[each] for each in _IN_MENU),
        )
        self._menu = menu
        menu.destroyed.connect(self._on_menu_gone)
        if word:
            used = frozenset(
                each.casefold() for each in self._editor.toPlainText().split() if each.isalpha()
            )
            self._workspace.look(
                spelling.offers, word, used, then=partial(self._on_offers, word), key="offers"
            )
        menu.open_at(place)

    def _on_menu_gone(self) -> None:
        self._menu = None

    def _on_offers(self, word: str, offers: tuple[str, ...]) -> None:
        if self._menu is not None and self._menu.word == word:
            self._menu.show_offers(offers)

    def _put(self, begin: int, word: str, by: str) -> None:
        """Put what was meant in place of a word, if it still stands there."""
        cursor = QTextCursor(self._editor.document())
        units = len(word.encode("utf-16-le")) // 2
        if begin + units >= self._editor.document().characterCount():
            return
        cursor.setPosition(begin)
        cursor.setPosition(begin + units, QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText() != word or self._editor.isReadOnly():
            return
        looks = QTextCursor(self._editor.document())
        looks.setPosition(begin + 1)
        cursor.insertText(by, looks.charFormat())
        self._editor.setTextCursor(cursor)

    def _add(self, word: str) -> None:
        self._workspace.do(spelling.add_word, _as_added(word), toast=True)

    # what is right

    def _on_loaded(self, found: Spelling) -> None:
        before = self._loaded
        if before is not None and (before.own, before.names) == (found.own, found.names):
            return
        self._loaded = found
        if habits().spelling:
            self.marks.use(found)

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & _NAMES and changes.summary != WROTE:
            self._is_stale = True
            if self._editor.isVisible():
                self.begin()

    def _on_habits(self) -> None:
        self._workspace.actions["mark_unknown"].setChecked(habits().spelling)
        if not habits().spelling:
            if self.marks.spelling is not None:
                self.marks.use(None)
        elif self.marks.spelling is None:
            if self._loaded is not None:
                self.marks.use(self._loaded)
            self.begin()


def _as_added(word: str) -> str:
    """Return a word without the ending that its owner gives it."""
    for ending in ("'s", "\N{RIGHT SINGLE QUOTATION MARK}s"):
        word = word.removesuffix(ending)
    return word
