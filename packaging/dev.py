"""One command for a fresh machine: set up, then run, test, check, bench or take pictures.

Standard library only. Everything it makes lies in .venv/ and build/; Qt's system libraries are the
one thing it asks the system for, and it installs them itself only when it runs as root.
What it says goes to standard error, so that a command's own output stays clean.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python reads this far, and is told why
    sys.exit(
        "This needs Python 3.11 or newer; this is Python %d.%d.\n"  # noqa: UP031
        "Nothing was changed. Install a newer Python beside it, then run the same line with it,\n"
        "for example: python3.11 packaging/dev.py run" % sys.version_info[:2]
    )

import argparse
import ctypes
import hashlib
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
WINDOWS = os.name == "nt"

# What PySide6 loads even when nothing is shown, and the Debian package each lies in.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
}
# What Qt's X11 plugin loads besides, once there is a screen.
WINDOW_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
STARTED_AGAIN = "PORTFOLIO_DEV_STARTED_AGAIN"


class SetupError(Exception):
    """Set-up cannot go on; the message says what happened and what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal, on standard error."""
    print(text, file=sys.stderr, flush=True)


# --- the system -----------------------------------------------------------------------------


def has_display(environment: dict[str, str] | None = None) -> bool:
    """Return whether a window can be shown, or Qt was told to draw somewhere else."""
    environment = dict(os.environ) if environment is None else environment
    if WINDOWS or sys.platform == "darwin":
        return True
    return any(environment.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def missing_libraries(wanted: dict[str, str]) -> dict[str, str]:
    """Return those of the wanted libraries (soname to package) that the loader does not find."""
    missing = {}
    for name, package in wanted.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing[name] = package
    return missing


def venv_package() -> str:
    """Return the Debian package that lets this Python make a virtual environment, or ""."""
    if importlib.util.find_spec("ensurepip") is not None:
        return ""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def is_root() -> bool:
    """Return whether system packages may be installed without asking for a password."""
    return not WINDOWS and os.geteuid() == 0


def install_line(packages: Sequence[str]) -> str:
    """Return the one line that installs the packages on Debian and Ubuntu."""
    return f"sudo apt-get update && sudo apt-get install --yes {shlex.join(packages)}"


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages, asking nothing.

    Raises:
        SetupError: apt-get did not succeed.
    """
    say(f"Installing system libraries: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["--quiet=2", "--option", "DPkg::Lock::Timeout=300", "--option", "Dpkg::Use-Pty=0"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *options, *step],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise SetupError(
                f"apt-get {step[0]} failed:\n{done.stdout[-2000:]}\n"
                f"Put that right, or install them by hand:  {install_line(packages)}"
            )


def too_old() -> str:
    """Return what about this system Qt's packages are not made for, as a sentence, or ""."""
    machine = platform.machine().lower()
    if sys.maxsize < 2**32:
        return "This is a 32-bit Python; Qt for Python needs a 64-bit one."
    if sys.platform == "darwin":
        release = platform.mac_ver()[0]
        if release and int(release.split(".")[0]) < 13:
            return f"This is macOS {release}; Qt for Python needs macOS 13 or newer."
    library, version = platform.libc_ver()
    if sys.platform.startswith("linux") and library == "glibc":
        needed = (2, 39) if machine in {"aarch64", "arm64"} else (2, 34)
        if tuple(int(part) for part in version.split(".")[:2]) < needed:
            return (
                f"This system's C library is glibc {version}; Qt for Python needs "
                f"{needed[0]}.{needed[1]} or newer (Debian 12, Ubuntu 22.04)."
            )
    return ""


def prepare_system(*, needs_qt: bool) -> None:
    """See that Qt's libraries and the means to make a virtual environment are there.

    Raises:
        SetupError: something needed is missing and cannot be installed from here; the message
            holds the one line to run.
    """
    if too_old():
        raise SetupError(f"{too_old()} Nothing was changed.")
    if not sys.platform.startswith("linux"):
        return
    wanted = {**QT_LIBRARIES, **WINDOW_LIBRARIES} if has_display() else QT_LIBRARIES
    libraries = missing_libraries(wanted)
    ensurepip = "" if venv_works(ROOT / ".venv") else venv_package()
    packages = [*libraries.values(), *([ensurepip] if ensurepip else [])]
    if not packages:
        return
    if is_root() and shutil.which("apt-get"):
        apt_install(packages)
        if ensurepip:
            start_again()
        still = missing_libraries(wanted)
        if still:
            raise SetupError(f"These libraries are still not found: {', '.join(still)}.")
        return
    if shutil.which("apt-get"):
        advice = (
            "Nothing was changed. Run this line once (it needs an administrator), then the same "
            f"command again:\n  {install_line(packages)}"
        )
    else:
        names = [*libraries, *(["Python's ensurepip module"] if ensurepip else [])]
        advice = f"Install the packages of your system that hold: {', '.join(names)}."
    if ensurepip or needs_qt:
        raise SetupError(f"Some system libraries are missing. {advice}")
    say(f"The window would need system libraries that are missing here. {advice}")


def start_again() -> None:
    """Run this same command line in a fresh interpreter, which finds what was just installed.

    Raises:
        SetupError: it was started again once already.
    """
    if os.environ.get(STARTED_AGAIN):
        raise SetupError("Python still cannot make a virtual environment (ensurepip is missing).")
    environment = {**os.environ, STARTED_AGAIN: "1"}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)


# --- the virtual environment ----------------------------------------------------------------


def in_venv(folder: Path, program: str) -> Path:
    """Return where a virtual environment keeps a program."""
    return folder / "Scripts" / f"{program}.exe" if WINDOWS else folder / "bin" / program


def clean_environment() -> dict[str, str]:
    """Return the environment without what would lead a virtual environment's Python astray."""
    astray = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", STARTED_AGAIN}
    kept = {name: value for name, value in os.environ.items() if name not in astray}
    return {**kept, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def venv_works(folder: Path) -> bool:
    """Return whether the folder holds a virtual environment of this Python's version, with pip."""
    python = in_venv(folder, "python")
    if not python.exists():
        return False
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run(
        [python, "-c", question],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"


def make_venv(folder: Path) -> None:
    """Make a virtual environment with pip, in place of whatever half-made one is there.

    Raises:
        SetupError: Python could not make one.
    """
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
    try:
        venv.create(folder, with_pip=True, symlinks=not WINDOWS)
    except (SystemExit, OSError, subprocess.CalledProcessError) as error:
        # Debian's venv leaves by SystemExit when ensurepip is missing, and leaves half a folder
        shutil.rmtree(folder, ignore_errors=True)
        raise SetupError(
            f"Python could not make a virtual environment in {folder}: {error}"
        ) from error


def stamp(root: Path) -> str:
    """Return what the virtual environment depends on, as one line: change it and it is renewed."""
    digest = hashlib.sha256()
    for name in ("packaging/requirements.lock", "pyproject.toml"):
        digest.update((root / name).read_bytes())
    digest.update(f"{sys.version_info[:3]} {root}".encode())
    return digest.hexdigest()


def pip(folder: Path, *arguments: str | Path) -> None:
    """Run the virtual environment's pip.

    Raises:
        SetupError: pip did not succeed.
    """
    command = [in_venv(folder, "python"), "-m", "pip", "install", "-qq", *arguments]
    if subprocess.run(
        command, cwd=ROOT, env=clean_environment(), stdout=sys.stderr, check=False
    ).returncode:
        raise SetupError(
            "The packages could not be installed (pip's own words are above). Nothing outside "
            ".venv was touched.\nCheck the connection, and any proxy your organisation uses "
            "(HTTPS_PROXY), then run the same command again."
        )


def prepare_venv() -> Path:
    """Return the virtual environment's folder, made and filled if it was not, or not as pinned.

    Raises:
        SetupError: it could not be made.
    """
    folder = ROOT / ".venv"
    written = folder / "stamp"
    current = stamp(ROOT)
    if in_venv(folder, "portfolio-app").exists() and venv_works(folder):
        if written.exists() and written.read_text(encoding="utf-8") == current:
            return folder
    elif not venv_works(folder):
        say("Making the virtual environment in .venv")
        make_venv(folder)
    written.unlink(missing_ok=True)
    say("Installing the pinned packages (some 200 MB the first time; a minute or two)")
    pip(folder, "--require-hashes", "--only-binary=:all:", "-r", LOCK)
    pip(folder, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    written.write_text(current, encoding="utf-8")
    return folder


def prepare(*, needs_qt: bool) -> Path:
    """Do all set-up that is still to do; return the virtual environment's folder.

    Raises:
        SetupError: set-up cannot go on.
    """
    prepare_system(needs_qt=needs_qt)
    return prepare_venv()


# --- commands -------------------------------------------------------------------------------


def start(*command: str | Path, **environment: str) -> int:
    """Run a command in the project's folder; return its exit code."""
    try:
        return subprocess.run(
            command, cwd=ROOT, env={**clean_environment(), **environment}, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def become(command: Sequence[str | Path]) -> int:
    """Run a command in the caller's own folder, in place of this process where that is possible."""
    words = [str(word) for word in command]
    if not WINDOWS:  # there, exec returns to the prompt at once
        os.execve(words[0], words, clean_environment())
    try:
        return subprocess.run(words, env=clean_environment(), check=False).returncode
    except KeyboardInterrupt:
        return 130


def unseen() -> dict[str, str]:
    """Return the setting that lets Qt draw without a screen, where there is none."""
    return {} if has_display() else {"QT_QPA_PLATFORM": "offscreen"}


def run(arguments: Sequence[str]) -> int:
    """Open the app, or pass the arguments to it; without a screen, build the sample instead."""
    wants_window = not arguments or arguments[0] == "open"
    folder = prepare(needs_qt=wants_window and has_display())
    app = in_venv(folder, "portfolio-app")
    if not wants_window or has_display():
        return become([app, *arguments])
    if arguments:
        say("There is no screen here, so no window can be opened. The commands work without one:")
        say("  python3 packaging/dev.py run --help")
        return 2
    return build_sample(app)


def free_folder(parent: Path, name: str) -> Path:
    """Return a folder that does not exist yet: name-1, name-2 and so on. Nothing is overwritten."""
    number = 1
    while (parent / f"{name}-{number}").exists():
        number += 1
    return parent / f"{name}-{number}"


def build_sample(app: Path) -> int:
    """Build the sample portfolio and its bundle in build/; say where they are."""
    say("There is no screen here, so no window can be opened. Building the sample portfolio and")
    say("its bundle instead (fictional content; half a minute or so).")
    place = free_folder(ROOT / "build", "sample")
    place.mkdir(parents=True)
    portfolio = place / "sample.portfolio"
    code = start(app, "demo", portfolio)
    bundles = sorted(place.glob("*.pdf"))
    for bundle in bundles:
        say(f"The sample's bundle: {bundle}")
    if not bundles:
        say("The sample's bundle was not built; the lines above say why.")
        if not any(place.iterdir()):
            place.rmdir()
        return code or 3
    say(f"The portfolio it was built from: {portfolio}")
    say("Where there is a screen, the same command opens the window.")
    return code


def test(arguments: Sequence[str]) -> int:
    """Run the tests, all of them on two cores; the arguments are pytest's."""
    folder = prepare(needs_qt=True)
    # A whole file stays in one process: its tests share a portfolio or a workroom.
    # tests/conftest.py says which files come first.
    shared = () if arguments else ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
    return start(in_venv(folder, "python"), "-m", "pytest", *shared, *arguments, **unseen())


def check(arguments: Sequence[str]) -> int:
    """Check format, lint, types, import contracts and that nothing of this machine got in."""
    if arguments:
        raise SetupError("check takes no arguments.")
    folder = prepare(needs_qt=False)
    ruff, mypy = in_venv(folder, "ruff"), in_venv(folder, "mypy")
    steps: dict[str, list[str | Path]] = {
        "format": [ruff, "format", "--check", "."],
        "lint": [ruff, "check", "."],
        "types": [mypy],
        "types of packaging": [mypy, ROOT / "packaging"],
        "import contracts": [in_venv(folder, "lint-imports"), "--no-logo"],
        "strays": [in_venv(folder, "python"), ROOT / "packaging" / "strays.py"],
    }
    failed = []
    for name, command in steps.items():
        say(f"-- {name}")
        if start(*command):
            failed.append(name)
    say(f"-- failed: {', '.join(failed)}" if failed else "-- all checks passed")
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Measure; the arguments name the figures wanted, all without."""
    folder = prepare(needs_qt=True)
    return start(in_venv(folder, "python"), "-m", "tests.bench", *arguments, **unseen())


def pictures(arguments: Sequence[str]) -> int:
    """Draw every screen and page into build/pictures for people to look at."""
    folder = prepare(needs_qt=True)
    place = ROOT / "build" / "pictures"
    place.mkdir(parents=True, exist_ok=True)
    drawn = {"PORTFOLIO_PICTURES": str(place), "QT_QPA_PLATFORM": "offscreen"}
    python = in_venv(folder, "python")
    code = start(python, "-m", "pytest", "-m", "pictures", *arguments, **drawn)
    say(f"Pictures are in {place}")
    return code


COMMANDS = {"run": run, "test": test, "check": check, "bench": bench, "pictures": pictures}


def usage() -> Iterator[str]:
    """Yield a line a command: its name and what it does."""
    for name, command in COMMANDS.items():
        yield f"  {name:10}{(command.__doc__ or '').splitlines()[0]}"


def main(words: Sequence[str]) -> int:
    """Run the command the first word names with the words after it; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="dev.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(usage()),
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    chosen = parser.parse_args(words[:1])
    try:
        return COMMANDS[chosen.command](words[1:])
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run the same command again to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
