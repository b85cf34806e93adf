"""Writing so that it stays written: fsync, atomic replace, owner-only, errors in words."""

from __future__ import annotations

import errno
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from portfolio_app.problems import PortfolioError

TEMPORARY = ".new-"  # every temporary name begins so; whatever is left over is swept at open
RETRY_SECONDS = 2.0
_BUSY_ON_WINDOWS = {5, 32}  # access denied, sharing violation: scanners and sync clients
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def temporary_beside(path: Path) -> Path:
    """Return an unused temporary name in the folder of ``path``."""
    return path.parent / f"{TEMPORARY}{secrets.token_hex(8)}"


def make_folder(path: Path) -> None:
    """Make a folder for its owner only (0700), with its parents; one that exists is left alone."""
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)


def sync_file(descriptor: int) -> None:
    """Return when the disk itself holds the file, not only the system's memory."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # not every file system there knows it; fsync below then has to do
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(path: Path) -> None:
    """Return when the folder's own list of names is on disk. Windows has no such call."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Rename over ``target``; a moment's refusal on Windows (errors 5, 32) is retried for 2 s."""
    end = time.monotonic() + RETRY_SECONDS
    pause = 0.005
    while True:
        try:
            source.replace(target)
        except OSError as error:
            busy = getattr(error, "winerror", None) in _BUSY_ON_WINDOWS
            if not busy or time.monotonic() > end:
                raise
            time.sleep(pause)
            pause = min(pause * 2, 0.2)
        else:
            return


def create(path: Path) -> int:
    """Return the descriptor of a new file, owner-only (0600), open for writing.

    Raises:
        FileExistsError: something of that name is there already.
    """
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    return os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)


def write_whole(path: Path, data: bytes) -> None:
    """Put a whole file in place, or leave things as they were: temporary name, fsync, replace."""
    temporary = temporary_beside(path)
    try:
        with os.fdopen(create(temporary), "wb") as file:
            file.write(data)
            file.flush()
            sync_file(file.fileno())
        replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Put a whole file where none is: written beside under another name, then given its own.

    Raises:
        FileExistsError: something of that name is there, or appeared there meanwhile; it stays.
    """
    temporary = temporary_beside(path)
    try:
        with os.fdopen(create(temporary), "wb") as file:
            file.write(data)
            file.flush()
            sync_file(file.fileno())
        try:
            os.link(temporary, path)  # unlike a rename, it puts nothing over what appeared there
        except FileExistsError:
            raise
        except OSError:  # a disk without links, such as a memory stick
            if os.path.lexists(path):
                raise FileExistsError(path) from None
            replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def sweep(folder: Path) -> int:
    """Remove temporary files that a killed process left in ``folder``; return how many."""
    swept = 0
    if folder.is_dir():
        for path in folder.glob(f"{TEMPORARY}*"):
            if path.is_file():
                path.unlink(missing_ok=True)
                swept += 1
    return swept


def is_full(error: OSError) -> bool:
    """Whether the system refused for want of room."""
    return error.errno in _FULL or getattr(error, "winerror", None) == 112


def explained(error: OSError, what: str) -> PortfolioError:
    """Return the refusal that says in words why writing ``what`` did not work."""
    if is_full(error):
        return PortfolioError(
            f"{what} isn't saved: the disk is full. Everything saved before is safe.",
            hint="Free some space, then try again.",
            code="disk-full",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return PortfolioError(
            f"{what} isn't saved: this folder can't be written to. Nothing has been changed.",
            hint="Check the folder's permissions, or whether the drive is read-only.",
            code="read-only",
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return PortfolioError(
            f"{what} isn't saved: its folder isn't there any more. Nothing has been changed.",
            hint="Connect the drive again, or check whether the folder was moved.",
            code="missing",
        )
    return PortfolioError(
        f"{what} isn't saved: the disk reported “{error.strerror or error}”. "
        "Everything saved before is safe.",
        hint="Check the disk, then try again.",
        code="disk-error",
    )


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Turn what the system says about a failed write into a PortfolioError about ``what``."""
    try:
        yield
    except OSError as error:
        raise explained(error, what) from error


def is_within(path: Path, folder: Path) -> bool:
    """Return whether a path is a folder or lies in it, whatever it is called.

    Links, "..", and systems that take capitals for small letters are seen through. The path need
    not exist.
    """
    real = os.path.realpath(folder)
    for place in (Path(os.path.realpath(path)), Path(os.path.realpath(path.parent)) / path.name):
        if place.is_relative_to(real):
            return True
        for each in (place, *place.parents):
            with suppress(OSError, ValueError):
                if each.samefile(folder):
                    return True
    return False


def refuse_inside(path: Path, folder: Path) -> None:
    """Refuse to write a file of the person's own inside the portfolio, over what it consists of.

    Raises:
        PortfolioError: code "refused".
    """
    if is_within(path, folder):
        raise PortfolioError(
            f"{path.name} can't be put inside the portfolio's own folder. Nothing was written.",
            hint="Choose another place.",
        )


def refuse_bad_name(path: Path) -> None:
    """Refuse a path that this system takes for no file or folder, such as one that is too long.

    Raises:
        PortfolioError: code "refused".
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except PermissionError:
        return  # what can't be reached is refused, in words, by those who write there
    except (OSError, ValueError) as error:
        raise PortfolioError(
            f"“{path.name[:40]}…” is no name this computer takes for a file.",
            hint="Choose a shorter name of letters, digits and underscores.",
        ) from error


def refuse_unless_free(folder: Path) -> None:
    """Refuse a place for a new portfolio where something is already.

    Raises:
        PortfolioError: code "exists".
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise PortfolioError(
            f"There is something in “{folder.name}” already. Nothing has been changed.",
            hint="Choose a new folder, or an empty one.",
            code="exists",
        )


def move_into_place(made: Path, folder: Path) -> None:
    """Rename a finished folder to where it belongs, which is free or an empty folder."""
    if folder.is_dir():
        folder.rmdir()  # refuses when something has appeared in it meanwhile
    replace(made, folder)
    sync_folder(folder.parent)


def remove_tree(folder: Path) -> None:
    """Remove a folder of ours that was never finished; what cannot be removed is left."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
