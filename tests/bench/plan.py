"""How long a frame of the timeline takes while it is scrolled: 26 months, 400 events."""

import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.bench.measure import Figure, in_child

_REACH = 16.0  # milliseconds: 60 frames a second


def figures(events: int = 400, frames: int = 150) -> Iterator[Figure]:
    """Yield one figure a zoom; the median counts, the 95th percentile is told."""
    for zoom in ("month", "term", "whole"):
        told = in_child("tests.bench.plan:scrolled", events=events, frames=frames, zoom=zoom)
        times = sorted(told.pop("times"))
        yield Figure(
            f"frame of the timeline, 26 months, {events} events, {zoom}, scrolling",
            statistics.median(times),
            _REACH,
            "milliseconds",
            {
                "median_ms": statistics.median(times),
                "p95_ms": times[int(len(times) * 0.95)],
                "slowest_ms": times[-1],
                "drawn": told["drawn"],
                "layout_ms": told["layout_ms"],
            },
        )


def scrolled(events: int, frames: int, zoom: str) -> dict[str, Any]:
    """Scroll the drawing both ways and paint it, through real paint events."""
    from PySide6.QtWidgets import QApplication

    from portfolio_app.ui.kit.theme import install

    application = QApplication(["bench"])
    install(application)
    from portfolio_app.ui.plan.timeline_chart import TimelineChart
    from portfolio_app.ui.plan.timeline_layout import Zoom

    chart = TimelineChart()
    chart.resize(1280, 500)
    chart.show()
    found = _timeline(events)
    began = time.perf_counter()
    chart.show_timeline(found, "212 h of 480 h logged")
    laid_out = (time.perf_counter() - began) * 1000
    chart.set_zoom(Zoom(zoom))
    application.processEvents()
    across, down = chart.horizontalScrollBar(), chart.verticalScrollBar()

    def frame(number: int) -> None:
        for bar in (across, down):
            bar.setValue((number * 37) % max(bar.maximum(), 1))
        chart.viewport().repaint()

    for number in range(5):
        frame(number)
    times = []
    for number in range(frames):
        began = time.perf_counter()
        frame(number)
        times.append((time.perf_counter() - began) * 1000)
    drawn = chart.drawn
    count = sum(len(b.marks) for band in drawn.bands for b in band.boxes) if drawn else 0
    chart.close()
    return {"times": times, "drawn": count, "layout_ms": laid_out}


def _timeline(events: int) -> Any:
    from portfolio_app.domain.planned import Assignment, Event, Module, Planned, PlannedKind
    from portfolio_app.domain.timeline import gathered

    start = date(2025, 1, 6)
    rows = []
    for number in range(events):
        day = start + timedelta(days=(number * 37) % 790)
        kind = (PlannedKind.EVENT, PlannedKind.ASSIGNMENT)[number % 2]
        content: Any = Event(compulsory=True) if number % 2 == 0 else Assignment(feedback_days=15)
        until = ""
        if number % 20 == 0:
            kind, content = PlannedKind.MODULE, Module(number // 20)
            until = (day + timedelta(days=40)).isoformat()
        title = f"{kind.words} {number}, with words of its own"
        rows.append(Planned(kind, title, day.isoformat(), until, f"u{number}", content=content))
    hours = [((start + timedelta(days=n)).isoformat(), 45) for n in range(780)]
    return gathered(rows, "2026-02-04", start=start.isoformat(), gateway="2027-03-06", hours=hours)
