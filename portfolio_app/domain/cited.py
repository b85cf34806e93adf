"""What a citation of evidence prints, from what is known of the place that it cites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.labels import EvidenceLabel
from portfolio_app.domain.passage import Anchor

ABOUT_LETTERS = 160  # of the passage's words, where a citation is explained
TITLE_LETTERS = 60  # of the title of a piece that has no E-number


@dataclass(frozen=True, slots=True)
class Place:
    """What a citation points at, as the portfolio is now. ``uid`` is the passage's or the item's.

    ``anchor`` is whole where the item itself is cited. ``page_index`` is the page of the item on
    which the passage begins, from 0; None where it has none or nobody knows it. ``ref`` is its
    E-number, "" off the shortlist. ``claims`` are the uids of the passage's claims. ``is_hidden``:
    a part of the passage is hidden in everything exported; False for a whole item. ``sha256`` is
    that of the item's file, "" where it has none.
    """

    uid: str
    item_uid: str
    title: str
    ref: str
    shelf: Shelf
    anchor: Anchor
    page_index: int | None = None
    is_binned: bool = False
    is_kept_in: bool = False
    to_place: bool = False
    is_hidden: bool = False
    claims: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def is_reading(self) -> bool:
        """Whether it is something read rather than evidence."""
        return self.shelf is Shelf.READING


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """A piece in a built portfolio: first page (from 1), how many are shown, how many it has.

    ``sha256`` is that of its file then, "" where that was not kept.
    """

    first_page: int
    pages: int
    of: int
    sha256: str = ""

    def has_page(self, place: Place) -> bool:
        """Whether a place's page is in there: of this version of the piece, and every page is."""
        is_other = self.sha256 != place.sha256 and bool(self.sha256 and place.sha256)
        is_there = place.page_index is not None and place.page_index < self.of
        return is_there and self.pages == self.of and not is_other


@dataclass(frozen=True, slots=True)
class Printed:
    """The pages of a built portfolio that citations print. Pages are PDF pages, from 1.

    ``claims`` is the page by claim uid, ``pieces`` by item uid. ``handed_in``: that very file was
    submitted, so its pages hold whatever is changed since.
    """

    bundle_uid: str
    built_at: str
    handed_in: bool
    claims: Mapping[str, int] = field(default_factory=dict)
    pieces: Mapping[str, PrintedPiece] = field(default_factory=dict)

    def page_of(self, place: Place) -> int:
        """Return the page on which a place is found; 0 when it is not in there."""
        found = next((self.claims[uid] for uid in place.claims if uid in self.claims), 0)
        piece = self.pieces.get(place.item_uid)
        if found or piece is None:
            return found
        if place.anchor.is_whole or place.anchor.time_from is not None:
            return piece.first_page
        if piece.has_page(place) and place.page_index is not None:
            return piece.first_page + place.page_index
        return 0


def label(place: Place, printed: Printed | None) -> EvidenceLabel:
    """Return what a citation of a place prints: where a reader finds it, and what is wrong.

    "Portfolio p. 47" where ``printed`` has it, else "E07, p. 4"; "Reading: title, p. 3" for
    something read. A piece without E-number is named by its title, and said to have none.
    """
    page = 0 if place.is_reading or printed is None else printed.page_of(place)
    text = f"Portfolio p. {page}" if page else _by_piece(place)
    trouble = _trouble(place)
    if not trouble and printed is not None and not page and not place.is_reading:
        trouble = "It isn't in the portfolio that was handed in." if printed.handed_in else ""
    return EvidenceLabel(text, _about(place), trouble)


def _by_piece(place: Place) -> str:
    name = place.ref or _shortened(place.title, TITLE_LETTERS)
    if place.is_reading:
        name = f"Reading: {_shortened(place.title, TITLE_LETTERS)}"
    if place.anchor.times:
        return f"{name}, {place.anchor.times}"
    if place.page_index is None or place.to_place:
        return name
    return f"{name}, p. {place.page_index + 1}"


def _trouble(place: Place) -> str:
    if place.is_binned:
        return "The piece it cites is in the bin."
    if place.is_reading:
        return _NOT_PLACED if place.to_place else ""
    if place.shelf is Shelf.PAPERS:
        return "What it cites is a paper of the pack and no evidence any more."
    if not place.ref:
        return "The piece it cites isn't on the shortlist, so no assessor finds it."
    if place.is_kept_in:
        return "The piece it cites is marked Do not export, so no assessor finds it."
    if place.to_place:
        return _NOT_PLACED
    if place.is_hidden:
        return "The passage it cites is hidden, or a part of it, so no assessor can read it."
    return ""


_NOT_PLACED = "The passage it cites waits to be placed in the piece's newest version."


def _about(place: Place) -> str:
    words = " ".join(place.anchor.quote.split())
    quote = f": “{_shortened(words, ABOUT_LETTERS)}”" if words else ""
    return f"{place.ref} {place.title}".strip() + quote


def _shortened(words: str, letters: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"
