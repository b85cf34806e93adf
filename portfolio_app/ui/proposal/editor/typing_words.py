"""Words as they are typed: strong or not, and where a step of undo begins."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from portfolio_app.ui.proposal.editor import changing, inserting
from portfolio_app.ui.proposal.editor.styles import EMPHASIS, STRONG, char_format

_PAUSE = ".!?;:"  # after these and a space, another step of undo begins


class TypingWords:
    """What is typed into one editor. ``chosen`` are the marks of what is typed next, if any."""

    def __init__(self, editor: QTextEdit) -> None:
        self._editor = editor
        self.chosen: tuple[bool, bool] | None = None

    @property
    def marks(self) -> tuple[bool, bool]:
        """Whether what is typed next is strong, and whether it is emphasised."""
        if self.chosen is not None:
            return self.chosen
        form = self._editor.textCursor().charFormat()
        return bool(form.property(STRONG)), bool(form.property(EMPHASIS))

    def toggle(self, *, strong: bool) -> None:
        """Let what is selected, or typed next, be strong (else emphasised), or not any more."""
        is_strong, is_emphasis = self.marks
        cursor = self._editor.textCursor()
        if not cursor.hasSelection():
            self.chosen = (is_strong ^ strong, is_emphasis ^ (not strong))
        elif strong:
            changing.mark(cursor, strong=not is_strong)
        else:
            changing.mark(cursor, emphasis=not is_emphasis)

    def type(self, text: str) -> None:
        """Put words where the caret is."""
        cursor = self._editor.textCursor()
        strong, emphasis = self.marks
        if cursor.hasSelection() or changing.is_held(cursor.block()):
            inserting.insert_words(cursor, text, strong=strong, emphasis=emphasis)
        else:
            kind = changing.of(cursor.block()).kind
            form = char_format(kind, strong=strong, emphasis=emphasis)
            if _begins_step(cursor):
                with changing.one_step(cursor):  # undo stops here
                    cursor.insertText(text, form)
            else:
                cursor.insertText(text, form)
        self._editor.setTextCursor(cursor)
        self.chosen = None
        self._editor.ensureCursorVisible()

    def prepare(self) -> None:
        """Let what Qt puts in next by itself look right: letters that were composed."""
        cursor = self._editor.textCursor()
        if cursor.hasSelection() or changing.is_held(cursor.block()):
            inserting.insert_words(cursor, "", strong=False, emphasis=False)
            self._editor.setTextCursor(cursor)
        strong, emphasis = self.marks
        kind = changing.of(cursor.block()).kind
        self._editor.setCurrentCharFormat(char_format(kind, strong=strong, emphasis=emphasis))


def _begins_step(cursor: QTextCursor) -> bool:
    before = cursor.document().characterAt(cursor.position() - 2)
    return cursor.positionInBlock() > 1 and before in _PAUSE
