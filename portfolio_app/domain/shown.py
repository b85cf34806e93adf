"""Which pages of a piece a bundle shows."""

from __future__ import annotations

from portfolio_app.domain.bundle import LONG_PIECE, PlanItem
from portfolio_app.domain.options import PagesShown


def shown_pages(
    item: PlanItem,
    pages: int,
    long_piece: int = LONG_PIECE,
    choice: PagesShown = PagesShown.USUAL,
) -> tuple[int, ...]:
    """Return which pages (index from 0) of a piece of ``pages`` pages are shown.

    Usually a piece of more than ``long_piece`` pages shows its title page, the claimed pages and
    one either side. "Only claimed pages" does so for every piece, without the title
    page. What is claimed as a whole, or observed, is shown whole. The piece's own choice goes
    before the bundle's. Speaker notes are shown only where a passage on them is claimed, or where
    every page was chosen for this very piece.
    """
    found = _usual(item, pages, long_piece, choice)
    if not item.note_pages or item.pages_shown == PagesShown.ALL.value:
        return found
    claimed = {mark.page_index for claim in item.claims for mark in claim.marks}
    return tuple(n for n in found if n not in item.note_pages or n in claimed) or found[:1]


def _usual(item: PlanItem, pages: int, long_piece: int, choice: PagesShown) -> tuple[int, ...]:
    every = tuple(range(pages))
    own = item.pages_shown
    if own == PagesShown.ALL.value or any(not claim.marks for claim in item.claims):
        return every
    if own != PagesShown.CLAIMED.value:
        is_short = choice is PagesShown.USUAL and pages <= long_piece
        if is_short or choice is PagesShown.ALL or item.observation:
            return every
    wanted: set[int] = set()
    for claim in item.claims:
        for mark in claim.marks:
            wanted.update((mark.page_index - 1, mark.page_index, mark.page_index + 1))
    only_claimed = PagesShown.CLAIMED in (own, choice)
    if not (only_claimed and wanted):
        wanted.add(0)
    return tuple(sorted(index for index in wanted if 0 <= index < pages)) or every[:1]
