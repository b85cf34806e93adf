"""One writer a portfolio, held by the operating system; folders not safe to write in."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from datetime import datetime
from pathlib import Path

from portfolio_app.problems import PortfolioError
from portfolio_app.store import disk
from portfolio_app.store.stamps import now

LOCK_NAME = "lock"

_NETWORK_TYPES = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "afs", "ncpfs", "ceph", "glusterfs"),
    *("lustre", "beegfs", "davfs", "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.davfs"),
    *("fuse.davfs2", "fuse.s3fs", "fuse.gvfsd-fuse", "fuse.curlftpfs", "fuse.smbnetfs"),
)

# Names that sync clients give their folders, and files they leave in them.
_SYNC_NAMES = (
    ("OneDrive", re.compile(r"onedrive(\s*[-–(].*)?|onedrive-.+", re.IGNORECASE)),
    ("Dropbox", re.compile(r"dropbox(\s*\(.*\)|-.+)?", re.IGNORECASE)),
    ("Google Drive", re.compile(r"google\s?drive(\s*\(.*\)|-.+)?|my drive", re.IGNORECASE)),
    ("iCloud", re.compile(r"icloud\s?drive|com~apple~clouddocs|mobile documents", re.IGNORECASE)),
    ("Nextcloud", re.compile(r"nextcloud[\w.-]*|owncloud[\w.-]*", re.IGNORECASE)),
    ("Syncthing", re.compile(r"syncthing", re.IGNORECASE)),
    ("Box", re.compile(r"box( sync|-box)", re.IGNORECASE)),
)
_SYNC_MARKS = (
    ("Syncthing", ".stfolder"),
    ("Dropbox", ".dropbox"),
    ("Nextcloud", ".nextcloudsync.log"),
    ("Nextcloud", ".owncloudsync.log"),
    ("OneDrive", ".849C9593-D756-4E56-8D6E-42412F2A707B"),
)
_OURS = {"portfolio.json", "portfolio.db", "portfolio.db-wal", "portfolio.db-shm"}


class WriterLock:
    """The right to write in one portfolio folder, until ``release`` or the end of the process.

    The operating system holds it, so one left by a process that died is nobody's and simply taken.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock at once or refuse.

        Raises:
            PortfolioError: someone else holds it ("already-open"), or the folder cannot be
                written to ("read-only").
        """
        flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        with disk.in_words("The portfolio"):
            descriptor = os.open(self._path, flags, 0o600)
        if not _lock(descriptor):
            os.close(descriptor)
            raise already_open(self._path)
        self._descriptor = descriptor
        holder = {"host": socket.gethostname(), "process": os.getpid(), "since": now()}
        try:
            with disk.in_words("The portfolio"):
                os.ftruncate(descriptor, 0)
                os.write(descriptor, json.dumps(holder).encode())
        except PortfolioError:
            self.release()
            raise

    def release(self) -> None:
        """Let others write. Does nothing when the lock is not held."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            try:
                os.ftruncate(descriptor, 0)
            finally:
                os.close(descriptor)  # closing is what gives the lock back, on every system


def _lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # far behind the text, which others may read
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        # flock, not lockf: two windows of one process must exclude each other too, and closing
        # another descriptor of the file must not give the lock away.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def already_open(path: Path) -> PortfolioError:
    """Return the refusal that says since when somebody else has had the portfolio open."""
    since, host = "", ""
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        then = datetime.fromisoformat(holder["since"]).astimezone()
        since = f" since {then:%H:%M}"
        if then.date() != datetime.now().astimezone().date():
            since += f" on {then.day} {then:%B %Y}"
        if holder["host"] != socket.gethostname():
            host = f" on the computer {holder['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        pass  # it is being written this moment: the message does without the time
    return PortfolioError(
        f"This portfolio is already in use by another window or command{host}{since}. Nothing has "
        "been changed.",
        hint="Close it there or let the command end, or open it to read only.",
        code="already-open",
    )


def synced_with(folder: Path) -> str:
    """Return the name of the service that seems to sync this folder to the cloud, or ""."""
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would lose a synced link's name
    for part in reversed(folder.parts):
        for name, pattern in _SYNC_NAMES:
            if pattern.fullmatch(part):
                return name
    for place in (folder, *folder.parents):
        for name, mark in _SYNC_MARKS:
            if (place / mark).exists():
                return name
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        root = os.environ.get(variable, "")
        if root and folder.is_relative_to(root):
            return "OneDrive"
    return ""


def conflict_copies(folder: Path) -> tuple[str, ...]:
    """Return names beside ours that a sync client made of portfolio.db or portfolio.json."""
    found = []
    for path in folder.iterdir():
        name = path.name
        is_like_ours = name.startswith("portfolio") and (".db" in name or ".json" in name)
        if is_like_ours and name not in _OURS:
            found.append(name)
    return tuple(sorted(found))


def network_type(folder: Path) -> str:
    """Return the kind of network file system this folder lies on ("nfs4", "cifs"), or ""."""
    if sys.platform == "win32":
        return _windows_network(folder)
    if sys.platform == "darwin":
        return _mac_network(folder)
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
    except OSError:
        return ""
    return network_mount(folder, mounts)


def network_mount(folder: Path, mounts: str) -> str:
    """Return the network file system type of ``folder`` by a Linux mountinfo's lines, or ""."""
    folder = Path(os.path.realpath(folder))
    best, kind = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split()
        if len(fields) < 5 or not right:
            continue
        # mountinfo writes blanks, tabs, line ends and backslashes as three octal digits
        place = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m.group(1), 8)), fields[4])
        if folder.is_relative_to(place) and len(place) >= best:
            best, kind = len(place), right.split()[0]
    return kind if kind in _NETWORK_TYPES else ""


def _windows_network(folder: Path) -> str:
    import ctypes

    drive = os.path.splitdrive(os.path.realpath(folder))[0]
    if drive.startswith("\\\\"):
        return "" if drive.startswith("\\\\?\\") else "network share"
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only there on Windows
    return "network drive" if kernel.GetDriveTypeW(drive + "\\") == 4 else ""


def _mac_network(folder: Path) -> str:
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "statfs$INODE64", None) or libc.statfs
    answer = ctypes.create_string_buffer(4096)
    if call(os.fsencode(os.path.realpath(folder)), answer) != 0:
        return ""
    flags = int.from_bytes(answer.raw[64:68], sys.byteorder)  # struct statfs, 64-bit inodes
    is_local = bool(flags & 0x1000)  # MNT_LOCAL, sys/mount.h
    return "" if is_local else answer.raw[72:88].split(b"\0")[0].decode(errors="replace")


def refuse_network(folder: Path) -> None:
    """Refuse a folder on a network file system: the database needs shared memory.

    Raises:
        PortfolioError: code "network-folder".
    """
    kind = network_type(folder if folder.exists() else folder.parent)
    if kind:
        raise PortfolioError(
            f"This folder is on a network drive ({kind}). A portfolio written there could be "
            "damaged. Nothing has been changed.",
            hint="Keep the portfolio on this computer, and put its backup on the network drive.",
            code="network-folder",
        )
