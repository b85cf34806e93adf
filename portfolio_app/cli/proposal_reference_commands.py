"""The action on the proposal's references: list them, with what is to be looked at; import."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer
from portfolio_app.cli.words import Words, command

if TYPE_CHECKING:
    from portfolio_app.domain.reference_flags import Row


def add_actions(actions: Words) -> None:
    """Add references."""
    listed = command(
        actions, "references", "list the references and what is to be looked at", references
    )
    listed.add_argument(
        "--import", type=Path, metavar="FILE", dest="file", help="first add those of a RIS or "
        "BibTeX file, damaged ones too: one undo step",
    )  # fmt: skip


def references(asked: argparse.Namespace, out: Printer) -> int:
    """Import a file where one is given, then list."""
    from portfolio_app.services import references
    from portfolio_app.workroom.host import Workroom

    told: list[str] = []
    with open_store(asked) as store:
        if asked.file is not None:
            with Workroom() as room:
                told.append(references.import_file(store, room, asked.file).words)
        found = references.references(store)
    out.result(
        {
            "imported": " ".join(told),
            "references": [_shape(row) for row in found.rows],
            "list": [each.text for each in found.listed],
            "unlisted": [
                {"block": each.block_uid, "text": each.text, "typed": each.typed}
                for each in found.unlisted
            ],
        },
        [
            *told,
            *(_line(row) for row in found.rows),
            *(f"Cited without a reference: {each.text}" for each in found.unlisted),
        ],
    )
    return exit_codes.DONE


def _shape(row: Row) -> dict[str, Any]:
    return {
        "id": row.source.uid,
        "kind": row.source.kind.value,
        "text": row.text,
        "entry": row.entry.text,
        "cited": row.used,
        "flags": [{"kind": each.kind.value, "words": each.words} for each in row.flags],
        "like": row.group,
    }


def _line(row: Row) -> str:
    flags = f" [{'; '.join(each.words for each in row.flags)}]" if row.flags else ""
    return f"{row.text} {row.entry.text}{flags}"
