"""Where to speak to a KSB, as a card says it."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.domain.at_page import places, shortened
from portfolio_app.domain.cited import Printed
from portfolio_app.domain.passage import Anchor
from tests.domain.builders import a_claim


def test_a_place_is_the_bundles_page_else_the_pieces_else_its_name() -> None:
    claim = a_claim("Minutes", "K1", ref="E07", page_index=3, uid="one")
    printed = Printed("b", "2026-03-03", handed_in=False, claims={"one": 47})
    recorded = replace(claim, passage_uid="other", anchor=Anchor(time_from=5, time_to=65))
    unlisted = replace(claim, passage_uid="third", uid="x", ref="")
    assert [each.place for each in places([claim, claim], printed)] == ["Page 47 · E07"]
    assert [each.place for each in places([claim, recorded, unlisted], None)] == [
        "E07, page 4",
        "E07, 00:05 to 01:05",
        "Minutes, page 4",
    ]


def test_words_are_cut_between_words() -> None:
    assert shortened("three  options", 20) == "three options"
    assert shortened("set out three options and", 15) == "set out three…"
    assert shortened("x" * 30, 10) == "x" * 10 + "…"
