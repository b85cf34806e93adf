"""What waits for the person after a list of KSBs was accepted, and what hangs on each KSB."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.ksb import Ksb
from portfolio_app.store.database import Store
from portfolio_app.store.queries.standard import ksbs

# Bin and shelf make no difference here: what is in the bin can come back.
_ATTACHED = """
    SELECT ksb_uid, sum(n = 0), sum(n = 1), sum(n = 2), sum(n = 3), sum(n = 4) FROM (
        SELECT ksb_uid, 0 AS n FROM claim
        UNION ALL SELECT ksb_uid, 1 FROM candidate
        UNION ALL SELECT ksb_uid, 2 FROM theory
        UNION ALL SELECT ksb_uid, 3 FROM rating
        UNION ALL SELECT tag.value, 4 FROM block, json_each(block.content, '$.ksbs') AS tag
    ) GROUP BY ksb_uid
"""


@dataclass(frozen=True, slots=True)
class Attached:
    """How much hangs on a KSB: claims, candidates, theory tags and marks of skills scans.

    ``paragraphs`` are those of the proposal that are tagged with it.
    """

    claims: int = 0
    candidates: int = 0
    theory: int = 0
    ratings: int = 0
    paragraphs: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.to_move or self.ratings)

    @property
    def to_move(self) -> int:
        """How much of it can be moved to another KSB: all but the marks of skills scans."""
        return self.claims + self.candidates + self.theory + self.paragraphs


@dataclass(frozen=True, slots=True)
class Review:
    """One KSB that the person should look at; a retired one waits until nothing hangs on it."""

    ksb: Ksb
    attached: Attached


NOTHING = Attached()


def attached(store: Store) -> dict[str, Attached]:
    """Return what hangs on each KSB, by its uid; nothing is not listed."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_ATTACHED).fetchall()
    return {row[0]: Attached(*(int(each) for each in row[1:])) for row in rows}


def reviews(store: Store) -> tuple[Review, ...]:
    """Return what waits: reworded KSBs not yet looked at, retired ones that still hold something.

    Retired ones come first, each group in the order of the list.
    """
    hanging = attached(store)
    found = [
        Review(ksb, hanging.get(ksb.uid, NOTHING))
        for ksb in ksbs(store, retired=True)
        if ksb.review or (ksb.retired and hanging.get(ksb.uid, NOTHING).to_move)
    ]
    return tuple(
        sorted(
            (each for each in found if not each.ksb.retired or each.attached.to_move),
            key=lambda each: not each.ksb.retired,
        )
    )
