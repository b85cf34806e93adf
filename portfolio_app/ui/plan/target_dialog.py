"""The person's own target of off-the-job time, and beside it what the rules say and what counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.days import day_words
from portfolio_app.domain.durations import Unit, read_duration
from portfolio_app.domain.hours_rules import Regime, usual_figure
from portfolio_app.domain.programme import Programme
from portfolio_app.services import hours, programmes
from portfolio_app.store import queries
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine


class TargetDialog(QDialog):
    """The number comes from the training plan; what is said below it is only for reading."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent.window())
        self.workspace = workspace
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Target, and what counts"))
        self._build(parent.window())

    def _build(self, window: QWidget) -> None:
        look, rules = theme(), hours.rules()
        known = self.workspace.read(hours.target)
        may = not self.workspace.readonly
        column = Column()
        column.heading(self.tr("My target"))
        self.hours = LineField(f"{known.minutes / 60:g}" if known.minutes else "")
        self.hours.setPlaceholderText(self.tr("Such as: 480"))
        self.hours.setFixedWidth(look.px(140))
        self.source = LineField(known.source)
        self.source.setPlaceholderText(self.tr("Such as: training plan, 12 September, page 2"))
        self.wrong = WrongLine()
        for each in (self.hours, self.source):
            each.setReadOnly(not may)
        self.hours.setAccessibleName(self.tr("Hours in the whole programme"))
        self.source.setAccessibleName(self.tr("Where that number stands"))
        column.add(above(self.tr("&Hours in the whole programme"), self.hours))
        column.add(above(self.tr("&Where that number stands"), self.source))
        column.add(self.wrong)
        column.words(
            self.tr(
                "Type the number from your training plan. The planned line spreads it evenly from "
                "your start to your gateway, leaving out breaks in learning."
            ),
            "caption",
        )
        self._say_rules(column)
        column.heading(self.tr("Usually counts"))
        column.words(rules.counts)
        self._points(column, rules.usually_counts)
        column.heading(self.tr("Usually doesn't count"))
        self._points(column, rules.usually_does_not)
        column.words(_source_line(rules.counts_source, confirmed=rules.counts_confirmed), "caption")
        column.words(f"{rules.record} {rules.record_more}", "strong")
        self.save = QPushButton(self.tr("Save"))
        self.save.setProperty("look", "primary")
        self.save.setEnabled(may)
        self.close_button = QPushButton(self.tr("Cancel") if may else self.tr("Close"))
        self.close_button.setAutoDefault(False)
        foot = QWidget()
        row = FlowLayout(foot, look.space("sm"), at_end=True)
        for button in (self.close_button, self.save):
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.addWidget(column, 1)
        whole.addWidget(foot)
        press_by_ctrl_enter(self, self.save)
        self.save.clicked.connect(lambda _=False: self._on_save())
        self.close_button.clicked.connect(self.reject)
        self.resize(
            min(look.px(720), window.width() - look.space("xl")),
            min(look.px(620), max(window.height(), 640) - look.space("xl")),
        )

    def _say_rules(self, column: Column) -> None:
        rules, dates = hours.rules(), self.workspace.read(programmes.dates)
        programme = self.workspace.read(programmes.current)
        regime = rules.regime(dates.start)
        column.heading(self.tr("What the rules say"))
        if regime is None:
            column.words(self.tr("Your start is not known: type it under Settings, You."))
            return
        self._say_regime(column, regime, dates.start, dates.gateway, programme)

    def _say_regime(
        self,
        column: Column,
        regime: Regime,
        start: str,
        gateway: str,
        programme: Programme | None,
    ) -> None:
        standard = self.workspace.read(queries.standard.standard)
        found = next(
            (each for each in hours.rules().published if each.standard == standard.reference), None
        )
        column.words(self.tr("You started on {0}. {1}").format(day_words(start), regime.rule))
        if regime.note:
            column.words(regime.note)
        _, told = usual_figure(regime, start, gateway, found)
        if told:
            column.words(told)
        elif not regime.percent:
            column.words(
                self.tr("The figure for your standard is not confirmed here: ask your provider.")
            )
        column.words(_source_line(regime.source, confirmed=regime.confirmed), "caption")
        if programme is not None and programme.off_the_job:
            column.words(
                self.tr("Your programme says: {0}.").format(programme.off_the_job.rstrip("."))
            )

    def _points(self, column: Column, points: Sequence[str]) -> None:
        column.words("\n".join(f"•  {each}" for each in points))

    def _on_save(self) -> None:
        minutes = read_duration(self.hours.text().replace(",", ""), Unit.HOURS)
        if minutes is None:
            self.wrong.say(self.tr("Type the hours as a number, such as 480."))
            self.hours.setFocus()
            return
        self.workspace.do(
            hours.set_target, minutes, self.source.text(), then=self._on_saved,
            failed=self._on_failed,
        )  # fmt: skip

    def _on_saved(self, done: Changes) -> None:
        self.workspace.tell(done.summary, done.step)
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self.wrong.say(str(error))


def _source_line(source: str, *, confirmed: bool) -> str:
    return f"Source: {source}." if confirmed else f"Source: {source}. Not confirmed."
