"""Nothing makes body text before the twelve weeks: a change that would is taken back at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QTextCursor, QTextDocument

from portfolio_app.domain.early_text import letters_of
from portfolio_app.ui.proposal.editor import block_text
from portfolio_app.ui.proposal.editor.changing import one_step


def changed(document: QTextDocument, change: Callable[[], object], *, without: int = 0) -> bool:
    """Change a document unless there is more body text then; return whether it was changed.

    ``without`` is how many letters of body text are selected and replaced by the change.
    """
    most = _letters(document) - without
    with one_step(QTextCursor(document)):
        change()
    if _letters(document) <= most:
        return True
    document.undo()
    document.clearUndoRedoStacks(QTextDocument.Stacks.RedoStack)  # nor does redo make it
    return False


def _letters(document: QTextDocument) -> int:
    return sum(letters_of(each) for each in block_text.read_all(document))
