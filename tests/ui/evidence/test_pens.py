"""Pens: loaded with a KSB they claim at once; by keys in both views, and by a drag."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from portfolio_app.domain.passage import Claim, Strength
from portfolio_app.services import pens
from portfolio_app.store import queries
from portfolio_app.ui.kit.habits import habits
from tests.ui.evidence import documents
from tests.ui.evidence.conftest import Room
from tests.ui.evidence.test_reader import ALT, COSTS, PILOT, SHIFT, added, claims, drag, spot

KEY = Qt.Key


def codes(room: Room) -> list[str]:
    return sorted(each.ksb_code for each in claims(room))


def load(room: Room, *wanted: str) -> None:
    """Load pens 1, 2 … with KSBs, as they were left in an earlier sitting."""
    by_code = {ksb.code: ksb.uid for ksb in queries.standard.ksbs(room.workspace.store)}
    for number, code in enumerate(wanted, start=1):
        pens.load(room.workspace.store, number, by_code[code])


def opened(room: Room, path: Path, *pages: str) -> str:
    uid = added(room, documents.pdf(path, *pages))
    room.wait_drawn()
    return uid


def last(room: Room) -> Claim:
    return claims(room)[-1]


def test_a_pens_key_claims_the_selection_at_once_and_undo_takes_it_back(
    room: Room, tmp_path: Path
) -> None:
    load(room, "K8")
    opened(room, tmp_path / "minutes.pdf")
    pages = room.reader.pages
    room.key(pages, KEY.Key_Down, ALT)
    room.key(pages, KEY.Key_Down, ALT)

    room.key(pages, KEY.Key_1)
    room.settle()

    made = last(room)
    assert (made.ksb_code, made.anchor.quote) == ("K8", COSTS)
    assert made.strength is Strength.CLEARLY
    assert not room.reader.bar.isVisible()
    room.undo()
    assert claims(room) == ()


def test_a_pens_key_without_a_selection_takes_the_pen_up_and_drags_claim_at_once(
    room: Room, tmp_path: Path
) -> None:
    load(room, "K8", "S12")
    opened(room, tmp_path / "minutes.pdf")

    room.key(room.reader.pages, KEY.Key_2)
    drag(room, spot(room, PILOT), spot(room, PILOT, end=True))
    room.settle()
    drag(room, spot(room, COSTS), spot(room, COSTS, end=True))
    room.settle()

    assert [(each.ksb_code, each.anchor.quote) for each in claims(room)] == [
        ("S12", PILOT),
        ("S12", COSTS),
    ]
    assert room.reader.pages.selection() == ()
    assert not room.reader.bar.isVisible()


def test_the_asking_pen_is_taken_up_again_by_its_key(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    opened(room, tmp_path / "minutes.pdf")
    room.key(room.reader.pages, KEY.Key_1)

    room.key(room.reader.pages, KEY.Key_0)
    drag(room, spot(room, PILOT), spot(room, PILOT, end=True))

    assert room.reader.bar.is_asking
    assert claims(room) == ()


def test_two_pens_on_the_same_words_are_two_claims_on_one_passage(
    room: Room, tmp_path: Path
) -> None:
    load(room, "K8", "S12")
    opened(room, tmp_path / "minutes.pdf")
    room.key(room.reader.pages, KEY.Key_Down, ALT)

    for key in (KEY.Key_1, KEY.Key_2, KEY.Key_2):
        room.key(room.reader.pages, key)
    room.settle()

    assert codes(room) == ["K8", "S12"]
    assert len({each.passage_uid for each in claims(room)}) == 1
    assert "S12 is claimed on these words already." in room.told


def test_the_keys_go_on_from_what_was_just_claimed(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    opened(room, tmp_path / "minutes.pdf")

    for _ in range(3):
        room.key(room.reader.pages, KEY.Key_Down, ALT)
        room.key(room.reader.pages, KEY.Key_1)
        room.settle()

    assert [each.anchor.quote for each in claims(room)] == [
        "Minutes of the winter board",
        COSTS,
        PILOT,
    ]


def test_brackets_change_the_claim_that_was_made_last(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    opened(room, tmp_path / "minutes.pdf")
    room.key(room.reader.pages, KEY.Key_Down, ALT)
    room.key(room.reader.pages, KEY.Key_1)
    room.settle()

    room.key(room.reader.pages, KEY.Key_BracketLeft)
    room.settle()
    weaker = last(room).strength
    for _ in range(2):
        room.key(room.reader.pages, KEY.Key_BracketRight)
        room.settle()

    assert weaker is Strength.PARTLY
    assert last(room).strength is Strength.BEST


def test_pens_are_loaded_one_after_the_other_by_typing_codes(room: Room, tmp_path: Path) -> None:
    opened(room, tmp_path / "minutes.pdf")

    room.key(room.reader.pages, KEY.Key_1)
    for code in ("k8", "s12"):
        room.type(code)
        room.key(None, KEY.Key_Return)
        room.settle()
    room.key(None, KEY.Key_Return)
    room.key(None, KEY.Key_Down, ALT)
    room.key(None, KEY.Key_2)
    room.settle()

    assert codes(room) == ["S12"]
    by_uid = {ksb.uid: ksb.code for ksb in queries.standard.ksbs(room.workspace.store)}
    loaded = [by_uid.get(uid, "") for uid in queries.pens.pens(room.workspace.store)]
    assert loaded[:3] == ["K8", "S12", ""]
    assert not room.reader.pen_loader.isVisible()


def test_the_same_keys_work_in_the_text_view(room: Room, tmp_path: Path) -> None:
    load(room, "K8", "S12")
    opened(room, tmp_path / "minutes.pdf")
    room.workspace.actions["page_or_text"].trigger()
    room.settle()
    text = room.reader.text

    for key in (KEY.Key_1, KEY.Key_2):
        room.key(text, KEY.Key_Down, ALT)
        room.key(text, key)
        room.settle()
    room.key(text, KEY.Key_BracketRight)
    room.settle()
    strong = last(room).strength
    room.key(text, KEY.Key_N)
    room.key(text, KEY.Key_Delete)
    room.settle()

    assert strong is Strength.BEST
    assert codes(room) == ["S12"]
    room.key(text, KEY.Key_B)
    assert room.reader.pages.isVisible()
    assert room.reader.pages.is_boxing


def test_a_drag_in_the_text_view_claims_with_the_pen_in_use(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    opened(room, tmp_path / "minutes.pdf")
    room.workspace.actions["page_or_text"].trigger()
    room.settle()
    text = room.reader.text
    room.key(text, KEY.Key_1)
    at = text.toPlainText().index(PILOT)
    cursor = text.textCursor()
    cursor.setPosition(at)
    start = text.cursorRect(cursor).center()
    cursor.setPosition(at + len(PILOT))
    stop = text.cursorRect(cursor).center()
    left = Qt.MouseButton.LeftButton

    room.qtbot.mousePress(text.viewport(), left, pos=start)
    room.qtbot.mouseMove(text.viewport(), stop)
    room.qtbot.mouseRelease(text.viewport(), left, pos=stop)
    room.qtbot.waitUntil(lambda: bool(claims(room)), timeout=5_000)
    room.settle()

    assert last(room).anchor.quote == PILOT


def test_a_box_is_claimed_at_once_with_a_pen(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    added(room, documents.photo(tmp_path / "board.png"))
    room.wait_drawn()

    room.key(room.reader.pages, KEY.Key_B)
    room.key(room.reader.pages, KEY.Key_1)
    room.settle()

    assert last(room).anchor.is_box
    assert not room.reader.pages.is_boxing


def test_single_keys_do_nothing_when_they_are_turned_off(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    opened(room, tmp_path / "minutes.pdf")
    pages = room.reader.pages
    habits().choose(single_keys=False)
    try:
        room.key(pages, KEY.Key_Down, ALT)
        for key in (KEY.Key_1, KEY.Key_H, KEY.Key_B):
            room.key(pages, key)
        room.settle()

        assert claims(room) == ()
        assert not room.reader.bar.isVisible()
        assert not pages.is_boxing
    finally:
        habits().choose(single_keys=True)


def test_a_found_word_grows_to_its_sentence(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    opened(room, tmp_path / "minutes.pdf")

    room.workspace.actions["find"].trigger()
    room.type("eight")
    room.key(None, KEY.Key_Return)
    room.settle()
    room.key(None, KEY.Key_Escape)
    room.key(None, KEY.Key_Down, ALT)
    room.key(None, KEY.Key_1)
    room.settle()

    assert last(room).anchor.quote == PILOT


def test_the_pens_are_named_radio_buttons_in_a_toolbar(room: Room, tmp_path: Path) -> None:
    load(room, "K8", "S12")
    opened(room, tmp_path / "minutes.pdf")
    room.key(room.reader.pages, KEY.Key_1)
    bar = room.reader.pen_bar

    faces = [QAccessible.queryAccessibleInterface(bar.pen(number)) for number in (0, 1, 2)]
    around = QAccessible.queryAccessibleInterface(bar)

    names = [face.text(QAccessible.Text.Name) for face in faces]
    assert names == ["Pen that asks", "Pen 1, K8, selected", "Pen 2, S12"]
    assert {face.role() for face in faces} == {QAccessible.Role.RadioButton}
    assert around.role() is QAccessible.Role.ToolBar


def test_arrows_choose_among_the_pens_and_del_empties_one(room: Room, tmp_path: Path) -> None:
    load(room, "K8", "S12")
    opened(room, tmp_path / "minutes.pdf")
    bar = room.reader.pen_bar
    bar.pen(0).setFocus()

    room.key(None, KEY.Key_Right)
    room.key(None, KEY.Key_Right)
    chosen = room.reader.pens.active
    room.key(None, KEY.Key_Delete)
    room.settle()

    assert chosen == 2
    assert room.reader.pens.active == 0
    assert queries.pens.pens(room.workspace.store)[1] == ""


@pytest.mark.parametrize("held", [ALT, ALT | SHIFT])
def test_pens_leave_keys_with_alt_alone(
    room: Room, tmp_path: Path, held: Qt.KeyboardModifier
) -> None:
    load(room, "K8")
    opened(room, tmp_path / "minutes.pdf")
    room.key(room.reader.pages, KEY.Key_Down, ALT)

    room.key(room.reader.pages, KEY.Key_1, held)
    room.settle()

    assert claims(room) == ()
