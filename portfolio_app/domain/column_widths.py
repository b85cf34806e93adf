"""How the width of a table is shared between its columns: by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 60  # letters of a cell that count: longer ones are broken into lines anyway
_LEAST = 0.06  # of the whole, for a column of many
_WORD = 0.9  # how much of the width its longest word should have, in letters


def shares(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Return what part of a table's width each column gets; together they are 1.

    A column of figures gets what it needs, one of sentences the rest. Empty for no columns.
    """
    if not columns:
        return ()
    wanted = []
    for place, title in enumerate(columns):
        cells = [title, *(row[place] for row in rows)]
        lengths = sorted(min(len(each), _LONGEST) for each in cells)
        middle = lengths[len(lengths) * 3 // 4]
        word = max((len(part) for each in cells for part in each.split()), default=1)
        wanted.append(max(middle, min(word, 18) / _WORD, 4.0) + 2)
    whole = sum(wanted)
    least = min(_LEAST, 1 / len(columns))
    found = [max(each / whole, least) for each in wanted]
    return tuple(each / sum(found) for each in found)
