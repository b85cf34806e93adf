"""What is selected on pages: two ends, and how words and sentences move them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portfolio_app.domain import sentences
from portfolio_app.domain.document import PageChars


@dataclass(frozen=True, slots=True, order=True)
class Caret:
    """A place between two characters: page index from 0, and code points of that page's text."""

    page_index: int
    position: int


# One page's part of a selection: its characters, and code points from and to.
Part = tuple[PageChars, int, int]


@dataclass(frozen=True, slots=True)
class Selection:
    """From where the selecting began to where it has got to; the two may be in either order."""

    fixed: Caret
    moving: Caret

    @property
    def start(self) -> Caret:
        """The end that is nearer the beginning of the document."""
        return min(self.fixed, self.moving)

    @property
    def end(self) -> Caret:
        """The end that is nearer the end of the document."""
        return max(self.fixed, self.moving)

    @property
    def pages(self) -> range:
        """The pages it touches."""
        return range(self.start.page_index, self.end.page_index + 1)

    def on_page(self, chars: PageChars) -> tuple[int, int]:
        """Return the code points selected on a page, white space at both ends left out."""
        index, text = chars.index, chars.text
        start = self.start.position if index == self.start.page_index else 0
        end = self.end.position if index == self.end.page_index else len(text)
        if index not in self.pages:
            return 0, 0
        start, end = min(start, len(text)), min(end, len(text))
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def parts(self, known: Mapping[int, PageChars]) -> tuple[Part, ...] | None:
        """Return what is selected page by page; None while a page's characters are not known."""
        found: list[Part] = []
        for index in self.pages:
            chars = known.get(index)
            if chars is None:
                return None
            start, end = self.on_page(chars)
            if start < end:
                found.append((chars, start, end))
        return tuple(found)


def in_whole_words(selection: Selection, known: Mapping[int, PageChars]) -> Selection:
    """Return the selection with half words at its ends made whole.

    One that lies inside a single word stays as it is: somebody meant just that.
    """
    start, end = selection.start, selection.end
    first, last = _word_cut_by(start, known), _word_cut_by(end, known)
    if first is not None and start.page_index == end.page_index and end.position <= first[1]:
        return selection
    if last is not None and start.page_index == end.page_index and start.position >= last[0]:
        return selection
    whole_start = Caret(start.page_index, first[0]) if first is not None else start
    whole_end = Caret(end.page_index, last[1]) if last is not None else end
    if selection.fixed <= selection.moving:
        return Selection(whole_start, whole_end)
    return Selection(whole_end, whole_start)


def _word_cut_by(caret: Caret, known: Mapping[int, PageChars]) -> tuple[int, int] | None:
    """Return the word that a place lies inside of; None between words or on an unread page."""
    chars = known.get(caret.page_index)
    run = run_at(sentences.words(chars.text), caret.position) if chars is not None else None
    return run if run is not None and run[0] < caret.position < run[1] else None


Divide = Callable[[str], list[tuple[int, int]]]


def run_at(runs: list[tuple[int, int]], position: int) -> tuple[int, int] | None:
    """Return the word or sentence that holds a position, else the one before, else the first."""
    if not runs:
        return None
    return runs[max(0, bisect_right(runs, (position, 1 << 60)) - 1)]


def next_run(runs: list[tuple[int, int]], position: int, steps: int) -> tuple[int, int] | None:
    """Return the run after (+1) or before (-1) a position; None when the page has no more."""
    if steps > 0:
        return next((run for run in runs if run[0] >= position), None)
    return next((run for run in reversed(runs) if run[1] <= position), None)


def run_around(runs: list[tuple[int, int]], part: Selection) -> tuple[int, int] | None:
    """Return the sentence that a selection on one page is a smaller part of; None if none is."""
    start, end = part.start.position, part.end.position
    if part.start.page_index != part.end.page_index:
        return None
    run = run_at(runs, start)
    if run is None or not run[0] <= start < end <= run[1] or (start, end) == run:
        return None
    return run


def word_at(chars: PageChars, position: int) -> Selection | None:
    """Return the word at a position; None on a page without words."""
    return _around(chars, position, sentences.words)


def sentence_at(chars: PageChars, position: int) -> Selection | None:
    """Return the sentence at a position; None on a page without words."""
    return _around(chars, position, sentences.sentences)


def _around(chars: PageChars, position: int, divide: Divide) -> Selection | None:
    run = run_at(divide(chars.text), position)
    if run is None:
        return None
    return Selection(Caret(chars.index, run[0]), Caret(chars.index, run[1]))
