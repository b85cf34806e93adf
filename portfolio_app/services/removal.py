"""The page copy of an item without what is hidden in it: pages with a hidden place drawn anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from portfolio_app.domain import wire
from portfolio_app.domain.hiding import Hide, stands_instead
from portfolio_app.domain.passage import box_of
from portfolio_app.domain.redrawing import HIDDEN, HiddenArea
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services.kin import Kin
from portfolio_app.services.pages import page_copy
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

_MAKER = "clean-1"  # another one makes every cached copy anew


def clean_copy(
    store: Store, room: Workroom, item_uid: str, *, progress: Progress = silent
) -> bytes:
    """Return the page copy of an item with everything hidden in it removed, not covered.

    A page with a hidden place is drawn anew; all others are as in ``pages.page_copy``. An item that
    hides nothing gives that itself.

    Raises:
        PortfolioError: the item has no pages ("no-pages"), its file is missing or damaged, a hidden
            place has no place in the newest version ("hidden-to-place"), or a page can't be drawn
            ("page-damaged").
        Cancelled: ``progress`` raised it.
    """
    copy = page_copy(store, room, item_uid)
    hides = queries.hides.hides(store, item_uid)
    if not hides:
        return copy
    if any(each.to_place or not each.anchor.spans for each in hides):
        raise PortfolioError(
            "A hidden place was not found in the newest version of this item.",
            hint="Place or remove it in the reader.",
            code="hidden-to-place",
        )
    areas = areas_of(hides)
    arguments = {
        "areas": wire.encode(areas),
        "seed": seed_of(store, item_uid),
        "texts": _texts(store, item_uid, areas),
    }
    key = _key(copy, arguments)
    cached = store.derived.get(key)
    if cached is not None:
        return cached
    reply = room.call("redact", arguments, [copy], limits=COMPILING, progress=progress)
    if not store.readonly:
        store.derived.put(key, reply.blobs[0])
    return reply.blobs[0]


def held(store: Store, item_uid: str) -> bool:
    """Return whether its original may not travel because something of it is hidden.

    In the piece itself, in a copy or version of it, in a file or part that came out of it, or in
    what it came out of, where it shows the same words.
    """
    return Kin(store).held(queries.evidence.item(store, item_uid))


def areas_of(hides: Iterable[Hide]) -> tuple[HiddenArea, ...]:
    """Return the areas that take these places out of their pages."""
    return tuple(
        HiddenArea(
            span.page_index,
            tuple(box_of((quad,)) for quad in span.quads),
            span.start,
            span.end,
            stands_instead(hide),
            hide.label or HIDDEN,
        )
        for hide in hides
        if not hide.to_place
        for span in hide.anchor.spans
    )


def seed_of(store: Store, item_uid: str) -> str:
    """Return what the names of an item's redrawn pages are made from; it tells nothing of it."""
    rendition = queries.renditions.rendition(store, item_uid)
    named = f"{item_uid}:{rendition.uid if rendition is not None else ''}"
    return hashlib.sha256(named.encode()).hexdigest()


def _texts(store: Store, item_uid: str, areas: Iterable[HiddenArea]) -> dict[str, str]:
    """Return the stored text of the pages with areas: their code points count in it."""
    wanted = {area.page_index for area in areas}
    pages = queries.text.page_texts(store, item_uid)
    return {str(page.index): page.text for page in pages if page.index in wanted}


def _key(copy: bytes, arguments: object) -> str:
    told = hashlib.sha256(json.dumps(arguments, sort_keys=True).encode()).hexdigest()
    return f"{hashlib.sha256(copy).hexdigest()}-{_MAKER}-{told[:32]}"
