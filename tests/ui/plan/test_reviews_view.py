"""Reviews and the learning plan: J4 by keys alone, and rows made of a skills scan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain.form_lines import Signer
from portfolio_app.domain.planned import Goal, PlannedKind
from portfolio_app.domain.reviews import action_of, review_of
from portfolio_app.services import learning, mapping, review_actions, reviews, scans
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.places import OBSERVATIONS, PLAN, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.ksbs.scan_view import ScanView
from portfolio_app.ui.plan.goal_dialog import GoalDialog, OfferedDialog
from portfolio_app.ui.plan.learning_view import LearningView
from portfolio_app.ui.plan.plan_page import PlanPage
from portfolio_app.ui.plan.review_dialogs import ReviewDialog, SignersDialog
from portfolio_app.ui.plan.reviews_view import ReviewsView
from tests.ui import walk

KEY = Qt.Key
TODAY = date.today()  # noqa: DTZ011 - the person's own day
Idle = Callable[[Workspace], None]


@pytest.fixture
def page(workspace: Workspace, qtbot: QtBot) -> PlanPage:
    made = PlanPage(workspace)
    qtbot.addWidget(made)
    workspace.went.connect(lambda place: place.area == PLAN and made.show_place(place))
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    return made


def keys(text: str = "", *, then: Qt.Key | None = None) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)
    if then is not None:
        QTest.keyClick(QApplication.focusWidget() or focus, then)


def test_a_meeting_is_prepared_by_keys_alone_and_its_pack_saved(
    page: PlanPage, workspace: Workspace, qtbot: QtBot, idle: Idle, asked: messages.Recorder,
    tmp_path: Path,
) -> None:  # fmt: skip
    store = workspace.store
    page.show_place(Place(PLAN, tab="reviews"))
    view = page.view
    assert isinstance(view, ReviewsView)
    qtbot.waitUntil(lambda: view.is_ready)
    assert not walk.problems(page)
    assert view.nothing.isVisible()
    assert not view.prepare.isEnabled()
    view.nothing.buttons[0].setFocus()
    keys(then=KEY.Key_Space)
    dialog = view.dialog
    assert isinstance(dialog, ReviewDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.title.hasFocus)
    assert not walk.problems(dialog)
    dialog.day.setFocus()
    keys("31 February", then=KEY.Key_Return)
    assert "isn't a day" in dialog.wrong.text()
    dialog.day.clear()
    dialog.day.setFocus()
    keys((TODAY - timedelta(days=90)).strftime("%d/%m/%Y"))
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    idle(workspace)
    (first,) = reviews.reviews(store)
    reviews.hold(store, first.uid)
    review_actions.add_action(store, first.uid, "Ask for the budget paper", "me")
    coming = reviews.plan_following(store, first.uid, (TODAY + timedelta(days=3)).isoformat())

    page.activateWindow()
    page.show_place(Place(PLAN, tab="reviews", want="prepare"))
    qtbot.waitUntil(lambda: view.page.isVisible() and view.is_ready)
    shown = view.page
    assert not walk.problems(page)
    assert shown.title.text() == first.title
    assert shown.since.text().startswith("Since ")
    assert "1 action: 1 open" in shown.last_words.text()
    assert not shown.held.isEnabled()  # its day lies ahead

    qtbot.waitUntil(lambda: shown.raising.first().hasFocus())
    keys(then=KEY.Key_Space)  # ticks what the rules offer first
    idle(workspace)
    shown.raising.own.setFocus()
    keys("How is the proposal signed off?", then=KEY.Key_Return)
    idle(workspace)
    qtbot.waitUntil(lambda: view.is_ready)
    raised = review_of(reviews.review(store, coming.focus)).raising
    assert raised[0].endswith("no evidence")
    assert raised[1] == "How is the proposal signed off?"
    assert [box.is_ticked for box in shown.raising.boxes].count(True) == 2

    shown.action.setFocus()
    keys(then=KEY.Key_Return)
    assert shown.wrong.text() == "Say what was agreed."
    keys("Shadow finance", then=KEY.Key_Return)
    idle(workspace)
    qtbot.waitUntil(lambda: shown.agreed.isVisible() and view.is_ready)
    assert shown.action.text() == ""
    shown.summary.setFocus()
    keys("We spoke of the pilot.")
    shown.notes.setFocus()
    keys("tired")
    assert view.can_leave()
    idle(workspace)
    kept = review_of(reviews.review(store, coming.focus))
    assert (kept.summary, kept.notes) == ("We spoke of the pilot.", "tired")

    out = tmp_path / "pack.pdf"
    asked.paths = [[out]]
    shown.pack.setFocus()
    keys(then=KEY.Key_Space)
    qtbot.waitUntil(out.is_file, timeout=15_000)
    idle(workspace)

    shown.agreed.goal.setFocus()
    keys(then=KEY.Key_Space)
    idle(workspace)
    (row,) = queries.plan.rows(store, PlannedKind.GOAL)
    assert row.title == "Shadow finance"
    learned = page.view
    assert isinstance(learned, LearningView)
    qtbot.waitUntil(lambda: isinstance(learned.dialog, GoalDialog))
    assert learned.dialog is not None
    assert not walk.problems(learned.dialog)
    learned.dialog.close()
    (agreed,) = (each for each in review_actions.actions(store) if each.title == "Shadow finance")
    assert action_of(agreed).became == row.uid


def test_the_line_managers_page_is_asked_for_from_the_review(
    page: PlanPage, workspace: Workspace, qtbot: QtBot, idle: Idle
) -> None:
    from tests.ui.observations.conftest import line_manager

    nobody = SignersDialog(page, "Page", [Signer("Line manager")], [], [])
    nobody.keep.click()
    assert "one person" in nobody.wrong.text()
    (way,) = [each for each in nobody.findChildren(QPushButton) if "people" in each.text()]
    with qtbot.waitSignal(nobody.people_wanted):
        way.click()

    who = line_manager(workspace.store)
    uid = reviews.add(workspace.store, "Coach visit", "2025-11-14").focus
    page.show_place(Place(PLAN, tab="reviews", row=uid))
    view = page.view
    assert isinstance(view, ReviewsView)
    qtbot.waitUntil(lambda: view.page.isVisible() and view.is_ready)
    papers = view.page.papers
    for button in papers.make.values():
        assert button.isEnabled()
    next(iter(papers.make.values())).click()
    qtbot.waitUntil(lambda: papers.dialog is not None and papers.dialog.isVisible())
    assert papers.dialog is not None
    assert not walk.problems(papers.dialog)
    box = papers.dialog.boxes[0]
    assert box is not None
    assert box.currentData() == who  # known by the role in the register
    went: list[Place] = []
    workspace.went.connect(went.append)
    papers.dialog.keep.click()
    idle(workspace)
    (asked,) = queries.observations.observations(workspace.store)
    assert went == [Place(OBSERVATIONS, item=asked.uid, want="save")]
    qtbot.waitUntil(lambda: view.is_ready)
    assert "Line manager" in next(iter(papers.told.values())).text()


def test_rows_are_made_of_thin_ksbs_and_of_the_skills_scan(
    page: PlanPage, workspace: Workspace, qtbot: QtBot, idle: Idle, asked: messages.Recorder,
    tmp_path: Path,
) -> None:  # fmt: skip
    store = workspace.store
    page.show_place(Place(PLAN, tab="learning"))
    view = page.view
    assert isinstance(view, LearningView)
    qtbot.waitUntil(lambda: view.is_ready)
    assert not walk.problems(page)
    view.nothing.buttons[0].click()
    qtbot.waitUntil(lambda: isinstance(view.dialog, OfferedDialog) and view.dialog.isVisible())
    dialog = view.dialog
    assert isinstance(dialog, OfferedDialog)
    assert not walk.problems(dialog)
    with qtbot.waitSignal(dialog.accepted):
        dialog.keep.click()  # the thinnest is chosen at first
    idle(workspace)
    qtbot.waitUntil(lambda: view.is_ready and view.table.isVisible())
    assert not walk.problems(page)
    view.done.click()
    idle(workspace)
    assert learning.goals(store)[0].goal.standing.value == "done"
    out = tmp_path / "plan.csv"
    asked.paths = [[out]]
    view.save.click()
    qtbot.waitUntil(out.is_file, timeout=15_000)

    scan = scans.start(store).uid
    s12 = mapping.ksb_called(store, "S12").uid
    scans.rate(store, scan, s12, 1)
    rated = ScanView(workspace)
    qtbot.addWidget(rated)
    rated.resize(1000, 700)
    rated.show()
    rated.table.select_keys({s12})
    assert rated.learn.isEnabled()
    rated.learn.click()
    idle(workspace)
    assert [each.goal for each in learning.goals(store) if "S12" in each.codes] == [
        Goal((s12,), scan_uid=scan)
    ]
    view.show_place(Place(PLAN, tab="learning", row=learning.goals(store)[0].row.uid))
    went: list[Place] = []
    workspace.went.connect(went.append)
    idle(workspace)
    qtbot.waitUntil(view.ask.isEnabled)
    view.ask.click()
    idle(workspace)
    assert went[-1].area == OBSERVATIONS
