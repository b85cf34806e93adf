"""Commands for the papers of a pack: list, attach, sign, take out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.days import day_words
from portfolio_app.domain.papers import Paper, PaperKind
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.store.database import Store

_KINDS = tuple(each.value for each in PaperKind)


def add_to(words: Words) -> None:
    """Add papers."""
    takes = command(words, "papers", "the papers that go with a bundle", papers)
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument(
        "--attach",
        nargs=2,
        metavar=("KIND", "FILE"),
        help=f"a file, or an item's id; KIND is one of {', '.join(_KINDS)}",
    )
    doing.add_argument(
        "--sign", nargs=3, metavar=("KIND", "BY", "DATE"), help="who signed it, and when"
    )
    doing.add_argument("--unsign", metavar="KIND", choices=_KINDS, help="it is not signed")
    doing.add_argument("--remove", metavar="KIND", choices=_KINDS, help="move it to the bin")


def papers(asked: argparse.Namespace, out: Printer) -> int:
    """Attach, sign or take out a paper; list those there are."""
    from portfolio_app.services import papers as verbs
    from portfolio_app.store import queries

    changes_something = asked.attach or asked.sign or asked.unsign or asked.remove
    with open_store(asked, readonly=not changes_something) as store:
        if asked.attach:
            _attach(store, asked.attach[0], asked.attach[1], out)
        elif asked.sign:
            kind, by, on = asked.sign
            verbs.sign(store, _paper(store, kind).item.uid, by, on)
        elif asked.unsign:
            verbs.unsign(store, _paper(store, asked.unsign).item.uid)
        elif asked.remove:
            verbs.remove(store, _paper(store, asked.remove).item.uid)
        found = [
            _shape(each, verbs.what_changed_since_signing(store, each.item.uid))
            for each in queries.papers.papers(store)
        ]
    out.result(
        {"papers": found},
        table(
            ["Kind", "Title", "Pages", "Signed", "Since then"],
            (
                [
                    each["kind"],
                    each["title"],
                    each["pages"] or "",
                    f"{each['signed_by']}, {day_words(each['signed_on'])}"
                    if each["signed_by"]
                    else "not signed",
                    ", ".join(each["changed"]),
                ]
                for each in found
            ),
        )
        or ["No papers are attached."],
    )
    return exit_codes.DONE


def _attach(store: Store, kind: str, what: str, out: Printer) -> None:
    from portfolio_app.services import papers as verbs
    from portfolio_app.store import queries

    wanted = _kind(kind)
    if not Path(what).is_file():
        try:
            item = queries.evidence.find(store, what)
        except PortfolioError as error:
            raise PortfolioError(
                f"There is no file and no item called {what}.", hint="Check its name."
            ) from error
        verbs.attach_item(store, wanted, item.uid)
        return
    with workroom() as room:
        attached = verbs.attach(store, room, wanted, Path(what), progress=out.progress)
    if attached.problem:
        out.tell(attached.problem)


def _paper(store: Store, kind: str) -> Paper:
    from portfolio_app.store import queries

    found = queries.papers.of_kind(store, _kind(kind))
    if found is None:
        raise PortfolioError(
            f"No paper of this kind is attached: {kind}.",
            hint="Attach it first.",
            code="no-such-paper",
        )
    return found


def _kind(typed: str) -> PaperKind:
    try:
        return PaperKind(typed)
    except ValueError as error:
        raise PortfolioError(
            f"There is no kind of paper called {typed}.", hint=f"Use one of {', '.join(_KINDS)}."
        ) from error


def _shape(each: Paper, changed: tuple[str, ...]) -> dict[str, Any]:
    item, signing = each.item, each.signing
    return {
        "kind": each.kind.value,
        "id": item.uid,
        "title": item.title,
        "file": item.file_name,
        "pages": item.pages,
        "sha256": item.sha256,
        "problem": item.problem,
        "signed_by": signing.by if signing else "",
        "signed_on": signing.on if signing else "",
        "changed": list(changed),
    }
