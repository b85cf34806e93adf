"""A real portfolio and a real workroom for the tests of the verbs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_app.services import portfolio
from portfolio_app.store import keychain as keychains
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.keychain import MemoryKeychain


@pytest.fixture
def real_keychain(keychain: MemoryKeychain, monkeypatch: pytest.MonkeyPatch) -> MemoryKeychain:
    """Let the keychain in memory pass for one of the operating system's."""
    monkeypatch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
    return keychain


@pytest.fixture
def store(tmp_path: Path, real_keychain: MemoryKeychain) -> Iterator[Store]:
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    with portfolio.create(tmp_path / "mine.portfolio", facts).store as made:
        yield made


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workroom]:
    with Workroom(tmp_path_factory.mktemp("scratch")) as made:
        yield made
