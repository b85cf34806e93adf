"""The coverage map: a table whose exposed cells are painted in one go, and all else is Qt's own.

Selection, keys, tips and accessible cells come from QTableView and the model. Painting through a
delegate took ten times as long a frame; here a cell is one picture copied from a few made before.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLine, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.ksbs.matrix_headers import ColumnHeader, Corner, RowHeader
from portfolio_app.ui.ksbs.matrix_model import MatrixModel
from portfolio_app.ui.ksbs.matrix_tiles import Tiles, cell_size
from portfolio_app.ui.ksbs.typed_code import TypedCode

_NOWHERE = (-1, -1)


class MatrixView(QTableView):
    """Rows of KSBs, columns of evidence. Enter opens a cell, + claims, a typed code finds a row."""

    opened = Signal(int, int)  # row and column whose passages are wanted
    ksb_opened = Signal(int)  # row whose KSB is wanted in full
    claim_wanted = Signal(int, int)  # row and column: the whole item is to be claimed
    row_changed = Signal(int)  # the current row, -1 for none
    typed = Signal(str, bool)  # what was typed so far, and whether a row fits it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = MatrixModel()
        self._tiles = Tiles()
        self._typed = TypedCode()
        self._hovered = _NOWHERE
        self._build()
        self._connect()
        self._measure()

    def go_to(self, row: int, column: int = -1) -> None:
        """Make a cell current and show it; without a column, stay in the one that is current."""
        if not 0 <= row < len(self.matrix.rows) or not self.matrix.columns:
            return
        column = max(self.currentIndex().column(), 0) if column < 0 else column
        column = min(column, len(self.matrix.columns) - 1)
        index = self.matrix.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    # Qt's own

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        look = theme()
        exposed = event.rect()
        painter.fillRect(exposed, look.colour("surface.surface"))
        columns = self._between(
            self.columnAt(exposed.left()), self.columnAt(exposed.right()), len(self.matrix.columns)
        )
        rows = self._between(
            self.rowAt(exposed.top()), self.rowAt(exposed.bottom()), len(self.matrix.rows)
        )
        if not columns or not rows:
            return
        size = cell_size()
        lefts = [(column, self.columnViewportPosition(column)) for column in columns]
        right = lefts[-1][1] + size.width()
        current = self.currentIndex()
        if current.isValid() and current.row() in rows:
            top = self.rowViewportPosition(current.row())
            tinted = QRect(exposed.left(), top, right - exposed.left(), size.height())
            painter.fillRect(tinted, look.colour("surface.selected"))
        ratio = self.devicePixelRatioF()
        tile, copy = self._tiles.tile, painter.drawPixmap
        lines = []
        for row in rows:
            top = self.rowViewportPosition(row)
            looks = self.matrix.looks[row]
            for column, left in lefts:
                copy(left, top, tile(looks[column], ratio))
            foot = top + size.height() - 1
            lines.append(QLine(exposed.left(), foot, right, foot))
        painter.setPen(look.colour("line.subtle"))
        painter.drawLines(lines)
        for place, colour, width in (
            (self._hovered, "line.strong", 1),
            ((current.row(), current.column()), "text.normal", 2),
        ):
            if place[0] in rows and place[1] in columns:
                self._frame(painter, place, colour, width)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        keys = Qt.Key
        enter = event.key() in (keys.Key_Return, keys.Key_Enter)
        if index.isValid() and enter:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.ksb_opened.emit(index.row())
            else:
                self.opened.emit(index.row(), index.column())
            return
        if index.isValid() and event.text() == "+":
            self.claim_wanted.emit(index.row(), index.column())
            return
        super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        self._typed.add(search)
        if not self._typed.words:
            return
        row = self._typed.row_in(self.matrix.rows)
        if row >= 0:
            self.go_to(row)
        self.typed.emit(self._typed.words, row >= 0)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QModelIndex())
        super().leaveEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    @override
    def updateGeometries(self) -> None:
        super().updateGeometries()
        across, down = self.horizontalHeader(), self.verticalHeader()
        self._corner.setGeometry(down.x(), across.y(), down.width(), across.height())
        self._corner.raise_()

    # inside

    def _build(self) -> None:
        self.setModel(self.matrix)
        self._rows = RowHeader(self.matrix, self)
        self._columns = ColumnHeader(self.matrix, self)
        self.setVerticalHeader(self._rows)
        self.setHorizontalHeader(self._columns)
        self._corner = Corner(self._rows, self)
        self.setAccessibleName(self.tr("Coverage map"))
        self.setAccessibleDescription(
            self.tr(
                "Enter opens the passages of a cell, Ctrl+Enter the KSB, plus claims the whole "
                "item, typing a code goes to its row."
            )
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setCornerWidget(QWidget())  # else Qt draws a small empty box between the scroll bars

    def _connect(self) -> None:
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.clicked.connect(self._on_clicked)
        self._rows.sectionClicked.connect(self._on_row_clicked)
        self._rows.sectionDoubleClicked.connect(self.ksb_opened.emit)
        self._columns.sectionClicked.connect(self._on_column_clicked)
        self.matrix.modelReset.connect(self._rows.forget)
        self.matrix.modelReset.connect(self._fit)
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self._tiles.clear()
        size = cell_size()
        self._rows.measure()
        for header, length in ((self._rows, size.height()), (self._columns, size.width())):
            header.setMinimumSectionSize(24)
            header.setDefaultSectionSize(length)
        self._fit()
        self.updateGeometries()
        self.viewport().update()

    def _fit(self) -> None:
        """Give the wording what the columns leave over."""
        bar = self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
        wanted = len(self.matrix.columns) * cell_size().width()
        self._rows.fit(self.width() - wanted - bar)

    def _frame(self, painter: QPainter, place: tuple[int, int], colour: str, width: int) -> None:
        size = cell_size()
        left, top = self.columnViewportPosition(place[1]), self.rowViewportPosition(place[0])
        rect = QRect(left, top, size.width() - 1, size.height() - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme().colour(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(rect.adjusted(width - 1, width - 1, 1 - width, 1 - width))

    @staticmethod
    def _between(first: int, last: int, count: int) -> range:
        """Return what lies between two places, of which -1 means beyond the last one."""
        return range(first, (last if last >= 0 else count - 1) + 1) if first >= 0 else range(0)

    def _hover(self, index: QModelIndex) -> None:
        place = (index.row(), index.column())
        if place != self._hovered:
            self._hovered = place
            self.viewport().update()

    def _on_current_changed(self, new: QModelIndex, old: QModelIndex) -> None:
        self._rows.current_row, self._columns.current_column = new.row(), new.column()
        for part in (self.viewport(), self._rows.viewport(), self._columns.viewport()):
            part.update()
        if new.row() != old.row():
            self.row_changed.emit(new.row())

    def _on_clicked(self, index: QModelIndex) -> None:
        if self.matrix.claims_at(index.row(), index.column()):
            self.opened.emit(index.row(), index.column())

    def _on_row_clicked(self, row: int) -> None:
        self.go_to(row)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _on_column_clicked(self, column: int) -> None:
        self.go_to(max(self.currentIndex().row(), 0), column)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
