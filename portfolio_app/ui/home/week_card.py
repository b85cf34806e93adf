"""This week: add, sort, log, think, done. Ten minutes are a whole visit (J2)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.this_week import DONE, captured_words
from portfolio_app.ui.home.home_state import Week
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class WeekCard(QFrame):
    """The card; what is pressed is said by signals."""

    add_wanted = Signal()
    sort_wanted = Signal()
    gap_wanted = Signal(str)  # uid of the KSB
    proposal_wanted = Signal()
    log_wanted = Signal()
    reminder_wanted = Signal()
    done_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._shown: Week | None = None
        self._build()

    def show_week(self, week: Week) -> None:
        """Show another state."""
        self._shown = week
        count = week.inbox
        self._inbox.setText(
            self.tr("2  Inbox: {0} to sort").format(count)
            if count
            else self.tr("2  Inbox: nothing to sort")
        )
        self._sort.setVisible(bool(count))
        gap = week.gap
        self._gap.setText(
            self.tr("4  A gap to think about: {0} {1}").format(gap.code, gap.short)
            if gap is not None
            else self.tr("4  No gap: every KSB has evidence")
        )
        self._open.setVisible(gap is not None)
        if gap is not None:
            self._open.setText(self.tr("Open {0}").format(gap.code))
        self._hours.setText(self.tr("3  Off-the-job: {0} this week").format(week.hours))
        reminds = self.tr("Reminder: {0}. Change…").format(week.reminder)
        self._reminder.setText(reminds if week.reminder else self.tr("Remind me weekly…"))
        for button in (self._log, self._reminder):
            button.setVisible(not week.is_readonly)
        self._due.setText(self.tr("5  Proposal: {0}").format(week.proposal))
        for widget in (self._due, self._proposal):
            widget.setVisible(bool(week.proposal))
        self._add.setVisible(not week.is_readonly)
        self._done.setVisible(not week.is_done and not week.is_readonly)
        self._said.setVisible(week.is_done)
        words = captured_words(*week.captured)
        self._captured.setText(words)
        self._captured.setVisible(bool(words))

    def _build(self) -> None:
        look = theme()
        column = QVBoxLayout(self)
        side, pad = look.space("lg"), look.space("md")
        column.setContentsMargins(side, pad, side, pad)
        column.setSpacing(look.space("sm"))
        column.addWidget(label(self.tr("This week"), "subtitle"))
        self._add = QPushButton(self.tr("Add"))
        self._add.setAccessibleDescription(self.tr("Anything to add?"))
        self._sort = QPushButton(self.tr("Sort"))
        self._sort.setAccessibleDescription(self.tr("Sort what is on the inbox"))
        self._open = QPushButton(self.tr("Open"))
        self._open.setAccessibleDescription(self.tr("A gap to think about"))
        self._proposal = QPushButton(self.tr("Open proposal"))
        self._proposal.setAccessibleDescription(self.tr("What of the proposal is due this week"))
        self._log = QPushButton(self.tr("Log"))
        self._log.setAccessibleDescription(self.tr("Log off-the-job time"))
        self._hours = label("", wrap=True)
        self._inbox, self._gap = label("", wrap=True), label("", wrap=True)
        self._due = label("", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space("md"))
        grid.setVerticalSpacing(look.space("sm"))
        rows: tuple[tuple[QLabel, QPushButton], ...] = (
            (label(self.tr("1  Anything to add?"), wrap=True), self._add),
            (self._inbox, self._sort),
            (self._hours, self._log),
            (self._gap, self._open),
            (self._due, self._proposal),
        )
        for row, (words, button) in enumerate(rows):
            grid.addWidget(words, row, 0)
            grid.addWidget(button, row, 1)
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        self._said = label(DONE, "strong", wrap=True)
        self._done = QPushButton(self.tr("Done for this week"))
        below = QWidget()
        beside = FlowLayout(below, look.space("sm"))
        self._reminder = QPushButton()
        self._reminder.setProperty("look", "link")
        beside.addWidget(self._done)
        beside.addWidget(self._reminder)
        column.addWidget(below)
        column.addWidget(self._said)
        self._captured = label("", "caption", wrap=True)
        column.addWidget(self._captured)
        column.addStretch()
        self._log.clicked.connect(lambda: self.log_wanted.emit())
        self._reminder.clicked.connect(lambda: self.reminder_wanted.emit())
        self._add.clicked.connect(lambda: self.add_wanted.emit())
        self._sort.clicked.connect(lambda: self.sort_wanted.emit())
        self._open.clicked.connect(self._on_open)
        self._proposal.clicked.connect(lambda: self.proposal_wanted.emit())
        self._done.clicked.connect(lambda: self.done_wanted.emit())

    def _on_open(self) -> None:
        if self._shown is not None and self._shown.gap is not None:
            self.gap_wanted.emit(self._shown.gap.uid)
