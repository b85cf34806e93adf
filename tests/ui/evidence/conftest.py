"""A real portfolio, its workspace, and the Evidence area on a screen that is not there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from portfolio_app.app import AREAS
from portfolio_app.services import portfolio
from portfolio_app.store import keychain as keychains
from portfolio_app.store.database import Store
from portfolio_app.ui.evidence.evidence_page import EvidencePage
from portfolio_app.ui.evidence.reader_page import ReaderPage
from portfolio_app.ui.kit import adding, messages
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.workspace import Rooms, Workspace
from portfolio_app.ui.shell.main_window import MainWindow
from tests.keychain import MemoryKeychain

WAIT = 20_000  # milliseconds that a busy machine may need


@pytest.fixture
def store(tmp_path: Path, keychain: MemoryKeychain, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    return portfolio.create(tmp_path / "mine.portfolio", facts).store


class Room:
    """The Evidence area in the real window, and what a test does with it again and again."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.workspace = workspace
        self.window = window
        self.told: list[str] = []
        self.troubles: list[BaseException] = []
        workspace.toasted.connect(self._on_told)
        workspace.trouble.connect(self.troubles.append)
        workspace.go(Place(EVIDENCE))
        found = window.page
        assert isinstance(found, EvidencePage)
        self.page = found

    def _on_told(self, text: str, _step: str) -> None:
        self.told.append(text)

    @property
    def reader(self) -> ReaderPage:
        return self.page.reader

    def settle(self) -> None:
        """Wait until nothing is on its way in any lane."""
        self.qtbot.waitUntil(self._is_quiet, timeout=WAIT)

    def _is_quiet(self) -> bool:
        QApplication.sendPostedEvents()
        return not self.workspace.busy

    def add(self, *paths: Path) -> None:
        adding.add_paths(self.workspace, self.window, list(paths))
        self.settle()

    def open(self, item_uid: str, page: int = -1) -> ReaderPage:
        self.workspace.go(Place(EVIDENCE, item=item_uid, page=page))
        self.wait_drawn()
        return self.reader

    def wait_drawn(self) -> None:
        """Wait until the page in view is drawn and its characters are known."""
        pages = self.reader.pages
        self.qtbot.waitUntil(lambda: pages.chars_of(pages.page) is not None, timeout=WAIT)
        self.qtbot.waitUntil(lambda: pages.is_drawn(pages.page), timeout=WAIT)
        self.settle()

    def key(self, widget: QWidget | None, key: Any, *held: Any) -> None:
        """Press a key, where the focus is when no widget is named."""
        target = widget or self.window.focusWidget()
        assert target is not None
        modifiers = held[0] if held else None
        if modifiers is None:
            self.qtbot.keyClick(target, key)
        else:
            self.qtbot.keyClick(target, key, modifiers)

    def type(self, words: str) -> None:
        target = self.window.focusWidget()
        assert target is not None
        self.qtbot.keyClicks(target, words)

    def undo(self) -> None:
        self.workspace.undo()
        self.settle()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> messages.Recorder:
    """Return who answers dialogs and choosers in place of a person."""
    recorder = messages.Recorder()
    monkeypatch.setattr(messages, "way", recorder)
    return recorder


class KeptRooms(Rooms):
    """The workrooms of a module's tests: their children stay up from one test to the next."""

    @override
    def close(self) -> None:
        """Leave them for the next test."""

    def end(self) -> None:
        super().close()


@pytest.fixture(scope="module")
def rooms() -> Iterator[KeptRooms]:
    kept = KeptRooms()
    yield kept
    kept.end()


@pytest.fixture
def room(
    qtbot: QtBot, store: Store, answers: messages.Recorder, rooms: KeptRooms
) -> Iterator[Room]:
    actions = Actions()
    workspace = Workspace(store, actions)
    workspace.rooms = rooms
    window = MainWindow(workspace, AREAS)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    made = Room(qtbot, workspace, window)
    yield made
    assert not made.troubles, made.troubles
    window.hide()
    made.page.can_leave()
    assert workspace.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
