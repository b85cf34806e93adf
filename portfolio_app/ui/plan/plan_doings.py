"""What the timeline and the modules do: dialogs opened, verbs asked for, refusals told."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.planned import (
    Assignment,
    Attendance,
    Break,
    Event,
    Milestone,
    Module,
    Planned,
    PlannedKind,
)
from portfolio_app.domain.timeline import Mark, Source
from portfolio_app.problems import PortfolioError
from portfolio_app.services import breaks, calendar_export, plan, plan_rows, timeline
from portfolio_app.services.calendar_export import Exported
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.messages import CANCEL, Answer, Message
from portfolio_app.ui.kit.places import ASSESSMENT, OBSERVATIONS, PLAN, PROPOSAL, SETTINGS, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.break_dialog import BreakDialog
from portfolio_app.ui.plan.dated_row_dialog import DatedRowDialog
from portfolio_app.ui.plan.timeline_state import OWN_KINDS, State, today

_NEW: dict[PlannedKind, Module | Assignment | Event | Milestone] = {
    PlannedKind.MODULE: Module(),
    PlannedKind.ASSIGNMENT: Assignment(),
    PlannedKind.EVENT: Event(),
    PlannedKind.MILESTONE: Milestone(),
}
_TABS = {
    PlannedKind.REVIEW: "reviews",
    PlannedKind.ACTION: "reviews",
    PlannedKind.GOAL: "learning",
    PlannedKind.DOCUMENT: "documents",
}


class PlanDoings(QObject):
    """Acts on rows for a view; ``dialog`` is the one that is open."""

    def __init__(self, view: QWidget, workspace: Workspace) -> None:
        super().__init__(view)
        self._view = view
        self.workspace = workspace
        self.state: State | None = None
        self.dialog: QDialog | None = None

    # rows

    def add(self, kind: PlannedKind, parent_uid: str = "", day: str = "") -> None:
        """Ask for a new row."""
        self.open_row(Planned(kind, "", day, parent_uid=parent_uid, content=_NEW[kind]))

    def open_row(self, row: Planned, *, only_dates: bool = False) -> None:
        """Open a row's form; kinds of other tabs are gone to."""
        if row.kind not in OWN_KINDS and not only_dates:
            self._go_to_row(row)
            return
        if self.workspace.readonly or self.state is None:
            return
        is_new_milestone = row.kind is PlannedKind.MILESTONE and row.origin and not row.uid
        about = self.state.usual_source if is_new_milestone else ""
        made = DatedRowDialog(
            self._view,
            self.workspace,
            row,
            modules=self.state.of(PlannedKind.MODULE),
            reading=self.state.reading,
            about=about,
            only_dates=only_dates,
        )
        made.done_with.connect(partial(self._keep, made))
        self._open(made)

    def remove(self, row: Planned) -> None:
        """Remove a row; of a break it is asked whether dates move back."""
        if self.workspace.readonly:
            return
        if row.kind is PlannedKind.BREAK:
            self._remove_break(row)
            return
        self.workspace.do(plan.remove, row.uid, toast=True, failed=self._told)

    def move(self, row: Planned, day: str) -> None:
        """Let a row begin on another day."""
        self.workspace.do(plan_rows.move, row.uid, day, toast=True, failed=self._told)

    def hand_in(self, row: Planned, day: str = "") -> None:
        """Note that an assignment was handed in, today if no day is given."""
        on = day or today().isoformat()
        self.workspace.do(plan_rows.hand_in, row.uid, on, toast=True, failed=self._told)

    def attend(self, row: Planned, attendance: Attendance) -> None:
        """Note whether the person was there."""
        self.workspace.do(plan_rows.attend, row.uid, attendance, toast=True, failed=self._told)

    # time off, time added

    def open_break(self, row: Planned | None = None, *, extra: bool = False) -> None:
        """Ask for a break, or additional time; what it moves is shown first."""
        if self.workspace.readonly:
            return
        made = BreakDialog(
            self._view,
            self.workspace,
            row or Planned(PlannedKind.BREAK, "", content=Break(extra=extra)),
        )
        made.done_with.connect(partial(self._keep_break, made))
        self._open(made)

    # marks

    def open_mark(self, mark: Mark) -> None:
        """Open what a mark was read from, wherever that is."""
        row = self.state.row_of(mark) if self.state is not None else None
        if row is not None:
            self.open_row(row)
        elif mark.source is Source.SUGGESTED:
            self.keep_suggestion(mark)
        elif mark.source is Source.OBSERVATION:
            self.workspace.go(Place(OBSERVATIONS, item=mark.uid))
        elif mark.source is Source.MEETING:
            self.workspace.go(Place(OBSERVATIONS, tab="planner"))
        elif mark.source is Source.PROPOSAL:
            self.workspace.go(Place(PROPOSAL))
        elif mark.source is Source.PORTFOLIO:
            self.workspace.go(Place(SETTINGS, tab="you"))

    def keep_suggestion(self, mark: Mark) -> None:
        """Ask on which day a suggestion is kept."""
        suggested = next(
            (each for each in timeline.suggestions(self.workspace.store) if each.id == mark.uid),
            None,
        )
        if suggested is not None:
            row = Planned(
                PlannedKind.MILESTONE, suggested.title, suggested.day, origin=suggested.origin
            )
            self.open_row(row)

    def confirm(self, *uids: str) -> None:
        """Say that suggested days of rows hold."""
        if uids and not self.workspace.readonly:
            self.workspace.do(plan_rows.confirm, *uids, toast=True, failed=self._told)

    def leave_suggestion(self, mark: Mark) -> None:
        """Say that a suggestion isn't for this person."""
        self.workspace.do(timeline.leave_suggestion, mark.uid, toast=True, failed=self._told)

    # the calendar

    def save_calendar(self) -> None:
        """Ask what goes into the calendar file and where it goes, and write it."""
        marks = self.state.timeline.marks if self.state is not None else ()
        suggested = sum(each.is_suggested and not each.is_done for each in marks)
        if not suggested:
            self._choose_calendar("")
            return
        words = self.tr("{0} dates are only suggested. Put them into the file too?")
        messages.ask(
            self._view,
            Message(words.format(suggested), self.tr("Those that you kept go into it anyway.")),
            [
                Answer("without", self.tr("Leave them out"), "primary"),
                Answer("with", self.tr("Put them in")),
                CANCEL,
            ],
            self._on_suggested,
        )

    def _on_suggested(self, answer: str) -> None:
        if answer:
            self._choose_calendar(answer)

    def _choose_calendar(self, answer: str) -> None:
        name = calendar_export.usual_name(self.workspace.store)
        messages.choose_save(
            self._view,
            self.tr("Save the dates as a calendar file"),
            partial(self._on_place, with_suggested=answer == "with"),
            Path.home() / name,
            self.tr("Calendar files (*.ics)"),
        )

    # inside

    def _on_place(self, paths: list[Path], *, with_suggested: bool) -> None:
        self.workspace.do(
            calendar_export.save,
            paths[0],
            with_suggested=with_suggested,
            then=self._on_saved,
            failed=self._told,
        )

    def _on_saved(self, made: Exported) -> None:
        entries = self.tr("1 date") if made.entries == 1 else self.tr("{0} dates")
        words = self.tr("{0} saved to {1}.").format(entries.format(made.entries), made.path.name)
        left = []
        if made.undated:
            left.append(self.tr("{0} without a date").format(made.undated))
        if made.suggested:
            left.append(self.tr("{0} only suggested").format(made.suggested))
        if left:
            words += self.tr(" Left out: {0}.").format(", ".join(left))
        self.workspace.tell(words)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _keep(self, dialog: DatedRowDialog, row: Planned) -> None:
        self.workspace.do(
            plan_rows.keep, row, today(), toast=True,
            then=partial(self._on_kept, dialog), failed=partial(self._on_refused, dialog),
        )  # fmt: skip

    def _keep_break(
        self,
        dialog: BreakDialog,
        row: Planned,
        stay: frozenset[str],
        keep_gateway: bool,  # noqa: FBT001 - a signal's own
    ) -> None:
        self.workspace.do(
            breaks.take, row, stay, keep_gateway=keep_gateway, toast=True,
            then=partial(self._on_kept, dialog), failed=partial(self._on_refused, dialog),
        )  # fmt: skip

    def _remove_break(self, row: Planned) -> None:
        said = row.content
        moved = len(said.moved) if isinstance(said, Break) else 0
        if not moved:
            self.workspace.do(breaks.remove, row.uid, toast=True, failed=self._told)
            return
        messages.ask(
            self._view,
            Message(
                self.tr("“{0}” moved dates. Move them back too?").format(row.title),
                self.tr("Nothing is changed yet, and one Undo takes it back."),
            ),
            [
                Answer("back", self.tr("Remove and move back"), "primary"),
                Answer("stay", self.tr("Remove, leave the dates")),
                CANCEL,
            ],
            partial(self._on_remove_break, row),
        )

    def _on_remove_break(self, row: Planned, answer: str) -> None:
        if answer:
            self.workspace.do(
                breaks.remove, row.uid, move_back=answer == "back", toast=True, failed=self._told
            )

    def _go_to_row(self, row: Planned) -> None:
        if row.kind is PlannedKind.BREAK:
            self.open_break(row)
        elif row.kind is PlannedKind.RESULT:
            self.workspace.go(Place(ASSESSMENT, tab="results", row=row.uid))
        elif row.kind is PlannedKind.AGREEMENT:
            self.workspace.go(Place(PLAN, tab="modules", row=row.uid))
        elif row.kind in _TABS:
            self.workspace.go(Place(PLAN, tab=_TABS[row.kind], row=row.uid))

    def _on_kept(self, dialog: QDialog, _changes: Changes) -> None:
        dialog.accept()
        self.dialog = None

    def _on_refused(self, dialog: DatedRowDialog | BreakDialog, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            dialog.refuse(str(error))
        else:
            self.workspace.trouble.emit(error)

    def _told(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            messages.tell(self._view, messages.of_error(error))
        else:
            self.workspace.trouble.emit(error)
