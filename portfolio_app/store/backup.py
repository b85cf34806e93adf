"""A sealed backup: a folder that only grows by new encrypted files, so it is safe to sync.

    backup.json              which portfolio this is; written once
    vault/ab/cdef…           the portfolio's encrypted files, copied once
    snapshots/<UTC>.db       checked copies of the database, thinned (thinning.py)
    snapshots/<UTC>.json     beside each: its number, and the portfolio's header with the key wraps

The same packed into one file (a zip, stored) is a single-file backup.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.store import backup_source, disk, sealed
from portfolio_app.store.backup_source import MARK_NAME, SNAPSHOTS, SUFFIX, FolderSource
from portfolio_app.store.check import stored_in
from portfolio_app.store.connection import connect, damaged
from portfolio_app.store.database import Store
from portfolio_app.store.integrity import checked_copy, integrity
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.thinning import Snapshot, superseded
from portfolio_app.store.vault import Vault, damaged_file, missing_file, place_of

SINGLE_SUFFIX = ".portfolio-backup"


@dataclass(frozen=True, slots=True)
class BackupDone:
    """A finished backup or restore: where it is, how many evidence files, how many bytes in all."""

    path: Path
    files: int
    bytes: int


def backup(
    store: Store, dest: Path, *, single_file: bool = False, progress: Progress = silent
) -> BackupDone:
    """Add what is new to the sealed backup at ``dest``, or pack a whole one into a file.

    A folder that is new, empty or a backup of this portfolio becomes the backup itself; in any
    other folder one is made under the portfolio's name. Files are copied and verified first; then
    a checked copy of the database makes the backup complete; only then old copies are thinned.

    Raises:
        PortfolioError: "inside-portfolio", "missing" (the place is not connected), "another-
            portfolio", "damaged" or "damaged-file" (of the portfolio: no copy is made of damage),
            "disk-full", "read-only". What the backup held before is still there.
        Cancelled: ``progress`` raised it; the next backup goes on from there.
    """
    _refuse_inside(store, dest)
    progress("Checking the portfolio", 0.0)
    if integrity(store.folder, store.key):
        raise damaged("its file portfolio.db is damaged, so it was not backed up")
    if single_file:
        return _pack(store, _single_path(store, dest), progress)
    place = _place(store, dest)
    with disk.in_words("The backup"):
        for folder in (place, place / "vault", place / SNAPSHOTS):
            disk.make_folder(folder)
            if not store.readonly:  # we alone write here then, so what is left over is nobody's
                disk.sweep(folder)
        if not (place / MARK_NAME).exists():
            disk.write_whole(place / MARK_NAME, backup_source.mark(store.id))
    temporary = disk.temporary_beside(place / SNAPSHOTS / "any")
    try:
        stored = _snapshot(store, temporary, part(progress, 0.05, 0.2))
        _copy_files(store, stored, place / "vault", part(progress, 0.2, 0.95))
        progress("Finishing the backup", 0.95)  # the last moment to stop: from here on it is one
        with disk.in_words("The backup"):
            _publish(store, place, temporary)
    finally:
        temporary.unlink(missing_ok=True)
    _thin(place)
    total = sum((place / "vault" / _place_in(store.vault, each)).stat().st_size for each in stored)
    newest = FolderSource(place).snapshots()[0]
    return BackupDone(place, len(stored), total + (place / newest.database).stat().st_size)


def files_in(folder: Path, key: MasterKey, name: str) -> tuple[str, ...]:
    """Return the SHA-256 of every file that a copy of the database says is in the vault."""
    connection = connect(folder, key, readonly=True, name=name)
    try:
        return stored_in(connection.execute)
    finally:
        connection.close()


def copy_verified(
    source: BinaryIO, target: BinaryIO, vault: Vault, key: MasterKey, sha256: str
) -> None:
    """Copy an encrypted file as it is, and make sure on the way that it holds this content.

    Raises:
        PortfolioError: code "damaged-file".
    """
    digest = hashlib.sha256()
    try:
        chunks = sealed.unseal(_Tee(source, target), key.vault, vault.name_of(sha256).encode())  # type: ignore[arg-type]
        for chunk in chunks:
            digest.update(chunk)
    except sealed.DamagedError as error:
        raise damaged_file() from error
    if digest.hexdigest() != sha256:
        raise damaged_file()


class _Tee:
    """A file to read that writes down what was read."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source = source
        self._target = target

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        self._target.write(data)
        return data


def _refuse_inside(store: Store, dest: Path) -> None:
    if Path(os.path.realpath(dest)).is_relative_to(os.path.realpath(store.folder)):
        raise PortfolioError(
            "A backup inside the portfolio's own folder would be lost with it, so none was made.",
            hint="Choose a place outside it: another drive, or a synced folder.",
            code="inside-portfolio",
        )


def _place(store: Store, dest: Path) -> Path:
    """Return the folder that is, or becomes, the backup."""
    if not dest.exists():
        _refuse_unless_connected(dest)
        return dest
    if not dest.is_dir():
        raise PortfolioError(
            "The backup's place is a file, not a folder. Nothing has been changed.",
            hint="Choose a folder.",
            code="not-a-backup",
        )
    ours = dest
    if not (dest / MARK_NAME).exists() and any(dest.iterdir()):
        ours = dest / f"{_stem(store)}{SUFFIX}"
    if (ours / MARK_NAME).exists() and FolderSource(ours).portfolio_id() != store.id:
        if ours is dest:
            raise PortfolioError(
                "This folder is the backup of another portfolio. Nothing has been changed.",
                hint="Choose another folder.",
                code="another-portfolio",
            )
        ours = dest / f"{_stem(store)} {store.id[:6]}{SUFFIX}"  # two portfolios of one name
    return ours


def _refuse_unless_connected(dest: Path) -> None:
    # Making all parents would fill this computer's disk under the name of a drive not plugged in.
    if not dest.parent.is_dir():
        raise PortfolioError(
            "The backup didn't run: its place isn't connected. "
            "Your portfolio is saved on this computer.",
            hint="Connect the drive or choose another place.",
            code="missing",
        )


def _stem(store: Store) -> str:
    return store.folder.name.removesuffix(".portfolio") or "portfolio"


def _snapshot(store: Store, target: Path, progress: Progress) -> tuple[str, ...]:
    """Write a checked copy of the database, and return the files it names."""
    connection = connect(store.folder, store.key, readonly=True)
    try:
        checked_copy(connection, target, store.key, lambda: progress("Copying the database", 0.5))
    finally:
        connection.close()
    return files_in(target.parent, store.key, target.name)


def _place_in(vault: Vault, sha256: str) -> Path:
    return place_of(vault.name_of(sha256))


def _copy_files(store: Store, stored: Sequence[str], target: Path, progress: Progress) -> None:
    """Copy and verify every file the backup has not; raise at the end if any could not be had."""
    lost: list[PortfolioError] = []
    folders = {target}
    for place, sha256 in enumerate(stored):
        progress(f"Backing up file {place + 1} of {len(stored)}", place / len(stored))
        source = store.vault.path_of(sha256)
        copy = target / _place_in(store.vault, sha256)
        if copy.exists() and (not source.exists() or copy.stat().st_size == source.stat().st_size):
            continue
        temporary = disk.temporary_beside(target / "any")
        try:
            with disk.in_words("The backup"), _source_file(source) as reading:
                disk.make_folder(copy.parent)
                with os.fdopen(disk.create(temporary), "wb") as writing:
                    copy_verified(reading, writing, store.vault, store.key, sha256)
                    writing.flush()
                    disk.sync_file(writing.fileno())
                disk.replace(temporary, copy)
            folders.add(copy.parent)
        except PortfolioError as error:
            if error.code not in ("missing-file", "damaged-file"):
                raise
            lost.append(error)
        finally:
            temporary.unlink(missing_ok=True)
    with disk.in_words("The backup"):
        for folder in folders:
            disk.sync_folder(folder)
    if lost:
        raise PortfolioError(
            f"The backup isn't complete: {len(lost)} stored "
            f"{'file is' if len(lost) == 1 else 'files are'} missing or damaged. "
            "All others were copied, and earlier backups are untouched.",
            hint="Check the portfolio to see which, and add them again.",
            code=lost[0].code,
        )


@contextmanager
def _source_file(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise missing_file() from error
    except OSError as error:
        raise damaged_file() from error
    with file:
        yield file


def _publish(store: Store, place: Path, temporary: Path) -> None:
    """Give the copy its name, its note first: a copy with a note is a complete snapshot."""
    number, stem = _next(place)
    made = datetime.now(UTC)
    note = place / SNAPSHOTS / f"{stem}.json"
    disk.write_whole(note, backup_source.note(number, made, store.header))
    disk.replace(temporary, place / SNAPSHOTS / f"{stem}.db")
    disk.sync_folder(place / SNAPSHOTS)


def _next(place: Path) -> tuple[int, str]:
    """Return the number and the name of the next snapshot."""
    try:
        number = FolderSource(place).snapshots()[0].number + 1
    except PortfolioError:
        number = 1  # there is none yet, or none that can be read
        number += sum(1 for _ in (place / SNAPSHOTS).glob("*.db"))
    return number, _free_stem(place / SNAPSHOTS, datetime.now(UTC))


def _free_stem(folder: Path, made: datetime) -> str:
    stem = plain = made.strftime("%Y%m%dT%H%M%SZ")
    again = 1
    while (folder / f"{stem}.db").exists() or (folder / f"{stem}.json").exists():
        again += 1
        stem = f"{plain}-{again}"
    return stem


def _thin(place: Path) -> None:
    """Remove the snapshots nobody needs any more; a newer checked one is there already."""
    try:
        kept = FolderSource(place).snapshots()
        for each in superseded([Snapshot(k.number, k.made, k.stem) for k in kept]):
            # The copy before its note: a note alone is nothing, a copy alone looks like damage.
            (place / SNAPSHOTS / f"{each.name}.db").unlink(missing_ok=True)
            (place / SNAPSHOTS / f"{each.name}.json").unlink(missing_ok=True)
    except (OSError, PortfolioError):
        return  # keeping too many is safe; the next backup tries again


def _single_path(store: Store, dest: Path) -> Path:
    if dest.is_dir():
        return dest / f"{_stem(store)} {datetime.now(UTC):%Y-%m-%d}{SINGLE_SUFFIX}"
    _refuse_unless_connected(dest)
    return dest


def _pack(store: Store, target: Path, progress: Progress) -> BackupDone:
    import zipfile

    copy = disk.temporary_beside(target)
    packing = disk.temporary_beside(target)
    made = datetime.now(UTC)
    stem = made.strftime("%Y%m%dT%H%M%SZ")
    try:
        stored = _snapshot(store, copy, part(progress, 0.05, 0.2))
        with disk.in_words("The backup"):
            with (
                os.fdopen(disk.create(packing), "w+b") as file,
                zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as pack,
            ):
                pack.writestr(MARK_NAME, backup_source.mark(store.id))
                pack.writestr(f"{SNAPSHOTS}/{stem}.json", backup_source.note(1, made, store.header))
                pack.write(copy, f"{SNAPSHOTS}/{stem}.db")
                for place, sha256 in enumerate(stored):
                    progress(
                        f"Backing up file {place + 1} of {len(stored)}",
                        0.2 + 0.6 * place / len(stored),
                    )
                    name = f"vault/{_place_in(store.vault, sha256).as_posix()}"
                    with (
                        _source_file(store.vault.path_of(sha256)) as reading,
                        pack.open(name, "w", force_zip64=True) as writing,
                    ):
                        copy_verified(reading, writing, store.vault, store.key, sha256)  # type: ignore[arg-type]
            _sync(packing)
            progress("Reading the backup back", 0.8)
            with zipfile.ZipFile(packing) as pack:
                if pack.testzip() is not None:
                    raise backup_source.damaged_backup()
            size = packing.stat().st_size
            disk.replace(packing, target)
            disk.sync_folder(target.parent)
    finally:
        copy.unlink(missing_ok=True)
        packing.unlink(missing_ok=True)
    return BackupDone(target, len(stored), size)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        disk.sync_file(descriptor)
    finally:
        os.close(descriptor)
