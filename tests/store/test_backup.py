"""A sealed backup only grows, never copies damage, and comes back whole or not at all."""

import os
import random
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import keyring
import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.store import backup, backup_source, check, database, keychain, keys
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.queries import evidence
from portfolio_app.store.restore import restore
from portfolio_app.store.tables import RECORDED
from tests.keychain import MemoryKeychain
from tests.store.builders import add_claim, add_item, bytes_of, fill, flip_bit, rows_of

EVERYTHING = (*sorted(RECORDED), "file", "rendition", "page_text", "history", "change")


@pytest.fixture
def recovery(store: Store, key: MasterKey) -> str:
    made = keys.new_recovery_key()
    store.set_header(keys.set_recovery_key(store.header, key, made))
    return made.text


@pytest.fixture
def full(store: Store, recovery: str) -> Store:
    for number in range(4):
        uid, _ = add_item(store, f"Item {number}", os.urandom(70_000), pages=("some words",))
        add_claim(store, uid)
    return store


def refusal(source: Path, folder: Path, recovery: str) -> PortfolioError:
    before = bytes_of(folder.parent)
    with pytest.raises(PortfolioError) as caught:
        restore(source, folder, recovery=recovery)
    assert bytes_of(folder.parent) == before
    return caught.value


@pytest.mark.parametrize("single_file", [False, True])
def test_a_fresh_machine_needs_only_the_backup_and_the_recovery_key(
    full: Store, recovery: str, tmp_path: Path, *, single_file: bool
) -> None:
    """R11."""
    dest = tmp_path / "place" / "sealed"
    dest.parent.mkdir()
    done = backup.backup(full, dest, single_file=single_file)
    rows, files = rows_of(full, *EVERYTHING), bytes_of(full.folder / "vault")
    full.close()

    restored = restore(dest, tmp_path / "new machine" / "P", recovery=recovery)

    key = keys.unlock(
        database.header.read(restored.path, newest_schema=1), recovery=recovery.lower()
    )
    assert (done.path, done.files, restored.files) == (dest, 4, 4)
    assert done.bytes >= restored.bytes > 4 * 70_000
    with database.open_store(restored.path, key) as again:
        assert rows_of(again, *EVERYTHING) == rows
        assert bytes_of(again.folder / "vault") == files
        assert check.check(again).ok
        add_item(again, "Life goes on")
    for path in [restored.path, *restored.path.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert [each.name for each in (tmp_path / "new machine").iterdir()] == ["P"]


def test_a_second_backup_adds_only_what_is_new_and_changes_nothing(
    full: Store, tmp_path: Path
) -> None:
    dest = tmp_path / "sealed"
    backup.backup(full, dest)
    first = bytes_of(dest)
    uid, _ = add_item(full, "New", b"new content")

    backup.backup(full, dest)

    second = bytes_of(dest)
    snapshots = {name for name in first if name.startswith("snapshots/")}
    # thinning takes the earlier snapshot of the same day; all else stays byte for byte
    assert {name: second[name] for name in first.keys() - snapshots} == {
        name: first[name] for name in first.keys() - snapshots
    }
    added = second.keys() - first.keys()
    assert len([name for name in added if name.startswith("vault/")]) == 1
    assert len([name for name in second if name.endswith(".db")]) == 1
    assert evidence.item(full, uid).title == "New"


def test_a_backup_is_sealed(full: Store, tmp_path: Path) -> None:
    add_item(full, "Depot closure", b"The depot will close.")
    backup.backup(full, tmp_path / "sealed")

    everything = b"".join(bytes_of(tmp_path / "sealed").values())

    for word in (b"depot", b"Depot", b"Item 1", b"apprentice", b"SQLite"):
        assert word not in everything


def test_the_passphrase_and_the_keychain_open_a_backup_too(
    store: Store, key: MasterKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "four quiet words here"
    store.set_header(keys.set_passphrase(store.header, key, words))
    backup.backup(store, tmp_path / "sealed")
    restore(tmp_path / "sealed", tmp_path / "A", passphrase=words)
    with pytest.raises(PortfolioError) as none:
        restore(tmp_path / "sealed", tmp_path / "B")
    monkeypatch.setitem(keychain._REAL, MemoryKeychain.__module__, "the test's keychain")
    keyring.set_keyring(MemoryKeychain())
    chain = keychain.keychain()
    assert chain is not None
    chain.set(store.id, key)

    restore(tmp_path / "sealed", tmp_path / "B")
    with pytest.raises(PortfolioError) as wrong:
        restore(tmp_path / "sealed", tmp_path / "C", passphrase=f"not {words}")

    assert (none.value.code, wrong.value.code) == ("key-needed", "wrong-key")
    assert (tmp_path / "A" / "portfolio.db").exists()
    assert (tmp_path / "B" / "portfolio.db").exists()
    assert not (tmp_path / "C").exists()


def test_a_recovery_key_replaced_since_opens_the_older_backup_and_what_comes_of_it(
    full: Store, key: MasterKey, recovery: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "superseded", lambda kept: ())
    backup.backup(full, tmp_path / "sealed")
    newer = keys.new_recovery_key().text
    full.set_header(keys.set_recovery_key(full.header, key, keys.RecoveryKey.parse(newer)))
    backup.backup(full, tmp_path / "sealed")

    for number, text in enumerate((recovery, newer)):
        done = restore(tmp_path / "sealed", tmp_path / f"R{number}", recovery=text)
        head = database.header.read(done.path, newest_schema=1)
        assert keys.unlock(head, recovery=text) == key
    wrong = keys.new_recovery_key().text
    assert refusal(tmp_path / "sealed", tmp_path / "X" / "P", wrong).code == "bad-recovery-key"


def test_a_reader_beside_an_open_window_can_back_up(
    full: Store, key: MasterKey, recovery: str, tmp_path: Path
) -> None:
    add_item(full, "Still in the log")
    with database.open_store(full.folder, key, readonly=True) as reader:
        backup.backup(reader, tmp_path / "sealed")

    done = restore(tmp_path / "sealed", tmp_path / "P", recovery=recovery)

    with database.open_store(done.path, key) as again:
        assert evidence.find(again, "Still in the log")


def test_a_folder_with_other_things_gets_a_backup_of_its_own_inside(
    full: Store, recovery: str, tmp_path: Path
) -> None:
    place = tmp_path / "OneDrive"
    place.mkdir()
    (place / "holiday.jpg").write_bytes(b"x")

    done = backup.backup(full, place)
    again = backup.backup(full, place)

    assert done.path == again.path == place / "My portfolio.backup"
    assert (place / "holiday.jpg").read_bytes() == b"x"
    restore(place, tmp_path / "P", recovery=recovery)


def test_two_portfolios_do_not_mix(full: Store, tmp_path: Path) -> None:
    other_key = keys.new_master_key()
    with database.create_store(
        tmp_path / "elsewhere" / "My portfolio.portfolio",
        other_key,
        keys.new_header(other_key),
        fill,
    ) as other:
        backup.backup(full, tmp_path / "sealed")
        before = bytes_of(tmp_path / "sealed")
        with pytest.raises(PortfolioError) as caught:
            backup.backup(other, tmp_path / "sealed")
        place = tmp_path / "shared"
        place.mkdir()
        (place / "x").touch()
        paths = {backup.backup(each, place).path for each in (full, other)}

    assert caught.value.code == "another-portfolio"
    assert bytes_of(tmp_path / "sealed") == before
    assert len(paths) == 2
    with pytest.raises(PortfolioError) as several:
        restore(place, tmp_path / "P", passphrase="x")  # noqa: S106
    assert several.value.code == "ambiguous"


def test_never_inside_the_portfolio_and_never_on_a_drive_that_is_not_there(
    full: Store, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(full.folder)
    for place in (full.folder, full.folder / "backup", link / "backup"):
        with pytest.raises(PortfolioError) as caught:
            backup.backup(full, place)
        assert caught.value.code == "inside-portfolio"
    with pytest.raises(PortfolioError, match="isn't connected") as caught:
        backup.backup(full, tmp_path / "usb" / "stick" / "sealed")
    assert caught.value.code == "missing"
    assert not (tmp_path / "usb").exists()


def test_a_damaged_portfolio_is_not_backed_up_over_a_good_copy(
    full: Store, key: MasterKey, recovery: str, tmp_path: Path
) -> None:
    dest = tmp_path / "sealed"
    backup.backup(full, dest)
    good = bytes_of(dest)
    first, _ = add_item(full, "Broken", b"broken")
    add_item(full, "Sound", b"sound")
    flip_bit(full.vault.path_of(evidence.item(full, first).sha256), -1)

    with pytest.raises(PortfolioError) as file_damaged:
        backup.backup(full, dest)
    after_file = bytes_of(dest)
    with pytest.raises(PortfolioError):
        backup.backup(full, tmp_path / "single", single_file=True)
    full.close()
    path = full.folder / "portfolio.db"
    flip_bit(path, path.stat().st_size - 2000)
    damaged = database.Store(full.folder, key, full.header, readonly=True, lock=None)
    with pytest.raises(PortfolioError) as database_damaged:
        backup.backup(damaged, dest)
    damaged.close()

    assert file_damaged.value.code == "damaged-file"
    assert database_damaged.value.code == "damaged"
    assert after_file.items() >= good.items()
    assert len(after_file) == len(good) + 1  # the sound file is safe already
    assert bytes_of(dest) == after_file
    assert not (tmp_path / "single").exists()
    restore(dest, tmp_path / "P", recovery=recovery)


@pytest.mark.parametrize("single_file", [False, True])
def test_damaged_backups_are_refused_and_nothing_is_touched(
    full: Store, recovery: str, tmp_path: Path, *, single_file: bool
) -> None:
    """R11: 50 of 50, and every missing file."""
    dest = tmp_path / "sealed"
    backup.backup(full, dest, single_file=single_file)
    rng = random.Random(11)  # noqa: S311 - the same damage every time
    target = tmp_path / "target"
    (target / "P").mkdir(parents=True)
    paths = [dest] if single_file else sorted(p for p in dest.rglob("*") if p.is_file())

    for turn in range(25):
        path = paths[turn % len(paths)]
        good = path.read_bytes()
        at = rng.randrange(len(good))
        bad = bytearray(good)
        bad[at] ^= 1 << rng.randrange(8)
        path.write_bytes(good[:at] if turn % 5 == 4 else bytes(bad))
        if single_file and not bad_matters(path, good):
            path.write_bytes(good)
            continue
        assert refusal(dest, target / "P", recovery).code in (
            "damaged",
            "not-a-backup",
            "newer-version",
        ), (path, at)
        path.write_bytes(good)
    for path in paths if not single_file else []:
        good = path.read_bytes()
        path.unlink()
        assert refusal(dest, target / "P", recovery).code in ("damaged", "not-a-backup"), path
        path.write_bytes(good)
    restore(dest, target / "P", recovery=recovery)


def bad_matters(path: Path, good: bytes) -> bool:
    """Whether the packed files differ: a zip has dates and flags that mean nothing to us."""
    try:
        with zipfile.ZipFile(path) as bad:
            return (
                bad.testzip() is not None
                or sum(i.file_size for i in bad.infolist()) < len(good) - 40_000
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        return True


def test_other_files_are_not_backups(tmp_path: Path, recovery: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("x")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("../../escape.txt", "x")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("backup.json", bytes(50_000_000))
    for name, code in (
        ("empty", "not-a-backup"),
        ("letter.txt", "not-a-backup"),
        ("other.zip", "not-a-backup"),
        ("bomb.zip", "not-a-backup"),
        ("gone", "missing"),
    ):
        assert refusal(tmp_path / name, tmp_path / "P", recovery).code == code


def test_restoring_never_writes_over_anything(full: Store, recovery: str, tmp_path: Path) -> None:
    backup.backup(full, tmp_path / "sealed")
    before = bytes_of(full.folder)

    assert refusal(tmp_path / "sealed", full.folder, recovery).code == "exists"

    after = bytes_of(full.folder)
    assert before == after


def test_an_older_snapshot_can_be_asked_for(
    full: Store, recovery: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "superseded", lambda kept: ())
    backup.backup(full, tmp_path / "sealed")
    add_item(full, "Later")
    backup.backup(full, tmp_path / "sealed")
    newest, older = backup_source.FolderSource(tmp_path / "sealed").snapshots()

    key = full.key
    for stem, count in ((newest.stem, 5), (older.stem, 4), ("", 5)):
        done = restore(tmp_path / "sealed", tmp_path / f"P{stem}", recovery=recovery, snapshot=stem)
        with database.open_store(done.path, key) as again:
            assert len(evidence.items(again)) == count
    # A newest one that is damaged never passes silently for an older one.
    flip_bit(tmp_path / "sealed" / newest.database, 5000)
    assert refusal(tmp_path / "sealed", tmp_path / "X" / "P", recovery).code == "damaged"
    restore(tmp_path / "sealed", tmp_path / "Y", recovery=recovery, snapshot=older.stem)


def test_a_clock_that_went_back_does_not_hide_the_newest_snapshot(
    full: Store, recovery: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        years = 2028

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(cls.years, 3, 4, 12, 0, 0, tzinfo=UTC)

    monkeypatch.setattr(backup, "datetime", Clock)
    backup.backup(full, tmp_path / "sealed")
    add_item(full, "After the clock was mended")
    Clock.years = 2026
    backup.backup(full, tmp_path / "sealed")

    done = restore(tmp_path / "sealed", tmp_path / "P", recovery=recovery)

    with database.open_store(done.path, full.key) as again:
        assert evidence.find(again, "After the clock")
    assert len(backup_source.FolderSource(tmp_path / "sealed").snapshots()) == 2


def test_stopping_leaves_no_half_backup_and_no_half_portfolio(
    full: Store, recovery: str, tmp_path: Path
) -> None:
    def stop_at(limit: int) -> backup.Progress:
        said: list[str] = []

        def progress(message: str, fraction: float) -> None:
            said.append(message)
            if len(said) >= limit:
                raise Cancelled

        return progress

    dest = tmp_path / "sealed"
    for limit in (1, 3, 5, 6):
        with pytest.raises(Cancelled):
            backup.backup(full, dest, progress=stop_at(limit))
        assert not list(dest.rglob("*.db"))
        with pytest.raises(Cancelled):
            backup.backup(full, tmp_path / "single", single_file=True, progress=stop_at(limit))
    backup.backup(full, dest)
    for limit in (1, 2, 4, 6):
        with pytest.raises(Cancelled):
            restore(dest, tmp_path / "P", recovery=recovery, progress=stop_at(limit))

    assert not [each for each in tmp_path.rglob("*") if each.name.startswith(".")]
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "My portfolio.portfolio",
        "sealed",
    ]
    restore(dest, tmp_path / "P", recovery=recovery)
