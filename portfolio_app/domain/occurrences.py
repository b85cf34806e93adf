"""Finding words in one text as it is compared, hyphens at line ends or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portfolio_app.domain.normalising import DASHES, SOFT, Normalised, normalise


def occurrences(page: Normalised, quote: str) -> list[tuple[int, int]]:
    """Return (start, end) in the compared text of the page, in order, none overlapping another."""
    sought = normalise(quote)
    words = sought.text.strip()
    if not words:
        return []
    found = list(_plain(page.text, words))
    if sought.joints or ("-" in words and (page.joints or "- " in words)):
        is_pasted = [False, True] if "- " in words else [False]
        for each in is_pasted:
            found.extend(_find_hyphenated(page, sought, is_pasted=each))
        found = _apart(found)
    return found


def origin(page: Normalised, quote: str, start: int, end: int) -> tuple[int, int]:
    """Return the place in the stored text, with a line end's hyphen if the quote ends in one."""
    begin, stop = page.origin(start, end)
    if quote.rstrip()[-1:] in DASHES + SOFT and quote.strip():
        stop = next((raw + 1 for place, raw in page.joints if place == end and raw >= stop), stop)
    return begin, stop


@dataclass(frozen=True, slots=True)
class _Bones:
    """Compared text without hyphens: how many stood before each place, and where one may stand."""

    text: str
    places: tuple[int, ...]  # of each character, in the compared text
    hyphens: dict[int, int]
    optional: frozenset[int]


def _bones(text: str, joints: Sequence[int], *, is_pasted: bool = False) -> _Bones:
    # A quote pasted from a program that made spaces of line ends has "nego- tiated".
    pattern = r"(?<=\w)- (?=\w)|-" if is_pasted else "-"
    hyphens: dict[int, int] = {}
    optional: set[int] = set()
    pieces: list[str] = []
    places: list[int] = []
    next_joint = position = 0
    for hyphen in [*re.finditer(pattern, text), None]:
        begin, end = hyphen.span() if hyphen else (len(text), len(text))
        while next_joint < len(joints) and joints[next_joint] <= begin:
            optional.add(len(places) + joints[next_joint] - position)
            next_joint += 1
        pieces.append(text[position:begin])
        places.extend(range(position, begin))
        position = end
        if hyphen and end - begin == 1:
            hyphens[len(places)] = hyphens.get(len(places), 0) + 1
        elif hyphen:
            optional.add(len(places))
    return _Bones("".join(pieces), tuple(places), hyphens, frozenset(optional))


def _plain(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + len(words))


def _apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=lambda hit: (hit[0], -hit[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _find_hyphenated(
    page: Normalised, sought: Normalised, *, is_pasted: bool
) -> Iterator[tuple[int, int]]:
    """Find words that differ only in hyphens where a line ended, here or in the quote."""
    lead = len(sought.text) - len(sought.text.lstrip())
    stripped = sought.text.strip()
    theirs = _bones(page.text, [place for place, _ in page.joints])
    ours = _bones(stripped, [place - lead for place, _ in sought.joints], is_pasted=is_pasted)
    words, wanted, free = ours.text, ours.hyphens, ours.optional
    if not words.strip():
        return
    places = sorted({*theirs.hyphens})
    start = theirs.text.find(words)
    while start >= 0:
        end = start + len(words)
        here = {
            place - start: theirs.hyphens[place]
            for place in places[bisect_right(places, start) : bisect_right(places, end - 1)]
        }
        # At the two ends a hyphen of the page matters only when the quote has one there.
        here.update(
            {
                edge: theirs.hyphens.get(start + edge, 0)
                for edge in (0, len(words))
                if edge in wanted
            }
        )
        fits = all(
            here.get(place, 0) == wanted.get(place, 0)
            or place in free
            or place + start in theirs.optional
            for place in {*here, *wanted}
        )
        if fits:
            before = here.get(0, 0) if 0 in wanted else 0
            after = here.get(len(words), 0) if len(words) in wanted else 0
            yield theirs.places[start] - before, theirs.places[end - 1] + 1 + after
        start = theirs.text.find(words, end if fits else start + 1)
