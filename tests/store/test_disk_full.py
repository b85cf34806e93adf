"""R3: a full disk loses nothing, leaves nothing half done, and saving works once there is room."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.store import backup, check, database, keys
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.queries import evidence
from tests.store.builders import add_item, bytes_of, fill, rows_of

SIZE = 6 * 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command to make a small disk with")
    if done.returncode:
        pytest.skip("a small disk can only be made with the right to mount one")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def leave(place: Path, free: int) -> Path:
    """Fill the disk but for this many bytes."""
    found = os.statvfs(place)
    ballast = place / "ballast"
    ballast.write_bytes(bytes(max(0, found.f_bavail * found.f_frsize - free)))
    return ballast


@pytest.mark.parametrize("free", [0, 4_096, 30_000, 90_000, 200_000, 500_000])
def test_adding_to_a_full_disk_is_clean_and_goes_on_with_room(
    small_disk: Path, key: MasterKey, free: int
) -> None:
    with database.create_store(small_disk / "P", key, keys.new_header(key), fill) as store:
        saved = [add_item(store, "Before", os.urandom(100_000))[0]]
        ballast = leave(small_disk, free)
        error = None
        for number in range(200):
            try:
                saved.append(add_item(store, f"Item {number}", os.urandom(30_000))[0])
            except PortfolioError as refused:
                error = refused
                break
        rows = rows_of(store, "item", "file", "history", "change")

        assert error is not None
        assert error.code == "disk-full"
        assert "safe" in error.message
        assert [each.uid for each in evidence.items(store)] == saved
        assert check.check(store).ok
        assert list(store.folder.rglob(".new-*")) == []
        assert rows_of(store, "item", "file", "history", "change") == rows
        ballast.unlink()
        saved.append(add_item(store, "After", os.urandom(30_000))[0])
    with database.open_store(small_disk / "P", key) as again:
        assert [each.uid for each in evidence.items(again)] == saved
        assert check.check(again).ok


def refusal(call: Callable[[], None]) -> str:
    """Return the code of the refusal, "" when there was room after all."""
    try:
        call()
    except PortfolioError as error:
        return error.code
    return ""


@pytest.mark.parametrize("free", [0, 20_000, 150_000])
def test_a_full_disk_while_closing_opening_and_changing_keys(
    small_disk: Path, key: MasterKey, free: int
) -> None:
    store = database.create_store(small_disk / "P", key, keys.new_header(key), fill)
    uid, _ = add_item(store, "Kept", pages=("words " * 5000,))
    ballast = leave(small_disk, free)
    head = (small_disk / "P" / "portfolio.json").read_bytes()
    wrapped = keys.set_recovery_key(store.header, key, keys.new_recovery_key())
    refused = refusal(lambda: store.set_header(wrapped))
    store.close()
    refused_opening = refusal(lambda: database.open_store(small_disk / "P", key).close())
    if refused:
        assert (small_disk / "P" / "portfolio.json").read_bytes() == head
    assert {refused, refused_opening} <= {"", "disk-full"}
    with database.open_store(small_disk / "P", key, readonly=True) as reader:
        assert evidence.item(reader, uid).title == "Kept"
    ballast.unlink()

    with database.open_store(small_disk / "P", key) as again:
        assert evidence.item(again, uid).title == "Kept"
        assert check.check(again).ok


@pytest.mark.parametrize("free", [0, 100_000, 400_000])
@pytest.mark.parametrize("single_file", [False, True])
def test_a_full_backup_place_keeps_the_backup_it_had(
    store: Store, small_disk: Path, free: int, *, single_file: bool
) -> None:
    add_item(store, "First", os.urandom(50_000))
    dest = small_disk / "sealed"
    backup.backup(store, dest, single_file=single_file)
    before = bytes_of(small_disk)
    add_item(store, "Second", os.urandom(400_000))
    ballast = leave(small_disk, free)

    with pytest.raises(PortfolioError) as caught:
        backup.backup(store, dest, single_file=single_file)

    assert caught.value.code == "disk-full"
    ballast.unlink()
    after = bytes_of(small_disk)
    assert before.items() <= after.items()
    assert [name for name in after if ".new-" in name] == []
    backup.backup(store, dest, single_file=single_file)


def test_files_that_may_not_grow_are_refused_and_the_rest_is_safe(
    store: Store, key: MasterKey
) -> None:
    """The same without the right to mount: the system limits the size of any file."""
    kept, _ = add_item(store, "Kept")
    store.close()
    program = """
import os, resource, sys
from pathlib import Path
from portfolio_app.problems import PortfolioError
from portfolio_app.store import database
from portfolio_app.store.keys import MasterKey
from tests.store.builders import add_item
store = database.open_store(Path(sys.argv[1]), MasterKey(bytes.fromhex(sys.argv[2])))
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
for content, pages in ((os.urandom(900_000), ()), (b"x", ("words " * 100_000,))):
    try:
        add_item(store, "Too large", content, pages=pages)
    except PortfolioError as error:
        print(error.code)
print(add_item(store, "Small", b"small")[0])
store.close()
"""

    said = subprocess.run(
        [sys.executable, "-c", program, str(store.folder), key.secret().hex()],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert said[0] == "disk-full"
    assert said[1] in ("disk-full", "disk-error")
    with database.open_store(store.folder, key) as again:
        assert [each.uid for each in evidence.items(again)] == [kept, said[2]]
        assert check.check(again).ok
        assert list(again.folder.rglob(".new-*")) == []
