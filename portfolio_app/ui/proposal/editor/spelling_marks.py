"""Underlines words that no dictionary knows: what is typed at once, the rest when there is time.

The word at the caret is left alone while it is typed. Whatever takes longer than a few milliseconds
is gone on with later, so that no key waits for it.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit
from typing_extensions import override

from portfolio_app.domain.finding_in_draft import OBJECT, utf16
from portfolio_app.domain.spelling import Spelling
from portfolio_app.ui.kit.theme import theme

SLICE = 0.005  # seconds of one turn of the window that marking may take
_NONE = 1 << 30


class SpellingMarks(QSyntaxHighlighter):
    """The marks in one editor's document. Without a ``spelling`` there are none."""

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor.viewport())  # the document comes after we listen to it
        self._editor = editor
        self._spelling: Spelling | None = None
        self._form = QTextCharFormat()
        self._from = _NONE  # the first paragraph that may not have been looked at
        self._count = editor.document().blockCount()
        self._ends_at = 0.0  # when marking what one change brought has taken long enough
        self._is_first = True  # the first paragraph of a change is always marked at once
        self._held: QTextCursor | None = None  # where the word begins that is left alone
        self._is_sweeping = False
        self._sweep = QTimer(self)
        self._sweep.setSingleShot(True)
        self._sweep.setInterval(0)
        self._sweep.timeout.connect(self._on_sweep)
        self._look()
        editor.document().contentsChange.connect(self._on_change)
        editor.document().blockCountChanged.connect(self._on_count)
        self.setDocument(editor.document())
        editor.cursorPositionChanged.connect(self._on_caret)
        theme().changed.connect(self._on_theme)

    @property
    def spelling(self) -> Spelling | None:
        """What is asked; None while nothing is marked."""
        return self._spelling

    @property
    def is_done(self) -> bool:
        """Whether every paragraph has been looked at."""
        return self._from == _NONE

    def use(self, spelling: Spelling | None) -> None:
        """Mark by this from now on, or mark nothing."""
        self._spelling = spelling
        self._later(0)

    def wrong_in(self, paragraph: QTextBlock) -> list[tuple[int, int, str]]:
        """Return the words of a paragraph that are not known: from, to (UTF-16 units), the word."""
        text = paragraph.text()
        if self._spelling is None or text == OBJECT:
            return []
        at = utf16(text)
        wrong = self._spelling.wrong_in(text)
        return [(at(each.start), at(each.end), text[each.start : each.end]) for each in wrong]

    @override
    def highlightBlock(self, text: str) -> None:
        spelling = self._spelling
        if spelling is None or not text or text == OBJECT:
            return
        paragraph = self.currentBlock()
        if not self._is_sweeping and not self._has_time():
            self._later(paragraph.blockNumber())
            return
        wrong = spelling.wrong_in(text)
        if not wrong:
            return
        caret = -1 if self._is_sweeping else self._caret_in(paragraph)
        at = utf16(text)
        for each in wrong:
            start, end = at(each.start), at(each.end)
            if start <= caret <= end:
                self._held = QTextCursor(paragraph)
                self._held.setPosition(paragraph.position() + start)
            else:
                self.setFormat(start, end - start, self._form)

    def _caret_in(self, paragraph: QTextBlock) -> int:
        cursor = self._editor.textCursor()
        place = cursor.position() - paragraph.position()
        return place if 0 <= place < paragraph.length() else -1

    # time

    def _on_change(self, _at: int, _removed: int, _added: int) -> None:
        self._ends_at = time.perf_counter() + SLICE
        self._is_first = True

    def _has_time(self) -> bool:
        first, self._is_first = self._is_first, False
        return first or time.perf_counter() < self._ends_at

    def _later(self, number: int) -> None:
        self._from = min(self._from, number)
        if not self._sweep.isActive():
            self._sweep.start()

    def _on_count(self, count: int) -> None:
        if self._from != _NONE and count < self._count:
            self._from = max(0, self._from - (self._count - count))  # they moved up
        self._count = count

    def _on_sweep(self) -> None:
        document = self.document()
        if self._from == _NONE:
            return
        ends_at = time.perf_counter() + SLICE
        paragraph = document.findBlockByNumber(self._from)
        self._is_sweeping = True
        try:
            while paragraph.isValid() and time.perf_counter() < ends_at:
                self.rehighlightBlock(paragraph)
                paragraph = paragraph.next()
        finally:
            self._is_sweeping = False
        if paragraph.isValid():
            self._from = paragraph.blockNumber()
            self._sweep.start()
        else:
            self._from = _NONE

    # what is around

    def _on_caret(self) -> None:
        """Mark the word that was left alone once the caret has gone from it."""
        if self._held is None:
            return
        paragraph, place = self._held.block(), self._held.positionInBlock()
        caret = self._caret_in(paragraph)
        for start, end, _ in self.wrong_in(paragraph):
            if start <= place <= end and start <= caret <= end:
                return
        self._held = None
        self._is_sweeping = True
        try:
            self.rehighlightBlock(paragraph)
        finally:
            self._is_sweeping = False

    def _on_theme(self) -> None:
        self._look()
        self._later(0)

    def _look(self) -> None:
        self._form = QTextCharFormat()
        self._form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._form.setUnderlineColor(theme().colour("status.danger"))
