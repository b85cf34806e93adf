"""A bundle that was handed in: the very file is kept, backed up, checked, and comes back whole."""

import hashlib
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    backup,
    bundle,
    emptying,
    history,
    intake,
    mapping,
    pack,
    portfolio,
    shortlist,
    smaller,
    submitting,
)
from portfolio_app.store import check, queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents


@pytest.fixture
def built(store: Store, room: Workroom, tmp_path: Path) -> BuiltRecord:
    """Return the record of a small bundle."""
    path = documents.pdf(tmp_path / "minutes.pdf", "The board set out options.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, [uid])
    bundle.build(store, room, tmp_path / "Portfolio.pdf")
    return record_of(store)


def record_of(store: Store) -> BuiltRecord:
    return queries.bundles.bundles(store)[0]


def age_the_vault(store: Store) -> None:
    """Let every stored file and every step look 40 days older."""
    then = datetime.now(UTC) - timedelta(days=40)
    for path in (each for each in (store.folder / "vault").rglob("*") if each.is_file()):
        os.utime(path, (then.timestamp(), then.timestamp()))
    with store.session() as session:
        for row in session.query(tables.HistoryRow):
            row.done_at = then.isoformat(timespec="seconds")


def test_the_copy_that_was_kept_is_the_file_that_was_handed_in(
    store: Store, built: BuiltRecord, tmp_path: Path
) -> None:
    handed_in = Path(built.path).read_bytes()

    done = submitting.submit(store, built.uid, "2026-03-03")
    Path(built.path).unlink()
    back = submitting.take_out(store, built.uid, tmp_path / "again.pdf")

    assert "Portfolio.pdf handed in on 3 March 2026" in done.summary
    assert back.read_bytes() == handed_in
    assert record_of(store).submitted_at == "2026-03-03"
    assert record_of(store).kept_sha256 == hashlib.sha256(handed_in).hexdigest()


def test_a_draft_that_was_handed_in_is_told_as_one_and_a_finished_one_is_not(
    store: Store, built: BuiltRecord
) -> None:
    told = []
    for draft in (1, 0):
        with store.session() as session:
            session.query(tables.BundleRow).update({"draft": draft})
        told.append(submitting.submit(store, built.uid, "2026-03-03").summary)

    assert told == [
        "Portfolio.pdf handed in on 3 March 2026: a draft, marked not for submission",
        "Portfolio.pdf handed in on 3 March 2026",
    ]


def test_what_was_handed_in_is_not_built_over_wherever_it_lies(
    store: Store, room: Workroom, built: BuiltRecord, tmp_path: Path
) -> None:
    place = Path(built.path)
    handed_in = place.read_bytes()
    submitting.submit(store, built.uid, "2026-03-03")
    moved, linked = tmp_path / "Moved.pdf", tmp_path / "Linked.pdf"
    shutil.copyfile(place, moved)
    linked.symlink_to(place)
    whole = len(handed_in) / 2_000_000

    refused = []
    for there in (place, moved, linked):
        for verb in (
            lambda out: bundle.build(store, room, out),
            lambda out: smaller.make_smaller(store, room, built.uid, whole, out=out),
        ):
            with pytest.raises(PortfolioError, match="was handed in") as caught:
                verb(there)
            refused.append((caught.value.code, caught.value.hint))
    with pytest.raises(PortfolioError, match="was handed in"):
        smaller.make_smaller(store, room, built.uid, whole)

    assert set(refused) == {("exists", "Choose another name.")}
    assert place.read_bytes() == moved.read_bytes() == handed_in
    assert len(queries.bundles.bundles(store)) == 1


def test_a_bundle_that_is_handed_in_while_the_next_one_is_built_stays(
    store: Store, room: Workroom, built: BuiltRecord
) -> None:
    handed_in = Path(built.path).read_bytes()

    def hand_in(message: str, _fraction: float) -> None:
        if message == "Saving" and not record_of(store).submitted_at:
            submitting.submit(store, built.uid, "2026-03-03")

    with pytest.raises(PortfolioError, match="was handed in"):
        bundle.build(store, room, Path(built.path), progress=hand_in)

    assert Path(built.path).read_bytes() == handed_in


def test_once_it_is_not_handed_in_after_all_it_can_be_built_over(
    store: Store, room: Workroom, built: BuiltRecord
) -> None:
    submitting.submit(store, built.uid, "2026-03-03")
    submitting.withdraw(store, built.uid)

    bundle.build(store, room, Path(built.path))

    assert len(queries.bundles.bundles(store)) == 2


def test_a_later_build_leaves_the_copy_as_it_was(
    store: Store, room: Workroom, built: BuiltRecord, tmp_path: Path
) -> None:
    handed_in = Path(built.path).read_bytes()
    submitting.submit(store, built.uid, "2026-03-03")
    portfolio.set_detail(store, "name", "Later Name")

    later = bundle.build(store, room, tmp_path / "Later.pdf")
    submitting.take_out(store, built.uid, tmp_path / "first.pdf")

    assert later.path.read_bytes() != handed_in
    assert (tmp_path / "first.pdf").read_bytes() == handed_in
    with pytest.raises(PortfolioError, match="was not handed in"):
        submitting.take_out(store, record_of(store).uid, tmp_path / "second.pdf")


def test_only_the_file_that_was_built_can_be_handed_in(store: Store, built: BuiltRecord) -> None:
    path = Path(built.path)
    whole = path.read_bytes()

    path.write_bytes(whole[:-1] + b"x")
    with pytest.raises(PortfolioError) as changed:
        submitting.submit(store, built.uid, "2026-03-03")
    path.unlink()
    with pytest.raises(PortfolioError) as gone:
        submitting.submit(store, built.uid, "2026-03-03")
    path.write_bytes(whole)
    with pytest.raises(PortfolioError) as no_day:
        submitting.submit(store, built.uid, "next Tuesday")
    with pytest.raises(PortfolioError) as unknown:
        submitting.submit(store, "none", "2026-03-03")

    codes = [each.value.code for each in (changed, gone, no_day, unknown)]
    assert codes == ["not-the-built-one", "missing", "no-day", "no-such-bundle"]
    assert record_of(store).submitted_at == ""


def test_it_can_be_undone_redone_and_taken_back(
    store: Store, built: BuiltRecord, tmp_path: Path
) -> None:
    done = submitting.submit(store, built.uid, "2026-03-03")
    history.undo(store, done.step)
    undone = record_of(store)
    history.redo(store, done.step)
    redone = record_of(store)
    submitting.withdraw(store, built.uid)

    assert (undone.submitted_at, undone.kept_sha256) == ("", "")
    assert redone.submitted_at == "2026-03-03"
    assert record_of(store).submitted_at == ""
    assert Path(built.path).is_file()


def test_another_day_keeps_the_same_copy_though_the_file_is_gone(
    store: Store, built: BuiltRecord
) -> None:
    submitting.submit(store, built.uid, "2026-03-03")
    kept = record_of(store).kept_sha256
    Path(built.path).unlink()

    submitting.submit(store, built.uid, "2026-03-05")

    assert (record_of(store).submitted_at, record_of(store).kept_sha256) == ("2026-03-05", kept)


def test_nothing_is_written_over_and_nothing_into_the_portfolio(
    store: Store, built: BuiltRecord, tmp_path: Path
) -> None:
    submitting.submit(store, built.uid, "2026-03-03")
    taken = tmp_path / "taken.pdf"
    taken.write_bytes(b"mine")

    for place in (taken, store.folder / "out.pdf", tmp_path / "none" / "out.pdf", tmp_path):
        with pytest.raises(PortfolioError):
            submitting.take_out(store, built.uid, place)

    assert taken.read_bytes() == b"mine"
    submitting.take_out(store, built.uid, taken, replace=True)
    assert taken.read_bytes().startswith(b"%PDF")


def test_sweeping_never_takes_what_was_handed_in_nor_what_undo_brings_back(
    store: Store, built: BuiltRecord, tmp_path: Path
) -> None:
    done = submitting.submit(store, built.uid, "2026-03-03")
    age_the_vault(store)
    emptying.sweep(store)
    kept = record_of(store).kept_sha256
    assert store.vault.has(kept)

    history.undo(store, done.step)  # today: it can be done again for 30 days
    emptying.sweep(store)
    assert store.vault.has(kept)

    age_the_vault(store)
    with store.session() as session:
        session.query(tables.HistoryRow).update({"undone_at": "2020-01-01T00:00:00+00:00"})
    emptying.sweep(store)
    assert not store.vault.has(kept)


def test_a_check_reads_the_kept_copy_and_a_backup_holds_it(
    store: Store, built: BuiltRecord, tmp_path: Path
) -> None:
    submitting.submit(store, built.uid, "2026-03-03")
    kept = record_of(store).kept_sha256
    whole = check.check(store)
    place = tmp_path / "place"
    place.mkdir()
    backup.back_up(store, place)
    store.vault.path_of(kept).write_bytes(b"damaged")
    damaged = check.check(store)
    store.close()

    restored = backup.restore(place, tmp_path / "restored")
    with portfolio.open_folder(restored.path) as again:
        submitting.take_out(again, built.uid, tmp_path / "back.pdf")

    assert whole.ok
    assert not damaged.ok
    assert hashlib.sha256((tmp_path / "back.pdf").read_bytes()).hexdigest() == kept


def test_a_folder_is_kept_whole_and_comes_back_file_by_file(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    odd = tmp_path / "plan.mpp"
    odd.write_bytes(bytes(range(256)))
    uid = intake.add(store, room, [odd]).results[0].item_uid
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, [uid])
    folder = tmp_path / "Bundle"
    options = BundleOptions(annex_xlsx=True)
    files = pack.build_pack(store, room, folder, options=options).files
    built = record_of(store)
    handed_in = {each.path: (folder / each.path).read_bytes() for each in files}
    assert len(handed_in) > 2
    last = folder / files[-1].path

    last.write_bytes(b"changed")
    with pytest.raises(PortfolioError) as changed:
        submitting.submit(store, built.uid, "2026-03-03")
    last.unlink()
    with pytest.raises(PortfolioError) as gone:
        submitting.submit(store, built.uid, "2026-03-03")
    last.write_bytes(handed_in[files[-1].path])
    done = submitting.submit(store, built.uid, "2026-03-03")
    shutil.rmtree(folder)
    age_the_vault(store)
    emptying.sweep(store)
    history.undo(store, done.step)
    emptying.sweep(store)  # today: it can be done again for 30 days
    history.redo(store, done.step)

    back = submitting.take_out_folder(store, built.uid, tmp_path / "back")
    assert (changed.value.code, gone.value.code) == ("not-the-built-one", "missing")
    assert check.check(store).ok
    came = [each for each in back.rglob("*") if each.is_file()]
    assert {each.relative_to(back).as_posix(): each.read_bytes() for each in came} == handed_in
    with pytest.raises(PortfolioError, match="already"):
        submitting.take_out_folder(store, built.uid, tmp_path / "back")
    folder.mkdir()
    with pytest.raises(PortfolioError) as whole:
        submitting.take_out_folder(store, built.uid, folder / "copy")
    with pytest.raises(PortfolioError) as alone:
        submitting.take_out(store, built.uid, folder / "one.pdf", replace=True)
    assert whole.value.code == alone.value.code == "in-a-bundle"
    assert not list(folder.iterdir())
    submitting.take_out(store, built.uid, tmp_path / "one.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == handed_in["01_Portfolio.pdf"]


def test_a_pdf_alone_has_no_folder_to_take_out(
    store: Store, built: BuiltRecord, tmp_path: Path
) -> None:
    with pytest.raises(PortfolioError, match="was not handed in"):
        submitting.take_out_folder(store, built.uid, tmp_path / "back")
    submitting.submit(store, built.uid, "2026-03-03")

    with pytest.raises(PortfolioError, match="PDF alone"):
        submitting.take_out_folder(store, built.uid, tmp_path / "back")

    assert not (tmp_path / "back").exists()
