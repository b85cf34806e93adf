"""The annex of the proposal: each KSB, and where in the text the person said it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain.draft import Block
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.proposal_coverage import assessed, proposal_coverage
from portfolio_app.domain.standard import Standard


@dataclass(frozen=True, slots=True)
class AnnexPlace:
    """A section in which a KSB is shown: "Section 2.1", and the first block there that shows it.

    The block's page is for whoever lays the pages out.
    """

    words: str
    block_uid: str


@dataclass(frozen=True, slots=True)
class AnnexEntry:
    """A KSB with the places that show it, in the text's order; none is a gap."""

    ksb: Ksb
    places: tuple[AnnexPlace, ...]


def annex(standard: Standard, blocks: Sequence[Block]) -> tuple[AnnexEntry, ...]:
    """Return the KSBs that the proposal is assessed against, and any other that is tagged.

    In the order of themes or of the standard. Only places count that hold something; those in an
    appendix come after those in the text.
    """
    wanted = {each.uid for each in assessed(standard)} | {uid for b in blocks for uid in b.ksbs}
    ksbs = [each for each in ksb_order(standard) if each.uid in wanted and not each.retired]
    found = []
    for row in proposal_coverage(ksbs, blocks):
        places: dict[str, str] = {}
        for each in sorted(row.paragraphs, key=lambda each: not each.counts):
            if each.holds:
                places.setdefault(each.where, each.block_uid)
        found.append(AnnexEntry(row.ksb, tuple(AnnexPlace(*each) for each in places.items())))
    return tuple(found)
