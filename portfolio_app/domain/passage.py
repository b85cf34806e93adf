"""Passages and claims: an exact place in a piece of evidence, and the KSB it is said to show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from portfolio_app.domain.days import clock

SHOWS_LIMIT = 200  # characters of "What this shows"

# Four corners in reading order (top left, top right, bottom right, bottom left), page space points.
Quad = tuple[float, float, float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # x0, y0, x1, y1, page space points


class Strength(IntEnum):
    """How strongly a passage shows a KSB, in the apprentice's own judgement. Private."""

    PARTLY = 1
    CLEARLY = 2
    BEST = 3

    @property
    def words(self) -> str:
        """The word on the claim bar."""
        return {1: "Partly shows", 2: "Clearly shows", 3: "Best example"}[self.value]


def quad_of(box: Box) -> Quad:
    """Return the four corners of an upright box."""
    x0, y0, x1, y1 = box
    return (x0, y0, x1, y0, x1, y1, x0, y1)


def box_of(quads: tuple[Quad, ...]) -> Box:
    """Return the smallest upright box around all corners. There must be at least one quad."""
    xs = [quad[i] for quad in quads for i in (0, 2, 4, 6)]
    ys = [quad[i] for quad in quads for i in (1, 3, 5, 7)]
    return (min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Span:
    """One run of a passage on one page: code points ``start`` to ``end`` of the page's text.

    ``page_index`` counts from 0. A box on a picture has start = end = 0 and one quad.
    """

    page_index: int
    start: int
    end: int
    quads: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage lies, twice over: by place (spans or times) and by words (quote and context).

    A whole item has no spans and no times. Times are seconds from the start of a recording.
    """

    spans: tuple[Span, ...] = ()
    quote: str = ""
    before: str = ""
    after: str = ""
    time_from: float | None = None
    time_to: float | None = None

    @property
    def is_whole(self) -> bool:
        """Whether this is the whole item rather than a place in it."""
        return not self.spans and self.time_from is None

    @property
    def is_box(self) -> bool:
        """Whether this is a drawn box rather than words."""
        return bool(self.spans) and self.spans[0].start == self.spans[0].end

    @property
    def times(self) -> str:
        """A part of a recording in words: "02:05 to 03:10"; empty for any other place."""
        if self.time_from is None or self.time_to is None:
            return ""
        return f"{clock(self.time_from)} to {clock(self.time_to)}"


def _page(anchor: Anchor, *, to_place: bool) -> int:
    return anchor.spans[0].page_index + 1 if anchor.spans and not to_place else 0


@dataclass(frozen=True, slots=True)
class Claim:
    """One passage (or whole item) linked to one KSB. ``page`` counts from 1, 0 for a whole item.

    ``ref`` is the item's E-number, empty while it is not shortlisted, and ``place`` its place on
    the shortlist counted from 0, which decides what comes first. ``to_place``: the words were
    not found in the item's newest version, and ``anchor`` says what was true of an earlier one.
    ``was``: the words it had there, where it was found slightly reworded and waits to be checked.
    ``note`` is the passage's private note. ``is_signed`` is False for an observation that nobody
    has signed, or that was attached marked incomplete: such a claim is a start and no more.
    """

    uid: str
    passage_uid: str
    item_uid: str
    item_title: str
    ref: str
    ksb_uid: str
    ksb_code: str
    anchor: Anchor
    strength: Strength
    shows: str
    to_place: bool = False
    note: str = ""
    was: str = ""
    is_signed: bool = True
    place: int | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it stands at an exact place of the item as it is now."""
        return not self.anchor.is_whole and not self.to_place

    @property
    def counts(self) -> bool:
        """Whether it counts as chosen: an exact passage that clearly shows it, and signed for."""
        return self.strength >= Strength.CLEARLY and self.is_exact and self.is_signed

    @property
    def page(self) -> int:
        """The page of the piece on which the passage begins, counted from 1.

        0 for a whole item, and while the passage waits to be placed: then nobody knows.
        """
        return _page(self.anchor, to_place=self.to_place)


@dataclass(frozen=True, slots=True)
class Passage:
    """An exact place in an item, with all that is linked to it; ``note`` is private.

    ``to_place`` and ``was`` are as with a claim. ``ksb_codes`` are those it is claimed for,
    ``theory_codes`` those it is theory for.
    """

    uid: str
    item_uid: str
    item_title: str
    anchor: Anchor
    to_place: bool = False
    was: str = ""
    note: str = ""
    ksb_codes: tuple[str, ...] = ()
    theory_codes: tuple[str, ...] = ()

    @property
    def page(self) -> int:
        """The page on which it begins, counted from 1; 0 as with a claim."""
        return _page(self.anchor, to_place=self.to_place)


@dataclass(frozen=True, slots=True)
class Theory:
    """A passage of something read that is theory for a KSB. No claim: never in the bundle."""

    uid: str
    passage_uid: str
    item_uid: str
    item_title: str
    ksb_uid: str
    ksb_code: str
    anchor: Anchor
    to_place: bool = False
    note: str = ""

    @property
    def page(self) -> int:
        """The page on which it begins, counted from 1; 0 as with a claim."""
        return _page(self.anchor, to_place=self.to_place)
