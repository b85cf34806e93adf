"""The facts behind Next three, read for Home, and where each suggestion leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.next_three import Facts, Goal, Suggestion, Unproven
from portfolio_app.domain.telling import near_count
from portfolio_app.services import home
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, SETTINGS, STANDARD, Place
from portfolio_app.ui.kit.workspace import Workspace

_ACTIONS = {Goal.BACK_UP: "back_up", Goal.KEY: "recovery_key"}
_PLACES = {
    Goal.BACKUP_PLACE: Place(SETTINGS, tab="keys"),
    Goal.COMPARE: Place(STANDARD, tab="compare"),
    Goal.REVIEW: Place(STANDARD, tab="review"),
    Goal.LIBRARY: Place(EVIDENCE, tab="library"),
    Goal.SORT: Place(EVIDENCE, tab="inbox", want="sort"),
}
_ICONS = {
    Goal.BACKUP_PLACE: "hard-drive",
    Goal.BACK_UP: "hard-drive",
    Goal.KEY: "key-round",
    Goal.COMPARE: "list",
    Goal.ITEM: "circle-dashed",
    Goal.PLACE: "crosshair",
    Goal.REVIEW: "scroll-text",
    Goal.LIBRARY: "bookmark",
    Goal.HIGHLIGHTS: "highlighter",
    Goal.SORT: "layers",
}
_STATUS_ICONS = {
    KsbStatus.GAP: "circle-dashed",
    KsbStatus.STARTED: "circle-dot",
    KsbStatus.COVERED: "circle-check",
}


def read_facts(
    workspace: Workspace,
    items: Sequence[EvidenceItem],
    library: Sequence[KsbCoverage],
    near: dict[str, int],
    now: datetime,
) -> Facts:
    """Return what the rules look at. ``library`` is the coverage of the whole library."""
    work = workspace
    details = work.read(queries.portfolio.details)
    standard = work.read(queries.standard.standard)
    evidence = [item for item in items if item.is_evidence]
    return Facts(
        now=now,
        coverage=tuple(row for row in library if not row.ksb.retired),
        items=len(items),
        claims=sum(item.claims for item in evidence),
        shortlisted=sum(bool(item.ref) for item in evidence),
        first_at=min((item.added_at for item in items), default=""),
        backup_folder=details.backup_folder,
        backed_up_at=details.backed_up_at,
        key_saved=bool(details.recovery_key_saved),
        is_compared=bool(standard.wording_accepted) or not standard.ksbs,
        unproven=tuple(
            Unproven(item.uid, item.title, item.ref, item.candidates)
            for item in evidence
            if item.candidates and item.shelf is Shelf.LIBRARY
        ),
        to_place=work.read(queries.home.passages_to_place),
        reviews=work.read(queries.home.reviews_waiting),
        highlights=work.read(queries.home.highlights_waiting),
        inbox=sum(item.shelf is Shelf.INBOX for item in items),
        near=near,
        put_off=work.read(home.put_off),
        is_disposable=work.is_sample or work.readonly,
    )


def count_near(store: Store, gaps: Sequence[Ksb]) -> dict[str, int]:
    """Return how many passages share words with each of some KSBs, by uid. Not for the window."""
    quotes = [claim.anchor.quote for claim in queries.claims.claims(store) if claim.anchor.quote]
    return {ksb.uid: near_count(f"{ksb.short} {ksb.text}", quotes) for ksb in gaps}


def place_of(each: Suggestion) -> Place | None:
    """Return where a suggestion leads; None for one that an action does."""
    if each.goal is Goal.KSB:
        want = "find" if each.status is KsbStatus.GAP else ""
        return Place(KSBS, tab="ksb", ksb=each.ksb_uid, want=want)
    if each.goal is Goal.ITEM:
        return Place(EVIDENCE, item=each.item_uid)
    if each.goal is Goal.PLACE:
        return Place(EVIDENCE, item=each.item_uid, want="place")
    if each.goal is Goal.HIGHLIGHTS:
        return Place(EVIDENCE, item=each.item_uid, want="highlights")
    return _PLACES.get(each.goal)


def action_of(each: Suggestion) -> str:
    """Return the name of the action that a suggestion's button does, "" for a place."""
    return _ACTIONS.get(each.goal, "")


def icon_of(each: Suggestion) -> str:
    """Return the icon before a suggestion."""
    if each.status is not None:
        return _STATUS_ICONS.get(each.status, "circle-dashed")
    return _ICONS[each.goal]
