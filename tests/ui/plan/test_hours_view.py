"""Off-the-job time in the window: logged in a few keys, seen by week, month and entry, imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.domain.hours import Entry, Pattern
from portfolio_app.domain.hours_import import Column
from portfolio_app.services import capture, evidence, hours
from portfolio_app.store import queries
from portfolio_app.ui.evidence.details_pane import DetailsPane
from portfolio_app.ui.kit import messages, new_day
from portfolio_app.ui.kit.places import EVIDENCE, HOME, PLAN, Place
from portfolio_app.ui.kit.theme import Choice, Theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.hours_import_dialog import HoursImportDialog
from portfolio_app.ui.plan.hours_view import ENTRIES, MONTHS, HoursView
from portfolio_app.ui.plan.log_dialog import LogDialog
from portfolio_app.ui.plan.patterns_dialog import PatternsDialog
from portfolio_app.ui.plan.target_dialog import TargetDialog
from portfolio_app.ui.shell.main_window import MainWindow
from tests.ui import walk

Idle = Callable[[Workspace], None]
_CTRL = Qt.KeyboardModifier.ControlModifier


def shown(qtbot: QtBot, workspace: Workspace) -> HoursView:
    view = HoursView(workspace)
    qtbot.addWidget(view)
    view.resize(900, 640)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(lambda: view.is_ready, timeout=10_000)
    return view


def log_dialog(view: QWidget) -> LogDialog:
    return next(each for each in view.findChildren(LogDialog) if each.isVisible())


def test_the_tab_begins_empty_and_time_is_logged_by_keyboard_alone(
    qtbot: QtBot, workspace: Workspace, idle: Idle, look: Theme
) -> None:
    view = shown(qtbot, workspace)
    assert view.position.text() == "0 h logged"
    view.first_focus().setFocus()
    QTest.keyClick(view.first_focus(), Qt.Key.Key_Space)
    dialog = log_dialog(view)
    assert walk.problems(dialog) == []
    qtbot.waitUntil(dialog.isActiveWindow, timeout=5_000)
    assert dialog.focusWidget() is dialog.minutes
    QTest.keyClick(dialog.minutes, Qt.Key.Key_Return, _CTRL)
    assert "0h 45" in dialog.wrong.text()
    QTest.keyClicks(dialog.minutes, "1:30")
    QTest.keyClick(dialog.minutes, Qt.Key.Key_Tab)
    QTest.keyClicks(dialog.activity, "Workshop")
    QTest.keyClick(dialog.activity, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(queries.hours.entries(workspace.store)), timeout=10_000)
    idle(workspace)
    qtbot.waitUntil(lambda: view.position.text() == "1 h 30 min logged", timeout=10_000)

    today = new_day.now().date().isoformat()
    (one,) = queries.hours.entries(workspace.store)
    assert (one.day, one.minutes, one.activity) == (today, 90, "Workshop")
    view.grid.setFocus()
    assert view.grid.current_day == today
    QTest.keyClick(view.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: workspace.undo_text.startswith("Removed"), timeout=10_000)
    workspace.undo()
    qtbot.waitUntil(lambda: bool(queries.hours.entries(workspace.store)), timeout=10_000)
    qtbot.waitUntil(lambda: view.grid.current_entry is not None, timeout=10_000)
    QTest.keyClick(view.grid, Qt.Key.Key_Return)
    assert log_dialog(view).activity.text() == "Workshop"
    log_dialog(view).reject()
    view.log.setFocus()
    stops = walk.tab_order(view)
    order = [stops.index(each) for each in (view.log, view.tabs, view.before, view.grid)]
    assert order == sorted(order)
    view.grid.setFocus()
    QTest.keyClick(view.grid, Qt.Key.Key_PageUp)
    assert view.now.isEnabled()
    assert view.grid.current_entry is None
    assert walk.problems(view) == []
    look.choose(Choice.LIGHT, scale=200)
    assert view.more.isVisible()
    assert view.grid.week.is_upright
    assert view.log.isVisible()


def test_a_long_day_is_asked_about_and_a_draft_comes_back(
    qtbot: QtBot, workspace: Workspace, idle: Idle
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    draft: dict[str, object] = {}
    dialog = LogDialog(window, workspace, None, draft)
    dialog.open()
    dialog.minutes.setText("17h")
    dialog.activity.setText("Field <b>trip</b>")
    dialog.reject()
    again = LogDialog(window, workspace, None, draft)
    again.open()
    qtbot.waitUntil(again.isActiveWindow, timeout=5_000)
    assert (again.minutes.text(), again.activity.text()) == ("17h", "Field <b>trip</b>")
    QTest.keyClick(again.minutes, Qt.Key.Key_Return, _CTRL)
    qtbot.waitUntil(again.all_the_same.isVisible, timeout=10_000)
    assert "17 h" in again.wrong.text()
    assert queries.hours.entries(workspace.store) == ()
    again.item.setEditText("no such piece")
    QTest.mouseClick(again.all_the_same, Qt.MouseButton.LeftButton)
    assert "Choose from the list" in again.wrong.text()
    again.item.setEditText("")
    QTest.keyClick(again.minutes, Qt.Key.Key_Return, _CTRL)
    qtbot.waitUntil(again.all_the_same.isVisible, timeout=10_000)
    QTest.mouseClick(again.all_the_same, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(queries.hours.entries(workspace.store)), timeout=10_000)
    idle(workspace)
    assert draft == {}


def test_months_open_their_entries_and_words_filter_them(
    qtbot: QtBot, workspace: Workspace
) -> None:
    now = new_day.now().date()
    entries = [
        Entry("", (now - timedelta(4 * n)).isoformat(), 60, f"{'Reading' if n % 2 else 'Talk'} {n}")
        for n in range(60)
    ]
    last = hours.log_many(workspace.store, entries, sure=True).focus
    view = shown(qtbot, workspace)
    view.tabs.setCurrentIndex(MONTHS)
    shown_months = view.months.rows_model.rows
    assert sum(each.minutes for each in shown_months) == 3600
    view.months.selectRow(1)
    QTest.keyClick(view.months, Qt.Key.Key_Return)
    assert view.tabs.currentIndex() == ENTRIES
    month = shown_months[1].month
    rows = view.list.table.rows_model.rows
    assert rows
    assert all(each.day.startswith(month) for each in rows)
    view.handlers()["find"]()  # type: ignore[operator]
    view.list.filter.setText("nothing like it")
    view.list.show_rows()
    assert view.list.rows.currentWidget() is view.list.none
    view.show_place(Place(PLAN, tab="hours", row=last))
    current = view.list.table.current_value()
    assert current.uid == last
    assert len(view.list.table.rows_model.rows) == 60


def test_target_and_patterns_are_kept_and_nothing_is_logged_unasked(
    qtbot: QtBot, workspace: Workspace, idle: Idle
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    target = TargetDialog(window, workspace)
    target.open()
    assert walk.problems(target) == []
    target.hours.setText("lots")
    target.save.click()
    assert "480" in target.wrong.text()
    target.hours.setText("480")
    target.save.click()
    qtbot.waitUntil(lambda: hours.target(workspace.store).minutes == 28_800, timeout=10_000)
    hours.set_patterns(workspace.store, [Pattern(1, 60, "Reading"), Pattern(3, 30, "Log & plan")])
    hours.log(workspace.store, Entry("", "2026-03-03", 60, "reading"))
    patterns = PatternsDialog(window, workspace, "2026-03-02")
    patterns.open()
    assert walk.problems(patterns) == []
    assert [tick.isEnabled() for tick in patterns.ticks] == [False, True]
    patterns.minutes.setText("45")
    patterns.activity.setText("Tutorial")
    patterns.add.click()
    qtbot.waitUntil(lambda: len(patterns.ticks) == 3, timeout=10_000)
    assert queries.hours.total(workspace.store) == 60
    next(t for t in patterns.ticks if "Tutorial" in t.text()).setChecked(False)
    patterns.log.click()
    qtbot.waitUntil(lambda: queries.hours.total(workspace.store) == 90, timeout=10_000)
    idle(workspace)
    assert queries.hours.entries(workspace.store)[-1].day == "2026-03-05"
    dialog = LogDialog(window, workspace)
    dialog.open()
    dialog.pattern.setCurrentIndex(3)
    dialog.pattern.activated.emit(3)
    assert (dialog.minutes.text(), dialog.activity.text()) == ("0h 30", "Log & plan")
    dialog.reject()


def test_a_providers_file_is_matched_previewed_and_imported(
    qtbot: QtBot, workspace: Workspace, asked: messages.Recorder, tmp_path: Path
) -> None:
    view = shown(qtbot, workspace)
    path = tmp_path / "report.csv"
    path.write_text(
        "When,Amount,Count,What\n03/04/2026,90,1,Webinar\n04/13/2026,30,2,Reading\n,,\n"
    )
    asked.paths.append([path])
    view._on_import()
    qtbot.waitUntil(lambda: bool(view.findChildren(HoursImportDialog)), timeout=20_000)
    (dialog,) = view.findChildren(HoursImportDialog)
    assert walk.problems(dialog) == []
    assert not dialog.import_button.isEnabled()  # which column is the time it can't tell
    box = dialog.choices.columns[Column.TIME]
    box.setCurrentIndex(2)
    dialog.unit.setCurrentIndex(1)
    box.activated.emit(2)
    assert dialog.layout_chosen.month_first
    assert "2 of 2 rows would be logged, 2 h." in dialog.note.text()
    dialog.order.setCurrentIndex(0)
    dialog.order.activated.emit(0)
    assert "1 can't be logged" in dialog.note.text()
    dialog.import_button.click()
    qtbot.waitUntil(lambda: bool(queries.hours.entries(workspace.store)), timeout=10_000)
    qtbot.waitUntil(lambda: not dialog.import_button.isVisible(), timeout=10_000)
    (one,) = queries.hours.entries(workspace.store)
    assert (one.day, one.minutes, one.activity) == ("2026-04-03", 90, "Webinar")
    assert [line.number for line in dialog.table.rows_model.rows] == [3]
    workspace.undo()
    qtbot.waitUntil(lambda: not queries.hours.entries(workspace.store), timeout=10_000)
    out = tmp_path / "hours.csv"
    asked.paths.append([out])
    hours.log(workspace.store, replace(one, uid=""))
    view._on_save()
    qtbot.waitUntil(out.exists, timeout=20_000)
    assert "Webinar" in out.read_text("utf-8-sig")


def test_ctrl_l_logs_from_anywhere_and_the_status_bar_says_how_much(
    qtbot: QtBot, workspace: Workspace, settings: QSettings
) -> None:
    hours.set_target(workspace.store, 480 * 60)
    window = MainWindow(workspace, app.AREAS, settings)
    workspace.actions.setParent(window)
    with qtbot.waitExposed(window):
        window.show()
    window.resize(1280, 800)
    workspace.go(Place(HOME))
    foot = window.findChild(QPushButton, "status_hours")
    assert isinstance(foot, QPushButton)
    assert (foot.text(), foot.isVisible()) == ("0 of 480 h", True)
    assert hours.rules().record in foot.toolTip()
    assert workspace.actions["log_hours"].shortcut().toString() == "Ctrl+L"
    workspace.actions["log_hours"].trigger()
    dialog = log_dialog(window)
    dialog.minutes.setText("3h")
    dialog._save.click()
    qtbot.waitUntil(lambda: foot.text() == "3 of 480 h", timeout=10_000)
    foot.click()
    assert isinstance(walk.shown_view(window), HoursView)
    window.hide()
    window.deleteLater()


def test_a_piece_and_the_time_logged_with_it_lead_to_each_other(
    qtbot: QtBot, workspace: Workspace, idle: Idle
) -> None:
    store, typed = workspace.store, capture.Capture("Chaired the panel", day="2026-03-03")
    first, second = (capture.keep(store, typed).item_uids[0] for _ in range(2))
    hours.log(store, Entry("", "2026-03-03", 45, "Preparing", item_uid=second))
    (entry,) = queries.hours.of_item(store, second)
    went: list[Place] = []
    workspace.went.connect(went.append)
    pane = DetailsPane(workspace)
    qtbot.addWidget(pane)
    pane.show_item(queries.evidence.item(store, first))
    assert pane.hours.isHidden()
    pane.show_item(queries.evidence.item(store, second))
    assert (pane.hours.isHidden(), pane.hours.total.text()) == (False, "Off-the-job time: 45 min")
    pane.hours.rows[0].click()
    assert went == [Place(PLAN, tab="hours", row=entry.uid)]

    dialog = LogDialog(pane, workspace, entry)
    dialog.minutes.setText("1h")
    dialog._save.click()
    idle(workspace)
    (entry,) = queries.hours.of_item(store, second)
    assert entry.minutes == 60  # of two pieces of the same words it stays with its own
    assert pane.hours.total.text() == "Off-the-job time: 1 h"
    LogDialog(pane, workspace, entry).piece.click()
    assert went[1:] == [Place(EVIDENCE, item=second)]
    workspace.do(evidence.bin_items, [second])
    idle(workspace)
    dialog = LogDialog(pane, workspace, entry)
    assert dialog.piece.isHidden()
    dialog.minutes.setText("2h")
    dialog._save.click()
    idle(workspace)
    assert [each.minutes for each in queries.hours.of_item(store, second)] == [120]
