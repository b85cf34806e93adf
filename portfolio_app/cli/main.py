"""Runs one command and turns whatever happens into an exit code and plain words."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence

from portfolio_app.cli import exit_codes, parser, printing
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for; return the exit code. Never raises."""
    try:
        asked = parser.build(*arguments[:1]).parse_args(arguments)
    except SystemExit as leaving:  # argparse has already said what was wrong
        if leaving.code and "--json" in arguments:
            printing.Printer(as_json=True).refusal("usage", "These words are not a command.")
        return int(leaving.code or 0)
    out = printing.Printer(as_json=asked.json)
    try:
        return int(asked.run(asked, out))
    except PortfolioError as error:
        out.refuse(error)
        detail = getattr(error, "detail", "")  # what the workroom's child said before it ended
        if detail:
            sys.stderr.write(f"{printing.visible_lines(detail)}\n")
        return exit_codes.REFUSED
    except (Cancelled, KeyboardInterrupt):
        out.tell("Stopped. Nothing is half done.")
        return exit_codes.REFUSED
    except BrokenPipeError:
        # The reader of our output has gone (`… | head`); nobody is left to tell.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_codes.DONE
    except Exception:  # noqa: BLE001 - the last edge: said plainly, with the details for a report
        traceback.print_exc(file=sys.stderr)
        out.tell("Something went wrong inside the app. Your portfolio has not been changed by it.")
        return exit_codes.INTERNAL
