"""Suggest a set: the best there is, by the order of D25, with reasons."""

import random
import time
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app.domain.best_set import BestSet, Gives, best_set, counts
from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.passage import Strength
from portfolio_app.domain.selection import suggest
from tests.domain.builders import a_claim, a_ksb, an_item


def by_trying_all(gives: list[Gives], most: int) -> tuple[int, ...]:
    """Return the best set the slow way: every set there is, compared wish by wish."""
    useful = [n for n, i in enumerate(gives) if i.covers | i.best | i.some | i.maybe]
    sets = [s for size in range(min(most, len(useful)) + 1) for s in combinations(useful, size)]
    return max(sets, key=lambda s: (*counts(gives, s), -len(s), tuple(-n for n in s)))


@st.composite
def some_items(draw: st.DrawFn) -> list[Gives]:
    width = draw(st.integers(1, 9))
    masks = st.integers(0, 2**width - 1)
    items = []
    for _ in range(draw(st.integers(0, 9))):
        some = draw(masks) & draw(masks)
        covers = some & draw(masks)
        items.append(Gives(covers, covers & draw(masks), some, some | draw(masks) & draw(masks)))
    return items


@settings(deadline=None, max_examples=400)
@given(some_items(), st.integers(0, 7))
def test_the_set_is_the_one_that_trying_all_finds(gives: list[Gives], most: int) -> None:
    assert best_set(gives, most) == BestSet(by_trying_all(gives, most), proven=True)


def a_library(seed: int, items: int, ksbs: int, claims: int) -> list[Gives]:
    chance = random.Random(seed)  # noqa: S311 - a library to choose from, not a secret
    gives = []
    for _ in range(items):
        covers = best = some = 0
        for ksb in chance.sample(range(ksbs), chance.randint(1, claims)):
            strength = chance.choice([1, 2, 2, 2, 3])
            some |= 1 << ksb
            covers |= (1 << ksb) * (strength >= 2)
            best |= (1 << ksb) * (strength == 3)
        gives.append(Gives(covers, best, some))
    return gives


@pytest.mark.parametrize("seed", range(4))
def test_sixty_items_and_46_ksbs_are_chosen_from_with_proof(seed: int) -> None:
    gives = a_library(seed, 60, 46, 8)

    begun = time.process_time()
    found = best_set(gives, 18)
    taken = time.process_time() - begun

    assert found.proven
    assert len(found.items) <= 18
    assert taken < 3.0  # about 0.2 seconds on a quiet desktop; the figure asked for is 1
    assert found == best_set(gives, 18)


def test_a_search_cut_short_says_so_and_still_gives_a_good_set() -> None:
    gives = a_library(1, 60, 46, 8)

    short = best_set(gives, 18, steps=5)
    whole = best_set(gives, 18)

    assert not short.proven
    assert len(short.items) <= 18
    assert counts(gives, short.items) <= counts(gives, whole.items)
    assert counts(gives, short.items)[0] >= counts(gives, whole.items)[0] - 3


def test_a_library_of_400_claimed_items_is_answered_within_reason() -> None:
    begun = time.process_time()

    found = best_set(a_library(2, 400, 46, 8), 18)

    assert len(found.items) <= 18
    assert time.process_time() - begun < 12.0


def test_wishes_are_granted_in_their_order() -> None:
    ksbs = [a_ksb("K1"), a_ksb("S1")]
    items = [an_item(uid) for uid in "abc"]
    best = Strength.BEST
    claims = [
        a_claim("a", "K1"),
        a_claim("a", "S1"),
        a_claim("b", "K1", best),
        a_claim("c", "S1"),
    ]

    one, two, three = (suggest(ksbs, items, claims, n) for n in (1, 2, 3))

    assert one.chosen == ("a",)  # both covered, before a best example
    assert two.chosen == ("a", "b")  # as many with two items as a and c, and a best example
    assert three.chosen == ("a", "b", "c")
    assert (three.covered, three.twice, three.best) == (2, 2, 1)


def test_fewer_items_then_newer_then_the_lower_uid() -> None:
    ksbs = [a_ksb("K1")]
    same = [a_claim(uid, "K1", Strength.BEST) for uid in ("a", "b", "c", "d")]
    dated = [
        an_item("a"),
        an_item("b", date="2025-01-01"),
        an_item("c", date="2025-06-01"),
        an_item("d", date="2025-06-01"),
    ]

    assert suggest(ksbs, dated, same, 1).chosen == ("c",)
    assert suggest(ksbs, dated, same, 3).chosen == ("c", "d")  # a third would add nothing


def test_only_ksbs_of_the_discussion_or_without_a_method_count() -> None:
    ksbs = [a_ksb("K1", "sbp"), a_ksb("S1", "pd"), a_ksb("S2", "sbp", "pd"), a_ksb("B1")]
    items = [an_item(uid) for uid in "abcd"]
    claims = [a_claim("a", "K1"), a_claim("b", "S1"), a_claim("c", "S2")]

    found = suggest(ksbs, items, claims, 4)

    assert set(found.chosen) == {"b", "c"}
    assert found.uncovered == ("ksb-B1",)


def test_whole_items_and_partly_never_cover_but_are_not_forgotten() -> None:
    ksbs = [a_ksb("K1"), a_ksb("K2")]
    items = [an_item("a"), an_item("b")]
    claims = [a_claim("a", "K1", Strength.BEST, whole=True), a_claim("b", "K2", Strength.PARTLY)]

    found = suggest(ksbs, items, claims, 18)

    assert found.chosen == ("a", "b")
    assert found.covered == 0
    assert found.uncovered == ("ksb-K1", "ksb-K2")
    assert dict(found.reasons)["a"] == "Claimed for K1, which needs a clear passage"


def test_items_that_may_not_leave_or_are_in_the_bin_are_not_chosen() -> None:
    items = [an_item("a", do_not_export=True), an_item("b", binned_at="2025-01-01T00:00:00Z")]
    claims = [a_claim("a", "K1"), a_claim("b", "K1"), a_claim("gone", "K1")]

    found = suggest([a_ksb("K1")], items, claims, 18)

    assert found.chosen == ()
    assert found.uncovered == ("ksb-K1",)


def test_every_choice_has_its_reason_and_keeps_its_place_on_the_shortlist() -> None:
    ksbs = [a_ksb(code) for code in ("K1", "K11", "S3")]
    items = [
        an_item("new", date="2025-09-01"),
        an_item("first", position=0),
        an_item("second", position=4),
    ]
    claims = [
        a_claim("second", "K1"),
        a_claim("first", "K1", Strength.BEST),
        a_claim("first", "K11"),
        a_claim("new", "S3"),
    ]

    found = suggest(ksbs, items, claims, 18)

    assert found.chosen == ("first", "second", "new")
    assert found.reasons == (
        ("first", "The only item showing K11; second source for K1"),
        ("second", "Second source for K1"),
        ("new", "The only item showing S3"),
    )


def test_nothing_to_choose_from_is_an_empty_set() -> None:
    assert suggest([], [], [], 18).chosen == ()
    assert suggest([a_ksb("K1")], [an_item("a")], [a_claim("a", "K1")], 0).chosen == ()


def test_a_candidate_is_chosen_for_what_nothing_else_shows_and_covers_nothing() -> None:
    ksbs = [a_ksb("K8", "pd"), a_ksb("S12", "pd")]
    items = [an_item("claimed"), an_item("maybe"), an_item("spare")]
    claims = [a_claim("claimed", "K8")]
    pairs = [("maybe", "ksb-S12"), ("spare", "ksb-K8")]

    found = suggest(ksbs, items, claims, 3, pairs)

    assert found.chosen == ("claimed", "maybe")
    assert dict(found.reasons)["maybe"] == "Candidate for S12: needs a passage"
    assert (found.covered, found.uncovered) == (1, ("ksb-S12",))


def test_a_claim_of_any_kind_goes_before_candidates() -> None:
    ksbs = [a_ksb("K8", "pd"), a_ksb("S12", "pd"), a_ksb("B1", "pd")]
    items = [an_item("whole"), an_item("many")]
    claims = [a_claim("whole", "K8", whole=True)]
    pairs = [("many", "ksb-S12"), ("many", "ksb-B1")]

    assert suggest(ksbs, items, claims, 1, pairs).chosen == ("whole",)


def test_something_read_is_never_suggested() -> None:
    read = replace(an_item("read"), shelf=Shelf.READING)

    assert suggest([a_ksb("K8", "pd")], [read], [], 3, [("read", "ksb-K8")]).chosen == ()
