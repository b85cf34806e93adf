"""The longest time the window does not answer while files are added and a bundle is built."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_REACH = 50.0  # milliseconds
_BEAT = 5  # milliseconds


def figures(
    count: int = 200, items: int = 18, pages: int = 108, rest: float = 1.0
) -> Iterator[Figure]:
    """Yield the figure of both."""
    from tests.bench.portfolios import prepared

    found, source = material.real_files(count)
    files = [str(path) for path in found]
    folder = str(prepared(items, pages, min(60, pages)))
    told = in_child("tests.bench.stalls:ours", files=files, portfolio=folder, rest=rest)
    longest = max(told["adding_ms"], told["bundle_ms"])
    extras = {"source": source} | {
        k: v for k, v in told.items() if k not in ("wall_seconds", "peak_bytes")
    }
    yield Figure("longest stall of the window", longest, _REACH, "milliseconds", extras)


def ours(files: list[str], portfolio: str, rest: float) -> dict[str, Any]:
    """Add the files, then build the bundle, in the real main window; a heartbeat looks for gaps.

    ``rest`` is how many seconds are watched after each.
    """
    import shutil

    from PySide6.QtCore import QSettings, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from portfolio_app import app
    from portfolio_app.services import bundle, intake
    from portfolio_app.ui.kit.jobs import Collection
    from portfolio_app.ui.kit.places import ASSESSMENT, EVIDENCE, Place
    from tests.bench.portfolios import opened

    application = QApplication(["bench"])
    with material.scratch() as folder:
        copy = folder / "it.portfolio"
        shutil.copytree(portfolio, copy)
        habits = QSettings(str(folder / "habits.ini"), QSettings.Format.IniFormat)
        house = app.House(application, habits)
        with opened(copy) as store:
            window = house.open_window(store)
            Collection(house, house.is_idle)
            work = window.workspace
            pulse = _Pulse()
            timer = QTimer(window)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(pulse.beat)

            def wait(done: Callable[[], bool], seconds: float) -> None:
                end = time.monotonic() + seconds
                while not done() and time.monotonic() < end:
                    application.processEvents()
                    time.sleep(0.0005)

            def settle() -> None:
                began = time.monotonic()
                wait(lambda: not work.busy and time.monotonic() - began > rest, 60)

            results: list[Any] = []

            def run(verb: Any, *arguments: Any) -> tuple[float, float]:
                results.clear()
                pulse.begin()
                work.start("bench", verb, *arguments, then=results.append, failed=results.append)
                wait(lambda: bool(results) and not work.busy, 300)
                settle()
                if not results or isinstance(results[0], BaseException):
                    raise AssertionError(f"the job did not end well: {results}")
                return pulse.longest * 1000, pulse.seconds

            timer.start(_BEAT)
            work.go(Place(EVIDENCE, tab="library"))
            settle()
            pulse.begin()
            settle()
            idle = pulse.longest * 1000
            adding, adding_seconds = run(intake.add, [Path(each) for each in files])
            added = pulse.gaps()
            work.go(Place(ASSESSMENT, tab="compile"))
            settle()
            building, building_seconds = run(bundle.build, folder / "out.pdf")
            built = pulse.gaps()
            timer.stop()
            work.close()
    return {
        "adding_ms": adding,
        "bundle_ms": building,
        "idle_ms": idle,
        "adding_seconds": adding_seconds,
        "bundle_seconds": building_seconds,
        "longest_adding_ms": added,
        "longest_bundle_ms": built,
    }


class _Pulse:
    """Remembers how far apart the beats were."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._began = self._last = time.perf_counter()
        self._gaps: list[float] = []

    def beat(self) -> None:
        now = time.perf_counter()
        self._gaps.append(now - self._last - _BEAT / 1000)
        self._last = now

    @property
    def longest(self) -> float:
        """Seconds by which the latest beat was late."""
        return max(self._gaps, default=0.0)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    def gaps(self) -> list[float]:
        """The five longest, in milliseconds."""
        return [round(each * 1000, 1) for each in sorted(self._gaps)[-5:]]
