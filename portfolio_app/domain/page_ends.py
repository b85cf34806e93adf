"""Finding a quote that runs over a page end, with page number, header and footer in between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portfolio_app.domain.document import PageText
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.occurrences import occurrences

_FURNITURE_LINES = 3  # of header or footer that may lie between
_FURNITURE_LENGTH = 120  # characters of such a line, at most


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points ``start`` to ``end`` of the page with this index (from 0)."""

    page_index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a quote stands: one stretch, or one for each page it runs over, in order.

    An anchor holds one span for each stretch. ``page_index``, ``start`` and ``end`` are those of
    the first.
    """

    stretches: tuple[Stretch, ...]

    @property
    def page_index(self) -> int:
        """The page on which the quote begins, counted from 0."""
        return self.stretches[0].page_index

    @property
    def start(self) -> int:
        """Where the quote begins on that page."""
        return self.stretches[0].start

    @property
    def end(self) -> int:
        """Where the quote, or its part on that page, ends."""
        return self.stretches[0].end

    @property
    def runs_over(self) -> bool:
        """Whether the quote runs over a page end."""
        return len(self.stretches) > 1


def search_across(pages: Sequence[PageText], quote: str) -> list[Hit]:
    """Return every place where the quote runs over a page end, in reading order.

    ``pages`` are in order. Up to three short lines at the foot of a page, and as many at the head
    of the next, may lie between.
    """
    words = normalise(quote).text.split()
    if len(words) < 2:
        return []
    first = words[0].split("-")[0]
    reach = 3 * len(quote) + 200
    hits: list[Hit] = []
    for at, page in enumerate(pages):
        low = max(0, len(page.text) - reach - _FURNITURE_LINES * _FURNITURE_LENGTH)
        if first not in normalise(page.text[low:]).text:
            continue
        following = list(_following(pages, at, reach))
        if not following:
            continue
        hit = next(
            (hit for cut in _cuts() for hit in _across(page, low, following, quote, *cut)),
            None,
        )
        if hit:
            hits.append(hit)
    return hits


def _cuts() -> list[tuple[int, int]]:
    """Return how many lines to leave out at a page's foot and the next one's head, fewest first."""
    lines = range(_FURNITURE_LINES + 1)
    return sorted(((foot, head) for foot in lines for head in lines), key=lambda c: (sum(c), c))


def _following(pages: Sequence[PageText], at: int, reach: int) -> Iterator[PageText]:
    got = 0
    for step, page in enumerate(pages[at + 1 :], start=1):
        if page.index != pages[at].index + step or got > reach:
            return
        yield page
        got += len(page.text)


def _across(
    page: PageText, low: int, following: Sequence[PageText], quote: str, foot: int, head: int
) -> Iterator[Hit]:
    """Find the quote in the end of one page and those that follow, without these lines between."""
    parts: list[tuple[int, int, str]] = []  # page index, where the part begins there, the part
    for number, each in enumerate((page, *following)):
        begin = low if number == 0 else _without_head(each.text, head)
        if begin < 0 and number > 1:
            begin = 0
        end = _without_foot(each.text, foot)
        if begin < 0 or (number == 0 and end < begin):
            break
        is_last = number == len(following) or end < begin
        parts.append((each.index, begin, each.text[begin : None if is_last else end]))
        if is_last:
            break
    joined = normalise("\n".join(text for _, _, text in parts))
    for found in occurrences(joined, quote):
        start, end = joined.origin(*found)
        stretches: list[Stretch] = []
        offset = 0
        for index, begin, text in parts:
            low_end, high_end = max(start - offset, 0), min(end - offset, len(text))
            if low_end < high_end and text[low_end:high_end].strip():
                stretches.append(Stretch(index, begin + low_end, begin + high_end))
            offset += len(text) + 1
        if len(stretches) > 1 and stretches[0].page_index == page.index:
            yield Hit(tuple(_trimmed(stretches, (page, *following))))


def _trimmed(stretches: list[Stretch], pages: Sequence[PageText]) -> Iterator[Stretch]:
    texts = {page.index: page.text for page in pages}
    for stretch in stretches:
        text = texts[stretch.page_index][stretch.start : stretch.end]
        lead, tail = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
        yield Stretch(stretch.page_index, stretch.start + lead, stretch.end - tail)


def _without_foot(text: str, lines: int) -> int:
    """Return where the page ends without its last lines, blank ones apart; -1 if one is long."""
    end = len(text.rstrip())
    for _ in range(lines):
        begin = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
        if begin == 0 or end - begin > _FURNITURE_LENGTH:
            return -1
        end = len(text[:begin].rstrip())
    return end


def _without_head(text: str, lines: int) -> int:
    """Return where the page begins without its first lines, blank ones apart; -1 if one is long."""
    begin = len(text) - len(text.lstrip())
    for _ in range(lines):
        line_end = re.compile(r"[\n\r]").search(text, begin)
        if line_end is None or line_end.start() - begin > _FURNITURE_LENGTH:
            return -1
        begin = len(text) - len(text[line_end.end() :].lstrip())
    return begin
