"""Why hidden places stop a bundle: until they can be taken out, nothing of such an item may leave.

The rows name items and pages, never a hidden word or a label.
"""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain import quotes
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.hiding import Hide, pages_words
from portfolio_app.problems import Level, Problem
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def hidden_places(store: Store) -> tuple[Problem, ...]:
    """Return the stopping rows of the shortlist, in its order.

    One for each item in which something is hidden; one for each that is a copy, a part, the whole
    or another version of such an item and still shows the same words, or the same area.
    """
    hides: dict[str, list[Hide]] = {}
    for hide in queries.hides.hides(store):
        hides.setdefault(hide.item_uid, []).append(hide)
    if not hides:
        return ()
    items = queries.evidence.items(store)
    shortlisted = sorted(
        (each for each in items if each.position is not None), key=lambda each: each.position or 0
    )
    found: list[Problem] = []
    for item in shortlisted:
        if item.uid in hides:
            pages = {page for hide in hides[item.uid] for page in hide.pages or (1,)}
            told = (
                f"{item.ref} {item.title} has hidden places on {pages_words(sorted(pages))}, and "
                "this version can't take them out of a bundle yet. Take the item off the "
                "shortlist, or unhide the places in the reader."
            )
            found.append(Problem(Level.MUST_FIX, "item.hidden-places", item.ref, told))
            continue
        for other in items:
            if other.uid in hides and _are_related(item, other):
                shown = _pages_that_show(store, item, other, hides[other.uid])
                if shown:
                    told = (
                        f"{item.ref} {item.title} shows on {pages_words(shown)} what is hidden in "
                        f"{other.ref or other.title}, to which it belongs. Hide it here too, or "
                        "take the item off the shortlist."
                    )
                    found.append(Problem(Level.MUST_FIX, "item.hidden-places", item.ref, told))
                    break
    return tuple(found)


def _are_related(item: EvidenceItem, other: EvidenceItem) -> bool:
    return (
        item.sha256 == other.sha256
        or item.parent_uid == other.uid
        or other.parent_uid == item.uid
        or (bool(item.parent_uid) and item.parent_uid == other.parent_uid)
        or (bool(item.version_group) and item.version_group == other.version_group)
    )


def _pages_that_show(
    store: Store, item: EvidenceItem, other: EvidenceItem, hides: Sequence[Hide]
) -> list[int]:
    """Return the pages of an item, from 1, that show what is hidden in another."""
    words = {hide.anchor.quote for hide in hides if hide.anchor.quote}
    pages = {
        page.index + 1
        for page in queries.text.page_texts(store, item.uid)
        if any(quotes.find_all(page.text, each) for each in words)
    }
    if item.sha256 == other.sha256:
        pages |= {page for hide in hides for page in hide.pages if page <= item.pages}
    return sorted(pages)
