"""Where an export is written: a folder or one zip, whole or not at all, with what is in it."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from portfolio_app.domain.bundle import PlanFile
from portfolio_app.domain.safe_names import file_name, is_program, unique
from portfolio_app.problems import PortfolioError
from portfolio_app.services import bundle_folder
from portfolio_app.store import disk

_STALE = 600  # seconds without a change after which nobody writes there any more
_DAY = (1980, 1, 1, 0, 0, 0)  # of every entry: the list says when it was made


class Sink(Protocol):
    """Takes the files of an export one after the other."""

    def write(self, path: str, what: str, chunks: Iterable[bytes]) -> PlanFile:
        """Write one file; return what it is, with size and hash."""
        ...


@dataclass(slots=True)
class InFolder:
    """Writes into a folder."""

    folder: Path

    def write(self, path: str, what: str, chunks: Iterable[bytes]) -> PlanFile:
        """Write one file of the folder."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        return bundle_folder.write(self.folder, path, what, chunks)


@dataclass(slots=True)
class InZip:
    """Writes into one zip file."""

    archive: zipfile.ZipFile

    def write(self, path: str, what: str, chunks: Iterable[bytes]) -> PlanFile:
        """Write one entry of the zip."""
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path, _DAY)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self.archive.open(info, "w", force_zip64=True) as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return PlanFile(path, what, size, digest.hexdigest())


@dataclass(slots=True)
class Names:
    """Gives each file of a folder of the export a name that every system takes."""

    taken: dict[str, set[str]] = field(default_factory=dict)

    def place(self, folder: str, first: str, title: str, ending: str) -> str:
        """Return a path in the export: never a program's, never taken twice."""
        name = file_name(first, title, "", ending)
        if is_program(name):
            name = f"{name}.txt"
        return f"{folder}/{unique(name, self.taken.setdefault(folder, set()))}"


@contextmanager
def opened(out: Path) -> Iterator[Sink]:
    """Give a place to write to that becomes ``out`` when all went well, and nothing otherwise.

    Raises:
        PortfolioError: the disk is full or the place can't be written to. Nothing is left there.
    """
    _sweep(out)
    passing = out.with_name(f".{out.name}.{secrets.token_hex(4)}.partial")
    if out.suffix.casefold() != ".zip":
        try:
            with disk.in_words(f"The export {out.name}"):
                passing.mkdir(mode=0o700)
                yield InFolder(passing)
                bundle_folder.put_in_place(passing, out)
        finally:
            shutil.rmtree(passing, ignore_errors=True)
        return
    try:
        with disk.in_words(f"The export {out.name}"):
            with (
                os.fdopen(disk.create(passing), "wb") as file,
                zipfile.ZipFile(file, "w", allowZip64=True) as archive,
            ):
                yield InZip(archive)
                archive.close()
                file.flush()
                disk.sync_file(file.fileno())
            disk.replace(passing, out)
            disk.sync_folder(out.parent)
    finally:
        passing.unlink(missing_ok=True)


def _sweep(out: Path) -> None:
    """Remove what an export to this very place left behind when its process was ended.

    It may hold private things. What was written to in the last minutes may still be going on.
    """
    ours = re.compile(rf"\.{re.escape(out.name)}\.[0-9a-f]{{8}}\.partial")
    with suppress(OSError):
        for each in [found for found in out.parent.iterdir() if ours.fullmatch(found.name)]:
            newest = max(
                (one.lstat().st_mtime for one in (each, *each.rglob("*"))), default=0.0
            )  # a folder's own time does not change with the files further down
            if time.time() - newest < _STALE:
                continue
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink(missing_ok=True)


def refuse_place(out: Path, inside: Path, built: Iterable[str]) -> Path:
    """Return the absolute place, refused if it can't be taken.

    Raises:
        PortfolioError: something is there already ("exists"), or the place can't be taken
            ("no-place", "in-a-bundle").
    """
    out = out.absolute()
    disk.refuse_bad_name(out)
    if not out.parent.is_dir() or disk.is_within(out, inside) or disk.is_within(inside, out):
        raise PortfolioError(
            f"The export can't be put at {out}. Nothing was written.",
            hint="Give a new folder's name, or a name that ends in .zip, outside the portfolio's "
            "own folder.",
            code="no-place",
        )
    if out.is_symlink() or out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise PortfolioError(
            f"There is something at {out} already. It was left as it is.",
            hint="Choose another name.",
            code="exists",
        )
    bundle_folder.refuse_inside_built(out, built, "The export")
    return out
