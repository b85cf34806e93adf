"""Forms and dialogs that a press of a button opens on the screens of the sample, for pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QPushButton

from portfolio_app.domain.planned import (
    Assignment,
    Attendance,
    Break,
    Event,
    Milestone,
    Module,
    Planned,
    PlannedKind,
)
from portfolio_app.store import queries, tables
from portfolio_app.ui.evidence.buddy_dialog import BuddyDialog
from portfolio_app.ui.home.reminder_dialog import ReminderDialog
from portfolio_app.ui.kit.places import ASSESSMENT, EVIDENCE, KSBS, PLAN, SETTINGS, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.break_dialog import BreakDialog
from portfolio_app.ui.plan.dated_row_dialog import DatedRowDialog
from portfolio_app.ui.shell.main_window import MainWindow

SETTINGS_PROGRAMME = Place(SETTINGS, tab="programme")
GATEWAY = Place(ASSESSMENT, tab="gateway", row="employer.declaration")

FORMS: dict[str, tuple[Place, str]] = {
    "scan-by-area": (Place(KSBS, tab="scan"), "By area"),
    "gateway-done": (GATEWAY, "Done…"),
    "gateway-exception": (GATEWAY, "Agreed exception…"),
    "gateway-own-row": (GATEWAY, "Add a row…"),
    "results-next": (Place(ASSESSMENT, tab="results"), "Record the next result…"),
    "documents-signed": (Place(PLAN, tab="documents"), "Somebody signed…"),
    "documents-another": (Place(PLAN, tab="documents"), "Another document…"),
    "programme-dates": (SETTINGS_PROGRAMME, "Change the dates…"),
    "programme-shorter": (SETTINGS_PROGRAMME, "Shorter length…"),
    "modules-events": (Place(PLAN, tab="modules", want="events"), ""),
    "modules-breaks": (Place(PLAN, tab="modules", want="breaks"), ""),
    "hours-months": (Place(PLAN, tab="hours", want="months"), ""),
    "hours-entries": (Place(PLAN, tab="hours", want="entries"), ""),
}
"""Where one goes, and which button is pressed there; "" for none."""


def press(window: MainWindow, words: str) -> None:
    """Press the first button that says this: one in view, else one that waits behind "More"."""
    found = [
        each
        for each in window.findChildren(QPushButton)
        if each.text() == words and each.isEnabled()
    ]
    button = min(found, key=QPushButton.isHidden)
    button.setFocus()
    button.click()


def commented(work: Workspace) -> Place:
    """Return a piece that a buddy said something of."""
    item = max(queries.evidence.items(work.store), key=lambda each: each.claims)
    if not queries.buddies.comments(work.store, item.uid):
        with work.store.step("comments", "Comments", {*()}) as step:
            file_id = step.session.query(tables.FileRow.id).first()[0]  # type: ignore[index]
            for field, words in (
                ("ask", "Who decided in the end, and what did you do the day after?"),
                ("clear", "The table of options. I could follow it without knowing the trust."),
            ):
                step.session.add(
                    tables.CommentRow(
                        pack_uid="", item_uid=item.uid, field=field, said_by="A head of service",
                        text=words, file_id=file_id,
                    )
                )  # fmt: skip
    return Place(EVIDENCE, tab="library", item=item.uid, want="select")


def _row(row: Planned) -> Callable[[MainWindow], QDialog]:
    def make(window: MainWindow) -> QDialog:
        modules = queries.plan.rows(window.workspace.store, PlannedKind.MODULE)
        return DatedRowDialog(window, window.workspace, row, modules=modules)

    return make


DIALOGS: dict[str, Callable[[MainWindow], QDialog]] = {
    "reminder": lambda window: ReminderDialog(window, window.workspace),
    "buddy-pack": lambda window: BuddyDialog(window, window.workspace),
    "plan-module": _row(Planned(PlannedKind.MODULE, "", content=Module())),
    "plan-assignment": _row(
        Planned(PlannedKind.ASSIGNMENT, "Reflection on the board paper", "2026-07-06",
                content=Assignment(words=3000, feedback_days=15))
    ),
    "plan-event": _row(
        Planned(PlannedKind.EVENT, "Campus days", "2026-05-04",
                content=Event(compulsory=True, attendance=Attendance.MISSED, time="09:30"))
    ),
    "plan-milestone": _row(Planned(PlannedKind.MILESTONE, "", content=Milestone())),
    "plan-break": lambda window: BreakDialog(
        window, window.workspace,
        Planned(PlannedKind.BREAK, "", "2026-03-02", until="2026-04-26", content=Break()),
    ),
    "plan-additional-time": lambda window: BreakDialog(
        window, window.workspace, Planned(PlannedKind.BREAK, "", content=Break(extra=True))
    ),
}  # fmt: skip
