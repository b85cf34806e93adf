"""Commands that sort what was added, and list what waits or is only read."""

from __future__ import annotations

import argparse
from typing import Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.problems import PortfolioError


def add_to(words: Words) -> None:
    """Add sort."""
    takes = command(words, "sort", "keep, read, put off or bin an item", sort)
    takes.add_argument("item", metavar="ITEM")
    where = takes.add_mutually_exclusive_group(required=True)
    where.add_argument("--keep", action="store_true", help="into the library")
    where.add_argument("--reading", action="store_true", help="among what is read; no evidence")
    where.add_argument("--later", action="store_true", help="put off")
    where.add_argument("--bin", action="store_true", help="into the bin, for 30 days at least")
    takes.add_argument("--ksb", nargs="+", default=[], metavar="KSB", help="may show these: K8 S12")
    takes.add_argument("--project", default="", metavar="P", help="add it to this project")
    takes.add_argument("--did", default="", help="what you did (my part in it)")


def sort(asked: argparse.Namespace, out: Printer) -> int:
    """Keep, read, put off or bin one item; say which KSBs it may show."""
    from portfolio_app.domain.codes_in_text import read_codes
    from portfolio_app.services import sorting
    from portfolio_app.store import queries

    if not asked.keep and (asked.ksb or asked.project or asked.did):
        raise PortfolioError(
            "KSBs, a project and what you did belong to an item that is kept. Nothing was changed.",
            hint="Add --keep.",
        )
    with open_store(asked) as store:
        item = queries.evidence.find(store, asked.item)
        if asked.keep:
            codes = read_codes(" ".join(asked.ksb), queries.standard.ksbs(store))
            if codes.unknown or (asked.ksb and not codes.uids):
                unknown = ", ".join(codes.unknown or asked.ksb)
                raise PortfolioError(
                    f"This portfolio's standard has no KSB called {unknown}. Nothing was changed.",
                    hint="Use codes as the list of KSBs shows them, such as K8.",
                    code="no-such-ksb",
                )
            there = queries.candidates.of_item(store, item.uid)
            done = sorting.keep(
                store,
                item.uid,
                ksb_uids=[*there, *codes.uids] if asked.ksb else None,
                project=asked.project or None,
                part=asked.did or None,
            )
        elif asked.reading:
            done = sorting.read(store, [item.uid])
        elif asked.later:
            done = sorting.later(store, [item.uid])
        else:
            done = sorting.put_in_bin(store, [item.uid])
        item = queries.evidence.item(store, item.uid)
    out.result(_shape(item), [done.summary or f"{item.title}: nothing to change."])
    return exit_codes.DONE


def list_shelf(asked: argparse.Namespace, out: Printer) -> int:
    """List what waits on the inbox, or what is read."""
    from portfolio_app.store import queries

    shelves = (Shelf.READING,) if asked.what == "reading" else (Shelf.INBOX, Shelf.LATER)
    with open_store(asked, readonly=True) as store:
        items = queries.evidence.on_shelves(store, *shelves)
    out.result(
        {asked.what: [_shape(item) for item in items]},
        table(
            ["Id", "Title", "Date", "Pages", "Shelf"],
            ([i.uid, i.title, i.date, i.pages or "", i.shelf.value] for i in items),
        ),
    )
    return exit_codes.DONE


def _shape(item: EvidenceItem) -> dict[str, Any]:
    return {
        "id": item.uid,
        "title": item.title,
        "file": item.file_name,
        "kind": item.document.value,
        "pages": item.pages,
        "date": item.date,
        "shelf": "bin" if item.binned_at else item.shelf.value,
        "candidates": list(item.candidates),
        "projects": list(item.projects),
        "versions": item.version_group,
    }
