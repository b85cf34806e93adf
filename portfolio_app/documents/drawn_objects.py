"""What is drawn on a page in which order: its words, and what is opaque enough to cover them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from portfolio_app.documents.pdf_values import Box, Matrix

DARK = 110  # of 255
_MOST_OBJECTS, _DEEPEST = 20_000, 8  # of one page; more is a drawing, not a page of words
_MOST_SEGMENTS = 400  # of a path
_THINNEST = 4.0  # points: thinner things are rules and underlines
_BROAD_LINE = 4.0  # points: a pen stroke as broad as this covers letters
_LARGEST_PICTURE = 0.4  # of the page: a larger picture is the page itself, with its words beneath
_INVISIBLE = (
    pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
    pdfium.FPDF_TEXTRENDERMODE_CLIP,
)

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Cover:
    """Something opaque: when it is drawn, where (page's own coordinates), in which colour."""

    order: int
    box: Box
    colour: Colour | None
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A text object: when it is drawn, where, its colour, how opaque (to 255), if drawn at all."""

    order: int
    box: Box
    colour: Colour | None
    is_drawn: bool
    opaque: int = 255


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page, each in drawing order: text objects by address, covers, pictures.

    ``pictures`` are all of them, also those too large or too thin to cover anything.
    """

    texts: dict[int, Words]
    covers: list[Cover]
    pictures: list[Cover]


def drawn_on(page: pypdfium2.PdfPage) -> Drawn:
    """Return the page's text objects, what is opaque, and its pictures."""
    texts: dict[int, Words] = {}
    covers: list[Cover] = []
    pictures: list[Cover] = []
    area = max(page.get_width() * page.get_height(), 1.0)
    for order, (made, kind, placed) in enumerate(_drawn(page)):
        if order > _MOST_OBJECTS:
            return Drawn({}, [], [])
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            box = _bounds(made, placed)
            if box is not None:
                mode = pdfium.FPDFTextObj_GetTextRenderMode(made)
                address = ctypes.addressof(made.contents)
                colour = _colour(made, pdfium.FPDFPageObj_GetFillColor)
                is_drawn = mode not in _INVISIBLE
                is_filled = mode == pdfium.FPDF_TEXTRENDERMODE_FILL
                opaque = colour[1] if colour is not None and is_filled else 255
                texts[address] = Words(order, box, colour[0] if colour else None, is_drawn, opaque)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            cover = _cover(made, kind, placed, order, area)
            if cover is not None:
                covers.append(cover)
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE and (box := _bounds(made, placed)) is not None:
                pictures.append(Cover(order, box, None, is_picture=True))
    return Drawn(texts, covers, pictures)


def pictures_on(page: pypdfium2.PdfPage) -> list[Box]:
    """Return where pictures lie on a page, in the page's own coordinates, however deep they are."""
    found = []
    for order, (made, kind, placed) in enumerate(_drawn(page)):
        if order > _MOST_OBJECTS:
            break
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE and (box := _bounds(made, placed)) is not None:
            found.append(box)
    return found


def _cover(made: Any, kind: int, placed: Matrix | None, order: int, area: float) -> Cover | None:
    box = _bounds(made, placed)
    if box is None or min(box[2] - box[0], box[3] - box[1]) < _THINNEST:
        return None
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        is_page = (box[2] - box[0]) * (box[3] - box[1]) > _LARGEST_PICTURE * area
        if is_page or pdfium.FPDFPageObj_HasTransparency(made):
            return None
        return Cover(order, box, None, is_picture=True)
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(made, filled, stroked):
        return None
    told = None
    if filled.value:
        told = _colour(made, pdfium.FPDFPageObj_GetFillColor)
    elif stroked.value:
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(made, width)
        if width.value * _stretched(placed) >= _BROAD_LINE:
            told = _colour(made, pdfium.FPDFPageObj_GetStrokeColor)
    if told is None or told[1] < 250 or pdfium.FPDFPath_CountSegments(made) > _MOST_SEGMENTS:
        return None
    colour = told[0]
    # A mark that mixes with the page covers only where it is black: a black highlight does.
    if pdfium.FPDFPageObj_HasTransparency(made) and max(colour) >= 60:
        return None
    return Cover(order, box, colour, is_picture=False)


def _drawn(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, int, Matrix | None]]:
    """Yield each thing drawn, its kind, and the matrix that puts it on the page (None: it is)."""
    count = pdfium.FPDFPage_CountObjects(page)
    for index in range(count):
        yield from _of(pdfium.FPDFPage_GetObject(page, index), None, 0)


def _of(made: Any, placed: Matrix | None, depth: int) -> Iterator[tuple[Any, int, Matrix | None]]:
    if not made:
        return
    kind = pdfium.FPDFPageObj_GetType(made)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield made, kind, placed
    elif depth < _DEEPEST:
        own = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(made, own)
        inner = (own.a, own.b, own.c, own.d, own.e, own.f)
        inner = inner if placed is None else _joined(inner, placed)
        for index in range(pdfium.FPDFFormObj_CountObjects(made)):
            yield from _of(pdfium.FPDFFormObj_GetObject(made, index), inner, depth + 1)


def _joined(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does one after the other (ISO 32000-2, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _bounds(made: Any, placed: Matrix | None) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(made, left, bottom, right, top):
        return None
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if placed is not None:
        a, b, c, d, e, f = placed
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    if not all(-1e6 < each < 1e6 for each in (x0, y0, x1, y1)):  # NaN as well
        return None
    return x0, y0, x1, y1


def _colour(made: Any, get: Any) -> tuple[Colour, int] | None:
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    if not get(made, red, green, blue, opaque):
        return None
    return (red.value, green.value, blue.value), opaque.value


def _stretched(placed: Matrix | None) -> float:
    if placed is None:
        return 1.0
    return float(abs(placed[0] * placed[3] - placed[1] * placed[2]) ** 0.5)
