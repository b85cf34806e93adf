"""Two years of off-the-job time in the window: opened, totalled, filtered."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_REACH = 100.0  # milliseconds
_FIRST = date(2024, 9, 16)
_TODAY = "2026-09-16"


def figures(entries: int = 1000, rounds: int = 9) -> Iterator[Figure]:
    """Yield the time to open the tab, to total, and to filter so many entries; medians."""
    told = in_child("tests.bench.hours:measured", entries=entries, rounds=rounds)
    for name in ("open", "total", "filter"):
        times = sorted(told[name])
        extras = {"slowest_ms": times[-1], "rounds": len(times)}
        said = {"open": "opening", "total": "totals of", "filter": "filtering"}[name]
        yield Figure(f"{said} {entries:,} entries of off-the-job time", statistics.median(times),
                     _REACH, "milliseconds", extras)  # fmt: skip


def measured(entries: int, rounds: int) -> dict[str, Any]:
    """Show the tab again and again, ask for the position, and filter the list; milliseconds."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from portfolio_app.domain.hours import Entry
    from portfolio_app.services import hours
    from portfolio_app.ui.kit.actions import Actions
    from portfolio_app.ui.kit.theme import install
    from portfolio_app.ui.kit.workspace import Workspace
    from portfolio_app.ui.plan.hours_view import ENTRIES, HoursView
    from tests.bench.portfolios import new_portfolio

    application = QApplication(["bench"])
    install(application)
    words = ("Board paper", "Workshop on scenario planning", "Learning log", "Shadowing", "Reading")
    made = [
        Entry("", (_FIRST + timedelta(number % 730)).isoformat(), 15 + number % 90,
              f"{words[number % 5]} {number}", ("reading", "workshop", "")[number % 3])
        for number in range(entries)
    ]  # fmt: skip
    opened, totalled, filtered = [], [], []
    with material.scratch() as folder, new_portfolio(folder / "it.portfolio") as store:
        hours.set_target(store, 480 * 60)
        hours.log_many(store, made, sure=True)
        work = Workspace(store, Actions())
        for number in range(rounds):
            began = time.perf_counter()
            view = HoursView(work)
            view.resize(1000, 640)
            view.tabs.setCurrentIndex(number % 3)
            view.show()
            _wait(application, lambda view=view: view.is_ready)
            view.grab()
            opened.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            hours.position(store, _TODAY)
            totalled.append((time.perf_counter() - began) * 1000)
            view.tabs.setCurrentIndex(ENTRIES)
            view.list.filter.setText(f"log {number}")
            began = time.perf_counter()
            view.list.show_rows()
            view.grab()
            filtered.append((time.perf_counter() - began) * 1000)
            view.hide()
            view.deleteLater()
            application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        work.close()
    return {"open": opened[1:] or opened, "total": totalled, "filter": filtered}


def _wait(application: Any, until: Callable[[], bool], longest: float = 30.0) -> None:
    ends = time.monotonic() + longest
    while not until():
        if time.monotonic() > ends:
            raise RuntimeError("it takes too long")
        application.processEvents()
