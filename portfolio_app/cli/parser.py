"""The words of the command line: every noun's commands, in the order in which they are met."""

from __future__ import annotations

import argparse
import importlib

# Each noun is a module of this folder; with it the words of its commands.
NOUNS = {
    "portfolio_commands": ("new", "demo", "set", "check", "backup", "restore"),
    "evidence_commands": ("add", "list", "text", "shortlist"),
    "inside_commands": ("inside", "recognise", "address"),
    "sorting_commands": ("sort",),
    "claim_commands": ("claim", "coverage"),
    "passage_commands": ("replace", "highlights", "split"),
    "hiding_commands": ("hide", "names"),
    "mapping_commands": ("mapping", "scan"),
    "standard_commands": ("standard",),
    "programme_commands": ("programme",),
    "search_commands": ("search",),
    "papers_commands": ("papers",),
    "preflight_commands": ("preflight", "epao"),
    "gateway_commands": ("gateway", "documents", "results", "export"),
    "bundle_commands": ("bundle", "inspect"),
    "observe_commands": ("observe",),
    "record_commands": ("record",),
    "plan_commands": ("plan",),
    "hours_commands": ("hours",),
    "review_commands": ("review",),
    "learning_commands": ("learning",),
    "verify_commands": ("verify",),
    "buddy_commands": ("buddy",),
    "proposal_commands": ("proposal",),
    "rehearsal_commands": ("rehearse", "crib"),
    "built_commands": ("built", "smaller", "changed", "submit", "take-out", "print"),
    "discussion_commands": ("discussion",),
}


def build(command: str = "") -> argparse.ArgumentParser:
    """Return the parser; each command carries the function that does it as ``run``.

    For a ``command`` that is known it has the words of that noun alone: loading all takes a while.
    """
    parser = argparse.ArgumentParser(
        prog="portfolio-app",
        description="Build your senior leader portfolio. Nothing leaves this computer.",
        epilog="With no command, or with open FOLDER, the window opens.",
    )
    words = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for noun in [each for each in NOUNS if command in NOUNS[each]] or NOUNS:
        importlib.import_module(f"portfolio_app.cli.{noun}").add_to(words)
    return parser
