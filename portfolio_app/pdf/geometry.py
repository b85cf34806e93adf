"""Where a page of evidence lies in our frame: boxes, turns, sizes, and points carried across."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.passage import Quad

Rect = tuple[float, float, float, float]  # x0, y0, x1, y1, points
Matrix = tuple[float, float, float, float, float, float]  # as the PDF operator cm takes it

# The room for an evidence page in our A4 page, origin bottom left, and in a landscape one: slides,
# sheets and wide pictures would otherwise be small. Nothing of ours lies nearer than 5 mm to the
# edge of the paper: most printers leave that much white.
ROOM: Rect = (16.0, 32.0, 543.0, 785.0)
WIDE_ROOM: Rect = (16.0, 32.0, 789.6, 538.4)
# The same where what is ours is in large print.
LARGE_ROOM: Rect = (16.0, 38.0, 516.0, 749.0)
LARGE_WIDE_ROOM: Rect = (16.0, 38.0, 762.0, 502.0)

_LETTER: Rect = (0.0, 0.0, 612.0, 792.0)  # what PDFium takes for a page without a usable box


@dataclass(frozen=True, slots=True)
class SafeLink:
    """A link worth keeping: a place in user space, and an address or a page index of the piece."""

    rect: Rect
    uri: str = ""
    page_index: int = -1


@dataclass(frozen=True, slots=True)
class PageShape:
    """How a page is shown: visible box in user space, turn clockwise, unit in points."""

    box: Rect
    rotate: int = 0
    unit: float = 1.0
    links: tuple[SafeLink, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in page space."""
        x0, y0, x1, y1 = self.box
        wide, high = x1 - x0, y1 - y0
        return (high, wide) if self.rotate in (90, 270) else (wide, high)


@dataclass(frozen=True, slots=True)
class Placed:
    """A page laid into the frame: upright, whole, at ``scale``; ``rect`` is where it lies there."""

    shape: PageShape
    rect: Rect
    scale: float

    @property
    def matrix(self) -> Matrix:
        """From the page's user space to the frame's."""
        x0, y0, x1, y1 = self.shape.box
        a, b, c, d, e, f = {
            0: (1.0, 0.0, 0.0, 1.0, -x0, -y0),
            90: (0.0, -1.0, 1.0, 0.0, -y0, x1),
            180: (-1.0, 0.0, 0.0, -1.0, x1, y1),
            270: (0.0, 1.0, -1.0, 0.0, y1, -x0),
        }[self.shape.rotate]
        s = self.scale
        return (s * a, s * b, s * c, s * d, s * e + self.rect[0], s * f + self.rect[1])

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of page space (origin top left, y down) lies in the frame."""
        return (self.rect[0] + self.scale * x, self.rect[3] - self.scale * y)

    def quad(self, quad: Quad) -> Rect:
        """Return the upright box of a page space quad in the frame, kept inside the page."""
        points = [self.point(quad[i], quad[i + 1]) for i in range(0, 8, 2)]
        xs = [min(max(x, self.rect[0]), self.rect[2]) for x, _ in points]
        ys = [min(max(y, self.rect[1]), self.rect[3]) for _, y in points]
        return (min(xs), min(ys), max(xs), max(ys))

    def area(self, rect: Rect) -> Rect:
        """Return where a rectangle of user space lies in the frame, kept inside the page."""
        a, b, c, d, e, f = self.matrix
        corners = [(rect[i], rect[j]) for i in (0, 2) for j in (1, 3)]
        xs = [min(max(a * x + c * y + e, self.rect[0]), self.rect[2]) for x, y in corners]
        ys = [min(max(b * x + d * y + f, self.rect[1]), self.rect[3]) for x, y in corners]
        return (min(xs), min(ys), max(xs), max(ys))


def place(shape: PageShape, room: Rect = ROOM) -> Placed:
    """Lay a page into ``room``, never larger than life, at its top and in the middle."""
    wide, high = shape.size
    scale = min((room[2] - room[0]) / wide, (room[3] - room[1]) / high, shape.unit)
    left = room[0] + (room[2] - room[0] - wide * scale) / 2
    return Placed(shape, (left, room[3] - high * scale, left + wide * scale, room[3]), scale)


def is_wide(shape: PageShape) -> bool:
    """Return whether a page is clearly wider than high, and too wide for an upright one of ours."""
    wide, high = shape.size
    return wide > high * 1.1 and wide * shape.unit > ROOM[2] - ROOM[0]


def room_for(shape: PageShape, *, is_large: bool) -> Rect:
    """Return the room for a page of evidence in its frame."""
    if is_wide(shape):
        return LARGE_WIDE_ROOM if is_large else WIDE_ROOM
    return LARGE_ROOM if is_large else ROOM


def to_user_space(shape: PageShape) -> Matrix:
    """Return the matrix from a page as shown (origin bottom left) to its own user space."""
    x0, y0, x1, y1 = shape.box
    return {
        0: (1.0, 0.0, 0.0, 1.0, x0, y0),
        90: (0.0, 1.0, -1.0, 0.0, x1, y0),
        180: (-1.0, 0.0, 0.0, -1.0, x1, y1),
        270: (0.0, -1.0, 1.0, 0.0, x0, y1),
    }.get(shape.rotate, (1.0, 0.0, 0.0, 1.0, x0, y0))


def visible_box(media: Any, crop: Any) -> Rect:
    """Return the box that is shown: the crop box inside the media box, as PDFium decides it.

    Boxes may be missing, upside down, empty or not boxes at all.
    """
    outer = _rect(media) or _LETTER
    inner = _rect(crop)
    if inner is None:
        return outer
    meet = (
        max(outer[0], inner[0]),
        max(outer[1], inner[1]),
        min(outer[2], inner[2]),
        min(outer[3], inner[3]),
    )
    return meet if meet[2] > meet[0] and meet[3] > meet[1] else outer


def _rect(value: Any) -> Rect | None:
    try:
        a, b, c, d = (float(each) for each in value)
    except (TypeError, ValueError, ArithmeticError):
        return None
    if not all(math.isfinite(each) and abs(each) < 1e7 for each in (a, b, c, d)):
        return None
    found = (min(a, c), min(b, d), max(a, c), max(b, d))
    return found if found[2] - found[0] > 0.01 and found[3] - found[1] > 0.01 else None
