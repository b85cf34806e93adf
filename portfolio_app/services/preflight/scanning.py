"""What stands on pages, found once: pages made of a file never change, so neither does this.

Kept in memory for as long as the app runs, and what is no matter of the listed names in the
portfolio's encrypted cache too. Of the pages' words only those that were found are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

from portfolio_app.domain import markings, patterns, quotes
from portfolio_app.domain.document import PageText
from portfolio_app.domain.names import Name, NameFinder
from portfolio_app.domain.personal import Whose, whose
from portfolio_app.progress import Progress, silent
from portfolio_app.services.preflight import keeping
from portfolio_app.services.preflight.hits import MarkingHit, NameHit, NumberHit, Scanned
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.queries.text import Made

_MOST_PAGES = 60_000  # of all renditions that are remembered


Names = tuple[Name, ...]
_NOTHING = Scanned(0, (), ())
_kept: OrderedDict[Made, Scanned] = OrderedDict()
_named: OrderedDict[Made, tuple[NameHit, ...]] = OrderedDict()
_named_by: list[tuple[Names, tuple[str, ...]]] = []  # the names that ``_named`` was found with
_lock = Lock()


def scanned(
    store: Store, item_uids: Iterable[str], *, progress: Progress = silent
) -> dict[str, Scanned]:
    """Return what stands on the pages of these items, by their uid; pages not seen yet are read.

    Raises:
        Cancelled: ``progress`` raised it; what was found so far need not be looked for again.
    """
    renditions = queries.text.renditions_of(store, tuple(item_uids))
    with _lock:
        found = {made: _kept[made] for made in renditions.values() if made in _kept}
        for made in found:
            _kept.move_to_end(made)
    missing = {made.uid: made for made in renditions.values() if made not in found}
    texts = queries.text.texts_of_renditions(store, tuple(missing)) if missing else {}
    every, done = sum(map(len, texts.values())), 0
    for uid, made in missing.items():
        pages = texts.pop(uid, ())
        seen = keeping.kept(store, made, pages) if pages else _NOTHING
        if seen is None:
            seen = look_at_pages(_one_by_one(pages, progress, done, every))
            keeping.keep(store, made, pages, seen)
        done += len(pages)
        found[made] = seen
        with _lock:
            _kept[made] = seen
            while sum(each.pages for each in _kept.values()) > _MOST_PAGES and len(_kept) > 1:
                _kept.popitem(last=False)
    return {item: found[made] for item, made in renditions.items()}


def named(
    store: Store,
    item_uids: Iterable[str],
    names: Names,
    own: tuple[str, ...],
    *,
    progress: Progress = silent,
) -> dict[str, tuple[NameHit, ...]]:
    """Return where listed names stand on the pages of these items, by the item's uid.

    ``own`` are names that are never matched. What was found with other names is forgotten.

    Raises:
        Cancelled: ``progress`` raised it.
    """
    renditions = queries.text.renditions_of(store, tuple(item_uids))
    with _lock:
        if _named_by != [(names, own)]:
            _named.clear()
            _named_by[:] = [(names, own)]
        found = {made: _named[made] for made in renditions.values() if made in _named}
    missing = {made.uid: made for made in renditions.values() if made not in found}
    if missing:
        finder = NameFinder(names, own)
        texts = queries.text.texts_of_renditions(store, tuple(missing))
        every, done = sum(map(len, texts.values())), 0
        for uid, made in missing.items():
            pages = texts.pop(uid, ())
            found[made] = tuple(
                NameHit(page.index, hit.start, hit.end, page.text[hit.start : hit.end])
                for page in _one_by_one(pages, progress, done, every)
                for hit in finder.find(page.text)
            )
            done += len(pages)
        with _lock:
            if _named_by == [(names, own)]:
                _named.update((made, found[made]) for made in missing.values())
    return {item: found[made] for item, made in renditions.items()}


def _one_by_one(
    pages: Sequence[PageText], progress: Progress, done: int, every: int
) -> Iterator[PageText]:
    for number, page in enumerate(pages, done):
        progress("Looking for names, numbers and markings", number / every)
        yield page


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
