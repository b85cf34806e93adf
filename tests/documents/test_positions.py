from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array
from PIL import Image

from portfolio_app.documents import drawing, positions
from tests.documents.builders import pdf_of, read, words_at

SCALE = 3.0


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    found = drawing.draw(page, SCALE)
    return Image.frombuffer(
        "RGB", (found.width, found.height), found.pixels, "raw", "BGRX", found.stride, 1
    )


def _ink_under_boxes(page: pypdfium2.PdfPage) -> list[bool]:
    """Return for each letter whether there is ink under its box."""
    text, boxes = positions.characters(page)
    assert len(boxes) == 4 * len(text)
    picture = _drawn(page).convert("L")
    found = []
    for index, letter in enumerate(text):
        if letter.isspace() or not any(boxes[4 * index : 4 * index + 4]):
            continue
        x0, y0, x1, y1 = (each * SCALE for each in boxes[4 * index : 4 * index + 4])
        part = picture.crop((int(x0), int(y0), int(x1) + 1, int(y1) + 1))
        found.append(part.getextrema()[0] < 160)
    return found


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 40, 260, 170)])
def test_drawn_ink_lies_under_the_boxes_of_its_letters(turned, crop):
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Rotate = turned
        if crop:
            pdf.pages[0].obj.CropBox = Array(list(crop))

    data = pdf_of(words_at("Ward plan", 60, 120, 14), change=change, box=(-10, 5, 290, 205))
    found = read(data)

    with pypdfium2.PdfDocument(found.page_copy) as document:
        ink = _ink_under_boxes(document[0])
    assert len(ink) == len("Wardplan")
    assert all(ink)


def test_a_letters_box_is_where_page_space_says():
    found = read(pdf_of(words_at("X", 60, 120, 20)))

    with pypdfium2.PdfDocument(found.page_copy) as document:
        text, (x0, y0, x1, y1) = positions.characters(document[0])

    assert text == "X"
    assert 59 <= x0 < x1 <= 75
    assert 55 <= y0 <= 66  # 200 high, baseline at 120 from below: 80 from above, 14 of capital
    assert 80 <= y1 <= 87


def test_boxes_belong_to_exactly_the_words_that_were_read():
    found = read(pdf_of(words_at("Caf\xe9 and more"), words_at("Second page")))

    with pypdfium2.PdfDocument(found.page_copy) as document:
        for page, stored in zip(document, found.pages, strict=True):
            assert positions.characters(page)[0] == stored.text


def test_text_is_always_fit_to_be_stored():
    def odd(pdf: pikepdf.Pdf) -> None:
        font = pdf.pages[0].obj.Resources.Font.F1
        cmap = (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
            b"1 begincodespacerange <00> <FF> endcodespacerange 4 beginbfchar "
            b"<41> <0000> <42> <D83DDE00> <43> <D800> <44> <0007> endbfchar endcmap end end"
        )
        font.ToUnicode = pikepdf.Stream(pdf, cmap)

    found = read(pdf_of(words_at("ABCDE"), change=odd))

    text = found.pages[0].text
    text.encode("utf-8")
    assert "\0" not in text
    assert "\x07" not in text
    assert "\U0001f600" in text
    assert text.rstrip()[-1] == "E"


@pytest.mark.parametrize(
    "name", ["scans/cardinal.pdf", "scans/sandwich.pdf", "reports-pdf/habibi-rotated.pdf",
             "reports-pdf/multicolumn.pdf", "reports-pdf/annotated_pdf.pdf"]
)  # fmt: skip
def test_real_pages_have_their_ink_under_the_boxes(corpus: Path, name):
    found = read((corpus / name).read_bytes(), name)

    with pypdfium2.PdfDocument(found.page_copy) as document:
        for page, stored in zip(document, found.pages, strict=True):
            assert positions.characters(page)[0] == stored.text
            ink = _ink_under_boxes(page)
            if ink:
                assert sum(ink) / len(ink) > 0.9


def test_huge_pages_are_drawn_smaller_and_tiny_ones_at_least_once():
    assert drawing.fitted(1e7, 1e7, 2.0)[0] ** 2 <= drawing.MOST_PIXELS * 1.01
    assert max(drawing.fitted(1e7, 10.0, 2.0)) <= drawing.LONGEST_SIDE
    assert drawing.fitted(0.001, 0.001, 1.0) == (1, 1)
    assert drawing.fitted(595.0, 842.0, 2.0) == (1190, 1684)
