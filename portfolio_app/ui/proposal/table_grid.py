"""The grid in which a table is written: by keyboard alone, and pasted into from spreadsheets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain import pasted_grid, table_editing
from portfolio_app.domain.draft import Table
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.table_model import TableModel

Index = QModelIndex | QPersistentModelIndex
LONGEST_PASTE = 2_000_000  # characters that are looked at
_SHOWN_ROWS = 9
_MEASURED_ROWS = 24  # for the widths of columns
_WIDEST, _NARROWEST = 320, 96  # pixels at 100 %
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HINTS = QAbstractItemDelegate.EndEditHint


class TableGrid(QTableView):
    """Cells of a table. Typing writes over a cell, Enter or F2 opens it, Enter again goes down."""

    told = Signal(str)  # something the person should know, in words

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = model
        self.setModel(model)
        self._build()
        model.modelReset.connect(self._measure)
        model.changed.connect(self._on_changed)

    # places

    @property
    def here(self) -> tuple[int, int]:
        """The row (-1: the heads) and the place in the grid of the current cell."""
        index = self.currentIndex()
        return (index.row() - 1, index.column()) if index.isValid() else (-1, 0)

    def go(self, row: int, place: int) -> None:
        """Make a cell the current one; row -1 are the heads."""
        last_row, last_place = self.cells.rowCount() - 1, self.cells.columnCount() - 1
        if last_row < 0 or last_place < 0:
            return
        index = self.cells.index(min(max(row + 1, 0), last_row), min(max(place, 0), last_place))
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    # doing

    def change(self, how: Callable[[Table], Table], row: int | None = None) -> None:
        """Change the table; the cell that was current stays it, in another ``row`` if given."""
        at, place = self.here
        before = self.cells.table
        self.cells.put(how(before))
        if self.cells.table != before:
            self.go(at if row is None else row, place)

    def add_row(self) -> None:
        """Add an empty row below the current one."""
        row = self.here[0] + 1
        self.change(lambda table: table_editing.add_row(table, row), row)

    def remove_rows(self) -> None:
        """Remove the rows of the selected cells; the heads stay."""
        rows = {each.row() - 1 for each in self.selectedIndexes()} - {-1}
        if not rows:
            self.told.emit(self.tr("The headings stay. Go to a row to remove it."))
            return
        self.change(lambda table: table_editing.remove_rows(table, sorted(rows)), min(rows))

    def move_row(self, by: int) -> None:
        """Move the current row up (-1) or down (1)."""
        row = self.here[0]
        self.change(lambda table: table_editing.move_row(table, row, by), row + by)

    def add_column(self) -> None:
        """Add an empty column to the right of the current one."""
        column = self._column()
        self.change(lambda table: table_editing.add_column(table, column + 1))
        self.go(-1, self.cells.index_of(-1, column + 1).column())

    def remove_columns(self) -> None:
        """Remove the columns of the selected cells, but not the one of weights or roles."""
        found = {self.cells.cell_of(each)[1] for each in self.selectedIndexes()} - {-1}
        if not found or len(found) == len(self.cells.table.columns):
            self.told.emit(self.tr("This column stays: the table needs it."))
            return
        self.change(lambda table: table_editing.remove_columns(table, sorted(found)))

    def move_column(self, by: int) -> None:
        """Move the current column left (-1) or right (1)."""
        column, row = self.cells.cell_of(self.currentIndex())[1], self.here[0]
        if column < 0:
            self.told.emit(self.tr("This column stays where it is."))
            return
        self.change(lambda table: table_editing.move_column(table, column, by))
        to = min(max(column + by, 0), len(self.cells.table.columns) - 1)
        self.go(row, self.cells.index_of(row, to).column())

    def tidy(self) -> None:
        """Write every figure in one way."""
        self.change(table_editing.tidied)

    def copy(self) -> None:
        """Copy the selected cells, with what stands in the smallest rectangle around them."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows = range(min(i.row() for i in chosen), max(i.row() for i in chosen) + 1)
        places = range(min(i.column() for i in chosen), max(i.column() for i in chosen) + 1)
        roles = Qt.ItemDataRole.DisplayRole
        grid = [[str(self.cells.index(r, c).data(roles) or "") for c in places] for r in rows]
        QGuiApplication.clipboard().setText(pasted_grid.written(grid))

    def paste(self) -> None:
        """Put what was copied in a spreadsheet here, to the right and below."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.told.emit(self.tr("There are no copied cells to paste."))
            return
        if len(text) > LONGEST_PASTE:
            self.told.emit(self.tr("What was copied is too much for one table. Copy fewer cells."))
            return
        grid, is_cut = pasted_grid.cut_to_size(pasted_grid.read(text))
        one_line = [[" ".join(cell.splitlines()) for cell in row] for row in grid]
        row, place = self.here
        column = table_editing.from_seen(place, has_beside=self.cells.has_beside)
        self.change(lambda table: _pasted(table, row, column, one_line))
        words = self.tr("{0} rows of {1} cells pasted.").format(len(one_line), len(one_line[0]))
        if is_cut:
            words += " " + self.tr("What is beyond {0} rows or {1} columns was left out.").format(
                pasted_grid.MOST_ROWS, pasted_grid.MOST_COLUMNS
            )
        self.told.emit(words)

    # keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What an open cell leaves over comes here, too: Enter, before it closes the cell.
        is_open = self.state() is QAbstractItemView.State.EditingState
        if is_open or not self._done_by_key(event):
            super().keyPressEvent(event)

    def _done_by_key(self, event: QKeyEvent) -> bool:
        """Do what a key means here; return whether it means anything."""
        sequences = QKeySequence.StandardKey
        for sequence, do in (
            (sequences.Copy, self.copy), (sequences.Paste, self.paste), (sequences.Cut, self._cut),
            (sequences.Undo, self.cells.undo), (sequences.Redo, self.cells.redo),
        ):  # fmt: skip
            if event.matches(sequence):
                do()
                return True
        key, alt = event.key(), event.modifiers() == Qt.KeyboardModifier.AltModifier
        moves = {
            Qt.Key.Key_Up: lambda: self.move_row(-1),
            Qt.Key.Key_Down: lambda: self.move_row(1),
            Qt.Key.Key_Left: lambda: self.move_column(-1),
            Qt.Key.Key_Right: lambda: self.move_column(1),
        }
        if alt and key in moves:
            moves[Qt.Key(key)]()
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        index = self.currentIndex()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cells.clear_cells(self.selectedIndexes())
        elif self.cells.is_role(index) and (key == Qt.Key.Key_Space or key in _ENTER):
            self._turn_role(index)
        elif self.cells.is_role(index) and event.text().strip():
            self.cells.setData(index, event.text())
        elif key in _ENTER and self.cells.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            return False
        return True

    def _cut(self) -> None:
        self.copy()
        self.cells.clear_cells(self.selectedIndexes())

    def _turn_role(self, index: Index) -> None:
        role = table_editing.cell(self.cells.table, *self.cells.cell_of(index))
        self.cells.setData(index, table_editing.next_role(role))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self.cells.is_role(index):
            self._turn_role(index)

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        row, place = self.here
        super().closeEditor(editor, hint)
        if hint is _HINTS.SubmitModelCache:  # Enter: on to the cell below, a new row if need be
            if row == len(self.cells.table.rows) - 1:
                last = len(self.cells.table.rows)
                self.change(lambda table: table_editing.add_row(table, last), last)
            else:
                self.go(row + 1, place)

    # inside

    def _column(self) -> int:
        """Return the table's column of the current cell; weights and roles follow the first."""
        return max(self.cells.cell_of(self.currentIndex())[1], 0)

    def _build(self) -> None:
        self.setItemDelegate(_CellDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED_ROWS)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._on_double_clicked)
        self._measure()
        self.go(0, 0)

    def _measure(self) -> None:
        look = theme()
        height = look.size("control_height")
        self.verticalHeader().setDefaultSectionSize(height)
        rows = min(self.cells.rowCount(), _SHOWN_ROWS)
        below = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(max(rows, 3) * height + below + 4)
        self.resizeColumnsToContents()
        for place in range(self.cells.columnCount()):
            wanted = self.columnWidth(place) + look.space("md")
            self.setColumnWidth(place, min(max(wanted, look.px(_NARROWEST)), look.px(_WIDEST)))

    def _on_changed(self) -> None:
        for place in range(self.cells.columnCount()):
            wanted = self.sizeHintForColumn(place) + theme().space("md")
            if self.columnWidth(place) < min(wanted, theme().px(_WIDEST)):
                self.setColumnWidth(place, min(wanted, theme().px(_WIDEST)))


class _CellDelegate(QStyledItemDelegate):
    """Edits a cell in a line; Enter goes on to the cell below, Tab to the next."""

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return line

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect)


def _pasted(table: Table, row: int, column: int, grid: list[list[str]]) -> Table:
    """Return the table with cells pasted; from the heads on, their first row are heads."""
    if row >= 0:
        return table_editing.with_grid(table, row, column, grid)
    has_beside = table.kind.value in ("options", "costs")
    place = table_editing.to_seen(column, has_beside=has_beside)
    for right, text in enumerate(grid[0]):
        target = table_editing.from_seen(place + right, has_beside=has_beside)
        if target >= len(table.columns):
            table = table_editing.add_column(table, len(table.columns))
        if 0 <= target < len(table.columns):
            table = table_editing.with_cell(table, -1, target, text)
    return table_editing.with_grid(table, 0, column, grid[1:])
