"""The proposal's twelve weeks: their dates, milestones, and whether body text may be written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from portfolio_app.domain import clock as rules
from portfolio_app.domain import salvage, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.clock import Clock, Dates, Milestone
from portfolio_app.domain.dates import EARLIEST, LATEST
from portfolio_app.domain.days import day_words
from portfolio_app.domain.draft import Block
from portfolio_app.domain.early_text import has_body_text
from portfolio_app.domain.limits import rule_in_force
from portfolio_app.domain.sound_rows import sound_day
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.services.typed_days import past_day, typed_day
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid

DATES, MILESTONES = "proposal dates", "proposal milestones"
LONGEST, MOST = 200, 100  # characters of a title; milestones
_TOPICS = {Topic.PROPOSAL, Topic.PORTFOLIO}
_NAMES = {
    "epao": "The date your EPAO counts from",
    "scope_approved": "The day the scope was approved",
    "due": "The day the proposal is due",
}


def dates(store: Store) -> Dates:
    """Return what is known of the dates; the gateway's is that of the portfolio."""
    plain = queries.portfolio.detail(store, DATES)
    kept = salvage.read(Dates, plain, Dates()) if plain else Dates()
    kept = replace(kept, **{name: sound_day(getattr(kept, name)) for name in _NAMES})
    return replace(kept, gateway=sound_day(queries.portfolio.detail(store, "gateway")))


def now(store: Store, on: date | None = None) -> Clock:
    """Return the clock as it stands on a day, today if none is given."""
    standard = queries.standard.standard(store)
    weeks = rule_in_force(standard, rules.WEEKS)
    return rules.clock(
        dates(store),
        on or today(),
        weeks=max(int(weeks.value), 0) if weeks is not None else 0,
        asks=rule_in_force(standard, rules.AFTER_GATEWAY) is not None,
    )


def may_write(store: Store, on: date | None = None) -> tuple[bool, str]:
    """Return whether body text may be written, and what is said while it may not (D10)."""
    may = now(store, on).may_write
    return may, "" if may else rules.NOT_YET


def refuse_early(store: Store, blocks: Iterable[Block] | None = None) -> None:
    """Let body text be made, or say why not; of ``blocks`` only those with body text count.

    Raises:
        PortfolioError: the twelve weeks have not begun, and nobody allows it ("not-yet").
    """
    may, why = may_write(store)
    if not may and (blocks is None or has_body_text(blocks)):
        raise PortfolioError(
            f"{why} Nothing was changed.",
            hint="Proposal, Dates and weeks: set the date, or say that your plan or EPAO allows "
            "it.",
            code="not-yet",
        )


def set_date(store: Store, which: str, day: str) -> Changes:
    """Set a date: "epao", "scope_approved" or "due"; "" forgets it. One step.

    Raises:
        PortfolioError: there is no such date ("no-such-date"), it is no day, or of a year that
            can't be meant, or the proposal would be due before its weeks begin ("no-day").
            Nothing was changed.
    """
    if which not in _NAMES:
        raise PortfolioError(
            f"There is no date called {which}. Nothing was changed.",
            hint=f"Use one of {', '.join(_NAMES)}.",
            code="no-such-date",
        )
    typed = typed_day(day) if day.strip() else ""
    if typed and not EARLIEST <= date.fromisoformat(typed) <= LATEST:
        raise PortfolioError(
            f"{day_words(typed)} can't be right. Nothing was changed.",
            hint=f"Check the year: from {EARLIEST.year} to {LATEST.year}.",
            code="no-day",
        )
    if which == "scope_approved" and typed:
        typed = past_day(typed, "That day lies ahead, so nothing can have been approved on it.")
    kept = replace(dates(store), **{which: typed})
    first = kept.epao
    if kept.due and first and kept.due < first:
        raise PortfolioError(
            f"The proposal would be due on {day_words(kept.due)}, before its weeks begin on "
            f"{day_words(first)}. Nothing was changed.",
            hint="Check both dates.",
            code="no-day",
        )
    said = f"{_NAMES[which]}: {day_words(typed)}" if typed else f"{_NAMES[which]}: forgotten"
    return _keep(store, kept, said)


def allow(store: Store, by: str, on: str) -> Changes:
    """Note that the plan or the EPAO allows drafting before the clock: who says so, and when.

    Raises:
        PortfolioError: nobody is named ("no-source"), or the day is none or lies ahead ("no-day").
    """
    by = " ".join(by.split())[:LONGEST]
    if not by:
        raise PortfolioError(
            "Who allows it is missing. Nothing was changed.",
            hint="Such as: my EPAO, by e-mail; or the plan, page 6.",
            code="no-source",
        )
    day = past_day(on)
    kept = replace(dates(store), allowed_by=by, allowed_on=day)
    return _keep(store, kept, f"Drafting before the clock is allowed by {by}, {day_words(day)}")


def not_allowed(store: Store) -> Changes:
    """Say that drafting before the clock is not allowed after all. What is written stays."""
    kept = replace(dates(store), allowed_by="", allowed_on="")
    return _keep(store, kept, "Drafting before the clock is not allowed")


def milestones(store: Store) -> tuple[Milestone, ...]:
    """Return the milestones by their day."""
    plain = queries.portfolio.detail(store, MILESTONES)
    return rules.in_order(salvage.read(tuple[Milestone, ...], plain or "[]", ()))


def set_milestone(store: Store, title: str, day: str = "", *, uid: str = "") -> Changes:
    """Add a milestone, or change that of this uid; its day may be "". One step.

    Raises:
        PortfolioError: it has no title ("no-title"), its day is none ("no-day"), there are too many
            ("too-many"), or there is none of that uid ("no-such-milestone"). Nothing was changed.
    """
    title = " ".join(title.split())[:LONGEST]
    if not title:
        raise PortfolioError(
            "The milestone has no words. Nothing was changed.",
            hint="Say what is to be done, such as: draft to my line manager.",
            code="no-title",
        )
    day = typed_day(day) if day.strip() else ""
    held = milestones(store)
    if uid:
        old = _found(held, uid)
        kept = tuple(replace(old, title=title, day=day) if e is old else e for e in held)
        return _keep_milestones(store, kept, f"Milestone changed: {title}")
    if len(held) >= MOST:
        raise PortfolioError(
            f"There are {MOST} milestones, which is the most. Nothing was changed.",
            hint="Remove one first.",
            code="too-many",
        )
    made = Milestone(new_uid(), title, day)
    return _keep_milestones(store, (*held, made), f"Milestone added: {title}")


def tick_milestone(store: Store, uid: str, *, done: bool = True) -> Changes:
    """Say that a milestone is done, today, or that it is not. One step.

    Raises:
        PortfolioError: there is none of that uid ("no-such-milestone").
    """
    held = milestones(store)
    old = _found(held, uid)
    ticked = replace(old, done_on=today().isoformat() if done else "")
    kept = tuple(ticked if each is old else each for each in held)
    said = f"Done: {old.title}" if done else f"Not done: {old.title}"
    return _keep_milestones(store, kept, said)


def remove_milestone(store: Store, uid: str) -> Changes:
    """Remove a milestone. One step.

    Raises:
        PortfolioError: there is none of that uid ("no-such-milestone").
    """
    held = milestones(store)
    old = _found(held, uid)
    kept = tuple(each for each in held if each is not old)
    return _keep_milestones(store, kept, f"Milestone removed: {old.title}")


def _found(held: tuple[Milestone, ...], uid: str) -> Milestone:
    found = next((each for each in held if each.uid == uid), None)
    if found is None:
        raise PortfolioError("This milestone is not there any more.", code="no-such-milestone")
    return found


def _keep(store: Store, kept: Dates, said: str) -> Changes:
    text = json.dumps(wire.encode(replace(kept, gateway="")), ensure_ascii=False)
    with store.step("set proposal dates", said, _TOPICS) as step:
        details.enter(step.session, DATES, text)
    return step.changes


def _keep_milestones(store: Store, kept: tuple[Milestone, ...], said: str) -> Changes:
    with store.step("set milestones", said, _TOPICS) as step:
        text = json.dumps(wire.encode(kept), ensure_ascii=False)
        details.enter(step.session, MILESTONES, text)
    return step.changes


def today() -> date:
    """Return the day it is here."""
    return datetime.now(UTC).astimezone().date()
