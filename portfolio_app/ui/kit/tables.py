"""Lists of frozen values: a model over a tuple, and a table view with the habits all lists share.

::

    COLUMNS = (
        Column("Title", lambda item: item.title, stretch=True),
        Column("Pages", lambda item: str(item.pages or ""), width=64, right=True,
               sort=lambda item: item.pages),
    )
    table = ListTable(COLUMNS, key=lambda item: item.uid, name=self.tr("Library"))
    table.opened.connect(self._on_open)            # Enter or double click; carries the value
    table.current_changed.connect(self._on_current)
    table.show_rows(queries.evidence.items(store))  # selection and scroll place stay, by key

Filtering and sorting is done on the tuple, never in a proxy. For chips give a column a delegate
(``table.setItemDelegateForColumn``); ``VALUE`` is the role under which it finds the value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.theme import theme

VALUE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``width`` is pixels at 100 %; ``stretch`` takes what is left.

    ``spoken`` is the cell's accessible text where it differs from ``text`` (chips, marks).
    ``sort`` gives the sorting key; without it the shown text, case folded. ``sortable=False``
    leaves the order of the rows to the query.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 120
    stretch: bool = False
    right: bool = False
    spoken: Callable[[Any], str] | None = None
    sort: Callable[[Any], Any] | None = None
    sortable: bool = True
    tip: Callable[[Any], str] | None = None


class RowsModel(QAbstractTableModel):
    """A tuple of frozen values as rows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[Any, ...] = ()
        self._given: tuple[Any, ...] = ()
        self._sorted_by = -1
        self._order = Qt.SortOrder.AscendingOrder

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, in the order chosen by header if one was."""
        self.beginResetModel()
        self._given = tuple(rows)
        self.rows = self._in_order()
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[index.column()].text(self.rows[index.row()])
        if role == VALUE:
            return self.rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if self.columns[index.column()].right:
                side = Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            column = self.columns[index.column()]
            return f"{column.title}: {(column.spoken or column.text)(self.rows[index.row()])}"
        if role == Qt.ItemDataRole.ToolTipRole:
            column = self.columns[index.column()]
            words = (column.tip or column.text)(self.rows[index.row()])
            return plain_tip(words) if words else None
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if self.columns[section].right:
                side = Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= 0 and not self.columns[column].sortable:
            return
        self._sorted_by, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        before = self.rows
        self.rows = self._in_order()
        place = {id(value): row for row, value in enumerate(self.rows)}
        held = self.persistentIndexList()  # what is current or selected stays with its row
        moved = [self.index(place[id(before[each.row()])], each.column()) for each in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _in_order(self) -> tuple[Any, ...]:
        if self._sorted_by < 0:
            return self._given
        column = self.columns[self._sorted_by]
        key = column.sort or (lambda value: column.text(value).casefold())
        backwards = self._order is Qt.SortOrder.DescendingOrder
        return tuple(sorted(self._given, key=key, reverse=backwards))


class ListTable(QTableView):
    """A table of whole rows. Tab leaves it, arrows move, Enter opens; typing finds a row."""

    opened = Signal(object)  # the value of the row
    current_changed = Signal(object)  # the value, or None when nothing is current
    selection_changed = Signal()
    looked_at = Signal(object)  # Space on a row: its value

    def __init__(
        self,
        columns: Sequence[Column],
        key: Callable[[Any], str],
        name: str,
        parent: QWidget | None = None,
        *,
        sortable: bool = True,
        many: bool = True,
    ) -> None:
        super().__init__(parent)
        self.rows_model = RowsModel(columns)
        self._key = key
        self.setModel(self.rows_model)
        self.setAccessibleName(name)
        self._build(sortable=sortable, many=many)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        theme().changed.connect(self._measure)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; what was selected stays selected, and the view stays where it was."""
        selected = {self._key(value) for value in self.selected_values()}
        current = self.current_value()
        current_key = self._key(current) if current is not None else ""
        row_before = self.currentIndex().row()
        scrolled = self.verticalScrollBar().value()
        self.rows_model.show_rows(rows)
        if current_key and not self.select_keys(selected, current_key) and self.rows_model.rows:
            # What was current has gone (binned, filtered): the next row takes its place.
            self.selectRow(min(max(row_before, 0), len(self.rows_model.rows) - 1))
        self.verticalScrollBar().setValue(scrolled)
        if not self.currentIndex().isValid():
            self.current_changed.emit(None)

    def select_keys(self, keys: set[str], current: str = "") -> bool:
        """Select the rows of these keys; False when the current one is not there."""
        from PySide6.QtCore import QItemSelection, QItemSelectionModel

        picked = QItemSelection()
        found = -1
        last = len(self.rows_model.columns) - 1
        for row, value in enumerate(self.rows_model.rows):
            name = self._key(value)
            if name in keys:
                picked.select(self.rows_model.index(row, 0), self.rows_model.index(row, last))
            if name == (current or next(iter(keys), "")):
                found = row
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(picked, flags.ClearAndSelect)
        if found >= 0:
            self.selectionModel().setCurrentIndex(self.rows_model.index(found, 0), flags.NoUpdate)
            self.scrollTo(self.rows_model.index(found, 0))
        return found >= 0

    def current_value(self) -> Any:
        """Return the value of the current row, None when there is none."""
        index = self.currentIndex()
        return self.rows_model.rows[index.row()] if index.isValid() else None

    def selected_values(self) -> tuple[Any, ...]:
        """Return the values of the selected rows, top to bottom."""
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        return tuple(self.rows_model.rows[row] for row in sorted(chosen))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            value = self.current_value()
            if value is not None:
                self.opened.emit(value)
            return
        if plain and event.key() == Qt.Key.Key_Space and self.current_value() is not None:
            self.looked_at.emit(self.current_value())
            return
        super().keyPressEvent(event)

    def _build(self, *, sortable: bool, many: bool) -> None:
        modes = QAbstractItemView.SelectionMode
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setMinimumSectionSize(40)
        header.setSectionsClickable(sortable)
        if sortable:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            header.setSortIndicatorClearable(True)
            self.setSortingEnabled(True)
            self.rows_model.sort(-1)
        self._measure()

    def _measure(self) -> None:
        look = theme()
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        header = self.horizontalHeader()
        for section, column in enumerate(self.rows_model.columns):
            if column.stretch:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(section, look.px(column.width))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows_model.rows[index.row()])

    def _on_current_changed(self) -> None:
        self.current_changed.emit(self.current_value())
