"""Discussion mode in its own window, against a plain scan of the words and PDFium alone.

A key press counts until the results are painted; Enter until the page is drawn as sharp as it is
shown. The floors: looking for the same letters in the same words, page by page; drawing the same
page at the same size in this process.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_KEY_RATIO, _KEY_SECONDS = 8.0, 0.100
_ENTER_RATIO, _ENTER_SECONDS = 4.0, 0.300
_LONGEST = 120.0  # seconds that anything may take before it counts as broken
TYPED = ("k7", "e150", "s1", "the", "leads change with", "programme", "1500", "b2", "team agreed")


def figures(items: int = 200, pages: int = 1800, claims: int = 1000) -> Iterator[Figure]:
    """Yield both figures, at a bundle of over 2,000 pages."""
    from tests.bench.portfolios import key_of, prepared

    folder = prepared(items, pages, claims)
    told = in_child("tests.bench.discussion:both", portfolio=str(folder), key=key_of(folder))
    size = f"bundle of {told['pages']:,} pages"
    keys, scans = told["keys"], told["scans"]
    yield Figure(
        f"discussion: key press to results, {size}",
        _p95(keys) / _p95(scans),
        _KEY_RATIO,
        extras={
            "p95_seconds": _p95(keys),
            "reach_seconds": _KEY_SECONDS,
            "slowest_seconds": max(keys),
            "floor_p95_seconds": _p95(scans),
            "keys": len(keys),
            "open_seconds": told["open"],
            "words_seconds": told["words"],
            "peak_bytes": told["peak_bytes"],
        },
        also_reached=_p95(keys) <= _KEY_SECONDS,
    )
    enters, drawings = told["enters"], told["drawings"]
    yield Figure(
        f"discussion: Enter to page drawn, {size}",
        _p95(enters) / _p95(drawings),
        _ENTER_RATIO,
        extras={
            "p95_seconds": _p95(enters),
            "reach_seconds": _ENTER_SECONDS,
            "slowest_seconds": max(enters),
            "floor_p95_seconds": _p95(drawings),
        },
        also_reached=_p95(enters) <= _ENTER_SECONDS,
    )


def both(portfolio: str, key: str) -> dict[str, Any]:
    """Type and press Enter in the window; do what the floors do in turn with it."""
    import pypdfium2
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from portfolio_app.services import bundle, discussion
    from portfolio_app.ui.assessment.discussion_window import DiscussionWindow
    from portfolio_app.ui.kit.actions import Actions
    from portfolio_app.ui.kit.page_layout import POINTS_TO_PIXELS
    from portfolio_app.ui.kit.theme import install
    from portfolio_app.ui.kit.workspace import Workspace
    from tests.bench.portfolios import opened_with

    application = QApplication(["bench"])
    install(application)
    told: dict[str, Any] = {"keys": [], "scans": [], "enters": [], "drawings": []}
    with material.scratch() as folder, opened_with(Path(portfolio), key) as store:
        work = Workspace(store, Actions())
        out = folder / "Portfolio.pdf"
        built = bundle.build(store, work.rooms.reader, out)
        began = time.perf_counter()
        held: list[Any] = []
        work.look(discussion.hold, built.bundle_id, then=held.append)
        _wait(application, lambda: bool(held))
        told["open"] = time.perf_counter() - began
        window = DiscussionWindow(work, held[0], about="", is_practice=True)
        window.resize(1920, 1080)
        window.show()
        _wait(application, lambda: window.index.has_words)
        told["words"] = time.perf_counter() - began - told["open"]
        told["pages"] = window.held.pages
        folded = [text.casefold() for text in window.index.texts]
        with pypdfium2.PdfDocument(out) as plain:
            for typed in TYPED:
                window.field.clear()
                application.processEvents()
                for number, letter in enumerate(typed, 1):
                    began = time.perf_counter()
                    QTest.keyClick(window.field, letter)
                    window.places.viewport().repaint()
                    told["keys"].append(time.perf_counter() - began)
                    began = time.perf_counter()
                    part = typed[:number]
                    _ = [n for n, text in enumerate(folded) if part in text]
                    told["scans"].append(time.perf_counter() - began)
                began = time.perf_counter()
                QTest.keyClick(window.field, Qt.Key.Key_Return)
                view, page = window.pages.left, window.pages.page
                _wait(application, lambda v=view, p=page: v.is_drawn(p - 1))  # type: ignore[misc]
                told["enters"].append(time.perf_counter() - began)
                began = time.perf_counter()
                plain[page - 1].render(scale=view.zoom * POINTS_TO_PIXELS)
                told["drawings"].append(time.perf_counter() - began)
        window.close()
        work.close()
    return told


def _wait(application: Any, until: Callable[[], bool]) -> None:
    began = time.perf_counter()
    while not until():
        application.processEvents()
        if time.perf_counter() - began > _LONGEST:
            raise TimeoutError
        time.sleep(0.0005)


def _p95(taken: list[float]) -> float:
    return sorted(taken)[max(len(taken) * 95 // 100 - 1, 0)]
