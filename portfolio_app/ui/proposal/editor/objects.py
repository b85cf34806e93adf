"""Draws what is not words: citations, notes, cross-references in the line; tables and figures.

What an inline prints is asked of the labels each time it is drawn: a renumbering is no edit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from typing_extensions import override

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind, Picture
from portfolio_app.domain.labels import Labels
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor import figure_object, table_object
from portfolio_app.ui.proposal.editor.block_text import facts, paragraphs, read
from portfolio_app.ui.proposal.editor.changing import selected
from portfolio_app.ui.proposal.editor.held_look import HeldLook, frame
from portfolio_app.ui.proposal.editor.styles import INLINE, OBJECT, drawn_font, inline_of

NOTE, NOTHING = "\u2020", "\u2026"  # what a footnote shows in the line, and what prints nothing
_PAD = 3  # pixels at 100 % at either side of a citation's words
_NARROWEST = 80.0  # pixels that the text is taken to have at least
_SPOKEN = {
    InlineKind.EVIDENCE: "evidence",
    InlineKind.SOURCE: "reference",
    InlineKind.CROSS: "cross-reference",
    InlineKind.NOTE: "footnote",
}


def _no_image(_picture_uid: str) -> QImage | None:
    return None


class Objects(QPyTextObject):
    """Draws the objects of one document, from ``labels``, ``pictures`` and ``image``.

    ``image`` returns a picture's image by uid, None while it is being fetched. ``chosen`` is the
    uid of the table or figure where the caret is.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.labels = Labels()
        self.pictures: Mapping[str, Picture] = {}
        self.image: Callable[[str], QImage | None] = _no_image
        self.chosen = ""
        self._words: dict[Inline, tuple[str, str]] = {}  # what is printed, what is wrong

    @override
    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:
        written = format.property(INLINE)
        width = _width(doc)
        if not written:
            return self._held_size(facts(doc.findBlock(posInDocument)), width, doc.defaultFont())
        metrics, pads = QFontMetricsF(drawn_font(doc, format)), 2 * theme().px(_PAD)
        room = width - _beside(doc.findBlock(posInDocument)) - pads
        lines = _lines(self.words(inline_of(written)), metrics, max(room, _NARROWEST))
        wanted = max(metrics.horizontalAdvance(each) for each in lines) + pads
        return QSizeF(wanted, metrics.ascent() + (len(lines) - 1) * metrics.lineSpacing())

    @override
    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,
        format: QTextFormat,
    ) -> None:
        written = format.property(INLINE)
        rect = QRectF(rect)
        painter.save()
        if written:
            painter.setFont(drawn_font(doc, format))
            self._draw_inline(painter, rect, inline_of(written))
        else:
            block = facts(doc.findBlock(posInDocument))
            if block is not None:
                self._draw_held(painter, rect, block, doc.defaultFont())
        painter.restore()

    def draw_chosen(self, painter: QPainter, cursor: QTextCursor, up: QPointF) -> None:
        """Draw the object that is selected once more, with a ring: Qt lays a veil over it."""
        start, document = cursor.selectionStart(), cursor.document()
        form = selected(document, start, start + 1).charFormat()
        paragraph = document.findBlock(start)
        layout, within = paragraph.layout(), start - paragraph.position()
        line = layout.lineForTextPosition(within)
        if not line.isValid():
            return
        left, _ = cast("tuple[float, int]", line.cursorToX(within))
        corner = layout.position() - up + QPointF(left, line.y() + line.ascent())
        size = self.intrinsicSize(document, start, form)
        rect = QRectF(corner - QPointF(0, size.height()), size)
        painter.save()
        painter.setFont(drawn_font(document, form))
        self._draw_inline(painter, rect, inline_of(form.property(INLINE)))
        frame(painter, rect.adjusted(0, -1, 0, QFontMetricsF(painter.font()).descent() + 1))
        painter.restore()

    def set_labels(self, labels: Labels, pictures: Mapping[str, Picture] | None) -> None:
        """Print by other labels from now on."""
        before, self.labels = self.labels, labels
        if pictures is not None:
            self.pictures = pictures
        if labels.cite is not before.cite or labels.evidence is not before.evidence:
            self._words = {}
        else:
            cross = InlineKind.CROSS
            self._words = {k: v for k, v in self._words.items() if k.kind is not cross}

    def relabel(
        self, document: QTextDocument, labels: Labels, pictures: Mapping[str, Picture] | None
    ) -> bool:
        """Print by other labels, laying out again what shows another thing; return if any does."""
        held = [each for each in paragraphs(document) if OBJECT in each.text()]
        before = [self.shown(each) for each in held]
        self.set_labels(labels, pictures)
        is_changed = False
        for paragraph, shown in zip(held, before, strict=True):
            if self.shown(paragraph) != shown:
                is_changed = True
                document.markContentsDirty(paragraph.position(), paragraph.length())
        return is_changed

    def words(self, inline: Inline) -> str:
        """Return what an inline shows in the line: never empty, so that it can be seen."""
        return self._known(inline)[0]

    def trouble(self, inline: Inline) -> str:
        """Return what is wrong with an inline, "" for nothing."""
        return self._known(inline)[1]

    def shown(self, paragraph: QTextBlock) -> tuple[object, ...]:
        """Return what a paragraph's objects show now."""
        block = facts(paragraph)
        if block is None or not block.kind.is_text:
            uid = block.uid if block is not None else ""
            picture = self._picture(block) if block is not None else None
            return self.labels.numbers.get(uid, ""), picture
        return tuple(
            self._known(each)
            for each in read(paragraph).inlines
            if each.kind is not InlineKind.WORDS
        )

    def _known(self, inline: Inline) -> tuple[str, str]:
        found = self._words.get(inline)
        if found is None:
            words = NOTE if inline.kind is InlineKind.NOTE else self.labels.of(inline)
            found = self._words[inline] = words or NOTHING, self._trouble(inline)
        return found

    def _trouble(self, inline: Inline) -> str:
        if inline.kind is InlineKind.EVIDENCE:
            return self.labels.evidence_of(inline).trouble
        if inline.kind is InlineKind.CROSS and inline.block_uid not in self.labels.numbers:
            return self.tr("What this refers to isn't in the proposal any more.")
        return ""

    def about(self, inline: Inline) -> str:
        """Return what an inline is at length, for its tip: the piece, the note's words."""
        if inline.kind is InlineKind.NOTE:
            return inline.text
        found = self.labels.evidence_of(inline) if inline.kind is InlineKind.EVIDENCE else None
        parts = (self.words(inline), found.about if found else "", self.trouble(inline))
        return "\n".join(each for each in parts if each)

    def reading(self, inline: Inline) -> str:
        """Return an inline for those who listen: "evidence: E07, p. 4"."""
        said = inline.text if inline.kind is InlineKind.NOTE else self.words(inline)
        parts = (f"{self.tr(_SPOKEN[inline.kind])}: {said}", self.trouble(inline))
        return ". ".join(each for each in parts if each)

    def whole_reading(self, paragraph: QTextBlock) -> str:
        """Return a paragraph for those who listen, its objects as words; "" if it has none."""
        if OBJECT not in paragraph.text():
            return ""
        block = read(paragraph)
        if not block.kind.is_text:
            return self.held_reading(block)
        is_words = InlineKind.WORDS
        return "".join(
            each.text if each.kind is is_words else f"[{self.reading(each)}]"
            for each in block.inlines
        )

    def held_reading(self, block: Block) -> str:
        """Return a table or figure for those who listen."""
        look = HeldLook(theme().font(), self.labels.numbers.get(block.uid, ""))
        if block.kind is BlockKind.TABLE:
            return table_object.words(block, look)
        return figure_object.words(block, look)

    def _held_size(self, block: Block | None, width: float, font: QFont) -> QSizeF:
        if block is None or block.kind.is_text:
            return QSizeF(1, 1)
        look = self._look(block, font)
        if block.kind is BlockKind.TABLE:
            return table_object.size(block, width, look)
        return figure_object.size(block, width, look, self._picture(block))

    def _draw_held(self, painter: QPainter, rect: QRectF, block: Block, font: QFont) -> None:
        look = self._look(block, font)
        if block.kind is BlockKind.TABLE:
            table_object.paint(painter, rect, block, look)
        elif block.kind is BlockKind.FIGURE:
            uid = block.figure.picture_uid if block.figure is not None else ""
            image = self.image(uid) if uid else None
            figure_object.paint(painter, rect, block, look, self._picture(block), image)

    def _look(self, block: Block, font: QFont) -> HeldLook:
        number = self.labels.numbers.get(block.uid, "")
        return HeldLook(font, number, is_chosen=block.uid == self.chosen)

    def _picture(self, block: Block) -> Picture | None:
        return self.pictures.get(block.figure.picture_uid) if block.figure is not None else None

    def _draw_inline(self, painter: QPainter, rect: QRectF, inline: Inline) -> None:
        look, metrics = theme(), QFontMetricsF(painter.font())
        pad = look.px(_PAD)
        chip = rect.adjusted(1, 0, -1, metrics.descent())
        troubled = bool(self.trouble(inline))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("status.warn_tint" if troubled else "surface.selected"))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setPen(look.colour("status.warn" if troubled else "text.normal"))
        lines = _lines(self.words(inline), metrics, rect.width() - 2 * pad + 1)
        for number, words in enumerate(reversed(lines)):
            up = number * metrics.lineSpacing()
            painter.drawText(QPointF(rect.left() + pad, rect.bottom() - up), words)
        if troubled:  # colour is never the only sign
            painter.drawLine(chip.bottomLeft(), chip.bottomRight())


def _lines(words: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """Divide what an inline shows into lines no wider than the room, in pixels: nothing is cut."""
    if metrics.horizontalAdvance(words) <= room:
        return [words]
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
            continue
        while len(word) > 1 and metrics.horizontalAdvance(word) > room:
            fits = next(
                (n for n in range(len(word) - 1, 1, -1)
                 if metrics.horizontalAdvance(word[:n]) <= room), 1
            )  # fmt: skip
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines


def _beside(paragraph: QTextBlock) -> float:
    """Return how many pixels of the lines a paragraph's indents and margins take."""
    form, document = paragraph.blockFormat(), paragraph.document()
    return form.leftMargin() + form.rightMargin() + form.indent() * document.indentWidth()


def _width(document: QTextDocument) -> float:
    return max(document.textWidth() - 2 * document.documentMargin(), _NARROWEST)
