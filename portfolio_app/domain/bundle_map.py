"""What a built bundle says of itself, read from the one PDF: its pieces, its KSBs, its ways in.

Everything here is printed in the bundle. Page numbers count from 1 and are PDF pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.bundle import Manifest


@dataclass(frozen=True, slots=True)
class MapCell:
    """A filled cell of annex A: the page it stands on, the page it leads to, and the piece."""

    on: int
    page: int
    ref: str


@dataclass(frozen=True, slots=True)
class MapKsb:
    """A KSB as the bundle prints it, in the bundle's order.

    ``words`` is its short wording, "" where it has none. ``entry`` is the page of its entry in the
    index, 0 without one; ``row`` the line of its bookmark, counted from 1 in a pane in which the
    index alone is open, 0 without a bookmark. ``passages`` are the pages its entry leads to, as
    printed: the best first. ``cells`` are those of annex A.
    """

    code: str
    words: str = ""
    entry: int = 0
    row: int = 0
    passages: tuple[int, ...] = ()
    cells: tuple[MapCell, ...] = ()


@dataclass(frozen=True, slots=True)
class BundleMap:
    """A built bundle: what it holds and how a reader gets there.

    ``observed`` are the E-numbers of observations. ``marked`` are the titles of the bookmarks that
    are seen before any is opened.
    """

    manifest: Manifest
    ksbs: tuple[MapKsb, ...] = ()
    observed: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()

    @property
    def annex(self) -> int:
        """The first page of annex A, 0 where there is none."""
        return next((each.page for each in self.manifest.sections if each.key == "annex-a"), 0)

    @property
    def index(self) -> int:
        """The first page of the index by KSB, 0 where there is none."""
        return next((each.page for each in self.manifest.sections if each.key == "index"), 0)
