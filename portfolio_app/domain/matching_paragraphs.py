"""Which paragraph is which, after somebody else worked on a copy: by words, never by a guess.

Exactly the same words come first, where they stand deciding between equal ones and about a few
words that anybody could have written. Then words in a row that only one of the old paragraphs has:
they tell what was reworded, moved, divided or joined. Where the same words stand at two places that
are nearly as good, neither is taken. What is left is left: a tag on the wrong paragraph is worse
than one to put back by hand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from portfolio_app.domain.paragraph_places import (
    ANYWHERE,
    BOTH_SIDES,
    GAP,
    LEFT,
    ROW,
    TELLING,
    Matched,
    New,
    Old,
    Pair,
    Places,
    rows_of,
    words_of,
)

__all__ = ["Matched", "New", "Old", "match", "words_of"]

_HALF = 0.5  # of the words of both, in rows that both have
_NEARLY_ALL = 0.8  # of the words of one of them, where it was cut down or written on
_SHORTENED = 0.35  # of the words of the other one then
_WHOLLY = 0.6  # of a paragraph's words that must be in another to be a part of it
_SURELY = 0.75  # of them, where the two did not stand beside each other
_OWN = 0.35  # of the words of the shorter one, in rows that no other old paragraph has
_OWN_LEAST = 4  # words
_SOME = 9  # words; fewer that were reworded must stand alone between their neighbours
_HERE = 0.4  # of the words, between the same neighbours
_CLEARLY = 0.2  # by how much a table must be more alike than any other
_COPIED = 0.5  # of the words of a part that were left in the other part too
_ALIKE = 0.6  # of the letters of two headings between the same neighbours
_MOST_TWINS = 2_500  # pairs of equal paragraphs whose places are compared
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by can for from had has have in into is it its may more "
        "must no not of on or our so than that the their them then there these they this to was "
        "we were what when which who will with would",
    )
)


def match(olds: Sequence[Old], news: Sequence[New], before: Sequence[str] = ()) -> Matched:
    """Return which old paragraph is which new one, and which are parts of one another.

    ``before`` are the new document's paragraphs without its tracked changes.
    """
    work = _Work(olds, news)
    work.see_what_stayed(before)
    work.exactly(alone=True)
    work.by_tracking()
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


class _Work(Places):
    def see_what_stayed(self, before: Sequence[str]) -> None:
        """See where tracked changes left words, of paragraphs that they knew as they went out."""
        if not before:
            return
        known = match(self.olds, [New(each) for each in before]).same
        exact = {
            number: old
            for old, number in known.items()
            if words_of(before[number]) == words_of(self.olds[old].text)
        }
        for new, each in enumerate(self.news):
            for number, count in each.came_from:
                if number in exact:
                    self.stayed.setdefault(exact[number], {})[new] = count

    def by_tracking(self) -> None:
        """Take the word of the program that tracked the changes."""
        kept: list[tuple[int, int, int]] = []
        for old, there in self.stayed.items():
            for new, count in there.items():
                enough = LEFT * min(len(self.old_words[old]), len(self.new_words[new]))
                if count >= enough and count >= min(ROW, len(self.old_words[old])):
                    kept.append((-count, old, new))
        for _, old, new in sorted(kept):
            if self.is_free(old, new) and self.is_sole(old, new, equals=True):
                self.pair(old, new)

    def exactly(self, *, alone: bool = False) -> None:
        """Pair those whose very words only one old and one new paragraph has.

        ``alone``: only those that are no less sure without knowing where others stand.
        """
        known = Counter(self.old_words)
        lone = {
            some_old[0]: some_new[0]
            for some_old, some_new in self._equal()
            if len(some_old) == len(some_new) == 1 == known[self.old_words[some_old[0]]]
        }
        for old, new in lone.items():
            words = len(self.old_words[old])
            is_told = words >= ANYWHERE or self.olds[old].sort in ("table", "figure")
            for step in (-1, 1):  # two side by side tell as much as a longer one
                if lone.get(old + step, -1) == new + step:
                    both = words + len(self.old_words[old + step])
                    is_told |= words >= TELLING and both >= ANYWHERE
            is_heading = self.olds[old].sort == self.news[new].sort == "heading"
            # A heading moves together with what stands under it.
            is_over_its_own = is_heading and self.found.same.get(old + 1) == new + 1
            is_placed = is_over_its_own or self.place(old, new) >= GAP
            is_told = is_told or (not alone and is_placed)
            if is_told and self.is_sole(old, new):
                self.pair(old, new)

    def _equal(self) -> list[tuple[list[int], list[int]]]:
        """Return the old and the new ones that are left and have the very same words."""
        places: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for old, words in enumerate(self.old_words):
            if words and old not in self.found.same:
                places[words][0].append(old)
        for new, words in enumerate(self.new_words):
            if words and new not in self.taken:
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
            free = [new for new in some_new if new not in self.taken]
            is_free = not any(self.olds[old].stake for old in left)
            if is_free and len(left) == len(free):
                for old, new in self._in_order(left, free):
                    self.pair(old, new)

    def _by_neighbours(self, some_old: Sequence[int], some_new: Sequence[int]) -> bool:
        """Pair equal ones that stand between the same neighbours; return whether any did."""
        left = [old for old in some_old if old not in self.found.same]
        free = [new for new in some_new if new not in self.taken]
        if not left or not free or len(left) * len(free) > _MOST_TWINS:
            return False
        near = {(old, new): self.is_near(old, new) for old in left for new in free}
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
                self.agreeing(one, other) >= BOTH_SIDES for one in rivals for other in here
            ):
                continue
            for one, other in zip(sorted(rivals), here, strict=True):
                is_sure = self.is_free(one, other) and self.place(one, other) >= GAP
                if is_sure and self.is_sole(one, other, equals=True):
                    self.pair(one, other)
                    done = True
        return done

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
        self.share_rows()
        ranked = sorted(
            (-min(len(pair.old), len(pair.new)), abs(old - new), old, new)
            for (old, new), pair in self.pairs.items()
            if not (alone and self._shorter(old, new) < ANYWHERE)
            and self._is_enough(old, new, pair)
        )
        for _, _, old, new in ranked:
            if self.is_free(old, new) and self.is_sole(old, new):
                self.pair(old, new)

    def _is_enough(self, old: int, new: int, pair: Pair) -> bool:
        old_length, new_length = len(self.old_words[old]), len(self.new_words[new])
        shorter = self._shorter(old, new)
        if len(pair.own) < max(min(_OWN_LEAST, shorter), _OWN * shorter):
            return False
        of_old, of_new = len(pair.old) / old_length, len(pair.new) / new_length
        low, high = sorted((of_old, of_new))
        if shorter < ANYWHERE:
            # Every word of it stands in a longer one: then that is where it went.
            is_whole = shorter >= TELLING and high == 1.0 and low >= _SHORTENED
            is_told = self._is_between(old, new) and (low >= _WHOLLY or is_whole)
            is_told |= shorter >= _SOME and low >= _WHOLLY and self.place(old, new) >= GAP
            return is_told or (old_length >= TELLING and self._is_cut_or_put_together(old, new))
        return low >= _HALF or (high >= _NEARLY_ALL and low >= _SHORTENED)

    def _is_cut_or_put_together(self, old: int, new: int) -> bool:
        """Return whether one of them is the other and the one beside that, word for word."""
        return _is_two_of(self.old_words, old, self.new_words[new]) or _is_two_of(
            self.new_words, new, self.old_words[old]
        )

    def _shorter(self, old: int, new: int) -> int:
        return min(len(self.old_words[old]), len(self.new_words[new]))

    def _is_between(self, old: int, new: int) -> bool:
        """Return whether both stand alone between the same neighbours."""
        lone_old = all(
            not 0 <= old + step < len(self.olds) or old + step in self.found.same
            for step in (-1, 1)
        )
        lone_new = all(
            not 0 <= new + step < len(self.news) or new + step in self.taken for step in (-1, 1)
        )
        return lone_old and lone_new and self.is_right_between(old, new)

    def objects(self) -> None:
        """Pair tables, and figures, with most of their words in common and no rival near."""
        scores: dict[tuple[int, int], float] = {}
        went = [n for n, each in enumerate(self.olds) if each.sort in ("table", "figure")]
        came = [n for n, each in enumerate(self.news) if each.sort in ("table", "figure")]
        if len(went) * len(came) > _MOST_TWINS:
            return
        for old in went:
            for new in came:
                if self.olds[old].sort == self.news[new].sort:
                    a, b = Counter(self.old_words[old]), Counter(self.new_words[new])
                    scores[old, new] = (a & b).total() / max(a.total(), b.total(), 1)
        for (old, new), score in sorted(scores.items(), key=lambda each: -each[1]):
            rivals = [other for (a, b), other in scores.items() if (a == old) != (b == new)]
            is_clear = all(other <= score - _CLEARLY for other in rivals)
            if score >= _HALF and is_clear and self.is_free(old, new):
                self.pair(old, new)

    def between_neighbours(self) -> None:
        """Pair what was reworded much but stands alone between the same two neighbours."""
        alone = Counter(word for words in self.old_words for word in set(words))
        for old in range(len(self.olds)):
            if old in self.found.same:
                continue
            for new in self._opposite(old):
                if self.is_free(old, new) and self._is_between(old, new):
                    mine = {w for w in self.old_words[old] if alone[w] == 1}
                    if self._reads_alike(old, new, mine) and self.is_sole(old, new):
                        self.pair(old, new)

    def _opposite(self, old: int) -> list[int]:
        """Return the new paragraph right after the one that the one before is, if any."""
        if old == 0:
            return [0] if self.news else []
        before = self.found.same.get(old - 1)
        return [] if before is None or before + 1 >= len(self.news) else [before + 1]

    def _reads_alike(self, old: int, new: int, mine: set[str]) -> bool:
        a, b = self.olds[old], self.news[new]
        old_words, new_words = self.old_words[old], self.new_words[new]
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
            len(shared) >= ROW
            and len(kept) >= max(2, _HERE * len(mine))
            and len(shared) >= _HERE * len(content_old)
        )

    def parts_and_joined(self) -> None:
        """See which of the rest are parts of a paragraph that is known already."""
        for (old, new), pair in sorted(self.pairs.items()):
            new_length, old_length = len(self.new_words[new]), len(self.old_words[old])
            shorter = min(new_length, old_length)
            if len(pair.own) < max(min(_OWN_LEAST, shorter), _OWN * shorter):
                continue
            if new not in self.taken and old in self.found.same:
                rest = pair.old - self._left_in(old)
                is_part = len(pair.new) >= _WHOLLY * new_length
                if is_part and len(rest) >= _COPIED * len(pair.old):
                    self.found.parts.setdefault(new, old)
            elif (
                old not in self.found.same
                and new in self.taken
                and self._is_joined(old, new, pair)
                and self.is_sole(old, new)
                and old not in self.found.joined
            ):
                self.found.joined[old] = new

        for new in range(len(self.news)):
            self._is_tail(new, -1)
        for new in reversed(range(len(self.news))):
            self._is_tail(new, 1)

    def _is_tail(self, new: int, step: int) -> None:
        """See whether a few words were cut off the paragraph right beside them."""
        words, beside = self.new_words[new], new + step
        if not words or new in self.taken or new in self.found.parts:
            return
        old = self.taken.get(beside, self.found.parts.get(beside, -1))
        if old < 0 or self.olds[old].sort in ("table", "figure"):
            return
        whole = self.old_words[old]
        end = whole[-len(words) :] if step < 0 else whole[: len(words)]
        left = self.new_words[self.found.same[old]]
        gone = left[-len(words) :] if step < 0 else left[: len(words)]
        if end == words != gone and len(words) < len(whole):
            self.found.parts[new] = old

    def _is_joined(self, old: int, new: int, pair: Pair) -> bool:
        length = len(self.old_words[old])
        is_beside = abs(self.taken[new] - old) == 1
        if length < TELLING:
            return is_beside and len(pair.old) == length
        if length < ANYWHERE and not is_beside:
            return False
        return len(pair.old) >= (_WHOLLY if is_beside else _SURELY) * length

    def _left_in(self, old: int) -> set[int]:
        """Return the places of an old paragraph's words that stand in the one it is the same as."""
        new = self.found.same[old]
        there = {row for _, row in rows_of(self.new_words[new])}
        return {
            place
            for at, row in rows_of(self.old_words[old])
            if row in there
            for place in range(at, at + len(row))
        }


def _is_two_of(all_words: Sequence[tuple[str, ...]], at: int, whole: tuple[str, ...]) -> bool:
    """Return whether a paragraph and the one beside it say a whole, one after the other."""
    here = all_words[at]
    before = all_words[at - 1] if at else ()
    after = all_words[at + 1] if at + 1 < len(all_words) else ()
    return len(here) < len(whole) and whole in (here + after, before + here)
