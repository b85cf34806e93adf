"""Step 2: check: how many rows of each weight, the rows, and Check again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from portfolio_app.problems import Level, Problem
from portfolio_app.ui.assessment.cards import Card
from portfolio_app.ui.assessment.compile_state import CompileState, count
from portfolio_app.ui.assessment.findings_view import FindingsView
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class CheckCard(Card):
    """What was found. ``findings`` is the view of rows."""

    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(2, "", parent)
        self.title.setText("2  " + self.tr("Check"))
        self.setAccessibleName(self.tr("Check"))
        look = theme()
        self._counts = label("", "strong", wrap=True)
        self.again = QPushButton(self.tr("Check again"))
        self.again.setProperty("look", "quiet")
        self.again.clicked.connect(lambda _=False: self.again_wanted.emit())
        self.findings = FindingsView(self.again, readonly=readonly)
        self.findings.focus_lost.connect(self.again.setFocus)
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        row.addWidget(self._counts, 1)
        row.addWidget(self.again)
        self.column.addLayout(row)
        self.column.addWidget(self.findings)

    def show_checking(self) -> None:
        """Say that the check is running; what it found before stays in view."""
        self._counts.setText(self.tr("Checking"))

    def show_findings(self, findings: tuple[Problem, ...], state: CompileState) -> None:
        """Show what was found."""
        self._counts.setText(weights(findings))
        self.findings.show_findings(findings, state)

    def show_failed(self) -> None:
        """Say that the check did not come to its end."""
        self._counts.setText(self.tr("The check did not come to its end. Check again."))


def weights(findings: tuple[Problem, ...]) -> str:
    """Return "0 must fix · 3 should check · 2 for information · 4 accepted"."""
    counts = dict.fromkeys(Level, 0)
    accepted = 0
    for finding in findings:
        if finding.accepted:
            accepted += 1
        else:
            counts[finding.level] += 1
    words = (
        f"{counts[Level.MUST_FIX]} must fix · {counts[Level.SHOULD_CHECK]} should check · "
        f"{counts[Level.INFORMATION]} for information"
    )
    return f"{words} · {accepted} accepted" if accepted else words


def open_must_fix(findings: tuple[Problem, ...]) -> tuple[str, int]:
    """Return which rows stop any build, in words ("" for none), and how many allow only a draft."""
    stops = sum(each.stops for each in findings)
    must = sum(
        each.level is Level.MUST_FIX and not each.stops and not each.accepted for each in findings
    )
    return (count(stops, "row") if stops else "", must)
