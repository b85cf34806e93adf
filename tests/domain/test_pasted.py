"""A list of KSBs is read as it was meant, in whatever form it was pasted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.pasted import NoteKind, PastedList, read_list
from portfolio_app.store import library
from tests.domain.pasting import CODED, PLAIN, Form, Statement

OFFICIAL: tuple[Statement, ...] = tuple(
    (each.code, each.kind, each.text) for each in library.standard("st0480-v1.2").ksbs
)
WORDS = re.findall(
    r"\S+",
    "strategy people change values budget risk stakeholders governance sustainability research "
    "culture data boards cross-team evidence-based UK £2m S2 K1 (internal) e.g. and of the to for",
)
KINDS = {"K": KsbKind.KNOWLEDGE, "S": KsbKind.SKILL, "B": KsbKind.BEHAVIOUR}


def got(found: PastedList) -> list[Statement]:
    return [(each.code, each.kind, each.text) for each in found.statements]


@st.composite
def lists(draw: st.DrawFn) -> list[Statement]:
    statements: list[Statement] = []
    end = "."
    for letter, kind in KINDS.items():
        for number in range(1, draw(st.integers(1, 9)) + 1):
            words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=30))
            suffix = draw(st.sampled_from(["", "", "", "a"]))
            text = f"Lead {number} {' '.join(words)} well{end}"
            statements.append((f"{letter}{number}{suffix}", kind, text))
    return statements


@pytest.mark.parametrize("form", CODED, ids=lambda form: form.__name__)
def test_the_shipped_list_is_read_back_from_every_form_with_codes(form: Form) -> None:
    found = read_list(form(OFFICIAL))

    assert got(found) == list(OFFICIAL)


@pytest.mark.parametrize("form", PLAIN, ids=lambda form: form.__name__)
def test_the_shipped_list_is_read_back_without_codes_and_said_to_be_numbered(form: Form) -> None:
    found = read_list(form(OFFICIAL))

    assert got(found) == list(OFFICIAL)
    assert [note.kind for note in found.notes] == [NoteKind.NUMBERED]


def test_a_line_that_ends_in_a_short_form_goes_on() -> None:
    lines = [
        "K1: Lead the work with stakeholders in the UK, e.g.",
        "UK boards, and well.",
        "K2: Plan.",
    ]

    found = read_list("\n".join(lines))

    assert [each.text for each in found.statements] == [
        "Lead the work with stakeholders in the UK, e.g. UK boards, and well.",
        "Plan.",
    ]


@settings(max_examples=60, deadline=None)
@given(lists(), st.sampled_from(CODED))
def test_any_list_is_read_back_from_every_form_with_codes(
    statements: list[Statement], form: Form
) -> None:
    assert got(read_list(form(statements))) == statements


@settings(max_examples=60, deadline=None)
@given(lists(), st.sampled_from(CODED))
def test_every_word_of_a_paste_is_in_a_statement_or_in_a_note(
    statements: list[Statement], form: Form
) -> None:
    before = "This page was made for people.\nIt says what a leader does.\n\n"
    after = "\n\nThis text stands below the list.\n\nAnd this too."
    text = before + form(statements) + after

    found = read_list(text)

    assert got(found) == statements
    said = " ".join(note.text for note in found.notes)
    for line in (*before.split("\n"), *after.split("\n")):
        assert line in said


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read_list(text)

    assert all(each.code and each.text for each in found.statements)
    assert found == read_list(text)


def test_words_broken_over_a_page_end_are_one_statement() -> None:
    text = (
        "K1: How to shape organisational mission,\n\nSenior leader ST0480\nPage 3 of 12\n\n"
        "culture, and values.\nK2: Organisation struc-\ntures and values-\nbased leadership.\n"
        "Page 4 of 12\nK3: Trends."
    )

    found = read_list(text)

    assert [each.text for each in found.statements] == [
        "How to shape organisational mission, culture, and values.",
        "Organisation structures and values-based leadership.",
        "Trends.",
    ]
    assert {note.text for note in found.skipped} >= {"Page 3 of 12", "Page 4 of 12"}


def test_codes_of_all_kinds_of_letters_are_read_and_put_under_their_headings() -> None:
    text = "Skills\nSW1a: Work with families.\nSW1b: Work with groups.\nSW 02 - Work alone."

    found = read_list(text)

    assert [(each.code, each.kind) for each in found.statements] == [
        ("SW1a", KsbKind.SKILL),
        ("SW1b", KsbKind.SKILL),
        ("SW2", KsbKind.SKILL),
    ]


def test_letters_without_a_heading_are_taken_for_skills_and_said_so() -> None:
    found = read_list("AB12c: Plan work.\nAB13: Check work.")

    assert [(each.code, each.kind.value) for each in found.statements] == [
        ("AB12c", "skill"),
        ("AB13", "skill"),
    ]
    assert [note.kind for note in found.notes] == [NoteKind.DOUBTFUL] * 2


def test_a_code_that_is_there_twice_is_named() -> None:
    found = read_list("K1: One thing.\nK2: Two things.\nK1: Another thing.\nK2: Two things.")

    assert [each.text for each in found.statements] == ["One thing.", "Two things."]
    assert [note.message for note in found.notes] == [
        "K1 is there twice, with other words: the first was taken",
        "K2 is there twice, with the same words: read once",
    ]


def test_duties_and_their_codes_are_no_statements() -> None:
    text = (
        "Duty 1 Lead change.\nK1 K2, S1\nD1: A duty.\nD2: Another duty.\n"
        "K1: Know.\nS1: Do.\nB1: Be."
    )

    found = read_list(text)

    assert [each.code for each in found.statements] == ["K1", "S1", "B1"]
    assert "D1: A duty." in {note.text for note in found.notes}


def test_ticks_and_words_for_methods_are_kept_beside_their_statement() -> None:
    text = (
        "KSB\tStatement\tAM1\tProfessional discussion\n"
        "K1\tKnow it.\t✓\t\nK2\tKnow more.\tx\t✓\n"
        "S1\tDo it.\tEmployer confirms\n"
        "S2: Do more. (PD)"
    )

    found = read_list(text)

    assert [(each.code, each.text, each.methods) for each in found.statements] == [
        ("K1", "Know it.", ("AM1",)),
        ("K2", "Know more.", ("AM1", "Professional discussion")),
        ("S1", "Do it.", ("Employer confirms",)),
        ("S2", "Do more.", ("PD",)),
    ]


def test_a_text_without_a_list_says_what_is_missing() -> None:
    found = read_list("Nothing of the sort.\nReally nothing.")

    assert found.statements == ()
    assert found.notes[0].message == "No codes such as K1 and no headings such as Knowledge"
    assert [note.text for note in found.skipped] == ["Nothing of the sort.", "Really nothing."]


def test_a_wrapped_line_that_begins_with_a_code_is_no_new_statement() -> None:
    text = (
        "K1: Know what the plan says to ensure assessment of\nS2 and the skills beside it.\n"
        "K2: Know more.\nS1: Do it.\nS2: Do more."
    )

    found = read_list(text)

    assert found.statements[0].text.endswith("to ensure assessment of S2 and the skills beside it.")
    assert [each.code for each in found.statements] == ["K1", "K2", "S1", "S2"]


@pytest.mark.parametrize(
    "text",
    [
        "K1,Know what is.\nK2,Know more.\nS1,Do it.",
        'K1,"Know what is."\nK2,"Know more."\nS1,"Do it."',
        "**K1** – Know what is.\n**K2** – Know more.\n**S1** – Do it.",
        "K1: Know what is. K2: Know more. S1: Do it.",
        "Knowledge\nK1\nKnow what is.\nK2\nKnow more.\nSkills\nS1\nDo it.\nApprenticeship details\n"
        "Level: 7",
        "Knowledge\n1. Know what is.\n2. Know more.\nSkills\n1. Do it.\nQualifications\nEnglish",
        "k1: Know what is.\nk2: Know more.\ns1: Do it.",
        "Knowledge   Methods\nK1: Know what   Project\nis.\nK2: Know more.   Project\n"
        "S1: Do it.   PD",
    ],
)
def test_less_usual_forms_are_read_too(text: str) -> None:
    assert [(each.code, each.text) for each in read_list(text).statements] == [
        ("K1", "Know what is."),
        ("K2", "Know more."),
        ("S1", "Do it."),
    ]
