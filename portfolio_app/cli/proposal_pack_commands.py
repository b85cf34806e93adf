"""Actions that make the papers of the packs: the scope's page, and the proposal's PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer
from portfolio_app.cli.words import Words, command


def add_actions(actions: Words) -> None:
    """Add scope and pack."""
    page = command(actions, "scope", "count the scope; write its one page", scope)
    page.add_argument("out", type=Path, metavar="FILE", nargs="?", help="ends in .pdf")
    page.add_argument(
        "--set", nargs=2, metavar=("PART", "TEXT"), action="append", default=[],
        help="what a part says, such as: title, problem, aims; may be given again",
    )  # fmt: skip
    page.add_argument(
        "--pack", action="store_true", help="let the page be the scope of the gateway pack"
    )
    command(actions, "pack", "let the proposal's PDF be the paper of its pack", pack)


def scope(asked: argparse.Namespace, out: Printer) -> int:
    """Count the scope's words, write its page, or put the page into the gateway pack."""
    from portfolio_app.services import scope as verbs

    said: dict[str, object] = {"path": "", "item": "", "step": ""}
    lines = []
    with open_store(asked, readonly=not (asked.pack or asked.set)) as store:
        if asked.set:
            said["step"] = verbs.write(store, dict(asked.set)).step
        if asked.out is not None:
            with workroom() as room:
                saved = verbs.save(store, room, asked.out)
            said["path"] = str(saved.path)
            lines.append(f"The scope is in {saved.path}.")
        if asked.pack:
            with workroom() as room:
                attached = verbs.use(store, room, progress=out.progress)
            said |= {"item": attached.item_uid, "step": attached.changes.step}
            lines.append("The page is the scope of the gateway pack.")
        count, held = verbs.counted(store), verbs.scope(store)
    most = f" of {count.limit:,} at most" if count.limit else ""
    by = f"agreed by {held.agreed_by}, {held.agreed_on}" if held.agreed_by else "not agreed"
    out.result(
        {
            **said,
            "counted": count.words,
            "maximum": count.limit,
            "agreed_by": held.agreed_by,
            "agreed_on": held.agreed_on,
        },
        [*lines, f"{count.words:,} words{most}; {by}."],
    )
    return exit_codes.DONE


def pack(asked: argparse.Namespace, out: Printer) -> int:
    """Make the proposal's PDF and attach it to its pack."""
    from portfolio_app.services import proposal_paper

    with open_store(asked) as store, workroom() as room:
        made = proposal_paper.use(store, room, progress=out.progress)
    out.result(
        {"item": made.item_uid, "step": made.changes.step, "problem": made.problem},
        ["The proposal as it is now is the paper of its pack.", *filter(None, [made.problem])],
    )
    return exit_codes.DONE
