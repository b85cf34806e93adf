"""Where everything of the timeline stands: months, lanes, bars and points in pixels; no Qt here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from portfolio_app.domain.days import day_words, months_after
from portfolio_app.domain.timeline import Lane, Mark, Timeline, months_between


class Zoom(StrEnum):
    """How much of the programme is in view."""

    MONTH = "month"
    TERM = "term"
    WHOLE = "whole"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {"month": "Month", "term": "Term", "whole": "Whole programme"}[self.value]


_DAYS_IN_VIEW = {Zoom.MONTH: 45, Zoom.TERM: 150}
_LEAST_DAY = {Zoom.MONTH: 12.0, Zoom.TERM: 4.0, Zoom.WHOLE: 0.5}  # pixels at 100 %
# Pixels at 100 % that words are given before another row is begun; they take what is free then.
_LONGEST_WORDS = {Zoom.MONTH: 320, Zoom.TERM: 250, Zoom.WHOLE: 140}
_AFTER = 120  # pixels at 100 % after the last day, for the words beside what stands there
_MOST_ROWS = {Zoom.MONTH: 12, Zoom.TERM: 7, Zoom.WHOLE: 4}  # of points with their words
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels at the text size in force: a row, the icon, the gap, one pixel at 100 %."""

    row: int
    icon: int
    gap: int
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A bar, a point, or several points too close for their words. Pixels from the first day.

    ``reach`` is the width with the words beside it; ``row`` counts from 0 within its lane.
    """

    marks: tuple[Mark, ...]
    left: float
    width: float
    reach: float
    row: int
    words: str = ""
    is_bar: bool = False
    is_inside: bool = False  # whether the words stand in the bar

    @property
    def mark(self) -> Mark:
        """The first of them."""
        return self.marks[0]


@dataclass(frozen=True, slots=True)
class Band:
    """A lane: its top and height in pixels, its boxes by their left edge."""

    lane: Lane
    top: int
    height: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A column: its words ("Sep", "Jan 2026"), left edge and width in pixels."""

    month: str
    words: str
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole drawing. ``day`` is the width of a day in pixels."""

    first: str
    day: float
    width: int
    height: int
    months: tuple[Month, ...]
    bands: tuple[Band, ...]

    def x_of(self, day: str) -> float:
        """Return the left edge of a day."""
        return _days(self.first, day) * self.day

    def day_at(self, x: float) -> str:
        """Return the day at a place."""
        return (date.fromisoformat(self.first) + timedelta(days=int(x // self.day))).isoformat()

    def box_of(self, key: str) -> tuple[Band, Box] | None:
        """Return where a mark stands, None where it isn't drawn."""
        for band in self.bands:
            for box in band.boxes:
                if any(each.key == key for each in box.marks):
                    return band, box
        return None


def laid_out(
    timeline: Timeline,
    zoom: Zoom,
    width: int,
    sizes: Sizes,
    measure: Callable[[str], int],
    *,
    names_above: bool = False,
) -> Layout:
    """Return the layout for a view ``width`` pixels wide; ``measure`` gives the width of words.

    ``names_above`` leaves a line above each lane for its name.
    """
    first = f"{timeline.first}-01"
    after = months_after(f"{timeline.last}-01", 1)
    days = _days(first, after)
    after_last = int(_AFTER * sizes.scale)
    room = max(width - after_last, width // 2)
    wanted = days if zoom is Zoom.WHOLE else _DAYS_IN_VIEW[zoom]
    day = max(room / wanted, _LEAST_DAY[zoom] * sizes.scale)
    total = max(int(days * day) + after_last, width)
    top = 0
    bands = []
    for lane in timeline.lanes:
        drawn = [e for e in timeline.marks if e.lane is lane and _is_drawn(e, first, after)]
        boxes = _with_free_room(
            _boxes(drawn, first, day, zoom, sizes, measure), total, sizes, measure
        )
        rows = max((each.row for each in boxes), default=0) + 1
        if lane is Lane.HOURS:
            rows = 3
        height = rows * sizes.row + 2 * sizes.gap + (sizes.row if names_above else 0)
        bands.append(Band(lane, top, height, boxes))
        top += height
    months = tuple(
        Month(
            month,
            _month_words(month, at == 0),
            _days(first, f"{month}-01") * day,
            _days(f"{month}-01", months_after(f"{month}-01", 1)) * day,
        )
        for at, month in enumerate(months_between(timeline.first, timeline.last))
    )
    return Layout(first, day, total, top, months, tuple(bands))


def visible(boxes: Sequence[Box], left: float, right: float, widest: float) -> Iterable[Box]:
    """Return the boxes that reach into these pixels; ``widest`` is the longest reach of any."""
    start = bisect_left(boxes, left - widest, key=lambda each: each.left)
    for at in range(start, len(boxes)):
        box = boxes[at]
        if box.left > right:
            break
        if box.left + box.reach >= left:
            yield box


def shown_words(mark: Mark) -> str:
    """Return what stands in or beside a mark: its title, marked where it is only suggested."""
    return f"{mark.short} (suggested)" if mark.is_suggested else mark.short


def _boxes(
    marks: Sequence[Mark],
    first: str,
    day: float,
    zoom: Zoom,
    sizes: Sizes,
    measure: Callable[[str], int],
) -> tuple[Box, ...]:
    longest = _LONGEST_WORDS[zoom] * sizes.scale
    bars = [each for each in marks if each.until]
    points = [each for each in marks if not each.until]
    placed: list[Box] = []
    ends: list[float] = []
    for mark in bars:
        left = _days(first, mark.day) * day
        width = max((_days(mark.day, mark.until) + 1) * day, 6 * sizes.scale)
        words = shown_words(mark)
        wide = measure(words) + 2 * sizes.gap
        inside = wide <= width
        reach = width if inside else width + min(wide, longest)
        row = _row(ends, left, reach, sizes.gap)
        placed.append(Box((mark,), left, width, reach, row, words, is_bar=True, is_inside=inside))
    below = len(ends)
    spread = _spread(points, first, day, sizes, measure, longest, below)
    most = _MOST_ROWS[zoom]
    if max((each.row for each in spread), default=0) - below >= most:
        spread = _gathered(points, first, day, sizes, measure, below)
    return tuple(sorted([*placed, *spread], key=lambda each: each.left))


def _spread(
    points: Sequence[Mark],
    first: str,
    day: float,
    sizes: Sizes,
    measure: Callable[[str], int],
    longest: float,
    below: int,
) -> list[Box]:
    ends: list[float] = []
    found = []
    for mark in points:
        words = shown_words(mark)
        left = _days(first, mark.day) * day
        reach = sizes.icon + sizes.gap + min(measure(words) + sizes.gap, longest)
        row = _row(ends, left, reach, sizes.gap)
        found.append(Box((mark,), left, sizes.icon, reach, below + row, words))
    return found


def _gathered(
    points: Sequence[Mark],
    first: str,
    day: float,
    sizes: Sizes,
    measure: Callable[[str], int],
    below: int,
) -> list[Box]:
    """Return the points as icons alone, those too close to one another as one with their count."""
    room = sizes.icon + 2 * sizes.gap + measure("00")
    groups: dict[int, list[Mark]] = {}
    for mark in points:
        groups.setdefault(int(_days(first, mark.day) * day // room), []).append(mark)
    return [
        Box(tuple(some), at * room, sizes.icon, room - sizes.gap, below,
            str(len(some)) if len(some) > 1 else "")
        for at, some in groups.items()
    ]  # fmt: skip


def _with_free_room(
    boxes: Sequence[Box], end: float, sizes: Sizes, measure: Callable[[str], int]
) -> tuple[Box, ...]:
    """Return the boxes with their words as long as what follows in the row leaves room for."""
    next_left: dict[int, float] = {}
    found = []
    for box in reversed(boxes):
        free = next_left.get(box.row, end) - sizes.gap - box.left
        next_left[box.row] = box.left
        if box.words and not box.is_inside and len(box.marks) == 1:
            whole = box.width + measure(box.words) + 2 * sizes.gap
            box = replace(box, reach=max(box.reach, min(whole, free)))
        found.append(box)
    return tuple(reversed(found))


def _row(ends: list[float], left: float, reach: float, gap: int) -> int:
    for row, end in enumerate(ends):
        if end + gap <= left:
            ends[row] = left + reach
            return row
    ends.append(left + reach)
    return len(ends) - 1


def _is_drawn(mark: Mark, first: str, after: str) -> bool:
    return bool(mark.day) and first <= mark.day < after


def _month_words(month: str, is_first: bool) -> str:  # noqa: FBT001 - one caller
    name = SHORT_MONTHS[int(month[5:]) - 1]
    return f"{name} {month[:4]}" if is_first or month.endswith("-01") else name


def _days(first: str, day: str) -> int:
    return (date.fromisoformat(day) - date.fromisoformat(first)).days


def spoken_month(month: str) -> str:
    """Return a month in words: "September 2025"."""
    return day_words(f"{month}-01").partition(" ")[2]
