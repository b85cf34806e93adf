"""How many words the proposal has, what of it counts, and the band it should be in."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from portfolio_app import assets
from portfolio_app.domain import salvage, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.draft import Block
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.limits import PROPOSAL_WORDS, band_of, rule_in_force, source_of
from portfolio_app.domain.word_count import (
    ANNEX,
    REFERENCES,
    TITLE,
    Band,
    Counting,
    Parts,
    Tally,
    parts_of,
    tally,
    words_in,
)
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries
from portfolio_app.store.database import Store

if TYPE_CHECKING:
    from portfolio_app.domain.finished import FinishedProposal

KEY = "proposal counting"
LONGEST = 200  # characters of who said so
_TOPICS = {Topic.PROPOSAL}


@cache
def parts() -> Parts:
    """Return every part that may count, with the usual choices (resources/proposal)."""
    return parts_of(tomllib.loads(assets.text("proposal/counting.toml")))


def counting(store: Store) -> Counting:
    """Return what counts: the person's own choice, else the usual one."""
    plain = queries.portfolio.detail(store, KEY)
    if not plain:
        return Counting(parts().usual)
    kept = salvage.read(Counting, plain, Counting(parts().usual))
    return Counting(kept.counts & _known(), kept.said_by, kept.said_on, is_own=True)


def choose(store: Store, counts: Iterable[str], *, said_by: str = "", said_on: str = "") -> Changes:
    """Choose which parts count, by their ids. One step.

    ``said_by`` and ``said_on`` (a day) are who of the EPAO says so, and when, both or neither.

    Raises:
        PortfolioError: there is no such part ("no-such-part"), or the day is none or lies ahead
            ("no-day"). Nothing was changed.
    """
    chosen = frozenset(counts)
    if unknown := sorted(chosen - _known()):
        raise PortfolioError(
            f"There is no part called {unknown[0]}. Nothing was changed.",
            hint=f"Use some of {', '.join(each.id for each in parts().parts)}.",
            code="no-such-part",
        )
    said_by = " ".join(said_by.split())[:LONGEST]
    day = past_day(said_on) if said_by else ""
    kept = json.dumps(wire.encode(Counting(chosen, said_by, day)))
    with store.step("choose what counts", "What counts as words was chosen", _TOPICS) as step:
        details.enter(step.session, KEY, kept)
    return step.changes


def as_usual(store: Store) -> Changes:
    """Forget the person's own choice of what counts. One step."""
    with store.step("choose what counts", "What counts as words: as usual", _TOPICS) as step:
        details.enter(step.session, KEY, "")
    return step.changes


def band(store: Store) -> Band:
    """Return the words that the standard allows, and where that comes from."""
    standard = queries.standard.standard(store)
    rule = rule_in_force(standard, PROPOSAL_WORDS)
    if rule is None or rule.value <= 0:
        return Band()
    return Band(*band_of(rule), source_of(standard, rule))


def counted(store: Store) -> Tally:
    """Return the words of the proposal as it is kept, with what is made around it."""
    return tally_of(store, queries.proposal.blocks(store), around=around(store))


def around(store: Store) -> dict[str, int]:
    """Return the words of what the app makes around the text, by part; empty without any text.

    The title page with the contents, the list of references, the KSB annex.
    """
    from portfolio_app.services import finishing_proposal

    try:
        made = finishing_proposal.finished(store).proposal
    except PortfolioError as error:
        if error.code != "empty":
            raise
        return {}
    return around_of(made)


def around_of(made: FinishedProposal) -> dict[str, int]:
    """Return the words around the text of a finished proposal, as ``around`` does."""
    from portfolio_app.domain import finished

    title = [made.title, made.subtitle, *(f"{each.name} {each.words}" for each in made.facts)]
    title += [finished.CONTENTS, *(words for words, *_ in finished.in_contents(made))]
    references = [finished.plain(each) for each in made.references]
    annex = [finished.ANNEX, finished.ANNEX_ABOUT] if made.annex else []
    for row in made.annex:
        annex += [row.code, row.words, *(each.words for each in row.places)]
    return {
        TITLE: _many(title),
        REFERENCES: _many([finished.REFERENCES, *references] if references else []),
        ANNEX: _many(annex),
    }


def tally_of(
    store: Store,
    blocks: Sequence[Block],
    labels: Labels | None = None,
    around: Mapping[str, int] | None = None,
) -> Tally:
    """Return the words of these blocks as the person counts them, and of what is around them."""
    if labels is None:
        from portfolio_app.services import citing

        labels = citing.labels(store, blocks=blocks, wait=False)
    return tally(blocks, labels, counting(store).counts, around)


def with_around(store: Store, blocks: Sequence[Block], labels: Labels) -> Tally:
    """As ``tally_of``, with what is around the text as it is kept, where any of it counts."""
    does_count = bool(counting(store).counts & {TITLE, REFERENCES, ANNEX})
    return tally_of(store, blocks, labels, around(store) if does_count else None)


def _many(texts: Iterable[str]) -> int:
    return sum(map(words_in, texts))


def _known() -> frozenset[str]:
    return frozenset(each.id for each in parts().parts)
