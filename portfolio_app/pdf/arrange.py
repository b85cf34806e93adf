"""The bundle in order: which pages of each piece are shown, and which PDF page everything is on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portfolio_app.domain.bundle import LONG_PIECE, BundlePlan, PlanClaim, PlanItem, PlanKsb
from portfolio_app.pdf.fonts import clean
from portfolio_app.pdf.geometry import PageShape, place
from portfolio_app.pdf.sheet import Target


@dataclass(slots=True)
class Piece:
    """One piece of evidence with its place: page numbers count from 1 and are PDF pages."""

    item: PlanItem
    shapes: tuple[PageShape, ...]
    shown: tuple[int, ...]
    front: int = 0
    first_page: int = 0

    @property
    def name(self) -> str:
        """What headers and bookmarks call it."""
        return f"{self.item.ref} {clean(self.item.title)}"

    @property
    def length(self) -> int:
        """How many pages it fills after its front sheet: a slip page when it shows none."""
        return max(len(self.shown), 1)

    def page_of(self, claim: PlanClaim) -> int:
        """Return the PDF page of a claim: where its first mark lies, else the first page (D24)."""
        for mark in claim.marks:
            if mark.page_index in self.shown:
                return self.first_page + self.shown.index(mark.page_index)
        return self.first_page

    def place_of(self, claim: PlanClaim) -> Target:
        """Return where a link to a claim leads: just above its first mark."""
        for mark in claim.marks:
            if mark.page_index in self.shown and mark.quads:
                placed = place(self.shapes[mark.page_index])
                return Target(self.page_of(claim), placed.quad(mark.quads[0])[3] + 60)
        return Target(self.page_of(claim))

    @property
    def claimed(self) -> tuple[str, ...]:
        """The uids of the KSBs claimed anywhere in the piece, in order, without repeats."""
        return tuple(dict.fromkeys(claim.ksb_uid for claim in self.item.claims))


@dataclass(slots=True)
class Passage:
    """One claim with the piece it is in, as the index lists it."""

    piece: Piece
    claim: PlanClaim

    @property
    def page(self) -> int:
        """The PDF page it is on."""
        return self.piece.page_of(self.claim)


@dataclass(slots=True)
class Book:
    """The whole bundle with its numbers. ``sections`` gives the first page of each section."""

    plan: BundlePlan
    pieces: tuple[Piece, ...]
    ksbs: dict[str, PlanKsb]
    passages: dict[str, list[Passage]]
    sections: dict[str, int] = field(default_factory=dict)
    entries: dict[str, tuple[int, float]] = field(default_factory=dict)
    pages: int = 0

    def codes(self, uids: Iterable[str]) -> list[PlanKsb]:
        """Return the KSBs of these uids in the order of the standard."""
        wanted = set(uids)
        return [ksb for uid, ksb in self.ksbs.items() if uid in wanted]

    def entry(self, ksb_uid: str) -> Target:
        """Return where the index speaks about a KSB."""
        page, top = self.entries[ksb_uid]
        return Target(page, top + 6)


def shown_pages(item: PlanItem, pages: int, long_piece: int = LONG_PIECE) -> tuple[int, ...]:
    """Return which pages (index from 0) of a piece of ``pages`` pages are shown (decision D17).

    A piece of more than ``long_piece`` pages shows its title page, the claimed pages and one either
    side, unless it is claimed as a whole.
    """
    whole = any(not claim.marks for claim in item.claims)
    if pages <= long_piece or whole:
        return tuple(range(pages))
    wanted = {0}
    for claim in item.claims:
        for mark in claim.marks:
            wanted.update((mark.page_index - 1, mark.page_index, mark.page_index + 1))
    return tuple(sorted(index for index in wanted if 0 <= index < pages))


def page_ranges(indexes: Sequence[int]) -> str:
    """Return page indexes (from 0) as a reader says them: ``"1, 30–33"``."""
    stretches: list[list[int]] = []
    for index in indexes:
        if stretches and index == stretches[-1][1] + 1:
            stretches[-1][1] = index
        else:
            stretches.append([index, index])
    return ", ".join(
        str(first + 1) if first == last else f"{first + 1}–{last + 1}" for first, last in stretches
    )


def make_book(plan: BundlePlan, shapes: dict[str, tuple[PageShape, ...]]) -> Book:
    """Return the bundle before numbering: pieces, KSBs, and every KSB's passages in order."""
    pieces = []
    for item in plan.items:
        found = shapes.get(item.uid, ())
        pieces.append(Piece(item, found, shown_pages(item, len(found), plan.long_piece)))
    ksbs = {ksb.uid: ksb for ksb in plan.ksbs}
    passages: dict[str, list[Passage]] = {uid: [] for uid in ksbs}
    for piece in pieces:
        for claim in piece.item.claims:
            if claim.ksb_uid in passages:
                passages[claim.ksb_uid].append(Passage(piece, claim))
    return Book(plan, tuple(pieces), ksbs, passages)
