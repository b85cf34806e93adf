"""Draws what fields and markings should show where they bring no appearance of their own.

Fields: ISO 32000-2, 12.7. Text markings: 12.5.6.10. PDFium would invent appearances too, but drops
the letters its fonts lack.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from portfolio_app.documents.layers import Layers
from portfolio_app.documents.lettering import Lettering
from portfolio_app.documents.pdf_values import (
    Box,
    at,
    dictionary,
    items,
    name,
    number,
    numbers,
    text,
    up_the_tree,
)

_MULTILINE, _PASSWORD, _COMB = 1 << 12, 1 << 13, 1 << 24
_RADIO, _PUSH = 1 << 15, 1 << 16
_USUAL_SIZE, _SMALLEST, _LARGEST = 10.0, 4.0, 14.0
_LEADING = 1.25
_MOST_LETTERS = 20_000
_COLOURS = {1: "g", 3: "rg", 4: "k"}


class Fields:
    """Draws missing looks for one document."""

    def __init__(self, pdf: pikepdf.Pdf, layers: Layers) -> None:
        self._pdf = pdf
        self._layers = layers
        self._form = dictionary(at(pdf.Root, "/AcroForm"))
        self._stale = self._form.get("/NeedAppearances") is True
        self._lettering = Lettering(pdf)

    def is_shown(self, content: Any) -> bool:
        """Return whether the layer an annotation is on is shown."""
        return self._layers.is_shown(content)

    def finish(self) -> None:
        """Put the letters used into the document."""
        self._lettering.finish()

    def must_be_drawn(self, annotation: Any, look: Any) -> bool:
        """Return whether an appearance that is there does not show the field's value.

        An appearance with words of its own is what every viewer shows, and stays; it goes when it
        is empty, or when the form says that appearances are out of date and the words differ.
        """
        if name(annotation.get("/Subtype")) != "/Widget":
            return False
        if name(_inherited(annotation, "/FT")) not in ("/Tx", "/Ch"):
            return False
        value = self._value(annotation)
        if not value.strip():
            return False
        shown = _words(look)
        return not shown or (self._stale and _letters(shown) != _letters(value))

    def draw(self, annotation: Any, kind: str, rectangle: Box) -> tuple[Any, Box] | None:
        """Return an appearance stream and where it goes, or None where there is nothing to show."""
        width, height = rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]
        if kind == "/Widget":
            drawn = self._field(annotation, width, height)
        elif kind == "/FreeText":
            drawn = self._written(annotation, text(annotation.get("/Contents")), width, height, 1)
        else:
            return self._marking(annotation, kind, rectangle)
        if not drawn:
            return None
        return self._stream(drawn, (0.0, 0.0, width, height)), rectangle

    def _stream(self, drawn: bytes, bounds: Box) -> pikepdf.Stream:
        stream = pikepdf.Stream(self._pdf, drawn)
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        stream.BBox = pikepdf.Array([round(each, 3) for each in bounds])
        stream.Resources = self._lettering.resources()
        return stream

    def _value(self, annotation: Any) -> str:
        value = _inherited(annotation, "/V")
        if isinstance(value, pikepdf.Stream):
            try:
                return value.read_bytes()[:_MOST_LETTERS].decode("latin-1")
            except pikepdf.PdfError:
                return ""
        chosen = (
            [text(each) for each in items(value)]
            if isinstance(value, pikepdf.Array)
            else [text(value)]
        )
        names = {
            text(pair[0]): text(pair[1])
            for pair in items(_inherited(annotation, "/Opt"))
            if isinstance(pair, pikepdf.Array) and len(pair) > 1
        }
        return "\n".join(names.get(each, each) for each in chosen if each)[:_MOST_LETTERS]

    def _field(self, annotation: Any, width: float, height: float) -> bytes:
        flags = int(number(_inherited(annotation, "/Ff")) or 0)
        kind = name(_inherited(annotation, "/FT"))
        frame = _frame(annotation, width, height)
        if kind == "/Btn":
            return frame + self._button(annotation, flags, width, height)
        if kind not in ("/Tx", "/Ch") or flags & _PASSWORD:
            return b""
        value = self._value(annotation)
        return frame + self._written(annotation, value, width, height, flags & _MULTILINE)

    def _button(self, annotation: Any, flags: int, width: float, height: float) -> bytes:
        state = name(annotation.get("/AS")) or name(_inherited(annotation, "/V"))
        if flags & _PUSH or state in ("", "/Off"):
            return b""
        if flags & _RADIO:
            side = min(width, height) * 0.25
            left, low = width / 2 - side, height / 2 - side
            return b"%.2f %.2f %.2f %.2f re f\n" % (left, low, 2 * side, 2 * side)
        stroke = max(min(width, height) / 9, 0.5)
        points = (0.2, 0.5, 0.42, 0.25, 0.82, 0.8)
        x1, y1, x2, y2, x3, y3 = (
            each * (width if index % 2 == 0 else height) for index, each in enumerate(points)
        )
        return b"q %.2f w 1 J 1 j %.2f %.2f m %.2f %.2f l %.2f %.2f l S Q\n" % (
            stroke, x1, y1, x2, y2, x3, y3,
        )  # fmt: skip

    def _written(
        self, annotation: Any, value: str, width: float, height: float, is_multiline: int
    ) -> bytes:
        value = "".join(each if each.isprintable() or each in "\r\n" else " " for each in value)
        if not value.strip():
            return b""
        size, colour = self._default_look(annotation)
        inset = 2.0 if min(width, height) > 8 else 0.5
        room = max(width - 2 * inset, 1.0)
        if is_multiline:
            size = size or _USUAL_SIZE
            lines = self._lettering.wrapped(value, size, room)
            while size > _SMALLEST and len(lines) * size * _LEADING > height:
                size -= 0.5
                lines = self._lettering.wrapped(value, size, room)
            top = height - inset - size
        else:
            lines = [" ".join(value.split())]
            size = size or min(max(height * 0.7, _SMALLEST), _LARGEST)
            wide = self._lettering.width(lines[0], size)
            if wide > room:
                size = max(size * room / wide, _SMALLEST)
            top = (height - size) / 2 + size * 0.22
        comb = self._comb(annotation)
        if comb and not is_multiline:
            return self._combed(lines[0][:comb], comb, colour, size, width, top)
        return self._lines(lines, colour, size, (inset, top, room), _inherited(annotation, "/Q"))

    def _lines(
        self, lines: list[str], colour: str, size: float, place: tuple[float, float, float], q: Any
    ) -> bytes:
        inset, top, room = place
        side = int(number(q) or 0)
        out = [f"/Tx BMC q {colour} BT".encode("ascii")]
        for index, line in enumerate(lines):
            spare = room - self._lettering.width(line, size)
            left = inset + (spare / 2 if side == 1 else spare if side == 2 else 0.0)
            low = top - index * size * _LEADING
            out.append(b"1 0 0 1 %.2f %.2f Tm" % (left, low))
            out.append(self._lettering.shown(line, size))
        return b"\n".join([*out, b"ET Q EMC\n"])

    def _comb(self, annotation: Any) -> int:
        flags = int(number(_inherited(annotation, "/Ff")) or 0)
        most = int(number(_inherited(annotation, "/MaxLen")) or 0)
        return most if flags & _COMB and 0 < most <= 200 else 0

    def _combed(
        self, line: str, cells: int, colour: str, size: float, width: float, top: float
    ) -> bytes:
        out = [f"/Tx BMC q {colour} BT".encode("ascii")]
        for index, letter in enumerate(line):
            left = (index + 0.5) * width / cells - self._lettering.width(letter, size) / 2
            out.append(b"1 0 0 1 %.2f %.2f Tm" % (left, top))
            out.append(self._lettering.shown(letter, size))
        return b"\n".join([*out, b"ET Q EMC\n"])

    def _default_look(self, annotation: Any) -> tuple[float, str]:
        """Return the text size (0: fit) and the colour operators of the /DA string."""
        told = text(_inherited(annotation, "/DA")) or text(self._form.get("/DA"))
        words = told.split()
        size, colour = 0.0, "0 g"
        for index, word in enumerate(words):
            figures = words[max(index - 4, 0) : index]
            if word == "Tf" and figures:
                size = _figure(figures[-1]) or 0.0
            elif word in ("g", "rg", "k"):
                count = {"g": 1, "rg": 3, "k": 4}[word]
                values = [_figure(each) for each in figures[-count:]]
                if len(values) == count and None not in values:
                    colour = " ".join([*(f"{each:g}" for each in values if each is not None), word])
        return (size if 0 <= size <= 200 else 0.0), colour

    def _marking(self, annotation: Any, kind: str, rectangle: Box) -> tuple[Any, Box] | None:
        """Return the appearance of a highlight, line or shape, in the page's own coordinates."""
        colour = _colour(annotation.get("/C"), is_stroke=kind != "/Highlight")
        quads = _figures(annotation.get("/QuadPoints"))
        points = quads
        drawn: list[str] = []
        if kind in ("/Highlight", "/Underline", "/Squiggly", "/StrikeOut") and quads:
            drawn = _text_marks(kind, quads)
        elif kind in ("/Square", "/Circle"):
            inset = _border_width(annotation) / 2
            left, low = rectangle[0] + inset, rectangle[1] + inset
            wide = rectangle[2] - rectangle[0] - 2 * inset
            high = rectangle[3] - rectangle[1] - 2 * inset
            shape = f"{left:.2f} {low:.2f} {wide:.2f} {high:.2f} re S"
            drawn = [shape if kind == "/Square" else _ellipse(left, low, wide, high)]
        elif kind == "/Ink":
            drawn = [_path(each) for each in items(annotation.get("/InkList"))]
            points = [n for each in items(annotation.get("/InkList")) for n in _figures(each)]
        elif kind == "/Line":
            points = _figures(annotation.get("/L"))
            drawn = [_path(annotation.get("/L"))]
        elif kind in ("/Polygon", "/PolyLine"):
            points = _figures(annotation.get("/Vertices"))
            drawn = [_path(annotation.get("/Vertices"), closed=kind == "/Polygon")]
        if not any(drawn):
            return None
        # /Rect is often wrong, the points are what was marked.
        bounds = _around(points, _border_width(annotation) + 1) or rectangle
        width = f"{_border_width(annotation):g} w"
        stream = self._stream("\n".join(["/GS gs", colour, width, *drawn]).encode("ascii"), bounds)
        blend = pikepdf.Name.Multiply if kind == "/Highlight" else pikepdf.Name.Normal
        state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=blend)
        stream.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(GS=state))
        return stream, bounds


def _inherited(annotation: Any, key: str) -> Any:
    for each in up_the_tree(annotation):
        if (found := each.get(key)) is not None:
            return found
    return None


def _words(look: Any) -> str:
    """Return the strings an appearance shows, as far as they can be told from its bytes."""
    if not isinstance(look, pikepdf.Stream):
        return ""
    found = []
    try:
        for instruction in pikepdf.parse_content_stream(look, "Tj TJ ' \""):
            for operand in instruction.operands:
                pieces = items(operand) if isinstance(operand, pikepdf.Array) else [operand]
                found += [bytes(each) for each in pieces if isinstance(each, pikepdf.String)]
    except (pikepdf.PdfError, TypeError, ValueError):
        return "?"  # it draws something: leave it
    return b"".join(found).decode("latin-1")


def _letters(words: str) -> str:
    return "".join(each for each in words.casefold() if each.isalnum())


def _figure(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def _colour(value: Any, *, is_stroke: bool) -> str:
    known = _figures(value)
    operator = _COLOURS.get(len(known))
    if operator is None:
        return "1 0.9 0.2 rg" if not is_stroke else "0 G"
    return (
        " ".join(f"{each:g}" for each in known)
        + " "
        + (operator.upper() if is_stroke else operator)
    )


def _border_width(annotation: Any) -> float:
    told = number(at(annotation, "/BS", "/W"))
    if told is None:
        border = numbers(annotation.get("/Border"), 3)
        told = border[2] if border else 1.0
    return min(max(told, 0.0), 20.0)


def _frame(annotation: Any, width: float, height: float) -> bytes:
    """Return a field's own background and border."""
    looks = at(annotation, "/MK")
    out = b""
    if len(list(items(at(looks, "/BG")))):
        fill = _colour(at(looks, "/BG"), is_stroke=False).encode("ascii")
        out += b"q %s 0 0 %.2f %.2f re f Q\n" % (fill, width, height)
    stroke = _border_width(annotation)
    if len(list(items(at(looks, "/BC")))) and stroke:
        colour = _colour(at(looks, "/BC"), is_stroke=True).encode("ascii")
        out += b"q %s %.2f w %.2f %.2f %.2f %.2f re S Q\n" % (
            colour, stroke, stroke / 2, stroke / 2, width - stroke, height - stroke,
        )  # fmt: skip
    return out


def _figures(value: Any) -> list[float]:
    return [each for each in map(number, items(value)) if each is not None]


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
        if kind == "/Highlight":
            drawn.append(f"{left:.2f} {low:.2f} {right - left:.2f} {high - low:.2f} re f")
            continue
        y = (low + high) / 2 if kind == "/StrikeOut" else low + (high - low) * 0.08
        drawn.append(f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")
    return drawn


def _path(value: Any, *, closed: bool = False) -> str:
    known = _figures(value)
    pairs = list(zip(known[::2], known[1::2], strict=False))
    if len(pairs) < 2:
        return ""
    lines = [f"{x:.2f} {y:.2f} {'l' if index else 'm'}" for index, (x, y) in enumerate(pairs)]
    return " ".join(lines) + (" s" if closed else " S")


def _ellipse(left: float, low: float, wide: float, high: float) -> str:
    k = 0.5523  # four Bezier curves make a circle with this handle length
    cx, cy, rx, ry = left + wide / 2, low + high / 2, wide / 2, high / 2
    points = [f"{cx + rx:.2f} {cy:.2f} m"]
    for ax, ay, bx, by in ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)):
        x1, y1 = cx + rx * (ax + k * bx), cy + ry * (ay + k * by)
        x2, y2 = cx + rx * (bx + k * ax), cy + ry * (by + k * ay)
        x3, y3 = cx + rx * bx, cy + ry * by
        points.append(f"{x1:.2f} {y1:.2f} {x2:.2f} {y2:.2f} {x3:.2f} {y3:.2f} c")
    return " ".join(points) + " s"
