"""How the plain PDF leads to a KSB's page in any reader, counted: no part of this app is needed.

Two ways: annex A (open its bookmark, choose the cell) and the index (open the index among the
bookmarks, choose the KSB, choose the passage). Seconds are those of the keystroke-level model for
a practised person: a decision before each choice, pointing, pressing and letting go (S. K. Card,
T. P. Moran and A. Newell, Communications of the ACM 23(7), 1980).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.bundle_map import BundleMap, MapKsb

REACH = 10.0  # seconds to any KSB's page
_DECIDE, _POINT, _PRESS = 1.35, 1.1, 0.2  # seconds: M, P and 2 × B of the model
CHOOSE = _DECIDE + _POINT + _PRESS
TURN = _DECIDE  # to scroll by the wheel or a key: hand and pointer are there
ROWS_SEEN = 28  # bookmarks in a reader's pane on a screen of 768 pixels; more are scrolled to


class WayKind(StrEnum):
    """Annex A, or the index by its bookmarks."""

    ANNEX = "annex"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to one page that shows a KSB. ``page`` counts from 1.

    ``choices`` are what is chosen, in order; ``turns`` how often it is scrolled or turned between.
    """

    kind: WayKind
    page: int
    choices: tuple[str, ...]
    turns: int = 0

    @property
    def seconds(self) -> float:
        """How long it takes by the model."""
        return len(self.choices) * CHOOSE + self.turns * TURN


@dataclass(frozen=True, slots=True)
class WaysOf:
    """The ways to a KSB's passages; none of a kind where the bundle has no such way."""

    code: str
    words: str
    ways: tuple[Way, ...]

    @property
    def seconds(self) -> float:
        """The quickest way's time; infinite where there is none."""
        return min((each.seconds for each in self.ways), default=float("inf"))

    @property
    def is_reached(self) -> bool:
        """Whether a page that shows it is reached within ten seconds."""
        return self.seconds <= REACH


@dataclass(frozen=True, slots=True)
class PlainProof:
    """The ways to every KSB that has a passage in the bundle. ``bundle_id`` says of which."""

    bundle_id: str
    ksbs: tuple[WaysOf, ...]

    @property
    def unreached(self) -> tuple[WaysOf, ...]:
        """Those that take longer, or have no way at all."""
        return tuple(each for each in self.ksbs if not each.is_reached)

    @property
    def slowest(self) -> float:
        """The longest of all, in seconds; 0 where no KSB has a passage."""
        return max((each.seconds for each in self.ksbs), default=0.0)

    @property
    def words(self) -> str:
        """What was found, in a sentence or two."""
        if not self.ksbs:
            return "No KSB has a passage in this bundle."
        count = len(self.ksbs)
        if self.unreached:
            names = ", ".join(each.code for each in self.unreached[:12])
            more = len(self.unreached) - 12
            names += f" and {more} more" if more > 0 else ""
            return (
                f"{count - len(self.unreached)} of {count} KSBs are reached within ten seconds by "
                f"bookmarks or annex A in any PDF reader. Longer: {names}."
            )
        told = f"about {self.slowest:.0f} seconds at most"
        if count == 1:
            return f"The one KSB with a passage is reached in {told}, in any PDF reader."
        return (
            f"Each of the {count} KSBs with a passage is reached in {told}, by bookmarks or annex "
            "A in any PDF reader."
        )


def prove(bundle: BundleMap) -> PlainProof:
    """Return the ways the plain PDF offers to each KSB that something in it shows.

    A link counts only if it leads to a page on which the bundle claims that KSB.
    """
    pages: dict[str, set[int]] = {}
    for claim in bundle.manifest.claims:
        pages.setdefault(claim.ksb, set()).add(claim.page)
    titles = {each.key: each.title for each in bundle.manifest.sections}
    found = [
        WaysOf(ksb.code, ksb.words, _ways(bundle, ksb, pages[ksb.code], titles))
        for ksb in bundle.ksbs
        if ksb.code in pages
    ]
    return PlainProof(bundle.manifest.bundle_id, tuple(found))


def _ways(
    bundle: BundleMap, ksb: MapKsb, pages: set[int], titles: dict[str, str]
) -> tuple[Way, ...]:
    ways: list[Way] = []
    annex = titles.get("annex-a", "")
    cells = [each for each in ksb.cells if each.page in pages]
    if cells and annex in bundle.marked:
        cell = min(cells, key=lambda each: each.on)
        chosen = (f"Bookmark “{annex}”", f"{ksb.code}, {cell.ref}: {cell.page}")
        ways.append(Way(WayKind.ANNEX, cell.page, chosen, cell.on - bundle.annex))
    index = titles.get("index", "")
    passage = next((each for each in ksb.passages if each in pages), 0)
    if passage and ksb.row and index in bundle.marked:
        name = f"{ksb.code} {ksb.words}".strip()
        choices = (f"Open “{index}” among the bookmarks", f"Bookmark “{name}”", f"Page {passage}")
        turns = (ksb.row - 1) // ROWS_SEEN
        ways.append(Way(WayKind.INDEX, passage, choices, turns))
    return tuple(ways)
