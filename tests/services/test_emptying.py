"""Emptying the bin: rows at once and undoable, files only after 30 days and never while named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portfolio_app.domain.found import FoundGroup
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    emptying,
    evidence,
    history,
    intake,
    mapping,
    portfolio,
    shortlist,
    sorting,
)
from portfolio_app.services.pages import derived_key
from portfolio_app.store import queries, sweeping, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

LATER = timedelta(days=31)


@pytest.fixture
def paper(store: Store, room: Workroom, tmp_path: Path) -> str:
    """Return a claimed, candidate item of two pages."""
    path = documents.pdf(tmp_path / "paper.pdf", "Three options were costed.", "The board agreed.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    k8, s12 = mapping.ksb_called(store, "K8").uid, mapping.ksb_called(store, "S12").uid
    anchor = mapping.anchor_for_quote(store, room, uid, "options were costed").anchor
    mapping.claim(store, uid, [k8], anchor)
    sorting.set_candidates(store, uid, [s12])
    return uid


def sha_of(store: Store, uid: str) -> str:
    return queries.evidence.item(store, uid).sha256


def age(store: Store, sha256: str) -> None:
    """Let a stored file and all steps look 31 days older."""
    import os

    path = store.vault.path_of(sha256)
    then = datetime.now(UTC) - LATER
    os.utime(path, (then.timestamp(), then.timestamp()))
    with store.session() as session:
        for row in session.query(tables.FileRow):
            row.added_at = then.isoformat(timespec="seconds")
        for row in session.query(tables.HistoryRow):
            row.done_at = then.isoformat(timespec="seconds")


def test_emptying_can_be_undone_with_everything_that_was_on_the_item(
    store: Store, paper: str
) -> None:
    evidence.bin_items(store, [paper])

    done = emptying.empty_bin(store)

    assert done.summary == "1 item removed"
    assert queries.evidence.items(store, binned=True) == ()
    history.undo(store, done.step)
    (item,) = queries.evidence.items(store, binned=True)
    evidence.restore_items(store, [item.uid])
    assert queries.evidence.item(store, paper).candidates == ("S12",)
    (claim,) = queries.claims.claims(store)
    assert claim.anchor.quote == "options were costed"
    assert queries.search.everything(store, "costed").of(FoundGroup.PAGE)


def test_what_is_not_in_the_bin_is_not_removed(store: Store, paper: str) -> None:
    with pytest.raises(PortfolioError, match="Only what is in the bin"):
        emptying.empty_bin(store, [paper])

    assert emptying.empty_bin(store).step == "", "an empty bin is no step"
    assert queries.evidence.item(store, paper).claims == 1


def test_the_file_stays_for_30_days_and_then_goes_with_its_pages_and_words(
    store: Store, paper: str
) -> None:
    sha256 = sha_of(store, paper)
    rendition = queries.renditions.rendition(store, paper)
    assert rendition is not None
    copy = store.derived.path_of(derived_key(sha256, rendition.maker))
    assert copy.is_file()
    evidence.bin_items(store, [paper])
    emptying.empty_bin(store)
    assert emptying.sweep(store) == 0
    assert store.vault.has(sha256)

    age(store, sha256)
    freed = emptying.sweep(store)

    assert freed > 0
    assert not store.vault.has(sha256)
    assert not copy.exists()
    with store.read() as session:
        assert session.query(tables.FileRow).count() == 0
        assert session.query(tables.PageTextRow).count() == 0
    assert portfolio.check(store).ok


def test_undo_after_the_file_went_is_refused_in_words(store: Store, paper: str) -> None:
    sha256 = sha_of(store, paper)
    evidence.bin_items(store, [paper])
    done = emptying.empty_bin(store)
    age(store, sha256)
    emptying.sweep(store)

    with pytest.raises(PortfolioError, match="can't be undone"):
        history.undo(store, done.step)
    assert queries.evidence.items(store, binned=True) == ()


def test_a_binned_item_s_file_is_never_swept(store: Store, paper: str) -> None:
    sha256 = sha_of(store, paper)
    evidence.bin_items(store, [paper])
    age(store, sha256)

    assert emptying.sweep(store) == 0
    assert store.vault.has(sha256)


def test_a_file_that_another_item_names_stays(
    store: Store, room: Workroom, paper: str, tmp_path: Path
) -> None:
    sha256 = sha_of(store, paper)
    again = intake.add(store, room, [tmp_path / "paper.pdf"], again=True).results[0].item_uid
    evidence.bin_items(store, [paper])
    emptying.empty_bin(store)
    age(store, sha256)

    emptying.sweep(store)

    assert store.vault.has(sha256)
    assert queries.text.page_texts(store, again) != ()
    assert portfolio.check(store).ok


def test_a_copy_of_the_database_in_the_folder_holds_its_files(store: Store, paper: str) -> None:
    from portfolio_app.store.connection import connect
    from portfolio_app.store.integrity import checked_copy

    sha256 = sha_of(store, paper)
    connection = connect(store.folder, store.key, readonly=True)
    checked_copy(connection, store.folder / "before-v2.db", store.key, lambda: None)
    connection.close()
    evidence.bin_items(store, [paper])
    emptying.empty_bin(store)
    age(store, sha256)

    assert emptying.sweep(store) == 0
    assert store.vault.has(sha256)

    (store.folder / "before-v2.db").unlink()
    assert emptying.sweep(store) > 0


def test_content_put_again_just_before_a_sweep_is_kept(store: Store, paper: str) -> None:
    sha256 = sha_of(store, paper)
    content = store.vault.get(sha256)
    evidence.bin_items(store, [paper])
    emptying.empty_bin(store)
    age(store, sha256)

    store.vault.put(content)  # its row is not written yet
    sweeping.sweep(store)

    assert store.vault.has(sha256)


def test_the_shortlist_closes_up_and_undo_leaves_no_hole(
    store: Store, room: Workroom, paper: str, tmp_path: Path
) -> None:
    other = documents.pdf(tmp_path / "other.pdf", "Other words.")
    uid = intake.add(store, room, [other]).results[0].item_uid
    shortlist.set_order(store, [paper, uid])
    evidence.bin_items(store, [paper])

    emptying.empty_bin(store)

    assert queries.evidence.item(store, uid).ref == "E01"
