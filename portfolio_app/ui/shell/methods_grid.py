"""The grid of KSBs and assessment methods as a model: a mark where a method assesses a KSB."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.method_words import EMPLOYER, method_label
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.standard import AssessmentMethod, Standard
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.theme import theme

Index = QModelIndex | QPersistentModelIndex
FIXED = 2  # columns before the methods: code, wording


class MethodsModel(QAbstractTableModel):
    """KSBs as rows, methods as columns, and a last column that says what is not known."""

    def __init__(self) -> None:
        super().__init__()
        self.ksbs: tuple[Ksb, ...] = ()
        self.methods: tuple[AssessmentMethod, ...] = ()

    def show_standard(self, standard: Standard) -> None:
        """Show a standard's KSBs in their order, with its methods and the employer's part."""
        known = {each.id for each in standard.methods}
        methods = (*standard.methods, *(() if EMPLOYER.id in known else (EMPLOYER,)))
        ksbs = ksb_order(standard)
        if methods == self.methods and [k.uid for k in ksbs] == [k.uid for k in self.ksbs]:
            self.ksbs = ksbs  # the same rows and columns: the place in them stays
            if ksbs:
                last = self.index(len(ksbs) - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.ksbs, self.methods = ksbs, methods
        self.endResetModel()

    def method_at(self, index: Index) -> AssessmentMethod | None:
        """Return the method whose column this is, None for the others."""
        at = index.column() - FIXED
        return self.methods[at] if index.isValid() and 0 <= at < len(self.methods) else None

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.ksbs)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else FIXED + len(self.methods) + 1

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section < FIXED:
                return (self.tr("KSB"), self.tr("What it asks for"))[section]
            at = section - FIXED
            return method_label(self.methods[at]) if at < len(self.methods) else self.tr("State")
        if role == Qt.ItemDataRole.ToolTipRole and 0 <= section - FIXED < len(self.methods):
            return plain_tip(self.methods[section - FIXED].title)
        is_words = section < FIXED or section == FIXED + len(self.methods)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_words:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        ksb, method = self.ksbs[index.row()], self.method_at(index)
        roles = Qt.ItemDataRole
        is_set = method is not None and method.id in ksb.methods
        if role == roles.AccessibleTextRole:
            if method is not None:
                state = self.tr("yes") if is_set else self.tr("no")
                return f"{ksb.code}, {method_label(method)}: {state}"
            return self._words(ksb, index.column())
        if role == roles.DisplayRole:
            return (
                ("✓" if is_set else "·") if method is not None else self._words(ksb, index.column())
            )
        if role == roles.ToolTipRole and index.column() == 1:
            return plain_tip(ksb.text)
        if role == roles.TextAlignmentRole and method is not None:
            return Qt.AlignmentFlag.AlignCenter
        if role == roles.ForegroundRole and index.column() == 0:
            return theme().colour(f"ksb.{ksb.kind.name.lower()}")
        if role == roles.FontRole and (is_set or index.column() == 0):
            return theme().font("body", strong=True)
        if role == roles.BackgroundRole and is_set:
            return theme().colour("status.ok_tint")
        return None

    def _words(self, ksb: Ksb, column: int) -> str:
        if column == 0:
            return f"{ksb.kind.mark} {ksb.code}"
        if column == 1:
            return ksb.short
        if not ksb.methods:
            return self.tr("Method not set")
        return self.tr("Confirmed") if ksb.methods_confirmed else self.tr("Not confirmed")


class MethodsGrid(QTableView):
    """The grid. Space, Enter or a click sets or clears a method; arrows move; Tab leaves."""

    toggled = Signal(str, str)  # KSB uid, method id

    def __init__(self) -> None:
        super().__init__()
        self.methods_model = MethodsModel()
        self.setModel(self.methods_model)
        self.setAccessibleName(self.tr("Assessment methods of every KSB"))
        self.setAccessibleDescription(self.tr("Space sets or clears a method"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setSectionsClickable(False)
        self.clicked.connect(self._toggle)
        self.methods_model.modelReset.connect(self._measure)
        theme().changed.connect(self._measure)
        self._measure()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _toggle(self, index: QModelIndex) -> None:
        method = self.methods_model.method_at(index)
        if method is not None:
            self.toggled.emit(self.methods_model.ksbs[index.row()].uid, method.id)

    def _measure(self) -> None:
        look = theme()
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        self.setMinimumHeight(look.px(320))
        header = self.horizontalHeader()
        last = self.methods_model.columnCount() - 1
        for section in range(self.methods_model.columnCount()):
            if section == 1:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(section, look.px(300))
            elif section == last:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
            else:
                words = str(self.methods_model.headerData(section, Qt.Orientation.Horizontal) or "")
                wide = self.fontMetrics().horizontalAdvance(words) + look.px(28)
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(section, max(look.px(76), wide))
        header.setMinimumSectionSize(look.px(60))
