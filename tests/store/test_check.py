"""Checking names what is not as it was stored, and only that."""

import json

from portfolio_app.progress import Cancelled
from portfolio_app.store import check, database, integrity
from portfolio_app.store.check import Checked
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.queries import evidence
from portfolio_app.store.tables import RenditionRow
from tests.store.builders import add_item, bare, flip_bit


def test_a_sound_portfolio_is_ok_also_for_a_reader(store: Store, key: MasterKey) -> None:
    add_item(store, "One", pages=("words",))
    add_item(store, "Two")

    assert check.check(store) == Checked(files=2)
    with database.open_store(store.folder, key, readonly=True) as reader:
        assert check.check(reader).ok


def test_what_is_damaged_and_what_is_missing_is_named(store: Store) -> None:
    shas = [evidence.item(store, add_item(store, f"Item {n}")[0]).sha256 for n in range(5)]
    flip_bit(store.vault.path_of(shas[1]), -1)
    store.vault.path_of(shas[3]).unlink()

    found = check.check(store)

    assert not found.ok
    assert (found.files, found.damaged, found.missing) == (5, (shas[1],), (shas[3],))
    titles = evidence.titles_by_sha256(store)
    assert [titles[each] for each in (*found.damaged, *found.missing)] == ["Item 1", "Item 3"]


def test_pages_that_were_made_are_checked_too(store: Store) -> None:
    uid, _ = add_item(store, "Photo")
    pages = store.vault.put(b"the pages made of it")
    with store.session() as session:
        session.add(RenditionRow(file_id=1, maker="pages/1", pages_sha256=pages.sha256))
    store.vault.path_of(pages.sha256).unlink()

    found = check.check(store)

    assert (found.files, found.missing) == (2, (pages.sha256,))
    assert evidence.titles_by_sha256(store)[pages.sha256] == evidence.item(store, uid).title


def test_every_flipped_bit_of_the_database_is_found(store: Store, key: MasterKey) -> None:
    """R9, on 60 pages: also where nobody looks from day to day."""
    for number in range(20):
        add_item(store, f"Item {number}", b"x", pages=("words " * 300,))
    store.close()
    path = store.folder / "portfolio.db"
    size = path.stat().st_size
    good = path.read_bytes()

    for at in range(17, size, size // 60):
        flip_bit(path, at)
        assert integrity.integrity(store.folder, key), at
        path.write_bytes(good)
    for length in range(4096, size, size // 20):
        path.write_bytes(good[:length])
        assert integrity.integrity(store.folder, key), length
    path.write_bytes(good)
    assert integrity.integrity(store.folder, key) == ()


def test_rows_that_point_nowhere_and_words_not_indexed_are_found(
    store: Store, key: MasterKey
) -> None:
    add_item(store, pages=("words",))
    store.checkpoint()
    connection = bare(store.folder, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("INSERT INTO page_words (page_words) VALUES ('delete-all')")
    connection.execute("UPDATE item SET file_id = 99")
    connection.close()

    found = check.check(store)

    assert any("points nowhere" in each for each in found.database)
    assert any("search index" in each for each in found.database)


def test_copies_a_sync_program_left_are_told_but_are_no_damage(store: Store) -> None:
    (store.folder / "portfolio-LAPTOP.db").write_bytes(b"x")

    found = check.check(store)

    assert found.ok
    assert "portfolio-LAPTOP.db" in found.folder[0]


def test_checking_can_be_stopped(store: Store) -> None:
    add_item(store)
    said: list[str] = []

    def stop(message: str, fraction: float) -> None:
        said.append(json.dumps([message, fraction]))
        if len(said) == 2:
            raise Cancelled

    try:
        check.check(store, stop)
    except Cancelled:
        said.append("stopped")

    assert said[-1] == "stopped"
    assert check.check(store).ok
