"""Off-the-job time as people write it."""

import pytest

from portfolio_app.domain.minutes import minutes_words, parse_minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("", 0), ("45", 45), ("45 min", 45), ("0h 45", 45), ("1h", 60), ("1h30", 90), ("1:30", 90),
     ("2 hours", 120), ("1.5 h", 90), ("1 hr 5 mins", 65), ("1:75", None), ("long", None),
     ("-5", None)],
)  # fmt: skip
def test_time_is_read_as_it_is_typed(typed: str, minutes: int | None) -> None:
    assert parse_minutes(typed) == minutes


def test_what_is_shown_is_read_back() -> None:
    for minutes in (1, 45, 60, 125):
        assert parse_minutes(minutes_words(minutes)) == minutes
    assert minutes_words(0) == ""
