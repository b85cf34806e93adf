"""Everything Home shows, read at one moment beside the window; no Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portfolio_app.domain.clock import due_words
from portfolio_app.domain.coming import coming_up, near, passed
from portfolio_app.domain.coverage import KsbCoverage, KsbStatus, coverage
from portfolio_app.domain.draft_numbers import heading_numbers
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.gateway import YOU
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.minutes import hours_words
from portfolio_app.domain.next_three import (
    GATEWAY_WEEKS,
    Facts,
    Suggestion,
    Unproven,
    chosen_first,
    next_three,
    weeks_until,
)
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.proposal_coverage import ProposalKsb, assessed
from portfolio_app.domain.standard import Standard
from portfolio_app.domain.telling import near_count
from portfolio_app.domain.this_week import captured, gap_to_think_about
from portfolio_app.domain.timeline import Mark
from portfolio_app.services import chasing, clock, gateway, home, reminders, timeline
from portfolio_app.services import coverage as coverage_of
from portfolio_app.store import queries
from portfolio_app.store.database import Store


@dataclass(frozen=True, slots=True)
class Week:
    """What the week's card shows. ``captured``: in how many of the last weeks, and of how many.

    ``proposal`` says what of the proposal is due this week, "" for nothing. ``hours`` says what
    off-the-job time is logged this week, and ``reminder`` when the week's reminder comes.
    """

    inbox: int = 0
    gap: Ksb | None = None
    is_done: bool = False
    captured: tuple[int, int] = (0, 0)
    is_readonly: bool = False
    proposal: str = ""
    hours: str = ""
    reminder: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The section of the proposal that the person was in: its heading, and what it is called."""

    heading_uid: str
    title: str


@dataclass(frozen=True, slots=True)
class HomeState:
    """What Home shows. ``coverage`` counts the shortlist, or the library while that is empty.

    ``unproven`` are the pieces that still need a passage, the shortlisted ones first. ``proposal``
    is how the KSBs stand that the proposal is assessed against, once it has any text. ``coming``
    is what comes up in the next weeks.
    """

    items: tuple[EvidenceItem, ...]
    notice: str
    gateway: str
    coverage: tuple[KsbCoverage, ...] = ()
    is_shortlisted: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    week: Week = Week()
    unproven: tuple[Unproven, ...] = ()
    proposal: tuple[ProposalKsb, ...] = ()
    section: Section | None = None
    coming: tuple[Mark, ...] = ()


def read_state(
    store: Store, now: datetime, *, is_disposable: bool = False, is_readonly: bool = False
) -> HomeState:
    """Read what Home shows now. A disposable portfolio is asked for neither backup nor key."""
    items = queries.evidence.items(store)
    standard = queries.standard.standard(store)
    details = queries.portfolio.details(store)
    today = now.date()
    marks = timeline.read(store, today).marks
    coming = coming_up(marks, today)
    if not items:
        return HomeState((), standard.notice, details.gateway, coming=coming)
    claims = queries.claims.claims(store)
    ksbs = tuple(ksb for ksb in ksb_order(standard) if not ksb.retired)
    library = coverage(ksbs, claims, shortlist_only=False)
    evidence = [item for item in items if item.is_evidence]
    shortlisted = sum(bool(item.ref) for item in evidence)
    quotes = [claim.anchor.quote for claim in claims if claim.anchor.quote]
    gaps = [row.ksb for row in library if row.status is KsbStatus.GAP]
    facts = Facts(
        now=now,
        coverage=library,
        items=len(items),
        claims=len(claims),
        shortlisted=shortlisted,
        first_at=min(item.added_at for item in items),
        backup_folder=details.backup_folder,
        backed_up_at=details.backed_up_at,
        key_saved=bool(details.recovery_key_saved),
        is_compared=bool(standard.wording_accepted) or not standard.ksbs,
        unproven=tuple(
            Unproven(item.uid, item.title, item.ref, item.candidates)
            for item in evidence
            if item.candidates and item.shelf is Shelf.LIBRARY
        ),
        to_place=queries.home.passages_to_place(store),
        reviews=queries.home.reviews_waiting(store),
        highlights=queries.home.highlights_waiting(store),
        returned=queries.observations.to_check(store),
        chase=chasing.due(store, today=today),
        due=near(marks, today),
        passed=passed(marks, today),
        gateway_weeks=(weeks := weeks_until(details.gateway, today)),
        gateway_yours=_yours(store, weeks),
        inbox=sum(item.shelf is Shelf.INBOX for item in items),
        near={ksb.uid: near_count(f"{ksb.short} {ksb.text}", quotes) for ksb in gaps},
        put_off=home.put_off(store),
        is_disposable=is_disposable or is_readonly,
    )
    found = next_three(facts)
    shown = {each.ksb_uid for each in found}
    others = [ksb for ksb in gaps if ksb.uid not in shown]
    return HomeState(
        items,
        standard.notice,
        details.gateway,
        coverage(ksbs, claims) if shortlisted else library,
        bool(shortlisted),
        found,
        Week(
            facts.inbox,
            gap_to_think_about(others or gaps, today),
            home.is_week_done(store, today),
            captured((item.added_at for item in items), today),
            is_readonly=is_readonly,
            proposal=due_words(clock.milestones(store), today),
            hours=_hours(store, today),
            reminder=reminders.words(reminders.reminder(store)),
        ),
        chosen_first(facts.unproven),
        _in_proposal(store, standard),
        _section(store),
        coming,
    )


def _yours(store: Store, weeks: int | None) -> int:
    """Return how many rows of the gateway list are left to the person, once it is near."""
    if weeks is None or not 0 <= weeks <= GATEWAY_WEEKS:
        return 0
    rows = gateway.gateway(store).rows
    return sum(each.is_left and each.owner == YOU for each in rows)


def _hours(store: Store, today: date) -> str:
    """Return "3 h 30 min this week", and where it stands in all."""
    monday = today - timedelta(days=today.weekday())
    week = queries.hours.total(store, monday.isoformat(), today.isoformat())
    return hours_words(week)


def _section(store: Store) -> Section | None:
    """Return where in the proposal the person was; None when that is not there any more."""
    uid = queries.portfolio.detail(store, home.SECTION)
    blocks = queries.proposal.blocks(store) if uid else ()
    heading = next((each for each in blocks if each.uid == uid and each.kind.level), None)
    if heading is None:
        return None
    number = heading_numbers(blocks).get(uid, "")
    return Section(uid, f"{number} {heading.text}".strip() or "No heading yet")


def _in_proposal(store: Store, standard: Standard) -> tuple[ProposalKsb, ...]:
    written = coverage_of.proposal(store)
    return tuple(written[ksb.uid] for ksb in assessed(standard) if ksb.uid in written)
