"""Makes a portfolio again from a backup: proven whole in a folder beside, then put in place."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.store import disk, header, keychain, keys, migrations
from portfolio_app.store.backup import BackupDone, copy_verified, files_in
from portfolio_app.store.backup_source import Kept, Source, damaged_backup, opened
from portfolio_app.store.connection import DATABASE_NAME, connect
from portfolio_app.store.header import Header, Wrap
from portfolio_app.store.integrity import integrity
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.lock import refuse_network
from portfolio_app.store.vault import Vault, place_of

_PIECE = 1024 * 1024


def restore(
    source: Path,
    folder: Path,
    *,
    passphrase: str | None = None,
    recovery: str | None = None,
    snapshot: str = "",
    progress: Progress = silent,
) -> BackupDone:
    """Make the portfolio of a backup again in a folder that is new or empty.

    Needs nothing but the backup and the recovery key, or the passphrase; with neither, the key in
    this computer's keychain. The newest snapshot is taken, unless ``snapshot`` names an older one.
    Every page and every file is verified before the folder appears.

    Raises:
        PortfolioError: "exists", "missing", "not-a-backup", "damaged" (the backup), "wrong-key",
            "bad-recovery-key", "key-needed", "newer-version", "network-folder", "disk-full" …
            Nothing that was there before has been touched.
        Cancelled: ``progress`` raised it; nothing is left of what was begun.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a link
    disk.refuse_unless_free(folder)
    progress("Opening the backup", 0.0)
    backup = opened(source)
    try:
        kept = backup.snapshots()
        key, head = _key(backup, kept, passphrase, recovery)
        chosen = _chosen(kept, snapshot)
        if not key.fits(chosen.head):
            raise keys.wrong_key()
        with disk.in_words("The restored portfolio"):
            folder.parent.mkdir(parents=True, exist_ok=True)
        refuse_network(folder.parent)
        # One name for all tries, so that what a killed one left is gone with the next.
        making = folder.parent / f".{folder.name}.restoring"
        disk.remove_tree(making)
        try:
            with disk.in_words("The restored portfolio"):
                done = _make(backup, chosen, making, key, head, progress)
                disk.move_into_place(making, folder)
        except BaseException:
            disk.remove_tree(making)
            raise
    finally:
        backup.close()
    return BackupDone(folder, done.files, done.bytes)


def _make(
    backup: Source, chosen: Kept, making: Path, key: MasterKey, head: Header, progress: Progress
) -> BackupDone:
    for each in (making, making / "vault", making / "derived"):
        each.mkdir(mode=0o700)
    (making / "lock").touch(mode=0o600)
    with (
        backup.open(chosen.database) as reading,
        os.fdopen(disk.create(making / DATABASE_NAME), "wb") as writing,
    ):
        while piece := reading.read(_PIECE):
            progress("Restoring the database", 0.05)
            writing.write(piece)
        writing.flush()
        disk.sync_file(writing.fileno())
    progress("Checking the database", 0.1)
    if integrity(making, key):
        raise damaged_backup()
    connection = connect(making, key, readonly=True)
    try:
        if migrations.number(connection) > migrations.NEWEST:
            raise header.newer_version()
        application = connection.execute("PRAGMA application_id").fetchone()[0]
    finally:
        connection.close()
    if application != migrations.APPLICATION_ID:
        raise damaged_backup()
    stored = files_in(making, key, DATABASE_NAME)
    vault = Vault(making / "vault", key)
    size = (making / DATABASE_NAME).stat().st_size
    folders = {making / "vault"}
    for place, sha256 in enumerate(stored):
        report = partial(
            progress,
            f"Restoring file {place + 1} of {len(stored)}",
            0.15 + 0.8 * place / len(stored),
        )
        report()
        path = vault.path_of(sha256)
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700)
        folders.add(path.parent)
        name = f"vault/{place_of(vault.name_of(sha256)).as_posix()}"
        with backup.open(name) as reading, os.fdopen(disk.create(path), "wb") as writing:
            _copy(_Stoppable(reading, report), writing, vault, key, sha256)
            writing.flush()
            disk.sync_file(writing.fileno())
        size += path.stat().st_size
    progress("Finishing", 0.95)  # the last moment to stop
    header.write(making, head)
    for each in folders:
        disk.sync_folder(each)
    disk.sync_folder(making)
    return BackupDone(making, len(stored), size)


class _Stoppable:
    """A file to read; every read is a place to stop, so a large file need not be waited for."""

    def __init__(self, file: BinaryIO, report: Callable[[], None]) -> None:
        self._file = file
        self._report = report

    def read(self, size: int) -> bytes:
        self._report()
        return self._file.read(size)


def _copy(reading: object, writing: object, vault: Vault, key: MasterKey, sha256: str) -> None:
    try:
        copy_verified(reading, writing, vault, key, sha256)  # type: ignore[arg-type]
    except PortfolioError as error:
        raise damaged_backup() from error


def _chosen(kept: tuple[Kept, ...], snapshot: str) -> Kept:
    if not snapshot:
        return kept[0]
    for each in kept:
        if each.stem == snapshot:
            return each
    raise PortfolioError(
        f"This backup has no snapshot {snapshot}.",
        hint=f"It has: {', '.join(each.stem for each in kept)}.",
        code="no-such-snapshot",
    )


def _key(
    backup: Source, kept: tuple[Kept, ...], passphrase: str | None, recovery: str | None
) -> tuple[MasterKey, Header]:
    """Return the key, and the header for the restored portfolio: the newest, opened by that key."""
    newest = kept[0].head
    if backup.portfolio_id() != newest.id:
        raise damaged_backup()
    if passphrase is None and recovery is None:
        chain = keychain.keychain()
        key = chain.get(newest.id) if chain is not None else None
        if key is None:
            raise PortfolioError(
                "This computer doesn't hold the key of this backup. Nothing has been changed.",
                hint="Give its recovery key or its passphrase.",
                code="key-needed",
            )
        if not key.fits(newest):
            raise keys.wrong_key()
        return key, newest
    kind = "passphrase" if passphrase is not None else "recovery"
    first: PortfolioError | None = None
    tried: set[Wrap | None] = set()
    # An older snapshot keeps the wraps of its day: a key that was replaced since still opens it.
    for each in kept:
        wrap = each.head.wrap(kind)
        if wrap in tried:
            continue
        tried.add(wrap)
        try:
            key = keys.unlock(each.head, passphrase=passphrase, recovery=recovery)
        except PortfolioError as error:
            first = first or error
            continue
        others = tuple(w for w in newest.wraps if w.kind != kind)
        wraps = (*others, wrap) if wrap is not None else others
        return key, newest if each is kept[0] else replace(newest, wraps=wraps)
    raise first or keys.wrong_key()
