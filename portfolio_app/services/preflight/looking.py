"""What every family of checks looks at, read once, and how a finding is made from a check."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portfolio_app.domain.bundle import PlanFile, PlanItem
from portfolio_app.domain.checks import Check
from portfolio_app.domain.epao import EpaoRule
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.hiding import Hide
from portfolio_app.domain.limits import Limits, limits
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.papers import Paper, PaperKind
from portfolio_app.domain.passage import Claim
from portfolio_app.domain.portfolio import Details
from portfolio_app.domain.shown import shown_pages
from portfolio_app.domain.standard import Standard
from portfolio_app.problems import Level, Problem
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import bundle_plan, epao
from portfolio_app.services import options as choices
from portfolio_app.services.preflight.hits import Scanned
from portfolio_app.services.preflight.rules import checks
from portfolio_app.services.preflight.scanning import scanned
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

_NO_PAGES = Scanned(0, (), ())


@dataclass(frozen=True, slots=True)
class Look:
    """One moment of the portfolio. ``items`` is the shortlist in order, ``claims`` by item uid.

    Claims are those of shortlisted items on KSBs of the accepted list, those to place left out.
    ``hides``, ``planned`` (what is printed, hidden words masked) and ``scans`` (what stands on the
    pages, of papers too) are by item uid; ``files`` are those that go beside the PDF; ``papers``
    are those of the pack that is looked at.
    """

    store: Store
    room: Workroom | None
    options: BundleOptions
    standard: Standard
    limits: Limits
    details: Details
    items: tuple[EvidenceItem, ...]
    claims: Mapping[str, Sequence[Claim]]
    hides: Mapping[str, Sequence[Hide]]
    planned: Mapping[str, PlanItem]
    files: tuple[PlanFile, ...]
    papers: Mapping[PaperKind, Paper]
    epao: Mapping[str, EpaoRule]
    scans: Mapping[str, Scanned]
    progress: Progress = silent

    @property
    def every_claim(self) -> tuple[Claim, ...]:
        """The claims of all pieces, in shortlist order."""
        return tuple(claim for item in self.items for claim in self.claims.get(item.uid, ()))

    def scan(self, item_uid: str) -> Scanned:
        """Return what stands on an item's pages."""
        return self.scans.get(item_uid, _NO_PAGES)

    def shown(self, item: EvidenceItem) -> frozenset[int]:
        """Return the pages of a piece, index from 0, that the bundle shows; of a paper, all."""
        plan = self.planned.get(item.uid)
        if plan is None:
            return frozenset(range(item.pages))
        most = self.limits.long_piece
        return frozenset(shown_pages(plan, item.pages, most, self.options.pages))

    def check(self, check_id: str) -> Check:
        """Return a check by its id."""
        return checks()[check_id]

    def found(
        self,
        check_id: str,
        about: str,
        message: str,
        *,
        about_uid: str = "",
        page: int = 0,
        level: Level | None = None,
        source: str = "",
        stops: bool = False,
        detail: Iterable[object] = (),
    ) -> Problem:
        """Return a finding: its weight and its source are the check's unless they are given."""
        check = self.check(check_id)
        weight = check.level(self.standard) if level is None else level
        parts = [str(each) for each in detail]
        return Problem(
            weight,
            check_id,
            about,
            message,
            about_uid=about_uid,
            page=page,
            source=source or check.source_line(self.standard),
            stops=stops,
            may_accept=weight is Level.SHOULD_CHECK,
            detail=_digest(parts) if parts else "",
        )

    def piece(
        self,
        item: EvidenceItem,
        check_id: str,
        words: str,
        *,
        page: int = 0,
        level: Level | None = None,
        stops: bool = False,
        detail: Iterable[object] = (),
    ) -> Problem:
        """Return a finding about a piece; ``words`` go on after its number and title."""
        return self.found(
            check_id,
            item.ref,
            f"{item.ref} {item.title} {words}",
            about_uid=item.uid,
            page=page,
            level=level,
            stops=stops,
            detail=detail,
        )


def look_at(
    store: Store,
    options: BundleOptions | None,
    room: Workroom | None,
    *,
    progress: Progress = silent,
) -> Look:
    """Read what the checks look at. Options of None are those kept for the gateway pack.

    Raises:
        Cancelled: ``progress`` raised it.
    """
    chosen = options if options is not None else choices.options(store, Profile.GATEWAY)
    standard = queries.standard.standard(store)
    papers = {
        each.kind: each
        for each in queries.papers.papers(store)
        if each.kind.profile is chosen.profile
    }
    items: list[EvidenceItem] = []
    claims: dict[str, list[Claim]] = {}
    hides: dict[str, list[Hide]] = {}
    planned: dict[str, PlanItem] = {}
    files: tuple[PlanFile, ...] = ()
    if chosen.profile is Profile.GATEWAY:
        items = [each for each in queries.evidence.items(store) if each.position is not None]
        items.sort(key=lambda each: each.position or 0)
        known = {each.uid for each in standard.ksbs}
        claims = {each.uid: [] for each in items}
        for claim in queries.claims.claims(store):
            if claim.item_uid in claims and claim.ksb_uid in known and not claim.to_place:
                claims[claim.item_uid].append(claim)
    for hide in queries.hides.hides(store):
        hides.setdefault(hide.item_uid, []).append(hide)
    if items:
        plan = bundle_plan.plan(store, options=chosen)
        planned, files = {each.uid: each for each in plan.items}, plan.files
    uids = [*(each.uid for each in items), *(each.item.uid for each in papers.values())]
    return Look(
        store=store,
        room=room,
        options=chosen,
        standard=standard,
        limits=limits(standard),
        details=queries.portfolio.details(store),
        items=tuple(items),
        claims=claims,
        hides=hides,
        planned=planned,
        files=files,
        papers=papers,
        epao={each.key: each for each in epao.rules(store)},
        scans=scanned(store, uids, progress=part(progress, 0.0, 0.7)),
        progress=part(progress, 0.7, 1.0),
    )


def listed(names: Sequence[str], most: int = 6) -> str:
    """Return names as they stand in a sentence: "E03, E05 and E07", "K1, K2 and 5 more"."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def count(number: int, noun: str, several: str = "") -> str:
    """Return a number with its noun: "1 page", "12 pages", "2 copies"."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def _digest(parts: Iterable[str]) -> str:
    """Return a short name for what was found: what is private is not written down again."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
