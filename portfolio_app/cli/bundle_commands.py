"""Commands for the compiled portfolio: build the PDF, and read one back."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, problem_lines
from portfolio_app.cli.shapes import bundle_shape, problem_shape
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import Level


def add_to(words: Words) -> None:
    """Add bundle and inspect."""
    takes = command(words, "bundle", "build the compiled portfolio PDF", bundle)
    takes.add_argument("out", type=Path, metavar="OUT.pdf")
    takes.add_argument("--draft", action="store_true", help="mark it as a draft in any case")

    takes = command(words, "inspect", "read a built bundle back", inspect, folder=False)
    takes.add_argument("bundle", type=Path, metavar="BUNDLE.pdf")


def bundle(asked: argparse.Namespace, out: Printer) -> int:
    """Build the compiled portfolio PDF."""
    with workroom(ready=True) as room, open_store(asked) as store:
        from portfolio_app.services import bundle as verbs

        built = verbs.build(store, room, asked.out, draft=asked.draft, progress=out.progress)
    out.result(
        bundle_shape(built),
        [
            f"{built.path}: {built.bundle.pages} pages, {built.bundle.bytes:,} bytes, "
            f"{built.seconds:.1f} s",
            *problem_lines(built.findings),
        ],
    )
    return exit_codes.of(built.findings)


def inspect(asked: argparse.Namespace, out: Printer) -> int:
    """Read a built bundle back; works without the portfolio."""
    from portfolio_app.services import bundle as verbs

    with workroom() as room:
        found = verbs.inspect(room, asked.bundle, progress=out.progress)
    ok = not any(each.level is Level.MUST_FIX for each in found.findings)
    out.result(
        {
            "ok": ok,
            "bundle_id": found.bundle_id,
            "pages": found.pages,
            "links": found.links,
            "items": [asdict(each) for each in found.items],
            "claims": [asdict(each) for each in found.claims],
            "findings": [problem_shape(each) for each in found.findings],
        },
        [
            f"{found.pages} pages, {len(found.items)} pieces, {len(found.claims)} claims, "
            f"{found.links} links",
            *problem_lines(found.findings),
            "As promised." if ok else "Not as promised.",
        ],
    )
    return exit_codes.DONE if ok else exit_codes.FINDINGS
