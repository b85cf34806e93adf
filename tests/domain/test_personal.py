"""Whose a number or an address is likely to be."""

import pytest

from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.personal import Whose, whose


@pytest.mark.parametrize(
    ("pattern", "words", "expected"),
    [
        (Pattern.NHS, "943 476 5919", Whose.PERSON),
        (Pattern.NHS, "9434765919", Whose.WORK),  # ten digits: one in eleven fits by chance
        (Pattern.NI, "AB 12 34 56 C", Whose.PERSON),
        (Pattern.BIRTH, "3 April 2012", Whose.PERSON),
        (Pattern.PHONE, "07700 900123", Whose.PERSON),
        (Pattern.PHONE, "+44 7700 900123", Whose.PERSON),
        (Pattern.PHONE, "020 7946 0018", Whose.WORK),
        (Pattern.PHONE, "0300 123 4567", Whose.OFFICE),
        (Pattern.PHONE, "0800 123 4567", Whose.OFFICE),
        (Pattern.EMAIL, "alex.exampleton@gmail.com", Whose.PERSON),
        (Pattern.EMAIL, "alex@yahoo.co.uk", Whose.PERSON),
        (Pattern.EMAIL, "alex.exampleton@trust.example", Whose.WORK),
        (Pattern.EMAIL, "enquiries@trust.example", Whose.OFFICE),
        (Pattern.EMAIL, "no-reply@trust.example", Whose.OFFICE),
        (Pattern.EMAIL, "hr.team@trust.example", Whose.OFFICE),
        (Pattern.EMAIL, "a.person@mail.mil", Whose.WORK),
        (Pattern.POSTCODE, "SW1A 1AA", Whose.WORK),
    ],
)
def test_a_private_number_is_told_from_an_offices(
    pattern: Pattern, words: str, expected: Whose
) -> None:
    assert whose(pattern, words) is expected


def test_ten_digits_on_a_page_about_patients_are_a_persons() -> None:
    assert whose(Pattern.NHS, "9434765919", "NHS No 9434765919") is Whose.PERSON
