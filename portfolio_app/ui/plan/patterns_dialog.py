"""Patterns of a week: "Tuesday 1 h reading", logged for a week when the person says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.days import day_words
from portfolio_app.domain.durations import typed_duration
from portfolio_app.domain.hours import WEEKDAYS, Entry, Pattern, weekday_words
from portfolio_app.domain.hours_weeks import days_later
from portfolio_app.domain.minutes import hours_words
from portfolio_app.services import hours
from portfolio_app.store import queries
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine


class PatternsDialog(QDialog):
    """A tick for each that is to be logged for the week; those that are there are not ticked."""

    def __init__(self, parent: QWidget, workspace: Workspace, monday: str) -> None:
        super().__init__(parent.window())
        self.workspace = workspace
        self._monday = monday
        self.ticks: list[QCheckBox] = []
        self._patterns: tuple[Pattern, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Patterns of a week"))
        self._build(parent.window())
        self._show()

    def _build(self, window: QWidget) -> None:
        look = theme()
        may = not self.workspace.readonly
        column = Column()
        column.words(
            self.tr("Week of {0}. Tick what you did, and log it.").format(day_words(self._monday)),
            "strong",
        )
        self.nothing = label(
            self.tr("No patterns yet. Add what comes again each week."), "muted", wrap=True
        )
        column.add(self.nothing)
        rows = QWidget()
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.space("md"))
        self._grid.setColumnStretch(0, 1)
        column.add(rows)
        self.log = QPushButton(self.tr("Log what is ticked"))
        self.log.setProperty("look", "primary")
        self.log.setAutoDefault(False)
        holder = QWidget()
        FlowLayout(holder).addWidget(self.log)
        column.add(holder)
        self.wrong = WrongLine()
        column.add(self.wrong)
        column.heading(self.tr("Add a pattern"))
        self.weekday = ChoiceBox()
        self.weekday.addItems([self.tr(each) for each in WEEKDAYS])
        self.minutes = LineField()
        self.minutes.setPlaceholderText(self.tr("1h 00"))
        self.minutes.setFixedWidth(look.px(110))
        self.activity = LineField()
        self.activity.setPlaceholderText(self.tr("Such as: reading"))
        self.activity.setMinimumWidth(look.px(220))
        self.kind = ChoiceBox()
        self.kind.addItem(self.tr("Not said"), "")
        for each in hours.rules().kinds:
            self.kind.addItem(each.title, each.id)
        for words, field in (
            (self.tr("Day of the week"), self.weekday),
            (self.tr("How long"), self.minutes),
            (self.tr("What comes again"), self.activity),
            (self.tr("Kind"), self.kind),
        ):
            field.setAccessibleName(words)
            field.setEnabled(may)
        fields = QWidget()
        flow = FlowLayout(fields, look.space("sm"))
        flow.addWidget(above(self.tr("&Day"), self.weekday))
        flow.addWidget(above(self.tr("&How long"), self.minutes))
        flow.addWidget(above(self.tr("&What"), self.activity))
        flow.addWidget(above(self.tr("&Kind"), self.kind))
        column.add(fields)
        self.add = QPushButton(self.tr("Add"))
        self.add.setAutoDefault(False)
        self.add.setEnabled(may)
        adding = QWidget()
        FlowLayout(adding).addWidget(self.add)
        column.add(adding)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.addWidget(column, 1)
        whole.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(lambda _=False: self._on_add())
        self.activity.returnPressed.connect(self._on_add)
        self.log.clicked.connect(lambda _=False: self._on_log())
        self.close_button.clicked.connect(self.accept)
        self.resize(
            min(look.px(720), window.width() - look.space("xl")),
            min(look.px(520), max(window.height(), 640) - look.space("xl")),
        )

    def _show(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._patterns = self.workspace.read(hours.patterns)
        sunday = days_later(self._monday, 6)
        there = {
            (each.day, each.minutes, each.activity.casefold())
            for each in queries.hours.entries(self.workspace.store, self._monday, sunday)
        }
        self.ticks = []
        for at, each in enumerate(self._patterns):
            entry = self._entry(each)
            is_there = (entry.day, entry.minutes, entry.activity.casefold()) in there
            words = f"{weekday_words(each.weekday)}  {hours_words(each.minutes)}  {each.activity}"
            tick = QCheckBox(words.replace("&", "&&"))
            tick.setChecked(not is_there)
            tick.setEnabled(not is_there and not self.workspace.readonly)
            tick.toggled.connect(lambda _: self._show_allowed())
            self.ticks.append(tick)
            gone = QPushButton(self.tr("Remove"))
            gone.setProperty("look", "link")
            gone.setAutoDefault(False)
            gone.setAccessibleDescription(words)
            gone.setVisible(not self.workspace.readonly)
            gone.clicked.connect(lambda _=False, number=at: self._on_remove(number))
            self._grid.addWidget(tick, at, 0)
            logged = self.tr("logged") if is_there else ""
            self._grid.addWidget(label(logged, "muted"), at, 1)
            self._grid.addWidget(gone, at, 2)
        self.nothing.setVisible(not self._patterns)
        self._show_allowed()

    def _show_allowed(self) -> None:
        self.log.setVisible(bool(self._patterns))
        self.log.setEnabled(any(self._is_chosen(tick) for tick in self.ticks))

    def _is_chosen(self, tick: QCheckBox) -> bool:
        return tick.isEnabled() and tick.isChecked()

    def _entry(self, pattern: Pattern) -> Entry:
        day = days_later(self._monday, pattern.weekday)
        return Entry("", day, pattern.minutes, pattern.activity, pattern.category,
                     module_uid=pattern.module_uid)  # fmt: skip

    def _on_log(self) -> None:
        modules = {row.uid for row in queries.plan.rows(self.workspace.store)}
        chosen = [
            replace(entry, module_uid=entry.module_uid if entry.module_uid in modules else "")
            for pattern, tick in zip(self._patterns, self.ticks, strict=True)
            if self._is_chosen(tick)
            for entry in [self._entry(pattern)]
        ]
        self._do(hours.log_many, chosen, sure=True)

    def _on_add(self) -> None:
        minutes = typed_duration(self.minutes.text())
        if not minutes:
            self.wrong.say(self.tr("Type the time like 45, 0h 45 or 1:30."))
            self.minutes.setFocus()
            return
        made = Pattern(
            self.weekday.currentIndex(), minutes, self.activity.text(), self.kind.currentData()
        )
        self._do(hours.set_patterns, [*self._patterns, made], added=True)

    def _on_remove(self, number: int) -> None:
        left = [each for at, each in enumerate(self._patterns) if at != number]
        self._do(hours.set_patterns, left)

    def _do(
        self, verb: Callable[..., Changes], *given: object, added: bool = False, **named: bool
    ) -> None:
        self.wrong.say("")
        then = self._on_added if added else self._on_done
        self.workspace.do(verb, *given, then=then, failed=self._on_failed, **named)

    def _on_added(self, done: Changes) -> None:
        self.minutes.clear()
        self.activity.clear()
        self._on_done(done)
        self.minutes.setFocus()

    def _on_done(self, done: Changes) -> None:
        self._show()
        announcer().say(done.summary)

    def _on_failed(self, error: BaseException) -> None:
        self.wrong.say(str(error))
