"""Honest days and titles: what a first page, a file name and properties say, in that order."""

import io

import docx
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from portfolio_app.documents.dating import honest_day, stated_day
from portfolio_app.documents.titles import sensible_heading, sensible_title, subject_title
from tests.documents.builders import pdf_of, read, words_at


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Board minutes\nMeeting held on 12 March 2025\nNext meeting: 3 April 2025", "2025-03-12"),
        ("Report\nDate of next meeting 3 April 2025\nDate: 12/03/2025", "2025-03-12"),
        ("Agenda\nWednesday 12 March 2025, 10:00 am\nCounty Hall", "2025-03-12"),
        ("DATE\n12 March 2025\nAUTHOR\nDirector of Finance", "2025-03-12"),
        ("Minutes of the meeting held at County Hall on Wednesday 5 February 2025", "2025-02-05"),
        ("Published 3 March 2025", "2025-03-03"),
        ("Last updated: 3rd May 2024", "2024-05-03"),
        ("Dated: 3/12/24", "2024-12-03"),
        ("Approved by the board on 3 December 2024", "2024-12-03"),
    ],
)
def test_a_first_page_names_its_own_day(words: str, day: str) -> None:
    assert stated_day(words) == day


def test_days_in_the_rows_of_a_sheet_are_data_unless_they_are_named() -> None:
    rows = "Date Beds\n2023-04-01 12\n2023-05-01 14\n"
    assert honest_day("beds.csv", rows, otherwise="2024-01-09", is_table=True)[0] == "2024-01-09"
    named = "Published 3 March 2025\n" + rows
    assert honest_day("beds.csv", named, is_table=True) == ("2025-03-03", "first page")


def test_the_title_of_a_word_file_comes_before_its_subtitle_wherever_they_stand() -> None:
    made = docx.Document()
    made.add_paragraph("Riverside Learning Trust", style="Subtitle")
    made.add_heading("Workforce Strategy 2024 to 2029", 0)
    made.add_paragraph("The board is asked to agree the plan.")
    made.add_heading("Background", 1)
    out = io.BytesIO()
    made.save(out)
    assert read(out.getvalue(), "scan17.docx").facts.title == "Workforce Strategy 2024 to 2029"


@pytest.mark.parametrize(
    "words",
    [
        "Review date: 1 May 2026\nVersion 2",
        "Next meeting\n3 April 2025",
        "Date of birth: 12/03/1991",
        "She spoke to 40 people on 3 March 2025 about rotas",
        "Expires 2026-02-28",
    ],
)
def test_another_day_on_the_page_is_not_the_documents_own(words: str) -> None:
    assert stated_day(words) == ""


def test_days_are_believed_in_the_order_of_what_they_mean() -> None:
    stated, spoken = "Date: 12 March 2025", "She spoke on 12 March 2025 about rotas"

    assert honest_day("2024-01-02 x.pdf", stated, otherwise="2020-01-01") == (
        "2025-03-12",
        "first page",
    )
    assert honest_day("2024-01-02 x.pdf", spoken, otherwise="2020-01-01") == (
        "2024-01-02",
        "file name",
    )
    assert honest_day("x.pdf", spoken, otherwise="2020-01-01") == ("2025-03-12", "first page")
    assert honest_day("x.pdf", "Review by 1 May 2026", otherwise="2020-01-01") == (
        "2020-01-01",
        "document property",
    )
    assert honest_day("x.pdf", "no day") == ("", "")


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - plan.docx", "PowerPoint Presentation", "untitled", "Untitled 1",
        "Slide 1",
        r"C:\Documents\plan", "/" + "home/someone/plan", "file:///plan",
        "plan.doc [Compatibility Mode]",
        "Click to add title", "Presentation1", "Book1", "12", "[Title]", "Adobe Photoshop PDF",
    ],
)  # fmt: skip
def test_a_title_nobody_meant_is_passed_over(title: str) -> None:
    assert sensible_title(title, "x.pdf") == ""


def test_a_title_somebody_meant_stays() -> None:
    for title in ("Winter plan", "Titles and roles", "Testing the plan", "Draft budget 2025"):
        assert sensible_title(title, "x.pdf") == title
        assert sensible_heading(title) == title


def test_a_subject_loses_what_mail_programs_put_before_it() -> None:
    assert subject_title("RE: FW: Fwd:  Winter plan ") == "Winter plan"
    assert subject_title("[EXTERNAL] Re: Rota") == "Rota"
    assert subject_title("Re:") == ""
    assert subject_title("(no subject)") == ""


def test_the_largest_words_near_the_top_are_the_title() -> None:
    page = (
        words_at("Anytown Council", 20, 185, 8)
        + words_at("Winter staffing", 20, 150, 22)
        + words_at("options paper", 20, 126, 22)
        + b"".join(
            words_at("The chair set out the options and the cost.", 20, 90 - 12 * n, 9)
            for n in range(5)
        )
    )

    assert read(pdf_of(page), "x1.pdf").facts.title == "Winter staffing options paper"


def test_a_page_whose_letters_are_all_alike_has_no_title() -> None:
    page = b"".join(
        words_at("the chair set out the options and the cost", 20, 180 - 12 * n, 9)
        for n in range(12)
    )

    assert read(pdf_of(page), "x1.pdf").facts.title == ""


def test_bookmarks_are_places_to_split_at() -> None:
    def mark(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Part one", 0))
            outline.root.append(pikepdf.OutlineItem("Part two", 2))

    found = read(pdf_of(*[words_at("x y z")] * 4, change=mark)).facts

    assert found.headings == ((0, "Part one"), (2, "Part two"))


def test_an_outline_that_loops_and_lies_ends() -> None:
    def loop(pdf: pikepdf.Pdf) -> None:
        one = pdf.make_indirect(Dictionary(Title="Nowhere", Dest=Array([99, Name.Fit])))
        one.Next = one
        one.First = one
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=one))

    assert read(pdf_of(words_at("x"), change=loop)).facts.headings == ()


def test_titles_of_exported_notes_are_places_to_split_at() -> None:
    def page(title: str) -> bytes:
        return words_at(title, 20, 175, 18) + b"".join(
            words_at(line, 20, 150 - 12 * n, 9)
            for n, line in enumerate(
                ["12 March 2025", "10:15", "What we said about rotas.", "More."]
            )
        )

    going_on = b"".join(words_at("the notes go on here", 20, 180 - 12 * n, 9) for n in range(9))

    found = read(pdf_of(page("Board away day"), going_on, page("Budget meeting"))).facts

    assert found.headings == ((0, "Board away day"), (2, "Budget meeting"))
