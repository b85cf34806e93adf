"""Commands for the discussion: find a page of a built bundle, the plain PDF's ways, the answer."""

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
    from portfolio_app.domain.discussion import Group
    from portfolio_app.domain.plain_ways import PlainProof
    from portfolio_app.services.discussion import Choice
    from portfolio_app.store.database import Store


def add_to(words: Words) -> None:
    """Add discussion."""
    takes = command(words, "discussion", "find any page of a built bundle", discussion)
    takes.add_argument(
        "typed", nargs="?", default="", metavar="WORDS", help="a KSB, an E-number, words or a page"
    )
    what = takes.add_mutually_exclusive_group()
    what.add_argument(
        "--prove", action="store_true", help="how the plain PDF leads to each KSB in any reader"
    )
    what.add_argument(
        "--allowed", metavar="WHO", help="your EPAO allows the screen: who said so, with --on"
    )
    what.add_argument("--practice", action="store_true", help="the screen is for practice only")
    takes.add_argument("--on", default="", metavar="DATE", help="the day they said so")
    takes.add_argument(
        "--bundle", default="", metavar="ID", help="which one; without it what was handed in"
    )
    takes.add_argument("--file", type=Path, metavar="PDF", help="where it lies, if it was moved")


def discussion(asked: argparse.Namespace, out: Printer) -> int:
    """Find a page, prove the plain PDF, or keep whether the screen is allowed."""
    if asked.allowed is not None or asked.practice:
        return _answer(asked, out)
    from portfolio_app.services import discussion as verbs

    with open_store(asked, readonly=True) as store:
        choice = _choice(store, asked.bundle)
        if not asked.typed and not asked.prove:
            return _which(store, choice, out)
        with workroom() as room:
            uid = choice.record.uid
            held = verbs.hold(store, room, uid, where=asked.file, progress=out.progress)
            try:
                if asked.prove:
                    return _proof(verbs.ways(held), out)
                texts = verbs.all_words(room, held, progress=out.progress)
                groups = verbs.indexed(held, texts).find(asked.typed)
            finally:
                held.close()
    return _found(groups, asked.typed, uid, out)


def _which(store: Store, choice: Choice, out: Printer) -> int:
    from portfolio_app.services import discussion as verbs

    given = verbs.allowed(store)
    out.result(
        {
            "bundle": choice.record.uid,
            "path": choice.place or choice.record.path,
            "kept_copy": not choice.place,
            "is_there": choice.is_there,
            "screen": asdict(given) if given is not None else None,
        },
        [
            choice.words,
            given.words if given is not None else "Whether the screen is allowed: not asked.",
        ],
    )
    return exit_codes.DONE


def _answer(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import discussion as verbs

    with open_store(asked) as store:
        who = asked.allowed or ""
        done = verbs.allow(store, is_allowed=not asked.practice, who=who, day=asked.on)
        given = verbs.allowed(store)
    out.result({"screen": asdict(given) if given is not None else None}, [f"{done.summary}."])
    return exit_codes.DONE


def _proof(proof: PlainProof, out: Printer) -> int:
    shape = [
        {
            "ksb": each.code,
            "reached": each.is_reached,
            "ways": [{**asdict(way), "seconds": round(way.seconds, 2)} for way in each.ways],
        }
        for each in proof.ksbs
    ]
    out.result({"bundle": proof.bundle_id, "ksbs": shape}, [proof.words])
    return exit_codes.FINDINGS if proof.unreached else exit_codes.DONE


def _found(groups: tuple[Group, ...], typed: str, uid: str, out: Printer) -> int:
    rows = [
        [place.page, place.ref, group.key if group.kind.value == "ksb" else "", place.words]
        for group in groups
        for place in group.places
    ]
    shape: list[dict[str, Any]] = [
        {
            "kind": group.kind.value,
            "key": group.key,
            "title": group.title,
            "total": group.total,
            "places": [asdict(place) for place in group.places],
        }
        for group in groups
    ]
    out.result(
        {"bundle": uid, "groups": shape},
        table(["Page", "Piece", "KSB", "Words"], rows, widest=80)
        or [f"Nothing found for “{typed}”."],
    )
    return exit_codes.DONE


def _choice(store: Store, wanted: str) -> Choice:
    from portfolio_app.services import discussion as verbs

    known = verbs.choices(store)
    found = next((each for each in known if each.record.uid == wanted.upper()), None)
    found = found if wanted else verbs.usual(known)
    if found is None:
        raise PortfolioError(
            "There is no such bundle." if wanted else "No bundle has been built.",
            hint="See the bundles with built." if wanted else "Build one first.",
            code="no-such-bundle" if wanted else "none",
        )
    return found
