"""The pages of a file that came back, to look at before anything is attached."""

from __future__ import annotations

from array import array
from typing import Any

from portfolio_app.domain import wire
from portfolio_app.domain.document import Facts, PageChars, PageImage, ReadStatus
from portfolio_app.domain.pages import MAKER
from portfolio_app.problems import PortfolioError
from portfolio_app.services.pages import derived_key
from portfolio_app.services.reading import OpenDocument
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Reply, Workroom


def open_return(store: Store, room: Workroom, arrival_uid: str) -> OpenDocument:
    """Hand the pages of what came back to the workroom; return their sizes, under its own uid.

    Raises:
        PortfolioError: there is no such file, it has no pages that can be shown, or its stored
            bytes are missing or damaged.
    """
    copy = _page_copy(store, room, arrival_uid)
    reply = room.call("open", {"key": arrival_uid}, [copy])
    sizes = tuple((float(w), float(h)) for w, h in reply.result["pages"])
    return OpenDocument(arrival_uid, sizes)


def draw(
    store: Store, room: Workroom, arrival_uid: str, page_index: int, scale: float
) -> PageImage:
    """Return a page drawn at ``scale`` pixels a point. Page index counts from 0."""
    arguments = {"page": page_index, "scale": scale}
    reply = _with_document(store, room, arrival_uid, "draw", arguments)
    size = reply.result
    return PageImage(size["width"], size["height"], size["stride"], reply.blobs[0])


def chars(store: Store, room: Workroom, arrival_uid: str, page_index: int) -> PageChars:
    """Return a page's text with the place of each of its characters."""
    reply = _with_document(store, room, arrival_uid, "chars", {"page": page_index})
    boxes = array("f")
    boxes.frombytes(reply.blobs[0])
    return PageChars(page_index, reply.result["text"], tuple(boxes))


def _page_copy(store: Store, room: Workroom, arrival_uid: str) -> bytes:
    arrival = queries.arrivals.held(store, arrival_uid).arrival
    key = derived_key(arrival.sha256, MAKER)
    kept = store.derived.get(key)
    if kept is not None:
        return kept
    reply = room.call("read", {"name": arrival.file_name}, [store.vault.get(arrival.sha256)])
    facts = wire.decode(Facts, reply.result["facts"])
    if facts.status is not ReadStatus.READABLE or not reply.blobs[0]:
        raise PortfolioError(
            facts.problem or "This file can't be shown.",
            hint="It is kept as it came.",
            code=facts.code or "no-pages",
        )
    if reply.result["maker"] == MAKER and not store.readonly:
        store.derived.put(key, reply.blobs[0])
    return reply.blobs[0]


def _with_document(
    store: Store, room: Workroom, arrival_uid: str, op: str, arguments: dict[str, Any]
) -> Reply:
    arguments = {"key": arrival_uid, **arguments}
    try:
        return room.call(op, arguments)
    except PortfolioError as error:
        if error.code != "not-open":
            raise
    open_return(store, room, arrival_uid)
    return room.call(op, arguments)
