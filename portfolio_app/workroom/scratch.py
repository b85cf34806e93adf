"""Where plain text may lie for a moment: one locked, private folder a process, wiped afterwards.

``$XDG_RUNTIME_DIR`` (memory, gone at log-out) where there is one, else the app's cache folder;
never the shared temporary folder. What an earlier process left behind is wiped at start.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
from pathlib import Path

_APP = "portfolio-app"
_LOCK_SUFFIX = ".lock"


class Scratch:
    """One process's own folder, held by a lock; a context manager.

    Raises:
        OSError: no folder can be made there.
    """

    def __init__(self, root: Path | None = None) -> None:
        root = root or usual_root()
        _make_private(root)
        wipe_leftovers(root)
        name, self._lock = _claim(root)
        self.folder = root / name
        self.folder.mkdir(mode=0o700)
        self._lock_path = root / (name + _LOCK_SUFFIX)

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    def subfolder(self, prefix: str) -> Path:
        """Make and return a new private folder inside."""
        folder = self.folder / f"{prefix}-{secrets.token_hex(6)}"
        folder.mkdir(mode=0o700)
        return folder

    def close(self) -> None:
        """Wipe the folder and let the lock go. What cannot be removed now is wiped next start."""
        if self._lock < 0:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)
        self._lock = -1
        with contextlib.suppress(OSError):
            self._lock_path.unlink()


def usual_root() -> Path:
    """Return the folder that holds every process's scratch folder; it may not exist yet."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime).is_dir() and os.access(runtime, os.W_OK):
        return Path(runtime) / _APP
    return roomy_root()


def roomy_root() -> Path:
    """Return the place on disk for what may be too large for memory: the app's cache folder."""
    import platformdirs

    return platformdirs.user_cache_path(_APP, appauthor=False) / "scratch"


def wipe_leftovers(root: Path) -> int:
    """Remove the folders whose process is gone; return how many. Failures wait for next time."""
    wiped = 0
    for entry in sorted(root.iterdir()):
        if entry.name.endswith(_LOCK_SUFFIX):
            if not (root / entry.name.removesuffix(_LOCK_SUFFIX)).exists():
                _release_if_nobodys(entry)
            continue
        lock_path = root / (entry.name + _LOCK_SUFFIX)
        if lock_path.exists() and _is_held(lock_path):
            continue
        if entry.is_symlink() or entry.is_file():
            with contextlib.suppress(OSError):
                entry.unlink()
        else:
            shutil.rmtree(entry, ignore_errors=True)
        if not entry.exists():
            wiped += 1
            _release_if_nobodys(lock_path)
    return wiped


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform != "win32" and folder.stat().st_uid == os.getuid():
        folder.chmod(0o700)


def _claim(root: Path) -> tuple[str, int]:
    """Return a new name and its held lock."""
    while True:
        name = secrets.token_hex(8)
        path = root / (name + _LOCK_SUFFIX)
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        # A wiper may have taken the new file for a leftover between the two steps: then again.
        if _try_lock(held):
            with contextlib.suppress(OSError):
                if path.stat().st_ino == os.fstat(held).st_ino:
                    return name, held
        os.close(held)


def _is_held(lock_path: Path) -> bool:
    try:
        opened = os.open(lock_path, os.O_RDWR)
    except OSError:
        return lock_path.exists()
    try:
        return not _try_lock(opened)
    finally:
        os.close(opened)


def _release_if_nobodys(lock_path: Path) -> None:
    if lock_path.exists() and not _is_held(lock_path):
        with contextlib.suppress(OSError):
            lock_path.unlink()


def _try_lock(opened: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
