"""Which paragraph is which, after somebody else worked on a copy: by words, never by a guess.

Exactly the same words come first, where they stand deciding between equal ones and about a few
words that anybody could have written. Then words in a row that only one of the old paragraphs has:
they tell what was reworded, moved, divided or joined. Where the same words stand at two places that
are nearly as good, neither is taken. What is left is left: a tag on the wrong paragraph is worse
than one to put back by hand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.rising import longest_rising

_WORD = re.compile(r"\w+(?:['\-]\w+)*")
_ROW = 3  # words in a row that say where they are from
_HALF = 0.5  # of the words of both, in rows that both have
_NEARLY_ALL = 0.8  # of the words of one of them, where it was cut down or written on
_SHORTENED = 0.35  # of the words of the other one then
_WHOLLY = 0.6  # of a paragraph's words that must be in another to be a part of it
_SURELY = 0.75  # of them, where the two did not stand beside each other
_OWN = 0.35  # of the words of the shorter one, in rows that no other old paragraph has
_OWN_LEAST = 4  # words
_LEFT = 0.34  # of a paragraph's words that were kept while changes were tracked
_TELLING = 6  # words; fewer can stand anywhere by chance
_ANYWHERE = 12  # words; fewer need a place too, as anybody could have written them
_SOME = 9  # words; fewer that were reworded must stand alone between their neighbours
_RIVAL = 0.5  # of the words of a paragraph that another one has as well
_MORE = 1.2  # times as many of a paragraph's words: then it is rather that one
_FAR_MORE = 1.4  # times as many, where it is all of them: then the other is but a copied piece
_FEW = 2  # paragraphs; a word that no more of them have is rare
_HERE = 0.4  # of the words, between the same neighbours
_CLEARLY = 0.2  # by how much a table must be more alike than any other
_COPIED = 0.5  # of the words of a part that were left in the other part too
_ALIKE = 0.6  # of the letters of two headings between the same neighbours
_BOTH_SIDES, _BESIDE = 10, 1  # how many neighbours agree
_SIDE, _GAP, _BETWEEN = 1, 2, 3  # how sure a place is
_STEPS = 4  # paragraphs to the nearest known neighbour; one farther away says little
_NARROW = 12  # paragraphs between two that did not move; among more a place says little
_MOST_TWINS = 2_500  # pairs of equal paragraphs whose places are compared
_EVERYWHERE = 60  # places; words in a row that stand at more of them tell nothing
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by can for from had has have in into is it its may more "
        "must no not of on or our so than that the their them then there these they this to was "
        "we were what when which who will with would",
    )
)


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


def match(olds: Sequence[Old], news: Sequence[New], before: Sequence[str] = ()) -> Matched:
    """Return which old paragraph is which new one, and which are parts of one another.

    ``before`` are the new document's paragraphs without its tracked changes.
    """
    work = _Work(olds, news)
    work.exactly(alone=True)
    work.by_tracking(before)
    work.in_rows(alone=True)
    work.between_neighbours()
    work.twins()
    work.exactly()
    for step in (work.in_rows, work.twins, work.in_rows):
        count = -1
        while count < len(work.found.same):
            count = len(work.found.same)  # what is known by now says where others stand
            step()
            work.between_neighbours()
    work.objects()
    work.parts_and_joined()
    return work.found


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared."""
    return tuple(_WORD.findall(normalise(text).text))


@dataclass(slots=True)
class _Pair:
    """What two paragraphs share: places of words, in the old and in the new one."""

    old: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)  # of ``new``, in rows that no other old one has


class _Work:
    def __init__(self, olds: Sequence[Old], news: Sequence[New]) -> None:
        self._olds, self._news = olds, news
        self._old_words = [_sorted_words(each.text, each.sort) for each in olds]
        self._new_words = [_sorted_words(each.text, each.sort) for each in news]
        self._pairs: dict[tuple[int, int], _Pair] = {}
        self.found = Matched()
        self._taken: dict[int, int] = {}  # new to old
        self._others: dict[int, list[int]] = {}  # old to all new ones that share words in a row
        self._skeleton: list[tuple[int, int]] = []  # pairs that did not move
        self._skeleton_of = -1
        self._stayed: dict[int, dict[int, int]] = {}  # how many words tracking left where
        self._holders: Counter[str] = Counter()  # how many old ones have a word

    def _pair(self, old: int, new: int) -> None:
        self.found.same[old] = new
        self._taken[new] = old

    def _is_free(self, old: int, new: int) -> bool:
        return old not in self.found.same and new not in self._taken

    def by_tracking(self, before: Sequence[str]) -> None:
        """Take the word of the program that tracked the changes, where it knew the old words."""
        if not before:
            return
        known = match(self._olds, [New(each) for each in before]).same if before else {}
        exact = {
            number: old
            for old, number in known.items()
            if words_of(before[number]) == words_of(self._olds[old].text)
        }
        kept: list[tuple[int, int, int]] = []
        for new, each in enumerate(self._news):
            for number, count in each.came_from:
                old = exact.get(number)
                if old is None:
                    continue
                self._stayed.setdefault(old, {})[new] = count
                enough = _LEFT * min(len(self._old_words[old]), len(self._new_words[new]))
                if count >= enough and count >= min(_ROW, len(self._old_words[old])):
                    kept.append((-count, old, new))
        for _, old, new in sorted(kept):
            if self._is_free(old, new) and self._is_sole(old, new, equals=True):
                self._pair(old, new)

    def exactly(self, *, alone: bool = False) -> None:
        """Pair those whose very words only one old and one new paragraph has.

        ``alone``: only those that are no less sure without knowing where others stand.
        """
        known = Counter(self._old_words)
        lone = {
            some_old[0]: some_new[0]
            for some_old, some_new in self._equal()
            if len(some_old) == len(some_new) == 1 == known[self._old_words[some_old[0]]]
        }
        for old, new in lone.items():
            words = len(self._old_words[old])
            is_told = words >= _ANYWHERE or self._olds[old].sort in ("table", "figure")
            for step in (-1, 1):  # two side by side tell as much as a longer one
                if lone.get(old + step, -1) == new + step:
                    both = words + len(self._old_words[old + step])
                    is_told |= words >= _TELLING and both >= _ANYWHERE
            is_told = is_told or (not alone and self._place(old, new) >= _GAP)
            if is_told and self._is_sole(old, new):
                self._pair(old, new)

    def _equal(self) -> list[tuple[list[int], list[int]]]:
        """Return the old and the new ones that are left and have the very same words."""
        places: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for old, words in enumerate(self._old_words):
            if words and old not in self.found.same:
                places[words][0].append(old)
        for new, words in enumerate(self._new_words):
            if words and new not in self._taken:
                places[words][1].append(new)
        return [(a, b) for a, b in places.values() if a and b]

    def twins(self) -> None:
        """Pair those with the very same words by where they stand, where that is beyond doubt."""
        unsure = self._equal()
        again = True
        while again:
            again = False
            for each in unsure:
                again |= self._by_neighbours(*each)
        for some_old, some_new in unsure:
            left = [old for old in some_old if old not in self.found.same]
            free = [new for new in some_new if new not in self._taken]
            is_free = not any(self._olds[old].stake for old in left)
            if is_free and len(left) == len(free):
                for old, new in self._in_order(left, free):
                    self._pair(old, new)

    def _by_neighbours(self, some_old: Sequence[int], some_new: Sequence[int]) -> bool:
        """Pair equal ones that stand between the same neighbours; return whether any did."""
        left = [old for old in some_old if old not in self.found.same]
        free = [new for new in some_new if new not in self._taken]
        if not left or not free or len(left) * len(free) > _MOST_TWINS:
            return False
        near = {(old, new): self._is_near(old, new) for old in left for new in free}
        done = False
        for old in left:
            here = [new for new in free if near[old, new]]
            there = {n: [o for o in left if near[o, n]] for n in here}
            rivals = {each for some in there.values() for each in some}
            # As many went as came between the same neighbours: then they stand in their order.
            is_even = len(rivals) == len(here) and all(set(t) == rivals for t in there.values())
            if not here or not is_even:
                continue
            if len(here) > 1 and not all(
                self._agreeing(one, other) >= _BOTH_SIDES for one in rivals for other in here
            ):
                continue
            for one, other in zip(sorted(rivals), here, strict=True):
                is_sure = self._is_free(one, other) and self._place(one, other) >= _GAP
                if is_sure and self._is_sole(one, other, equals=True):
                    self._pair(one, other)
                    done = True
        return done

    def _is_near(self, old: int, new: int) -> bool:
        """Return whether one could be the other by where they stand."""
        return self._place(old, new) > 0 or self._is_in_gap(old, new)

    def _place(self, old: int, new: int) -> int:
        """Say how surely two stand at one place: ``_GAP`` or more where hardly anybody doubts it.

        ``_SIDE``: right beside one known neighbour. ``_GAP``: between the nearest known neighbours,
        or the nearest that did not move. ``_BETWEEN``: right between two.
        """
        if self._is_between_known(old, new):
            return _BETWEEN
        agreeing = self._agreeing(old, new)
        words = len(self._old_words[old])
        is_enough = words >= _ANYWHERE or (words >= _TELLING and agreeing)
        if agreeing >= _BOTH_SIDES or (is_enough and self._is_in_gap(old, new)):
            return _GAP
        return _SIDE if agreeing else 0

    def _is_between_known(self, old: int, new: int) -> bool:
        return self._agreeing(old, new) == _BOTH_SIDES + 2 * _BESIDE

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
        ends = (len(self._olds), len(self._news))
        high = self._skeleton[at] if at < len(self._skeleton) else ends
        is_narrow = high[0] - low[0] <= _NARROW and high[1] - low[1] <= _NARROW
        return is_narrow and low[1] < new < high[1]

    def _is_sole(self, old: int, new: int, *, equals: bool = False) -> bool:
        """Return whether an old paragraph's words stand nowhere else nearly as well.

        ``equals``: of those with its very words it is known already which is meant.
        """
        self._share_rows()
        words = self._old_words[old]
        mine = self._cover(old, new)
        place = self._place(old, new)
        stayed = self._stayed.get(old, {})
        if new not in stayed and max(stayed.values(), default=0) >= max(_ROW, _LEFT * len(mine)):
            return False
        for other in self._others.get(old, ()):
            if other == new or (equals and self._new_words[other] == words):
                continue
            there = self._explained(old, other)
            rows = (mine, self._pairs[old, other].old - there)
            rare = (self._rare(old, new), self._rare(old, other) - there)
            for here, theirs in (rows, rare):
                if theirs is rare[1] and len(theirs) < _ROW:
                    continue
                if len(theirs & here) >= _RIVAL * len(here):
                    elsewhere = self._place(old, other)
                    is_here = place > elsewhere and self._agreeing(old, new) >= _BOTH_SIDES
                    if is_here and len(here) >= len(theirs):
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
            self._holders = Counter(word for words in self._old_words for word in set(words))
        there = set(self._new_words[new])
        return {
            at
            for at, word in enumerate(self._old_words[old])
            if word in there and self._holders[word] <= _FEW
        }

    def _cover(self, old: int, new: int) -> set[int]:
        """Return the places of an old paragraph's words that stand in a row in a new one."""
        words = self._old_words[old]
        if words == self._new_words[new]:
            return set(range(len(words)))
        pair = self._pairs.get((old, new))
        return pair.old if pair is not None else set()

    def _explained(self, old: int, new: int) -> set[int]:
        """Return the places of its words that a new paragraph has from another old one."""
        from_where = self._taken.get(new, -1)
        if from_where in (old, -1):
            return set()
        there = {row for _, row in _rows(self._old_words[from_where])}
        return {
            place
            for at, row in _rows(self._old_words[old])
            if row in there
            for place in range(at, at + len(row))
        }

    def _agreeing(self, old: int, new: int) -> int:
        """Say how surely two stand at one place.

        At least ``_BOTH_SIDES`` where the nearest known neighbours before and after are the same,
        and ``_BESIDE`` more for each that is right beside both.
        """
        sides = close = ends = 0
        for step in (-1, 1):
            a, b = old + step, new + step
            while 0 <= a < len(self._olds) and a not in self.found.same:
                a += step
            while 0 <= b < len(self._news) and b not in self._taken:
                b += step
            if max(abs(a - old), abs(b - new)) > _STEPS:
                continue
            is_end = not 0 <= a < len(self._olds) and not 0 <= b < len(self._news)
            if is_end or (0 <= a < len(self._olds) and self.found.same[a] == b):
                sides += 1
                is_close = abs(a - old) == abs(b - new) == 1
                close += is_close and not is_end
                ends += is_close and is_end
        if sides < 2:  # where a document begins or ends, others can come to stand as well
            return close * _BESIDE
        return _BOTH_SIDES + (close + ends) * _BESIDE

    def _in_order(self, some_old: list[int], some_new: list[int]) -> Iterator[tuple[int, int]]:
        """Pair interchangeable ones so that as few as can be seem to have moved."""
        done = self.found.news
        for new in some_new:
            before = max((done[n] for n in done if n < new), default=-1)
            if not some_old:
                return
            old = min(some_old, key=lambda each: (each < before, abs(each - before)))
            some_old.remove(old)
            done[new] = old
            yield old, new

    def in_rows(self, *, alone: bool = False) -> None:
        """Pair those that share words in a row which no other old paragraph has.

        ``alone``: only those long enough to be sure of before it is known where others stand.
        """
        self._share_rows()
        ranked = sorted(
            (-min(len(pair.old), len(pair.new)), abs(old - new), old, new)
            for (old, new), pair in self._pairs.items()
            if not (alone and self._shorter(old, new) < _ANYWHERE)
            and self._is_enough(old, new, pair)
        )
        for _, _, old, new in ranked:
            if self._is_free(old, new) and self._is_sole(old, new):
                self._pair(old, new)

    def _share_rows(self) -> None:
        if self._pairs:
            return
        old_rows: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for old, words in enumerate(self._old_words):
            for at, row in _rows(words):
                old_rows[row].append((old, at))
        for new, words in enumerate(self._new_words):
            for at, row in _rows(words):
                holders = old_rows.get(row, ())
                if len(holders) > _EVERYWHERE:
                    continue
                is_own = len({old for old, _ in holders}) == 1
                for old, old_at in holders:
                    pair = self._pairs.setdefault((old, new), _Pair())
                    pair.old.update(range(old_at, old_at + len(row)))
                    pair.new.update(range(at, at + len(row)))
                    if is_own:
                        pair.own.update(range(at, at + len(row)))
        for old, new in self._pairs:
            self._others.setdefault(old, []).append(new)

    def _is_enough(self, old: int, new: int, pair: _Pair) -> bool:
        old_length, new_length = len(self._old_words[old]), len(self._new_words[new])
        shorter = self._shorter(old, new)
        if len(pair.own) < max(min(_OWN_LEAST, shorter), _OWN * shorter):
            return False
        of_old, of_new = len(pair.old) / old_length, len(pair.new) / new_length
        low, high = sorted((of_old, of_new))
        if shorter < _ANYWHERE:
            # Every word of it stands in a longer one: then that is where it went.
            is_whole = shorter >= _TELLING and high == 1.0 and low >= _SHORTENED
            is_told = self._is_between(old, new) and (low >= _WHOLLY or is_whole)
            is_told |= shorter >= _SOME and low >= _WHOLLY and self._place(old, new) >= _GAP
            return is_told or (old_length >= _TELLING and self._is_cut_or_put_together(old, new))
        return low >= _HALF or (high >= _NEARLY_ALL and low >= _SHORTENED)

    def _is_cut_or_put_together(self, old: int, new: int) -> bool:
        """Return whether one of them is the other and the one beside that, word for word."""
        return _is_two_of(self._old_words, old, self._new_words[new]) or _is_two_of(
            self._new_words, new, self._old_words[old]
        )

    def _shorter(self, old: int, new: int) -> int:
        return min(len(self._old_words[old]), len(self._new_words[new]))

    def _is_between(self, old: int, new: int) -> bool:
        """Return whether both stand alone between the same neighbours."""
        lone_old = all(
            not 0 <= old + step < len(self._olds) or old + step in self.found.same
            for step in (-1, 1)
        )
        lone_new = all(
            not 0 <= new + step < len(self._news) or new + step in self._taken for step in (-1, 1)
        )
        return lone_old and lone_new and self._is_between_known(old, new)

    def objects(self) -> None:
        """Pair tables, and figures, with most of their words in common and no rival near."""
        scores: dict[tuple[int, int], float] = {}
        went = [n for n, each in enumerate(self._olds) if each.sort in ("table", "figure")]
        came = [n for n, each in enumerate(self._news) if each.sort in ("table", "figure")]
        if len(went) * len(came) > _MOST_TWINS:
            return
        for old in went:
            for new in came:
                if self._olds[old].sort == self._news[new].sort:
                    a, b = Counter(self._old_words[old]), Counter(self._new_words[new])
                    scores[old, new] = (a & b).total() / max(a.total(), b.total(), 1)
        for (old, new), score in sorted(scores.items(), key=lambda each: -each[1]):
            rivals = [other for (a, b), other in scores.items() if (a == old) != (b == new)]
            is_clear = all(other <= score - _CLEARLY for other in rivals)
            if score >= _HALF and is_clear and self._is_free(old, new):
                self._pair(old, new)

    def between_neighbours(self) -> None:
        """Pair what was reworded much but stands alone between the same two neighbours."""
        alone = Counter(word for words in self._old_words for word in set(words))
        for old in range(len(self._olds)):
            if old in self.found.same:
                continue
            for new in self._opposite(old):
                if self._is_free(old, new) and self._is_between(old, new):
                    mine = {w for w in self._old_words[old] if alone[w] == 1}
                    if self._reads_alike(old, new, mine) and self._is_sole(old, new):
                        self._pair(old, new)

    def _opposite(self, old: int) -> list[int]:
        """Return the new paragraph right after the one that the one before is, if any."""
        if old == 0:
            return [0] if self._news else []
        before = self.found.same.get(old - 1)
        return [] if before is None or before + 1 >= len(self._news) else [before + 1]

    def _reads_alike(self, old: int, new: int, mine: set[str]) -> bool:
        a, b = self._olds[old], self._news[new]
        old_words, new_words = self._old_words[old], self._new_words[new]
        if (a.sort == "heading") != (b.sort == "heading") or not old_words or not new_words:
            return False
        content_old, content_new = set(old_words) - _SMALL, set(new_words) - _SMALL
        shared = content_old & content_new
        least = min(len(content_old), len(content_new))
        if a.sort == "heading":
            alike = SequenceMatcher(None, a.text.casefold(), b.text.casefold(), autojunk=False)
            return alike.ratio() >= _ALIKE or (least > 0 and len(shared) >= _WHOLLY * least)
        kept = mine & set(new_words)
        return (
            len(shared) >= _ROW
            and len(kept) >= max(2, _HERE * len(mine))
            and len(shared) >= _HERE * len(content_old)
        )

    def parts_and_joined(self) -> None:
        """See which of the rest are parts of a paragraph that is known already."""
        for (old, new), pair in sorted(self._pairs.items()):
            new_length, old_length = len(self._new_words[new]), len(self._old_words[old])
            shorter = min(new_length, old_length)
            if len(pair.own) < max(min(_OWN_LEAST, shorter), _OWN * shorter):
                continue
            if new not in self._taken and old in self.found.same:
                rest = pair.old - self._left_in(old)
                is_part = len(pair.new) >= _WHOLLY * new_length
                if is_part and len(rest) >= _COPIED * len(pair.old):
                    self.found.parts.setdefault(new, old)
            elif (
                old not in self.found.same
                and new in self._taken
                and self._is_joined(old, new, pair)
                and self._is_sole(old, new)
                and old not in self.found.joined
            ):
                self.found.joined[old] = new

        for new in range(len(self._news)):
            self._is_tail(new, -1)
        for new in reversed(range(len(self._news))):
            self._is_tail(new, 1)

    def _is_tail(self, new: int, step: int) -> None:
        """See whether a few words were cut off the paragraph right beside them."""
        words, beside = self._new_words[new], new + step
        if not words or new in self._taken or new in self.found.parts:
            return
        old = self._taken.get(beside, self.found.parts.get(beside, -1))
        if old < 0 or self._olds[old].sort in ("table", "figure"):
            return
        whole = self._old_words[old]
        end = whole[-len(words) :] if step < 0 else whole[: len(words)]
        left = self._new_words[self.found.same[old]]
        gone = left[-len(words) :] if step < 0 else left[: len(words)]
        if end == words != gone and len(words) < len(whole):
            self.found.parts[new] = old

    def _is_joined(self, old: int, new: int, pair: _Pair) -> bool:
        length = len(self._old_words[old])
        is_beside = abs(self._taken[new] - old) == 1
        if length < _TELLING:
            return is_beside and len(pair.old) == length
        if length < _ANYWHERE and not is_beside:
            return False
        return len(pair.old) >= (_WHOLLY if is_beside else _SURELY) * length

    def _left_in(self, old: int) -> set[int]:
        """Return the places of an old paragraph's words that stand in the one it is the same as."""
        new = self.found.same[old]
        there = {row for _, row in _rows(self._new_words[new])}
        return {
            place
            for at, row in _rows(self._old_words[old])
            if row in there
            for place in range(at, at + len(row))
        }


def _sorted_words(text: str, sort: str) -> tuple[str, ...]:
    """Return a paragraph's words, those of tables and figures told apart from any in a text."""
    words = words_of(text)
    mark = {"table": "\x01", "figure": "\x02"}.get(sort, "")
    if not mark:
        return words
    return tuple(mark + word for word in words) or (mark,)


def _rows(words: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield words in a row with their place; all of them at once where there are fewer."""
    if len(words) < _ROW:
        if words:
            yield 0, (*words, "")
        return
    for at in range(len(words) - _ROW + 1):
        yield at, tuple(words[at : at + _ROW])


def _is_two_of(all_words: Sequence[tuple[str, ...]], at: int, whole: tuple[str, ...]) -> bool:
    """Return whether a paragraph and the one beside it say a whole, one after the other."""
    here = all_words[at]
    before = all_words[at - 1] if at else ()
    after = all_words[at + 1] if at + 1 < len(all_words) else ()
    return len(here) < len(whole) and whole in (here + after, before + here)
