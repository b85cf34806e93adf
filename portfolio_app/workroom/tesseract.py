"""Runs Tesseract, if this computer has it: a drawn page goes in, words with places come out.

Only when asked for. The page goes through pipes and is never put on disk. It runs as a process of
its own with limits on time, and ends with whatever it started when somebody stops waiting for it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from pathlib import Path

from portfolio_app.domain.document import PageImage
from portfolio_app.domain.recognised import ReadWord
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent

SECONDS = 60.0  # a page
_LOOK_EVERY = 0.1
_LEAST_SURE = 25.0
_MOST_WORDS = 20_000
_MOST_ANSWER = 20_000_000  # bytes
_WORD_LEVEL, _COLUMNS = 5, 12
_USUAL_WINDOWS = ("Tesseract-OCR/tesseract.exe",)


def find() -> Path | None:
    """Return where Tesseract is on this computer, or None."""
    found = shutil.which("tesseract")
    if found:
        return Path(found)
    for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        for inside in _USUAL_WINDOWS:
            path = Path(os.environ.get(folder, "")) / inside
            if sys.platform == "win32" and path.is_file():
                return path
    return None


@cache
def version(program: Path) -> str:
    """Return the version, such as "5.3.0"; empty when the program does not answer as it should."""
    told = _asked(program, "--version").splitlines()
    first = told[0].split() if told else []
    return first[1].removeprefix("v") if len(first) > 1 and first[0] == "tesseract" else ""


@cache
def languages(program: Path) -> tuple[str, ...]:
    """Return the languages it can read, by their short names."""
    lines = _asked(program, "--list-langs").splitlines()[1:]
    return tuple(line.strip() for line in lines if line.strip().replace("_", "").isalnum())


def read_page(
    program: Path,
    image: PageImage,
    width: float,
    height: float,
    progress: Progress = silent,
    *,
    seconds: float = SECONDS,
) -> tuple[ReadWord, ...]:
    """Return the words on a drawn page of ``width`` times ``height`` points.

    Raises:
        PortfolioError: it took too long ("time-limit") or could not read the page.
        Cancelled: ``progress`` raised it; the process is gone.
    """
    language = "eng" if "eng" in languages(program) else _first_language(program)
    dots = max(round(image.width / max(width, 1.0) * 72), 70)
    asked = [
        str(program), "stdin", "stdout", "-l", language, "--psm", "3",
        "--dpi", str(min(dots, 600)), "tsv",
    ]  # fmt: skip
    answer = _run(asked, _as_ppm(image), progress, seconds)
    return _words(answer, width / image.width, height / image.height)


def _first_language(program: Path) -> str:
    known = [each for each in languages(program) if each not in ("osd", "equ")]
    if not known:
        raise PortfolioError(
            "Tesseract has no language to read with. Nothing was changed.",
            hint="Install its English data, then try again.",
            code="no-language",
        )
    return known[0]


def _as_ppm(image: PageImage) -> bytes:
    """Return the picture as a portable pixmap: the plainest form there is."""
    count = image.width * image.height
    rgb = bytearray(3 * count)
    for channel in range(3):
        rgb[channel::3] = image.pixels[2 - channel : 4 * count : 4]
    return b"P6 %d %d 255\n" % (image.width, image.height) + bytes(rgb)


def _run(asked: list[str], given: bytes, progress: Progress, seconds: float) -> str:
    """Return what the program wrote; it is ended when time is up or somebody stops waiting."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the program found on this computer, no shell
            asked,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise _unusable() from error
    # Threads for the pipes: communicate() forgets what it has to give when it is asked again.
    with ThreadPoolExecutor(2) as pipes:
        pipes.submit(_give, process, given)
        answer = pipes.submit(_hear, process)
        try:
            _wait(process, answer, progress, seconds)
        finally:
            _end(process)
        heard = answer.result()
    if process.returncode != 0:
        raise _unusable()
    return heard[:_MOST_ANSWER].decode("utf-8", "replace")


def _give(process: subprocess.Popen[bytes], given: bytes) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # it ended before it had read everything
            process.stdin.write(given)
        with contextlib.suppress(OSError):
            process.stdin.close()


def _hear(process: subprocess.Popen[bytes]) -> bytes:
    if process.stdout is None:
        return b""
    with process.stdout as answer:
        return answer.read()


def _wait(
    process: subprocess.Popen[bytes], answer: Future[bytes], progress: Progress, seconds: float
) -> None:
    """Return when the program has said everything and ended.

    Raises:
        PortfolioError: time is up.
        Cancelled: ``progress`` raised it.
    """
    deadline = time.monotonic() + seconds
    while not (answer.done() and process.poll() is not None):
        wait([answer], timeout=_LOOK_EVERY)
        progress("Reading words", 0.0)
        if time.monotonic() > deadline:
            raise PortfolioError(
                f"Reading this page took longer than {seconds:.0f} seconds, so it was stopped. "
                "Nothing was changed.",
                hint="Use Box to mark the part that counts.",
                code="time-limit",
            )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it started; nothing happens if it has ended."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment() -> dict[str, str]:
    kept = ("PATH", "SYSTEMROOT", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    told = {name: os.environ[name] for name in kept if name in os.environ}
    # One thread: several are slower on a page, and the person is using this computer.
    return told | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}


def _asked(program: Path, question: str) -> str:
    try:
        told = subprocess.run(  # noqa: S603 - the program found on this computer, no shell
            [str(program), question],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=10,
            check=False,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (told.stdout or told.stderr).decode("utf-8", "replace")


def _unusable() -> PortfolioError:
    return PortfolioError(
        "Tesseract could not read this page. Nothing was changed.",
        hint="Use Box to mark the part that counts.",
        code="not-recognised",
    )


def _words(answer: str, across: float, along: float) -> tuple[ReadWord, ...]:
    """Return the words of a table of tab-separated values, in points of the page."""
    found: list[ReadWord] = []
    line_number, last_line = -1, ("", "", "")
    for row in answer.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != str(_WORD_LEVEL):
            continue
        try:
            left, top, wide, high = (int(cell) for cell in cells[6:10])
            sure = float(cells[10])
        except ValueError:
            continue
        text = "".join(each for each in cells[11].strip() if each.isprintable())
        if not text or sure < _LEAST_SURE or wide <= 0 or high <= 0:
            continue
        this_line = (cells[2], cells[3], cells[4])
        if this_line != last_line:
            line_number, last_line = line_number + 1, this_line
        found.append(
            ReadWord(
                text,
                round(left * across, 2),
                round(top * along, 2),
                round((left + wide) * across, 2),
                round((top + high) * along, 2),
                line_number,
                sure,
            )
        )
        if len(found) == _MOST_WORDS:
            break
    return tuple(found)
