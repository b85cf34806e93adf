"""Files by content: each encrypted under its own key, named by a keyed hash, never changed."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
import threading
from collections.abc import Generator, Iterator, Sequence, Set
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portfolio_app.problems import PortfolioError
from portfolio_app.store import disk, sealed
from portfolio_app.store.keys import MasterKey

_THREADS = 4
_TRIES = 3  # for a file that keeps changing while it is read
_SMALL = 4 * 1024 * 1024  # files up to this size are encrypted in memory, in one go


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is in the vault, on disk. ``is_new``: its content was not there before."""

    sha256: str
    bytes: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An encrypted, synced temporary file that has no place yet."""

    temporary: Path
    sha256: str
    bytes: int


class Vault:
    """The encrypted files of one portfolio. Safe to use from several threads."""

    def __init__(self, folder: Path, key: MasterKey) -> None:
        self.folder = folder
        self._key = key
        self._placing = threading.Lock()  # what is being put must not be swept away under it

    def name_of(self, sha256: str) -> str:
        """Return the 64 digits under which content of this SHA-256 is kept; they reveal nothing."""
        return hmac.digest(self._key.naming, bytes.fromhex(sha256), "sha256").hex()

    def path_of(self, sha256: str) -> Path:
        """Return where content of this SHA-256 lies, or would lie."""
        return self.folder / place_of(self.name_of(sha256))

    def has(self, sha256: str) -> bool:
        """Whether there is a file for this content; it is not read."""
        return self.path_of(sha256).is_file()

    def put(self, source: Path | bytes) -> Stored:
        """Keep a file's or some bytes' content, on disk when this returns.

        The source is read once: what is kept is what was hashed. Content that is there already is
        verified, and replaced when it was damaged.

        Raises:
            PortfolioError: "unreadable" or "changed-while-reading" (the source), "disk-full",
                "read-only", "disk-error". Nothing is left behind.
        """
        (result,) = self.put_many([source])
        if isinstance(result, PortfolioError):
            raise result
        return result

    def put_many(self, sources: Sequence[Path | bytes]) -> tuple[Stored | PortfolioError, ...]:
        """Keep several, each on disk when this returns; a refusal takes the place of its file.

        Quicker than one by one: files are encrypted side by side and folders synced once.
        """
        disk.make_folder(self.folder)
        if len(sources) == 1:
            found: list[_Sealed | PortfolioError] = [self._seal(sources[0])]
            return self._place(found)
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(_THREADS, thread_name_prefix="vault") as pool:
            return self._place(list(pool.map(self._seal, sources)))

    def get(self, sha256: str) -> bytes:
        """Return the whole content, verified.

        Raises:
            PortfolioError: "missing-file" or "damaged-file".
        """
        return b"".join(self.open(sha256))

    def open(self, sha256: str) -> Generator[bytes, None, None]:
        """Give the content in verified chunks of at most 64 KiB, in order.

        Raises:
            PortfolioError: "missing-file" or "damaged-file", perhaps after some good chunks.
        """
        path = self.path_of(sha256)
        digest = hashlib.sha256()
        try:
            with path.open("rb") as file:
                chunks = sealed.unseal(file, self._key.vault, self.name_of(sha256).encode())
                for chunk in chunks:
                    digest.update(chunk)
                    yield chunk
        except FileNotFoundError as error:
            raise missing_file() from error
        except (sealed.DamagedError, OSError) as error:
            raise damaged_file() from error
        if digest.hexdigest() != sha256:
            raise damaged_file()

    def copy_to(self, sha256: str, target: Path) -> int:
        """Write the plain content to a path, wholly or not at all; return its bytes.

        For scratch and for what leaves on purpose. The file is owner-only.

        Raises:
            PortfolioError: "missing-file", "damaged-file", "disk-full", "read-only" …
        """
        temporary = disk.temporary_beside(target)
        written = 0
        with disk.in_words("The copy"):
            try:
                with (
                    os.fdopen(disk.create(temporary), "wb") as file,
                    closing(self.open(sha256)) as chunks,
                ):
                    for chunk in chunks:
                        written += file.write(chunk)
                disk.replace(temporary, target)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        return written

    def verify(self, sha256: str) -> int:
        """Read the whole content and return its bytes.

        Raises:
            PortfolioError: "missing-file" or "damaged-file".
        """
        return sum(len(chunk) for chunk in self.open(sha256))

    def sweep(self, named: Set[str], before: float) -> tuple[int, int]:
        """Remove content that is not among the SHA-256 ``named`` and was put before an instant.

        ``before`` is seconds since 1970. Returns how many files and bytes went. What cannot be
        removed now stays for the next sweep.
        """
        kept = {self.name_of(sha256) for sha256 in named}
        files = size = 0
        for path in self.folder.glob("??/*"):
            if path.parent.name + path.name in kept:
                continue
            with self._placing, suppress(OSError):
                found = path.lstat()
                if stat.S_ISREG(found.st_mode) and found.st_mtime < before:
                    path.unlink()
                    files, size = files + 1, size + found.st_size
        return files, size

    def _seal(self, source: Path | bytes) -> _Sealed | PortfolioError:
        temporary = self.folder / f"{disk.TEMPORARY}{secrets.token_hex(8)}"
        try:
            if isinstance(source, bytes):
                return self._seal_whole(source, temporary)
            for _ in range(_TRIES):
                done = self._seal_path(source, temporary)
                if done is not None:
                    return done
        except PortfolioError as error:
            temporary.unlink(missing_ok=True)
            return error
        except OSError as error:
            temporary.unlink(missing_ok=True)
            return disk.explained(error, "The file")
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return PortfolioError(
            "This file kept changing while it was read, so it wasn't added.",
            hint="Wait until the other program has finished with it, then add it again.",
            code="changed-while-reading",
        )

    def _seal_path(self, source: Path, temporary: Path) -> _Sealed | None:
        """Return the sealed file, or None when the source changed meanwhile."""
        with closing(_opened(source)) as file:
            before = os.fstat(file.fileno())
            if before.st_size <= _SMALL:
                done = self._seal_whole(_read(file), temporary)
            else:
                done = self._seal_stream(file, temporary)
            after = os.fstat(file.fileno())
        is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if is_same and done.bytes == after.st_size:
            return done
        temporary.unlink(missing_ok=True)
        return None

    def _seal_whole(self, content: bytes, temporary: Path) -> _Sealed:
        sha256 = hashlib.sha256(content).hexdigest()
        whole = sealed.seal_whole(content, self._key.vault, self.name_of(sha256).encode())
        with os.fdopen(disk.create(temporary), "wb", buffering=0) as file:
            _write_all(file, whole)
            disk.sync_file(file.fileno())
        return _Sealed(temporary, sha256, len(content))

    def _seal_stream(self, source: BinaryIO, temporary: Path) -> _Sealed:
        digest = hashlib.sha256()
        size = 0

        def chunks() -> Iterator[bytes]:
            nonlocal size
            while chunk := _read(source, sealed.CHUNK):
                digest.update(chunk)
                size += len(chunk)
                yield chunk

        with os.fdopen(disk.create(temporary), "w+b") as file:
            writer = sealed.Sealer(file, self._key.vault)
            for chunk in chunks():
                writer.write(chunk)
            writer.finish(self.name_of(digest.hexdigest()).encode())
            file.flush()
            disk.sync_file(file.fileno())
        return _Sealed(temporary, digest.hexdigest(), size)

    def _place(
        self, found: Sequence[_Sealed | PortfolioError]
    ) -> tuple[Stored | PortfolioError, ...]:
        """Rename what was sealed to its place, then sync every folder that got something."""
        results: list[Stored | PortfolioError] = []
        folders: set[Path] = set()
        try:
            for each in found:
                if isinstance(each, PortfolioError):
                    results.append(each)
                    continue
                try:
                    with self._placing:
                        results.append(self._place_one(each, folders))
                except OSError as error:
                    results.append(disk.explained(error, "The file"))
        finally:
            for each in found:
                if isinstance(each, _Sealed):
                    each.temporary.unlink(missing_ok=True)
        try:
            for folder in folders:
                disk.sync_folder(folder)
        except OSError as error:
            refusal = disk.explained(error, "The file")
            return tuple(r if isinstance(r, PortfolioError) else refusal for r in results)
        return tuple(results)

    def _place_one(self, each: _Sealed, folders: set[Path]) -> Stored:
        path = self.path_of(each.sha256)
        is_new = True
        if path.exists():
            is_new = False
            try:
                self.verify(each.sha256)
                os.utime(path)  # named anew: a sweep must not take it for forgotten
            except PortfolioError:
                disk.replace(each.temporary, path)  # heals what was damaged
        else:
            if not path.parent.is_dir():
                disk.make_folder(path.parent)
                folders.add(self.folder)
            disk.replace(each.temporary, path)
        # Synced even when it was there: another batch may have renamed it a moment ago.
        folders.add(path.parent)
        return Stored(each.sha256, each.bytes, is_new)


def place_of(name: str) -> Path:
    """Return the place of a stored file of this name inside vault/ or derived/: ``ab/cdef…``."""
    return Path(name[:2], name[2:])


def missing_file() -> PortfolioError:
    """Return the refusal for content that is not in the vault."""
    return PortfolioError(
        "The stored file is missing. Everything else is safe.",
        hint="Restore it from your last backup, or add the file again.",
        code="missing-file",
    )


def damaged_file() -> PortfolioError:
    """Return the refusal for content that is not what was stored."""
    return PortfolioError(
        "The stored file is damaged. It has been kept, and everything else is safe.",
        hint="Restore it from your last backup, or add the file again.",
        code="damaged-file",
    )


def _opened(source: Path) -> BinaryIO:
    try:
        # A pipe or a device would keep us waiting for ever.
        if not stat.S_ISREG(source.stat().st_mode):
            raise PortfolioError(
                f"“{source.name}” isn't a file, so it wasn't added.", code="unreadable"
            )
        return source.open("rb", buffering=0)
    except OSError as error:
        raise _unreadable(error) from error


def _read(file: BinaryIO, size: int = -1) -> bytes:
    """Return ``size`` bytes, fewer only at the end of the file."""
    try:
        if size < 0:
            return file.read()
        parts, left = [], size
        while left and (part := file.read(left)):
            parts.append(part)
            left -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)
    except OSError as error:
        raise _unreadable(error) from error


def _write_all(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _unreadable(error: OSError) -> PortfolioError:
    return PortfolioError(
        f"This file couldn't be read ({error.strerror or error}), so it wasn't added.",
        hint="Check that it is still there and that you may open it, then add it again.",
        code="unreadable",
    )
