from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget

from portfolio_app.domain.passage import Claim, Strength
from portfolio_app.store import queries
from portfolio_app.ui.evidence import text_view
from portfolio_app.ui.kit.places import EVIDENCE, Place
from tests.ui.evidence import documents
from tests.ui.evidence.conftest import WAIT, Room

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
COSTS = "The chair set out three options and the cost of each."
PILOT = "The board negotiated an eight-week pilot with both teams."


def claims(room: Room) -> tuple[Claim, ...]:
    return queries.claims.claims(room.workspace.store)


def added(room: Room, path: Path) -> str:
    """Add a file and return its item; a readable one is then open in the Reader."""
    room.add(path)
    return queries.evidence.items(room.workspace.store)[-1].uid


def spot(room: Room, words: str, *, end: bool = False) -> QPoint:
    """Return where words begin (or end) in the page view's viewport."""
    pages = room.reader.pages
    chars = pages.chars_of(pages.page)
    assert chars is not None
    at = chars.text.index(words) + (len(words) - 1 if end else 0)
    x0, y0, x1, y1 = chars.boxes[4 * at : 4 * at + 4]
    layout = pages.layout_now
    assert layout is not None
    place = layout.to_content(pages.page, x1 - 0.5 if end else x0 + 0.5, (y0 + y1) / 2)
    return (place - pages.offset).toPoint()


def drag(room: Room, start: QPoint, stop: QPoint) -> None:
    view = room.reader.pages.viewport()
    left = Qt.MouseButton.LeftButton
    room.qtbot.mousePress(view, left, pos=start)
    room.qtbot.mouseMove(view, start + QPoint(8, 0))
    room.qtbot.mouseMove(view, stop)
    room.qtbot.mouseRelease(view, left, pos=stop)


def claim_by_keys(room: Room, code: str) -> None:
    """Say which KSB the selection shows: the claim bar has the focus."""
    room.type(code)
    room.key(None, Qt.Key.Key_Return)
    room.key(None, Qt.Key.Key_Return)
    room.settle()


def test_a_dragged_passage_is_claimed_with_a_code_and_two_enters(
    room: Room, tmp_path: Path
) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()

    drag(room, spot(room, COSTS), spot(room, COSTS, end=True))
    claim_by_keys(room, "k8")

    (made,) = claims(room)
    assert (made.ksb_code, made.anchor.quote, made.page) == ("K8", COSTS, 1)
    assert made.strength is Strength.CLEARLY
    assert made.anchor.spans[0].quads
    assert room.told[-1] == "First claim made. 45 to go, and you have until gateway."
    assert room.reader.pages.flag_rect(made.uid) is not None
    assert not room.reader.bar.isVisible()
    room.qtbot.waitUntil(lambda: room.window.focusWidget() is room.reader.pages, timeout=5_000)


def test_the_first_claim_needs_no_mouse(room: Room, tmp_path: Path, answers: object) -> None:
    answers.paths.append([documents.pdf(tmp_path / "minutes.pdf")])  # type: ignore[attr-defined]

    room.workspace.actions["add_files"].trigger()
    room.settle()
    room.wait_drawn()
    room.qtbot.waitUntil(lambda: room.window.focusWidget() is room.reader.pages, timeout=5_000)
    for _ in range(2):
        room.key(None, Qt.Key.Key_Down, ALT)
    assert room.reader.pages.selected_text() == COSTS
    room.key(None, Qt.Key.Key_H)
    claim_by_keys(room, "k8")

    (made,) = claims(room)
    assert (made.ksb_code, made.anchor.quote) == ("K8", COSTS)


def test_sentences_and_words_are_added_and_taken_off_by_keys(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    pages = room.reader.pages

    room.key(pages, Qt.Key.Key_Down, ALT)
    room.key(pages, Qt.Key.Key_Down, ALT)
    room.key(pages, Qt.Key.Key_Down, ALT | SHIFT)
    two = " ".join(pages.selected_text().split())
    room.key(pages, Qt.Key.Key_Left, SHIFT)
    shorter = " ".join(pages.selected_text().split())
    room.key(pages, Qt.Key.Key_Up, ALT)
    before = pages.selected_text()

    assert two == f"{COSTS} {PILOT}"
    assert shorter == f"{COSTS} {PILOT.removesuffix('teams.').strip()}"
    assert before == "Minutes of the winter board"


def test_the_sentence_keys_walk_over_the_end_of_a_page(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    pages = room.reader.pages

    seen = []
    for _ in range(8):
        room.key(pages, Qt.Key.Key_Down, ALT)
        room.settle()
        seen.append(pages.selected_text())

    assert seen[3:6] == [
        "Nobody disagreed.",
        "Next steps",
        "The pilot begins in March and is reviewed in May.",
    ]


def test_a_drag_over_a_page_end_gives_one_passage_on_two_pages(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    pages = room.reader.pages
    pages.set_zoom(0.3)
    room.qtbot.waitUntil(lambda: pages.chars_of(1) is not None, timeout=WAIT)
    room.wait_drawn()

    start = spot(room, "Nobody disagreed.")
    chars = pages.chars_of(1)
    assert chars is not None
    at = chars.text.index("March") + 4
    _, y0, x1, y1 = chars.boxes[4 * at : 4 * at + 4]
    layout = pages.layout_now
    assert layout is not None
    stop = (layout.to_content(1, x1, (y0 + y1) / 2) - pages.offset).toPoint()
    drag(room, start, stop)
    claim_by_keys(room, "s12")

    (made,) = claims(room)
    assert [span.page_index for span in made.anchor.spans] == [0, 1]
    assert made.anchor.quote == "Nobody disagreed. Next steps The pilot begins in March"


def test_two_clicks_take_a_word_and_three_the_sentence(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    pages, left = room.reader.pages, Qt.MouseButton.LeftButton
    place = spot(room, "negotiated") + QPoint(8, 0)

    room.qtbot.mousePress(pages.viewport(), left, pos=place)
    room.qtbot.mouseRelease(pages.viewport(), left, pos=place)
    room.qtbot.mouseDClick(pages.viewport(), left, pos=place)
    word = pages.selected_text()
    room.qtbot.mousePress(pages.viewport(), left, pos=place)
    room.qtbot.mouseRelease(pages.viewport(), left, pos=place)
    sentence = pages.selected_text()

    assert word == "negotiated"
    assert sentence == PILOT
    room.qtbot.waitUntil(lambda: room.reader.bar.is_asking, timeout=WAIT)


def test_several_ksbs_on_one_passage_are_several_claims(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    drag(room, spot(room, PILOT), spot(room, PILOT, end=True))

    for code in ("s12", "b1"):
        room.type(code)
        room.key(None, Qt.Key.Key_Return)
    room.key(None, Qt.Key.Key_Return)
    room.settle()

    made = claims(room)
    assert sorted(each.ksb_code for each in made) == ["B1", "S12"]
    assert len({each.passage_uid for each in made}) == 1


def test_saving_without_a_ksb_says_what_is_missing(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(None, Qt.Key.Key_H)

    room.key(None, Qt.Key.Key_Return)

    assert "Choose a KSB first" in room.reader.bar._problem.text()
    assert room.reader.bar._problem.isVisible()
    assert claims(room) == ()


def test_marking_again_keeps_what_was_typed_in_the_bar(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    drag(room, spot(room, COSTS), spot(room, COSTS, end=True))
    room.type("k8")
    room.key(None, Qt.Key.Key_Return)
    room.reader.bar._shows.setFocus()
    room.type("Costed options")

    drag(room, spot(room, PILOT), spot(room, PILOT, end=True))
    room.key(room.reader.bar.field.edit, Qt.Key.Key_Return)
    room.settle()

    (made,) = claims(room)
    assert (made.anchor.quote, made.ksb_code, made.shows) == (PILOT, "K8", "Costed options")


def test_escape_closes_the_bar_and_keeps_nothing(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(None, Qt.Key.Key_H)

    room.key(None, Qt.Key.Key_Escape)
    room.settle()

    assert not room.reader.bar.isVisible()
    assert claims(room) == ()
    room.qtbot.waitUntil(lambda: room.window.focusWidget() is room.reader.pages, timeout=5_000)


def test_keys_change_strength_and_remove_and_undo_brings_back(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    pages = room.reader.pages
    room.key(pages, Qt.Key.Key_Down, ALT)
    room.key(pages, Qt.Key.Key_H)
    claim_by_keys(room, "k8")

    room.key(pages, Qt.Key.Key_N)
    room.key(pages, Qt.Key.Key_BracketRight)
    room.settle()
    stronger = claims(room)[0].strength
    room.key(pages, Qt.Key.Key_Delete)
    room.settle()
    gone = claims(room)
    room.undo()

    assert stronger is Strength.BEST
    assert gone == ()
    assert [each.ksb_code for each in claims(room)] == ["K8"]
    assert room.reader.pages._flags.marks_on(0)


def test_next_and_previous_passage_go_round_in_reading_order(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    pages = room.reader.pages
    for steps, code in ((3, "k8"), (1, "s12")):
        pages.clear_selection()
        pages.go_to_page(0)
        for _ in range(steps):
            room.key(pages, Qt.Key.Key_Down, ALT)
        room.key(pages, Qt.Key.Key_H)
        claim_by_keys(room, code)
    codes = {each.uid: each.ksb_code for each in claims(room)}

    seen = []
    for held in (Qt.KeyboardModifier.NoModifier,) * 3 + (SHIFT,):
        room.key(pages, Qt.Key.Key_N, held)
        seen.append(codes[pages.chosen])

    assert seen == ["S12", "K8", "S12", "K8"]


def test_a_flag_opens_its_claim_and_words_typed_there_are_saved(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(room.reader.pages, Qt.Key.Key_H)
    claim_by_keys(room, "k8")
    (made,) = claims(room)

    flag = room.reader.pages._flags._flags[made.uid]
    room.qtbot.mouseClick(flag, Qt.MouseButton.LeftButton)
    bar = room.reader.bar
    assert bar.claim_uid == made.uid
    bar._shows.setFocus()
    room.type("Chaired it")
    room.key(bar._shows, Qt.Key.Key_Escape)
    room.settle()

    assert claims(room)[0].shows == "Chaired it"


def test_a_box_is_drawn_moved_and_claimed_by_keys(room: Room, tmp_path: Path) -> None:
    added(room, documents.photo(tmp_path / "board.png"))
    room.wait_drawn()
    pages = room.reader.pages

    room.key(pages, Qt.Key.Key_B)
    first = pages.box()
    room.key(pages, Qt.Key.Key_Right)
    room.key(pages, Qt.Key.Key_Down, SHIFT)
    second = pages.box()
    room.key(pages, Qt.Key.Key_Return)
    claim_by_keys(room, "s3")

    assert first is not None
    assert second is not None
    assert second[1][0] > first[1][0]
    assert second[1][3] - second[1][1] > first[1][3] - first[1][1]
    (made,) = claims(room)
    assert made.anchor.is_box
    assert made.page == 1
    assert not pages.is_boxing


def test_a_box_is_drawn_with_the_mouse(room: Room, tmp_path: Path) -> None:
    added(room, documents.photo(tmp_path / "board.png"))
    room.wait_drawn()
    room.qtbot.mouseClick(room.reader.pen_bar.box, Qt.MouseButton.LeftButton)
    layout = room.reader.pages.layout_now
    assert layout is not None

    offset = room.reader.pages.offset
    start = (layout.to_content(0, 100, 100) - offset).toPoint()
    stop = (layout.to_content(0, 300, 200) - offset).toPoint()
    drag(room, start, stop)
    claim_by_keys(room, "s3")

    box = claims(room)[0].anchor.spans[0].quads[0]
    assert box[0] == pytest.approx(100, abs=2)
    assert box[5] == pytest.approx(200, abs=2)


def test_a_page_without_text_says_so_and_offers_the_box(room: Room, tmp_path: Path) -> None:
    added(room, documents.scan(tmp_path / "scan.pdf"))
    room.wait_drawn()
    reader = room.reader

    assert reader._notice.isVisible()
    assert "This page is a picture" in reader._notice.words.text()
    room.qtbot.mouseClick(reader._notice.button, Qt.MouseButton.LeftButton)
    assert reader.pages.is_boxing
    assert reader.pages.box() is not None


def test_the_text_view_claims_the_same_place_as_the_page_view(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(room.reader.pages, Qt.Key.Key_H)
    claim_by_keys(room, "k8")

    room.workspace.actions["page_or_text"].trigger()
    room.settle()
    text = room.reader.text
    room.qtbot.waitUntil(lambda: room.window.focusWidget() is text, timeout=5_000)
    for _ in range(2):
        room.key(text, Qt.Key.Key_Down, ALT)
    room.key(text, Qt.Key.Key_H)
    room.settle()
    claim_by_keys(room, "s12")

    by_page, by_text = claims(room)
    assert by_page.anchor == by_text.anchor


def test_text_is_selected_in_the_text_view_with_the_usual_keys(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.workspace.actions["page_or_text"].trigger()
    room.settle()
    text = room.reader.text

    for _ in range(3):
        room.key(text, Qt.Key.Key_Down)
    room.key(text, Qt.Key.Key_End, SHIFT)
    chosen = text.textCursor().selectedText()
    room.key(text, Qt.Key.Key_H)
    room.settle()
    claim_by_keys(room, "k8")

    assert chosen
    assert claims(room)[0].anchor.quote == " ".join(chosen.split())


def test_a_long_document_is_read_on_past_the_end_of_a_part(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_view, "PAGES_AT_ONCE", 2)
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.workspace.actions["page_or_text"].trigger()
    room.settle()
    text = room.reader.text

    first = text.toPlainText()
    room.key(text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    room.key(text, Qt.Key.Key_Down)
    room.settle()
    second = text.toPlainText()
    room.key(text, Qt.Key.Key_Up)
    room.settle()

    assert first.endswith("Pages 3 to 3 follow: press Down at the end.")
    assert second == "Page 3\nAnnex\nFigures are in thousands of pounds.\n"
    assert text.toPlainText() == first
    assert text.page == 1


def test_a_kept_kind_explains_itself_and_is_claimed_whole(room: Room, tmp_path: Path) -> None:
    plan = tmp_path / "plan.mpp"
    plan.write_bytes(b"\xd0\xcf\x11\xe0 not really")
    item = added(room, plan)
    room.workspace.go(Place(EVIDENCE, item=item))
    room.settle()
    whole = room.reader.views.whole

    assert whole.isVisible()
    assert "kept" in (whole._head.text() + whole._why.text())
    room.key(None, Qt.Key.Key_Space)
    claim_by_keys(room, "k8")

    (made,) = claims(room)
    assert made.anchor.is_whole
    assert made.item_uid == item


def test_a_locked_pdf_opens_with_its_password_only(room: Room, tmp_path: Path) -> None:
    item = added(room, documents.locked_pdf(tmp_path / "locked.pdf", "sesame"))
    room.workspace.go(Place(EVIDENCE, item=item))
    room.settle()
    whole = room.reader.views.whole
    assert whole._head.text() == "This file is locked with a password."
    room.qtbot.waitUntil(lambda: room.window.focusWidget() is whole._password, timeout=5_000)

    room.type("wrong")
    room.key(None, Qt.Key.Key_Return)
    room.settle()
    refused = whole._problem.text()
    room.type("sesame")
    room.key(None, Qt.Key.Key_Return)
    room.settle()
    room.wait_drawn()

    assert "doesn't open this file" in refused
    assert room.reader.pages.pages == 3
    assert room.reader.pages.isVisible()


def test_reading_goes_on_at_the_page_that_was_left(room: Room, tmp_path: Path) -> None:
    item = added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.reader.pages.go_to_page(2)
    room.wait_drawn()

    room.workspace.go(Place(EVIDENCE, tab="library"))
    room.settle()
    other = added(room, documents.photo(tmp_path / "other.png"))
    room.open(other)
    room.open(item)

    assert room.reader.pages.page == 2


def test_a_place_with_a_claim_shows_that_claim(room: Room, tmp_path: Path) -> None:
    item = added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.reader.pages.go_to_page(1)
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(room.reader.pages, Qt.Key.Key_H)
    claim_by_keys(room, "k8")
    (made,) = claims(room)
    room.reader.pages.go_to_page(0)
    room.workspace.go(Place(EVIDENCE, tab="library"))

    room.workspace.go(Place(EVIDENCE, item=item, claim=made.uid))
    room.wait_drawn()

    assert room.reader.pages.chosen == made.uid
    assert room.reader.pages.page == 1


def test_words_of_a_file_are_never_taken_for_markup(room: Room, tmp_path: Path) -> None:
    evil = "<b>Bold</b> <img src=x> plan."
    added(room, documents.pdf(tmp_path / "a <b>name.pdf", f"{evil}\nSecond line here."))
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(room.reader.pages, Qt.Key.Key_H)
    claim_by_keys(room, "k8")

    assert claims(room)[0].anchor.quote == evil
    for label in room.page.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.text()
    index = room.reader.passages.rows.model().index(1, 0)
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_another_document_may_be_opened_while_one_is_still_drawn(
    room: Room, tmp_path: Path
) -> None:
    first = added(room, documents.pdf(tmp_path / "one.pdf"))
    second = added(room, documents.pdf(tmp_path / "two.pdf", "Something else altogether."))

    for uid in (first, second, first, second):
        room.workspace.go(Place(EVIDENCE, item=uid))
    room.wait_drawn()

    chars = room.reader.pages.chars_of(0)
    assert chars is not None
    assert "Something else" in chars.text
    assert room.reader.pages.pages == 1


def test_zooming_keeps_the_place_under_the_pointer(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    pages = room.reader.pages
    at = QPointF(300, 300)
    assert pages.layout_now is not None
    before = pages.layout_now.to_page(0, at + pages.offset)

    pages.set_zoom(2.5, at)

    assert pages.layout_now is not None
    after = pages.layout_now.to_page(0, at + pages.offset)
    assert after == pytest.approx(before, abs=1.5)
    assert not pages.fits_width
    room.wait_drawn()


def test_find_steps_through_the_places_of_a_word(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()

    room.workspace.actions["find"].trigger()
    room.type("pilot")
    room.key(None, Qt.Key.Key_Return)
    room.settle()
    first = (room.reader.pages.selected_text(), room.reader._find._count.text())
    room.key(None, Qt.Key.Key_Return)
    room.settle()

    assert first == ("pilot", "1 of 2")
    assert room.reader._find._count.text() == "2 of 2"
    assert room.reader.pages.page == 1


def test_the_page_is_a_named_document_and_its_flags_are_named_buttons(
    room: Room, tmp_path: Path
) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(room.reader.pages, Qt.Key.Key_H)
    claim_by_keys(room, "s12")

    page = QAccessible.queryAccessibleInterface(room.reader.pages)
    flag = QAccessible.queryAccessibleInterface(
        next(iter(room.reader.pages._flags._flags.values()))
    )

    assert page.role() is QAccessible.Role.Document
    assert page.text(QAccessible.Text.Name).startswith("Page 1 of 3")
    assert flag.role() is QAccessible.Role.Button
    assert flag.text(QAccessible.Text.Name).startswith("S12 claim on ‘Minutes of the winter board’")
    assert flag.text(QAccessible.Text.Description) == "Clearly shows"


def test_everything_that_takes_the_focus_in_the_reader_has_a_name(
    room: Room, tmp_path: Path
) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(room.reader.pages, Qt.Key.Key_H)
    room.settle()

    assert unnamed(room.page) == []


def test_tab_goes_through_the_reader_in_reading_order(room: Room, tmp_path: Path) -> None:
    added(room, documents.pdf(tmp_path / "minutes.pdf"))
    room.wait_drawn()
    room.key(room.reader.pages, Qt.Key.Key_Down, ALT)
    room.key(room.reader.pages, Qt.Key.Key_H)
    claim_by_keys(room, "k8")
    room.reader.pages.clear_selection()
    room.key(room.reader.pages, Qt.Key.Key_N)
    room.key(room.reader.pages, Qt.Key.Key_Return)
    header = room.reader.header

    header.back.setFocus()
    seen = []
    for _ in range(26):
        focus = room.window.focusWidget()
        assert focus is not None
        if not room.reader.isAncestorOf(focus):
            break
        name = QAccessible.queryAccessibleInterface(focus).text(QAccessible.Text.Name)
        seen.append("The page" if focus is room.reader.pages else name)
        room.key(focus, Qt.Key.Key_Tab)

    wanted = [
        "Back to the library",
        "Page",
        "Zoom out (Ctrl+-)",
        "Page view (F7)",
        "Pen that asks, selected",
        "Load pen",
        "Box",
        "Whole item",
        "Small pictures of the pages",
        "Pages",
        "The page",
        "K8 claim on ‘Minutes of the winter board’",
        "Passages of this document",
        "Knowledge K8, Financial strategy",
        "Clearly shows",
        "Private note on this passage, never exported",
        "What this shows, optional, printed in the bundle",
        "Close",
        "Remove claim",
    ]
    assert [name for name in seen if name in wanted] == wanted


def unnamed(top: QWidget) -> list[str]:
    """Return what can take the focus and has no name of its own."""
    found = []
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
            continue
        name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if not name.strip() or name == type(widget).__name__:
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found
