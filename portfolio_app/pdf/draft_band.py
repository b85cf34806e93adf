"""The foot that a draft's pages get: a band below what is on them, which stays as it is."""

from __future__ import annotations

import io
import math

import pikepdf
from pikepdf import Array, Name, Pdf, Stream

from portfolio_app import tokens
from portfolio_app.pdf import fonts, letters
from portfolio_app.pdf.fonts import BOLD, REGULAR
from portfolio_app.pdf.geometry import PageShape, Rect, to_user_space
from portfolio_app.pdf.plain_canvas import plain_canvas
from portfolio_app.pdf.survey import page_shape

_MARK = "DRAFT"
_WORDS = "This is a draft, not for submission."
# In points, on a page as wide as A4.
_HIGH = 20.0
_LEFT = 16.0
_SIZE = 9.0
_BASE = 6.4
_A4_WIDE = 595.0
_LARGEST = 4.0  # times that size, on a page as wide as a poster


def add(pdf: Pdf) -> None:
    """Make every page a little longer at its foot as shown, and say there that it is a draft.

    The band is an artifact: no part of the document (ISO 32000-1, 14.8.2.2). Nothing of the page
    reaches into it, and nothing in it lies over the page.
    """
    drawn, wide = _drawn()
    with pikepdf.open(io.BytesIO(drawn)) as made:
        form = pdf.copy_foreign(made.pages[0].as_form_xobject())
    for page in pdf.pages:
        shape = page_shape(page.obj)
        width = shape.size[0] * shape.unit
        times = min(_LARGEST, max(width / _A4_WIDE, min(1.0, width / wide)))
        scale = times / shape.unit
        # Whole points, so that the page falls on the same dots of a screen as before.
        high = math.ceil(_HIGH * times) / shape.unit
        grown = PageShape(_grown(shape, high), shape.rotate, shape.unit)
        name = page.add_resource(form, Name.XObject)
        content = _content(shape, grown, scale, high, str(name))
        page.contents_add(Stream(pdf, content), prepend=True)
        page.obj.MediaBox = page.obj.CropBox = Array([round(each, 7) for each in grown.box])


def _content(shape: PageShape, grown: PageShape, scale: float, high: float, form: str) -> bytes:
    """Return what draws the band, and keeps what follows inside the page as it was."""
    a, b, c, d, e, f = to_user_space(grown)
    matrix = (a * scale, b * scale, c * scale, d * scale, e, f)
    x0, y0, x1, y1 = shape.box
    band = (0, 0, shape.size[0] / scale, high / scale)
    return (
        "/Artifact <</Type /Pagination /Subtype /Footer>> BDC q "
        f"{_numbers(*matrix)} cm 1 g {_numbers(*band)} re f {form} Do Q EMC "
        f"{_numbers(x0, y0, x1 - x0, y1 - y0)} re W n\n"
    ).encode()


def _numbers(*values: float) -> str:
    return " ".join(f"{each:.7f}" for each in values)


def _grown(shape: PageShape, by: float) -> Rect:
    """Return the page's box in user space, longer by so much at the foot as shown."""
    x0, y0, x1, y1 = shape.box
    return {
        0: (x0, y0 - by, x1, y1),
        90: (x0, y0, x1 + by, y1),
        180: (x0, y0, x1, y1 + by),
        270: (x0 - by, y0, x1, y1),
    }[shape.rotate]


def _drawn() -> tuple[bytes, float]:
    """Return a PDF whose one page is the mark and its words, and how wide they are, in points."""
    mark = fonts.width(_MARK, BOLD, _SIZE) + _SIZE
    words = _LEFT + mark + 6
    wide = words + fonts.width(_WORDS, REGULAR, _SIZE) + _LEFT
    out = io.BytesIO()
    canvas = plain_canvas(out, _WORDS)
    canvas.setPageSize((wide, _HIGH))
    canvas.setFillColor(tokens.text("print.ink"))
    canvas.roundRect(_LEFT, _BASE - _SIZE * 0.37, mark, _SIZE * 1.3, 2, stroke=0, fill=1)
    canvas.setFillColor("#ffffff")
    canvas.setFont(fonts.font_name(BOLD), _SIZE)
    canvas.drawString(_LEFT + _SIZE / 2, _BASE, _MARK)
    canvas.setFillColor(tokens.text("print.ink"))
    canvas.setFont(fonts.font_name(REGULAR), _SIZE)
    canvas.drawString(words, _BASE, _WORDS)
    canvas.showPage()
    canvas.save()
    return letters.mended(out.getvalue()), wide
