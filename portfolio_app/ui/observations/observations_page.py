"""The Observations area: the list, the meetings to plan, whom to chase; dialogs do the rest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Observation, ObservationState
from portfolio_app.ui.kit import adding
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    KSBS,
    OBSERVATIONS,
    PLAN,
    Place,
)
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.details_panel import DetailsPanel
from portfolio_app.ui.observations.list_view import ListView
from portfolio_app.ui.observations.next_steps import Step, next_steps
from portfolio_app.ui.observations.observations_state import Shown, State, read_state, today
from portfolio_app.ui.observations.receiving import Receiving
from portfolio_app.ui.observations.sending import Sending

MINE = frozenset({Topic.OBSERVATIONS, Topic.STANDARD, Topic.PORTFOLIO, Topic.CLAIMS,
                  Topic.SHORTLIST})  # fmt: skip
PLANNER, CHASE = "planner", "chase"


class ObservationsPage(Page):
    """``Place(OBSERVATIONS, item=uid)`` chooses one; ``want`` is a word of what to do there.

    ``want``: "new" (``ksb`` names what to look for), "statement", "employer", "supplement",
    "attach", "check", "save" (the form), "filter:returned". ``tab``: "planner" or "chase".
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.state: State | None = None
        self._seen = WhenSeen(self, self._read_again)
        self._is_reading = False
        self._want = Place(OBSERVATIONS)  # what to do once the list has been read
        self.setAcceptDrops(True)
        self._build()
        self._connect()

    # what the shell asks for

    @override
    def show_place(self, place: Place) -> None:
        if place.tab in (PLANNER, CHASE):
            self._show_view(place.tab)
        elif not place.want or place.item:
            self._stack.setCurrentWidget(self.list)
        if place.item:
            self.list.select(place.item)
        self._want = place
        self._seen.if_seen()
        self._do_wanted()
        self.details_changed.emit()
        self.handlers_changed.emit()

    @override
    def handlers(self) -> Mapping[str, Handler]:
        if self._stack.currentWidget() is not self.list:
            return {}
        row = self.list.current
        found: dict[str, Handler] = {"find": self.list.focus_filter}
        can = {} if row is None else {
            each.step: each for each in next_steps(row, readonly=self.workspace.readonly)
        }  # fmt: skip
        for step in Step:
            if step is Step.ATTACH:
                continue  # the shell's: it needs no observation
            if row is None:
                found[step.value] = self.tr("Choose an observation first.")
            elif self.workspace.readonly and step not in can:
                found[step.value] = self.tr("The portfolio is open to read.")
            elif step in can:
                found[step.value] = partial(self.do, row.uid, step)
            else:
                found[step.value] = _why_not(step, row)
        return found

    @override
    def details(self) -> QWidget | None:
        return self.panel if self._stack.currentWidget() is self.list else None

    @override
    def first_focus(self) -> QWidget | None:
        if self._stack.currentWidget() is self.list:
            return self.list.first_focus() if self.state is not None else None
        focus = getattr(self._stack.currentWidget(), "first_focus", None)
        return focus() if callable(focus) else None

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self.state is not None and not self._seen.is_due and not self._is_reading

    # building

    def _build(self) -> None:
        readonly = self.workspace.readonly
        self.list = ListView(readonly=readonly)
        self.panel = DetailsPanel(readonly=readonly)
        self.sending = Sending(self.workspace, self)
        self.receiving = Receiving(self.workspace, self)
        self._views: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self) -> None:
        self._seen.listen(self.workspace, MINE)
        self.list.current_changed.connect(self._on_current)
        self.list.wanted.connect(self.do)
        self.list.new_wanted.connect(self.ask)
        self.list.attach_wanted.connect(self.receiving.choose)
        self.list.planner_wanted.connect(partial(self._go, PLANNER))
        self.list.chase_wanted.connect(partial(self._go, CHASE))
        self.list.unmatched.match_wanted.connect(self._on_match)
        self.list.unmatched.close_wanted.connect(self.receiving.close_unmatched)
        self.list.unmatched.look_wanted.connect(self.receiving.look_at)
        self.panel.wanted.connect(self.do)
        self.panel.arrival_wanted.connect(self.receiving.check)
        self.panel.version_wanted.connect(self.sending.save_version)
        self.panel.ksb_wanted.connect(self._on_ksb)
        self.receiving.came.connect(self._on_came)
        self.receiving.match_wanted.connect(self._on_match)
        self.receiving.settled.connect(self._on_settled)

    # reading

    def _read_again(self) -> None:
        self._is_reading = True
        self.workspace.look(read_state, today(), then=self._on_read, key="observations")

    def _on_read(self, state: State) -> None:
        first = self.state is None
        self._is_reading = False
        self.state = state
        self.list.show_state(state)
        self._on_current(self.list.current)
        self._do_wanted()
        focus = self.first_focus() if first else None
        has_it = self.window().focusWidget()
        if focus is not None and (not self.isAncestorOf(has_it) or has_it is self.list.tabs):
            focus.setFocus()  # until it was read there was nothing else to give it to

    def _on_current(self, row: Shown | None) -> None:
        self.panel.show_row(row, self.state)
        self.handlers_changed.emit()

    def _do_wanted(self) -> None:
        """Do what the place asked for, once it is known what there is."""
        place, state = self._want, self.state
        if state is None or not place.want:
            return
        is_old = self._is_reading or self._seen.is_due
        if place.item and is_old and state.row(place.item) is None:
            return  # it was asked for a moment ago: what is being read has it
        self._want = Place(OBSERVATIONS)
        if place.want == "new":
            self.ask(ksb_uid=place.ksb)
        elif place.want == "statement":
            self.ask(kind=FormKind.STATEMENT)
        elif place.want == "employer":
            self.ask(kind=FormKind.EMPLOYER_STATEMENT)
        elif place.want == "supplement":
            self.sending.supplement()
        elif place.want == "attach":
            self.receiving.choose()
        elif place.want == "check" and place.item:
            self.do(place.item, Step.CHECK)
        elif place.want == "save" and place.item:
            self.do(place.item, Step.SAVE_FORM)
        elif place.want.startswith("filter:"):
            self.list.filter_by(ObservationState(place.want.partition(":")[2]))

    # going

    def _go(self, tab: str, *_: object) -> None:
        self.workspace.go(Place(OBSERVATIONS, tab=tab))

    def _show_view(self, tab: str) -> None:
        view = self._views.get(tab)
        if view is None:
            view = self._views[tab] = self._make_view(tab)
            self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _make_view(self, tab: str) -> QWidget:
        if tab == PLANNER:
            from portfolio_app.ui.observations.planner_view import PlannerView

            planner = PlannerView(self.workspace)
            planner.back_wanted.connect(self._on_back)
            return planner
        from portfolio_app.ui.observations.chase_view import ChaseView

        chase = ChaseView(self.workspace)
        chase.back_wanted.connect(self._on_back)
        chase.remind_wanted.connect(self.sending.remind)
        return chase

    def _on_back(self) -> None:
        self.workspace.go(Place(OBSERVATIONS))
        self.list.first_focus().setFocus()

    def _on_ksb(self, uid: str) -> None:
        self.workspace.go(Place(KSBS, tab="ksb", ksb=uid))

    # doing

    def ask(self, *, kind: FormKind = FormKind.OBSERVATION, ksb_uid: str = "") -> None:
        """Begin a request."""
        if not self.workspace.readonly:
            self.sending.begin(kind, ksb_uid=ksb_uid)

    def do(self, uid: str, step: Step) -> None:
        """Do something with an observation."""
        row = self.state.row(uid) if self.state is not None else None
        if row is None:
            return
        if step is Step.CHECK:
            arrival = row.to_check or row.counted
            if arrival is not None:
                self.receiving.check(arrival.uid)
        elif step is Step.ATTACH:
            self.receiving.choose()
        elif step is Step.OPEN and row.observation.kind.is_record:
            self.workspace.go(place_of_record(row.observation))
        elif step is Step.OPEN:
            self.workspace.go(Place(EVIDENCE, item=row.observation.item_uid))
        else:
            self.sending.do(row.observation, step)

    def _on_match(self, arrival_uid: str) -> None:
        if self.state is not None:
            self.receiving.match(arrival_uid, self.state.rows)

    def _on_came(self, uid: str) -> None:
        """Choose the observation something came back for."""
        self._stack.setCurrentWidget(self.list)
        self.list.select(uid)

    def _on_settled(self) -> None:
        """Go to the row of the list, once the dialog that asked last has gone."""
        QTimer.singleShot(0, self, self._focus_row)

    def _focus_row(self) -> None:
        if self.isVisible() and self._stack.currentWidget() is self.list:
            self.list.first_focus().setFocus()

    # dropping

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if adding.paths_of(event.mimeData()) and not self.workspace.readonly:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths: list[Path] = adding.paths_of(event.mimeData())
        self.receiving.take(paths)


def place_of_record(observation: Observation) -> Place:
    """Return where the row is that a record is about."""
    about = observation.asked.about_uid
    if observation.kind in (FormKind.DECLARATION, FormKind.SHARING):
        return Place(ASSESSMENT, tab="gateway", row=about)
    is_agreement = observation.kind is FormKind.AGREEMENT
    return Place(PLAN, tab="timeline" if is_agreement else "reviews", row=about)


def _why_not(step: Step, row: Shown) -> str:
    words = {
        Step.SENT: "It is past that: it has been sent already.",
        Step.REMIND: "There is nobody to remind about this one now.",
        Step.CHECK: "Nothing has come back for this one yet.",
        Step.OPEN: "It isn't attached to your portfolio yet.",
        Step.REMOVE: "What was sent or came back is kept. It can be withdrawn.",
    }
    return words.get(step, f"Not while it is {row.state.words.casefold()}.")
