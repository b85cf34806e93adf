"""Commands for what lies inside an item: files in it, and words on pages that are pictures."""

from __future__ import annotations

import argparse

from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.typed import day_of

_DONE, _FINDINGS, _REFUSED = 0, 1, 2


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
            return _DONE
        taken = verbs.take(store, room, item.uid, asked.take, progress=out.progress)
    failed = sum(each.status == "failed" for each in taken.results)
    out.result(
        {
            "items": [
                {
                    "id": each.item_uid,
                    "title": each.title,
                    "kind": each.kind.value,
                    "pages": each.pages,
                    "bytes": each.bytes,
                    "sha256": each.sha256,
                    "status": each.status,
                    "problem": each.problem,
                }
                for each in taken.results
            ]
        },
        table(
            ["Status", "Pages", "Title", "Note"],
            ([r.status, r.pages or "", r.title, r.problem] for r in taken.results),
            widest=90,
        ),
    )
    if failed == len(taken.results):
        return _REFUSED
    return _FINDINGS if failed else _DONE


def recognise(asked: argparse.Namespace, out: Printer) -> int:
    """Read the words of pages that are pictures."""
    from portfolio_app.services import recognising
    from portfolio_app.store import queries

    with open_store(asked) as store, workroom() as room:
        item = queries.evidence.find(store, asked.item)
        read = recognising.recognise(store, room, item.uid, progress=out.progress)
    out.result(
        {"id": item.uid, "pages": read.pages, "without": read.without, "words": read.words},
        [f"{read.words} words on {read.pages} pages, read by machine: check them."],
    )
    return _DONE


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
    return _DONE
