"""Reviews and a learning plan to take pictures of, as a year of them leaves the tabs."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QDialog

from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.planned import Goal, Review, Standing
from portfolio_app.domain.witness import Witness
from portfolio_app.services import (
    learning,
    mapping,
    meeting_papers,
    review_actions,
    reviews,
    witnesses,
)
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.places import PLAN, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.goal_dialog import GoalDialog, OfferedDialog
from portfolio_app.ui.plan.learning_view import read_learning
from portfolio_app.ui.plan.review_dialogs import ActionDialog, ReviewDialog, SignersDialog
from portfolio_app.ui.shell.main_window import MainWindow

TODAY = date.today()  # noqa: DTZ011 - the person's own day
PEOPLE = ("apprentice", "practice tutor", "line manager")


def fill(store: Store) -> str:
    """Add reviews, actions and a learning plan, once; return the review that comes next."""
    known = reviews.next_review(store, TODAY)
    if known is not None:
        return known.uid
    who = Witness("Line manager of the sample", relationship="line manager", email="m@example.org")
    witnesses.add(store, who, in_bundle=False)
    uid = ""
    for days in (320, 210, 100):
        day = (TODAY - timedelta(days=days)).isoformat()
        uid = reviews.add(store, "Practice tutor meeting", day, Review(participants=PEOPLE)).focus
        reviews.hold(store, uid)
    budget = review_actions.add_action(store, uid, "Ask for the budget paper", "me", _day(-30))
    review_actions.stand(store, budget.focus, Standing.DONE, TODAY)
    review_actions.add_action(
        store, uid, "Arrange a place at the finance committee", "line manager", _day(-12)
    )
    review_actions.add_action(store, uid, "Send the template of the proposal", "practice tutor")
    coming = Review(time="14:00", place="Online", participants=PEOPLE,
                    summary="The pilot, and what the board asked for.")  # fmt: skip
    uid = reviews.add(store, "Practice tutor meeting", _day(9), coming).focus
    reviews.add(store, "Annual review", _day(120))
    _goals(store)
    reviews.raise_points(
        store, uid, ["How the proposal's scope is signed off", "Past its day: Arrange a place at "
                     "the finance committee"],
    )  # fmt: skip
    review_actions.add_action(store, uid, "Draft the outline of the proposal", "me", _day(40))
    meeting_papers.ask(store, FormKind.MANAGER_PAGE, uid, TODAY)
    return uid


def _goals(store: Store) -> None:
    k3, k15, s9 = (mapping.ksb_called(store, each).uid for each in ("K3", "K15", "S9"))
    learning.add(
        store, "Understand how markets and customers change",
        Goal((k3, k15), activity="Shadow the HR review", activity_kind="shadowing",
             with_whom="line manager"), _day(60),
    )  # fmt: skip
    learning.add(store, "Resilience and new enterprise", Goal((s9,)), _day(90))
    done = learning.add(store, "Read about public budgets", Goal(area="Finance"))
    learning.stand(store, done.focus, Standing.DONE, TODAY)


def _day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def listed(work: Workspace) -> Place:
    """Return the list of reviews."""
    fill(work.store)
    return Place(PLAN, tab="reviews")


def prepared(work: Workspace) -> Place:
    """Return the next review, to prepare for."""
    return Place(PLAN, tab="reviews", row=fill(work.store))


def learned(work: Workspace) -> Place:
    """Return the learning plan."""
    fill(work.store)
    return Place(PLAN, tab="learning")


def review_dialog(window: MainWindow) -> QDialog:
    """Return the facts of a review."""
    store = window.workspace.store
    row = reviews.review(store, fill(store))
    return ReviewDialog(window, row, (), "practice tutor")


def action_dialog(window: MainWindow) -> QDialog:
    """Return an action that is changed."""
    store = window.workspace.store
    fill(store)
    return ActionDialog(window, review_actions.actions(store)[0], PEOPLE)


def page_dialog(window: MainWindow) -> QDialog:
    """Return what the line manager's page would say."""
    store = window.workspace.store
    paper = meeting_papers.paper(store, FormKind.MANAGER_PAGE, fill(store), TODAY)
    people = witnesses.everyone(store)
    return SignersDialog(window, paper.kind.words, paper.signers, people, paper.lines)


def goal_dialog(window: MainWindow) -> QDialog:
    """Return a row of the learning plan."""
    store = window.workspace.store
    fill(store)
    known = read_learning(store)
    return GoalDialog(window, known.ksbs, known.helpers, known.rows[0].row)


def offered_dialog(window: MainWindow) -> QDialog:
    """Return the KSBs that rows can be made of."""
    store = window.workspace.store
    fill(store)
    return OfferedDialog(window, learning.offered(store), has_scan=True)


PLACES = {"plan-reviews": listed, "plan-review": prepared, "plan-learning": learned}
DIALOGS = {
    "review": review_dialog,
    "review-action": action_dialog,
    "review-page": page_dialog,
    "goal": goal_dialog,
    "goal-ksbs": offered_dialog,
}
