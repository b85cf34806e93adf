"""The standard's statements: compared or not, shown by a passage, claimed too often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.passage import Claim
from portfolio_app.problems import Level, Problem
from portfolio_app.services.preflight.looking import Look, count, listed
from portfolio_app.store import queries


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of the standard as a whole, then of each KSB in its order."""
    if not at.items:
        return
    if at.standard.notice:
        check = "standard.wording" if at.standard.ksbs else "standard.no-list"
        yield at.found(check, "standard", at.standard.notice)
    waiting = queries.reviews.reviews(at.store)
    if waiting:
        codes = listed([each.ksb.code for each in waiting])
        wait = "waits" if len(waiting) == 1 else "wait"
        yield at.found(
            "standard.review",
            "standard",
            f"{count(len(waiting), 'KSB')} changed with the accepted list and {wait}: {codes}. "
            "Look at each in the standard's review.",
            detail=[each.ksb.uid for each in waiting],
        )
    of_ksb: dict[str, list[Claim]] = {}
    for claim in at.every_claim:
        of_ksb.setdefault(claim.ksb_uid, []).append(claim)
    with_pages = {each.uid for each in at.items if each.pages}
    for ksb in ksb_order(at.standard):
        claims = of_ksb.get(ksb.uid, [])
        yield from _shown(at, ksb, claims, with_pages)
        refs = list(dict.fromkeys(each.ref for each in claims))
        if len(refs) > at.limits.ksb_items:
            yield _about(
                at,
                ksb,
                "ksb.many-items",
                f"is claimed in {len(refs)} pieces; more than {at.limits.ksb_items} may look like "
                "padding. Keep the best.",
                detail=(len(refs),),
            )


def _shown(at: Look, ksb: Ksb, claims: list[Claim], with_pages: set[str]) -> Iterator[Problem]:
    if not ksb.in_discussion:
        return
    if not claims:
        is_set = bool(ksb.methods)
        why = "is assessed by the discussion" if is_set else "has no assessment method set"
        # Without a method it is never must fix.
        level = None if is_set else Level.SHOULD_CHECK
        words = f"{why} and has no passage in these pieces."
        yield _about(at, ksb, "ksb.no-passage", words, level)
    elif all(each.anchor.is_whole and each.item_uid in with_pages for each in claims):
        refs = listed(list(dict.fromkeys(each.ref for each in claims)))
        words = f"is claimed for the whole of {refs}. Choose the passage that shows it."
        items = sorted({each.item_uid for each in claims})
        yield _about(at, ksb, "ksb.whole-only", words, detail=items)


def _about(
    at: Look,
    ksb: Ksb,
    check: str,
    words: str,
    level: Level | None = None,
    detail: Iterable[object] = (),
) -> Problem:
    return at.found(
        check,
        ksb.code,
        f"{ksb.code} {ksb.short} {words}",
        about_uid=ksb.uid,
        level=level,
        detail=detail,
    )
