"""Annex A as a table: which KSB is shown in which piece, and on which page of the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain.bundle import BuiltBundle, BundlePlan, PlanClaim, PlanItem, PlanKsb


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A KSB. ``pages`` holds a PDF page (from 1) for each piece, 0 where it is not shown there."""

    ksb: PlanKsb
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnnexPassage:
    """One claim: ``words`` are the quoted ones, or say which part of the piece is claimed."""

    ksb: PlanKsb
    ref: str
    page: int
    words: str
    shows: str


@dataclass(frozen=True, slots=True)
class AnnexPiece:
    """A column. ``page`` is its first evidence page, ``front`` its front sheet, both from 1."""

    ref: str
    title: str
    kind: str
    date: str
    pages: int
    front: int
    page: int


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """The whole annex, in the order in which the PDF prints it."""

    pieces: tuple[AnnexPiece, ...]
    rows: tuple[AnnexRow, ...]
    passages: tuple[AnnexPassage, ...]

    @property
    def has_themes(self) -> bool:
        """Whether any KSB is in a theme."""
        return any(row.ksb.theme for row in self.rows)


def annex_table(plan: BundlePlan, built: BuiltBundle) -> AnnexTable:
    """Return annex A of a bundle that was built as planned.

    A cell holds the page of the best passage, as in the PDF; KSBs assessed by the proposal only are
    left out where the plan's choices say so.
    """
    page_of = {each.uid: each.page for each in built.claims}
    listed = [ksb for ksb in plan.ksbs if ksb.in_discussion or plan.options.proposal_ksbs]
    known = {each.uid: each for each in plan.items}
    items = [known[each.uid] for each in built.items if each.uid in known]
    ordered = _best_first(plan, items)
    rows = []
    passages = []
    for ksb in listed:
        mine = [
            (item, claim)
            for item, claim in ordered
            if claim.ksb_uid == ksb.uid and claim.uid in page_of
        ]
        best: dict[str, int] = {}
        for item, claim in mine:
            best.setdefault(item.uid, page_of[claim.uid])
        rows.append(AnnexRow(ksb, tuple(best.get(item.uid, 0) for item in items)))
        passages += [
            AnnexPassage(ksb, item.ref, page_of[claim.uid], _words(claim), claim.shows)
            for item, claim in mine
        ]
    where = {each.uid: each for each in built.items}
    pieces = tuple(
        AnnexPiece(
            item.ref,
            item.title,
            item.kind,
            item.date,
            item.pages,
            where[item.uid].front,
            where[item.uid].first_page,
        )
        for item in items
    )
    return AnnexTable(pieces, tuple(rows), tuple(passages))


def _best_first(plan: BundlePlan, items: Sequence[PlanItem]) -> list[tuple[PlanItem, PlanClaim]]:
    """Return every claim with its piece, those the plan calls best first."""
    places = {uid: place for place, uid in enumerate(plan.best)}
    every = [(item, claim) for item in items for claim in item.claims]
    return sorted(every, key=lambda each: places.get(each[1].uid, len(places)))


def _words(claim: PlanClaim) -> str:
    if claim.quote.strip():
        return " ".join(claim.quote.split())
    if claim.place:
        return claim.place
    return "The area marked on the page" if claim.marks else "The piece as a whole"
