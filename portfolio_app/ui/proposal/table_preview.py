"""A table as it stands in the document, beside the grid in which it is written."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from portfolio_app.domain.draft import Block, BlockKind, Table
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor import table_object
from portfolio_app.ui.proposal.editor.held_look import HeldLook


class TablePreview(QWidget):
    """Draws a table as wide as there is room; as high as it needs."""

    def __init__(self, number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._block = Block("preview", BlockKind.TABLE, table=Table())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self.update)

    def show_table(self, table: Table) -> None:
        """Draw another table."""
        self._block = Block("preview", BlockKind.TABLE, table=table)
        self.setAccessibleName(table_object.words(self._block, self._look()))
        self.updateGeometry()
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return round(table_object.size(self._block, width, self._look()).height()) + 1

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), theme().px(320))
        return QSize(width, self.heightForWidth(width))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("surface.surface"))
        table_object.paint(painter, QRectF(self.rect()), self._block, self._look())

    def _look(self) -> HeldLook:
        return HeldLook(theme().reading_font(), self._number, tells=False)
