"""What waits to be placed after a file was replaced, as findings before a bundle is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.problems import Level, Problem
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def unplaced(store: Store, items: Sequence[EvidenceItem]) -> tuple[Problem, ...]:
    """Return findings for these items: hidden places, passages and wordings of earlier versions.

    A hidden place that was not found stops a build: what it hid may stand elsewhere now.
    """
    waiting = queries.passages.waiting(store)
    lost = Counter(each.item_uid for each in waiting if each.to_place)
    reworded = Counter(each.item_uid for each in waiting if each.was and not each.to_place)
    hidden = Counter(each.item_uid for each in queries.hides.hides(store) if each.to_place)
    found: list[Problem] = []
    for item in items:
        for count, level, rule, one, several in (
            (
                hidden[item.uid],
                Level.MUST_FIX,
                "hidden-to-place",
                "1 hidden place was not found in its newest version. Place it again or remove it",
                "{} hidden places were not found in its newest version. Place or remove each",
            ),
            (
                lost[item.uid],
                Level.SHOULD_CHECK,
                "to-place",
                "1 passage was not found in its newest version and is left out. Place it again",
                "{} passages were not found in its newest version and are left out. Place them",
            ),
            (
                reworded[item.uid],
                Level.SHOULD_CHECK,
                "reworded",
                "1 passage is worded differently in its newest version. Check it",
                "{} passages are worded differently in its newest version. Check them",
            ),
        ):
            if count:
                words = one if count == 1 else several.format(count)
                told = f"{item.ref} {item.title}: {words} in the reader."
                found.append(Problem(level, f"item.{rule}", item.ref, told))
    return tuple(found)
