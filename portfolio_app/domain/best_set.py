"""The best set of at most so many items: an exact search, by the order of wishes of D25.

Items and KSBs are numbers here. What each item gives is a set of KSB numbers as bits of an integer.
The search asks one question again and again: is there a set of this size that reaches these counts?
It answers no only by proof: a weighted sum of what is asked that no set of this size can pay for
(Lagrangian bound), in every branch of a tree over taking and leaving single items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

STEPS = 9_000  # rounds of improving the bound in one search: about a second
_ROOT_STEPS = 150
_NODE_STEPS = 24
_SHARE = 3  # no single question may use more than this part of the steps


@dataclass(frozen=True, slots=True)
class Gives:
    """What one item gives: KSBs it covers, is a best example of, is for; those it may be for."""

    covers: int
    best: int
    some: int
    maybe: int = 0


# covered, by two items, with a best example, claimed at all, claimed or a candidate
Counts = tuple[int, int, int, int, int]
_WISHES = 5


@dataclass(frozen=True, slots=True)
class BestSet:
    """Numbers of the items in the set, ascending, and whether no better set can exist."""

    items: tuple[int, ...]
    proven: bool


def counts(gives: Sequence[Gives], chosen: Sequence[int]) -> Counts:
    """Return how many KSBs a set covers, covers twice, is best for, is for and may be for."""
    once = twice = best = some = maybe = 0
    for number in chosen:
        item = gives[number]
        twice |= once & item.covers
        once |= item.covers
        best |= item.best
        some |= item.some
        maybe |= item.maybe
    return (
        once.bit_count(),
        twice.bit_count(),
        best.bit_count(),
        some.bit_count(),
        maybe.bit_count(),
    )


def best_set(gives: Sequence[Gives], most: int, *, steps: int = STEPS) -> BestSet:
    """Return the best set of at most ``most`` items.

    Best has the highest counts, compared in their order; then the fewest items; then, compared item
    by item, those that come first in ``gives``. The same arguments always give the same set. When
    ``steps`` are used up before the proof is complete, the best set found so far is returned.
    """
    useful = [
        number
        for number, item in enumerate(gives)
        if item.some | item.covers | item.best | item.maybe
    ]
    most = min(most, len(useful))
    if most <= 0:
        return BestSet((), proven=True)
    search = _Search([gives[number] for number in useful], steps)
    return BestSet(tuple(useful[i] for i in search.run(most)), search.proven)


@dataclass(slots=True)
class _Question:
    """Is there a set of at most ``size`` items, ``taken`` among them, ``left`` not, so good?"""

    size: int
    needs: Counts
    allowance: int
    # Pairs: an item, and those that give nothing which it does not give and may be left with it.
    weaker: dict[int, list[int]] = field(default_factory=dict)
    stronger: dict[int, list[int]] = field(default_factory=dict)


class _OutOfSteps(Exception):  # noqa: N818 - not an error: the answer is "not known"
    pass


class _Search:
    def __init__(self, gives: Sequence[Gives], steps: int) -> None:
        self.gives = gives
        self.steps = self.total = steps
        self.proven = True
        self.width = max((g.covers | g.best | g.some | g.maybe).bit_length() for g in gives)
        # What an item gives as numbers: k covers, width + k best, 2 * width + k some, then maybe.
        self.features = [
            (
                *_bits(g.covers, 0),
                *_bits(g.best, self.width),
                *_bits(g.some, 2 * self.width),
                *_bits(g.maybe, 3 * self.width),
            )
            for g in gives
        ]

        # Pairs of a weaker item and a stronger: of two that give the same, the later is the weaker.
        whole = [set(features) for features in self.features]
        numbers = range(len(gives))
        self.pairs = [
            (i, j)
            for i in numbers
            for j in numbers
            if i != j and (whole[i] < whole[j] or (whole[i] == whole[j] and i > j))
        ]
        self.warm: list[float] = []
        self.warm_for: Counts | None = None  # the needs that these weights were improved for

    def run(self, most: int) -> list[int]:
        """Return the numbers of the best set."""
        everything = counts(self.gives, range(len(self.gives)))
        chosen = self._improved(self._greedy(most), most)
        reached = counts(self.gives, chosen)
        for place in range(_WISHES):
            while reached[place] < everything[place]:
                rest = [0] * (_WISHES - 1 - place)
                needs = (*reached[:place], reached[place] + 1, *rest)
                better = self._ask(most, needs)  # type: ignore[arg-type]
                if better is None:
                    break
                chosen = self._improved(better, most)
                reached = counts(self.gives, chosen)
        chosen = self._without_spare(chosen, reached)
        while chosen:
            fewer = self._ask(len(chosen) - 1, reached)
            if fewer is None:
                break
            chosen = fewer
        return self._first_of_equals(chosen, reached)

    def _first_of_equals(self, chosen: list[int], reached: Counts) -> list[int]:
        """Return the set of the same size and counts whose items come first."""
        size = len(chosen)
        taken: list[int] = []
        left: set[int] = set()
        for number in range(len(self.gives)):
            if len(taken) == size:
                break
            if number not in chosen:
                other = self._ask(size, reached, [*taken, number], left)
                if other is None or len(other) != size:
                    left.add(number)
                    continue
                chosen = other
            taken.append(number)
        return sorted(chosen)

    # Finding good sets quickly

    def _greedy(self, most: int) -> list[int]:
        chosen: list[int] = []
        while len(chosen) < most:
            rest = [i for i in range(len(self.gives)) if i not in chosen]
            chosen.append(max(rest, key=lambda i: (counts(self.gives, [*chosen, i]), -i)))
        return chosen

    def _improved(self, chosen: list[int], most: int) -> list[int]:
        """Return the set after the best exchanges of one item, as long as they help."""
        chosen = list(chosen)
        rest = [i for i in range(len(self.gives)) if i not in chosen]
        while len(chosen) < most:
            chosen.append(rest.pop(0))
        best = counts(self.gives, chosen)
        is_better = True
        while is_better:
            is_better = False
            for place in range(len(chosen)):
                others = chosen[:place] + chosen[place + 1 :]
                for number in rest:
                    found = counts(self.gives, [*others, number])
                    if found > best:
                        rest[rest.index(number)] = chosen[place]
                        chosen = [*others, number]
                        best, is_better = found, True
                        break
        return chosen

    def _without_spare(self, chosen: list[int], reached: Counts) -> list[int]:
        for number in sorted(chosen, reverse=True):
            others = [i for i in chosen if i != number]
            if counts(self.gives, others) == reached:
                chosen = others
        return chosen

    # Asking

    def _ask(
        self, size: int, needs: Counts, taken: Sequence[int] = (), left: set[int] | None = None
    ) -> list[int] | None:
        """Return a set that reaches the needs, or None when there is none or none was found."""
        left = set(left or ())
        question = _Question(size, needs, self.steps - max(self.total // _SHARE, 1))
        for i, j in self.pairs:
            if i not in left and j not in left and i not in taken and j not in taken:
                question.weaker.setdefault(j, []).append(i)
                question.stronger.setdefault(i, []).append(j)
        weights = self.warm if self.warm_for == needs else [1.0] * (4 * self.width)
        try:
            return self._look(question, frozenset(taken), frozenset(left), weights, _ROOT_STEPS)
        except _OutOfSteps:
            self.proven = False
            return None

    def _look(
        self,
        question: _Question,
        taken: frozenset[int],
        left: frozenset[int],
        weights: list[float],
        rounds: int,
    ) -> list[int] | None:
        while True:
            if len(taken) > question.size or taken & left:
                return None
            terms = self._terms(question, left)
            if terms is None:
                return None
            bound = _Bound(self, question, taken, left, terms, weights)
            is_answered = bound.improve(rounds)
            if rounds == _ROOT_STEPS:
                self.warm, self.warm_for = bound.weights, question.needs
            if is_answered:
                return bound.found
            if bound.is_impossible:
                return None
            if not bound.undecided:
                return None
            must, cannot = bound.fixed()
            if not must and not cannot:
                break
            taken, left = self._follow(question, taken, left, must, cannot)
            weights, rounds = bound.weights, _NODE_STEPS
        number, take_first = bound.branch()
        for is_taken in (take_first, not take_first):
            sides = ([number], []) if is_taken else ([], [number])
            inside, outside = self._follow(question, taken, left, *sides)
            found = self._look(question, inside, outside, list(bound.weights), _NODE_STEPS)
            if found is not None:
                return found
        return None

    def _follow(
        self,
        question: _Question,
        taken: frozenset[int],
        left: frozenset[int],
        must: Sequence[int],
        cannot: Sequence[int],
    ) -> tuple[frozenset[int], frozenset[int]]:
        """Take and leave these, and what follows: a weaker item never stands in for a stronger."""
        inside, outside = set(taken), set(left)
        for number in must:
            inside.update((number, *question.stronger.get(number, ())))
        for number in cannot:
            outside.update((number, *question.weaker.get(number, ())))
        return frozenset(inside), frozenset(outside)

    def _terms(
        self, question: _Question, left: frozenset[int]
    ) -> list[tuple[list[int], int]] | None:
        """Return for each need the features that can meet it, and how many must; None: too few."""
        once = twice = best = some = maybe = 0
        for number, item in enumerate(self.gives):
            if number not in left:
                twice |= once & item.covers
                once |= item.covers
                best |= item.best
                some |= item.some
                maybe |= item.maybe
        terms: list[tuple[list[int], int]] = []
        width = self.width
        shifted = ((once, 0), (twice, 0), (best, width), (some, 2 * width), (maybe, 3 * width))
        for need, (mask, shift) in zip(question.needs, shifted, strict=True):
            if need > mask.bit_count():
                return None
            if need:
                terms.append((_bits(mask, shift), need))
        return terms

    def count_step(self, question: _Question, items: int) -> None:
        """Use up one step, or more when there are many items."""
        if self.steps <= 0 or self.steps <= question.allowance:
            raise _OutOfSteps
        self.steps -= 1 + items // 60


class _Bound:
    """What any set allowed here can pay at most, beyond what is asked: below 0 there is none.

    Every feature has a weight. A set pays the weights of what its items give; what is asked costs
    at least its cheapest features. This holds whatever the weights; better ones prove more.
    """

    def __init__(
        self,
        search: _Search,
        question: _Question,
        taken: frozenset[int],
        left: frozenset[int],
        terms: list[tuple[list[int], int]],
        weights: list[float],
    ) -> None:
        self.search = search
        self.question = question
        self.taken = taken
        self.terms = terms
        self.room = question.size - len(taken)
        self.undecided = [i for i in range(len(search.gives)) if i not in taken and i not in left]
        self.found: list[int] | None = None
        self.is_impossible = False
        active = {feature for features, _ in terms for feature in features}
        self.active = sorted(active)
        self.weights = [w if f in active else 0.0 for f, w in enumerate(weights)]
        self.excess = float("inf")
        self.pays: list[tuple[float, int]] = []
        self.often: dict[int, float] = dict.fromkeys(self.undecided, 0.0)

    def improve(self, rounds: int) -> bool:
        """Improve the weights; True when a set was met that answers the question."""
        search, room = self.search, self.room
        weights = list(self.weights)
        pace = 1.0
        stale = 0
        for step in range(rounds):
            search.count_step(self.question, len(self.undecided))
            value = weights.__getitem__
            pays = sorted((-sum(map(value, search.features[i])), i) for i in self.undecided)
            picked = [i for _, i in pays[:room]]
            if self._answers(picked):
                return True
            slope = [0] * len(weights)
            excess = 0.0
            for number in (*self.taken, *picked):
                for feature in search.features[number]:
                    slope[feature] += 1
                    excess += weights[feature]
            for features, need in self.terms:
                if need < len(features):
                    features = sorted(features, key=value)[:need]
                for feature in features:
                    slope[feature] -= 1
                    excess -= weights[feature]
            rate = 2.0 / (step + 2) if step < 8 else 0.2
            for number in self.often:
                self.often[number] *= 1 - rate
            for number in picked:
                self.often[number] += rate
            scale = sum(weights[f] for f in self.active) / len(self.active) or 1.0
            if excess / scale < self.excess - 1e-9:
                self.excess, stale = excess / scale, 0
                self.weights = [weight / scale for weight in weights]
                self.pays = [(-pay / scale, i) for pay, i in pays]
                if self.excess < -1e-7:
                    self.is_impossible = True
                    return False
            else:
                stale += 1
                if stale >= 6:
                    pace, stale = pace / 2, 0
                    weights = list(self.weights)
                    continue
            length = sum(slope[f] * slope[f] for f in self.active)
            if not length:
                return False
            stride = pace * (excess + 0.5 * scale) / length
            for feature in self.active:
                weight = weights[feature] - stride * slope[feature]
                weights[feature] = weight if weight > 0.0 else 0.0
            if not any(weights):
                weights = list(self.weights)
                pace /= 2
        return False

    def _answers(self, picked: list[int]) -> bool:
        chosen = [*self.taken, *picked]
        reached = counts(self.search.gives, chosen)
        if all(r >= n for r, n in zip(reached, self.question.needs, strict=True)):
            self.found = chosen
            return True
        return False

    def fixed(self) -> tuple[list[int], list[int]]:
        """Return the items that must be in, and those that cannot be, by the best weights."""
        if len(self.pays) <= self.room:
            return [i for _, i in self.pays], []
        if not self.room:
            return [], [i for _, i in self.pays]
        last, following = self.pays[self.room - 1][0], self.pays[self.room][0]
        must = [i for pay, i in self.pays[: self.room] if self.excess - pay + following < -1e-7]
        cannot = [i for pay, i in self.pays[self.room :] if self.excess + pay - last < -1e-7]
        return must, cannot

    def branch(self) -> tuple[int, bool]:
        """Return the item the weights are least sure of, and whether to try taking it first."""
        number = min(self.undecided, key=lambda i: (abs(self.often[i] - 0.5), i))
        return number, self.often[number] >= 0.5


def _bits(mask: int, shift: int) -> list[int]:
    return [shift + place for place in range(mask.bit_length()) if mask >> place & 1]
