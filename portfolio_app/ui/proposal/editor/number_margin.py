"""The margin before the text: the numbers of headings, drawn and never typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from portfolio_app.domain.draft_numbers import heading_numbers
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor import drawing
from portfolio_app.ui.proposal.editor.block_text import facts
from portfolio_app.ui.proposal.editor.styles import drawn_font

if TYPE_CHECKING:
    from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor


class NumberMargin(QWidget):
    """Stands left of an editor's viewport. Those who listen hear numbers with the outline."""

    def __init__(self, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._numbers: Mapping[str, str] = {}
        self._of: object = None  # the blocks they were worked out of
        self.setAccessibleName(self.tr("Numbers of the headings"))
        editor.verticalScrollBar().valueChanged.connect(self.update)
        editor.document().contentsChanged.connect(self.update)
        editor.document().documentLayout().documentSizeChanged.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        editor = self._editor
        self._number()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("surface.surface"))
        painter.setPen(theme().colour("text.muted"))
        for paragraph, place in drawing.visible(editor, editor.viewport().rect()):
            block = facts(paragraph)
            number = self._numbers.get(block.uid, "") if block is not None else ""
            if number:
                font = drawn_font(paragraph.document(), paragraph.charFormat())
                wide = QFontMetricsF(font).horizontalAdvance(number)
                left = self.width() - wide - theme().space("xs")
                if left < 0:  # a long number in a narrow margin
                    font.setPointSizeF(font.pointSizeF() * max(self.width() / (wide + 4), 0.5))
                    left = 0.0
                painter.setFont(font)
                painter.drawText(QPointF(left, drawing.baseline(paragraph, place)), number)

    def _number(self) -> None:
        headings = tuple(
            (each.uid, each.kind, bool(each.text.strip()))
            for each in self._editor.blocks()
            if each.kind.level
        )
        if headings != self._of:
            self._of = headings
            self._numbers = heading_numbers(self._editor.blocks())
