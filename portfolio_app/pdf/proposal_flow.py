"""The proposal's pages: strips one below another, footnotes on the page that calls them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from portfolio_app.pdf.flow import Block
from portfolio_app.pdf.sheet import A4

MM = 72 / 25.4
LEFT = 24 * MM  # points, as are all below
RIGHT = A4[0] - 24 * MM
WIDTH = RIGHT - LEFT
TOP = 778.0  # of the room for text
BOTTOM = 56.0
ROOM = TOP - BOTTOM
FOOT_GAP = 12.0  # above the notes, with a short rule in it
_MOST_FOOT = 0.5  # of the room: what notes may take of a page


@dataclass(slots=True)
class Strip(Block):
    """A strip with the footnotes that are called in it, as numbers from 1.

    ``breaks``: it begins a page.
    """

    notes: tuple[int, ...] = ()
    breaks: bool = False


@dataclass(slots=True)
class Page:
    """A page: strips from the top, and strips of notes above its foot."""

    strips: list[Block] = field(default_factory=list)
    foot: list[Block] = field(default_factory=list)

    @property
    def foot_height(self) -> float:
        """How high the notes are, with what is free above them; 0 without any."""
        return sum(each.height for each in self.foot) + FOOT_GAP if self.foot else 0.0


def paginate(strips: Sequence[Block], note: Callable[[int], list[Block]]) -> list[Page]:
    """Return the strips page by page. ``note`` gives the lines of a footnote.

    A note that is longer than half a page goes on at the foot of the next one.
    """
    return _Paginator(note).pages(strips)


class _Paginator:
    def __init__(self, note: Callable[[int], list[Block]]) -> None:
        self._note = note
        self._pages = [Page()]
        self._used = 0.0
        self._waiting: list[Block] = []

    @property
    def _page(self) -> Page:
        return self._pages[-1]

    def _free(self) -> float:
        return ROOM - self._used - self._page.foot_height

    def _turn(self) -> None:
        self._pages.append(Page())
        self._used = 0.0
        waiting, self._waiting = self._waiting, []
        self._add_notes(waiting)

    def _add_notes(self, lines: list[Block]) -> None:
        for number, line in enumerate(lines):
            if self._page.foot_height + line.height + FOOT_GAP > ROOM * _MOST_FOOT:
                self._waiting += lines[number:]
                return
            self._page.foot.append(line)

    def _need(self, block: Block) -> float:
        """Return how much a strip takes with its notes, as far as they must be on its page."""
        if not isinstance(block, Strip) or not block.notes or self._waiting:
            return block.height
        lines = [line for number in block.notes for line in self._note(number)]
        free = ROOM * _MOST_FOOT - self._page.foot_height
        high = min(sum(each.height for each in lines), max(free, 0.0))
        return block.height + high + (0.0 if self._page.foot else FOOT_GAP)

    def pages(self, strips: Sequence[Block]) -> list[Page]:
        at = 0
        while at < len(strips):
            end = at
            while end + 1 < len(strips) and strips[end].keep and not _breaks(strips[end + 1]):
                end += 1
            self._put(strips[at : end + 1])
            at = end + 1
        while self._waiting:
            self._turn()
        return self._pages

    def _put(self, group: Sequence[Block]) -> None:
        first = group[0]
        opens = not self._page.strips
        if _breaks(first) and not opens:
            self._turn()
            opens = True
        need = sum(each.gap + self._need(each) for each in group) - (first.gap if opens else 0)
        if need > self._free() and not opens:
            self._turn()
            opens = True
        if opens and first.again is not None and len(self._pages) > 1:
            self._place(first.again)
        for block in group:
            gap = 0.0 if not self._page.strips else block.gap
            if self._need(block) + gap > self._free() and self._page.strips:
                self._turn()  # a group taller than a page is cut
                if block.again is not None and block is not first:
                    self._place(block.again)
            self._place(block)

    def _place(self, block: Block) -> None:
        gap = 0.0 if not self._page.strips else block.gap
        self._page.strips.append(block)
        self._used += gap + block.height
        if isinstance(block, Strip):
            for number in block.notes:
                lines = self._note(number)
                if self._waiting:
                    self._waiting += lines
                else:
                    self._add_notes(lines)


def _breaks(block: Block) -> bool:
    return isinstance(block, Strip) and block.breaks


def places(pages: Sequence[Page], start: int) -> dict[str, tuple[int, float]]:
    """Return on which page, and how high on it, each named strip lies; the first is ``start``."""
    found: dict[str, tuple[int, float]] = {}
    for number, page in enumerate(pages):
        y = TOP
        for index, block in enumerate(page.strips):
            y -= block.gap if index else 0
            if block.name:
                found.setdefault(block.name, (start + number, y))
            y -= block.height
        y = BOTTOM + page.foot_height - FOOT_GAP
        for block in page.foot:
            if block.name:
                found.setdefault(block.name, (start + number, y))
            y -= block.height
    return found
