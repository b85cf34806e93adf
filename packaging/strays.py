"""Finds what belongs to one machine and got into the project: its folders, its name, its registry.

Standard library only. Prints one line a finding; the exit code is 1 when there is any.
"""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Folders in which people and machines keep checkouts, each followed by something of theirs.
OWN_FOLDER = re.compile(
    r"(?<![\w.~*$}>/-])/(?:home|root|work|farm|tmp|opt|mnt|srv|Users|private)/[\w.-]"
    r"|\b[A-Za-z]:\\{1,2}Users\\{1,2}\w",
    re.ASCII,
)
ADDRESS = re.compile(r"\w://|--(?:extra-)?index-url|--find-links|@ ?file:", re.ASCII)


def files(root: Path) -> list[Path]:
    """Return the project's files: what git keeps or would add; without git, all but the made."""
    listed = None
    if (root / ".git").exists():
        try:
            listed = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                cwd=root,
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            listed = None
    if listed is not None and listed.returncode == 0:
        found = [root / name for name in listed.stdout.split("\0") if name]
        return sorted(path for path in found if path.is_file())
    made = {".git", ".venv", "build", "dist", "__pycache__"}
    every = (path for path in root.rglob("*") if path.is_file())
    return sorted(path for path in every if not made & set(path.relative_to(root).parts))


def machine_words(root: Path, host: str) -> list[str]:
    """Return the words only this machine would write: the checkout's folder, home, host name.

    Short folders and host names without a figure are left out: any text may hold those.
    """
    folders = [str(path) for path in (root, Path.home()) if len(path.parts) > 3]
    return folders + ([host] if len(host) > 5 and any(c.isdigit() for c in host) else [])


def strays(root: Path, words: list[str]) -> Iterator[str]:
    """Yield "file:line: what was found" for every stray in the project's text files."""
    for path in files(root):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = path.relative_to(root).as_posix()
        for number, line in enumerate(text.splitlines(), start=1):
            for word in words:
                if word in line:
                    yield f"{name}:{number}: names this machine: {word}"
            if found := OWN_FOLDER.search(line):
                yield f"{name}:{number}: a folder of one machine: {line[found.start() :][:40]}"
            if name.endswith(".lock") and (found := ADDRESS.search(line)):
                yield f"{name}:{number}: an address in the lock file: {line.strip()[:60]}"


def main() -> int:
    """Print every stray; return 1 when there is one."""
    found = list(strays(ROOT, machine_words(ROOT, socket.gethostname())))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
