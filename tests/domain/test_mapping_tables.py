"""A plan's mapping of KSBs to methods, and its themes, are read in the forms plans have."""

from __future__ import annotations

import pytest

from portfolio_app.domain.mapping_tables import read_methods
from portfolio_app.domain.method_words import method_ids
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.standard import AssessmentMethod, Standard
from portfolio_app.domain.theme_tables import read_themes, themes_text
from portfolio_app.store import library

STANDARD = library.standard("st0480-v1.2")


def by_code(text: str, standard: Standard = STANDARD) -> dict[str, tuple[str, ...]]:
    codes = {each.uid: each.code for each in standard.ksbs}
    return {codes[uid]: methods for uid, methods in read_methods(text, standard).methods.items()}


@pytest.mark.parametrize(
    "text",
    [
        "Professional discussion: K1, K2–K4, S3\nStrategic business proposal: S3, S2",
        "AM2 - K1 K2 K3 K4 S3\nAM1 - S2, S3",
        "Professional discussion underpinned by a portfolio of evidence\nK1; K2 to K4\nS3\n\n"
        "Strategic business proposal, presentation with questioning\nS2 S3",
        "KSB\tAM1\tAM2\nK1\t\t✓\nK2\t\tx\nK3\t\tX\nK4\t\t✔\nS2\t✓\t\nS3\t✓\t✓",
        "| Ref | Method |\n|---|---|\n| K1 | PD |\n| K2 | Professional discussion |\n| K3 | PD |\n"
        "| K4 | Assessment method 2 |\n| S2 | SBP |\n| S3 | PD and SBP |",
        "Theme\tStrategic business proposal\tProfessional discussion\n"
        "Strategy\tS2\tK1, K2\nChange\tS3\tK3–K4, S3",
        "K1: Professional discussion\nK2, K3, K4 (PD)\nMethod 1: S2, S3\nS3: PD",
    ],
)
def test_a_mapping_is_read_in_every_usual_form(text: str) -> None:
    assert by_code(text) == {
        "K1": ("pd",), "K2": ("pd",), "K3": ("pd",), "K4": ("pd",),
        "S2": ("sbp",), "S3": ("sbp", "pd"),
    }  # fmt: skip


def test_what_is_not_understood_or_unknown_is_said() -> None:
    found = read_methods("Some heading\nK1, K2\nProfessional discussion: K99, K3", STANDARD)

    assert [(note.message, note.text) for note in found.notes] == [
        ("Not understood", "Some heading"),
        ("No method stands beside these codes", "K1, K2"),
        ("Not in this standard: K99", "Professional discussion: K99, K3"),
    ]
    assert len(found.methods) == 1


def test_the_employer_and_methods_of_other_standards_are_known_by_their_words() -> None:
    methods = (AssessmentMethod("project", "Project report with presentation", 1),)

    assert method_ids("Employer confirms", methods) == ("employer",)
    assert method_ids("line manager confirms in the workplace", methods) == ("employer",)
    assert method_ids("Project report", methods) == ("project",)
    assert method_ids("Something else", methods) == ()


THEMES = (
    "Theme: Strategy (K1, K2, S1)\nPass: Evaluates the strategy.\n"
    "Explains why it was chosen.\nDistinction: Critically evaluates it.\n\n"
    "Theme: People (B1, K10)\nPass: Leads people\nthrough change."
)


def test_themes_are_read_with_their_descriptors_and_order_every_list() -> None:
    from dataclasses import replace

    themes, notes = read_themes(THEMES, STANDARD)

    assert [(t.title, t.passes, t.distinction) for t in themes] == [
        (
            "Strategy",
            "Evaluates the strategy. Explains why it was chosen.",
            "Critically evaluates it.",
        ),
        ("People", "Leads people through change.", ""),
    ]
    assert notes == ()
    ordered = ksb_order(replace(STANDARD, themes=themes))
    assert [each.code for each in ordered][:5] == ["K1", "K2", "S1", "B1", "K10"]
    assert len(ordered) == 46


def test_themes_are_read_from_a_table_and_written_back_as_text() -> None:
    from dataclasses import replace

    table = (
        "Theme\tKSBs\tPass descriptors\tDistinction descriptors\n"
        "Strategy\tK1 K2\tEvaluates.\tCritically evaluates.\n\tS1\tExplains.\t\n"
        "People\tB1\tLeads.\t"
    )

    themes, notes = read_themes(table, STANDARD)

    assert notes == ()
    assert [(t.title, len(t.ksb_uids), t.passes) for t in themes] == [
        ("Strategy", 3, "Evaluates. Explains."),
        ("People", 1, "Leads."),
    ]
    again, _ = read_themes(themes_text(replace(STANDARD, themes=themes)), STANDARD)
    assert again == themes
