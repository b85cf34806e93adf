"""What tests of windows stand on: a theme, answers instead of dialogs, a real portfolio."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.services import portfolio
from portfolio_app.store import keychain as keychains
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.theme import Choice, Theme, install
from portfolio_app.ui.kit.workspace import Workspace
from tests.keychain import MemoryKeychain

SAMPLE_KEYS: dict[str, MasterKey] = {}


@pytest.fixture(autouse=True)
def none_left(qapp: QApplication) -> Iterator[None]:
    """Take away what a test leaves behind: every change of the theme would draw it again."""
    yield
    for widget in qapp.topLevelWidgets():
        if widget.parent() is None:
            widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def look(qapp: QApplication, none_left: None) -> Theme:
    """Return the app's theme: light, 100 %, comfortable, whatever the test before chose."""
    made = install(qapp)
    if (made.choice, made.scale, made.density) != (Choice.LIGHT, 100, "comfortable"):
        made.choose(Choice.LIGHT, scale=100, density="comfortable")
    return made


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> messages.Recorder:
    """Return what was told and asked; put answers and paths into it before they are needed."""
    recorder = messages.Recorder()
    monkeypatch.setattr(messages, "way", recorder)
    return recorder


@pytest.fixture(autouse=True)
def real_keychain(keychain: MemoryKeychain, monkeypatch: pytest.MonkeyPatch) -> MemoryKeychain:
    """Let the keychain in memory pass for one of the operating system's."""
    monkeypatch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
    return keychain


@pytest.fixture
def said(qapp: QApplication) -> Iterator[list[str]]:
    """Return what was announced to screen readers."""
    heard: list[str] = []

    def hear(text: str, _urgent: bool) -> None:
        heard.append(text)

    announcer().said.connect(hear)
    yield heard
    announcer().said.disconnect(hear)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Return an empty settings file."""
    return QSettings(str(tmp_path / "habits.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def new_store(tmp_path: Path) -> Callable[[], Store]:
    """Return a builder of real, encrypted, empty portfolios; their key is in the keychain."""
    made = 0

    def build() -> Store:
        nonlocal made
        made += 1
        facts = portfolio.NewPortfolio("Test Apprentice", "2024-09-16", "2026-12-16")
        folder = tmp_path / f"made {made}.portfolio"
        return portfolio.create(folder, facts).store

    return build


@pytest.fixture
def open_workspace(qtbot: QtBot) -> Iterator[Callable[[Store], Workspace]]:
    """Return a builder of workspaces; all are closed, threads and children too, after the test."""
    opened: list[Workspace] = []

    def build(store: Store, *, is_sample: bool = False) -> Workspace:
        workspace = Workspace(store, Actions(), is_sample=is_sample)
        opened.append(workspace)
        return workspace

    yield build
    for workspace in opened:
        assert workspace.close(), "a thread did not end"


@pytest.fixture
def workspace(
    new_store: Callable[[], Store], open_workspace: Callable[[Store], Workspace]
) -> Workspace:
    """Return a workspace on a new, empty portfolio."""
    return open_workspace(new_store())


@pytest.fixture
def idle(qtbot: QtBot) -> Callable[[Workspace], None]:
    """Return a function that waits until a workspace has nothing on its way."""

    def wait(workspace: Workspace) -> None:
        qtbot.waitUntil(lambda: not workspace.busy, timeout=30_000)

    return wait


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample portfolio, made once; copy it before opening it."""
    from portfolio_app.services import demo

    folder = tmp_path_factory.mktemp("sample") / "Sample.portfolio"
    store = demo.fill(folder).store
    SAMPLE_KEYS[store.id] = store.key
    store.close()
    return folder


@pytest.fixture
def sample_copy(sample_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the sample portfolio that a test may change; the keychain opens it."""
    copy = tmp_path / "Sample copy.portfolio"
    shutil.copytree(sample_folder, copy)
    chain = keychains.keychain()
    assert chain is not None
    for portfolio_id, key in SAMPLE_KEYS.items():
        chain.set(portfolio_id, key)
    return copy


@pytest.fixture
def sample(sample_copy: Path, open_workspace: Callable[..., Workspace]) -> Workspace:
    """Return a workspace on a copy of the sample portfolio."""
    return open_workspace(portfolio.open_folder(sample_copy), is_sample=True)
