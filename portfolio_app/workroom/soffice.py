"""Lets LibreOffice make PDF pages of Office files: found at run time, locked in, never trusted.

Runs beside the guarded child, which may start no programs. Each run has a fresh profile of its own
that follows no link and runs no macro, a dead proxy, its own folder, and its own process group with
limits, which is ended as a whole. Its exit code says nothing (it is 0 for a damaged file too):
what counts is whether a PDF is there, and whoever takes it opens and checks it in the child.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portfolio_app.progress import Progress, silent
from portfolio_app.workroom import windows_job
from portfolio_app.workroom.limits import Limits, memory_of

MAKING_PAGES = Limits(wall=120.0, cpu=90.0, memory=3_000_000_000)

_LOOK_EVERY = 0.1  # seconds
_LARGEST = 2 * 1024**3  # bytes of a file that it may write
_ENDINGS = frozenset(
    (
        "docx", "docm", "dotx", "dotm", "doc", "dot", "odt", "ott", "fodt", "rtf", "pptx", "pptm",
        "ppsx", "potx", "ppt", "pps", "odp", "otp", "xlsx", "xlsm", "xltx", "xlsb", "xls", "xlt",
        "ods", "ots", "csv", "tsv", "html", "htm",
    )
)  # fmt: skip
_PROXY = "http://127.0.0.1:9"  # the discard port: nothing answers there
_PROFILE = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "DisableActiveContent": "true",
        "CheckDocumentEvents": "true",
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "2"},
    "/org.openoffice.Office.Calc/Content/Update": {"Link": "2"},
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetNoProxy": "",
    },
    "/org.openoffice.Office.Common/Filter/PDF/Export": {
        "ExportNotes": "false",
        "ExportNotesInMargin": "false",
        "ExportNotesPages": "false",
        "ExportFormFields": "false",
        "ExportBookmarks": "true",
        "ExportHiddenSlides": "false",
    },
    "/org.openoffice.Setup/Office": {"ooSetupInstCompleted": "true"},
    "/org.openoffice.Office.Common/Misc": {"FirstRun": "false"},
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to make pages of: the name it came with, and its bytes."""

    name: str
    content: bytes


def find() -> Path | None:
    """Return the program, looked for on the path and in the usual places; None without it."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        # A snap or flatpak cannot see our private folder.
        if found and "snap" not in Path(found).parts:
            return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


def _usual_places() -> list[Path]:
    if sys.platform == "win32":
        roots = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
        return [Path(each) / "LibreOffice/program/soffice.exe" for each in roots if each]
    if sys.platform == "darwin":
        inside = "Applications/LibreOffice.app/Contents/MacOS/soffice"
        return [Path("/") / inside, Path.home() / inside]
    kept = sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    return [Path("/usr/lib/libreoffice/program/soffice"), *kept]


@lru_cache(maxsize=4)
def version(program: Path) -> str:
    """Return the program's version, such as "7.4.7.2"; empty when it does not say."""
    try:
        # Even for this it makes folders and caches: in a folder of ours, not in the person's.
        with tempfile.TemporaryDirectory(
            prefix="portfolio-app-", ignore_cleanup_errors=True
        ) as own:
            told = subprocess.run(  # noqa: S603 - the program that was found
                [str(program), "--version"],
                capture_output=True,
                check=False,
                timeout=20,
                stdin=subprocess.DEVNULL,
                cwd=own,
                env=_environment(Path(own)),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(rb"[0-9]+(?:\.[0-9]+){1,3}", told)
    return found[0].decode("ascii") if found else ""


def convert(
    scratch: Path,
    sources: Sequence[Source],
    program: Path,
    *,
    limits: Limits = MAKING_PAGES,
    progress: Progress = silent,
) -> list[bytes]:
    """Return a PDF for each source, in their order; empty bytes for one that none was made of.

    All of them in one run, which is faster; those that got nothing are tried once more alone.
    ``scratch`` is a private folder; what is written there is removed again. ``progress`` is called
    every moment: if it raises, everything that was started is ended and the exception goes on.

    Raises:
        OSError: there is no room in ``scratch``.
    """
    made = _run(scratch, sources, program, limits, progress)
    for number, pages in enumerate(made):
        if not pages and len(sources) > 1:
            made[number] = _run(scratch, [sources[number]], program, limits, progress)[0]
    return made


def _run(
    scratch: Path, sources: Sequence[Source], program: Path, limits: Limits, progress: Progress
) -> list[bytes]:
    folder = scratch / f"pages-{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        inputs = []
        for number, source in enumerate(sources):
            # Names of our own: the program takes another file's for the same, and overwrites it.
            place = folder / f"{number}"
            place.mkdir(mode=0o700)
            inputs.append(place / f"{number}.{_ending(source.name)}")
            inputs[-1].write_bytes(source.content)
        made = folder / "made"
        made.mkdir(mode=0o700)
        _write_profile(folder / "profile")
        _start(program, folder, inputs, made, limits, progress)
        return [_made(made / f"{number}.pdf") for number in range(len(sources))]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ending(name: str) -> str:
    ending = Path(name).suffix.lstrip(".").lower()
    return ending if ending in _ENDINGS else "docx"  # it looks into the file as well


def _made(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    return content if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:] else b""


def _write_profile(profile: Path) -> None:
    """Write the settings before the first start: no macros, no links, no network."""
    (profile / "user").mkdir(mode=0o700, parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, settings in _PROFILE.items()
        for name, value in settings.items()
    )
    (profile / "user/registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>\n',
        encoding="utf-8",
    )


def _start(
    program: Path,
    folder: Path,
    inputs: Sequence[Path],
    made: Path,
    limits: Limits,
    progress: Progress,
) -> None:
    command = [
        str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck",
        "--nofirststartwizard", "--convert-to", "pdf", "--outdir", str(made), *map(str, inputs),
    ]  # fmt: skip
    try:
        process = subprocess.Popen(  # noqa: S603 - the program that was found, and our own names
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return
    job = windows_job.confine(int(getattr(process, "_handle", 0)), limits.memory)
    try:
        _limit(process.pid, limits)
        _wait(process, limits, progress)
    finally:
        _end(process)
        _remove_socket(folder / "profile")
        del job  # on Windows its end is the end of everything that was started


def _environment(folder: Path) -> dict[str, str]:
    kept = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PROGRAMFILES", "PROGRAMDATA")
    told = {name: os.environ[name] for name in kept if name in os.environ}
    told["PATH"] = os.defpath if sys.platform != "win32" else os.environ.get("PATH", "")
    told |= {name: str(folder) for name in ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR")}
    told |= {name: str(folder / "home") for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    for name in ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"):
        told |= {name: _PROXY, name.upper(): _PROXY}
    told["LC_ALL"] = "C.UTF-8"
    told["SAL_USE_VCLPLUGIN"] = "svp"  # no screen
    return told


def _limit(pid: int, limits: Limits) -> None:
    """Lower what the program may use, where the system can do that from outside; it hands it on."""
    if sys.platform != "linux":
        return
    import resource

    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: _LARGEST,
        resource.RLIMIT_CORE: 0,
    }
    if limits.cpu is not None:
        wanted[resource.RLIMIT_CPU] = int(limits.cpu)
    for which, most in wanted.items():
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(pid, which, (most, most))


def _wait(process: subprocess.Popen[bytes], limits: Limits, progress: Progress) -> None:
    deadline = time.monotonic() + limits.wall
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_EVERY)
            return
        if time.monotonic() > deadline or memory_of(process.pid) > limits.memory:
            return
        progress("", 0.0)


def _remove_socket(profile: Path) -> None:
    """Remove the socket that the program puts beside other programs' files, and leaves when ended.

    Its name holds the MD5 of the profile's address, as LibreOffice (vcl's and desktop's
    CreateMd5FromString) writes it: of UTF-16, each byte in as few hexadecimal digits as it needs.
    """
    if sys.platform == "win32":
        return
    address = profile.as_uri().encode("utf-16-le")
    told = hashlib.md5(address, usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{each:x}' for each in told)}"
    for folder in ("/tmp", "/var/tmp"):  # noqa: S108 - where it puts them, whatever TMPDIR says
        with contextlib.suppress(OSError):
            (Path(folder) / name).unlink()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started."""
    if sys.platform == "win32":
        if process.poll() is None:
            process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # its own session: nobody else is in it
    process.wait()
