"""What tells which paragraph of a returned copy is which: words in a row, and where they stand.

A place is told by neighbours that are known already. Words that stand at two places, nearly as well
at each, tell nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.rising import longest_rising

_WORD = re.compile(r"\w+(?:['\-]\w+)*")
ROW = 3  # words in a row that say where they are from
LEFT = 0.34  # of a paragraph's words that were kept while changes were tracked
TELLING = 6  # words; fewer can stand anywhere by chance
ANYWHERE = 12  # words; fewer need a place too, as anybody could have written them
_RIVAL = 0.5  # of the words of a paragraph that another one has as well
_MORE = 1.2  # times as many of a paragraph's words: then it is rather that one
_FAR_MORE = 1.4  # times as many, where it is all of them: then the other is but a copied piece
_FEW = 2  # paragraphs; a word that no more of them have is rare
BOTH_SIDES, BESIDE = 10, 1  # how many neighbours agree
SIDE, GAP, BETWEEN = 1, 2, 3  # how sure a place is
_STEPS = 4  # paragraphs to the nearest known neighbour; one farther away says little
_NARROW = 12  # paragraphs between two that did not move; among more a place says little
_EVERYWHERE = 60  # places; words in a row that stand at more of them tell nothing


@dataclass(frozen=True, slots=True)
class Old:
    """A paragraph as it went out. ``sort`` is "text", "heading", "table" or "figure".

    ``stake`` is what hangs on it: of paragraphs with the same words and none it does not matter
    which is which.
    """

    text: str
    sort: str = "text"
    stake: Hashable = None


@dataclass(frozen=True, slots=True)
class New:
    """A paragraph as it came back.

    ``came_from`` says, where changes were tracked, in which paragraphs (numbers in the list of them
    before any change) how many of its words stood.
    """

    text: str
    sort: str = "text"
    came_from: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Matched:
    """Numbers of old paragraphs to those of new ones.

    ``same`` is which is which, ``joined`` an old one whose words stand in a new one that is the
    same as another, ``parts`` (new to old) what was divided from one that is the same as another.
    """

    same: dict[int, int] = field(default_factory=dict)
    joined: dict[int, int] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)

    @property
    def news(self) -> dict[int, int]:
        """``same``, from new to old."""
        return {new: old for old, new in self.same.items()}


@dataclass(slots=True)
class Pair:
    """What two paragraphs share: places of words, in the old and in the new one."""

    old: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)  # of ``new``, in rows that no other old one has


class Places:
    """Old and new paragraphs, which of them are known to be the same, and what speaks for others.

    ``found`` is what is known so far, ``taken`` the same from new to old. ``old_words`` and
    ``new_words`` are what is compared. ``stayed`` says of old ones how many of their words tracked
    changes left in which new ones. ``pairs`` is what any two share, once ``share_rows`` was called.
    """

    def __init__(self, olds: Sequence[Old], news: Sequence[New]) -> None:
        self.olds, self.news = olds, news
        self.old_words = [_sorted_words(each.text, each.sort) for each in olds]
        self.new_words = [_sorted_words(each.text, each.sort) for each in news]
        self.pairs: dict[tuple[int, int], Pair] = {}
        self.found = Matched()
        self.taken: dict[int, int] = {}  # new to old
        self._others: dict[int, list[int]] = {}  # old to all new ones that share words in a row
        self._skeleton: list[tuple[int, int]] = []  # pairs that did not move
        self._skeleton_of = -1
        self.stayed: dict[int, dict[int, int]] = {}  # how many words tracking left where
        self._holders: Counter[str] = Counter()  # how many old ones have a word

    def pair(self, old: int, new: int) -> None:
        """Let two be the same."""
        self.found.same[old] = new
        self.taken[new] = old

    def is_free(self, old: int, new: int) -> bool:
        """Return whether neither is known to be another."""
        return old not in self.found.same and new not in self.taken

    def place(self, old: int, new: int) -> int:
        """Say how surely two stand at one place: ``GAP`` or more where hardly anybody doubts it.

        ``SIDE``: right beside one known neighbour. ``GAP``: between the nearest known neighbours,
        or the nearest that did not move. ``BETWEEN``: right between two.
        """
        if self.is_right_between(old, new):
            return BETWEEN
        agreeing = self.agreeing(old, new)
        words = len(self.old_words[old])
        is_enough = words >= ANYWHERE or (words >= TELLING and agreeing)
        if agreeing >= BOTH_SIDES or (is_enough and self._is_in_gap(old, new)):
            return GAP
        return SIDE if agreeing else 0

    def is_near(self, old: int, new: int) -> bool:
        """Return whether one could be the other by where they stand."""
        return self.place(old, new) > 0 or self._is_in_gap(old, new)

    def is_right_between(self, old: int, new: int) -> bool:
        """Return whether both stand right between the same two."""
        return self.agreeing(old, new) == BOTH_SIDES + 2 * BESIDE

    def _is_in_gap(self, old: int, new: int) -> bool:
        """Return whether both stand between the same two that did not move."""
        if self._skeleton_of != len(self.found.same):
            pairs = sorted(self.found.same.items())
            kept = longest_rising([new for _, new in pairs])
            self._skeleton = [pair for place, pair in enumerate(pairs) if place in kept]
            self._skeleton_of = len(self.found.same)
        at = bisect_left(self._skeleton, (old, -1))
        low = self._skeleton[at - 1] if at else (-1, -1)
        at += at < len(self._skeleton) and self._skeleton[at][0] == old
        ends = (len(self.olds), len(self.news))
        high = self._skeleton[at] if at < len(self._skeleton) else ends
        is_narrow = high[0] - low[0] <= _NARROW and high[1] - low[1] <= _NARROW
        return is_narrow and low[1] < new < high[1]

    def agreeing(self, old: int, new: int) -> int:
        """Say how surely two stand at one place.

        At least ``BOTH_SIDES`` where the nearest known neighbours before and after are the same,
        and ``BESIDE`` more for each that is right beside both.
        """
        sides = close = ends = 0
        for step in (-1, 1):
            a, b = old + step, new + step
            while 0 <= a < len(self.olds) and a not in self.found.same:
                a += step
            while 0 <= b < len(self.news) and b not in self.taken:
                b += step
            if max(abs(a - old), abs(b - new)) > _STEPS:
                continue
            is_end = not 0 <= a < len(self.olds) and not 0 <= b < len(self.news)
            if is_end or (0 <= a < len(self.olds) and self.found.same[a] == b):
                sides += 1
                is_close = abs(a - old) == abs(b - new) == 1
                close += is_close and not is_end
                ends += is_close and is_end
        if sides < 2:  # where a document begins or ends, others can come to stand as well
            return close * BESIDE
        return BOTH_SIDES + (close + ends) * BESIDE

    def is_sole(self, old: int, new: int, *, equals: bool = False) -> bool:
        """Return whether an old paragraph's words stand nowhere else nearly as well.

        ``equals``: of those with its very words it is known already which is meant.
        """
        self.share_rows()
        words = self.old_words[old]
        mine = self._cover(old, new)
        place = self.place(old, new)
        stayed = self.stayed.get(old, {})
        if new not in stayed and max(stayed.values(), default=0) >= max(ROW, LEFT * len(mine)):
            return False
        for other in self._others.get(old, ()):
            if other == new or (equals and self.new_words[other] == words):
                continue
            there = self._explained(old, other)
            rows = (mine, self.pairs[old, other].old - there)
            rare = (self._rare(old, new), self._rare(old, other) - there)
            for here, theirs in (rows, rare):
                if theirs is rare[1] and len(theirs) < ROW:
                    continue
                if len(theirs & here) >= _RIVAL * len(here):
                    elsewhere = self.place(old, other)
                    is_here = place > elsewhere and self.agreeing(old, new) >= BOTH_SIDES
                    if is_here and len(mine) == len(words):
                        continue
                    is_whole = len(mine) == len(words) >= _FAR_MORE * len(theirs)
                    if not is_whole or elsewhere > place:
                        return False
                if len(theirs) > _MORE * len(here):
                    return False
        return True

    def _rare(self, old: int, new: int) -> set[int]:
        """Return the places of those of its words that hardly any other old paragraph has."""
        if not self._holders:
            self._holders = Counter(word for words in self.old_words for word in set(words))
        there = set(self.new_words[new])
        return {
            at
            for at, word in enumerate(self.old_words[old])
            if word in there and self._holders[word] <= _FEW
        }

    def _cover(self, old: int, new: int) -> set[int]:
        """Return the places of an old paragraph's words that stand in a row in a new one."""
        words = self.old_words[old]
        if words == self.new_words[new]:
            return set(range(len(words)))
        pair = self.pairs.get((old, new))
        return pair.old if pair is not None else set()

    def _explained(self, old: int, new: int) -> set[int]:
        """Return the places of its words that a new paragraph has from another old one."""
        from_where = self.taken.get(new, -1)
        if from_where in (old, -1):
            return set()
        there = {row for _, row in rows_of(self.old_words[from_where])}
        return {
            place
            for at, row in rows_of(self.old_words[old])
            if row in there
            for place in range(at, at + len(row))
        }

    def share_rows(self) -> None:
        """See once which words in a row any two have in common."""
        if self.pairs:
            return
        old_rows: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for old, words in enumerate(self.old_words):
            for at, row in rows_of(words):
                old_rows[row].append((old, at))
        for new, words in enumerate(self.new_words):
            for at, row in rows_of(words):
                holders = old_rows.get(row, ())
                if len(holders) > _EVERYWHERE:
                    continue
                is_own = len({old for old, _ in holders}) == 1
                for old, old_at in holders:
                    pair = self.pairs.setdefault((old, new), Pair())
                    pair.old.update(range(old_at, old_at + len(row)))
                    pair.new.update(range(at, at + len(row)))
                    if is_own:
                        pair.own.update(range(at, at + len(row)))
        for old, new in self.pairs:
            self._others.setdefault(old, []).append(new)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared."""
    return tuple(_WORD.findall(normalise(text).text))


def _sorted_words(text: str, sort: str) -> tuple[str, ...]:
    """Return a paragraph's words, those of tables and figures told apart from any in a text."""
    words = words_of(text)
    mark = {"table": "\x01", "figure": "\x02"}.get(sort, "")
    if not mark:
        return words
    return tuple(mark + word for word in words) or (mark,)


def rows_of(words: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield words in a row with their place; all of them at once where there are fewer."""
    if len(words) < ROW:
        if words:
            yield 0, (*words, "")
        return
    for at in range(len(words) - ROW + 1):
        yield at, tuple(words[at : at + ROW])
