"""How long a frame takes: the coverage map with every cell in view, and a library of 10,000."""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_REACH = 16.0  # milliseconds: 60 frames a second


def figures(rows: int = 46, columns: int = 24, items: int = 10_000) -> Iterator[Figure]:
    """Yield both figures; the median counts, the 95th percentile is told."""
    told = in_child("tests.bench.frames:matrix", rows=rows, columns=columns)
    yield _figure(f"frame of the map, {rows} × {columns}, all cells visible", told)
    told = in_child("tests.bench.frames:library", items=items)
    yield _figure(f"frame of a list of {items:,} items, scrolling", told)


def _figure(name: str, told: dict[str, Any]) -> Figure:
    times = sorted(told.pop("times"))
    extras = {
        "median_ms": statistics.median(times),
        "p95_ms": times[int(len(times) * 0.95)],
        "slowest_ms": times[-1],
        **{k: v for k, v in told.items() if k not in ("wall_seconds", "peak_bytes")},
    }
    return Figure(name, statistics.median(times), _REACH, "milliseconds", extras)


def matrix(rows: int, columns: int, frames: int = 100) -> dict[str, Any]:
    """Paint the whole map again and again, headers too, through real paint events."""
    application = _application()
    from portfolio_app.ui.ksbs.matrix_tiles import cell_size
    from portfolio_app.ui.ksbs.matrix_view import MatrixView
    from tests.bench.coverage_frames import full_map

    view = MatrixView()
    known = full_map(rows, columns)
    view.matrix.show_map(known, known.rows)
    cell = cell_size()
    view.resize(
        columns * cell.width() + view.verticalHeader().width() + 30,
        rows * cell.height() + view.horizontalHeader().height() + 30,
    )
    view.show()
    application.processEvents()
    parts = (view.viewport(), view.verticalHeader().viewport(), view.horizontalHeader().viewport())

    def frame(number: int) -> None:
        view.go_to(number % rows, number % columns)
        for part in parts:
            part.repaint()

    across = view.viewport().width() // cell.width()
    down = view.viewport().height() // cell.height()
    return {
        "times": _times(frame, frames),
        "cells_visible": min(rows, down) * min(columns, across),
    }


def library(items: int, frames: int = 150) -> dict[str, Any]:
    """Scroll the library's table by a page and paint it, through real paint events."""
    application = _application()
    from portfolio_app.ui.evidence.library_view import LibraryView
    from portfolio_app.ui.kit.actions import Actions
    from portfolio_app.ui.kit.workspace import Workspace
    from tests.bench.portfolios import fill_with_rows, new_portfolio

    with material.scratch() as folder, new_portfolio(folder / "it.portfolio") as store:
        fill_with_rows(store, items)
        workspace = Workspace(store, Actions())
        view = LibraryView(workspace)
        view.resize(1280, 800)
        began = time.perf_counter()
        view.show()
        view.load_if_needed()
        table = view.table
        while table.model().rowCount() < items and time.perf_counter() - began < 30:
            application.processEvents()
            time.sleep(0.001)
        application.processEvents()
        loaded = time.perf_counter() - began
        bar = table.verticalScrollBar()

        def frame(number: int) -> None:
            bar.setValue((number * 37) % max(bar.maximum(), 1))
            table.viewport().repaint()

        told = {
            "times": _times(frame, frames),
            "rows": table.model().rowCount(),
            "load_seconds": loaded,
        }
        view.close()
        workspace.close()
        return told


def _application() -> Any:
    from PySide6.QtWidgets import QApplication

    from portfolio_app.ui.kit.theme import install

    application = QApplication(["bench"])
    install(application)
    return application


def _times(frame: Callable[[int], None], frames: int) -> list[float]:
    for number in range(5):
        frame(number)
    times = []
    for number in range(frames):
        began = time.perf_counter()
        frame(number)
        times.append((time.perf_counter() - began) * 1000)
    return times
