"""Commands for the gateway list, the register of documents, results, and the final export."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import GatewayState

if TYPE_CHECKING:
    from portfolio_app.domain.gateway import GatewayRow
    from portfolio_app.domain.results import MethodShown
    from portfolio_app.store.database import Store

_STATES = {
    "done": GatewayState.DONE,
    "to-do": GatewayState.TO_DO,
    "elsewhere": GatewayState.ELSEWHERE,
    "exception": GatewayState.EXCEPTION,
    "shown": None,
}


def add_to(words: Words) -> None:
    """Add gateway, documents, results and export."""
    _add_gateway(words)
    _add_documents(words)
    takes = command(words, "results", "results of the assessment, and the bundles handed in", told)
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument(
        "--record", nargs=3, metavar=("METHOD", "RESULT", "DATE"), help="as your EPAO told you"
    )
    doing.add_argument(
        "--again", nargs=2, metavar=("METHOD", "WAY"), help="re-sit or re-take the last result"
    )
    takes.add_argument("--by", default="", metavar="DATE", help="with --again: the last day for it")
    takes.add_argument("--note", default="", help="with --record: a note")
    takes = command(words, "export", "everything of one's own, as a folder or a .zip", everything)
    takes.add_argument("out", type=Path, help="a new folder, or a file that ends in .zip")
    takes.add_argument(
        "--private",
        action="store_true",
        help="with what is hidden or private: originals held back, skills scans, private notes",
    )


def _add_gateway(words: Words) -> None:
    takes = command(words, "gateway", "what is left before the gateway, and whose it is", gateway)
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument(
        "--say", nargs=2, metavar=("ROW", "STATE"),
        help=f"STATE is one of {', '.join(_STATES)}; shown leaves it to the portfolio",
    )  # fmt: skip
    doing.add_argument("--off", metavar="ROW", help="it does not apply")
    doing.add_argument("--on-again", metavar="ROW", help="it applies after all")
    doing.add_argument("--add", nargs=2, metavar=("GROUP", "TITLE"), help="a row of your own")
    doing.add_argument("--remove", metavar="ROW", help="a row of your own")
    doing.add_argument("--keep", nargs=2, metavar=("ROW", "FILE"), help="keep a file as proof")
    doing.add_argument(
        "--ask", choices=("declaration", "sharing"), help="make the form for the employer"
    )
    doing.add_argument("--out", type=Path, metavar="FILE.pdf", help="write the checklist")
    takes.add_argument("--note", help="with --say or --off")
    takes.add_argument(
        "--by", default="", metavar="WHO", help="who agreed an exception; whom to ask"
    )
    takes.add_argument("--date", default="", metavar="DATE", help="with --say: the day")
    takes.add_argument("--owner", help="with --say or --add: whose it is")


def _add_documents(words: Words) -> None:
    takes = command(words, "documents", "the register of documents and the files kept", documents)
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument("--add", nargs=2, metavar=("GROUP", "TITLE"), help="a document")
    doing.add_argument("--state", nargs=2, metavar=("ID", "STATE"), help="where it has got to")
    doing.add_argument("--group", nargs=2, metavar=("ID", "GROUP"), help="into another group")
    doing.add_argument("--sign", nargs=3, metavar=("ID", "ROLE", "DATE"), help="who signed, when")
    doing.add_argument("--unsign", nargs=2, metavar=("ID", "ROLE"), help="has not signed after all")
    doing.add_argument("--remove", metavar="ID", help="take it out of the register")
    doing.add_argument("--keep", nargs=2, metavar=("ID", "FILE"), help="keep a file beside it")
    doing.add_argument("--take-out", nargs=2, metavar=("FILE-ID", "OUT"), help="write a kept file")
    doing.add_argument("--drop", metavar="FILE-ID", help="take a kept file away")
    takes.add_argument("--party", action="append", default=[], metavar="ROLE", help="with --add")
    takes.add_argument("--date", default="", metavar="DATE", help="with --state: the day")


def gateway(asked: argparse.Namespace, out: Printer) -> int:
    """Say something of a row, keep a proof, ask the employer, write the checklist; then list."""
    from portfolio_app.services import gateway as verbs

    changes = (asked.say, asked.off, asked.on_again, asked.add, asked.remove, asked.keep, asked.ask)
    with open_store(asked, readonly=not any(changes)) as store:
        _do_gateway(asked, store, out)
        found = verbs.gateway(store)
    titles = dict(found.groups)
    rows = [_row_shape(each, titles[each.group]) for each in found.rows]
    out.result(
        {"words": found.words, "rows": rows},
        [
            found.words,
            *table(
                ["Row", "State", "What", "What shows it", "Whose"],
                (
                    [each.id, each.state_words, each.title,
                     " · ".join(part for part in (each.proof, each.said) if part), each.owner]
                    for each in found.rows
                ),
            ),
        ],
    )  # fmt: skip
    return exit_codes.DONE


def _do_gateway(asked: argparse.Namespace, store: Store, out: Printer) -> None:
    from portfolio_app.problems import PortfolioError
    from portfolio_app.services import gateway as verbs

    if asked.say:
        row_id, state = asked.say
        if state not in _STATES:
            raise PortfolioError(
                f"There is no state “{state}”. Nothing was changed.",
                hint=f"Use one of {', '.join(_STATES)}.",
            )
        verbs.say(
            store, row_id, _STATES[state],
            note=asked.note, agreed_by=asked.by, on=asked.date, owner=asked.owner,
        )  # fmt: skip
    elif asked.off:
        verbs.switch(store, asked.off, is_off=True, note=asked.note or "")
    elif asked.on_again:
        verbs.switch(store, asked.on_again, is_off=False)
    elif asked.add:
        verbs.add_own(store, asked.add[0], asked.add[1], asked.owner or "you")
    elif asked.remove:
        verbs.remove_own(store, asked.remove)
    elif asked.keep:
        verbs.keep(store, asked.keep[0], Path(asked.keep[1]), progress=out.progress)
    elif asked.ask or asked.out:
        _with_room(asked, store, out)


def _with_room(asked: argparse.Namespace, store: Store, out: Printer) -> None:
    from portfolio_app.services import gateway_asking, gateway_checklist, witnesses

    with workroom() as room:
        if asked.ask:
            whom = witnesses.called(store, asked.by).uid if asked.by else ""
            made = gateway_asking.ask(store, room, asked.ask, whom, progress=out.progress)
            out.tell(
                f"{made.changes.summary}. Save it, and the message, with: observe change "
                f"{made.request.content.ref} --out FORM.pdf --eml FILE"
            )
        else:
            out.tell(f"Written: {gateway_checklist.save(store, room, asked.out)}")


def documents(asked: argparse.Namespace, out: Printer) -> int:
    """Change the register, keep or write a file; then list the documents."""
    from portfolio_app.domain.planned import Document
    from portfolio_app.domain.register import group_of, is_complete, party_words, state_words
    from portfolio_app.services import register
    from portfolio_app.store import queries

    changes = (asked.add, asked.state, asked.group, asked.sign, asked.unsign, asked.remove,
               asked.keep, asked.drop)  # fmt: skip
    with open_store(asked, readonly=not any(changes)) as store:
        _do_documents(asked, store, out)
        data, found = register.data(), register.documents(store)
        kept = queries.records.records(store)
    shapes: list[dict[str, Any]] = [
        {
            "id": each.uid,
            "group": group_of(each, data),
            "title": each.title,
            "state": each.content.state,
            "words": state_words(each.content, data),
            "complete": is_complete(each.content, data),
            "day": each.day,
            "parties": [party_words(party) for party in each.content.parties],
            "files": [
                {"id": file.uid, "name": file.name, "bytes": file.bytes, "sha256": file.sha256}
                for file in kept
                if file.about_uid == each.uid
            ],
        }
        for each in found
        if isinstance(each.content, Document)
    ]
    out.result(
        {"documents": shapes},
        table(
            ["Id", "Group", "Document", "State", "Day", "Signatures", "Files"],
            (
                [each["id"], each["group"], each["title"], each["words"],
                 day_words(each["day"]) if each["day"] else "", "; ".join(each["parties"]),
                 ", ".join(file["name"] for file in each["files"])]
                for each in shapes
            ),
        )
        or ["No documents are in the register."],
    )  # fmt: skip
    return exit_codes.DONE


def _do_documents(asked: argparse.Namespace, store: Store, out: Printer) -> None:
    from portfolio_app.services import plan, records_kept, register

    if asked.add:
        register.add(store, asked.add[0], asked.add[1], tuple(asked.party))
    elif asked.state:
        register.set_state(store, asked.state[0], asked.state[1], day=asked.date)
    elif asked.group:
        register.regroup(store, *asked.group)
    elif asked.sign:
        register.sign(store, *asked.sign)
    elif asked.unsign:
        register.unsign(store, *asked.unsign)
    elif asked.remove:
        plan.remove(store, asked.remove)
    elif asked.keep:
        records_kept.keep(store, asked.keep[0], Path(asked.keep[1]), progress=out.progress)
    elif asked.take_out:
        written = records_kept.take_out(store, asked.take_out[0], Path(asked.take_out[1]))
        out.tell(f"Written: {written}")
    elif asked.drop:
        records_kept.remove(store, asked.drop)


def told(asked: argparse.Namespace, out: Printer) -> int:
    """Record a result or that it is taken again; list the methods and the bundles handed in."""
    from portfolio_app.problems import PortfolioError
    from portfolio_app.services import results

    with open_store(asked, readonly=not (asked.record or asked.again)) as store:
        if asked.record:
            method, result, day = asked.record
            results.record(store, method, result, day, note=asked.note)
        elif asked.again:
            about = results.method(store, asked.again[0])
            if not about.results:
                raise PortfolioError(
                    f"No result of “{about.title}” is noted yet. Nothing was changed.",
                    hint="Record the result first.",
                )
            results.take_again(store, about.results[-1].uid, asked.again[1], asked.by)
        methods = results.methods(store)
        handed = results.handed_in(store)
    out.result(
        {
            "methods": [_method_shape(each) for each in methods],
            "handed_in": [
                {
                    "id": each.record.uid,
                    "day": each.record.submitted_at,
                    "profile": each.record.profile,
                    "pages": each.record.pages,
                    "sha256": each.record.kept_sha256,
                    "kept": each.is_kept,
                    "draft": each.record.is_draft,
                }
                for each in handed
            ],
        },
        [
            *table(["Method", "Result"], ([each.title, each.words] for each in methods)),
            *(f"{offer.words} By: {day_words(offer.by) if offer.by else 'ask your EPAO'}."
              for each in methods for offer in each.again),
            *(each.words for each in handed),
        ],
    )  # fmt: skip
    return exit_codes.DONE


def everything(asked: argparse.Namespace, out: Printer) -> int:
    """Write the final export."""
    from portfolio_app.services import final_export

    with open_store(asked, readonly=True) as store, workroom() as room:
        made = final_export.export(
            store, room, asked.out, with_private=asked.private, progress=out.progress
        )
    out.result(
        {
            "path": str(made.path),
            "files": [
                {"path": each.path, "what": each.what, "bytes": each.bytes, "sha256": each.sha256}
                for each in made.files
            ],
            "left_out": [{"what": each.what, "why": each.why} for each in made.left_out],
        },
        [
            f"{len(made.files)} files written to {made.path}",
            *(f"Left out: {each.what}: {each.why}" for each in made.left_out),
        ],
    )
    return exit_codes.DONE


def _row_shape(row: GatewayRow, group: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "group": group,
        "title": row.title,
        "owner": row.owner,
        "state": "off" if row.is_off else row.state.value,
        "fact": row.fact,
        "said": row.said,
        "rule": row.rule,
        "source": row.source,
        "confirmed": row.confirmed,
        "files": row.files,
        "left": row.is_left,
    }


def _method_shape(each: MethodShown) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": each.title,
        "words": each.words,
        "passed": each.is_passed,
        "failed": each.is_failed,
        "results": [row.uid for row in each.results],
        "again": [{"id": o.id, "words": o.words, "by": o.by, "source": o.source}
                  for o in each.again],
    }  # fmt: skip
