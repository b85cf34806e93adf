"""Runs commands as a person would type them: their output and exit code."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.cli.main import main
from portfolio_app.store import header, keys, migrations

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse"  # noqa: S105 - of portfolios that hold nothing


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs one command here, by default with the passphrase."""
    return _runner(tmp_path, _here)


@pytest.fixture
def program(tmp_path: Path) -> Run:
    """Return a function that runs one command in a process of its own, as it is installed."""
    return _runner(tmp_path, _apart)


@pytest.fixture(scope="session")
def empty_portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty portfolio for copying, whose passphrase is worked out in no time."""
    place = tmp_path_factory.mktemp("empty")
    folder = place / "made.portfolio"
    words = ["--name", "Apprentice", "--start", "2024-09-16", "--gateway", "2026-09-16"]
    _runner(place, _here)("new", folder, *words)
    head = header.read(folder, newest_schema=migrations.NEWEST)
    key = keys.unlock(head, passphrase=PASSPHRASE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys, "_MEMORY_KIB", 8)
        patched.setattr(keys, "_passes_for_this_machine", lambda _salt: 1)
        header.write(folder, keys.set_passphrase(head, key, PASSPHRASE))
    return folder


@pytest.fixture
def folder(empty_portfolio: Path, tmp_path: Path) -> Path:
    """Return an empty portfolio of this test's own."""
    made = tmp_path / "My portfolio.portfolio"
    shutil.copytree(empty_portfolio, made)
    return made


def _runner(place: Path, way: Callable[[list[str], str, Path], Ran]) -> Run:
    secret = place / "passphrase"
    secret.write_text(f"{PASSPHRASE}\n")

    def run(*words: object, check: int | None = 0, passphrase: bool = True, typed: str = "") -> Ran:
        command = [str(word) for word in words]
        if passphrase:
            command += ["--passphrase-file", str(secret)]
        ran = way(command, typed, place)
        if check is not None:
            assert ran.code == check, f"{command}\n{ran.out}\n{ran.err}"
        return ran

    return run


def _here(command: list[str], typed: str, place: Path) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patched,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patched.chdir(place)
        patched.setattr(sys, "stdin", io.StringIO(typed))
        code = main(command)
    return Ran(code, out.getvalue(), err.getvalue())


def _apart(command: list[str], typed: str, place: Path) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "portfolio_app", *command],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
