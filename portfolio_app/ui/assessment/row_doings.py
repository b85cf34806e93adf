"""What the findings of Compile ask for; what was typed in a row stays until it is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from portfolio_app.domain.markings import MarkingAnswer
from portfolio_app.problems import Problem
from portfolio_app.ui.assessment.findings_view import FindingsView
from portfolio_app.ui.kit.row_answers import tell_row
from portfolio_app.ui.kit.workspace import Workspace


class RowDoings(QObject):
    """Does what the findings ask for, one after the other."""

    def __init__(self, workspace: Workspace, findings: FindingsView) -> None:
        super().__init__(findings)
        self._workspace = workspace
        self._findings = findings
        findings.remove_wanted.connect(self._on_remove)
        findings.accepted.connect(self._on_accepted)
        findings.taken_back.connect(self._on_taken_back)
        findings.marking_answered.connect(self._on_marking_answered)
        findings.answer_taken_back.connect(self._on_answer_taken_back)

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
        find = partial(self._findings.row_of, finding)
        tell_row(self._workspace, find, verb, *args, **named, toast=True)
