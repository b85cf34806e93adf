"""The list of what can be cited: where it is, its KSBs, and its words; rows can be dragged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain import wire
from portfolio_app.domain.at_hand import AtHand
from portfolio_app.domain.draft import Block
from portfolio_app.store.stamps import new_uid
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.found_list import paint_marked
from portfolio_app.ui.kit.list_rows import DrawnRows, Index, ListRows, draw_elided
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor.pasting import OWN

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Rows(ListRows[AtHand]):
    """Rows of things at hand."""

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.label.text} {row.title}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [row.label.text, row.title, row.quote, ", ".join(row.codes), row.label.trouble]
            return ". ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    @override
    def mimeTypes(self) -> list[str]:
        return [OWN]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        made = QMimeData()
        if indexes:
            row = self.rows[indexes[0].row()]
            # As the text's own copies travel; another program gets the words alone.
            plain = wire.encode((Block(new_uid(), inlines=(row.inline,)),))
            made.setData(OWN, QByteArray(json.dumps(plain).encode()))
            made.setText(row.label.text)
        return made


class AtHandList(QListView):
    """Enter cites (``chosen``), Ctrl+Enter opens beside; Up in the first row leaves it."""

    chosen = Signal(object)  # AtHand
    quoting = Signal(object)  # AtHand: Shift+Enter
    opened = Signal(object)  # AtHand
    current_changed = Signal(object)  # AtHand or None
    left_at_top = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = _Rows(self)
        self.setModel(self.rows_model)
        self.setItemDelegate(_Row(self))
        self.setAccessibleName(self.tr("Passages and pieces to cite"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.doubleClicked.connect(lambda _: self._emit(self.chosen))
        self.selectionModel().currentChanged.connect(
            lambda *_: self.current_changed.emit(self.current())
        )
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def show_rows(self, rows: Sequence[AtHand], *, keep: bool = False) -> None:
        """Show other rows; with ``keep`` what was current stays so where it is still there."""
        before = self.current() if keep else None
        self.rows_model.show_rows(rows)
        wanted = before.inline if before is not None else None
        at = next((n for n, each in enumerate(rows) if each.inline == wanted), 0)
        if rows:
            self.setCurrentIndex(self.rows_model.index(at))
        if not at:
            self.scrollToTop()
        self.current_changed.emit(self.current())

    def current(self) -> AtHand | None:
        """Return the current row."""
        at = self.currentIndex().row()
        return self.rows_model.rows[at] if 0 <= at < len(self.rows_model.rows) else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._emit(self.opened)
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._emit(self.quoting)
            else:
                self._emit(self.chosen)
            return
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_at_top.emit()
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _emit(self, signal: Any) -> None:
        row = self.current()
        if row is not None:
            signal.emit(row)


class _Row(DrawnRows):
    """Draws a row: what a citation prints and the KSBs; the words; the piece's title."""

    @override
    def lines(self, row: AtHand) -> int:
        return 3 if row.quote else 2

    @override
    def draw(self, painter: QPainter, row: AtHand, line: QRect) -> None:
        look = theme()
        self._paint_head(painter, line, row)
        below = line.translated(0, line.height())
        if row.quote:
            painter.setFont(look.font())
            painter.setPen(look.colour("text.normal"))
            paint_marked(painter, below, row.quote, row.marks)
            below = below.translated(0, line.height())
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.muted"))
        if row.quote or not row.marks:
            draw_elided(painter, below, row.title)
        else:
            paint_marked(painter, below, row.title, row.marks)

    @staticmethod
    def _paint_head(painter: QPainter, line: QRect, row: AtHand) -> None:
        look = theme()
        words = QRect(line)
        if row.label.trouble:
            size = look.size("icon_small")
            sign = icons.pixmap("triangle-alert", size, "status.warn")
            painter.drawPixmap(words.left(), words.center().y() - size // 2, sign)
            words.setLeft(words.left() + size + look.space("xs"))
        codes = ", ".join(row.codes)
        if codes:
            painter.setFont(look.font("caption", strong=True))
            painter.setPen(look.colour("text.muted"))
            most = line.width() // 2
            shown = painter.fontMetrics().elidedText(codes, Qt.TextElideMode.ElideRight, most)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, align, shown)
            words.setRight(
                line.right() - painter.fontMetrics().horizontalAdvance(shown) - look.space("sm")
            )
        painter.setFont(look.font(strong=True))
        painter.setPen(look.colour("text.normal"))
        draw_elided(painter, words, row.label.text)
