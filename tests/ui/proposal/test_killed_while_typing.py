"""The process is killed while somebody types: at most the last second of it is lost.

``PORTFOLIO_KILLS=100`` kills it a hundred times.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from portfolio_app.services import clock
from portfolio_app.store import queries
from portfolio_app.store.database import Store, open_store
from tests.ui.proposal import typed_words

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("PORTFOLIO_KILLS", "5"))
AT_ONCE = 2 if KILLS > 5 else 5  # a machine has two cores at least
LOST = 1.0  # seconds of typing, where there is a core for each that wants one


def test_a_kill_loses_at_most_the_last_second_and_the_proposal_opens(
    new_store: Callable[[], Store], tmp_path: Path
) -> None:
    chance = random.Random(KILLS)  # noqa: S311 - repeatable
    made = new_store()
    clock.allow(made, "The plan, page 6", "2026-01-05")
    made.close()

    for first in range(0, KILLS, AT_ONCE):
        running = [
            _Typing(made, tmp_path / f"killed {first + number}.portfolio")
            for number in range(min(AT_ONCE, KILLS - first))
        ]
        for each in running:
            each.wait_for_letters()
        for each in running:
            time.sleep(chance.uniform(0.05, 0.6))
            each.kill()
        for each in running:
            each.look()


class _Typing:
    """A process that types into a copy of a portfolio."""

    def __init__(self, made: Store, folder: Path) -> None:
        shutil.copytree(made.folder, folder)
        self._folder, self._made = folder, made
        key = b64encode(made.key.secret()).decode("ascii")
        command = [sys.executable, "-m", "tests.ui.proposal.typing_child", str(folder), key]
        unseen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        self._said = folder.with_suffix(".typed").open("w+b")
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=self._said, stderr=subprocess.DEVNULL, env=unseen
        )
        self._killed = 0.0

    def wait_for_letters(self) -> None:
        """Wait until it types."""
        end = time.monotonic() + 60
        while time.monotonic() < end and not self._said_bytes():
            assert self._process.poll() is None, "it ended by itself"
            time.sleep(0.02)
        assert self._said_bytes(), "it never typed"

    def kill(self) -> None:
        self._killed = time.monotonic()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def look(self) -> None:
        """Open what it left behind, and compare it with what was typed."""
        with self._said:
            lines = [line.split() for line in self._said_bytes().splitlines() if b" " in line]
        typed = [(int(count), float(at)) for count, at in lines]
        lost = LOST * max(1.0, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))
        must = max((count for count, at in typed if at <= self._killed - lost), default=0)
        with open_store(self._folder, self._made.key) as store:
            kept = "\n".join(each.text for each in queries.proposal.blocks(store))
        assert typed_words.text(typed[-1][0] + 1).startswith(kept), "something else is there"
        assert len(kept) >= must, f"{must} letters were typed a second before, {len(kept)} kept"

    def _said_bytes(self) -> bytes:
        return Path(self._said.name).read_bytes()
