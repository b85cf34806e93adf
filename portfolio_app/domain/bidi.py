"""Right-to-left words in the order in which they are drawn from the left.

The bidirectional algorithm (UAX #9) without embeddings that are asked for by control characters:
numbers are kept, brackets follow what they hold and are mirrored.
"""

from __future__ import annotations

import re
import unicodedata

_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))
_KINDS = {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N"}
_OPENING = frozenset("([{")
_MARKS = ("Mn", "Me")
# The blocks Unicode keeps for such scripts; within them each letter says which way it runs.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def is_mixed(words: str) -> bool:
    """Return whether there may be letters that run from right to left."""
    return _RIGHT_TO_LEFT.search(words) is not None


def runs_from_right(words: str) -> bool:
    """Return whether a line begins at the right: its first letter with a side runs that way."""
    return next((kind for kind in map(_direction, words) if kind in "LR"), "L") == "R"


def ordered(words: str) -> list[tuple[str, bool]]:
    """Return a line's stretches from left to right as they are drawn, each as it is written.

    With each stretch: whether its letters run from right to left. Brackets are not mirrored.
    """
    if not is_mixed(words):
        return [(words, False)] if words else []
    letters = _clusters(words)
    levels = _levels([each[0] for each in letters], 1 if runs_from_right(words) else 0)
    places = list(range(len(letters)))
    for least in (2, 1):  # UAX #9, L2
        start = 0
        while start < len(places):
            end = start
            while end < len(places) and levels[places[end]] >= least:
                end += 1
            places[start:end] = places[start:end][::-1]
            start = end + 1
    stretches: list[list[int]] = []
    for place in places:
        last = stretches[-1][-1] if stretches else None
        step = -1 if levels[place] % 2 else 1
        if last is not None and levels[last] == levels[place] and last + step == place:
            stretches[-1].append(place)
        else:
            stretches.append([place])
    return [
        ("".join(letters[each] for each in sorted(stretch)), bool(levels[stretch[0]] % 2))
        for stretch in stretches
    ]


def mirrored(words: str) -> str:
    """Return the words with brackets as they are drawn where letters run from right to left."""
    return "".join(_MIRRORED.get(each, each) for each in words)


def _direction(letter: str) -> str:
    """Return R, L, N for a figure, or a space for what has no side of its own."""
    return _KINDS.get(unicodedata.bidirectional(letter), " ")


def _levels(letters: list[str], base: int) -> list[int]:
    """Return how deep each letter lies: even ones run from the left (UAX #9, W1 to I2)."""
    kinds = _numbers(_bare_after_arabic([unicodedata.bidirectional(each) for each in letters]))
    side = "R" if base else "L"
    strong = side
    for index, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "N" and strong == "L":
            kinds[index] = "L"
    _settle_brackets(letters, kinds, side)
    _settle_spaces(kinds, side)
    deep = {"L": 2 if base else 0, "R": 1, "N": 2}
    return [deep[kind] for kind in kinds]


def _bare_after_arabic(kinds: list[str]) -> list[str]:
    """Return the kinds with figures that follow Arabic letters told from others (W2)."""
    strong = ""
    for index, kind in enumerate(kinds):
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
    return kinds


def _numbers(kinds: list[str]) -> list[str]:
    """Return R, L, N and spaces: what belongs to a number is one with it, 12/3, 5 % (W4, W5)."""
    for index in range(1, len(kinds) - 1):
        before, after = kinds[index - 1], kinds[index + 1]
        fits = ("EN",) if kinds[index] == "ES" else ("EN", "AN") if kinds[index] == "CS" else ()
        if before == after and before in fits:
            kinds[index] = before
    for places in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = -1 if places.step > 0 else 1
        for index in places:
            if kinds[index] == "ET" and kinds[index + step] == "EN":
                kinds[index] = "EN"
    return [_KINDS.get(kind, " ") for kind in kinds]


def _settle_brackets(letters: list[str], kinds: list[str], side: str) -> None:
    """Give both brackets of a pair one side: the line's if anything within has it (N0)."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, letter in enumerate(letters):
        if letter in _OPENING:
            opened.append((_MIRRORED[letter], index))
        elif any(letter == each for each, _ in opened):
            while opened:
                closing, start = opened.pop()
                if closing == letter:
                    pairs.append((start, index))
                    break
    for start, end in sorted(pairs):
        within = {"R" if kind == "N" else kind for kind in kinds[start + 1 : end]} - {" "}
        if not within:
            continue
        wanted = side
        if side not in within:
            before = (kind for kind in reversed(kinds[:start]) if kind != " ")
            wanted = {"N": "R"}.get(found := next(before, side), found)
        kinds[start] = kinds[end] = wanted


def _settle_spaces(kinds: list[str], side: str) -> None:
    """Let what has no side follow its neighbours where they agree, else the line (N1, N2)."""
    index = 0
    while index < len(kinds):
        end = index
        while end < len(kinds) and kinds[end] == " ":
            end += 1
        if end > index:
            before = kinds[index - 1] if index else side
            after = kinds[end] if end < len(kinds) else side
            one, other = ("R" if each == "N" else each for each in (before, after))
            kinds[index:end] = [one if one == other else side] * (end - index)
        index = end + 1


def _clusters(words: str) -> list[str]:
    """Return the letters, each with the marks that follow it."""
    clusters: list[str] = []
    for letter in words:
        if clusters and unicodedata.category(letter) in _MARKS:
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters
