"""The house put together: which portfolio it opens, what it remembers, what it throws away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.services import portfolio
from portfolio_app.store import keychain
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.page import Area
from portfolio_app.ui.kit.places import Place


@pytest.fixture
def house(qapp: QApplication, qtbot: QtBot, settings: QSettings) -> Iterator[app.House]:
    made = app.House(qapp, settings)
    yield made
    for window in tuple(made.windows):
        assert window.workspace.close()
        window.hide()
        window.deleteLater()
    if made.welcome is not None:
        made.welcome.deleteLater()
    made.opener.close()
    made.deleteLater()


def closed(store: Store) -> Path:
    store.close()
    return store.folder


def test_with_nothing_to_open_it_welcomes(house: app.House) -> None:
    house.begin(None)

    assert house.welcome is not None
    assert house.welcome.isVisible()
    assert house.windows == []


def test_the_last_portfolio_opens_again_without_a_question(
    qtbot: QtBot, house: app.House, new_store: Callable[[], Store]
) -> None:
    folder = closed(new_store())
    house.begin(folder)
    qtbot.waitUntil(lambda: bool(house.windows))
    assert house._recent() == [folder]
    first = house.windows[0]
    first.close()
    qtbot.waitUntil(lambda: not house.windows)

    house.begin(None)

    qtbot.waitUntil(lambda: bool(house.windows))
    assert house.windows[0].workspace.store.folder == folder
    assert house.welcome is None


def test_a_portfolio_that_has_moved_is_not_insisted_on(
    house: app.House, settings: QSettings, tmp_path: Path
) -> None:
    settings.setValue("portfolios/recent", [str(tmp_path / "gone.portfolio")])

    house.begin(None)

    assert house.welcome is not None


def test_a_portfolio_without_its_key_asks_for_it(
    qtbot: QtBot, house: app.House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = portfolio.NewPortfolio("Test Apprentice", "2024-09-16", "2026-12-16")
    secret = "four plain words here"  # noqa: S105 - opens what the test made
    folder = closed(portfolio.create(tmp_path / "a.portfolio", facts, passphrase=secret).store)
    monkeypatch.setattr(keychain, "keychain", lambda: None)

    house.begin(folder)

    qtbot.waitUntil(lambda: house.welcome is not None, timeout=20_000)
    assert house.welcome is not None
    edit = house.welcome.findChild(QLineEdit, "unlock_secret")
    assert edit is not None
    qtbot.waitUntil(edit.isVisible, timeout=20_000)


def test_the_sample_says_what_it_is_and_goes_when_it_is_closed(
    qtbot: QtBot, house: app.House, sample_copy: Path, asked: messages.Recorder
) -> None:
    window = house.open_window(portfolio.open_folder(sample_copy), is_sample=True)
    shown = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    assert any("A sample portfolio: fictional" in text for text in shown)
    assert house._recent() == [], "it is not what opens next time"

    window.close()

    qtbot.waitUntil(lambda: not house.windows)
    assert not sample_copy.exists()
    assert asked.asked == []


@pytest.mark.parametrize("area", app.AREAS, ids=lambda area: area.name)
def test_every_area_of_the_sidebar_is_there(
    qtbot: QtBot, house: app.House, sample_copy: Path, area: Area
) -> None:
    window = house.open_window(portfolio.open_folder(sample_copy), is_sample=True)

    window.workspace.go(Place(area.name))
    qtbot.waitUntil(lambda: not window.workspace.busy, timeout=30_000)

    assert window.page is window.page_of(area.name)
    assert area.title in window.windowTitle()


def test_a_portfolio_that_turns_out_damaged_is_said_in_words(
    qtbot: QtBot, house: app.House, new_store: Callable[[], Store], asked: messages.Recorder
) -> None:
    store = new_store()
    folder = closed(store)
    with (folder / "portfolio.db").open("r+b") as file:
        file.seek(8192)
        file.write(bytes(3 * 4096))

    house.begin(folder)

    qtbot.waitUntil(lambda: bool(asked.asked), timeout=20_000)
    assert asked.asked[-1].what.startswith("The portfolio couldn't be opened because")
    assert "Restore your last backup" in asked.asked[-1].next
    assert house.windows == []
    assert house.welcome is not None
    assert house.welcome.isVisible()
    assert house.reporter.dialog is None, "this is no error of the program"


def test_a_portfolio_with_evidence_opens_with_the_focus_on_what_to_do_next(
    qtbot: QtBot, house: app.House, sample_copy: Path
) -> None:
    window = house.open_window(portfolio.open_folder(sample_copy), is_sample=True)
    window.activateWindow()

    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: page.isAncestorOf(window.focusWidget()))
    assert window.focusWidget() is page.first_focus()
