"""Quick capture: what happened, in a sentence, with or without files; nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import EvidenceKind, Shelf
from portfolio_app.domain.hours import Entry
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled, Progress, part, silent
from portfolio_app.services import history, hours, intake, sorting, waiting
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

TITLE = 80  # characters of the words that make a title
MOST_MINUTES = 24 * 60
_NO_ROOM = frozenset({"disk-full", "read-only"})  # the words could not be stored either
_TOPICS = {Topic.EVIDENCE, Topic.CLAIMS}


@dataclass(frozen=True, slots=True)
class Capture:
    """What was typed. Only ``what`` is needed; ``day`` is YYYY-MM-DD, ``minutes`` off-the-job.

    The minutes are logged as an entry of off-the-job time that names the item.

    ``paths`` are files, or folders that stand for the files in them; ``pasted`` is content with a
    file name that says what it is.
    """

    what: str
    day: str = ""
    minutes: int = 0
    paths: tuple[Path, ...] = ()
    pasted: tuple[tuple[str, bytes], ...] = ()
    ksb_uids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Captured:
    """What became of it: the items made, and a sentence for each attachment that was not added."""

    changes: Changes
    item_uids: tuple[str, ...]
    problems: tuple[str, ...] = ()


def capture(
    store: Store, room: Workroom, typed: Capture, *, progress: Progress = silent
) -> Captured:
    """Keep what was typed with its files, and read them: one step.

    Raises:
        PortfolioError: as ``keep``.
        Cancelled: ``progress`` raised it; nothing was stored.
    """
    kept = keep(store, typed, progress=part(progress, 0.0, 0.5))
    try:
        return read(store, room, kept, progress=part(progress, 0.5, 1.0))
    except Cancelled:
        if kept.changes.step:
            history.undo(store, kept.changes.step)
        raise


def keep(store: Store, typed: Capture, *, progress: Progress = silent) -> Captured:
    """Store what was typed, with its files, as one step; ``read`` then reads them.

    Each file becomes an item. Without one, or when none can be added, the words become a small text
    item, so that they are kept in any case. An item with a file and a KSB goes to the library;
    where something is missing it waits on the inbox.

    Raises:
        PortfolioError: nothing was typed, the day or the minutes make no sense, there is no such
            KSB, or the disk is full; nothing was stored.
        Cancelled: ``progress`` raised it; nothing was stored.
    """
    what = typed.what.strip()
    _refuse(store, typed, what)
    logged = _entry(store, typed, what)
    (step, uids), problems = _attachments(store, typed, progress)
    has_files = bool(uids)
    if not has_files:
        name = f"{_file_name(what)}.txt"
        note = intake.store_content(store, f"{what}\n".encode(), name, again=True, step=step)
        step, uids = note.changes.step, [note.results[0].item_uid]
    told = f"Captured: {_title(what)}"
    topics = _TOPICS | hours.TOPICS if logged is not None else _TOPICS
    with store.step("capture", told, topics, focus=uids[0], step=step) as this:
        for number, uid in enumerate(uids):
            row = this.session.query(tables.ItemRow).filter_by(uid=uid).one()
            _describe(row, typed, what, number, len(uids), has_files=has_files)
            sorting.enter_candidates(this.session, row.id, typed.ksb_uids)
        if logged is not None:
            hours.enter(this.session, replace(logged, item_uid=uids[0]))
    return Captured(this.changes, tuple(uids), tuple(problems))


def read(store: Store, room: Workroom, kept: Captured, *, progress: Progress = silent) -> Captured:
    """Read what was captured, as part of the step that kept it, unless that was undone meanwhile.

    Raises:
        Cancelled: ``progress`` raised it; what was captured stays, to be read at the next add.
    """
    step, told = kept.changes.step, kept.changes.summary
    problems = kept.problems
    try:
        waiting.read_items(store, room, kept.item_uids, step=step, progress=progress)
    except PortfolioError as error:
        problems += (f"Stored, but not read yet. {error.message}",)
    if not queries.history.is_done(store, step):
        return replace(kept, problems=problems)
    focus = kept.changes.focus
    with store.step("capture", told, _TOPICS, focus=focus, step=step) as this:
        pass  # reading has said of the step what it did: say again what it is
    return Captured(this.changes, kept.item_uids, problems)


def _attachments(
    store: Store, typed: Capture, progress: Progress
) -> tuple[tuple[str, list[str]], list[str]]:
    """Store what is attached; return the step and the new items' uids, and what went wrong."""
    step = ""
    results: list[intake.AddedFile] = []
    problems: list[str] = []
    files = list(intake.find_files(typed.paths, recursive=True))
    try:
        if files:
            added = intake.store_files(store, files, progress=progress)
            step, results = added.changes.step, [*added.results]
        for name, content in typed.pasted:
            added = intake.store_content(store, content, name, step=step)
            step = added.changes.step or step
            results += added.results
    except PortfolioError as error:
        if error.code in _NO_ROOM:
            raise
        problems.append(str(error))
    problems += [f"{Path(r.path).name}: {r.problem}" for r in results if r.status != "stored"]
    return (step, [r.item_uid for r in results if r.status == "stored"]), problems


def _describe(
    row: tables.ItemRow, typed: Capture, what: str, number: int, count: int, *, has_files: bool
) -> None:
    """Write what was typed into a new item; reading its file keeps what is there."""
    row.shelf = (Shelf.LIBRARY if has_files and typed.ksb_uids else Shelf.INBOX).value
    title = _title(what)
    if count == 1:
        row.title = title
    if has_files and (count > 1 or title != what):
        row.context = what  # the words whole, beside the file
    if not has_files:
        row.kind = EvidenceKind.NOTES.value
    if typed.day:
        row.date, row.date_source = typed.day, "typed"
    row.private_note = typed.note.strip()
    if number == 0:  # the minutes are of the event, not of each of its files
        row.minutes = typed.minutes


def _refuse(store: Store, typed: Capture, what: str) -> None:
    if not what:
        raise PortfolioError(
            "There is nothing to keep yet.", hint="Say in a sentence what happened.", code="empty"
        )
    if typed.day:
        try:
            date.fromisoformat(typed.day)
        except ValueError as error:
            raise PortfolioError(
                f"This is not a date: {typed.day}", hint="Nothing was stored.", code="no-day"
            ) from error
    if not 0 <= typed.minutes <= MOST_MINUTES:
        raise PortfolioError(
            "Off-the-job time is between 0 minutes and 24 hours.",
            hint="Nothing was stored.",
            code="no-minutes",
        )
    known = {each.uid for each in queries.standard.ksbs(store)}
    if not known.issuperset(typed.ksb_uids):
        raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")


def _entry(store: Store, typed: Capture, what: str) -> Entry | None:
    """Return what is to be logged of the off-the-job time that was typed, None for none.

    Raises:
        PortfolioError: the day has no room for it, or can't be a day of training.
    """
    if not typed.minutes:
        return None
    day = typed.day or date.today().isoformat()  # noqa: DTZ011 - the person's own calendar
    return hours.fitting(store, Entry("", day, typed.minutes, _title(what)))


def _title(what: str) -> str:
    """Return the first line of the words, cut at a word when it is too long for a title."""
    line = " ".join(what.splitlines()[0].split())
    if len(line) <= TITLE:
        return line
    return f"{line[: TITLE - 1].rsplit(' ', 1)[0].rstrip(' ,;:–-')}…"


def _file_name(what: str) -> str:
    words = re.findall(r"[^\W_]+", _title(what))
    return " ".join(words)[:60].strip() or "Note"
