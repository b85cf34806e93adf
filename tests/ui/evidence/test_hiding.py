from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from portfolio_app.domain.hiding import BLOCK, Hide
from portfolio_app.services import hiding, mapping, names_to_hide
from portfolio_app.store import queries
from portfolio_app.store.tables import HideRow
from portfolio_app.ui.evidence.hiding_review import HidingReview
from portfolio_app.ui.kit.places import SETTINGS, Place
from portfolio_app.ui.kit.theme import Theme
from portfolio_app.ui.shell.names_page import NamesPage
from tests.ui import walk
from tests.ui.evidence import documents
from tests.ui.evidence.conftest import WAIT, Room
from tests.ui.evidence.test_reader import added, drag, spot

SHIFT = Qt.KeyboardModifier.ShiftModifier
LETTER = (
    "Concerns were raised by Alex Exampleton about the timetable.\n"
    "Ring 0121 496 0000 or write to a.exampleton@example.org.",
    "Exampleton agreed to the pilot.",
)


def hides(room: Room) -> tuple[Hide, ...]:
    return queries.hides.hides(room.workspace.store)


def letter(room: Room, tmp_path: Path) -> str:
    uid = added(room, documents.pdf(tmp_path / "letter.pdf", *LETTER))
    room.wait_drawn()
    return uid


def select(room: Room, words: str) -> None:
    """Select words as the keys would: the mouse would ask for a claim."""
    from portfolio_app.ui.kit.page_selection import Caret

    pages = room.reader.pages
    chars = pages.chars_of(pages.page)
    assert chars is not None
    at = chars.text.index(words)
    pages.select(Caret(pages.page, at), Caret(pages.page, at + len(words)))


def hide_quote(room: Room, item_uid: str, words: str, label: str = "") -> str:
    work = room.workspace
    anchor = mapping.anchor_for_quote(work.store, work.rooms.reader, item_uid, words).anchor
    done: list[str] = []
    work.do(hiding.hide, item_uid, anchor, label, then=lambda made: done.append(made.uids[0]))
    room.settle()
    return done[0]


def colour_at(room: Room, place: QPoint) -> QColor:
    return room.reader.pages.viewport().grab().toImage().pixelColor(place)


def test_selected_words_are_hidden_with_the_keys_and_undone(room: Room, tmp_path: Path) -> None:
    letter(room, tmp_path)
    select(room, "Alex Exampleton")
    place = spot(room, "Alex")  # the label stands in the middle
    assert colour_at(room, place).lightness() > 100

    room.workspace.actions["hide"].trigger()
    room.settle()

    (made,) = hides(room)
    assert (made.anchor.quote, made.origin, made.page) == ("Alex Exampleton", "words", 1)
    assert colour_at(room, place) == QColor("#000000")
    assert room.told[-1] == "Hidden on page 1 of Letter"
    assert room.reader.pages.selection() == ()
    assert room.reader.side.tabs.tabText(1) == "Hidden 1"
    room.undo()
    assert hides(room) == ()
    assert colour_at(room, place).lightness() > 100
    assert not queries.claims.claims(room.workspace.store)


def test_an_area_is_hidden_with_keys_alone(room: Room, tmp_path: Path) -> None:
    letter(room, tmp_path)
    pages = room.reader.pages
    pages.setFocus()

    room.workspace.actions["hide"].trigger()
    assert pages.is_hiding
    assert room.reader.pen_bar.hide_button.isChecked()
    assert not room.reader.pen_bar.box.isChecked()
    first = pages.box()
    room.key(pages, Qt.Key.Key_Right)
    room.key(pages, Qt.Key.Key_Down, SHIFT)
    moved = pages.box()
    room.key(pages, Qt.Key.Key_H)  # nothing may be claimed here
    room.key(pages, Qt.Key.Key_Return)
    room.settle()

    (made,) = hides(room)
    assert first is not None
    assert moved is not None
    assert first[1][0] < moved[1][0]
    assert made.anchor.is_box
    assert made.origin == "drawn"
    assert not pages.is_hiding
    assert not room.reader.bar.isVisible()
    room.qtbot.waitUntil(lambda: room.window.focusWidget() is pages, timeout=WAIT)


def test_escape_leaves_hide_mode_and_hides_nothing(room: Room, tmp_path: Path) -> None:
    letter(room, tmp_path)
    pages = room.reader.pages

    room.workspace.actions["hide"].trigger()
    room.key(pages, Qt.Key.Key_Escape)

    assert not pages.is_hiding
    assert not pages.is_boxing
    assert not room.reader.pen_bar.hide_button.isChecked()
    assert hides(room) == ()


def test_a_dragged_area_is_hidden_and_no_claim_is_asked(room: Room, tmp_path: Path) -> None:
    letter(room, tmp_path)
    room.reader.pen_bar.hide_button.click()

    drag(room, spot(room, "Ring") - QPoint(5, 8), spot(room, "0000", end=True) + QPoint(5, 8))
    room.settle()

    (made,) = hides(room)
    assert made.anchor.is_box
    assert not room.reader.bar.isVisible()
    searched = hiding.find(room.workspace.store, room.workspace.rooms.reader)
    assert ("0121 496 0000", True) in [(f.words, f.is_hidden) for f in searched.found]


def test_hidden_words_are_blocks_or_their_label_in_the_text(room: Room, tmp_path: Path) -> None:
    uid = letter(room, tmp_path)
    hide_quote(room, uid, "Alex Exampleton", "Pupil A")
    hide_quote(room, uid, "0121 496 0000")

    room.workspace.actions["page_or_text"].trigger()
    room.settle()

    shown = room.reader.text.toPlainText()
    assert f"raised by Pupil A{BLOCK * 8} about" in shown
    assert f"Ring {BLOCK * 13} or" in shown
    assert "Alex" not in shown
    room.undo()
    assert "Ring 0121 496 0000 or" in room.reader.text.toPlainText()


def test_words_selected_in_the_text_are_hidden(room: Room, tmp_path: Path) -> None:
    letter(room, tmp_path)
    room.workspace.actions["page_or_text"].trigger()
    room.settle()
    text = room.reader.text
    start = text.toPlainText().index("about the timetable")
    cursor = text.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + 5, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)

    room.workspace.actions["hide"].trigger()
    room.settle()

    (made,) = hides(room)
    assert made.anchor.quote == "about"
    assert f"Exampleton {BLOCK * 5} the" in text.toPlainText()


def test_the_list_labels_shows_and_unhides(room: Room, tmp_path: Path) -> None:
    uid = letter(room, tmp_path)
    one = hide_quote(room, uid, "Alex Exampleton")
    hide_quote(room, uid, "Exampleton agreed", "Pupil B")
    side, places = room.reader.side, room.reader.hidden
    side.show_hidden()

    places.rows.setFocus()
    places.choose(one)
    places.label.setFocus()
    places.label.setEditText("Pupil A")
    room.key(places.label, Qt.Key.Key_Return)
    room.settle()
    labels = {each.anchor.quote: each.label for each in hides(room)}
    used = [places.label.itemText(n) for n in range(places.label.count())]
    places.rows.setFocus()
    room.key(places.rows, Qt.Key.Key_Down)
    room.key(places.rows, Qt.Key.Key_Return)
    page = room.reader.pages.page
    room.key(places.rows, Qt.Key.Key_Delete)
    room.settle()

    assert labels == {"Alex Exampleton": "Pupil A", "Exampleton agreed": "Pupil B"}
    assert used == ["Pupil A", "Pupil B"]
    assert page == 1
    assert [each.anchor.quote for each in hides(room)] == ["Alex Exampleton"]
    assert queries.evidence.item(room.workspace.store, uid).binned_at == ""


def test_a_click_on_a_hidden_place_chooses_its_row(room: Room, tmp_path: Path) -> None:
    uid = letter(room, tmp_path)
    made = hide_quote(room, uid, "Alex Exampleton")
    room.reader.side.show_passages()

    view = room.reader.pages.viewport()
    room.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot(room, "Exampleton"))

    assert room.reader.hidden.current_uid == made
    assert room.reader.side.tabs.currentIndex() == 1


def test_a_place_that_was_not_found_again_is_only_in_the_list(room: Room, tmp_path: Path) -> None:
    uid = letter(room, tmp_path)
    made = hide_quote(room, uid, "Alex Exampleton")
    with room.workspace.store.session() as session:
        session.query(HideRow).one().to_place = 1

    room.reader.hiding.reload()

    assert colour_at(room, spot(room, "Exampleton")) != QColor("#000000")
    assert room.reader.hidden.rows.model().rowCount() == 1
    room.reader.side.show_hidden()
    room.reader.hidden.choose(made)
    assert not room.reader.hidden.show_button.isEnabled()


# the review


def review(room: Room, *, items: list[str] | None = None) -> HidingReview:
    dialog = HidingReview(room.window, room.workspace, items)
    dialog.open()
    room.qtbot.waitUntil(lambda: dialog._has_searched and not dialog.is_searching, timeout=WAIT)
    room.settle()
    return dialog


@pytest.fixture
def listed(room: Room, tmp_path: Path) -> str:
    uid = letter(room, tmp_path)
    names_to_hide.add(room.workspace.store, ["Alex Exampleton; Pupil A", "Exampleton; Pupil A"])
    return uid


def test_the_review_shows_what_was_found_by_kind(room: Room, listed: str) -> None:
    dialog = review(room)

    chips = [chip.text() for chip in dialog.filters.chip_of.values() if chip.isVisibleTo(dialog)]
    assert dialog._count.text() == "Found 5 in 1 item: 5 to decide"
    assert chips == ["All 5", "Listed names 3", "NHS numbers 0", "UPN 0", "NI numbers 0",
                     "E-mails 1", "Postcodes 0", "Phones 1", "Dates of birth 0"]  # fmt: skip
    dialog.filters.chip_of["phone"].click()
    assert [row.words for row in dialog.rows.model_rows.rows] == ["0121 496 0000"]
    dialog.reject()


def test_a_place_is_hidden_left_and_undone_by_keys(room: Room, listed: str) -> None:
    dialog = review(room)
    rows = dialog.rows
    rows.setFocus()

    room.key(rows, Qt.Key.Key_H)
    room.settle()
    (made,) = hides(room)
    first = len(rows.model_rows.rows)
    dialog.filters.chip_of["phone"].click()
    dialog.other.ask(False)
    dialog.other.reason.setText("the school's own")
    room.key(dialog.other.reason, Qt.Key.Key_Return)
    room.settle()

    assert (made.anchor.quote, made.label, made.origin) == ("Alex Exampleton", "Pupil A", "name")
    assert first == 4
    (left,) = queries.names_to_hide.left_alone(room.workspace.store)
    assert (left.text, left.reason, left.item_uid) == ("0121 496 0000", "the school's own", listed)
    assert rows.model_rows.rows == ()
    dialog.undo_button.click()
    room.settle()
    dialog.undo_button.click()
    room.settle()
    assert hides(room) == ()
    assert dialog._count.text() == "Found 5 in 1 item: 5 to decide"
    dialog.reject()


def test_hide_everywhere_and_all_listed_are_one_step_each(room: Room, listed: str) -> None:
    dialog = review(room)
    dialog.filters.chip_of["email"].click()
    dialog.choices.label.setEditText("The office")
    room.key(dialog.rows, Qt.Key.Key_E)
    room.qtbot.waitUntil(lambda: not dialog.is_searching, timeout=WAIT)
    room.settle()
    assert [each.label for each in hides(room)] == ["The office"]

    dialog.all_button.click()
    room.qtbot.waitUntil(lambda: not dialog.is_searching, timeout=WAIT)
    room.settle()

    assert {each.label for each in hides(room)} == {"The office", "Pupil A"}
    assert not dialog.all_button.isEnabled()
    assert dialog._count.text() == "Found 5 in 1 item: 1 to decide"
    room.undo()
    assert [each.label for each in hides(room)] == ["The office"]
    dialog.reject()


def test_rows_have_a_picture_of_the_page(room: Room, listed: str) -> None:
    dialog = review(room)
    crops = dialog.rows.crops
    row = dialog.rows.model_rows.rows[0]

    room.qtbot.waitUntil(lambda: crops._kept.get(row.key) is not None, timeout=WAIT)

    picture = crops._kept[row.key]
    assert picture is not None
    image = picture.toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in
               range(0, image.height(), 2)}  # fmt: skip
    assert Theme.colour(dialog_theme(), "highlight.unmapped").name() in colours
    dialog.reject()


def dialog_theme() -> Theme:
    from portfolio_app.ui.kit.theme import theme

    return theme()


def test_pictures_are_named_to_be_looked_at(room: Room, tmp_path: Path) -> None:
    added(room, documents.scan(tmp_path / "scan.pdf"))

    dialog = review(room)

    assert "Pictures and handwriting aren't searched. Look at page 1 of Scan" in (
        dialog._pictures.text()
    )
    dialog.filters.chip_of["look"].click()
    assert dialog.rows.model_rows.rowCount() == 1
    dialog.reject()


def test_nothing_found_offers_the_list_of_names(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    dialog = review(room)

    dialog._empty.buttons[0].click()
    room.settle()

    page = room.window.page
    assert page is not None
    assert page.findChild(NamesPage) is not None
    assert page.findChild(NamesPage).isVisible()  # type: ignore[union-attr]


def test_everything_in_the_review_has_a_name_and_is_reached(
    room: Room, listed: str, qtbot: QtBot
) -> None:
    dialog = review(room)
    dialog.rows.setFocus()

    assert walk.problems(dialog) == []
    assert walk.unreached(dialog, walk.tab_order(dialog)) == []
    assert walk.small_targets(dialog) == []
    dialog.reject()


@pytest.mark.parametrize("scale", [100, 200])
def test_no_words_are_clipped(room: Room, listed: str, look: Theme, scale: int) -> None:
    look.choose(scale=scale)
    dialog = review(room)
    room.qtbot.wait(80)
    assert walk.clipped(dialog) == []
    dialog.reject()

    room.workspace.go(Place(SETTINGS, tab="names"))
    room.qtbot.wait(80)
    page = room.window.page
    assert page is not None
    found = page.findChild(NamesPage)
    assert found is not None
    assert walk.clipped(found) == []


def test_four_hundred_rows_are_shown_at_once(room: Room, tmp_path: Path) -> None:
    lines = ["\n".join(f"Ring 0121 496 {n:04d}." for n in range(p * 40, p * 40 + 40)) for p in
             range(10)]  # fmt: skip
    added(room, documents.pdf(tmp_path / "list.pdf", *lines))

    dialog = review(room)

    assert dialog.rows.model_rows.rowCount() == 400
    assert len(dialog.rows.crops._kept) < 30  # only what is in view is drawn
    dialog.reject()


# Preferences


def test_names_are_pasted_changed_and_taken_off(room: Room) -> None:
    room.workspace.go(Place(SETTINGS, tab="names"))
    page = room.window.page
    assert page is not None
    names = page.findChild(NamesPage)
    assert names is not None
    store = room.workspace.store

    names.new.setFocus()
    names.new.setPlainText("Alex Exampleton; Pupil A\nKit Sampleton")
    room.key(names.new, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert [n.text for n in queries.names_to_hide.names(store)] == [
        "Alex Exampleton",
        "Kit Sampleton",
    ]
    last = queries.names_to_hide.names(store)[1].uid
    names.table.select_keys({last})
    names.label.setFocus()
    names.label.setEditText("Pupil B")
    room.key(names.label, Qt.Key.Key_Return)
    room.settle()
    names.whole.click()
    room.settle()

    kit = queries.names_to_hide.names(store)[1]
    assert (kit.label, kit.whole_word) == ("Pupil B", False)
    names.own.click()
    room.settle()
    assert queries.names_to_hide.own_names_too(store)
    names.remove_button.click()
    room.settle()
    assert len(queries.names_to_hide.names(store)) == 1
    room.undo()
    assert len(queries.names_to_hide.names(store)) == 2
    assert walk.problems(names) == []
