"""The actions on Word documents that come to the proposal: bring-back, import."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.bringing_back import Change, Plan, Row


def add_actions(actions: Words) -> None:
    """Add bring-back and import."""
    takes = command(
        actions, "bring-back", "what a returned Word copy changed and says; take some of it", bring
    )
    takes.add_argument("file", type=Path, metavar="FILE", help="the .docx that came back")
    takes.add_argument(
        "--take", nargs="+", default=[], metavar="CHANGE",
        help="changes to take, by their id in the list: one undo step, after a restore point",
    )  # fmt: skip
    takes.add_argument(
        "--take-all", action="store_true",
        help="take every change but those that would lose or write over something",
    )  # fmt: skip
    whole = command(actions, "import", "let a Word document be the proposal", bring_in)
    whole.add_argument("file", type=Path, metavar="FILE", help="a .docx")


def bring(asked: argparse.Namespace, out: Printer) -> int:
    """Keep a copy, list what it changes, and take what was asked for."""
    from portfolio_app.services import word_copies
    from portfolio_app.store import queries
    from portfolio_app.workroom.host import Workroom

    with open_store(asked) as store, Workroom() as room:
        received = word_copies.receive(store, room, asked.file, progress=out.progress)
        if received.trouble:
            raise PortfolioError(received.trouble, hint=received.hint, code="unreadable")
        made = word_copies.plan(store, received.uid)
        wanted = set(asked.take)
        if unknown := wanted - set(made.by_key):
            raise PortfolioError(
                f"This copy has no change {sorted(unknown)[0]}. Nothing was changed.",
                hint="List the changes first: the same command without --take.",
                code="no-such-change",
            )
        if asked.take_all:
            decided = queries.word_copies.decided(store, received.uid)
            wanted |= {each.key for each in word_copies.takeable(made, decided)}
        if wanted:
            word_copies.take(store, room, received.uid, wanted)
    shown = {each.uid: each for each in made.rows if each.uid}
    rows = {key: row for row in made.rows for key in row.changes}
    out.result(
        _shape(received.uid, made, rows, wanted),
        [
            *made.notes,
            *(_line(each, rows, taken=each.key in wanted) for each in made.changes),
            *(f"Comment of {each.author or 'nobody'}: {each.text}" for each in made.comments),
            *(f"Not found in the copy: {each.words}" for each in made.unmatched),
            *(f"Changed outside the text, not taken: {each}" for each in made.elsewhere),
            f"{len(made.changes)} changes, {len(wanted)} taken, {len(shown)} paragraphs known.",
        ],
    )
    return exit_codes.DONE


def bring_in(asked: argparse.Namespace, out: Printer) -> int:
    """Let a document be the proposal."""
    from portfolio_app.services import word_copies
    from portfolio_app.workroom.host import Workroom

    with open_store(asked) as store, Workroom() as room:
        done = word_copies.import_document(store, room, asked.file, progress=out.progress)
    out.result(
        {"kept": done.kept, "left_out": list(done.dropped)},
        [
            f"{done.changes.summary}. Kept: {done.kept}.",
            f"Left out: {'; '.join(done.dropped)}.",
            "What was written before is a restore point.",
        ],
    )
    return exit_codes.DONE


def _shape(uid: str, made: Plan, rows: dict[str, Row], taken: set[str]) -> dict[str, Any]:
    return {
        "id": uid,
        "compared_with": made.compared_with,
        "changes": [
            {
                "id": each.key,
                "kind": each.kind.value,
                "yours": _words(rows.get(each.key), "yours"),
                "copy": _words(rows.get(each.key), "theirs"),
                "by": [hand.author for hand in each.hands],
                "needs_a_look": each.needs_a_look,
                "why": each.conflict or each.barred,
                "loses": [lost.words for lost in each.lost],
                "taken": each.key in taken,
            }
            for each in made.changes
        ],
        "comments": [
            {"author": each.author, "at": each.at, "about": each.about, "text": each.text}
            for each in made.comments
        ],
        "unmatched": [each.words for each in made.unmatched],
        "elsewhere": list(made.elsewhere),
        "notes": list(made.notes),
    }


def _words(row: Row | None, side: str) -> str:
    return "".join(run.text for run in getattr(row, side)) if row is not None else ""


def _line(change: Change, rows: dict[str, Row], *, taken: bool) -> str:
    row = rows.get(change.key)
    words = " ".join((_words(row, "theirs") or _words(row, "yours")).split())
    short = words if len(words) <= 80 else f"{words[:79]}…"
    told = "taken" if taken else "needs a look" if change.needs_a_look else "not taken"
    return f"[{change.key}] {change.kind.words}, {told}: {short}"
