"""How a page that came back lies on the page that was sent: the same, scaled, or moved.

Printing scales and moves what is on a page; no word of it changes by that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from portfolio_app.documents.returned.letters import Word

_FEWEST = 6  # words that stand once on both pages
_NEAR = 2.5  # points
_ENOUGH = 0.6  # of the words that are paired must lie where the others say
_MOST_LINES = 0.8
_FAR = 60.0  # points between two words that tell the scale
_EXACT = 0.004
_EVEN = 0.02


@dataclass(frozen=True, slots=True)
class Fit:
    """Takes a place on the page that came back to the page that was sent: scale, then move."""

    across: float = 1.0
    along: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point lies on the page that was sent."""
        return x * self.across + self.dx, y * self.along + self.dy

    @property
    def is_exact(self) -> bool:
        """Whether nothing was scaled or moved."""
        return (
            abs(self.across - 1) < _EXACT
            and abs(self.along - 1) < _EXACT
            and max(abs(self.dx), abs(self.dy)) < 1.0
        )

    @property
    def is_even(self) -> bool:
        """Whether it is scaled alike both ways, as printers do."""
        return abs(self.across / self.along - 1) < _EVEN

    @property
    def scale(self) -> float:
        """How much larger the page that was sent is."""
        return (self.across + self.along) / 2


def by_size(sent: tuple[float, float], back: tuple[float, float]) -> Fit:
    """Return how a page lies on one that was sent, told by their sizes alone."""
    return Fit(sent[0] / max(back[0], 1.0), sent[1] / max(back[1], 1.0))


def by_lines(
    sent: Sequence[Word], back: Sequence[Word], sizes: tuple[tuple[float, float], ...]
) -> Fit | None:
    """Return how a page lies whose lines are where they were, though drawn with other letters."""
    pairs = _pairs(sent, back)
    made = by_size(*sizes)
    near = sum(abs(made.place(b.box[0], b.base)[1] - s.base) < _NEAR for s, b in pairs)
    return made if len(pairs) >= _FEWEST and near >= _MOST_LINES * len(pairs) else None


def fit(sent: Sequence[Word], back: Sequence[Word]) -> Fit | None:
    """Return how the words of a page lie on those that were sent; None when they do not."""
    pairs = _pairs(sent, back)
    if len(pairs) < _FEWEST:
        return None
    xs = [(b.box[0], s.box[0]) for s, b in pairs]
    ys = [(b.base, s.base) for s, b in pairs]
    across, dx = _line(xs)
    along, dy = _line(ys)
    if across is None:
        across, dx = (along or 1.0), 0.0
        dx = median(s - across * b for b, s in xs)
    if along is None:
        along = across
        dy = median(s - along * b for b, s in ys)
    if not (0.2 < across < 5 and 0.2 < along < 5):
        return None
    made = Fit(across, along, dx, dy)
    near = sum(
        abs(made.place(b.box[0], b.base)[0] - s.box[0]) < _NEAR
        and abs(made.place(b.box[0], b.base)[1] - s.base) < _NEAR
        for s, b in pairs
    )
    if near < _ENOUGH * len(pairs):
        return None
    return Fit() if made.is_exact and _all_near(pairs) else made


def _all_near(pairs: Sequence[tuple[Word, Word]]) -> bool:
    moves = [abs(s.box[0] - b.box[0]) + abs(s.base - b.base) for s, b in pairs]
    return median(moves) < 0.05


def _pairs(sent: Sequence[Word], back: Sequence[Word]) -> list[tuple[Word, Word]]:
    """Return the words that stand once on each page."""
    here = Counter(each.key for each in sent)
    there = Counter(each.key for each in back)
    found = {each.key: each for each in back if there[each.key] == 1}
    return [
        (each, found[each.key])
        for each in sent
        if here[each.key] == 1 and len(each.key) > 1 and each.key in found
    ]


def _line(pairs: Sequence[tuple[float, float]]) -> tuple[float | None, float]:
    """Return scale and move that most pairs agree on: the median of slopes (Theil and Sen)."""
    ordered = sorted(pairs)
    half = len(ordered) // 2
    slopes = [
        (s1 - s0) / (b1 - b0)
        for (b0, s0), (b1, s1) in zip(ordered, ordered[half:], strict=False)
        if b1 - b0 > _FAR
    ]
    if not slopes:
        return None, 0.0
    slope = median(slopes)
    return slope, median(s - slope * b for b, s in ordered)


def likeness(sent: Sequence[Word], back: Sequence[Word]) -> float:
    """Return which part of the words that were sent also stand on a page, wherever (0 to 1)."""
    here, there = (Counter(each.key for each in several) for several in (sent, back))
    total = sum(here.values())
    return sum((here & there).values()) / total if total else 0.0
