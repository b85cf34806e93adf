"""Runs commands as a person would type them: a process of its own, its output, its exit code."""

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

ROOT = Path(__file__).parents[2]


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
    """Return a function that runs one command, by default with the passphrase."""
    return _runner(tmp_path)


@pytest.fixture(scope="session")
def empty_portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty portfolio for copying: making one costs a passphrase's worth of time."""
    place = tmp_path_factory.mktemp("empty")
    words = ["--name", "Apprentice", "--start", "2024-09-16", "--gateway", "2026-09-16"]
    _runner(place)("new", place / "made.portfolio", *words)
    return place / "made.portfolio"


@pytest.fixture
def folder(empty_portfolio: Path, tmp_path: Path) -> Path:
    """Return an empty portfolio of this test's own."""
    made = tmp_path / "My portfolio.portfolio"
    shutil.copytree(empty_portfolio, made)
    return made


def _runner(place: Path) -> Run:
    secret = place / "passphrase"
    secret.write_text("correct horse\n")

    def run(*words: object, check: int | None = 0, passphrase: bool = True, typed: str = "") -> Ran:
        command = [sys.executable, "-m", "portfolio_app", *(str(word) for word in words)]
        if passphrase:
            command += ["--passphrase-file", str(secret)]
        done = subprocess.run(
            command,
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            check=False,
            timeout=120,
        )
        ran = Ran(done.returncode, done.stdout, done.stderr)
        if check is not None:
            assert ran.code == check, f"{command}\n{ran.out}\n{ran.err}"
        return ran

    return run
