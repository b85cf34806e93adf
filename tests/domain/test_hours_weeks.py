"""Weeks, months and words of entries; what the data says of off-the-job training."""

from __future__ import annotations

import tomllib

import pytest

from portfolio_app import assets
from portfolio_app.domain.hours import Entry
from portfolio_app.domain.hours_rules import (
    HoursRules,
    Published,
    hours_rules_from_data,
    usual_figure,
)
from portfolio_app.domain.hours_weeks import (
    days_later,
    found,
    monday_of,
    month_bounds,
    months,
    week,
)

ENTRIES = (
    Entry("a", "2025-12-29", 60, "Read about pooling", "reading"),
    Entry("b", "2026-01-04", 30, "Workshop", "workshop", note="Bring the plan"),
    Entry("c", "2026-03-02", 90, "Wrote the paper"),
)


def test_a_week_has_seven_days_from_monday_and_spans_the_new_year() -> None:
    assert monday_of("2026-01-04") == "2025-12-29"
    days = week(ENTRIES, "2025-12-29")
    assert [each.minutes for each in days] == [60, 0, 0, 0, 0, 0, 30]
    assert days[6].entries == (ENTRIES[1],)
    assert days_later("9999-12-30", 7) == "9999-12-31"


def test_months_without_an_entry_are_there_and_their_share_of_the_plan_too() -> None:
    made = months(ENTRIES, lambda day: {"2025-11-30": 0, "2025-12-31": 100}.get(day))
    assert [(each.month, each.minutes, each.so_far) for each in made] == [
        ("2025-12", 60, 60),
        ("2026-01", 30, 90),
        ("2026-02", 0, 90),
        ("2026-03", 90, 180),
    ]
    assert (made[0].planned, made[0].planned_so_far, made[1].planned) == (100, 100, None)
    even = months(ENTRIES, lambda day: 100 + int(day[8:]))
    assert (even[1].planned, even[1].planned_so_far) == (0, 131)  # its own share, and all so far
    assert months(()) == ()
    assert month_bounds("2024-02-10") == ("2024-02-01", "2024-02-29")


def test_entries_are_found_by_words_month_and_kind() -> None:
    assert found(ENTRIES, "PLAN") == (ENTRIES[1],)
    assert found(ENTRIES, "read pool") == (ENTRIES[0],)
    assert found(ENTRIES, month="2026-01") == (ENTRIES[1],)
    assert found(ENTRIES, category="reading") == (ENTRIES[0],)
    assert found(ENTRIES) == ENTRIES


@pytest.fixture(scope="module")
def rules() -> HoursRules:
    return hours_rules_from_data(tomllib.loads(assets.text("plan/hours.toml")))


def test_one_rule_holds_for_every_start_and_each_names_its_source(rules: HoursRules) -> None:
    for start, wanted in (
        ("2019-09-01", "percent"), ("2022-07-31", "percent"), ("2022-08-01", "weekly"),
        ("2025-07-31", "weekly"), ("2025-08-01", "published"), ("2031-01-01", "published"),
    ):  # fmt: skip
        regime = rules.regime(start)
        assert regime is not None
        assert regime.id == wanted
    assert rules.regime("") is None
    assert all(each.source and each.rule for each in rules.regimes)
    assert rules.counts_source
    assert rules.usually_counts
    assert rules.usually_does_not
    assert rules.record == "Your provider's record is the one that counts."


def test_figures_come_from_the_data_alone_and_nothing_unpublished_is_made_up(
    rules: HoursRules,
) -> None:
    percent, weekly, published = rules.regimes
    assert usual_figure(percent, "2021-09-01", "2023-11-01") == (0, "")
    hours, told = usual_figure(weekly, "2024-09-02", "2025-09-01")
    assert hours == 312
    assert "before leave is taken off" in told
    assert usual_figure(published, "2025-09-01", "2027-09-01") == (0, "")
    figure = Published("OTHER", 250.4, "A source")  # it holds where the rule is a published one
    assert usual_figure(published, "2025-09-01", "2027-09-01", figure)[0] == 250
    assert usual_figure(weekly, "2024-09-02", "2025-09-01", figure) == (hours, told)
    assert usual_figure(percent, "2021-09-01", "2023-11-01", figure) == (0, "")
    assert not any(each.standard == "ST0480" for each in rules.published)


def test_kinds_are_known_by_the_words_that_providers_use(rules: HoursRules) -> None:
    names = rules.kind_names()
    assert names["webinar"] == "workshop"
    assert names["work shadowing"] == "shadowing"
    assert rules.kind_title("workshop") == "Workshop or lecture"
    assert rules.kind_title("unknown") == "unknown"
    with pytest.raises(ValueError, match="no rules"):
        hours_rules_from_data({"schema": 99})
