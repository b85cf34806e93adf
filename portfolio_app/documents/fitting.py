"""Fits an answer into the room its field has: wrapped, then smaller, never cut in silence."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.documents.lettering import Lettering
from portfolio_app.shaping.words import clusters

LEADING = 1.22  # line feed as a part of the letters' size
SMALLEST = 6.0  # points: what can still be read on paper
_STEP = 0.5
_MOST_OF_A_LINE = 0.7  # a longer remark than this would leave no room for the answer's words


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines to draw and their size in points. ``is_whole``: nothing had to be left for later."""

    lines: tuple[str, ...]
    size: float
    is_whole: bool = True


def fitted(
    lettering: Lettering,
    words: str,
    room: tuple[float, float],
    size: float,
    *,
    is_multiline: bool,
    goes_on: str,
    smallest: float = SMALLEST,
) -> Fitted:
    """Return the words as they fit into ``room`` (points across, points up) at ``size`` or less.

    One line becomes several where it does not fit at the smallest size. What does not fit even so
    ends in ``goes_on``, a remark that says where the whole stands; one that begins with a line feed
    has a line of its own where there are several.
    """
    across, up = room
    least = min(smallest, size)
    if not is_multiline and "\n" not in words:
        wide = lettering.width(words, 1.0)
        best = min(size, across / wide if wide else size, max(up / 0.95, least))
        if best >= least:
            return Fitted((words,), best)
    if _area(lettering, words, least) < 1.5 * across * up:
        sizes = int((size - least) / _STEP)
        for step in range(sizes + 1):
            lines = _lines_in(lettering, words, across, up, size - step * _STEP)
            if lines is not None:
                return Fitted(tuple(lines), size - step * _STEP)
        lines = _lines_in(lettering, words, across, up, least)
        if lines is not None:
            return Fitted(tuple(lines), least)
    return _shortened(lettering, words, room, least, goes_on)


def _area(lettering: Lettering, words: str, size: float) -> float:
    return lettering.width(words.replace("\n", " "), size) * size


def _lines_in(
    lettering: Lettering, words: str, across: float, up: float, size: float
) -> list[str] | None:
    lines = lettering.wrapped(words, size, across)
    height = size * (LEADING * (len(lines) - 1) + 1.0)
    fits = height <= up + 0.01 and all(lettering.width(e, size) <= across + 0.01 for e in lines)
    return lines if fits else None


def _shortened(
    lettering: Lettering, words: str, room: tuple[float, float], size: float, goes_on: str
) -> Fitted:
    across, up = room
    most = max(int((up / size - 1.0) / LEADING) + 1, 1)
    needed = int(most * across / (size * 0.2)) + 100  # letters are hardly narrower than that
    lines = lettering.wrapped(words[:needed], size, across)[:most]
    if most > 1 and goes_on.startswith("\n"):
        return Fitted((*lines[: most - 1], goes_on.strip()), size, is_whole=False)
    goes_on = goes_on.strip()
    last = lines[-1] if lines else ""
    for ending in (goes_on, f"… [{goes_on.rpartition(' ')[2]}", "…"):
        if lettering.width(ending, size) <= across * _MOST_OF_A_LINE:
            break
    kept = clusters(last)
    while kept and lettering.width(f"{last.rstrip()} {ending}", size) > across:
        kept.pop()
        last = "".join(kept)
    return Fitted((*lines[:-1], f"{last.rstrip()} {ending}".strip()), size, is_whole=False)
