"""Look through the words of the evidence for listed names, numbers and addresses. Text only.

Reading takes place outside of any change: a search that is cancelled leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from portfolio_app.domain import patterns, quotes
from portfolio_app.domain.document import PageImage, PageText
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.hiding import (
    FoundKind,
    Hide,
    LeftAlone,
    PossibleName,
    Searched,
    ToLookAt,
    words_key,
)
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.names import Name, NameFinder
from portfolio_app.domain.passage import box_of
from portfolio_app.domain.patterns import Pattern
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import reading
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

_AROUND = 60  # code points shown before and after what was found
_Hit = tuple[FoundKind, int, int, str]  # what, from, to, the listed name's uid


def find(
    store: Store,
    room: Workroom,
    scope: Sequence[str] | None = None,
    *,
    progress: Progress = silent,
) -> Searched:
    """Return every possible name or number of the evidence, shortlisted items first.

    ``scope`` names items by uid; without it all evidence is looked through (nothing that is only
    read, nothing in the bin). What is hidden or was left alone is there too, and marked so. The
    apprentice's and the witnesses' own names are left out until they said yes to them.

    Raises:
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    names = queries.names_to_hide.names(store)
    own: tuple[str, ...] = ()
    if not queries.names_to_hide.own_names_too(store):
        own = queries.names_to_hide.own_names(store)
    finder = NameFinder([Name(each.uid, each.text, each.whole_word) for each in names], own)
    labels = {each.uid: each.label for each in names}

    def look(text: str) -> Iterator[_Hit]:
        hits = finder.find(text)
        yield from ((FoundKind.NAME, hit.start, hit.end, hit.uid) for hit in hits)
        numbers = patterns.find(text)
        covered = finder.own(text) if numbers else ()
        for number in numbers:
            # An address that is made of an own name: sam.sampleton@…
            if not any(number.start <= low and high <= number.end for low, high in covered):
                yield FoundKind(number.pattern.value), number.start, number.end, ""

    return _search(store, room, scope, look, labels, progress)


def find_words(
    store: Store,
    room: Workroom,
    words: str,
    *,
    kind: FoundKind | None = None,
    scope: Sequence[str] | None = None,
    progress: Progress = silent,
) -> tuple[PossibleName, ...]:
    """Return every place where these words stand as whole words.

    ``kind`` says that they are a number or an address, which is found however it is written.
    """
    if kind is not None and kind is not FoundKind.NAME:
        pattern = Pattern(kind.value)
        wanted = patterns.canonical(pattern, words)

        def look(text: str) -> Iterator[_Hit]:
            for hit in patterns.find(text):
                words = text[hit.start : hit.end]
                if hit.pattern is pattern and patterns.canonical(pattern, words) == wanted:
                    yield FoundKind(pattern.value), hit.start, hit.end, ""

    else:
        sought = words
        finder = NameFinder([Name("", sought, in_forms=False)])

        def look(text: str) -> Iterator[_Hit]:
            places = {(hit.start, hit.end) for hit in finder.find(text)}
            places |= {hit for hit in quotes.find_all(text, sought) if _is_whole(text, *hit)}
            yield from ((FoundKind.NAME, start, end, "") for start, end in sorted(places))

    if not words.strip():
        return ()
    return _search(store, room, scope, look, {}, progress).found


def mark_again(store: Store, found: Sequence[PossibleName]) -> tuple[PossibleName, ...]:
    """Return what a search found as it stands now: hidden, left alone, labelled or open.

    Without looking at a page again: what lay under a drawn area is taken to lie there still while
    that page has one, and an area drawn since counts from the next search on.
    """
    words: dict[tuple[str, int], list[tuple[int, int]]] = {}
    areas: set[tuple[str, int]] = set()
    used: dict[str, str] = {}
    for hide in queries.hides.hides(store):
        for span in () if hide.to_place else hide.anchor.spans:
            if span.start < span.end:
                words.setdefault((hide.item_uid, span.page_index), []).append(
                    (span.start, span.end)
                )
            else:
                areas.add((hide.item_uid, span.page_index))
        if hide.label and hide.anchor.quote:
            used.setdefault(words_key(hide.anchor.quote), hide.label)
    labels = {each.uid: each.label for each in queries.names_to_hide.names(store)}
    left = Left(queries.names_to_hide.left_alone(store))
    marked = []
    for each in found:
        page = (each.item_uid, each.page_index)
        is_hidden = any(
            low <= each.start and each.end <= high for low, high in words.get(page, ())
        ) or (each.is_under_area and page in areas)
        label = labels.get(each.name_uid) or used.get(words_key(each.words), "")
        reason = left.reason(each.kind, each.words, each.item_uid)
        marked.append(replace(each, is_hidden=is_hidden, label=label, left=reason))
    return tuple(marked)


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a drawn page around some words, and where they lie in it: x, y, width, height."""

    image: PageImage
    places: tuple[tuple[float, float, float, float], ...]


def crop(
    store: Store,
    room: Workroom,
    found: PossibleName,
    *,
    scale: float,
    width: int,
    height: int,
) -> Crop:
    """Return what the page looks like around what was found, ``scale`` pixels a point.

    ``width`` and ``height`` are pixels; the picture is smaller where the page ends.

    Raises:
        PortfolioError: the page can't be drawn.
    """
    chars = reading.chars(store, room, found.item_uid, found.page_index)
    boxes = [box_of((quad,)) for quad in quads_for(chars, found.start, found.end)]
    drawn = reading.draw(store, room, found.item_uid, found.page_index, scale)
    first = boxes[0] if boxes else (0.0, 0.0, 0.0, 0.0)
    wide, high = min(width, drawn.width), min(height, drawn.height)
    x = min(max(round((first[0] + first[2]) / 2 * scale) - wide // 2, 0), drawn.width - wide)
    y = min(max(round((first[1] + first[3]) / 2 * scale) - high // 2, 0), drawn.height - high)
    rows = (drawn.stride * row + 4 * x for row in range(y, y + high))
    pixels = b"".join(drawn.pixels[start : start + 4 * wide] for start in rows)
    return Crop(
        PageImage(wide, high, 4 * wide, pixels),
        tuple(
            (x0 * scale - x, y0 * scale - y, (x1 - x0) * scale, (y1 - y0) * scale)
            for x0, y0, x1, y1 in boxes
        ),
    )


def _search(
    store: Store,
    room: Workroom,
    scope: Sequence[str] | None,
    look: Callable[[str], Iterator[_Hit]],
    labels: dict[str, str],
    progress: Progress,
) -> Searched:
    items = _items(store, scope)
    hides: dict[str, list[Hide]] = {}
    used: dict[str, str] = {}
    for hide in queries.hides.hides(store):
        hides.setdefault(hide.item_uid, []).append(hide)
        if hide.label and hide.anchor.quote:
            used.setdefault(words_key(hide.anchor.quote), hide.label)
    left = Left(queries.names_to_hide.left_alone(store))
    total = sum(each.pages for each in items) or 1
    found: list[PossibleName] = []
    to_look_at: list[ToLookAt] = []
    done = 0
    for item in items:
        if item.picture_pages:
            pages = tuple(index + 1 for index in item.picture_pages)
            to_look_at.append(ToLookAt(item.uid, item.title, item.ref, pages))
        is_hidden = Covered(store, room, item.uid, hides.get(item.uid, ()))
        for page in queries.text.page_texts(store, item.uid):
            progress(f"{item.ref or item.title}, page {page.index + 1}", min(done / total, 1.0))
            done += 1
            for kind, start, end, uid in sorted(look(page.text), key=_place):
                words = quotes.tidy(page.text[start:end])
                as_words, under_area = is_hidden(page.index, start, end)
                found.append(
                    PossibleName(
                        kind=kind,
                        item_uid=item.uid,
                        title=item.title,
                        ref=item.ref,
                        page_index=page.index,
                        start=start,
                        end=end,
                        words=words,
                        before=_before(page, start),
                        after=_after(page, end),
                        label=labels.get(uid) or used.get(words_key(words), ""),
                        name_uid=uid,
                        is_hidden=as_words or under_area,
                        is_under_area=under_area,
                        left=left.reason(kind, words, item.uid),
                    )
                )
    progress("Looked through everything", 1.0)
    return Searched(tuple(found), tuple(to_look_at), len(items), done)


def _items(store: Store, scope: Sequence[str] | None) -> list[EvidenceItem]:
    every = [each for each in queries.evidence.items(store) if each.is_evidence]
    if scope is not None:
        wanted = set(scope)
        every = [each for each in every if each.uid in wanted]
    last = len(every)
    return sorted(every, key=lambda item: item.position if item.position is not None else last)


class Covered:
    """Whether a place of one item is hidden: as words, and under an area that was drawn.

    Without a room it is not known where words lie, so none is taken to lie under an area.
    """

    def __init__(
        self, store: Store, room: Workroom | None, item_uid: str, hides: Sequence[Hide]
    ) -> None:
        self._chars = partial(reading.chars, store, room, item_uid) if room is not None else None
        spans = [span for hide in hides if not hide.to_place for span in hide.anchor.spans]
        self._words: dict[int, list[tuple[int, int]]] = {}
        self._areas: dict[int, list[tuple[float, float, float, float]]] = {}
        self._boxes: dict[int, tuple[float, ...]] = {}
        for span in spans:
            if span.start < span.end:
                self._words.setdefault(span.page_index, []).append((span.start, span.end))
            elif span.quads:
                self._areas.setdefault(span.page_index, []).append(box_of(span.quads))

    def __call__(self, page_index: int, start: int, end: int) -> tuple[bool, bool]:
        """Return whether code points of a page are hidden as words, and under a drawn area."""
        words = self._words.get(page_index, ())
        as_words = any(low <= start and end <= high for low, high in words)
        return as_words, self._is_under_area(page_index, start, end)

    def _is_under_area(self, page_index: int, start: int, end: int) -> bool:
        areas = self._areas.get(page_index)
        if not areas or self._chars is None:
            return False
        if page_index not in self._boxes:
            try:
                self._boxes[page_index] = self._chars(page_index).boxes
            except PortfolioError:
                self._boxes[page_index] = ()  # not known to be hidden: it is shown once more
        boxes = self._boxes[page_index]
        if len(boxes) < 4 * end:
            return False
        seen = [boxes[4 * at : 4 * at + 4] for at in range(start, end)]
        seen = [box for box in seen if box[0] != box[2] or box[1] != box[3]]
        return bool(seen) and all(
            any(
                area[0] - 0.5 <= box[0]
                and area[1] - 0.5 <= box[1]
                and box[2] <= area[2] + 0.5
                and box[3] <= area[3] + 0.5
                for area in areas
            )
            for box in seen
        )


class Left:
    """Which words are to stay, in one item or everywhere, and why."""

    def __init__(self, left: Sequence[LeftAlone]) -> None:
        self._reasons: dict[tuple[str, str], str] = {}
        for each in left:
            for key in _keys(each.text):
                self._reasons[key, each.item_uid] = each.reason or "left"

    def reason(self, kind: FoundKind, words: str, item_uid: str) -> str:
        """Return why these words were left alone, "" when they were not."""
        key = words_key(words)
        if kind is not FoundKind.NAME:
            key = patterns.canonical(Pattern(kind.value), words)
        return self._reasons.get((key, item_uid)) or self._reasons.get((key, ""), "")


def _keys(words: str) -> set[str]:
    """Return all that words may be known by: as words, and as each number they may be."""
    return {words_key(words), *(patterns.canonical(pattern, words) for pattern in Pattern)} - {""}


def _place(hit: _Hit) -> tuple[int, int]:
    return hit[1], -hit[2]


def _before(page: PageText, start: int) -> str:
    low = max(0, start - _AROUND)
    words = quotes.tidy(page.text[low:start])
    return f"…{words.partition(' ')[2] or words}" if low else words


def _after(page: PageText, end: int) -> str:
    words = quotes.tidy(page.text[end : end + _AROUND])
    return f"{words.rpartition(' ')[0] or words}…" if end + _AROUND < len(page.text) else words


def _is_whole(text: str, start: int, end: int) -> bool:
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not cut_before and not cut_after
