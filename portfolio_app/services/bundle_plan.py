"""What a bundle built now would hold."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from portfolio_app.domain.bundle import (
    FOR_DISCUSSION,
    NO_CHOICES,
    BundlePlan,
    PlanClaim,
    PlanFile,
    PlanItem,
    PlanKsb,
    PlanMark,
    PlanPaper,
)
from portfolio_app.domain.coverage import best_first
from portfolio_app.domain.days import day_words
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind
from portfolio_app.domain.limits import limits
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.ordering import ksb_order, theme_of
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.passage import Claim, Quad
from portfolio_app.domain.simple import note_pages
from portfolio_app.domain.slip import slip_words
from portfolio_app.problems import PortfolioError
from portfolio_app.services import development, hidden_said
from portfolio_app.services.coverage import method_of
from portfolio_app.services.hidden_words import Mask, Masks
from portfolio_app.services.observed import Observed, observed
from portfolio_app.services.papers import employers_answers, signed_words
from portfolio_app.services.supplied import supplied_papers, supply
from portfolio_app.store import queries
from portfolio_app.store.database import Store

# Papers whose pages are in the PDF.
_INSIDE = (PaperKind.EMPLOYER_STATEMENT, PaperKind.EMPLOYER_SUPPLEMENT, PaperKind.CHART)
# Papers of the gateway pack that are a PDF of their own, too.
BESIDE = {
    PaperKind.EMPLOYER_STATEMENT: "02_Employer_statement.pdf",
    PaperKind.EMPLOYER_SUPPLEMENT: "02_Employer_statement_supplement.pdf",
    PaperKind.SCOPE: "02_Proposal_summary.pdf",
}


def plan(
    store: Store,
    *,
    draft: bool = False,
    options: BundleOptions = NO_CHOICES,
    now: datetime | None = None,
    only: Sequence[str] = (),
) -> BundlePlan:
    """Return what a bundle built now with these choices would hold, in order.

    ``only`` names pieces by uid, in their order, in place of the shortlist; those without a number
    are called P1, P2 and so on.

    Raises:
        PortfolioError: the shortlist is empty ("empty-shortlist").
    """
    standard = queries.standard.standard(store)
    items = _chosen(store, only) if only else _shortlisted(store)
    if not items:
        raise PortfolioError(
            "The shortlist is empty, so there is nothing to build.",
            hint="Add items to the shortlist first.",
            code="empty-shortlist",
        )
    claims: dict[str, list[Claim]] = {}
    known_ksbs = {each.uid for each in standard.ksbs}
    for claim in queries.claims.claims(store):
        if claim.ksb_uid not in known_ksbs:
            continue  # the accepted list has this KSB no more: the claim waits in review
        if claim.to_place:
            continue  # its page is not known: said among the findings, never printed
        claims.setdefault(claim.item_uid, []).append(claim)
    place_of = {each.uid: place for place, each in enumerate(ksb_order(standard))}
    for some in claims.values():
        some.sort(key=lambda claim: (claim.page, place_of[claim.ksb_uid], claim.uid))
    printed = [claim for item in items for claim in claims.get(item.uid, ())]
    may_show: dict[str, list[str]] = {}
    for item_uid, ksb_uid in queries.candidates.candidates(store) if draft else ():
        may_show.setdefault(item_uid, []).append(ksb_uid)
    long_piece = limits(standard).long_piece
    masks = Masks(store)
    came = observed(store)
    apart = development.kept_in(store)
    confirmed = _confirmed(store, items, came)
    answered = employers_answers(store)
    planned = [
        hidden_said.with_redrawn(
            replace(
                _plan_item(each, claims.get(each.uid, []), masks, came.get(each.uid)),
                confidentiality=_confidential(each, masks, is_kept_apart=each.uid in apart),
                confirmed_by=confirmed.get(each.uid, ()),
                employer=answered[each.uid].words if each.uid in answered else "",
                candidates=tuple(may_show.get(each.uid, ())),
                note_pages=_note_pages(store, each),
            ),
            masks.redrawn(each.uid),
            long_piece,
            options.pages,
        )
        for each in items
    ]
    supplied = supply(store, items, planned, options, long_piece)
    refs = {each.uid: each.ref for each in items}
    return replace(
        heading(store, draft=draft, options=options, now=now),
        ksbs=tuple(
            PlanKsb(
                k.uid,
                k.code,
                k.kind,
                k.text,
                k.short,
                method_of(k, standard),
                k.in_discussion,
                theme.title if (theme := theme_of(standard, k.uid)) is not None else "",
            )
            for k in ksb_order(standard)
        ),
        items=supplied.items,
        role=masks.anywhere(queries.portfolio.details(store).role),
        witnesses=tuple(
            replace(
                each, refs=tuple(refs[uid] for uid in each.refs if uid in refs), uid="", email=""
            )
            for each in queries.portfolio.details(store).witnesses
            if each.in_bundle
        ),
        purpose=FOR_DISCUSSION if any(each.id == "pd" for each in standard.methods) else "",
        long_piece=long_piece,
        papers=_papers(store, masks, options, came),
        hidden=hidden_said.sentences(planned),
        files=(*_beside(store, options), *supplied.files),
        best=tuple(each.uid for each in sorted(printed, key=best_first)),
    )


def heading(
    store: Store,
    *,
    draft: bool = False,
    options: BundleOptions = NO_CHOICES,
    now: datetime | None = None,
) -> BundlePlan:
    """Return what any bundle built now says of itself, with nothing in it yet."""
    standard = queries.standard.standard(store)
    details = queries.portfolio.details(store)
    built = now or datetime.now(UTC)
    known = secrets.token_hex(4).upper()
    return BundlePlan(
        bundle_id=f"{known[:4]}-{known[4:]}",
        built=built.isoformat(timespec="seconds"),
        built_words=day_words(built.astimezone().date().isoformat()),
        standard_name=standard.name,
        standard_short=f"{standard.title} {standard.reference}",
        licence_line=standard.wording_line,
        notice=standard.notice,
        apprentice=details.name,
        employer=details.employer,
        provider=details.provider,
        epao=details.epao,
        reference=details.reference,
        gateway=day_words(details.gateway),
        role="",
        ksbs=(),
        items=(),
        draft=draft,
        options=options,
    )


def _papers(
    store: Store, masks: Masks, options: BundleOptions, came: Mapping[str, Observed]
) -> tuple[PlanPaper, ...]:
    inside = list(_INSIDE)
    if options.scope and not options.whole_folder:  # the PDF alone is all that is handed over
        inside.append(PaperKind.SCOPE)
    return tuple(
        PlanPaper(
            each.item.uid,
            each.kind.value,
            masks.of_item(each.item)(each.item.title),
            each.item.pages,
            each.item.sha256,
            *signed_words(store, each),
            signature=each.signing.signature if each.signing else "",
            arrived=came[each.item.uid].arrived if each.item.uid in came else "",
        )
        for each in queries.papers.papers(store)
        if each.kind in inside and each.item.pages
    )


def _beside(store: Store, options: BundleOptions) -> tuple[PlanFile, ...]:
    """Return the papers that are files of their own, and originals of papers.

    Until their pages are made a paper has its original's size and hash.
    """
    if not options.whole_folder:
        return ()
    papers = [each for each in queries.papers.papers(store) if each.kind.profile is Profile.GATEWAY]
    own = [
        PlanFile(BESIDE[each.kind], each.kind.words, each.item.bytes, each.item.sha256)
        for each in papers
        if each.kind in BESIDE
        and each.item.pages
        and (options.scope or each.kind is not PaperKind.SCOPE)
    ]
    return (*own, *supplied_papers(store, papers, options))


def _shortlisted(store: Store) -> list[EvidenceItem]:
    items = [each for each in queries.evidence.items(store) if each.position is not None]
    return sorted(items, key=lambda each: each.position or 0)


def _chosen(store: Store, only: Sequence[str]) -> list[EvidenceItem]:
    known = {each.uid: each for each in queries.evidence.items(store) if each.is_evidence}
    items = [known[uid] for uid in dict.fromkeys(only) if uid in known]
    return [
        each if each.ref else replace(each, ref=f"P{number}")
        for number, each in enumerate(items, 1)
    ]


def _confirmed(
    store: Store, items: Sequence[EvidenceItem], came: Mapping[str, Observed]
) -> dict[str, tuple[str, ...]]:
    """Return, by piece, the signed observations in the bundle of the witnesses who confirm it."""
    listed = {each.uid for each in items}
    of_witness: dict[str, list[str]] = {}
    for item_uid, each in came.items():
        if item_uid in listed and each.is_signed and not each.is_incomplete:
            of_witness.setdefault(each.observation.witness_uid, []).append(item_uid)
    found: dict[str, list[str]] = {}
    for witness in queries.portfolio.details(store).witnesses:
        for item_uid in witness.refs if witness.uid else ():
            own = (uid for uid in of_witness.get(witness.uid, ()) if uid != item_uid)
            found.setdefault(item_uid, []).extend(own)
    return {item_uid: tuple(dict.fromkeys(uids)) for item_uid, uids in found.items()}


def _plan_item(
    item: EvidenceItem, claims: list[Claim], masks: Masks, came: Observed | None
) -> PlanItem:
    masked = masks.of_item(item)
    return PlanItem(
        uid=item.uid,
        ref=item.ref,
        title=masked(item.title),
        kind=item.kind.words,
        date=day_words(item.date),
        pages=item.pages,
        file_name=masked(item.file_name),
        bytes=item.bytes,
        sha256=item.sha256,
        context=masked(item.context),
        part=masked(item.part),
        confirm=masked(item.confirm),
        slip=masked(slip_words(item)),
        made="text copy made by the app" if item.route == "simplified" else "",
        claims=tuple(_plan_claim(each, masks, masked) for each in claims),
        observation=item.kind is EvidenceKind.OBSERVATION,
        pages_shown=item.pages_shown,
        observer=masked(came.observer) if came else "",
        signature=masked(came.signature) if came else "",
        arrived=came.arrived if came else "",
        code=came.ref if came else "",
    )


def _confidential(item: EvidenceItem, masks: Masks, *, is_kept_apart: bool) -> str:
    """Return what is said of confidentiality, and that development points are kept."""
    said = masks.of_item(item)(item.confidentiality)
    if not is_kept_apart or development.KEPT in said:
        return said
    return f"{said.rstrip('. ')}. {development.KEPT}" if said.strip() else development.KEPT


def _note_pages(store: Store, item: EvidenceItem) -> tuple[int, ...]:
    """Return the pages with a presentation's speaker notes; no slide shows these (X1)."""
    if item.document is not DocumentKind.SLIDES:
        return ()
    return note_pages([each.text for each in queries.text.page_texts(store, item.uid)])


def _plan_claim(claim: Claim, masks: Masks, masked: Mask) -> PlanClaim:
    by_page: dict[int, tuple[Quad, ...]] = {}
    for span in claim.anchor.spans:
        by_page[span.page_index] = by_page.get(span.page_index, ()) + span.quads
    return PlanClaim(
        uid=claim.uid,
        ksb_uid=claim.ksb_uid,
        quote=masks.quote(claim.item_uid, claim.anchor),
        shows=masked(claim.shows),
        marks=tuple(
            PlanMark(p, quads, claim.anchor.is_box) for p, quads in sorted(by_page.items())
        ),
        place=claim.anchor.times,
    )
