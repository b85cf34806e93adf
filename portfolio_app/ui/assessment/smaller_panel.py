"""Make the bundle smaller, to a size in MB; what each piece costs is listed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from portfolio_app.domain.smaller import Cost, megabytes
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.ui.assessment.choices_form import parse_megabytes
from portfolio_app.ui.assessment.compile_state import size
from portfolio_app.ui.assessment.doing import Doing
from portfolio_app.ui.assessment.running_row import RunningRow
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_MOST_ROWS = 6
_COLUMNS = (
    Column("Piece", lambda each: f"{each.ref} {each.title}".strip(), stretch=True, sortable=False),
    Column("Size", lambda each: megabytes(each.bytes), 84, right=True, sortable=False),
    Column("Pictures", lambda each: megabytes(each.pictures), 84, right=True, sortable=False),
    Column("Note", lambda each: each.kept, width=280, sortable=False),
)


class SmallerPanel(Doing):
    """The wished size, the pieces by what they cost, and what became of it.

    ``built`` carries the smaller bundle (a Built) once it is in the place of the old one.
    """

    built = Signal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Make smaller"))
        self._weighing = self._making = 0  # tokens of the running jobs
        self._made = ""  # the bundle that was made smaller last
        self._said = label("", wrap=True)
        self.form = InlineForm(
            (Line("mb", self.tr("No more than, in MB"), self.tr("Say how many MB."), width=120),),
            self.tr("Make it smaller"),
            about=self.tr("Make smaller"),
            flat=True,
            note=self.tr(
                "Pictures lose fineness first, then quality, and no more than is needed. Words, "
                "marks and page numbers stay, and signed pages are never touched."
            ),
        )
        self.form.cancel.hide()
        self.running = RunningRow(workspace, self.tr("Stops; the bundle stays as it is"))
        self.cancel = self.running.cancel
        self._costs = label(self.tr("What each piece costs"), "strong")
        self.table = ListTable(
            _COLUMNS, lambda each: each.uid, self._costs.text(), sortable=False, many=False
        )
        for widget in (self._said, self.form, self.running, self._costs, self.table):
            self.column.addWidget(widget)
        for hidden in (self._costs, self.table):
            hidden.hide()
        self.form.done.connect(self._on_wished)
        self.form.put_away.connect(self.closed)
        theme().changed.connect(self._measure)

    @override
    def begin(self) -> None:
        from portfolio_app.services import smaller

        if self.last is None or self.state is None or self._weighing or self._making:
            return
        record, (limit, _) = self.last.record, self.state.limit
        if record.uid == self._made:
            return  # what became of the wish is being told
        self._said.setText(self.tr("The bundle is {0} now.").format(size(record.bytes)))
        if limit:
            self.form.fill({"mb": f"{limit:g}"})
        self.form.say_wrong("")
        self._weighing = self.workspace.start(
            self.tr("Weighing the pieces"),
            smaller.costs,
            record.uid,
            then=self._on_weighed,
            failed=self._on_not_weighed,
        )
        self._show_running()

    @override
    def first_focus(self) -> QWidget:
        return self.form.fields["mb"]

    # weighing

    def _on_weighed(self, costs: tuple[Cost, ...]) -> None:
        self._weighing = 0
        self._show_costs(costs)
        self._show_running()

    def _on_not_weighed(self, error: BaseException) -> None:
        self._weighing = 0
        self._show_costs(())
        self._show_running()
        if isinstance(error, PortfolioError):
            self.form.say_wrong(str(error))
        elif not isinstance(error, Cancelled):
            self.workspace.trouble.emit(error)

    def _show_costs(self, costs: tuple[Cost, ...]) -> None:
        self.table.show_rows(costs)
        for widget in (self._costs, self.table):
            widget.setVisible(bool(costs))
        self._measure()

    # making

    def _on_wished(self, answer: dict[str, str]) -> None:
        from portfolio_app.services import smaller

        wished = parse_megabytes(answer["mb"])
        if not wished:
            self.form.say_wrong(self.tr("This isn't a number of megabytes, like 25."))
            return
        if self.last is None or self._making:
            return
        self._making = self.workspace.start(
            self.tr("Making {0} smaller").format(self.last.path.name),
            smaller.make_smaller,
            self.last.record.uid,
            wished,
            then=self._on_made,
            failed=self._on_not_made,
        )
        self._show_running()
        self.cancel.setFocus()

    def _on_made(self, made: Any) -> None:
        self._end_making()
        self._said.setText(made.words)
        announcer().say(made.words)
        self._show_costs(made.after)
        if made.built is not None:
            self._made = made.built.bundle_id
            self.built.emit(made.built)
            self.workspace.changed.emit(made.built.changes)

    def _on_not_made(self, error: BaseException) -> None:
        self._end_making()
        if isinstance(error, Cancelled):
            self._said.setText(self.tr("Cancelled. The bundle is as it was."))
        elif isinstance(error, PortfolioError):
            self.form.say_wrong(str(error))
        else:
            self.workspace.trouble.emit(error)

    def _end_making(self) -> None:
        had_focus = self.cancel.hasFocus()
        self._making = 0
        self._show_running()
        if had_focus:
            self.form.focus()

    def _show_running(self) -> None:
        self.running.follow(self._making or self._weighing)
        self.form.verb.setEnabled(not self._making and not self.workspace.readonly)

    def _measure(self) -> None:
        rows = min(len(self.table.rows_model.rows), _MOST_ROWS)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setColumnHidden(2, theme().scale >= 150)
        self.table.setFixedHeight(head + rows * theme().row_height + 4)
