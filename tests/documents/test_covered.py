"""Words under something opaque are found; pages that only use colour raise no false alarm."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from portfolio_app.documents.covered import among
from tests.documents.builders import pdf_of, read, words_at

SECRET = words_at("Jane Example", 50, 100)
BOX = b"45 96 90 14 re f\n"


def picture(pdf: Pdf, colour: str, size: tuple[int, int] = (40, 20)) -> Stream:
    """Return an image of one colour."""
    image = pdf.make_stream(Image.new("RGB", size, colour).tobytes())
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = size
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    return image


def scan(pdf: Pdf) -> Stream:
    """Return an image of a page with lines that look like writing."""
    page = Image.new("RGB", (300, 200), "white")
    for x in range(50, 125, 3):
        page.putpixel((x, 97), (0, 0, 0))
    image = picture(pdf, "white", (300, 200))
    image.write(page.tobytes())
    return image


def with_pictures(**pictures: Callable[[Pdf], Stream]) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        drawn = Dictionary({f"/{name}": make(pdf) for name, make in pictures.items()})
        pdf.pages[0].obj.Resources.XObject = drawn

    return change


def with_mark(**keys: object) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        keys.setdefault("Rect", Array([45, 96, 135, 110]))
        mark = pdf.make_indirect(Dictionary(Type=Name.Annot, F=4, **keys))
        pdf.pages[0].obj.Annots = Array([mark])

    return change


def with_look(matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        look = pdf.make_stream(b"0 g 0 0 90 14 re f")
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox, look.Matrix = Array([0, 0, 90, 14]), Array(list(matrix))
        with_mark(Subtype=Name.Stamp, AP=Dictionary(N=look))(pdf)

    return change


def with_state(**keys: object) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        state = Dictionary(Type=Name.ExtGState, **keys)
        pdf.pages[0].obj.Resources.ExtGState = Dictionary(GS=state)

    return change


def turned(pdf: Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90
    pdf.pages[0].obj.CropBox = Array([20, 30, 280, 190])


OVER = {
    "a black box": (SECRET + b"0 g " + BOX, None),
    "a white box": (SECRET + b"1 g " + BOX, None),
    "a grey box": (SECRET + b"0.5 g " + BOX, None),
    "a box with a frame": (SECRET + b"0 g 1 0 0 RG 45 96 90 14 re B", None),
    "a box on a turned and cropped page": (SECRET + b"0 g " + BOX, turned),
    "a box with words on it": (
        SECRET + b"0 g " + BOX + b"1 g " + words_at("Removed", 55, 100),
        None,
    ),
    "a box in a form": (
        SECRET + b"q 1 0 0 1 45 96 cm /F Do Q",
        with_pictures(F=lambda pdf: form(pdf, b"0 g 0 0 90 14 re f")),
    ),
    "words in a form under a box": (
        b"q 2 0 0 2 0 0 cm /F Do Q 0 g 90 96 100 30 re f",
        with_pictures(F=lambda pdf: form(pdf, words_at("Jane Example", 50, 53, 6))),
    ),
    "a broad pen stroke": (SECRET + b"0 G 14 w 45 103 m 135 103 l S", None),
    "a black picture": (
        SECRET + b"q 90 0 0 14 45 96 cm /Im Do Q",
        with_pictures(Im=lambda pdf: picture(pdf, "black")),
    ),
    "a white picture": (
        SECRET + b"q 90 0 0 14 45 96 cm /Im Do Q",
        with_pictures(Im=lambda pdf: picture(pdf, "white")),
    ),
    "black words on a black box": (b"0 g " + BOX + SECRET, None),
    "words of a box's own dark blue": (b"0 0 0.3 rg " + BOX + SECRET, None),
    "a box drawn as a polygon": (SECRET + b"0 g 45 96 m 135 96 l 135 110 l 45 110 l h f", None),
    "a black mark that mixes with the page": (
        SECRET + b"/GS gs 0 g " + BOX,
        with_state(BM=Name.Multiply),
    ),
    "words read by machine under a box on a scan": (
        b"q 300 0 0 200 0 0 cm /Im Do Q BT 3 Tr ET " + SECRET + b"0 g " + BOX,
        with_pictures(Im=scan),
    ),
    "a square somebody put on it": (
        SECRET,
        with_mark(Subtype=Name.Square, IC=Array([0, 0, 0]), C=Array([0, 0, 0])),
    ),
    "a white box of free text": (
        SECRET,
        with_mark(Subtype=Name.FreeText, C=Array([1, 1, 1]), Contents=String("x"),
                  DA=String("/Helv 4 Tf 1 g")),
    ),
    "a black highlight": (
        SECRET,
        with_mark(Subtype=Name.Highlight, C=Array([0, 0, 0]),
                  QuadPoints=Array([45, 110, 135, 110, 45, 96, 135, 96])),
    ),
    "a broad black pen": (
        SECRET,
        with_mark(Subtype=Name.Ink, C=Array([0, 0, 0]), BS=Dictionary(W=15),
                  InkList=Array([Array([45, 103, 135, 103])])),
    ),
    "a stamp": (SECRET, with_look()),
    "a turned stamp": (SECRET, with_look((0, 1, -1, 0, 14, 0))),
}  # fmt: skip


def form(pdf: Pdf, content: bytes) -> Stream:
    made = pdf.make_stream(content)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 200])
    made.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    return made


HONEST = {
    "plain words": (SECRET, None),
    "white words on a dark heading": (b"0 0 0.4 rg " + BOX + b"1 g " + SECRET, None),
    "cells with grounds of their own": (
        b"0.9 g " + BOX + b"0 g " + SECRET + b"0.8 g 45 70 90 14 re f 0 g "
        + words_at("Next row", 50, 74),
        None,
    ),
    "a white ground for each line": (
        b"1 g 40 90 200 20 re f 0 g " + SECRET + b"1 g 40 70 200 18 re f 0 g "
        + words_at("Second line", 50, 74),
        None,
    ),
    "a box beside the words": (SECRET + b"0 g 140 96 90 14 re f", None),
    "a rule through them": (SECRET + b"0 G 1 w 45 104 m 135 104 l S", None),
    "a rule below them": (SECRET + b"0 g 45 97 90 1.5 re f", None),
    "a watermark that lets them through": (
        SECRET + b"/GS gs 0.5 g 0 0 300 200 re f",
        with_state(ca=0.3),
    ),
    "a yellow mark that mixes with the page": (
        SECRET + b"/GS gs 1 1 0 rg " + BOX,
        with_state(BM=Name.Multiply),
    ),
    "a highlight": (
        SECRET,
        with_mark(Subtype=Name.Highlight, C=Array([1, 1, 0]),
                  QuadPoints=Array([45, 110, 135, 110, 45, 96, 135, 96])),
    ),
    "a scan with its words beneath": (
        SECRET + b"q 300 0 0 200 0 0 cm /Im Do Q",
        with_pictures(Im=scan),
    ),
    "words read by machine over a scan": (
        b"q 300 0 0 200 0 0 cm /Im Do Q BT 3 Tr ET " + SECRET,
        with_pictures(Im=scan),
    ),
    "the same words written again on the box": (SECRET + b"1 g " + BOX + b"0 g " + SECRET, None),
    "a shadow": (b"0.7 g " + words_at("Jane Example", 51, 99) + b"0 g " + SECRET, None),
    "a frame": (SECRET + b"0 G 5 w 40 90 100 26 re S", None),
    "a picture near them": (
        SECRET + b"q 60 0 0 60 45 112 cm /Im Do Q",
        with_pictures(Im=lambda pdf: picture(pdf, "navy")),
    ),
    "one letter under a box": (SECRET + b"0 g 50 96 7 14 re f", None),
    "blanks under a box": (words_at("________", 50, 100) + b"1 g " + BOX, None),
}  # fmt: skip


def covered(content: bytes, change: Callable[[Pdf], None] | None) -> list[str]:
    found = read(pdf_of(content, change=change))
    assert len(found.pages) == 1
    return [each.detail for each in found.facts.holds if each.what == "covered text"]


@pytest.mark.parametrize("case", OVER)
def test_words_under_something_opaque_are_told(case: str):
    assert covered(*OVER[case]) == ["page 1: Jane Example"]


@pytest.mark.parametrize("case", HONEST)
def test_words_that_can_be_seen_raise_no_alarm(case: str):
    assert covered(*HONEST[case]) == []


def test_a_field_with_a_ground_of_its_own_raises_no_alarm_over_the_hint_below_it():
    def fill(pdf: Pdf) -> None:
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), F=4,
                V=String("Filled in"), Rect=Array([45, 96, 135, 110]),
                MK=Dictionary(BG=Array([1, 1, 1])),
            )
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    assert covered(words_at("Type here", 50, 100), fill) == []


def test_each_place_is_told_with_its_page():
    one = SECRET + words_at("Seen", 50, 60) + words_at("Number 12", 50, 20)
    boxes = b"0 g " + BOX + b"45 16 90 14 re f"
    found = read(pdf_of(SECRET, one + boxes))
    (told,) = [each for each in found.facts.holds if each.what == "covered text"]

    assert told.count == 2
    assert told.detail == "page 2: Jane Example; page 2: Number 12"


def test_nothing_of_the_sort_in_real_reports_forms_and_scans(corpus):
    alarms = {}
    for path in sorted([*corpus.glob("reports-pdf/*.pdf"), *corpus.glob("scans/*.pdf"),
                        *corpus.glob("signed/*.pdf")]):  # fmt: skip
        found = read(path.read_bytes(), path.name)
        told = among(found.facts.holds)
        if told:
            alarms[path.name] = told

    assert alarms == {}


def test_a_broken_page_does_not_stop_the_reading():
    data = pdf_of(b"q 1e30 0 0 1e30 0 0 cm 0 0 1e30 1e30 re f Q BT /F1 1e30 Tf (x) Tj ET")
    found = read(data)

    assert len(found.pages) == 1
    with pypdfium2.PdfDocument(found.page_copy) as document, pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(document) == len(pdf.pages)
