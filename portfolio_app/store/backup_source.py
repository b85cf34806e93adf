"""A sealed backup as something to read: a folder, or the same packed into one file."""

from __future__ import annotations

import json
import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from typing_extensions import override

from portfolio_app.problems import PortfolioError
from portfolio_app.store import header
from portfolio_app.store.header import Header, checksum
from portfolio_app.store.migrations import NEWEST

FORMAT = "portfolio-app backup"
VERSION = 1
MARK_NAME = "backup.json"
SNAPSHOTS = "snapshots"
SUFFIX = ".backup"  # of a backup folder made inside a place that holds other things too
_STEM = re.compile(r"\d{8}T\d{6}Z(-\d+)?")
_MARK_LIMIT = 1024 * 1024  # bytes; ours have a few hundred


@dataclass(frozen=True, slots=True)
class Kept:
    """One snapshot of a backup: the ``number``-th made, when the clock said ``made`` (UTC)."""

    stem: str
    number: int
    made: datetime
    head: Header

    @property
    def database(self) -> str:
        """Where the copy of the database lies in the backup."""
        return f"{SNAPSHOTS}/{self.stem}.db"


class Source(ABC):
    """A backup to read from. Names are relative, with forward slashes."""

    @abstractmethod
    def names(self) -> frozenset[str]:
        """Return the names in the backup, those in vault/ left out."""

    @abstractmethod
    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Give a file to read.

        Raises:
            PortfolioError: code "damaged": it is not there or cannot be read.
        """

    def whole(self, name: str) -> bytes:
        """Return a small file's content."""
        with self.open(name) as file:
            return file.read(_MARK_LIMIT)

    def portfolio_id(self) -> str:
        """Return which portfolio it is a backup of.

        Raises:
            PortfolioError: "not-a-backup", "newer-version" or "damaged".
        """
        return mark_of(self.whole(MARK_NAME))

    def snapshots(self) -> tuple[Kept, ...]:
        """Return the snapshots that are whole, newest first.

        Raises:
            PortfolioError: the newest one cannot be told ("damaged"), or none is left.
        """
        names = self.names()
        stems = {
            name.removeprefix(f"{SNAPSHOTS}/").removesuffix(".db")
            for name in names
            if name.startswith(f"{SNAPSHOTS}/") and name.endswith(".db")
        }
        kept, broken = [], []
        for stem in sorted(stem for stem in stems if _STEM.fullmatch(stem)):
            note = f"{SNAPSHOTS}/{stem}.json"
            try:
                kept.append(_note(stem, self.whole(note)))
            except PortfolioError as error:
                if error.code == "newer-version":
                    raise
                broken.append(stem)
        kept.sort(key=lambda each: each.number, reverse=True)
        # An older snapshot must never pass for the newest in silence.
        if not kept or (broken and max(broken) > kept[0].stem):
            raise damaged_backup()
        return tuple(kept)

    @abstractmethod
    def close(self) -> None:
        """Let go of the files."""


class FolderSource(Source):
    """A backup folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @override
    def names(self) -> frozenset[str]:
        found = {MARK_NAME} if (self.folder / MARK_NAME).is_file() else set()
        if (self.folder / SNAPSHOTS).is_dir():
            found |= {
                f"{SNAPSHOTS}/{each.name}"
                for each in (self.folder / SNAPSHOTS).iterdir()
                if each.is_file()
            }
        return frozenset(found)

    @override
    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        try:
            file = (self.folder / name).open("rb")
        except OSError as error:
            raise damaged_backup() from error
        with file:
            yield file

    @override
    def close(self) -> None:
        pass  # a folder is not held open


class FileSource(Source):
    """A backup packed into one file."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged_backup() if _is_zip(path) else not_a_backup() from error
        # Ours are stored as they are; anything packed could unpack to any size.
        if any(each.compress_type != zipfile.ZIP_STORED for each in self._zip.infolist()):
            self._zip.close()
            raise not_a_backup()

    @override
    def names(self) -> frozenset[str]:
        return frozenset(each for each in self._zip.namelist() if not each.startswith("vault/"))

    @override
    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        try:
            with self._zip.open(name) as file:
                yield cast("BinaryIO", file)
        except (KeyError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise damaged_backup() from error

    @override
    def close(self) -> None:
        self._zip.close()


def opened(path: Path) -> Source:
    """Return the backup at a path: the folder, the one backup folder inside it, or the file.

    Raises:
        PortfolioError: "missing", "not-a-backup", "damaged", "newer-version" or "ambiguous".
    """
    if path.is_file():
        found: Source = FileSource(path)
    elif path.is_dir():
        found = FolderSource(_backup_folder(path))
    else:
        raise PortfolioError(
            "There is no backup here: the place isn't connected, or the folder was moved.",
            hint="Connect the drive, or choose where the backup is now.",
            code="missing",
        )
    if MARK_NAME not in found.names():
        looks_like_ours = any(name.startswith(f"{SNAPSHOTS}/") for name in found.names())
        found.close()
        raise damaged_backup() if looks_like_ours else not_a_backup()
    try:
        found.portfolio_id()
    except PortfolioError:
        found.close()
        raise
    return found


def _backup_folder(path: Path) -> Path:
    if (path / MARK_NAME).exists() or (path / SNAPSHOTS).exists():
        return path
    inside = sorted(each for each in path.glob(f"*{SUFFIX}") if (each / MARK_NAME).is_file())
    if len(inside) > 1:
        names = ", ".join(f"“{each.name}”" for each in inside)
        raise PortfolioError(
            f"There are several backups here: {names}.",
            hint="Choose one of these folders.",
            code="ambiguous",
        )
    return inside[0] if inside else path


def mark(portfolio_id: str) -> bytes:
    """Return what backup.json holds for a portfolio."""
    plain = {"format": FORMAT, "version": VERSION, "id": portfolio_id}
    return json.dumps({**plain, "sum": checksum(plain)}).encode()


def mark_of(data: bytes) -> str:
    """Return the portfolio id that backup.json names.

    Raises:
        PortfolioError: "not-a-backup", "newer-version" or "damaged".
    """
    plain = _checked(data)
    if plain.get("format") != FORMAT:
        raise not_a_backup()
    if plain.get("version") != VERSION:
        raise header.newer_version()
    return str(plain["id"])


def note(number: int, made: datetime, head: Header) -> bytes:
    """Return what the file beside a snapshot holds."""
    plain = {
        "number": number,
        "made": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "header": json.loads(header.to_bytes(head)),
    }
    return json.dumps({**plain, "sum": checksum(plain)}).encode()


def _note(stem: str, data: bytes) -> Kept:
    plain = _checked(data)
    try:
        head = header.from_bytes(json.dumps(plain["header"]).encode(), newest_schema=NEWEST)
        return Kept(stem, int(plain["number"]), datetime.fromisoformat(plain["made"]), head)
    except (KeyError, TypeError, ValueError) as error:
        raise damaged_backup() from error


def _checked(data: bytes) -> dict[str, Any]:
    try:
        plain = json.loads(data)
    except ValueError as error:
        raise damaged_backup() from error
    if not isinstance(plain, dict) or plain.pop("sum", None) != checksum(plain):
        raise damaged_backup()
    return plain


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def damaged_backup() -> PortfolioError:
    """Return the refusal for a backup that cannot be relied on."""
    return PortfolioError(
        "This backup is damaged or not complete, so nothing was restored. "
        "What you have now is untouched.",
        hint="If it lies in a synced folder, wait until all of it has arrived; "
        "or use another backup.",
        code="damaged",
    )


def not_a_backup() -> PortfolioError:
    """Return the refusal for anything else."""
    return PortfolioError(
        "This isn't a backup made by this app. Nothing has been changed.",
        hint="Choose the backup's own folder, the one that holds backup.json, or its single file.",
        code="not-a-backup",
    )
