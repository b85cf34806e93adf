"""Results method by method: as they were told, and by when a failed one can be taken again."""

from __future__ import annotations

import tomllib

from portfolio_app import assets
from portfolio_app.domain.planned import MethodResult, Planned, PlannedKind
from portfolio_app.domain.results import (
    OVERALL,
    MethodShown,
    methods,
    offers,
    result_words,
    results_data,
)
from portfolio_app.domain.standard import Standard
from portfolio_app.store import library

DATA = results_data(tomllib.loads(assets.text("gateway/results.toml")))
STATES_MONTHS = library.standard("st0480-v1.1")


def result(method: str, words: str, day: str = "2026-06-01", attempt: int = 1) -> Planned:
    content = MethodResult(method, words, attempt)
    return Planned(PlannedKind.RESULT, method, day, uid=f"{method} {attempt}", content=content)


def shown(method: str, *told: Planned, standard: Standard = STATES_MONTHS) -> MethodShown:
    return next(each for each in methods(DATA, standard, told) if each.id == method)


def test_a_result_is_called_failed_or_passed_only_by_what_was_told() -> None:
    for words, passed, failed in (
        ("Pass", True, False),
        ("Distinction", True, False),
        ("Merit, as they call it", True, False),
        ("Fail", False, True),
        ("", False, False),  # awaited: neither
    ):
        one = shown("pd", result("pd", words))
        assert (one.is_passed, one.is_failed) == (passed, failed), words
        assert bool(one.again) is failed
    none = shown("pd")
    assert (none.is_passed, none.is_failed, none.words) == (False, False, "No result yet")
    assert result_words(result("pd", "")) == "Awaited, told on 1 June 2026"


def test_the_newest_attempt_counts_however_rows_lie() -> None:
    first, second = result("pd", "Fail"), result("pd", "Pass", "2026-08-20", 2)
    for rows in ((first, second), (second, first)):
        one = shown("pd", *rows)
        assert [each.uid for each in one.results] == ["pd 1", "pd 2"]
        assert one.is_passed
        assert one.again == ()
    assert shown("pd", second, result("sbp", "Fail")).is_failed is False


def test_the_last_day_follows_the_rule_and_the_day_the_result_was_told() -> None:
    told = {each.id: each.by for each in offers(DATA, STATES_MONTHS, "pd", "2026-11-30")}
    assert told == {"re-sit": "2027-02-28", "re-take": "2027-05-30"}
    assert {each.by for each in offers(DATA, STATES_MONTHS, "pd", "")} == {""}
    silent = Standard("own", "", "", "A list", 0)
    assert {each.source for each in offers(DATA, silent, "pd", "2026-06-01")} == {
        "Ask your EPAO by when."
    }
    assert offers(DATA, STATES_MONTHS, OVERALL, "2026-06-01") == ()
    assert len(offers(DATA, silent, OVERALL, "2026-06-01")) == 2  # no methods to take again
    assert shown(OVERALL, result("", "Fail")).again == ()  # a whole is taken again by its methods


def test_rules_beside_a_failed_method_are_those_of_that_method() -> None:
    standard = next(
        each for each in map(library.standard, ("st0480-v1.1", "st0480-v1.2"))
        if each.rule("resit.proposal_rework") is not None
    )  # fmt: skip
    failed = [shown(m, result(m, "Fail"), standard=standard).notes for m in ("sbp", "pd")]
    rework = standard.rule("resit.proposal_rework")
    assert rework is not None
    words = rework.text[1:]
    assert [any(words in note for note in notes) for notes in failed] == [True, False]
    assert shown("sbp", result("sbp", "Pass"), standard=standard).notes == ()
