"""The standard's statements: compared or not, shown by a passage, claimed too often."""

from __future__ import annotations

from collections.abc import Iterator

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.passage import Claim
from portfolio_app.problems import Level, Problem
from portfolio_app.services.preflight.looking import FACT, Look, count, level_of, listed
from portfolio_app.store import queries

EACH_KSB = "portfolio.each_ksb"


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of the standard as a whole, then of each KSB in its order."""
    if at.standard.notice:
        rule = "standard.wording" if at.standard.ksbs else "standard.no-list"
        yield Problem(Level.MUST_FIX, rule, "standard", at.standard.notice, source=FACT)
    waiting = queries.reviews.reviews(at.store)
    if waiting:
        codes = listed([each.ksb.code for each in waiting])
        words = f"{count(len(waiting), 'KSB')} changed with the accepted list and waits: {codes}."
        if len(waiting) > 1:
            words = words.replace("waits", "wait")
        yield Problem(
            Level.SHOULD_CHECK,
            "standard.review",
            "standard",
            f"{words} Look at each in the standard's review.",
            source=FACT,
            may_accept=True,
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
                ksb,
                "many-items",
                f"is claimed in {len(refs)} pieces; more than {at.limits.ksb_items} may look like "
                "padding. Keep the best.",
                source=at.source("own.ksb_items"),
            )


def _shown(at: Look, ksb: Ksb, claims: list[Claim], with_pages: set[str]) -> Iterator[Problem]:
    if not ksb.in_discussion:
        return
    rule = at.rule(EACH_KSB)
    source = at.source(EACH_KSB) or FACT
    if not claims:
        is_set = bool(ksb.methods)
        why = "is assessed by the discussion" if is_set else "has no assessment method set"
        # Without a method it is never must fix (decision D8).
        level = level_of(rule) if is_set else Level.SHOULD_CHECK
        words = f"{why} and has no passage in these pieces."
        yield _about(ksb, "no-passage", words, level, source=source)
    elif all(each.anchor.is_whole and each.item_uid in with_pages for each in claims):
        refs = listed(list(dict.fromkeys(each.ref for each in claims)))
        yield _about(
            ksb,
            "whole-only",
            f"is claimed for the whole of {refs}. Choose the passage that shows it.",
        )


def _about(
    ksb: Ksb, rule: str, words: str, level: Level = Level.SHOULD_CHECK, *, source: str = FACT
) -> Problem:
    return Problem(
        level,
        f"ksb.{rule}",
        ksb.code,
        f"{ksb.code} {ksb.short} {words}",
        about_uid=ksb.uid,
        source=source,
        may_accept=level is Level.SHOULD_CHECK,
    )
