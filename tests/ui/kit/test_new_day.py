"""Midnight is said once, and a computer that slept past it says so when it wakes up."""

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit import new_day
from portfolio_app.ui.kit.new_day import NewDay, wait_ms

LATE = datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC)


def test_midnight_is_said_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wait_ms(LATE) == 1500
    assert wait_ms(LATE - timedelta(hours=5)) == 3_600_000
    monkeypatch.setattr(new_day, "now", lambda: LATE)
    made = NewDay()
    came: list[int] = []
    made.came.connect(lambda: came.append(1))
    made.look()
    assert came == []
    monkeypatch.setattr(new_day, "now", lambda: LATE + timedelta(seconds=2))
    made.look()
    made.look()
    assert came == [1]
    made.deleteLater()
