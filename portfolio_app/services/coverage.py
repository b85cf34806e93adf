"""Which KSBs are covered: the rule of domain.coverage over what the portfolio holds now."""

from __future__ import annotations

from portfolio_app.domain.coverage import KsbCoverage
from portfolio_app.domain.coverage import coverage as work_out
from portfolio_app.domain.ksb import Ksb
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_METHOD_WORDS = {"pd": "Discussion", "sbp": "Proposal"}


def coverage(store: Store, *, shortlist_only: bool = True) -> tuple[KsbCoverage, ...]:
    """Return every KSB of the portfolio's standard with its status and claims, in its order."""
    ksbs = queries.standard.standard(store).ksbs
    return work_out(ksbs, queries.claims.claims(store), shortlist_only=shortlist_only)


def notice(store: Store) -> str:
    """Return what must be said wherever the standard is shown; empty once it was compared."""
    return queries.standard.standard(store).notice


def method_of(ksb: Ksb) -> str:
    """Return the assessment method in words: "Discussion", "Proposal", both, or "Not set"."""
    return " + ".join(_METHOD_WORDS.get(each, each) for each in ksb.methods) or "Not set"


def method_words(store: Store) -> dict[str, str]:
    """Return the assessment method of every KSB in words, by KSB uid."""
    return {ksb.uid: method_of(ksb) for ksb in queries.standard.standard(store).ksbs}
