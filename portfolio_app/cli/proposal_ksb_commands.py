"""Actions on the KSBs that the proposal shows: where each is, and tags of a paragraph."""

from __future__ import annotations

import argparse

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command


def add_actions(actions: Words) -> None:
    """Add ksbs and tag."""
    command(actions, "ksbs", "where each KSB is shown in the text, and which are nowhere", ksbs)
    takes = command(actions, "tag", "say which KSBs a paragraph shows, and no others", tag)
    takes.add_argument("block", metavar="PARAGRAPH", help="its id, as --json of ksbs gives it")
    takes.add_argument("ksbs", metavar="KSB", nargs="*", help="codes; none takes its tags off")


def ksbs(asked: argparse.Namespace, out: Printer) -> int:
    """List the KSBs that the proposal is assessed against, and others that are tagged."""
    from portfolio_app.domain.coverage import CAVEAT
    from portfolio_app.domain.proposal_coverage import RULE, assessed
    from portfolio_app.services import coverage
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        wanted = {each.uid for each in assessed(queries.standard.standard(store))}
        rows = tuple(coverage.proposal(store).values())
        blocks = queries.proposal.blocks(store)
    out.result(
        {
            "ksbs": [
                {
                    "code": row.ksb.code,
                    "assessed": row.ksb.uid in wanted,
                    "proposal_status": row.status.value,
                    "paragraphs": [
                        {"id": each.block_uid, "where": each.where, "counts": each.counts}
                        for each in row.paragraphs
                    ],
                }
                for row in rows
            ],
            "paragraphs": [
                {"id": each.uid, "kind": each.kind.value, "text": each.text} for each in blocks
            ],
        },
        [
            *table(
                ["KSB", "Status", "Where"],
                (
                    [
                        f"{row.ksb.kind.mark} {row.ksb.code}",
                        row.words,
                        ", ".join(dict.fromkeys(each.where for each in row.paragraphs)),
                    ]
                    for row in rows
                ),
            ),
            RULE,
            CAVEAT,
        ],
    )
    return exit_codes.DONE


def tag(asked: argparse.Namespace, out: Printer) -> int:
    """Tag a paragraph."""
    from portfolio_app.services import proposal_tags
    from portfolio_app.store import queries

    with open_store(asked) as store:
        uids = [queries.standard.find_ksb(store, each).uid for each in asked.ksbs]
        changes = proposal_tags.tag(store, asked.block, uids)
    out.result({"step": changes.step, "summary": changes.summary}, [changes.summary])
    return exit_codes.DONE
