"""Highlights that a file brought along, gathered by colour, with names for the colours."""

from __future__ import annotations

import colorsys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.passage import Anchor

SAMPLES = 3  # quotes shown of a group
NOTES = "Notes without a highlight"

_ALIKE = 90.0  # distance of two colours that pass for one; black to white is about 765
_HUES = (
    (15, "red"), (42, "orange"), (70, "yellow"), (165, "green"), (200, "turquoise"),
    (255, "blue"), (290, "purple"), (345, "pink"), (361, "red"),
)  # fmt: skip


class HighlightState(StrEnum):
    """Whether a highlight waits to be used, was used for a passage, or is left as it is."""

    WAITING = "waiting"
    USED = "used"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Highlight:
    """One highlight of a file. ``colour`` is "#rrggbb", "" for a comment without a highlight.

    ``to_place``: its words are not at a known place of the item's present pages. ``comment`` is
    what was written beside it, plain text. ``passage_uid`` is the passage made from it, or "".
    ``is_reading``: the item is on the reading list, so the highlight can only become theory.
    """

    uid: str
    item_uid: str
    item_title: str
    anchor: Anchor
    colour: str
    comment: str = ""
    state: HighlightState = HighlightState.WAITING
    to_place: bool = False
    passage_uid: str = ""
    is_reading: bool = False

    @property
    def page(self) -> int:
        """The page on which it begins, counted from 1; 0 where that is not known."""
        return self.anchor.spans[0].page_index + 1 if self.anchor.spans else 0


@dataclass(frozen=True, slots=True)
class ColourGroup:
    """Highlights of one colour, those that look alike together.

    ``colour`` is the commonest of theirs and stands for the group; ``name`` is its word. ``items``
    counts the pieces they are in, ``comments`` those with a comment; ``samples`` are some quotes.
    """

    colour: str
    name: str
    count: int
    items: int
    samples: tuple[str, ...]
    comments: int = 0
    colours: tuple[str, ...] = ()


def colour_groups(highlights: Iterable[Highlight]) -> tuple[ColourGroup, ...]:
    """Return the highlights gathered by colour, the largest group first, stray comments last."""
    listed = tuple(highlights)
    counts = Counter(each.colour for each in listed)
    leaders: dict[str, list[str]] = {}
    for colour in sorted(counts, key=lambda each: -counts[each]):  # else as they were found
        near = [each for each in leaders if _distance(each, colour) <= _ALIKE]
        if near:
            leaders[min(near, key=lambda each: (_distance(each, colour), each))].append(colour)
        else:
            leaders[colour] = [colour]
    groups = []
    taken: Counter[str] = Counter()
    for colour, alike in leaders.items():
        members = [each for each in listed if each.colour in alike]
        name = colour_name(colour)
        taken[name] += 1
        groups.append(
            ColourGroup(
                colour=colour,
                name=name if taken[name] == 1 else f"{name} {taken[name]}",
                count=len(members),
                items=len({each.item_uid for each in members}),
                samples=_samples(members),
                comments=sum(bool(each.comment) for each in members),
                colours=tuple(alike),
            )
        )
    return tuple(sorted(groups, key=lambda each: (not each.colour, -each.count, each.colour)))


def colour_name(colour: str) -> str:
    """Return the usual word for a colour "#rrggbb", such as "light green"."""
    if not colour:
        return NOTES
    red, green, blue = (each / 255 for each in _parts(colour))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    chroma = max(red, green, blue) - min(red, green, blue)
    if chroma < 0.1 or saturation < 0.1:
        return "black" if light < 0.2 else "white" if light > 0.93 else "grey"
    word = next(word for end, word in _HUES if hue * 360 < end)
    if word in ("red", "orange") and light < 0.35:
        word = "brown" if word == "orange" else "dark red"
    elif word == "red" and light > 0.7:
        word = "pink"
    elif word not in ("brown", "pink") and light < 0.25:
        word = f"dark {word}"
    return word


def _samples(members: Sequence[Highlight]) -> tuple[str, ...]:
    words = [each.anchor.quote or each.comment for each in members]
    return tuple(list(dict.fromkeys(filter(None, words)))[:SAMPLES])


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _distance(one: str, other: str) -> float:
    """Return how different two colours look, by the usual "redmean" weights."""
    if not (one and other):
        return 0.0 if one == other else 1000.0
    a, b = _parts(one), _parts(other)
    mean = (a[0] + b[0]) / 2
    red, green, blue = (x - y for x, y in zip(a, b, strict=True))
    weighed = (2 + mean / 256) * red**2 + 4 * green**2 + (2 + (255 - mean) / 256) * blue**2
    return float(weighed**0.5)
