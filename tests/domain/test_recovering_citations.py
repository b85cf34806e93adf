"""A citation comes live again only where its printed words can be nothing else."""

from __future__ import annotations

import pytest

from portfolio_app.domain.draft import Inline, InlineKind
from portfolio_app.domain.recovering_citations import inlines, locate, source, target
from portfolio_app.domain.word_copy import Piece

CITED = Inline(InlineKind.EVIDENCE, item_uid="i" * 26)


def live(printed: str, came: str, before: str = "The budget was overspent (") -> bool:
    """Return whether a citation at the end of a paragraph is live in what came back."""
    old = source("a" * 26, (Inline(text=before), CITED, Inline(text=").")), (printed,))
    new = target([Piece(came)])
    locate([old], new, set())
    return CITED in inlines(new)


@pytest.mark.parametrize(
    "came",
    [
        "The budget was overspent (Board minutes).",
        "The budget was overspent by a fifth.",
        "The spend was too high. Budget holders agreed.",
        "The spend was too high (budget).",
        "It was overspent; the Budget is in hand.",
    ],
)
def test_a_title_that_is_a_word_like_any_other_stays_a_word(came: str) -> None:
    assert not live("Budget", came)


def test_a_citation_with_its_words_beside_it_is_live() -> None:
    assert live("Budget", "The budget was badly overspent (Budget).")
    assert live("E07, p. 4", "E07, p. 4 says what was overspent.")
    assert not live("E07, p. 4", "E07, p. 4 says so.", before="As E07, p. 4 has it (")
