"""How a command ends: with all that it printed, its exit code, and nothing left behind."""

import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import ROOT, Run


def test_everything_is_printed_before_a_command_ends(program: Run) -> None:
    every = program("--help", passphrase=False)
    assert every.out.startswith("usage: portfolio-app")
    assert every.out.rstrip().endswith("the window opens.")


def test_a_command_that_is_refused_says_so(program: Run, tmp_path: Path) -> None:
    refused = program("check", tmp_path / "nothing", check=None)
    assert refused.code == 2
    assert refused.out == ""
    assert "There is no portfolio here" in refused.err


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "portfolio_app", "--help"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as going:
        assert going.stdout is not None
        assert going.stderr is not None
        going.stdout.close()
        assert "Traceback" not in going.stderr.read()
