"""Skills scans in the window: started, rated by keys, compared, told to be private."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.services import mapping, scans
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.tables import VALUE
from portfolio_app.ui.kit.theme import Choice, Theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.ksbs.scan_dialog import ScanDialog
from portfolio_app.ui.ksbs.scan_view import ScanView
from tests.ui import walk


def shown(qtbot: QtBot, workspace: Workspace) -> ScanView:
    view = ScanView(workspace)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    return view


def idle(qtbot: QtBot, workspace: Workspace) -> None:
    qtbot.waitUntil(lambda: not workspace.busy)


def test_a_scan_is_started_and_rated_by_keys_alone(qtbot: QtBot, workspace: Workspace) -> None:
    view = shown(qtbot, workspace)
    view.first_focus().setFocus()
    qtbot.keyClick(view.first_focus(), Qt.Key.Key_Space)
    (dialog,) = view.findChildren(ScanDialog)
    dialog.title.setText("Start")
    qtbot.keyClick(dialog.day, Qt.Key.Key_Return)
    idle(qtbot, workspace)

    for mark in (3, 5):
        qtbot.keyClick(QApplication.focusWidget() or view.cards, Qt.Key(Qt.Key.Key_0 + mark))
        idle(qtbot, workspace)
    qtbot.keyClick(view.cards, Qt.Key.Key_Escape)

    first, second = queries.standard.ksbs(workspace.store)[:2]
    (scan,) = queries.scans.scans(workspace.store)
    assert (scan.rating(first.uid).own, scan.rating(second.uid).own) == (3, 5)
    assert view.table.isVisible()
    row = view.table.rows_model.index(0, 3)
    assert row.data() == "3 Developing"


def test_two_scans_are_told_in_words_for_those_who_do_not_see_the_plot(
    qtbot: QtBot, workspace: Workspace
) -> None:
    k1 = mapping.ksb_called(workspace.store, "K1").uid
    scans.start_with(workspace.store, "Start", "2024-09-20", {k1: (2, None)})
    scans.start_with(workspace.store, "Now", "2025-09-20", {k1: (4, 3)})
    view = shown(qtbot, workspace)

    plot = view.table.rows_model.index(0, 2)

    assert plot.data(VALUE).change == 2
    spoken = plot.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("before 2 Some awareness, now 4 Confident, line manager 3 Developing")
    assert view.table.rows_model.index(0, 5).data() == "+2"


def test_the_line_managers_marks_stand_beside_and_a_mark_can_be_taken_away(
    qtbot: QtBot, workspace: Workspace
) -> None:
    k1 = mapping.ksb_called(workspace.store, "K1").uid
    uid = scans.start_with(workspace.store, "Start", "2024-09-20", {k1: (2, None)}).uid
    view = shown(qtbot, workspace)

    view.whose.setCurrentIndex(1)
    qtbot.keyClick(view.table, Qt.Key.Key_4)
    idle(qtbot, workspace)
    view.whose.setCurrentIndex(0)
    qtbot.keyClick(view.table, Qt.Key.Key_Delete)
    idle(qtbot, workspace)

    rating = queries.scans.scan(workspace.store, uid).rating(k1)
    assert (rating.own, rating.manager) == (None, 4)


def test_a_scan_is_saved_for_the_provider(
    qtbot: QtBot, workspace: Workspace, asked: messages.Recorder, tmp_path: Path
) -> None:
    scans.start_with(workspace.store, "Start", "2024-09-20", {})
    view = shown(qtbot, workspace)
    asked.paths.append([tmp_path / "scan.pdf"])

    view._on_save()
    qtbot.waitUntil((tmp_path / "scan.pdf").exists, timeout=20_000)


def test_the_areas_are_drawn_with_their_values_and_told_as_a_table(
    qtbot: QtBot, workspace: Workspace, look: Theme
) -> None:
    ksbs = queries.standard.ksbs(workspace.store)
    first = {ksb.uid: (1, None) for ksb in ksbs}
    scans.start_with(workspace.store, "Start", "2024-09-20", first)
    now = {ksb.uid: (4, None) for ksb in ksbs}
    scans.start_with(workspace.store, "Mid-point", "2025-09-20", now)
    view = shown(qtbot, workspace)
    view.by_area.click()
    areas = view.areas
    assert areas.isVisible()
    assert areas.turn.text() == "Table (T)"
    assert "Finance: 1.0 → 4.0" in areas.radar.accessibleDescription()
    assert not walk.problems(view)
    drawn = areas.radar.grab().toImage()
    middle = drawn.pixel(drawn.width() // 2, drawn.height() // 2)
    assert any(drawn.pixel(drawn.width() // 2, y) != middle for y in range(10, drawn.height() // 2))

    qtbot.keyClick(areas.radar, Qt.Key.Key_T)
    assert areas.turn.text() == "Chart (T)"
    assert areas.table.hasFocus()
    assert [column.text(areas.table.rows_model.rows[0]) for column in
            areas.table.rows_model.columns][1:] == ["1.0", "4.0"]  # fmt: skip
    qtbot.keyClick(areas.table, Qt.Key.Key_T)
    assert areas.turn.text() == "Table (T)"
    look.choose(Choice.LIGHT, scale=200)
    assert areas.turn.text() == "Chart (T)"  # letters leave a chart no room
    assert not areas.turn.isVisible()
    qtbot.keyClick(areas.table, Qt.Key.Key_Escape)
    assert view.table.isVisible()
