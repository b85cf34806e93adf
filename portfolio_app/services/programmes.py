"""The programme a person is on: chosen, described, left again. Nothing recorded goes with it."""

from __future__ import annotations

import json

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.programme import Programme
from portfolio_app.domain.programme_dates import ProgrammeDates, dates_of
from portfolio_app.domain.programme_reading import tidy
from portfolio_app.domain.programme_roles import reviewer, role_titles
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.store import library, queries
from portfolio_app.store.database import Session, Store
from portfolio_app.store.stamps import now

TOPICS = {Topic.PLAN, Topic.PORTFOLIO}


def current(store: Store) -> Programme | None:
    """Return the programme that holds now, None where none was chosen.

    A portfolio that only named a shipped programme when it was made has that one.
    """
    kept = queries.programme.programme(store)
    if kept is not None:
        return kept
    named = queries.portfolio.detail(store, "programme_id")
    return next((each for each in library.programmes() if each.id == named), None)


def roles(store: Store) -> tuple[str, ...]:
    """Return the roles' titles as this programme calls them, none where it names none."""
    return role_titles(current(store))


def tutor(store: Store) -> str:
    """Return what the provider's reviewer is called: "practice tutor", "coach" or as it says.

    "practice tutor or coach" where nobody said.
    """
    return reviewer(current(store))


def dates(store: Store) -> ProgrammeDates:
    """Return the days the programme runs between: the person's own and what it states."""
    known = queries.portfolio.details(store)
    return dates_of(current(store), known.start, known.gateway)


def choose(store: Store, programme: Programme | None) -> Changes:
    """Make this the programme that holds, None for none; rows of the plan stay as they are.

    Raises:
        PortfolioError: it has no title ("no-title"). Nothing was changed.
    """
    told = f"Programme: {programme.title}" if programme else "Programme: none"
    with store.step("choose programme", told, TOPICS) as step:
        enter(step.session, programme)
    return step.changes


def earlier(store: Store) -> tuple[tuple[str, Programme], ...]:
    """Return programmes of the person's own that held before, newest first, each with its last day.

    Of each the last state it had; those that are as they were shipped, or hold now, are not among
    them. Days are YYYY-MM-DD.
    """
    known = [current(store), *library.programmes()]
    found: dict[tuple[str, str], tuple[str, Programme]] = {}
    for _, _, until, programme in reversed(queries.programme.programmes(store)):
        if until and programme not in known and programme.title:
            found.setdefault((programme.id, programme.title), (until[:10], programme))
    return tuple(found.values())


def enter(session: Session, programme: Programme | None, *, in_place: bool = False) -> None:
    """Within a step: let this programme hold; the one before it is kept with the time it held.

    ``in_place``: it is the same one, edited, and takes the other's place.

    Raises:
        PortfolioError: it has no title ("no-title").
    """
    from portfolio_app.store import tables  # the mapped rows are not needed at start

    if programme is not None and not programme.title.strip():
        raise PortfolioError(
            "The programme has no title. Nothing was changed.",
            hint="Type the title that your provider gives it.",
            code="no-title",
        )
    if in_place and programme is not None:
        for row in session.query(tables.ProgrammeRow).filter_by(until=""):
            row.body = _body(programme)
            return
    instant = now()
    for row in session.query(tables.ProgrammeRow).filter_by(until=""):
        row.until = instant
    if programme is not None:
        session.add(tables.ProgrammeRow(body=_body(programme), since=instant))
    details.enter(session, "programme_id", programme.id if programme else "")


def own(title: str) -> Programme:
    """Return an empty programme of the person's own, to be filled in."""
    return Programme(tidy(Programme("", f"own {title}")).id, title, is_own=True)


def _body(programme: Programme) -> str:
    return json.dumps(wire.encode(programme), ensure_ascii=False)
