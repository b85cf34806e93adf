"""Finds words that a page holds but nobody sees: something opaque lies over them, or no ink shows.

A black box over a name hides it from the eye only: the words can still be selected, copied and
searched. What counts is what is seen, so each letter that lies under a box is looked at in the
drawn page: it is covered where its place is of one colour, or where other letters stand. What is
unseen for another reason is found by ``unseen``.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pypdfium2

from portfolio_app.documents.drawn_objects import DARK, Cover, Drawn, Words, drawn_on
from portfolio_app.documents.drawn_page import FEWEST, FLAT, DrawnPage, Letter, stretches, touch
from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.unseen import unseen
from portfolio_app.domain.document import Holding

COVERED = "covered text"
UNSEEN = "unseen text"
CUT_OFF = "cut-off text"
_KINDS = (COVERED, UNSEEN, CUT_OFF)
_BAND = 40.0  # points: covers are looked up by how high they lie
_MOST_OF_THEM = 0.6
_DETAIL = 300  # characters
_SECONDS = 3.0  # of one document, for all its pages


@dataclass(slots=True)
class Covered:
    """Looks through pages; ``found`` has the words nobody sees by what they are and page index.

    ``COVERED`` lie under something, ``UNSEEN`` are drawn so that no ink shows, ``CUT_OFF`` lie
    outside of the page that is shown; page indexes count from 0.

    ``fields`` are the places of a form's fields by page, in the page's own coordinates: their
    grounds hide lines and hints, not secrets. Pages that come after three seconds of looking are
    left out.
    """

    fields: Mapping[int, Sequence[Box]] = field(default_factory=dict)
    found: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    _spent: float = 0.0

    def look(self, page: pypdfium2.PdfPage, index: int) -> None:
        """Look at one page of a page copy; its index counts from 0."""
        if self._spent > _SECONDS:
            return
        began = time.process_time()
        for what, words in _unseen_by_kind(page, self.fields.get(index, ())):
            if words:
                self.found.setdefault(what, {})[index] = words
        self._spent += time.process_time() - began

    def holdings(self) -> list[Holding]:
        """Return what a person should know: how many places of each kind, and what lies there."""
        return [_holding(what, self.found[what]) for what in _KINDS if what in self.found]


def among(holds: Sequence[Holding]) -> tuple[Holding, ...]:
    """Return what these say of text nobody sees: the pages hold it, whoever made them."""
    return tuple(each for each in holds if each.what in _KINDS)


def _holding(what: str, found: Mapping[int, Sequence[str]]) -> Holding:
    told = [f"page {at + 1}: {each}" for at, several in found.items() for each in several]
    detail = "; ".join(told)
    return Holding(what, len(told), detail if len(detail) <= _DETAIL else f"{detail[:_DETAIL]}…")


def _unseen_by_kind(
    page: pypdfium2.PdfPage, fields: Sequence[Box]
) -> tuple[tuple[str, list[str]], ...]:
    made = drawn_on(page)
    drawn = DrawnPage(page)
    covered = _covered(made, drawn, fields)
    others = unseen(drawn, made, fields)
    on_page = [each for each in others.on_page if each not in covered]
    return (COVERED, covered), (UNSEEN, on_page), (CUT_OFF, others.outside)


def _covered(made: Drawn, drawn: DrawnPage, fields: Sequence[Box]) -> list[str]:
    texts = made.texts
    covers = [each for each in made.covers if not _is_field(each.box, fields)]
    if not texts or not covers:
        return []
    bands = _Bands(covers)
    suspect = {
        address: over for address, words in texts.items() if (over := bands.hiding(words))
    }  # fmt: skip
    return _Looking(drawn, texts, suspect).words() if suspect else []


class _Bands:
    """Covers by how high they lie on the page."""

    def __init__(self, covers: Sequence[Cover]) -> None:
        self._bands: dict[int, list[Cover]] = {}
        for each in covers:
            low, high = int(each.box[1] // _BAND), int(each.box[3] // _BAND)
            for band in range(low, min(high, low + 2_000) + 1):
                self._bands.setdefault(band, []).append(each)

    def hiding(self, words: Words) -> tuple[Cover, ...]:
        """Return the covers that may hide a text object: later ones, and any of its own colour."""
        low, high = int(words.box[1] // _BAND), int(words.box[3] // _BAND)
        found: dict[int, Cover] = {}
        for band in range(low, min(high, low + 2_000) + 1):
            for each in self._bands.get(band, ()):
                if touch(each.box, words.box) and _may_hide(each, words):
                    found[each.order] = each
        return tuple(found.values())


def _may_hide(cover: Cover, words: Words) -> bool:
    if cover.order > words.order:
        return words.is_drawn or not cover.is_picture
    return (
        words.is_drawn
        and cover.colour is not None
        and words.colour is not None
        and max(cover.colour) < DARK
        and all(abs(a - b) <= FLAT for a, b in zip(cover.colour, words.colour, strict=True))
    )


class _Looking:
    """Looks at the letters of suspect text objects on one drawn page."""

    def __init__(
        self,
        drawn: DrawnPage,
        texts: dict[int, Words],
        suspect: dict[int, tuple[Cover, ...]],
    ) -> None:
        self._drawn = drawn
        self._texts = texts
        self._suspect = suspect
        self._flat: dict[int, bool] = {}

    def words(self) -> list[str]:
        """Return the covered words of the page, each stretch as one."""
        letters = self._drawn.letters()
        lying: dict[int, list[int]] = {}
        covered = [False] * len(letters)
        for place, letter in enumerate(letters):
            if letter is None or letter.address not in self._suspect or not letter.sign.isalnum():
                continue
            lies, covered[place] = self._is_covered(letter, letters)
            if lies:
                lying.setdefault(letter.address, []).append(place)
        for places in lying.values():
            hidden = sum(covered[place] for place in places)
            # Where most of some words is covered, a letter that looks seen is one of a remark.
            if hidden > FEWEST and hidden > _MOST_OF_THEM * len(places):
                for place in places:
                    covered[place] = True
        return list(stretches(letters, covered))

    def _is_covered(self, letter: Letter, letters: Sequence[Letter | None]) -> tuple[bool, bool]:
        """Return whether a letter lies under a cover, and whether nothing of it is seen."""
        lies = False
        if letter.box[0] >= letter.box[2] or letter.box[1] >= letter.box[3]:
            return False, False
        for cover in self._suspect[letter.address]:
            if not _lies_in(letter.box, cover.box):
                continue
            if cover.is_picture and not self._is_one_colour(cover):
                continue
            lies = True
            if self._drawn.is_flat(letter.box) or self._others_stand_there(letter, cover, letters):
                return True, True
        return lies, False

    def _others_stand_there(
        self, letter: Letter, cover: Cover, letters: Sequence[Letter | None]
    ) -> bool:
        """Return whether what is seen at a letter's place was written on its cover."""
        if cover.is_picture or cover.order < self._texts[letter.address].order:
            return False
        above = [
            each.sign
            for each in letters
            if each is not None
            and each.address in self._texts
            and self._texts[each.address].order > cover.order
            and touch(each.box, letter.box)
        ]
        return bool(above) and letter.sign not in above

    def _is_one_colour(self, cover: Cover) -> bool:
        known = self._flat.get(cover.order)
        if known is None:
            x0, y0, x1, y1 = cover.box
            margin = min(x1 - x0, y1 - y0) * 0.15
            known = self._drawn.is_flat((x0 + margin, y0 + margin, x1 - margin, y1 - margin))
            self._flat[cover.order] = known
        return known


def _lies_in(letter: Box, cover: Box) -> bool:
    """Return whether nine tenths of a letter lie inside a cover."""
    across = min(letter[2], cover[2]) - max(letter[0], cover[0])
    along = min(letter[3], cover[3]) - max(letter[1], cover[1])
    if across <= 0 or along <= 0:
        return False
    return across * along >= 0.9 * (letter[2] - letter[0]) * (letter[3] - letter[1])


def _is_field(box: Box, fields: Sequence[Box]) -> bool:
    return any(all(abs(a - b) < 2.0 for a, b in zip(box, each, strict=True)) for each in fields)
