"""An item open in the reader: its page sizes, its drawn pages, and where each character lies."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.document import PageChars, PageImage
from portfolio_app.problems import PortfolioError
from portfolio_app.services.pages import page_copy
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Reply, Workroom


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document the workroom holds open. ``sizes`` are (width, height) in points, as shown."""

    item_uid: str
    sizes: tuple[tuple[float, float], ...]


def open_item(store: Store, room: Workroom, item_uid: str) -> OpenDocument:
    """Hand the item's page copy to the workroom and return its page sizes.

    Raises:
        PortfolioError: the item has no pages, or its stored file is missing or damaged.
    """
    copy = page_copy(store, room, item_uid)
    reply = room.call("open", {"key": _key(store, item_uid)}, [copy])
    return OpenDocument(item_uid, tuple((float(w), float(h)) for w, h in reply.result["pages"]))


def draw(store: Store, room: Workroom, item_uid: str, page_index: int, scale: float) -> PageImage:
    """Return a page drawn at ``scale`` pixels a point. Page index counts from 0.

    A workroom that died since the document was opened is given it again.
    """
    arguments = {"page": page_index, "scale": scale}
    reply = _with_document(store, room, item_uid, "draw", arguments)
    size = reply.result
    return PageImage(size["width"], size["height"], size["stride"], reply.blobs[0])


def chars(store: Store, room: Workroom, item_uid: str, page_index: int) -> PageChars:
    """Return the page's stored text with the place of each of its characters.

    Positions that no longer belong to the stored words (a page copy made by a newer reader) are
    left out: ``boxes`` is then empty, and the words can still be claimed by quote.
    """
    stored = queries.text.page(store, item_uid, page_index)
    reply = _with_document(store, room, item_uid, "chars", {"page": page_index})
    boxes = array("f")
    boxes.frombytes(reply.blobs[0])
    words = stored.text if stored else reply.result["text"]
    fits = reply.result["text"] == words
    return PageChars(page_index, words, tuple(boxes) if fits else ())


def _with_document(
    store: Store, room: Workroom, item_uid: str, op: str, arguments: dict[str, Any]
) -> Reply:
    arguments = {"key": _key(store, item_uid), **arguments}
    try:
        return room.call(op, arguments)
    except PortfolioError as error:
        if error.code != "not-open":
            raise
    open_item(store, room, item_uid)
    return room.call(op, arguments)


def _key(store: Store, item_uid: str) -> str:
    """Return what the workroom knows an item's pages by: others after it was replaced."""
    rendition = queries.renditions.rendition(store, item_uid)
    return f"{item_uid}-{rendition.uid if rendition else ''}"
