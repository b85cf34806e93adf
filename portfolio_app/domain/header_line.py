"""How far the proposal is, in one line beside its tabs."""

from __future__ import annotations

from portfolio_app.domain.clock import Clock
from portfolio_app.domain.word_count import Band


def header_words(clock: Clock, band: Band, counted: int) -> str:
    """Return "Week 5 of 12 · due 14 March · 3,812 of 3,600 to 4,400"; what is unknown left out."""
    return " · ".join(part for part in (clock.words, band.count_words(counted)) if part)
