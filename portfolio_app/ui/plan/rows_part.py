"""A list of plan rows with the buttons that act on the chosen one, and its faults below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.planned import Planned
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.plan.timeline_state import State

LOW = 260  # pixels of height at 100 %, below which the rows need the room


class _Table(ListTable):
    """As ListTable; Delete asks to remove."""

    removal_wanted = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.removal_wanted.emit()
            return
        super().keyPressEvent(event)


class RowsPart(QWidget):
    """``opened`` and ``removal_wanted`` carry a row of the plan."""

    opened = Signal(object)
    removal_wanted = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        empty: EmptyState,
        parent: QWidget | None = None,
        *,
        readonly: bool = False,
        hide_below: Sequence[tuple[int, int]] = (),
    ) -> None:
        """``hide_below`` names columns left out below a width in pixels at 100 %."""
        super().__init__(parent)
        self._readonly = readonly
        self._hide_below = hide_below
        self.state: State | None = None
        look = theme()
        self._doings = QWidget()
        self._flow = FlowLayout(self._doings, look.space("sm"))
        self.said = label("", wrap=True)
        self.said.hide()
        self.table = _Table(columns, key=lambda row: row.uid, name=name, sortable=False, many=False)
        self.table.setObjectName(name)
        self.nothing = empty
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumHeight(look.size("row_comfortable") * 2)
        self.where = label("", "muted", wrap=True)
        self.wrong = label("", "warn", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(self._doings)
        column.addWidget(self.said)
        column.addWidget(self._stack, 1)
        column.addWidget(self.where)
        column.addWidget(self.wrong)
        self._of_row: list[tuple[QPushButton, Callable[[Planned], bool]]] = []
        self._buttons: list[QPushButton] = []
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more = QPushButton(self.tr("More"))
        self.more.setMenu(self._menu)
        self.more.hide()
        self._flow.addWidget(self.more)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._on_menu)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(lambda _: self.show_current())
        self.table.removal_wanted.connect(self._on_removal)

    @property
    def current(self) -> Planned | None:
        """The row that is chosen."""
        found: Any = self.table.current_value()
        return found if isinstance(found, Planned) else None

    def button(
        self,
        words: str,
        do: Callable[[], None],
        fits: Callable[[Planned], bool] | None = None,
        look: str = "",
    ) -> QPushButton:
        """Add a button; with ``fits`` it is for the chosen row, while that says so."""
        made = QPushButton(words)
        made.setProperty("look", look)
        made.setEnabled(not self._readonly)
        made.clicked.connect(lambda _=False: do())
        self._flow.removeWidget(self.more)
        self._flow.addWidget(made)
        self._flow.addWidget(self.more)
        self._buttons.append(made)
        if fits is not None:
            self._of_row.append((made, fits))
        return made

    def show_rows(self, state: State, rows: Sequence[Planned], said: str = "") -> None:
        """Show these rows, and what is said above them."""
        self.state = state
        self.table.show_rows(rows)
        if rows and self.current is None:
            self.table.selectRow(0)
        self.said.setText(said)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._doings.setVisible(bool(rows))  # the empty state has its own
        for button in self.nothing.buttons:
            button.setEnabled(not self._readonly)
        self.show_current()

    def show_current(self) -> None:
        """Show what is known of the chosen row."""
        row = self.current
        for button, fits in self._of_row:
            button.setEnabled(not self._readonly and row is not None and fits(row))
            button.setAccessibleDescription(row.title if row is not None else "")
        faults = self.state.faults.get(row.uid, ()) if self.state is not None and row else ()
        self.wrong.setText(" ".join(each.words for each in faults))
        self.where.setText(self.about(row) if row is not None else "")
        self._fit()

    def about(self, row: Planned) -> str:
        """Return what is said below the list of the chosen row."""
        return str(getattr(row.content, "note", ""))

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.table if self._stack.currentIndex() == 0 else self.nothing.buttons[0]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, below in self._hide_below:
            self.table.setColumnHidden(column, event.size().width() < theme().px(below))
        self._fit()

    def _fit(self) -> None:
        """Give the room to the rows where there is little: what else is done goes into a menu."""
        is_low = 0 < self.height() < theme().px(LOW)
        self.more.setVisible(is_low and len(self._buttons) > 1)
        for button in self._buttons[1:]:
            button.setVisible(not is_low)
        for words in (self.said, self.where, self.wrong):
            words.setVisible(bool(words.text()) and not is_low)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for button in self._buttons[1:]:
            action = self._menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)

    def _on_menu(self, where: QPoint) -> None:
        if self.current is not None:
            self._menu.popup(self.table.viewport().mapToGlobal(where))

    def _on_removal(self) -> None:
        row = self.current
        if row is not None and not self._readonly:
            self.removal_wanted.emit(row)
