"""A folder that leaves: made beside its place, proven, and put there in one move or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from portfolio_app.domain.bundle import PlanFile
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.store import disk

# What systems put into folders that people look at.
LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})

_TELL_EVERY = 4 << 20  # bytes
_CHUNK = 1 << 20


def refuse_bad_folder(folder: Path, inside: Path, ours: Sequence[PlanFile] | None) -> None:
    """Refuse a place where no bundle folder can be put.

    An empty folder is a place; so is one that holds exactly ``ours``, the files of the bundle that
    was put there before. ``inside`` is the portfolio's own folder.

    Raises:
        PortfolioError: something else is there ("exists"), or it can't be written to ("refused").
    """
    disk.refuse_bad_name(folder)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise PortfolioError(
            f"{folder} is not a folder. Nothing was changed.", hint="Choose another place."
        )
    if disk.is_within(folder, inside) or disk.is_within(inside, folder):
        raise PortfolioError(
            "The bundle can't be put inside the portfolio's own folder, or around it.",
            hint="Choose another place.",
        )
    if not folder.parent.is_dir():
        raise PortfolioError(
            f"There is no folder {folder.parent}.", hint="Make it first, or choose another place."
        )
    if not os.access(folder.parent, os.W_OK):
        raise PortfolioError(
            f"The folder {folder.parent} can't be written to.", hint="Choose another place."
        )
    if folder.is_dir() and any(folder.iterdir()):
        _refuse_foreign(folder, ours)


def refuse_inside_built(out: Path, folders: Iterable[str], what: str) -> None:
    """Refuse a place in a bundle's folder: one file more, and it is not what was promised.

    ``folders`` are those that were built, "" for none; ``what`` is what was to be put there.

    Raises:
        PortfolioError: the place lies in one of them ("in-a-bundle").
    """
    if any(disk.is_within(out, Path(each)) for each in folders if each):
        raise PortfolioError(
            f"{what} can't be put into the bundle's folder: it holds what its list names and "
            "nothing else. Nothing was written.",
            hint="Choose a place beside that folder.",
            code="in-a-bundle",
        )


def _refuse_foreign(folder: Path, ours: Sequence[PlanFile] | None) -> None:
    if ours is None:
        raise PortfolioError(
            f"There is something in {folder} already, and it is no bundle of this portfolio. "
            "Nothing was changed.",
            hint="Choose a new folder, or an empty one.",
            code="exists",
        )
    known = {each.path: each for each in ours}
    for path in files_of(folder):
        name = path.relative_to(folder).as_posix()
        is_as_built = (
            name in known
            and not path.is_symlink()
            and path.stat().st_size == known[name].bytes
            and hash_of(path) == known[name].sha256
        )
        if not is_as_built:
            what = "was changed since the bundle was built" if name in known else "was put there"
            raise PortfolioError(
                f"{name} in {folder.name} {what}, so the folder was not replaced. Nothing was "
                "changed.",
                hint="Move that file away, or choose another folder.",
                code="exists",
            )


def files_of(folder: Path) -> list[Path]:
    """Return every file below a folder but what systems leave there; links are not followed."""
    found = []
    for here, folders, names in os.walk(folder):
        folders.sort()
        linked = [each for each in folders if (Path(here) / each).is_symlink()]
        found += [Path(here) / each for each in (*sorted(names), *linked)]
    return [each for each in found if each.name not in LEFT_BY_SYSTEMS]


def hash_of(path: Path, progress: Progress = silent) -> str:
    """Return the SHA-256 of a file; ``progress`` is called often and may raise Cancelled."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            progress(f"Checking {path.name}", 0.0)
    return digest.hexdigest()


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside ``folder``; what is still there afterwards is removed.

    Raises:
        PortfolioError: it can't be made or written to: what happened, in words.
    """
    staging = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.partial")
    try:
        staging.mkdir()
        yield staging
    except OSError as error:
        full = disk.is_full(error)
        raise PortfolioError(
            "The disk is full, so the bundle wasn't saved."
            if full
            else f"The bundle couldn't be saved as {folder}.",
            hint="Your previous bundle is still in place. Free some space or choose another place.",
            code="disk-full" if full else "refused",
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def put_right(folder: Path) -> None:
    """Remove what a killed build left beside a folder; one it had moved aside is put back."""
    left = re.compile(rf"\.{re.escape(folder.name)}\.[0-9a-f]{{8}}\.(partial|old)")
    with suppress(OSError):
        for path in folder.parent.iterdir():
            found = left.fullmatch(path.name)
            if found is None or path.is_symlink() or not path.is_dir():
                continue
            if found[1] == "old" and not folder.exists():
                disk.replace(path, folder)
            else:
                disk.remove_tree(path)


def refuse_without_room(folder: Path, needed: int) -> None:
    """Refuse when so many bytes don't fit beside a folder.

    Raises:
        PortfolioError: code "disk-full".
    """
    if shutil.disk_usage(folder.parent).free < needed:
        raise PortfolioError(
            f"There isn't enough free space for the bundle folder: about {needed >> 20} MB are "
            "needed.",
            hint="Free some space, or choose another place. Your previous bundle is in place.",
            code="disk-full",
        )


def write(
    staging: Path, path: str, what: str, chunks: Iterable[bytes], progress: Progress = silent
) -> PlanFile:
    """Write one file of the folder so that it is on disk; return what it is, with size and hash.

    Raises:
        Cancelled: ``progress`` raised it.
    """
    target = staging / path
    target.parent.mkdir(exist_ok=True)
    digest, size, told = hashlib.sha256(), 0, 0
    with target.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            if size - told >= _TELL_EVERY:
                told = size
                progress(f"Writing {target.name}", 0.0)
        file.flush()
        disk.sync_file(file.fileno())
    return PlanFile(path, what, size, digest.hexdigest())


def chunks_of(path: Path) -> Iterator[bytes]:
    """Give the content of a file in pieces of a megabyte."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def put_in_place(staging: Path, folder: Path) -> None:
    """Make the finished folder the one at ``folder``; what was there before is gone then.

    Raises:
        OSError: it did not work; what was there is there again.
    """
    for each in staging.iterdir():
        if each.is_dir():
            disk.sync_folder(each)
    disk.sync_folder(staging)
    old = None
    if folder.is_dir():
        old = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.old")
        disk.replace(folder, old)
    try:
        disk.replace(staging, folder)
    except OSError:
        if old is not None:
            disk.replace(old, folder)
        raise
    disk.sync_folder(folder.parent)
    if old is not None:
        disk.remove_tree(old)
