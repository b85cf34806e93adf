"""Right-to-left words: drawn from the left, joined, and read back as they were written."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from portfolio_app.domain.bidi import drawing_order, is_mixed, joined
from tests.pdf.builders import Built, claim, item, plan


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("plain words", "plain words"),
        ("אבג", "גבא"),
        ("see אבג now", "see גבא now"),
        ("אב (גד)", "(דג) בא"),
        ("אב 2025 גד", "דג 2025 בא"),
        ("א\u05b8ב", "בא\u05b8"),
        ("אב 12/3 (v2)", "(v2) 12/3 בא"),
        ("see אב 12 גד.", "see דג 12 בא."),
        ("see (אב) 5% אב", "see (בא) בא 5%"),
        ("אב (see) 5", "5 (see) בא"),
        ("تد 5% (a)", "(a) %5 دت"),
    ],
)
def test_letters_are_put_in_drawing_order(written: str, drawn: str) -> None:
    assert drawing_order(written) == drawn


def test_arabic_letters_join_as_their_neighbours_ask() -> None:
    names = [unicodedata.name(letter).rsplit(" ", 2)[1:] for letter in joined("سلام")]

    # Seen begins, lam joins alef as one sign that ends the stretch, meem stands alone.
    assert [name[0] for name in names] == ["INITIAL", "FINAL", "ISOLATED"]
    assert unicodedata.normalize("NFKC", joined("مرحبا بالعالم")) == "مرحبا بالعالم"
    assert joined("שלום and words") == "שלום and words"


def test_a_mark_does_not_come_between_two_letters() -> None:
    assert unicodedata.normalize("NFKC", joined("بَب")) == unicodedata.normalize("NFKC", "بَب")
    assert unicodedata.name(joined("بَب")[0]).endswith("INITIAL FORM")


def test_only_lines_with_such_letters_are_treated() -> None:
    assert is_mixed("a א")
    assert not is_mixed("Siân, 中文 and ελληνικά")


def test_an_arabic_and_a_hebrew_title_read_back_as_written(tmp_path: Path) -> None:
    title = "تقرير الشتاء שלום"
    built = Built(tmp_path, plan(item(1, title=title, claims=(claim("K1"),))))
    number = built.result.items[0].front

    pdf = pypdfium2.PdfDocument(built.path)
    seen = unicodedata.normalize("NFKC", pdf[number - 1].get_textpage().get_text_range())
    pdf.close()
    outline = str(pypdf.PdfReader(built.path).outline)

    for word in title.split():
        assert word in seen
        assert word in outline
