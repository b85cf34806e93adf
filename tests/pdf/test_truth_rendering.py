"""Stamps and flags never lie on an original page: proved by drawing pages with and without them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageChops, ImageFilter

from portfolio_app.domain.bundle import PlanItem, PlanMark
from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.passage import quad_of
from tests.pdf.builders import Built, claim, item, plan, write_pages

INCH, METRE = 72.0, 72 / 0.0254
SCALE = 1.5
SHAPES: dict[str, dict[str, Any]] = {
    f"{name}, turned {turn}": {**keys, "Rotate": turn}
    for turn in (0, 90, 180, 270)
    for name, keys in {
        "A4": {},
        "cropped": {"CropBox": (90, 150, 480, 700)},
        "moved": {"media": (-300, -200, 295, 642)},
        "slide": {"media": (0, 0, 720, 405)},
        "UserUnit": {"media": (0, 0, 300, 400), "UserUnit": 2.5},
        "0.1 inch": {"media": (0, 0, 0.1 * INCH, 0.1 * INCH)},
        "5 metres": {"media": (0, 0, 5 * METRE, 3 * METRE)},
        "strip": {"media": (0, 0, 20, 3000)},
    }.items()
}


def inked(path: Path, media: tuple[float, ...] = (0, 0, 595, 842), **keys: Any) -> Path:
    """Write a page with words, and ink to its very edges and beyond, as a bleeding print has."""
    write_pages(path, media=media, **keys)
    x0, y0, x1, y1 = keys.get("CropBox", media)
    wide, high = x1 - x0, y1 - y0
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        grey = f"q .8 g {x0 - wide} {y0 - high} {wide * 3} {high * 3} re f Q "
        dark = f"q .1 g {x0 + wide * 0.8} {y0} {wide * 0.2} {high} re f Q "
        page = pdf.pages[0]
        page.Contents = pdf.make_stream((grey + dark).encode() + page.Contents.read_bytes())
        pdf.save(path)
    return path


def marked(number: int, media: tuple[float, ...] = (0, 0, 595, 842), **keys: Any) -> PlanItem:
    """Return a piece with twelve claims down its page, the last two as boxes."""
    x0, y0, x1, y1 = keys.get("CropBox", media)
    wide, high = x1 - x0, y1 - y0
    if keys.get("Rotate", 0) % 180:
        wide, high = high, wide
    codes = [f"{kind}{n}" for kind in "KS" for n in range(4, 9)] + ["B1", "B2"]
    claims = []
    for at, code in enumerate(codes):
        low = high * at / 13
        quads = (quad_of((wide * 0.1, low, wide * 0.95, low + high / 16)),)
        mark = PlanMark(0, quads, is_box=at > 9)
        claims.append(claim(code, quote="", marks=(mark,)))
    return item(number, 1, claims=tuple(claims))


def built(folder: Path, shapes: dict[str, dict[str, Any]], **options: Any) -> Built:
    """Return a bundle with one page of each of these shapes."""
    sources, pieces = {}, []
    for number, keys in enumerate(shapes.values(), 1):
        sources[f"item-{number}"] = inked(folder / f"{number}.pdf", **keys)
        pieces.append(marked(number, **keys))
    return Built(folder, plan(*pieces, options=replace(BundleOptions(), **options)), sources)


def drawn(path: Path, numbers: list[int]) -> list[Image.Image]:
    """Return pages (from 1) as grey pictures."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [pdf[n - 1].render(scale=SCALE).to_pil().convert("L") for n in numbers]
    finally:
        pdf.close()


def changed(path: Path, out: Path, numbers: list[int], change: Any) -> list[Image.Image]:
    """Return the same pages of the bundle after ``change`` to each."""
    with Pdf.open(path) as pdf:
        for number in numbers:
            change(pdf, pdf.pages[number - 1])
        pdf.save(out)
    return drawn(out, numbers)


def alone(pdf: Pdf, page: Any) -> None:
    """Leave of a page only the drawing of the original."""
    kept: list[Any] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        kept.append((operands, operator))
        if str(operator) == "q":
            begun = len(kept) - 1
        if str(operator) == "Do" and operands[0] == "/Ev":
            kept = [*kept[begun:], ([], pikepdf.Operator("Q"))]
            break
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def blackened(pdf: Pdf, page: Any) -> None:
    """Leave of a page only where its original lies, all black."""
    alone(pdf, page)
    form = page.Resources.XObject["/Ev"]
    x0, y0, x1, y1 = (float(each) for each in form.BBox)
    black = pdf.make_stream(f"0 g {x0} {y0} {x1 - x0} {y1 - y0} re f".encode())
    black.Type, black.Subtype, black.BBox = Name.XObject, Name.Form, form.BBox
    page.Resources = Dictionary(XObject=Dictionary(Ev=black))


def inside(area: Image.Image) -> Image.Image:
    """Return where an original lies without the one dot at its edge that two things can share."""
    return ImageChops.invert(area).filter(ImageFilter.MinFilter(3)).point(lambda v: 255 * (v > 250))


def differing(one: Image.Image, other: Image.Image, where: Image.Image, more_than: int) -> int:
    """Return how many dots differ there."""
    differs = ImageChops.difference(one, other).point(lambda v: 255 * (v > more_than))
    return ImageChops.multiply(differs, where).histogram()[255]


@pytest.mark.parametrize("large", [False, True])
def test_no_stamp_or_flag_touches_an_original_of_any_shape(tmp_path: Path, large: bool) -> None:
    bundle = built(tmp_path, SHAPES, marks=False, large_print=large)
    numbers = [each.first_page for each in bundle.result.items]
    change = partial(changed, bundle.path, tmp_path / "changed.pdf", numbers)

    whole, original, areas = drawn(bundle.path, numbers), change(alone), change(blackened)

    for name, page, only, area in zip(SHAPES, whole, original, areas, strict=True):
        where = inside(area)
        assert differing(page, only, where, 0) == 0, name
        beside = ImageChops.invert(where).histogram()[255]
        assert differing(page, only, ImageChops.invert(where), 40) > 900, f"{name}: no stamp"
        assert 0 < beside < page.width * page.height
        if "0.1 inch" not in name:
            assert where.histogram()[255] > 300, f"{name}: the original is hardly there"


def test_the_proof_sees_a_stamp_that_lies_on_an_original(tmp_path: Path) -> None:
    source = inked(tmp_path / "one.pdf")
    bundle = Built(
        tmp_path,
        plan(marked(1), options=BundleOptions(marks=False)),
        {"item-1": source},
    )
    number = bundle.result.items[0].first_page
    change = partial(changed, bundle.path, tmp_path / "changed.pdf", [number])

    def stamped(pdf: Pdf, page: Any) -> None:
        stamp = pdf.make_stream(page.Contents.read_bytes() + b" q 0 g 300 770 9 9 re f Q")
        page.Contents = Array([stamp])

    (wrong,), (only,), (area,) = change(stamped), change(alone), change(blackened)

    assert differing(wrong, only, inside(area), 0) > 50


def test_marks_leave_the_dark_of_an_original_dark_but_for_their_lines(tmp_path: Path) -> None:
    shapes = dict(list(SHAPES.items())[::3])
    bundle = built(tmp_path, shapes)
    numbers = [each.first_page for each in bundle.result.items]
    change = partial(changed, bundle.path, tmp_path / "changed.pdf", numbers)

    whole, original, areas = drawn(bundle.path, numbers), change(alone), change(blackened)

    tinted = 0
    for name, page, only, area in zip(shapes, whole, original, areas, strict=True):
        lighter = ImageChops.subtract(page, only)
        dark = ImageChops.multiply(inside(area), only.point(lambda v: 255 * (v < 100)))
        found = ImageChops.multiply(lighter.point(lambda v: 255 * (v > 60)), dark)
        wider_than_a_line = found.filter(ImageFilter.MinFilter(5))
        assert wider_than_a_line.histogram()[255] == 0, name
        tinted += differing(page, only, inside(area), 8)
    assert tinted > 10_000
