"""Draws beside the words what is no part of them: points and numbers of lists, prompts, numbers."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextBlock, QTextDocument
from PySide6.QtWidgets import QTextEdit

from portfolio_app.domain.draft import Block, BlockKind
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor.block_text import facts
from portfolio_app.ui.proposal.editor.styles import drawn_font

_BULLETS = ("\u2022", "\u25e6", "\u2013", "\u2022")
_PROMPT_LINES = 2


def visible(editor: QTextEdit, area: QRect) -> Iterator[tuple[QTextBlock, QRectF]]:
    """Yield the paragraphs that an area of the viewport shows, each with its place there."""
    layout = editor.document().documentLayout()
    up = editor.verticalScrollBar().value()
    left = editor.horizontalScrollBar().value()
    paragraph = editor.cursorForPosition(area.topLeft()).block()
    if paragraph.previous().isValid():
        paragraph = paragraph.previous()  # the area may begin between two
    while paragraph.isValid():
        place = layout.blockBoundingRect(paragraph).translated(-left, -up)
        if place.top() > area.bottom():
            return
        yield paragraph, place
        paragraph = paragraph.next()


def prompt_of(paragraph: QTextBlock) -> str:
    """Return what belongs in an empty section, where its first paragraph is empty; else ""."""
    if paragraph.length() > 1:
        return ""
    before, after = facts(paragraph.previous()), facts(paragraph.next())
    here = facts(paragraph)
    if before is None or here is None or here.kind is not BlockKind.BODY:
        return ""
    is_alone = not paragraph.next().isValid() or (after is not None and after.kind.level > 0)
    return before.purpose if before.kind.level and is_alone else ""


def draw(painter: QPainter, editor: QTextEdit, area: QRect) -> None:
    """Draw what belongs to the paragraphs in an area of the viewport."""
    document = editor.document()
    for paragraph, place in visible(editor, area):
        block = facts(paragraph)
        if block is None:
            continue
        if block.kind in (BlockKind.BULLET, BlockKind.NUMBER):
            _draw_point(painter, document, paragraph, block, place)
        elif paragraph.length() <= 1:
            words = prompt_of(paragraph) or (block.kind.words if block.kind.level else "")
            if words:
                _draw_prompt(painter, paragraph, place, words)


def number_of(paragraph: QTextBlock, level: int) -> int:
    """Return the number of a numbered list's point, from 1: deeper points do not end the list."""
    number = 1
    before = paragraph.previous()
    while before.isValid():
        block = facts(before)
        if block is None or block.kind not in (BlockKind.NUMBER, BlockKind.BULLET):
            break
        if block.level < level or (block.level == level and block.kind is BlockKind.BULLET):
            break
        number += block.level == level
        before = before.previous()
    return number


def _draw_point(
    painter: QPainter, document: QTextDocument, paragraph: QTextBlock, block: Block, place: QRectF
) -> None:
    font = document.defaultFont()
    metrics = QFontMetricsF(font)
    if block.kind is BlockKind.BULLET:
        words = _BULLETS[min(block.level, len(_BULLETS) - 1)]
    else:
        words = list_number(number_of(paragraph, block.level), block.level)
    right = place.left() + (block.level + 1) * document.indentWidth() - theme().space("sm")
    painter.setFont(font)
    painter.setPen(theme().colour("text.muted"))
    at = QPointF(right - metrics.horizontalAdvance(words), baseline(paragraph, place))
    painter.drawText(at, words)


def list_number(number: int, level: int) -> str:
    """Return how a point is numbered: 1. on the first level, a. on the second, i. on the third."""
    if level == 1:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return f"{letters}."
    if level == 2:
        return f"{_roman(number)}."
    return f"{number}."


def _roman(number: int) -> str:
    found = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        while number >= value:
            found, number = found + letters, number - value
    return found


def _draw_prompt(painter: QPainter, paragraph: QTextBlock, place: QRectF, words: str) -> None:
    font = drawn_font(paragraph.document(), paragraph.charFormat())
    metrics = QFontMetricsF(font)
    top = baseline(paragraph, place) - metrics.ascent()
    room = QRectF(place.left(), top, place.width(), metrics.lineSpacing() * _PROMPT_LINES)
    painter.setFont(font)
    painter.setPen(theme().colour("text.muted"))
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(flags), words)


def baseline(paragraph: QTextBlock, place: QRectF) -> float:
    """Return where a paragraph's first line stands, in pixels of the viewport; ``place`` is its."""
    line = paragraph.layout().lineAt(0)
    top = paragraph.layout().position().y() - _top_of(paragraph)
    return place.top() + top + line.y() + line.ascent() if line.isValid() else place.bottom()


def _top_of(paragraph: QTextBlock) -> float:
    """Return the top of a paragraph's place in the document, its distance above included."""
    layout = paragraph.document().documentLayout()
    return layout.blockBoundingRect(paragraph).top()
