"""Sealed backups: add what is new, and make a portfolio again from one."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import details, emptying
from portfolio_app.store import backup as sealed
from portfolio_app.store import backup_source
from portfolio_app.store import restore as restoring
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import now

_DAY_AT_END = re.compile(r" \d{4}-\d{2}-\d{2}$")  # as a single-file backup is named


@dataclass(frozen=True, slots=True)
class Copy:
    """One state of the portfolio that a backup keeps: its name in it, when it was made (UTC)."""

    name: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup tells without its key: where it is, its title, its copies (newest first)."""

    place: Path
    title: str
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """A portfolio made again: where, how many evidence files, bytes in all, as of when (UTC)."""

    path: Path
    files: int
    bytes: int
    made: datetime


def back_up(
    store: Store, dest: Path, *, single_file: bool = False, progress: Progress = silent
) -> sealed.BackupDone:
    """Add what is new to the sealed backup at ``dest``; return where it is and what it holds.

    A store that is open to write remembers when it was last backed up.

    Raises:
        PortfolioError: the place is missing, full, or inside the portfolio; or the portfolio is
            damaged, in which case the backup is left as it was.
    """
    done = sealed.backup(store, dest.absolute(), single_file=single_file, progress=progress)
    if not store.readonly:
        details.write(store, "backed_up_at", now())
        with suppress(PortfolioError):  # the backup is made; tidying can wait for the next one
            emptying.sweep(store)
    return done


def contents(backup: Path) -> Contents:
    """Return what a backup holds, as far as its names and notes tell: no key is needed.

    ``title`` is made from the backup's own name, for naming a folder after it.

    Raises:
        PortfolioError: "missing", "not-a-backup", "damaged", "ambiguous" (several backups are
            here), "newer-version", "unreadable" (the system doesn't let us).
    """
    try:
        source = backup_source.opened(backup.absolute())
        try:
            kept = source.snapshots()
        finally:
            source.close()
    except OSError as error:
        raise PortfolioError(
            f"This backup can't be read: {error.strerror or error}. Nothing has been changed.",
            hint="Check that its drive is connected and that you may open it.",
            code="unreadable",
        ) from error
    place = source.folder if isinstance(source, backup_source.FolderSource) else backup
    title = place.name.removesuffix(sealed.SINGLE_SUFFIX).removesuffix(backup_source.SUFFIX)
    title = _DAY_AT_END.sub("", title).removesuffix(" backup")
    return Contents(place, title.strip(), tuple(Copy(each.stem, each.made) for each in kept))


def restore(
    backup: Path,
    folder: Path,
    *,
    recovery: str | None = None,
    passphrase: str | None = None,
    copy: str = "",
    progress: Progress = silent,
) -> Restored:
    """Make a portfolio again in ``folder`` from a backup, proven whole before it appears there.

    The newest copy is taken, unless ``copy`` names another of its ``contents``.

    Raises:
        PortfolioError: the key does not fit, the backup is damaged, ``folder`` is not empty or
            inside the backup ("inside-backup"); nothing that was there has been touched.
        Cancelled: ``progress`` raised it; nothing is left of what was begun.
    """
    found = contents(backup)
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(found.place)):
        raise PortfolioError(
            "A portfolio inside its own backup would mix the two up. Nothing has been changed.",
            hint="Choose a folder outside the backup.",
            code="inside-backup",
        )
    chosen = next((each for each in found.copies if each.name == copy), found.copies[0])
    done = restoring.restore(
        backup.absolute(),
        folder.absolute(),
        recovery=recovery,
        passphrase=passphrase,
        snapshot=copy or chosen.name,
        progress=progress,
    )
    return Restored(done.path, done.files, done.bytes, chosen.made)
