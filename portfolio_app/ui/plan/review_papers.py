"""The papers of a review: the line manager's page and the record, asked for and read back."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.form_lines import Signer
from portfolio_app.domain.forms import FormKind
from portfolio_app.services import meeting_papers
from portfolio_app.services.meeting_papers import MeetingPaper
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.new_day import now
from portfolio_app.ui.kit.places import OBSERVATIONS, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.action_table import refuser
from portfolio_app.ui.plan.review_dialogs import PEOPLE, SignersDialog
from portfolio_app.ui.plan.reviews_state import ReviewShown, answer_lines

KINDS = (FormKind.MANAGER_PAGE, FormKind.REVIEW_RECORD)


class ReviewPapers(QWidget):
    """Two papers, each with what it is for, how far it came, and what came back."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._uid = ""
        self._shown: ReviewShown | None = None
        self.dialog: SignersDialog | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        self.make: dict[FormKind, QPushButton] = {}
        self.open: dict[FormKind, QPushButton] = {}
        self.told: dict[FormKind, QLabel] = {}
        for kind, words in (
            (FormKind.MANAGER_PAGE, self.tr(
                "One page for your line manager: what changed, what you need, two ticks and a "
                "sentence back. It quotes no evidence.")),
            (FormKind.REVIEW_RECORD, self.tr(
                "What was discussed and agreed, for everyone to sign where your provider needs "
                "it. Write above what was discussed first.")),
        ):  # fmt: skip
            name = self.tr("Line manager's page") if kind is KINDS[0] else self.tr("Review record")
            column.addWidget(label(name, "strong"))
            column.addWidget(label(words, "caption", wrap=True))
            told = label("", wrap=True)
            column.addWidget(told)
            self.told[kind] = told
            make = self.make[kind] = QPushButton()
            icons.put(make, "file-check")
            make.clicked.connect(partial(self._on_make, kind))
            show = self.open[kind] = QPushButton(self.tr("Open in Observations"))
            show.clicked.connect(partial(self._on_open, kind))
            buttons = QWidget()
            flow = FlowLayout(buttons, look.space("sm"))
            flow.addWidget(make)
            flow.addWidget(show)
            column.addWidget(buttons)

    def show_review(self, shown: ReviewShown) -> None:
        """Show how far the papers of a review have come."""
        self._uid, self._shown = shown.prepared.row.uid, shown
        for kind in KINDS:
            known = [each for each in shown.records if each.observation.kind is kind]
            lines = answer_lines([each for each in shown.answers if each.kind is kind])
            told = self.told[kind]
            words = "\n".join(lines)
            if known:
                words = f"{known[-1].observation.ref}\n{words}"
            told.setText(words)
            told.setVisible(bool(words))
            make = self.make[kind]
            first = self.tr("Make the page…") if kind is KINDS[0] else self.tr("Make the record…")
            make.setText(self.tr("Make it again…") if known else first)
            make.setEnabled(not self._workspace.readonly)
            self.open[kind].setVisible(bool(known))

    def _on_make(self, kind: FormKind) -> None:
        self._workspace.look(
            meeting_papers.paper, kind, self._uid, now().date(),
            then=self._on_paper, failed=refuser(self, self._workspace),
        )  # fmt: skip

    def _on_paper(self, paper: MeetingPaper) -> None:
        from portfolio_app.services import witnesses

        people = witnesses.everyone(self._workspace.store)
        dialog = SignersDialog(self.window(), paper.kind.words, paper.signers, people, paper.lines)
        dialog.done_with.connect(partial(self._on_signers, dialog, paper.kind))
        dialog.people_wanted.connect(partial(self._workspace.go, PEOPLE))
        self.dialog = dialog
        dialog.open()

    def _on_signers(
        self, dialog: SignersDialog, kind: FormKind, signers: tuple[Signer, ...]
    ) -> None:
        self._workspace.do(
            meeting_papers.ask, kind, self._uid, now().date(), signers,
            then=partial(self._on_asked, dialog), failed=dialog.failed(self._workspace),
        )  # fmt: skip

    def _on_asked(self, dialog: SignersDialog, changes: Changes) -> None:
        dialog.accept()
        self._workspace.go(Place(OBSERVATIONS, item=changes.focus, want="save"))

    def _on_open(self, kind: FormKind) -> None:
        known = [
            each for each in (self._shown.records if self._shown else ())
            if each.observation.kind is kind
        ]  # fmt: skip
        if known:
            self._workspace.go(Place(OBSERVATIONS, item=known[-1].observation.uid))
