"""The presentation's times and its practice questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.standard import portfolio_methods
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, mapping, presentation, proposal
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid


def test_times_say_where_they_come_from_until_they_are_typed(store: Store) -> None:
    given = presentation.times(store)
    assert (given.presentation, given.questioning, given.confirmed) == (20, 40, False)
    assert "Ask your assessment organisation" in given.source
    presentation.set_times(store, 15, 45)
    typed = presentation.times(store)
    assert (typed.presentation, typed.questioning) == (15, 45)
    assert typed.source.startswith("Set by you")
    with pytest.raises(PortfolioError):
        presentation.set_times(store, 0, 45)
    assert presentation.times(store) == typed


def test_a_card_asks_about_the_sections_that_were_tagged(store: Store) -> None:
    k8, s2 = mapping.ksb_called(store, "K8"), mapping.ksb_called(store, "S2")
    written = [
        Block(new_uid(), BlockKind.HEADING_1, (Inline(text="Options"),)),
        Block(new_uid(), inlines=(Inline(text="Three."),), ksbs=(k8.uid,)),
        Block(new_uid(), inlines=(Inline(text="Four."),), ksbs=(k8.uid,)),
        Block(new_uid(), BlockKind.HEADING_1, (Inline(text="Finance"),), ksbs=(s2.uid, k8.uid)),
    ]
    proposal.keep(store, written, [each.uid for each in written])
    deck = {card.ksb_code: card for card in presentation.deck(store)}
    assert deck["K8"].where == ("1 Options", "2 Finance")
    assert "“1 Options” and “2 Finance”" in deck["K8"].question
    assert " ".join(k8.text.split()).rstrip(".") in deck["K8"].question
    assert "“2 Finance”" in deck["S2"].question
    assert not any("{" in card.question for card in deck.values())


def test_a_heading_without_words_begins_no_section(store: Store) -> None:
    k8 = mapping.ksb_called(store, "K8").uid
    written = [
        Block(new_uid(), inlines=(Inline(text="One."),), ksbs=(k8,)),
        Block(new_uid(), BlockKind.HEADING_1, (Inline(text=" "),)),
        Block(new_uid(), inlines=(Inline(text="Two."),), ksbs=(k8,)),
        Block(new_uid(), BlockKind.HEADING_1, (Inline(text="Options"),)),
        Block(new_uid(), BlockKind.HEADING_1),
        Block(new_uid(), inlines=(Inline(text="Three."),), ksbs=(k8,)),
    ]
    proposal.keep(store, written, [each.uid for each in written])
    assert presentation.tagged_sections(store) == {k8: ["the opening", "1 Options"]}


def test_own_questions_are_added_changed_removed_and_undone(store: Store) -> None:
    added = presentation.add_question(store, "  Who pays \n for it? ")
    presentation.change_question(store, added.focus, "Who pays for it, and when?")
    assert [card.question for card in presentation.deck(store) if card.own] == [
        "Who pays for it, and when?"
    ]
    removed = presentation.remove_question(store, added.focus)
    assert presentation.own_questions(store) == ()
    for verb in (
        lambda: presentation.remove_question(store, added.focus),
        lambda: presentation.add_question(store, "  "),
        lambda: presentation.add_question(store, "x" * 1001),
    ):
        with pytest.raises(PortfolioError):
            verb()
    history.undo(store, removed.step)
    assert [each.text for each in presentation.own_questions(store)] == [
        "Who pays for it, and when?"
    ]


def test_what_is_retired_or_shown_by_the_portfolio_alone_is_not_asked_about(store: Store) -> None:
    standard = queries.standard.standard(store)
    method = portfolio_methods(standard.methods)[0]
    plain, retired, tagged = standard.ksbs[:3]
    some = (
        replace(plain, methods=(method,)),
        replace(retired, methods=("sbp",), retired=True),
        replace(tagged, methods=(method,)),
        replace(standard.ksbs[3], methods=("sbp",)),
    )
    asked = presentation._ksbs(replace(standard, ksbs=some), {tagged.uid: ["1"], retired.uid: []})
    assert {each.uid for each in asked} == {tagged.uid, standard.ksbs[3].uid}
