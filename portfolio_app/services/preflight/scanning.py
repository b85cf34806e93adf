"""What stands on pages, found once: pages made of a file never change, so neither does this.

Kept in memory for as long as the app runs, by the uid of the rendition. Of the pages' words only
those that were found are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from portfolio_app.domain import markings, patterns, quotes
from portfolio_app.domain.document import PageText
from portfolio_app.domain.markings import Marking
from portfolio_app.domain.names import Name, NameFinder
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.personal import Whose, whose
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_MOST_PAGES = 60_000  # of all renditions that are remembered


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number or an address on a page: index from 0, code points ``start`` to ``end``.

    ``key`` is how it is compared (patterns.canonical), ``whose`` whose it is likely to be.
    """

    pattern: Pattern
    page_index: int
    start: int
    end: int
    words: str
    key: str
    whose: Whose


@dataclass(frozen=True, slots=True)
class NameHit:
    """A listed name on a page: index from 0, code points ``start`` to ``end``."""

    page_index: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class MarkingHit:
    """A marking on a page: index from 0, code points ``start`` to ``end``."""

    marking: Marking
    page_index: int
    start: int
    end: int
    is_mention: bool


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found on the pages of one rendition; numbers and addresses of offices apart."""

    pages: int
    numbers: tuple[NumberHit, ...]
    markings: tuple[MarkingHit, ...]


Names = tuple[Name, ...]
_NOTHING = Scanned(0, (), ())
_kept: OrderedDict[str, Scanned] = OrderedDict()
_named: OrderedDict[str, tuple[NameHit, ...]] = OrderedDict()
_named_by: list[tuple[Names, tuple[str, ...]]] = []  # the names that ``_named`` was found with
_lock = Lock()


def scanned(store: Store, item_uids: Iterable[str]) -> dict[str, Scanned]:
    """Return what stands on the pages of these items, by their uid; pages not seen yet are read."""
    renditions = queries.text.renditions_of(store, tuple(item_uids))
    with _lock:
        found = {uid: _kept[uid] for uid in renditions.values() if uid in _kept}
        for uid in found:
            _kept.move_to_end(uid)
    missing = tuple(uid for uid in renditions.values() if uid not in found)
    if missing:
        for uid, pages in queries.text.texts_of_renditions(store, missing).items():
            found[uid] = look_at_pages(pages)
        with _lock:
            _kept.update((uid, found.setdefault(uid, _NOTHING)) for uid in missing)
            while sum(each.pages for each in _kept.values()) > _MOST_PAGES and len(_kept) > 1:
                _kept.popitem(last=False)
    return {item: found.get(uid, _NOTHING) for item, uid in renditions.items()}


def named(
    store: Store, item_uids: Iterable[str], names: Names, own: tuple[str, ...]
) -> dict[str, tuple[NameHit, ...]]:
    """Return where listed names stand on the pages of these items, by the item's uid.

    ``own`` are names that are never matched. What was found with other names is forgotten.
    """
    renditions = queries.text.renditions_of(store, tuple(item_uids))
    with _lock:
        if _named_by != [(names, own)]:
            _named.clear()
            _named_by[:] = [(names, own)]
        found = {uid: _named[uid] for uid in renditions.values() if uid in _named}
    missing = tuple(uid for uid in renditions.values() if uid not in found)
    if missing:
        finder = NameFinder(names, own)
        for uid, pages in queries.text.texts_of_renditions(store, missing).items():
            found[uid] = tuple(
                NameHit(page.index, hit.start, hit.end, page.text[hit.start : hit.end])
                for page in pages
                for hit in finder.find(page.text)
            )
        with _lock:
            if _named_by == [(names, own)]:
                _named.update((uid, found.setdefault(uid, ())) for uid in missing)
    return {item: found.get(uid, ()) for item, uid in renditions.items()}


def look_at_pages(pages: Iterable[PageText]) -> Scanned:
    """Return what stands on these pages."""
    numbers: list[NumberHit] = []
    marked: list[MarkingHit] = []
    count = 0
    for page in pages:
        count += 1
        for hit in patterns.find(page.text):
            words = quotes.tidy(page.text[hit.start : hit.end])
            belongs = whose(hit.pattern, words, page.text)
            if belongs is not Whose.OFFICE:
                key = patterns.canonical(hit.pattern, words)
                place = page.index, hit.start, hit.end
                numbers.append(NumberHit(hit.pattern, *place, words, key, belongs))
        marked += [
            MarkingHit(each.marking, page.index, each.start, each.end, each.is_mention)
            for each in markings.in_page(page.text)
        ]
    return Scanned(count, tuple(numbers), tuple(marked))
