import io
import time
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.documents import pdf
from portfolio_app.domain.document import FoundHighlight
from portfolio_app.domain.passage import box_of

LINES = ["The chair set out three options", "and the cost of each of them.", "Any other business."]


def _page(canvas: Canvas, lines: list[str]) -> None:
    for place, line in enumerate(lines):
        canvas.drawString(72, 760 - 16 * place, line)
    canvas.showPage()


def _pdf(*pages: list[str]) -> pikepdf.Pdf:
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=True)
    for lines in pages:
        _page(canvas, lines)
    canvas.save()
    return pikepdf.open(io.BytesIO(held.getvalue()))


def _mark(
    document: pikepdf.Pdf,
    *boxes: tuple[float, float, float, float],
    page: int = 0,
    kind: str = "Highlight",
    colour: tuple[float, ...] = (1, 1, 0),
    **more: object,
) -> pikepdf.Object:
    quads = [n for x0, y0, x1, y1 in boxes for n in (x0, y1, x1, y1, x0, y0, x1, y0)]
    around = [f(each[i] for each in boxes) for i, f in enumerate((min, min, max, max))]
    made = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(f"/{kind}"),
            Rect=pikepdf.Array(around),
            QuadPoints=pikepdf.Array(quads),
            C=pikepdf.Array(list(colour)),
            F=4,
            **more,  # type: ignore[arg-type]
        )
    )
    target = document.pages[page].obj
    if "/Annots" not in target:
        target.Annots = pikepdf.Array()
    target.Annots.append(made)
    return made


def _line(number: int, start: float = 70, end: float = 400) -> tuple[float, float, float, float]:
    base = 760 - 16 * number
    return (start, base - 4, end, base + 10)


def _read(document: pikepdf.Pdf) -> tuple[pdf.Reading, tuple[FoundHighlight, ...]]:
    held = io.BytesIO()
    document.save(held)
    reading = pdf.read(held.getvalue(), "board.pdf", most_pages=100, password="")
    return reading, reading.facts.highlights


def test_a_highlight_over_two_lines_gives_its_words_its_colour_and_its_comment() -> None:
    document = _pdf(LINES)
    _mark(document, _line(0), _line(1), colour=(1, 0.5, 0), Contents=pikepdf.String("for K8"))

    reading, (found,) = _read(document)

    assert found.quote == "The chair set out three options and the cost of each of them."
    assert (found.colour, found.comment, found.page_index) == ("#ff8000", "for K8", 0)
    ((start, end),) = found.runs
    assert reading.pages[0].text[start:end].startswith("The chair")
    assert len(found.quads) == 2
    x0, y0, _, y1 = box_of(found.quads)
    assert 71 < x0 < 73
    assert 70 < y0 < 842 - 760
    assert y1 < 842 - 738


@pytest.mark.parametrize("kind", ["Underline", "Squiggly", "StrikeOut"])
def test_underlined_and_struck_words_are_highlights_too(kind: str) -> None:
    document = _pdf(LINES)
    _mark(document, _line(2, 70, 400), kind=kind)

    _, (found,) = _read(document)

    assert found.quote == "Any other business."


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turned_and_cropped_pages_have_their_words_found_where_they_are_shown(
    rotation: int,
) -> None:
    document = _pdf(LINES)
    document.pages[0].obj.CropBox = pikepdf.Array([40, 500, 500, 800])
    document.pages[0].obj.Rotate = rotation
    _mark(document, _line(2))

    reading, (found,) = _read(document)

    assert found.quote == "Any other business."
    x0, y0, x1, y1 = box_of(found.quads)
    width, height = reading.pages[0].width, reading.pages[0].height
    assert 0 <= x0 < x1 <= width
    assert 0 <= y0 < y1 <= height
    if rotation == 0:
        assert abs(x0 - (72 - 40)) < 1
        assert 800 - 728 < y1 < 800 - 728 + 5


def test_replies_are_joined_and_a_comment_that_repeats_the_words_is_none() -> None:
    document = _pdf(LINES)
    first = _mark(document, _line(0), Contents=pikepdf.String("why?"))
    _mark(document, _line(0), kind="Text", IRT=first, Contents=pikepdf.String("because"))
    _mark(document, _line(2), Contents=pikepdf.String("any other  business."))

    _, found = _read(document)

    assert [each.comment for each in found] == ["why?\nbecause", ""]


def test_a_sticky_note_joins_the_highlight_it_touches_and_stands_alone_elsewhere() -> None:
    document = _pdf(LINES)
    _mark(document, _line(0))
    _mark(document, (60, 755, 72, 770), kind="Text", Contents=pikepdf.String("use this"))
    _mark(document, (300, 100, 320, 120), kind="Text", Contents=pikepdf.String("read more"))

    _, (first, alone) = _read(document)

    assert (first.quote, first.comment) == (LINES[0], "use this")
    assert (alone.quote, alone.colour, alone.comment) == ("", "", "read more")


def test_marks_of_one_moment_that_go_on_over_a_line_end_are_one_highlight() -> None:
    document = _pdf(LINES)
    when = pikepdf.String("D:20250301120000Z")
    _mark(document, _line(0), M=when)
    _mark(document, _line(1), M=when)
    _mark(document, _line(2), M=when)

    _, found = _read(document)

    assert [each.quote for each in found] == [f"{LINES[0]} {LINES[1]}", LINES[2]]


def test_marks_on_neighbouring_lines_made_at_other_moments_stay_apart() -> None:
    document = _pdf(LINES)
    for number in range(3):
        _mark(document, _line(number), M=pikepdf.String(f"D:2025030112000{number}Z"))

    _, found = _read(document)

    assert [each.quote for each in found] == LINES


def test_a_box_round_words_is_a_highlight_and_a_signature_is_not() -> None:
    document = _pdf(LINES)
    _mark(document, (60, 720, 300, 742), kind="Square", colour=(0, 0.4, 1))
    ink = pikepdf.Array([pikepdf.Array([70, 700, 120, 690])])
    _mark(document, (60, 680, 130, 710), kind="Ink", InkList=ink)

    _, (found,) = _read(document)

    assert (found.quote, found.colour) == ("Any other business.", "#0066ff")


def test_hidden_marks_and_nonsense_are_passed_over() -> None:
    document = _pdf(LINES)
    _mark(document, _line(0))["/F"] = 2
    broken = _mark(document, _line(1))
    broken["/QuadPoints"] = pikepdf.Array([1, pikepdf.Name.No, 3])
    broken["/Rect"] = pikepdf.String("here")
    broken["/C"] = pikepdf.Array([pikepdf.Name.Red])
    document.pages[0].obj.Annots.append(pikepdf.String("no annotation"))

    reading, found = _read(document)

    assert found == ()
    assert reading.facts.pages == 1


def test_the_page_copy_shows_a_highlight_once_and_carries_none() -> None:
    document = _pdf(LINES)
    _mark(document, _line(0, 70, 300))

    reading, _ = _read(document)

    with pikepdf.open(io.BytesIO(reading.page_copy)) as copy:
        assert "/Annots" not in copy.pages[0].obj
    with pypdfium2.PdfDocument(reading.page_copy) as copy:
        image = copy[0].render(scale=1).to_pil().convert("RGB")
    marked = image.getpixel((280, 842 - 766))
    assert marked == (255, 255, 0)  # as bright as the colour itself: laid over once
    assert image.getpixel((280, 842 - 700)) == (255, 255, 255)


def test_two_hundred_highlights_are_read_in_good_time() -> None:
    lines = [f"Line {number} says what was agreed on that day." for number in range(40)]
    document = _pdf(*[lines] * 5)
    for page in range(5):
        for number in range(40):
            _mark(document, _line(number), page=page)

    began = time.perf_counter()
    _, found = _read(document)

    assert [each.quote for each in found] == lines * 5
    assert time.perf_counter() - began < 20  # a hang, not a figure


def test_a_real_file_with_annotations_gives_its_words(corpus: Path) -> None:
    data = (corpus / "reports-pdf" / "annotated_pdf.pdf").read_bytes()

    found = pdf.read(data, "annotated_pdf.pdf", most_pages=10, password="").facts.highlights

    assert [(each.quote, each.comment) for each in found] == [
        ("Line 1 Line 2", "Highlight comment"),
        ("", "This is a text annotation."),
        ("", "Hello world!"),
    ]
