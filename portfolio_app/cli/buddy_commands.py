"""The command ``buddy``: a slice of the portfolio to comment on, and what was said of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command

if TYPE_CHECKING:
    from portfolio_app.domain.buddy import Comment


def add_to(words: Words) -> None:
    """Add the command with its actions."""
    group = words.add_parser(
        "buddy",
        help="a slice to comment on, and the comments that came back",
        description="A slice of the portfolio for somebody who only reads it. Nothing is sent.",
    )
    actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    takes = command(actions, "make", "one PDF of some pieces, with pages to comment on", make)
    takes.add_argument("items", nargs="+", metavar="ITEM", help="E07, an id, or a title")
    takes.add_argument("--out", type=Path, required=True, metavar="PACK.pdf")
    takes.add_argument("--title", default="", help="what it is called")
    takes.add_argument("--ksb", action="append", default=[], metavar="KSB", help="only its claims")
    takes.add_argument(
        "--names-seen",
        action="store_true",
        help="names and numbers that still show were looked at, and may stay",
    )
    takes = command(actions, "take", "take in the comments of a pack that came back", take)
    takes.add_argument("pack", type=Path, metavar="PACK.pdf")
    command(actions, "list", "the comments, piece by piece", list_them)


def make(asked: argparse.Namespace, out: Printer) -> int:
    """Make a pack."""
    from portfolio_app.services import buddies, mapping
    from portfolio_app.store import queries

    with open_store(asked) as store, workroom() as room:
        uids = [queries.evidence.find(store, each).uid for each in asked.items]
        ksbs = [mapping.ksb_called(store, each).uid for each in asked.ksb]
        made = buddies.make(
            store,
            room,
            uids,
            asked.out,
            title=asked.title,
            ksb_uids=ksbs,
            names_seen=asked.names_seen,
            progress=out.progress,
        )
    document = {
        "path": str(made.path),
        "code": made.pack.code,
        "pages": made.pages,
        "items": [each.name for each in made.pack.items],
    }
    told = f"{made.path}: {made.pages} pages, marked not for submission. Nothing was sent."
    out.result(document, [told])
    return exit_codes.DONE


def take(asked: argparse.Namespace, out: Printer) -> int:
    """Take in a pack that came back."""
    from portfolio_app.services import buddies

    with open_store(asked) as store, workroom() as room:
        got = buddies.receive(store, room, asked.pack)
    out.result({"comments": got.comments, "by": got.said_by}, [got.changes.summary])
    return exit_codes.DONE


def list_them(asked: argparse.Namespace, out: Printer) -> int:
    """List the comments."""
    from portfolio_app.services import buddies
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        names = {each.uid: each for each in queries.evidence.items(store)}
        questions = buddies.questions()

        def shape(comment: Comment) -> dict[str, Any]:
            item = names.get(comment.item_uid)
            return {
                "item": comment.item_uid,
                "title": item.title if item is not None else questions.whole,
                "question": questions.text(comment.field) or comment.field,
                "text": comment.text,
                "by": comment.said_by,
                "state": comment.state,
                "arrived": comment.arrived_at,
            }

        found = [shape(each) for each in queries.buddies.comments(store)]
    columns = ("title", "question", "by", "state", "text")
    rows = table(
        ["Piece", "Question", "By", "State", "Words"],
        ([str(each[key]) for key in columns] for each in found),
    )
    out.result({"comments": found}, rows)
    return exit_codes.DONE
