"""Opening, refusing, reading and writing a portfolio."""

import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from portfolio_app.problems import PortfolioError
from portfolio_app.store import database, header, keys, library
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.queries import evidence, portfolio, standard
from portfolio_app.store.tables import DetailRow
from tests.store.builders import add_item, bare, bytes_of, fill, flip_bit


def refusal(folder: Path, key: MasterKey, *, readonly: bool = False) -> PortfolioError:
    """Return how opening is refused, having made sure that no byte was changed."""
    before = bytes_of(folder) if folder.is_dir() else {}
    before.pop("lock", None)
    with pytest.raises(PortfolioError) as caught:
        database.open_store(folder, key, readonly=readonly)
    after = bytes_of(folder) if folder.is_dir() else {}
    after.pop("lock", None)
    assert after == before
    assert caught.value.hint
    return caught.value


def test_a_portfolio_is_a_folder_of_the_layout_that_was_promised(store: Store) -> None:
    add_item(store)
    store.derived.put("a", b"b")
    store.close()

    names = sorted(each.name for each in store.folder.iterdir())

    assert names == ["derived", "lock", "portfolio.db", "portfolio.json", "vault"]
    for path in [store.folder, *store.folder.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_while_open_every_file_is_for_its_owner_only(store: Store) -> None:
    add_item(store)

    modes = {stat.S_IMODE(p.stat().st_mode) for p in store.folder.rglob("*") if p.is_file()}

    assert modes == {0o600}


def test_nothing_readable_lies_on_disk(store: Store) -> None:
    add_item(store, "Depot closure options", b"The depot will close.", pages=("redundancies",))

    everything = b"".join(bytes_of(store.folder).values())

    for word in (b"Depot", b"depot", b"redundanc", b"apprentice", b"Senior leader", b"SQLite"):
        assert word not in everything


def test_the_settings_that_lose_nothing_are_in_force(store: Store, key: MasterKey) -> None:
    with store.session() as session:
        connection = session.connection()
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "wal_autocheckpoint", "foreign_keys")
        }
    with store.read() as session:
        query_only = session.connection().exec_driver_sql("PRAGMA query_only").scalar()

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "wal_autocheckpoint": 0,
        "foreign_keys": 1,
    }
    assert query_only == 1


def test_the_log_is_moved_into_the_database_when_asked_and_at_closing(store: Store) -> None:
    wal = store.folder / "portfolio.db-wal"
    add_item(store)
    before = wal.stat().st_size

    assert store.checkpoint()

    assert before > 0
    assert wal.stat().st_size == 0
    add_item(store, "Another")
    store.close()
    assert not wal.exists()


def test_the_standard_comes_back_exactly(tmp_path: Path, key: MasterKey) -> None:
    for pack in library.standards():
        head = keys.new_header(key)
        folder = tmp_path / pack.id

        def write(session: database.Session, pack: library.Standard = pack) -> None:
            from portfolio_app.store import standards

            standards.write(session, pack)

        with database.create_store(folder, key, head, write) as made:
            assert standard.standard(made) == pack
            assert standard.ksbs(made) == pack.ksbs


def test_a_portfolio_without_a_standard_is_a_state_not_an_error(
    tmp_path: Path, key: MasterKey
) -> None:
    with database.create_store(tmp_path / "P", key, keys.new_header(key)) as made:
        assert standard.standard(made).ksbs == ()
        assert portfolio.details(made).name == ""
        assert evidence.items(made) == ()


def test_a_wrong_key_is_not_called_damage(store: Store) -> None:
    store.close()

    error = refusal(store.folder, keys.new_master_key())

    assert error.code == "wrong-key"
    assert "damaged" not in str(error)


def test_damage_is_not_called_a_wrong_key(store: Store, key: MasterKey) -> None:
    store.close()
    flip_bit(store.folder / "portfolio.db", 20)

    for readonly in (False, True):
        assert refusal(store.folder, key, readonly=readonly).code == "damaged"


def test_an_empty_a_missing_a_plain_and_a_foreign_database_are_damage(
    store: Store, key: MasterKey, tmp_path: Path
) -> None:
    store.close()
    path = store.folder / "portfolio.db"
    other_key = keys.new_master_key()
    with database.create_store(tmp_path / "O", other_key, keys.new_header(other_key)) as other:
        add_item(other)
    for content in (b"", b"SQLite format 3\x00" + bytes(4080), b"x" * 100):
        path.write_bytes(content)
        assert refusal(store.folder, key).code == "damaged"
    shutil.copy(tmp_path / "O" / "portfolio.db", path)
    assert refusal(store.folder, key).code == "damaged"
    path.unlink()
    assert refusal(store.folder, key).code == "damaged"
    path.touch()
    connection = bare(store.folder, key)  # our key, but not what this app wrote
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert refusal(store.folder, key).code == "damaged"


def test_a_newer_database_is_refused_and_no_byte_changes(store: Store, key: MasterKey) -> None:
    store.close()
    connection = bare(store.folder, key)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    for readonly in (False, True):
        error = refusal(store.folder, key, readonly=readonly)
        assert error.code == "newer-version"
        assert "newer version of the app" in error.message


def test_missing_and_other_folders_are_told_apart(tmp_path: Path, key: MasterKey) -> None:
    assert refusal(tmp_path / "gone", key).code == "missing"
    assert refusal(tmp_path, key).code == "not-a-portfolio"


def test_the_refusals_are_different_sentences(store: Store, key: MasterKey, tmp_path: Path) -> None:
    store.close()
    said = {
        refusal(store.folder, keys.new_master_key()).message,
        refusal(tmp_path, key).message,
        refusal(tmp_path / "gone", key).message,
    }
    flip_bit(store.folder / "portfolio.db", 20)
    said.add(refusal(store.folder, key).message)

    assert len(said) == 4


def test_damage_found_while_reading_is_said_in_words(store: Store, key: MasterKey) -> None:
    for number in range(60):
        add_item(store, f"Item {number}", pages=("words " * 500,))
    store.close()
    path = store.folder / "portfolio.db"
    for at in range(120 * 4096, path.stat().st_size, 4096):  # behind the tables' definitions
        flip_bit(path, at + 100)

    damaged = database.open_store(store.folder, key, readonly=True)
    with pytest.raises(PortfolioError) as caught:
        evidence.items(damaged)
    damaged.close()

    assert caught.value.code == "damaged"


def test_nothing_is_ever_written_over(tmp_path: Path, key: MasterKey) -> None:
    (tmp_path / "P").mkdir()
    (tmp_path / "P" / "thesis.docx").write_bytes(b"x")
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "empty").mkdir()

    for name in ("P", "file"):
        with pytest.raises(PortfolioError) as caught:
            database.create_store(tmp_path / name, key, keys.new_header(key), fill)
        assert caught.value.code == "exists"
    database.create_store(tmp_path / "empty", key, keys.new_header(key), fill).close()

    assert bytes_of(tmp_path / "P") == {"thesis.docx": b"x"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["P", "empty", "file"]


def test_a_portfolio_that_could_not_be_made_is_not_there(tmp_path: Path, key: MasterKey) -> None:
    def fail(session: database.Session) -> None:
        raise PortfolioError("no")

    with pytest.raises(PortfolioError):
        database.create_store(tmp_path / "P", key, keys.new_header(key), fail)

    assert list(tmp_path.iterdir()) == []


def test_names_with_blanks_and_signs_work(tmp_path: Path, key: MasterKey) -> None:
    folder = tmp_path / "My portfolio? #1 %41 é 'x'"
    database.create_store(folder, key, keys.new_header(key), fill).close()

    with database.open_store(folder, key) as again:
        assert portfolio.details(again).name == "An apprentice"


def write_while_reading(store: Store) -> None:
    with store.read() as session:
        session.add(DetailRow(key="a", value="b"))
        session.flush()


def test_a_reader_sees_what_a_window_saves_and_changes_nothing(
    store: Store, key: MasterKey
) -> None:
    with database.open_store(store.folder, key, readonly=True) as reader:
        assert evidence.items(reader) == ()
        add_item(store, "New")
        assert [each.title for each in evidence.items(reader)] == ["New"]
        with pytest.raises(PortfolioError) as caught, reader.session():
            pass
        with pytest.raises(PortfolioError) as header_refused:
            reader.set_header(store.header)
        with pytest.raises(PortfolioError) as refused:
            write_while_reading(reader)

    assert {e.value.code for e in (caught, header_refused, refused)} == {"read-only"}


def test_threads_write_one_after_the_other_and_nothing_is_lost(store: Store) -> None:
    def write(name: str) -> None:
        for number in range(20):
            with store.session() as session:
                session.add(DetailRow(key=f"{name} {number}", value="x"))

    threads = [threading.Thread(target=write, args=(f"t{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.read() as session:
        assert len(session.scalars(select(DetailRow)).all()) == 1 + 6 * 20


def test_a_portfolio_replaced_or_moved_under_the_open_window_is_noticed(
    store: Store, tmp_path: Path
) -> None:
    """R7: nothing is written over in silence, and nothing lost is called saved."""
    store.checkpoint()
    shutil.copytree(store.folder, tmp_path / "copy")
    (tmp_path / "copy" / "portfolio.db").replace(store.folder / "portfolio.db")
    before = (store.folder / "portfolio.db").read_bytes()

    with pytest.raises(PortfolioError, match="moved, replaced or disconnected"):
        add_item(store)
    assert (store.folder / "portfolio.db").read_bytes() == before
    (store.folder / "portfolio.db").unlink()
    with pytest.raises(PortfolioError, match="moved, replaced or disconnected"):
        add_item(store)


def test_a_session_inside_a_session_is_a_mistake_not_a_wait(store: Store) -> None:
    with pytest.raises(RuntimeError), store.session(), store.session():
        pass

    add_item(store)


def test_left_over_temporary_files_are_gone_at_the_next_start(store: Store, key: MasterKey) -> None:
    store.close()
    for place in ("", "vault", "derived"):
        (store.folder / place / ".new-0123").write_bytes(b"half")

    database.open_store(store.folder, key).close()

    assert list(store.folder.rglob(".new-*")) == []


def test_new_keys_change_only_the_header(store: Store, key: MasterKey) -> None:
    """K4: whichever moment it stops, one of the two headers is there."""
    store.checkpoint()
    before = bytes_of(store.folder)
    recovery = keys.new_recovery_key()

    store.set_header(keys.set_recovery_key(store.header, key, recovery))

    after = bytes_of(store.folder)
    assert {name for name in after if after[name] != before.get(name)} == {"portfolio.json"}
    assert keys.unlock(header.read(store.folder, newest_schema=1), recovery=recovery.text) == key
    other = keys.new_master_key()
    with pytest.raises(PortfolioError):
        store.set_header(keys.new_header(other))


def test_what_is_on_a_read_only_drive_can_be_read(
    store: Store, key: MasterKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_item(store, "On a stick")
    store.close()
    before = bytes_of(store.folder)
    real = os.access
    monkeypatch.setattr(os, "access", lambda p, m: m != os.W_OK and real(p, m))

    with database.open_store(store.folder, key, readonly=True) as reader:
        assert [each.title for each in evidence.items(reader)] == ["On a stick"]

    assert bytes_of(store.folder) == before


def test_opening_needs_neither_cryptography_nor_keyring(store: Store, key: MasterKey) -> None:
    store.close()
    program = (
        "import sys; from pathlib import Path; from portfolio_app.store import database, keys\n"
        "from portfolio_app.store.queries import evidence\n"
        f"store = database.open_store(Path({str(store.folder)!r}), keys.MasterKey("
        f"bytes.fromhex({key.secret().hex()!r})))\n"
        "evidence.items(store)\n"
        "print([m for m in ('cryptography', 'keyring') if m in sys.modules])\n"
        "store.close()"
    )

    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "[]"
    assert said.stderr == ""


def test_a_damaged_database_is_silent_on_standard_error(store: Store, key: MasterKey) -> None:
    store.close()
    flip_bit(store.folder / "portfolio.db", 20)
    program = (
        "from pathlib import Path; from portfolio_app.store import database, keys\n"
        "try:\n"
        f"    database.open_store(Path({str(store.folder)!r}), keys.MasterKey("
        f"bytes.fromhex({key.secret().hex()!r})))\n"
        "except Exception as error:\n"
        "    print(error.code)\n"
    )

    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert (said.stdout.strip(), said.stderr) == ("damaged", "")
