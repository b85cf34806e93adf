"""The outline that is offered for the proposal: put into it section by section, as the person asks.

Headings and their purposes are structure; not a word of the text is written for anybody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache

from portfolio_app import assets
from portfolio_app.domain import outline as rules
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.draft import Block, BlockKind
from portfolio_app.domain.outline import Outline, OutlineSection, outline_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services import proposal, proposal_words, restore_points
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid


@cache
def offered() -> Outline:
    """Return the whole outline (resources/proposal/outline.toml)."""
    return outline_of(tomllib.loads(assets.text("proposal/outline.toml")))


def offer(store: Store) -> tuple[OutlineSection, ...]:
    """Return the sections of the outline whose titles no heading of the proposal has yet."""
    return rules.missing(offered(), queries.proposal.blocks(store))


def middle(store: Store) -> int:
    """Return the number of words in the middle of the band; 0 where there is no rule."""
    band = proposal_words.band(store)
    return (band.low + band.high) // 2


def begun(store: Store, titles: Sequence[str]) -> tuple[Block, ...]:
    """Return new blocks for these sections of the outline, in its order.

    Each is a heading with its target and purpose, and an empty paragraph to write in.

    Raises:
        PortfolioError: the outline has no section of that title ("no-such-section").
    """
    given = dict(
        zip((each.title for each in offered().sections), rules.targets(offered(), middle(store)),
            strict=True)
    )  # fmt: skip
    known = {each.title: each for each in offered().sections}
    unknown = [each for each in titles if each not in known]
    if unknown:
        raise PortfolioError(
            f"The outline has no section called {unknown[0]}. Nothing was changed.",
            hint=f"Use some of: {', '.join(known)}.",
            code="no-such-section",
        )
    found: list[Block] = []
    for each in offered().sections:
        if each.title in titles:
            found += [rules.begun(each, new_uid(), given[each.title]), Block(new_uid())]
    return tuple(found)


def use(store: Store, titles: Sequence[str]) -> Changes:
    """Put sections of the outline into the proposal, in the outline's order. One step.

    They come after what is written; sections before the first appendix, appendices at the end. What
    is an empty proposal's only, empty paragraph gives way.

    Raises:
        PortfolioError: as ``begun``, or none is named ("no-section"). Nothing was changed.
    """
    if not titles:
        raise PortfolioError("No section is named. Nothing was changed.", code="no-section")
    made = begun(store, titles)
    held = tuple(queries.proposal.blocks(store))
    if all(each.is_empty for each in held):
        held = ()
    end = _place(held, BlockKind.APPENDIX)
    appendix = _place(made, BlockKind.APPENDIX)
    blocks = (*held[:end], *made[:appendix], *held[end:], *made[appendix:])
    count = len(made) // 2
    said = f"{count} {'section' if count == 1 else 'sections'} of the outline added"
    with store.step("use outline", said, {Topic.PROPOSAL}, focus=made[0].uid) as step:
        restore_points.keep_day(store, step.session)
        proposal.replace_all(step.session, blocks)
    return step.changes


def _place(blocks: Sequence[Block], kind: BlockKind) -> int:
    """Return where the first block of a kind is; the number of blocks when there is none."""
    return next((n for n, each in enumerate(blocks) if each.kind is kind), len(blocks))
