"""Sort: what waits on the inbox as cards, one a piece or one a stack of its versions."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.evidence import EvidenceItem

SORT_ABOVE = 10  # files of one add: more than these are sorted first
BATCH = 20  # cards between two pauses


@dataclass(frozen=True, slots=True)
class SortCard:
    """One card: the piece shown, and the versions of it that wait too, newest first.

    ``versions`` holds the piece itself and is empty when it waits alone. ``elsewhere`` counts its
    versions that were sorted already.
    """

    item: EvidenceItem
    versions: tuple[EvidenceItem, ...] = ()
    elsewhere: int = 0

    @property
    def uids(self) -> tuple[str, ...]:
        """The uids of everything on the card, the piece shown first."""
        return (self.item.uid, *(v.uid for v in self.versions if v.uid != self.item.uid))


@dataclass(frozen=True, slots=True)
class Sorting:
    """What there is to sort. ``total`` counts the pieces of this run, ``left`` those that wait.

    ``put_off`` counts pieces kept for later; they are in no card until they are taken up again.
    """

    cards: tuple[SortCard, ...]
    total: int
    left: int
    put_off: int

    @property
    def done(self) -> int:
        """How many pieces of this run have been decided."""
        return max(self.total - self.left, 0)


@dataclass(frozen=True, slots=True)
class Needing:
    """A chosen piece that may show KSBs for which no passage was marked yet."""

    item: EvidenceItem
    codes: tuple[str, ...]
