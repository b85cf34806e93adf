"""Which evidence is the same as, a part of, or an older version of what something is hidden in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portfolio_app.domain import quotes
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.hiding import Hide
from portfolio_app.store import queries
from portfolio_app.store.database import Store


class Kin:
    """What the hidden places of a portfolio mean for other pieces. Made once for a bundle."""

    def __init__(self, store: Store) -> None:
        self._store = store
        every: tuple[EvidenceItem, ...] = ()
        if queries.hides.is_any(store):  # else nothing is kin to anything hidden
            every = (
                *queries.evidence.items(store),
                *queries.evidence.on_shelves(store, Shelf.PAPERS),
                *queries.evidence.items(store, binned=True),
            )
        self._items = {each.uid: each for each in every}
        self.hides: dict[str, list[Hide]] = {}
        for hide in queries.hides.hides(store):
            self.hides.setdefault(hide.item_uid, []).append(hide)
        for item in every:
            if item.binned_at:
                found = queries.hides.hides(store, item.uid)
                if found:
                    self.hides[item.uid] = list(found)
        hiding = [self._items[uid] for uid in self.hides if uid in self._items]
        wholes = [whole for item in hiding for whole in self._wholes(item)]
        self._contents = {each.sha256 for each in (*hiding, *wholes)}
        self._versions = {each.version_group for each in hiding if each.version_group}

    def held(self, item: EvidenceItem) -> bool:
        """Whether its original may not travel because something in it is hidden somewhere.

        In the piece, a copy or version of it, a file or part out of it, or in the mail or document
        it came out of, where it shows the same words.
        """
        if item.uid in self.hides or item.sha256 in self._contents:
            return True
        if item.version_group and item.version_group in self._versions:
            return True
        for whole in self._wholes(item):
            hides = self.hides.get(whole.uid, ())
            if hides and (_is_cut_out(item) or any(self.pages_that_show(item, hides))):
                return True
        return False

    def same_pages(self, item: EvidenceItem) -> Iterator[tuple[EvidenceItem, list[Hide]]]:
        """Yield the other pieces that are this one again, with their hidden places.

        The same file, another version, the whole that it was cut from or a part cut from it. Not
        what lies in the bin.
        """
        for uid, hides in self.hides.items():
            other = self._items.get(uid)
            if other is None or uid == item.uid or other.binned_at:
                continue
            is_cut = (item.parent_uid == uid and _is_cut_out(item)) or (
                other.parent_uid == item.uid and _is_cut_out(other)
            )
            same = item.sha256 == other.sha256 and not (_is_cut_out(item) or _is_cut_out(other))
            versions = bool(item.version_group) and item.version_group == other.version_group
            if same or versions or is_cut:
                yield other, hides

    def family(self, item: EvidenceItem) -> Iterator[Hide]:
        """Yield the hidden places of a piece, its copies and versions, its whole and its parts."""
        for uid, hides in self.hides.items():
            other = self._items.get(uid)
            if other is None:
                continue
            if (
                uid == item.uid
                or other.sha256 == item.sha256
                or (bool(item.version_group) and item.version_group == other.version_group)
                or any(each.uid == uid for each in self._wholes(item))
                or any(each.uid == item.uid for each in self._wholes(other))
            ):
                yield from hides

    def pages_that_show(self, item: EvidenceItem, hides: Iterable[Hide]) -> list[int]:
        """Return the pages of an item, from 1, whose words hold what these places hide."""
        words = {hide.anchor.quote for hide in hides if hide.anchor.quote.strip()}
        if not words:
            return []
        return [
            page.index + 1
            for page in queries.text.page_texts(self._store, item.uid)
            if any(quotes.find_all(page.text, each) for each in words)
        ]

    def _wholes(self, item: EvidenceItem) -> Iterator[EvidenceItem]:
        """Yield what a piece came out of, and what that came out of."""
        seen = {item.uid}
        at = self._items.get(item.parent_uid)
        while at is not None and at.uid not in seen:
            seen.add(at.uid)
            yield at
            at = self._items.get(at.parent_uid)


def _is_cut_out(item: EvidenceItem) -> bool:
    return item.part_of.startswith("page")
