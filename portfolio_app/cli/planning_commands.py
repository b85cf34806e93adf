"""The actions of ``observe`` that plan what to ask for, and ask for a statement to be signed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.observe_shapes import observation_lines, observation_shape
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.request_commands import observer_uid, observer_words, refuse_taken
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.days import day_words
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.changes import Changes
    from portfolio_app.domain.observation_planner import Meeting, Plan
    from portfolio_app.services.observation_planner import Suggested
    from portfolio_app.store.database import Store

_SHOWN = 8  # suggestions printed for people


def add_actions(actions: Words) -> None:
    """Add plan and statement."""
    takes = command(
        actions, "plan", "the fewest coming meetings that would show most of what is thin", plan
    )
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument("--add", metavar="TITLE", help="add a coming meeting")
    doing.add_argument("--remove", metavar="MEETING", help="remove one: its id or title")
    doing.add_argument("--request", action="store_true", help="draft the requests of the plan")
    takes.add_argument("--day", default="", help="add: YYYY-MM-DD")
    takes.add_argument("--time", default="", help="add: 14:00")
    takes.add_argument("--place", default="", help="add: where")
    takes.add_argument("--present", default="", help="add: who would be there, as roles")
    takes.add_argument("--observer", metavar="NAME", help="add: who could observe")
    takes.add_argument("--ksb", action="append", default=[], help="add: what it would show")
    takes.add_argument("--most", type=int, default=0, metavar="N", help="N meetings at most")
    observer_words(takes)

    takes = command(actions, "statement", "ask for a statement to be signed", statement)
    which = takes.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--employer", action="store_true", help="the employer's, about all pieces shortlisted"
    )
    which.add_argument(
        "--supplement", nargs="?", const="", metavar="REQUEST",
        help="what changed or was added since a statement was sent",
    )  # fmt: skip
    which.add_argument("--title", help="what another statement is about")
    takes.add_argument("--statement", default="", metavar="WORDS", help="the words to be signed")
    takes.add_argument("--observer", metavar="NAME", help="who is to sign: a name or a role")
    takes.add_argument("--out", type=Path, required=True, metavar="FORM.pdf")
    takes.add_argument("--eml", type=Path, metavar="FILE", help="the message, not sent")
    observer_words(takes)


def plan(asked: argparse.Namespace, out: Printer) -> int:
    """Print the plan, change the meetings it goes by, or draft its requests."""
    from portfolio_app.services import observation_planner as verbs
    from portfolio_app.store import queries

    changes_something = asked.add or asked.remove or asked.request
    drafted: list[dict[str, Any]] = []
    with open_store(asked, readonly=not changes_something) as store:
        codes = {each.uid: each.code for each in queries.standard.ksbs(store, retired=True)}
        if asked.add:
            verbs.add_meeting(store, _meeting(store, asked))
        elif asked.remove:
            verbs.remove_meeting(store, _called(store, asked.remove))
        elif asked.request:
            before = {each.uid for each in queries.observations.observations(store)}
            out.tell(verbs.turn_into_requests(store).summary + ".")
            drafted = [
                observation_shape(each, codes)
                for each in queries.observations.observations(store)
                if each.uid not in before
            ]
        made, coming = verbs.plan(store, most=asked.most), verbs.meetings(store)
        thin = verbs.suggested_ksbs(store)
    out.result(
        {
            "meetings": [_meeting_shape(each, codes) for each in coming],
            "plan": [
                {
                    **_meeting_shape(each.meeting, codes),
                    "ask": [codes[uid] for uid in each.ksb_uids],
                    "reason": each.reason,
                }
                for each in made.meetings
            ],
            "closed": [codes[uid] for uid in made.closed],
            "left": [codes[uid] for uid in made.left],
            "suggested": [_suggested_shape(each) for each in thin],
            "requests": drafted,
        },
        _lines(made, thin, codes),
    )
    return exit_codes.DONE


def statement(asked: argparse.Namespace, out: Printer) -> int:
    """Draft a statement, make its form, and save it."""
    from portfolio_app.services import asking, requests
    from portfolio_app.store import queries

    with open_store(asked) as store, workroom() as room:
        refuse_taken(asked.out, asked.eml)
        uid = _drafted(store, asked).focus
        try:
            saved = requests.save_form(store, room, uid, asked.out, progress=out.progress)
            if asked.eml is not None:
                asking.save_message(store, room, uid, asked.eml)
        except PortfolioError:
            out.tell(f"{requests.found(store, uid).ref} is kept as a draft.")
            raise
        codes = {each.uid: each.code for each in queries.standard.ksbs(store)}
        known = requests.found(store, uid)
    document = {**observation_shape(known, codes), "path": str(saved.path)}
    document["pieces"] = [row.ref for row in saved.request.content.schedule]
    out.result(
        document,
        [
            *observation_lines([known], codes),
            f"{saved.path}: version {saved.request.version}. Nothing was sent.",
        ],
    )
    return exit_codes.DONE


def _drafted(store: Store, asked: argparse.Namespace) -> Changes:
    from portfolio_app.services import numbering, requests, statements

    if asked.title is None:
        numbering.refuse_unless_fixed(store, "This statement")
    if asked.supplement is not None:
        first = requests.called(store, asked.supplement).uid if asked.supplement else ""
        who = observer_uid(store, asked) if asked.observer else None
        return statements.supplement(store, first, who)
    if not asked.observer:
        raise PortfolioError(
            "Nobody is named who is to sign. Nothing was changed.",
            hint="Add --observer NAME.",
            code="no-observer",
        )
    if asked.employer:
        return statements.employer(store, observer_uid(store, asked))
    if not asked.statement.strip():
        raise PortfolioError(
            "There are no words to sign. Nothing was changed.",
            hint="Add --statement WORDS.",
            code="no-words",
        )
    return statements.general(store, asked.title, asked.statement, observer_uid(store, asked))


def _meeting(store: Store, asked: argparse.Namespace) -> Meeting:
    from portfolio_app.domain.observation_planner import Meeting
    from portfolio_app.services import mapping

    ksbs = tuple(mapping.ksb_called(store, each).uid for each in asked.ksb)
    who = observer_uid(store, asked) if asked.observer else ""
    return Meeting(
        "",
        asked.add,
        asked.day,
        time=asked.time,
        place=asked.place,
        present=asked.present,
        witness_uid=who,
        ksb_uids=ksbs,
    )


def _called(store: Store, words: str) -> str:
    from portfolio_app.services import observation_planner

    wanted = words.strip().casefold()
    found = [
        each.uid
        for each in observation_planner.meetings(store)
        if wanted in (each.uid, each.title.casefold())
    ]
    if len(found) > 1:
        raise PortfolioError(
            f"{len(found)} meetings are called {words}.", hint="Give its id.", code="ambiguous"
        )
    return found[0] if found else words


def _meeting_shape(meeting: Meeting, codes: dict[str, str]) -> dict[str, Any]:
    return {
        "id": meeting.uid,
        "title": meeting.title,
        "day": meeting.day,
        "time": meeting.time,
        "ksbs": [codes.get(uid, "") for uid in meeting.ksb_uids],
    }


def _suggested_shape(one: Suggested) -> dict[str, Any]:
    return {
        "ksb": one.ksb.code,
        "status": one.status.value,
        "items": one.items,
        "thin": one.is_thin,
        "best_seen": one.why,
        "observed": one.has_witness,
        "asked": one.is_asked,
        "first": one.is_first,
    }


def _lines(made: Plan, thin: tuple[Suggested, ...], codes: dict[str, str]) -> list[str]:
    lines = table(
        ["When", "Meeting", "Ask about", "Why"],
        (
            [
                day_words(each.meeting.day),
                each.meeting.title,
                " ".join(codes[uid] for uid in each.ksb_uids),
                each.reason,
            ]
            for each in made.meetings
        ),
        widest=70,
    ) or ["No coming meeting shows anything that is thin. Add meetings with --add."]
    if made.meetings and made.left:
        lines.append(f"No coming meeting shows: {', '.join(codes[uid] for uid in made.left)}")
    lines += ["", "Thin, and usually best seen by someone else (this app's own judgement):"]
    lines += table(
        ["KSB", "Stands at", "What it is", "Why"],
        (
            [each.ksb.code, each.words, each.ksb.short, each.why]
            for each in [one for one in thin if one.why and one.is_thin][:_SHOWN]
        ),
        widest=70,
    ) or ["None."]
    return lines
