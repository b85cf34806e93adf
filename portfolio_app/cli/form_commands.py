"""Commands for whoever fills a form in: ``observe open FORM.pdf`` shows it in a window."""

from __future__ import annotations

import argparse
from pathlib import Path

from portfolio_app.cli.printing import Printer
from portfolio_app.cli.words import Words
from portfolio_app.problems import PortfolioError


def add_actions(actions: Words) -> None:
    """Add the actions of an observer; no portfolio is needed for them."""
    words = actions.add_parser(
        "open",
        help="fill in a request that was sent to you, in a window",
        description="Open an observation request or a statement in a window of its own, fill it "
        "in, sign it. No portfolio is needed; nothing is sent.",
    )
    words.add_argument("form", type=Path, metavar="FORM.pdf", help="the PDF that was sent")
    words.set_defaults(run=_open, json=False)


def _open(_asked: argparse.Namespace, _out: Printer) -> int:
    """Refuse what the window did not take before any command was looked at (``__main__``)."""
    raise PortfolioError(
        "The form's file comes right after “observe open”, and nothing else with it.",
        hint="For example: portfolio-app observe open Request.pdf",
        code="usage",
    )
