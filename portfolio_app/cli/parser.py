"""The words of the command line: every noun's commands, in the order in which they are met."""

from __future__ import annotations

import argparse

from portfolio_app.cli import (
    built_commands,
    bundle_commands,
    claim_commands,
    evidence_commands,
    hiding_commands,
    inside_commands,
    mapping_commands,
    papers_commands,
    passage_commands,
    portfolio_commands,
    preflight_commands,
    search_commands,
    sorting_commands,
    standard_commands,
)

NOUNS = (
    portfolio_commands,
    evidence_commands,
    inside_commands,
    sorting_commands,
    claim_commands,
    passage_commands,
    hiding_commands,
    mapping_commands,
    standard_commands,
    search_commands,
    papers_commands,
    preflight_commands,
    bundle_commands,
    built_commands,
)


def build() -> argparse.ArgumentParser:
    """Return the parser; each command carries the function that does it as ``run``."""
    parser = argparse.ArgumentParser(
        prog="portfolio-app",
        description="Build your senior leader portfolio. Nothing leaves this computer.",
        epilog="With no command, or with open FOLDER, the window opens.",
    )
    words = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for noun in NOUNS:
        noun.add_to(words)
    return parser
