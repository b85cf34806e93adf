"""The most numbers of a row that rise: whatever stands at them need not be moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the indices of a longest strictly rising run; neighbours in it may stand apart."""
    ends: list[int] = []  # the smallest number that ends a run of each length
    ending: list[int] = []
    before: dict[int, int] = {}
    for index, number in enumerate(numbers):
        at = bisect_left(ends, number)
        if at:
            before[index] = ending[at - 1]
        if at == len(ends):
            ends.append(number)
            ending.append(index)
        else:
            ends[at], ending[at] = number, index
    kept: set[int] = set()
    last = ending[-1] if ending else None
    while last is not None:
        kept.add(last)
        last = before.get(last)
    return kept
