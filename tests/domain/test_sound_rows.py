"""Rows damaged where they are stored: what of them can still be used."""

from __future__ import annotations

import pytest

from portfolio_app.domain import salvage
from portfolio_app.domain.planned import Break, Document, Event, Party, Review
from portfolio_app.domain.sound_rows import MOST, sound, sound_day, sound_instant, sound_text


@pytest.mark.parametrize(
    "said",
    ["", "not a day", "2026-02-30", "20260101", "2026-W01-1", "0001-01-01", "9999-12-31",
     "2026-01-01T10:00", "2026-1-1", "\0", None, 5],
)  # fmt: skip
def test_what_is_no_day_of_a_plan_is_none(said: object) -> None:
    assert not sound_day(said)


@pytest.mark.parametrize("said", ["2026-02-28", "2024-02-29", "1990-01-01", "2100-12-31"])
def test_a_day_stays(said: str) -> None:
    assert sound_day(said) == said
    assert sound_instant(f"{said}T10:00:00+00:00") == f"{said}T10:00:00+00:00"


def test_an_instant_far_off_or_none_is_none() -> None:
    assert not sound_instant("")
    assert not sound_instant("0001-01-01T00:00:00")
    assert not sound_instant("soon")


def test_of_a_damaged_content_what_can_be_used_stays() -> None:
    plain = '{"reason": "Leave\\ud800", "days": 1000000000000, "moved": ["a", 5, null], "extra": 3}'
    found = sound(salvage.read(Break, plain, Break()))

    assert found == Break(reason="Leave", days=MOST, moved=("a", "5"))


def test_the_days_of_signatures_within_a_row_are_days_or_none() -> None:
    parties = (Party("Employer", "2026-99-99", "signed"), Party("Me", "2026-01-02"))

    assert sound(Document(parties=parties)).parties == (
        Party("Employer", "", "signed"),
        Party("Me", "2026-01-02"),
    )


def test_a_sound_content_is_the_very_same() -> None:
    for found in (Event(minutes=90, note="Café\nand “words”"), Review(raising=("One", "Two"))):
        assert sound(found) is found


def test_a_text_keeps_its_letters_and_loses_what_no_screen_can_hold() -> None:
    assert sound_text("Café\0 \ud800and\x07 more\n\tlines 😀") == "Café and more\n\tlines 😀"
