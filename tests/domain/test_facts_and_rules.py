"""Codes, packs, statuses, numbers and passages: the small rules everything else stands on."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import portfolio_app
from portfolio_app.domain.coverage import KsbStatus, best_first, coverage, status_of
from portfolio_app.domain.evidence import evidence_ref
from portfolio_app.domain.ksb import KsbKind, code_order, tidy_code
from portfolio_app.domain.passage import Anchor, Span, Strength, box_of, quad_of
from portfolio_app.domain.programme_reading import programme_from_data
from portfolio_app.domain.standard import NO_KSBS, WORKING_LIST, Rule, standard_from_data
from tests.domain.builders import a_claim, a_ksb

RESOURCES = Path(portfolio_app.__file__).parents[1] / "resources"


def pack(version: str) -> dict[str, Any]:
    return tomllib.loads((RESOURCES / f"standards/st0480-v{version}.toml").read_text("utf-8"))


# Codes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" s 013 ", "S13"),
        ("k-2", "K2"),
        ("B_05", "B5"),
        ("S.7A", "S7a"),
        ("Strategy", "Strategy"),
        ("  Innovation and Change ", "Innovation and Change"),
        ("13", "13"),
        ("ABCD1", "ABCD1"),
        ("", ""),
    ],
)
def test_a_code_is_tidied_and_any_other_label_is_left(typed: str, code: str) -> None:
    assert tidy_code(typed) == code
    assert tidy_code(code) == code


def test_codes_sort_as_people_count_and_labels_come_last() -> None:
    labels = ["Strategy", "B1", "S10", "K10", "S2", "K2", "D1", "K2a"]

    assert sorted(labels, key=code_order) == [
        "K2",
        "K2a",
        "K10",
        "S2",
        "S10",
        "B1",
        "D1",
        "Strategy",
    ]


def test_each_kind_has_its_own_mark() -> None:
    assert [kind.mark for kind in KsbKind] == ["■", "●", "◆"]


def test_a_ksb_without_a_method_is_shown_and_one_of_the_proposal_only_is_not() -> None:
    assert a_ksb("K1").in_discussion
    assert a_ksb("K1", "sbp", "pd").in_discussion
    assert not a_ksb("K1", "sbp").in_discussion


# Standards and programmes


def test_version_1_2_has_its_46_statements_and_says_they_are_a_working_list() -> None:
    standard = standard_from_data(pack("1.2"))

    assert standard.name == "Senior leader, level 7 · ST0480 version 1.2"
    assert [sum(k.kind is kind for k in standard.ksbs) for kind in KsbKind] == [20, 21, 5]
    assert len({ksb.uid for ksb in standard.ksbs}) == 46
    assert [ksb.code for ksb in standard.ksbs] == sorted(
        (ksb.code for ksb in standard.ksbs), key=code_order
    )
    assert not any(ksb.wording_confirmed for ksb in standard.ksbs)
    assert standard.notice == WORKING_LIST
    assert {method.id for method in standard.methods} >= {"sbp", "pd"}
    assert {ksb.area for ksb in standard.ksbs} <= {area for area, _ in standard.areas}
    assert standard.official_page.startswith("https://")


def test_the_same_pack_gives_the_same_uids_every_time() -> None:
    assert standard_from_data(pack("1.2")) == standard_from_data(pack("1.2"))


def test_version_1_1_comes_without_a_list_and_says_so() -> None:
    standard = standard_from_data(pack("1.1"))

    assert standard.ksbs == ()
    assert standard.notice == NO_KSBS
    assert len(standard.rules) > 20


def test_version_1_0_keeps_headings_where_there_are_no_codes() -> None:
    standard = standard_from_data(pack("1.0"))

    assert [ksb.code for ksb in standard.ksbs] == ["Strategy", "Innovation and Change"]
    assert all(ksb.text and ksb.short for ksb in standard.ksbs)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_rule_names_a_source_the_pack_holds(version: str) -> None:
    standard = standard_from_data(pack(version))

    sources = {source.id for source in standard.sources}
    assert sources
    for rule in standard.rules:
        assert rule.source in sources
        assert standard.rule(rule.id) is not None
        line = standard.source_line(rule)
        assert ("Not confirmed" in line) is not rule.confirmed
        assert line.endswith("Your EPAO's instructions come first.")


def test_a_rule_without_a_source_says_so() -> None:
    standard = standard_from_data(pack("1.2"))

    line = standard.source_line(Rule("x", "portfolio", "text"))
    assert line.startswith("Source not stated. Not confirmed")
    assert standard.rule("no.such.rule") is None


@pytest.mark.parametrize("data", [{}, {"schema": 2, "id": "x"}, {"schema": 1}])
def test_data_that_is_no_pack_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="standard pack"):
        standard_from_data(data)
    with pytest.raises(ValueError, match="programme pack"):
        programme_from_data(data)


def test_every_programme_that_is_shipped_can_be_chosen() -> None:
    paths = sorted((RESOURCES / "programmes").glob("*.toml"))

    programmes = [programme_from_data(tomllib.loads(p.read_text("utf-8"))) for p in paths]

    assert len(programmes) == 5
    assert len({programme.id for programme in programmes}) == 5
    assert all(programme.title and programme.provider for programme in programmes)
    assert all(all(programme.modules) for programme in programmes)


# Coverage


def test_no_claims_are_a_gap() -> None:
    assert status_of([]) is KsbStatus.GAP


@pytest.mark.parametrize(
    "claim",
    [
        a_claim("a", "K1", Strength.PARTLY),
        a_claim("a", "K1", Strength.CLEARLY, whole=True),
        a_claim("a", "K1", Strength.BEST, whole=True),
    ],
    ids=["partly", "whole", "whole best"],
)
def test_without_an_exact_clear_passage_it_is_only_started(claim: Any) -> None:
    assert status_of([claim]) is KsbStatus.STARTED


def test_one_exact_passage_that_clearly_shows_it_covers() -> None:
    assert status_of([a_claim("a", "K1")]) is KsbStatus.COVERED
    assert status_of([a_claim("a", "K1", Strength.BEST)]) is KsbStatus.COVERED
    assert status_of([a_claim("a", "K1"), a_claim("b", "K1")]) is KsbStatus.COVERED


def test_two_sources_need_two_such_passages_and_a_best_example() -> None:
    best = a_claim("a", "K1", Strength.BEST)

    assert status_of([best, a_claim("b", "K1")]) is KsbStatus.STRONG
    assert status_of([best, a_claim("a", "K1")]) is KsbStatus.COVERED
    assert status_of([best, a_claim("b", "K1", Strength.PARTLY)]) is KsbStatus.COVERED
    assert status_of([best, a_claim("b", "K1", whole=True)]) is KsbStatus.COVERED


def test_only_shortlisted_items_count_unless_told_otherwise() -> None:
    ksbs = [a_ksb("K1"), a_ksb("S1")]
    claims = [a_claim("a", "K1", ref=""), a_claim("b", "S1")]

    listed = coverage(ksbs, claims)
    library = coverage(ksbs, claims, shortlist_only=False)

    assert [each.status for each in listed] == [KsbStatus.GAP, KsbStatus.COVERED]
    assert [each.status for each in library] == [KsbStatus.COVERED, KsbStatus.COVERED]
    assert [each.ksb.code for each in listed] == ["K1", "S1"]


def test_the_best_claims_come_first() -> None:
    claims = [
        a_claim("a", "K1", Strength.PARTLY, uid="partly"),
        a_claim("b", "K1", whole=True, uid="whole"),
        a_claim("c", "K1", ref="E100", uid="E100"),
        a_claim("d", "K1", ref="", uid="unlisted"),
        a_claim("e", "K1", ref="E99", page_index=4, uid="E99 page 5"),
        a_claim("e", "K1", ref="E99", page_index=1, uid="E99 page 2"),
        a_claim("f", "K1", Strength.BEST, ref="E99", uid="best"),
    ]

    assert [claim.uid for claim in sorted(claims, key=best_first)] == [
        "best",
        "E99 page 2",
        "E99 page 5",
        "E100",
        "unlisted",
        "whole",
        "partly",
    ]


def test_status_words_do_not_promise() -> None:
    assert [status.words for status in KsbStatus] == [
        "Gap",
        "Started",
        "Passage chosen",
        "Two sources",
    ]


# Evidence numbers and passages


def test_numbers_follow_from_the_place_on_the_shortlist() -> None:
    assert [evidence_ref(place) for place in (0, 8, 98, 99)] == ["E01", "E09", "E99", "E100"]


def test_a_box_and_its_corners_say_the_same() -> None:
    assert quad_of((1, 2, 3, 4)) == (1, 2, 3, 2, 3, 4, 1, 4)
    assert box_of((quad_of((1, 2, 3, 4)),)) == (1, 2, 3, 4)
    assert box_of((quad_of((1, 2, 3, 4)), quad_of((0, 3, 2, 9)))) == (0, 2, 3, 9)


def test_an_anchor_is_words_a_box_a_time_or_the_whole() -> None:
    quads = (quad_of((0, 0, 1, 1)),)
    passage = Anchor(spans=(Span(3, 5, 9, quads),), quote="four")
    box = Anchor(spans=(Span(0, 0, 0, quads),))
    time = Anchor(time_from=3.0, time_to=9.0)

    assert [a.is_whole for a in (passage, box, time, Anchor())] == [False, False, False, True]
    assert [a.is_box for a in (passage, box, time, Anchor())] == [False, True, False, False]


def test_a_claim_counts_its_page_from_one_and_a_whole_item_has_none() -> None:
    assert a_claim("a", "K1", page_index=3).page == 4
    assert a_claim("a", "K1", whole=True).page == 0
