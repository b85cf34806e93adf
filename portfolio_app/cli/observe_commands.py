"""Commands for observations: one word, ``observe``, and what is done with them after it.

Every module named in ``_PARTS`` adds its own actions to that word.
"""

from __future__ import annotations

import importlib

from portfolio_app.cli.words import Words

_PARTS: tuple[str, ...] = (
    "request_commands",
    "planning_commands",
    "return_commands",
    "form_commands",
)


def add_to(words: Words) -> None:
    """Add observe with all its actions."""
    group = words.add_parser(
        "observe",
        help="ask for an observation, and take in what comes back",
        description="Ask for an observation or a statement, and take in what comes back.",
    )
    actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    for part in _PARTS:
        importlib.import_module(f"portfolio_app.cli.{part}").add_actions(actions)
