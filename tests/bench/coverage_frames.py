"""How long the coverage map takes to draw a frame, every cell of it filled."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtGui import QImage

from portfolio_app.domain.coverage import KsbCoverage, status_of
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.passage import Anchor, Claim, Span, Strength
from portfolio_app.domain.standard import Standard
from portfolio_app.ui.ksbs.coverage_map import Counting, CoverageMap, MapColumn, cells_of
from portfolio_app.ui.ksbs.matrix_tiles import cell_size
from portfolio_app.ui.ksbs.matrix_view import MatrixView


@dataclass(frozen=True, slots=True)
class FrameTimes:
    """Milliseconds a frame: headers and every exposed cell, drawn in full.

    ``whole`` draws everything again; ``scrolled`` scrolls both ways first, and then does the same.
    ``visible`` counts the cells in view.
    """

    visible: int
    whole: float
    whole_slowest: float
    scrolled: float
    scrolled_slowest: float


def frame_times(
    rows: int = 46,
    columns: int = 24,
    *,
    frames: int = 60,
    size: tuple[int, int] | None = None,
) -> FrameTimes:
    """Measure a map of so many rows and columns in which every cell holds claims.

    ``size`` is the view's in pixels; without it every cell is visible. An application must exist.
    """
    view = MatrixView()
    known = full_map(rows, columns)
    view.matrix.show_map(known, known.rows)
    cell = cell_size()
    head = view.verticalHeader().width() + 30, view.horizontalHeader().height() + 30
    if size is None:
        size = columns * cell.width() + head[0], rows * cell.height() + head[1]
    view.resize(*size)
    view.show()
    view.go_to(0, 0)
    view.grab()  # lays everything out, and makes the pictures of the cells
    picture = QImage(view.size(), QImage.Format.Format_RGB32)
    whole, scrolled = [], []
    for _ in range(frames):
        began = time.perf_counter()
        view.render(picture)
        whole.append(time.perf_counter() - began)
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    for number in range(frames):
        began = time.perf_counter()
        for bar in (across, down):
            bar.setValue((number * 17) % max(bar.maximum(), 1))
        view.render(picture)
        scrolled.append(time.perf_counter() - began)
    visible = min(columns, view.viewport().width() // cell.width()) * min(
        rows, view.viewport().height() // cell.height()
    )
    view.close()
    view.deleteLater()
    return FrameTimes(
        visible=visible,
        whole=_middle(whole),
        whole_slowest=max(whole) * 1000,
        scrolled=_middle(scrolled),
        scrolled_slowest=max(scrolled) * 1000,
    )


def full_map(rows: int, columns: int) -> CoverageMap:
    """Return a map in which every KSB has one to three claims in every column."""
    kinds = tuple(KsbKind)
    anchor = Anchor((Span(0, 0, 10, ()),), quote="exact words of a passage")
    found = []
    for row in range(rows):
        kind = kinds[row % 3]
        ksb = Ksb(f"k{row}", f"{kind.value[0].upper()}{row}", kind, "Text", f"Wording {row}")
        claims = tuple(
            Claim(
                uid=f"c{row}-{column}-{number}",
                passage_uid="",
                item_uid=f"i{column}",
                item_title=f"Item {column}",
                ref=f"E{column + 1:02d}",
                ksb_uid=ksb.uid,
                ksb_code=ksb.code,
                anchor=anchor,
                strength=Strength((row + column + number) % 3 + 1),
                shows="",
            )
            for column in range(columns)
            for number in range((row + column) % 3 + 1)
        )
        found.append(KsbCoverage(ksb, status_of(claims), claims))
    across = tuple(
        MapColumn(f"E{column + 1:02d}", f"Item {column}", (f"i{column}",))
        for column in range(columns)
    )
    return CoverageMap(
        counting=Counting.SHORTLIST,
        standard=Standard("", "", "", "", 0),
        rows=tuple(found),
        columns=across,
        cells=cells_of(found, across),
        shortlisted=columns,
    )


def _middle(times: list[float]) -> float:
    return sorted(times)[len(times) // 2] * 1000
