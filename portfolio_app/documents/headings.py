"""The heading of a page, told by the size of its letters; the places a document may be split at."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import pikepdf

from portfolio_app.documents.pdf_values import at, identity, name, text
from portfolio_app.documents.titles import one_line, sensible_heading
from portfolio_app.domain import dates

_TOP_PART = 0.6  # of the page's height: a title stands above this
_LARGER = 1.18  # than the page's usual letters
_TOP_QUARTER = 0.25
_BEGINS_LARGER = 1.3
_SHORT = 0.7  # of the lines that follow
_DAY_WITHIN = 16  # letters: a weekday may stand before it
_ALIKE = 0.06
_MOST_LINES = 120
_FEW_LETTERS = 160  # a page with so few is a title page: its largest letters are the title
_MOST_ENTRIES = 2_000
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words: the place of its letters and their height, points from the top left."""

    words: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


def lines_of(words: str, boxes: array[float]) -> list[Line]:
    """Return the lines of a page's text with their places; upright letters only."""
    found: list[Line] = []
    start = 0
    for end in (*(i for i, letter in enumerate(words) if letter in "\r\n"), len(words)):
        line = _line(words, boxes, start, end)
        start = end + 1
        if line is not None:
            found.append(line)
            if len(found) == _MOST_LINES:
                break
    return found


def _line(words: str, boxes: array[float], start: int, end: int) -> Line | None:
    shown = [i for i in range(start, min(end, start + 400)) if words[i].isalnum()]
    placed = [i for i in shown if boxes[4 * i + 2] > boxes[4 * i]]
    if not placed:
        return None
    x0 = min(boxes[4 * i] for i in placed)
    x1 = max(boxes[4 * i + 2] for i in placed)
    y0 = min(boxes[4 * i + 1] for i in placed)
    y1 = max(boxes[4 * i + 3] for i in placed)
    size = median(boxes[4 * i + 3] - boxes[4 * i + 1] for i in placed)
    if y1 - y0 > 2.2 * size + 1 and len(placed) > 2:  # letters one below the other
        return None
    return Line(" ".join(words[start:end].split()), x0, y0, x1, y1, size)


def of_page(lines: list[Line], height: float) -> str:
    """Return the words set largest near the top of a page; nothing when none stand out."""
    letters = sum(len(line.words) for line in lines)
    if not letters:
        return ""
    usual = median(size for line in lines for size in [line.size] * max(len(line.words) // 4, 1))
    is_title_page = letters < _FEW_LETTERS and max(line.size for line in lines) > usual * _LARGER
    least = 0.0 if is_title_page else usual * _LARGER
    top = [line for line in lines if line.y0 < height * _TOP_PART and line.size >= least]
    for size in sorted({round(line.size, 1) for line in top}, reverse=True)[:4]:
        for joined in _joined(top, size):
            heading = sensible_heading(joined)
            if heading and not _is_only_a_day(heading):
                return heading
    return _short_first_line(lines, height)


def _short_first_line(lines: list[Line], height: float) -> str:
    """Return the first line when it is a short one over full lines of prose, else nothing."""
    first, following = lines[0], [line.x1 - line.x0 for line in lines[1:4]]
    if len(following) < 3 or first.y0 > height * _TOP_QUARTER or first.words.endswith("."):
        return ""
    if first.x1 - first.x0 > _SHORT * median(following) or len(first.words.split()) < 2:
        return ""
    heading = sensible_heading(first.words)
    return "" if _is_only_a_day(heading) else heading


def _joined(lines: list[Line], size: float) -> Iterator[str]:
    """Yield the runs of lines that follow one another in letters of one size, as one each."""
    run: list[Line] = []
    for line in lines:
        fits = abs(line.size - size) <= max(size * _ALIKE, 0.06)
        if run and (not fits or line.y0 - run[-1].y1 > size * 1.1 or line.y0 < run[-1].y0 - size):
            yield " ".join(each.words for each in run)
            run = []
        if fits:
            run.append(line)
    if run:
        yield " ".join(each.words for each in run)


def _is_only_a_day(heading: str) -> bool:
    found = dates.find_date(heading)
    return found is not None and len(heading) - len(found[1]) < 14


def beginning(lines: list[Line], height: float) -> tuple[str, bool] | None:
    """Return the heading a page begins with, and whether a day stands right below it.

    None when no larger letters stand in the page's top quarter.
    """
    if len(lines) < 2:
        return None
    first = lines[0]
    others = [line.size for line in lines[1:]]
    if first.y0 > height * _TOP_QUARTER or first.size < median(others) * _BEGINS_LARGER:
        return None
    run = next(_joined(lines, first.size), "")
    heading = sensible_heading(run)
    if not heading or _is_only_a_day(heading):
        return None
    below = " ".join(line.words for line in lines if line.size < first.size * 0.9)[:80]
    found = dates.find_date(below)
    return heading, found is not None and below.find(found[1][:4]) < _DAY_WITHIN


def places_to_split(
    marks: tuple[tuple[int, str], ...], tops: list[tuple[int, str, bool]]
) -> tuple[tuple[int, str], ...]:
    """Return where a document may be split: at its bookmarks, else at the titles of its pages.

    Notes exported from a notebook have a day below each title; then only those count.
    """
    if marks:
        return marks
    often = Counter(title.casefold() for _, title, _ in tops)
    tops = [each for each in tops if often[each[1].casefold()] == 1]  # the others: running heads
    with_day = [(index, title) for index, title, has_day in tops if has_day]
    chosen = with_day or [(index, title) for index, title, _ in tops]
    return tuple(chosen) if len(chosen) > 1 else ()


def bookmarks(pdf: pikepdf.Pdf) -> tuple[tuple[int, str], ...]:
    """Return the outline's entries that lead to pages: (page index from 0, title), in page order.

    Entries down to the third level; of several on one page the first.
    """
    pages = {identity(page.obj): index for index, page in enumerate(pdf.pages)}
    named = _Names(pdf)
    found: dict[int, str] = {}
    waiting: list[tuple[Any, int]] = [(at(pdf.Root, "/Outlines", "/First"), 1)]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST_ENTRIES:
        entry, depth = waiting.pop()
        key = identity(entry)
        if not isinstance(entry, pikepdf.Dictionary) or key is None or key in seen:
            continue
        seen.add(key)
        waiting.append((entry.get("/Next"), depth))
        if depth < _DEEPEST:
            waiting.append((entry.get("/First"), depth + 1))
        target = entry.get("/Dest")
        if target is None and name(at(entry, "/A", "/S")) == "/GoTo":
            target = at(entry, "/A", "/D")
        index = pages.get(named.page_of(target))
        title = one_line(text(entry.get("/Title")))
        if index is not None and title:
            found.setdefault(index, title)
    return tuple(sorted(found.items()))


class _Names:
    """Finds the page a destination leads to (ISO 32000-2, 12.3.2)."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._old = at(pdf.Root, "/Dests")
        self._tree = at(pdf.Root, "/Names", "/Dests")
        self._known: dict[str, Any] | None = None

    def page_of(self, target: Any) -> tuple[int, int] | None:
        """Return the page object's number and generation, or None."""
        if isinstance(target, pikepdf.Name):
            target = at(self._old, str(target))
        elif isinstance(target, pikepdf.String):
            target = self._look_up(text(target))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        if isinstance(target, pikepdf.Array) and len(target):
            return identity(target[0]) if isinstance(target[0], pikepdf.Dictionary) else None
        return None

    def _look_up(self, wanted: str) -> Any:
        if self._known is None:
            self._known = {}
            if isinstance(self._tree, pikepdf.Dictionary):
                try:
                    tree = pikepdf.NameTree(self._tree)
                    for number, (key, value) in enumerate(tree.items()):
                        if number > _MOST_ENTRIES * 5:
                            break
                        self._known[str(key)] = value
                except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
                    pass
        return self._known.get(wanted)
