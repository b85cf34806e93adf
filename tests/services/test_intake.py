import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import evidence, history, intake, waiting
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Reply, Workroom
from tests.services import documents


def test_a_pdf_is_stored_byte_for_byte_and_its_words_can_be_read(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "board_minutes 2025-11-12.pdf", "Options were costed.", "Two")

    added = intake.add(store, room, [path])

    (result,) = added.results
    assert (result.status, result.pages, result.problem) == ("readable", 2, "")
    assert store.vault.get(result.sha256) == path.read_bytes()
    item = queries.evidence.item(store, result.item_uid)
    assert (item.date, item.date_source) == ("2025-11-12", "file name")
    assert "Options were costed." in queries.text.page_texts(store, item.uid)[0].text


def test_a_folder_stands_for_its_files_and_those_below_it(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    folder = tmp_path / "evidence"
    (folder / "deeper").mkdir(parents=True)
    documents.pdf(folder / "one.pdf", "One")
    documents.pdf(folder / "deeper" / "two.pdf", "Two")
    (folder / ".hidden").write_text("no")
    (folder / "Thumbs.db").write_text("no")

    shallow = [each.name for each in intake.find_files([folder], recursive=False)]
    added = intake.add(store, room, [folder])

    assert shallow == ["one.pdf"]
    assert [each.title for each in added.results] == ["Two", "One"]


def test_a_file_that_is_not_there_never_stops_the_others(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    good = documents.pdf(tmp_path / "good.pdf", "Words")

    added = intake.add(store, room, [tmp_path / "gone.pdf", good])

    assert [each.status for each in added.results] == ["failed", "readable"]
    assert added.results[0].problem


def test_the_same_content_twice_is_noticed_and_can_be_added_all_the_same(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    one = documents.pdf(tmp_path / "one.pdf", "Words")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(one.read_bytes())

    first = intake.add(store, room, [one, copy])
    again = intake.add(store, room, [copy], again=True)

    assert [each.status for each in first.results] == ["readable", "duplicate"]
    assert first.results[1].item_uid == first.results[0].item_uid
    assert again.results[0].status == "readable"
    assert len(queries.evidence.items(store)) == 2


def test_content_whose_item_lies_in_the_bin_is_added_again(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "one.pdf", "Words")
    first = intake.add(store, room, [path]).results[0]
    evidence.bin_items(store, [first.item_uid])

    again = intake.add(store, room, [path]).results[0]

    assert (again.status, again.pages) == ("readable", 1)
    assert again.item_uid != first.item_uid


def test_adding_many_files_is_one_step_that_undo_takes_back_and_redo_brings_again(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    paths = [documents.pdf(tmp_path / f"{n}.pdf", f"Page {n}") for n in range(20)]
    added = intake.add(store, room, paths)
    before = queries.evidence.items(store)

    history.undo(store, added.changes.step)
    after_undo = queries.evidence.items(store)
    history.redo(store, added.changes.step)

    assert len(before) == 20
    assert after_undo == ()
    assert queries.evidence.items(store) == before
    assert added.changes.summary == "Added 20 files"


@pytest.mark.parametrize("stop_at", ["Storing 17", "Reading 3"])
def test_cancelling_an_add_leaves_the_portfolio_as_it_was(
    store: Store, room: Workroom, tmp_path: Path, stop_at: str
) -> None:
    kept = intake.add(store, room, [documents.pdf(tmp_path / "kept.pdf", "Kept")])
    paths = [documents.pdf(tmp_path / f"{n}.pdf", f"Page {n}") for n in range(20)]

    def stop(message: str, _fraction: float) -> None:
        if message.startswith(stop_at):
            raise Cancelled

    with pytest.raises(Cancelled):
        intake.add(store, room, paths, progress=stop)

    assert [i.uid for i in queries.evidence.items(store)] == [kept.results[0].item_uid]


def test_ctrl_c_takes_back_what_was_added(store: Store, room: Workroom, tmp_path: Path) -> None:
    paths = [documents.pdf(tmp_path / f"{name}.pdf", name) for name in ("One", "Two")]

    def stop(message: str, _fraction: float) -> None:
        if message.startswith("Reading 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        intake.add(store, room, paths, progress=stop)

    assert queries.evidence.items(store) == ()


def test_what_an_add_that_was_cut_off_left_unread_is_read_by_the_next(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    first = documents.pdf(tmp_path / "first.pdf", "First words")
    left = intake.store_files(store, [first]).results[0].item_uid

    again = intake.add(store, room, [first])

    assert [each.status for each in again.results] == ["duplicate"]
    assert queries.evidence.item(store, left).status is ReadStatus.READABLE


def test_the_folders_of_portfolios_and_backups_are_nobodys_evidence(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    for name, inside in (("sealed", "backup.json"), ("other.portfolio", "portfolio.json")):
        (folder / name).mkdir(parents=True)
        (folder / name / inside).write_text("{}")
        (folder / name / "blob").write_text("sealed")
    documents.pdf(folder / "one.pdf", "One")

    found = intake.find_files([folder, store.folder], recursive=True)

    assert [each.name for each in found] == ["one.pdf"]


def test_what_may_not_be_looked_at_in_a_folder_is_reported_and_stops_nothing(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    documents.pdf(folder / "a.pdf", "One")
    documents.pdf(folder / "b.pdf", "Two")
    (folder / "c").mkdir()
    (folder / "link.pdf").symlink_to(tmp_path)
    looked, listed = Path.stat, Path.iterdir

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.name == "a.pdf":
            raise PermissionError(13, "Permission denied")
        return looked(path, follow_symlinks=follow_symlinks)

    def iterdir(path: Path) -> Iterator[Path]:
        if path.name == "c":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "stat", stat)
    monkeypatch.setattr(Path, "iterdir", iterdir)

    found = list(intake.find_files([folder], recursive=True))
    added = intake.add(store, room, [folder / "b.pdf", folder / "c"])

    assert [each.name for each in found] == ["a.pdf", "b.pdf", "c"]
    assert [each.status for each in added.results] == ["readable", "failed"]


def test_a_picture_becomes_a_page_of_its_own_size(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    added = intake.add(store, room, [documents.png(tmp_path / "whiteboard.png", (300, 200))])

    item = queries.evidence.item(store, added.results[0].item_uid)
    page = queries.text.page(store, item.uid, 0)
    assert (item.document, item.pages) == (DocumentKind.IMAGE, 1)
    assert page is not None
    assert (page.width, page.height, page.text) == (300, 200, "")


def test_plain_text_can_be_pasted_and_read(store: Store, room: Workroom) -> None:
    words = "Chaired the panel. It agreed three priorities."

    added = intake.add_content(store, room, words.encode(), "Pasted.txt", title="Panel notes")

    (page,) = queries.text.page_texts(store, added.results[0].item_uid)
    assert words in page.text
    assert queries.evidence.items(store)[0].title == "Panel notes"


def test_an_unknown_file_is_kept_whole_with_a_plain_word(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = tmp_path / "plan.mpp"
    path.write_bytes(bytes(range(256)) * 20)

    (result,) = intake.add(store, room, [path]).results

    assert result.status == "kept"
    assert "mapped as a whole" in result.problem
    assert store.vault.get(result.sha256) == path.read_bytes()


def test_a_file_whose_reading_had_to_be_stopped_is_still_of_its_kind(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = room.call

    def stopped(op: str, *given: Any, **named: Any) -> Reply:
        if op == "read":
            raise PortfolioError("This took too long.", code="time-limit")
        return real(op, *given, **named)

    monkeypatch.setattr(room, "call", stopped)
    path = documents.pdf(tmp_path / "slow.pdf", "Words")

    (result,) = intake.add(store, room, [path]).results

    assert result.status == "kept"
    assert queries.evidence.item(store, result.item_uid).document is DocumentKind.PDF


def test_items_that_were_stored_but_not_read_are_read_later(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    stored = intake.store_files(store, [documents.pdf(tmp_path / "one.pdf", "Words")])
    uid = stored.results[0].item_uid
    before = queries.evidence.item(store, uid)

    assert queries.evidence.unread(store) == 1

    changes = waiting.read_all(store, room)

    assert before.status is ReadStatus.WAITING
    assert (changes.summary, changes.step) == ("Read 1 item", "")
    assert queries.evidence.item(store, uid).pages == 1
    assert queries.evidence.unread(store) == 0


def test_what_is_read_later_belongs_to_the_add_that_stored_it(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    paths = [documents.pdf(tmp_path / f"{n}.pdf", f"Words of {n}") for n in range(3)]
    stored = intake.store_files(store, paths)
    other = intake.store_files(store, [documents.pdf(tmp_path / "other.pdf", "Words")])
    evidence.edit(store, stored.results[1].item_uid, title="Mine")

    waiting.read_all(store, room)

    told = [(each.verb, each.summary) for each in queries.history.last_steps(store)]
    assert told == [
        ("edit evidence", "1 changed"), ("add", "Added 1 file"), ("add", "Added 3 files")
    ]  # fmt: skip
    assert queries.evidence.item(store, stored.results[1].item_uid).title == "Mine"
    history.undo(store, other.changes.step)
    history.undo(store, queries.history.last_steps(store)[0].uid)
    history.undo(store, stored.changes.step)
    assert queries.evidence.items(store) == ()
    history.redo(store, stored.changes.step)
    assert {each.pages for each in queries.evidence.items(store)} == {1}


def test_a_locked_pdf_opens_with_its_password_and_the_original_stays_locked(
    store: Store, room: Workroom, corpus: Path
) -> None:
    path = corpus / "encrypted" / "minimal-aes256.pdf"
    (result,) = intake.add(store, room, [path]).results
    locked = queries.evidence.item(store, result.item_uid)

    with pytest.raises(PortfolioError) as refused:
        intake.unlock(store, room, result.item_uid, "not it")
    still = queries.evidence.item(store, result.item_uid)
    changes = intake.unlock(store, room, result.item_uid, "usersecret")

    assert (result.status, locked.locked) == ("kept", True)
    assert refused.value.code == "wrong-password"
    assert still == locked
    assert queries.evidence.item(store, result.item_uid).pages > 0
    assert store.vault.get(result.sha256) == path.read_bytes()
    history.undo(store, changes.step)
    assert queries.evidence.item(store, result.item_uid) == locked


def test_nothing_to_add_is_refused_plainly(store: Store, room: Workroom, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    with pytest.raises(PortfolioError, match="no files"):
        intake.add(store, room, [empty])


def test_what_a_full_disk_lets_be_stored_is_named_and_read_when_there_is_room(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = documents.pdf(tmp_path / "minutes.pdf", "Words")

    def full(*_: object) -> bool:
        raise PortfolioError("The disk is full.", code="disk-full")

    with monkeypatch.context() as outside:
        outside.setattr(waiting, "_write", full)
        (result,) = intake.add(store, room, [path]).results
    other = documents.pdf(tmp_path / "other.pdf", "More")
    intake.add(store, room, [other])

    assert (result.status, result.pages) == ("kept", 0)
    assert "not read yet. The disk is full." in result.problem
    assert queries.evidence.item(store, result.item_uid).pages == 1
