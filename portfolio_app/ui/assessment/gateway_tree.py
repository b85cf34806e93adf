"""The gateway list as a tree: groups, and beneath each its rows with state, proof and owner."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget
from typing_extensions import override

from portfolio_app.domain.gateway import Gateway, GatewayRow, owner_words
from portfolio_app.domain.planned import GatewayState
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.list_rows import read_one_by_one
from portfolio_app.ui.kit.theme import theme

STATE, WHAT, PROOF, OWNER = range(4)
_VALUE = Qt.ItemDataRole.UserRole
_SIGNS = {
    GatewayState.DONE: ("circle-check", "status.ok"),
    GatewayState.TO_DO: ("circle-dashed", "text.muted"),
    GatewayState.ELSEWHERE: ("clock", "text.muted"),
    GatewayState.EXCEPTION: ("file-check", "status.info"),
}
_NO_PROOF_BELOW = 860  # pixels at 100 %: the details say it
_NO_OWNER_BELOW = 560
_UPWARDS = (
    QAbstractItemView.CursorAction.MoveUp,
    QAbstractItemView.CursorAction.MovePrevious,
    QAbstractItemView.CursorAction.MovePageUp,
)


class GatewayTree(QTreeView):
    """Enter goes where a row is done; the details show the current one."""

    opened = Signal(object)  # GatewayRow
    current_changed = Signal(object)  # GatewayRow or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(0, 4, self)
        self._model.setHorizontalHeaderLabels(
            [self.tr("What"), self.tr("State"), self.tr("What shows it"), self.tr("Whose")]
        )
        self.setModel(self._model)
        self.setAccessibleName(self.tr("Gateway list"))
        read_one_by_one(self)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        self.setAllColumnsShowFocus(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.doubleClicked.connect(self._on_opened)
        self.selectionModel().currentChanged.connect(self._on_current)
        theme().changed.connect(self._look_again)
        self._gateway = Gateway()

    @property
    def current(self) -> GatewayRow | None:
        """The row that is current, None on a group."""
        found = self._row_at(self.currentIndex())
        return found if isinstance(found, GatewayRow) else None

    def show_gateway(self, gateway: Gateway) -> None:
        """Show the list; the current row stays, at first it is the first that is left."""
        kept = self.current
        scrolled = self.verticalScrollBar().value()
        self._gateway = gateway
        self._fill()
        first = next((each for each in gateway.rows if each.is_left), None)
        wanted = kept or first or (gateway.rows[0] if gateway.rows else None)
        if wanted is not None and not self.select(wanted.id) and gateway.rows:
            self.select(gateway.rows[0].id)
        if kept is not None:
            self.verticalScrollBar().setValue(scrolled)
        self.current_changed.emit(self.current)

    def select(self, row_id: str) -> bool:
        """Make a row current; False when it is not there."""
        for at in range(self._model.rowCount()):
            group = self._model.index(at, 0)
            for below in range(self._model.rowCount(group)):
                index = self._model.index(below, 0, group)
                row = self._row_at(index)
                if row is not None and row.id == row_id:
                    self.setCurrentIndex(index)
                    self.scrollTo(index)
                    return True
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_opened(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def moveCursor(
        self,
        cursorAction: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        found = super().moveCursor(cursorAction, modifiers)
        step = self.indexAbove if cursorAction in _UPWARDS else self.indexBelow
        while found.isValid() and self._row_at(found) is None:  # groups are passed over
            found = step(found)
        return found if found.isValid() else self.currentIndex()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()

    def _fill(self) -> None:
        self._model.removeRows(0, self._model.rowCount())
        height = theme().row_height
        for group, title in self._gateway.groups:
            head = QStandardItem(title)
            head.setFont(theme().font("body", strong=True))
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            head.setSizeHint(QSize(0, height))
            self._model.appendRow([head, *(_named(title) for _ in range(3))])
            for row in self._gateway.of_group(group):
                head.appendRow(self._cells(row, height))
            at = self._model.rowCount() - 1
            self.setFirstColumnSpanned(at, QModelIndex(), True)  # noqa: FBT003 - Qt's own
        self.expandAll()
        self._measure()

    def _cells(self, row: GatewayRow, height: int) -> list[QStandardItem]:
        name, ink = ("x", "text.muted") if row.is_off else _SIGNS[row.state]
        proof = " · ".join(part for part in (row.proof, row.said) if part)
        words = (row.title, row.state_words, proof, owner_words(row.owner))
        cells = [QStandardItem(each) for each in words]
        sign = icons.pixmap(name, theme().size("icon_small"), ink)
        cells[1].setIcon(icons.in_every_mode(sign))
        for cell, told in zip(cells, words, strict=True):
            cell.setData(row, _VALUE)
            cell.setToolTip(plain_tip(told) if told else "")
            cell.setSizeHint(QSize(0, height))
        cells[2].setAccessibleText(proof or self.tr("Nothing shows it yet"))
        cells[0].setAccessibleText(f"{row.title}, {row.state_words}, {owner_words(row.owner)}")
        cells[0].setAccessibleDescription(proof)
        return cells

    def _row_at(self, index: QModelIndex) -> GatewayRow | None:
        found = index.siblingAtColumn(0).data(_VALUE) if index.isValid() else None
        return found if isinstance(found, GatewayRow) else None

    def _on_opened(self, index: QModelIndex) -> None:
        row = self._row_at(index)
        if row is not None:
            self.opened.emit(row)

    def _on_current(self) -> None:
        self.current_changed.emit(self.current)

    def _look_again(self) -> None:
        kept = self.current
        self._fill()
        if kept is not None:
            self.select(kept.id)

    def _measure(self) -> None:
        look = theme()
        header = self.header()
        self.setIndentation(look.space("md"))
        size = look.size("icon_small")
        self.setIconSize(QSize(size, size))
        metrics = QFontMetrics(look.font("body"))
        states = [each.state_words for each in self._gateway.rows] or ["To do"]
        owners = [owner_words(each.owner) for each in self._gateway.rows] or ["You"]
        gap = look.space("xl") + look.space("md")
        state = max(metrics.horizontalAdvance(each) for each in states) + size + gap
        owner = max(metrics.horizontalAdvance(each) for each in owners) + gap
        width = self.viewport().width()
        header.setSectionHidden(2, width < look.px(_NO_PROOF_BELOW))
        header.setSectionHidden(3, width < look.px(_NO_OWNER_BELOW))
        modes = QHeaderView.ResizeMode
        for section, room in ((1, min(state, width // 2)), (3, min(owner, width // 3))):
            header.setSectionResizeMode(section, modes.Fixed)
            header.resizeSection(section, room)
        for section in (0, 2):
            header.setSectionResizeMode(section, modes.Stretch)


def _named(title: str) -> QStandardItem:
    """Return an empty cell of a group's row, which is one cell across all of it."""
    made = QStandardItem()
    made.setFlags(Qt.ItemFlag.ItemIsEnabled)
    made.setAccessibleText(title)
    return made
