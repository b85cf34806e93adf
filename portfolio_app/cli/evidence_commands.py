"""Commands for what is collected: add it, list it, read its words, choose the shortlist."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.shapes import added_lines, added_shape, claim_lines, claim_shape, ksb_shape
from portfolio_app.cli.typed import day_of
from portfolio_app.cli.words import Words, command

if TYPE_CHECKING:
    from portfolio_app.domain.numbering import Renumbered
    from portfolio_app.store.database import Store


def add_to(words: Words) -> None:
    """Add add, list, text and shortlist."""
    takes = command(words, "add", "store files, then read each", add)
    takes.add_argument("files", nargs="+", type=Path, metavar="FILE")
    takes.add_argument("--title", default="", help="the title to give (one file only)")
    takes.add_argument("--date", default="", help="the evidence's own day, YYYY-MM-DD")
    takes.add_argument("--recursive", action="store_true", help="take sub-folders too")

    takes = command(words, "list", "list what the portfolio holds", list_things)
    takes.add_argument(
        "what",
        nargs="?",
        default="evidence",
        choices=["evidence", "inbox", "reading", "claims", "ksbs", "observations", "bundles"],
    )

    takes = command(words, "text", "print an item's text, page by page", text)
    takes.add_argument("item", metavar="ITEM")

    takes = command(words, "shortlist", "print, set or change the shortlist", shortlist)
    takes.add_argument("items", nargs="*", metavar="ITEM")
    takes.add_argument("--add", nargs="+", default=[], metavar="ITEM")
    takes.add_argument("--remove", nargs="+", default=[], metavar="ITEM")
    takes.add_argument("--suggest", type=int, metavar="N", help="suggest at most N items")
    takes.add_argument(
        "--fix-numbers", action="store_true", help="fix the E-numbers as they are then"
    )
    takes.add_argument(
        "--renumber", action="store_true", help="give fixed E-numbers out anew, by place"
    )


def add(asked: argparse.Namespace, out: Printer) -> int:
    """Store files and read them."""
    from portfolio_app.services import intake

    with open_store(asked) as store, workroom() as room:
        added = intake.add(
            store,
            room,
            asked.files,
            title=asked.title,
            date=day_of(asked.date, "--date") if asked.date else "",
            recursive=asked.recursive,
            progress=out.progress,
        )
    out.result(
        {"items": [{**added_shape(each), "path": each.path} for each in added.results]},
        added_lines(added.results),
    )
    failed = sum(each.status == "failed" for each in added.results)
    if failed:
        out.tell(f"{failed} of {len(added.results)} files couldn't be added. The others are safe.")
    return exit_codes.of_added(added.results)


def list_things(asked: argparse.Namespace, out: Printer) -> int:
    """List evidence, the inbox, reading, claims, KSBs, observations or bundles."""
    from portfolio_app.store import queries

    if asked.what in ("inbox", "reading"):
        from portfolio_app.cli.sorting_commands import list_shelf

        return list_shelf(asked, out)
    if asked.what == "observations":
        from portfolio_app.cli.request_commands import list_them

        return list_them(asked, out)
    with open_store(asked, readonly=True) as store:
        if asked.what == "evidence":
            items = queries.evidence.items(store)
            document = [
                {
                    "id": each.uid,
                    "ref": each.ref,
                    "title": each.title,
                    "file": each.file_name,
                    "kind": each.document.value,
                    "pages": each.pages,
                    "sha256": each.sha256,
                    "date": each.date,
                    "claims": each.claims,
                    "status": each.status.value,
                    "problem": each.problem,
                }
                for each in items
            ]
            lines = table(
                ["Id", "Ref", "Title", "Date", "Pages", "Claims"],
                ([i.uid, i.ref, i.title, i.date, i.pages or "", i.claims] for i in items),
            )
        elif asked.what == "claims":
            claims = queries.claims.claims(store)
            document = [claim_shape(each) for each in claims]
            lines = claim_lines(claims)
        elif asked.what == "ksbs":
            standard = queries.standard.standard(store)
            document = [ksb_shape(each) for each in standard.ksbs]
            lines = table(
                ["Code", "Method", "Statement"],
                ([k.code, ", ".join(k.methods) or "not set", k.text] for k in standard.ksbs),
                widest=100,
            )
            if standard.notice:
                out.tell(standard.notice)
        else:
            built = queries.bundles.bundles(store)
            document = [
                {
                    "id": b.uid,
                    "built": b.built_at,
                    "path": b.path,
                    "pages": b.pages,
                    "bytes": b.bytes,
                    "sha256": b.sha256,
                    "draft": b.is_draft,
                }
                for b in built
            ]
            lines = table(
                ["Bundle", "Built", "Pages", "File"],
                ([b.uid, b.built_at, b.pages, b.path] for b in built),
                widest=80,
            )
        # Evidence is listed as items, everything else by its own name
        key = "items" if asked.what == "evidence" else asked.what
        out.result({key: document}, lines)
    return exit_codes.DONE


def text(asked: argparse.Namespace, out: Printer) -> int:
    """Print an item's text, page by page."""
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        item = queries.evidence.find(store, asked.item)
        pages = queries.text.page_texts(store, item.uid)
        if not pages and item.problem:
            out.tell(item.problem)
        lines: list[str] = []
        for each in pages:
            lines += [f"--- page {each.index + 1}", *each.text.splitlines()]
        out.result(
            {"pages": [{"page": each.index + 1, "text": each.text} for each in pages]}, lines
        )
    return exit_codes.DONE


def shortlist(asked: argparse.Namespace, out: Printer) -> int:
    """Print the shortlist, or set, change or suggest it."""
    from portfolio_app.services import shortlist as verbs
    from portfolio_app.store import queries

    changing = bool(asked.items or asked.add or asked.remove or asked.fix_numbers or asked.renumber)
    with open_store(asked, readonly=not changing) as store:

        def uids(words: list[str]) -> list[str]:
            return [queries.evidence.find(store, each).uid for each in words]

        if asked.items:
            verbs.set_order(store, uids(asked.items))
        if asked.add:
            verbs.add(store, uids(asked.add))
        if asked.remove:
            verbs.remove(store, uids(asked.remove))
        renumbered = _number(store, asked, out)
        if asked.suggest is not None:
            suggested = verbs.suggest(store, asked.suggest)
            by_uid = {each.uid: each for each in queries.evidence.items(store)}
            why = dict(suggested.reasons)
            codes = {k.uid: k.code for k in queries.standard.standard(store).ksbs}
            chosen = [
                {"id": uid, "title": by_uid[uid].title, "why": why.get(uid, "")}
                for uid in suggested.chosen
            ]
            out.result(
                {"suggested": chosen, "uncovered": [codes[uid] for uid in suggested.uncovered]},
                [
                    *table(["Id", "Title", "Why"], (list(each.values()) for each in chosen)),
                    "Left uncovered: "
                    + (", ".join(codes[u] for u in suggested.uncovered) or "none"),
                    "Nothing was changed. Give the items to shortlist to use this set.",
                ],
            )
            return exit_codes.DONE
        items = [each for each in queries.evidence.items(store) if each.ref]
        items.sort(key=lambda each: each.position or 0)
        out.result(
            {
                "items": [{"ref": i.ref, "id": i.uid, "title": i.title} for i in items],
                "fixed": queries.shortlist.are_fixed(store),
                "renumbered": [{"id": r.uid, "old": r.old, "new": r.new} for r in renumbered],
            },
            table(["Ref", "Title", "Id"], ([i.ref, i.title, i.uid] for i in items)),
        )
    return exit_codes.DONE


def _number(store: Store, asked: argparse.Namespace, out: Printer) -> tuple[Renumbered, ...]:
    """Fix numbers or give them out anew, as asked; return what is numbered otherwise now."""
    from portfolio_app.services import numbering

    renumbered: tuple[Renumbered, ...] = ()
    if asked.fix_numbers:
        out.tell(f"{numbering.fix(store).summary}.")
    if asked.renumber:
        done = numbering.renumber(store)
        renumbered = done.pieces
        for each in renumbered:
            out.tell(each.words)
        out.tell(f"{done.changes.summary}.")
    return renumbered
