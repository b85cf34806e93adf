"""The action of ``observe`` that takes in what came back: match, compare, verify, attach."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer
from portfolio_app.cli.verify_commands import signatures_shape
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.observation import CheckRow
    from portfolio_app.domain.receiving import ReceivedFile
    from portfolio_app.services.attaching import Attached
    from portfolio_app.services.checking import Report
    from portfolio_app.store.database import Store
    from portfolio_app.workroom.host import Workroom

_MARKS = {"fine": "v", "look": "!", "wrong": "x", "note": "i"}


def add_actions(actions: Words) -> None:
    """Add return."""
    takes = command(actions, "return", "match, compare and check what came back", take_in)
    takes.add_argument("file", type=Path, metavar="FILE", help="a PDF, scan, photo, .eml or .msg")
    takes.add_argument("--to", default="", metavar="REQUEST", help="the request it belongs to")
    takes.add_argument(
        "--eye",
        action="append",
        default=[],
        metavar="FIELD=ANSWER",
        help="an answer you read on a picture or in a mail, such as ksb.1.seen=seen",
    )
    takes.add_argument(
        "--signed-by-hand", action="store_true", help="you see a signature on the picture"
    )
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument("--attach", action="store_true", help="put it into the portfolio")
    doing.add_argument(
        "--incomplete", action="store_true", help="put it in though it is not, marked so"
    )
    doing.add_argument(
        "--correction", type=Path, metavar="FILE.eml", help="save a mail that asks to put it right"
    )
    doing.add_argument("--not-now", action="store_true", help="leave it for later")


def take_in(asked: argparse.Namespace, out: Printer) -> int:
    """Take in a file that came back: 0 as it should be, 1 something is wrong, 2 not ours.

    A mail may hold several forms: the first is told of, the others are named.
    """
    from portfolio_app.services import returns

    eye = _eye(asked.eye)
    with open_store(asked) as store, workroom() as room:
        received = returns.receive(store, room, [asked.file], progress=out.progress)
        first = next((each for each in received.results if each.outcome.is_match), None)
        first = first or received.results[0]
        for each in received.results:
            if each is not first or not each.outcome.is_match:
                out.tell(f"{each.message} {each.hint}".strip())
        uid = _matched(store, first, asked.to)
        if not uid:
            out.result(_stranger(first), [])
            return exit_codes.REFUSED
        report = returns.check(store, room, uid, progress=out.progress)
        if eye or asked.signed_by_hand:
            report = returns.read_by_eye(store, uid, eye, signed_by_hand=asked.signed_by_hand)
        attached = _decided(store, room, uid, asked, out)
        document = _shape(store, uid, report, attached)
    out.result(document, _lines(document, report.rows))
    wrong = report.hindrances and attached is None
    return exit_codes.FINDINGS if wrong else exit_codes.DONE


def _matched(store: Store, received: ReceivedFile, to: str) -> str:
    """Return the uid of what is known to belong to a request, "" when it belongs to none."""
    from portfolio_app.services import requests, returns
    from portfolio_app.store import queries

    uid = received.arrival_uid
    if uid and to:
        wanted = requests.called(store, to).uid
        held = queries.arrivals.held(store, uid)
        if held.observation is None or held.observation.uid != wanted:
            returns.match_by_hand(store, uid, wanted)
        return uid
    return uid if received.observation_uid else ""


def _decided(
    store: Store, room: Workroom, uid: str, asked: argparse.Namespace, out: Printer
) -> Attached | None:
    from portfolio_app.services import returns

    if asked.attach or asked.incomplete:
        attached = returns.attach(
            store, room, uid, incomplete=asked.incomplete, progress=out.progress
        )
        out.tell(attached.changes.summary)
        for each in attached.left:
            out.tell(f"Not claimed: {each}")
        return attached
    if asked.correction:
        returns.save_correction(store, uid, asked.correction)
        out.tell(returns.ask_correction(store, uid).changes.summary)
    elif asked.not_now:
        out.tell(returns.put_off(store, uid).summary)
    return None


def _eye(typed: list[str]) -> dict[str, str]:
    found = {}
    for each in typed:
        name, equals, value = each.partition("=")
        if not equals:
            raise PortfolioError(
                f"This is no answer: {each}.", hint="Use FIELD=ANSWER, such as ksb.1.seen=seen."
            )
        found[name.strip()] = value.strip()
    return found


def _stranger(received: ReceivedFile) -> dict[str, Any]:
    return {
        "request": "",
        "outcome": received.outcome.value,
        "message": received.message,
        "code": received.code,
        "matched_by": received.matched_by,
        "id": received.arrival_uid,
        "sha256": received.sha256,
        "verdict": None,
        "signatures": [],
        "checks": [],
        "attached": "",
    }


def _shape(store: Store, uid: str, report: Report, attached: Attached | None) -> dict[str, Any]:
    from portfolio_app.domain.signatures import Signatures
    from portfolio_app.store import queries

    held = queries.arrivals.held(store, uid)
    found = held.returned.signatures if held.returned is not None else Signatures()
    observation, request = held.observation, held.request
    return {
        "id": uid,
        "request": observation.ref if observation else "",
        "outcome": held.arrival.state.value,
        "state": observation.state.value if observation else "",
        "version": request.version if request else 0,
        "code": request.code if request else "",
        "matched_by": held.arrival.matched_by,
        "sha256": held.arrival.sha256,
        "arrived_at": held.arrival.arrived_at,
        "signature": held.arrival.signature_words,
        "verdict": found.verdict.value if found.verdict is not None else None,
        "problem": found.problem,
        **signatures_shape(found),
        "checks": [
            {
                "rule": each.rule,
                "outcome": each.outcome.value,
                "message": each.message,
                "details": list(each.details),
            }
            for each in report.rows
        ],
        "attached": attached.item_uid if attached else held.arrival.item_uid,
        "claims": list(attached.claims) if attached else [],
    }


def _lines(document: dict[str, Any], rows: tuple[CheckRow, ...]) -> list[str]:
    lines = [f"{document['request']}, version {document['version']}"]
    for each in rows:
        lines.append(f" {_MARKS[each.outcome.value]} {each.message}")
        lines += [f"     {detail}" for detail in each.details]
    return lines
