"""Files kept as proof beside a row of the plan: a certificate, a signed copy, an EPAO's own form.

They are kept byte for byte and never read: they are no evidence and in no bundle.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import bundle_folder, keeping_records
from portfolio_app.services.originals import safe_name
from portfolio_app.store import disk, queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.queries.records import KeptRecord
from portfolio_app.workroom.host import Workroom

TOPICS = {Topic.PLAN}
Enter = Callable[[Session], str]  # within the step: makes the row it is about, returns its uid


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was kept: its uid, and what changed. ``again``: the row had this very file."""

    changes: Changes
    uid: str
    again: bool = False


def keep(
    store: Store,
    about_uid: str,
    path: Path,
    *,
    about: str = "",
    enter: Enter | None = None,
    progress: Progress = silent,
) -> Kept:
    """Keep a file beside a row: the file first, the row second, one step.

    ``about`` is the row's title for the history. ``enter`` makes the row when it is not there yet.
    A file the row has already is not kept twice.

    Raises:
        PortfolioError: the row is not there ("gone"), the file can't be read from its place or is
            a folder ("no-file"), or the disk is full. Nothing was changed.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    if enter is None:
        about = about or queries.plan.row(store, about_uid).title
    if not path.is_file():
        raise PortfolioError(
            f"{path.name} is no file that can be read. Nothing was changed.",
            hint="Choose a file. Several pages can be put into one PDF or one zip first.",
            code="no-file",
        )
    progress(f"Storing {path.name}", 0.0)
    stored = store.vault.put(path)
    there = [each for each in queries.records.records(store, about_uid) if about_uid]
    same = next((each for each in there if each.sha256 == stored.sha256), None)
    if same is not None:
        return Kept(Changes(f"{same.name} is kept here already", frozenset()), same.uid, again=True)
    progress("Saving", 0.9)
    told = f"{path.name} kept: {about}" if about else f"{path.name} kept"
    with store.step("keep record", told, TOPICS) as step:
        if enter is not None:
            about_uid = enter(step.session)
        file = tables.FileRow(
            sha256=stored.sha256, bytes=stored.bytes, name=path.name, folder=str(path.parent)
        )
        step.session.add(file)
        step.session.flush()
        row = tables.RecordRow(about_uid=about_uid, file_id=file.id, name=path.name)
        step.session.add(row)
        step.focus = about_uid
        uid = row.uid
    progress("Kept", 1.0)
    return Kept(step.changes, uid)


def remove(store: Store, uid: str) -> Changes:
    """Take a kept file away; undo brings it back, for 30 days at least.

    Raises:
        PortfolioError: it isn't there any more ("gone"), or it is a form that came back signed and
            is kept with its request ("came-back"). Nothing was changed.
    """
    kept = record(store, uid)
    if keeping_records.arrival_of(store, uid):
        raise PortfolioError(
            f"{kept.name} came back for a request, and is kept with it. Nothing was changed.",
            hint="Take it back in Observations, where it was checked.",
            code="came-back",
        )
    told = f"{kept.name} taken away"
    with store.step("remove record", told, TOPICS, focus=kept.about_uid) as step:
        row = step.session.query(tables.RecordRow).filter_by(uid=uid).one()
        step.session.delete(row)
    return step.changes


def look_at(store: Store, room: Workroom, uid: str) -> Path:
    """Return a read-only copy to be looked at in another program; it is wiped on closing.

    Raises:
        PortfolioError: it isn't there any more ("gone"), its stored file is missing or damaged, or
            there is no room for the copy.
    """
    kept = record(store, uid)
    folder = room.folder / "opened" / secrets.token_hex(6)
    target = folder / safe_name(kept.name)
    try:
        folder.mkdir(mode=0o700, parents=True)
        store.vault.copy_to(kept.sha256, target)
        target.chmod(0o400)
    except OSError as error:
        raise PortfolioError(
            f"{kept.name} couldn't be copied out to be opened. The stored file is safe.",
            hint="Free some disk space, then try again.",
        ) from error
    return target


def take_out(store: Store, uid: str, out: Path) -> Path:
    """Write a kept file, byte for byte, to a place of the person's own.

    Raises:
        PortfolioError: it isn't there any more ("gone"), a file is there already ("exists"), the
            place can't be taken ("no-place"), or the stored file is missing or damaged.
    """
    kept = record(store, uid)
    out = out.absolute()
    disk.refuse_bad_name(out)
    if out.is_dir() or not out.parent.is_dir() or disk.is_within(out, store.folder):
        raise PortfolioError(
            f"{kept.name} can't be put at {out}. Nothing was written.",
            hint="Give a file name in a folder that is there, outside the portfolio's own.",
            code="no-place",
        )
    if out.exists() or out.is_symlink():
        raise PortfolioError(
            f"There is a file at {out} already. Nothing was written.",
            hint="Choose another name.",
            code="exists",
        )
    built = [each.folder for each in queries.bundles.bundles(store)]
    bundle_folder.refuse_inside_built(out, built, "The file")
    store.vault.copy_to(kept.sha256, out)
    return out


def record(store: Store, uid: str) -> KeptRecord:
    """Return a kept file by its uid.

    Raises:
        PortfolioError: it isn't there any more ("gone").
    """
    found = next((each for each in queries.records.records(store) if each.uid == uid), None)
    if found is None:
        raise PortfolioError(
            "That file isn't kept here any more. Nothing was changed.",
            hint="Undo may bring it back.",
            code="gone",
        )
    return found


def missing(store: Store, about_uid: str = "") -> tuple[str, ...]:
    """Return the names of kept files whose stored content is not there."""
    return tuple(
        each.name
        for each in queries.records.records(store, about_uid)
        if not store.vault.has(each.sha256)
    )
