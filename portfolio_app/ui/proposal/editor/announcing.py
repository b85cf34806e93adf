"""Says what the caret comes to: the kind of the paragraph, a table's caption, a citation passed."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from portfolio_app.domain.draft import Block
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.proposal.editor import changing, drawing
from portfolio_app.ui.proposal.editor.inline_places import inline_after
from portfolio_app.ui.proposal.editor.objects import Objects


class Announcing(QObject):
    """What is said of one editor's caret."""

    def __init__(self, editor: QTextEdit, objects: Objects) -> None:
        super().__init__(editor)
        self._editor = editor
        self._objects = objects
        self._was = 0  # where the caret was

    def say_block(self, paragraph: QTextBlock, block: Block | None) -> None:
        """Say the paragraph that the caret has come to."""
        if block is None:
            return
        said = block.kind.words
        if block.kind in changing.LISTS and block.level:
            said = self.tr("{0}, level {1}").format(said, block.level + 1)
        # The document has one sign for an object: what it stands for is said here.
        whole = self._objects.whole_reading(paragraph)
        self._editor.setAccessibleDescription(f"{said}. {whole}" if whole else said)
        if not block.kind.is_text:
            announcer().say(self._objects.held_reading(block))
        elif prompt := drawing.prompt_of(paragraph):
            announcer().say(prompt)

    def say_passed(self, cursor: QTextCursor) -> None:
        """Say a citation that the caret has just passed: readers of the screen see no label."""
        now, was = cursor.position(), self._was
        self._was = now
        chosen = changing.chosen_inline(cursor)
        if chosen is not None:
            said = self.tr("{0}. Selected: Enter opens it, Backspace removes it")
            announcer().say(said.format(self._objects.reading(chosen)))
        elif abs(now - was) == 1:
            inline = inline_after(cursor.document(), min(now, was))
            if inline is not None:
                announcer().say(self._objects.reading(inline))
