"""Commands for a bundle that was built: smaller, what changed, handed in, taken out, printed."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.portfolio import BuiltRecord
    from portfolio_app.domain.smaller import Cost
    from portfolio_app.services.smaller import Smaller
    from portfolio_app.store.database import Store

_SUBMITTED = "submitted"


def add_to(words: Words) -> None:
    """Add built, smaller, changed, submit, take-out and print."""
    command(words, "built", "list the bundles that were built, and which are out of date", built)

    takes = command(words, "smaller", "make a bundle smaller by its pictures", smaller)
    takes.add_argument("mb", type=float, nargs="?", metavar="MB", help="no more than this")
    takes.add_argument("--costs", action="store_true", help="only say what each piece costs")
    takes.add_argument("--out", type=Path, metavar="OUT.pdf", help="leave the old one as it is")
    _which(takes)

    takes = command(words, "changed", "say what changed since an earlier bundle", changed)
    takes.add_argument(
        "--since",
        default="",
        metavar="ID",
        help=f"an earlier bundle, or “{_SUBMITTED}”; without it the one before",
    )
    _which(takes)

    takes = command(words, "submit", "note that a bundle was handed in, and keep it", submit)
    takes.add_argument("day", nargs="?", default="", metavar="DATE", help="when it was handed in")
    takes.add_argument("--withdraw", action="store_true", help="it was not handed in")
    _which(takes)

    takes = command(words, "take-out", "write the copy of a bundle that was handed in", take_out)
    takes.add_argument("out", type=Path, nargs="?", metavar="OUT.pdf", help="the PDF alone")
    takes.add_argument("--folder", dest="whole", type=Path, metavar="DIR", help="all that was kept")
    _which(takes)

    takes = command(words, "print", "write annex A, a piece or all as a PDF to print", print_part)
    takes.add_argument("part", metavar="PART", help="annex, all, or a piece such as E01")
    takes.add_argument("out", type=Path, metavar="OUT.pdf")
    _which(takes)


def built(asked: argparse.Namespace, out: Printer) -> int:
    """List the bundles that were built, newest first."""
    from portfolio_app.services import out_of_date
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        records = queries.bundles.bundles(store)
        old = {each.uid for each in records if out_of_date.is_out_of_date(store, each.uid)}
    out.result(
        {"bundles": [{**_shape(each), "out_of_date": each.uid in old} for each in records]},
        table(
            ["Bundle", "Built", "Pages", "Handed in", "Now", "File"],
            (
                [
                    each.uid,
                    each.built_at[:16].replace("T", " "),
                    each.pages,
                    each.submitted_at,
                    "out of date" if each.uid in old else "",
                    each.folder or each.path,
                ]
                for each in records
            ),
            widest=80,
        )
        or ["No bundle has been built."],
    )
    return exit_codes.DONE


def smaller(asked: argparse.Namespace, out: Printer) -> int:
    """Make a bundle smaller, or say what each piece costs."""
    if (asked.mb is None) != asked.costs:
        raise PortfolioError(
            "Nothing was done: say how small.", hint="Give a size in MB, or --costs."
        )
    with workroom(ready=not asked.costs) as room, open_store(asked) as store:
        from portfolio_app.services import smaller as verbs

        uid = _uid(store, asked.bundle)
        if asked.costs:
            costs = verbs.costs(store, room, uid, progress=out.progress)
            out.result({"items": [asdict(each) for each in costs]}, _cost_lines(costs))
            return exit_codes.DONE
        done = verbs.make_smaller(store, room, uid, asked.mb, out=asked.out, progress=out.progress)
    out.result(_smaller_shape(done), [done.words, *_cost_lines(done.after, done.before)])
    return exit_codes.DONE if done.reached else exit_codes.FINDINGS


def changed(asked: argparse.Namespace, out: Printer) -> int:
    """Say what changed between two bundles."""
    from portfolio_app.services import what_changed as verbs

    with open_store(asked, readonly=True) as store:
        uid = _uid(store, asked.bundle)
        since = asked.since
        if since == _SUBMITTED:
            handed_in = verbs.last_submitted(store, uid)
            if handed_in is None:
                raise PortfolioError(
                    "No earlier bundle was handed in.", hint="Leave out --since.", code="none"
                )
            since = handed_in.uid
        told = verbs.what_changed(store, uid, since)
    changes = told.changes
    lines = [each.words for each in changes.parts]
    lines += [each.words for each in changes.items]
    lines += [each.words for each in changes.claims]
    out.result(
        {
            "old": _shape(told.old),
            "new": _shape(told.new),
            "page_numbers_hold": changes.page_numbers_hold,
            "parts": [asdict(each) for each in changes.parts],
            "items": [asdict(each) for each in changes.items],
            "claims": [asdict(each) for each in changes.claims],
        },
        [
            f"Since {told.old.uid} ({told.old.pages} pages, now {told.new.pages}):",
            *(lines or ["Nothing changed: every piece, claim and page number is as it was."]),
        ],
    )
    return exit_codes.DONE


def submit(asked: argparse.Namespace, out: Printer) -> int:
    """Note that a bundle was handed in, or that it was not."""
    from portfolio_app.services import submitting as verbs

    if bool(asked.day) == asked.withdraw:
        raise PortfolioError(
            "Nothing was noted: say when.", hint="Give the day, or --withdraw.", code="no-day"
        )
    with open_store(asked) as store:
        uid = _uid(store, asked.bundle)
        day = asked.day
        done = verbs.withdraw(store, uid) if asked.withdraw else verbs.submit(store, uid, day)
        record = _record(store, uid)
    out.result({"bundle": _shape(record)}, [f"{done.summary}."])
    return exit_codes.DONE


def take_out(asked: argparse.Namespace, out: Printer) -> int:
    """Write the copy that was kept of a bundle that was handed in."""
    from portfolio_app.services import submitting as verbs
    from portfolio_app.store import queries

    if (asked.out is None) == (asked.whole is None):
        raise PortfolioError(
            "Nothing was written: say where to.", hint="Give OUT.pdf, or --folder DIR."
        )
    with open_store(asked, readonly=True) as store:
        uid = asked.bundle or next(
            (each.uid for each in queries.bundles.bundles(store) if each.submitted_at), ""
        )
        uid = _uid(store, uid)
        if asked.whole is not None:
            path = verbs.take_out_folder(store, uid, asked.whole)
        else:
            path = verbs.take_out(store, uid, asked.out)
    out.result({"path": str(path)}, [f"Written: {path}"])
    return exit_codes.DONE


def print_part(asked: argparse.Namespace, out: Printer) -> int:
    """Write the pages of a part as a PDF of their own."""
    from portfolio_app.services import printing as verbs

    with open_store(asked, readonly=True) as store, workroom() as room:
        uid = _uid(store, asked.bundle)
        part = verbs.printable(store, uid, asked.part)
        path = verbs.write_pages(store, room, uid, part, asked.out, progress=out.progress)
    out.result(
        {"path": str(path), "title": part.title, "first": part.first, "last": part.last},
        [f"{path}: {part.title}, {_pages(part.first, part.last)}"],
    )
    return exit_codes.DONE


def _pages(first: int, last: int) -> str:
    return f"page {first}" if first == last else f"pages {first} to {last}"


def _which(takes: argparse.ArgumentParser) -> None:
    takes.add_argument(
        "--bundle", default="", metavar="ID", help="which one; without it the newest"
    )


def _uid(store: Store, wanted: str) -> str:
    from portfolio_app.store import queries

    if wanted:
        return wanted.upper()
    newest = next(iter(queries.bundles.bundles(store)), None)
    if newest is None:
        raise PortfolioError("No bundle has been built.", hint="Build one first.", code="none")
    return newest.uid


def _record(store: Store, uid: str) -> BuiltRecord:
    from portfolio_app.store import queries

    return next(each for each in queries.bundles.bundles(store) if each.uid == uid)


def _shape(each: BuiltRecord) -> dict[str, Any]:
    return {
        "id": each.uid,
        "built": each.built_at,
        "path": each.path,
        "folder": each.folder,
        "profile": each.profile,
        "pages": each.pages,
        "bytes": each.bytes,
        "sha256": each.sha256,
        "draft": each.is_draft,
        "submitted": each.submitted_at,
    }


def _smaller_shape(done: Smaller) -> dict[str, Any]:
    before = {each.uid: each.bytes for each in done.before}
    return {
        "reached": done.reached,
        "target_bytes": done.target,
        "old_bytes": done.old,
        "new_bytes": done.new,
        "dots": done.step.dots if done.step else 0,
        "quality": done.step.quality if done.step else 0,
        "path": str(done.built.path) if done.built else "",
        "items": [
            {**asdict(each), "bytes_before": before.get(each.uid, each.bytes)}
            for each in done.after
        ],
    }


def _cost_lines(after: tuple[Cost, ...], before: tuple[Cost, ...] = ()) -> list[str]:
    from portfolio_app.domain.smaller import megabytes

    were = {each.uid: each.bytes for each in before}
    headings = (
        ["Piece", "Was", "Size", "Pictures", "Note"]
        if before
        else ["Piece", "Size", "Pictures", "Note"]
    )
    return table(
        headings,
        (
            [
                f"{each.ref} {each.title}".strip(),
                *([megabytes(were.get(each.uid, each.bytes))] if before else []),
                megabytes(each.bytes),
                megabytes(each.pictures),
                each.kept,
            ]
            for each in after
        ),
    )
