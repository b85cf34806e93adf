"""Protective markings: a page that carries one, and a page that only talks about them."""

import pytest

from portfolio_app.domain.markings import Marking, in_line, in_page

BODY = "The board met on 3 March.\nIt agreed the plan and the budget for the year.\n" * 4


def marks(text: str) -> list[Marking]:
    return [each.marking for each in in_page(text) if not each.is_mention]


@pytest.mark.parametrize(
    ("header", "marking"),
    [
        ("OFFICIAL-SENSITIVE", Marking.OFFICIAL_SENSITIVE),
        ("OFFICIAL - SENSITIVE: PERSONAL", Marking.OFFICIAL_SENSITIVE),
        ("Official Sensitive – Commercial", Marking.OFFICIAL_SENSITIVE),
        ("OFFICIAL–SENSITIVE   Page 3 of 9", Marking.OFFICIAL_SENSITIVE),
        ("Classification: Official-Sensitive", Marking.OFFICIAL_SENSITIVE),
        ("CONFIDENTIAL", Marking.CONFIDENTIAL),
        ("Confidential", Marking.CONFIDENTIAL),
        ("STRICTLY CONFIDENTIAL", Marking.CONFIDENTIAL),
        ("Private and confidential", Marking.CONFIDENTIAL),
        ("PRIVATE & CONFIDENTIAL", Marking.CONFIDENTIAL),
        ("Example Trust | Confidential", Marking.CONFIDENTIAL),
        ("Example Trust Board – CONFIDENTIAL – 3 March 2026", Marking.CONFIDENTIAL),
        ("C O N F I D E N T I A L", Marking.CONFIDENTIAL),
        ("STAFF IN CONFIDENCE", Marking.CONFIDENTIAL),
        ("Confidential appendix 2", Marking.CONFIDENTIAL),
        ("Appendix 3 - Confidential", Marking.CONFIDENTIAL),
        ("Board paper 7 | Commercial in Confidence | Page 2 of 10", Marking.COMMERCIAL),
        ("Status: Confidential    Version: 2.1", Marking.CONFIDENTIAL),
        ("EXEMPT", Marking.EXEMPT),
        ("Exempt report", Marking.EXEMPT),
        ("NOT FOR PUBLICATION", Marking.NOT_FOR_PUBLICATION),
        (
            "(NOT FOR PUBLICATION: By virtue of paragraph(s) 3, 7 of Part 1 of Schedule 12A of the "
            "Local Government Act 1972)",
            Marking.NOT_FOR_PUBLICATION,
        ),
        ("Part 2 – Exempt", Marking.PART_2),
        ("PART II (PRIVATE)", Marking.PART_2),
        ("Paragraph 3 of Part 1 of Schedule 12A", Marking.SCHEDULE_12A),
        ("Commercial in confidence", Marking.COMMERCIAL),
        ("COMMERCIAL-IN-CONFIDENCE", Marking.COMMERCIAL),
        ("LEGALLY PRIVILEGED", Marking.PRIVILEGE),
        ("Privileged and confidential", Marking.PRIVILEGE),
        ("Legal privilege", Marking.PRIVILEGE),
    ],
)
def test_a_marking_in_a_header_a_footer_or_a_heading_is_found(
    header: str, marking: Marking
) -> None:
    assert marking in marks(f"{header}\n{BODY}")
    assert marking in marks(f"{BODY}{header}\n")


@pytest.mark.parametrize(
    ("words", "marking"),
    [
        ("This report is not for publication.", Marking.NOT_FOR_PUBLICATION),
        ("This appendix contains exempt information.", Marking.EXEMPT),
        ("This paper is confidential and must not be copied.", Marking.CONFIDENTIAL),
        ("This document (version 2) is strictly confidential.", Marking.CONFIDENTIAL),
        ("This report contains information that is commercial in confidence.", Marking.COMMERCIAL),
        ("This note is subject to legal privilege.", Marking.PRIVILEGE),
        ("OFFICIAL-SENSITIVE", Marking.OFFICIAL_SENSITIVE),
        ("CONFIDENTIAL", Marking.CONFIDENTIAL),
        ("EXEMPT APPENDIX", Marking.EXEMPT),
    ],
)
def test_a_page_that_says_so_of_itself_is_marked(words: str, marking: Marking) -> None:
    assert marking in marks(f"{BODY}{words}\n{BODY}")


@pytest.mark.parametrize(
    "words",
    [
        "Papers marked OFFICIAL-SENSITIVE are kept in the locked cabinet.",
        "Staff must not send OFFICIAL-SENSITIVE information to home addresses.",
        "The OFFICIAL-SENSITIVE marking is used where loss would do harm.",
        "Reports marked ‘not for publication’ are printed on pink paper.",
        "We keep what people tell us in a confidential setting.",
        "Confidentiality is everybody's business.",
        "All patient information is confidential.",
        "The helpline is free and confidential.",
        "Confidential waste goes into the grey bins, which are emptied weekly.",
        "I am confident that the plan will work.",
        "The committee resolved to exclude the press and public because exempt information as "
        "defined in\nSchedule 12A of the Act would be disclosed.",
        "The school is exempt from the charge.",
        "Exempt supplies",
        "Exempt accommodation: what we learned",
        "Confidential survey results",
        "How markings are used\nOFFICIAL-SENSITIVE\nMark it in the header. See the guidance on "
        "protective marking.",
        "Supplies are VAT EXEMPT",
        "Part 2 sets out the method.",
        "Exempt: No",
        "Confidential? None",
        "Confidential or exempt information: not applicable",
        "Exempt information\nNone",
        "This is a non-confidential version.",
        "The claim of legal privilege was refused by the court in that case.",
        "What do you tell a colleague who shares something in confidence?",
        "This e-mail and its attachments are confidential and may be legally privileged.",
        "This message is confidential and intended solely for the addressee.",
        "Any document that falls under this heading is treated by our own staff as\n"
        "OFFICIAL-SENSITIVE and locked away.",
    ],
)
def test_a_page_that_talks_about_markings_carries_none(words: str) -> None:
    assert marks(f"{BODY}{words}\n{BODY}") == []


def test_line_ends_of_every_kind_are_line_ends() -> None:
    for ends in ("\n", "\r\n", "\r"):
        text = f"Example Trust | Confidential\n{BODY}Private and confidential\n".replace("\n", ends)
        assert marks(text) == [Marking.CONFIDENTIAL, Marking.CONFIDENTIAL]
        assert marks(f"{BODY}Exempt information\nNone\n{BODY}".replace("\n", ends)) == []


def test_part_2_is_a_marking_only_at_the_edge_of_a_councils_page() -> None:
    assert marks(f"PART 2\nCabinet, 3 March 2026\n{BODY}") == [Marking.PART_2]
    assert marks(f"Part 2\nResearch methods\n{BODY}") == []


def test_what_is_only_mentioned_is_said_to_be_a_mention() -> None:
    (found,) = in_page("Papers marked OFFICIAL-SENSITIVE are kept apart.")

    assert (found.marking, found.is_mention) == (Marking.OFFICIAL_SENSITIVE, True)


@pytest.mark.parametrize(
    ("name", "marking"),
    [
        ("CONFIDENTIAL_staffing_options.docx", Marking.CONFIDENTIAL),
        ("Staffing options (confidential).pdf", Marking.CONFIDENTIAL),
        ("2026-03-03 official-sensitive briefing.pdf", Marking.OFFICIAL_SENSITIVE),
        ("EXEMPT Appendix B.pdf", Marking.EXEMPT),
        ("Report - exempt.pdf", Marking.EXEMPT),
        ("Item 9 NOT FOR PUBLICATION.pdf", Marking.NOT_FOR_PUBLICATION),
        ("Cabinet Part 2 minutes.pdf", Marking.PART_2),
        ("Bid_commercial-in-confidence.xlsx", Marking.COMMERCIAL),
    ],
)
def test_a_file_name_may_carry_a_marking(name: str, marking: Marking) -> None:
    assert [each.marking for each in in_line(name) if not each.is_mention] == [marking]


@pytest.mark.parametrize(
    "name",
    [
        "Confidentiality policy.pdf",
        "Handling official-sensitive information guidance.pdf",
        "Confidential waste contract.docx",
        "Literature review part 2.docx",
        "VAT exempt supplies.xlsx",
        "confident leaders.pptx",
    ],
)
def test_a_file_about_markings_has_none_in_its_name(name: str) -> None:
    assert [each.marking for each in in_line(name) if not each.is_mention] == []
