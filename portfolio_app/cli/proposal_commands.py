"""Commands for the proposal: one word, ``proposal``, and what is done with it after it.

Every module named in ``_PARTS`` adds its own actions to that word.
"""

from __future__ import annotations

import importlib

from portfolio_app.cli.words import Words

_PARTS: tuple[str, ...] = (
    "proposal_words_commands",
    "proposal_ksb_commands",
    "proposal_export_commands",
    "proposal_pack_commands",
    "proposal_copy_commands",
    "proposal_clock_commands",
    "proposal_reference_commands",
    "proposal_text_commands",
)


def add_to(words: Words) -> None:
    """Add proposal with all its actions."""
    group = words.add_parser(
        "proposal",
        help="the strategic business proposal: its words, restore points, dates and exports",
        description="The strategic business proposal: its words, restore points, dates, exports.",
    )
    actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    for part in _PARTS:
        importlib.import_module(f"portfolio_app.cli.{part}").add_actions(actions)
