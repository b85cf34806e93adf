"""The window around the areas, on the sample portfolio: by keyboard, by name, in every size."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QRadioButton, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.domain.changes import Changes
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress
from portfolio_app.services import evidence, mapping, portfolio, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.places import EVIDENCE, HELP, HOME, KSBS, SEARCH, SETTINGS, Place
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.theme import Choice, Theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.header_bar import HeaderBar
from portfolio_app.ui.shell.main_window import MainWindow
from portfolio_app.ui.shell.notices import NoticesDialog
from portfolio_app.ui.shell.palette import Palette
from portfolio_app.ui.shell.recovery_dialog import RecoveryDialog
from portfolio_app.ui.shell.toast import Toast
from tests.ui import walk

Idle = Callable[[Workspace], None]
Open = Callable[[Workspace], MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot, settings: QSettings) -> Iterator[Open]:
    opened: list[MainWindow] = []

    def build(workspace: Workspace) -> MainWindow:
        window = MainWindow(workspace, app.AREAS, settings)
        workspace.actions.setParent(window)
        opened.append(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        window.begin()
        return window

    yield build
    for window in opened:
        window.hide()
        window.deleteLater()


@pytest.fixture
def window(open_window: Open, sample: Workspace) -> MainWindow:
    return open_window(sample)


@pytest.fixture
def empty_window(open_window: Open, workspace: Workspace) -> MainWindow:
    return open_window(workspace)


def toast(window: MainWindow) -> Toast:
    found = window.findChild(Toast)
    assert found is not None
    return found


AREAS = [Place(HOME), Place(HELP)]
AREAS += [Place(SETTINGS, tab=tab) for tab in ("you", "appearance", "keys", "standard")]


def test_a_window_is_first_no_larger_than_its_screen(window: MainWindow) -> None:
    room = window.screen().availableGeometry()
    first = fitting(window, room.width() * 2, room.height() * 2)

    assert first.width() < room.width()
    assert first.height() < room.height()  # a title bar stands above it
    assert fitting(window, 300, 200) == QSize(300, 200)
    assert window.height() < room.height()


@pytest.mark.parametrize("place", AREAS, ids=lambda place: f"{place.area}-{place.tab}")
def test_everything_that_takes_the_focus_has_a_name_and_a_role(
    window: MainWindow, place: Place, idle: Idle
) -> None:
    window.workspace.go(place)
    idle(window.workspace)

    assert walk.problems(window) == []
    assert walk.small_targets(window) == []


@pytest.mark.parametrize("place", AREAS, ids=lambda place: f"{place.area}-{place.tab}")
def test_tab_reaches_everything_and_is_never_trapped(window: MainWindow, place: Place) -> None:
    window.workspace.go(place)
    order = walk.tab_order(window)

    assert walk.unreached(window, order) == []


@pytest.mark.parametrize("place", AREAS, ids=lambda place: f"{place.area}-{place.tab}")
@pytest.mark.parametrize("scale", [100, 200])
def test_no_words_are_cut_off_in_the_smallest_window(
    qtbot: QtBot, window: MainWindow, look: Theme, place: Place, scale: int
) -> None:
    look.choose(scale=scale)
    window.resize(1024, 680)
    window.workspace.go(place)

    def shows_everything() -> None:  # wrapped words ask for their height a second time
        assert walk.clipped(window) == []

    qtbot.waitUntil(shows_everything, timeout=2_000)


def test_an_area_has_its_number_and_back_returns(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.go(Place(SETTINGS))
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    assert window.page is window.page_of(HOME)
    window.workspace.actions["back"].trigger()
    assert window.page is window.page_of(SETTINGS)


def test_f6_goes_round_the_panes_and_back(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.page.isAncestorOf(window.focusWidget()))

    def pane() -> str:
        widget = window.focusWidget()
        while widget is not None:
            if widget.accessibleName() in ("Areas", "Header", "Content", "Status bar"):
                return widget.accessibleName()
            widget = widget.parentWidget()
        return ""

    seen = []
    for _ in range(4):
        window.workspace.actions["next_pane"].trigger()
        seen.append(pane())

    assert seen == ["Status bar", "Areas", "Header", "Content"]
    window.workspace.actions["previous_pane"].trigger()
    assert pane() == "Header"


def test_the_sidebar_keeps_its_names_when_it_shows_icons_only(
    window: MainWindow, look: Theme
) -> None:
    window.resize(1280, 800)
    wide = window.findChild(QToolButton, "nav_home").parentWidget().width()
    look.choose(scale=150)
    button = window.findChild(QToolButton, "nav_evidence")

    assert wide == 200
    assert button.parentWidget().width() == look.size("sidebar_width_icons")
    assert button.accessibleName() == "Evidence"


def test_f9_shows_the_labels_and_they_stay(window: MainWindow, settings: QSettings) -> None:
    window.resize(1024, 700)
    window.workspace.actions["sidebar"].trigger()
    window.resize(1030, 700)

    sidebar = window.findChild(QToolButton, "nav_home").parentWidget()
    assert sidebar.width() == 200


def test_actions_of_other_pages_say_why_they_are_not_available(window: MainWindow) -> None:
    window.workspace.go(Place(HOME))
    action = window.workspace.actions["zoom_in"]

    assert not action.isEnabled()
    assert action.toolTip() == "Not available here."


def test_no_two_actions_share_a_shortcut(window: MainWindow) -> None:
    keys = [a.shortcut().toString() for a in window.findChildren(type(window.actions()[0]))]
    keys = [key for key in keys if key]

    assert sorted(keys) == sorted(set(keys))


# --- the palette -----------------------------------------------------------------------------


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow) -> Palette:
    window.workspace.actions["palette"].trigger()
    found = window.findChild(Palette)
    assert found is not None
    qtbot.waitExposed(found)
    return found


def test_a_code_comes_first_and_enter_goes_there(
    palette: Palette, window: MainWindow, idle: Idle
) -> None:
    been: list[Place] = []
    window.workspace.went.disconnect(window.show_place)
    window.workspace.went.connect(been.append)
    QTest.keyClicks(palette.edit, "k8")
    idle(window.workspace)

    assert palette.rows[0].words.startswith("K8")
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    ksb = queries.standard.find_ksb(window.workspace.store, "K8")
    assert been == [Place(KSBS, tab="ksb", ksb=ksb.uid)]


def test_enter_before_the_answer_opens_what_was_typed_not_what_was_shown(
    palette: Palette, window: MainWindow, idle: Idle
) -> None:
    been: list[Place] = []
    window.workspace.went.disconnect(window.show_place)
    window.workspace.went.connect(been.append)
    QTest.keyClicks(palette.edit, "s12")
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert been == []
    idle(window.workspace)

    ksb = queries.standard.find_ksb(window.workspace.store, "S12")
    assert been == [Place(KSBS, tab="ksb", ksb=ksb.uid)]


def test_ctrl_enter_opens_an_item_in_a_second_window(
    palette: Palette, window: MainWindow, idle: Idle
) -> None:
    been: list[Place] = []
    window.workspace.went.disconnect(window.show_place)
    window.workspace.went.connect(been.append)
    QTest.keyClicks(palette.edit, "e02")
    idle(window.workspace)
    QTest.keyClick(palette.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    item = queries.evidence.find(window.workspace.store, "E02")
    assert been == [Place(EVIDENCE, item=item.uid, want="window")]


def test_twelve_rows_at_most_of_every_group_and_a_way_to_the_rest(
    palette: Palette, window: MainWindow, idle: Idle
) -> None:
    QTest.keyClicks(palette.edit, "board")
    idle(window.workspace)

    assert len(palette.rows) <= 12
    assert {"Evidence", "Passages", "More"} <= {row.group for row in palette.rows}
    assert palette.rows[-1].place == Place(SEARCH, want="find:board")


def test_signs_before_the_words_choose_the_group(
    palette: Palette, window: MainWindow, idle: Idle
) -> None:
    for typed, groups in (("#fin", {"KSBs"}), ("#", {"KSBs"}), ("/", {"Help"}), ("/key", {"Help"})):
        palette.edit.clear()
        QTest.keyClicks(palette.edit, typed)
        idle(window.workspace)

        assert {row.group for row in palette.rows} == groups, typed


def test_the_empty_palette_offers_what_was_open_and_five_actions(
    palette: Palette, window: MainWindow
) -> None:
    assert len([row for row in palette.rows if row.group == "Actions"]) == 5
    assert {row.group for row in palette.rows} <= {"Recent", "Actions"}


def test_an_e_number_comes_first(palette: Palette, window: MainWindow, idle: Idle) -> None:
    QTest.keyClicks(palette.edit, "e02")
    idle(window.workspace)

    assert palette.rows[0].words.startswith("E02")


def test_words_find_items_and_passages(palette: Palette, window: MainWindow, idle: Idle) -> None:
    claim = next(c for c in queries.claims.claims(window.workspace.store) if c.anchor.quote)
    QTest.keyClicks(palette.edit, " ".join(claim.anchor.quote.split()[:4]))
    idle(window.workspace)

    assert any(row.group == "Passages" for row in palette.rows)


def test_an_arrow_prefix_finds_actions_only(palette: Palette) -> None:
    QTest.keyClicks(palette.edit, ">back up")

    assert {row.group for row in palette.rows} == {"Actions"}
    assert palette.rows[0].words == "Back up now"


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("suggest", Place(EVIDENCE, tab="shortlist", want="suggest")),
        (">skills", Place(KSBS, tab="scan")),
        (">bin", Place(EVIDENCE, tab="bin")),
    ],
)
def test_a_sub_view_is_found_by_its_name(
    palette: Palette, window: MainWindow, idle: Idle, typed: str, place: Place
) -> None:
    QTest.keyClicks(palette.edit, typed)
    idle(window.workspace)

    assert place in [row.place for row in palette.rows]


def test_the_first_letters_of_an_action_put_it_first(
    palette: Palette, window: MainWindow, idle: Idle
) -> None:
    QTest.keyClicks(palette.edit, "compare")
    idle(window.workspace)
    assert palette.rows[0].words == "Compare with the official text"

    palette.edit.clear()
    QTest.keyClicks(palette.edit, "boar")  # a word of the papers, and of no action
    idle(window.workspace)
    assert palette.rows[0].group != "Actions"


@pytest.mark.parametrize("area", [EVIDENCE, KSBS, SETTINGS])
def test_ctrl_page_down_turns_the_tabs_of_an_area(
    window: MainWindow, idle: Idle, area: str
) -> None:
    window.workspace.go(Place(area))
    idle(window.workspace)

    QTest.keyClick(window.focusWidget(), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    idle(window.workspace)
    bar = next(each for each in window.page.findChildren(QTabBar) if each.isVisible())
    assert bar.currentIndex() == 1

    QTest.keyClick(window.focusWidget(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    idle(window.workspace)
    assert bar.currentIndex() == 0


def test_escape_closes_and_gives_the_focus_back(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.go(Place(SETTINGS, tab="you"))
    name = window.findChild(QLineEdit, "detail_name")
    assert name is not None
    name.setFocus()
    window.workspace.actions["palette"].trigger()
    found = window.findChild(Palette)
    assert found is not None
    QTest.keyClick(found.edit, Qt.Key.Key_Escape)

    qtbot.waitUntil(name.hasFocus)


# --- notices, undo, trouble ------------------------------------------------------------------


def test_a_notice_offers_undo_and_can_be_reached_by_keyboard(
    qtbot: QtBot, window: MainWindow, idle: Idle
) -> None:
    store = window.workspace.store
    item = queries.evidence.items(store)[0]
    window.workspace.do(evidence.edit, item.uid, title="Another title", toast=True)
    idle(window.workspace)
    assert toast(window).text

    window.workspace.actions["focus_toast"].trigger()
    focus = window.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Undo"
    QTest.keyClick(focus, Qt.Key.Key_Space)
    idle(window.workspace)

    assert queries.evidence.item(store, item.uid).title == item.title


def test_a_notice_stays_while_it_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.tell("Moved to bin", "some step")
    window.workspace.actions["focus_toast"].trigger()

    toast(window)._timer.timeout.emit()

    assert toast(window).text == "Moved to bin"
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert toast(window).text == ""


def test_the_status_bar_counts_the_shortlist_from_its_first_piece_as_home_does(
    window: MainWindow, idle: Idle
) -> None:
    store = window.workspace.store
    items = [each for each in queries.evidence.items(store) if each.is_evidence]
    for each in items:
        if each.ref:
            window.workspace.do(shortlist.remove, [each.uid])
    bare = min(items, key=lambda item: item.claims).uid
    for claim in queries.claims.claims(store):
        if claim.item_uid == bare:
            window.workspace.do(mapping.remove_claim, claim.uid)
    idle(window.workspace)
    link = window.findChild(QPushButton, "status_coverage")
    assert link is not None
    assert not link.text().startswith("0 of"), "the whole library"

    window.workspace.do(shortlist.add, [bare])
    idle(window.workspace)
    assert link.text().startswith("0 of"), "one piece, mapped to nothing"


def test_what_was_done_is_said_in_the_undo_item(window: MainWindow, idle: Idle) -> None:
    window.workspace.do(portfolio.set_detail, "employer", "Marsh Lane Trust")
    idle(window.workspace)

    assert window.workspace.actions["undo"].text() == "&Undo: Employer changed"


def test_a_refusal_is_told_in_words(window: MainWindow, asked: messages.Recorder) -> None:
    window.workspace.trouble.emit(PortfolioError("It was not done.", hint="Try again."))

    assert asked.asked[-1].what == "It was not done."
    assert asked.asked[-1].next == "Try again."


def test_a_full_disk_stays_on_screen(window: MainWindow, asked: messages.Recorder) -> None:
    error = PortfolioError("The disk is full.", hint="Free some space.", code="disk-full")
    window.workspace.trouble.emit(error)

    assert asked.asked == []
    assert window._trouble_bar.isVisible()
    assert "Free some space." in window._trouble_bar.words


def test_anything_else_is_passed_on_to_be_reported(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.unexpected) as caught:
        window.workspace.trouble.emit(KeyError("x"))

    assert isinstance(caught.args[0], KeyError)


# --- adding ----------------------------------------------------------------------------------


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(QPoint(50, 50)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)  # Qt passes drops on only while it is dragging itself


def test_a_file_dropped_anywhere_is_added(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path, idle: Idle
) -> None:
    work = empty_window.workspace
    work.went.disconnect(empty_window.show_place)
    been: list[Place] = []
    work.went.connect(been.append)
    note = tmp_path / "note of a meeting.txt"
    note.write_text("The board agreed the plan.", encoding="utf-8")

    drop(empty_window, note)
    idle(work)

    items = queries.evidence.items(work.store)
    assert [item.file_name for item in items] == ["note of a meeting.txt"]
    assert been == [Place(EVIDENCE, item=items[0].uid, page=0)]
    assert "1 file added" in toast(empty_window).text


def test_what_was_copied_is_kept_as_evidence(
    qtbot: QtBot, empty_window: MainWindow, idle: Idle
) -> None:
    work = empty_window.workspace
    work.went.disconnect(empty_window.show_place)
    board = QGuiApplication.clipboard()
    board.setText("Thank you for chairing\nthe panel.")
    work.actions["paste_evidence"].trigger()
    idle(work)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    board.setImage(picture)
    work.actions["paste_evidence"].trigger()
    idle(work)

    first, second = queries.evidence.items(work.store)
    assert first.title == "Thank you for chairing"
    assert second.title.startswith("Pasted picture")
    assert second.pages == 1


# --- keys and backups ------------------------------------------------------------------------


def recovery(qtbot: QtBot, window: MainWindow) -> RecoveryDialog:
    window.workspace.actions["recovery_key"].trigger()
    dialog = window.findChild(RecoveryDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.groups))
    return dialog


def test_the_recovery_key_is_saved_once_two_groups_are_typed_back(
    qtbot: QtBot, empty_window: MainWindow, idle: Idle
) -> None:
    store = empty_window.workspace.store
    dialog = recovery(qtbot, empty_window)
    dialog._next.click()
    for edit, place in zip(dialog._edits, dialog._asked, strict=True):
        QTest.keyClicks(edit, dialog.groups[place].lower())
    QTest.keyClick(dialog._edits[1], Qt.Key.Key_Return)
    idle(empty_window.workspace)

    assert queries.portfolio.details(store).recovery_key_saved
    assert not empty_window.findChild(QPushButton, "status_key").isVisible()


def test_a_group_typed_wrongly_saves_nothing(
    qtbot: QtBot, empty_window: MainWindow, idle: Idle
) -> None:
    store = empty_window.workspace.store
    dialog = recovery(qtbot, empty_window)
    dialog._next.click()
    QTest.keyClicks(dialog._edits[0], "ZZZZ")
    dialog.findChild(QPushButton, "recovery_done").click()
    idle(empty_window.workspace)

    assert not queries.portfolio.details(store).recovery_key_saved
    assert "isn't what was shown" in dialog._wrong.text()
    dialog.reject()


def test_closing_after_a_change_asks_for_the_key_then_backs_up(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path, idle: Idle
) -> None:
    work = empty_window.workspace
    work.do(portfolio.set_detail, "backup_folder", str(tmp_path / "elsewhere"))
    idle(work)

    with qtbot.waitSignal(empty_window.ended, timeout=30_000):
        empty_window.close()
        dialog = empty_window.findChild(RecoveryDialog)
        assert dialog is not None, "the key is asked for at the end of the first visit"
        assert empty_window.isVisible()
        qtbot.waitUntil(lambda: bool(dialog.groups))
        dialog.reject()

    assert list((tmp_path / "elsewhere").rglob("*.db")), "a snapshot was written"


def test_a_backup_that_fails_is_told_and_the_window_can_still_close(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path, asked: messages.Recorder, idle: Idle
) -> None:
    work = empty_window.workspace
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder", encoding="utf-8")
    work.do(portfolio.set_detail, "backup_folder", str(blocked / "inside"))
    idle(work)
    asked.answers.append("close")

    with qtbot.waitSignal(empty_window.ended, timeout=30_000):
        empty_window.close()
        dialog = empty_window.findChild(RecoveryDialog)
        assert dialog is not None
        qtbot.waitUntil(lambda: bool(dialog.groups))
        dialog.reject()

    assert asked.asked[-1].what == "The backup didn't run."


def test_closing_with_work_running_asks_and_stops_it(
    qtbot: QtBot, window: MainWindow, asked: messages.Recorder
) -> None:
    def for_ever(progress: Progress) -> None:
        while True:
            progress("counting", 0.5)

    window.workspace.start("Counting", for_ever)
    window.close()
    assert window.isVisible(), "keep working is the answer of Esc"
    asked.answers.append("stop")

    with qtbot.waitSignal(window.ended, timeout=30_000):
        window.close()

    assert asked.asked[-1].what == "Work is still running: Counting."


def test_the_status_bar_shows_the_running_job_and_cancels_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    def for_ever(progress: Progress) -> None:
        while True:
            progress("Reading page 3 of 12", 0.25)

    window.workspace.start("Counting", for_ever)
    cancel = window.findChild(QPushButton, "cancel_job")
    qtbot.waitUntil(lambda: cancel.isVisible() and window._foot._bar.value() == 250)
    assert cancel.accessibleName() == "Cancel: Counting"

    cancel.click()

    qtbot.waitUntil(lambda: not window.workspace.jobs)
    assert "Nothing was left half done" in toast(window).text


def test_the_first_claim_is_worth_a_word_and_the_next_is_not(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path, idle: Idle
) -> None:
    work = empty_window.workspace
    work.went.disconnect(empty_window.show_place)
    note = tmp_path / "note.txt"
    note.write_text("The board agreed the plan.", encoding="utf-8")
    drop(empty_window, note)
    idle(work)
    item = queries.evidence.items(work.store)[0]
    ksbs = queries.standard.standard(work.store).ksbs

    work.do(mapping.claim, item.uid, [ksbs[0].uid], mapping.WHOLE)
    idle(work)
    assert toast(empty_window).text.startswith("First claim made. 45 to go")
    work.do(mapping.claim, item.uid, [ksbs[1].uid], mapping.WHOLE, toast=True)
    idle(work)

    assert "First claim" not in toast(empty_window).text


def test_the_tenth_item_offers_to_save_the_key(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path, idle: Idle
) -> None:
    work = empty_window.workspace
    work.went.disconnect(empty_window.show_place)
    notes = [tmp_path / f"note {n}.txt" for n in range(10)]
    for note in notes:
        note.write_text(f"Words of {note.name}.", encoding="utf-8")
    said: list[str] = []
    announcer().said.connect(lambda text, _urgent: said.append(text))

    drop(empty_window, *notes)
    idle(work)

    assert any(text.startswith("Ten items. Save your recovery key") for text in said)


def test_nobody_is_asked_for_the_key_at_every_closing(
    qtbot: QtBot, empty_window: MainWindow, settings: QSettings, idle: Idle
) -> None:
    work = empty_window.workspace
    settings.setValue(f"keys/asked-{work.store.id}", "1")
    work.do(portfolio.set_detail, "job", "Head of service")
    idle(work)

    with qtbot.waitSignal(empty_window.ended, timeout=30_000):
        empty_window.close()


# --- preferences -----------------------------------------------------------------------------


def test_a_fact_is_saved_when_its_field_is_left(
    qtbot: QtBot, empty_window: MainWindow, idle: Idle
) -> None:
    work = empty_window.workspace
    work.go(Place(SETTINGS, tab="you"))
    edit = empty_window.findChild(QLineEdit, "detail_employer")
    edit.setFocus()
    QTest.keyClicks(edit, "Marsh Lane Trust")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    idle(work)

    assert queries.portfolio.details(work.store).employer == "Marsh Lane Trust"
    work.undo()
    idle(work)
    assert queries.portfolio.details(work.store).employer == ""


def test_the_theme_chosen_in_preferences_is_drawn_at_once(window: MainWindow, look: Theme) -> None:
    window.workspace.go(Place(SETTINGS, tab="appearance"))
    window.findChild(QRadioButton, "theme_dark").click()

    assert look.choice is Choice.DARK


def test_the_standard_is_said_to_be_unchecked_wherever_it_is_shown(
    window: MainWindow, idle: Idle
) -> None:
    notice = queries.standard.standard(window.workspace.store).notice
    assert notice
    for place in (Place(HOME), Place(SETTINGS, tab="standard"), Place(HELP, tab="standard")):
        window.workspace.go(place)
        idle(window.workspace)
        shown = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
        assert notice in shown, place


def changes_of(workspace: Workspace) -> list[Changes]:
    heard: list[Changes] = []
    workspace.changed.connect(heard.append)
    return heard


def test_looking_at_preferences_changes_nothing(window: MainWindow, idle: Idle) -> None:
    heard = changes_of(window.workspace)
    for tab in ("you", "appearance", "keys", "standard"):
        window.workspace.go(Place(SETTINGS, tab=tab))
    window.workspace.go(Place(HOME))
    idle(window.workspace)

    assert heard == []


# --- the bell --------------------------------------------------------------------------------


def bell(window: MainWindow) -> NoticesDialog:
    window.workspace.actions["notices"].trigger()
    found = window.findChild(NoticesDialog)
    assert found is not None
    return found


def test_every_notice_is_kept_newest_first_and_still_offers_undo(
    window: MainWindow, idle: Idle
) -> None:
    work = window.workspace
    item = queries.evidence.items(work.store)[0]
    work.do(evidence.edit, item.uid, title="Another title", toast=True)
    idle(work)
    work.tell("Plain <b>words</b>")

    listed = bell(window)
    assert len(listed.lines) == 2
    assert listed.lines[0].endswith("Plain <b>words</b>")
    assert listed.act.isHidden()
    QTest.keyClick(listed.list, Qt.Key.Key_Down)
    assert listed.act.text() == "Undo"
    QTest.keyClick(listed.list, Qt.Key.Key_Return)
    idle(work)

    assert queries.evidence.item(work.store, item.uid).title == item.title


def test_what_was_undone_elsewhere_offers_nothing_any_more(window: MainWindow, idle: Idle) -> None:
    work = window.workspace
    item = queries.evidence.items(work.store)[0]
    work.do(evidence.edit, item.uid, title="Another title", toast=True)
    idle(work)
    work.undo()
    idle(work)

    listed = bell(window)
    listed.list.setCurrentIndex(listed.list.model().index(1, 0))

    assert listed.act.isHidden()


def test_the_notice_keys_lead_to_the_list_when_no_notice_is_in_view(window: MainWindow) -> None:
    assert not toast(window).text
    window.workspace.actions["focus_toast"].trigger()

    listed = window.findChild(NoticesDialog)
    assert listed is not None
    assert listed.lines == ()
    listed.reject()


def test_a_window_opened_with_large_letters_has_large_signs(
    sample: Workspace, open_window: Open, look: Theme
) -> None:
    look.choose(scale=200)

    window = open_window(sample)

    header = window.findChild(HeaderBar)
    assert header is not None
    signs = {each.iconSize().width() for each in header.findChildren(QToolButton)}
    assert signs == {look.size("icon")}
