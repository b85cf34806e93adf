"""Words nobody sees, though nothing lies over them, are found; honest pages raise no alarm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from portfolio_app.documents import covered
from tests.documents.builders import pdf_of, read, words_at
from tests.documents.test_covered import (
    BOX,
    SECRET,
    form,
    picture,
    scan,
    turned,
    with_pictures,
    with_state,
)  # fmt: skip

SEEN = words_at("Words that are seen", 50, 60)
BESIDE = words_at("Jane Example", 50, 210)


def cropped(pdf: Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 0, 300, 90])


UNSEEN = {
    "white on white": (b"1 g " + SECRET + b"0 g " + SEEN, None),
    "nearly white on white": (b"0.98 g " + SECRET + b"0 g " + SEEN, None),
    "white in another colour space": (b"0 0 0 0 k " + SECRET + b"0 g " + SEEN, None),
    "white on a turned and cropped page": (b"1 g " + SECRET + b"0 g " + SEEN, turned),
    "white words of a form": (
        b"/F Do " + SEEN,
        with_pictures(F=lambda pdf: form(pdf, b"1 g " + SECRET)),
    ),
    "white on a white picture": (
        b"q 300 0 0 200 0 0 cm /Im Do Q 1 g " + SECRET,
        with_pictures(Im=lambda pdf: picture(pdf, "white")),
    ),
    "of the colour of a ground in the middle of the scale": (
        b"0.6 0.8 0.7 rg 0 0 300 200 re f " + SECRET + b"0 g " + SEEN,
        None,
    ),
    "of a ground's own pale colour": (b"0.9 g 0 0 300 200 re f " + SECRET + b"0 g " + SEEN, None),
    "not drawn, and no picture": (b"3 Tr " + SECRET + b"0 Tr " + SEEN, None),
    "not drawn, and a picture elsewhere": (
        b"q 90 0 0 40 45 10 cm /Im Do Q 3 Tr " + SECRET + b"0 Tr " + SEEN,
        with_pictures(Im=scan),
    ),
    "all through": (b"/GS gs " + SECRET, with_state(ca=0)),
}

CUT_OFF = {
    "above the page": (BESIDE + SEEN, None),
    "beside the crop box": (SECRET + SEEN, cropped),
    "not drawn, above the page": (b"3 Tr " + BESIDE + b"0 Tr " + SEEN, None),
    "white, above the page": (b"1 g " + BESIDE + b"0 g " + SEEN, None),
}

HONEST = {
    "plain words": (SECRET + SEEN, None),
    "white on dark": (b"0 0 0.4 rg " + BOX + b"1 g " + SECRET, None),
    "white on a middling colour": (b"0.3 0.6 0.7 rg " + BOX + b"1 g " + SECRET, None),
    "white on a picture": (
        b"q 90 0 0 14 45 96 cm /Im Do Q 1 g " + SECRET,
        with_pictures(Im=lambda pdf: picture(pdf, "navy")),
    ),
    "white with an outline": (b"1 g 0 G 2 Tr 0.5 w " + SECRET, None),
    "an outline alone": (b"1 g 0 G 1 Tr 0.5 w " + SECRET, None),
    "a pale watermark": (b"0.85 g " + words_at("DRAFT", 50, 100, 40), None),
    "pale grey of a ground elsewhere": (
        b"0.5 g 10 10 20 20 re f " + SECRET,
        None,
    ),
    "read by machine over a scan": (
        b"q 300 0 0 200 0 0 cm /Im Do Q 3 Tr " + SECRET,
        with_pictures(Im=scan),
    ),
    "read by machine beneath a scan": (
        b"3 Tr " + SECRET + b"q 300 0 0 200 0 0 cm /Im Do Q",
        with_pictures(Im=scan),
    ),
    "read by machine over an empty part of a scan": (
        b"q 300 0 0 200 0 0 cm /Im Do Q 3 Tr " + SECRET,
        with_pictures(Im=lambda pdf: picture(pdf, "white")),
    ),
    "white and beneath a scan": (
        b"1 g " + SECRET + b"q 300 0 0 200 0 0 cm /Im Do Q",
        with_pictures(Im=scan),
    ),
    "not drawn over the same words": (SECRET + b"3 Tr " + SECRET, None),
    "one white letter": (b"1 g " + words_at("x") + b"0 g " + SEEN, None),
    "thin letters": (b"0.6 g 200 10 20 20 re f " + words_at("Ill till lilI", 50, 100, 24), None),
    "words that reach over the edge": (words_at("Jane", 50, 196), None),
}  # fmt: skip


def told(content: bytes, change: Callable[[Pdf], None] | None) -> dict[str, str]:
    found = read(pdf_of(content, change=change))
    assert len(found.pages) == 1
    return {each.what: each.detail for each in covered.among(found.facts.holds)}


@pytest.mark.parametrize("case", UNSEEN)
def test_words_nobody_sees_are_told(case: str):
    assert told(*UNSEEN[case]) == {covered.UNSEEN: "page 1: Jane Example"}


@pytest.mark.parametrize("case", CUT_OFF)
def test_words_outside_the_page_are_told_apart(case: str):
    assert told(*CUT_OFF[case]) == {covered.CUT_OFF: "page 1: Jane Example"}


@pytest.mark.parametrize("case", HONEST)
def test_words_that_can_be_seen_raise_no_alarm(case: str):
    assert told(*HONEST[case]) == {}


def test_a_white_word_under_a_white_box_is_told_once():
    assert told(b"1 g " + SECRET + BOX, None) == {covered.COVERED: "page 1: Jane Example"}


def test_a_hint_in_a_field_raises_no_alarm():
    def fill(pdf: Pdf) -> None:
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), F=4,
                V=String("Filled in"), Rect=Array([45, 96, 135, 110]),
            )
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    assert told(b"1 g " + SECRET, fill) == {}
