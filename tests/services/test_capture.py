"""Quick capture: a sentence is enough, files join it, and what was typed is kept in any case."""

from pathlib import Path

import pytest

from portfolio_app.domain.evidence import EvidenceKind, Shelf
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import capture, history, intake, mapping
from portfolio_app.services.capture import Capture
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

WHAT = "Chaired the winter pressures board"


def test_words_alone_become_a_small_note_on_the_inbox(store: Store, room: Workroom) -> None:
    words = f"{WHAT}\nThree options; we agreed a pilot. <b>Not markup</b>"
    done = capture.capture(store, room, Capture(words, day="2025-11-12", minutes=45))

    (item,) = queries.evidence.items(store)
    assert done.item_uids == (item.uid,)
    assert (item.title, item.kind, item.shelf) == (WHAT, EvidenceKind.NOTES, Shelf.INBOX)
    assert (item.date, item.date_source, item.minutes) == ("2025-11-12", "typed", 45)
    assert "Not markup" in queries.text.page_texts(store, item.uid)[0].text
    assert store.vault.get(item.sha256).decode().strip() == words
    assert done.changes.summary == f"Captured: {WHAT}"
    assert queries.history.summary(store, done.changes.step) == done.changes.summary


def test_a_file_and_a_ksb_go_to_the_library_under_what_happened(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "scan0001.pdf", "The board agreed.")
    s12 = mapping.ksb_called(store, "S12").uid
    typed = Capture(WHAT, paths=(path,), ksb_uids=(s12,), note="felt good")

    done = capture.capture(store, room, typed)

    (item,) = queries.evidence.items(store)
    assert (item.title, item.shelf, item.pages) == (WHAT, Shelf.LIBRARY, 1)
    assert (item.candidates, item.private_note, item.context) == (("S12",), "felt good", "")
    assert item.claims == 0
    history.undo(store, done.changes.step)
    assert queries.evidence.items(store) == ()


def test_a_file_without_a_ksb_waits_on_the_inbox_with_long_words_whole(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "scan0001.pdf", "The board agreed.")
    long = "Chaired the winter pressures board and set out three options with the cost of each one"

    capture.capture(store, room, Capture(long, paths=(path,)))

    (item,) = queries.evidence.items(store)
    assert item.shelf is Shelf.INBOX
    assert item.title.endswith("…")
    assert len(item.title) <= capture.TITLE
    assert item.context == long


def test_several_files_keep_their_names_and_the_minutes_count_once(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    paths = (
        documents.pdf(tmp_path / "agenda.pdf", "Agenda"),
        documents.pdf(tmp_path / "minutes.pdf", "Minutes"),
    )
    typed = Capture(WHAT, minutes=90, paths=paths, pasted=(("Pasted picture.txt", b"words"),))

    capture.capture(store, room, typed)

    items = queries.evidence.items(store)
    assert [item.file_name for item in items] == ["agenda.pdf", "minutes.pdf", "Pasted picture.txt"]
    assert [item.minutes for item in items] == [90, 0, 0]
    assert {item.context for item in items} == {WHAT}


def test_an_attachment_that_cannot_be_had_still_saves_the_words(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    done = capture.capture(store, room, Capture(WHAT, paths=(tmp_path / "gone.pdf",)))

    (item,) = queries.evidence.items(store)
    assert (item.title, item.kind) == (WHAT, EvidenceKind.NOTES)
    (problem,) = done.problems
    assert problem.startswith("gone.pdf: ")


def test_a_file_that_is_there_already_is_named_and_the_words_are_kept(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "minutes.pdf", "Minutes")
    intake.add(store, room, [path])

    done = capture.capture(store, room, Capture(WHAT, paths=(path,)))

    assert [item.title for item in queries.evidence.items(store)][1] == WHAT
    assert "already have this file" in done.problems[0]


def test_a_broken_file_is_kept_as_it_is_with_the_words(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 this is no PDF")

    done = capture.capture(store, room, Capture(WHAT, paths=(path,)))

    (item,) = queries.evidence.items(store)
    assert (item.title, item.pages) == (WHAT, 0)
    assert item.problem
    assert done.problems == ()


@pytest.mark.parametrize(
    "typed", [Capture(" \n"), Capture(WHAT, day="tomorrow"), Capture(WHAT, minutes=-1),
              Capture(WHAT, minutes=2000), Capture(WHAT, ksb_uids=("nobody",))],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_before_anything_is_stored(
    store: Store, room: Workroom, typed: Capture
) -> None:
    with pytest.raises(PortfolioError):
        capture.capture(store, room, typed)

    assert queries.evidence.items(store) == ()


def test_the_same_words_may_be_captured_twice(store: Store, room: Workroom) -> None:
    capture.capture(store, room, Capture(WHAT))
    capture.capture(store, room, Capture(WHAT))

    assert [item.title for item in queries.evidence.items(store)] == [WHAT, WHAT]


def test_stopping_leaves_nothing(store: Store, room: Workroom, tmp_path: Path) -> None:
    def stop(_message: str, fraction: float) -> None:
        if fraction >= 0.5:
            raise Cancelled

    path = documents.pdf(tmp_path / "minutes.pdf", "Minutes")
    with pytest.raises(Cancelled):
        capture.capture(store, room, Capture(WHAT, paths=(path,)), progress=stop)

    assert queries.evidence.items(store) == ()
