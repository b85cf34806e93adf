"""The foot of a draft's pages: on each of them, upright, and below what was there before."""

from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageChops

from portfolio_app.pdf import paper_file
from portfolio_app.pdf.finishing import Identity
from tests.pdf import builders, readers

WORDS = "This is a draft, not for submission."
IDENTITY = Identity("Proposal", "An apprentice", "2026-03-03T10:00:00Z")
# A page's box, turn, crop box and unit.
SHAPES = {
    "A4": ((0, 0, 595, 842), 0, None, 1),
    "turned right": ((0, 0, 595, 842), 90, None, 1),
    "upside down": ((0, 0, 595, 842), 180, None, 1),
    "turned left": ((0, 0, 595, 842), 270, None, 1),
    "cropped": ((0, 0, 700, 900), 90, (50, 40, 645, 880), 1),
    "far from the origin": ((-300, 200, 200, 500), 0, None, 1),
    "a poster": ((0, 0, 2384, 3370), 0, None, 1),
    "narrow": ((0, 0, 100, 400), 0, None, 1),
    "a unit of two": ((0, 0, 300, 420), 270, None, 2),
}


def paper(path: Path, *shapes: str) -> Path:
    """Write a PDF whose pages paint beyond their boxes, leave a q open, and share resources."""
    with pikepdf.new() as pdf:
        shared = pdf.make_indirect(Dictionary(Font=Dictionary(F1=builders.font(pdf))))
        for number, each in enumerate(shapes):
            box, turn, crop, unit = SHAPES[each]
            x0, y0, x1, y1 = crop or box
            pdf.add_blank_page()
            page = pdf.pages[number].obj
            page.MediaBox, page.Rotate, page.Resources = Array(list(box)), turn, shared
            if crop:
                page.CropBox = Array(list(crop))
            if unit != 1:
                page.UserUnit = unit
            page.Contents = Stream(
                pdf,
                f"q .8 .9 1 rg {x0 - 500} {y0 - 500} 9000 9000 re f 1 0 0 rg "
                f"{x0} {y0} 20 20 re f 0 .5 0 rg {x1 - 20} {y1 - 20} 20 20 re f "
                f"BT /F1 12 Tf {x0 + 5} {(y0 + y1) / 2} Td (Words) Tj ET".encode(),
            )
        pdf.save(path)
    return path


def pictures(path: Path) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(path)
    made = [page.render(scale=2).to_pil().convert("RGB") for page in document]
    document.close()
    return made


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


def feet(before: list[Image.Image], after: list[Image.Image]) -> list[Image.Image]:
    return [
        new.crop((0, old.height, new.width, new.height))
        for old, new in zip(before, after, strict=True)
    ]


def test_every_page_of_a_draft_says_so_below_what_it_showed_before(tmp_path: Path) -> None:
    copy, out = paper(tmp_path / "copy.pdf", *SHAPES), tmp_path / "out.pdf"
    before = pictures(copy)

    assert paper_file.write(copy, IDENTITY, out, draft=True) == len(SHAPES)

    after = pictures(out)
    for name, old, new in zip(SHAPES, before, after, strict=True):
        assert same(new.crop((0, 0, old.width, old.height)), old), name
    for name, foot in zip(SHAPES, feet(before, after), strict=True):
        wide, high = foot.size
        assert high >= 16, name
        assert min(foot.convert("L").tobytes()) < 120, name
        # Nothing of the page hangs down into it.
        for edge in ((0, high - 1, wide, high), (wide - 1, 0, wide, high), (0, 0, 1, high)):
            assert foot.crop(edge).convert("L").getextrema() == (255, 255), name
    for name, page in zip(SHAPES, pypdf.PdfReader(out).pages, strict=True):
        for words in ("DRAFT", WORDS, "Words"):
            assert words in page.extract_text(), name
    assert [*readers.of_qpdf(out), *readers.of_pdfium(out, 18), *readers.of_poppler(out, 18)] == []


def test_the_words_stand_upright_and_as_large_however_the_page_is_turned(tmp_path: Path) -> None:
    names = ("A4", "upside down", "turned right", "turned left", "a unit of two")
    copy, out = paper(tmp_path / "copy.pdf", *names), tmp_path / "out.pdf"

    paper_file.write(copy, IDENTITY, out, draft=True)

    made = dict(zip(names, feet(pictures(copy), pictures(out)), strict=True))
    assert made["A4"].size == (1190, 40)
    assert same(made["A4"], made["upside down"])
    assert made["turned right"].size == (1684, 58)
    assert same(made["turned right"], made["turned left"])
    # PDFium leaves the unit out: 29 points of the paper are 14.5 of its own.
    assert made["a unit of two"].size == (840, 29)


def test_the_mark_is_an_artifact_with_an_embedded_font(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    paper_file.write(paper(tmp_path / "copy.pdf", "A4", "narrow"), IDENTITY, out, draft=True)

    with pikepdf.open(out) as pdf:
        for page in pdf.pages:
            first = pikepdf.parse_content_stream(page)[0]
            assert str(first.operator) == "BDC"
            assert first.operands[0] == Name.Artifact
            name = next(
                each.operands[0]
                for each in pikepdf.parse_content_stream(page)
                if str(each.operator) == "Do"
            )
            form = page.obj.Resources.XObject[str(name)]
            fonts = list(form.Resources.Font.values())
            assert fonts
            assert all("/FontFile2" in each.FontDescriptor for each in fonts)


def test_a_paper_that_is_no_draft_keeps_its_pages(tmp_path: Path) -> None:
    copy, out = paper(tmp_path / "copy.pdf", *SHAPES), tmp_path / "out.pdf"

    paper_file.write(copy, IDENTITY, out)

    for old, new in zip(pictures(copy), pictures(out), strict=True):
        assert same(old, new)
    assert all("draft" not in page.extract_text().lower() for page in pypdf.PdfReader(out).pages)
