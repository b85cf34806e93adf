"""One writer; and folders that are not safe to write in."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.store import database, lock
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.queries import portfolio

HOLD = """
import sys, time
from pathlib import Path
from portfolio_app.problems import PortfolioError
from portfolio_app.store.lock import WriterLock
sys.stdin.readline()
try:
    held = WriterLock(Path(sys.argv[1]))
    held.take()
    print("held", flush=True)
    time.sleep(60)
except PortfolioError as error:
    print(error.code, flush=True)
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def end(child: "subprocess.Popen[str]") -> None:
    child.send_signal(signal.SIGKILL)
    child.communicate()


def test_the_second_writer_is_told_since_when_and_a_reader_is_let_in(
    store: Store, key: MasterKey
) -> None:
    with pytest.raises(
        PortfolioError, match=r"in use by another window or command since \d\d:\d\d"
    ) as caught:
        database.open_store(store.folder, key)
    with database.open_store(store.folder, key, readonly=True) as reader:
        assert portfolio.details(reader).name == "An apprentice"

    assert caught.value.code == "already-open"
    said = json.loads((store.folder / "lock").read_text())
    assert said["process"] == os.getpid()
    assert said.keys() == {"host", "process", "since"}


def test_of_many_who_race_one_writes(tmp_path: Path) -> None:
    """R6: one writer always."""
    for _ in range(4):
        children = [holder(tmp_path) for _ in range(4)]
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        answers = [child.stdout.readline().strip() for child in children if child.stdout]
        for child in children:
            end(child)
        assert sorted(answers) == ["already-open"] * 3 + ["held"]


def test_the_lock_of_a_killed_process_needs_no_hand_work(tmp_path: Path) -> None:
    for _ in range(5):
        child = holder(tmp_path)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write("go\n")
        child.stdin.flush()
        assert child.stdout.readline().strip() == "held"
        end(child)
        assert json.loads((tmp_path / "lock").read_text())["process"] == child.pid

        taken = lock.WriterLock(tmp_path)
        taken.take()
        taken.release()


def test_closing_lets_the_next_one_in(store: Store, key: MasterKey) -> None:
    store.close()
    store.close()

    database.open_store(store.folder, key).close()


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("/house/a/OneDrive/Portfolio", "OneDrive"),
        ("/house/a/OneDrive - Example Council/Documents/P", "OneDrive"),
        ("/people/a/Library/CloudStorage/OneDrive-Example/P", "OneDrive"),
        ("/house/a/Dropbox/P", "Dropbox"),
        ("/house/a/Dropbox (Personal)/P", "Dropbox"),
        ("/house/a/Google Drive/P", "Google Drive"),
        ("/people/a/Library/CloudStorage/GoogleDrive-a@example.org/My Drive/P", "Google Drive"),
        ("/people/a/Library/Mobile Documents/com~apple~CloudDocs/P", "iCloud"),
        ("/house/a/iCloudDrive/P", "iCloud"),
        ("/house/a/Nextcloud/P", "Nextcloud"),
        ("/house/a/ownCloud/P", "Nextcloud"),
        ("/house/a/Syncthing/P", "Syncthing"),
        ("/house/a/Documents/P", ""),
        ("/house/a/.local/share/portfolio-app/My portfolio.portfolio", ""),
        ("/house/a/Boxes/Dropboxes/P", ""),
    ],
)
def test_folders_that_are_synced_are_known_by_their_names(folder: str, name: str) -> None:
    """R7: path patterns."""
    assert lock.synced_with(Path(folder)) == name


def test_a_syncthing_folder_is_known_by_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()

    assert lock.synced_with(tmp_path / "deep" / "P") == "Syncthing"


@pytest.mark.parametrize(
    "name",
    [
        "portfolio (conflicted copy 2026-03-01).db",
        "portfolio-LAPTOP.db",
        "portfolio.sync-conflict-20260301-120000-ABCDEFG.db",
        "portfolio (1).db",
        "portfolio_conflict-20260301.json",
        "portfolio 2.db",
    ],
)
def test_conflict_copies_are_noticed(store: Store, name: str) -> None:
    """R7: conflict names."""
    assert lock.conflict_copies(store.folder) == ()

    (store.folder / name).write_bytes(b"x")

    assert lock.conflict_copies(store.folder) == (name,)


def test_network_drives_are_told_from_local_ones() -> None:
    mounts = (
        "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
        "40 27 0:40 / /network/share rw shared:1 - nfs4 server:/x rw\n"
        "41 27 0:41 / /network/with\\040blank rw - cifs //server/x rw\n"
        "42 40 0:42 / /network/share/local rw - tmpfs tmpfs rw\n"
        "broken line\n"
    )

    assert lock.network_mount(Path("/network/share/P"), mounts) == "nfs4"
    assert lock.network_mount(Path("/network/with blank/P"), mounts) == "cifs"
    assert lock.network_mount(Path("/network/share/local/P"), mounts) == ""
    assert lock.network_mount(Path("/network/shared/P"), mounts) == ""


def test_a_network_drive_is_refused_for_writing_only(
    store: Store, key: MasterKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(lock, "network_type", lambda folder: "nfs4")

    with pytest.raises(PortfolioError) as caught:
        database.open_store(store.folder, key)
    with database.open_store(store.folder, key, readonly=True) as reader:
        assert portfolio.details(reader).name == "An apprentice"

    assert caught.value.code == "network-folder"
