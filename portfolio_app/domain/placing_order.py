"""Places of things in an order, so that moving one changes as few of them as can be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from portfolio_app.domain.rising import longest_rising

APART = 1 << 20


def places(order: Sequence[str], before: Mapping[str, int]) -> dict[str, int]:
    """Return a place for each name, rising along ``order``; most keep the one they had before.

    ``before`` may miss names that are new and hold some that are gone. Where there is no room
    left between two neighbours, all places are given out again.
    """
    placed = [name for name in order if before.get(name, 0) > 0]
    rising = longest_rising([before[name] for name in placed])
    kept = {placed[index] for index in rising}
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
