"""Commands for what lies inside an item: files in it, and words on pages that are pictures."""

from __future__ import annotations

import argparse
from pathlib import Path

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.shapes import added_lines, added_shape
from portfolio_app.cli.typed import day_of
from portfolio_app.cli.words import Words, command


def add_to(words: Words) -> None:
    """Add inside, recognise and address."""
    takes = command(words, "inside", "list the files in an item, or take some out", inside)
    takes.add_argument("item", metavar="ITEM")
    takes.add_argument(
        "--take", nargs="+", type=int, default=[], metavar="N", help="make items of these files"
    )

    takes = command(words, "recognise", "read the words of scanned pages", recognise)
    takes.add_argument("item", metavar="ITEM")

    takes = command(words, "address", "keep a web address; nothing is fetched", address)
    takes.add_argument("url", metavar="URL")
    takes.add_argument("--title", default="", help="the page's title")
    takes.add_argument("--seen", default="", help="the day it was seen, YYYY-MM-DD")
    takes.add_argument("--text-file", type=Path, help="a text file with the words of the page")


def inside(asked: argparse.Namespace, out: Printer) -> int:
    """List the files inside an item, or make items of some of them."""
    from portfolio_app.services import inside as verbs
    from portfolio_app.store import queries

    with open_store(asked, readonly=not asked.take) as store, workroom() as room:
        item = queries.evidence.find(store, asked.item)
        if not asked.take:
            found = verbs.inside(store, room, item.uid)
            out.result(
                {
                    "inside": [
                        {"number": i.number, "name": i.name, "bytes": i.bytes, "note": i.note}
                        for i in found
                    ]
                },
                table(
                    ["Number", "Name", "Bytes", "Note"],
                    ([i.number, i.name, i.bytes, i.note] for i in found),
                    widest=70,
                )
                or [f"{item.title} holds no other files."],
            )
            return exit_codes.DONE
        taken = verbs.take(store, room, item.uid, asked.take, progress=out.progress)
    out.result({"items": [added_shape(each) for each in taken.results]}, added_lines(taken.results))
    return exit_codes.of_added(taken.results)


def recognise(asked: argparse.Namespace, out: Printer) -> int:
    """Read the words of pages that are pictures."""
    from portfolio_app.services import recognising
    from portfolio_app.store import queries

    with open_store(asked) as store, workroom() as room:
        item = queries.evidence.find(store, asked.item)
        read = recognising.recognise(store, room, item.uid, progress=out.progress)
    out.result(
        {"id": item.uid, "pages": read.pages, "without": read.without, "words": read.words},
        [
            f"{read.words} words on {read.pages} {'page' if read.pages == 1 else 'pages'}, "
            "read by machine: check them."
        ],
    )
    return exit_codes.DONE


def address(asked: argparse.Namespace, out: Printer) -> int:
    """Keep a web address; nothing is fetched."""
    from portfolio_app.services import addresses

    text = asked.text_file.read_text(encoding="utf-8-sig") if asked.text_file else ""
    seen = day_of(asked.seen, "--seen") if asked.seen else ""
    with open_store(asked) as store, workroom() as room:
        added = addresses.add(store, room, asked.url, asked.title, seen, text)
    only = added.results[0]
    out.result(
        {"id": only.item_uid, "title": only.title, "status": only.status, "pages": only.pages},
        [f"{only.title}: {only.status}"],
    )
    return exit_codes.DONE
