"""The timeline of this portfolio: rows of the plan, whatever else has a day, suggested points."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache

from portfolio_app import assets
from portfolio_app.domain import programme_rows, suggested_milestones, timeline
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Observation, ObservationState
from portfolio_app.domain.plan_faults import Fault, all_faults
from portfolio_app.domain.planned import Milestone, Planned, PlannedKind
from portfolio_app.domain.suggested_milestones import Suggested, UsualPoints
from portfolio_app.domain.timeline import Seen, Timeline
from portfolio_app.problems import PortfolioError
from portfolio_app.services import clock, details, observation_planner, plan, programmes
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_NOT_FOR_ME = "plan suggestions left"  # ids, as JSON
_OVER = (ObservationState.IN_PORTFOLIO, ObservationState.CHECKED)


def read(store: Store, today: date) -> Timeline:
    """Return everything that has a day, and what waits for one."""
    known = queries.portfolio.details(store)
    rows = queries.plan.rows(store)
    return timeline.gathered(
        rows,
        today.isoformat(),
        start=known.start,
        gateway=known.gateway,
        seen=_seen(store),
        clock=clock.now(store, today),
        milestones=[
            (each.title, each.day, bool(each.done_on), each.uid) for each in clock.milestones(store)
        ],
        hours=[(each.day, each.minutes) for each in queries.hours.entries(store)],
        suggested=[(each.id, each.title, each.day) for each in suggestions(store)],
        worked_out=worked_out(store, rows),
    )


def worked_out(store: Store, rows: Iterable[Planned]) -> frozenset[str]:
    """Return the uids of rows whose days were worked out and never typed or confirmed."""
    programme = programmes.current(store)
    return frozenset(each.uid for each in rows if programme_rows.is_suggested(each, programme))


def faults(store: Store, today: date) -> dict[str, tuple[Fault, ...]]:
    """Return what doesn't fit in the rows of the plan, by uid: overlaps, ends before starts."""
    known = queries.portfolio.details(store)
    rows = queries.plan.rows(store)
    return all_faults(rows, today.isoformat(), start=known.start, gateway=known.gateway)


def suggestions(store: Store) -> tuple[Suggested, ...]:
    """Return the usual points that were neither kept nor said to be not for the person."""
    known = queries.portfolio.details(store)
    kept = {
        each.origin.removeprefix(suggested_milestones.PREFIX)
        for each in queries.plan.rows(store, PlannedKind.MILESTONE)
    }
    without = kept | set(_left(store))
    return suggested_milestones.suggested(
        usual_points().points, known.start, known.gateway, without
    )


def keep_suggestion(store: Store, suggestion_id: str, day: str = "") -> Changes:
    """Make a milestone of a suggestion, on its day or another; ``focus`` is the row's uid.

    Raises:
        PortfolioError: there is no such suggestion ("gone"), or the day is none ("no-day").
    """
    one = _called(store, suggestion_id)
    kept = Planned(
        PlannedKind.MILESTONE, one.title, day or one.day, origin=one.origin, content=Milestone()
    )
    return plan.add(store, kept, f"Milestone kept: {one.title}")


def leave_suggestion(store: Store, suggestion_id: str) -> Changes:
    """Say that a suggestion isn't for this person: it is shown no more.

    Raises:
        PortfolioError: there is no such suggestion ("gone").
    """
    one = _called(store, suggestion_id)
    body = json.dumps(sorted({*_left(store), one.id}))
    with store.step("leave suggestion", f"Not for me: {one.title}", {Topic.PLAN}) as step:
        details.enter(step.session, _NOT_FOR_ME, body)
    return step.changes


@cache
def usual_points() -> UsualPoints:
    """Return the usual points, and where they are from."""
    return suggested_milestones.usual_points_from_data(
        tomllib.loads(assets.text("plan/milestones.toml"))
    )


def _called(store: Store, suggestion_id: str) -> Suggested:
    for each in suggestions(store):
        if each.id == suggestion_id:
            return each
    raise PortfolioError(
        "That suggestion isn't there any more. Nothing was changed.",
        hint="Undo may bring it back.",
        code="gone",
    )


def _left(store: Store) -> tuple[str, ...]:
    try:
        found = json.loads(queries.portfolio.detail(store, _NOT_FOR_ME) or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(str(each) for each in found) if isinstance(found, list) else ()


def _seen(store: Store) -> list[Seen]:
    found = [
        _of_observation(each)
        for each in queries.observations.observations(store)
        if each.kind is FormKind.OBSERVATION
        and each.state is not ObservationState.WITHDRAWN
        and each.asked.day
    ]
    found += [
        Seen(each.uid, each.title, each.day, "", time=each.time, minutes=each.minutes,
             where=each.place, is_meeting=True)
        for each in observation_planner.meetings(store)
    ]  # fmt: skip
    return found


def _of_observation(one: Observation) -> Seen:
    asked = one.asked
    return Seen(
        one.uid, asked.title or one.kind.words, asked.day, one.state.words,
        is_done=one.state in _OVER, time=asked.time, minutes=asked.minutes, where=asked.place,
    )  # fmt: skip
