"""Checks beside the text: what a person should know before handing it in, and where it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Topic
from portfolio_app.problems import Level, Problem
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import PROPOSAL, STANDARD, Place
from portfolio_app.ui.kit.row_answers import tell_row
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.side_column import scrolling_column

REST_MS = 1500  # after a change; then it is looked at again
LOOKS = {
    Level.MUST_FIX: ("circle-x", "status.danger", "Must fix"),
    Level.SHOULD_CHECK: ("triangle-alert", "status.warn", "Should check"),
    Level.INFORMATION: ("info", "status.info", "For information"),
}
# Where a finding that is about no block leads, by how its rule begins.
_ELSEWHERE = {
    "proposal.ksb-": Place(PROPOSAL, tab="write", want="ksbs"),
    "proposal.no-ksbs": Place(STANDARD, tab="methods"),
    "paper.sign-off": Place(PROPOSAL, tab="sign-off"),
}


class ChecksPanel(QWidget):
    """The findings, the heaviest first. They are looked for again after every change."""

    def __init__(
        self, workspace: Workspace, editor: ProposalEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.editor = editor
        self.rows: list[CheckRow] = []
        self._findings: tuple[Problem, ...] | None = None
        self._seen = WhenSeen(self, self._check, rest_ms=REST_MS)
        self._is_asked = False
        self._build()
        self._seen.listen(workspace, tuple(Topic))
        theme().changed.connect(self._show_rows)

    # what others ask for

    def ask(self) -> None:
        """Take the keys: the first thing that can be done has the focus once it is known."""
        self._is_asked = True
        self.look_again()

    def look_again(self) -> None:
        """Look at the proposal as it stands now, beside the window."""
        self._seen.now()

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was looked at after the last change."""
        return self._findings is not None and not self._seen.is_due

    # building

    def _build(self) -> None:
        self._said = label("", "strong", wrap=True)
        self._about = label(
            self.tr("These look at facts and rules. They can't say whether the proposal is good."),
            "caption",
            wrap=True,
        )
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().space("sm"))
        column = scrolling_column(self)
        column.addWidget(self._said)
        column.addWidget(inside)
        column.addWidget(self._about)
        column.addStretch()

    # reacting

    def _check(self) -> None:
        from portfolio_app.services import proposal_checks

        self.editor.flush()
        self.workspace.look(proposal_checks.check, then=self._on_checked, key="proposal checks")

    def _on_checked(self, findings: tuple[Problem, ...]) -> None:
        is_new = findings != self._findings
        self._findings = findings
        if is_new:
            self._show_rows()
        if self._is_asked:
            self._is_asked = False
            announcer().say(self._said.text())
            first = next((row.buttons[0] for row in self.rows if row.buttons), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rows(self) -> None:
        typed = {row.finding.key: row.typed for row in self.rows if row.typed}
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for finding in sorted(self._findings or (), key=lambda each: bool(each.accepted)):
            row = CheckRow(finding, self._way(finding), readonly=self.workspace.readonly)
            row.accepted.connect(self._on_accepted)
            row.taken_back.connect(self._on_taken_back)
            self._column.addWidget(row)
            self.rows.append(row)
            if finding.key in typed:
                row.open_form(typed[finding.key])
        self._said.setText(self._words())

    def _words(self) -> str:
        if self._findings is None:
            return ""
        there = [each for each in self._findings if not each.accepted]
        if not there:
            return self.tr("Nothing to check was found.")
        parts = []
        for level, (_, _, words) in LOOKS.items():
            count = sum(each.level is level for each in there)
            if count:
                parts.append(f"{count} {self.tr(words).lower()}")
        return " · ".join(parts)

    def _way(self, finding: Problem) -> Callable[[], None] | None:
        if finding.about_uid and finding.rule.startswith("proposal."):
            return partial(self._go_to, finding.about_uid)
        for start, place in _ELSEWHERE.items():
            if finding.rule.startswith(start):
                return partial(self._go, place)
        return None

    def _go_to(self, block_uid: str) -> None:
        self.editor.go_to(block_uid)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, place: Place) -> None:
        self.workspace.go(place)

    def _row_of(self, finding: Problem) -> CheckRow | None:
        return next((row for row in self.rows if row.finding.key == finding.key), None)

    def _on_accepted(self, finding: Problem, because: str) -> None:
        from portfolio_app.services import accepting

        find = partial(self._row_of, finding)
        tell_row(self.workspace, find, accepting.accept, finding, because, toast=True)

    def _on_taken_back(self, finding: Problem) -> None:
        from portfolio_app.services import accepting

        self.workspace.do(accepting.take_back, finding, toast=True)


class CheckRow(QFrame):
    """One finding: its weight, its sentence, its source, and what can be done."""

    accepted = Signal(object, str)  # Problem, because
    taken_back = Signal(object)  # Problem

    def __init__(self, finding: Problem, way: Callable[[], None] | None, *, readonly: bool) -> None:
        super().__init__()
        self.finding = finding
        self.form: InlineForm | None = None
        self.buttons: list[QPushButton] = []
        self.setProperty("look", "well")
        self.setAccessibleName(finding.message)
        self._build(way, readonly=readonly)

    @property
    def typed(self) -> dict[str, str]:
        """What is typed in the open form, nothing where none is open."""
        return self.form.values if self.form is not None else {}

    def form_done(self) -> None:
        """Put the form away: what it asked for was kept."""
        self._put_away()

    def say_wrong(self, words: str) -> bool:
        """Say in the open form what was refused; False when none is open."""
        if self.form is not None:
            self.form.say_wrong(words)
        return self.form is not None

    def open_form(self, typed: dict[str, str] | None = None) -> None:
        """Ask why it may stay as it is."""
        if self.form is not None:
            return
        line = Line("because", self.tr("Because"), self.tr("Say why it may stay as it is."))
        self.form = InlineForm(
            (line,),
            self.tr("Accept"),
            about=self.finding.message,
            note=self.tr("Recorded with your reason; never in the document."),
            flat=True,
        )
        self.form.done.connect(self._on_done)
        self.form.put_away.connect(self._put_away)
        if typed:
            self.form.fill(typed)
        self._column.addWidget(self.form)
        self.form.focus()

    def _build(self, way: Callable[[], None] | None, *, readonly: bool) -> None:
        look, found = theme(), self.finding
        icon, colour, word = LOOKS[found.level]
        if found.accepted:
            icon, colour, word = "circle-check", "text.muted", "Accepted"
        sign = QLabel()
        sign.setPixmap(icons.pixmap(icon, look.size("icon_small"), colour))
        head = QHBoxLayout()
        head.setSpacing(look.space("xs"))
        head.addWidget(sign)
        head.addWidget(label(self.tr(word), "strong"), 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[look.space("sm")] * 4)
        self._column.setSpacing(look.space("xs"))
        self._column.addLayout(head)
        self._column.addWidget(label(found.message, wrap=True))
        if found.accepted:
            because = self.tr("Accepted because: {0}").format(found.accepted)
            self._column.addWidget(label(because, "muted", wrap=True))
        if found.source:
            self._column.addWidget(label(found.source, "caption", wrap=True))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("xs"))
        if way is not None:
            self._button(flow, self.tr("Go there"), way)
        if found.accepted and not readonly:
            self._button(flow, self.tr("Take back"), partial(self.taken_back.emit, found))
        elif found.may_accept and not readonly:
            self._button(flow, self.tr("Accept…"), self.open_form)
        if self.buttons:
            self._column.addWidget(buttons)

    def _button(self, flow: FlowLayout, words: str, call: Callable[[], None]) -> None:
        made = QPushButton(words)
        made.setAccessibleDescription(self.finding.message)
        made.clicked.connect(lambda _=False: call())
        flow.addWidget(made)
        self.buttons.append(made)

    def _on_done(self, answer: dict[str, str]) -> None:
        self.accepted.emit(self.finding, answer["because"])

    def _put_away(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            if self.buttons:
                self.buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)
