"""Speaker notes are not in a bundle unless somebody chose them."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.domain.bundle import PlanClaim, PlanItem, PlanMark
from portfolio_app.domain.options import PagesShown
from portfolio_app.domain.shown import shown_pages
from portfolio_app.domain.simple import note_pages

WHOLE = PlanClaim("c1", "k1", "", "", ())
SLIDES = PlanItem("i1", "E01", "Talk", "Presentation", "", 5, "talk.pptx", 10, "00",
                  claims=(WHOLE,), note_pages=(3, 4))  # fmt: skip


def on(page: int) -> PlanClaim:
    return PlanClaim("c2", "k1", "words", "", (PlanMark(page, ()),))


def test_pages_of_notes_are_left_out_whatever_is_claimed_of_the_slides() -> None:
    assert shown_pages(SLIDES, 5) == (0, 1, 2)
    assert shown_pages(SLIDES, 5, choice=PagesShown.ALL) == (0, 1, 2)
    assert shown_pages(replace(SLIDES, claims=(on(2),), pages_shown="claimed"), 5) == (1, 2)


def test_a_claim_on_notes_or_the_choice_of_every_page_shows_them() -> None:
    assert shown_pages(replace(SLIDES, claims=(WHOLE, on(4))), 5) == (0, 1, 2, 4)
    assert shown_pages(replace(SLIDES, pages_shown=PagesShown.ALL.value), 5) == (0, 1, 2, 3, 4)


def test_pages_of_notes_are_the_last_ones_from_their_heading_on() -> None:
    slides = ["Talk\nSlide 1\nSpeaker notes\nare useful", "Slide 2"]
    assert note_pages(slides) == ()
    assert note_pages([*slides, "Talk\nSpeaker notes\nSlide 1\nSay this", "and this"]) == (2, 3)
    assert note_pages([]) == ()
