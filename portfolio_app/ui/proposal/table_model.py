"""The cells of a table being written, heads first, with its own undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from portfolio_app.domain import table_editing
from portfolio_app.domain.draft import Table, TableKind
from portfolio_app.domain.shown_table import WEIGHT
from portfolio_app.domain.table_editing import HEADS
from portfolio_app.domain.working_tables import Shown, shown
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.theme import theme

Index = QModelIndex | QPersistentModelIndex
_MOST_STEPS = 500
_WITH_BESIDE = (TableKind.OPTIONS, TableKind.COSTS)


class TableModel(QAbstractTableModel):
    """A ``Table`` as cells: row 0 are its heads, and the weight or role stands in column 1.

    ``changed`` follows everything that is done; ``undo`` takes it back.
    """

    changed = Signal()

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table_editing.squared(table)
        self._shown = shown(self.table)  # asked for many times a cell
        self._before: list[Table] = []
        self._after: list[Table] = []

    # what is there

    @property
    def shown(self) -> Shown:
        """The table with what is worked out from it."""
        return self._shown

    @property
    def has_beside(self) -> bool:
        """Whether every row has a weight or a role."""
        return self.table.kind in _WITH_BESIDE

    def cell_of(self, index: Index) -> tuple[int, int]:
        """Return row and column of the table: row -1 are the heads, column -1 weight or role."""
        place = table_editing.from_seen(index.column(), has_beside=self.has_beside)
        return index.row() - 1, place

    def index_of(self, row: int, column: int) -> QModelIndex:
        """Return where a cell of the table stands."""
        return self.index(row + 1, table_editing.to_seen(column, has_beside=self.has_beside))

    def is_role(self, index: Index) -> bool:
        """Whether a cell says "Cost" or "Benefit"."""
        row, column = self.cell_of(index)
        return self.table.kind is TableKind.COSTS and column == WEIGHT and row != HEADS

    def trouble(self, index: Index) -> str:
        """Return what is wrong with a cell, "" for nothing."""
        return self.shown.beside.get(self.cell_of(index), "")

    # doing

    def put(self, table: Table) -> None:
        """Let the table be another one; it can be taken back."""
        if table == self.table:
            return
        self._before.append(self.table)
        del self._before[:-_MOST_STEPS]
        self._after.clear()
        self._show(table)

    def undo(self) -> bool:
        """Take back the last change; return whether there was one."""
        if not self._before:
            return False
        self._after.append(self.table)
        self._show(self._before.pop())
        return True

    def redo(self) -> bool:
        """Do again what was taken back; return whether there was anything."""
        if not self._after:
            return False
        self._before.append(self.table)
        self._show(self._after.pop())
        return True

    def clear_cells(self, indexes: Sequence[Index]) -> None:
        """Empty cells, in one step."""
        table = self.table
        for each in indexes:
            if self.cell_of(each) != (HEADS, WEIGHT):
                table = table_editing.with_cell(table, *self.cell_of(each), "")
        self.put(table)

    def _show(self, table: Table) -> None:
        is_same = len(table.rows) == len(self.table.rows) and len(table.columns) == len(
            self.table.columns
        )
        if is_same and table.kind is self.table.kind:
            self.table, self._shown = table, shown(table)
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self.table, self._shown = table, shown(table)
            self.endResetModel()
        self.changed.emit()

    # as Qt asks

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.table.rows) + 1

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.columns) + self.has_beside

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_fixed = self.cell_of(index) == (HEADS, WEIGHT) or self.is_role(index)
        if index.isValid() and not is_fixed:  # a role is turned by a key, not typed
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        roles = Qt.ItemDataRole
        row, column = self.cell_of(index)
        if role == roles.DisplayRole:
            return self._words(row, column)
        if role == roles.EditRole:
            return table_editing.cell(self.table, row, column)
        if role == roles.AccessibleTextRole:
            return self._spoken(index)
        if role == roles.ToolTipRole:
            words = self.trouble(index)
            return plain_tip(words) if words else None
        if role == roles.DecorationRole:
            return icons.icon("triangle-alert", "status.warn") if self.trouble(index) else None
        if role == roles.FontRole:
            return theme().font(strong=row == HEADS)
        if role == roles.BackgroundRole:
            if self.trouble(index):
                return theme().colour("status.warn_tint")
            return theme().colour("surface.sunken" if row == HEADS else "surface.surface")
        if role == roles.ForegroundRole and row != HEADS and self.is_role(index):
            return theme().colour("text.normal" if self._words(row, column) else "text.muted")
        if role == roles.TextAlignmentRole:
            is_figure = column != 0 and self._is_figures(index.column())
            side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.put(table_editing.with_cell(self.table, *self.cell_of(index), str(value)))
        return True

    def _is_figures(self, place: int) -> bool:
        if self.table.kind is TableKind.OPTIONS:
            return place >= 1
        if self.table.kind is TableKind.COSTS:
            return place >= 2
        return self.table.kind is TableKind.PLAIN and place in self.shown.right

    def _words(self, row: int, column: int) -> str:
        words = table_editing.cell(self.table, row, column)
        if column != WEIGHT:
            return words
        if self.table.kind is TableKind.OPTIONS:
            return self.tr("Weight") if row == HEADS else words
        if row == HEADS:
            return self.tr("Cost or benefit")
        return {"cost": self.tr("Cost"), "benefit": self.tr("Benefit")}.get(words, "–")

    def _spoken(self, index: Index) -> str:
        """Return a cell as it is heard: its row, its column, what it says, what is wrong."""
        row, column = self.cell_of(index)
        words = self._words(row, column).strip() or self.tr("empty")
        if row == HEADS:
            told = self.tr("Heading of column {0}: {1}").format(index.column() + 1, words)
        else:
            head = self._words(HEADS, column).strip() or self.tr("column {0}").format(
                index.column() + 1
            )
            name = table_editing.cell(self.table, row, 0).strip() if column else ""
            told = ", ".join(filter(None, (name or self.tr("row {0}").format(row + 1), head)))
            told = f"{told}: {words}"
        trouble = self.trouble(index)
        return f"{told}. {trouble}" if trouble else told
