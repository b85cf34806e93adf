"""Which number each shortlisted piece has once the numbers are fixed.

A piece keeps its own number, on the shortlist or off it; a new one takes the next that no piece
ever had. Only numbering anew gives a number to another piece.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holder:
    """A shortlisted piece by its key inside, and the number it was given, None for none yet."""

    key: int
    uid: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A piece whose E-number is, or would be, another one: "E07" and "E05"."""

    uid: str
    title: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """A line for a list: "E07 → E05  Board minutes"."""
        return f"{self.old} → {self.new}  {self.title}"


def fixed_numbers(
    holders: Sequence[Holder],
    printed: Mapping[str, int],
    highest: int = 0,
    fresh: Collection[int] = (),
) -> dict[int, int]:
    """Return the number of each shortlisted piece by its key; no two are the same.

    Args:
        holders: the shortlist in its order.
        printed: by uid, the numbers under which pieces were printed, off the shortlist too: those
            stay theirs whatever else is noted.
        highest: the highest number that any piece ever had, 0 for none.
        fresh: keys of pieces that come to the shortlist now: where two lay claim to one number,
            or to the next one, those that were there before come first.
    """
    given = {each.key: printed[each.uid] for each in holders if each.uid in printed}
    taken = set(printed.values())
    for each in sorted(holders, key=lambda each: (each.key in fresh, each.key)):
        if each.key not in given and each.number is not None and each.number not in taken:
            given[each.key] = each.number
            taken.add(each.number)
    following = max(highest, *taken, 0) if taken else highest
    for each in sorted(holders, key=lambda each: each.key in fresh):
        if each.key not in given:
            following += 1
            given[each.key] = following
    return given
