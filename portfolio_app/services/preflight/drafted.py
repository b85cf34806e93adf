"""The proposal as it is written here, for the pack that it goes into."""

from __future__ import annotations

from collections.abc import Iterator

from portfolio_app.domain.options import Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import Problem
from portfolio_app.services import proposal_checks
from portfolio_app.services.preflight.looking import Look


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of the text; its length is said of the paper once that is there."""
    if at.options.profile is Profile.PROPOSAL:
        band = PaperKind.PROPOSAL not in at.papers
        yield from proposal_checks.of_text(at.store, band=band)
