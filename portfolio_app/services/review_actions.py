"""What was agreed at review meetings: followed up, and made into rows, requests or nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from portfolio_app.domain import reviews as rules
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Asked
from portfolio_app.domain.planned import Action, Goal, Planned, PlannedKind, Standing
from portfolio_app.domain.typed_words import one_line, some_lines
from portfolio_app.problems import PortfolioError
from portfolio_app.services import plan, requests, reviews
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def actions(store: Store) -> tuple[Planned, ...]:
    """Return every action: open ones by day, those without one last, then the others."""
    found = queries.plan.rows(store, PlannedKind.ACTION)
    return tuple(sorted(found, key=lambda each: (not rules.is_open(each), not each.day, each.day)))


def action(store: Store, uid: str) -> Planned:
    """Return one action.

    Raises:
        PortfolioError: it isn't there any more, or is none ("gone").
    """
    row = queries.plan.row(store, uid)
    if row.kind is not PlannedKind.ACTION:
        raise PortfolioError(
            "That isn't an action. Nothing was changed.", hint="Choose one.", code="gone"
        )
    return row


def add_action(
    store: Store, review_uid: str, title: str, owner: str = rules.ME, by: str = ""
) -> Changes:
    """Write down an action that was agreed at a review ("" for none); ``focus`` is its uid.

    Raises:
        PortfolioError: as ``plan.add``, or the review isn't there any more ("gone").
    """
    if review_uid:
        reviews.review(store, review_uid)
    content = Action(owner=one_line(owner) or rules.ME)
    made = Planned(PlannedKind.ACTION, title, by, parent_uid=review_uid, content=content)
    return plan.add(store, made, f"Action agreed: {one_line(title)}")


def change_action(
    store: Store, uid: str, title: str, owner: str, by: str, note: str | None = None
) -> Changes:
    """Put other words in place of an action's; ``note`` None leaves its note.

    Raises:
        PortfolioError: as ``plan.change``.
    """
    known = action(store, uid)
    was = rules.action_of(known)
    made = replace(
        was, owner=one_line(owner) or rules.ME, note=was.note if note is None else some_lines(note)
    )
    return plan.change(store, replace(known, title=title, day=by, content=made))


def stand(store: Store, uid: str, standing: Standing, today: date) -> Changes:
    """Say how far an action has come; done is done today.

    Raises:
        PortfolioError: it isn't there any more ("gone").
    """
    known = action(store, uid)
    done = today.isoformat() if standing is Standing.DONE else ""
    made = replace(rules.action_of(known), standing=standing, done_on=done)
    return plan.change(
        store, replace(known, content=made), f"Action {standing.value}: {known.title}"
    )


def into_goal(store: Store, uid: str, ksb_uids: Sequence[str] = ()) -> Changes:
    """Make an action a row of the learning plan; ``focus`` is the row's uid. One step.

    The action is "started" and knows what became of it.

    Raises:
        PortfolioError: something became of it already ("became-already"), or it isn't there any
            more ("gone"). Nothing was changed.
    """
    known = _unmade(store, uid)
    was = rules.action_of(known)
    goal = Goal(
        ksb_uids=tuple(dict.fromkeys(ksb_uids)),
        with_whom="" if was.owner == rules.ME else was.owner,
        note=was.note,
    )
    made = plan.checked(Planned(PlannedKind.GOAL, known.title, known.day, content=goal))
    told = f"Learning plan: {known.title}"
    with store.step("add to plan", told, {Topic.PLAN}) as step:
        step.focus = plan.enter(step.session, made)
        plan.enter(step.session, _became(known, step.focus))
    return step.changes


def into_request(store: Store, uid: str, ksb_uids: Sequence[str] = ()) -> Changes:
    """Draft a request for an observation from an action; ``focus`` is the request's uid. One step.

    Raises:
        PortfolioError: as ``requests.new``, something became of it already ("became-already"), or
            it isn't there any more ("gone"). Nothing was changed.
    """
    known = _unmade(store, uid)
    asked = requests.tidied(store, Asked(title=known.title[:160], ksb_uids=tuple(ksb_uids)))
    with store.step("ask", "", {Topic.PLAN, Topic.OBSERVATIONS}) as step:
        row = requests.enter(store, step.session, asked, "", FormKind.OBSERVATION)
        step.summary = f"{requests.ref_of(row)} drafted: {asked.title}"
        step.focus = row.uid
        plan.enter(step.session, _became(known, row.uid))
    return step.changes


def _became(known: Planned, uid: str) -> Planned:
    was = rules.action_of(known)
    standing = Standing.STARTED if was.standing is Standing.OPEN else was.standing
    return replace(known, content=replace(was, became=uid, standing=standing))


def _unmade(store: Store, uid: str) -> Planned:
    known = action(store, uid)
    became = rules.action_of(known).became
    there = {each.uid for each in queries.plan.rows(store, PlannedKind.GOAL)}
    there |= {each.uid for each in queries.observations.observations(store)}
    if became in there:
        raise PortfolioError(
            f"“{known.title}” became something already. Nothing was changed.",
            hint="Open what it became, or write down another action.",
            code="became-already",
        )
    return known
