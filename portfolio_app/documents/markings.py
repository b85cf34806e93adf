"""Draws what markings on a page should show where they bring no appearance of their own.

Highlights, lines, shapes, ink, notes, stamps, carets: ISO 32000-2, 12.5.6.
"""

from __future__ import annotations

import math
import re
from typing import Any

import pikepdf

from portfolio_app.documents.field_looks import Drawn, border_width, colour_of
from portfolio_app.documents.lettering import Lettering, clean
from portfolio_app.documents.pdf_values import Box, figures, items, name, number, turned

_YELLOW, _RED, _BLUE = "1 0.9 0.2", "0.75 0.1 0.1", "0.1 0.25 0.6"
_TEXT_MARKS = frozenset({"/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Redact"})
_ICON = 18.0  # points
_WORDS_OF_NAME = re.compile(r"(?<=[a-z])(?=[A-Z])|[_\s]+")
_ARROWS = frozenset({"/OpenArrow", "/ClosedArrow", "/ROpenArrow", "/RClosedArrow"})


class Markings:
    """Draws markings of one document."""

    def __init__(self, pdf: pikepdf.Pdf, lettering: Lettering) -> None:
        self._pdf = pdf
        self._lettering = lettering

    def drawn(self, annotation: Any, kind: str, rectangle: Box, page: Any) -> Drawn | None:
        """Return a marking's appearance, in the page's own coordinates; None for nothing."""
        if kind == "/Text":
            return self._note(annotation, rectangle, page)
        if kind == "/Stamp":
            return self._stamp(annotation, rectangle)
        shape, points = _shape(annotation, kind, rectangle)
        if not any(shape):
            return None
        # /Rect is often wrong, the points are what was marked.
        bounds = _around(points, border_width(annotation) + 1) or rectangle
        colour = colour_of(annotation.get("/C"), is_stroke=kind != "/Highlight")
        if not colour:
            usual = {"/Highlight": f"{_YELLOW} rg", "/Redact": f"{_RED} RG"}
            colour = usual.get(kind, "0 G")
        width = f"{border_width(annotation):g} w"
        drawn = "\n".join(["/GS gs", colour, width, *shape]).encode("ascii")
        stream = self._stream(drawn, bounds)
        stream.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(GS=_state(annotation)))
        return Drawn(stream, bounds)

    def callout(self, annotation: Any) -> Drawn | None:
        """Return the line that leads from a box of free text to what it is about."""
        path = _path(annotation.get("/CL"))
        bounds = _around(figures(annotation.get("/CL")), border_width(annotation) + 1)
        if not path or bounds is None:
            return None
        drawn = f"0 G {border_width(annotation):g} w {path}".encode("ascii")
        return Drawn(self._stream(drawn, bounds), bounds)

    def _note(self, annotation: Any, rectangle: Box, page: Any) -> Drawn | None:
        """Return a sticky note's icon: upright, from the upper left corner of its place."""
        if annotation.get("/IRT") is not None:
            return None  # a reply has no place of its own
        fill = colour_of(annotation.get("/C"), is_stroke=False) or f"{_YELLOW} rg"
        lines = " ".join(f"4 {y} m 14 {y} l" for y in (13, 10, 7))
        drawn = (
            f"{fill} 0.25 G 0.8 w 1 17 m 17 17 l 17 4 l 9 4 l 5 0.8 l 5 4 l 1 4 l b {lines} S"
        ).encode("ascii")
        stream = self._stream(drawn, (0.0, 0.0, _ICON, _ICON))
        turn = turned(page)
        x, y = rectangle[0], rectangle[3]
        spots = {
            0: (x, y - _ICON), 90: (x, y), 180: (x - _ICON, y), 270: (x - _ICON, y - _ICON),
        }  # fmt: skip
        ways = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
        stream.Matrix = pikepdf.Array([*ways[turn], 0, 0])
        left, low = spots[turn] if turn != 90 else (x, y)
        return Drawn(stream, (left, low, left + _ICON, low + _ICON))

    def _stamp(self, annotation: Any, rectangle: Box) -> Drawn | None:
        """Return a rubber stamp with the words of its name, as large as its place allows."""
        told = name(annotation.get("/Name"))[1:].removeprefix("SB") or "Draft"
        words = " ".join(_WORDS_OF_NAME.split(clean(told)))[:60].strip().upper()
        width, height = rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]
        wide = self._lettering.width(words, 1.0)
        if not words or not wide or min(width, height) < 4:
            return None
        size = min(height * 0.55, (width - 8) / wide if width > 8 else 1.0)
        place = b"1 0 0 1 %.2f %.2f Tm" % ((width - wide * size) / 2, (height - size * 0.68) / 2)
        colour = colour_of(annotation.get("/C"), is_stroke=False) or f"{_RED} rg"
        drawn = b"%s %s 1.5 w 1 1 %.2f %.2f re S BT %s %s ET" % (
            colour.encode("ascii"), colour.upper().encode("ascii"), width - 2, height - 2,
            place, self._lettering.shown(words, size),
        )  # fmt: skip
        stream = self._stream(drawn, (0.0, 0.0, width, height))
        stream.Resources = self._lettering.resources()
        return Drawn(stream, rectangle, words)

    def _stream(self, drawn: bytes, bounds: Box) -> pikepdf.Stream:
        stream = pikepdf.Stream(self._pdf, drawn)
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        stream.BBox = pikepdf.Array([round(each, 3) for each in bounds])
        return stream


def _state(annotation: Any) -> pikepdf.Dictionary:
    """Return how a marking mixes with the page: a highlight lets the words through."""
    is_highlight = name(annotation.get("/Subtype")) == "/Highlight"
    blend = pikepdf.Name.Multiply if is_highlight else pikepdf.Name.Normal
    state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=blend)
    opacity = number(annotation.get("/CA"))
    if opacity is not None and 0.0 <= opacity < 1.0:
        state.CA = state.ca = round(opacity, 3)
    return state


def _shape(annotation: Any, kind: str, rectangle: Box) -> tuple[list[str], list[float]]:
    """Return a marking's operators, and the points it goes through."""
    quads = figures(annotation.get("/QuadPoints"))
    if kind in _TEXT_MARKS:
        if kind == "/Redact" and not quads:
            left, low, right, top = rectangle
            quads = [left, top, right, top, left, low, right, low]
        return (_text_marks(kind, quads) if quads else []), quads
    fill = colour_of(annotation.get("/IC"), is_stroke=False)
    close = "B" if fill else "S"
    if not border_width(annotation) and fill:
        close = "f"
    if kind in ("/Square", "/Circle"):
        inset = border_width(annotation) / 2
        left, low = rectangle[0] + inset, rectangle[1] + inset
        wide = rectangle[2] - rectangle[0] - 2 * inset
        high = rectangle[3] - rectangle[1] - 2 * inset
        path = f"{left:.2f} {low:.2f} {wide:.2f} {high:.2f} re"
        if kind == "/Circle":
            path = _ellipse(left, low, wide, high)
        return [f"{fill} {path} {close}"], []
    if kind == "/Ink":
        strokes = list(items(annotation.get("/InkList")))
        return [_path(each) for each in strokes], [n for each in strokes for n in figures(each)]
    if kind == "/Line":
        points = figures(annotation.get("/L"))
        return [_path(annotation.get("/L")), *_arrows(annotation, points)], points
    if kind in ("/Polygon", "/PolyLine"):
        path = _path(annotation.get("/Vertices"), end=f"h {close}" if kind == "/Polygon" else "S")
        return [f"{fill} {path}" if path else ""], figures(annotation.get("/Vertices"))
    if kind == "/Caret":
        left, low, right, top = rectangle
        middle = (left + right) / 2
        return [f"{left:.2f} {low:.2f} m {middle:.2f} {top:.2f} l {right:.2f} {low:.2f} l S"], []
    return [], []


def _around(points: list[float], margin: float) -> Box | None:
    """Return the box around points given as x, y, x, y …, with a margin in points."""
    if len(points) < 4:
        return None
    xs, ys = points[::2], points[1::2]
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def _text_marks(kind: str, quads: list[float]) -> list[str]:
    drawn = []
    for at_ in range(0, len(quads) - 7, 8):
        xs, ys = quads[at_ : at_ + 8 : 2], quads[at_ + 1 : at_ + 8 : 2]
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        if kind in ("/Highlight", "/Redact"):
            end = "f" if kind == "/Highlight" else "S"
            drawn.append(f"{left:.2f} {low:.2f} {right - left:.2f} {high - low:.2f} re {end}")
            continue
        y = (low + high) / 2 if kind == "/StrikeOut" else low + (high - low) * 0.08
        drawn.append(f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")
    return drawn


def _path(value: Any, *, end: str = "S") -> str:
    known = figures(value)
    pairs = list(zip(known[::2], known[1::2], strict=False))
    if len(pairs) < 2:
        return ""
    lines = [f"{x:.2f} {y:.2f} {'l' if index else 'm'}" for index, (x, y) in enumerate(pairs)]
    return " ".join(lines) + f" {end}"


def _arrows(annotation: Any, points: list[float]) -> list[str]:
    """Return the arrow heads of a line (ISO 32000-2, table 179), all drawn open."""
    if len(points) < 4:
        return []
    x0, y0, x1, y1 = points[:4]
    ends = [name(each) for each in items(annotation.get("/LE"))]
    far = max(4.0 * border_width(annotation), 6.0)
    drawn = []
    for kind, (x, y), (fx, fy) in zip(
        ends, ((x0, y0), (x1, y1)), ((x1, y1), (x0, y0)), strict=False
    ):
        if kind in _ARROWS:
            way = math.atan2(fy - y, fx - x)
            (ax, ay), (bx, by) = (
                (x + far * math.cos(way + turn), y + far * math.sin(way + turn))
                for turn in (0.45, -0.45)
            )
            drawn.append(f"{ax:.2f} {ay:.2f} m {x:.2f} {y:.2f} l {bx:.2f} {by:.2f} l S")
    return drawn


def _ellipse(left: float, low: float, wide: float, high: float) -> str:
    k = 0.5523  # four Bezier curves make a circle with this handle length
    cx, cy, rx, ry = left + wide / 2, low + high / 2, wide / 2, high / 2
    points = [f"{cx + rx:.2f} {cy:.2f} m"]
    for ax, ay, bx, by in ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)):
        x1, y1 = cx + rx * (ax + k * bx), cy + ry * (ay + k * by)
        x2, y2 = cx + rx * (bx + k * ax), cy + ry * (by + k * ay)
        x3, y3 = cx + rx * bx, cy + ry * by
        points.append(f"{x1:.2f} {y1:.2f} {x2:.2f} {y2:.2f} {x3:.2f} {y3:.2f} c")
    return " ".join([*points, "h"])
