"""Finds words that a page holds but nobody sees, though nothing was drawn over them.

White on white, in no colour at all, or beside the part of the page that is shown: such words can
still be selected, copied and searched. As with covered words, what counts is the drawn page. Words
that lie on a picture without being drawn are what a machine read there, and are seen in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.documents.drawn_objects import Colour, Cover, Drawn
from portfolio_app.documents.drawn_page import FEWEST, DrawnPage, Letter, stretches, touch
from portfolio_app.documents.pdf_values import Box

_SAME = 12  # of 255: colours as near as this cannot be told apart
_LIGHT = 255 - _SAME  # of 255: nobody sees this on white paper
_FAINT = 12  # of 255: nobody sees what is as little opaque as this
_MOST_OF_THEM = 0.6  # of a text object's letters
_BAND = 10.0  # points
_AROUND = 1.0  # points: a thin letter fills its own place, but not what lies around it


@dataclass(frozen=True, slots=True)
class Unseen:
    """Stretches of words in reading order: on the page but not seen, and outside of it."""

    on_page: list[str]
    outside: list[str]


def unseen(drawn: DrawnPage, made: Drawn, fields: Sequence[Box]) -> Unseen:
    """Return the words of a page that nobody sees; the page is drawn only where one is suspect.

    ``fields`` are the places of a form's fields in the page's own coordinates: a field's hint is
    no secret.
    """
    texts = made.texts
    grounds = {each.colour for each in made.covers if each.colour is not None}
    alike = {each for each in {words.colour for words in texts.values()} if _is_like(each, grounds)}
    suspect = {
        address
        for address, words in texts.items()
        if not words.is_drawn or words.opaque <= _FAINT or words.colour in alike
    }
    beside = {address for address, words in texts.items() if drawn.is_partly_outside(words.box)}
    if not suspect and not beside:
        return Unseen([], [])
    letters = drawn.letters()
    outside, lying = [False] * len(letters), dict[int, list[int]]()
    for place, letter in enumerate(letters):
        if letter is None or not letter.sign.isalnum() or not _has_room(letter.box):
            continue
        if letter.address in beside and drawn.is_outside(letter.box):
            outside[place] = True
        elif letter.address in suspect and not _is_any(letter.box, fields):
            lying.setdefault(letter.address, []).append(place)
    not_seen = [False] * len(letters)
    pictures = _Pictures(made.pictures)
    for address, places in lying.items():
        words = texts[address]
        is_read = not words.is_drawn or words.opaque <= _FAINT
        later = -1 if is_read else words.order
        places = [at for at in places if not pictures.lie_at(_box(letters, at), later)]
        hidden = [at for at in places if _is_unseen(at, drawn, letters)]
        if len(hidden) >= min(FEWEST, len(places)) and len(hidden) > _MOST_OF_THEM * len(places):
            for at in places:
                not_seen[at] = True
    return Unseen(list(stretches(letters, not_seen)), list(stretches(letters, outside)))


class _Pictures:
    """Pictures by how high they lie on the page: a scan may be of thousands of strips."""

    def __init__(self, pictures: Sequence[Cover]) -> None:
        self._bands: dict[int, list[Cover]] = {}
        for each in pictures:
            low, high = int(each.box[1] // _BAND), int(each.box[3] // _BAND)
            for band in range(low, min(high, low + 2_000) + 1):
                self._bands.setdefault(band, []).append(each)

    def lie_at(self, place: Box, later: int) -> bool:
        """Return whether a picture drawn later than ``later`` touches a letter's place."""
        low, high = int(place[1] // _BAND), int(place[3] // _BAND)
        return any(
            each.order > later and touch(place, each.box)
            for band in range(low, min(high, low + 2_000) + 1)
            for each in self._bands.get(band, ())
        )


def _is_like(colour: Colour | None, grounds: set[Colour]) -> bool:
    if colour is None:
        return False
    return min(colour) >= _LIGHT or any(
        all(abs(a - b) <= _SAME for a, b in zip(colour, each, strict=True)) for each in grounds
    )


def _is_unseen(at: int, drawn: DrawnPage, letters: Sequence[Letter | None]) -> bool:
    x0, y0, x1, y1 = _box(letters, at)
    return drawn.is_flat((x0 - _AROUND, y0 - _AROUND, x1 + _AROUND, y1 + _AROUND), _SAME)


def _box(letters: Sequence[Letter | None], at: int) -> Box:
    letter = letters[at]
    return letter.box if letter is not None else (0.0, 0.0, 0.0, 0.0)


def _has_room(box: Box) -> bool:
    return box[0] < box[2] and box[1] < box[3]


def _is_any(box: Box, places: Sequence[Box]) -> bool:
    return any(touch(box, each) for each in places)
