"""What is hidden in one place and still shows in another: what stops a build, and what is told.

The rows name items and pages, never a hidden word or a label.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.hidden_left import letters_of
from portfolio_app.domain.hiding import Hide, pages_words, words_key
from portfolio_app.domain.passage import Box, box_of
from portfolio_app.problems import Level, Problem
from portfolio_app.services.hidden_words import count_shown, hidden_spans
from portfolio_app.services.kin import Kin
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_FACT = "A fact of this portfolio."
_NEAR = 0.5  # points by which two areas may differ and still be the same


def hidden_places(store: Store) -> tuple[Problem, ...]:
    """Return what is hidden and shows all the same, in the order of the shortlist.

    A piece that is the same pages again (a copy, another version, the whole or a part cut from it)
    stops a build while it shows them. The same words elsewhere, in the piece itself or in another,
    may be meant to stay: they are to be checked, unless they were left alone.
    """
    kin = Kin(store)
    if not kin.hides:
        return ()
    items = [each for each in queries.evidence.items(store) if each.position is not None]
    items.sort(key=lambda each: each.position or 0)
    looked = _Looked(store, kin)
    found: list[Problem] = []
    for item in items:
        if not item.pages:
            continue
        stop = _shown_again(kin, looked, item)
        if stop is not None:
            found.append(stop)
            continue
        elsewhere = _elsewhere(kin, looked, item)
        if elsewhere is not None:
            found.append(elsewhere)
    return tuple(found)


def _shown_again(kin: Kin, looked: _Looked, item: EvidenceItem) -> Problem | None:
    for other, hides in kin.same_pages(item):
        pages = looked.pages_that_show(item, {each.anchor.quote for each in hides})
        if other.sha256 == item.sha256 and other.pages == item.pages:
            pages |= _areas_that_show(hides, kin.hides.get(item.uid, ()))
        if pages:
            told = (
                f"{item.ref} {item.title} shows on {pages_words(sorted(pages))} what is hidden in "
                f"{other.ref or other.title}, which is the same document or a version of it. Hide "
                "it here too, or take the item off the shortlist."
            )
            return Problem(
                Level.MUST_FIX,
                "item.hidden-places",
                item.ref,
                told,
                about_uid=item.uid,
                page=min(pages),
                source=_FACT,
                stops=True,
            )
    return None


def _elsewhere(kin: Kin, looked: _Looked, item: EvidenceItem) -> Problem | None:
    own = {each.anchor.quote for each in kin.hides.get(item.uid, ())}
    others: set[str] = set()
    for uid, hides in kin.hides.items():
        if uid != item.uid:
            others |= {each.anchor.quote for each in hides}
    here = looked.shown_on(item, own)
    there = looked.shown_on(item, others - own)
    if not here and not there:
        return None
    where = "in other places of it" if here else "in other evidence"
    if here and there:
        where = "in other places of it and in other evidence"
    pages = sorted({*here, *there})
    told = (
        f"{item.ref} {item.title} shows on {pages_words(pages)} words that are hidden {where}. "
        "They stay unless you hide them here too."
    )
    return Problem(
        Level.SHOULD_CHECK,
        "item.hidden-elsewhere",
        item.ref,
        told,
        about_uid=item.uid,
        page=pages[0],
        source=_FACT,
        may_accept=True,
        detail=_digest((here, there)),
    )


def _digest(found: Iterable[Mapping[int, Iterable[str]]]) -> str:
    """Return a short name for which words show on which pages: other ones are told again."""
    told = sorted(
        {(page, words_key(word)) for some in found for page in some for word in some[page]}
    )
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:16]


def _areas_that_show(hides: Iterable[Hide], own: Sequence[Hide]) -> set[int]:
    """Return the pages, from 1, of drawn areas that are not covered by an area of one's own."""
    covers: dict[int, list[Box]] = {}
    for hide in own:
        for span in () if hide.to_place else hide.anchor.spans:
            covers.setdefault(span.page_index, []).extend(box_of((q,)) for q in span.quads)
    return {
        span.page_index + 1
        for hide in hides
        if hide.anchor.is_box and not hide.to_place
        for span in hide.anchor.spans
        if not any(
            _is_within(box_of(span.quads), cover) for cover in covers.get(span.page_index, ())
        )
    }


def _is_within(one: Box, other: Box) -> bool:
    return (
        other[0] - _NEAR <= one[0]
        and other[1] - _NEAR <= one[1]
        and one[2] <= other[2] + _NEAR
        and one[3] <= other[3] + _NEAR
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of the piece that is looked at: its number from 1, its words, what is hidden in it."""

    number: int
    text: str
    letters: str
    hidden: list[tuple[int, int]]


class _Looked:
    """Where words stand on the pages of an item, and are neither hidden there nor left alone."""

    def __init__(self, store: Store, kin: Kin) -> None:
        self._store = store
        self._kin = kin
        self._left = {
            (words_key(each.text), each.item_uid)
            for each in queries.names_to_hide.left_alone(store)
        }
        self._uid = ""
        self._pages: list[_Page] = []

    def pages_that_show(self, item: EvidenceItem, words: Iterable[str]) -> set[int]:
        """Return those pages, counted from 1."""
        return set(self.shown_on(item, words))

    def shown_on(self, item: EvidenceItem, words: Iterable[str]) -> dict[int, list[str]]:
        """Return those pages, counted from 1, with the words that show on each."""
        sought = [
            (each, letters_of(each))
            for each in words
            if each.strip()
            and (words_key(each), item.uid) not in self._left
            and (words_key(each), "") not in self._left
        ]
        found: dict[int, list[str]] = {}
        for page in self._pages_of(item) if sought else ():
            for each, letters in sought:
                if letters in page.letters and count_shown(page.text, each, page.hidden):
                    found.setdefault(page.number, []).append(each)
        return found

    def _pages_of(self, item: EvidenceItem) -> list[_Page]:
        if self._uid != item.uid:
            hides = self._kin.hides.get(item.uid, ())
            self._uid = item.uid
            self._pages = [
                _Page(
                    page.index + 1,
                    page.text,
                    letters_of(page.text),
                    hidden_spans(hides, page.index),
                )
                for page in queries.text.page_texts(self._store, item.uid)
            ]
        return self._pages
