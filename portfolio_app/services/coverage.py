"""Which KSBs are covered: the rule of domain.coverage over what the portfolio holds now."""

from __future__ import annotations

from portfolio_app.domain.coverage import KsbCoverage
from portfolio_app.domain.coverage import coverage as work_out
from portfolio_app.domain.draft_numbers import is_blank
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.method_words import EMPLOYER, method_label
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.proposal_coverage import ProposalKsb, assessed, proposal_coverage
from portfolio_app.domain.standard import AssessmentMethod, Standard
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_USUAL = (AssessmentMethod("pd", ""), AssessmentMethod("sbp", ""), EMPLOYER)


def coverage(store: Store, *, shortlist_only: bool = True) -> tuple[KsbCoverage, ...]:
    """Return every KSB of the portfolio's standard with its status and claims.

    In the order of the themes when there are any, else knowledge, skills, behaviours.
    """
    ksbs = ksb_order(queries.standard.standard(store))
    return work_out(ksbs, queries.claims.claims(store), shortlist_only=shortlist_only)


def proposal(store: Store) -> dict[str, ProposalKsb]:
    """Return how each KSB stands in the proposal's text, by its uid.

    Those it is assessed against, and any other that a paragraph is tagged with; nothing while the
    proposal has no text.
    """
    blocks = queries.proposal.blocks(store)
    if all(is_blank(each) for each in blocks):
        return {}
    standard = queries.standard.standard(store)
    wanted = {each.uid for each in assessed(standard)} | {uid for b in blocks for uid in b.ksbs}
    ksbs = [each for each in ksb_order(standard) if each.uid in wanted]
    return {each.ksb.uid: each for each in proposal_coverage(ksbs, blocks)}


def notice(store: Store) -> str:
    """Return what must be said wherever the standard is shown; empty once it was compared."""
    return queries.standard.standard(store).notice


def method_of(ksb: Ksb, standard: Standard | None = None) -> str:
    """Return the assessment methods in words: "Discussion", "Proposal + …", or "Not set".

    Methods other than the usual ones have their names from ``standard``.
    """
    known = (*_USUAL, *(standard.methods if standard is not None else ()))
    labels = {each.id: method_label(each) for each in known}
    return " + ".join(labels.get(each, each) for each in ksb.methods) or "Not set"


def method_words(store: Store) -> dict[str, str]:
    """Return the assessment method of every KSB in words, by KSB uid."""
    standard = queries.standard.standard(store)
    return {ksb.uid: method_of(ksb, standard) for ksb in standard.ksbs}
