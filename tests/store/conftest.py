"""Real encrypted portfolios in temporary folders."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_app.store import database, keys
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from tests.store.builders import fill


@pytest.fixture
def key() -> MasterKey:
    return keys.new_master_key()


@pytest.fixture(autouse=True)
def quick_passphrases(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a guess cost little, but for the test of what it costs."""
    if "real_cost" not in request.fixturenames:
        monkeypatch.setattr(keys, "_LEAST_PASSES", 1)
        monkeypatch.setattr(keys, "_TRY_SECONDS", 0.0)


@pytest.fixture
def real_cost() -> None:
    """Ask for passphrases as strong as the app's."""


@pytest.fixture
def store(tmp_path: Path, key: MasterKey) -> Iterator[Store]:
    folder = tmp_path / "My portfolio.portfolio"
    opened = database.create_store(folder, key, keys.new_header(key), fill)
    yield opened
    opened.close()
