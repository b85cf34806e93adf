"""Take files in: their bytes are stored first, what they mean is read second."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.domain.evidence import EvidenceKind, Shelf
from portfolio_app.domain.receiving import ReceivedFile
from portfolio_app.domain.sorting import SORT_ABOVE
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled, Progress, part, silent
from portfolio_app.services import diverting, sorting, versions, waiting
from portfolio_app.services.diverting import Diverted
from portfolio_app.services.waiting import first_title
from portfolio_app.store import history, queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.vault import Stored
from portfolio_app.workroom.host import Workroom

# How many files are stored before their rows are written together: short transactions, few of them.
_SLICE = 16

# Files that lie in people's folders and are nobody's evidence.
_NOT_EVIDENCE = frozenset({"thumbs.db", "desktop.ini"})
_OUR_OWN = frozenset({"portfolio.json", "backup.json"})  # what such a folder is known by

_TAKEN_BACK = (Cancelled, KeyboardInterrupt)  # by the window's button, by Ctrl-C
_STOPPING = frozenset({"disk-full", "read-only"})  # no further file would fare better
_UNREAD = DocumentKind.UNKNOWN
_STORED, _DUPLICATE, _FAILED = "stored", "duplicate", "failed"
RETURNED = "returned"  # a form that came back: no evidence until it is attached


@dataclass(frozen=True, slots=True)
class AddedFile:
    """What became of one file. ``status`` is readable, kept, duplicate, returned or failed.

    ``item_uid`` is the new item, or the one that was already there; empty when it failed, and for
    a form that came back (``returned``): that belongs to ``observation_uid``, and ``arrival_uid``
    names what was kept of it; ``problem`` says what it is.
    ``path`` is where the file came from, as given.
    """

    path: str
    item_uid: str
    title: str
    kind: DocumentKind
    pages: int
    bytes: int
    sha256: str
    status: str
    problem: str = ""
    observation_uid: str = ""
    arrival_uid: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What an add did, file by file in the order given; one step in the history."""

    changes: Changes
    results: tuple[AddedFile, ...]


def add(
    store: Store,
    room: Workroom,
    paths: Sequence[Path],
    *,
    title: str = "",
    date: str = "",
    recursive: bool = True,
    again: bool = False,
    progress: Progress = silent,
) -> Added:
    """Store every file, then read each; return what became of each of them.

    A folder stands for the files in it (and in its sub-folders when ``recursive``). A file that
    cannot be stored or read never stops the others. Content that is already here is reported as a
    duplicate and not added, unless ``again``. Cancelling takes back what this add had added.
    What an earlier add stored and had no time to read is read too. More than ten new files go on
    the inbox, to be sorted first; versions of one another are grouped.

    ``title`` is only for a single file; ``date`` is the evidence's own day, YYYY-MM-DD.

    Raises:
        PortfolioError: nothing was given, a title was given for several files, or the disk is full
            (everything stored before that stays).
        Cancelled: ``progress`` raised it; the portfolio is as it was.
    """
    files = tuple(find_files(paths, recursive=recursive))
    if not files:
        raise PortfolioError(
            "There were no files to add.", hint="Choose files, or a folder that holds some."
        )
    if title and len(files) > 1:
        raise PortfolioError(
            "A title can be given to one file at a time.",
            hint="Leave the title out, or add one file.",
        )
    step = ""
    unread = ""
    diverted = Diverted(None, {})
    try:
        stored = store_files(
            store, files, title=title, date=date, again=again, progress=part(progress, 0.0, 0.4)
        )
        step = stored.changes.step
        fresh = [each.item_uid for each in stored.results if each.status == _STORED]
        try:
            if len(fresh) > SORT_ABOVE:
                sorting.receive(store, fresh, step=step)
            waiting.read_items(store, room, fresh, step=step, progress=part(progress, 0.4, 0.98))
            waiting.read_all(store, room)  # what an add that was cut off left unread
            diverted = diverting.divert(store, room, fresh, step=step)
            fresh = [each for each in fresh if each not in diverted.files]
            if fresh:
                many = len(fresh) > SORT_ABOVE
                versions.find(store, fresh, by_words=many, step=step)
        except PortfolioError as error:
            if error.code not in _STOPPING:
                raise
            unread = f"Stored, but not read yet. {error.message} It is read at the next add."
    except _TAKEN_BACK:
        if step:
            history.undo(store, step)
        raise
    changes = diverted.changes or stored.changes
    return Added(changes, after_reading(store, stored.results, unread, diverted))


def add_content(
    store: Store, room: Workroom, content: bytes, name: str, *, title: str = ""
) -> Added:
    """Store something that was pasted, under a file name that says what it is; then read it.

    Raises:
        PortfolioError: there is nothing in it, or the disk is full.
    """
    if not content.strip():
        raise PortfolioError("There was nothing to paste.", hint="Copy something first.")
    stored = store_content(store, content, name, title=title)
    fresh = [each.item_uid for each in stored.results if each.status == _STORED]
    waiting.read_items(store, room, fresh, step=stored.changes.step)
    diverted = diverting.divert(store, room, fresh, step=stored.changes.step)
    changes = diverted.changes or stored.changes
    return Added(changes, after_reading(store, stored.results, diverted=diverted))


def unlock(store: Store, room: Workroom, item_uid: str, password: str) -> Changes:
    """Read a locked file with its password; the original stays locked, the password is not kept.

    Raises:
        PortfolioError: the password does not open it (code "wrong-password"); nothing was changed.
    """
    if not queries.evidence.item(store, item_uid).locked:
        raise PortfolioError("This file isn't locked.", code="not-locked")
    return waiting.read_locked(store, room, item_uid, password)


def store_files(
    store: Store,
    files: Sequence[Path],
    *,
    title: str = "",
    date: str = "",
    again: bool = False,
    step: str = "",
    progress: Progress = silent,
) -> Added:
    """Store the bytes of every file and give each an item that waits to be read.

    Results have the status ``stored``, ``duplicate`` or ``failed``. With ``step`` this becomes part
    of an earlier step.

    Raises:
        PortfolioError: the disk is full or the folder became read-only, before anything was stored.
        Cancelled: ``progress`` raised it; nothing was added.
    """
    sources = [(each.name, str(each.parent), each) for each in files]
    return _store(store, sources, title=title, date=date, again=again, step=step, progress=progress)


def store_content(
    store: Store, content: bytes, name: str, *, title: str = "", again: bool = False, step: str = ""
) -> Added:
    """Store bytes that come from no file, under a name that says what they are; as store_files."""
    return _store(store, [(name, "", content)], title=title, date="", again=again, step=step)


def find_files(paths: Iterable[Path], *, recursive: bool) -> Iterator[Path]:
    """Yield the files that these paths stand for, in a steady order.

    A path that is not there is yielded too, so that it can be reported. Links are not followed
    out of a folder; hidden files, the litter of file managers and the folders of portfolios and
    their backups are passed over. A folder that may not be opened is yielded itself.
    """
    for path in paths:
        if not stat.S_ISDIR(_mode(path)):
            yield path
            continue
        try:
            inside = sorted(path.iterdir(), key=lambda each: each.name.casefold())
        except OSError:
            yield path  # storing says why it can't be opened
            continue
        if _OUR_OWN & {each.name for each in inside}:
            continue
        for found in inside:
            if found.name.startswith(".") or found.name.casefold() in _NOT_EVIDENCE:
                continue
            mode = _mode(found, follow=False)
            if stat.S_ISDIR(mode):
                if recursive:
                    yield from find_files([found], recursive=True)
            elif stat.S_ISREG(mode) or not mode:
                yield found


def _mode(path: Path, *, follow: bool = True) -> int:
    """Return what kind of thing a path names, as ``stat`` has it; 0 when that can't be told."""
    try:
        return path.stat(follow_symlinks=follow).st_mode
    except OSError:
        return 0


_Source = tuple[str, str, "Path | bytes"]


def _store(
    store: Store,
    sources: Sequence[_Source],
    *,
    title: str,
    date: str,
    again: bool,
    step: str = "",
    progress: Progress = silent,
) -> Added:
    results: list[AddedFile] = []
    summary = "Added 1 file" if len(sources) == 1 else f"Added {len(sources)} files"
    topics = {Topic.EVIDENCE}
    try:
        for start in range(0, len(sources), _SLICE):
            batch = sources[start : start + _SLICE]
            progress(f"Storing {start + 1} of {len(sources)}", start / len(sources))
            outcomes = store.vault.put_many([content for _, _, content in batch])
            with store.step("add", summary, topics, step=step) as this:
                for (name, folder, content), outcome in zip(batch, outcomes, strict=True):
                    where = str(content) if isinstance(content, Path) else name
                    results.append(
                        AddedFile(
                            where, "", first_title(name), _UNREAD, 0, 0, "", _FAILED, str(outcome)
                        )
                        if isinstance(outcome, PortfolioError)
                        else _enter(
                            this.session, where, name, folder, outcome, title, date, again=again
                        )
                    )
            step = this.changes.step or step
            for outcome in outcomes:
                if isinstance(outcome, PortfolioError) and outcome.code in _STOPPING:
                    raise outcome
        progress("Stored", 1.0)
    except _TAKEN_BACK:
        if step:
            history.undo(store, step)
        raise
    except PortfolioError as error:
        if not any(each.status == _STORED for each in results):
            raise
        # What was stored stays; the rest is named, so that it can be added once there is room.
        results += [
            AddedFile(str(content), "", first_title(name), _UNREAD, 0, 0, "", _FAILED, str(error))
            for name, _, content in sources[len(results) :]
        ]
    added = sum(each.status == _STORED for each in results)
    told = "Added 1 file" if added == 1 else f"Added {added} files"
    focus = next((each.item_uid for each in results if each.item_uid), "")
    return Added(Changes(told, frozenset(topics), step if added else "", focus), tuple(results))


def _enter(
    session: Session,
    where: str,
    name: str,
    folder: str,
    stored: Stored,
    title: str,
    date: str,
    *,
    again: bool,
) -> AddedFile:
    known = (
        session.query(tables.ItemRow)
        .join(tables.FileRow, tables.ItemRow.file_id == tables.FileRow.id)
        .filter(
            tables.FileRow.sha256 == stored.sha256,
            tables.ItemRow.binned_at == "",
            tables.ItemRow.shelf != Shelf.PAPERS.value,  # no evidence: nobody has it in the library
        )
        .first()
    )
    if known is not None and not again:
        told = f"You already have this file as “{known.title}”. It hasn't been added again."
        return AddedFile(
            where,
            known.uid,
            known.title,
            DocumentKind(known.document),
            known.pages,
            stored.bytes,
            stored.sha256,
            _DUPLICATE,
            told,
        )
    file = tables.FileRow(sha256=stored.sha256, bytes=stored.bytes, name=name, folder=folder)
    session.add(file)
    session.flush()
    item = tables.ItemRow(
        file_id=file.id,
        title=title or first_title(name),
        kind=EvidenceKind.OTHER.value,
        document=_UNREAD.value,
        status=ReadStatus.WAITING.value,
        date=date,
        date_source="typed" if date else "",
    )
    session.add(item)
    session.flush()
    return AddedFile(where, item.uid, item.title, _UNREAD, 0, stored.bytes, stored.sha256, _STORED)


def after_reading(
    store: Store,
    results: Sequence[AddedFile],
    unread: str = "",
    diverted: Diverted | None = None,
) -> tuple[AddedFile, ...]:
    """Return the results with what reading found out about those that were stored.

    ``unread`` says why some of them could not be read now; they are kept until they can.
    ``diverted`` are those that are forms which came back.
    """
    known = {each.uid: each for each in queries.evidence.items(store)}

    def told(result: AddedFile) -> AddedFile:
        if diverted is not None and (came := diverted.files.get(result.item_uid)):
            return _came_back(result, came)
        item = known.get(result.item_uid)
        if result.status != _STORED or item is None:
            return result
        if item.status is ReadStatus.WAITING:
            return replace(result, status=ReadStatus.KEPT.value, problem=unread)
        return replace(
            result,
            title=item.title,
            kind=item.document,
            pages=item.pages,
            status=item.status.value,
            problem=item.problem,
        )

    return tuple(told(each) for each in results)


def _came_back(result: AddedFile, came: Sequence[ReceivedFile]) -> AddedFile:
    first = came[0]
    told = " ".join(f"{each.message} {each.hint}".strip() for each in came)
    return replace(
        result,
        item_uid="",
        title=result.title,
        status=RETURNED,
        problem=told,
        observation_uid=first.observation_uid,
        arrival_uid=first.arrival_uid,
    )
