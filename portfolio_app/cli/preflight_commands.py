"""Commands for what is looked at before a bundle is built: list, accept, answer; EPAO rules."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, finding_lines, table
from portfolio_app.cli.shapes import finding_shape
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.epao import EpaoRule
from portfolio_app.domain.markings import MarkingAnswer
from portfolio_app.domain.options import Profile
from portfolio_app.problems import Level, PortfolioError, Problem

if TYPE_CHECKING:
    from portfolio_app.store.database import Store
    from portfolio_app.workroom.host import Workroom


def add_to(words: Words) -> None:
    """Add preflight and epao."""
    takes = command(words, "preflight", "what to know before a bundle is built", preflight)
    profiles = [each.value for each in Profile]
    takes.add_argument("--profile", choices=profiles, default=Profile.GATEWAY.value)
    doing = takes.add_mutually_exclusive_group()
    finding = ("RULE", "ABOUT")
    doing.add_argument(
        "--accept", nargs=2, metavar=finding, help="leave a finding as it is, with --because"
    )
    doing.add_argument(
        "--take-back", nargs=2, metavar=finding, help="a finding that was accepted is one again"
    )
    doing.add_argument(
        "--agreed", nargs=3, metavar=("ITEM", "ROLE", "DATE"), help="who agreed to share it"
    )
    doing.add_argument(
        "--public", nargs=2, metavar=("ITEM", "ADDRESS"), help="a marked item that is public"
    )
    doing.add_argument(
        "--hidden", metavar="ITEM", help="what is confidential in a marked item is hidden"
    )
    doing.add_argument("--unanswer", metavar="ITEM", help="its marking waits for an answer again")
    takes.add_argument("--because", default="", metavar="WHY", help="the reason for --accept")

    takes = command(words, "epao", "rules of your assessment organisation", epao)
    what = takes.add_mutually_exclusive_group()
    what.add_argument(
        "--set", nargs=2, metavar=("RULE", "VALUE"), help="with --source and --checked"
    )
    what.add_argument("--reset", metavar="RULE", help="as usual again")
    takes.add_argument("--source", default="", help="where your EPAO says so")
    takes.add_argument("--checked", default="", metavar="DATE", help="the day you checked it")
    takes.add_argument("--note", default="")


def preflight(asked: argparse.Namespace, out: Printer) -> int:
    """List what is to be known before building; accept a finding, or answer a marking."""
    from portfolio_app.services import accepting
    from portfolio_app.services import preflight as checks

    writes = bool(
        asked.accept
        or asked.take_back
        or asked.agreed
        or asked.public
        or asked.hidden
        or asked.unanswer
    )
    if asked.because and not asked.accept:
        raise PortfolioError(
            "A reason belongs to a finding that is accepted. Nothing was changed.",
            hint="Add --accept RULE ABOUT.",
        )
    with open_store(asked, readonly=not writes) as store, workroom() as room:
        if asked.accept:
            for each in _meant(store, room, asked, *asked.accept):
                accepting.accept(store, each, asked.because)
        elif asked.take_back:
            for each in _meant(store, room, asked, *asked.take_back):
                accepting.take_back(store, each)
        elif writes:
            _answer(store, asked)
        found = checks.findings(store, _options(store, asked.profile), room)
    out.result(
        {
            "ok": not any(each.level is Level.MUST_FIX for each in found),
            "profile": asked.profile,
            "findings": [finding_shape(each) for each in found],
        },
        finding_lines(found) or ["Nothing to fix and nothing to check."],
    )
    return exit_codes.of(found)


def epao(asked: argparse.Namespace, out: Printer) -> int:
    """List the rules of the assessment organisation; set or reset one."""
    from portfolio_app.services import epao as verbs

    with open_store(asked, readonly=not (asked.set or asked.reset)) as store:
        if asked.set:
            key, value = asked.set
            verbs.set_rule(
                store, key, value, source=asked.source, checked_on=asked.checked, note=asked.note
            )
        elif asked.reset:
            verbs.reset_rule(store, asked.reset)
        found = verbs.rules(store)
    out.result(
        {"rules": [_rule_shape(each) for each in found]},
        table(
            ["Rule", "What", "Value", "Source"],
            ([each.key, each.title, each.words, each.source_line] for each in found),
            widest=80,
        ),
    )
    return exit_codes.DONE


def _meant(
    store: Store, room: Workroom, asked: argparse.Namespace, rule: str, about: str
) -> tuple[Problem, ...]:
    """Return the findings of a rule about a thing, as the list shows them."""
    from portfolio_app.services import preflight as checks

    found = checks.findings(store, _options(store, asked.profile), room)
    meant = tuple(
        each
        for each in found
        if each.rule == rule and about.casefold() in (each.about.casefold(), each.about_uid)
    )
    if not meant:
        raise PortfolioError(
            f"There is no finding {rule} about {about}. Nothing was changed.",
            hint="Give the rule and what it is about as the list shows them.",
            code="no-such-finding",
        )
    return meant


def _answer(store: Store, asked: argparse.Namespace) -> None:
    from portfolio_app.services import markings
    from portfolio_app.store import queries

    if asked.agreed:
        name, by, on = asked.agreed
        markings.answer(store, queries.evidence.find(store, name).uid, by=by, on=on)
    elif asked.public:
        name, by = asked.public
        uid = queries.evidence.find(store, name).uid
        markings.answer(store, uid, MarkingAnswer.PUBLIC, by=by)
    elif asked.hidden:
        uid = queries.evidence.find(store, asked.hidden).uid
        markings.answer(store, uid, MarkingAnswer.HIDDEN)
    else:
        markings.unanswer(store, queries.evidence.find(store, asked.unanswer).uid)


def _options(store: Store, profile: str) -> Any:
    from portfolio_app.services import options

    return options.options(store, Profile(profile))


def _rule_shape(rule: EpaoRule) -> dict[str, Any]:
    return {
        "key": rule.key,
        "title": rule.title,
        "value": rule.value,
        "unit": rule.unit,
        "source": rule.source,
        "checked_on": rule.checked_on,
        "note": rule.note,
        "set_by_you": rule.is_own,
    }
