"""Actions of review meetings as a list, with what can be done with the one chosen."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.planned import Planned, Standing
from portfolio_app.domain.reviews import action_of, is_open
from portfolio_app.problems import PortfolioError
from portfolio_app.services import plan, review_actions
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.new_day import now
from portfolio_app.ui.kit.places import OBSERVATIONS, PLAN, Place
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.reviews_state import action_by, action_owner, action_standing

MOST_ROWS = 8  # in view at once
LARGE = 150  # % from which on a list has fewer columns


class ActionTable(QWidget):
    """``change_wanted`` carries the action that is to be changed."""

    change_wanted = Signal(object)  # Planned

    def __init__(self, workspace: Workspace, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        look = theme()
        self.table = ListTable(
            (
                Column(self.tr("Action"), lambda row: row.title, stretch=True, sortable=False),
                Column(self.tr("Whose"), action_owner, width=150, sortable=False),
                Column(self.tr("By"), action_by, width=150, sortable=False),
                Column(self.tr("Stands at"), action_standing, width=96, sortable=False),
            ),
            key=lambda row: row.uid,
            name=name,
            sortable=False,
            many=False,
        )
        self.done = QPushButton(self.tr("Done"))
        self.goal = QPushButton(self.tr("Into the learning plan"))
        self.ask = QPushButton(self.tr("Ask for an observation"))
        self.change = QPushButton(self.tr("Change"))
        self.remove = QPushButton(self.tr("Remove"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.done, self.goal, self.ask, self.change, self.remove):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(self.table)
        column.addWidget(buttons)
        self.done.clicked.connect(lambda _=False: self._on_done())
        self.goal.clicked.connect(lambda _=False: self._on_goal())
        self.ask.clicked.connect(lambda _=False: self._on_ask())
        self.change.clicked.connect(lambda _=False: self._on_change())
        self.remove.clicked.connect(lambda _=False: self._on_remove())
        self.table.opened.connect(lambda _: self._on_change())
        self.table.current_changed.connect(lambda _: self._show_allowed())
        look.changed.connect(self._measure)
        self.show_rows(())

    def show_rows(self, rows: tuple[Planned, ...]) -> None:
        """Show other actions; without any, nothing of it is in view."""
        self.table.show_rows(rows)
        if rows and self.table.current_value() is None:
            self.table.selectRow(0)
        self.setVisible(bool(rows))
        self._measure()
        self._show_allowed()

    @property
    def current(self) -> Planned | None:
        """The action that is chosen."""
        found = self.table.current_value()
        return found if isinstance(found, Planned) else None

    def _measure(self) -> None:
        rows = min(max(len(self.table.rows_model.rows), 1), MOST_ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(theme().row_height * rows + header + 4)
        is_large = theme().scale >= LARGE
        self.table.setColumnHidden(1, is_large)

    def _show_allowed(self) -> None:
        row = self.current
        can = row is not None and not self._workspace.readonly
        for button in (self.done, self.change, self.remove):
            button.setEnabled(can)
        is_new = can and row is not None and not action_of(row).became
        became = "" if is_new or row is None else self.tr("Something became of it already")
        for button in (self.goal, self.ask):
            button.setEnabled(is_new)
            button.setToolTip(became)
        is_done = row is not None and not is_open(row)
        self.done.setText(self.tr("Not done") if is_done else self.tr("Done"))

    def _on_done(self) -> None:
        row = self.current
        if row is not None:
            standing = Standing.DONE if is_open(row) else Standing.OPEN
            self._workspace.do(review_actions.stand, row.uid, standing, _today(), toast=True)

    def _on_goal(self) -> None:
        row = self.current
        if row is not None:
            self._workspace.do(
                review_actions.into_goal, row.uid, toast=True,
                then=self._on_goal_made, failed=self._on_no,
            )  # fmt: skip

    def _on_goal_made(self, changes: Changes) -> None:
        self._workspace.go(Place(PLAN, tab="learning", row=changes.focus, want="change"))

    def _on_ask(self) -> None:
        row = self.current
        if row is not None:
            self._workspace.do(
                review_actions.into_request, row.uid, toast=True,
                then=self._on_asked, failed=self._on_no,
            )  # fmt: skip

    def _on_asked(self, changes: Changes) -> None:
        self._workspace.go(Place(OBSERVATIONS, item=changes.focus))

    def _on_change(self) -> None:
        row = self.current
        if row is not None and not self._workspace.readonly:
            self.change_wanted.emit(row)

    def _on_remove(self) -> None:
        row = self.current
        if row is not None:
            self._workspace.do(plan.remove, row.uid, toast=True, failed=self._on_no)

    def _on_no(self, error: BaseException) -> None:
        refuse(self, self._workspace, error)


def refuse(parent: QWidget, workspace: Workspace, error: BaseException) -> None:
    """Say why something was refused, in its own words."""
    if isinstance(error, PortfolioError):
        messages.tell(parent, messages.of_error(error))
    else:
        workspace.trouble.emit(error)


def refuser(parent: QWidget, workspace: Workspace) -> partial[None]:
    """Return what says it, for ``failed``."""
    return partial(refuse, parent, workspace)


def _today() -> date:
    return now().date()
