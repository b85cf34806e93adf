"""Files by content: what goes in comes out, or its loss is noticed."""

import errno
import hashlib
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app.problems import PortfolioError
from portfolio_app.store import disk, sealed
from portfolio_app.store.derived import Derived
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.vault import Stored, Vault
from tests.store.builders import bytes_of, flip_bit

EDGES = [0, 1, sealed.CHUNK - 1, sealed.CHUNK, sealed.CHUNK + 1, 3 * sealed.CHUNK, 5_000_000]


@pytest.fixture
def vault(tmp_path: Path, key: MasterKey) -> Vault:
    return Vault(tmp_path / "vault", key)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(PortfolioError) as caught:
        call()
    return caught.value.code


@pytest.mark.parametrize("size", EDGES)
@pytest.mark.parametrize("as_file", [True, False])
def test_what_goes_in_comes_out(vault: Vault, tmp_path: Path, size: int, as_file: bool) -> None:
    content = os.urandom(size)
    source = tmp_path / "source"
    source.write_bytes(content)

    stored = vault.put(source if as_file else content)

    assert stored == Stored(hashlib.sha256(content).hexdigest(), size, is_new=True)
    assert vault.get(stored.sha256) == content
    assert vault.verify(stored.sha256) == size
    assert vault.path_of(stored.sha256).stat().st_size == sealed.sealed_size(size)
    assert max((len(chunk) for chunk in vault.open(stored.sha256)), default=0) <= sealed.CHUNK
    assert source.read_bytes() == content


def test_nothing_of_the_content_or_its_hash_can_be_seen_outside(vault: Vault) -> None:
    content = b"The board agreed to close the depot. " * 100
    stored = vault.put(content)

    (name, kept), *others = bytes_of(vault.folder).items()

    assert others == []
    assert stored.sha256[:8] not in name.replace("/", "")
    assert b"depot" not in kept
    assert len(name.replace("/", "")) == 64


def test_files_and_folders_are_for_their_owner_only(vault: Vault) -> None:
    path = vault.path_of(vault.put(b"x").sha256)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700


def test_the_same_content_is_kept_once(vault: Vault) -> None:
    first = vault.put(b"minutes")
    before = bytes_of(vault.folder)

    second = vault.put(b"minutes")

    assert (first.is_new, second.is_new) == (True, False)
    assert bytes_of(vault.folder) == before


def test_adding_a_file_again_heals_the_damaged_one(vault: Vault) -> None:
    stored = vault.put(b"minutes")
    flip_bit(vault.path_of(stored.sha256), -1)

    vault.put(b"minutes")

    assert vault.get(stored.sha256) == b"minutes"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_flipped_bit_is_found(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """R9: 200 of 200."""
    vault = Vault(tmp_path_factory.mktemp("v") / "vault", MasterKey(bytes(32)))
    stored = vault.put(b"0123456789" * 14_000)
    path = vault.path_of(stored.sha256)
    whole = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[at // 8] ^= 1 << (at % 8)
    path.write_bytes(bytes(whole))

    assert code_of(lambda: vault.get(stored.sha256)) == "damaged-file"


def test_cut_grown_emptied_and_swapped_files_are_found(vault: Vault) -> None:
    stored, other = vault.put(os.urandom(200_000)), vault.put(os.urandom(200_000))
    path = vault.path_of(stored.sha256)
    good = path.read_bytes()
    frame = sealed.CHUNK + sealed.TAG
    bad = [
        b"",
        good[:-1],
        good + b"x",
        good[: sealed.HEADER],
        good[: sealed.HEADER + frame],  # cut between two chunks
        good[: sealed.HEADER] + good[sealed.HEADER + frame :],  # the first chunk left out
        good[: sealed.HEADER]
        + good[sealed.HEADER + frame : sealed.HEADER + 2 * frame]
        + good[sealed.HEADER : sealed.HEADER + frame]
        + good[sealed.HEADER + 2 * frame :],  # two chunks changed places
        bytes(len(good)),
        vault.path_of(other.sha256).read_bytes(),  # a good file in the wrong place
    ]

    for each in bad:
        path.write_bytes(each)
        assert code_of(lambda: vault.verify(stored.sha256)) == "damaged-file"
    path.unlink()
    assert code_of(lambda: vault.get(stored.sha256)) == "missing-file"
    assert not vault.has(stored.sha256)


def test_a_swapped_file_is_refused_before_any_of_it_is_given(vault: Vault) -> None:
    stored, other = vault.put(b"a" * 500_000), vault.put(b"b" * 500_000)
    vault.path_of(stored.sha256).write_bytes(vault.path_of(other.sha256).read_bytes())

    with pytest.raises(PortfolioError):
        next(vault.open(stored.sha256))


def test_many_at_once_come_back_in_order_and_one_bad_file_stops_no_other(
    vault: Vault, tmp_path: Path
) -> None:
    paths = []
    for number in range(20):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(f"file {number}".encode() * 1000)
        paths.append(path)
    paths[7].unlink()
    (tmp_path / "folder").mkdir()

    results = vault.put_many([*paths, tmp_path / "folder", b"pasted"])

    refused = [each.code for each in results if isinstance(each, PortfolioError)]
    assert refused == ["unreadable", "unreadable"]
    for path, result in zip(paths, results, strict=False):
        if isinstance(result, Stored):
            assert vault.get(result.sha256) == path.read_bytes()
    assert isinstance(results[-1], Stored)
    assert [each for each in vault.folder.iterdir() if each.is_file()] == []


def test_twins_in_one_batch_are_kept_once(vault: Vault) -> None:
    results = vault.put_many([b"twin", b"twin", b"twin"])

    assert [each.is_new for each in results if isinstance(each, Stored)] == [True, False, False]
    assert len(bytes_of(vault.folder)) == 1


def test_a_pipe_is_refused_and_not_waited_for(vault: Vault, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert code_of(lambda: vault.put(tmp_path / "pipe")) == "unreadable"


def test_a_file_that_changes_while_it_is_read_is_whole_or_absent(
    vault: Vault, tmp_path: Path
) -> None:
    """R5: 50 races; what is kept is one consistent reading, or nothing."""
    source = tmp_path / "growing.log"
    stop = threading.Event()
    source.write_bytes(b"a" * 6_000_000)

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            with source.open("r+b") as file:
                file.write(bytes([65 + turn % 20]) * 300_000)
                file.truncate(5_500_000 + turn % 7 * 100_000)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        results = [vault.put_many([source])[0] for _ in range(50)]
    finally:
        stop.set()
        writer.join()

    for result in results:
        if isinstance(result, PortfolioError):
            assert result.code == "changed-while-reading"
        else:
            assert len(vault.get(result.sha256)) == result.bytes
    assert [each for each in vault.folder.iterdir() if each.is_file()] == []


def test_a_full_disk_leaves_nothing_behind(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = vault.put(b"before")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "sync_file", full)
    assert code_of(lambda: vault.put(b"after" * 100_000)) == "disk-full"
    assert code_of(lambda: vault.put(os.urandom(100))) == "disk-full"
    monkeypatch.undo()

    assert len(bytes_of(vault.folder)) == 1
    assert vault.get(kept.sha256) == b"before"
    assert vault.put(b"after" * 100_000).is_new


def test_a_copy_is_whole_or_not_there(vault: Vault, tmp_path: Path) -> None:
    stored = vault.put(os.urandom(300_000))
    target = tmp_path / "copy.pdf"

    assert vault.copy_to(stored.sha256, target) == 300_000
    assert hashlib.sha256(target.read_bytes()).hexdigest() == stored.sha256
    assert stat.S_IMODE(target.stat().st_mode) == 0o600

    flip_bit(vault.path_of(stored.sha256), -1)
    assert code_of(lambda: vault.copy_to(stored.sha256, tmp_path / "other.pdf")) == "damaged-file"
    assert not (tmp_path / "other.pdf").exists()
    assert list(tmp_path.glob(".new-*")) == []


def test_a_rename_refused_for_a_moment_reaches_nobody(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R13: Windows errors 5 and 32 come from scanners and sync clients, and go again."""
    real = Path.replace
    refusals = iter([5, 32, 5])

    def sometimes(self: Path, target: Path) -> Path:
        number = next(refusals, None)
        if number is not None:
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = number  # type: ignore[attr-defined]
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", sometimes)

    assert vault.get(vault.put(b"x").sha256) == b"x"


def test_a_rename_that_stays_refused_is_told(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", never)

    assert code_of(lambda: vault.put(b"x")) == "read-only"


def test_derived_bytes_come_back_until_they_are_damaged(tmp_path: Path, key: MasterKey) -> None:
    derived = Derived(tmp_path / "derived", key)

    assert derived.get("thumb abc pages/1") is None
    assert derived.put("thumb abc pages/1", b"pixels" * 50_000)
    assert derived.get("thumb abc pages/1") == b"pixels" * 50_000
    assert derived.get("thumb abc pages/2") is None
    assert b"pixels" not in derived.path_of("thumb abc pages/1").read_bytes()
    flip_bit(derived.path_of("thumb abc pages/1"), 90)
    assert derived.get("thumb abc pages/1") is None
    assert derived.put("thumb abc pages/1", b"again")
    assert derived.get("thumb abc pages/1") == b"again"
    assert not Derived(tmp_path / "derived", key, readonly=True).put("x", b"")
