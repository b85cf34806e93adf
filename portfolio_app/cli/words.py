"""What every command takes: its folder, its key, and whether to print JSON."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from portfolio_app.cli.printing import Printer

Command: TypeAlias = Callable[[argparse.Namespace, Printer], int]
Words: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - no public name


def command(
    words: Words, name: str, help_text: str, run: Command, *, folder: bool = True
) -> argparse.ArgumentParser:
    """Add a command that ``run`` does, and return its parser for the rest of its words."""
    made = words.add_parser(
        name, help=help_text, description=help_text[0].upper() + help_text[1:] + "."
    )
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="print one JSON document")
    if folder:
        made.add_argument("folder", type=Path, metavar="FOLDER", help="the portfolio's folder")
        passphrase(made)
    return made


def passphrase(parser: argparse.ArgumentParser) -> None:
    """Add the way a passphrase comes in."""
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help="a file that holds the passphrase (- for standard input), when no keychain does",
    )
