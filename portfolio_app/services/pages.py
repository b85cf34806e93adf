"""The page copy of an item: the PDF that the reader draws and the bundle holds."""

from __future__ import annotations

from portfolio_app.domain import wire
from portfolio_app.domain.document import Facts, ReadStatus
from portfolio_app.domain.pages import Rendition
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom


def derived_key(sha256: str, maker: str) -> str:
    """Return the name under which a page copy is cached: the content and who made it."""
    return f"{sha256}-{maker.replace('/', '-')}"


def thumbnail_key(sha256: str) -> str:
    """Return the name under which the small picture of a piece's first page is cached."""
    return f"{sha256}-thumbnail-1"


def seen_key(sha256: str, maker: str) -> str:
    """Return the name under which it is cached what stands on these pages."""
    return f"{derived_key(sha256, maker)}-seen"


def page_copy(store: Store, room: Workroom, item_uid: str) -> bytes:
    """Return the page copy of an item that has pages; made again when the cache has lost it.

    Raises:
        PortfolioError: the item has no pages ("no-pages"), or its file is missing or damaged.
    """
    rendition = queries.renditions.rendition(store, item_uid)
    if rendition is None or rendition.pages == 0:
        raise PortfolioError("This item has no pages to show.", code="no-pages")
    kept = _kept(store, rendition)
    if kept is not None:
        return kept
    name = queries.evidence.item(store, item_uid).file_name
    return rendition_copy(store, room, rendition, name)


def rendition_copy(store: Store, room: Workroom, rendition: Rendition, name: str) -> bytes:
    """Return the page copy of these pages; ``name`` is that of the file they were made of.

    Raises:
        PortfolioError: its file is missing or damaged, or can't be read any more.
    """
    kept = _kept(store, rendition)
    if kept is not None:
        return kept
    original = store.vault.get(rendition.file_sha256)
    reply = room.call("read", {"name": name}, [original])
    facts = wire.decode(Facts, reply.result["facts"])
    if facts.status is not ReadStatus.READABLE:
        raise PortfolioError(
            facts.problem or "This item can't be shown.", code=facts.code or "no-pages"
        )
    copy = reply.blobs[0]
    if reply.result["maker"] == rendition.maker and not store.readonly:
        store.derived.put(derived_key(rendition.file_sha256, rendition.maker), copy)
    return copy


def _kept(store: Store, rendition: Rendition) -> bytes | None:
    if rendition.pages_sha256:
        return store.vault.get(rendition.pages_sha256)
    return store.derived.get(derived_key(rendition.file_sha256, rendition.maker))
