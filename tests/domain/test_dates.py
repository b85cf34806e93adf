"""Dates as files state them, and file names as titles."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.dates import date_from_name, find_date, title_from_name


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("Held on Monday 3 March 2025 at 9", "2025-03-03", "3 March 2025"),
        ("12th November 2025", "2025-11-12", "12th November 2025"),
        ("the 3rd of\nMarch, 2025", "2025-03-03", "3rd of March, 2025"),
        ("3 Mar 25", "2025-03-03", "3 Mar 25"),
        ("03/04/2025", "2025-04-03", "03/04/2025"),
        ("on 1/2/25.", "2025-02-01", "1/2/25"),
        ("12.11.25", "2025-11-12", "12.11.25"),
        ("12/25/2025", "2025-12-25", "12/25/2025"),
        ("2025-03-03T10:00", "2025-03-03", "2025-03-03"),
        ("March 3, 2025", "2025-03-03", "March 3, 2025"),
        ("14 to 16 May 2024", "2024-05-14", "14 to 16 May 2024"),
        ("31 February 2025, then 1 March 2025", "2025-03-01", "1 March 2025"),
        ("born 12/03/1975, appointed 29 February 2024", "2024-02-29", "29 February 2024"),
        ("1 January 1990", "1990-01-01", "1 January 1990"),
        ("31 December 2100", "2100-12-31", "31 December 2100"),
    ],
)
def test_a_day_is_found_with_the_words_that_state_it(text: str, day: str, words: str) -> None:
    assert find_date(text) == (day, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "March 2025",
        "2024/25",
        "2024-25",
        "3.1.12 Finance",
        "version 12.11.25.1",
        "10.0.12.25",
        "£12.11.25",
        "12/03/1975",
        "1 January 1989",
        "1 January 2101",
        "29 February 2023",
        "31/04/2025",
        "12 March 10:30",
        "ref 01/02/2025/3",
    ],
)
def test_what_is_no_whole_day_is_no_date(text: str) -> None:
    assert find_date(text) is None


@given(st.dates(date(1990, 1, 1), date(2059, 12, 31)))
def test_every_day_is_read_back_from_each_form(day: date) -> None:
    for form in ("%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%d %b %y", "%B %d, %Y"):
        assert (find_date(f"Dated {day:{form}}. ") or ("",))[0] == str(day), form
    assert (date_from_name(f"{day:%Y%m%d}_minutes.pdf") or ("",))[0] == str(day)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("board-2025-03-12.pdf", "2025-03-12"),
        ("12.03.25 Minutes", "2025-03-12"),
        ("12.03.25", "2025-03-12"),
        ("20250312_notes.docx", "2025-03-12"),
        ("2025_03_12 x.pdf", "2025-03-12"),
        ("IMG_20250312_101530.jpg", "2025-03-12"),
        ("20250312101530.pdf", "2025-03-12"),
        ("scan12032025.pdf", "2025-03-12"),
        ("minutes_3_March_2025.pdf", "2025-03-03"),
        ("board-3-march-2025.pdf", "2025-03-03"),
        ("WhatsApp Image 2025-03-12 at 10.15.30.jpeg", "2025-03-12"),
    ],
)
def test_a_file_name_states_its_day(name: str, day: str) -> None:
    found = date_from_name(name)

    assert found is not None
    assert found[0] == day


@pytest.mark.parametrize(
    "name", ["report v1.2.25.pdf", "budget 2024-25.xlsx", "March 2025.pdf", "99999999.pdf", ""]
)
def test_a_file_name_without_a_day_states_none(name: str) -> None:
    assert date_from_name(name) is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Winter_pressures-board v2 FINAL.docx", "Winter pressures board v2 FINAL"),
        ("board-minutes-2025-03-12.pdf", "Board minutes 2025-03-12"),
        ("board.minutes.march.pdf", "Board minutes march"),
        ("12.03.25 Minutes", "12.03.25 Minutes"),
        ("Long%20list.xlsx", "Long list"),
        ("COVID-19 plan.pdf", "COVID-19 plan"),
        ("iPad-notes.txt", "iPad notes"),
        ("a\u202efdp.exe", "Afdp"),
        ("two\nlines\x07.pdf", "Two lines"),
        ("---.pdf", "---.pdf"),
        ("x.tar.gz", "X"),
    ],
)
def test_a_file_name_becomes_a_readable_title(name: str, title: str) -> None:
    assert title_from_name(name) == title


@given(st.text(min_size=1, max_size=60))
def test_a_title_is_one_line_and_never_lost(name: str) -> None:
    title = title_from_name(name)

    assert title == name or (title and title == " ".join(title.split()))


@pytest.mark.parametrize("hostile", ["1 ", "1.1.", "12 march ", "20250312", "1-", "1" + " " * 99])
def test_hostile_text_is_searched_in_linear_time(hostile: str) -> None:
    begun = time.process_time()

    find_date(hostile * 50_000)

    assert time.process_time() - begun < 4.0
