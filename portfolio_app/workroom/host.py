"""The parent's side of the workroom: start the child, ask, enforce limits, cancel, explain."""

from __future__ import annotations

import contextlib
import queue
import shutil
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.workroom import limits as limits_module
from portfolio_app.workroom.limits import COMPILING, READING, Limits
from portfolio_app.workroom.process import ChildProcess, Gone
from portfolio_app.workroom.scratch import Scratch

__all__ = ["COMPILING", "READING", "Limits", "Reply", "Workroom", "WorkroomDied"]

_LOOK_EVERY = 0.05  # seconds between two looks at the clock, the memory and the wish to stop
_CLOSE_TO_LIMIT = 0.6


@dataclass(frozen=True, slots=True)
class Reply:
    """What a call brought back: plain JSON and raw bytes."""

    result: Any
    blobs: tuple[bytes, ...] = ()


class WorkroomDied(PortfolioError):  # noqa: N818 - says what happened
    """The child ended before it answered: ``child-died``, ``time-limit`` or ``memory-limit``.

    ``detail`` is for a crash report and is never shown.
    """

    def __init__(self, message: str, *, hint: str, code: str, detail: str = "") -> None:
        super().__init__(message, hint=hint, code=code)
        self.detail = detail


class Workroom:
    """A child process that is started when needed and stays up between calls.

    Safe to call from several threads: one call runs at a time, the others wait. Close it, or use
    it as a context manager. ``folder`` is private scratch space for files that calls name by path;
    it goes when the workroom is closed. ``with_programs`` says whether another program that is
    installed (LibreOffice) may be asked for pages; the child itself never starts one.

    Raises:
        OSError: there is nowhere to put the scratch folder.
    """

    def __init__(self, scratch: Path | None = None, *, with_programs: bool = True) -> None:
        self.with_programs = with_programs
        self._own: Scratch | None = None
        if scratch is None:
            self._own = Scratch()
            scratch = self._own.folder
        self.folder = scratch
        self._child_folder = scratch / "child"
        self._child: ChildProcess | None = None
        self._calls = threading.Lock()
        self._closed = False

    def __enter__(self) -> Workroom:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    @property
    def child_pid(self) -> int | None:
        """The number of the child process, None while there is none."""
        child = self._child
        return child.pid if child is not None and child.exit_code is None else None

    def warm(self) -> None:
        """Start the child now, so that the first call does not wait for it."""
        with self._calls:
            self._running()

    def get_ready(self) -> None:
        """Let the child load what building a bundle takes, so that the first one begins at once.

        Worth calling in a thread of its own, beside other work; a call in the meantime waits.
        """
        with contextlib.suppress(PortfolioError, RuntimeError):
            self.call("ready")

    def call(
        self,
        op: str,
        arguments: dict[str, Any] | None = None,
        blobs: Sequence[bytes | memoryview] = (),
        *,
        limits: Limits = READING,
        progress: Progress = silent,
    ) -> Reply:
        """Return the answer of one operation of ``child.py``, by name.

        ``progress`` is also called every moment while nothing happens, with what was last said:
        if it raises, the child is ended, its scratch wiped, and the exception goes on.

        Raises:
            WorkroomDied: the child crashed or passed a limit; the next call starts a new one.
            PortfolioError: the child explains why not.
        """
        with self._calls:
            child = self._running()
            allowed = {"cpu": limits.cpu, "memory": limits.memory}
            child.ask({"op": op, "arguments": arguments or {}, "limits": allowed}, blobs)
            try:
                answer, answer_blobs = self._wait(child, limits, progress)
            except BaseException:
                self._end_child()
                raise
            if answer.get("ending"):
                self._end_child()
        if "error" in answer:
            raise _refusal(answer["error"])
        return Reply(answer.get("result"), answer_blobs)

    def close(self) -> None:
        """End the child and wipe the scratch folder. Closing twice does nothing."""
        with self._calls:
            self._closed = True
            if self._child is not None:
                self._child.close()
                self._child = None
            if self._own is not None:
                self._own.close()
            else:
                shutil.rmtree(self._child_folder, ignore_errors=True)

    def _running(self) -> ChildProcess:
        if self._closed:
            raise RuntimeError("the workroom was closed")
        if self._child is not None and self._child.exit_code is not None:
            self._end_child()  # it ended between two calls
        if self._child is None:
            self._child_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._child = ChildProcess(self._child_folder, READING.memory)
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None
        shutil.rmtree(self._child_folder, ignore_errors=True)

    def _wait(
        self, child: ChildProcess, limits: Limits, progress: Progress
    ) -> tuple[dict[str, Any], tuple[bytes, ...]]:
        deadline = time.monotonic() + limits.wall
        last = ("", 0.0)
        most = 0
        while True:
            try:
                answer = child.answers.get(timeout=_LOOK_EVERY)
            except queue.Empty:
                most = max(most, limits_module.memory_of(child.pid))
                if most > limits.memory:
                    raise _over_memory(limits, "seen by the parent") from None
                if time.monotonic() > deadline:
                    raise _over_time(limits, "seen by the parent") from None
                progress(*last)
                continue
            if isinstance(answer, Gone):
                raise self._explain_death(child, answer, limits, most)
            header, blobs = answer
            if "progress" not in header:
                return header, blobs
            last = _said(header["progress"])
            if limits.progress_extends:
                deadline = time.monotonic() + limits.wall
            progress(*last)

    def _explain_death(
        self, child: ChildProcess, gone: Gone, limits: Limits, most: int
    ) -> WorkroomDied:
        child.kill()
        code = child.exit_code
        complaints = child.complaints
        detail = f"{gone.reason}; exit code {code}\n{complaints}"
        if sys.platform != "win32" and code == -signal.SIGXCPU:
            return _over_time(limits, detail)
        short = ("bad_alloc", "MemoryError", "out of memory", "Out of memory")
        if most > limits.memory * _CLOSE_TO_LIMIT or any(word in complaints for word in short):
            return _over_memory(limits, detail)
        return WorkroomDied(
            "The part of the app that opens files stopped unexpectedly while it was working on "
            "this. Nothing stored was changed.",
            hint="Try again. If it stops again, the file is kept and can be mapped as a whole.",
            code="child-died",
            detail=detail,
        )


def _over_time(limits: Limits, detail: str) -> WorkroomDied:
    if limits.progress_extends:
        message = f"This made no progress for {limits.wall / 60:.0f} minutes, so it was stopped."
        hint = "Try again with other programs closed."
    else:
        message = f"This took longer than {limits.wall:.0f} seconds to open, so it was stopped."
        hint = "The file is kept and can be mapped as a whole. A simpler copy may open: try saving "
        hint += "it as PDF again in the program that made it."
    return WorkroomDied(
        f"{message} Nothing stored was changed.", hint=hint, code="time-limit", detail=detail
    )


def _over_memory(limits: Limits, detail: str) -> WorkroomDied:
    gigabytes = limits.memory / 1e9
    return WorkroomDied(
        f"This needed more than {gigabytes:.1f} GB of memory to open, so it was stopped. "
        "Nothing stored was changed.",
        hint="The file is kept and can be mapped as a whole. A copy with smaller pictures may "
        "open.",
        code="memory-limit",
        detail=detail,
    )


def _refusal(error: Any) -> PortfolioError:
    """Return the exception for an explained error; the child's words are checked for shape."""
    if not isinstance(error, dict):
        error = {}
    told = {name: error.get(name) for name in ("message", "hint", "code", "detail")}
    message, hint, code, detail = (each if isinstance(each, str) else "" for each in told.values())
    if code in {"child-died", "memory-limit", "time-limit"}:
        return WorkroomDied(message, hint=hint, code=code, detail=detail)
    return PortfolioError(message or "This could not be read.", hint=hint, code=code or "refused")


def _said(progress: Any) -> tuple[str, float]:
    with contextlib.suppress(TypeError, ValueError):
        message, fraction = progress
        return str(message), float(fraction)
    return "", 0.0
