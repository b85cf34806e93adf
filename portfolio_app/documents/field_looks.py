"""Draws what a field of a form shows: its answer in our own letters, ticks and dots as shapes.

ISO 32000-2, 12.7 and 12.5.6.19. PDFium would invent appearances too, but drops the letters its
fonts lack.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pikepdf

from portfolio_app.documents.fitting import LEADING, SMALLEST, Fitted, fitted
from portfolio_app.documents.form_values import COMB, MULTILINE, RADIO, Field, inherited
from portfolio_app.documents.lettering import Lettering, clean
from portfolio_app.documents.pdf_values import (
    Box,
    at,
    figures,
    items,
    name,
    number,
    numbers,
    operands,
    text,
)

_USUAL_SIZE, _LARGEST = 10.0, 14.0
_MOST_CELLS = 200
_MOST_DOTS = 12
_LEVEL = 0.3  # of the size: how far a line of small letters stands below its middle
_TURNS = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@dataclass(frozen=True, slots=True)
class Drawn:
    """An appearance, the rectangle it fills, the words on it; ``is_whole``: none were left out."""

    look: pikepdf.Stream
    rectangle: Box
    words: str = ""
    is_whole: bool = True


class FieldLooks:
    """Draws fields of one document."""

    def __init__(self, pdf: pikepdf.Pdf, lettering: Lettering) -> None:
        self._pdf = pdf
        self._lettering = lettering
        self._usual_look = text(at(pdf.Root, "/AcroForm", "/DA"))

    def answer(
        self,
        widget: Any,
        field: Field,
        rectangle: Box,
        goes_on: str,
        *,
        smallest: float = SMALLEST,
    ) -> Drawn:
        """Return a text field or choice with its answer, in letters of ``smallest`` points or more.

        What does not fit even so ends in ``goes_on``.
        """
        width, height, turn = _upright(widget, rectangle)
        room = (width, height)
        lines, size, colour = self._settled(widget, field, room, goes_on, smallest)
        frame = _frame(widget, width, height)
        drawn = frame + self._lines(widget, field, lines, colour, room)
        look = self._stream(drawn, rectangle, turn)
        return Drawn(look, rectangle, "\n".join(lines.lines), lines.is_whole and bool(size))

    def written(self, annotation: Any, words: str, rectangle: Box, goes_on: str) -> Drawn:
        """Return a box of free text."""
        field = Field("/Tx", MULTILINE, words, "")
        return self.answer(annotation, field, rectangle, goes_on)

    def dots(self, widget: Any, letters: int, rectangle: Box) -> Drawn:
        """Return a password field: dots, one a letter up to twelve, and no word of it."""
        width, height, turn = _upright(widget, rectangle)
        radius = max(min(height * 0.12, 3.0), 0.8)
        drawn = [b"0 g"]
        for index in range(min(letters, _MOST_DOTS)):
            x = 4 + radius + index * radius * 3
            if x + radius < width:
                drawn.append(_circle(x, height / 2, radius) + b" f")
        frame = _frame(widget, width, height)
        return Drawn(self._stream(frame + b"\n".join(drawn), rectangle, turn), rectangle)

    def button(self, widget: Any, field: Field, rectangle: Box, *, is_on: bool) -> Drawn:
        """Return a tick box or radio button, with its mark where it is on."""
        width, height, turn = _upright(widget, rectangle)
        is_radio = bool(field.flags & RADIO)
        mark = text(at(widget, "/MK", "/CA")).strip()[:1] or ("l" if is_radio else "4")
        frame = _frame(widget, width, height, is_round=is_radio and mark == "l")
        if not frame:
            outline = b"0.6 w 0.35 G "
            frame = (
                outline + _circle(width / 2, height / 2, min(width, height) / 2 - 0.5) + b" S\n"
                if is_radio
                else outline + b"0.5 0.5 %.2f %.2f re S\n" % (width - 1, height - 1)
            )
        drawn = b"q %s Q" % frame
        if is_on:
            _, colour = self._usual(widget)
            drawn += b"\nq %s %s Q" % (colour.encode("ascii"), _mark(mark, width, height, colour))
        return Drawn(self._stream(drawn, rectangle, turn), rectangle)

    def frame(self, widget: Any, rectangle: Box) -> Drawn | None:
        """Return a field's own background and border; None when it has none."""
        width, height, turn = _upright(widget, rectangle)
        drawn = _frame(widget, width, height)
        return Drawn(self._stream(drawn, rectangle, turn), rectangle) if drawn else None

    def _settled(
        self,
        widget: Any,
        field: Field,
        room: tuple[float, float],
        goes_on: str,
        smallest: float,
    ) -> tuple[Fitted, float, str]:
        """Return the answer's lines as they fit, their size and colour."""
        width, height = room
        size, colour = self._usual(widget)
        words = clean(field.value).rstrip()
        is_multiline = bool(field.flags & MULTILINE) or field.is_list
        if not is_multiline:
            words = " ".join(words.split("\n"))
        if not size:
            size = _USUAL_SIZE if is_multiline else min(max(height * 0.7, SMALLEST), _LARGEST)
        inset = _inset(width, height)
        cells = _cells(widget, field, words)
        across = width - 2 * inset
        if cells:
            size = min(size, 1.4 * width / cells, height)
            return Fitted((words,), size), size, colour
        shown = fitted(
            self._lettering, words, (max(across, 1.0), max(height - inset, 1.0)), size,
            is_multiline=is_multiline, goes_on=goes_on, smallest=smallest,
        )  # fmt: skip
        return shown, shown.size, colour

    def _lines(
        self, widget: Any, field: Field, shown: Fitted, colour: str, room: tuple[float, float]
    ) -> bytes:
        width, height = room
        size, inset = shown.size, _inset(width, height)
        is_multiline = bool(field.flags & MULTILINE) or field.is_list
        tall = size * (LEADING * (len(shown.lines) - 1) + 1.0)
        top = height - inset / 2 - size * 0.95
        if not is_multiline:
            top = (height + tall) / 2 - size * (0.5 + _LEVEL)
        out = [f"/Tx BMC q {colour} BT".encode("ascii")]
        cells = _cells(widget, field, shown.lines[0])
        side = int(number(inherited(widget, "/Q")) or 0)
        if cells:
            line = shown.lines[0]
            skipped = {1: (cells - len(line)) // 2, 2: cells - len(line)}.get(side, 0)
            for index, letter in enumerate(line, skipped):
                left = (index + 0.5) * width / cells - self._lettering.width(letter, size) / 2
                out.append(b"1 0 0 1 %.2f %.2f Tm" % (left, top))
                out.append(self._lettering.shown(letter, size))
            return b"\n".join([*out, b"ET Q EMC\n"])
        for index, line in enumerate(shown.lines):
            spare = max(width - 2 * inset - self._lettering.width(line, size), 0.0)
            left = inset + (spare / 2 if side == 1 else spare if side == 2 else 0.0)
            out.append(b"1 0 0 1 %.2f %.2f Tm" % (left, top - index * size * LEADING))
            out.append(self._lettering.shown(line, size))
        return b"\n".join([*out, b"ET Q EMC\n"])

    def _usual(self, widget: Any) -> tuple[float, str]:
        """Return the text size (0: fit) and the colour operators of the /DA string."""
        words = (text(inherited(widget, "/DA")) or self._usual_look)[:2_000].split()
        size, colour = 0.0, "0 g"
        for index, word in enumerate(words):
            before = operands(words[max(index - 4, 0) : index])
            if word == "Tf" and before:
                size = before[-1]
            elif word in ("g", "rg", "k"):
                count = {"g": 1, "rg": 3, "k": 4}[word]
                if len(before) >= count:
                    colour = " ".join([*(f"{each:g}" for each in before[-count:]), word])
        return (size if 0 <= size <= 200 else 0.0), colour

    def _stream(self, drawn: bytes, rectangle: Box, turn: int) -> pikepdf.Stream:
        """Return a look whose own coordinates are the page's, unless it is turned.

        PDFium tells lines of words apart by the coordinates within a form, wherever it stands.
        """
        x0, y0, x1, y1 = (round(each, 3) for each in rectangle)
        if turn not in _TURNS:
            drawn = b"q 1 0 0 1 %.3f %.3f cm\n%s\nQ" % (x0, y0, drawn)
        stream = pikepdf.Stream(self._pdf, drawn)
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        if turn in _TURNS:
            across, up = (y1 - y0, x1 - x0) if turn in (90, 270) else (x1 - x0, y1 - y0)
            stream.BBox = pikepdf.Array([0, 0, round(across, 3), round(up, 3)])
            stream.Matrix = pikepdf.Array([*_TURNS[turn], 0, 0])
        else:
            stream.BBox = pikepdf.Array([x0, y0, x1, y1])
        stream.Resources = self._lettering.resources()
        return stream


def _upright(widget: Any, rectangle: Box) -> tuple[float, float, int]:
    """Return how wide and high a field is as its answer is read, and by how much it is turned."""
    width, height = rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]
    turn = int((number(at(widget, "/MK", "/R")) or 0.0) / 90) % 4 * 90
    return (height, width, turn) if turn in (90, 270) else (width, height, turn)


def _inset(width: float, height: float) -> float:
    return 2.0 if min(width, height) > 8 else 0.5


def _cells(widget: Any, field: Field, words: str) -> int:
    """Return how many cells a comb field has that can take these words; else 0."""
    cells = int(number(inherited(widget, "/MaxLen")) or 0)
    is_comb = field.kind == "/Tx" and field.flags & COMB and not field.flags & MULTILINE
    return cells if is_comb and 0 < cells <= _MOST_CELLS and len(words) <= cells else 0


def border_width(annotation: Any) -> float:
    """Return how broad an annotation's line is, in points (0 to 20)."""
    told = number(at(annotation, "/BS", "/W"))
    if told is None:
        border = numbers(annotation.get("/Border"), 3)
        told = border[2] if border else 1.0
    return min(max(told, 0.0), 20.0)


def colour_of(value: Any, *, is_stroke: bool) -> str:
    """Return the operators for a colour of one, three or four parts; nothing for none."""
    known = figures(value)
    operator = {1: "g", 3: "rg", 4: "k"}.get(len(known))
    if operator is None:
        return ""
    parts = " ".join(f"{each:g}" for each in known)
    return f"{parts} {operator.upper() if is_stroke else operator}"


def _frame(widget: Any, width: float, height: float, *, is_round: bool = False) -> bytes:
    """Return a field's own background and border."""
    looks = at(widget, "/MK")
    is_field = name(widget.get("/Subtype")) == "/Widget"
    fill = colour_of(at(looks, "/BG") if is_field else widget.get("/C"), is_stroke=False)
    edge = colour_of(at(looks, "/BC"), is_stroke=True) if is_field else "0 G"
    stroke = border_width(widget)
    out = b""
    radius = max(min(width, height) / 2 - stroke / 2, 0.5)
    if fill:
        shape = (
            _circle(width / 2, height / 2, radius)
            if is_round
            else b"0 0 %.2f %.2f re" % (width, height)
        )
        out += b"q %s %s f Q\n" % (fill.encode("ascii"), shape)
    if edge and stroke and (not is_field or len(list(items(at(looks, "/BC"))))):
        if is_round:
            shape = _circle(width / 2, height / 2, radius)
        elif name(at(widget, "/BS", "/S")) == "/U":
            shape = b"0 %.2f m %.2f %.2f l" % (stroke / 2, width, stroke / 2)
        else:
            shape = b"%.2f %.2f %.2f %.2f re" % (
                stroke / 2, stroke / 2, width - stroke, height - stroke,
            )  # fmt: skip
        out += b"q %s %.2f w %s S Q\n" % (edge.encode("ascii"), stroke, shape)
    return out


def _mark(kind: str, width: float, height: float, colour: str) -> bytes:
    """Return the mark of a ticked field: ZapfDingbats' 4 l 8 u n H (ISO 32000-2, table 192)."""
    side = min(width, height)
    x, y = width / 2, height / 2
    edge = colour.upper()
    if kind == "l":
        return _circle(x, y, side * 0.25) + b" f"
    if kind == "n":
        half = side * 0.27
        return b"%.2f %.2f %.2f %.2f re f" % (x - half, y - half, 2 * half, 2 * half)
    if kind in ("u", "H"):
        corners = 4 if kind == "u" else 10
        path = []
        for index in range(corners):
            far = side * (0.34 if kind == "u" or index % 2 == 0 else 0.15)
            turn = math.pi / 2 + 2 * math.pi * index / corners
            path.append(b"%.2f %.2f %s" % (
                x + far * math.cos(turn), y + far * math.sin(turn), b"l" if index else b"m",
            ))  # fmt: skip
        return b" ".join([*path, b"f"])
    pen = b"%s %.2f w 1 J 1 j " % (edge.encode("ascii"), max(side / 9, 0.5))
    far = side * 0.28
    if kind == "8":
        return pen + b"%.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S" % (
            x - far, y - far, x + far, y + far, x - far, y + far, x + far, y - far,
        )  # fmt: skip
    return pen + b"%.2f %.2f m %.2f %.2f l %.2f %.2f l S" % (
        x - far, y - 0.02 * side, x - 0.07 * side, y - far * 0.9, x + far * 1.1, y + far,
    )  # fmt: skip


def _circle(x: float, y: float, radius: float) -> bytes:
    k = 0.5523 * radius  # four Bezier curves make a circle with this handle length
    r = radius
    return (
        b"%.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c "
        b"%.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c h"
    ) % (
        x + r, y, x + r, y + k, x + k, y + r, x, y + r,
        x - k, y + r, x - r, y + k, x - r, y,
        x - r, y - k, x - k, y - r, x, y - r,
        x + k, y - r, x + r, y - k, x + r, y,
    )  # fmt: skip
