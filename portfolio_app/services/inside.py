"""Files inside an item (attachments, files of a ZIP): list them, and make items of those wanted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import DocumentKind, Inside, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled, Progress, part, silent
from portfolio_app.services import diverting, history, intake, waiting
from portfolio_app.services.diverting import Diverted
from portfolio_app.services.intake import Added, AddedFile
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

_LARGEST_SENT = 512 << 20
_TAKEN_BACK = (Cancelled, KeyboardInterrupt)
ATTACHMENT, OF_ZIP = "attachment", "file of the ZIP"


def inside(store: Store, room: Workroom, item_uid: str) -> tuple[Inside, ...]:
    """Return the files inside an item, numbered from 1; none when it holds no others.

    Raises:
        PortfolioError: there is no such item, or its stored file is missing or damaged.
    """
    item = queries.evidence.item(store, item_uid)
    if item.bytes > _LARGEST_SENT:
        return ()
    reply = room.call("inside", {"name": item.file_name}, [store.vault.get(item.sha256)])
    return tuple(wire.decode(Inside, each) for each in reply.result["inside"])


def take(
    store: Store,
    room: Workroom,
    item_uid: str,
    numbers: Sequence[int],
    *,
    progress: Progress = silent,
) -> Added:
    """Make an item of each file asked for by its number; one step in the history.

    The new items know where they came from and lie on the same shelf. The item itself stays as it
    is. A file that can't be taken out is named with the reason and never stops the others; one
    that is here already is not added again.

    Raises:
        PortfolioError: no number was given, or the item's stored file is missing or damaged.
        Cancelled: ``progress`` raised it; nothing was added.
    """
    wanted = tuple(dict.fromkeys(numbers))
    if not wanted:
        raise PortfolioError("No file was chosen.", hint="Choose the files that count.")
    item = queries.evidence.item(store, item_uid)
    names = {each.number: each.name for each in inside(store, room, item_uid)}
    original = store.vault.get(item.sha256)
    results: list[AddedFile] = []
    step = ""
    diverted: Diverted | None = None
    try:
        for place, number in enumerate(wanted):
            progress(f"Taking out {place + 1} of {len(wanted)}", 0.5 * place / len(wanted))
            taken = _take_one(store, room, item, original, number, names.get(number, ""), step)
            results += taken.results
            step = taken.changes.step or step
        fresh = [each.item_uid for each in results if each.status == "stored"]
        if fresh:
            _belong(store, item, fresh, [names.get(each, "") for each in wanted], results, step)
            waiting.read_items(store, room, fresh, step=step, progress=part(progress, 0.5, 1.0))
            diverted = diverting.divert(store, room, fresh, step=step)
    except _TAKEN_BACK:
        if step:
            history.undo(store, step)
        raise
    told = "1 file taken out" if len(fresh) == 1 else f"{len(fresh)} files taken out"
    focus = fresh[0] if fresh else item_uid
    changes = Changes(told, frozenset({Topic.EVIDENCE}), step if fresh else "", focus)
    changes = (diverted.changes if diverted else None) or changes
    return Added(changes, intake.after_reading(store, results, diverted=diverted))


def _take_one(
    store: Store,
    room: Workroom,
    item: EvidenceItem,
    original: bytes,
    number: int,
    name: str,
    step: str,
) -> Added:
    try:
        reply = room.call(
            "take", {"name": item.file_name, "number": number}, [original], limits=COMPILING
        )
        name = str(reply.result["name"])
        if reply.blobs[0]:
            return intake.store_content(store, reply.blobs[0], name, step=step)
        why = f"{name} is empty: it holds no bytes at all."
    except PortfolioError as error:
        if error.code in ("disk-full", "read-only"):
            raise
        why = str(error)
    shown = name or f"File {number}"
    failed = AddedFile(shown, "", shown, DocumentKind.UNKNOWN, 0, 0, "", "failed", why)
    return Added(Changes("", frozenset(), "", ""), (failed,))


def _belong(
    store: Store,
    parent: EvidenceItem,
    fresh: Sequence[str],
    names: Sequence[str],
    results: Sequence[AddedFile],
    step: str,
) -> None:
    """Write down where the new items came from."""
    place_of = {each.item_uid: name for each, name in zip(results, names, strict=True)}
    part_of = OF_ZIP if parent.document is DocumentKind.ARCHIVE else ATTACHMENT
    with store.step("take out", "Taken out", {Topic.EVIDENCE}, step=step) as this:
        above = this.session.query(tables.ItemRow).filter_by(uid=parent.uid).one_or_none()
        for row in this.session.query(tables.ItemRow).filter(tables.ItemRow.uid.in_(fresh)):
            row.parent_id = (
                above.id if above is not None else None
            )  # emptied from the bin meanwhile
            row.part_of = part_of
            row.shelf = above.shelf if above is not None else parent.shelf.value
            if row.shelf == Shelf.PAPERS.value:  # what a paper holds is no paper
                row.shelf = Shelf.LIBRARY.value
            file = this.session.get_one(tables.FileRow, row.file_id)
            within = PurePosixPath(place_of.get(row.uid, "")).parent.as_posix()
            file.folder = parent.file_name + ("" if within in (".", "/") else f"/{within}")


def offers_files(item: EvidenceItem) -> bool:
    """Return whether an item is of a kind that may hold other files: told without opening it."""
    if item.document is DocumentKind.ARCHIVE:
        return item.status is ReadStatus.KEPT and item.code == "holds-files"
    return any(each.what == "attachments" for each in item.holds)
