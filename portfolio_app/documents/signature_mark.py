"""Puts a signature into its box: strokes as ink, a picture as a stamp, never a signature itself.

ISO 32000-1, 12.5.6.13 and 12.5.6.12. Both are annotations, as a PDF program's own pen makes them.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from portfolio_app.documents.pdf_values import Box
from portfolio_app.domain import forms
from portfolio_app.domain.filling import MOST_POINTS, MOST_STROKES, Stroke
from portfolio_app.problems import PortfolioError

_PEN = 1.3  # points
_INK = (0.08, 0.10, 0.13)
_INSET = 3.0  # points between the box and a picture
_MOST_PIXELS = 60_000_000
_ACROSS, _DOWN = 1_800, 600  # pixels that are kept of a picture: 600 dots an inch
_KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_FIXED = 4 | 64 | 128  # printed, read-only, locked (12.5.3)
# What Pillow raises on broken pictures.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError,
    ZeroDivisionError, OverflowError, NotImplementedError, RuntimeError, struct.error,
)  # fmt: skip


def draw_ink(pdf: pikepdf.Pdf, page_index: int, box: Box, strokes: Sequence[Stroke]) -> None:
    """Draw strokes (shares of the box, from its top left) into a box of a page, smoothed."""
    x0, y0, x1, y1 = box
    lines = [
        [
            (round(x0 + min(max(x, 0.0), 1.0) * (x1 - x0), 2),
             round(y1 - min(max(y, 0.0), 1.0) * (y1 - y0), 2))
            for x, y in stroke[:MOST_POINTS]
        ]
        for stroke in strokes[:MOST_STROKES]
        if len(stroke) > 1
    ]  # fmt: skip
    red, green, blue = _INK
    drawn = [f"{red} {green} {blue} RG {_PEN} w 1 J 1 j"]
    drawn += [_path(line) + " S" for line in lines]
    look = _form(pdf, "\n".join(drawn).encode("ascii"), box)
    annotation = _annotation(pdf, "/Ink", box, look, forms.DRAWN_BY_HAND)
    annotation.InkList = pikepdf.Array(
        [pikepdf.Array([each for point in line for each in point]) for line in lines]
    )
    annotation.C = pikepdf.Array(list(_INK))
    annotation.BS = pikepdf.Dictionary(W=_PEN)
    _add(pdf, page_index, annotation)


def draw_picture(pdf: pikepdf.Pdf, page_index: int, box: Box, data: bytes) -> None:
    """Put a picture of a signature into a box of a page, upright and in its own shape.

    Raises:
        PortfolioError: it is no picture that can be read ("bad-picture").
    """
    image = _read(data)
    stream = pikepdf.Stream(pdf, image.tobytes())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = image.size
    stream.BitsPerComponent, stream.ColorSpace = 8, pikepdf.Name.DeviceRGB
    x0, y0, x1, y1 = box
    room = (x1 - x0 - 2 * _INSET, y1 - y0 - 2 * _INSET)
    scale = min(room[0] / image.width, room[1] / image.height)
    across, down = image.width * scale, image.height * scale
    left, low = x0 + (x1 - x0 - across) / 2, y0 + (y1 - y0 - down) / 2
    drawn = f"q {across:.2f} 0 0 {down:.2f} {left:.2f} {low:.2f} cm /Picture Do Q"
    look = _form(pdf, drawn.encode("ascii"), box)
    look.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=stream))
    _add(pdf, page_index, _annotation(pdf, "/Stamp", box, look, forms.ADDED_AS_PICTURE))


def _read(data: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS // 2  # Pillow refuses above twice this number
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # below the limit Pillow only warns
            with Image.open(io.BytesIO(data), formats=_KINDS) as opened:
                opened.draft("RGB", (_ACROSS, _DOWN))
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise PortfolioError(
            "This picture can't be read, so nothing was put into the signature box.",
            hint="Use a photo or scan saved as PNG or JPEG, or draw or type your signature.",
            code="bad-picture",
        ) from error
    paper = Image.new("RGBA", upright.size, "white")
    paper.alpha_composite(upright)
    flat = paper.convert("RGB")
    flat.thumbnail((_ACROSS, _DOWN))
    return flat


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Return the operators of a curve that passes the middle between each two points."""
    said = [f"{points[0][0]:.2f} {points[0][1]:.2f} m"]
    x, y = points[0]
    for (cx, cy), (fx, fy) in pairwise(points[1:]):
        mx, my = (cx + fx) / 2, (cy + fy) / 2
        # a quadratic curve as a cubic one: its handles lie two thirds of the way to the point
        ax, ay = x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3
        bx, by = mx + (cx - mx) * 2 / 3, my + (cy - my) * 2 / 3
        said.append(f"{ax:.2f} {ay:.2f} {bx:.2f} {by:.2f} {mx:.2f} {my:.2f} c")
        x, y = mx, my
    said.append(f"{points[-1][0]:.2f} {points[-1][1]:.2f} l")
    return " ".join(said)


def _form(pdf: pikepdf.Pdf, drawn: bytes, box: Box) -> pikepdf.Stream:
    look = pikepdf.Stream(pdf, drawn)
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox = pikepdf.Array([round(each, 2) for each in box])
    look.Resources = pikepdf.Dictionary()
    return look


def _annotation(pdf: pikepdf.Pdf, kind: str, box: Box, look: Any, says: str) -> Any:
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(kind),
            Rect=pikepdf.Array([round(each, 2) for each in box]),
            NM=pikepdf.String(forms.SIGNATURE_MARK),
            Contents=pikepdf.String(says),
            F=_FIXED,
            AP=pikepdf.Dictionary(N=look),
        )
    )


def _add(pdf: pikepdf.Pdf, page_index: int, annotation: Any) -> None:
    page = pdf.pages[page_index].obj
    annotation.P = page
    if not isinstance(page.get("/Annots"), pikepdf.Array):
        page.Annots = pikepdf.Array()
    page.Annots.append(annotation)
