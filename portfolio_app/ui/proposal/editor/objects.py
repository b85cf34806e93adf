"""Draws what is not words: citations, notes, cross-references in the line; tables and figures.

What an inline prints is asked of the labels each time it is drawn: a renumbering is no edit.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)
from typing_extensions import override

from portfolio_app.domain.draft import Block, Inline, InlineKind, Picture
from portfolio_app.domain.labels import Labels
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor.block_text import facts
from portfolio_app.ui.proposal.editor.styles import INLINE, inline_of

NOTE = "note"
_PAD = 3  # pixels at 100 % at either side of a citation's words


class Objects(QPyTextObject):
    """Draws objects of one document. ``labels`` and ``pictures`` are what they are drawn from."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.labels = Labels()
        self.pictures: Mapping[str, Picture] = {}
        self.note_numbers: dict[str, int] = {}

    @override
    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:
        written = format.property(INLINE)
        if not written:
            return QSizeF(_width(doc), QFontMetricsF(theme().font()).height() * 2.5)
        metrics = QFontMetricsF(_font(doc, format))
        width = metrics.horizontalAdvance(self.words(inline_of(written))) + 2 * theme().px(_PAD)
        return QSizeF(min(width, _width(doc)), metrics.ascent())

    @override
    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF,
        doc: QTextDocument,
        posInDocument: int,
        format: QTextFormat,
    ) -> None:
        written = format.property(INLINE)
        painter.save()
        if written:
            painter.setFont(_font(doc, format))
            self._draw_inline(painter, rect, inline_of(written))
        else:
            block = facts(doc.findBlock(posInDocument))
            if block is not None:
                _draw_held(painter, rect, block)
        painter.restore()

    def words(self, inline: Inline) -> str:
        """Return what an inline prints in the line: never empty, so that it can be seen."""
        if inline.kind is InlineKind.NOTE:
            return "\u2020"
        return self.labels.of(inline) or "\u2026"

    def reading(self, inline: Inline) -> str:
        """Return an inline in words for those who listen."""
        if inline.kind is InlineKind.NOTE:
            return f"footnote: {inline.text}"
        words = self.words(inline)
        trouble = ""
        if inline.kind is InlineKind.EVIDENCE:
            trouble = self.labels.evidence_of(inline).trouble
        kind = {"evidence": "evidence", "source": "reference", "cross": "cross-reference"}
        return f"{kind[inline.kind.value]}: {words}" + (f". {trouble}" if trouble else "")

    def trouble(self, inline: Inline) -> str:
        """Return what is wrong with an inline, "" for nothing."""
        if inline.kind is InlineKind.EVIDENCE:
            return self.labels.evidence_of(inline).trouble
        if inline.kind is InlineKind.CROSS and inline.block_uid not in self.labels.numbers:
            return "What this refers to isn't in the proposal any more."
        return ""

    def _draw_inline(self, painter: QPainter, rect: QRectF, inline: Inline) -> None:
        look, metrics = theme(), painter.fontMetrics()
        pad = look.px(_PAD)
        chip = rect.adjusted(0, 0, 0, metrics.descent())
        troubled = bool(self.trouble(inline))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("status.warn_tint" if troubled else "surface.selected"))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setPen(look.colour("status.warn" if troubled else "text.normal"))
        words = metrics.elidedText(
            self.words(inline), Qt.TextElideMode.ElideRight, int(rect.width() - 2 * pad) + 1
        )
        painter.drawText(rect.left() + pad, rect.bottom(), words)
        if troubled:
            painter.drawLine(chip.bottomLeft(), chip.bottomRight())


def _font(document: QTextDocument, form: QTextFormat) -> object:
    return QTextCharFormat(form.toCharFormat()).font().resolve(document.defaultFont())


def _width(document: QTextDocument) -> float:
    width = document.textWidth() - 2 * document.documentMargin()
    return max(width, 80.0)


def _draw_held(painter: QPainter, rect: QRectF, block: Block) -> None:
    look = theme()
    painter.setPen(look.colour("line.strong"))
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
    painter.setPen(look.colour("text.normal"))
    held = block.table or block.figure
    words = f"{block.kind.words}: {held.caption if held is not None else ''}"
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)
