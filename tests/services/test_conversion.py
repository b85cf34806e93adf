"""Office files through the verbs: pages made, written out, taken back, shown for what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app.domain.document import ReadStatus, route_words
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import (
    bundle_plan,
    conversion,
    history,
    intake,
    mapping,
    office_pages,
    pages,
    shortlist,
)
from portfolio_app.services.conversion import Outcome
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom import soffice
from portfolio_app.workroom.host import Workroom
from tests.documents import office_files
from tests.services import documents

needs_libreoffice = pytest.mark.skipif(
    soffice.find() is None, reason="LibreOffice is not installed here"
)
DECISION = "We chose to open twelve beds and to close one corridor."


@pytest.fixture
def plain(tmp_path: Path) -> object:
    with Workroom(tmp_path / "scratch", with_programs=False) as made:
        yield made


def add(store: Store, room: Workroom, path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return intake.add(store, room, [path]).results[0].item_uid


def test_without_another_program_the_app_makes_a_text_copy_and_says_so(
    store: Store, plain: Workroom, tmp_path: Path
) -> None:
    uid = add(store, plain, tmp_path / "plan.docx", office_files.word())
    item = queries.evidence.item(store, uid)
    assert item.status is ReadStatus.READABLE
    assert item.route == "simplified"
    assert "Text copy" in route_words(item.route)
    assert any(each.what == "comments" for each in item.holds)
    shortlist.add(store, [uid])
    (planned,) = bundle_plan.plan(store).items
    assert planned.made == "text copy made by the app"


@needs_libreoffice
def test_libreoffice_makes_the_pages_and_the_hidden_parts_are_still_known(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = add(store, room, tmp_path / "plan.docx", office_files.word())
    item = queries.evidence.item(store, uid)
    assert item.route.startswith("libreoffice ")
    assert item.file_name == "plan.docx"
    assert any(each.what == "comments" for each in item.holds)
    assert DECISION in queries.text.page(store, uid, 0).text.replace("\n", " ")  # type: ignore[union-attr]
    assert "Text copy" not in queries.text.page(store, uid, 0).text  # type: ignore[union-attr]
    shortlist.add(store, [uid])
    (planned,) = bundle_plan.plan(store).items
    assert planned.made == ""


@needs_libreoffice
def test_words_that_were_deleted_never_come_back_on_a_page(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    data = office_files.with_changes(office_files.word())
    uid = add(store, room, tmp_path / "plan.docx", data)
    item = queries.evidence.item(store, uid)
    assert item.route.startswith("libreoffice ")
    words = " ".join(page.text for page in queries.text.page_texts(store, uid))
    assert "added words" in words
    assert "secret sentence" not in words
    assert any("a secret sentence" in each.detail for each in item.holds)
    assert store.vault.get(item.sha256) == data  # the original is as it came


@needs_libreoffice
def test_a_page_copy_made_by_another_program_is_kept_and_never_made_again(
    store: Store, room: Workroom, plain: Workroom, tmp_path: Path
) -> None:
    uid = add(store, room, tmp_path / "plan.docx", office_files.word())
    before = pages.page_copy(store, room, uid)
    assert pages.page_copy(store, plain, uid) == before
    rendition = queries.renditions.rendition(store, uid)
    assert rendition is not None
    assert rendition.pages_sha256


@needs_libreoffice
def test_libreoffice_can_be_switched_off_and_on(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    conversion.use_libreoffice(store, wanted=False)
    assert office_pages.program(store, room) is None
    uid = add(store, room, tmp_path / "plan.docx", office_files.word())
    assert queries.evidence.item(store, uid).route == "simplified"
    assert [each.is_on for each in conversion.routes(store)] == [True, False, True]
    conversion.use_libreoffice(store, wanted=True)
    assert office_pages.program(store, room) is not None


@needs_libreoffice
def test_stopping_while_pages_are_made_leaves_the_item_to_be_read_later(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    def stop(message: str, _fraction: float) -> None:
        if "LibreOffice" in message:
            raise Cancelled

    path = tmp_path / "plan.docx"
    path.write_bytes(office_files.word())
    with pytest.raises(Cancelled):
        intake.add(store, room, [path], progress=stop)
    statuses = [each.status for each in queries.evidence.items(store)]
    assert statuses in ([], [ReadStatus.WAITING])
    assert not list(room.folder.glob("pages-*"))


def test_files_go_to_a_folder_and_their_pdfs_come_back_with_the_passages(
    store: Store, plain: Workroom, tmp_path: Path
) -> None:
    uid = add(store, plain, tmp_path / "plan.docx", office_files.word())
    other = add(store, plain, tmp_path / "deck.pptx", office_files.slides())
    shortlist.set_order(store, [uid, other])
    ksb = queries.standard.ksbs(store)[0]
    anchor = mapping.anchor_for_quote(store, plain, uid, DECISION).anchor
    mapping.claim(store, uid, [ksb.uid], anchor)

    folder = tmp_path / "out"
    written = conversion.word_folder(store, folder)
    assert [each.name for each in written] == ["E01 plan.docx", "E02 deck.pptx"]
    assert (folder / "E01 plan.docx").read_bytes() == office_files_word_bytes(store, uid)

    documents.pdf(folder / "E01 plan.pdf", "A new first page", (
        "Header of every page\nWhat we decided\nWe chose to open twelve beds and to close one "
        "corridor.\n1. First step\n2. Second step\nRisk Owner\nStaffing Ward lead"
    ))  # fmt: skip
    done = conversion.take_back(store, plain, folder)
    taken, missing = done.results
    assert (taken.outcome, missing.outcome) == (Outcome.TAKEN, Outcome.MISSING)
    assert taken.share is not None
    assert taken.share > 0.9
    assert "1 of 1 passages found" in taken.told
    assert "E02 deck.pdf" in missing.told
    item = queries.evidence.item(store, uid)
    assert (item.route, item.pages) == ("word", 2)
    (claim,) = queries.claims.claims(store)
    assert claim.page == 2
    assert not claim.to_place
    assert [each.uid for each in conversion.to_convert(store)] == [other]

    assert done.changes is not None
    history.undo(store, done.changes.step)
    assert queries.evidence.item(store, uid).route == "simplified"
    (claim,) = queries.claims.claims(store)
    assert claim.page == 1


def office_files_word_bytes(store: Store, uid: str) -> bytes:
    return store.vault.get(queries.evidence.item(store, uid).sha256)


def test_a_pdf_of_something_else_is_not_taken_and_says_how_much_fits(
    store: Store, plain: Workroom, tmp_path: Path
) -> None:
    uid = add(store, plain, tmp_path / "plan.docx", office_files.word())
    shortlist.add(store, [uid])
    folder = tmp_path / "out"
    folder.mkdir()
    documents.pdf(folder / "plan.pdf", "We chose something else altogether, elsewhere")
    (result,) = conversion.take_back(store, plain, folder).results
    assert result.outcome is Outcome.DIFFERENT
    assert "% of this item" in result.told
    assert queries.evidence.item(store, uid).route == "simplified"
    (folder / "plan.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = conversion.take_back(store, plain, folder)
    assert done.results[0].outcome is Outcome.UNREADABLE
    assert done.changes is None


def test_nothing_to_write_and_no_folder_are_said_plainly(
    store: Store, plain: Workroom, tmp_path: Path
) -> None:
    with pytest.raises(PortfolioError) as told:
        conversion.word_folder(store, tmp_path / "out")
    assert told.value.code == "nothing-to-convert"
    with pytest.raises(PortfolioError) as told:
        conversion.take_back(store, plain, tmp_path / "nowhere")
    assert told.value.code == "no-folder"
