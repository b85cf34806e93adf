"""R1: killed at any moment, what was said to be saved is there, and nothing needs hand work."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.store import check, database, header, keys, migrations
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.queries import claims, evidence
from portfolio_app.store.restore import restore
from tests.store.builders import add_item, rows_of
from tests.store.test_migrations import LATER, NEXT

ROUNDS = int(os.environ.get("PORTFOLIO_CRASHES", "10"))


def run_until_killed(mode: str, folder: Path, key: MasterKey, turn: int) -> list[list[str]]:
    """Start a child, kill it at a random moment after its first words, return what it said."""
    rng = random.Random(f"{mode} {turn}")  # noqa: S311
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.crash_child", mode, str(folder), key.secret().hex()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(rng.random() * 0.12)
    child.send_signal(signal.SIGKILL)
    rest, errors = child.communicate()
    assert first, errors.decode()
    # A line that was cut off was not said.
    return [line.split() for line in (first + rest).decode().split("\n")[:-1]]


def temporary(folder: Path) -> list[Path]:
    return [each for each in folder.rglob(".*") if each.name != "."]


def test_items_said_to_be_saved_are_there(store: Store, key: MasterKey) -> None:
    store.close()
    saved: dict[str, str] = {}
    claimed: dict[str, int] = {}
    for turn in range(ROUNDS):
        for kind, uid, value in run_until_killed("save", store.folder, key, turn):
            if kind == "item":
                saved[uid] = value
            else:
                claimed[uid] = int(value)
        with database.open_store(store.folder, key) as again:
            assert check.check(again).ok
            assert temporary(again.folder) == []
            there = {each.uid: each for each in evidence.items(again)}
            assert saved.keys() <= there.keys()
            for uid, sha256 in saved.items():
                assert there[uid].sha256 == sha256
            for uid, count in claimed.items():
                assert len(claims.claims(again, uid)) == count
    assert len(saved) >= ROUNDS


def test_a_backup_said_to_be_made_can_be_restored(
    store: Store, key: MasterKey, tmp_path: Path
) -> None:
    recovery = keys.new_recovery_key()
    store.set_header(keys.set_recovery_key(store.header, key, recovery))
    store.close()
    for turn in range(ROUNDS // 3):
        said = run_until_killed("backup", store.folder, key, turn)
        done = restore(tmp_path / "sealed", tmp_path / f"R{turn}", recovery=recovery.text)
        with database.open_store(done.path, key) as again:
            assert check.check(again).ok
            assert {line[1] for line in said} <= {each.uid for each in evidence.items(again)}


def test_a_restore_is_there_whole_or_not_at_all(
    store: Store, key: MasterKey, tmp_path: Path
) -> None:
    store.close()
    for turn in range(ROUNDS // 3):
        run_until_killed("restore", store.folder, key, turn)
        target = tmp_path / "restored"
        if target.exists():
            with database.open_store(target, key) as again:
                assert check.check(again).ok
                assert len(evidence.items(again)) >= 1
            for each in sorted(target.rglob("*"), reverse=True):
                each.rmdir() if each.is_dir() else each.unlink()
            target.rmdir()
        database.open_store(store.folder, key).close()


def test_the_old_or_the_new_recovery_key_opens_never_neither(store: Store, key: MasterKey) -> None:
    """K4."""
    store.close()
    last = ""
    for turn in range(ROUNDS // 2):
        said = run_until_killed("keys", store.folder, key, turn)
        done = [text for kind, text in said if kind == "key"]
        begun = [text for kind, text in said if kind == "next"]
        last = done[-1] if done else last
        head = header.read(store.folder, newest_schema=1)
        if last or head.has_recovery_key:
            assert any(opens(head, text, key) for text in (last, begun[-1]) if text)
        else:
            assert not head.has_recovery_key
        last = begun[-1] if opens(head, begun[-1], key) else last
        database.open_store(store.folder, key).close()


def opens(head: header.Header, text: str, key: MasterKey) -> bool:
    try:
        return keys.unlock(head, recovery=text) == key
    except PortfolioError:
        return False


def test_a_new_portfolio_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    for turn in range(ROUNDS // 3):
        folder = tmp_path / f"{turn}" / "P"
        folder.parent.mkdir()
        said = run_until_killed("make", folder, MasterKey(bytes(32)), turn)
        key = MasterKey(bytes.fromhex(said[0][1]))
        if folder.exists():
            with database.open_store(folder, key) as again:
                assert check.check(again).ok
        else:
            database.create_store(folder, key, keys.new_header(key)).close()
        assert [each.name for each in folder.parent.iterdir() if each.name != "gone"] == ["P"]


def test_an_update_is_whole_or_did_not_happen(
    store: Store, key: MasterKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        add_item(store, f"Item {number}", pages=("words " * 500,))
    before = rows_of(store, "file", "claim", "ksb", "history")
    store.close()
    run_until_killed("migrate", store.folder, key, 0)
    monkeypatch.setattr(migrations, "NEWEST", NEXT)
    monkeypatch.setattr(migrations.migrate, "__defaults__", (LATER,))

    with database.open_store(store.folder, key) as again:
        assert rows_of(again, "file", "claim", "ksb", "history") == before
        assert check.check(again).ok
        assert temporary(again.folder) == []
