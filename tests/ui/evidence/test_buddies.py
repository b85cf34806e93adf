"""A pack for a buddy by keys, and their comments beside the piece."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from portfolio_app.services import buddies, names_to_hide, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.evidence.buddy_dialog import BuddyDialog
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.places import EVIDENCE, Place
from tests.services import documents
from tests.services.test_buddies import filled
from tests.ui import walk
from tests.ui.evidence.conftest import WAIT, Room

Key = Qt.Key


def test_a_pack_is_made_by_keys_and_comes_back_beside_the_piece(
    room: Room, answers: messages.Recorder, tmp_path: Path
) -> None:
    paths = [
        documents.pdf(tmp_path / "minutes.pdf", "The board agreed with Exampleton."),
        documents.pdf(tmp_path / "plan.pdf", "The plan."),
    ]
    room.add(*paths)
    store = room.workspace.store
    first, second = (each.uid for each in queries.evidence.items(store))
    room.workspace.do(shortlist.add, [first])
    room.settle()
    names_to_hide.add(store, ["Exampleton"])
    out = tmp_path / "For a buddy.pdf"

    room.workspace.actions["buddy_pack"].trigger()
    room.qtbot.waitUntil(lambda: room.window.findChild(BuddyDialog) is not None, timeout=WAIT)
    dialog = room.window.findChild(BuddyDialog)
    assert dialog is not None
    assert not walk.problems(dialog)
    assert dialog.item_uids == [first]
    assert dialog.focusWidget() is dialog.pieces
    room.key(dialog.pieces, Key.Key_Down)
    room.key(dialog.pieces, Key.Key_Space)
    assert dialog.item_uids == [first, second]

    answers.paths += [[out], [out]]
    room.key(dialog.pieces, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.qtbot.waitUntil(dialog.wrong.isVisible, timeout=WAIT)
    assert "1 name to hide" in dialog.wrong.text()
    assert dialog.focusWidget() is dialog.names
    assert not out.exists()
    room.key(dialog.names, Key.Key_Space)
    room.key(dialog.names, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.qtbot.waitUntil(out.exists, timeout=WAIT)
    room.settle()
    assert "marked not for submission" in str(answers.asked[-1])

    back = tmp_path / "back.pdf"
    back.write_bytes(filled(out, {"buddy.1.ask": "<i>Who</i> decided?", "buddy.name": "A head"}))
    answers.paths.append([back])
    room.workspace.actions["buddy_comments"].trigger()
    room.settle()
    assert room.told[-1] == "1 comment from A head"
    room.workspace.go(Place(EVIDENCE, tab="library", item=first, want="select"))
    room.workspace.details_wanted.emit()
    room.settle()
    box = room.page._details.comments
    room.qtbot.waitUntil(box.isVisible, timeout=WAIT)
    assert not walk.problems(box)
    words = " ".join(seen.name for seen in walk.walk(box))
    assert "What would you ask about it? · A head" in words
    assert "<i>Who</i> decided?" in words
    (done,) = (each for each in box.findChildren(QPushButton) if each.text() == "Done")
    room.key(done, Key.Key_Space)
    room.settle()
    assert queries.buddies.comments(store, first)[0].state == buddies.DONE
    words = " ".join(seen.name for seen in walk.walk(box))
    assert "done <i>Who</i> decided? Not done Remove" in " ".join(words.split())
    room.undo()
    assert queries.buddies.comments(store, first)[0].state == buddies.NEW
