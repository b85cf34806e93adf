"""Newer versions, highlights that files bring along, and splitting, on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.splitting import Cut
    from portfolio_app.store.database import Store


def add_to(words: Words) -> None:
    """Add replace, highlights and split."""
    takes = command(words, "replace", "replace an item with a newer version of it", replace)
    takes.add_argument("item", metavar="ITEM")
    takes.add_argument("file", type=Path, metavar="FILE")

    takes = command(words, "highlights", "list or use highlights files brought", highlights)
    takes.add_argument("item", nargs="?", default="", metavar="ITEM")
    takes.add_argument(
        "--apply", nargs="+", metavar="WORD", help="a colour, then the codes it stands for"
    )

    takes = command(words, "split", "split an item into parts", split)
    takes.add_argument("item", metavar="ITEM")
    where = takes.add_mutually_exclusive_group()
    where.add_argument("--at", metavar="PAGES", help="where parts begin, such as 3,8")
    where.add_argument("--bookmarks", action="store_true", help="at the PDF's bookmarks")
    where.add_argument("--titles", action="store_true", help="at the titles of pages")
    takes.add_argument("--list", action="store_true", help="only list where it may be split")


def replace(asked: argparse.Namespace, out: Printer) -> int:
    """Replace an item's file with a newer version."""
    from portfolio_app.services import replacing
    from portfolio_app.store import queries

    with open_store(asked) as store, workroom() as room:
        item = queries.evidence.find(store, asked.item)
        done = replacing.replace(store, room, item.uid, asked.file, progress=out.progress)
        waiting = queries.passages.waiting(store, item.uid)
    rows = [
        {
            "id": each.uid,
            "state": "to-place" if each.to_place else "check",
            "ksbs": list(each.ksb_codes or each.theory_codes),
            "quote": each.anchor.quote,
            "was": each.was,
        }
        for each in waiting
    ]
    document = {
        "item": item.uid,
        "found": done.found,
        "check": list(done.check),
        "to_place": list(done.to_place),
        "hides_to_place": list(done.hides_to_place),
        "highlights_to_place": done.highlights_to_place,
        "passages": rows,
    }
    lines = table(
        ["State", "KSBs", "Words"],
        ([each["state"], " ".join(each["ksbs"]), each["quote"]] for each in rows),
        widest=90,
    )
    out.result(document, [done.changes.summary + ".", *lines])
    return exit_codes.FINDINGS if done.hides_to_place else exit_codes.DONE


def highlights(asked: argparse.Namespace, out: Printer) -> int:
    """List the highlights that files brought along, or use those of a colour."""
    from portfolio_app.store import queries

    with open_store(asked, readonly=not asked.apply) as store:
        item_uid = queries.evidence.find(store, asked.item).uid if asked.item else ""
        applied = _apply(store, asked.apply, item_uid) if asked.apply else None
        groups = queries.highlights.colours(store, item_uid or None)
        waiting = queries.highlights.highlights(store, item_uid or None)
    document: dict[str, object] = {
        "colours": [
            {"colour": g.colour, "name": g.name, "count": g.count, "items": g.items} for g in groups
        ],
        "highlights": [
            {
                "id": each.uid,
                "item": each.item_uid,
                "page": each.page,
                "colour": each.colour,
                "quote": each.anchor.quote,
                "comment": each.comment,
            }
            for each in waiting
        ],
    }
    if applied is not None:
        document["applied"] = applied
    lines = table(
        ["Colour", "Highlights", "Items", "For example"],
        ([g.name, g.count, g.items, next(iter(g.samples), "")] for g in groups),
        widest=70,
    )
    out.result(document, lines or ["No highlights wait."])
    return exit_codes.DONE


def _apply(store: Store, words: Sequence[str], item_uid: str) -> dict[str, int]:
    from portfolio_app.services import highlights as verbs
    from portfolio_app.services import mapping

    if len(words) < 2:
        raise PortfolioError(
            "Which KSB does this colour show?", hint="Give the colour, then one or more codes."
        )
    ksbs = [mapping.ksb_called(store, code).uid for code in words[1:]]
    done = verbs.apply(store, words[0], ksbs, item_uid=item_uid)
    return {"passages": done.passages, "claims": done.claims, "theory": done.theory}


def split(asked: argparse.Namespace, out: Printer) -> int:
    """Split an item into parts, or list where it may be split."""
    from portfolio_app.domain.splitting import CutSource
    from portfolio_app.services import splitting
    from portfolio_app.store import queries

    with open_store(asked, readonly=asked.list) as store, workroom() as room:
        item = queries.evidence.find(store, asked.item)
        cuts = _chosen(asked.at) if asked.at else splitting.offers(store, room, item.uid)
        bookmarks = tuple(each for each in cuts if each.source is CutSource.BOOKMARK)
        titles = tuple(each for each in cuts if each.source in (CutSource.TITLE, CutSource.NOTE))
        if asked.bookmarks or (bookmarks and not asked.titles and not asked.list):
            cuts = bookmarks
        elif asked.titles:
            cuts = titles
        if asked.list:
            offered = [
                {"page": each.page_index + 1, "title": each.title, "source": each.source.value}
                for each in cuts
            ]
            rows = table(
                ["Page", "Found as", "Title"],
                ([each["page"], each["source"], each["title"]] for each in offered),
                widest=90,
            )
            out.result({"cuts": offered}, rows or ["No bookmarks or page titles were found."])
            return exit_codes.DONE
        if not cuts:
            raise PortfolioError(
                f"{item.title} has no such places to split at. Nothing was split.",
                hint="Give the pages at which parts begin, such as --at 3,8.",
                code="no-cuts",
            )
        done = splitting.split(store, room, item.uid, cuts, progress=out.progress)
        made = [queries.evidence.item(store, uid) for uid in done.uids]
    out.result(
        {
            "items": [
                {
                    "id": each.uid,
                    "title": each.title,
                    "part_of": each.part_of,
                    "pages": each.pages,
                    "date": each.date,
                    "shelf": each.shelf.value,
                }
                for each in made
            ]
        },
        table(["Part", "Date", "Title"], ([e.part_of, e.date, e.title] for e in made), widest=90),
    )
    return exit_codes.DONE


def _chosen(typed: str) -> tuple[Cut, ...]:
    from portfolio_app.domain.splitting import Cut

    try:
        return tuple(Cut(int(each) - 1) for each in typed.split(","))
    except ValueError as error:
        raise PortfolioError(
            f"These are not pages: {typed}", hint="Use page numbers, such as --at 3,8."
        ) from error
