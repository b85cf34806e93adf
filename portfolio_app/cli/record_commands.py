"""The command ``record``: papers that others sign (review record, declaration, agreement …).

What a record says is read from a file, so that nothing is said for anybody; what came back is told
party by party. ``observe`` saves, sends, takes in and keeps them as any other form.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.request_commands import refuse_taken
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormKind
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.form_lines import FormLine, Signer
    from portfolio_app.domain.record_answers import Record
    from portfolio_app.store.database import Store

_KINDS = tuple(each.value for each in FormKind if each.is_record)
_LARGEST = 1_000_000  # bytes of a file of lines
_ME = "me"


def add_to(words: Words) -> None:
    """Add the command with its actions."""
    group = words.add_parser(
        "record",
        help="papers that others sign, and what came back of them",
        description="Papers that others sign, and what came back of them, party by party.",
    )
    actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    takes = command(actions, "ask", "draft one, make its form, and save it", ask)
    takes.add_argument("kind", choices=_KINDS)
    takes.add_argument("--about", required=True, metavar="ROW", help="the row of the plan: its id")
    takes.add_argument("--title", required=True, help="what it is about")
    takes.add_argument(
        "--lines", type=Path, required=True, metavar="FILE.json",
        help='a list of {"kind": "said", "tick" or "words", "text", "title", "party", "must"}',
    )  # fmt: skip
    takes.add_argument(
        "--party", action="append", required=True, metavar="ROLE=NAME",
        help=f"who signs, in order; a name of the register, or {_ME}",
    )  # fmt: skip
    takes.add_argument("--unsigned", action="store_true", help="no signature is needed")
    takes.add_argument("--day", default="", help="YYYY-MM-DD")
    takes.add_argument("--out", type=Path, required=True, metavar="FORM.pdf")
    takes.add_argument("--eml", type=Path, metavar="FILE", help="the message, not sent")

    takes = command(actions, "message", "the words for one of its parties", message)
    takes.add_argument("request", metavar="REQUEST", help="ST-01, an id, a code, or a title")
    takes.add_argument("--party", type=int, default=0, metavar="N", help="counted from 1")
    takes.add_argument("--eml", type=Path, metavar="FILE", help="save it as a mail, not sent")

    takes = command(actions, "list", "how each party has answered and signed", list_them)
    takes.add_argument("--about", default="", metavar="ROW", help="of one row only")


def ask(asked: argparse.Namespace, out: Printer) -> int:
    """Draft a record, make its form, and save it."""
    from portfolio_app.services import asking, records, requests

    with open_store(asked) as store, workroom() as room:
        refuse_taken(asked.out, asked.eml)
        lines = _lines(asked.lines)
        signers = tuple(
            replace(_signer(store, each), must_sign=not asked.unsigned) for each in asked.party
        )
        made = records.ask(
            store, room, FormKind(asked.kind), asked.about, asked.title, lines, signers,
            day=asked.day, progress=out.progress,
        )  # fmt: skip
        uid = made.changes.focus
        saved = requests.save_form(store, room, uid, asked.out)
        if asked.eml is not None:
            asking.save_message(store, room, uid, asked.eml)
        shape = _shape(records.record(store, uid))
    lines_out = [f"{saved.path}: {shape['ref']}, version {made.request.version}. Nothing was sent."]
    out.result({**shape, "path": str(saved.path)}, lines_out)
    return exit_codes.DONE


def message(asked: argparse.Namespace, out: Printer) -> int:
    """Print or save the message that goes to one of the parties."""
    from portfolio_app.services import asking, requests

    with open_store(asked, readonly=asked.eml is None) as store:
        uid = requests.called(store, asked.request).uid
        told = asking.message(store, uid, party=asked.party)
        if asked.eml is not None:
            with workroom() as room:
                asking.save_message(store, room, uid, asked.eml, party=asked.party)
    document: dict[str, Any] = {"to": told.to, "subject": told.subject, "text": told.text}
    if asked.eml is not None:
        document["eml"] = str(asked.eml)
    out.result(document, [told.subject, "", *told.text.split("\n")])
    out.tell("Nothing was sent.")
    return exit_codes.DONE


def list_them(asked: argparse.Namespace, out: Printer) -> int:
    """List records with what every party answered."""
    from portfolio_app.services import records

    with open_store(asked, readonly=True) as store:
        found = records.records(store, asked.about)
        rows = table(
            ["Name", "What", "Party", "Signature", "Day", "Still open"],
            (
                [
                    each.ref, one.observation.asked.title, each.asked.words, each.words,
                    day_words(each.signed_on) if each.signed_on else "",
                    str(sum(line.is_open for line in each.lines) or ""),
                ]
                for one in found
                for each in one.parties
            ),
        )  # fmt: skip
        out.result({"records": [_shape(each) for each in found]}, rows or ["Nothing was asked."])
    return exit_codes.DONE


def _shape(record: Record) -> dict[str, Any]:
    """Return a record as it is told; never an address."""
    known = record.observation
    return {
        "id": known.uid,
        "ref": known.ref,
        "kind": known.kind.value,
        "about": known.asked.about_uid,
        "title": known.asked.title,
        "state": known.state.value,
        "whole": record.is_whole,
        "parties": [
            {
                "role": each.role,
                "asked": each.asked.name,
                "stage": each.stage.value,
                "signature": each.words,
                "signed": each.is_signed,
                "signed_on": each.signed_on,
                "name_given": each.given_name,
                "whole": each.is_whole,
                "returned": each.arrival_uid,
                "version": each.version,
                "why_not": list(each.why),
                "note": each.note,
                "answers": [
                    {"kind": e.line.kind.value, "text": e.line.text, "answer": e.value}
                    for e in each.lines
                ],
            }
            for each in record.parties
        ],
    }


def _signer(store: Store, told: str) -> Signer:
    from portfolio_app.domain.form_lines import Signer
    from portfolio_app.services import witnesses

    role, _, name = (each.strip() for each in told.partition("="))
    if not role or not name:
        raise PortfolioError(
            f"“{told}” names no party. Nothing was changed.",
            hint="Give role and name, such as: Line manager=R. Example",
            code="no-party",
        )
    if name == _ME:
        return Signer(role, is_me=True)
    return Signer(role, witnesses.called(store, name).uid)


def _lines(path: Path) -> tuple[FormLine, ...]:
    from portfolio_app.domain.form_lines import FormLine
    from portfolio_app.domain.wire import decode

    try:
        if path.stat().st_size > _LARGEST:
            raise _no_lines(path, "it is larger than 1 MB")
        return decode(tuple[FormLine, ...], json.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        raise _no_lines(path, "it can't be read") from error
    except (ValueError, KeyError, RecursionError) as error:
        raise _no_lines(path, "it is no list of lines") from error


def _no_lines(path: Path, why: str) -> PortfolioError:
    return PortfolioError(
        f"The lines can't be taken from {path.name}: {why}. Nothing was changed.",
        hint='Write a JSON list such as [{"kind": "tick", "text": "This is what we agreed."}].',
        code="no-lines",
    )
