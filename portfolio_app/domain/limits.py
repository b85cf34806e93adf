"""The numbers the app goes by: the standard's rules where it states them, else the app's own.

A rule the person changed ("my EPAO says so") holds in place of the pack's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portfolio_app.domain.bundle import LONG_PIECE
from portfolio_app.domain.standard import Rule, Standard

OWN = "This app's own limit"
PIECES = "portfolio.pieces"
RECORDING = "portfolio.av_minutes"
SCOPE_WORDS = "gateway.scope"
PROPOSAL_WORDS = "proposal.words"

# Ours, not the standard's: said to be ours, and editable.
OWN_RULES = (
    Rule("own.long_piece", "bundle", "A longer piece shows its title page, its claimed pages and "
         "one either side", LONG_PIECE, "pages", note=OWN),
    Rule("own.item_ksbs", "bundle", "More KSBs claimed in one piece should be checked", 6, "KSBs",
         note=OWN),
    Rule("own.passage_ksbs", "bundle", "More KSBs claimed on one passage should be checked", 3,
         "KSBs", note=OWN),
    Rule("own.ksb_items", "bundle", "More pieces for one KSB should be checked", 4, "pieces",
         note=OWN),
    Rule("own.context_words", "evidence", "What a piece is, in a sentence or two: what fits on its "
         "front sheet", 40, "words", note=OWN),
    Rule("own.part_words", "evidence", "My part in a piece: what fits on its front sheet", 150,
         "words", note=OWN),
    Rule("own.bundle_pages", "bundle", "A longer bundle should be checked", 250, "pages", note=OWN),
)  # fmt: skip
_FALLBACK = {PIECES: 18, RECORDING: 5, SCOPE_WORDS: 500, PROPOSAL_WORDS: 4000}


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in force: counts, pages, words, and minutes of a recording."""

    pieces: int
    long_piece: int
    recording_minutes: float
    scope_words: int
    proposal_words: int
    item_ksbs: int
    passage_ksbs: int
    ksb_items: int
    bundle_pages: int


def limits(standard: Standard) -> Limits:
    """Return the limits in force for a standard."""

    def value(rule_id: str) -> float:
        rule = rule_in_force(standard, rule_id)
        if rule is not None and rule.value > 0:
            return rule.value
        return float(_FALLBACK.get(rule_id, 0))

    return Limits(
        pieces=int(value(PIECES)),
        long_piece=int(value("own.long_piece")),
        recording_minutes=value(RECORDING),
        scope_words=int(value(SCOPE_WORDS)),
        proposal_words=int(value(PROPOSAL_WORDS)),
        item_ksbs=int(value("own.item_ksbs")),
        passage_ksbs=int(value("own.passage_ksbs")),
        ksb_items=int(value("own.ksb_items")),
        bundle_pages=int(value("own.bundle_pages")),
    )


def rule_in_force(standard: Standard, rule_id: str) -> Rule | None:
    """Return the standard's rule of this id, else the app's own; None when there is none."""
    stated = standard.rule(rule_id)
    if stated is not None:
        return stated
    return next((rule for rule in OWN_RULES if rule.id == rule_id), None)


def all_rules(standard: Standard) -> tuple[Rule, ...]:
    """Return every rule in force: the standard's, then the app's own that it does not state."""
    stated = {rule.id for rule in standard.rules}
    return (*standard.rules, *(rule for rule in OWN_RULES if rule.id not in stated))


def source_of(standard: Standard, rule: Rule) -> str:
    """Return where a rule comes from and how sure it is, as one line for the person."""
    if rule.note == OWN and not rule.said_by:
        return f"{OWN}, not the standard's."
    return standard.source_line(rule)


def band_of(rule: Rule) -> tuple[int, int]:
    """Return the least and the most words that a rule allows: its number and its "+/-10%"."""
    percent = rule.tolerance_percent
    if not percent:
        stated = re.search(r"(\d+(?:\.\d+)?)\s*(?:%|per\s?cent)", f"{rule.text} {rule.note}")
        percent = float(stated[1]) if stated else 0
    return round(rule.value * (1 - percent / 100)), round(rule.value * (1 + percent / 100))
