"""Off-the-job time: where it stands, a week at a time, month by month, every entry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.days import day_words, month_words
from portfolio_app.domain.hours import Entry
from portfolio_app.domain.hours_weeks import Month, days_later, monday_of, week
from portfolio_app.domain.minutes import hours_words, minutes_words
from portfolio_app.services import hours, hours_export
from portfolio_app.ui.kit import icons, messages, new_day
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.tabs import tab_bar
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.entries_part import NARROW, EntriesPart
from portfolio_app.ui.plan.hours_state import HoursState, read_state
from portfolio_app.ui.plan.log_dialog import LogDialog
from portfolio_app.ui.plan.week_grid import WeekGrid

WEEK, MONTHS, ENTRIES = range(3)
LARGE = 150  # per cent of text size, from which the rows need the room
LEAST_HEIGHT = 250  # pixels at 100 % that the week, the months or the entries have at least
_MINE = {Topic.HOURS, Topic.PLAN, Topic.PORTFOLIO, Topic.EVIDENCE}


class HoursView(QWidget):
    """The tab. ``Place(PLAN, tab="hours", row=uid)`` shows an entry; ``want="log"`` logs one."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._state: HoursState | None = None
        self._monday = monday_of(_today())
        self._wanted = ""  # uid of the entry to show next
        self._seen = WhenSeen(self, self._read)
        self._build()
        self._connect()
        self._seen.listen(workspace, _MINE)

    # what the page asks for

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self._state is not None and not self._seen.is_due

    def show_place(self, place: Place) -> None:
        """Show an entry's week, or begin what is wanted."""
        if place.row:
            self._wanted = place.row
            self._take_wanted()
        doings = {"log": self.log_new, "import": self._on_import, "target": self._on_target,
                  "patterns": self._on_patterns}  # fmt: skip
        if place.want == "save":
            self._on_save()
        elif place.want in doings and not self.workspace.readonly:
            doings[place.want]()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what this view does for actions of the table."""
        return {"find": self._on_find}

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        if self._stack.currentWidget() is self.empty:
            return self.empty.buttons[0]
        return (self.grid, self.months, self.list.table)[self.tabs.currentIndex()]

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts that F6 goes to."""
        return (self._tools, self._shown)

    @property
    def _rarer(self) -> tuple[QPushButton, ...]:
        """What can wait where there is little room."""
        return (self.patterns, self.import_button, self.save, self.target)

    # building

    def _build(self) -> None:
        """Build from the outside in: what is put into something styled is styled once."""
        look = theme()
        scroll = QScrollArea(self)  # with large letters the whole is higher than the window
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        inside = QWidget()
        inside.setProperty("look", "window")
        scroll.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        self.position = label("", "subtitle", wrap=True)
        self.totals = label("", "muted", wrap=True)
        self.record = label(hours.rules().record, "caption", wrap=True)
        self._waiting, self._tools = QWidget(), QWidget()
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        for widget in (self.position, self.totals, self._waiting, self._tools):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        column.addWidget(self.record)
        self._build_waiting()
        self._build_tools()
        self._build_shown()
        self.empty = EmptyState(
            "clock",
            self.tr("Nothing logged yet. Log what you learned in paid hours away from your job."),
            primary=(self.tr("Log the first half hour"), self.log_new),
            secondary=(self.tr("Import your provider's record"), self._on_import),
            parent=self._stack,
        )
        self._stack.addWidget(self.empty)
        for each in (self.grid, self.months, self.list.table):
            each.installEventFilter(self)
        self._waiting.hide()
        self._allow()

    def _build_waiting(self) -> None:
        look = theme()
        flow = FlowLayout(self._waiting, look.space("sm"))
        self.waiting_words = label("", "muted", wrap=True)
        self.waiting_words.setMinimumHeight(look.size("control_height"))
        self.take = QPushButton(self.tr("Log it"))
        flow.addWidget(self.waiting_words)
        flow.addWidget(self.take)

    def _build_tools(self) -> None:
        flow = FlowLayout(self._tools, theme().space("sm"))
        self.log = QPushButton(self.tr("Log…"))
        self.log.setProperty("look", "primary")
        self.log.setToolTip("Ctrl+L")
        icons.put(self.log, "plus", "accent.on_fill")
        self.target = QPushButton(self.tr("Target, and what counts…"))
        self.patterns = QPushButton(self.tr("Patterns…"))
        self.import_button = QPushButton(self.tr("Import…"))
        icons.put(self.import_button, "table")
        self.save = QPushButton(self.tr("Save as…"))
        icons.put(self.save, "download")
        self.more = QPushButton(self.tr("More"))
        self.more.setCheckable(True)
        for button in (self.log, self.more, *self._rarer):
            flow.addWidget(button)

    def _build_shown(self) -> None:
        self._shown = QWidget()
        self._stack.addWidget(self._shown)
        inner = QVBoxLayout(self._shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme().space("sm"))
        self.tabs = tab_bar(
            self.tr("Off-the-job time"), [self.tr("Week"), self.tr("Months"), self.tr("Entries")]
        )
        self._parts = QStackedWidget()
        inner.addWidget(self.tabs)
        inner.addWidget(self._parts, 1)
        week_part = QWidget()
        self._parts.addWidget(week_part)
        self._build_week(week_part)
        self._parts.addWidget(self._build_months())
        self.list = EntriesPart(self._parts, readonly=self.workspace.readonly)
        self._parts.addWidget(self.list)

    def _build_week(self, part: QWidget) -> None:
        look = theme()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        turning = QWidget()
        column.addWidget(turning)
        self.before = QPushButton()
        self.after = QPushButton()
        self.now = QPushButton(self.tr("This week"))
        for button, icon, words in (
            (self.before, "chevron-left", self.tr("Week before")),
            (self.after, "chevron-right", self.tr("Week after")),
        ):
            icons.put(button, icon)
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.week_words = label("", "strong")
        self.week_words.setMinimumHeight(look.size("control_height"))
        flow = FlowLayout(turning, look.space("sm"))
        for widget in (self.before, self.after, self.now, self.week_words):
            flow.addWidget(widget)
        self.grid = WeekGrid(self.tr("Week of off-the-job time"), part)
        column.addWidget(self.grid, 1)

    def _build_months(self) -> QWidget:
        self.months = ListTable(
            (
                Column(self.tr("Month"), lambda month: month_words(month.month), stretch=True,
                       sort=lambda month: month.month),
                Column(self.tr("Logged"), lambda month: minutes_words(month.minutes) or "–",
                       width=90, right=True, sort=lambda month: month.minutes),
                Column(self.tr("Planned"), lambda month: _planned(month.planned), width=90,
                       right=True, sort=lambda month: month.planned or 0),
                Column(self.tr("In all"), lambda month: minutes_words(month.so_far) or "–",
                       width=96, right=True, sort=lambda month: month.so_far),
                Column(self.tr("Planned in all"), lambda month: _planned(month.planned_so_far),
                       width=130, right=True, sort=lambda month: month.planned_so_far or 0),
            ),
            key=lambda month: month.month, name=self.tr("Months"), many=False,
        )  # fmt: skip
        self.months.setObjectName("months")
        return self.months

    def _connect(self) -> None:
        self.log.clicked.connect(lambda _=False: self.log_new())
        self.target.clicked.connect(lambda _=False: self._on_target())
        self.patterns.clicked.connect(lambda _=False: self._on_patterns())
        self.import_button.clicked.connect(lambda _=False: self._on_import())
        self.save.clicked.connect(lambda _=False: self._on_save())
        self.take.clicked.connect(lambda _=False: self.workspace.do(hours.log_captures, toast=True))
        self.more.toggled.connect(lambda _: self._fit())
        self.tabs.currentChanged.connect(self._on_tab)
        self.before.clicked.connect(lambda _=False: self.turn(-1))
        self.after.clicked.connect(lambda _=False: self.turn(1))
        self.now.clicked.connect(lambda _=False: self._show_week_of(_today()))
        self.grid.turned.connect(self.turn)
        self.grid.opened.connect(self._on_opened)
        self.grid.log_wanted.connect(self.log_new)
        self.grid.remove_wanted.connect(self.remove)
        self.months.opened.connect(self._on_month)
        self.list.opened.connect(self._on_opened)
        self.list.remove_wanted.connect(lambda chosen: self.remove(*chosen))
        theme().changed.connect(self._fit)
        new_day.new_day().came.connect(self._seen.ask)

    # showing

    def _read(self) -> None:
        self.workspace.look(read_state, _today(), then=self._show, key="hours")

    def _show(self, state: HoursState) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget())
        was_empty = self._stack.currentWidget() is self.empty
        self._state = state
        self.position.setText(state.position.words)
        if not state.target.minutes:
            self.totals.setText(
                self.tr("{0} · no target yet: type the hours of your training plan.").format(
                    state.totals
                )
            )
        elif state.position.planned is None:
            self.totals.setText(
                self.tr("{0} · no planned line: start and gateway are needed.").format(state.totals)
            )
        else:
            self.totals.setText(
                self.tr("{0} · planned by now {1}").format(
                    state.totals, hours_words(state.position.planned)
                )
            )
        self._show_waiting(state)
        self._show_months(state)
        self._show_week()
        self.list.show_state(state)
        self._stack.setCurrentWidget(self._shown if state.entries else self.empty)
        self._take_wanted()
        self._fit()
        if had_focus and was_empty and state.entries:
            self.first_focus().setFocus()

    def _show_waiting(self, state: HoursState) -> None:
        count = len(state.to_log)
        self._waiting.setVisible(bool(count) and not self.workspace.readonly)
        if count:
            total = hours_words(sum(each.minutes for each in state.to_log))
            words = (
                self.tr("1 capture has off-the-job time that isn't logged: {0}.")
                if count == 1
                else self.tr("{1} captures have off-the-job time that isn't logged: {0}.")
            )
            self.waiting_words.setText(words.format(total, count))

    def _show_months(self, state: HoursState) -> None:
        self.months.show_rows(tuple(reversed(state.months)))

    def _show_week(self, current: str = "") -> None:
        state = self._state
        if state is None:
            return
        days = week(state.entries, self._monday)
        total = sum(each.minutes for each in days)
        self.week_words.setText(
            self.tr("Week of {0} · {1}").format(day_words(self._monday), hours_words(total))
        )
        is_now = self._monday == monday_of(state.today)
        self.now.setEnabled(not is_now)
        self.grid.show_days(days, current or (state.today if is_now else self._monday))

    def _fit(self) -> None:
        """Give the room to the rows where there is little: columns that can wait are hidden."""
        look = theme()
        wide = self.width() - 2 * look.space("lg")
        self.list.fit(wide)
        self.months.setColumnHidden(4, wide < look.px(NARROW - 260))
        self._stack.setMinimumHeight(look.px(LEAST_HEIGHT))
        is_large = look.scale >= LARGE
        self.more.setVisible(is_large)
        for button in self._rarer:
            button.setVisible(not is_large or self.more.isChecked())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched)
        return False

    def _allow(self) -> None:
        may = not self.workspace.readonly
        for button in (self.log, self.import_button, self.take):
            button.setEnabled(may)
        for button in self.empty.buttons:
            button.setEnabled(may)

    # going

    def turn(self, weeks: int) -> None:
        """Go so many weeks on, or back."""
        monday = days_later(self._monday, 7 * weeks)
        self._show_week_of(monday)
        announcer().say(self.week_words.text())

    def _show_week_of(self, day: str) -> None:
        self._monday = monday_of(day)
        self._show_week(day)

    def _take_wanted(self) -> None:
        state = self._state
        if state is None or not self._wanted:
            return
        entry = next((each for each in state.entries if each.uid == self._wanted), None)
        if entry is not None:
            self._wanted = ""
            self.tabs.setCurrentIndex(ENTRIES)
            self.list.select(entry)
            self._show_week_of(entry.day)

    def _on_tab(self, index: int) -> None:
        self._parts.setCurrentIndex(index)

    def _on_month(self, month: Month) -> None:
        self.tabs.setCurrentIndex(ENTRIES)
        self.list.show_month(month.month)

    def _on_find(self) -> None:
        self.tabs.setCurrentIndex(ENTRIES)
        self.list.focus_filter()

    # doing

    def log_new(self, day: str = "") -> None:
        """Open the quick log, for a day or for today."""
        if not self.workspace.readonly:
            entry = Entry("", day, 0) if day else None
            LogDialog(self, self.workspace, entry).open()

    def remove(self, *entries: Entry) -> None:
        """Remove entries; Undo brings them back."""
        if entries and not self.workspace.readonly:
            self.workspace.do(hours.remove, *(each.uid for each in entries), toast=True)

    def _on_opened(self, entry: Entry) -> None:
        LogDialog(self, self.workspace, entry).open()

    def _on_target(self) -> None:
        from portfolio_app.ui.plan.target_dialog import TargetDialog

        TargetDialog(self, self.workspace).open()

    def _on_patterns(self) -> None:
        from portfolio_app.ui.plan.patterns_dialog import PatternsDialog

        PatternsDialog(self, self.workspace, self._monday).open()

    def _on_import(self) -> None:
        from portfolio_app.ui.plan import hours_import_dialog

        hours_import_dialog.begin(self, self.workspace)

    def _on_save(self) -> None:
        filters = self.tr("PDF document (*.pdf);;CSV (*.csv);;Excel workbook (*.xlsx)")
        title = self.tr("Save off-the-job time")
        start = Path.home() / "Off-the-job training.pdf"
        messages.choose_save(self, title, self._on_place, start, filters)

    def _on_place(self, paths: list[Path]) -> None:
        (out,) = paths
        title, told = self.tr("Writing the off-the-job time"), partial(self._on_written, out)
        if out.suffix.casefold() == ".pdf":
            self.workspace.start(title, hours_export.save_pdf, out, _today(), then=told)
        else:
            self.workspace.start(title, hours_export.save_table, out, then=told)

    def _on_written(self, out: Path, _count: int) -> None:
        self.workspace.tell(self.tr("Off-the-job time written to {0}").format(out.name))


def _planned(minutes: int | None) -> str:
    return "–" if minutes is None else minutes_words(minutes) or "0h 00"


def _today() -> str:
    return new_day.now().date().isoformat()
