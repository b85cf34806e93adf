"""Quick capture: one field is enough, keys alone save, and what is typed survives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from portfolio_app.domain.evidence import EvidenceKind, Shelf
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries
from portfolio_app.ui.evidence.capture_dialog import CaptureDialog
from tests.ui import walk
from tests.ui.evidence import documents
from tests.ui.evidence.conftest import WAIT, Room

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WHAT = "Chaired the winter board"


def opened(room: Room) -> CaptureDialog:
    room.workspace.actions["capture"].trigger()
    (dialog,) = shown()
    return dialog


def shown() -> list[CaptureDialog]:
    every = QApplication.topLevelWidgets()
    return [each for each in every if isinstance(each, CaptureDialog) and each.isVisible()]


@pytest.fixture
def dialog(room: Room) -> Iterator[CaptureDialog]:
    yield opened(room)
    for each in QApplication.topLevelWidgets():
        if isinstance(each, CaptureDialog):
            each.close()


def test_a_sentence_and_ctrl_enter_are_enough(room: Room, dialog: CaptureDialog) -> None:
    QTest.keyClicks(dialog.what, WHAT)
    QTest.keyClick(dialog.what, Qt.Key.Key_Return, CTRL)
    room.qtbot.waitUntil(lambda: not shown(), timeout=WAIT)
    room.settle()

    (item,) = queries.evidence.items(room.workspace.store)
    assert (item.title, item.kind, item.shelf) == (WHAT, EvidenceKind.NOTES, Shelf.INBOX)
    assert item.date_source == "typed"
    assert item.pages == 1, "read behind"
    assert any(f"Captured: {WHAT}." in told for told in room.told)
    room.undo()
    assert queries.evidence.items(room.workspace.store) == ()


def test_nothing_typed_is_said_in_place(room: Room, dialog: CaptureDialog) -> None:
    QTest.keyClick(dialog.what, Qt.Key.Key_Return, CTRL)

    assert dialog.isVisible()
    assert dialog._wrong.text() == "Say in a sentence what happened."
    dialog.what.setPlainText(WHAT)
    dialog.minutes.setText("ages")
    QTest.keyClick(dialog.minutes, Qt.Key.Key_Return, CTRL)
    assert "0h 45" in dialog._wrong.text()
    dialog.minutes.clear()
    dialog.what.clear()


def test_everything_at_once_and_then_another(
    room: Room, dialog: CaptureDialog, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "minutes.pdf")
    QTest.keyClicks(dialog.what, WHAT)
    dialog.minutes.setText("0h 45")
    dialog.attachments.add_paths([path])
    dialog.ksbs.edit.setFocus()
    QTest.keyClicks(dialog.ksbs.edit, "s12")
    QTest.keyClick(dialog.ksbs.edit, Qt.Key.Key_Return)
    dialog._note_open.click()
    QTest.keyClicks(dialog.note, "nervous")
    QTest.keyClick(dialog.note, Qt.Key.Key_Return, CTRL | SHIFT)
    room.settle()

    assert dialog.isVisible()
    assert dialog.what.toPlainText() == ""
    assert dialog.attachments.paths == []
    assert dialog.ksbs.uids == ()
    (item,) = queries.evidence.items(room.workspace.store)
    assert (item.title, item.minutes, item.candidates) == (WHAT, 45, ("S12",))
    assert (item.private_note, item.pages, item.shelf) == ("nervous", 3, Shelf.LIBRARY)


@pytest.mark.parametrize("key", [Qt.Key.Key_H, Qt.Key.Key_O, Qt.Key.Key_A, Qt.Key.Key_K])
def test_the_underlined_letter_of_a_field_goes_there(
    room: Room, dialog: CaptureDialog, key: Qt.Key
) -> None:
    fields = {
        Qt.Key.Key_H: dialog.day,
        Qt.Key.Key_O: dialog.minutes,
        Qt.Key.Key_A: dialog.attachments.browse,
        Qt.Key.Key_K: dialog.ksbs.edit,
    }
    QTest.keyClick(dialog.what, key, Qt.KeyboardModifier.AltModifier)

    assert dialog.focusWidget() is fields[key]


def test_what_was_typed_is_there_the_next_time(room: Room, dialog: CaptureDialog) -> None:
    QTest.keyClicks(dialog.what, WHAT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()

    again = opened(room)
    assert again.what.toPlainText() == WHAT
    again.what.clear()
    again.reject()
    assert opened(room).what.toPlainText() == ""


def test_a_failure_keeps_the_words(room: Room, dialog: CaptureDialog) -> None:
    dialog.what.setPlainText(WHAT)
    dialog._on_failed(PortfolioError("Full."))

    assert dialog.isVisible()
    assert dialog.what.toPlainText() == WHAT
    assert "What you typed is still here." in dialog._wrong.text()
    dialog.what.clear()


def test_a_copied_picture_is_attached(room: Room, dialog: CaptureDialog) -> None:
    picture = QImage(20, 10, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    QTest.keyClick(dialog.what, Qt.Key.Key_V, CTRL)

    assert [name for name, _ in dialog.attachments.pasted] == ["Pasted picture.png"]
    dialog.what.setPlainText(WHAT)
    QTest.keyClick(dialog.what, Qt.Key.Key_Return, CTRL)
    room.settle()
    (item,) = queries.evidence.items(room.workspace.store)
    assert (item.title, item.pages) == (WHAT, 1)


def test_a_file_that_is_gone_still_saves_the_words(
    room: Room, dialog: CaptureDialog, tmp_path: Path
) -> None:
    dialog.what.setPlainText(WHAT)
    dialog.attachments.add_paths([tmp_path / "gone.pdf"])
    QTest.keyClick(dialog.what, Qt.Key.Key_Return, CTRL)
    room.settle()

    (item,) = queries.evidence.items(room.workspace.store)
    assert item.title == WHAT
    assert any("gone.pdf" in told for told in room.told)


def test_every_control_has_a_name_and_room(room: Room, dialog: CaptureDialog) -> None:
    dialog._note_open.click()
    room.qtbot.wait(50)
    assert walk.problems(dialog) == []
    assert walk.small_targets(dialog) == []
    assert walk.clipped(dialog) == []
    dialog.what.setFocus()
    assert walk.unreached(dialog, walk.tab_order(dialog)) == []
