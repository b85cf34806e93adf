"""Commands that say which passage shows a KSB, and how far the KSBs are covered."""

from __future__ import annotations

import argparse

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.shapes import claim_lines, claim_shape
from portfolio_app.cli.typed import box_of, times_of
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.passage import Strength
from portfolio_app.problems import PortfolioError


def add_to(words: Words) -> None:
    """Add claim and coverage."""
    takes = command(words, "claim", "say that a passage shows a KSB", claim)
    takes.add_argument("item", metavar="ITEM")
    takes.add_argument("ksb", metavar="KSB", help="a code such as K8")
    takes.add_argument("--quote", help="the exact words of the passage")
    takes.add_argument("--page", type=int, help="the page, counted from 1")
    takes.add_argument("--box", help="x0,y0,x1,y1 in points from the page's top left corner")
    takes.add_argument("--time", help="a part of a recording, such as 00:10-01:20")
    takes.add_argument("--strength", type=int, choices=[1, 2, 3], default=2)
    takes.add_argument("--shows", default="", help="what this shows, up to 200 characters")

    command(words, "coverage", "say which KSBs are covered, started or gaps", coverage)


def claim(asked: argparse.Namespace, out: Printer) -> int:
    """Claim a passage, a box, a time range or a whole item for one KSB."""
    from portfolio_app.services import mapping
    from portfolio_app.store import queries

    if sum(each is not None for each in (asked.quote, asked.box, asked.time)) > 1:
        raise PortfolioError("A claim has one place.", hint="Give --quote, or --box, or --time.")
    if asked.box is not None and asked.page is None:
        raise PortfolioError("A box needs its page.", hint="Add --page N, counted from 1.")
    with open_store(asked) as store, workroom() as room:
        item = queries.evidence.find(store, asked.item)
        ksb = mapping.ksb_called(store, asked.ksb)
        if asked.quote is not None:
            found = mapping.anchor_for_quote(store, room, item.uid, asked.quote, page=asked.page)
            anchor = found.anchor
            if found.others:
                out.tell(
                    f"These words stand in {found.others + 1} places; the one on page "
                    f"{anchor.spans[0].page_index + 1} was taken. Use --page to choose another."
                )
        elif asked.box is not None:
            anchor = mapping.anchor_for_box(store, item.uid, asked.page, box_of(asked.box))
        elif asked.time is not None:
            anchor = mapping.anchor_for_time(item, *times_of(asked.time))
        elif asked.page is not None:
            raise PortfolioError(
                "A page alone is not a passage.", hint="Add --quote or --box, or leave --page out."
            )
        else:
            anchor = mapping.WHOLE
        made = mapping.claim(
            store, item.uid, [ksb.uid], anchor, strength=Strength(asked.strength), shows=asked.shows
        )
        claims = [c for c in queries.claims.claims(store, item_uid=item.uid) if c.uid in made.uids]
        out.result({"claims": [claim_shape(each) for each in claims]}, claim_lines(claims))
    return exit_codes.DONE


def coverage(asked: argparse.Namespace, out: Printer) -> int:
    """Print every KSB with its status."""
    from portfolio_app.domain.coverage import CAVEAT, RULE
    from portfolio_app.services import coverage as verbs

    with open_store(asked, readonly=True) as store:
        covered = verbs.coverage(store)
        if notice := verbs.notice(store):
            out.tell(notice)
        names = verbs.method_words(store)
        written = verbs.proposal(store)
        out.result(
            {
                "ksbs": [
                    {
                        "code": each.ksb.code,
                        "status": each.status.value,
                        "claims": len(each.claims),
                        "method": names[each.ksb.uid],
                        "proposal_status": written[each.ksb.uid].status.value
                        if each.ksb.uid in written
                        else "",
                    }
                    for each in covered
                ]
            },
            [
                *table(
                    ["KSB", "Status", "Claims", "What it asks for"],
                    (
                        [
                            f"{c.ksb.kind.mark} {c.ksb.code}",
                            c.status.words,
                            len(c.claims),
                            c.ksb.short,
                        ]
                        for c in covered
                    ),
                ),
                RULE,
                CAVEAT,
            ],
        )
    return exit_codes.DONE
