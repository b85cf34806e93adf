"""What the rows of Compile ask for; what was typed in a row stays there until it is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.markings import MarkingAnswer
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import PortfolioError, Problem
from portfolio_app.ui.assessment.finding_row import FindingRow
from portfolio_app.ui.assessment.findings_view import FindingsView
from portfolio_app.ui.assessment.papers_box import PaperRow, PapersBox
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.workspace import Workspace

FindRow = Callable[[], FindingRow | PaperRow | None]


class RowDoings(QObject):
    """Does what the findings and the papers ask for, one after the other."""

    def __init__(self, workspace: Workspace, findings: FindingsView, papers: PapersBox) -> None:
        super().__init__(findings)
        self._workspace = workspace
        self._findings = findings
        self._papers = papers
        findings.remove_wanted.connect(self._on_remove)
        findings.accepted.connect(self._on_accepted)
        findings.taken_back.connect(self._on_taken_back)
        findings.marking_answered.connect(self._on_marking_answered)
        findings.answer_taken_back.connect(self._on_answer_taken_back)
        papers.attach_wanted.connect(self._on_attach)
        papers.remove_wanted.connect(self._on_paper_removed)
        papers.open_wanted.connect(self._on_paper_opened)
        papers.signed.connect(self._on_signed)
        papers.unsigned.connect(self._on_unsigned)

    # findings

    def _on_remove(self, uid: str) -> None:
        from portfolio_app.services import shortlist

        self._workspace.do(shortlist.remove, [uid], toast=True)

    def _on_accepted(self, finding: Problem, because: str) -> None:
        from portfolio_app.services import accepting

        self._answer(finding, accepting.accept, finding, because)

    def _on_taken_back(self, finding: Problem) -> None:
        from portfolio_app.services import accepting

        self._answer(finding, accepting.take_back, finding)

    def _on_marking_answered(
        self, finding: Problem, answer: MarkingAnswer, by: str, on: str
    ) -> None:
        from portfolio_app.services import markings

        self._answer(finding, markings.answer, finding.about_uid, answer, by=by, on=on)

    def _on_answer_taken_back(self, finding: Problem) -> None:
        from portfolio_app.services import markings

        self._answer(finding, markings.unanswer, finding.about_uid)

    def _answer(self, finding: Problem, verb: Callable[..., Any], *args: Any, **named: Any) -> None:
        # Rows of findings are made anew when something was changed: it is looked for again.
        self._do(partial(self._findings.row_of, finding), verb, *args, **named, toast=True)

    # papers

    def _on_attach(self, kind: PaperKind, path: Path) -> None:
        from portfolio_app.services import papers

        title = self.tr("Attaching {0}").format(path.name)
        self._workspace.start(title, papers.attach, kind, path, toast=True)

    def _on_paper_removed(self, uid: str) -> None:
        from portfolio_app.services import papers

        self._workspace.do(papers.remove, uid, toast=True)

    def _on_paper_opened(self, uid: str) -> None:
        self._workspace.go(Place(EVIDENCE, item=uid))

    def _on_signed(self, uid: str, by: str, on: str) -> None:
        from portfolio_app.services import papers

        self._do(partial(self._paper_row, uid), papers.sign, uid, by, on)

    def _on_unsigned(self, uid: str) -> None:
        from portfolio_app.services import papers

        self._do(partial(self._paper_row, uid), papers.unsign, uid)

    def _paper_row(self, uid: str) -> PaperRow | None:
        rows = self._papers.rows.values()
        return next((row for row in rows if row.paper is not None and row.paper.uid == uid), None)

    # what a row hears

    def _do(self, row: FindRow, verb: Callable[..., Any], *args: Any, **named: Any) -> None:
        kept, refused = partial(self._on_kept, row), partial(self._on_refused, row)
        self._workspace.do(verb, *args, **named, then=kept, failed=refused)

    def _on_kept(self, find_row: FindRow, _changes: Changes) -> None:
        row = find_row()
        if row is not None:
            row.form_done()

    def _on_refused(self, find_row: FindRow, error: BaseException) -> None:
        row = find_row()
        told = isinstance(error, PortfolioError) and row is not None and row.say_wrong(str(error))
        if not told:
            self._workspace.trouble.emit(error)
