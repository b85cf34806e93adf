"""The choices of a bundle as words of the command line."""

from __future__ import annotations

import argparse
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from portfolio_app.domain.options import (
    AnnexPlace,
    BundleOptions,
    FrontSheets,
    PagesShown,
    Pictures,
    Profile,
)

if TYPE_CHECKING:
    from portfolio_app.store.database import Store

_CHOICES: tuple[tuple[str, type[StrEnum], str], ...] = (
    ("front_sheets", FrontSheets, "how much a front sheet says"),
    ("annex", AnnexPlace, "where annex A stands"),
    ("pages", PagesShown, "which pages of a piece are shown"),
    ("pictures", Pictures, "how finely pictures are kept"),
)
_SWITCHES = (
    ("large_print", "annex A and our own pages in large print"),
    ("proposal_ksbs", "list KSBs that only the proposal is assessed on"),
    ("marks", "coloured marks on evidence pages"),
    ("scope", "the proposal scope summary, beside the PDF"),
    ("recordings", "recordings, beside the PDF"),
    ("originals", "untouched originals of signed pieces and forms, beside the PDF"),
    ("file_list", "the list of all files with their checksums"),
    ("item_pdfs", "a PDF of each piece, with the same page numbers"),
    ("annex_xlsx", "annex A as an Excel workbook"),
    ("annex_docx", "annex A as a Word document"),
)


def add_to(takes: argparse.ArgumentParser) -> None:
    """Add a word for each choice; one that is not said stays as it is kept in the portfolio."""
    takes.add_argument(
        "--profile", choices=[each.value for each in Profile], default="gateway", help="which pack"
    )
    chosen = takes.add_argument_group("choices", "as kept in the portfolio where none is said")
    for name, values, words in _CHOICES:
        chosen.add_argument(
            _flag(name), dest=name, choices=[each.value for each in values], help=words
        )
    for name, words in _SWITCHES:
        chosen.add_argument(
            _flag(name), dest=name, action=argparse.BooleanOptionalAction, help=words
        )
    chosen.add_argument(
        "--max-mb", dest="limit_mb", type=float, metavar="N", help="say when it is larger"
    )
    chosen.add_argument(
        "--original", action="append", metavar="ITEM", help="also the original of this item"
    )
    chosen.add_argument("--keep", action="store_true", help="keep these choices")


def chosen(asked: argparse.Namespace, store: Store) -> BundleOptions:
    """Return the choices kept for the asked pack with those said on top; kept when so asked.

    Raises:
        PortfolioError: an item is not there, or the size is none.
    """
    from portfolio_app.services import options as verbs
    from portfolio_app.store import queries

    said: dict[str, Any] = {}
    for name, values, _ in _CHOICES:
        if (value := getattr(asked, name)) is not None:
            said[name] = values(value)
    for name in (*(each for each, _ in _SWITCHES), "limit_mb"):
        if (value := getattr(asked, name)) is not None:
            said[name] = value
    if asked.original:
        found = (queries.evidence.find(store, each).uid for each in asked.original)
        said["also_originals"] = tuple(dict.fromkeys(found))
    options = replace(verbs.options(store, Profile(asked.profile)), **said)
    verbs.refuse_no_size(options)
    if asked.keep:
        verbs.choose(store, options)
    return options


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
