"""The last door inside the child: no sockets, no programs, no writing outside its own folder.

An audit hook (PEP 578) sees what Python code asks of the system and cannot be taken off again.
It does not see native code; the libraries used fetch nothing and start nothing by themselves.
"""

from __future__ import annotations

import os
import sys
from typing import Any

_NEVER = frozenset(
    {
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.startfile/2",
        "os.kill",
        "os.killpg",
        "pty.spawn",
        "webbrowser.open",
        "winreg.ConnectRegistry",
    }
)
_FIRST_IS_PATH = frozenset(
    {
        "os.remove",
        "os.rmdir",
        "os.mkdir",
        "os.truncate",
        "os.chmod",
        "os.chown",
        "os.utime",
        "shutil.rmtree",
    }
)
_BOTH_ARE_PATHS = frozenset({"os.rename", "os.link", "os.symlink"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Guard:
    """What the hook allows: writing below ``folder``, and beside the outputs a call names."""

    def __init__(self, folder: str) -> None:
        self._folder = os.path.realpath(folder)
        self._outputs: tuple[str, ...] = ()

    def allow_output(self, *paths: str) -> None:
        """Allow these files, and names that begin with them, until the next such call."""
        self._outputs = tuple(os.path.realpath(path) for path in paths)

    def install(self) -> None:
        """Start guarding; there is no way back."""
        sys.addaudithook(self._look)

    def _look(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING:
                self._check_path(path)
        elif event.startswith("socket."):
            raise PermissionError(f"The workroom has no network ({event}).")
        elif event in _NEVER:
            raise PermissionError(f"The workroom starts no programs ({event}).")
        elif event in _FIRST_IS_PATH:
            self._check_path(arguments[0])
        elif event in _BOTH_ARE_PATHS:
            self._check_path(arguments[0])
            self._check_path(arguments[1])

    def _check_path(self, path: object) -> None:
        if path is None or isinstance(path, int):
            return  # an open file: it was checked when it was opened
        if not isinstance(path, (str, bytes, os.PathLike)):
            raise PermissionError("The workroom writes only where it was told to.")
        real = os.path.realpath(os.fsdecode(path))
        if real == os.devnull or real == self._folder:
            return
        if real.startswith(self._folder + os.sep):
            return
        if any(real.startswith(output) for output in self._outputs):
            return
        raise PermissionError("The workroom writes only where it was told to.")
