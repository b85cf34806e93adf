"""What is brought in beforehand, and that it is still there under that name."""

import importlib

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from portfolio_app.app import LATER
from portfolio_app.ui.shell import warming
from portfolio_app.ui.shell.warming import Warming


def test_modules_are_brought_in_one_after_the_other(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "_FIRST_MS", 1)
    monkeypatch.setattr(warming, "_NEXT_MS", 1)
    parent = QObject()
    seen: list[str] = []
    monkeypatch.setattr(warming.importlib, "import_module", seen.append)

    made = Warming(("one", "two", "three"), parent)
    made._timer.start(1)

    with qtbot.waitSignal(made.destroyed, timeout=5_000):
        pass
    assert seen == ["one", "two", "three"]


def test_every_module_to_bring_in_is_there() -> None:
    for name in LATER:
        assert importlib.import_module(name).__name__ == name
