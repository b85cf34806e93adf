"""Claims as the page view, the text view and the passages list show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.passage import Claim
from portfolio_app.ui.kit.page_marks import Flag, Mark

QUOTE_SPOKEN = 60  # characters of a quote that a screen reader is given


def kind_of(claim: Claim, ksbs: Mapping[str, Ksb]) -> KsbKind:
    """Return the kind of the claim's KSB; by its letter when the standard no longer has it."""
    known = ksbs.get(claim.ksb_uid)
    if known is not None:
        return known.kind
    letters = {"K": KsbKind.KNOWLEDGE, "B": KsbKind.BEHAVIOUR}
    return letters.get(claim.ksb_code[:1].upper(), KsbKind.SKILL)


def place_of(claim: Claim) -> str:
    """Return where a claim's passage lies, in a few words: "page 4", "02:05 to 03:10"."""
    if claim.to_place:
        return f"to place, was on page {claim.page}" if claim.page else "to place"
    return claim.anchor.times or (f"page {claim.page}" if claim.page else "whole item")


def spoken_claim(claim: Claim) -> str:
    """Return the accessible name of a claim: "S12 claim on 'negotiated an eight-week…'"."""
    quote = claim.anchor.quote
    if claim.anchor.is_whole:
        return f"{claim.ksb_code} claim on the whole item"
    if claim.anchor.time_from is not None:
        return f"{claim.ksb_code} claim on {place_of(claim)}"
    if not quote:
        return f"{claim.ksb_code} claim on a box"
    short = quote if len(quote) <= QUOTE_SPOKEN else quote[: QUOTE_SPOKEN - 1].rstrip() + "…"
    return f"{claim.ksb_code} claim on ‘{short}’"


def reading_order(claim: Claim) -> tuple[int, float, float]:
    """Sorting key: whole items, then times, then page by page from top to bottom, then as made."""
    spans = claim.anchor.spans
    if not spans:
        return (-1, claim.anchor.time_from or -1.0, 0.0)
    first = spans[0].quads[0] if spans[0].quads else None
    if first is None:
        return (spans[0].page_index, 0.0, float(spans[0].start))
    return (spans[0].page_index, round(first[1] / 4) * 4.0, first[0])


def marks_of(claims: Iterable[Claim], ksbs: Mapping[str, Ksb]) -> tuple[Mark, ...]:
    """Return one mark a passage, in reading order, with a flag for each claim on it."""
    by_passage: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=reading_order):
        if claim.anchor.spans:
            by_passage.setdefault(claim.passage_uid, []).append(claim)
    return tuple(
        Mark(
            uid,
            found[0].anchor.spans,
            tuple(
                Flag(
                    claim.uid,
                    claim.ksb_code,
                    kind_of(claim, ksbs),
                    spoken_claim(claim),
                    claim.strength.words,
                )
                for claim in found
            ),
        )
        for uid, found in by_passage.items()
    )
