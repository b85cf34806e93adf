"""The command for the portfolio's standard: show, compare, accept, methods, themes, import, review.

Comparing exits with 0 whatever differs: the differences are the result. With 1 it would say that
something stops a submission, and nothing of a list does.
"""

from __future__ import annotations

import argparse
from datetime import date as day
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.shapes import ksb_shape
from portfolio_app.cli.standard_shapes import (
    compared_lines,
    compared_shape,
    note_lines,
    notes_shape,
    review_shape,
)
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.comparing import Decision, Row
    from portfolio_app.services.standards import Compared
    from portfolio_app.store.database import Store

ACTIONS = ("show", "compare", "accept", "methods", "themes", "import", "review")


def add_to(words: Words) -> None:
    """Add standard."""
    takes = command(
        words,
        "standard",
        "show the standard, compare or accept its list, set methods and themes, import another",
        standard,
    )
    takes.add_argument("action", nargs="?", default="show", choices=ACTIONS)
    takes.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="the list: text, PDF, Word, CSV, JSON or TOML; accept without one takes the list as "
        "it stands",
    )
    takes.add_argument("--source", default="", help="where the list comes from")
    takes.add_argument("--date", default="", help="the day it was read, YYYY-MM-DD; today if none")
    takes.add_argument(
        "--leave", nargs="+", default=[], metavar="KSB", help="accept: leave these as they are"
    )
    takes.add_argument(
        "--apart", nargs="+", default=[], metavar="KSB",
        help="accept: these are other statements, not the same in other words",
    )  # fmt: skip
    takes.add_argument(
        "--with-methods", action="store_true", help="accept: take the methods in the list too"
    )
    takes.add_argument("--official", action="store_true", help="import: it is the official list")
    takes.add_argument("--title", default="", help="import: the standard's title")
    takes.add_argument("--reference", default="", help="import: its reference, such as ST0480")
    takes.add_argument("--level", type=int, default=0, help="import: its level")
    takes.add_argument("--standard-version", default="", help="import: its version, such as 1.2")


def standard(asked: argparse.Namespace, out: Printer) -> int:
    """Show the standard, or do with it what the action says."""
    if asked.action == "show":
        return _show(asked, out)
    if asked.file is None and asked.action not in ("accept", "review"):
        raise PortfolioError(
            f"standard {asked.action} needs a file.", hint="Give the file that holds the list."
        )
    done = {
        "compare": _compare,
        "accept": _accept,
        "methods": _methods,
        "themes": _themes,
        "import": _import,
        "review": _review,
    }
    return done[asked.action](asked, out)


def _show(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.domain.limits import all_rules, source_of
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        held = queries.standard.standard(store)
        rules = [
            {
                "id": rule.id,
                "text": rule.text,
                "value": rule.value,
                "unit": rule.unit,
                "confirmed": rule.confirmed,
                "may_block": rule.may_block,
                "source": source_of(held, rule),
            }
            for rule in all_rules(held)
        ]
        out.result(
            {
                "id": held.id,
                "name": held.name,
                "notice": held.notice,
                "ksbs": [ksb_shape(each) for each in held.ksbs],
                "rules": rules,
            },
            [
                held.name,
                *([held.notice] if held.notice else []),
                f"{len(held.ksbs)} KSBs",
                *(f"{rule['text']} ({rule['source']})" for rule in rules),
            ],
        )
    return exit_codes.DONE


def _compare(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import standards

    text = _text(asked)
    with open_store(asked, readonly=True) as store:
        compared = standards.compare(store, text)
    out.result(compared_shape(compared), compared_lines(compared))
    return exit_codes.DONE


def _accept(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import standards
    from portfolio_app.store import queries

    text = _text(asked) if asked.file is not None else ""
    with open_store(asked) as store:
        compared = standards.compare(store, text) if text else _as_it_stands(store)
        changes = standards.accept(
            store,
            compared,
            _decisions(asked, compared),
            source=asked.source,
            date=asked.date or _today(),
            with_methods=asked.with_methods,
        )
        held = queries.standard.standard(store)
        waiting = queries.reviews.reviews(store)
    document = {
        **compared_shape(compared),
        "accepted": held.wording_accepted,
        "notice": held.notice,
        "reviews": [review_shape(each) for each in waiting],
    }
    lines = [changes.summary, *([held.notice] if held.notice else [])]
    if waiting:
        lines.append(f"{len(waiting)} wait for you to look at: standard FOLDER review")
    out.result(document, lines)
    return exit_codes.DONE


def _methods(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.domain.mapping_tables import read_methods
    from portfolio_app.services import standard_details
    from portfolio_app.store import queries

    text = _text(asked)
    with open_store(asked) as store:
        read = read_methods(text, queries.standard.standard(store))
        if not read.methods:
            raise PortfolioError(
                "There is no mapping of KSBs to methods in this file. Nothing was changed.",
                hint="It should say, for example, “Professional discussion: K1, K2–K5, S3”.",
                code="no-mapping",
            )
        date = asked.date or _today()
        source = asked.source or (asked.file.name if asked.file else "")
        changes = standard_details.set_methods(store, read.methods, source=source, date=date)
        codes = {each.uid: each.code for each in queries.standard.ksbs(store)}
    methods = {codes[uid]: list(ids) for uid, ids in read.methods.items()}
    out.result(
        {"methods": methods, "notes": notes_shape(read.notes)},
        [
            *table(["KSB", "Methods"], ([code, ", ".join(ids)] for code, ids in methods.items())),
            *note_lines(read.notes),
            changes.summary,
        ],
    )
    return exit_codes.DONE


def _themes(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.domain.theme_tables import read_themes
    from portfolio_app.services import standard_details
    from portfolio_app.store import queries

    text = _text(asked)
    with open_store(asked) as store:
        held = queries.standard.standard(store)
        themes, notes = read_themes(text, held)
        if not themes:
            raise PortfolioError(
                "There are no themes in this file. Nothing was changed.",
                hint="It should say, for example, “Theme: Strategy (K1, K2, S1)”.",
                code="no-themes",
            )
        changes = standard_details.set_themes(store, themes)
        codes = {each.uid: each.code for each in held.ksbs}
    shown = [
        {
            "title": each.title,
            "method": each.method,
            "ksbs": [codes[uid] for uid in each.ksb_uids],
            "pass": each.passes,
            "distinction": each.distinction,
        }
        for each in themes
    ]
    out.result(
        {"themes": shown, "notes": notes_shape(notes)},
        [
            *table(["Theme", "KSBs"], ([t["title"], ", ".join(t["ksbs"])] for t in shown)),
            *note_lines(notes),
            changes.summary,
        ],
    )
    return exit_codes.DONE


def _import(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import standard_files
    from portfolio_app.store import queries

    read = standard_files.import_standard(
        _text(asked),
        reference=asked.reference,
        title=asked.title,
        level=asked.level,
        version=asked.standard_version,
    )
    with open_store(asked) as store:
        changes = standard_files.adopt(
            store,
            read,
            source=asked.source or asked.file.name,
            date=asked.date or _today(),
            is_official=asked.official,
        )
        held = queries.standard.standard(store)
        waiting = queries.reviews.reviews(store)
    out.result(
        {
            "id": held.id,
            "name": held.name,
            "ksbs": len(held.ksbs),
            "notice": held.notice,
            "notes": notes_shape(read.notes),
            "reviews": [review_shape(each) for each in waiting],
        },
        [held.name, f"{len(held.ksbs)} KSBs", *note_lines(read.notes), changes.summary],
    )
    return exit_codes.DONE


def _review(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        waiting = queries.reviews.reviews(store)
    out.result(
        {"reviews": [review_shape(each) for each in waiting]},
        table(
            ["KSB", "Claims", "Why", "Statement"],
            ([r.ksb.code, r.attached.claims, r.ksb.review, r.ksb.text] for r in waiting),
            widest=70,
        )
        or ["Nothing waits."],
    )
    return exit_codes.DONE


def _text(asked: argparse.Namespace) -> str:
    from portfolio_app.services import standard_files

    with workroom() as room:
        return standard_files.read_text(room, asked.file)


def _as_it_stands(store: Store) -> Compared:
    from portfolio_app.domain.pasted import Pasted
    from portfolio_app.services import standards
    from portfolio_app.store import queries

    held = queries.standard.ksbs(store)
    if not held:
        raise PortfolioError("This standard has no KSBs to accept.", hint="Give their list.")
    return standards.compare_with(store, [Pasted(k.code, k.kind, k.text) for k in held])


def _decisions(asked: argparse.Namespace, compared: Compared) -> dict[str, Decision]:
    from portfolio_app.domain.comparing import Decision
    from portfolio_app.domain.ksb import tidy_code

    by_code: dict[str, Row] = {}
    for row in compared.comparison.differences:
        by_code.setdefault((row.code_before or row.code_after).casefold(), row)
    decided: dict[str, Decision] = {}
    for typed, decision in (
        *((each, Decision.LEAVE) for each in asked.leave),
        *((each, Decision.APART) for each in asked.apart),
    ):
        found = by_code.get(tidy_code(typed).casefold())
        if found is None:
            raise PortfolioError(
                f"{typed} does not differ, so there is nothing to decide. Nothing was changed.",
                code="no-such-ksb",
            )
        decided[found.key] = decision
    return decided


def _today() -> str:
    return day.today().isoformat()  # noqa: DTZ011 - the person's own day
