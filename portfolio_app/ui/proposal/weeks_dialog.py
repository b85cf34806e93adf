"""The twelve weeks: the dates they go by, week by week what is to be done, and the milestones."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.clock import (
    EARLIEST,
    NOT_YET,
    Clock,
    Dates,
    Milestone,
    day_this_year,
    due_this_week,
    weeks,
)
from portfolio_app.domain.days import day_words
from portfolio_app.domain.limits import rule_in_force, source_of
from portfolio_app.services import clock
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import NO_DAY, DayField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine

STACK_FROM = 150  # per cent of text size, from which the day stands under the words
MINE = frozenset({Topic.PROPOSAL, Topic.PORTFOLIO, Topic.STANDARD})


@dataclass(frozen=True, slots=True)
class State:
    """What the dialog shows, read at one moment."""

    clock: Clock
    dates: Dates
    milestones: tuple[Milestone, ...]
    source: str


def read_state(store: Store) -> State:
    """Return it as it is now."""
    standard = queries.standard.standard(store)
    rule = rule_in_force(standard, "proposal.weeks")
    said = f"{rule.text} {rule.note} {source_of(standard, rule)}" if rule is not None else ""
    return State(clock.now(store), clock.dates(store), clock.milestones(store), said)


class WeeksDialog(QDialog):
    """Everything is kept as it is typed; nothing waits for a button at the end."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent.window())
        self.workspace = workspace
        self.state: State | None = None
        self._must_focus = ""
        self.ticks: dict[str, QCheckBox] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("The twelve weeks"))
        self._build(parent)
        workspace.changed.connect(self._on_changed)
        self._read()

    # building

    def _build(self, parent: QWidget) -> None:
        look = theme()
        may = not self.workspace.readonly
        column = Column()
        self.state_words = label("", "strong", wrap=True)
        column.add(self.state_words)
        self.lock = label("", "warn", wrap=True)
        column.add(self.lock)
        column.heading(self.tr("Dates"))
        self.epao = DayField(self.tr("The date your EPAO counts from"))
        self.approved = DayField(self.tr("The day the EPAO approved the scope"))
        self.due = DayField(self.tr("The day your EPAO says it is due"))
        dates = QWidget()
        flow = FlowLayout(dates, look.space("sm"))
        for words, field, name in (
            (self.tr("Your &EPAO counts from"), self.epao, "epao"),
            (self.tr("Scope &approved on"), self.approved, "scope_approved"),
            (self.tr("&Due, if your EPAO gave a day"), self.due, "due"),
        ):
            field.setFixedWidth(look.px(190))
            field.setReadOnly(not may)
            field.day_changed.connect(lambda day, name=name: self._on_day(name, day))
            flow.addWidget(above(words, field))
        column.add(dates)
        self.gateway = label("", "caption", wrap=True)
        column.add(self.gateway)
        self.wrong = WrongLine()
        column.add(self.wrong)
        self._build_allowed(column, may=may)
        column.heading(self.tr("To be done"))
        self.list_words = label("", "muted", wrap=True)
        column.add(self.list_words)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.space("md"))
        self._grid.setVerticalSpacing(look.space("xs"))
        self._grid.setColumnStretch(1, 1)
        column.add(self._rows)
        self._build_adding(column, may=may)
        self.source = label("", "caption", wrap=True)
        column.add(self.source)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.addWidget(column, 1)
        whole.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        room = parent.window()
        self.resize(
            min(look.px(720), room.width() - look.space("xl")),
            min(look.px(640), room.height() - look.space("xl")),
        )

    def _build_allowed(self, column: Column, *, may: bool) -> None:
        look = theme()
        self.allowed_words = label("", wrap=True)
        self.by = LineField()
        self.by.setPlaceholderText(self.tr("Such as: my EPAO, by e-mail; or the plan, page 6"))
        self.on = DayField(self.tr("When that was said"))
        self.on.setFixedWidth(look.px(190))
        self.allow = QPushButton(self.tr("My plan or EPAO allows it"))
        self.allow.setAutoDefault(False)
        self.withdraw = QPushButton(self.tr("It is not allowed after all"))
        self.withdraw.setAutoDefault(False)
        self._allowing = QWidget()
        rows = QVBoxLayout(self._allowing)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(look.space("sm"))
        rows.addWidget(label(self.tr("Drafting before the clock"), "subtitle"))
        rows.addWidget(above(self.tr("&Who allows it"), self.by))
        rows.addWidget(above(self.tr("Whe&n that was said"), self.on))
        rows.addWidget(self.allow, 0, Qt.AlignmentFlag.AlignLeft)
        column.add(self._allowing)
        column.add(self.allowed_words)
        column.add(self.withdraw)
        for widget in (self.by, self.on, self.allow, self.withdraw):
            widget.setEnabled(may)
        self.allow.clicked.connect(lambda _=False: self._on_allow())
        self.withdraw.clicked.connect(lambda _=False: self._do(clock.not_allowed))

    def _build_adding(self, column: Column, *, may: bool) -> None:
        look = theme()
        self.title = LineField()
        self.title.setPlaceholderText(self.tr("Such as: draft to my line manager"))
        self.day = DayField(self.tr("By when"))
        self.day.setFixedWidth(look.px(190))
        self.add = QPushButton(self.tr("Add"))
        self.add.setAutoDefault(False)
        adding = QWidget()
        rows = QVBoxLayout(adding)
        rows.setContentsMargins(0, look.space("sm"), 0, 0)
        rows.setSpacing(look.space("sm"))
        rows.addWidget(above(self.tr("What is &to be done"), self.title))
        rows.addWidget(above(self.tr("&By when"), self.day))
        rows.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        adding.setVisible(may)
        column.add(adding)
        self.add.clicked.connect(lambda _=False: self._on_add())
        self.title.returnPressed.connect(self._on_add)

    # showing

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & MINE:
            self._read()

    def _read(self) -> None:
        self.workspace.look(read_state, then=self._show, key="proposal weeks")

    def _show(self, state: State) -> None:
        is_first, self.state = self.state is None, state
        now, dates = state.clock, state.dates
        said = now.words or self.tr("This standard states no weeks for the proposal.")
        self.state_words.setText(said)
        self.lock.setText("" if now.may_write else NOT_YET)
        self.lock.setVisible(not now.may_write)
        for field, day in (
            (self.epao, dates.epao), (self.approved, dates.scope_approved), (self.due, dates.due),
        ):  # fmt: skip
            if is_first or not field.hasFocus():
                field.set_day(day)
        gateway = day_words(dates.gateway) or self.tr("not known")
        self.gateway.setText(
            self.tr(
                "Gateway: {0}, as typed under Settings, You. Until your EPAO's date is typed here, "
                "the earlier of gateway and approval of the scope is used: {1}."
            ).format(gateway, EARLIEST)
        )
        is_allowed = bool(dates.allowed_by)
        self._allowing.setVisible(not is_allowed and not now.has_started and now.asks)
        self.allowed_words.setVisible(is_allowed)
        self.withdraw.setVisible(is_allowed)
        self.allowed_words.setText(
            self.tr("Drafting before the clock is allowed by {0}, {1}.").format(
                dates.allowed_by, day_words(dates.allowed_on)
            )
        )
        self.source.setText(state.source)
        self._show_rows(state)

    def _show_rows(self, state: State) -> None:
        soon = {each.uid for each in due_this_week(state.milestones, clock.today())}
        open_count = len(soon)
        if not state.milestones:
            words = self.tr("Nothing yet. Type what has to be ready when.")
        elif open_count == 1:
            words = self.tr("Due this week: 1.")
        else:
            words = self.tr("Due this week: {0}.").format(open_count or self.tr("nothing"))
        self.list_words.setText(words)
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.ticks = {}
        at = 0
        shown: set[str] = set()
        for week in weeks(state.clock, state.milestones):
            name = self.tr("Week {0}").format(week.number)
            days = (
                f"{day_this_year(week.begins, week.ends)} – {day_this_year(week.ends, week.begins)}"
            )
            head = label(f"{name}  {days}", "strong" if week.is_now else "caption", wrap=True)
            if week.is_now:
                head.setText(self.tr("{0}  {1}, this week").format(name, days))
            self._grid.addWidget(head, at, 0, 1, 4)
            at += 1
            for each in week.milestones:
                at = self._add_row(each, at, soon)
                shown.add(each.uid)
        for each in state.milestones:
            if each.uid not in shown:
                at = self._add_row(each, at, soon)
        if self._must_focus and self._must_focus in self.ticks:
            self.ticks[self._must_focus].setFocus()
        self._must_focus = ""

    def _add_row(self, milestone: Milestone, at: int, soon: set[str]) -> int:
        uid = milestone.uid
        tick = QCheckBox()
        tick.setChecked(bool(milestone.done_on))
        tick.setEnabled(not self.workspace.readonly)
        tick.toggled.connect(lambda done: self._on_tick(uid, done=done))
        self.ticks[uid] = tick
        today = clock.today().isoformat()
        words = day_words(milestone.day)
        if milestone.done_on:
            words = self.tr("done {0}").format(day_words(milestone.done_on))
        elif milestone.is_late(today):
            words = self.tr("{0}, late").format(words)
        elif uid in soon:
            words = self.tr("{0}, this week").format(words)
        tick.setAccessibleName(f"{milestone.title}, {words}" if words else milestone.title)
        title = label(milestone.title, wrap=True)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        when = label(words, "warn" if milestone.is_late(today) else "muted")
        gone = QPushButton(self.tr("Remove"))
        gone.setProperty("look", "link")
        gone.setAutoDefault(False)
        gone.setAccessibleDescription(milestone.title)
        gone.setVisible(not self.workspace.readonly)
        gone.clicked.connect(lambda _=False: self._do(clock.remove_milestone, uid, toast=True))
        is_large = theme().scale >= STACK_FROM
        self._grid.addWidget(tick, at, 0)
        self._grid.addWidget(title, at, 1)
        self._grid.addWidget(when, at + is_large, 1 if is_large else 2)
        self._grid.addWidget(gone, at, 3)
        return at + 1 + is_large

    # doing

    def _on_day(self, name: str, day: str) -> None:
        self._do(clock.set_date, name, day)

    def _on_allow(self) -> None:
        if not self.on.day:
            self.wrong.say(self.tr("Give the day on which it was said. Type it like 3 March 2026."))
            self.on.setFocus()
            return
        self._do(clock.allow, self.by.text(), self.on.day)

    def _on_add(self) -> None:
        day = self.day.day
        if day is None:
            self.wrong.say(self.tr(NO_DAY))
            self.day.setFocus()
            return
        self._do(clock.set_milestone, self.title.text(), day, then=self._on_added)

    def _on_added(self, changes: Changes) -> None:
        self.title.clear()
        self.day.set_day("")
        self.title.setFocus()
        announcer().say(changes.summary)

    def _on_tick(self, uid: str, *, done: bool) -> None:
        self._must_focus = uid
        self._do(clock.tick_milestone, uid, done=done)

    def _do(self, verb: object, *given: object, **named: object) -> None:
        self.wrong.hide()
        self.workspace.do(verb, *given, failed=self._on_failed, **named)  # type: ignore[arg-type]

    def _on_failed(self, error: BaseException) -> None:
        self.wrong.say(str(error))
        self._read()
