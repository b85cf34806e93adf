"""Right-to-left words in the order and with the shapes in which they are drawn from the left.

A short form of the bidirectional algorithm (UAX #9): one level of embedding, numbers kept, brackets
mirrored. Arabic letters get their joined shapes from the presentation forms that Unicode lists.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))
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
    return next((kind for kind in map(_direction, words) if kind != " "), "L") == "R"


def drawing_order(words: str) -> str:
    """Return a line's letters from left to right, as they are drawn."""
    if not is_mixed(words):
        return words
    kinds = [_direction(letter) for letter in words]
    base = next((kind for kind in kinds if kind != " "), "L")
    stretches: list[tuple[str, str]] = []
    for letter, side in zip(words, _settled(kinds, base), strict=True):
        if stretches and stretches[-1][0] == side:
            stretches[-1] = (side, stretches[-1][1] + letter)
        else:
            stretches.append((side, letter))
    shown = [_turned(part) if side == "R" else part for side, part in stretches]
    return "".join(reversed(shown) if base == "R" else shown)


def joined(words: str) -> str:
    """Return the words with each Arabic letter in the shape its neighbours ask for."""
    shapes, pairs = _shapes()
    if shapes.keys().isdisjoint(words):
        return words
    letters = list(words)
    # Lam and alef are always written as one.
    for index in range(len(letters) - 1):
        pair = letters[index] + letters[index + 1]
        if pair in pairs:
            letters[index], letters[index + 1] = pair, ""
    bodies = [
        index
        for index, letter in enumerate(letters)
        if letter and unicodedata.category(letter[0]) not in _MARKS
    ]
    shown = list(letters)
    for at, index in enumerate(bodies):
        letter = letters[index]
        forms = pairs.get(letter) or shapes.get(letter)
        if forms is None:
            continue
        before = letters[bodies[at - 1]] if at else ""
        after = letters[bodies[at + 1]] if at + 1 < len(bodies) else ""
        from_before = "initial" in shapes.get(before, {}) and "final" in forms
        to_after = "initial" in forms and "final" in (pairs.get(after) or shapes.get(after, {}))
        wanted = (
            "medial"
            if from_before and to_after
            else "final"
            if from_before
            else "initial"
            if to_after
            else "isolated"
        )
        shown[index] = forms.get(wanted, letter)
    return "".join(shown)


@cache
def _shapes() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return the shapes of single letters, and of lam followed by alef, by their names."""
    single: dict[str, dict[str, str]] = {}
    pairs: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        name, *parts = unicodedata.decomposition(chr(code)).split() or [""]
        base = "".join(chr(int(part, 16)) for part in parts)
        if not name.startswith("<") or not base:
            continue
        if len(base) == 1:
            single.setdefault(base, {})[name.strip("<>")] = chr(code)
        elif len(base) == 2 and base[0] == "\N{ARABIC LETTER LAM}" and code >= 0xFEF5:
            pairs.setdefault(base, {})[name.strip("<>")] = chr(code)
    # The stroke that lengthens a word joins both ways and has one shape.
    tatweel = "\N{ARABIC TATWEEL}"
    single[tatweel] = dict.fromkeys(("isolated", "initial", "medial", "final"), tatweel)
    return single, pairs


def _direction(letter: str) -> str:
    """Return R, L (numbers too) or a space for what takes its neighbours' side."""
    kind = unicodedata.bidirectional(letter)
    if kind in ("R", "AL"):
        return "R"
    return "L" if kind in ("L", "EN", "AN") else " "


def _settled(kinds: list[str], base: str) -> list[str]:
    """Return each letter's side: neutral ones between two of a kind follow them, else the base."""
    sides = list(kinds)
    index = 0
    while index < len(sides):
        if sides[index] != " ":
            index += 1
            continue
        end = index
        while end < len(sides) and sides[end] == " ":
            end += 1
        before = sides[index - 1] if index else base
        after = sides[end] if end < len(sides) else base
        sides[index:end] = [before if before == after else base] * (end - index)
        index = end
    return sides


def _turned(part: str) -> str:
    """Return the letters from the last to the first, each still followed by its marks."""
    clusters: list[str] = []
    for letter in part:
        if clusters and unicodedata.category(letter) in _MARKS:
            clusters[-1] += letter
        else:
            clusters.append(_MIRRORED.get(letter, letter))
    return "".join(reversed(clusters))
