"""Right-to-left words: drawn from the left, joined, and read back as they were written."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from portfolio_app.domain.bidi import is_mixed, mirrored, ordered
from portfolio_app.shaping.words import clusters
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
    shown = ""
    for stretch, is_right in ordered(written):
        letters = clusters(stretch)
        shown += mirrored("".join(reversed(letters))) if is_right else stretch

    assert shown == drawn


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("plain words", [("plain words", False)]),
        ("see אבג now", [("see ", False), ("אבג", True), (" now", False)]),
        ("אב 2025 גד", [(" גד", True), ("2025", False), ("אב ", True)]),
        ("א\u05b8ב", [("א\u05b8ב", True)]),
    ],
)
def test_stretches_keep_the_order_in_which_they_are_written(
    written: str, drawn: list[tuple[str, bool]]
) -> None:
    assert ordered(written) == drawn


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
