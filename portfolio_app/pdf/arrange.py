"""The bundle in order: which pages of each piece are shown, and which PDF page everything is on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portfolio_app.domain.bundle import (
    BundlePlan,
    PlanClaim,
    PlanItem,
    PlanKsb,
    PlanPaper,
)
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.shown import shown_pages
from portfolio_app.pdf.fonts import clean
from portfolio_app.pdf.geometry import PageShape, place, room_for
from portfolio_app.pdf.sheet import LANDSCAPE, UPRIGHT, Target, View

BODY = 10.5  # points: our own text
LARGE = 16.0  # points: our own text in large print
# Our own pages in large print: landscape, so that the width of the text is that of an upright page.
ENLARGED = View(LANDSCAPE, LARGE / BODY, left=21.4, low=427.4)


@dataclass(slots=True)
class Piece:
    """One piece of evidence with its place: page numbers count from 1 and are PDF pages."""

    item: PlanItem
    shapes: tuple[PageShape, ...]
    shown: tuple[int, ...]
    is_large: bool = False  # whether the bundle is in large print
    front: int = 0
    first_page: int = 0

    @property
    def uid(self) -> str:
        """The uid under which its page copy is found."""
        return self.item.uid

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.item.ref

    @property
    def name(self) -> str:
        """What headers and bookmarks call it."""
        return f"{self.item.ref} {clean(self.item.title)}"

    @property
    def length(self) -> int:
        """How many pages it fills after its front sheet: a slip page when it shows none."""
        return max(len(self.shown), 1)

    def page_of(self, claim: PlanClaim) -> int:
        """Return the PDF page of a claim: where its first mark lies, else the first page."""
        for mark in claim.marks:
            if mark.page_index in self.shown:
                return self.first_page + self.shown.index(mark.page_index)
        return self.first_page

    def place_of(self, claim: PlanClaim) -> Target:
        """Return where a link to a claim leads: just above its first mark."""
        for mark in claim.marks:
            if mark.page_index in self.shown and mark.quads:
                shape = self.shapes[mark.page_index]
                placed = place(shape, room_for(shape, is_large=self.is_large))
                return Target(self.page_of(claim), placed.quad(mark.quads[0])[3] + 60)
        return Target(self.page_of(claim))

    @property
    def claimed(self) -> tuple[str, ...]:
        """The uids of the KSBs claimed anywhere in the piece, in order, without repeats."""
        return tuple(dict.fromkeys(claim.ksb_uid for claim in self.item.claims))


@dataclass(slots=True)
class Paper:
    """A paper of the pack with its place: the employer's statement, a chart. Shown whole."""

    plan: PlanPaper
    shapes: tuple[PageShape, ...]
    first_page: int = 0

    @property
    def uid(self) -> str:
        """The uid under which its page copy is found."""
        return self.plan.uid

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.name

    @property
    def name(self) -> str:
        """What headers and bookmarks call it: what it is, not how its file is called."""
        try:
            return PaperKind(self.plan.kind).words
        except ValueError:
            return clean(self.plan.title) or "Paper"

    @property
    def shown(self) -> tuple[int, ...]:
        """Every page, as indexes from 0."""
        return tuple(range(len(self.shapes)))


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
    papers: tuple[Paper, ...] = ()
    sections: dict[str, int] = field(default_factory=dict)
    entries: dict[str, tuple[int, float]] = field(default_factory=dict)
    pages: int = 0

    @property
    def is_large(self) -> bool:
        """Whether the bundle is made in large print."""
        return self.plan.options.large_print

    @property
    def view(self) -> View:
        """How our own pages are drawn; those with evidence are upright."""
        return ENLARGED if self.is_large else UPRIGHT

    @property
    def table_size(self) -> float:
        """The size of letters in a table."""
        return BODY if self.is_large else 9.0

    @property
    def note_size(self) -> float:
        """The size of letters in a note."""
        return BODY if self.is_large else 8.0

    @property
    def originals(self) -> list[Piece | Paper]:
        """Everything whose own pages are shown: pieces, then papers."""
        return [*self.pieces, *self.papers]

    @property
    def observations(self) -> tuple[Piece, ...]:
        """The pieces that are observations: the last ones."""
        return tuple(piece for piece in self.pieces if piece.item.observation)

    def confirming(self, piece: Piece) -> list[Piece]:
        """Return the signed observations by the people who can confirm a piece, in order."""
        return [each for each in self.observations if each.item.uid in piece.item.confirmed_by]

    def papers_of(self, kind: PaperKind) -> list[Paper]:
        """Return the papers of a kind that have pages."""
        return [each for each in self.papers if each.plan.kind == kind.value and each.shapes]

    def codes(self, uids: Iterable[str]) -> list[PlanKsb]:
        """Return the KSBs of these uids in the order of the standard."""
        wanted = set(uids)
        return [ksb for uid, ksb in self.ksbs.items() if uid in wanted]

    def entry(self, ksb_uid: str) -> Target:
        """Return where the index speaks about a KSB."""
        page, top = self.entries[ksb_uid]
        return Target(page, self.view.point(0, top + 6)[1])


def shown_words(shown: Sequence[int], of: int) -> str:
    """Return which pages of a piece are shown, in words; "" when all are."""
    if len(shown) >= of:
        return ""
    if len(shown) == 1:
        return f"only page {shown[0] + 1} of {of} shown"
    if shown[-1] - shown[0] == len(shown) - 1:
        return f"pages {shown[0] + 1} to {shown[-1] + 1} of {of} shown"
    return f"pages {page_ranges(shown)} of {of} shown"


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
    """Return the bundle before numbering: pieces, KSBs, and every KSB's passages, best first."""
    pieces = []
    for item in sorted(plan.items, key=lambda each: each.observation):  # decision D24
        found = shapes.get(item.uid, ())
        shown = shown_pages(item, len(found), plan.long_piece, plan.options.pages)
        pieces.append(Piece(item, found, shown, plan.options.large_print))
    ksbs = {ksb.uid: ksb for ksb in plan.ksbs}
    passages: dict[str, list[Passage]] = {uid: [] for uid in ksbs}
    for piece in pieces:
        for claim in piece.item.claims:
            if claim.ksb_uid in passages:
                passages[claim.ksb_uid].append(Passage(piece, claim))
    places = {uid: place for place, uid in enumerate(plan.best)}
    for each in passages.values():
        each.sort(key=lambda passage: places.get(passage.claim.uid, len(places)))
    papers = tuple(Paper(each, shapes.get(each.uid, ())) for each in plan.papers)
    return Book(plan, tuple(pieces), ksbs, passages, papers)
