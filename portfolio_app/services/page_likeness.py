"""Whether a place of a page looks the same in two page copies, pixel by pixel."""

from __future__ import annotations

from math import ceil, floor
from secrets import token_hex

from portfolio_app.domain.passage import Box
from portfolio_app.problems import PortfolioError
from portfolio_app.workroom.host import Workroom

_SCALE = 0.75  # pixels a point: enough to see words, few enough to compare quickly
_SAME_SIZE = 1.0  # points
_ALIKE, _EQUAL = 10.0, 2.0  # mean difference of a colour value, of 255

_Page = tuple[int, int, int, bytes]  # width, height and bytes a row in pixels, and the pixels


class TwoCopies:
    """Two page copies held open in the workroom to be compared.

    ``earlier`` may be None when it cannot be had: then nothing looks the same.
    """

    def __init__(self, room: Workroom, earlier: bytes | None, newer: bytes) -> None:
        self._room = room
        self._keys = (f"earlier-{token_hex(8)}", f"newer-{token_hex(8)}")
        self._sizes: list[list[tuple[float, float]]] = []
        for key, copy in zip(self._keys, (earlier, newer), strict=True):
            pages = room.call("open", {"key": key}, [copy]).result["pages"] if copy else []
            self._sizes.append([(float(width), float(height)) for width, height in pages])
        self._drawn: dict[int, tuple[_Page, _Page] | None] = {}

    def is_same(self, page_index: int, box: Box, *, exactly: bool = False) -> bool:
        """Return whether the page looks the same inside this box, page space points.

        ``exactly`` leaves room for nothing but the last bit of a colour.
        """
        if page_index not in self._drawn:
            self._drawn[page_index] = self._both(page_index)
        both = self._drawn[page_index]
        if both is None:
            return False
        return _difference(*both, box) <= (_EQUAL if exactly else _ALIKE)

    def _both(self, page_index: int) -> tuple[_Page, _Page] | None:
        sizes = [each[page_index] if page_index < len(each) else None for each in self._sizes]
        if sizes[0] is None or sizes[1] is None:
            return None
        if any(abs(a - b) > _SAME_SIZE for a, b in zip(sizes[0], sizes[1], strict=True)):
            return None
        try:
            one, other = (self._draw(key, page_index) for key in self._keys)
        except PortfolioError:  # a page that can't be drawn can't be compared
            return None
        return one, other

    def _draw(self, key: str, page_index: int) -> _Page:
        arguments = {"key": key, "page": page_index, "scale": _SCALE}
        reply = self._room.call("draw", arguments)
        size = reply.result
        return size["width"], size["height"], size["stride"], reply.blobs[0]


def _difference(one: _Page, other: _Page, box: Box) -> float:
    """Return the mean difference of the colour values inside a box, 0 to 255."""
    width, height = min(one[0], other[0]), min(one[1], other[1])
    left, right = max(floor(box[0] * _SCALE), 0), min(ceil(box[2] * _SCALE), width)
    top, bottom = max(floor(box[1] * _SCALE), 0), min(ceil(box[3] * _SCALE), height)
    if left >= right or top >= bottom:
        return 255.0
    total = 0
    for row in range(top, bottom):
        a = one[3][row * one[2] + 4 * left : row * one[2] + 4 * right]
        b = other[3][row * other[2] + 4 * left : row * other[2] + 4 * right]
        if a != b:
            total += sum(abs(x - y) for x, y in zip(a, b, strict=True))
    return total / (3 * (right - left) * (bottom - top))  # the fourth byte of a pixel says nothing
