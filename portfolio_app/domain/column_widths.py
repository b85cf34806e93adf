"""How the width of a table is shared between its columns: by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 60  # letters of a cell that count: longer ones are broken into lines anyway
_LONGEST_WORD = 20
_BESIDE = 2.6  # letters that the space between two columns takes
_MOST_LETTERS = 96  # of small print, on a line as wide as the page


def shares(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Return what part of a table's width each column gets; together they are 1.

    Every column has room for its longest word where there is room at all; what is left is shared by
    how much stands in each. Empty for no columns.
    """
    if not columns:
        return ()
    least, wanted = [], []
    for place, title in enumerate(columns):
        cells = [title, *(row[place] for row in rows)]
        lengths = sorted(min(max(map(len, each.split("\n"))), _LONGEST) for each in cells)
        words = [_wide(part) for each in cells for part in each.split()]
        word = min(max(words, default=1.0), _LONGEST_WORD)
        least.append(word * 1.04 + _BESIDE)
        wanted.append(max(lengths[len(lengths) * 3 // 4] + _BESIDE, least[-1]))
    room = max(_MOST_LETTERS - sum(least), 0.0)
    more = [each - low for each, low in zip(wanted, least, strict=True)]
    spare = sum(more)
    part = min(room / spare, 1.0) if spare else 0.0
    found = [low + each * part for low, each in zip(least, more, strict=True)]
    return tuple(each / sum(found) for each in found)


def _wide(word: str) -> float:
    """Return how wide a word is, in letters; capitals and other scripts are wider."""
    return sum(1.35 if each.isupper() or each > "\u2e80" else 1.0 for each in word)
