"""The Assessment area: compile the bundle in four steps on one screen."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.coverage import CAVEAT, KsbStatus
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.progress import Cancelled
from portfolio_app.services.bundle import Built
from portfolio_app.ui.assessment.build_card import BuildCard
from portfolio_app.ui.assessment.cards import Card
from portfolio_app.ui.assessment.compile_state import (
    CompileState,
    day,
    read_state,
    without_safety,
)
from portfolio_app.ui.assessment.findings_view import FindingsView
from portfolio_app.ui.assessment.inputs_card import InputsCard
from portfolio_app.ui.assessment.result_card import ResultCard
from portfolio_app.ui.kit import messages, opening
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.messages import CANCEL, Answer, Message
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, SETTINGS, STANDARD, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

MEASURE = 860  # pixels at 100 %: the widest the steps are
_REF = re.compile(r"\bE\d{2,}\b")


class AssessmentPage(Page):
    """Compile: what goes in, check, build, result. The window stays live while it builds."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.state: CompileState | None = None
        self._must_read = True
        self._is_reading = False
        self._job = 0  # token of the running build
        self._focus_later = False  # the first reading has to give the focus to something
        self._show_result = False  # the next reading brings a bundle just built
        self._build()
        self._connect()
        self._measure()

    # what the shell asks for

    @override
    def show_place(self, place: Place) -> None:
        self._read_if_seen()

    @override
    def first_focus(self) -> QWidget | None:
        state = self.state
        if state is None:
            self._focus_later = True
            return None
        if not state.items and state.last is None:
            return self._empty.buttons[0]
        if self._job:
            return self.build.cancel
        if self.build.button.isEnabled():
            return self.build.button
        return self.findings.first_button() or self.inputs.shortlist

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self.state is not None and not self._must_read and not self._is_reading

    @property
    def is_building(self) -> bool:
        """Whether a build is running."""
        return bool(self._job)

    # building

    def _build(self) -> None:
        self.inputs = InputsCard()
        self.check = self._build_check()
        self.build = BuildCard()
        self.result = ResultCard()
        self._empty = EmptyState(
            "package-check",
            self.tr("Add items to the shortlist first."),
            primary=(self.tr("Open the shortlist"), self._on_shortlist),
        )
        self._steps = QWidget()
        self._steps.setProperty("look", "window")
        column = QVBoxLayout(self._steps)
        for card in (self.inputs, self.check, self.build, self.result):
            column.addWidget(card)
        column.addStretch()
        self._column = column
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._steps)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _build_check(self) -> Card:
        look = theme()
        card = Card(2, self.tr("Check"))
        self._counts = label("", "strong", wrap=True)
        self.again = QPushButton(self.tr("Check again"))
        self.again.setProperty("look", "quiet")
        self.findings = FindingsView(readonly=self.workspace.readonly)
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        row.addWidget(self._counts, 1)
        row.addWidget(self.again)
        card.column.addLayout(row)
        card.column.addWidget(self.findings)
        return card

    def _connect(self) -> None:
        work = self.workspace
        work.changed.connect(self._on_changed)
        work.jobs_changed.connect(self._on_jobs_changed)
        self.inputs.shortlist_wanted.connect(self._on_shortlist)
        self.inputs.gaps_wanted.connect(self._on_gaps)
        self.inputs.changed.connect(self._show_allowed)
        self.again.clicked.connect(self._on_again)
        self.findings.go_wanted.connect(self._on_go)
        self.findings.remove_wanted.connect(self._on_remove)
        self.build.build_wanted.connect(self._on_build)
        self.build.cancel_wanted.connect(self._on_cancel)
        self.build.item_wanted.connect(self._go_to_item)
        self.build.without_wanted.connect(self._on_without)
        self.result.open_wanted.connect(self._on_open)
        self.result.folder_wanted.connect(self._on_folder)
        theme().changed.connect(self._measure)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _measure(self) -> None:
        look = theme()
        pad = look.space("lg")
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(look.space("md"))
        self._steps.setMaximumWidth(look.px(MEASURE))

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._steps.isAncestorOf(new):
            self._scroll.ensureWidgetVisible(new, 0, theme().space("xl"))

    # reading

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_if_seen()

    def _on_changed(self, _changes: Changes) -> None:
        self._must_read = True
        self._read_if_seen()

    def _read_if_seen(self) -> None:
        if self._must_read and self.isVisible():
            self._must_read = False
            self._is_reading = True
            self.workspace.look(read_state, then=self._on_read, key="compile")

    def _on_read(self, state: CompileState) -> None:
        self.state = state
        self._is_reading = False
        self.inputs.show_state(state, self._coverage_words(state))
        self.findings.show_findings(state.findings)
        self._counts.setText(_weights(state.findings))
        self.result.show_state(state)
        self._show_allowed()
        nothing = not state.items and state.last is None
        self._stack.setCurrentWidget(self._empty if nothing else self._scroll)
        if self._show_result:
            self._show_result = False
            QTimer.singleShot(0, self._on_result_shown)  # when it has its height
        elif self._focus_later and self.isVisible():
            self._focus_later = False
            focus = self.first_focus()
            if focus is not None:
                focus.setFocus()

    def _coverage_words(self, state: CompileState) -> str:
        gaps = sum(row.status is KsbStatus.GAP for row in state.rows)
        self.inputs.gaps.setVisible(gaps > 0)
        if not state.rows:
            return self.tr("This standard comes without its KSB list.")
        shown = len(state.rows) - gaps
        words = self.tr("{0} of {1} KSBs have a claim on these pieces.")
        return f"{words.format(shown, len(state.rows))} {CAVEAT}"

    def _show_allowed(self) -> None:
        state = self.state
        reason = ""
        if self.workspace.readonly:
            reason = self.tr("The portfolio is open to read: a bundle can't be built.")
        elif state is None:
            reason = self.tr("Reading what goes in")
        elif not state.items:
            reason = self.tr("Add items to the shortlist first.")
        elif state.stopping:
            rows = self.tr("1 row") if state.stopping == 1 else f"{state.stopping} rows"
            reason = self.tr("{0} above must be fixed first.").format(rows)
        is_draft = self.inputs.is_draft or (state is not None and state.must_be_draft)
        self.build.allow(reason, is_draft=is_draft)

    # going

    def _on_shortlist(self) -> None:
        self.workspace.go(Place(EVIDENCE, tab="shortlist"))

    def _on_gaps(self) -> None:
        self.workspace.go(Place(KSBS, tab="coverage", want="filter:gaps"))

    def _on_go(self, finding: Problem) -> None:
        if finding.rule == "cover.blank":
            self.workspace.go(Place(SETTINGS, tab="you"))
        elif finding.rule == "standard.wording":
            self.workspace.go(Place(STANDARD, tab="compare"))
        elif finding.rule == "item.no-claims":
            self._go_to_item(finding.about)
        else:
            item = self.state.item(finding.about) if self.state is not None else None
            if item is not None:
                place = Place(EVIDENCE, tab="shortlist", item=item.uid, want="select")
                self.workspace.go(place)

    def _go_to_item(self, ref: str) -> None:
        item = self.state.item(ref) if self.state is not None else None
        if item is not None:
            self.workspace.go(Place(EVIDENCE, item=item.uid))

    def _on_again(self) -> None:
        self._must_read = True
        self._read_if_seen()
        announcer().say(self.tr("Checking again"))

    def _on_remove(self, ref: str) -> None:
        from portfolio_app.services import shortlist

        item = self.state.item(ref) if self.state is not None else None
        if item is not None:
            self.workspace.do(shortlist.remove, [item.uid], toast=True)

    # building a bundle

    def _on_build(self) -> None:
        state, out = self.state, self.inputs.out
        if self._job or state is None or not self.build.button.isEnabled():
            return
        known = {each.path for each in state.bundles}
        if out.is_file() and out not in known:
            replace = Message(
                self.tr("There is already a file called {0}.").format(out.name),
                safe=self.tr("It was not built by this portfolio, and is as it was."),
                next=self.tr("Replace it, or choose another place."),
                level="warn",
            )
            answers = [
                Answer("other", self.tr("Choose another place"), "primary"),
                Answer("replace", self.tr("Replace it")),
                CANCEL,
            ]
            messages.ask(self, replace, answers, self._on_place_answered)
            return
        self._start()

    def _on_place_answered(self, answer: str) -> None:
        if answer == "replace":
            self._start()
        elif answer == "other":
            self.inputs.choose_place()

    def _start(self) -> None:
        from portfolio_app.services import bundle

        self.build.show_no_trouble()
        self._job = self.workspace.start(
            self.tr("Building {0}").format(self.inputs.out.name),
            bundle.build,
            self.inputs.out,
            draft=self.inputs.is_draft,
            then=self._on_built,
            failed=self._on_failed,
        )
        self._on_jobs_changed()

    def _on_cancel(self) -> None:
        if self._job:
            self.workspace.cancel(self._job)

    def _on_without(self, ref: str) -> None:
        from portfolio_app.services import shortlist

        item = self.state.item(ref) if self.state is not None else None
        if item is not None:
            self.workspace.do(shortlist.remove, [item.uid], toast=True, then=self._on_left_out)

    def _on_left_out(self, _changes: Changes) -> None:
        self._start()

    def _on_jobs_changed(self) -> None:
        if not self._job:
            return
        running = next((job for job in self.workspace.jobs if job.token == self._job), None)
        if running is not None:
            self.build.show_running(running)

    def _on_built(self, built: Built) -> None:
        self._end()
        self.result.show_built(built)  # and what it says is on its way: the build changed something
        announcer().say(
            self.tr("The bundle is built: {0}, {1} pages.").format(
                built.path.name, built.bundle.pages
            )
        )
        self._show_result = self.isVisible()
        if not self.isVisible():
            self.workspace.tell(self.tr("{0} is built.").format(built.path.name))

    def _on_result_shown(self) -> None:
        self._scroll.ensureWidgetVisible(self.result, 0, theme().space("lg"))
        if self.build.isAncestorOf(self.window().focusWidget()):
            self.result.open.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self._end()
        last = self.state.last if self.state is not None else None
        safe = self.tr("Nothing was exported.")
        if last is not None and last.state == "there":
            built = day(last.record.built_at)
            safe = self.tr("Your previous bundle, from {0}, is still in place.").format(built)
        if isinstance(error, Cancelled):
            self.build.show_trouble(self.tr("The build was cancelled."), safe, level="notice")
            announcer().say(self.tr("The build was cancelled."))
        elif isinstance(error, PortfolioError):
            found = _REF.search(error.message) if error.code == "stopped" else None
            ref = found.group() if found is not None else ""
            rest = f"{safe} {without_safety(error.hint)}".strip()
            self.build.show_trouble(error.message, rest, ref=ref)
            announcer().say(error.message, urgent=True)
        else:
            self.build.show_trouble(self.tr("The bundle wasn't built."), safe)
            self.workspace.trouble.emit(error)

    def _end(self) -> None:
        self._job = 0
        self.build.show_running(None)

    # the finished file

    def _on_open(self, path: Path) -> None:
        if not opening.open_file(path):
            self.workspace.tell(
                self.tr("No program for PDFs was found. The file is {0}").format(path)
            )

    def _on_folder(self, path: Path) -> None:
        if not opening.show_in_folder(path):
            self.workspace.tell(self.tr("The file is {0}").format(path))


def _weights(findings: tuple[Problem, ...]) -> str:
    """Return "0 must fix · 3 should check · 2 for information"."""
    counts = dict.fromkeys(Level, 0)
    for finding in findings:
        counts[finding.level] += 1
    return (
        f"{counts[Level.MUST_FIX]} must fix · {counts[Level.SHOULD_CHECK]} should check · "
        f"{counts[Level.INFORMATION]} for information"
    )
