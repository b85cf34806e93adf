"""The caret's place, told so that it is found again in a document that has been filled anew."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QTextCursor, QTextDocument

from portfolio_app.ui.proposal.editor.block_text import paragraph_of, uid_of


@dataclass(frozen=True, slots=True)
class CaretPlace:
    """``within`` are UTF-16 units into the block; ``number`` its place among all, from 0."""

    uid: str
    within: int = 0
    number: int = 0


def place_of(cursor: QTextCursor) -> CaretPlace:
    """Return where a cursor is."""
    return CaretPlace(uid_of(cursor.block()), cursor.positionInBlock(), cursor.blockNumber())


def cursor_at(document: QTextDocument, place: CaretPlace) -> QTextCursor:
    """Return a cursor there; at the start of the paragraph of that number, if the block is gone."""
    within = place.within
    paragraph = paragraph_of(document, place.uid) if place.uid else None
    if paragraph is None:
        number = min(place.number, document.blockCount() - 1)
        paragraph, within = document.findBlockByNumber(max(number, 0)), 0
    cursor = QTextCursor(paragraph)
    cursor.setPosition(paragraph.position() + min(within, paragraph.length() - 1))
    return cursor
