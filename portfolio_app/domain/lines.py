"""Characters gathered into lines: what a run of words covers, and what lies at a point."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.document import PageChars
from portfolio_app.domain.passage import Box, Quad, quad_of


def box_at(chars: PageChars, position: int) -> Box | None:
    """Return the box of one code point, page space points; None when it has no place."""
    x0, y0, x1, y1 = chars.boxes[4 * position : 4 * position + 4]
    return None if x0 == x1 and y0 == y1 else (x0, y0, x1, y1)


def quads_for(chars: PageChars, start: int, end: int) -> tuple[Quad, ...]:
    """Return one quad a line for code points ``start`` to ``end``, in reading order, 0.01 pt.

    Characters belong to one line while they overlap by half of the smaller height, and follow on;
    a column change or a new line begins another quad. Text that runs down a page gives one quad a
    column in the same way. Empty when the page's characters have no places.
    """
    lines: list[Box] = []
    for position in range(start, min(end, len(chars.boxes) // 4)):
        box = box_at(chars, position)
        if box is None:
            continue
        if lines and _same_line(lines[-1], box):
            lines[-1] = _union(lines[-1], box)
        else:
            lines.append(box)
    return tuple(quad_of(_rounded(each)) for each in lines)


@dataclass(frozen=True, slots=True)
class Found:
    """The nearest character to a point. ``after`` says the point lies in its second half."""

    position: int
    after: bool
    distance: float


def nearest(chars: PageChars, x: float, y: float) -> Found | None:
    """Return the character nearest to a point of the page, lines before columns; None without any.

    A point level with a line belongs to that line, however far to the side it lies.
    """
    best: tuple[float, float, int] | None = None
    boxes = chars.boxes
    for position in range(len(boxes) // 4):
        x0, y0, x1, y1 = boxes[4 * position : 4 * position + 4]
        if x0 == x1 and y0 == y1:
            continue
        down = max(y0 - y, 0.0, y - y1)
        across = max(x0 - x, 0.0, x - x1)
        distance = (2.0 * down + across, abs((x0 + x1) / 2 - x), position)
        if best is None or distance < best:
            best = distance
    if best is None:
        return None
    position = best[2]
    x0, _, x1, _ = boxes[4 * position : 4 * position + 4]
    return Found(position, x > (x0 + x1) / 2, best[0])


def _same_line(line: Box, box: Box) -> bool:
    smaller = min(line[3] - line[1], box[3] - box[1])
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    if smaller > 0 and overlap < 0.5 * smaller:
        return False
    height = max(line[3] - line[1], box[3] - box[1], 1.0)
    return line[0] - 1.0 <= box[0] and box[0] - line[2] <= 4.0 * height


def _union(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = (round(each, 2) for each in box)
    return (x0, y0, x1, y1)
