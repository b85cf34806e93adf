"""Whom to chase: what was sent and is not back yet; reminders are drafted, never sent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.chasing import Chased
from portfolio_app.services import chasing
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import OBSERVATIONS, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

REF, WHAT, WHO, HOW, NEXT = range(5)


class ChaseView(QWidget):
    """The list, the most urgent first."""

    back_wanted = Signal()
    remind_wanted = Signal(str)  # observation uid

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._seen = WhenSeen(self, self._read_again)
        self._build()
        self._connect()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.table if self.table.rows_model.rows else self.back

    @property
    def rows(self) -> tuple[Chased, ...]:
        """Who is shown."""
        return self.table.rows_model.rows

    def _build(self) -> None:
        look = theme()
        self.back = QPushButton(self.tr("Back to the list"))
        icons.put(self.back, "arrow-left")
        self.remind = QPushButton(self.tr("Draft a reminder"))
        self.remind.setProperty("look", "primary")
        self.open = QPushButton(self.tr("Show the request"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for each in (self.back, self.remind, self.open):
            flow.addWidget(each)
        self.table = ListTable(
            (
                Column(self.tr("No."), lambda row: row.ref, width=84),
                Column(self.tr("What"), lambda row: row.title, stretch=True),
                Column(self.tr("Who"), lambda row: row.witness or "–", width=150),
                Column(self.tr("How it stands"), lambda row: row.words, width=290),
                Column(self.tr("Next"), _next_words, width=210),
            ),
            key=lambda row: row.uid,
            name=self.tr("Whom to chase"),
            sortable=False,
            many=False,
        )
        self.table.setObjectName("chase")
        self.nothing = EmptyState(
            "check",
            self.tr("Nobody to chase: nothing is out."),
            primary=(self.tr("Back to the list"), self.back_wanted.emit),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        self.note = label(self.tr("Reminders are drafted for you to send. This app sends nothing."),
                          "caption", wrap=True)  # fmt: skip
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("sm"))
        column.addWidget(label(self.tr("Whom to chase"), "subtitle"))
        column.addWidget(buttons)
        column.addWidget(self._stack, 1)
        column.addWidget(self.note)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda _=False: self.back_wanted.emit())
        self.remind.clicked.connect(lambda _=False: self._on_remind())
        self.open.clicked.connect(lambda _=False: self._on_open())
        self.table.opened.connect(lambda _: self._on_open())
        self.table.current_changed.connect(lambda _: self._show_allowed())
        self._seen.listen(self.workspace, {Topic.OBSERVATIONS})

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px, width = theme().px, self.width() - 2 * theme().space("md")
        self.table.setColumnHidden(NEXT, width < px(960))
        self.table.setColumnHidden(WHO, width < px(700))
        self.table.setColumnHidden(REF, width < px(560))

    def _read_again(self) -> None:
        self.workspace.look(chasing.chase, then=self._on_read, key="chase")

    def _on_read(self, rows: tuple[Chased, ...]) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget())
        first = not self.rows
        self.table.show_rows(rows)
        if rows and self.table.current_value() is None:
            self.table.selectRow(0)
        self._stack.setCurrentWidget(self.table if rows else self.nothing)
        self._show_allowed()
        if had_focus and first:
            self.first_focus().setFocus()

    def _show_allowed(self) -> None:
        row = self.table.current_value()
        self.open.setEnabled(row is not None)
        may = row is not None and row.may_remind and not self.workspace.readonly
        self.remind.setEnabled(may)
        reason = "" if may or row is None else self.tr("It was not sent yet.")
        self.remind.setToolTip(reason)

    def _on_remind(self) -> None:
        row = self.table.current_value()
        if row is not None and row.may_remind:
            self.remind_wanted.emit(row.uid)

    def _on_open(self) -> None:
        row = self.table.current_value()
        if row is not None:
            self.workspace.go(Place(OBSERVATIONS, item=row.uid))


def _next_words(row: Chased) -> str:
    return f"Due: {row.next}" if row.is_due else row.next
