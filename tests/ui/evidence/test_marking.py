"""What a hand does to words on a page: sloppy drags, Enter pressed twice."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from portfolio_app.store import queries
from portfolio_app.ui.kit.enter_key import EnterKey
from portfolio_app.ui.kit.places import EVIDENCE, Place
from tests.ui.evidence import documents
from tests.ui.evidence.conftest import Room
from tests.ui.evidence.test_reader import ALT, COSTS, added, claims, drag, spot

ENTER = Qt.Key.Key_Return


def chosen_words(room: Room) -> str:
    parts = room.reader.pages.selection()
    assert parts is not None
    return " ".join(chars.text[start:end] for chars, start, end in parts)


def test_half_words_at_the_ends_of_a_drag_are_made_whole(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()

    drag(room, spot(room, "air set"), spot(room, "optio", end=True))

    assert chosen_words(room) == "chair set out three options"


def test_a_drag_backwards_is_made_whole_too(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()

    drag(room, spot(room, "optio", end=True), spot(room, "air set"))

    assert chosen_words(room) == "chair set out three options"


def test_part_of_one_word_may_be_meant(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()

    drag(room, spot(room, "egotiated"), spot(room, "otiat", end=True))

    assert "negotiated".startswith("n" + chosen_words(room))
    assert chosen_words(room) != "negotiated"


def test_enter_in_what_this_shows_saves_one_claim(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(room.reader.pages, Qt.Key.Key_H)
    room.type("k8")
    room.key(None, ENTER)
    words = room.reader.bar.findChild(QLineEdit, "claim_shows")
    assert words is not None

    room.qtbot.keyClicks(words, "Costed options")
    room.key(words, ENTER)
    room.settle()

    assert [claim.shows for claim in claims(room)] == ["Costed options"]


def test_save_pressed_twice_is_one_claim(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    drag(room, spot(room, COSTS), spot(room, COSTS, end=True))
    room.type("k8")
    room.key(None, ENTER)
    save = room.reader.bar.findChild(QPushButton, "claim_save")
    assert save is not None

    room.qtbot.mouseClick(save, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    room.qtbot.mouseClick(save, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    room.settle()

    assert len(claims(room)) == 1


def test_enter_on_cancel_cancels(room: Room, tmp_path: Path, qapp: QApplication) -> None:
    key = EnterKey(qapp)
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    drag(room, spot(room, COSTS), spot(room, COSTS, end=True))
    room.type("k8")
    room.key(None, ENTER)
    cancel = next(b for b in room.reader.bar.findChildren(QPushButton) if b.text() == "Cancel")

    cancel.setFocus()
    room.key(cancel, ENTER)
    room.settle()

    assert claims(room) == ()
    assert not room.reader.bar.isVisible()
    qapp.focusChanged.disconnect(key._on_focus_changed)
    key.deleteLater()


def test_an_item_that_asks_for_its_password_stands_in_the_title(room: Room, tmp_path: Path) -> None:
    room.add(documents.locked_pdf(tmp_path / "locked minutes.pdf", "secret"))
    item = queries.evidence.items(room.workspace.store)[-1]

    room.workspace.go(Place(EVIDENCE, tab="library"))
    room.workspace.go(Place(EVIDENCE, item=item.uid))
    room.settle()

    assert room.window.windowTitle().startswith(item.title)
