"""What pictures are taken of in the observer's window: a form as somebody's work leaves it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.domain import forms
from portfolio_app.domain.filling import SignedBy
from portfolio_app.ui.kit import messages
from portfolio_app.ui.observer.form_page import FormPage
from portfolio_app.ui.observer.observer_window import ObserverWindow
from tests.ui.observer.test_observer_window import ANSWERS, EMPLOYER, written

INK = tuple(
    tuple((0.08 + n * 0.012, 0.5 + height * math.sin(n / 3 + shift)) for n in range(60))
    for height, shift in ((0.3, 0.0), (0.12, 1.5))
)


def states(
    window: ObserverWindow, qtbot: QtBot, folder: Path, asked: messages.Recorder
) -> Iterator[str]:
    """Bring the window into each state, and yield its name; long pages once from their end."""
    yield "start-none"
    _open(window, qtbot, written(folder))
    yield "new"
    page = _page(window)
    page.sign.click()
    yield "missing"
    page.entries.fill(ANSWERS)
    page.entries.edited.emit(forms.NAME)
    page.todo.put_away()
    page.signing.pad.set_strokes(INK)
    for way in SignedBy:
        page.signing.show_way(way)
        yield from _at_end(page, f"way-{way.value}")
    page.signing.show_way(SignedBy.DRAWN)
    asked.paths = [[folder / "Signed copy.pdf"]]
    page.sign.click()
    _settle(window, qtbot)
    yield "signed"
    _open(window, qtbot, written(folder, EMPLOYER))
    yield "employer"
    window.show_start()
    yield "start"


def _open(window: ObserverWindow, qtbot: QtBot, path: Path) -> None:
    window.open_file(path)
    for _ in range(3):  # opening, then what was kept aside
        _settle(window, qtbot)


def _settle(window: ObserverWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.desk.busy, timeout=30_000)
    QTest.qWait(60)


def _at_end(page: FormPage, name: str) -> Iterator[str]:
    QTest.qWait(150)
    bar = page.parts.verticalScrollBar()
    bar.setValue(bar.maximum())
    yield name


def _page(window: ObserverWindow) -> FormPage:
    assert window.page is not None
    return window.page
