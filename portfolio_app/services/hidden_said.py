"""What a bundle says of what is hidden in it: where and why, never what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portfolio_app.domain.bundle import PlanItem
from portfolio_app.domain.hiding import pages_words
from portfolio_app.domain.options import PagesShown
from portfolio_app.domain.shown import shown_pages

_MOST = 6  # pieces named one by one


def with_redrawn(
    item: PlanItem, redrawn: Sequence[int], long_piece: int, choice: PagesShown
) -> PlanItem:
    """Return a planned piece that says on which of its shown pages (from 0) something is hidden."""
    if not item.pages or not redrawn:
        return item
    shown = shown_pages(item, item.pages, long_piece, choice)
    here = tuple(index for index in redrawn if index in shown)
    if not here:
        return item
    told = f"places hidden on {pages_words([index + 1 for index in here])}"
    if item.confidentiality.strip():
        told = f"{item.confidentiality.rstrip('. ')}; {told}"
    else:
        told = told[0].upper() + told[1:]
    return replace(item, redrawn=here, confidentiality=told)


def sentences(items: Sequence[PlanItem]) -> tuple[str, ...]:
    """Return the sentences for the how-to-read page; none when nothing is hidden."""
    hiding = [each for each in items if each.redrawn]
    if not hiding:
        return ()
    if len(hiding) > _MOST:
        pages = sum(len(each.redrawn) for each in hiding)
        where = f"{pages} pages of {len(hiding)} pieces"
    else:
        named = [
            f"{each.ref}, {pages_words([index + 1 for index in each.redrawn])}" for each in hiding
        ]
        where = "; ".join(named)
    return (
        f"Some words or areas are hidden, to keep personal or confidential details out: {where}.",
    )
