"""Live citations: what each prints is found again whenever it is asked, so none goes stale.

While the shortlist may still change, a citation of evidence names the piece and its page
("E07, p. 4"). Once the portfolio was handed in, or built to be and not changed since, it names the
page of that one file ("Portfolio p. 47"), which is what an assessor holds.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

from typing_extensions import override

from portfolio_app.domain import cited
from portfolio_app.domain.cited import Printed
from portfolio_app.domain.citing_sources import Cites, cited_in
from portfolio_app.domain.days import day_words
from portfolio_app.domain.draft import Block, Inline
from portfolio_app.domain.draft_numbers import numbers
from portfolio_app.domain.labels import EvidenceLabel, Labels
from portfolio_app.domain.reference_style import Style
from portfolio_app.domain.references import Source
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.queries.cited import Standing

_TO_THE_SECOND = len("2026-03-03T14:02:09")  # what follows says UTC, in one way or another


class PagesPrinted(StrEnum):
    """Whether citations print pages of a portfolio, and why not."""

    NONE_BUILT = "none-built"
    CHANGED = "changed"  # a final one was built, and something that it prints was changed since
    BUILT = "built"
    HANDED_IN = "handed-in"


@dataclass(frozen=True, slots=True)
class Printing:
    """Which pages citations print now. ``printed`` is None where they print E-numbers."""

    state: PagesPrinted
    printed: Printed | None = None

    @property
    def words(self) -> str:
        """What citations print now, and why, in a sentence."""
        day = day_words(self.printed.built_at[:10]) if self.printed is not None else ""
        return {
            PagesPrinted.NONE_BUILT: "Citations print E-numbers until a final portfolio is built.",
            PagesPrinted.CHANGED: "Citations print E-numbers: the portfolio was changed since its "
            "final PDF was built. Build it again to print its pages.",
            PagesPrinted.BUILT: f"Citations print pages of the portfolio built on {day}.",
            PagesPrinted.HANDED_IN: "Citations print pages of the portfolio that was handed in.",
        }[self.state]


def labels(store: Store, *, blocks: Iterable[Block] | None = None, wait: bool = True) -> Labels:
    """Return what everything in the proposal prints: citations, cross references, numbers.

    What is cited later is looked up when it is asked for. ``blocks`` are those to number; without
    them those that are kept. ``wait`` looks whether a final portfolio still says what the
    portfolio does, which takes as long as planning one; without it what was found before holds,
    and E-numbers are printed until ``printing`` was asked in the background.
    """
    known = printing(store) if wait else printing_known(store)
    drafted = tuple(blocks) if blocks is not None else queries.proposal.blocks(store)
    sources = _Sources(store, drafted)
    if wait:
        sources.cites()
    return Labels(
        evidence=_Evidence(store, known.printed, queries.cited.uids(store)),
        numbers=numbers(drafted),
        cite=sources,
        cite_runs=sources.runs,
    )


def printing(store: Store) -> Printing:
    """Return which portfolio's pages citations print, looking as long as that takes."""
    return _printing(store, look=True)


def printing_known(store: Store) -> Printing:
    """As ``printing``, from what is known at once: CHANGED while it would have to be looked at."""
    return _printing(store, look=False)


def _printing(store: Store, *, look: bool) -> Printing:
    found = queries.cited.printed(store)
    if found is None:
        return Printing(PagesPrinted.NONE_BUILT)
    if found.handed_in:
        return Printing(PagesPrinted.HANDED_IN, found)
    standing = queries.cited.standing(store)
    was_before = standing.changed_at[:_TO_THE_SECOND] < found.built_at[:_TO_THE_SECOND]
    if was_before or _is_as_built(store, found, standing, look=look):
        return Printing(PagesPrinted.BUILT, found)
    return Printing(PagesPrinted.CHANGED)


_looked: WeakKeyDictionary[Store, tuple[tuple[str, Standing], bool]] = WeakKeyDictionary()
_looking = threading.Lock()


def _is_as_built(store: Store, found: Printed, standing: Standing, *, look: bool) -> bool:
    key = (found.bundle_uid, standing)
    with _looking:
        known = _looked.get(store)
    if known is not None and known[0] == key:
        return known[1]
    if not look:
        return False
    from portfolio_app.services import out_of_date

    try:
        same = not out_of_date.is_out_of_date(store, found.bundle_uid)
    except PortfolioError:
        same = False
    # Something may have changed while it was looked at: then it is asked again.
    if queries.cited.standing(store) == standing:
        with _looking:
            _looked[store] = (key, same)
    return same


class _Sources:
    """What citations of references print: worked out together, when the first is asked for.

    A reference that nothing cited then counts from when it is first asked for.
    """

    def __init__(self, store: Store, blocks: tuple[Block, ...]) -> None:
        self._store = store
        self._blocks = blocks
        self._cited = set(cited_in(blocks))
        self._cites: Cites | None = None
        self._held: tuple[Style, dict[str, Source]] | None = None

    def cites(self) -> Cites:
        """Return what citations print, and the list of what is cited."""
        if self._cites is None:
            style, sources = self._read()
            self._cites = Cites(style, sources.values(), cited_in(self._blocks))
        return self._cites

    def _read(self) -> tuple[Style, dict[str, Source]]:
        from portfolio_app.services import reference_style

        if self._held is None:
            sources = {each.uid: each for each in queries.proposal.sources(self._store)}
            self._held = reference_style.style(self._store), sources
        return self._held

    def __call__(self, inline: Inline) -> str:
        return self._knowing(inline).cite(inline)

    def runs(self, inline: Inline) -> tuple[tuple[str, bool], ...]:
        """Return what a citation prints in stretches, each with whether it is italic."""
        return tuple((run.text, run.italic) for run in self._knowing(inline).runs(inline))

    def _knowing(self, inline: Inline) -> Cites:
        named = {each.source_uid for each in inline.cited}
        if not named <= self._cited:
            if self._held is not None and not named <= self._held[1].keys():
                self._held = None  # it may have been added since
            self._cited |= named
            self._blocks = (*self._blocks, Block("", inlines=(inline,)))
            self._cites = None
        return self.cites()


class _Evidence(Mapping[str, EvidenceLabel]):
    """The labels of passages and items by uid; one that was not asked for before is looked up."""

    def __init__(self, store: Store, printed: Printed | None, uids: Iterable[str]) -> None:
        self._store = store
        self._printed = printed
        self._found: dict[str, EvidenceLabel | None] = dict.fromkeys(uids)
        self._look_up(self._found)

    def _look_up(self, uids: Iterable[str]) -> None:
        for uid, place in queries.cited.places(self._store, uids).items():
            self._found[uid] = cited.label(place, self._printed)

    @override
    def __getitem__(self, uid: str) -> EvidenceLabel:
        if uid and uid not in self._found:
            self._found[uid] = None
            self._look_up([uid])
        label = self._found.get(uid)
        if label is None:
            raise KeyError(uid)
        return label

    @override
    def __iter__(self) -> Iterator[str]:
        return (uid for uid, label in self._found.items() if label is not None)

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)
