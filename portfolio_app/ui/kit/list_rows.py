"""Lists whose rows are drawn by hand: the model that holds them, and what a row is drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from portfolio_app.ui.kit.theme import theme

Index = QModelIndex | QPersistentModelIndex
RowT = TypeVar("RowT")


class ListRows(QAbstractListModel, Generic[RowT]):
    """A tuple of rows; what each of them says is for the list to add as ``data``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[RowT, ...] = ()

    def show_rows(self, rows: Sequence[RowT]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)


def read_one_by_one(view: QAbstractItemView) -> None:
    """Let a list or a tree have one current row, nothing to edit, and no bar across."""
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class DrawnRows(QStyledItemDelegate):
    """Draws rows of a few lines of text on their ground, with a thin line below each."""

    def lines(self, row: Any) -> int:
        """Return how many lines a row has."""
        raise NotImplementedError

    def draw(self, painter: QPainter, row: Any, line: QRect) -> None:
        """Draw a row; ``line`` is its first line, and the others follow at its height."""
        raise NotImplementedError

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = QFontMetrics(theme().font()).lineSpacing()
        lines = self.lines(index.data(Qt.ItemDataRole.UserRole))
        return QSize(100, line * lines + 2 * theme().space("sm"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        painter.save()
        draw_ground(painter, option)
        gap = look.space("sm")
        inner: QRect = option.rect.adjusted(gap, gap, -gap, -gap)
        height = QFontMetrics(look.font()).lineSpacing()
        line = QRect(inner.x(), inner.y(), inner.width(), height)
        self.draw(painter, index.data(Qt.ItemDataRole.UserRole), line)
        painter.setPen(look.colour("line.subtle"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()


def draw_ground(painter: QPainter, option: QStyleOptionViewItem, *, hovers: bool = True) -> None:
    """Fill a row that is selected, or (unless not wanted) under the mouse."""
    state: QStyle.StateFlag = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, theme().colour("surface.selected"))
    elif hovers and state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, theme().colour("surface.hover"))


def draw_elided(painter: QPainter, rect: QRect, words: str) -> None:
    """Write words in one line, in the painter's font, cut with "…" where there is no more room."""
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align, shown)
