"""How much time and memory one call may use, and how each system is told so."""

from __future__ import annotations

import gc
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_PROC = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may use: wall seconds, CPU seconds (None: any), memory in bytes.

    ``progress_extends``: every report of progress starts the wall clock again.
    """

    wall: float
    cpu: float | None
    memory: int
    progress_extends: bool = False


READING = Limits(wall=30.0, cpu=20.0, memory=1_500_000_000)
COMPILING = Limits(wall=600.0, cpu=None, memory=1_500_000_000, progress_extends=True)

_LARGEST_FILE = 8 * 1024**3


def restrict_for_life() -> None:
    """Lower what this process may ever do: no core dumps, no huge files, death with the parent.

    Does nothing where the system has no such limits.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    if _PROC:
        import ctypes
        import signal

        pr_set_pdeathsig = 1  # linux/prctl.h
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)


def restrict_call(cpu: float | None, memory: int) -> None:
    """Allow this process so many further CPU seconds and so many bytes of address space.

    The CPU limit ends the process (SIGXCPU); the memory limit makes its allocations fail.
    macOS ignores the memory limit: the parent watches there.
    """
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    if cpu is None:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
    else:
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + cpu) + 1)
    if _PROC:
        _lower(resource.RLIMIT_AS, memory)


def _lower(which: int, soft: int) -> None:
    """Set a soft limit, never above the hard one, and leave the hard one alone."""
    import resource

    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(which, (soft, hard))


def give_back_memory() -> None:
    """Hand memory that is free but still held back to the system, where the C library can."""
    gc.collect()
    if _PROC:
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)


def memory_of(pid: int) -> int:
    """Return the bytes of memory a running process holds now; 0 when that cannot be told."""
    if _PROC:
        import resource

        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return 0
        return pages * resource.getpagesize()
    if sys.platform == "darwin":
        try:
            told = subprocess.run(  # noqa: S603 - a fixed program and a number
                ["/bin/ps", "-o", "rss=", "-p", str(pid)],
                capture_output=True,
                check=False,
                timeout=2,
            )
            return int(told.stdout or 0) * 1024
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return 0
    return 0  # Windows: the job object of windows_job.py holds the limit
