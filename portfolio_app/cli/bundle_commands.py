"""Commands for the compiled portfolio: build the PDF or its whole folder, and read one back."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import bundle_choices, exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, problem_lines
from portfolio_app.cli.shapes import bundle_shape, file_shape, pack_shape, problem_shape
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import Level, PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.bundle import Inspection
    from portfolio_app.domain.options import BundleOptions
    from portfolio_app.store.database import Store
    from portfolio_app.workroom.host import Workroom


def add_to(words: Words) -> None:
    """Add bundle and inspect."""
    takes = command(words, "bundle", "build the compiled portfolio", bundle)
    takes.add_argument("out", type=Path, nargs="?", metavar="OUT.pdf", help="the PDF alone")
    takes.add_argument(
        "--folder", dest="pack", type=Path, metavar="DIR", help="the PDF and all that goes with it"
    )
    takes.add_argument("--draft", action="store_true", help="mark it as a draft in any case")
    takes.add_argument(
        "--what-alone", action="store_true", help="build nothing: say what the PDF alone leaves out"
    )
    bundle_choices.add_to(takes)

    takes = command(words, "inspect", "read a built bundle back", inspect, folder=False)
    takes.add_argument("bundle", type=Path, nargs="?", metavar="BUNDLE.pdf", help="or its folder")
    takes.add_argument("--folder", type=Path, metavar="DIR", help="the whole bundle folder")


def bundle(asked: argparse.Namespace, out: Printer) -> int:
    """Build the compiled portfolio: the PDF alone, or the folder."""
    if (asked.out is not None) + (asked.pack is not None) + asked.what_alone != 1:
        raise PortfolioError(
            "Nothing was built: say where to.",
            hint="Give OUT.pdf for the PDF alone, or --folder DIR for all that goes with it.",
        )
    if asked.what_alone:
        return _what_alone(asked, out)
    with workroom(ready=True) as room, open_store(asked) as store:
        options = bundle_choices.chosen(asked, store)
        if asked.pack is not None:
            return _pack(store, room, asked, options, out)
        from portfolio_app.services import bundle as verbs

        built = verbs.build(
            store, room, asked.out, draft=asked.draft, options=options, progress=out.progress
        )
    out.result(
        bundle_shape(built),
        [
            f"{built.path}: {_count(built.bundle.pages, 'page')}, {built.bundle.bytes:,} bytes, "
            f"{built.seconds:.1f} s",
            *_numbers_lines(built.changes),
            *problem_lines(built.findings),
        ],
    )
    return exit_codes.of(built.findings)


def _pack(
    store: Store, room: Workroom, asked: argparse.Namespace, options: BundleOptions, out: Printer
) -> int:
    from portfolio_app.services import pack as verbs

    built = verbs.build_pack(
        store, room, asked.pack, draft=asked.draft, options=options, progress=out.progress
    )
    out.result(
        pack_shape(built),
        [
            f"{built.folder}: {_count(len(built.files), 'file')}, "
            f"{_count(built.bundle.pages, 'page')}, {built.bytes:,} bytes, {built.seconds:.1f} s",
            *(f"  {each.path}  {each.bytes:,} bytes" for each in built.files),
            *_numbers_lines(built.changes),
            *problem_lines(built.findings),
        ],
    )
    return exit_codes.of(built.findings)


def _numbers_lines(told: Changes) -> list[str]:
    return ["E-numbers are fixed from now on."] if Topic.SHORTLIST in told.topics else []


def _what_alone(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import pack as verbs

    with open_store(asked, readonly=not asked.keep) as store:
        told = verbs.pdf_alone(store, bundle_choices.chosen(asked, store))
    left = [{"ref": each.ref, "path": each.path, "what": each.what} for each in told.left_out]
    out.result({"told": list(told.told), "left_out": left}, told.told)
    return exit_codes.DONE


def inspect(asked: argparse.Namespace, out: Printer) -> int:
    """Read a built bundle back; works without the portfolio."""
    from portfolio_app.services import bundle as verbs

    place = asked.folder or asked.bundle
    if place is None:
        raise PortfolioError("Say which bundle: a PDF, or a folder.", hint="Give its name.")
    if asked.folder is not None or place.is_dir():
        return _inspect_folder(place, out)
    with workroom() as room:
        found = verbs.inspect(room, asked.bundle, progress=out.progress)
    ok = not any(each.level is Level.MUST_FIX for each in found.findings)
    out.result(
        {
            "ok": ok,
            **_inspected(found),
            "findings": [problem_shape(each) for each in found.findings],
        },
        [
            f"{_count(found.pages, 'page')}, {_count(len(found.items), 'piece')}, "
            f"{_count(len(found.claims), 'claim')}, {_count(found.links, 'link')}",
            *problem_lines(found.findings),
            "As promised." if ok else "Not as promised.",
        ],
    )
    return exit_codes.DONE if ok else exit_codes.FINDINGS


def _inspect_folder(folder: Path, out: Printer) -> int:
    from portfolio_app.services import pack_inspection as verbs

    with workroom() as room:
        found = verbs.inspect_pack(room, folder, progress=out.progress)
    inside = _inspected(found.inspection) if found.inspection is not None else {}
    out.result(
        {
            "ok": found.is_as_promised,
            **inside,
            "bundle_id": found.bundle_id or inside.get("bundle_id", ""),
            "folder": str(found.folder),
            "files": [file_shape(each) for each in found.files],
            "findings": [problem_shape(each) for each in found.findings],
        },
        [
            f"{_count(len(found.files), 'file')}, {_count(found.pages, 'page')}",
            *problem_lines(found.findings),
            "As promised." if found.is_as_promised else "Not as promised.",
        ],
    )
    return exit_codes.DONE if found.is_as_promised else exit_codes.FINDINGS


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _inspected(found: Inspection) -> dict[str, Any]:
    return {
        "bundle_id": found.bundle_id,
        "pages": found.pages,
        "links": found.links,
        "items": [asdict(each) for each in found.items],
        "claims": [asdict(each) for each in found.claims],
    }
