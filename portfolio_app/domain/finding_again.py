"""Finding passages again in a newer version of their document, by their words.

A passage is found where its own words stand: surroundings decide between several places, then the
order they stood in. Nearly the same words are found too, and said to be so. Everything else is
left for the person to place: a wrong place is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.document import PageText
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.page_ends import Hit, Stretch
from portfolio_app.domain.quotes import find_all, is_whole_words, likeness, search_pages, tidy
from portfolio_app.domain.rewording import Reworded, Rewordings

_Place = tuple[int, int]  # page index and start, on the earlier pages

_NOWHERE = 1 << 40  # the page index of a passage whose place is not known: after all others
_SURROUNDED = 8  # characters around a quote that must be as they were, to tell places apart
_LONG_WORDS = 8  # of a reworded passage whose surroundings are unfamiliar
_FIGURES = re.compile(r"\d+")
_TELLING_WORDS, _TELLING_LETTERS = 3, 12  # fewer could stand anywhere by chance


class Outcome(StrEnum):
    """What became of a passage."""

    FOUND = "found"
    CHECK = "check"  # found, but reworded, or too short to be certain of
    TO_PLACE = "to place"


@dataclass(frozen=True, slots=True)
class Sought:
    """A passage to find again: its words, what stood around them, and where it was.

    ``stretches`` are its place on the earlier pages, empty when that is not known. ``is_strict``:
    only its exact words will do (what was hidden must not be looked for in words that are merely
    alike).
    """

    quote: str
    before: str
    after: str
    stretches: tuple[Stretch, ...] = ()
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """Where a passage stands now: one stretch a page, none when it must be placed by hand.

    ``quote`` is what stands there, tidied; the old words when it must be placed.
    """

    outcome: Outcome
    stretches: tuple[Stretch, ...]
    quote: str


def find_again(
    earlier: Iterable[PageText], newer: Iterable[PageText], sought: Sequence[Sought]
) -> tuple[FoundAgain, ...]:
    """Return what became of each passage, in the order given.

    Passages that had the same words at different places never end at one place; those at the same
    place stay together.
    """
    old = sorted(earlier, key=lambda page: page.index)
    new = sorted(newer, key=lambda page: page.index)
    texts = {page.index: page.text for page in new}
    groups: dict[str, dict[_Place, list[int]]] = {}
    for number, each in enumerate(sought):
        words = normalise(each.quote).text.strip()
        first = each.stretches[0] if each.stretches else None
        place = (first.page_index, first.start) if first else (_NOWHERE, number)
        groups.setdefault(words, {}).setdefault(place, []).append(number)
    results: dict[int, FoundAgain] = {}
    rewordings: Rewordings | None = None
    for words, places in groups.items():
        listed = [(place, sought[places[place][0]]) for place in sorted(places)]
        hits = _exact(old, new, words, listed) if words else {}
        for place, one in listed:
            hit, outcome = hits.get(place, (None, Outcome.TO_PLACE))
            stretches = hit.stretches if hit else ()
            if hit is None and words and not all(sought[n].is_strict for n in places[place]):
                rewordings = rewordings or Rewordings(new)
                stretches = _reworded(rewordings.find(one.quote), texts, one)
                outcome = Outcome.CHECK if stretches else outcome
            there = " ".join(texts[s.page_index][s.start : s.end] for s in stretches)
            quote = tidy(there)
            if outcome is Outcome.FOUND and not find_all(there, one.quote):
                outcome = Outcome.CHECK  # all but a hyphen at its very end, perhaps
            for number in places[place]:
                if stretches and not (outcome is Outcome.CHECK and sought[number].is_strict):
                    results[number] = FoundAgain(outcome, stretches, quote)
                else:
                    results[number] = FoundAgain(Outcome.TO_PLACE, (), sought[number].quote)
    return tuple(results[number] for number in range(len(sought)))


def _exact(
    old: Sequence[PageText],
    new: Sequence[PageText],
    words: str,
    listed: Sequence[tuple[_Place, Sought]],
) -> dict[_Place, tuple[Hit, Outcome]]:
    """Return the place of each of these passages, which have the same words."""
    quote = listed[0][1].quote
    hits = _in_order(search_pages(new, quote))
    were = _in_order(search_pages(old, quote))
    old_texts = {page.index: page.text for page in old}
    new_texts = {page.index: page.text for page in new}
    whole = [hit for hit in hits if _is_whole(new_texts, hit)]
    if whole or any(_is_whole(old_texts, hit) for hit in were):
        hits = whole  # "port" is not found again in "report"
    chosen: dict[_Place, tuple[Hit, Outcome]] = {}
    taken: set[int] = set()
    for place, each in listed:
        pages = [s.page_index for s in each.stretches]
        if pages and all(old_texts.get(p, "") == new_texts.get(p) for p in pages):
            chosen[place] = (Hit(each.stretches), Outcome.FOUND)  # on pages that say the same
            taken |= {number for number, hit in enumerate(hits) if _overlap(hit, each.stretches)}
    pairs = sorted(
        (-score, abs(hit.page_index - place[0]), number, place)
        for place, each in listed
        for number, hit in enumerate(hits)
        if (score := _likeness(new_texts, hit, each)) >= _SURROUNDED
    )
    for _, _, number, place in pairs:
        if place not in chosen and number not in taken:
            chosen[place] = (hits[number], Outcome.FOUND)
            taken.add(number)
    left = [place for place, _ in listed if place not in chosen]
    free = [number for number in range(len(hits)) if number not in taken]
    certain = Outcome.FOUND if _is_telling(words) else Outcome.CHECK
    order = {(hit.page_index, hit.start): number for number, hit in enumerate(were)}
    for place in left:
        number = order.get(place, -1)
        if len(were) == len(hits) and number in free:  # as many as before: the same one of them
            chosen[place] = (hits[number], certain)
        elif len(left) == len(free) == 1:
            chosen[place] = (hits[free[0]], certain if len(hits) == 1 else Outcome.CHECK)
    return chosen


def _in_order(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (hit.page_index, hit.start))


def _overlap(hit: Hit, stretches: Sequence[Stretch]) -> bool:
    return any(
        a.page_index == b.page_index and a.start < b.end and b.start < a.end
        for a in hit.stretches
        for b in stretches
    )


def _is_whole(texts: dict[int, str], hit: Hit) -> bool:
    return all(is_whole_words(texts[s.page_index], s.start, s.end) for s in hit.stretches)


def _likeness(texts: dict[int, str], hit: Hit, sought: Sought) -> int:
    first, last = hit.stretches[0], hit.stretches[-1]
    if first is last:
        text = texts[first.page_index]
        return likeness(text, first.start, first.end, sought.before, sought.after)
    before = likeness(texts[first.page_index], first.start, first.end, sought.before, "")
    return before + likeness(texts[last.page_index], last.start, last.end, "", sought.after)


def _reworded(
    rewordings: Sequence[Reworded], texts: dict[int, str], sought: Sought
) -> tuple[Stretch, ...]:
    ranked = sorted(
        ((_likeness(texts, Hit(each.stretches), sought), each.stretches) for each in rewordings),
        key=lambda each: -each[0],
    )
    if not ranked:
        return ()
    if ranked[0][0] >= _SURROUNDED:
        return ranked[0][1] if len(ranked) == 1 or ranked[1][0] < _SURROUNDED else ()
    # Where nothing around is familiar, another row of a table looks like a small rewording.
    there = tidy(" ".join(texts[s.page_index][s.start : s.end] for s in ranked[0][1]))
    is_certain = len(sought.quote.split()) >= _LONG_WORDS and _figures(there) == _figures(
        sought.quote
    )
    return ranked[0][1] if len(ranked) == 1 and is_certain else ()


def _figures(text: str) -> list[str]:
    return sorted(_FIGURES.findall(normalise(text).text))


def _is_telling(words: str) -> bool:
    return len(words.split()) >= _TELLING_WORDS and len(words) >= _TELLING_LETTERS
