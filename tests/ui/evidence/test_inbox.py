"""The inbox: cards decided by keys, what is kept said in one line, undo back to the card."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from portfolio_app.domain.evidence import Shelf
from portfolio_app.services import intake, mapping, versions
from portfolio_app.store import queries
from portfolio_app.ui.evidence.inbox_view import InboxView
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.places import EVIDENCE, Place
from tests.ui import walk
from tests.ui.evidence import documents
from tests.ui.evidence.conftest import WAIT, Room

KEY = Qt.Key
Fill = Callable[..., InboxView]


@pytest.fixture
def fill(room: Room, tmp_path: Path) -> Fill:
    """Return a function that adds so many PDFs in folders, and shows the inbox."""

    def add(count: int = 12, folders: tuple[str, ...] = ("SEND review", "Budget")) -> InboxView:
        root = tmp_path / "old files"
        for number in range(count):
            place = root / folders[number % len(folders)] if folders else root
            place.mkdir(parents=True, exist_ok=True)
            words = " ".join(f"matter {number * 97 + k * 31} was raised" for k in range(8))
            documents.pdf(place / f"scan {number * 7 + 11}.pdf", f"Paper {number}\n{words}")
        room.add(root)
        view = room.page.inbox
        room.qtbot.waitUntil(lambda: bool(view.cards) and view.isVisible(), timeout=WAIT)
        return view

    return add


def shelf(room: Room, uid: str) -> Shelf:
    return queries.evidence.item(room.workspace.store, uid).shelf


def test_more_than_ten_files_open_sort_on_its_first_card(room: Room, fill: Fill) -> None:
    view = fill(12)

    assert room.page._tabs.tabText(2) == "Inbox 12"
    assert view._count_words() == "0 of 12 sorted · 12 left"
    assert room.window.focusWidget() is view.page
    assert room.page.details() is None


def test_keys_decide_and_the_next_card_shows_at_once(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    uids = [card.item.uid for card in view.cards]
    room.settle()

    room.key(view.page, KEY.Key_R)
    assert view.item is not None
    assert view.item.uid == uids[1], "before the verb has come back"
    room.key(view.page, KEY.Key_L)
    room.key(view.page, KEY.Key_Space)
    room.key(view.page, KEY.Key_Delete)
    room.key(view.page, KEY.Key_D)
    room.settle()

    assert shelf(room, uids[0]) is Shelf.READING
    assert shelf(room, uids[1]) is Shelf.LATER
    assert shelf(room, uids[2]) is Shelf.INBOX, "skipped"
    assert queries.evidence.item(room.workspace.store, uids[3]).binned_at
    listed = queries.evidence.item(room.workspace.store, uids[4])
    assert (listed.shelf, listed.ref) == (Shelf.LIBRARY, "E01")
    assert view._count_words() == "4 of 12 sorted · 8 left"


def test_keep_then_one_line_then_enter(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    uids = [card.item.uid for card in view.cards]
    room.key(view.page, KEY.Key_K)
    assert room.window.focusWidget() is view.form.kept.codes
    room.type("k8, s 12")
    room.key(None, KEY.Key_Tab)
    room.type("Winter plan")
    room.key(None, KEY.Key_Tab)
    room.type("I chaired it")
    room.key(None, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)  # as Enter alone

    assert view.item is not None
    assert view.item.uid == uids[1]
    assert room.window.focusWidget() is view.page
    room.settle()
    item = queries.evidence.item(room.workspace.store, uids[0])
    assert (item.shelf, item.candidates, item.projects, item.part) == (
        Shelf.LIBRARY,
        ("K8", "S12"),
        ("Winter plan",),
        "I chaired it",
    )

    room.undo()
    assert view.item.uid == uids[0], "undo goes back to the card"
    item = queries.evidence.item(room.workspace.store, uids[0])
    assert (item.shelf, item.candidates, item.part) == (Shelf.INBOX, (), "")


def test_an_unknown_code_is_named_and_nothing_is_lost(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    first = view.cards[0].item.uid
    room.key(view.page, KEY.Key_K)
    room.type("k8 x9")
    room.key(None, KEY.Key_Return)

    assert view.item is not None
    assert view.item.uid == first
    assert "X9" in view.form.kept._told.text()
    room.type("s12")
    room.key(None, KEY.Key_Return)
    room.settle()
    assert queries.evidence.item(room.workspace.store, first).candidates == ("S12",)


def test_ctrl_z_in_the_empty_line_takes_the_keeping_back(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    first = view.cards[0].item.uid
    room.key(view.page, KEY.Key_K)
    room.settle()
    room.key(None, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    room.settle()

    assert shelf(room, first) is Shelf.INBOX
    assert view.item is not None
    assert view.item.uid == first
    assert not view.form.kept.isVisible()
    room.key(view.page, KEY.Key_K)
    room.settle()
    room.key(None, KEY.Key_Escape)
    room.settle()
    assert shelf(room, first) is Shelf.INBOX


def test_a_stack_keeps_one_and_puts_the_others_off(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    uids = [card.item.uid for card in view.cards]
    versions.group(room.workspace.store, uids[:3])
    view._load()
    room.settle()
    assert view.card is not None
    assert len(view.card.versions) == 3
    newest = view.card.versions[0].uid

    room.key(view.page, KEY.Key_Down)
    chosen = view.card.versions[1].uid
    assert view.item is not None
    assert view.item.uid == chosen != newest
    room.key(view.page, KEY.Key_K)
    room.key(None, KEY.Key_Return)
    room.settle()

    assert shelf(room, chosen) is Shelf.LIBRARY
    assert {shelf(room, uid) for uid in uids[:3] if uid != chosen} == {Shelf.LATER}


def test_versions_taken_apart_are_cards_of_their_own(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    uids = [card.item.uid for card in view.cards]
    versions.group(room.workspace.store, uids[:3])
    view._load()
    room.settle()
    QTest.mouseClick(view.form.apart, Qt.MouseButton.LeftButton)
    room.settle()

    assert len(view.cards) == 12


def test_after_twenty_cards_there_is_a_pause(room: Room, fill: Fill) -> None:
    view = fill(24, ())
    for _ in range(20):
        room.key(view.page, KEY.Key_L)
    button = room.window.focusWidget()
    assert isinstance(button, QPushButton)
    assert button.text() == "Next 4"
    room.key(button, KEY.Key_Space)
    assert view.item is not None
    room.key(view.page, KEY.Key_R)
    room.settle()
    assert view._count_words() == "21 of 24 sorted · 3 left"


def test_the_rest_is_kept_for_later_and_taken_up(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    room.key(view.page, KEY.Key_R)
    QTest.mouseClick(view._rest, Qt.MouseButton.LeftButton)
    room.settle()

    assert view.card is None
    assert room.page._tabs.tabText(2) == "Inbox"
    QTest.mouseClick(view._finished.buttons[1], Qt.MouseButton.LeftButton)
    room.settle()
    assert len(view.cards) == 11


def test_what_is_claimed_comes_back_with_the_reason(
    room: Room, fill: Fill, answers: messages.Recorder
) -> None:
    view = fill(12, ())
    first = view.cards[0].item.uid
    store = room.workspace.store
    mapping.claim(store, first, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    room.key(view.page, KEY.Key_R)
    room.settle()

    assert view.item is not None
    assert view.item.uid == first
    assert isinstance(room.troubles.pop(), Exception)
    assert "it is evidence" in answers.asked[-1].what


def test_title_and_date_are_saved_as_they_are_typed(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    first = view.cards[0].item.uid
    view.form.title.setFocus()
    view.form.title.selectAll()
    room.type("Keel board R")  # letters that are keys of the card
    view.form.date.setFocus()
    view.form.date.selectAll()
    room.type("3 March 2025")
    room.key(None, KEY.Key_Tab)
    view.flush()
    room.settle()

    item = queries.evidence.item(room.workspace.store, first)
    assert (item.title, item.date, item.date_source) == ("Keel board R", "2025-03-03", "typed")
    assert view.item is not None
    assert view.item.uid == first


def test_esc_in_the_facts_goes_back_to_the_keys_of_the_card(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    room.key(view.page, KEY.Key_L)
    room.settle()
    view.form.title.setFocus()
    room.key(None, KEY.Key_Escape)
    assert room.window.focusWidget() is view.page

    view.form.title.setFocus()
    room.key(None, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)  # nothing was typed in it
    room.settle()
    assert view._count_words() == "0 of 12 sorted · 12 left"


def test_folders_are_asked_about_once(room: Room, fill: Fill) -> None:
    view = fill(12)
    room.settle()
    assert view._offer.isVisible()
    QTest.mouseClick(view._offer.use, Qt.MouseButton.LeftButton)
    room.settle()

    assert dict(queries.projects.projects(room.workspace.store)) == {"Budget": 6, "SEND review": 6}
    assert not view._offer.isVisible()
    assert room.window.focusWidget() is view.page


def test_neighbours_are_drawn_ahead(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    room.settle()

    uids = [card.item.uid for card in view.cards]
    assert all(view.page.has_picture(uid) for uid in uids[:3])


def test_a_card_without_pages_says_what_it_is(room: Room, fill: Fill, tmp_path: Path) -> None:
    fill(11, ())
    odd = tmp_path / "old files" / "odd.bin"
    odd.write_bytes(bytes(range(256)))
    added = intake.add(room.workspace.store, room.workspace.rooms.job, [odd])
    assert added.results[0].status == "kept"


def test_every_control_has_a_name_and_tab_reaches_it(room: Room, fill: Fill) -> None:
    view = fill(12)
    room.settle()
    assert walk.problems(view) == []
    assert walk.small_targets(view) == []
    view.page.setFocus()
    order = walk.tab_order(room.window)
    missed = [w for w in walk.unreached(room.window, order) if view.isAncestorOf(w)]
    assert missed == []
    assert walk.clipped(view) == []


def test_what_is_read_lies_in_reading_and_moves_back(room: Room, fill: Fill) -> None:
    view = fill(12, ())
    first = view.cards[0].item.uid
    room.key(view.page, KEY.Key_R)
    room.settle()
    room.workspace.go(Place(EVIDENCE, tab="reading"))
    room.settle()

    reading = room.page.reading
    assert [item.uid for item in reading.table.rows_model.rows] == [first]
    assert isinstance(reading.handlers()["shortlist"], str)
    QTest.mouseClick(reading._move, Qt.MouseButton.LeftButton)
    room.settle()
    assert shelf(room, first) is Shelf.LIBRARY
    QApplication.sendPostedEvents()
    assert reading.table.rows_model.rows == ()


def test_emptying_the_bin_asks_first_and_can_be_undone(
    room: Room, fill: Fill, answers: messages.Recorder
) -> None:
    view = fill(12, ())
    room.key(view.page, KEY.Key_Delete)
    room.settle()
    room.workspace.go(Place(EVIDENCE, tab="bin"))
    room.settle()
    store = room.workspace.store

    QTest.mouseClick(room.page.bin._empty_it, Qt.MouseButton.LeftButton)
    room.settle()
    assert answers.asked[-1].what == "Remove 1 item from the bin?"
    assert len(queries.evidence.items(store, binned=True)) == 1, "not without an answer"

    answers.answers.append("empty")
    QTest.mouseClick(room.page.bin._empty_it, Qt.MouseButton.LeftButton)
    room.settle()
    assert queries.evidence.items(store, binned=True) == ()
    room.undo()
    assert len(queries.evidence.items(store, binned=True)) == 1
