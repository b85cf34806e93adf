"""Plan meetings: the fewest coming meetings in which somebody would see most of what is thin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.observation_planner import Meeting, Plan
from portfolio_app.problems import PortfolioError
from portfolio_app.services import observation_planner
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.chip_cells import ChipCells, Codes
from portfolio_app.ui.kit.chips import KsbChip
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.observations_state import short_day

MINE = frozenset({Topic.OBSERVATIONS, Topic.CLAIMS, Topic.SHORTLIST, Topic.STANDARD})
WHO, KSBS = 2, 3


@dataclass(frozen=True, slots=True)
class Planning:
    """What the view shows. ``people`` are names by uid."""

    meetings: tuple[Meeting, ...]
    plan: Plan
    ksbs: tuple[Ksb, ...]
    people: dict[str, str]


def read_planning(store: Store) -> Planning:
    """Read the coming meetings and the plan made of them."""
    from portfolio_app.services import witnesses

    people = {each.uid: each.name for each in witnesses.everyone(store)}
    return Planning(
        observation_planner.meetings(store),
        observation_planner.plan(store),
        queries.standard.ksbs(store),
        people,
    )


class PlannerView(QWidget):
    """The meetings above, the plan below; the plan turns into requests, as drafts."""

    back_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.planning: Planning | None = None
        self._seen = WhenSeen(self, self._read_again)
        self._kinds: dict[str, KsbKind] = {}
        self._codes: dict[str, str] = {}
        self.dialog: QWidget | None = None
        self._build()
        self._connect()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.table if self.table.rows_model.rows else self.add

    # building

    def _build(self) -> None:
        look = theme()
        self.back = QPushButton(self.tr("Back to the list"))
        icons.put(self.back, "arrow-left")
        self.add = QPushButton(self.tr("Add a meeting"))
        self.add.setProperty("look", "primary")
        icons.put(self.add, "plus", "accent.on_fill")
        self.change = QPushButton(self.tr("Change"))
        self.remove = QPushButton(self.tr("Remove"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for each in (self.back, self.add, self.change, self.remove):
            flow.addWidget(each)
        self.table = ListTable(
            (
                Column(self.tr("Meeting"), lambda row: row.title, stretch=True),
                Column(
                    self.tr("When"),
                    lambda row: " ".join(filter(None, (short_day(row.day), row.time))),
                    width=150,
                ),
                Column(self.tr("Who could observe"), self._who, width=160),
                Column(
                    self.tr("Would show"),
                    lambda row: " ".join(self._codes_of(row)),
                    width=220,
                    spoken=lambda row: ", ".join(self._codes_of(row)) or self.tr("none said"),
                ),
            ),
            key=lambda row: row.uid,
            name=self.tr("Coming meetings"),
            sortable=False,
            many=False,
        )
        self.table.setObjectName("meetings")
        self._chips = ChipCells(lambda: self._kinds, self._cell, self.table)
        self.table.setItemDelegateForColumn(KSBS, self._chips)
        self.nothing = EmptyState(
            "calendar",
            self.tr(
                "Add the meetings you will chair, present at or negotiate in, with the KSBs each "
                "would show. You then see the fewest to be observed in."
            ),
            primary=(self.tr("Add a meeting"), self._on_add),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        self._plan = QFrame()
        self._plan.setProperty("look", "card")
        self._plan.setAccessibleName(self.tr("The plan"))
        self._plan_column = QVBoxLayout(self._plan)
        pad = look.space("md")
        self._plan_column.setContentsMargins(pad, pad, pad, pad)
        self._plan_column.setSpacing(look.space("sm"))
        self.ask = QPushButton(self.tr("Draft the requests"))
        self.ask.setProperty("look", "primary")
        inside = QWidget()
        inside.setProperty("look", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("sm"))
        column.addWidget(label(self.tr("Plan meetings"), "subtitle"))
        column.addWidget(buttons)
        column.addWidget(self._stack, 1)
        column.addWidget(self._plan)
        scroll = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda _=False: self.back_wanted.emit())
        self.add.clicked.connect(lambda _=False: self._on_add())
        self.change.clicked.connect(lambda _=False: self._on_change())
        self.remove.clicked.connect(lambda _=False: self._on_remove())
        self.table.opened.connect(lambda _: self._on_change())
        self.table.current_changed.connect(lambda _: self._show_allowed())
        self._seen.listen(self.workspace, MINE)
        theme().changed.connect(self._show_plan)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px, width = theme().px, self.width() - 2 * theme().space("md")
        self.table.setColumnHidden(WHO, width < px(760))
        self.table.setColumnHidden(KSBS, width < px(560))

    # reading

    def _read_again(self) -> None:
        self.workspace.look(read_planning, then=self._on_read, key="planner")

    def _on_read(self, planning: Planning) -> None:
        self.planning = planning
        self._kinds = {ksb.code: ksb.kind for ksb in planning.ksbs}
        self._codes = {ksb.uid: ksb.code for ksb in planning.ksbs}
        self._chips.forget()
        self.table.show_rows(planning.meetings)
        if planning.meetings and self.table.current_value() is None:
            self.table.selectRow(0)
        has_any = bool(planning.meetings)
        self._stack.setCurrentWidget(self.table if has_any else self.nothing)
        self._plan.setVisible(has_any)
        rows = min(max(len(planning.meetings), 3), 8) + 1 if has_any else 6
        self._stack.setMinimumHeight(theme().size("row_comfortable") * rows)
        self._show_plan()
        self._show_allowed()
        if self.back.hasFocus() and has_any:
            self.table.setFocus()

    # showing

    def _who(self, row: Meeting) -> str:
        return self.planning.people.get(row.witness_uid, "–") if self.planning else ""

    def _codes_of(self, row: Meeting) -> tuple[str, ...]:
        return tuple(self._codes[uid] for uid in row.ksb_uids if uid in self._codes)

    def _cell(self, row: Meeting) -> Codes:
        return self._codes_of(row), ()

    def _show_allowed(self) -> None:
        writes = not self.workspace.readonly
        has = self.table.current_value() is not None
        self.add.setEnabled(writes)
        self.change.setEnabled(writes and has)
        self.remove.setEnabled(writes and has)

    def _show_plan(self) -> None:
        planning = self.planning
        self.ask.setParent(None)
        while self._plan_column.count():
            item = self._plan_column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self.ask:
                widget.hide()
                widget.deleteLater()
        if planning is None:
            return
        plan = planning.plan
        self._plan_column.addWidget(label(self._headline(plan), "strong", wrap=True))
        ksbs = {ksb.uid: ksb for ksb in planning.ksbs}
        for each in plan.meetings:
            words = self.tr("{0}, {1}").format(each.meeting.title, short_day(each.meeting.day))
            self._plan_column.addWidget(label(words, wrap=True))
            self._plan_column.addWidget(self._chip_line([ksbs[uid] for uid in each.ksb_uids]))
            if each.reason:
                self._plan_column.addWidget(label(each.reason, "caption", wrap=True))
        if plan.left:
            codes = ", ".join(self._codes.get(uid, "") for uid in plan.left[:12])
            more = self.tr(" and {0} more").format(len(plan.left) - 12)
            tail = more if len(plan.left) > 12 else ""
            words = self.tr("No coming meeting shows: {0}{1}.").format(codes, tail)
            self._plan_column.addWidget(label(words, "caption", wrap=True))
        if plan.meetings:
            count = len(plan.meetings)
            said = self.tr("Draft 1 request") if count == 1 else self.tr("Draft {0} requests")
            self.ask = QPushButton(said.format(count))
            self.ask.setProperty("look", "primary")
            self.ask.setEnabled(not self.workspace.readonly)
            self.ask.clicked.connect(lambda _=False: self._on_ask())
            self._plan_column.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        self._plan_column.addStretch()

    def _headline(self, plan: Plan) -> str:
        wanted = len(plan.closed) + len(plan.left)
        if not wanted:
            return self.tr("Nothing that somebody else should see is thin and not asked about.")
        if not plan.meetings:
            return self.tr("None of these meetings shows anything that is still thin.")
        count = len(plan.meetings)
        fewest = self.tr("1 meeting") if count == 1 else self.tr("{0} meetings").format(count)
        words = self.tr("{0} would show {1} of {2} that are thin.")
        tail = self.tr(" No fewer would.") if plan.proven and count > 1 else ""
        return words.format(fewest, len(plan.closed), wanted) + tail

    @staticmethod
    def _chip_line(ksbs: list[Ksb]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("xs"))
        for ksb in ksbs:
            flow.addWidget(KsbChip(ksb))
        return holder

    # doing

    def _on_add(self) -> None:
        self._open(None)

    def _on_change(self) -> None:
        row = self.table.current_value()
        if row is not None and not self.workspace.readonly:
            self._open(row)

    def _open(self, meeting: Meeting | None) -> None:
        from portfolio_app.services import witnesses
        from portfolio_app.ui.observations.meeting_dialog import MeetingDialog

        if self.workspace.readonly:
            return
        people = witnesses.everyone(self.workspace.store)
        ksbs = self.workspace.read(queries.standard.ksbs)
        dialog = MeetingDialog(self.window(), ksbs, people, meeting)
        dialog.done_with.connect(partial(self._on_meeting, dialog))
        self.dialog = dialog
        dialog.open()
        from portfolio_app.ui.observations.suggesting import suggested

        self.workspace.look(suggested, then=dialog.suggest, key="ksbs to ask for")

    def _on_meeting(self, dialog: QWidget, meeting: Meeting) -> None:
        change, add = observation_planner.change_meeting, observation_planner.add_meeting
        self.workspace.do(
            change if meeting.uid else add, meeting, toast=True,
            then=partial(self._on_kept, dialog), failed=partial(self._on_refused, dialog),
        )  # fmt: skip

    def _on_kept(self, dialog: QWidget, _changes: Changes) -> None:
        from portfolio_app.ui.observations.meeting_dialog import MeetingDialog

        if isinstance(dialog, MeetingDialog):
            dialog.accept()

    def _on_refused(self, dialog: QWidget, error: BaseException) -> None:
        from portfolio_app.ui.observations.meeting_dialog import MeetingDialog

        if isinstance(error, PortfolioError) and isinstance(dialog, MeetingDialog):
            dialog.refuse(str(error))
        else:
            self.workspace.trouble.emit(error)

    def _on_remove(self) -> None:
        row = self.table.current_value()
        if row is not None:
            self.workspace.do(observation_planner.remove_meeting, row.uid, toast=True)

    def _on_ask(self) -> None:
        self.workspace.do(
            observation_planner.turn_into_requests, toast=True, then=self._on_asked,
            failed=self._on_no,
        )  # fmt: skip

    def _on_asked(self, _changes: Changes) -> None:
        self.back_wanted.emit()

    def _on_no(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            messages.tell(self, messages.of_error(error))
        else:
            self.workspace.trouble.emit(error)
