"""Words that are hidden somewhere, found in and taken out of what names, lists and sheets say.

What a page shows is decided place by place; what the app prints around it is decided here. Words
that are hidden in a piece are masked in all that is printed of that piece, and everywhere once no
page of the shortlist shows them any more. A listed name is masked unless it was left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from portfolio_app.domain import quotes
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.hidden_left import find_words, letters_of
from portfolio_app.domain.hiding import (
    BLOCK,
    Hide,
    overlaps,
    pages_with,
    quote_to_export,
    stands_instead,
    words_key,
)
from portfolio_app.domain.names import Name, NameFinder
from portfolio_app.domain.passage import Anchor, Span
from portfolio_app.services.kin import Kin
from portfolio_app.store import queries
from portfolio_app.store.database import Store

Mask = Callable[[str], str]


class HiddenWords:
    """Finds hidden words and names to hide in short texts. Made once for a bundle."""

    def __init__(self, store: Store) -> None:
        quoted = {" ".join(hide.anchor.quote.split()) for hide in queries.hides.hides(store)}
        self._quotes = sorted(quoted - {""})
        listed = [
            Name(each.uid, each.text, each.whole_word)
            for each in queries.names_to_hide.names(store)
        ]
        self._names = NameFinder(listed, queries.names_to_hide.own_names(store))

    def shows(self, text: str) -> bool:
        """Return whether a text holds any of them; words may be joined by "_", "-" or dots."""
        return any(
            bool(self._names.find(each)) or any(find_words(each, one) for one in self._quotes)
            for each in dict.fromkeys((text, _apart(text)))
        )


class Masks:
    """Takes hidden words out of everything that is printed. Made once for a plan."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kin = Kin(store)
        self._is_needed = bool(self._kin.hides)
        self._left = {
            (words_key(each.text), each.item_uid)
            for each in queries.names_to_hide.left_alone(store)
        }
        self._labels: dict[str, str] = {}
        listed = []
        for name in queries.names_to_hide.names(store):
            listed.append(Name(name.uid, name.text, name.whole_word))
            self._labels[name.uid] = f"[{name.label}]" if name.label else BLOCK * 5
        self._names = NameFinder(listed, queries.names_to_hide.own_names(store)) if listed else None
        self._everywhere = self._words(self.gone()) if self._is_needed else []

    def of_item(self, item: EvidenceItem) -> Mask:
        """Return what takes the hidden words out of a text that is printed of a piece."""
        if not self._is_needed and self._names is None:
            return _unchanged
        own = self._words(self._kin.family(item)) if self._is_needed else []
        known = {words for words, _ in own}
        words = [*own, *(each for each in self._everywhere if each[0] not in known)]
        words.sort(key=lambda each: -len(each[0]))
        return lambda text: self._masked(text, words, item.uid)

    def anywhere(self, text: str) -> str:
        """Return a text that belongs to no piece, without what no page shows any more."""
        if not self._is_needed and self._names is None:
            return text
        return self._masked(text, self._everywhere, "")

    def redrawn(self, item_uid: str) -> tuple[int, ...]:
        """Return the pages of an item, from 0, that are drawn anew because of hidden places."""
        return pages_with(self._kin.hides.get(item_uid, ()))

    def quote(self, item_uid: str, anchor: Anchor) -> str:
        """Return a passage's words as its page shows them once the hidden places are out of it."""
        hides = self._kin.hides.get(item_uid, ())
        shared = [hide for hide in hides if overlaps(anchor, hide)]
        if not anchor.quote or anchor.is_whole or not shared:
            return anchor.quote
        areas = [hide for hide in shared if hide.anchor.is_box]
        if areas:
            return stands_instead(areas[0])  # what lies under it can't be told from the rest
        pieces = [self._without(item_uid, span, shared) for span in anchor.spans]
        plain = [self._text(item_uid, span) for span in anchor.spans]
        if any(hide.to_place for hide in shared) or quotes.tidy(" ".join(plain)) != anchor.quote:
            return quote_to_export(anchor, hides)
        return quotes.tidy(" ".join(pieces))

    def gone(self) -> list[Hide]:
        """Return the hidden places whose words no page of the shortlist shows any more."""
        sought: dict[str, list[Hide]] = {}
        for hides in self._kin.hides.values():
            for hide in hides:
                if hide.anchor.quote.strip():
                    sought.setdefault(hide.anchor.quote, []).append(hide)
        shown = self._shown(sought) if sought else set()
        return [hide for words, hides in sought.items() if words not in shown for hide in hides]

    def _shown(self, sought: Iterable[str]) -> set[str]:
        shown: set[str] = set()
        looked_for = {words: letters_of(words) for words in sought}
        papers = queries.evidence.on_shelves(self._store, Shelf.PAPERS)
        for item in (*queries.evidence.items(self._store), *papers):
            if not item.pages or (item.position is None and item not in papers):
                continue
            for page in queries.text.page_texts(self._store, item.uid):
                spans = hidden_spans(self._kin.hides.get(item.uid, ()), page.index)
                bare = letters_of(page.text)
                for words, letters in looked_for.items():
                    if words in shown or letters not in bare:
                        continue
                    if count_shown(page.text, words, spans):
                        shown.add(words)
        return shown

    def _without(self, item_uid: str, span: Span, hides: Sequence[Hide]) -> str:
        text = self._text(item_uid, span)
        ranges = sorted(
            (each.start, -each.end, stands_instead(hide))
            for hide in hides
            for each in hide.anchor.spans
            if each.page_index == span.page_index
            and each.start < span.end
            and span.start < each.end
        )
        shown, at = "", span.start
        for start, minus_end, instead in ranges:
            end = min(-minus_end, span.end)
            if end <= at:
                continue
            shown += text[at - span.start : max(start, at) - span.start] + instead
            at = end
        return shown + text[at - span.start :]

    def _text(self, item_uid: str, span: Span) -> str:
        page = queries.text.page(self._store, item_uid, span.page_index)
        return page.text[span.start : span.end] if page is not None else ""

    def _words(self, hides: Iterable[Hide]) -> list[tuple[str, str]]:
        found = {
            hide.anchor.quote: stands_instead(hide) for hide in hides if hide.anchor.quote.strip()
        }
        return sorted(found.items(), key=lambda each: -len(each[0]))

    def _masked(self, text: str, words: Sequence[tuple[str, str]], item_uid: str) -> str:
        for sought, instead in words if text else ():
            for start, end in reversed(find_words(text, sought)):
                text = text[:start] + instead + text[end:]
        if self._names is not None and text:
            for hit in reversed(self._names.find(text)):
                key = words_key(text[hit.start : hit.end])
                if (key, "") not in self._left and (key, item_uid) not in self._left:
                    text = text[: hit.start] + self._labels[hit.uid] + text[hit.end :]
        return text


def hidden_spans(hides: Iterable[Hide], page_index: int) -> list[tuple[int, int]]:
    """Return the runs of code points that are hidden as words on a page."""
    return [
        (span.start, span.end)
        for hide in hides
        if not hide.to_place
        for span in hide.anchor.spans
        if span.page_index == page_index and span.start < span.end
    ]


def count_shown(text: str, words: str, hidden: Iterable[tuple[int, int]]) -> int:
    """Return in how many places of a page's text words stand that are not hidden there."""
    spans = list(hidden)
    return sum(
        not any(low < end and start < high for low, high in spans)
        for start, end in find_words(text, words)
    )


def _apart(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").replace(".", " ").split())


def _unchanged(text: str) -> str:
    return text
