"""Words in a row that stand in two texts: ten that two people hardly write alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portfolio_app.domain.normalising import normalise

RUN = 10  # words
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """Words that a text shares with another: ``source`` is where they stand too."""

    source: str
    words: str


def words(text: str) -> list[str]:
    """Return the words of a text, folded as when passages are found again."""
    return _WORDS.findall(normalise(text).text)


def runs(listed: Sequence[str]) -> Iterator[Run]:
    """Yield every run of RUN words."""
    for start in range(len(listed) - RUN + 1):
        yield tuple(listed[start : start + RUN])


def runs_of(texts: Iterable[str]) -> frozenset[Run]:
    """Return every run of RUN words in these texts."""
    return frozenset(run for text in texts for run in runs(words(text)))


def copied(text: str, others: Mapping[str, str]) -> tuple[Copied, ...]:
    """Return what a text shares with each of the others (by what they are called), in their order.

    The first run it shares with each, drawn out as far as both go on alike.
    """
    own = words(text)
    starts: dict[Run, int] = {}
    for start, run in enumerate(runs(own)):
        starts.setdefault(run, start)
    if not starts:
        return ()
    found = []
    for source, other in others.items():
        theirs = words(other)
        for at, run in enumerate(runs(theirs)):
            if run not in starts:
                continue
            start = starts[run]
            end = RUN
            while (
                start + end < len(own)
                and at + end < len(theirs)
                and own[start + end] == theirs[at + end]
            ):
                end += 1
            found.append(Copied(source, " ".join(own[start : start + end])))
            break
    return tuple(found)
