"""Rows of the plan kept with their faults named, moved, handed in, attended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portfolio_app.domain import plan_faults, programme_rows
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.day_spans import span_words
from portfolio_app.domain.days import day_words
from portfolio_app.domain.plan_faults import Fault
from portfolio_app.domain.plan_moving import days_of, is_done, shifted
from portfolio_app.domain.planned import (
    Assignment,
    Attendance,
    Event,
    Milestone,
    Planned,
    PlannedKind,
)
from portfolio_app.problems import PortfolioError
from portfolio_app.services import plan
from portfolio_app.services.plan import TOPICS, checked, enter
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def faults(store: Store, row: Planned, today: date) -> tuple[Fault, ...]:
    """Return what doesn't fit in a row as it was typed, each with its field; nothing is kept."""
    known = queries.portfolio.details(store)
    rows = queries.plan.rows(store)
    return plan_faults.faults(
        row, rows, today.isoformat(), start=known.start, gateway=known.gateway
    )


def keep(store: Store, row: Planned, today: date) -> Changes:
    """Add a row, or change the one of its uid; ``focus`` is its uid.

    What overlaps or lies outside the programme is kept: it may be meant.

    Raises:
        PortfolioError: a fault refuses ("faulty"; its message names the fault), or as ``plan.add``.
    """
    for each in faults(store, row, today):
        if each.refuses:
            raise PortfolioError(f"{each.words} Nothing was changed.", code="faulty")
    if not row.uid:
        return plan.add(store, row)
    return plan.change(store, _confirmed(row) if row == queries.plan.row(store, row.uid) else row)


def confirm(store: Store, *uids: str) -> Changes:
    """Say that the days of these rows hold: they are suggested no more. One step.

    Raises:
        PortfolioError: one isn't there ("gone"). Nothing was changed.
    """
    rows = [queries.plan.row(store, uid) for uid in uids]
    told = f"{rows[0].title}: date kept" if len(rows) == 1 else f"{len(rows)} dates kept"
    with store.step("confirm dates", told, TOPICS, focus=uids[0] if uids else "") as step:
        for each in rows:
            enter(step.session, _confirmed(each))
    return step.changes


def _confirmed(row: Planned) -> Planned:
    """Return a row that a person looked at and kept: it is no more as its programme gave it."""
    content = row.content
    if isinstance(content, Milestone) and content.suggested:
        row = replace(row, content=replace(content, suggested=False))
    key = programme_rows.key_of(row)
    return replace(row, origin=f"{key}#kept") if key else row


def move(store: Store, uid: str, day: str) -> Changes:
    """Let a row begin on another day, as long as before. One step.

    The assignments of a module that aren't handed in move with it, by as many days.

    Raises:
        PortfolioError: it isn't there ("gone"), has no day yet, or the day is none ("no-day").
    """
    row = queries.plan.row(store, uid)
    to = plan.plan_day(day)
    if not to or not row.day:
        raise PortfolioError(
            "It needs a day to be moved to. Nothing was changed.",
            hint="Change it, and give its date.",
            code="no-day",
        )
    days = (date.fromisoformat(to) - date.fromisoformat(row.day)).days
    moved = [shifted(row, days)]
    below = [
        each
        for each in queries.plan.rows(store, PlannedKind.ASSIGNMENT)
        if each.parent_uid == uid and each.day and not is_done(each)
    ]
    moved += [shifted(each, days) for each in below]
    found = [checked(each) for each in moved if each is not None]
    sure = {each.uid for each in below if not programme_rows.is_untouched(each)} | {uid}
    if len(found) != len(moved):
        raise PortfolioError(
            f"{day_words(to)} can't be a day of the plan. Nothing was changed.",
            hint="Check the year.",
            code="no-day",
        )
    told = f"{row.title} moved to {span_words(found[0].day, found[0].until)}"
    if below:
        told += " with 1 assignment" if len(below) == 1 else f" with {len(below)} assignments"
    with store.step("move in plan", told, TOPICS, focus=uid) as step:
        for each in found:  # what was only worked out stays so, where it moves along
            enter(step.session, each if each.uid in sure else programme_rows.sealed(each))
    return step.changes


def hand_in(store: Store, uid: str, day: str) -> Changes:
    """Note the day an assignment was handed in; "" takes it back.

    Raises:
        PortfolioError: it is no assignment ("gone"), the day is none or lies ahead ("no-day").
    """
    row, work = _assignment(store, uid)
    on = past_day(day, "That day lies ahead, so it wasn't handed in on it.") if day else ""
    told = f"{row.title}: handed in {day_words(on)}" if on else f"{row.title}: not handed in"
    back = work.feedback_on if on else ""
    return plan.change(
        store, replace(row, content=replace(work, handed_in=on, feedback_on=back)), told
    )


def feedback_came(store: Store, uid: str, day: str) -> Changes:
    """Note the day feedback came; "" takes it back.

    Raises:
        PortfolioError: as ``hand_in``, or it came before it was handed in ("ends-before").
    """
    row, work = _assignment(store, uid)
    on = past_day(day, "That day lies ahead, so no feedback came on it.") if day else ""
    if on and work.handed_in and on < work.handed_in:
        raise PortfolioError(
            f"“{row.title}” was handed in on {day_words(work.handed_in)}, after that day. "
            "Nothing was changed.",
            hint="Check the two dates.",
            code="ends-before",
        )
    told = f"{row.title}: feedback came {day_words(on)}" if on else f"{row.title}: no feedback yet"
    made = replace(work, feedback_on=on, handed_in=work.handed_in or on)
    return plan.change(store, replace(row, content=made), told)


def attend(store: Store, uid: str, attendance: Attendance, made_up_on: str = "") -> Changes:
    """Note whether the person was at an event; ``made_up_on`` is when a missed one was made up.

    Raises:
        PortfolioError: it is no event ("gone"), it lies ahead ("not-yet"), or the day it was made
            up is none, lies ahead or before the event ("no-day", "ends-before").
    """
    row = queries.plan.row(store, uid)
    if not isinstance(row.content, Event):
        raise _wrong_kind(row, "an event")
    if attendance is Attendance.ATTENDED and row.day > date.today().isoformat():  # noqa: DTZ011 - the person's own day
        raise PortfolioError(
            f"“{row.title}” is on {day_words(row.day)}, so nobody was there yet. Nothing was "
            "changed.",
            hint="Check its date.",
            code="not-yet",
        )
    is_made_up = attendance is Attendance.MADE_UP
    on = past_day(made_up_on) if made_up_on and is_made_up else ""
    if on and row.day and on < row.day:
        raise PortfolioError(
            f"“{row.title}” is on {day_words(row.day)}, after that day. Nothing was changed.",
            hint="Check the two dates.",
            code="ends-before",
        )
    made = replace(row.content, attendance=attendance, made_up_on=on)
    told = f"{row.title}: {attendance.value or 'attendance not noted'}"
    return plan.change(store, replace(row, content=made), told)


def length_words(row: Planned) -> str:
    """Return how long a row takes, in words: "6 weeks", "2 days", "" for one day or none."""
    days = days_of(row.day, row.until)
    if days < 2:
        return ""
    weeks, left = divmod(days, 7)
    if left == 0:
        return "1 week" if weeks == 1 else f"{weeks} weeks"
    return f"{days} days"


def _assignment(store: Store, uid: str) -> tuple[Planned, Assignment]:
    row = queries.plan.row(store, uid)
    if not isinstance(row.content, Assignment):
        raise _wrong_kind(row, "an assignment")
    return row, row.content


def _wrong_kind(row: Planned, wanted: str) -> PortfolioError:
    return PortfolioError(
        f"“{row.title}” isn't {wanted}. Nothing was changed.",
        hint="Choose another row.",
        code="gone",
    )
