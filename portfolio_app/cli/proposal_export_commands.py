"""The action that writes the proposal to Word or PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer
from portfolio_app.cli.words import Words, command


def add_actions(actions: Words) -> None:
    """Add export."""
    takes = command(actions, "export", "write the proposal as Word or PDF", export)
    takes.add_argument("out", type=Path, metavar="FILE", help="ends in .docx or .pdf")
    takes.add_argument(
        "--template", type=Path, metavar="FILE", default=None,
        help="your own Word file, whose styles, header, footer and page size are used",
    )  # fmt: skip


def export(asked: argparse.Namespace, out: Printer) -> int:
    """Write the proposal to a file."""
    from portfolio_app.services import proposal_export
    from portfolio_app.workroom.host import Workroom

    with open_store(asked) as store, Workroom() as room:
        made = proposal_export.export(store, room, asked.out, asked.template, progress=out.progress)
    pages = f", {made.pages} pages" if made.pages else ""
    out.result(
        {
            "path": str(made.path),
            "version": made.version_uid,
            "pages": made.pages,
            "missing": list(made.missing),
        },
        [
            f"The proposal is in {made.path}{pages}.",
            *(f"The picture is missing: {each}" for each in made.missing),
        ],
    )
    return exit_codes.DONE
