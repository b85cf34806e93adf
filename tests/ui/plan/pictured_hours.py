"""Off-the-job time for pictures: a month of it, its dialogs."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QDialog

from portfolio_app.domain.hours import Entry, Pattern
from portfolio_app.services import hours
from portfolio_app.services.mapping_import import TableIn
from portfolio_app.ui.kit import new_day
from portfolio_app.ui.kit.places import PLAN, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.hours_import_dialog import HoursImportDialog
from portfolio_app.ui.plan.log_dialog import LogDialog
from portfolio_app.ui.plan.patterns_dialog import PatternsDialog
from portfolio_app.ui.plan.target_dialog import TargetDialog
from portfolio_app.ui.shell.main_window import MainWindow

_WORDS = (
    ("Board paper", "reading"),
    ("Workshop on scenario planning", "workshop"),
    ("Learning log", "reflection"),
    ("Shadowed the finance committee", "shadowing"),
)


def week(work: Workspace) -> Place:
    """Return the tab, with time logged over some months."""
    store = work.store
    if not hours.patterns(store):  # the sample has hours, but none of this week
        now = new_day.now().date()
        monday = now - timedelta(now.weekday())
        hours.set_target(store, 480 * 60, "Training plan, 12 September 2024, page 2")
        hours.set_patterns(store, [Pattern(1, 60, "Reading", "reading"), Pattern(3, 30, "Log")])
        entries = [
            Entry("", (monday - timedelta(4 * n - 3)).isoformat(), 30 + 15 * (n % 9),
                  *_WORDS[n % 4])
            for n in range(60)
        ]  # fmt: skip
        entries.append(Entry("", monday.isoformat(), 45, "Board paper & its annexes", "reading"))
        hours.log_many(store, entries, sure=True)
    return Place(PLAN, tab="hours")


def log(window: MainWindow) -> QDialog:
    """Return the quick log, with patterns to choose from."""
    week(window.workspace)
    return LogDialog(window, window.workspace)


def target(window: MainWindow) -> QDialog:
    """Return the target, with what counts."""
    return TargetDialog(window, window.workspace)


def patterns(window: MainWindow) -> QDialog:
    """Return the patterns of a week."""
    week(window.workspace)
    return PatternsDialog(window, window.workspace, "2026-03-02")


def importing(window: MainWindow) -> QDialog:
    """Return a provider's file with all that can be wrong in one."""
    rows = (
        ("Learner report", "", "", "", ""),
        ("Date", "Duration (hrs)", "Activity Type", "Description", "Unit"),
        ("03/04/2026", "1.5", "Webinar", "Strategic finance webinar", "Leadership"),
        ("31/02/2026", "2", "Reading", "Read the board pack", ""),
        ("05/04/2026", "25", "Workshop", "Two-day event", ""),
        ("06/04/2026", "1:30", "Shadowing", "Finance committee", ""),
        ("06/04/2026", "1:30", "Shadowing", "Finance committee", ""),
    )
    table = TableIn("", rows, cut=False)
    return HoursImportDialog(window, window.workspace, "Record 2026.csv", (table,))
