"""Places of things in an order, so that moving one changes as few of them as can be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence

APART = 1 << 20


def places(order: Sequence[str], before: Mapping[str, int]) -> dict[str, int]:
    """Return a place for each name, rising along ``order``; most keep the one they had before.

    ``before`` may miss names that are new and hold some that are gone. Where there is no room
    left between two neighbours, all places are given out again.
    """
    kept = _longest_rising(order, before)
    given: dict[str, int] = {}
    waiting: list[str] = []
    low = 0
    for name in [*order, None]:
        if name is not None and name not in kept:
            waiting.append(name)
            continue
        high = before[name] if name is not None else low + APART * (len(waiting) + 1)
        step = (high - low) // (len(waiting) + 1)
        if waiting and step < 1:
            return {each: APART * number for number, each in enumerate(order, start=1)}
        for number, each in enumerate(waiting, start=1):
            given[each] = low + step * number
        waiting = []
        if name is not None:
            given[name] = low = high
    return given


def joined(order: Sequence[str], stored: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """Return ``order`` with what is stored and was not ``known`` to whoever gave that order.

    Each such name stands after the one that it is stored after. What was known and is not in the
    order was taken out of it, and stays out.
    """
    ordered, before = set(order), ""
    after: dict[str, list[str]] = {}
    for name in stored:
        if name in ordered:
            before = name
        elif name not in known:
            after.setdefault(before, []).append(name)
    found = [*after.get("", ())]
    for name in order:
        found += [name, *after.get(name, ())]
    return tuple(found)


def _longest_rising(order: Sequence[str], before: Mapping[str, int]) -> set[str]:
    """Return the most names whose places rise along ``order``: those need not move."""
    ends: list[int] = []  # the smallest place that ends a rising run of each length
    ending: list[str] = []
    previous: dict[str, str] = {}
    for name in order:
        place = before.get(name)
        if place is None or place < 1:
            continue
        at = bisect_left(ends, place)
        if at:
            previous[name] = ending[at - 1]
        if at == len(ends):
            ends.append(place)
            ending.append(name)
        else:
            ends[at], ending[at] = place, name
    kept: set[str] = set()
    name = ending[-1] if ending else ""
    while name:
        kept.add(name)
        name = previous.get(name, "")
    return kept
