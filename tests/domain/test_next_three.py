"""Next three, rule by rule; this week; words that tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from portfolio_app.domain.coming import Due
from portfolio_app.domain.coverage import coverage
from portfolio_app.domain.next_three import (
    RULES,
    Facts,
    Goal,
    Suggestion,
    Unproven,
    next_three,
    put_off,
    weeks_until,
)
from portfolio_app.domain.passage import Claim, Strength
from portfolio_app.domain.telling import near_count, telling_words
from portfolio_app.domain.this_week import captured, captured_words, gap_to_think_about, week_of
from portfolio_app.domain.timeline import Lane, Mark
from tests.domain.builders import a_claim, a_ksb

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
QUIET = Facts(
    now=NOW,
    items=4,
    claims=3,
    shortlisted=2,
    first_at=(NOW - timedelta(days=60)).isoformat(),
    backup_folder="elsewhere",
    backed_up_at=(NOW - timedelta(days=1)).isoformat(),
)


def rows(*codes: str, claims: tuple[Claim, ...] = (), discussion: str = ""):  # type: ignore[no-untyped-def]
    ksbs = [a_ksb(code, *(("pd",) if code in discussion.split() else ("sbp",))) for code in codes]
    return coverage(ksbs, claims, shortlist_only=False)


def goals(facts: Facts) -> list[Goal]:
    return [each.goal for each in next_three(facts)]


def ksbs(found: tuple[Suggestion, ...]) -> list[str]:
    return [each.ksb_uid.removeprefix("ksb-") for each in found if each.ksb_uid]


def test_with_nothing_to_do_nothing_is_suggested() -> None:
    assert next_three(QUIET) == ()


@pytest.mark.parametrize(
    ("changed", "goal"),
    [
        ({"backup_folder": ""}, Goal.BACKUP_PLACE),
        ({"backed_up_at": ""}, Goal.BACK_UP),
        ({"backed_up_at": (NOW - timedelta(days=7)).isoformat()}, Goal.BACK_UP),
        ({"is_compared": False}, Goal.COMPARE),
        ({"items": 10, "key_saved": False}, Goal.KEY),
        ({"unproven": (Unproven("u", "Plan", "E02", ("K8",)),)}, Goal.ITEM),
        ({"to_place": (("u", 2),)}, Goal.PLACE),
        ({"reviews": 3}, Goal.REVIEW),
        ({"shortlisted": 0}, Goal.LIBRARY),
        ({"highlights": (("u", 20),)}, Goal.HIGHLIGHTS),
        ({"coverage": rows("K1")}, Goal.KSB),
        ({"inbox": 4}, Goal.SORT),
    ],
)
def test_each_rule_suggests_its_own_thing(changed: dict[str, object], goal: Goal) -> None:
    assert goals(replace(QUIET, **changed)) == [goal]


@pytest.mark.parametrize(
    "changed",
    [
        {"backed_up_at": (NOW - timedelta(days=6, hours=23)).isoformat()},
        {"items": 9, "key_saved": False},
        {"items": 0, "claims": 0, "backup_folder": ""},
    ],
)
def test_a_day_or_an_item_less_and_nothing_is_said(changed: dict[str, object]) -> None:
    assert goals(replace(QUIET, **changed)) == []


def test_no_backup_heads_everything_and_the_list_is_second_in_the_first_week() -> None:
    everything = replace(
        QUIET,
        items=12,
        key_saved=False,
        backup_folder="",
        is_compared=False,
        first_at=(NOW - timedelta(days=2)).isoformat(),
        unproven=(Unproven("u", "Plan", "", ("K8",)),),
        coverage=rows("K1", "K2"),
    )

    assert goals(everything) == [Goal.BACKUP_PLACE, Goal.COMPARE, Goal.KEY]
    later = replace(everything, first_at=(NOW - timedelta(days=8)).isoformat())
    assert goals(later) == [Goal.BACKUP_PLACE, Goal.KEY, Goal.ITEM]


def test_one_of_each_rule_comes_before_a_second_of_any() -> None:
    both = replace(QUIET, coverage=rows("K1", "K2", "K3"), inbox=2)

    assert goals(both) == [Goal.KSB, Goal.KSB, Goal.SORT]
    assert ksbs(next_three(both)) == ["K1", "K2"]


def test_gaps_stand_by_method_then_by_near_passages_then_in_order() -> None:
    found = rows("K1", "K2", "K3", "K4", discussion="K2 K3 K4")

    assert ksbs(next_three(replace(QUIET, coverage=found))) == ["K2", "K3", "K4"]
    near = {"ksb-K4": 5, "ksb-K3": 1}
    told = next_three(replace(QUIET, coverage=found, near=near))
    assert ksbs(told) == ["K4", "K3", "K2"]
    assert "5 passages may be near" in told[0].words


def test_gaps_come_before_started_and_these_before_thin_ones() -> None:
    claims = (
        a_claim("one", "K1", Strength.PARTLY),
        a_claim("one", "K2", Strength.CLEARLY),
        a_claim("one", "K3", Strength.BEST),
        a_claim("two", "K3", Strength.CLEARLY),
    )
    found = next_three(replace(QUIET, coverage=rows("K1", "K2", "K3", "K4", claims=claims)))

    assert ksbs(found) == ["K4", "K1", "K2"]


def test_shortlisted_pieces_need_their_passages_first() -> None:
    unproven = (
        Unproven("a", "Loose", "", ("K1",)),
        Unproven("b", "Chosen", "E12", ("K1", "K2", "K3", "S1", "S2")),
        Unproven("c", "Chosen too", "E02", ("K1",)),
    )
    found = next_three(replace(QUIET, unproven=unproven))

    assert [each.item_uid for each in found] == ["c", "b", "a"]
    assert found[1].words == "E12 Chosen needs a passage for K1, K2, K3, S1 and 1 more."


def test_the_sample_is_asked_for_no_backup_no_key_and_no_comparison() -> None:
    asked = replace(QUIET, items=12, backup_folder="", key_saved=False, is_compared=False)

    assert goals(replace(asked, is_disposable=True)) == []


def test_what_was_put_off_is_left_out_for_a_week() -> None:
    facts = replace(QUIET, coverage=rows("K1", "K2"))
    first = next_three(facts)[0]
    kept = put_off({}, first.key, NOW.date())

    assert ksbs(next_three(replace(facts, put_off=kept))) == ["K2"]
    for days, codes in ((6, ["K2"]), (7, ["K1", "K2"])):
        later = replace(facts, put_off=kept, now=NOW + timedelta(days=days))
        later = replace(later, backed_up_at=later.now.isoformat())
        assert ksbs(next_three(later)) == codes


def test_what_has_run_out_is_not_kept() -> None:
    kept = put_off({"old": "2026-03-03", "new": "2026-03-04"}, "x", date(2026, 3, 3))

    assert kept == {"new": "2026-03-04", "x": "2026-03-10"}


def test_the_rules_hold_in_the_order_in_which_they_are_told() -> None:
    day = Mark(Lane.EVENTS, "Event", "A day", "2026-03-05")
    gap, started = rows("K1"), rows("K2", claims=(a_claim("one", "K2", Strength.PARTLY),))
    thin = rows("K3", claims=(a_claim("one", "K3"),))
    week = (NOW - timedelta(days=6)).isoformat()
    rules: list[tuple[dict[str, object], Goal]] = [
        ({"backup_folder": ""}, Goal.BACKUP_PLACE),
        ({"returned": 1}, Goal.CHECK),
        ({"due": (Due("due", "A day.", day),)}, Goal.DUE),
        ({"is_compared": False, "first_at": week}, Goal.COMPARE),
        ({"items": 10, "key_saved": False}, Goal.KEY),
        ({"unproven": (Unproven("u", "Plan", "E02", ("K8",)),)}, Goal.ITEM),
        ({"to_place": (("u", 2),)}, Goal.PLACE),
        ({"reviews": 3}, Goal.REVIEW),
        ({"chase": 1}, Goal.CHASE),
        ({"shortlisted": 0}, Goal.LIBRARY),
        ({"highlights": (("u", 20),)}, Goal.HIGHLIGHTS),
        ({"gateway_weeks": 0, "gateway_yours": 1}, Goal.GATEWAY),
        ({"coverage": gap}, Goal.KSB),
        ({"coverage": started}, Goal.KSB),
        ({"coverage": thin}, Goal.KSB),
        ({"passed": (Due("passed", "A day.", day),)}, Goal.DUE),
        ({"is_compared": False}, Goal.COMPARE),
        ({"inbox": 4}, Goal.SORT),
    ]
    assert len(rules) == len(RULES) - 1
    for (one, first), (other, second) in pairwise(rules):
        both = {**other, **one}
        if "coverage" in one and "coverage" in other:
            both["coverage"] = (*other["coverage"], *one["coverage"])  # type: ignore[misc]
        assert goals(replace(QUIET, **both)) == [first, second]


def test_every_rule_is_told_in_words() -> None:
    assert [each.split(".")[0] for each in RULES[:-1]] == [str(n) for n in range(1, 19)]


@pytest.mark.parametrize(
    ("day", "weeks"), [("2026-11-17", 37), ("2026-03-05", 0), ("2026-02-20", -2), ("", None)]
)
def test_weeks_until_gateway(day: str, weeks: int | None) -> None:
    assert weeks_until(day, date(2026, 3, 3)) == weeks


def test_weeks_with_something_captured_are_counted_without_streaks() -> None:
    today = date(2026, 3, 3)  # a Tuesday
    days = ["2025-11-03", "2026-02-23", "2026-02-26", "2026-03-02"]
    instants = [f"{day}T12:00:00+00:00" for day in days]

    assert captured(instants, today) == (2, 12)
    assert captured_words(2, 12) == "Captured in 2 of the last 12 weeks."
    assert captured(instants[1:], today) == (2, 2)
    assert captured([], today) == (0, 0)
    assert captured_words(1, 1) == ""


def test_one_gap_is_thought_about_all_week_and_another_the_next() -> None:
    gaps = [a_ksb("K1"), a_ksb("K2"), a_ksb("K3")]
    week = [gap_to_think_about(gaps, date(2026, 3, 2) + timedelta(days=n)) for n in range(7)]

    assert len({ksb.code for ksb in week if ksb is not None}) == 1
    assert gap_to_think_about(gaps, date(2026, 3, 9)) != week[0]
    assert gap_to_think_about([], date(2026, 3, 9)) is None
    assert week_of(date(2025, 12, 31)) == "2026-W01"


def test_telling_words_leave_out_what_every_statement_has() -> None:
    words = telling_words("Understand how to manage financial strategies, including budgets")

    assert words == ("financial", "strategies", "budgets")


def test_near_passages_share_two_telling_words() -> None:
    statement = "Financial strategies: budgets and audit"
    texts = ["the audit of budgets", "budgets", "a financial audit", "how to manage"]

    assert near_count(statement, texts) == 2
