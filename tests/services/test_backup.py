"""What a backup tells without its key, and which of its copies comes back."""

from pathlib import Path

import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.services import backup, portfolio
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def name_of(folder: Path) -> str:
    with portfolio.open_folder(folder) as store:
        return queries.portfolio.details(store).name


@pytest.fixture
def sealed(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a place with a backup that keeps two copies: before and after a change of name."""
    monkeypatch.setattr(backup.sealed, "superseded", lambda _kept: ())
    place = tmp_path / "place"
    place.mkdir()
    (place / "something else.txt").write_text("so the backup gets a folder of its own")
    backup.back_up(store, place)
    portfolio.set_detail(store, "name", "Later Name")
    backup.back_up(store, place)
    store.close()
    return place


def test_the_copies_are_told_without_a_key_the_newest_first(sealed: Path) -> None:
    found = backup.contents(sealed)

    assert found.place == sealed / "mine.backup"
    assert found.title == "mine"
    assert len(found.copies) == 2
    assert found.copies[0].made >= found.copies[1].made
    assert found.copies[0].made.tzinfo is not None


def test_the_newest_copy_comes_back_or_the_one_that_was_named(sealed: Path, tmp_path: Path) -> None:
    copies = backup.contents(sealed).copies

    newest = backup.restore(sealed, tmp_path / "newest")
    older = backup.restore(sealed, tmp_path / "older", copy=copies[1].name)

    assert (name_of(newest.path), newest.made) == ("Later Name", copies[0].made)
    assert (name_of(older.path), older.made) == ("Apprentice", copies[1].made)
    with pytest.raises(PortfolioError) as caught:
        backup.restore(sealed, tmp_path / "none", copy="20200101T000000Z")
    assert caught.value.code == "no-such-snapshot"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("A name 2026-11-21.portfolio-backup", "A name"),
        ("Senior Leader Portfolio backup", "Senior Leader Portfolio"),
    ],
)
def test_a_backups_title_is_its_name_without_what_the_app_added(
    store: Store, tmp_path: Path, name: str, title: str
) -> None:
    done = backup.back_up(
        store, tmp_path / name, single_file=name.endswith(backup.sealed.SINGLE_SUFFIX)
    )

    assert backup.contents(done.path).title == title


def test_nothing_is_restored_into_the_backup_itself(sealed: Path) -> None:
    before = sorted(sealed.rglob("*"))

    with pytest.raises(PortfolioError) as caught:
        backup.restore(sealed, sealed / "mine.backup" / "again")

    assert caught.value.code == "inside-backup"
    assert sorted(sealed.rglob("*")) == before
    assert backup.restore(sealed, sealed / "again").path == sealed / "again", "beside it is fine"
