"""Chooses the way in: the workroom's child process, the window, or the command line."""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn


def main() -> int:
    """Run what the first argument asks for; return the process's exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--workroom"]:
        from portfolio_app.workroom import child  # before any Qt import: the child never needs it

        return child.main()
    if not arguments or arguments[0] == "open" or _is_form(arguments):
        # Nothing made while starting is garbage; ui/kit/jobs.py decides from then on.
        gc.disable()
        from portfolio_app import app

        return app.main(arguments)
    gc.set_threshold(50_000, 20, 20)  # loading and one command leave little garbage
    from portfolio_app.cli.main import main as run_command

    return _leave(run_command(arguments))


def _is_form(arguments: list[str]) -> bool:
    """Whether a form is to be opened in a window: ``observe open FORM``, or a PDF alone."""
    if arguments[:2] == ["observe", "open"]:
        return len(arguments) == 3 and not arguments[2].startswith("-")
    return len(arguments) == 1 and arguments[0].lower().endswith(".pdf")


def _leave(code: int) -> NoReturn:
    """End this process; all is said and closed, and tidying up so many libraries takes a while."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # nobody reads it any more, or ever did
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
