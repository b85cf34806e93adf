"""Pages as one flowing text, and where each place of it lies on its page.

This is the one place where Qt's positions (UTF-16 units of the shown text) and ours (code points of
a page's stored text) are turned into each other. Line ends inside a sentence are shown as spaces,
so that text flows; every page begins with a line that says which it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain.document import PageText
from portfolio_app.domain.sentences import sentences
from portfolio_app.ui.kit.page_selection import Caret

_LINE_ENDS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
# What Qt takes for the end of a paragraph, or cannot show: replaced one for one.
_UNSHOWABLE = {0: " ", 0xFDD0: " ", 0xFDD1: " ", 0xFFFE: "-", 2: "-"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Shown units from ``shown`` on stand for code points from ``start`` of a page's text."""

    shown: int
    page_index: int
    start: int
    text: str  # as stored; shown the same but for line ends


class TextMap:
    """The shown text of some pages. ``shown`` is what a plain-text editor is given."""

    def __init__(self, pages: Sequence[PageText], heading: str) -> None:
        """``heading`` names a page: "Page {0}", counted from 1."""
        self._pieces: list[_Piece] = []
        self._texts: dict[int, str] = {}
        self._headings: dict[int, int] = {}
        parts: list[str] = []
        units = 0
        for page in pages:
            lead = "\n\n" if parts else ""
            self._headings[page.index] = units + len(lead)
            words = f"{lead}{heading.format(page.index + 1)}\n"
            parts.append(words)
            units += _units(words)
            self._texts[page.index] = page.text
            for start, end, after in _paragraph_parts(page.text):
                stored = page.text[start:end]
                self._pieces.append(_Piece(units, page.index, start, stored))
                shown = stored.translate(_UNSHOWABLE) + after
                parts.append(shown)
                units += _units(shown)
        self.shown = "".join(parts)
        self._starts = [piece.shown for piece in self._pieces]
        self._by_page: dict[int, list[_Piece]] = {}
        for piece in self._pieces:
            self._by_page.setdefault(piece.page_index, []).append(piece)

    @property
    def pages(self) -> tuple[int, ...]:
        """The page indexes shown."""
        return tuple(self._headings)

    def text_of(self, page_index: int) -> str:
        """Return a page's text as stored."""
        return self._texts.get(page_index, "")

    def heading_at(self, page_index: int) -> int:
        """Return where a page's heading begins in the shown text (Qt position)."""
        return self._headings.get(page_index, 0)

    def page_at(self, position: int) -> int:
        """Return the page that a Qt position lies on."""
        found = 0
        for index, start in self._headings.items():
            if start <= position:
                found = index
        return found

    def to_page(self, position: int) -> Caret | None:
        """Return the place on a page that a Qt position stands for; None without any text.

        What lies between two pieces (a heading, a line end) stands for the end of the one before,
        at the beginning for the start of the first.
        """
        if not self._pieces:
            return None
        piece = self._pieces[max(0, bisect_right(self._starts, position) - 1)]
        units = position - piece.shown
        return Caret(piece.page_index, piece.start + _code_points(piece.text, units))

    def to_shown(self, place: Caret) -> int:
        """Return the Qt position of a place on a page; the page's heading if it has no text."""
        pieces = self._by_page.get(place.page_index)
        if not pieces:
            return self.heading_at(place.page_index)
        at = max(0, bisect_right([p.start for p in pieces], place.position) - 1)
        piece = pieces[at]
        return piece.shown + _units(piece.text[: max(0, place.position - piece.start)])

    def stretches(self, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
        """Return what lies between two Qt positions: (page index, start, end) of each page."""
        found: dict[int, tuple[int, int]] = {}
        for piece in self._pieces:
            begin = max(start - piece.shown, 0)
            stop = min(end - piece.shown, _units(piece.text))
            if begin >= stop:
                continue
            low = piece.start + _code_points(piece.text, begin)
            high = piece.start + _code_points(piece.text, stop)
            known = found.get(piece.page_index)
            found[piece.page_index] = (known[0] if known else low, high)
        return tuple(
            (page, *tight)
            for page, (low, high) in found.items()
            if (tight := _tight(self._texts[page], low, high)) is not None
        )


def _paragraph_parts(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, what is shown after it) of every run of text without a line end."""
    inside = [False] * (len(text) + 1)
    for start, end in sentences(text):
        inside[start:end] = [True] * (end - start)
    parts: list[tuple[int, int, str]] = []
    start = 0
    while start < len(text):
        end = start
        while end < len(text) and text[end] not in _LINE_ENDS:
            end += 1
        after = end
        while after < len(text) and text[after] in _LINE_ENDS:
            after += 1
        if end > start:
            flows = after < len(text) and inside[end]
            parts.append((start, end, " " if flows else "\n"))
        start = after
    return parts


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _code_points(text: str, units: int) -> int:
    """Return how many code points fit into so many UTF-16 units, at most all of them."""
    if units >= len(text) and text.isascii():
        return len(text)
    count = 0
    for character in text:
        units -= 2 if character > "\uffff" else 1
        if units < 0:
            break
        count += 1
    return count


def _tight(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
