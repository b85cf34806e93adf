"""The programme in Preferences, by keys: chosen, edited, dated, shortened, saved and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.planned import PlannedKind
from portfolio_app.services import plan, programmes
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.programme_page import ProgrammePage
from tests.ui import walk

Key = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> ProgrammePage:
    made = ProgrammePage(workspace)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    made.activateWindow()
    made.reload()
    return made


def choose(page: ProgrammePage, value: str) -> None:
    page.choice.setFocus()
    page.choice.setCurrentIndex(page.choice.findData(value))
    page.choice.activated.emit(page.choice.currentIndex())


def press(button: QWidget) -> None:
    assert button.isEnabled()
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)


def test_a_programme_is_chosen_edited_dated_and_shortened(
    page: ProgrammePage, qtbot: QtBot, workspace: Workspace, idle: Callable[[Workspace], None]
) -> None:
    store = workspace.store
    assert not page.lines.isVisible()

    choose(page, "serco-sla-senco")
    qtbot.waitUntil(page.panel.isVisible)
    assert programmes.current(store) is None
    first = page.panel.table.rows_model.rows[0]
    page.panel.table.selectRow(0)
    QTest.keyClick(page.panel.table, Key.Key_Space)
    assert page.panel.table.rows_model.rows[0].does == "Left out"
    press(page.panel.take)
    qtbot.waitUntil(lambda: programmes.current(store) is not None)
    qtbot.waitUntil(lambda: not page.panel.isVisible())
    titles = {each.title for each in queries.plan.rows(store, PlannedKind.MODULE)}
    assert first.title not in titles
    assert len(titles) == 7
    idle(workspace)
    assert "2 rows" in page._plan.text()  # the module that was left out, and its workshop

    assert page.lines.isVisible()
    lines = page.lines.table
    assert lines.select_keys({"off_the_job_total_hours"}, "off_the_job_total_hours")
    assert page.lines._whole.text() == "Programme: Off-the-job, hours in all. not stated"
    QTest.keyClick(lines, Key.Key_Return)
    form = page.lines.asked
    assert form is not None
    QTest.keyClicks(form.focusWidget(), "a lot")
    QTest.keyClick(form.focusWidget(), Key.Key_Return)
    assert "not a number" in form._wrong.text()
    field = form.fields["off_the_job_total_hours"]
    field.selectAll()
    QTest.keyClicks(field, "480")
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: programmes.current(store).off_the_job_total_hours == 480)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: page.lines.asked is None)
    assert "Made or changed by you." in page._source.text()

    press(page.days)
    assert page.asked is not None
    gateway = page.asked.fields["gateway"]
    gateway.setFocus()
    gateway.selectAll()
    QTest.keyClicks(gateway, "16 September 2020")
    QTest.keyClick(gateway, Key.Key_Return)
    qtbot.waitUntil(lambda: page.asked is not None and "not after" in page.asked._wrong.text())
    QTest.keyClick(gateway, Key.Key_Escape)
    assert page.asked is None

    press(page.shorter)
    assert page.asked is not None
    assert page.asked.values["months"] == "18"
    QTest.keyClick(page.asked.fields["months"], Key.Key_Return)
    qtbot.waitUntil(page.panel.isVisible)
    press(page.panel.take)
    qtbot.waitUntil(lambda: programmes.dates(store).gateway == "2026-03-16")
    qtbot.waitUntil(lambda: not page.panel.isVisible())
    workspace.undo()
    qtbot.waitUntil(lambda: programmes.dates(store).gateway == "2026-12-16")
    idle(workspace)
    assert walk.problems(page) == []
    assert walk.small_targets(page) == []
    page.choice.setFocus()
    assert walk.unreached(page, walk.tab_order(page)) == []


def test_another_standard_is_said_and_offered_and_own_programmes_are_made_and_saved(
    page: ProgrammePage,
    qtbot: QtBot,
    workspace: Workspace,
    asked: messages.Recorder,
    tmp_path: Path,
) -> None:
    store = workspace.store
    choose(page, "social-work-london")
    qtbot.waitUntil(page.panel.isVisible)
    assert "still on Senior leader" in page.panel._says.text()
    press(page.panel.only)
    qtbot.waitUntil(lambda: page.other.isVisible())
    assert queries.plan.rows(store) == ()
    assert programmes.tutor(store) == "practice educator"
    assert queries.standard.standard(store).reference == "ST0480"

    choose(page, "own")
    assert page.asked is not None
    QTest.keyClicks(page.asked.fields["title"], "My course")
    QTest.keyClick(page.asked.fields["title"], Key.Key_Return)
    qtbot.waitUntil(page.panel.isVisible)
    press(page.panel.take)
    qtbot.waitUntil(lambda: programmes.current(store).title == "My course")  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not page.panel.isVisible())
    page.lines.new.setCurrentIndex(page.lines.new.findData("modules.0"))
    page.lines.new.activated.emit(page.lines.new.currentIndex())
    assert page.lines.asked is not None
    QTest.keyClicks(page.lines.asked.fields["title"], "First")
    QTest.keyClick(page.lines.asked.fields["title"], Key.Key_Return)
    qtbot.waitUntil(lambda: len(programmes.current(store).modules) == 1)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: page.follow.isVisible())

    asked.paths.append([tmp_path / "mine.toml"])
    press(page.save)
    qtbot.waitUntil((tmp_path / "mine.toml").exists)
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text + 'total_months = "long"\n', encoding="utf-8")
    asked.paths.append([tmp_path / "mine.toml"])
    press(page.take)
    qtbot.waitUntil(page.panel.isVisible)
    assert "kept under Other facts" not in page.panel._faults.text()
    QTest.keyClick(page.panel.cancel, Key.Key_Space)
    (tmp_path / "mine.toml").write_text("title = ", encoding="utf-8")
    asked.paths.append([tmp_path / "mine.toml"])
    press(page.take)
    qtbot.waitUntil(lambda: "can't be read as a programme" in page.says.words)
    assert programmes.current(store).title == "My course"  # type: ignore[union-attr]


def test_what_was_recorded_is_shown_as_staying(
    page: ProgrammePage, qtbot: QtBot, workspace: Workspace
) -> None:
    from dataclasses import replace

    store = workspace.store
    choose(page, "inlogov-sla")
    qtbot.waitUntil(page.panel.isVisible)
    press(page.panel.take)
    qtbot.waitUntil(lambda: programmes.current(store) is not None)
    qtbot.waitUntil(lambda: not page.panel.isVisible())
    module = queries.plan.rows(store, PlannedKind.MODULE)[0]
    plan.change(store, replace(module, title="Governance, my group"))

    choose(page, "none")
    qtbot.waitUntil(page.panel.isVisible)

    rows = {each.title: each for each in page.panel.table.rows_model.rows}
    assert rows["Governance, my group"].does == "Stays"
    page.panel.table.selectAll()
    press(page.panel.turn)
    rows = {each.title: each for each in page.panel.table.rows_model.rows}
    assert rows["Governance, my group"].does == "Stays"
    assert {each.does for each in rows.values()} == {"Stays"}
