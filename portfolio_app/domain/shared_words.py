"""Words in common: KSBs whose wording shares telling words with a passage, and which words.

A hint to look at, never applied for anyone. Plain counting, so that it can be explained: words
that stand in many statements say nothing, words that stand in few say most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.normalising import normalise

MOST = 3  # KSBs
MOST_WORDS = 5  # named for each
_COMMON = 0.2  # of all statements: a word in more of them is left out
_RARE = 3  # statements: one shared word that stands in no more of them is enough on its own
_SHORTEST = 4  # letters of a word, and of what stemming leaves of it
_LONGEST_PASSAGE = 5_000  # characters that are looked at

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NOT_TELLING = """
about above across after again against all also although always among and another any are around
because been before being below between both but can cannot could did does doing done down
during each either else enough etc even ever every few for from further get gets getting give
given gives giving goes going had has have having her here hers him his how however into its
itself just know known like made make makes making many may might more most much must near need
needs needed never next nor not now off often once one ones only onto other others ought our
ours out over own part parts per put quite rather really said same saw say says see seen several
shall she should since some something soon still such take taken takes taking than that the
their theirs them then there these they thing things this those though through thus too took
toward towards under until upon use used uses using very want was way ways well went were what
when where whether which while who whom whose why will with within without work worked working
works would yet you your yours able approach approaches based ensure ensures ensuring including
include includes key range relevant understand understanding understands knowledge skills skill
behaviour behaviours appropriate effective effectively different various
"""
_STOP = frozenset(_NOT_TELLING.split())
# Longest first; what is left must be a stem of four letters or more.
_SUFFIXES = """
isations isation izations ization ations ation ating ated ates ators ator ate ively ives ive
ingly ings ing edly ed ments ment mental ances ance ences ence ancy ency ities ity ically ical
ics ic ially ial ally al ies ied iness ness ships ship ers er ors or ions ion ysis yses ysed
ysing yse fulness fully ful ably able ible ous ously es s e y
"""
_ENDINGS = tuple(sorted(_SUFFIXES.split(), key=lambda each: (-len(each), each)))


@dataclass(frozen=True, slots=True)
class SharedWords:
    """A KSB and the words of the passage that its wording shares, the most telling first."""

    ksb_uid: str
    ksb_code: str
    words: tuple[str, ...]


def shared_words(ksbs: Sequence[Ksb], passage: str) -> tuple[SharedWords, ...]:
    """Return up to three KSBs that share telling words with a passage, the most telling first.

    The same passage and list always give the same answer. KSBs that are retired are left out.
    """
    live = tuple((each.uid, each.code, f"{each.short} {each.text}") for each in ksbs
                 if not each.retired)  # fmt: skip
    stems, counts = _index(tuple(text for _, _, text in live))
    spoken: dict[str, str] = {}
    for word in _words(passage[:_LONGEST_PASSAGE]):
        spoken.setdefault(_stem(word), word)
    limit = max(len(live) * _COMMON, _RARE)
    found: list[tuple[float, int, SharedWords]] = []
    for place, (uid, code, _) in enumerate(live):
        shared = [each for each in spoken if each in stems[place] and counts[each] <= limit]
        if len(shared) < 2 and not any(counts[each] <= _RARE for each in shared):
            continue
        shared.sort(key=lambda each: (counts[each], spoken[each]))
        score = sum(log(1 + len(live) / counts[each]) for each in shared)
        words = tuple(spoken[each] for each in shared[:MOST_WORDS])
        found.append((-score, place, SharedWords(uid, code, words)))
    return tuple(each for _, _, each in sorted(found, key=lambda each: each[:2])[:MOST])


@lru_cache(maxsize=4)
def _index(texts: tuple[str, ...]) -> tuple[tuple[frozenset[str], ...], Counter[str]]:
    """Return the stems of each statement, and in how many statements each stem stands."""
    stems = tuple(frozenset(map(_stem, _words(text))) for text in texts)
    counts: Counter[str] = Counter()
    for each in stems:
        counts.update(each)
    return stems, counts


def _words(text: str) -> list[str]:
    found = (each.removesuffix("'s") for each in _WORD.findall(normalise(text).text))
    return [each for each in found if len(each) >= _SHORTEST and each not in _STOP]


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """Return what is left of a word without its endings: "negotiated" and "negotiation" agree."""
    for _ in range(2):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                word = word[: -len(ending)]
                break
        else:
            break
    return word
