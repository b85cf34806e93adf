"""What may be meant by a word that no dictionary knows: real words near it, the nearest first.

Nearness is counted in slips of a hand and of an ear: letters exchanged, left out, doubled or typed
twice, vowels taken for one another, and the groups that a dictionary names as sounding alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_OFFERS = 6
_VOWELS = frozenset("aeiouy")
_MOST = 2.6  # slips; what is further away is another word
_BESIDE = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb",
    "h": "gyjn", "j": "hukm", "k": "jil", "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv",
    "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip


@dataclass(frozen=True)
class Near:
    """All words by their length, each with a mask of the letters it has. Made by ``near``."""

    by_length: dict[int, dict[str, int]] = field(repr=False)
    swaps: tuple[tuple[str, str], ...] = ()

    def has(self, words: str) -> bool:
        """Return whether a word, or each of two, may be offered."""
        return all(each in self.by_length.get(len(each), ()) for each in words.split(" "))


def near(words: Iterable[str], swaps: tuple[tuple[str, str], ...] = ()) -> Near:
    """Return words made ready for ``offers``; ``swaps`` are groups that sound alike."""
    by_length: dict[int, dict[str, int]] = {}
    for word in words:
        by_length.setdefault(len(word), {})[word] = _mask(word.lower())
    return Near(by_length, swaps)


def offers(
    word: str,
    words: Near,
    used: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Return up to six words that may be meant, the likeliest first, written as the word is.

    ``used`` are words (folded) that stand in the text already and are therefore likelier.
    """
    low = word.lower()
    scored: dict[str, float] = {}
    mask = _mask(low)
    for length in range(len(low) - 2, len(low) + 3):
        for each, its_mask in words.by_length.get(length, {}).items():
            if (mask ^ its_mask).bit_count() > 4:
                continue
            cost = _slips(low, each.lower())
            if cost <= _MOST:
                scored[each] = min(scored.get(each, 9.0), cost)
    for each in _swapped(low, words.swaps):
        if words.has(each):
            scored[each] = min(scored.get(each, 9.0), 0.1 if " " in each else 0.9)
    for each in _parted(low, words):
        short = min(len(part) for part in each.split(" ")) < 4
        scored[each] = min(scored.get(each, 9.0), 1.6 if short else 1.3)
    ranked = sorted(scored, key=lambda each: (_rank(low, each, scored[each], used), each))
    found: list[str] = []
    for each in ranked:
        cased = _cased(each, word)
        if cased not in found and cased != word:
            found.append(cased)
        if len(found) == MOST_OFFERS:
            break
    return tuple(found)


def _rank(word: str, offer: str, cost: float, used: frozenset[str]) -> float:
    low = offer.lower()
    cost += 0.4 * (low[:1] != word[:1]) + 0.15 * (low[-1:] != word[-1:])
    cost += 0.25 * (offer != low and low != word)
    if "'" in low and "'" not in word:
        cost = 0.2 if low.replace("'", "") == word else cost + 0.6
    cost -= 1.0 * (low in used)
    return cost


def _mask(word: str) -> int:
    mask = 0
    for each in word:
        mask |= 1 << (ord(each) % 32)
    return mask


def _slips(word: str, other: str) -> float:
    """Return how many slips lie between two words; a large number once there are too many."""
    before: list[float] = []
    last = [0.0]
    for at, letter in enumerate(other):
        last.append(last[-1] + (0.5 if at and other[at - 1] == letter else 1.0))
    for row, mine in enumerate(word):
        repeats = bool(row) and word[row - 1] == mine
        line = [last[0] + (0.5 if repeats else 1.0)]
        for column, theirs in enumerate(other):
            best = last[column] if mine == theirs else last[column] + _exchange(mine, theirs)
            best = min(best, last[column + 1] + (0.5 if repeats else 1.0))
            doubled = bool(column) and other[column - 1] == theirs
            best = min(best, line[column] + (0.5 if doubled else 0.9))
            if (
                row
                and column
                and mine != theirs
                and word[row - 1] == theirs
                and other[column - 1] == mine
            ):
                best = min(best, before[column - 1] + 0.7)
            line.append(best)
        if min(line) > _MOST:
            return 99.0
        before, last = last, line
    return last[-1]


def _exchange(mine: str, theirs: str) -> float:
    if mine in _VOWELS and theirs in _VOWELS:
        return 0.7
    return 0.9 if theirs in _BESIDE.get(mine, "") else 1.1


def _swapped(word: str, swaps: tuple[tuple[str, str], ...]) -> Iterable[str]:
    for mine, theirs in swaps:
        at = word.find(mine)
        while at >= 0:
            yield word[:at] + theirs + word[at + len(mine) :]
            at = word.find(mine, at + 1)


def _parted(word: str, words: Near) -> Iterable[str]:
    """Yield two words that were typed as one."""
    for at in range(1, len(word)):
        first, second = word[:at], word[at:]
        if (len(first) < 2 and first != "a") or (len(second) < 2 and second != "a"):
            continue
        if words.has(f"{first} {second}"):
            yield f"{first} {second}"


def _cased(offer: str, word: str) -> str:
    if word.isupper() and len(word) > 1:
        return offer.upper()
    return offer[:1].upper() + offer[1:] if word[:1].isupper() else offer
