from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.domain.evidence import Check, EvidenceItem, EvidenceKind
from portfolio_app.services import (
    evidence,
    intake,
    mapping,
    portfolio,
    projects,
    shortlist,
    sorting,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.evidence import evidence_columns as columns
from portfolio_app.ui.evidence import library_view
from portfolio_app.ui.evidence.evidence_page import EvidencePage
from portfolio_app.ui.evidence.preview import Preview
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.private_sign import PrivateSign
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.workroom.host import Workroom
from tests.ui.evidence import documents
from tests.ui.evidence.conftest import WAIT, Room
from tests.ui.evidence.test_reader import unnamed

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def some(room: Room, tmp_path: Path, count: int) -> list[str]:
    """Add this many small files and return their items in order of the numbers in their titles."""
    folder = tmp_path / "papers"
    folder.mkdir(exist_ok=True)
    for number in range(count):
        documents.pdf(folder / f"paper-{number}.pdf", f"Paper number {number} is here.")
    room.add(folder)
    items = queries.evidence.items(room.workspace.store)
    return [item.uid for item in sorted(items, key=lambda item: item.file_name)]


def items(room: Room) -> dict[str, EvidenceItem]:
    return {item.uid: item for item in queries.evidence.items(room.workspace.store)}


def made_up(count: int) -> tuple[EvidenceItem, ...]:
    return tuple(
        EvidenceItem(
            uid=f"{number:026d}",
            title=f"Paper {number} about {'finance' if number % 7 == 0 else 'people'}",
            kind=EvidenceKind.REPORT if number % 2 else EvidenceKind.MINUTES,
            document=DocumentKind.PDF,
            status=ReadStatus.READABLE,
            pages=number % 90,
            bytes=1000,
            sha256="",
            file_name=f"paper-{number}.pdf",
            folder="",
            added_at=f"2026-01-01T00:00:{number % 60:02d}",
            date=f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            claims=number % 3,
            ksb_codes=("K8", "S12")[: number % 3],
        )
        for number in range(count)
    )


def test_an_empty_library_says_what_to_do(room: Room) -> None:
    library = room.page.library

    assert library._stack.currentWidget() is library._drop
    assert library.first_focus() is library._empty.buttons[0]
    assert not library._filter.isVisible()


def test_several_files_are_listed_and_told_one_by_one(room: Room, tmp_path: Path) -> None:
    good = documents.pdf(tmp_path / "minutes.pdf")
    twin = tmp_path / "copy.pdf"
    twin.write_bytes(good.read_bytes())
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing of use")
    missing = tmp_path / "not there.pdf"

    room.add(good, twin, broken, missing)

    panel = room.page.library._results
    rows = {Path(row.path).name: row for row in panel.table.rows_model.rows}
    assert panel.isVisible()
    assert {name: row.status for name, row in rows.items()} == {
        "minutes.pdf": "readable",
        "copy.pdf": "duplicate",
        "broken.pdf": "kept",
        "not there.pdf": "failed",
    }
    assert all(rows[name].problem for name in ("copy.pdf", "broken.pdf", "not there.pdf"))
    assert panel.table.rows_model.rows[0].status == "failed"
    assert len(items(room)) == 2


def test_a_duplicate_can_be_added_all_the_same(room: Room, tmp_path: Path) -> None:
    good = documents.pdf(tmp_path / "minutes.pdf")
    twin = tmp_path / "copy.pdf"
    twin.write_bytes(good.read_bytes())
    room.add(good, twin)
    panel = room.page.library._results

    assert panel.table.current_value().status == "duplicate"
    room.qtbot.mouseClick(panel._again, Qt.MouseButton.LeftButton)
    room.settle()

    assert len(items(room)) == 2


def test_an_import_is_taken_back_as_one_step(room: Room, tmp_path: Path) -> None:
    some(room, tmp_path, 3)

    room.undo()

    assert items(room) == {}
    assert room.page.library._stack.currentWidget() is room.page.library._drop


def test_dropped_files_are_added(room: Room, tmp_path: Path) -> None:
    path = documents.pdf(tmp_path / "minutes.pdf")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    room.window.dropEvent(event)
    room.settle()

    assert [item.file_name for item in items(room).values()] == ["minutes.pdf"]
    assert room.page.is_reading


@pytest.mark.parametrize("what", ["words", "picture"])
def test_what_was_copied_is_kept_as_an_item(room: Room, what: str) -> None:
    if what == "words":
        QGuiApplication.clipboard().setText("The board agreed the pilot.\nIt begins in March.")
    else:
        picture = QImage(80, 60, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.darkGreen)
        QGuiApplication.clipboard().setImage(picture)

    room.workspace.actions["paste_evidence"].trigger()
    room.settle()

    (item,) = items(room).values()
    assert item.status is ReadStatus.READABLE
    assert item.document is (DocumentKind.TEXT if what == "words" else DocumentKind.IMAGE)


def test_the_list_works_by_keys_alone(room: Room, tmp_path: Path) -> None:
    uids = some(room, tmp_path, 3)
    library = room.page.library
    table = library.table
    table.setFocus()
    table.select_keys({uids[1]}, uids[1])

    room.key(table, Qt.Key.Key_D, CTRL)
    room.settle()
    listed = items(room)[uids[1]].ref
    room.key(table, Qt.Key.Key_F2)
    room.type("Winter plan")
    room.key(None, Qt.Key.Key_Return)
    room.settle()
    room.key(table, Qt.Key.Key_Delete)
    room.settle()
    left = set(items(room))
    room.undo()

    assert listed == "E01"
    assert left == {uids[0], uids[2]}
    assert items(room)[uids[1]].title == "Winter plan"
    assert items(room)[uids[1]].ref == "E01"


def test_the_next_row_is_current_after_one_was_binned(room: Room, tmp_path: Path) -> None:
    some(room, tmp_path, 3)
    table = room.page.library.table
    order = [item.uid for item in table.rows_model.rows]
    table.setFocus()
    table.selectRow(1)

    room.key(table, Qt.Key.Key_Delete)
    room.settle()

    assert table.current_value().uid == order[2]
    assert table.hasFocus()


def test_the_bin_gives_back(room: Room, tmp_path: Path) -> None:
    uids = some(room, tmp_path, 2)
    room.workspace.do(evidence.bin_items, uids[:1])
    room.settle()

    room.workspace.go(Place(EVIDENCE, tab="bin"))
    binned = [item.uid for item in room.page.bin.table.rows_model.rows]
    room.key(room.page.bin.table, Qt.Key.Key_Return)
    room.settle()

    assert binned == uids[:1]
    assert set(items(room)) == set(uids)
    assert room.page.bin._stack.currentWidget() is room.page.bin._empty


def test_a_click_on_the_tick_puts_an_item_on_the_shortlist(room: Room, tmp_path: Path) -> None:
    uids = some(room, tmp_path, 2)
    table = room.page.library.table
    row = [item.uid for item in table.rows_model.rows].index(uids[1])
    place = table.visualRect(table.model().index(row, library_view.SHORTLIST)).center()

    room.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    room.settle()

    assert items(room)[uids[1]].ref == "E01"


def test_the_filter_finds_words_codes_and_kinds() -> None:
    searchable = columns.Searchable(made_up(400))

    by_word = searchable.found(columns.Filter(words="finance paper"))
    by_code = searchable.found(columns.Filter(words="s 12"))
    by_kind = searchable.found(columns.Filter(kind=EvidenceKind.MINUTES, unmapped=True))

    assert len(by_word) == 58
    assert all("S12" in item.ksb_codes for item in by_code)
    assert len(by_code) == 133
    assert all(item.kind is EvidenceKind.MINUTES and not item.claims for item in by_kind)


def test_a_filter_without_a_match_offers_to_clear_it(room: Room, tmp_path: Path) -> None:
    some(room, tmp_path, 2)
    library = room.page.library
    room.workspace.actions["find"].trigger()
    assert room.window.focusWidget() is library._filter

    room.type("zebra")
    room.qtbot.waitUntil(lambda: library._stack.currentWidget() is library._none, timeout=WAIT)
    room.qtbot.mouseClick(library._none.buttons[0], Qt.MouseButton.LeftButton)

    assert len(library.table.rows_model.rows) == 2


def test_newest_comes_first_and_undated_last() -> None:
    found = columns.newest_first(made_up(40))
    dates = [item.date for item in found]

    assert dates == sorted(dates, reverse=True)


def test_details_are_saved_as_they_are_typed(room: Room, tmp_path: Path) -> None:
    (uid,) = some(room, tmp_path, 1)
    room.workspace.go(Place(EVIDENCE, tab="library", item=uid, want="select"))
    pane = room.page._details
    room.window._details.setVisible(True)

    pane._context.setFocus()
    room.type("Minutes of the board I chair.")
    pane._private.setFocus()
    room.type("I was nervous")
    room.qtbot.waitUntil(lambda: items(room)[uid].private_note == "I was nervous", timeout=WAIT)
    pane._date.setFocus()
    pane._date.selectAll()
    room.type("3 Mar 26")
    pane._confirm.setFocus()
    room.type("Line manager")
    room.page.can_leave()
    room.settle()

    item = items(room)[uid]
    assert item.context == "Minutes of the board I chair."
    assert (item.date, item.date_source) == ("2026-03-03", "typed")
    assert item.confirm == "Line manager"


def test_what_is_typed_last_is_saved_when_another_item_is_chosen(
    room: Room, tmp_path: Path
) -> None:
    first, second = some(room, tmp_path, 2)
    room.workspace.go(Place(EVIDENCE, tab="library", item=first, want="select"))
    pane = room.page._details
    room.window._details.setVisible(True)
    pane._part.setFocus()
    room.type("I chaired it")

    room.page.library.select(second)
    room.settle()

    assert items(room)[first].part == "I chaired it"
    assert items(room)[second].part == ""
    assert pane._part.toPlainText() == ""


def test_too_many_words_are_said_and_still_saved(room: Room, tmp_path: Path) -> None:
    (uid,) = some(room, tmp_path, 1)
    room.workspace.go(Place(EVIDENCE, tab="library", item=uid, want="select"))
    pane = room.page._details

    pane._context.setPlainText("word " * 41)
    room.page.can_leave()
    room.settle()

    assert "41 of 40 words" in pane._context_note.text()
    assert items(room)[uid].context.split() == ["word"] * 41


def test_the_private_note_says_that_it_is_never_exported(room: Room, tmp_path: Path) -> None:
    (uid,) = some(room, tmp_path, 1)
    room.workspace.go(Place(EVIDENCE, tab="library", item=uid, want="select"))

    assert "never exported" in room.page._details._private.accessibleName()
    signs = room.page._details.findChildren(PrivateSign)
    assert len(signs) == 3  # the note's, the checks' and that of a buddy's comments
    assert not any(sign.pixmap().isNull() for sign in signs)


def test_checks_projects_and_the_date_are_kept_and_undone(room: Room, tmp_path: Path) -> None:
    room.add(documents.pdf(tmp_path / "2025-11-12 minutes.pdf", "The board met."))
    (uid,) = items(room)
    room.workspace.go(Place(EVIDENCE, tab="library", item=uid, want="select"))
    pane = room.page._details
    assert pane._date_right.isVisibleTo(pane)

    pane._checks.boxes[Check.VALID].click()
    room.settle()
    pane._projects.edit.setText(" Winter  pressures ")
    room.qtbot.keyClick(pane._projects.edit, Qt.Key.Key_Return)
    room.settle()
    pane._date_right.click()
    room.settle()

    item = queries.evidence.item(room.workspace.store, uid)
    assert item.checks == (Check.VALID,)
    assert item.projects == ("Winter pressures",)
    assert item.date_source == "typed"
    assert not pane._date_right.isVisibleTo(pane)
    pane._checks.boxes[Check.VALID].click()
    room.settle()
    assert queries.evidence.item(room.workspace.store, uid).checks == ()
    room.undo()
    assert queries.evidence.item(room.workspace.store, uid).checks == (Check.VALID,)
    assert pane._checks.boxes[Check.VALID].isChecked()


def test_the_library_is_filtered_by_project_and_leaves_out_what_is_only_read(
    room: Room, tmp_path: Path
) -> None:
    first, second, third = some(room, tmp_path, 3)
    projects.add(room.workspace.store, [first], "Pilot")
    sorting.read(room.workspace.store, [third])
    library = room.page.library
    room.workspace.changed.emit(Changes("", frozenset({Topic.EVIDENCE})))
    room.settle()
    assert {item.uid for item in library.table.rows_model.rows} == {first, second}

    library._project.setCurrentIndex(1)

    assert [item.uid for item in library.table.rows_model.rows] == [first]
    library._clear_filter()
    assert len(library.table.rows_model.rows) == 2


def test_a_candidate_stands_in_the_library_and_is_found_by_its_code(
    room: Room, tmp_path: Path
) -> None:
    first, _ = some(room, tmp_path, 2)
    store = room.workspace.store
    sorting.set_candidates(store, first, [mapping.ksb_called(store, "K8").uid])
    library = room.page.library
    room.workspace.changed.emit(Changes("", frozenset({Topic.EVIDENCE})))
    room.settle()
    row = [item.uid for item in library.table.rows_model.rows].index(first)
    cell = library.table.rows_model.index(row, library_view.KSBS)

    assert cell.data() == "K8"
    spoken = cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "KSBs: needs a passage for K8"
    library._filter.setText("k8")
    library._show()
    assert [item.uid for item in library.table.rows_model.rows] == [first]


def test_codes_in_file_names_are_noted_only_when_the_person_says_so(
    room: Room, tmp_path: Path, answers: messages.Recorder
) -> None:
    folder = tmp_path / "named"
    folder.mkdir()
    documents.pdf(folder / "K8_S12 minutes.pdf", "The board met.")
    documents.pdf(folder / "v2 A4 2025.pdf", "The board met again.")
    answers.answers.append("")
    room.add(folder)
    room.settle()
    assert "1 file is named with KSB codes." in answers.asked[-1].what
    assert not any(item.candidates for item in items(room).values())

    documents.pdf(folder / "B1 thanks.pdf", "Thanks to all.")
    answers.answers.append("note")
    room.add(folder / "B1 thanks.pdf")
    room.settle()

    assert [item.candidates for item in items(room).values() if item.candidates] == [("B1",)]
    room.undo()
    assert not any(item.candidates for item in items(room).values())


def test_space_shows_the_first_page_and_puts_it_away(room: Room, tmp_path: Path) -> None:
    some(room, tmp_path, 1)
    table = room.page.library.table

    room.qtbot.keyClick(table, Qt.Key.Key_Space)
    room.settle()

    (preview,) = room.page.library.findChildren(Preview)
    assert not preview.picture.pixmap().isNull()
    room.qtbot.keyClick(preview, Qt.Key.Key_Space)
    assert not preview.isVisible()


def test_reflective_words_are_said_where_they_are_typed(room: Room, tmp_path: Path) -> None:
    room.add(documents.pdf(tmp_path / "paper.pdf", "The board met."))
    (uid,) = items(room)
    room.workspace.go(Place(EVIDENCE, tab="library", item=uid, want="select"))
    pane = room.page._details

    pane._part.setPlainText("On reflection we chaired it.")

    assert "reads as reflection" in pane._part_note.text()
    assert "say what you did" in pane._part_note.text()


def test_alt_and_arrows_move_an_item_on_the_shortlist(room: Room, tmp_path: Path) -> None:
    uids = some(room, tmp_path, 3)
    room.workspace.do(shortlist.add, uids)
    room.settle()
    room.workspace.go(Place(EVIDENCE, tab="shortlist"))
    view = room.page.shortlist
    view.table.setFocus()
    view.table.selectRow(0)

    room.key(view.table, Qt.Key.Key_Down, ALT)
    room.settle()
    moved = shortlist.order(room.workspace.store)
    current = view.table.current_value().uid
    room.undo()

    assert moved == [uids[1], uids[0], uids[2]]
    assert current == uids[0]
    assert view._count.text() == "3 of about 18"
    assert shortlist.order(room.workspace.store) == uids


def test_a_row_of_the_shortlist_is_dragged_to_another_place(room: Room, tmp_path: Path) -> None:
    uids = some(room, tmp_path, 3)
    room.workspace.do(shortlist.add, uids)
    room.settle()
    room.workspace.go(Place(EVIDENCE, tab="shortlist"))
    table = room.page.shortlist.table
    view, left = table.viewport(), Qt.MouseButton.LeftButton
    first = table.visualRect(table.model().index(0, 1)).center()
    foot = table.visualRect(table.model().index(2, 1)).bottomLeft() + QPoint(40, 0)

    room.qtbot.mousePress(view, left, pos=first)
    room.qtbot.mouseMove(view, first + QPoint(0, 30))
    room.qtbot.mouseMove(view, foot)
    room.qtbot.mouseRelease(view, left, pos=foot)
    room.settle()

    assert shortlist.order(room.workspace.store) == [uids[1], uids[2], uids[0]]


def claim_first_words(room: Room, uid: str, code: str) -> None:
    store = room.workspace.store
    ksb = queries.standard.find_ksb(store, code)
    anchor = mapping.anchor_for_stretches(store, room.workspace.rooms.reader, uid, [(0, 0, 12)])
    mapping.claim(store, uid, [ksb.uid], anchor)


def test_the_shortlist_says_what_would_be_lost(room: Room, tmp_path: Path) -> None:
    uids = some(room, tmp_path, 2)
    for uid, code in ((uids[0], "K8"), (uids[0], "S12"), (uids[1], "S12")):
        claim_first_words(room, uid, code)
    room.workspace.do(shortlist.add, uids)
    room.settle()

    room.workspace.go(Place(EVIDENCE, tab="shortlist"))
    room.page.shortlist.table.selectRow(0)
    first = room.page.shortlist._lost.text()
    room.page.shortlist.table.selectRow(1)
    second = room.page.shortlist._lost.text()

    assert first == "Without E01: K8 would have no claim."
    assert second == "Without E02, no KSB would lose its passage."


def test_a_suggested_set_changes_nothing_until_used_and_is_one_step(
    room: Room, tmp_path: Path
) -> None:
    uids = some(room, tmp_path, 3)
    for uid, code in ((uids[0], "K8"), (uids[2], "S12")):
        claim_first_words(room, uid, code)
    room.workspace.do(shortlist.add, [uids[1]])
    room.settle()
    room.workspace.go(Place(EVIDENCE, tab="shortlist"))
    view = room.page.shortlist

    view.suggest()
    room.settle()
    whys = {row.uid: row.why for row in view.suggestion.table.rows_model.rows}
    assert whys[uids[1]] == "It isn't mapped to any KSB yet", "nobody said what it shows"
    room.key(view.suggestion._pieces, Qt.Key.Key_Escape)
    assert not view.suggestion.isVisible()

    view.suggest()
    room.settle()
    rows = [(row.what, row.uid) for row in view.suggestion.table.rows_model.rows]
    before = shortlist.order(room.workspace.store)
    room.qtbot.mouseClick(view.suggestion._use, Qt.MouseButton.LeftButton)
    room.settle()
    used = shortlist.order(room.workspace.store)
    room.undo()

    assert sorted(rows) == sorted([("Add", uids[0]), ("Add", uids[2]), ("Drop", uids[1])])
    assert before == [uids[1]]
    assert set(used) == {uids[0], uids[2]}
    assert shortlist.order(room.workspace.store) == [uids[1]]


def test_numbers_are_fixed_and_given_out_anew_after_old_and_new_were_shown(
    room: Room, tmp_path: Path
) -> None:
    uids = some(room, tmp_path, 3)
    room.workspace.do(shortlist.add, uids)
    room.settle()
    room.workspace.go(Place(EVIDENCE, tab="shortlist"))
    view = room.page.shortlist
    assert view._numbers.text() == "Fix numbering"

    room.qtbot.mouseClick(view._numbers, Qt.MouseButton.LeftButton)
    room.settle()
    assert view._count.text() == "3 of about 18. Numbers are fixed."
    assert (view._numbers.text(), view._numbers.isEnabled()) == ("Renumber…", False)
    room.workspace.do(shortlist.set_order, [uids[2], uids[0]])
    room.settle()
    assert [item.ref for item in view.table.rows_model.rows] == ["E03", "E01"]

    room.workspace.go(Place(EVIDENCE, tab="shortlist", want="numbers"))
    room.settle()
    assert [(row.old, row.new, row.uid) for row in view.renumbering.table.rows_model.rows] == [
        ("E03", "E01", uids[2]), ("E01", "E02", uids[0])
    ]  # fmt: skip
    room.key(view.renumbering.table, Qt.Key.Key_Escape)
    assert not view.renumbering.isVisible()
    assert view.table.isVisible()
    room.qtbot.mouseClick(view._numbers, Qt.MouseButton.LeftButton)
    room.settle()
    room.qtbot.mouseClick(view.renumbering.verb, Qt.MouseButton.LeftButton)
    room.settle()
    renumbered = [item.ref for item in view.table.rows_model.rows]
    room.undo()

    assert renumbered == ["E01", "E02"]
    assert [item.ref for item in view.table.rows_model.rows] == ["E03", "E01"]


def test_the_count_of_pieces_names_its_source(room: Room, tmp_path: Path) -> None:
    uids = some(room, tmp_path, 1)
    room.workspace.do(shortlist.add, uids)
    room.settle()

    room.workspace.go(Place(EVIDENCE, tab="shortlist"))
    view = room.page.shortlist

    assert view._count.text() == "1 of about 18"
    assert "Not confirmed for this version" in view._source.text()


def test_a_portfolio_open_to_read_offers_nothing_that_writes(
    qtbot: QtBot, store: Store, tmp_path: Path
) -> None:
    with Workroom(tmp_path / "scratch") as reading:
        path = documents.pdf(tmp_path / "minutes.pdf")
        (result,) = intake.add(store, reading, [path]).results
    store.close()
    again = portfolio.open_folder(store.folder, readonly=True)
    workspace = Workspace(again, Actions())
    page = EvidencePage(workspace)
    qtbot.addWidget(page)
    workspace.went.connect(page.show_place)
    page.show()

    workspace.go(Place(EVIDENCE))
    listed = {name for name, what in page.handlers().items() if not isinstance(what, str)}
    workspace.go(Place(EVIDENCE, item=result.item_uid))
    qtbot.waitUntil(lambda: page.reader.pages.pages == 3, timeout=WAIT)
    read = {name for name, what in page.handlers().items() if not isinstance(what, str)}
    page.reader.pages.step_sentence(1)
    qtbot.keyClick(page.reader.pages, Qt.Key.Key_H)

    assert listed <= {"find", "open_item", "copy_locator"}
    assert read == {
        "zoom_in", "zoom_out", "zoom_reset", "page_or_text", "find", "copy_locator",
        "show_original", "open_window", "next_item", "previous_item",
    }  # fmt: skip
    assert not page.reader.pen_bar.isVisible()
    assert not page.reader.bar.isVisible()
    assert workspace.close()


@pytest.mark.parametrize("tab", ["library", "shortlist", "bin"])
def test_everything_that_takes_the_focus_has_a_name(room: Room, tmp_path: Path, tab: str) -> None:
    uids = some(room, tmp_path, 2)
    room.workspace.do(shortlist.add, uids[:1])
    room.workspace.do(evidence.bin_items, uids[1:])
    room.settle()

    room.workspace.go(Place(EVIDENCE, tab=tab))
    room.settle()

    assert unnamed(room.page) == []


def test_cells_are_read_out_with_their_column(room: Room, tmp_path: Path) -> None:
    (uid,) = some(room, tmp_path, 1)
    claim_first_words(room, uid, "K8")
    room.workspace.do(shortlist.add, [uid])
    room.settle()
    room.workspace.go(Place(EVIDENCE, tab="library"))
    model: Any = room.page.library.table.model()

    spoken = [
        model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(7)
    ]

    assert spoken[3:] == ["Pages: 1", "KSBs: K8", "Checks: none ticked", "Shortlist: E01"]
