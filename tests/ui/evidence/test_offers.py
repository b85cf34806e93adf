"""What the Reader offers about a file: highlights in it, newer versions, parts, times."""

from __future__ import annotations

import stat
import wave
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QTreeWidget

from portfolio_app.domain.evidence import Shelf
from portfolio_app.services import mapping, originals, recognising, sorting
from portfolio_app.store import queries
from portfolio_app.ui.evidence.reader_window import ReaderWindow
from portfolio_app.ui.kit import messages, opening
from portfolio_app.ui.kit.habits import habits
from portfolio_app.ui.kit.places import EVIDENCE, Place
from tests.documents.test_marks import _line, _mark, _pdf
from tests.services.test_highlights import GREEN, LINES, YELLOW, _saved
from tests.services.test_splitting import _pdf as chapters
from tests.ui import walk
from tests.ui.evidence import documents
from tests.ui.evidence.conftest import WAIT, KeptRooms, Room
from tests.ui.evidence.test_pens import codes, last, load, opened
from tests.ui.evidence.test_reader import (
    ALT,
    COSTS,
    PILOT,
    added,
    claim_by_keys,
    claims,
    drag,
    spot,
    unnamed,
)

KEY = Qt.Key
NEWER = (
    documents.MINUTES[0].replace("The board negotiated an eight-week pilot with both teams.\n", ""),
    *documents.MINUTES[1:],
)


def marked(path: Path) -> Path:
    """Write a PDF with two yellow highlights, one of them with a comment, and a green one."""
    document = _pdf(LINES, LINES)
    _mark(document, _line(0), colour=YELLOW, Contents="costs, too")
    _mark(document, _line(1), colour=YELLOW)
    _mark(document, _line(2), colour=GREEN, page=1)
    return _saved(document, path)


def recording(path: Path, seconds: int) -> Path:
    """Write a silent recording."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(8000)
        out.writeframes(bytes([128]) * 8000 * seconds)
    return path


def words(room: Room) -> str:
    offer = room.reader.offer_bar.offer
    return offer.words if offer is not None and room.reader.offer_bar.isVisible() else ""


# highlights that were in the file


def test_each_colour_of_a_file_is_given_a_ksb_once(room: Room, tmp_path: Path) -> None:
    added(room, marked(tmp_path / "board.pdf"))
    room.wait_drawn()
    assert words(room) == "This file has 3 highlights in 2 colours. Give each colour a KSB once."

    room.key(room.reader.offer_bar.button("Give KSBs"), KEY.Key_Space)
    panel = room.reader.colours
    told = [row.accessibleName() for row in panel.rows]
    room.type("k8")
    room.key(None, KEY.Key_Return)
    room.key(None, KEY.Key_Return)
    room.settle()

    assert told == ["Yellow, 2 highlights", "Green, 1 highlights"]
    assert [each.anchor.quote for each in claims(room)] == LINES[:2]
    assert codes(room) == ["K8", "K8"]
    assert claims(room)[0].note == "costs, too"
    assert [row.group.name for row in panel.rows] == ["green"]
    assert words(room) == "This file has 1 highlight. Give each colour a KSB once."
    room.undo()
    assert claims(room) == ()
    assert len(panel.rows) == 2


def test_a_colour_that_is_left_is_not_offered_again(room: Room, tmp_path: Path) -> None:
    added(room, marked(tmp_path / "board.pdf"))
    room.wait_drawn()
    room.key(room.reader.offer_bar.button("Give KSBs"), KEY.Key_Space)

    for _ in range(2):
        room.reader.colours.rows[0].leave.click()
        room.settle()

    assert not room.reader.colours.isVisible()
    assert "highlight" not in words(room)
    assert claims(room) == ()


def test_tab_reaches_what_is_offered_before_the_page_under_it(room: Room, tmp_path: Path) -> None:
    added(room, marked(tmp_path / "board.pdf"))
    room.wait_drawn()
    room.reader.pages.setFocus()
    bar = room.reader.offer_bar
    backwards = []
    for _ in range(3):
        room.key(None, KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        backwards.append(room.window.focusWidget())

    assert backwards == [room.reader.thumbnails, bar._close, bar.button("Give KSBs")]


def test_a_notice_that_was_closed_stays_closed(room: Room, tmp_path: Path) -> None:
    first = added(room, marked(tmp_path / "board.pdf"))
    room.wait_drawn()
    room.reader.offer_bar._close.click()
    room.settle()
    other = added(room, documents.photo(tmp_path / "other.png"))
    room.open(other)

    room.open(first)

    assert "highlights" not in words(room)


def test_what_the_reader_offers_is_named_and_large_enough(room: Room, tmp_path: Path) -> None:
    added(room, marked(tmp_path / "board.pdf"))
    room.wait_drawn()
    room.reader.offer_bar.button("Give KSBs").click()
    room.key(room.reader.pages, KEY.Key_4)
    room.workspace.actions["split"].trigger()
    room.settle()

    assert room.reader.colours.isVisible()
    assert room.reader.pen_loader.isVisible()
    assert room.reader.parts.isVisible()
    assert unnamed(room.page) == []
    assert walk.small_targets(room.reader) == []


# newer versions


def replaced(room: Room, tmp_path: Path, answers: messages.Recorder) -> str:
    """Claim two passages, then replace the file with one that has only the first."""
    load(room, "K8", "S12")
    uid = opened(room, tmp_path / "minutes.pdf")
    for key, times in ((KEY.Key_1, 2), (KEY.Key_2, 1)):
        for _ in range(times):
            room.key(room.reader.pages, KEY.Key_Down, ALT)
        room.key(room.reader.pages, key)
        room.settle()
    assert [each.anchor.quote for each in claims(room)] == [COSTS, PILOT]
    answers.paths.append([documents.pdf(tmp_path / "minutes v2.pdf", *NEWER)])
    room.workspace.actions["replace"].trigger()
    room.settle()
    room.wait_drawn()
    return uid


def test_a_newer_version_reports_what_was_not_found_and_drops_nothing(
    room: Room, tmp_path: Path, answers: messages.Recorder
) -> None:
    replaced(room, tmp_path, answers)

    assert words(room) == (
        "1 of 2 highlights were found in the new version. One is kept with its old wording so you "
        "can place it. The earlier file is still stored."
    )
    rows = room.reader.passages.rows.model()
    shown = [rows.index(n, 0).data() for n in range(rows.rowCount())]
    assert shown[0] == "To place"
    assert "to place" in shown[1]
    assert [each.to_place for each in claims(room)] == [False, True]


def test_a_passage_is_placed_where_its_words_are_selected(
    room: Room, tmp_path: Path, answers: messages.Recorder
) -> None:
    load(room, "K8")
    replaced(room, tmp_path, answers)
    room.reader.offer_bar.button("Show me").click()
    bar = room.reader.placing_bar
    assert bar.isVisible()
    assert PILOT in bar._quote.text()

    drag(room, spot(room, "Nobody"), spot(room, "disagreed.", end=True))
    unclaimed = len(claims(room))
    room.qtbot.mouseClick(bar.put, Qt.MouseButton.LeftButton)
    room.settle()

    placed = next(each for each in claims(room) if each.ksb_code == "S12")
    assert unclaimed == 2
    assert (placed.anchor.quote, placed.to_place) == ("Nobody disagreed.", False)
    assert not bar.isVisible()
    assert words(room) == ""


def test_the_earlier_file_comes_back_with_its_passages(
    room: Room, tmp_path: Path, answers: messages.Recorder
) -> None:
    uid = replaced(room, tmp_path, answers)

    room.reader.offer_bar.button("Go back to the earlier file").click()
    room.settle()
    room.wait_drawn()

    assert [each.to_place for each in claims(room)] == [False, False]
    assert queries.evidence.item(room.workspace.store, uid).file_name == "minutes.pdf"
    assert words(room) == ""


# parts


def test_files_of_a_zip_are_taken_as_items(room: Room, tmp_path: Path) -> None:
    archive = tmp_path / "papers.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for name in ("one", "two"):
            out.write(
                documents.pdf(tmp_path / f"{name}.pdf", f"Paper {name} is here."), name + ".pdf"
            )
    uid = added(room, archive)
    room.workspace.go(Place(EVIDENCE, item=uid))
    room.settle()
    room.reader.offer_bar.button("Take out…").click()
    room.settle()
    panel = room.reader.parts
    listed = panel.findChild(QTreeWidget)
    assert listed is not None
    assert listed.topLevelItemCount() == 2

    room.key(listed, KEY.Key_Space)  # the first is not wanted
    panel.act.click()
    room.settle()

    found = queries.evidence.items(room.workspace.store)
    assert sorted(each.file_name for each in found) == ["papers.zip", "two.pdf"]
    assert next(each for each in found if each.file_name == "two.pdf").parent_uid == uid


def test_a_document_is_split_at_its_bookmarks(room: Room, tmp_path: Path) -> None:
    path = chapters(
        tmp_path / "book.pdf", ("One", "a"), ("Two", "b"), ("Three", "c"), bookmarks=True
    )
    uid = added(room, path)
    room.wait_drawn()

    room.workspace.actions["split"].trigger()
    room.settle()
    panel = room.reader.parts
    listed = panel.findChild(QTreeWidget)
    assert listed is not None
    titles = [listed.topLevelItem(n).text(1) for n in range(listed.topLevelItemCount())]
    panel.act.click()
    room.settle()

    parts = [
        each for each in queries.evidence.items(room.workspace.store) if each.parent_uid == uid
    ]
    assert titles == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert [each.title for each in parts] == titles


# recordings


def test_a_part_of_a_recording_is_claimed_by_typed_times(room: Room, tmp_path: Path) -> None:
    uid = added(room, recording(tmp_path / "talk.wav", 100))
    room.workspace.go(Place(EVIDENCE, item=uid))
    room.settle()
    whole = room.reader.views.whole
    assert whole.times.isVisible()
    room.qtbot.waitUntil(lambda: room.window.focusWidget() is whole.first_focus(), timeout=WAIT)

    room.type("0:05")
    room.key(None, KEY.Key_Tab)
    room.type("1:20")
    room.key(None, KEY.Key_Return)
    claim_by_keys(room, "s12")

    made = last(room)
    assert (made.anchor.time_from, made.anchor.time_to) == (5.0, 80.0)
    rows = room.reader.passages.rows.model()
    assert [rows.index(n, 0).data() for n in range(2)] == [
        "Times",
        "S12 claim on 00:05 to 01:20, Clearly shows",
    ]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("1:75", "2:00", "Type a time as minutes and seconds: 2:05."),
        ("0:20", "0:10", "Out must come after In."),
        ("0:20", "9:00", "The recording ends at 01:40."),
    ],
)
def test_times_that_cannot_be_are_said_beside_their_fields(
    room: Room, tmp_path: Path, start: str, end: str, told: str
) -> None:
    uid = added(room, recording(tmp_path / "talk.wav", 100))
    room.workspace.go(Place(EVIDENCE, item=uid))
    room.settle()
    times = room.reader.views.whole.times

    for edit, typed in zip(times.findChildren(QLineEdit), (start, end), strict=True):
        edit.setText(typed)
    times.claim.click()

    assert times._problem.text() == told
    assert not room.reader.bar.isVisible()


# originals, windows, habits


def test_the_original_is_opened_as_a_read_only_copy(
    room: Room, rooms: KeptRooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = documents.pdf(tmp_path / "minutes.pdf")
    added(room, path)
    room.wait_drawn()
    seen: list[Path] = []

    def see(shown: Path) -> bool:
        seen.append(shown)
        return True

    monkeypatch.setattr(opening, "open_file", see)
    room.workspace.actions["show_original"].trigger()
    room.settle()

    (copy,) = seen
    assert copy.name == "minutes.pdf"
    assert copy.read_bytes() == path.read_bytes()
    assert not copy.stat().st_mode & (stat.S_IWUSR | stat.S_IRWXG | stat.S_IRWXO)
    rooms.end()
    assert not copy.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.exe", "evil.exe"),
        ("a:b?.pdf", "ab.pdf"),
        ("..", "original"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_copy_never_gets_a_name_that_leads_elsewhere(name: str, kept: str) -> None:
    assert originals.safe_name(name) == kept


def test_a_claim_made_in_the_second_window_shows_in_the_first(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    uid = opened(room, tmp_path / "minutes.pdf")

    room.workspace.actions["open_window"].trigger()
    (window,) = room.window.findChildren(ReaderWindow)
    pages = window.reader.pages
    room.qtbot.waitUntil(lambda: pages.chars_of(0) is not None, timeout=WAIT)
    room.settle()
    room.key(pages, KEY.Key_Down, ALT)
    room.key(pages, KEY.Key_1)
    room.settle()

    made = last(room)
    assert window.reader.item_uid == uid
    assert room.reader.pages._flags.marks_on(0)
    assert room.reader.pages.flag_rect(made.uid) is not None
    assert window.windowTitle().endswith("– Reader")
    window.close()
    room.workspace.actions["open_window"].trigger()
    room.settle()
    assert len([each for each in room.window.findChildren(ReaderWindow) if each.isVisible()]) == 1


def test_zoom_and_view_are_as_they_were_left(room: Room, tmp_path: Path) -> None:
    first = opened(room, tmp_path / "minutes.pdf")
    room.reader.pages.set_zoom(1.5)
    second = added(room, documents.pdf(tmp_path / "other.pdf", "Other words here."))
    room.open(second)
    room.workspace.actions["page_or_text"].trigger()
    room.settle()

    room.open(first)
    zoom, was_page = room.reader.pages.zoom, room.reader.pages.isVisible()
    room.workspace.go(Place(EVIDENCE, item=second))
    room.settle()

    assert (round(zoom, 2), was_page) == (1.5, True)
    assert room.reader.text.isVisible()


def test_alt_and_page_keys_go_through_the_items_of_the_list(room: Room, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        added(room, documents.pdf(tmp_path / f"{name}.pdf", f"Words of {name}."))
    room.workspace.go(Place(EVIDENCE, tab="library"))
    room.settle()
    table = room.page.library.table
    order = [row.uid for row in table.rows_model.rows]
    room.open(order[0])

    seen = []
    for name in ("next_item", "next_item", "next_item", "previous_item"):
        room.workspace.actions[name].trigger()
        room.settle()
        seen.append(room.reader.item_uid)

    assert seen == [order[1], order[2], order[2], order[1]]
    assert "This is the last item of the list." in room.told


# the claim bar


def test_words_in_common_are_named_and_never_applied(room: Room, tmp_path: Path) -> None:
    ksb = mapping.ksb_called(room.workspace.store, "K8")
    opened(room, tmp_path / "paper.pdf", f"{ksb.text.splitlines()[0]}")
    room.key(room.reader.pages, KEY.Key_Down, ALT)
    room.key(room.reader.pages, KEY.Key_H)
    common = room.reader.bar.common
    named = [button.text() for button in common.findChildren(QPushButton)]

    assert common.isVisible()
    assert any(name.startswith("K8: ") for name in named)
    assert len(named) <= 3
    assert room.reader.bar.ksb_uids == ()
    habits().choose(words_in_common=False)
    try:
        assert not common.isVisible()
    finally:
        habits().choose(words_in_common=True)


def test_a_private_note_is_kept_with_its_passage(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    opened(room, tmp_path / "minutes.pdf")
    room.key(room.reader.pages, KEY.Key_Down, ALT)
    room.key(room.reader.pages, KEY.Key_1)
    room.settle()
    room.key(room.reader.pages, KEY.Key_N)
    room.key(room.reader.pages, KEY.Key_Return)
    note = room.reader.bar.findChild(QLineEdit, "claim_note")
    assert note is not None

    note.setFocus()
    room.type("Ask Sam about this")
    room.key(None, KEY.Key_Escape)
    room.settle()

    assert last(room).note == "Ask Sam about this"
    assert "never exported" in note.accessibleName()


def test_reading_is_tagged_as_theory_and_never_claimed(room: Room, tmp_path: Path) -> None:
    load(room, "K8")
    uid = opened(room, tmp_path / "article.pdf")
    sorting.read(room.workspace.store, [uid])
    room.page.reader.open_item(uid)
    room.reader._on_item_changed()
    room.key(room.reader.pages, KEY.Key_Down, ALT)

    room.key(room.reader.pages, KEY.Key_1)
    shown = room.reader.bar._theory.text()
    claim_by_keys(room, "k2")

    (tag,) = queries.theory.theory(room.workspace.store)
    assert queries.evidence.item(room.workspace.store, uid).shelf is Shelf.READING
    assert shown == "Theory: never a claim, never in the bundle"
    assert tag.ksb_code == "K2"
    assert claims(room) == ()


NAUGHTY = (
    "<script>alert(1)</script>",
    "'; DROP TABLE claim;--",
    "\u03a9\u2248\u00e7\u221a\u222b\u02dc\u00b5\u2264\u2265\u00f7",
    "\u7530\u4e2d\u3055\u3093\u306b\u3042\u3052\u3066\u4e0b\u3055\u3044",
    "\U0001f469\U0001f3fd\u200d\u2695\ufe0f (\u30ce\u0ca5\u76ca\u0ca5\uff09\u30ce",
    "\u202a\u202atest\u202a",
    "\u0627\u0644\u0643\u0644 \u0641\u064a \u0627\u0644\u0645\u062c\u0645\u0648",
    "\u202eoverride",
    "{0} %s %n",
    "=cmd|' /C calc'!A0",
    "A\u0300\u0301\u0302 Zalgo",
    "&amp; <b>bold</b>",
)


@pytest.mark.parametrize("words_typed", NAUGHTY)
def test_naughty_strings_survive_in_the_bar_and_the_note_and_show_as_text(
    room: Room, tmp_path: Path, words_typed: str
) -> None:
    opened(room, tmp_path / "minutes.pdf")
    room.key(room.reader.pages, KEY.Key_Down, ALT)
    room.key(room.reader.pages, KEY.Key_H)
    bar = room.reader.bar
    bar._shows.setText(words_typed)
    claim_by_keys(room, "k8")
    room.key(room.reader.pages, KEY.Key_N)
    room.key(room.reader.pages, KEY.Key_Return)
    bar._note.setFocus()
    bar._note.setText(words_typed)
    bar._note.setModified(True)
    room.key(None, KEY.Key_Escape)
    room.settle()

    made = last(room)
    assert (made.shows, made.note) == (words_typed.strip(), words_typed.strip())
    index = room.reader.passages.rows.model().index(1, 0)
    assert "<script" not in index.data(Qt.ItemDataRole.ToolTipRole)
    room.key(room.reader.pages, KEY.Key_N)
    room.key(room.reader.pages, KEY.Key_Return)
    assert bar._shows.text() == words_typed.strip()


# pictures of words


@pytest.mark.skipif(not recognising.available(), reason="no program here reads words off pictures")
def test_a_scan_gets_words_when_a_recogniser_is_found(room: Room, tmp_path: Path) -> None:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (1600, 700), "white")
    font = ImageFont.load_default(size=64)
    ImageDraw.Draw(picture).text((80, 200), "The chair set out three options", "black", font)
    picture.save(tmp_path / "scan.png")
    uid = added(room, tmp_path / "scan.png")
    room.wait_drawn()
    notice = room.reader._notice
    room.qtbot.waitUntil(notice.read.isVisible, timeout=WAIT)

    notice.read.click()
    room.qtbot.waitUntil(lambda: not room.workspace.busy, timeout=90_000)
    room.wait_drawn()

    (page,) = queries.text.page_texts(room.workspace.store, uid)
    assert "three options" in page.text
    assert "read by machine" in words(room)
