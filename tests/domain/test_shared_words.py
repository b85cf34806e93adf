import time

from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.shared_words import shared_words
from portfolio_app.store import library


def _ksb(code: str, text: str, *, retired: bool = False) -> Ksb:
    return Ksb(f"uid-{code}", code, KsbKind.SKILL, text, "", retired=retired)


KSBS = (
    _ksb("K1", "Organisational strategy and the shaping of vision"),
    _ksb("S2", "Negotiates and influences stakeholders in the organisation"),
    _ksb("S3", "Manages budgets and financial risk of the organisation"),
    _ksb("B4", "Values diversity across the organisation"),
    _ksb("B5", "Listens to others in the organisation"),
)


def test_other_forms_of_a_word_are_the_same_word_and_the_passages_own_form_is_named() -> None:
    found = shared_words(KSBS, "After the negotiation the budget was agreed; a budgetary risk.")

    assert [(each.ksb_code, each.words) for each in found] == [
        ("S3", ("budget", "risk")),
        ("S2", ("negotiation",)),
    ]


def test_words_of_most_statements_and_small_words_share_nothing() -> None:
    assert shared_words(KSBS, "The organisation and its working with others") == ()
    assert shared_words(KSBS, "") == ()
    assert shared_words((), "budget") == ()


def test_a_retired_statement_is_not_named() -> None:
    assert shared_words((_ksb("S3", "Manages budgets", retired=True),), "the budget") == ()


def test_at_most_three_are_named_always_the_same_and_at_once() -> None:
    ksbs = library.standards()[0].ksbs
    passage = (
        "The board challenged the financial strategy, negotiated with partners and stakeholders, "
        "and agreed a commercial plan for innovation, governance, ethics and sustainability. "
    ) * 8

    first = shared_words(ksbs, passage)
    began = time.perf_counter()
    again = [shared_words(ksbs, passage) for _ in range(10)]
    seconds = (time.perf_counter() - began) / 10

    assert len(first) == 3
    assert all(each == first for each in again)
    assert all(each.words for each in first)
    assert seconds < 0.05
