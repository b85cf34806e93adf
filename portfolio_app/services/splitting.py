"""Split an item into parts: at bookmarks, at the titles of pages, or at chosen pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import PageText, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind, Shelf
from portfolio_app.domain.passage import Span
from portfolio_app.domain.splitting import Cut, CutSource, Part, parts
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services.pages import page_copy
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom.host import Workroom

_INHERITED = (
    "document", "status", "confidentiality", "do_not_export", "restricted", "signed", "active",
    "projects", "holds", "author",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Splitting:
    """What splitting made: the parts' uids in the order of their pages."""

    changes: Changes
    uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    part: Part
    pages_sha256: str
    date: str
    date_source: str


def offers(store: Store, room: Workroom, item_uid: str) -> tuple[Cut, ...]:
    """Return where an item may be split: bookmarks first, then titles of pages. May be empty.

    Raises:
        PortfolioError: the item has no pages ("no-pages"), or its file is missing or damaged.
    """
    item = queries.evidence.item(store, item_uid)
    copy = page_copy(store, room, item_uid)
    # A part's bookmarks would be those of the whole file it was cut from.
    original = b"" if item.parent_uid and item.part_of.startswith("page") else (
        store.vault.get(item.sha256)
    )  # fmt: skip
    reply = room.call("offers", {}, [original, copy])
    return tuple(wire.decode(Cut, each) for each in reply.result)


def split(
    store: Store,
    room: Workroom,
    item_uid: str,
    cuts: Sequence[Cut],
    shelf: Shelf | None = None,
    *,
    progress: Progress = silent,
) -> Splitting:
    """Make an item of each part; the whole is kept as it is. One step.

    Each part has its own pages, title and day; hidden places come along. Without ``shelf`` notes
    (parts that begin at a title with a day below it) go to Reading, which is no evidence, and
    other parts lie where the whole does.

    Raises:
        PortfolioError: the item has no pages, a cut is on no page ("no-such-page"), or there would
            be one part only ("one-part"). Nothing was changed.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    item = queries.evidence.item(store, item_uid)
    if not item.pages:
        raise PortfolioError(f"{item.title} has no pages to split.", code="no-pages")
    planned = parts(cuts, item.pages, item.title)
    notes = sum(each.source is CutSource.NOTE for each in cuts)
    is_notes = notes * 2 > len(cuts)
    beside = Shelf.LIBRARY if item.shelf is Shelf.PAPERS else item.shelf  # a part is no paper
    where = shelf or (Shelf.READING if is_notes else beside)
    progress("Cutting the pages", 0.1)
    ranges = [(each.start, each.end) for each in planned]
    reply = room.call("cut", {"ranges": ranges}, [page_copy(store, room, item_uid)],
                      progress=progress)  # fmt: skip
    stored = store.vault.put_many(list(reply.blobs))
    made: list[_Made] = []
    for part, kept, said in zip(planned, stored, reply.result, strict=True):
        if isinstance(kept, PortfolioError):
            raise kept
        made.append(_Made(part, kept.sha256, said["date"], said["source"]))
    texts = queries.text.page_texts(store, item_uid)
    progress("Saving the parts", 0.8)
    told = f"Split into {len(made)} parts"
    with store.step("split", told, {Topic.EVIDENCE, Topic.HIDING}, focus=item_uid) as step:
        whole = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        uids = tuple(
            _enter(step.session, whole, item, each, texts, where, is_notes=is_notes).uid
            for each in made
        )
    progress("Split", 1.0)
    return Splitting(step.changes, uids)


def _enter(
    session: Session,
    whole: tables.ItemRow,
    item: EvidenceItem,
    made: _Made,
    texts: Sequence[PageText],
    shelf: Shelf,
    *,
    is_notes: bool,
) -> tables.ItemRow:
    part = made.part
    of_whole = session.get_one(tables.RenditionRow, whole.rendition_id)
    rendition = tables.RenditionRow(
        file_id=whole.file_id,
        maker=of_whole.maker,
        options=of_whole.options,
        pages_sha256=made.pages_sha256,
        pages=part.end - part.start,
    )
    session.add(rendition)
    session.flush()
    session.add_all(
        tables.PageTextRow(
            rendition_id=rendition.id,
            page_index=page.index - part.start,
            width=page.width,
            height=page.height,
            text=page.text,
        )
        for page in texts
        if part.start <= page.index < part.end
    )
    pictures = [n - part.start for n in item.picture_pages if part.start <= n < part.end]
    row = tables.ItemRow(
        file_id=whole.file_id,
        rendition_id=rendition.id,
        title=part.title,
        kind=EvidenceKind.NOTES.value if is_notes else whole.kind,
        document=whole.document,
        status=ReadStatus.READABLE.value,
        pages=part.end - part.start,
        date=made.date,
        date_source=made.date_source,
        parent_id=whole.id,
        part_of=part.words,
        shelf=shelf.value,
        picture_pages=json.dumps(pictures),
    )
    for name in _INHERITED:
        setattr(row, name, getattr(whole, name))
    session.add(row)
    session.flush()
    _hide_too(session, whole, row, part)
    return row


def _hide_too(session: Session, whole: tables.ItemRow, row: tables.ItemRow, part: Part) -> None:
    """Hide in a part what is hidden on its pages in the whole."""
    for hide in session.query(tables.HideRow).filter_by(item_id=whole.id).all():
        spans = wire.decode(tuple[Span, ...], json.loads(hide.spans))
        here = [
            replace(each, page_index=each.page_index - part.start)
            for each in spans
            if part.start <= each.page_index < part.end
        ]
        is_lost = bool(hide.to_place) or hide.rendition_id != whole.rendition_id
        if here or is_lost:
            session.add(
                tables.HideRow(
                    item_id=row.id,
                    rendition_id=None if is_lost else row.rendition_id,
                    spans=hide.spans if is_lost else json.dumps(wire.encode(here)),
                    quote=hide.quote,
                    text_before=hide.text_before,
                    text_after=hide.text_after,
                    label=hide.label,
                    origin=hide.origin,
                    to_place=int(is_lost),
                )
            )
