"""Two lists of KSBs are paired by their wording first, by their codes second."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app.domain.comparing import (
    Comparison,
    Decision,
    Row,
    RowStatus,
    compare,
    first_decisions,
    same_words,
    word_differences,
)
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.pasted import Pasted
from portfolio_app.store import library

HELD = library.standard("st0480-v1.2").ksbs


def pasted(ksbs: Sequence[Ksb]) -> list[Pasted]:
    return [Pasted(each.code, each.kind, each.text) for each in ksbs]


def row_of(comparison: Comparison, uid: str) -> Row:
    (row,) = [each for each in comparison.rows if each.uid == uid]
    return row


def a_statement(code: str, text: str) -> Pasted:
    return Pasted(code, KsbKind.KNOWLEDGE, text)


def a_held(code: str, text: str, *, retired: bool = False) -> Ksb:
    return Ksb(f"uid-{code}", code, KsbKind.KNOWLEDGE, text, text, retired=retired)


def test_the_same_list_has_no_differences() -> None:
    comparison = compare(HELD, pasted(HELD))

    assert comparison.differences == ()
    assert [row.uid for row in comparison.rows] == [each.uid for each in HELD]


def test_case_quotes_dashes_and_full_stops_are_no_differences() -> None:
    held = [a_held("K1", 'Use "storytelling" - and values-based leadership.')]

    comparison = compare(
        held, [a_statement("K1", "use “Storytelling” – and values\u2010based leadership")]
    )

    assert comparison.differences == ()


def test_statements_that_changed_places_are_moved_and_not_reworded() -> None:
    held = list(HELD)
    new = pasted(held)
    new[0], new[4] = (
        Pasted("K1", new[4].kind, new[4].text),
        Pasted("K5", new[0].kind, new[0].text),
    )

    comparison = compare(held, new)

    moved = row_of(comparison, held[0].uid)
    assert (moved.status, moved.code_before, moved.code_after) == (RowStatus.MOVED, "K1", "K5")
    assert not moved.is_reworded
    assert comparison.count(RowStatus.MOVED) == 2
    assert len(comparison.differences) == 2


def test_a_statement_put_in_the_middle_is_new_and_moves_the_codes_after_it() -> None:
    held = [a_held("K1", "Know the law."), a_held("K2", "Lead people through change.")]
    new = [
        a_statement("K1", "Know the law."),
        a_statement("K2", "Work with suppliers abroad."),
        a_statement("K3", "Lead people through change."),
    ]

    comparison = compare(held, new)

    assert [(row.status.value, row.code_before, row.code_after) for row in comparison.rows] == [
        ("same", "K1", "K1"),
        ("new", "", "K2"),
        ("moved", "K2", "K3"),
    ]


def test_the_words_that_differ_are_marked_in_both_texts() -> None:
    before = "Lead change in their area of responsibility, and drive improvement."
    after = "Lead lasting change in their area of responsibility, and drive growth."

    removed, added = word_differences(before, after)

    assert [before[a:b] for a, b in removed] == ["improvement"]
    assert [after[a:b] for a, b in added] == ["lasting", "growth"]


def test_only_a_code_in_common_is_said_to_be_that() -> None:
    comparison = compare(
        [a_held("K1", "Brand and reputation management.")],
        [a_statement("K1", "Supply chains, procurement, contracts.")],
    )

    (row,) = comparison.rows
    assert (row.status, row.by_code) == (RowStatus.REWORDED, True)


def test_a_retired_statement_comes_back_by_its_words_only() -> None:
    held = [a_held("K1", "Know the law.", retired=True), a_held("K2", "Lead.", retired=True)]

    comparison = compare(held, [a_statement("K7", "Know the law."), a_statement("K2", "Follow.")])

    assert [(row.status, row.uid, row.returns) for row in comparison.rows] == [
        (RowStatus.NEW, "uid-K1", True),
        (RowStatus.NEW, "", False),
    ]


def test_a_paste_without_any_skill_leaves_the_skills_alone_unless_told_otherwise() -> None:
    knowledge = [each for each in HELD if each.kind is KsbKind.KNOWLEDGE][1:]

    comparison = compare(HELD, pasted(knowledge))

    decisions = first_decisions(comparison)
    missing = [row for row in comparison.rows if row.status is RowStatus.MISSING]
    assert {decisions[row.key] for row in missing if row.kind is KsbKind.SKILL} == {Decision.LEAVE}
    assert decisions[HELD[0].uid] is Decision.ACCEPT, "one of a kind that was pasted is missing"


def test_a_paste_of_a_few_statements_takes_none_of_the_others_away() -> None:
    few = [each for each in HELD if each.kind is KsbKind.KNOWLEDGE][:2]

    comparison = compare(HELD, pasted(few))

    decisions = first_decisions(comparison)
    missing = [row for row in comparison.rows if row.status is RowStatus.MISSING]
    assert missing
    assert {decisions[row.key] for row in missing} == {Decision.LEAVE}


WORDS = st.sampled_from(["lead", "plan", "change", "people", "risk", "values", "and", "the", "of"])
STATEMENTS = st.lists(
    st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=0, max_size=10
)


@settings(max_examples=200, deadline=None)
@given(STATEMENTS, STATEMENTS, st.randoms(use_true_random=False))
def test_every_statement_of_both_lists_is_in_exactly_one_row(
    old: list[str], new: list[str], chance: object
) -> None:
    held = [a_held(f"K{at}", text) for at, text in enumerate(old, start=1)]
    codes = [f"K{at}" for at in range(1, len(new) + 1)]
    getattr(chance, "shuffle")(codes)  # noqa: B009 - hypothesis hides its type
    paste = [a_statement(code, text) for code, text in zip(codes, new, strict=True)]

    comparison = compare(held, paste)

    assert sorted(row.uid for row in comparison.rows if row.uid) == sorted(k.uid for k in held)
    assert [row.code_after for row in comparison.rows if row.code_after] == codes
    assert comparison == compare(held, paste), "the same lists give the same comparison"
    for row in comparison.rows:
        if row.status is RowStatus.SAME:
            assert same_words(row.text_before, row.text_after)
            assert row.code_before == row.code_after
        if row.text_before and row.text_after:
            assert row.is_reworded == (not same_words(row.text_before, row.text_after))
        for text, ranges in (
            (row.text_before, row.before_ranges),
            (row.text_after, row.after_ranges),
        ):
            assert all(0 <= start < end <= len(text) for start, end in ranges)


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(len(HELD))))
def test_whatever_the_codes_equal_words_stay_together(order: list[int]) -> None:
    paste = [Pasted(HELD[at].code, k.kind, k.text) for at, k in zip(order, HELD, strict=True)]

    comparison = compare(HELD, paste)

    assert all(same_words(row.text_before, row.text_after) for row in comparison.rows)
    assert [row.uid for row in comparison.rows] == [each.uid for each in HELD]
