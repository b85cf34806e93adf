"""Read what was stored: facts, words and pages of items that wait, one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from time import monotonic

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.dates import date_from_name, title_from_name
from portfolio_app.domain.document import DocumentKind, Facts, PageText, ReadStatus
from portfolio_app.domain.evidence import USUAL_KIND, EvidenceKind
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import found_highlights, office_pages
from portfolio_app.services.found_highlights import PlacedHighlight
from portfolio_app.services.pages import derived_key, thumbnail_key
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom.host import Workroom

# A file this large is fetched when it is its turn; a larger one still is only looked at.
_LOOK_FIRST = 8 << 20
_LARGEST_SENT = 512 << 20
_HEAD_CHUNKS = 16  # of 64 KiB

# Rows are written together for this long: short transactions, few of them.
_SLICE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored file that is to be read, and the item it belongs to."""

    item_uid: str
    sha256: str
    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a stored file gave. ``pages_sha256`` names its page copy in the vault, or "".

    ``highlights`` are those found in it, placed on its pages.
    """

    waiting: Waiting
    facts: Facts
    pages: tuple[PageText, ...]
    maker: str
    pages_sha256: str
    highlights: tuple[PlacedHighlight, ...] = ()


# The step that made an item: what is read of it belongs to that step, so that one undo takes both.
_UNREAD = """
    SELECT item.uid, coalesce(history.uid, '') FROM item
    LEFT JOIN "change" ON "change".table_name = 'item' AND "change".row_id = item.id
        AND "change".before = ''
    LEFT JOIN history ON history.id = "change".history_id AND history.undone_at = ''
    WHERE item.status = 'waiting' ORDER BY item.id
"""


def read_all(store: Store, room: Workroom, *, progress: Progress = silent) -> Changes:
    """Read every item that was stored but never read, as part of the steps that stored them.

    Raises:
        Cancelled: ``progress`` raised it; what was read so far is written down.
    """
    by_step: dict[str, list[str]] = {}
    with store.read() as session:
        for uid, step in session.connection().exec_driver_sql(_UNREAD).fetchall():
            by_step.setdefault(step, []).append(uid)
    total = sum(len(uids) for uids in by_step.values())
    done = 0
    for step, uids in by_step.items():
        share = part(progress, done / total, (done + len(uids)) / total)
        read_items(store, room, uids, step=step, progress=share)
        done += len(uids)
    told = "Read 1 item" if total == 1 else f"Read {total} items"
    return Changes(told, frozenset({Topic.EVIDENCE, Topic.CLAIMS}), "")


def read_stored(store: Store, room: Workroom, source: Waiting) -> Read:
    """Return what a stored file gives, whatever item it may belong to; no rows are written.

    Whatever the file does to the reader, it is told in the facts.
    """
    ((_, content),) = _contents(store, [source])
    asked = _program_for(store, room, source, content)
    if asked:
        return next(_read_with_pages(store, room, asked, [source], silent))
    return _read(store, room, source, content)


def read_items(
    store: Store,
    room: Workroom,
    item_uids: Sequence[str],
    *,
    step: str = "",
    progress: Progress = silent,
) -> None:
    """Read these items and write down what was found; ``step`` is the step they belong to.

    Whatever a file does to the reader, the item stays, with a plain word about it.

    Raises:
        Cancelled: ``progress`` raised it; what was read so far is written down.
    """
    todo = _waiting(store, item_uids)
    done: list[Read] = []
    later: list[Waiting] = []
    began = monotonic()
    asked: office_pages.Program | None = None
    try:
        for number, (each, content) in enumerate(_contents(store, todo)):
            progress(f"Reading {number + 1} of {len(todo)}: {each.name}", number / len(todo))
            if program := _program_for(store, room, each, content):
                asked = program
                later.append(each)  # it takes seconds: after all that is read at once
                continue
            done.append(_read(store, room, each, content))
            if monotonic() - began > _SLICE_SECONDS:
                _write(store, done, step)
                done, began = [], monotonic()
        if asked and later:
            _write(store, done, step)
            done = []
            base = 1.0 - len(later) / len(todo)
            for read in _read_with_pages(store, room, asked, later, part(progress, base, 1.0)):
                done.append(read)
                _write(store, done, step)
                done = []
    finally:
        _write(store, done, step)
    progress("Read", 1.0)


def _program_for(
    store: Store, room: Workroom, each: Waiting, content: bytes | PortfolioError
) -> office_pages.Program | None:
    if isinstance(content, PortfolioError):
        return None
    return office_pages.program_for(store, room, each.name, each.bytes, content)


def _read_with_pages(
    store: Store,
    room: Workroom,
    asked: office_pages.Program,
    todo: Sequence[Waiting],
    progress: Progress,
) -> Iterator[Read]:
    """Yield Office files read with the pages another program made of them, if it made any."""
    for batch in office_pages.batches([each.bytes for each in todo]):
        told = f"Making pages {batch.start + 1} to {batch.stop} of {len(todo)} with LibreOffice"
        share = batch.start / len(todo)
        progress(told, share)
        files: list[tuple[Waiting, bytes]] = []
        for each in (todo[at] for at in batch):
            try:
                files.append((each, store.vault.get(each.sha256)))
            except PortfolioError as error:
                yield _kept(each, error)
        contents = [(each.name, content) for each, content in files]
        made = office_pages.make(room, asked, contents, progress=_saying(progress, told, share))
        for (each, content), pages in zip(files, made, strict=True):
            yield _read(store, room, each, content, made=(pages, asked.route) if pages else None)


def _saying(progress: Progress, told: str, share: float) -> Progress:
    """Return a Progress that keeps saying one thing: every call is a place to stop."""
    return lambda _message, _fraction: progress(told, share)


def read_locked(store: Store, room: Workroom, item_uid: str, password: str) -> Changes:
    """Read a locked item with its password, which is not kept; one step.

    Its pages are kept in the vault, because they cannot be made again without the password.

    Raises:
        PortfolioError: the password does not open it ("wrong-password"); nothing was changed.
    """
    ((each, content),) = _contents(store, _waiting(store, [item_uid]))
    read = _read(store, room, each, content, password)
    if read.facts.status is not ReadStatus.READABLE:
        raise PortfolioError(
            "That password doesn't open this file. Nothing has been changed.",
            hint="Check Caps Lock and try again, or leave it locked.",
            code="wrong-password",
        )
    with store.step("unlock", "Unlocked", {Topic.EVIDENCE}, focus=item_uid) as step:
        _enter(step.session, read)
    return step.changes


def _waiting(store: Store, item_uids: Sequence[str]) -> list[Waiting]:
    wanted = {uid: place for place, uid in enumerate(item_uids)}
    with store.read() as session:
        rows = session.query(
            tables.ItemRow.uid, tables.FileRow.sha256, tables.FileRow.name, tables.FileRow.bytes
        ).join(tables.FileRow, tables.ItemRow.file_id == tables.FileRow.id)
        found = [Waiting(*row) for row in rows if row.uid in wanted]
    return sorted(found, key=lambda each: wanted[each.item_uid])


def _contents(
    store: Store, todo: Sequence[Waiting]
) -> Iterator[tuple[Waiting, bytes | PortfolioError]]:
    """Yield each with its first megabyte or whole content; the next is fetched meanwhile."""

    def fetch(each: Waiting) -> bytes | PortfolioError:
        try:
            if each.bytes > _LOOK_FIRST:
                return _head(store, each.sha256)
            return store.vault.get(each.sha256)
        except PortfolioError as error:
            return error

    with ThreadPoolExecutor(1) as ahead:
        following: Future[bytes | PortfolioError] | None = None
        for place, each in enumerate(todo):
            content = following.result() if following else fetch(each)
            following = ahead.submit(fetch, todo[place + 1]) if place + 1 < len(todo) else None
            yield each, content


def _head(store: Store, sha256: str) -> bytes:
    with closing(store.vault.open(sha256)) as chunks:
        return b"".join(islice(chunks, _HEAD_CHUNKS))


def _read(
    store: Store,
    room: Workroom,
    each: Waiting,
    content: bytes | PortfolioError,
    password: str | None = None,
    *,
    made: tuple[bytes, str] | None = None,
) -> Read:
    if isinstance(content, PortfolioError):
        return _kept(each, content)
    arguments: dict[str, object] = {"name": each.name, "bytes": each.bytes}
    if password is not None:
        arguments["password"] = password
    try:
        if each.bytes > _LARGEST_SENT:
            looked = room.call("kind", arguments, [content])
            return Read(each, wire.decode(Facts, looked.result["facts"]), (), "", "")
        if each.bytes > _LOOK_FIRST:
            content = store.vault.get(each.sha256)
        blobs = [content]
        if made is not None:
            arguments["route"] = made[1]
            blobs.append(made[0])
        reply = room.call("read", arguments, blobs)
        facts = wire.decode(Facts, reply.result["facts"])
        pages = tuple(wire.decode(PageText, page) for page in reply.result["pages"])
    except PortfolioError as error:
        return _kept(each, error, _kind(room, each, content))
    maker = str(reply.result["maker"])
    copy, thumbnail = reply.blobs[0], reply.blobs[1]
    pages_sha256 = ""
    if copy and facts.status is ReadStatus.READABLE:
        if facts.kind is DocumentKind.PDF and password is None:
            store.derived.put(derived_key(each.sha256, maker), copy)
        else:
            pages_sha256 = store.vault.put(copy).sha256
        if thumbnail:
            store.derived.put(thumbnail_key(each.sha256), thumbnail)
    placed = found_highlights.place(room, facts.highlights, pages, copy)
    return Read(each, facts, pages, maker, pages_sha256, placed)


def _kept(each: Waiting, error: PortfolioError, kind: DocumentKind = DocumentKind.UNKNOWN) -> Read:
    facts = Facts(kind=kind, status=ReadStatus.KEPT, problem=str(error), code=error.code)
    return Read(each, facts, (), "", "")


def _kind(room: Workroom, each: Waiting, content: bytes) -> DocumentKind:
    """Return what kind of file this is when reading it had to be stopped; its start tells."""
    try:
        arguments: dict[str, object] = {"name": each.name, "bytes": each.bytes}
        looked = room.call("kind", arguments, [content[:_LOOK_FIRST]])
        return wire.decode(Facts, looked.result["facts"]).kind
    except PortfolioError:
        return DocumentKind.UNKNOWN


def _write(store: Store, done: Sequence[Read], step: str) -> None:
    if not done:
        return
    told = "Read 1 item" if len(done) == 1 else f"Read {len(done)} items"
    step = step if queries.history.is_done(store, step) else ""  # undone while it was read
    told = queries.history.summary(store, step) or told  # what a step says of itself stays
    with store.step("read", told, {Topic.EVIDENCE}, step=step) as this:
        for each in done:
            _enter(this.session, each)


def _enter(session: Session, read: Read) -> None:
    row = session.query(tables.ItemRow).filter_by(uid=read.waiting.item_uid).one_or_none()
    if row is None:  # taken back while it was being read
        return
    facts = read.facts
    enter_pages(session, row, read)
    found_highlights.enter(session, row, read.highlights)
    if facts.title and row.title == first_title(read.waiting.name):
        row.title = facts.title
    if not row.date:
        # Never the file's own time: a day somebody wrote, with where it was found.
        row.date, row.date_source = facts.date, facts.date_source
        named = date_from_name(read.waiting.name)
        if not row.date and named:
            row.date, row.date_source = named[0], "file name"
    if row.kind == EvidenceKind.OTHER.value:
        row.kind = USUAL_KIND.get(facts.kind, EvidenceKind.OTHER).value
    row.address = row.address or facts.address
    enter_facts(row, facts)


def enter_pages(session: Session, row: tables.ItemRow, read: Read) -> None:
    """Give an item the pages that were read of its file, if it has any; for one step's rows."""
    if read.facts.status is ReadStatus.READABLE:
        rendition = tables.RenditionRow(
            file_id=row.file_id,
            maker=read.maker,
            options=read.facts.route,
            pages_sha256=read.pages_sha256,
            pages=read.facts.pages,
        )
        session.add(rendition)
        session.flush()
        session.add_all(
            tables.PageTextRow(
                rendition_id=rendition.id,
                page_index=page.index,
                width=page.width,
                height=page.height,
                text=page.text,
            )
            for page in read.pages
        )
        row.rendition_id = rendition.id
        row.pages = read.facts.pages


def enter_facts(row: tables.ItemRow, facts: Facts) -> None:
    """Write down what a file says about itself, its own title, day and kind of work apart."""
    row.document = facts.kind.value
    row.status = facts.status.value
    row.problem = facts.problem
    row.locked = int(facts.locked)
    row.restricted = int(facts.restricted)
    row.signed = int(facts.signed)
    row.active = json.dumps(list(facts.active))
    row.picture_pages = json.dumps(list(facts.picture_pages))
    row.holds = json.dumps(wire.encode(facts.holds))
    row.code = facts.code
    row.author = facts.author
    row.duration = facts.duration


def first_title(name: str) -> str:
    """Return the title an item has until something better is known: its file's name, readable."""
    return title_from_name(name) or name or "Untitled"
