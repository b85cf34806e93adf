"""Where off-the-job time stands, by rules that can be read."""

from portfolio_app.domain.hours_position import gap_words, merged, planned_by, position

YEAR = ("2025-01-01", "2025-12-31")


def test_the_target_is_spread_evenly_over_the_days_of_the_programme() -> None:
    assert planned_by("2024-12-31", 365, *YEAR, []) == 0
    assert planned_by("2025-01-01", 365, *YEAR, []) == 1
    assert planned_by("2025-04-10", 365, *YEAR, []) == 100
    assert planned_by("2025-12-31", 365, *YEAR, []) == 365
    assert planned_by("2031-01-01", 365, *YEAR, []) == 365
    assert planned_by("2025-01-01", 60, "2025-01-01", "2025-01-01", []) == 60  # a single day


def test_nothing_is_planned_in_a_break_and_breaks_that_overlap_count_once() -> None:
    away = [
        ("2025-02-01", "2025-02-28"),
        ("2025-02-10", "2025-03-02"),
        ("2024-01-01", "2024-02-01"),
    ]
    assert planned_by("2025-12-31", 335, *YEAR, away) == 335
    assert planned_by("2025-01-31", 335, *YEAR, away) == 31
    assert planned_by("2025-02-14", 335, *YEAR, away) == 31
    assert planned_by("2025-03-03", 335, *YEAR, away) == 32
    assert merged(away) == (("2024-01-01", "2024-02-01"), ("2025-02-01", "2025-03-02"))
    assert merged([("2025-03-02", "2025-03-01"), ("", "2025-01-01")]) == ()
    shared = [("2025-02-01", "2025-02-10"), ("2025-02-10", "2025-02-20")]
    assert merged(shared) == (("2025-02-01", "2025-02-20"),)
    assert planned_by("2025-12-31", 345, *YEAR, shared) == 345
    assert planned_by("2025-02-28", 345, *YEAR, shared) == 39  # the day both have counts once
    touching = [("2025-02-01", "2025-02-10"), ("2025-02-11", "2025-02-20")]
    assert merged(touching) == merged(shared)


def test_without_a_target_or_dates_there_is_no_line() -> None:
    assert planned_by("2025-06-01", 0, *YEAR, []) is None
    assert planned_by("2025-06-01", 100, "", "2025-12-31", []) is None
    assert planned_by("2025-06-01", 100, "2026-01-01", "2025-12-31", []) is None
    assert planned_by("2025-06-01", 100, *YEAR, [YEAR]) is None


def test_words_say_the_gap_and_blame_nobody() -> None:
    assert position(212 * 60, 0, 480 * 60, 220 * 60).words == (
        "212 h of 480 h logged, 8 h behind the planned line"
    )
    assert position(225 * 60, 0, 480 * 60, 220 * 60).words.endswith("5 h ahead of the planned line")
    assert position(13_220, 0, 480 * 60, 220 * 60).words.endswith("on the planned line")
    for minutes, said in ((59, "on"), (60, "1 h ahead of"), (-59, "on"), (-60, "1 h behind")):
        assert gap_words(minutes) == f"{said} the planned line"
    assert position(90, 0, 0, None).words == "1 h 30 min logged"
    assert position(0, 0, 0, None).words == "0 h logged"
    later = position(300, 120, 480 * 60, 60)
    assert later.ahead == 120
    assert later.words.endswith("2 h of it dated after today")
