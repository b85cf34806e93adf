"""Actions on the proposal's twelve weeks: its dates, and what is to be done in which week."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.days import day_words
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.clock import Milestone
    from portfolio_app.store.database import Store

_DATES = (
    ("epao", "epao", "the date from which your EPAO counts"),
    ("scope_approved", "scope-approved", "the day the EPAO approved the scope"),
    ("due", "due", "the day the EPAO says it is due"),
)


def add_actions(actions: Words) -> None:
    """Add clock and milestones."""
    takes = command(actions, "clock", "show the twelve weeks; type the dates", clock)
    for name, word, meaning in _DATES:
        takes.add_argument(
            f"--{word}", dest=name, metavar="DATE", default=None,
            help=f"{meaning}, YYYY-MM-DD; an empty text forgets it",
        )  # fmt: skip
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument(
        "--allow", nargs=2, metavar=("BY", "DATE"), help="who allows drafting before the clock"
    )
    doing.add_argument("--not-allowed", action="store_true", help="nobody allows it after all")

    takes = command(actions, "milestones", "list milestones; add, tick or remove one", milestones)
    some = takes.add_mutually_exclusive_group()
    some.add_argument("--add", metavar="TITLE", default="", help="what is to be done")
    some.add_argument("--done", metavar="MILESTONE", default="", help="its id, or its title")
    some.add_argument("--not-done", metavar="MILESTONE", default="")
    some.add_argument("--remove", metavar="MILESTONE", default="")
    takes.add_argument("--by", metavar="DATE", default="", help="--add: by when, YYYY-MM-DD")


def clock(asked: argparse.Namespace, out: Printer) -> int:
    """Show the clock; type dates and who allows drafting first."""
    from portfolio_app.domain.clock import due_this_week
    from portfolio_app.services import clock as verbs

    typed = {name: value for name, _, _ in _DATES if (value := getattr(asked, name)) is not None}
    changes = bool(typed or asked.allow or asked.not_allowed)
    with open_store(asked, readonly=not changes) as store:
        for name, value in typed.items():
            verbs.set_date(store, name, value)
        if asked.allow:
            verbs.allow(store, *asked.allow)
        elif asked.not_allowed:
            verbs.not_allowed(store)
        now, dates, held = verbs.now(store), verbs.dates(store), verbs.milestones(store)
        may, why = verbs.may_write(store)
    today = verbs.today()
    soon = due_this_week(held, today)
    out.result(
        {
            "weeks": now.weeks,
            "week": now.week,
            "starts": now.starts,
            "due": now.due,
            "confirmed": now.is_confirmed,
            "words": now.words,
            "gateway": dates.gateway,
            "epao": dates.epao,
            "scope_approved": dates.scope_approved,
            "allowed_by": dates.allowed_by,
            "allowed_on": dates.allowed_on,
            "may_write": may,
            "due_this_week": [_shape(each) for each in soon],
        },
        [
            now.words or "This standard states no weeks for the proposal.",
            *([why] if why else []),
            *(f"Due this week: {each.title}, {day_words(each.day)}" for each in soon),
        ],
    )
    return exit_codes.DONE


def milestones(asked: argparse.Namespace, out: Printer) -> int:
    """List the milestones; add, tick or remove one first."""
    from portfolio_app.services import clock as verbs

    changes = asked.add or asked.done or asked.not_done or asked.remove
    with open_store(asked, readonly=not changes) as store:
        if asked.add:
            verbs.set_milestone(store, asked.add, asked.by)
        elif asked.done or asked.not_done:
            found = _find(store, asked.done or asked.not_done)
            verbs.tick_milestone(store, found.uid, done=bool(asked.done))
        elif asked.remove:
            verbs.remove_milestone(store, _find(store, asked.remove).uid)
        held = verbs.milestones(store)
    out.result(
        {"milestones": [_shape(each) for each in held]},
        table(
            ["By", "Done", "What", "Id"],
            ([each.day, each.done_on, each.title, each.uid] for each in held),
            widest=70,
        )
        or ["There are no milestones yet."],
    )
    return exit_codes.DONE


def _find(store: Store, asked: str) -> Milestone:
    from portfolio_app.services import clock as verbs

    held = verbs.milestones(store)
    found = [each for each in held if each.uid == asked] or [
        each for each in held if each.title.casefold() == asked.casefold()
    ]
    if len(found) != 1:
        several = "Several milestones are" if found else "No milestone is"
        raise PortfolioError(
            f"{several} called {asked}. Nothing was changed.",
            hint="Give its id; proposal milestones lists them.",
            code="no-such-milestone",
        )
    return found[0]


def _shape(milestone: Milestone) -> dict[str, Any]:
    return {
        "id": milestone.uid,
        "title": milestone.title,
        "day": milestone.day,
        "done_on": milestone.done_on,
    }
