"""What the Write tab shows, read together: the text, what citations print, the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from portfolio_app.domain.draft import Block, Picture
from portfolio_app.domain.labels import Labels
from portfolio_app.store import queries
from portfolio_app.store.database import Store


@dataclass(frozen=True, slots=True)
class State:
    """The proposal as it is stored."""

    blocks: tuple[Block, ...] = ()
    labels: Labels = field(default_factory=Labels)
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def read_state(store: Store) -> State:
    """Return the proposal as it is stored now."""
    return State(
        queries.proposal.blocks(store), read_labels(store), queries.proposal.pictures(store)
    )


def read_labels(store: Store) -> Labels:
    """Return what citations print now."""
    if find_spec("portfolio_app.services.citing") is None:
        return Labels()
    from portfolio_app.services import citing

    found: Labels = citing.labels(store)
    return found
