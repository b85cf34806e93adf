"""Finding words again that were changed a little: a place of nearly the same words, or none.

What is found this way is only ever a suggestion for the person to check: one "not" more is a small
edit too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portfolio_app.domain.document import PageText
from portfolio_app.domain.normalising import Normalised, normalise
from portfolio_app.domain.page_ends import Stretch

FEWEST_WORDS = 5  # of a quote; fewer would fit in many places
ALIKE = 0.85  # of the letters, in order (difflib's ratio)
_SAME_WORDS = 0.6  # of the words
_CLEARLY = 0.05  # by how much the best place must be better than the next
_COMMON = 300  # occurrences; such a word says nothing about where the quote stands
_TELLING = 24  # words looked up, rarest first
_PLACES = 5  # looked at closely
_SLIP = 4  # words a place may be off by
_EDGES = 3  # runs of equal words, from either end, by which the ends are told
_LONG = 1_500  # characters; longer texts are compared word by word

_WORD = re.compile(r"\w+(?:['\-]\w+)*")
_CLOSING = ".,;:!?)\"'"


@dataclass(frozen=True, slots=True)
class Reworded:
    """A place of nearly the same words: one stretch a page, and how alike they are, up to 1."""

    stretches: tuple[Stretch, ...]
    alike: float


class Rewordings:
    """The words of a whole document, to look many quotes up in."""

    def __init__(self, pages: Iterable[PageText]) -> None:
        self._pages: list[tuple[PageText, Normalised]] = []
        self._words: list[str] = []
        self._places: list[tuple[int, int, int]] = []  # page, start and end in its compared text
        self._where: dict[str, list[int]] = {}
        for page in sorted(pages, key=lambda each: each.index):
            normal = normalise(page.text)
            for found in _WORD.finditer(normal.text):
                self._where.setdefault(found[0], []).append(len(self._words))
                self._words.append(found[0])
                self._places.append((len(self._pages), *found.span()))
            self._pages.append((page, normal))

    def find(self, quote: str) -> tuple[Reworded, ...]:
        """Return where nearly these words stand, the most alike first.

        Nothing for a quote of fewer than five words. When two places are equally like it, both
        are returned; one that is clearly better is returned alone.
        """
        normal = normalise(quote).text.strip()
        sought = _WORD.findall(normal)
        if len(sought) < FEWEST_WORDS:
            return ()
        found: list[tuple[float, int, int]] = []
        for offset in self._likely(sought):
            begin, end, alike = self._closely(sought, offset)
            if alike >= ALIKE and not any(a < end and begin < b for _, a, b in found):
                found.append((alike, begin, end))
        found.sort(key=lambda each: (-each[0], each[1]))
        return tuple(
            Reworded(self._stretches(begin, end, closes=normal[-1:] in _CLOSING), alike)
            for alike, begin, end in found
            if alike > found[0][0] - _CLEARLY
        )

    def _likely(self, sought: Sequence[str]) -> list[int]:
        """Return where the quote may begin, by the words that few places have; best first."""
        known = [
            (len(places), number, places)
            for number, word in enumerate(sought)
            if (places := self._where.get(word)) and len(places) <= _COMMON
        ]
        votes: Counter[int] = Counter()
        for _, number, places in sorted(known, key=lambda each: each[:2])[:_TELLING]:
            votes.update(place - number for place in places)
        near = {
            offset: sum(votes.get(offset + slip, 0) for slip in range(-_SLIP, _SLIP + 1))
            for offset in votes
        }
        chosen: list[int] = []
        for offset, _ in sorted(
            near.items(), key=lambda each: (-each[1], -votes[each[0]], each[0])
        ):
            if all(abs(offset - other) > len(sought) // 2 for other in chosen):
                chosen.append(offset)
            if len(chosen) == _PLACES:
                break
        return chosen

    def _closely(self, sought: Sequence[str], offset: int) -> tuple[int, int, float]:
        """Return the words (begin, end) most like the quote around a place, and how alike."""
        slack = _SLIP + len(sought) // 5
        low = max(0, offset - slack)
        around = self._words[low : max(offset, 0) + len(sought) + slack]
        blocks = SequenceMatcher(None, sought, around, autojunk=False).get_matching_blocks()[:-1]
        if sum(block.size for block in blocks) < _SAME_WORDS * len(sought):
            return 0, 0, 0.0
        first, last = blocks[0], blocks[-1]
        best = (0, 0, 0.0)
        # A word at either end may have been replaced (then it counts) or left out, or matched
        # another one nearby.
        begins = {first.b, *(max(0, block.b - block.a) for block in blocks[:_EDGES])}
        ends = {last.b + last.size}
        ends |= {min(len(around), each.b + len(sought) - each.a) for each in blocks[-_EDGES:]}
        for begin in sorted(begins, reverse=True):
            for end in sorted(ends):
                alike = _alike(sought, around[begin:end])
                if alike > best[2]:
                    best = (low + begin, low + end, alike)
        return best

    def _stretches(self, begin: int, end: int, *, closes: bool) -> tuple[Stretch, ...]:
        runs: dict[int, tuple[int, int]] = {}
        for number, start, stop in self._places[begin:end]:
            runs[number] = (runs[number][0] if number in runs else start, stop)
        last = max(runs)
        stretches: list[Stretch] = []
        for number, (start, stop) in runs.items():
            page, normal = self._pages[number]
            # The full stop belongs to the quote.
            more = closes and number == last and normal.text[stop : stop + 1] in tuple(_CLOSING)
            stretches.append(Stretch(page.index, *normal.origin(start, stop + more)))
        return tuple(stretches)


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    a: Sequence[str] = " ".join(one)
    b: Sequence[str] = " ".join(other)
    if len(a) + len(b) > 2 * _LONG:
        a, b = one, other
    return SequenceMatcher(None, a, b, autojunk=False).ratio()
