"""Compile: the bundle in four steps on one screen."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.problems import Problem
from portfolio_app.progress import Cancelled
from portfolio_app.ui.assessment import going
from portfolio_app.ui.assessment.build_card import BuildCard
from portfolio_app.ui.assessment.building import Building
from portfolio_app.ui.assessment.check_card import CheckCard, open_must_fix
from portfolio_app.ui.assessment.compile_state import Checked, CompileState, check, read_state
from portfolio_app.ui.assessment.doing import Doing
from portfolio_app.ui.assessment.inputs_card import InputsCard
from portfolio_app.ui.assessment.result_card import ResultCard
from portfolio_app.ui.assessment.row_doings import RowDoings
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.inline_form import InlineForm
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.paper_doings import PaperDoings
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, Place
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

SETTLING_MS = 60
LINGERING_MS = 600  # who stays so long may build
MEASURE = 860  # pixels at 100 %: the widest the steps are


class CompileView(Page):
    """Compile: what goes in, check, build, result. The window stays live while it builds."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.state: CompileState | None = None
        self.found: tuple[Problem, ...] | None = None
        self.profile = Profile.GATEWAY
        self._seen = WhenSeen(self, self._read_again)
        self._is_reading = False
        self._awaited: CompileState | None = None  # what the check now running looks at
        self._gone_from: Problem | None = None  # the finding one went to: coming back leads to it
        self._focus_later = False  # the first reading has to give the focus to something
        self._show_result = False  # the next reading brings a bundle just built
        self._build()
        self._connect()
        self._measure()

    # what the shell asks for

    @override
    def show_place(self, place: Place) -> None:
        if place.want in set(Profile):
            self.show_profile(Profile(place.want))
        self._seen.if_seen()

    @override
    def first_focus(self) -> QWidget | None:
        state = self.state
        if state is None or self.found is None:
            self._focus_later = True
            return None
        if self._stack.currentWidget() is self._empty:
            return self._empty.buttons[0]
        if self.building.is_running:
            return self.build.cancel
        if state.is_empty and state.options.profile is Profile.PROPOSAL:
            missing = self.inputs.papers.first_missing(state.options.profile)
            if missing is not None and missing.isEnabled():
                return missing
        row = self.findings.row_of(self._gone_from) if self._gone_from is not None else None
        self._gone_from = None
        failed = row.go if row is not None and row.go is not None else self.findings.first_button()
        if failed is not None:
            return failed
        return self.build.button if self.build.button.isEnabled() else self.inputs.shortlist

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read and checked after the last change."""
        is_read = self.found is not None and not self._seen.is_due and not self._is_reading
        return is_read and not self.findings.is_filling

    @property
    def is_building(self) -> bool:
        """Whether a build is running."""
        return self.building.is_running

    # building the screen

    def _build(self) -> None:
        readonly = self.workspace.readonly
        self.inputs = InputsCard(readonly=readonly)
        self.check = CheckCard(readonly=readonly)
        self.findings = self.check.findings
        self.build = BuildCard()
        self.building = Building(self.workspace, self.build, self.inputs.place)
        self.result = ResultCard(self.workspace)
        self.doings = RowDoings(self.workspace, self.findings)
        PaperDoings(self.workspace, self.inputs.papers)
        self._empty = EmptyState(
            "package-check",
            self.tr("Add items to the shortlist first."),
            primary=(self.tr("Open the shortlist"), self._on_shortlist),
            secondary=(self.tr("Proposal and presentation"), self._on_proposal),
        )
        self._steps = QWidget()
        self._steps.setProperty("look", "window")
        column = QVBoxLayout(self._steps)
        for card in (self.inputs, self.check, self.build, self.result):
            column.addWidget(card)
        column.addStretch()
        self._column = column
        self._scroll = scrolled(self._steps)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self._seen.listen(self.workspace)
        self._connect_inputs()
        self.check.again_wanted.connect(self._on_again)
        self.findings.go_wanted.connect(self._on_go)
        self.build.build_wanted.connect(self._on_build)
        self.build.item_wanted.connect(self._on_item)
        self.build.without_wanted.connect(self._on_without)
        self.building.built.connect(self._on_built)
        self.result.choices_wanted.connect(self._show_choices)
        theme().changed.connect(self._measure)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _connect_inputs(self) -> None:
        self.inputs.shortlist_wanted.connect(self._on_shortlist)
        self.inputs.gaps_wanted.connect(self._on_gaps)
        self.inputs.changed.connect(self._show_allowed)
        self.inputs.choices.chosen.connect(self._on_chosen)
        self.inputs.choices.profile_chosen.connect(self.show_profile)
        self.inputs.place.folder_chosen.connect(self._on_folder_chosen)

    def _measure(self) -> None:
        look = theme()
        pad = look.space("lg")
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(look.space("md"))
        self._steps.setMaximumWidth(look.px(MEASURE))

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._steps.isAncestorOf(new):
            self._scroll.ensureWidgetVisible(new, 0, theme().space("xl"))
            # What has just been added has no place yet: it is looked for again when it has.
            QTimer.singleShot(SETTLING_MS, new, partial(self._keep_in_view, new))

    def _keep_in_view(self, widget: QWidget) -> None:
        if not widget.hasFocus() or not self._steps.isAncestorOf(widget):
            return
        around: QWidget | None = widget
        while around is not None and not isinstance(around, (InlineForm, Doing)):
            around = around.parentWidget()
        if around is not None:
            self._scroll.ensureWidgetVisible(around, 0, theme().space("md"))
        self._scroll.ensureWidgetVisible(widget, 0, theme().space("xl"))

    # reading

    def _read_again(self) -> None:
        self._is_reading = True
        self._awaited = None
        self.workspace.look(read_state, self.profile, then=self._on_read, key="compile")

    def _on_read(self, state: CompileState) -> None:
        if state.options.profile is not self.profile:
            return  # another pack was chosen meanwhile: its reading is on its way
        self.state = self._awaited = state
        self.inputs.show_state(state)
        self.result.show_state(state)
        nothing = not state.items and state.last is None and self.profile is Profile.GATEWAY
        self._stack.setCurrentWidget(self._empty if nothing else self._scroll)
        self.check.show_checking()
        self._show_allowed()
        self.workspace.look(
            check,
            state,
            then=self._on_checked,
            failed=self._on_check_failed,
            key="preflight",
        )

    def _get_ready(self) -> None:
        if self.isVisible() and self.build.button.isEnabled():
            self.workspace.get_ready()

    def _on_checked(self, checked: Checked) -> None:
        if checked.state is not self._awaited:
            return  # something was changed meanwhile: its reading is on its way, or waits
        self._is_reading = False
        self.found = checked.findings
        self.check.show_findings(checked.findings, checked.state)
        self.result.show_ages(checked.out_of_date)
        self.inputs.place.show_alone(checked.alone)
        self._show_allowed()
        QTimer.singleShot(LINGERING_MS, self, self._get_ready)
        if self._show_result:
            self._show_result = False
            QTimer.singleShot(0, self, self._on_result_shown)  # when it has its height
        elif self._focus_later and self.isVisible():
            self._focus_later = False
            focus = self.first_focus()
            if focus is not None:
                focus.setFocus()

    def _on_check_failed(self, error: BaseException) -> None:
        self._is_reading = False
        self.check.show_failed()
        if not isinstance(error, Cancelled):  # the window closes
            self.workspace.trouble.emit(error)

    def _show_allowed(self) -> None:
        state, found = self.state, self.found
        reason = note = ""
        stops, must = open_must_fix(found or ())
        if self.workspace.readonly:
            reason = self.tr("The portfolio is open to read: a bundle can't be built.")
        elif state is None or found is None:
            reason = self.tr("Reading what goes in")
        elif state.is_empty:
            is_gateway = state.options.profile is Profile.GATEWAY
            first = self.tr("Add items to the shortlist first.")
            reason = first if is_gateway else self.tr("Attach the proposal first.")
        elif stops:
            reason = self.tr("{0} above must be fixed first: not even a draft can be built.")
            reason = reason.format(stops)
        elif must:
            rows = self.tr("1 row") if must == 1 else self.tr("{0} rows").format(must)
            note = self.tr(
                "While {0} must be fixed, the bundle is a draft and says so on each page."
            )
            note = note.format(rows)
        self.build.allow(reason, is_draft=self.inputs.is_draft or bool(must), note=note)

    # choices

    def show_profile(self, profile: Profile) -> None:
        """Show another pack."""
        self.profile = profile
        self._stack.setCurrentWidget(self._scroll)
        self._seen.ask()

    def _on_chosen(self, chosen: BundleOptions) -> None:
        from portfolio_app.services import options

        self.workspace.do(options.choose, chosen)

    def _on_folder_chosen(self, is_folder: bool) -> None:  # noqa: FBT001 - a slot
        from dataclasses import replace

        if self.state is not None and self.state.options.whole_folder is not is_folder:
            self._on_chosen(replace(self.state.options, whole_folder=is_folder))

    # going

    def _on_shortlist(self) -> None:
        self.workspace.go(Place(EVIDENCE, tab="shortlist"))

    def _on_proposal(self) -> None:
        self.show_profile(Profile.PROPOSAL)

    def _on_gaps(self) -> None:
        self.workspace.go(Place(KSBS, tab="coverage", want="filter:gaps"))

    def _on_go(self, finding: Problem) -> None:
        way = going.way_of(finding, self.state) if self.state is not None else None
        if way is None:
            return
        if way.place is not None:
            self._gone_from = finding
            self.workspace.go(way.place)
        elif way.here == going.NAMES:
            self.workspace.actions["names_to_hide"].trigger()
        elif way.here == going.SMALLER:
            self.result.doings.open(self.result.doings.smaller)
        elif way.here == going.CHOICES:
            self._show_choices(finding.rule)
        elif way.paper is not None:
            row = self.inputs.papers.rows[way.paper]
            row.attach.setFocus()
            if finding.rule.endswith(going.UNSIGNED):
                row.open_form()

    def _on_item(self, ref: str, page: int) -> None:
        item = self.state.item(ref) if self.state is not None else None
        if item is not None:
            self.workspace.go(Place(EVIDENCE, item=item.uid, page=page - 1))

    def _show_choices(self, rule: str = "") -> None:
        choices = self.inputs.choices
        if rule.startswith("epao."):
            choices.combo("front_sheets").setFocus()
            return
        choices.more.open()
        QTimer.singleShot(SETTLING_MS, choices, choices.combo(
            "pages" if rule == "bundle.large" else "pictures"
        ).setFocus)  # fmt: skip

    # findings

    def _on_again(self) -> None:
        self._seen.ask()
        announcer().say(self.tr("Checking again"))

    # building a bundle

    def _on_build(self) -> None:
        if self.state is None or not self.build.button.isEnabled():
            return
        must = open_must_fix(self.found or ())[1]
        self.building.begin(self.state, is_draft=self.inputs.is_draft or bool(must))

    def _on_without(self, ref: str) -> None:
        from portfolio_app.services import shortlist

        item = self.state.item(ref) if self.state is not None else None
        if item is not None:
            self.workspace.do(shortlist.remove, [item.uid], toast=True, then=self._on_left_out)

    def _on_left_out(self, _changes: Changes) -> None:
        if self.state is not None:
            self.building.begin_again(self.state)

    def _on_built(self, made: Any) -> None:
        self.result.show_built(made)  # what it says is on its way: the build changed something
        self._show_result = self.isVisible()
        if not self.isVisible():
            self.workspace.tell(self.tr("{0} is built.").format(made.path.name))

    def _on_result_shown(self) -> None:
        self._scroll.ensureWidgetVisible(self.result, 0, theme().space("lg"))
        if self.build.isAncestorOf(self.window().focusWidget()):
            self.result.open.setFocus()
