import subprocess
import sys
from pathlib import Path

import pytest

START = (
    "import os, sys, socket, subprocess, tempfile\n"
    "from portfolio_app.workroom.guard import Guard\n"
    "guard = Guard(sys.argv[1]); guard.allow_output(sys.argv[2]); guard.install()\n"
)


def _try(folder: Path, output: Path, code: str) -> str:
    """Return the name of the exception that guarded code ends with, or nothing."""
    program = (
        START + f"try:\n    {code}\nexcept Exception as error:\n    print(type(error).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), str(output)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('example.org', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "open('outside.txt', 'w')",
        "open('outside.txt', 'ab')",
        "os.open('outside.txt', os.O_CREAT | os.O_WRONLY)",
        "os.mkdir('outside')",
        "os.remove('there.txt')",
        "os.rename('there.txt', 'elsewhere.txt')",
        "os.symlink('/etc', os.path.join(sys.argv[1], '..', 'link'))",
        "open(os.path.join(sys.argv[1], '..', 'beside.txt'), 'w')",
    ],
)
def test_what_the_child_never_does_is_refused(tmp_path, monkeypatch, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.txt").write_text("kept")
    folder = tmp_path / "scratch"
    folder.mkdir()

    assert _try(folder, tmp_path / "out.pdf", code) == "PermissionError"

    assert sorted(path.name for path in tmp_path.iterdir()) == ["scratch", "there.txt"]


@pytest.mark.parametrize(
    "code",
    [
        "open(os.path.join(sys.argv[1], 'inside.txt'), 'w').close()",
        "open(sys.argv[2], 'wb').close()",
        "open(sys.argv[2] + '.merged', 'wb').close()",
        "open(os.__file__).close()",
        "open(os.devnull, 'w').close()",
    ],
)
def test_its_own_folder_the_named_output_and_reading_are_allowed(tmp_path, code):
    folder = tmp_path / "scratch"
    folder.mkdir()

    assert _try(folder, tmp_path / "out.pdf", code) == ""
