import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain import patterns
from portfolio_app.domain.patterns import Pattern


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.pattern.value, text[hit.start : hit.end]) for hit in patterns.find(text)]


# 943 476 5919 and 999 000 0018 satisfy the check digit rule by hand: sums 299 and 270.
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NHS No: 943 476 5919.", "943 476 5919"),
        ("NHS No: 943-476-5919)", "943-476-5919"),
        ("(9434765919)", "9434765919"),
        ("number 943\n476 5919 given", "943\n476 5919"),
        ("number 943 476\r\n5919 given", "943 476\r\n5919"),
        ("non-breaking 943\u00a0476\u20115919", "943\u00a0476\u20115919"),
        ("9 4 3 4 7 6 5 9 1 9", "9 4 3 4 7 6 5 9 1 9"),
    ],
)
def test_an_nhs_number_is_found_with_its_exact_place(text: str, words: str) -> None:
    assert found(text) == [("nhs", words)]


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918",  # wrong check digit
        "943 476 591",  # nine digits
        "943 476 59190",  # eleven
        "£9434765919",  # an amount
        "9434765919.50",
        "1.9434765919",
        "A9434765919",
        "111 111 1111",  # a stand-in
        "94 34 76 59 19",  # not as they are written
    ],
)
def test_what_only_looks_like_an_nhs_number_is_left(text: str) -> None:
    assert found(text) == []


def test_the_check_digit_ten_is_no_nhs_number() -> None:
    # Of the ten numbers that begin so, at most one is valid; of some, none.
    starts = [f"{n:09d}" for n in range(400_000_000, 400_000_110)]
    valid = [sum(patterns.is_nhs_number(f"{s}{d}") for d in range(10)) for s in starts]

    assert set(valid) == {0, 1}
    assert valid.count(0) == 10  # one in eleven


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("UPN P207000016049, Year 4", "P207000016049"),
        ("b801200005001", "b801200005001"),
        ("P 207 0000 16 049", "P 207 0000 16 049"),
        ("P2070000\n16049", "P2070000\n16049"),
    ],
)
def test_a_upn_is_found_by_its_check_letter(text: str, words: str) -> None:
    assert found(text) == [("upn", words)]


def test_a_temporary_upn_ends_in_a_letter_that_counts() -> None:
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    total = sum(w * v for w, v in enumerate([2, 0, 7, 0, 0, 0, 0, 1, 6, 0, 4], start=2))
    right = letters[(total + 13 * letters.index("F")) % 23]

    assert found(f"{right}20700001604F") == [("upn", f"{right}20700001604F")]
    assert [x for x in letters if patterns.is_upn(f"{x}20700001604F")] == [right]


@pytest.mark.parametrize(
    "text", ["A207000016049", "P207000016040", "I207000016049", "P20700001604", "P207000016049X"]
)
def test_what_only_looks_like_a_upn_is_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NI AB123456C.", "AB123456C"),
        ("NI AB 12 34 56 C on file", "AB 12 34 56 C"),
        ("ab123456c", "ab123456c"),
        ("AB 12 34\n56 C", "AB 12 34\n56 C"),
        ("AB-12-34-56-D", "AB-12-34-56-D"),
    ],
)
def test_a_national_insurance_number_is_found(text: str, words: str) -> None:
    assert found(text) == [("ni", words)]


@pytest.mark.parametrize(
    "text",
    [
        "QQ123456C",
        "AO123456C",
        "GB123456A",
        "ZZ123456A",
        "DA123456A",
        "AB123456E",
        "AB12345C",
        "AB1234567C",
        "ab 12 34 56 c",
        "XAB123456C",
    ],
)
def test_prefixes_and_suffixes_that_are_not_used_are_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Leeds LS1 4AP.", "LS1 4AP"),
        ("london sw1a 1aa", "sw1a 1aa"),
        ("M1 1AE", "M1 1AE"),
        ("W1A 0AX,", "W1A 0AX"),
        ("EC1A1BB", "EC1A1BB"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55\n1PT", "DN55\n1PT"),
        ("GIR 0AA", "GIR 0AA"),
        ("BT7\u00a01NN", "BT7\u00a01NN"),
    ],
)
def test_a_postcode_is_found(text: str, words: str) -> None:
    assert found(text) == [("postcode", words)]


@pytest.mark.parametrize(
    "text",
    [
        "K8 2AB",  # no such area
        "S12 and S13",
        "E01 4AB",  # a district does not begin with 0
        "LS1 4CP",  # C is not used there
        "LS1 4A",
        "XLS1 4AP",
        "S3 2nd floor",
        "E1 4th",
        "SW1I 1AA",
        "LS1 4APX",
        "W9k6Yl",
    ],
)
def test_codes_of_ksbs_and_rooms_are_no_postcodes(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("write to pupil.services@example.org.uk.", "pupil.services@example.org.uk"),
        ("<mailto:a.b+c@example.com>", "a.b+c@example.com"),
        ("head\n@example.sch.uk", "head\n@example.sch.uk"),
        ("head@\nexample.sch.uk now", "head@\nexample.sch.uk"),
        ("head@example.sch.\nuk now", "head@example.sch.\nuk"),
        ("head@example\n.sch.uk", "head@example\n.sch.uk"),
        ("head-teacher@exam-\nple.org", "head-teacher@exam-\nple.org"),
        ("'office@example.org'", "office@example.org"),
        ("ÉCOLE@EXAMPLE.ORG", "ÉCOLE@EXAMPLE.ORG"),
        ("ask office@example.org.\nThe rest", "office@example.org"),
        ("ask office@example.org.\nthe rest", "office@example.org"),
    ],
)
def test_an_e_mail_address_is_found(text: str, words: str) -> None:
    assert found(text) == [("email", words)]


@pytest.mark.parametrize(
    "text",
    ["@example.org", "name@host", "name@ example.org", "name @example.org", "5@3.50", "a@b."],
)
def test_what_only_has_an_at_sign_is_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "words",
    [
        "0121 496 0000",
        "(0121) 496 0000",
        "0121-496-0000",
        "020 7946 0000",
        "02079460000",
        "07700 900123",
        "07700 900 123",
        "+44 7700 900123",
        "+447700900123",
        "+44 (0)121 496 0000",
        "0044 121 496 0000",
        "01632 960001",
        "(01632) 960 001",
        "0121.496.0000",
        "0121 496\n0000",
        "016977 2345",
        "0800 123 456",
        "0121 496 0000 ext. 123",
        "0300 123 4567",
    ],
)
def test_a_telephone_number_is_found(words: str) -> None:
    assert found(f"Ring {words}, or write.") == [("phone", words)]


@pytest.mark.parametrize(
    "text",
    [
        "01 12 2024 10 30",
        "01/12/2024 10:30",
        "2024-01-12",
        "0930-1045",
        "0121 496 00",
        "0121 496 00001",
        "0421 496 0000",
        "999 or 111",
        "£01214960000",
        "978-0-12-149600-0",
        "1.0121 496 0000",
        "K01214960000",
    ],
)
def test_dates_times_and_amounts_are_no_telephone_numbers(text: str) -> None:
    assert found(text) == []


def test_one_number_after_another_are_two() -> None:
    text = "0121 496 0000 0121 496 0001\n07700 900123 / 07700 900124"

    assert [words for _, words in found(text)] == [
        "0121 496 0000",
        "0121 496 0001",
        "07700 900123",
        "07700 900124",
    ]


def test_several_kinds_on_one_page_come_in_reading_order() -> None:
    text = "Tel 0121 496 0000, LS1 4AP, a@example.org, 943 476 5919, AB123456C, P207000016049"

    assert [kind for kind, _ in found(text)] == ["phone", "postcode", "email", "nhs", "ni", "upn"]


def test_the_same_number_written_otherwise_is_the_same() -> None:
    same = patterns.canonical
    assert same(Pattern.NHS, "943-476 5919") == same(Pattern.NHS, "9434765919")
    assert same(Pattern.PHONE, "+44 (0)121 496 0000") == same(Pattern.PHONE, "0121-496 0000 x12")
    assert same(Pattern.EMAIL, "A@Example.\norg") == same(Pattern.EMAIL, "a@example.org")
    assert same(Pattern.POSTCODE, "ls1 4ap") == same(Pattern.POSTCODE, "LS14AP")


@given(st.text(alphabet="abAB09 @.-+()\n\x02£é\u00ad_x", max_size=200))
def test_any_text_is_looked_through_and_places_lie_in_it(text: str) -> None:
    hits = patterns.find(text)

    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(a.end <= b.start for a, b in pairwise(hits))


@pytest.mark.parametrize(
    "text", ["@" * 20_000, "a" * 30_000 + "@", "0121 " * 8_000, "a.@" * 9_000, "(0" * 20_000]
)
def test_hostile_text_takes_no_longer_than_other_text(text: str) -> None:
    began = time.monotonic()

    patterns.find(text)

    assert time.monotonic() - began < 2.0
    assert re.search(r"\S", text)
