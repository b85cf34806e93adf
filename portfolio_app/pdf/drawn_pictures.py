"""Finds the pictures of a page copy, and how large each is drawn on the bundle's pages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from portfolio_app.pdf.geometry import Matrix, place, room_for
from portfolio_app.pdf.survey import inherited, page_shape

Key: TypeAlias = tuple[int, int]  # an object's number and generation

_WHOLE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEPTH = 20  # forms in forms
_MOST_DRAWN = 5_000  # forms and pictures drawn on one page; more is made to keep a reader busy
_LONG_CONTENT = 20_000_000  # bytes of one content stream, as it is stored


class TooMuchError(Exception):
    """What a page draws cannot be followed in good time: leave its pictures alone."""


class DrawnPictures:
    """The pictures of a document. ``sizes``: inches across and down, as drawn at their largest.

    Pictures that are also drawn in another way (in a pattern, a soft mask, a letter) have no size.
    """

    def __init__(self, pdf: Pdf) -> None:
        self.images: dict[Key, Stream] = {}
        self.sizes: dict[Key, tuple[float, float]] = {}
        self._elsewhere: set[Key] = set()
        self._looked: set[tuple[Key, bool]] = set()
        self._holding: dict[Key, bool] = {}
        self._left = 0
        for page in pdf.pages:
            resources = inherited(page.obj, "/Resources")
            self._look(resources, 0, elsewhere=False)
            if self._has_pictures(resources, 0):
                self._follow_page(page, resources)
        for key in self._elsewhere:
            self.sizes.pop(key, None)

    def _follow_page(self, page: pikepdf.Page, resources: Any) -> None:
        shape = page_shape(page.obj)
        scale = place(shape, room_for(shape, is_large=False)).scale
        self._left = _MOST_DRAWN
        contents = page.obj.get("/Contents")
        parts = contents if isinstance(contents, Array) else (contents,)
        if sum(_length(each) for each in parts) > _LONG_CONTENT:
            raise TooMuchError
        self._follow(page, resources, (scale, 0.0, 0.0, scale, 0.0, 0.0), 0)

    def _follow(self, drawn: Any, resources: Any, start: Matrix, depth: int) -> None:
        things = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        if not isinstance(things, Dictionary) or depth > _DEPTH:
            return
        at, kept = start, []
        for instruction in _instructions(drawn):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                kept.append(at)
            elif operator == "Q":
                at = kept.pop() if kept else start
            elif operator == "cm":
                moved = _matrix(operands)
                at = _times(moved, at) if moved is not None else at
            elif operator == "Do" and len(operands) == 1 and isinstance(operands[0], Name):
                self._left -= 1
                if self._left < 0:
                    raise TooMuchError
                self._draw(things.get(str(operands[0])), resources, at, depth)

    def _draw(self, thing: Any, resources: Any, at: Matrix, depth: int) -> None:
        if not isinstance(thing, Stream):
            return
        if thing.get("/Subtype") == "/Image":
            across = math.hypot(at[0], at[1]) / 72
            down = math.hypot(at[2], at[3]) / 72
            had = self.sizes.get(thing.objgen, (0.0, 0.0))
            self.sizes[thing.objgen] = (max(across, had[0]), max(down, had[1]))
        elif thing.get("/Subtype") == "/Form":
            if _length(thing) > _LONG_CONTENT:
                raise TooMuchError
            moved = _matrix(thing.get("/Matrix"))
            own = thing.get("/Resources", resources)
            self._follow(thing, own, _times(moved or _WHOLE, at), depth + 1)

    def _has_pictures(self, resources: Any, depth: int) -> bool:
        return depth <= _DEPTH and any(
            self._is_or_holds_one(thing, depth) for thing in _streams(resources, "/XObject")
        )

    def _is_or_holds_one(self, thing: Stream, depth: int) -> bool:
        if thing.get("/Subtype") == "/Image":
            return True
        if thing.objgen not in self._holding:
            self._holding[thing.objgen] = False  # in case it holds itself
            held = self._has_pictures(thing.get("/Resources"), depth + 1)
            self._holding[thing.objgen] = held
        return self._holding[thing.objgen]

    def _look(self, resources: Any, depth: int, *, elsewhere: bool) -> None:
        """Take note of every picture that can be reached, and of those drawn in another way."""
        if not isinstance(resources, Dictionary) or depth > _DEPTH:
            return
        for thing in _streams(resources, "/XObject"):
            if thing.get("/Subtype") == "/Image":
                self.images[thing.objgen] = thing
                if elsewhere:
                    self._elsewhere.add(thing.objgen)
            else:
                self._look_into(thing, depth, elsewhere=elsewhere)
        for thing in _streams(resources, "/Pattern"):
            self._look_into(thing, depth, elsewhere=True)
        for font in _dictionaries(resources, "/Font"):
            if font.get("/Subtype") == "/Type3":
                self._look_into(font, depth, elsewhere=True)
        for state in _dictionaries(resources, "/ExtGState"):
            mask = state.get("/SMask")
            if isinstance(mask, Dictionary):
                self._look_into(mask.get("/G"), depth, elsewhere=True)

    def _look_into(self, thing: Any, depth: int, *, elsewhere: bool) -> None:
        if not isinstance(thing, Dictionary | Stream):
            return
        if thing.is_indirect:
            if (thing.objgen, elsewhere) in self._looked:
                return
            self._looked.add((thing.objgen, elsewhere))
        self._look(thing.get("/Resources"), depth + 1, elsewhere=elsewhere)


def _instructions(drawn: Any) -> Any:
    try:
        return pikepdf.parse_content_stream(drawn, "q Q cm Do")
    except (pikepdf.PdfError, TypeError, ValueError, RuntimeError) as error:
        raise TooMuchError from error


def _streams(resources: Any, kind: str) -> Iterator[Stream]:
    found = resources.get(kind) if isinstance(resources, Dictionary) else None
    if isinstance(found, Dictionary):
        yield from (each for each in found.values() if isinstance(each, Stream))


def _dictionaries(resources: Any, kind: str) -> Iterator[Dictionary]:
    found = resources.get(kind) if isinstance(resources, Dictionary) else None
    if isinstance(found, Dictionary):
        yield from (each for each in found.values() if isinstance(each, Dictionary))


def _length(stream: Any) -> int:
    if not isinstance(stream, Stream):
        return 0
    try:
        return int(stream.get("/Length", 0))
    except (TypeError, ValueError):
        return 0


def _matrix(values: Any) -> Matrix | None:
    try:
        a, b, c, d, e, f = (float(each) for each in values)
    except (TypeError, ValueError, ArithmeticError):
        return None
    return (a, b, c, d, e, f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does one and then the other (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
            e * p + f * r + t, e * q + f * s + u)  # fmt: skip
