"""Versions: by name only where names speak of versions, else by mostly the same words."""

from dataclasses import replace

import pytest

from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.versions import (
    DRAFT,
    FINAL,
    PLAIN,
    SIGNED,
    Piece,
    groups,
    newest_first,
    resemblance,
    sketch,
    version_name,
)
from tests.domain.builders import an_item

PDF, WORD, IMAGE = DocumentKind.PDF, DocumentKind.WORD, DocumentKind.IMAGE
TEXT = " ".join(f"word{n} stands" for n in range(100))
OTHER = " ".join(f"another{n} thing" for n in range(100))


def a_piece(
    name: str, text: str = "", folder: str = "/work", kind: DocumentKind = WORD, uid: str = ""
) -> Piece:
    return Piece(uid or name, version_name(name), folder, kind, sketch(text))


@pytest.mark.parametrize(
    ("name", "stem", "stage", "number"),
    [
        ("Options paper v2.docx", "options paper", PLAIN, (2,)),
        ("Options_paper_V2.1_FINAL.docx", "options paper", FINAL, (2, 1)),
        ("Options paper - final2.docx", "options paper", FINAL, (2,)),
        ("options paper FINAL final.pdf", "options paper", FINAL, ()),
        ("Options paper (1).docx", "options paper", PLAIN, ()),
        ("Copy of Options paper.docx", "options paper", PLAIN, ()),
        ("Options paper - Copy (2).docx", "options paper", PLAIN, ()),
        ("Options paper - signed.pdf", "options paper", SIGNED, ()),
        ("Options paper draft 3.docx", "options paper", DRAFT, (3,)),
        ("2025-11-03 Options paper.docx", "options paper", PLAIN, ()),
        ("Options paper 3 November 2025 FINAL.docx", "options paper", FINAL, ()),
        ("Finalists list.docx", "finalists list", PLAIN, ()),
        ("Volunteers v volunteers.docx", "volunteers v volunteers", PLAIN, ()),
        ("v2.docx", "", PLAIN, (2,)),
    ],
)
def test_a_name_is_taken_apart(name: str, stem: str, stage: int, number: tuple[int, ...]) -> None:
    found = version_name(name)

    assert (found.stem, found.stage, found.number) == (stem, stage, number)


@pytest.mark.parametrize(
    "names",
    [
        ("Paper.docx", "Paper v2.docx"),
        ("Paper v1.docx", "Paper v2 FINAL.docx", "Paper final2 - signed.pdf"),
        ("Paper draft.docx", "Paper (1).docx", "Paper FINAL.docx"),
        ("Paper - Copy.docx", "Paper.docx"),
    ],
)
def test_names_that_speak_of_versions_are_believed(names: tuple[str, ...]) -> None:
    assert groups([a_piece(name) for name in names]) == (names,)


def test_a_word_file_and_its_pdf_side_by_side_are_versions_and_apart_they_are_not() -> None:
    word, pdf = a_piece("Paper.docx"), a_piece("Paper.pdf", kind=PDF)

    assert groups([word, pdf]) == (("Paper.docx", "Paper.pdf"),)
    assert groups([word, replace(pdf, folder="/elsewhere")]) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minutes 2025-11-27.docx", "Minutes 2025-12-18.docx"),
        ("Minutes 27 November 2025 draft.docx", "Minutes 18 December 2025 FINAL.docx"),
        ("Scan (1).pdf", "Scan (2).pdf"),
        ("IMG_20250312_1.jpg", "IMG_20250313_1.jpg"),
        ("v2.docx", "v3.docx"),
        ("FINAL.docx", "draft.docx"),
        ("Board paper.docx", "Board minutes.docx"),
    ],
)
def test_another_day_or_another_scan_is_not_a_version(one: str, other: str) -> None:
    assert groups([a_piece(one, TEXT), a_piece(other, OTHER)]) == ()
    assert groups([a_piece(one, kind=IMAGE), a_piece(other, kind=IMAGE)]) == ()


def test_dates_and_counts_make_versions_where_the_words_agree() -> None:
    ours = [a_piece("Plan 2025-11-27.docx", TEXT), a_piece("Plan 2025-12-18.docx", TEXT + " end")]

    assert len(groups(ours)) == 1


def test_the_same_name_in_two_folders_is_two_pieces_unless_the_words_agree() -> None:
    november = a_piece("Minutes.docx", TEXT, "/nov", uid="a")

    assert groups([november, a_piece("Minutes.docx", OTHER, "/dec", uid="b")]) == ()
    assert groups([november, a_piece("Minutes.docx", TEXT, "/dec", uid="b")]) == (("a", "b"),)


def test_another_folder_s_v2_with_other_words_is_another_piece() -> None:
    one = a_piece("Paper v1.docx", TEXT, "/school")
    other = a_piece("Paper v2.docx", OTHER, "/trust")

    assert groups([one, other]) == ()
    assert groups([one, replace(other, folder="/school")]) == (("Paper v1.docx", "Paper v2.docx"),)


def test_mostly_the_same_words_are_enough_whatever_the_names() -> None:
    changed = TEXT.replace("word50 stands", "fifty was altered")

    assert groups([a_piece("a.docx", TEXT), a_piece("b.pdf", changed)]) == (("a.docx", "b.pdf"),)
    assert groups([a_piece("a.docx", TEXT), a_piece("b.pdf", OTHER)]) == ()
    assert groups([a_piece("a.docx", "too few words"), a_piece("b.pdf", "too few words")]) == ()


def test_only_links_through_what_is_new_are_made() -> None:
    pieces = [a_piece("Paper v1.docx"), a_piece("Paper v2.docx"), a_piece("Plan.docx")]

    assert groups(pieces, ["Plan.docx"]) == ()
    assert groups(pieces, ["Paper v2.docx"]) == (("Paper v1.docx", "Paper v2.docx"),)


def test_resemblance_is_the_shared_part_of_all_runs() -> None:
    assert resemblance(sketch(TEXT), sketch(TEXT.upper().replace(" ", "\n"))) == 1.0
    assert resemblance(sketch(TEXT), sketch(OTHER)) == 0.0
    assert 0.4 < resemblance(sketch(TEXT), sketch(TEXT + " " + OTHER)) < 0.6


def test_the_newest_comes_first_by_word_then_by_day() -> None:
    names = ("P draft.docx", "P v2.docx", "P v10.docx", "P FINAL.docx", "P signed.pdf")
    items = [replace(an_item(name), file_name=name) for name in names]

    assert [each.file_name for each in newest_first(items)] == list(reversed(names))
    dated = [an_item("a", date="2025-01-01"), an_item("b", date="2025-06-01"), an_item("c")]
    dated = [replace(each, file_name="P.docx") for each in dated]
    assert [each.uid for each in newest_first(dated)] == ["b", "a", "c"]


def test_a_thousand_pieces_are_compared_quickly() -> None:
    import time

    pieces = [
        a_piece(f"Paper {n} v{n % 3}.docx", " ".join(f"w{n * 7 + k % 900}" for k in range(900)))
        for n in range(1000)
    ]

    begun = time.process_time()
    groups(pieces)
    taken = time.process_time() - begun

    assert taken < 3.0  # about 0.2 seconds on a quiet desktop
