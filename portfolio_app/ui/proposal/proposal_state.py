"""What the Write tab shows, read together: the text, what citations print, the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from portfolio_app.domain.citing_sources import citations_of
from portfolio_app.domain.draft import Block, Picture
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.working_tables import shown
from portfolio_app.store import queries
from portfolio_app.store.database import Store


@dataclass(frozen=True, slots=True)
class State:
    """The proposal as it is stored."""

    blocks: tuple[Block, ...] = ()
    labels: Labels = field(default_factory=Labels)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    ksbs: tuple[Ksb, ...] = ()
    place: tuple[str, int] = ("", 0)  # where the caret was when the text was last left


def read_state(store: Store) -> State:
    """Return the proposal as it is stored now, and load what the first letter is written with.

    Which pages citations print is told as far as that is known at once: ``read_labels`` looks.
    """
    from portfolio_app.services import citing, proposal  # noqa: F401 - takes longer than a key may

    blocks = queries.proposal.blocks(store)
    for block in blocks:
        if block.table is not None:
            shown(block.table)  # worked out once: drawing it asks again
    labels = _known(citing.labels(store, blocks=blocks, wait=False), blocks)
    return State(
        blocks,
        labels,
        queries.proposal.pictures(store),
        read_ksbs(store),
        queries.proposal.last_place(store),
    )


def read_ksbs(store: Store) -> tuple[Ksb, ...]:
    """Return the KSBs that paragraphs can be tagged with, in their order."""
    return tuple(each for each in ksb_order(queries.standard.standard(store)) if not each.retired)


def read_labels(store: Store, blocks: tuple[Block, ...]) -> Labels:
    """Return what citations print now in these blocks: what stands in the editor."""
    from portfolio_app.services import citing

    return _known(citing.labels(store, blocks=blocks), blocks)


def _known(labels: Labels, blocks: tuple[Block, ...]) -> Labels:
    """Return labels that write each citation once, those of these blocks here and now."""
    cite = lru_cache(maxsize=4096)(labels.cite)
    for _, inline in citations_of(blocks):
        cite(inline)
    return replace(labels, cite=cite)
