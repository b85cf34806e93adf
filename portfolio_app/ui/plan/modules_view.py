"""Plan, Modules: modules with assignments, events with attendance, project agreement, breaks."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.planned import PlannedKind
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.new_day import new_day
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tabs import tab_bar
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.agreement_part import AgreementPart
from portfolio_app.ui.plan.modules_parts import BreaksPart, EventsPart, ModulesPart
from portfolio_app.ui.plan.plan_doings import PlanDoings
from portfolio_app.ui.plan.timeline_state import State, read_state, today

MINE = frozenset({Topic.PLAN, Topic.OBSERVATIONS, Topic.PORTFOLIO, Topic.EVIDENCE})
PARTS = ("modules", "events", "agreement", "breaks")
_PART_OF = {
    PlannedKind.MODULE: 0,
    PlannedKind.ASSIGNMENT: 0,
    PlannedKind.EVENT: 1,
    PlannedKind.AGREEMENT: 2,
    PlannedKind.BREAK: 3,
}


class ModulesView(QWidget):
    """``Place(PLAN, tab="modules", row=uid)`` chooses a row; ``want``: a name of PARTS,
    "add:module", "add:assignment", "add:event", "break", "additional".
    """  # noqa: D205 - one thought

    handlers_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.state: State | None = None
        self.doings = PlanDoings(self, workspace)
        self._want = self._row = ""
        self._is_reading = False
        self._seen = WhenSeen(self, self._read_again)
        self._build()
        self._seen.listen(workspace, MINE)
        new_day().came.connect(self._seen.ask)

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self.state is not None and not self._is_reading and not self._seen.is_due

    def show_place(self, place: Place) -> None:
        """Turn to a part or a row, and do what is wanted once all is read."""
        self._want, self._row = place.want, place.row
        if place.want in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(place.want))
            self._want = ""
        self._seen.if_seen()
        if self.is_ready:
            self._do_wanted()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what is done here for actions of the table."""
        return {}

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self._parts[self.tabs.currentIndex()].first_focus()

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts F6 goes to."""
        return (self.tabs, self.first_focus())

    def can_leave(self) -> bool:
        """Write down what was typed into the agreement."""
        return self.agreement.can_leave()

    def can_close(self) -> bool:
        """Write down what was typed into the agreement."""
        return self.agreement.can_leave()

    def _build(self) -> None:
        look = theme()
        self.tabs = tab_bar(
            self.tr("Part"),
            [
                self.tr("Modules"),
                self.tr("Events"),
                self.tr("Project agreement"),
                self.tr("Breaks and additional time"),
            ],
        )
        self.modules = ModulesPart(self.doings)
        self.events = EventsPart(self.doings)
        self.agreement = AgreementPart(self.workspace)
        self.breaks = BreaksPart(self.doings)
        self._parts = (self.modules, self.events, self.agreement, self.breaks)
        self._stack = QStackedWidget()
        for each in self._parts:
            self._stack.addWidget(each)
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, look.space("sm"), pad, pad)
        column.setSpacing(look.space("sm"))
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)

    def _read_again(self) -> None:
        self._is_reading = True
        self.workspace.look(read_state, today(), then=self._on_read, key="modules")

    def _on_read(self, state: State) -> None:
        self._is_reading = False
        first = self.state is None
        self.state = self.doings.state = state
        for each in self._parts:
            each.show_state(state)
        if first:
            self.handlers_changed.emit()
        self._do_wanted()

    def _do_wanted(self) -> None:
        want, row_uid = self._want, self._row
        self._want = self._row = ""
        row = self.state.rows.get(row_uid) if self.state is not None else None
        if row is not None and row.kind in _PART_OF:
            self.tabs.setCurrentIndex(_PART_OF[row.kind])
            part = self._parts[self.tabs.currentIndex()]
            if not isinstance(part, AgreementPart):
                part.table.select_keys({row.uid}, row.uid)
        if want.startswith("add:") and want[4:] in ("module", "assignment", "event"):
            self.doings.add(PlannedKind(want[4:]))
        elif want in ("break", "additional"):
            self.tabs.setCurrentIndex(3)
            self.doings.open_break(extra=want == "additional")
