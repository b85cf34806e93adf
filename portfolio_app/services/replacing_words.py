"""Replaces words of the proposal everywhere, as one step; never within a citation or a note."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.finding_in_draft import Wanted, replaced
from portfolio_app.problems import PortfolioError
from portfolio_app.services import clock, proposal
from portfolio_app.store import queries
from portfolio_app.store.database import Store


@dataclass(frozen=True, slots=True)
class Replaced:
    """How many places were replaced, in how many blocks, and the step."""

    changes: Changes
    places: int
    blocks: int


def replace_all(store: Store, wanted: Wanted, by: str) -> Replaced:
    """Replace every place in the text, tables and captions.

    Raises:
        PortfolioError: there is nothing to look for, or it is found nowhere ("not-found"); or it
            stands in body text before the twelve weeks ("not-yet"). Nothing was changed.
    """
    made = [replaced(each, wanted, by) for each in queries.proposal.blocks(store)]
    changed = [block for block, count in made if count]
    if wanted.is_empty or not changed:
        raise PortfolioError(
            f"“{wanted.words}” was not found in the proposal. Nothing was changed.",
            code="not-found",
        )
    clock.refuse_early(store, changed)
    places = sum(count for _, count in made)
    told = f"{places:,} place{'' if places == 1 else 's'} of “{wanted.words}” replaced"
    return Replaced(proposal.keep(store, changed, summary=told), places, len(changed))
