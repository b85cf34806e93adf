"""Lanes: work is done elsewhere, and its news comes home to the window's thread."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from portfolio_app.progress import Cancelled, Progress
from portfolio_app.ui.kit.jobs import Lanes, Listener


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    made = Lanes()
    yield made
    assert made.close()


class Heard:
    def __init__(self) -> None:
        self.results: list[Any] = []
        self.errors: list[BaseException] = []
        self.reports: list[tuple[str, float]] = []
        self.dropped = 0
        self.threads: set[str] = set()

    def listener(self) -> Listener:
        return Listener(self.done, self.errors.append, self.report, self.drop)

    def done(self, result: Any) -> None:
        self.results.append(result)
        self.threads.add(threading.current_thread().name)

    def report(self, message: str, fraction: float) -> None:
        self.reports.append((message, fraction))

    def drop(self) -> None:
        self.dropped += 1


def test_work_runs_in_its_lane_and_its_result_comes_home(qtbot: QtBot, lanes: Lanes) -> None:
    heard = Heard()

    lanes.give(lanes.verbs, lambda: threading.current_thread().name, heard.listener())

    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == ["portfolio verbs"]
    assert heard.threads == {threading.main_thread().name}


def test_work_of_one_lane_is_done_in_the_order_it_was_given(qtbot: QtBot, lanes: Lanes) -> None:
    heard = Heard()

    for number in range(50):
        lanes.give(lanes.verbs, lambda number=number: number, heard.listener())

    qtbot.waitUntil(lambda: len(heard.results) == 50)
    assert heard.results == list(range(50))


def test_an_error_comes_home_as_it_was_raised(qtbot: QtBot, lanes: Lanes) -> None:
    heard = Heard()

    def fail() -> None:
        raise ValueError("as it was")

    lanes.give(lanes.verbs, fail, heard.listener())

    qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], ValueError)


def test_a_running_job_stops_when_it_next_reports(qtbot: QtBot, lanes: Lanes) -> None:
    heard = Heard()
    begun = threading.Event()

    def count(progress: Progress) -> None:
        for number in range(10_000):
            progress(f"step {number}", number / 10_000)
            begun.set()
            threading.Event().wait(0.001)

    token = lanes.give(lanes.jobs, count, heard.listener(), takes_progress=True)
    assert begun.wait(5)
    lanes.jobs.stop(token)

    qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], Cancelled)
    assert heard.reports


def test_newer_work_takes_the_place_of_what_waits_under_its_key(qtbot: QtBot, lanes: Lanes) -> None:
    heard = Heard()
    gate = threading.Event()
    lanes.give(lanes.drawing, lambda: gate.wait(5), heard.listener())

    for number in range(5):
        lanes.give(lanes.drawing, lambda number=number: number, heard.listener(), key="page 1")
    gate.set()

    qtbot.waitUntil(lambda: len(heard.results) == 2)
    assert heard.results == [True, 4]
    assert heard.dropped == 4


def test_a_result_for_a_widget_that_has_gone_is_let_go(qtbot: QtBot, workspace: Any) -> None:
    class Shown(QObject):
        def on_done(self, result: object) -> None:
            self.setObjectName(str(result))

    shown = Shown()
    gate = threading.Event()
    workspace.do(lambda: gate.wait(5), then=shown.on_done)
    import shiboken6

    shiboken6.delete(shown)
    gate.set()

    qtbot.waitUntil(lambda: not workspace.busy)


def test_closing_finishes_what_was_queued_to_be_written(qtbot: QtBot) -> None:
    lanes = Lanes()
    heard = Heard()
    for number in range(20):
        lanes.give(lanes.verbs, lambda number=number: number, heard.listener())

    assert lanes.close()

    assert heard.results == list(range(20))
