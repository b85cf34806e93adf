"""Rows of the plan: added, changed, moved and removed, each as one step that can be undone.

What is special to a kind (a review's actions, a break that moves dates) has a module of its own
that is built on ``enter`` within its step.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.dates import EARLIEST, LATEST
from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import Planned
from portfolio_app.domain.typed_words import one_line
from portfolio_app.problems import PortfolioError
from portfolio_app.services.typed_days import typed_day
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store

LONGEST_TITLE = 300  # characters
LONGEST_CONTENT = 60_000  # characters of all that a row holds besides
TOPICS = {Topic.PLAN}


def add(store: Store, planned: Planned, told: str = "") -> Changes:
    """Add a row; ``focus`` is its uid. ``told`` is what the history says of it.

    Raises:
        PortfolioError: the title is missing or too long, a day is none, or it ends before it
            begins ("no-title", "too-long", "no-day", "ends-before"). Nothing was changed.
    """
    made = checked(planned)
    told = told or f"{made.kind.words} added: {made.title}"
    with store.step("add to plan", told, TOPICS) as step:
        step.focus = enter(step.session, made)
    return step.changes


def change(store: Store, planned: Planned, told: str = "") -> Changes:
    """Let the row of this uid be as given.

    Raises:
        PortfolioError: as ``add``, or it isn't there any more ("gone").
    """
    made = checked(planned)
    queries.plan.row(store, made.uid)
    told = told or f"{made.kind.words} changed: {made.title}"
    with store.step("change plan", told, TOPICS, focus=made.uid) as step:
        enter(step.session, made)
    return step.changes


def remove(store: Store, *uids: str) -> Changes:
    """Remove rows, and those that belong to them (a module's assignments, a review's actions).

    Raises:
        PortfolioError: one isn't there any more ("gone"). Nothing was changed.
    """
    named = [queries.plan.row(store, uid) for uid in uids]
    told = f"{named[0].title} removed" if len(named) == 1 else f"{len(named)} rows removed"
    with store.step("remove from plan", f"Plan: {told}", TOPICS) as step:
        going = list(uids)
        while going:
            uid = going.pop()
            below = step.session.query(tables.PlannedRow).filter_by(parent_uid=uid)
            going.extend(row.uid for row in below)
            for row in step.session.query(tables.PlannedRow).filter_by(uid=uid):
                step.session.delete(row)
    return step.changes


def arrange(store: Store, uids: Sequence[str]) -> Changes:
    """Let rows stand in this order; others keep their places."""
    with store.step("arrange plan", "Plan: another order", TOPICS) as step:
        for place, uid in enumerate(uids, 1):
            for row in step.session.query(tables.PlannedRow).filter_by(uid=uid):
                row.place = place
    return step.changes


def checked(planned: Planned) -> Planned:
    """Return a row with its title and days as they are kept.

    Raises:
        PortfolioError: as ``add``.
    """
    title = one_line(planned.title)
    if not title:
        raise PortfolioError(
            "The title is missing. Nothing was changed.",
            hint="Say in a few words what it is.",
            code="no-title",
        )
    if len(title) > LONGEST_TITLE:
        raise PortfolioError(
            f"The title has {len(title)} characters; {LONGEST_TITLE} is the most. Nothing was "
            "changed.",
            hint="Shorten it. Notes have room for more.",
            code="too-long",
        )
    if len(_content(planned)) > LONGEST_CONTENT:
        raise PortfolioError(
            f"“{title}” holds more than {LONGEST_CONTENT:,} characters. Nothing was changed.",
            hint="Keep long texts as a file, and name it here.",
            code="too-long",
        )
    day, until = plan_day(planned.day), plan_day(planned.until)
    if until and not day:
        day, until = until, ""
    if until and until < day:
        raise PortfolioError(
            f"“{title}” would end on {day_words(until)}, before it begins on {day_words(day)}. "
            "Nothing was changed.",
            hint="Check the two dates.",
            code="ends-before",
        )
    return replace(planned, title=title, day=day, until="" if until == day else until)


def plan_day(typed: str) -> str:
    """Return a day of the plan as YYYY-MM-DD, "" for none.

    Raises:
        PortfolioError: it is none, or lies outside 1990 to 2100 ("no-day").
    """
    if not typed.strip():
        return ""
    day = typed_day(typed)
    if not EARLIEST.isoformat() <= day <= LATEST.isoformat():
        raise PortfolioError(
            f"{day_words(day)} can't be a day of the plan. Nothing was changed.",
            hint="Check the year.",
            code="no-day",
        )
    return day


def enter(session: Session, planned: Planned) -> str:
    """Within a step: write a row that ``checked`` returned, a new one without a uid.

    Returns its uid.
    """
    row = None
    if planned.uid:
        row = session.query(tables.PlannedRow).filter_by(uid=planned.uid).one_or_none()
    if row is None:
        row = tables.PlannedRow(kind=planned.kind.value, title=planned.title)
        if planned.uid:
            row.uid = planned.uid
        session.add(row)
    row.title, row.day, row.until = planned.title, planned.day, planned.until
    row.place, row.parent_uid, row.origin = planned.place, planned.parent_uid, planned.origin
    row.content = _content(planned)
    return row.uid


def _content(planned: Planned) -> str:
    return json.dumps(wire.encode(planned.content), ensure_ascii=False)
