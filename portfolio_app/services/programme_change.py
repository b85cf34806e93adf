"""The programme, its days and its length changed mid-way: seen first, then done in one step."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from portfolio_app import assets
from portfolio_app.domain import programme_change
from portfolio_app.domain.cadence import Term, terms_from_data
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.dates import EARLIEST, LATEST
from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import Planned, PlannedKind
from portfolio_app.domain.programme import Programme
from portfolio_app.domain.programme_change import ProgrammeChange
from portfolio_app.domain.programme_dates import ProgrammeDates, dates_of
from portfolio_app.domain.programme_reading import tidy
from portfolio_app.domain.programme_rows import is_untouched, key_of, rows_of, sealed
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details, plan, programmes, records
from portfolio_app.services.typed_days import typed_day
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to hold. Days are YYYY-MM-DD, "" for not known."""

    programme: Programme | None
    start: str = ""
    gateway: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said of a change. None leaves it to the change itself.

    ``adding`` are keys of the rows to add, the others uids: of rows to move (drawn together ones
    among them), and of rows to take away. What must stay, stays whatever is said here.
    """

    adding: frozenset[str] | None = None
    moving: frozenset[str] | None = None
    going: frozenset[str] | None = None


@cache
def terms() -> tuple[Term, ...]:
    """Return when the terms of a year usually lie, as the data says."""
    data = tomllib.loads(assets.path("plan/terms.toml").read_text(encoding="utf-8"))
    return terms_from_data(data)


def as_it_is(store: Store) -> Wish:
    """Return what holds now, as a wish to change."""
    known = queries.portfolio.details(store)
    return Wish(programmes.current(store), known.start, known.gateway)


def preview(store: Store, wish: Wish, today: str) -> ProgrammeChange:
    """Return what this wish would change; nothing is changed.

    Raises:
        PortfolioError: a day is none, or the gateway is not after the start ("no-day",
            "ends-before").
    """
    now = as_it_is(store)
    asked = _checked(wish)
    dates = dates_of(asked.programme, asked.start, asked.gateway)
    wanted = rows_of(asked.programme, dates, terms()) if asked.programme else ()
    rows = queries.plan.rows(store)
    used = queries.programme.pointed_at(store) | _asked_about(store)
    found = programme_change.sorted_out(rows, wanted, used)
    settled = {each.before.uid for each in found.moving} | {each.uid for each in found.going}
    given = {each.key for each in wanted}
    others = [
        each
        for each in rows
        if each.uid not in settled and not (key_of(each) in given and is_untouched(each))
    ]
    return replace(
        found,
        programme=asked.programme,
        start=asked.start,
        gateway=asked.gateway,
        start_before=now.start,
        gateway_before=now.gateway,
        is_other=asked.programme != now.programme,
        drawn=programme_change.drawn_together(others, now.gateway, asked.gateway, today),
    )


def change(store: Store, wish: Wish, today: str, answer: Answer | None = None) -> Changes:
    """Do what ``preview`` shows, as one step: programme, days and rows.

    Rows with anything recorded stay whatever is asked.

    Raises:
        PortfolioError: as ``preview``, or the programme has no title ("no-title"). Nothing was
            changed.
    """
    said = answer or Answer()
    found = preview(store, wish, today)
    told = _told(found)
    with store.step("change programme", told, programmes.TOPICS) as step:
        if found.is_other:
            programmes.enter(step.session, found.programme)
        for name, before, after in (
            ("start", found.start_before, found.start),
            ("gateway", found.gateway_before, found.gateway),
        ):
            if before != after:
                details.enter(step.session, name, after)
        _remove(step.session, _chosen_to_go(found, said))
        for move in (*found.moving, *found.drawn):
            wanted = not move.offered if said.moving is None else move.before.uid in said.moving
            if wanted:
                to = sealed(move.after) if is_untouched(move.before) else move.after
                plan.enter(step.session, plan.checked(to))
        _add(step.session, store, found, said.adding)
    return step.changes


def set_up(store: Store, programme: Programme, dates: ProgrammeDates, today: str) -> Changes:
    """Make this programme hold and its rows of the plan, as one step; what is there stays.

    Raises:
        PortfolioError: as ``change``.
    """
    return change(store, Wish(programme, dates.start, dates.gateway), today)


def edit(store: Store, programme: Programme) -> Changes:
    """Keep what the person changed in the programme that holds. Rows stay as they are.

    Raises:
        PortfolioError: it has no title ("no-title"). Nothing was changed.
    """
    made = replace(tidy(programme), is_own=True)
    held = programmes.current(store)
    if held is not None and replace(made, is_own=held.is_own) == held:
        made = held
    told = f"Programme changed: {made.title}"
    with store.step("edit programme", told, programmes.TOPICS) as step:
        programmes.enter(step.session, made, in_place=True)
    return step.changes


def shorter(store: Store, months: int) -> Wish:
    """Return what would hold with so many months in all, by recognition of prior learning.

    Raises:
        PortfolioError: that is no shorter, or the gateway would not come after the start
            ("no-shorter").
    """
    now = as_it_is(store)
    try:
        programme, gateway = programme_change.shortened(
            now.programme, months, now.start, now.gateway
        )
    except ValueError as error:
        raise PortfolioError(
            f"{error} Nothing was changed.",
            hint="Give the months of the shorter length in all, such as 18.",
            code="no-shorter",
        ) from error
    if gateway and now.start and gateway <= now.start:
        raise PortfolioError(
            f"The gateway would come on {day_words(gateway)}, not after the start. Nothing was "
            "changed.",
            hint="Check the start date and the planned gateway first.",
            code="no-shorter",
        )
    return Wish(programme, now.start, gateway)


def _checked(wish: Wish) -> Wish:
    start, gateway = (
        _day(typed, words)
        for typed, words in ((wish.start, "start date"), (wish.gateway, "planned gateway"))
    )
    if start and gateway and gateway <= start:
        raise PortfolioError(
            f"The planned gateway, {day_words(gateway)}, is not after the start date, "
            f"{day_words(start)}. Nothing was changed.",
            hint="Check the two dates.",
            code="ends-before",
        )
    programme = tidy(wish.programme) if wish.programme is not None else None
    return Wish(programme, start, gateway)


def _day(typed: str, words: str) -> str:
    if not typed.strip():
        return ""
    day = typed_day(typed)
    if not EARLIEST.isoformat() <= day <= LATEST.isoformat():
        raise PortfolioError(
            f"{day_words(day)} can't be the {words}. Nothing was changed.",
            hint="Check the year.",
            code="no-day",
        )
    return day


def _asked_about(store: Store) -> frozenset[str]:
    """Return the rows that a form was sent round for."""
    asked = {each.observation.asked.about_uid for each in records.records(store)}
    return frozenset(asked)


def _chosen_to_go(found: ProgrammeChange, said: Answer) -> list[Planned]:
    if said.going is None:
        return list(found.going)
    return [each for each in (*found.going, *found.may_go) if each.uid in said.going]


def _remove(session: Session, rows: Collection[Planned]) -> None:
    for each in rows:
        for row in session.query(tables.PlannedRow).filter_by(uid=each.uid):
            session.delete(row)
        # What stays below a row that goes (a child that was kept) stands by itself then.
        for row in session.query(tables.PlannedRow).filter_by(parent_uid=each.uid):
            if row.uid not in {other.uid for other in rows}:
                row.parent_uid = ""


def _add(
    session: Session, store: Store, found: ProgrammeChange, keys: frozenset[str] | None
) -> None:
    uids = {key_of(each): each.uid for each in queries.plan.rows(store) if key_of(each)}
    own = {
        each.title.casefold(): each.uid
        for each in queries.plan.rows(store)
        if each.kind is PlannedKind.MODULE
    }
    left_out: set[str] = set()
    for each in found.adding:
        if (keys is not None and each.key not in keys) or each.parent in left_out:
            left_out.add(each.key)  # what belongs to it comes with it or not at all
            continue
        parent = uids.get(each.parent, "")
        if each.parent and not parent:  # a module of that name is there already, of the person's
            title = each.row.title.partition(": ")[0].casefold()
            parent = own.get(title, "")
        uids[each.key] = plan.enter(session, plan.checked(replace(each.row, parent_uid=parent)))


def _told(found: ProgrammeChange) -> str:
    title = found.programme.title if found.programme else "none"
    if not found.is_other and found.gateway != found.gateway_before:
        return f"Planned gateway: {day_words(found.gateway) or 'none'}"
    return f"Programme: {title}"
