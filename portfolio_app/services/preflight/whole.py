"""The bundle as a whole: its cover, how many pieces and pages, how large, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from portfolio_app.problems import Level, Problem
from portfolio_app.services.preflight.looking import FACT, Look


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of the bundle as a whole."""
    yield from _cover(at)


def _cover(at: Look) -> Iterator[Problem]:
    facts = {
        "employer": at.details.employer,
        "training provider": at.details.provider,
        "EPAO": at.details.epao,
        "apprentice reference": at.details.reference,
        "gateway": at.details.gateway,
    }
    blank = ", ".join(name for name, value in facts.items() if not value.strip())
    if blank:
        yield Problem(
            Level.SHOULD_CHECK,
            "cover.blank",
            "cover",
            f"The cover has a blank line for: {blank}.",
            source=FACT,
            may_accept=True,
        )
