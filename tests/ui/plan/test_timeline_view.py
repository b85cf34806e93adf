"""The timeline on screen: drawn and listed alike, by keyboard, dragged, at any size; modules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.domain.planned import (
    Agreement,
    Assignment,
    Attendance,
    Event,
    Module,
    Planned,
    PlannedKind,
)
from portfolio_app.domain.timeline import Lane, Mark, Source, gathered
from portfolio_app.services import agreements, plan_rows
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.places import PLAN, Place
from portfolio_app.ui.kit.theme import Theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.break_dialog import BreakDialog
from portfolio_app.ui.plan.dated_row_dialog import DatedRowDialog
from portfolio_app.ui.plan.modules_view import ModulesView
from portfolio_app.ui.plan.timeline_layout import Sizes, Zoom, laid_out, visible
from portfolio_app.ui.plan.timeline_view import TimelineView
from portfolio_app.ui.shell.main_window import MainWindow
from tests.ui import walk

SIZES = Sizes(24, 16, 4)
DAY = timedelta(days=1)


def many(count: int, today: date = date(2026, 2, 4)) -> tuple[Planned, ...]:
    """Return so many rows over 26 months: modules, assignments, events, reviews."""
    start = today - timedelta(days=395)
    rows = []
    for number in range(count):
        day = start + DAY * ((number * 37) % 790)
        kinds = (PlannedKind.MODULE, PlannedKind.ASSIGNMENT, PlannedKind.EVENT)
        kind = kinds[number % 3] if number % 24 == 0 else kinds[1 + number % 2]
        until = (day + 40 * DAY).isoformat() if kind is PlannedKind.MODULE else ""
        content = {kinds[0]: Module(), kinds[1]: Assignment(), kinds[2]: Event()}[kind]
        rows.append(
            Planned(kind, f"{kind.words} {number}", day.isoformat(), until, f"u{number}",
                    content=content)
        )  # fmt: skip
    return tuple(rows)


def test_no_two_boxes_lie_over_each_other_at_any_zoom_and_every_date_is_drawn_once() -> None:
    found = gathered(many(400), "2026-02-04", start="2025-01-05", gateway="2027-03-05")
    for zoom in Zoom:
        for width in (300, 1000):
            layout = laid_out(found, zoom, width, SIZES, lambda words: 7 * len(words))
            drawn = [m.key for band in layout.bands for box in band.boxes for m in box.marks]
            assert len(drawn) == len(set(drawn)) == sum(bool(m.day) for m in found.marks)
            for band in layout.bands:
                ends: dict[int, float] = {}
                for box in band.boxes:
                    assert ends.get(box.row, -1.0) <= box.left
                    ends[box.row] = box.left + box.reach
                    assert box.row < 60
                    assert band.height >= (box.row + 1) * SIZES.row or band.lane is Lane.HOURS
                widest = max((box.reach for box in band.boxes), default=0.0)
                seen = set(visible(band.boxes, 100, 400, widest))
                for box in band.boxes:
                    is_in = box.left <= 400 and box.left + box.reach >= 100
                    assert (box in seen) == is_in
            assert layout.x_of(layout.first) == 0
            assert layout.day_at(layout.x_of("2026-02-04") + layout.day / 2) == "2026-02-04"


@pytest.fixture
def window(
    qtbot: QtBot, workspace: Workspace, settings: QSettings, idle: Callable[[Workspace], None]
) -> MainWindow:
    made = MainWindow(workspace, app.AREAS, settings)
    workspace.actions.setParent(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def keep(work: Workspace, kind: PlannedKind, title: str, day: str, **said: object) -> str:
    content = said.pop("content")
    row = replace(Planned(kind, title, day, **said), content=content)  # type: ignore[arg-type]
    return plan_rows.keep(work.store, row, date.today()).focus  # noqa: DTZ011 - the person's own day


def view_at(qtbot: QtBot, window: MainWindow, place: Place) -> QWidget:
    window.workspace.go(place)
    view = walk.shown_view(window)
    assert isinstance(view, (TimelineView, ModulesView))
    qtbot.waitUntil(lambda: view.is_ready, timeout=10_000)
    return view


def kept(work: Workspace, uid: str) -> Planned:
    return queries.plan.row(work.store, uid)


def test_the_timeline_is_walked_dragged_listed_and_changed_by_keyboard(
    qtbot: QtBot,
    window: MainWindow,
    idle: Callable[[Workspace], None],
    said: list[str],
    asked: messages.Recorder,
    tmp_path: Path,
) -> None:
    work = window.workspace
    module = keep(work, PlannedKind.MODULE, "Leadership", "2025-03-03", until="2025-04-11",
                  content=Module())  # fmt: skip
    event = keep(work, PlannedKind.EVENT, "Workshop", "2025-03-20", content=Event(compulsory=True))
    view = view_at(qtbot, window, Place(PLAN, tab="timeline", want="chart"))
    assert isinstance(view, TimelineView)
    chart = view.chart

    # Arrows go along a lane, and from lane to lane.
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert view.current is not None
    assert view.current.title == "Start"
    for _ in range(8):
        if view.current is not None and view.current.lane is Lane.MODULES:
            break
        QTest.keyClick(chart, Qt.Key.Key_Up)
    assert (view.current.uid, said[-1]) == (
        module,
        "Modules: Module: Leadership, 3 March to 11 April 2025",
    )
    assert chart.accessibleDescription() == "Module: Leadership, 3 March to 11 April 2025"
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert view.current.uid == event

    # Dragged: one step, undone as one; the date form is its equal.
    chart.set_zoom(Zoom.MONTH)
    chart.select(f"row {event}")
    qtbot.wait(10)
    spot = _spot(view, event)
    days = round(60 / chart.drawn.day) if chart.drawn else 0
    QTest.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    for step in (20, 40, 60):
        _drag(chart.viewport(), spot + QPoint(step, 0))
    QTest.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=spot + QPoint(60, 0))
    idle(work)
    moved = (date(2025, 3, 20) + days * DAY).isoformat()
    assert kept(work, event).day == moved != "2025-03-20"
    work.undo()
    idle(work)
    assert kept(work, event).day == "2025-03-20"
    qtbot.waitUntil(lambda: view.is_ready)
    view.dates.click()
    dialog = view.doings.dialog
    assert isinstance(dialog, DatedRowDialog)
    field = dialog.named["day"].field
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, "1 September 2024")
    qtbot.waitUntil(lambda: "before your programme" in dialog.named["day"].wrong.text())
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, "27 March 2025")
    dialog.keep.click()
    qtbot.waitUntil(lambda: kept(work, event).day == "2025-03-27")
    idle(work)

    # The list says the same, filters, and is where T leads.
    QTest.keyClick(chart, Qt.Key.Key_T)
    assert view.shows_list
    assert view.current is not None
    assert view.current.uid == event
    assert len(view.table.rows_model.rows) == len(view.state.timeline.marks) if view.state else 0
    view.filter.setText("workshop")
    qtbot.waitUntil(lambda: len(view.table.rows_model.rows) == 1)
    index = view.table.rows_model.index(0, 0)
    spoken = view.table.rows_model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "When: 27 March 2025"
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert isinstance(view.doings.dialog, DatedRowDialog)
    view.doings.dialog.reject()
    view.filter.clear()
    qtbot.waitUntil(lambda: len(view.table.rows_model.rows) > 1)

    # A suggestion is kept on a day, or is not for me.
    suggested = [m for m in view.table.rows_model.rows if m.source is Source.SUGGESTED]
    view.table.select_keys({suggested[0].key}, suggested[0].key)
    view.leave.click()
    qtbot.waitUntil(lambda: _suggested(view) == len(suggested) - 1)
    view.table.select_keys({suggested[1].key}, suggested[1].key)
    assert view.open.text() == "Keep…"
    view.open.click()
    assert isinstance(view.doings.dialog, DatedRowDialog)
    view.doings.dialog.keep.click()
    qtbot.waitUntil(lambda: _suggested(view) == len(suggested) - 2)
    assert [r.title for r in queries.plan.rows(work.store, PlannedKind.MILESTONE)] == [
        suggested[1].title
    ]

    later = (date.today() + 30 * DAY).isoformat()  # noqa: DTZ011 - the person's own day
    keep(work, PlannedKind.EVENT, "Later", later, content=Event())
    asked.answers.append("without")  # asked only while a suggestion lies ahead
    asked.paths.append([tmp_path / "dates.ics"])
    work.actions["calendar_file"].trigger()
    qtbot.waitUntil(lambda: (tmp_path / "dates.ics").is_file())
    idle(work)
    assert b"SUMMARY:Event: Later" in (tmp_path / "dates.ics").read_bytes()
    assert walk.problems(window) == []
    assert walk.clipped(view) == []


def _suggested(view: TimelineView) -> int:
    marks: tuple[Mark, ...] = view.state.timeline.marks if view.is_ready and view.state else ()
    return sum(each.source is Source.SUGGESTED for each in marks)


def _spot(view: TimelineView, uid: str) -> QPoint:
    chart = view.chart
    assert chart.drawn is not None
    found = chart.drawn.box_of(f"row {uid}")
    assert found is not None
    x0 = chart._left - chart.horizontalScrollBar().value()
    y0 = chart._head - chart.verticalScrollBar().value()
    rect = chart._rect_of(*found, x0, y0)
    return QPoint(int(rect.left()) + 4, int(rect.center().y()))


def _drag(viewport: QWidget, to: QPoint) -> None:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    left = Qt.MouseButton.LeftButton
    where = QPointF(viewport.mapToGlobal(to))
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), where, left, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, event)


def test_modules_events_agreement_and_breaks_are_kept_on_screen(
    qtbot: QtBot,
    window: MainWindow,
    idle: Callable[[Workspace], None],
    asked: messages.Recorder,
    look: Theme,
) -> None:
    work = window.workspace
    module = keep(work, PlannedKind.MODULE, "Leadership", "2025-03-03", until="2025-04-11",
                  content=Module())  # fmt: skip
    event = keep(work, PlannedKind.EVENT, "Campus", "2025-03-20", content=Event(compulsory=True))
    view = view_at(qtbot, window, Place(PLAN, tab="modules", row=module))
    assert isinstance(view, ModulesView)

    # An assignment, under the module that is chosen; a fault refuses beside its field.
    _button(view.modules, "Add assignment").click()
    dialog = view.doings.dialog
    assert isinstance(dialog, DatedRowDialog)
    dialog.keep.click()
    assert dialog.named["title"].wrong.text() == "Say in a few words what it is."
    for key, words in (("title", "Essay"), ("day", "1 April 2025"), ("words", "3,000"),
                       ("feedback_days", "15"), ("grade", "Merit"),
                       ("handed_in", "1 January 2199")):  # fmt: skip
        dialog.named[key].field.setText(words)  # type: ignore[attr-defined]
    dialog.keep.click()
    qtbot.waitUntil(lambda: dialog.named["handed_in"].wrong.text() == "That day lies ahead.")
    dialog.named["handed_in"].field.setText("")  # type: ignore[attr-defined]
    dialog.keep.click()
    qtbot.waitUntil(lambda: bool(queries.plan.rows(work.store, PlannedKind.ASSIGNMENT)))
    idle(work)
    (essay,) = queries.plan.rows(work.store, PlannedKind.ASSIGNMENT)
    assert essay.parent_uid == module
    assert essay.content == Assignment(words=3000, feedback_days=15, grade="Merit")
    qtbot.waitUntil(lambda: view.is_ready)
    view.modules.table.select_keys({essay.uid}, essay.uid)
    _button(view.modules, "Handed in today").click()
    idle(work)
    handed = kept(work, essay.uid).content
    assert isinstance(handed, Assignment)
    assert handed.handed_in == date.today().isoformat()  # noqa: DTZ011 - the person's own day

    # Attendance.
    view.show_place(Place(PLAN, tab="modules", want="events"))
    _button(view.events, "Missed").click()
    idle(work)
    qtbot.waitUntil(lambda: "1 missed, to be made up" in view.events.said.text())
    assert kept(work, event).content == Event(compulsory=True, attendance=Attendance.MISSED)

    # A break shows what it moves; what is unticked stays.
    work.go(Place(PLAN, tab="modules", want="break"))
    qtbot.waitUntil(lambda: isinstance(view.doings.dialog, BreakDialog))
    pause = view.doings.dialog
    assert isinstance(pause, BreakDialog)
    pause.day.setText("10 March 2025")
    pause.until.setText("16 March 2025")
    qtbot.waitUntil(lambda: "move 7 days later" in pause.headline.text())
    titles = [pause.rows.item(at).text().partition(":")[0] for at in range(pause.rows.count())]
    assert titles == ["Leadership", "Campus"]
    pause.rows.item(1).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "1 date and gateway" in pause.headline.text())
    assert "23 December 2026" in pause.gateway.text()
    pause.keep.click()
    qtbot.waitUntil(lambda: queries.portfolio.details(work.store).gateway == "2026-12-23")
    idle(work)
    assert kept(work, module).until == "2025-04-18"
    assert kept(work, event).day == "2025-03-20"
    qtbot.waitUntil(lambda: view.is_ready)
    asked.answers.append("back")
    view.tabs.setCurrentIndex(3)
    _button(view.breaks, "Remove").click()
    qtbot.waitUntil(lambda: queries.portfolio.details(work.store).gateway == "2026-12-16")
    idle(work)
    assert kept(work, module).until == "2025-04-11"

    # The agreement is kept as it is typed, and a noted day is no signature.
    view.tabs.setCurrentIndex(2)
    view.agreement.fields["focus"].setPlainText("A discharge hub")
    assert window.page is not None
    assert window.page.can_leave()
    qtbot.waitUntil(lambda: bool(agreements.agreements(work.store)))
    qtbot.waitUntil(lambda: view.is_ready and bool(view.state and view.state.agreements))
    (row,) = agreements.agreements(work.store)
    assert isinstance(row.content, Agreement)
    assert row.content.focus == "A discharge hub"
    view.agreement.days["line manager"].setText("3 March 2025")
    view.agreement.days["line manager"].editingFinished.emit()
    idle(work)
    stands = agreements.standing(work.store, agreements.found(work.store, row.uid))
    assert stands[1].words == "3 March 2025, noted by you"
    assert not stands[1].is_signed
    qtbot.waitUntil(lambda: view.is_ready)
    view.agreement.form.click()
    qtbot.waitUntil(lambda: view.agreement.dialog is not None)
    signing = view.agreement.dialog
    assert signing is not None
    signing.keep.click()
    assert not agreements.standing(work.store, agreements.found(work.store, row.uid))[1].is_signed
    signing.reject()
    assert walk.problems(window) == []

    # With large letters in a small window everything that is shown can be read and reached.
    look.choose(scale=200)
    window.resize(1024, 680)
    for part in range(4):
        view.tabs.setCurrentIndex(part)
        qtbot.wait(30)
        assert walk.clipped(view) == []
        assert walk.small_targets(view) == []
    drawn = view_at(qtbot, window, Place(PLAN, tab="timeline", want="chart"))
    qtbot.wait(30)
    assert walk.clipped(drawn) == []
    assert walk.small_targets(drawn) == []


def _button(part: QWidget, words: str) -> QPushButton:
    return next(each for each in part.findChildren(QPushButton) if each.text() == words)
