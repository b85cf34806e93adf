"""One child process seen from the parent: started, spoken to, listened to, ended."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from portfolio_app.workroom import frames, windows_job

_STDERR_KEPT = 16 * 1024
_PIPE_BYTES = 1024 * 1024
_FAREWELL = 2.0

Message = tuple[dict[str, Any], tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Gone:
    """The child ended, or spoke nonsense, before it answered."""

    reason: str


class ChildProcess:
    """A running child. One thread owns its pipes and hands answers over in a queue.

    The owning thread also starts the process: Linux sends the parent-death signal when the thread
    that started a child ends, not the whole parent.
    """

    def __init__(self, folder: Path, memory: int) -> None:
        self.answers: queue.SimpleQueue[Message | Gone] = queue.SimpleQueue()
        self._folder = folder
        self._memory = memory
        self._job: object | None = None
        self._requests: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._started = threading.Event()
        self._error: OSError | None = None
        self._stderr: deque[bytes] = deque(maxlen=_STDERR_KEPT // 1024)
        self._thread = threading.Thread(target=self._work, name="workroom-pipes", daemon=True)
        self._thread.start()
        self._started.wait()
        self._raise_if_not_started()

    def _raise_if_not_started(self) -> None:
        if self._error is not None:
            self._thread.join()
            raise self._error

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._running.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended (negative: the signal); None while it runs."""
        return self._running.poll()

    @property
    def complaints(self) -> str:
        """The end of what it wrote to standard error: for a crash report, never for a person."""
        return b"".join(self._stderr).decode("utf-8", "replace")

    def ask(self, header: dict[str, Any], blobs: Sequence[bytes | memoryview]) -> None:
        """Send one request; its answers arrive in ``answers``."""
        self._requests.put((header, cast("tuple[bytes, ...]", tuple(blobs))))

    def kill(self) -> None:
        """End the child and whatever it started, now, and wait until it is gone."""
        running = self._running
        if running.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if sys.platform == "win32":
                    running.kill()
                else:
                    os.killpg(running.pid, 9)  # its own session: nobody else is in the group
        self._finish()

    def close(self) -> None:
        """Let the child end by itself, which it does at the end of its input; kill it if not."""
        self._requests.put(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._running.wait(_FAREWELL)
        self.kill()

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the child was not started")
        return self._process

    def _finish(self) -> None:
        self._running.wait()
        self._requests.put(None)
        self._thread.join()
        self._job = None

    def _work(self) -> None:
        try:
            self._process = process = subprocess.Popen(  # noqa: S603 - this very program
                command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self._folder,
                env=environment(self._folder),
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._error = error
            return
        finally:
            self._started.set()
        self._job = windows_job.confine(int(getattr(process, "_handle", 0)), self._memory)
        to_child, from_child, complaints = process.stdin, process.stdout, process.stderr
        if to_child is None or from_child is None or complaints is None:
            raise RuntimeError("the child was started without pipes")
        _widen(to_child, from_child)
        listener = threading.Thread(target=self._listen, args=(complaints,), daemon=True)
        listener.start()
        try:
            self._converse(cast("BinaryIO", to_child), cast("BinaryIO", from_child))
        except (OSError, frames.FrameError, ValueError) as error:
            self.answers.put(Gone(str(error)))
        finally:
            with contextlib.suppress(OSError):
                to_child.close()
            from_child.close()
            listener.join()
            complaints.close()

    def _converse(self, to_child: BinaryIO, from_child: BinaryIO) -> None:
        while (request := self._requests.get()) is not None:
            frames.write_frame(to_child, *request)
            while True:
                answer = frames.read_frame(from_child)
                if answer is None:
                    self.answers.put(Gone("the child ended"))
                    return
                self.answers.put(answer)
                if "progress" not in answer[0]:
                    break

    def _listen(self, complaints: Any) -> None:
        with contextlib.suppress(OSError, ValueError):
            while piece := complaints.read1(1024):
                self._stderr.append(piece)


def command() -> list[str]:
    """Return the command line that starts a child of this very program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--workroom"]
    return [sys.executable, "-m", "portfolio_app", "--workroom"]


def environment(folder: Path) -> dict[str, str]:
    """Return the little a child needs: no proxies, no home, its own folder for temporary files."""
    kept = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    told = {name: os.environ[name] for name in kept if name in os.environ}
    told |= {name: str(folder) for name in ("TMPDIR", "TEMP", "TMP", "PORTFOLIO_SCRATCH")}
    told["LC_ALL"] = "C.UTF-8"
    told["PYTHONUTF8"] = "1"
    told["MALLOC_ARENA_MAX"] = "2"
    if not getattr(sys, "frozen", False):
        # -m would otherwise search the current folder first.
        told["PYTHONSAFEPATH"] = "1"
        told["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    return told


def _widen(*pipes: Any) -> None:
    """Make pipes hold more at once where the system can: fewer turns for a large file."""
    if sys.platform == "linux":
        import fcntl

        for pipe in pipes:
            with contextlib.suppress(OSError):
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
