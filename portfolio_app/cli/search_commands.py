"""The command that finds: what the window's search finds, in the same order."""

from __future__ import annotations

import argparse
from typing import Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.found import Found, FoundGroup

LIMIT = 50


def add_to(words: Words) -> None:
    """Add search."""
    takes = command(words, "search", "find words in everything the portfolio holds", search)
    takes.add_argument(
        "query",
        nargs="+",
        metavar="QUERY",
        help='words, "a phrase", ksb:k8 type:minutes from:2024-09 to: is:shortlisted project:',
    )


def search(asked: argparse.Namespace, out: Printer) -> int:
    """Find words, phrases and what filters ask for, in everything the portfolio holds."""
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        answer = queries.search.everything(store, " ".join(asked.query), LIMIT)
    for note in answer.notes:
        out.tell(note)
    hits = [_hit(each) for each in answer.of(FoundGroup.PAGE)]
    document = {"hits": hits, "found": [_shape(each) for each in answer.found]}
    lines: list[str] = []
    for group in answer.groups:
        found = answer.of(group)
        if group is FoundGroup.KSB:
            rows = ([each.title, "", each.text] for each in found)
        else:
            rows = ([each.title, each.place_words, _words(each)] for each in found)
        lines += ["", f"{group.words} ({len(found)}{'+' if group in answer.cut else ''})"]
        lines += table(["Title", "Where", "Words"], rows, widest=60)
    out.result(document, lines[1:] or [answer.summary])
    return exit_codes.DONE


def _words(found: Found) -> str:
    codes = ", ".join(found.codes)
    text = "(private note)" if found.is_private else found.text
    return " ".join(part for part in (f"[{codes}]" if codes else "", text) if part)


def _hit(found: Found) -> dict[str, Any]:
    return {
        "item": found.item_uid,
        "page": found.page,
        "snippet": found.text,
        "score": round(found.score, 6),
    }


def _shape(found: Found) -> dict[str, Any]:
    """Return one result; its page counts from 1, 0 where there is none. No private note's words."""
    return {
        "group": found.group.value,
        "title": found.title,
        "item": found.item_uid,
        "ref": found.ref,
        "page": found.page,
        "ksbs": list(found.codes),
        "claim": found.claim_uid,
        "snippet": "" if found.is_private else found.text,
        "marks": [] if found.is_private else [list(each) for each in found.marks],
        "private": found.is_private,
        "reading": found.is_reading,
        "score": round(found.score, 6),
    }
