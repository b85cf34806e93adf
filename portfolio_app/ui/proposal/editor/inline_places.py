"""Where citations, notes and cross-references stand in a document."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextEdit

from portfolio_app.domain.draft import Inline, InlineKind
from portfolio_app.ui.proposal.editor.changing import selected
from portfolio_app.ui.proposal.editor.styles import INLINE, OBJECT, inline_of


def inline_after(document: QTextDocument, position: int) -> Inline | None:
    """Return the object that stands at a position, None where something else does."""
    if position < 0 or document.characterAt(position) != OBJECT:
        return None
    written = selected(document, position, position + 1).charFormat().property(INLINE)
    return inline_of(written) if written else None


def inline_under(editor: QTextEdit, place: QPoint) -> Inline | None:
    """Return the object under a point of an editor's viewport, None for none."""
    up = QPoint(editor.horizontalScrollBar().value(), editor.verticalScrollBar().value())
    layout = editor.document().documentLayout()
    position = layout.hitTest(place + up, Qt.HitTestAccuracy.ExactHit)
    return inline_after(editor.document(), position)


def note_beside(document: QTextDocument, position: int) -> Inline | None:
    """Return the footnote that is called just before or behind a position, None for none."""
    for each in (position - 1, position):
        found = inline_after(document, each)
        if found is not None and found.kind is InlineKind.NOTE:
            return found
    return None


def place_of(document: QTextDocument, inline: Inline, near: int) -> int:
    """Return where an object stands, first behind a position, else before it; -1 for nowhere."""
    near, last = max(near - 1, 0), int(document.characterCount())
    behind_first = (*range(near, last), *range(near))
    return next((each for each in behind_first if inline_after(document, each) == inline), -1)
