"""The Reader in the real window: a loaded pen, and turning the pages of a long PDF."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_PEN, _COLD, _CACHED = 50.0, 100.0, 16.0  # milliseconds
_LONGEST = 30.0  # seconds that anything may take before it counts as broken


def pen(passages: int = 60, pages: int = 90) -> Iterator[Figure]:
    """Yield the time from a pen's key on a selection to the claim stored and shown."""
    told = in_child("tests.bench.reader:claims_by_pen", passages=passages, pages=pages)
    stored, shown = sorted(told.pop("stored")), sorted(told.pop("shown"))
    extras = {**_spread(stored), "shown_median_ms": statistics.median(shown)}
    value = statistics.median(stored)
    name = "loaded pen: selection to stored claim"
    yield Figure(name, value, _PEN, "milliseconds", extras, also_reached=extras["p95_ms"] <= _PEN)


def page_turns(pages: int = 300) -> Iterator[Figure]:
    """Yield the time of a page turn: to a page never seen, and to one still in memory."""
    told = in_child("tests.bench.reader:turns", pages=pages)
    for name, reach in (("cold", _COLD), ("cached", _CACHED)):
        times = sorted(told.pop(name))
        yield Figure(
            f"page turn in a PDF of {pages} pages, {name}",
            statistics.median(times),
            reach,
            "milliseconds",
            _spread(times),
        )


def _spread(times: list[float]) -> dict[str, float]:
    return {
        "median_ms": statistics.median(times),
        "p95_ms": times[int(len(times) * 0.95)],
        "slowest_ms": times[-1],
    }


def claims_by_pen(passages: int, pages: int) -> dict[str, Any]:
    """Press a pen's key on one sentence after the other; every claim is looked up in the store.

    Stored is when the verb has returned; shown is when every screen has taken note of it.
    """
    from functools import wraps

    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from portfolio_app.services import mapping, pens
    from portfolio_app.store import queries

    returned: list[float] = []
    verb = mapping.claim

    @wraps(verb)
    def watched(*given: Any, **named: Any) -> Any:
        result = verb(*given, **named)
        returned.append(time.perf_counter())
        return result

    mapping.claim = watched
    stored: list[float] = []
    shown: list[float] = []
    with material.scratch() as folder:
        window = _Opened(folder, pages)
        store, reader = window.store, window.reader
        pens.load(store, 1, queries.standard.ksbs(store)[0].uid)
        reader.pens.reload()
        chosen = reader.pages._selector
        ended: list[float] = []
        window.work.changed.connect(lambda _: ended.append(time.perf_counter()))
        for number in range(passages):
            QTest.keyClick(reader.pages, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
            # A sentence of a page never seen is selected when its words have come.
            window.wait(lambda: bool(chosen.parts()) and not chosen.is_spent)
            window.wait(lambda: not window.work.busy)
            ended.clear()
            began = time.perf_counter()
            QTest.keyClick(reader.pages, Qt.Key.Key_1)
            window.wait(lambda: bool(ended), rest=0.0)
            stored.append((returned[-1] - began) * 1000)
            shown.append((ended[0] - began) * 1000)
            if len(queries.claims.claims(store)) != number + 1:
                raise AssertionError("a claim is missing")
        window.close()
    return {"stored": stored[3:], "shown": shown[3:]}


def turns(pages: int) -> dict[str, Any]:
    """Turn to pages far apart, then back to those that were just seen."""
    cold: list[float] = []
    cached: list[float] = []
    with material.scratch() as folder:
        window = _Opened(folder, pages)
        view = window.reader.pages

        def turn(page: int, times: list[float]) -> None:
            began = time.perf_counter()
            view.go_to_page(page)
            view.viewport().repaint()
            window.wait(lambda: view.is_drawn(page), rest=0.0)
            view.viewport().repaint()
            times.append((time.perf_counter() - began) * 1000)
            window.wait(lambda: not window.work.busy)

        step = max(pages // 40, 2)
        for page in range(step, pages, step):
            turn(page, cold)
        near = range(pages - 3, max(pages - 7, 0), -1)
        for page in near:
            turn(page, [])
        for _ in range(10):
            for page in near:
                turn(page, cached)
        window.close()
    return {"cold": cold, "cached": cached}


class _Opened:
    """The real main window on a new portfolio with one PDF in it, open in the Reader."""

    def __init__(self, folder: Path, pages: int) -> None:
        from PySide6.QtCore import QSettings
        from PySide6.QtWidgets import QApplication

        from portfolio_app import app
        from portfolio_app.services import intake
        from portfolio_app.store import queries
        from portfolio_app.ui.kit.jobs import Collection
        from portfolio_app.ui.kit.places import EVIDENCE, Place
        from tests.bench.portfolios import new_portfolio

        self.application = QApplication(["bench"])
        habits = QSettings(str(folder / "habits.ini"), QSettings.Format.IniFormat)
        self._house = app.House(self.application, habits)
        self._opened = new_portfolio(folder / "it.portfolio")
        self.store = self._opened.__enter__()
        self._window = self._house.open_window(self.store)
        Collection(self._house, self._house.is_idle)
        self.work = self._window.workspace
        added: list[Any] = []
        (path,) = material.documents(1, pages)
        self.work.start("bench", intake.add, [path], then=added.append, failed=added.append)
        self.wait(lambda: bool(added) and not self.work.busy)
        uid = queries.evidence.items(self.store)[0].uid
        self.work.go(Place(EVIDENCE, item=uid))
        page: Any = self._window.page
        self.reader = page.reader
        view = self.reader.pages
        self.wait(lambda: view.pages > 0 and view.is_drawn(0) and not self.work.busy)

    def wait(self, done: Callable[[], bool], rest: float = 0.02) -> None:
        """Let the window live until something is so, and ``rest`` seconds longer."""
        end = time.perf_counter() + _LONGEST
        while not done():
            self.application.processEvents()
            if time.perf_counter() > end:
                raise AssertionError(f"it took too long: {done}")
            time.sleep(0.0002)
        end = time.perf_counter() + rest
        while time.perf_counter() < end:
            self.application.processEvents()
            time.sleep(0.0005)

    def close(self) -> None:
        self.work.close()
        self._opened.__exit__(None, None, None)
