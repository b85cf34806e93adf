"""From nothing to a portfolio, and back into one that asks for its key."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain.planned import PlannedKind
from portfolio_app.services import portfolio, programmes
from portfolio_app.store import keychain, queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import messages
from portfolio_app.ui.shell.opening import Opener, default_folder, synced_place
from portfolio_app.ui.shell.welcome import Welcome
from tests.ui import walk


@pytest.fixture
def opened() -> Iterator[list[Store]]:
    stores: list[Store] = []
    yield stores
    for store in stores:
        store.close()


@pytest.fixture
def welcome(qtbot: QtBot, opened: list[Store]) -> Iterator[Welcome]:
    opener = Opener()
    made = Welcome(opener)
    qtbot.addWidget(made)
    made.opened.connect(lambda store, _sample: opened.append(store))
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.show_choices()
    yield made
    opener.close()


PASSPHRASE = "four plain words here"  # noqa: S105 - opens what the test made


def fill(welcome: Welcome, passphrase: str = "") -> None:
    """Type the form as a person does."""
    form = welcome._new_form
    for name, words in (("new_name", "Test Apprentice"), ("new_start", "16/9/2024")):
        edit = form.findChild(QLineEdit, name)
        assert edit is not None
        edit.setFocus()
        QTest.keyClicks(edit, words)
    QTest.keyClick(form.findChild(QLineEdit, "new_start"), Qt.Key.Key_Tab)
    if passphrase:
        for edit in (form._passphrase, form._again):
            QTest.keyClicks(edit, passphrase)


def without_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "has_keychain", lambda: False)


def press(welcome: Welcome, name: str) -> None:
    button = welcome.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_three_facts_make_an_encrypted_portfolio(
    qtbot: QtBot, welcome: Welcome, opened: list[Store], home: Path
) -> None:
    press(welcome, "welcome_plus")
    qtbot.waitUntil(lambda: not welcome._opener._lanes.busy)
    assert not welcome._new_form._secret.isVisible(), "a keychain is there: no passphrase"
    fill(welcome)
    gateway = welcome.findChild(QLineEdit, "new_gateway")
    assert gateway.text() == "16 September 2026", "24 months after the start"

    with qtbot.waitSignal(welcome.opened, timeout=20_000):
        press(welcome, "new_create")

    details = queries.portfolio.details(opened[0])
    assert (details.name, details.start, details.gateway) == (
        "Test Apprentice",
        "2024-09-16",
        "2026-09-16",
    )
    assert opened[0].folder.is_relative_to(home), "application data, not Documents"


def test_without_a_keychain_a_passphrase_is_asked_for(
    qtbot: QtBot, welcome: Welcome, opened: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_keychain(monkeypatch)
    press(welcome, "welcome_plus")
    qtbot.waitUntil(welcome._new_form._secret.isVisible)
    fill(welcome, "short")
    press(welcome, "new_create")
    assert "12 characters" in welcome._new_form._trouble_words.text()
    assert welcome._new_form._passphrase.hasFocus()
    for edit in (welcome._new_form._passphrase, welcome._new_form._again):
        edit.setText(PASSPHRASE)

    with qtbot.waitSignal(welcome.opened, timeout=20_000):
        press(welcome, "new_create")

    folder = opened[0].folder
    opened.pop().close()
    portfolio.open_folder(folder, passphrase=PASSPHRASE).close()


def test_what_is_missing_is_said_together_and_the_first_takes_the_focus(
    qtbot: QtBot, welcome: Welcome, said: list[str]
) -> None:
    press(welcome, "welcome_plus")
    press(welcome, "new_create")

    words = welcome._new_form._trouble_words.text()
    assert "Type your name" in words
    assert "day you started" in words
    qtbot.waitUntil(welcome._new_form._name.hasFocus)
    assert said[-1] == words
    qtbot.waitUntil(lambda: not welcome._opener._lanes.busy)


def test_a_synced_folder_is_warned_about(
    qtbot: QtBot, welcome: Welcome, asked: messages.Recorder, tmp_path: Path
) -> None:
    synced = tmp_path / "OneDrive"
    synced.mkdir()
    press(welcome, "welcome_plus")
    asked.paths.append([synced])

    welcome._new_form._change.click()

    assert asked.asked[-1].what == "This folder is synced to the cloud."
    assert not welcome._new_form.folder.is_relative_to(synced), "another folder is the default"
    asked.paths.append([synced])
    asked.answers.append("use")
    welcome._new_form._change.click()
    assert welcome._new_form.folder.is_relative_to(synced)
    qtbot.waitUntil(lambda: not welcome._opener._lanes.busy)


def test_the_backup_place_is_a_synced_folder_if_there_is_one(home: Path) -> None:
    assert synced_place() is None
    (home / "Dropbox").mkdir()

    assert synced_place() == home / "Dropbox" / "Senior Leader Portfolio backup"


def test_a_name_makes_a_safe_folder(home: Path) -> None:
    assert default_folder("../A/B: C?").name == "A B C.portfolio"
    assert default_folder("").name == "My portfolio.portfolio"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a closed portfolio that the keychain opens, and a passphrase."""
    facts = portfolio.NewPortfolio("Test Apprentice", "2024-09-16", "2026-12-16")
    store = portfolio.create(tmp_path / "kept.portfolio", facts, passphrase=PASSPHRASE).store
    store.close()
    return store.folder


def test_a_portfolio_the_keychain_opens_asks_nothing(
    qtbot: QtBot, welcome: Welcome, kept: Path
) -> None:
    with qtbot.waitSignal(welcome.opened, timeout=20_000):
        welcome.open_folder(kept)


def test_a_wrong_passphrase_is_said_and_the_right_one_opens(
    qtbot: QtBot,
    welcome: Welcome,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: messages.Recorder,
) -> None:
    monkeypatch.setattr(keychain, "keychain", lambda: None)
    welcome.open_folder(kept)
    edit = welcome.findChild(QLineEdit, "unlock_secret")
    assert edit is not None
    qtbot.waitUntil(edit.isVisible)
    QTest.keyClicks(edit, "not the passphrase")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: edit.isVisible() and bool(welcome._unlock._why.property("role")))

    edit.setText(PASSPHRASE)
    with qtbot.waitSignal(welcome.opened, timeout=20_000):
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert asked.asked == [], "no dialog on the way"


def test_a_portfolio_that_is_open_can_be_opened_to_read(
    qtbot: QtBot,
    welcome: Welcome,
    new_store: Callable[[], Store],
    asked: messages.Recorder,
    opened: list[Store],
) -> None:
    store = new_store()
    asked.answers.append("read")

    with qtbot.waitSignal(welcome.opened, timeout=20_000):
        welcome.open_folder(store.folder)

    assert asked.asked[-1].what.startswith("This portfolio is already open")
    assert opened[0].readonly
    store.close()


def test_a_folder_that_is_no_portfolio_is_refused_in_words(
    qtbot: QtBot, welcome: Welcome, asked: messages.Recorder, tmp_path: Path
) -> None:
    welcome.open_folder(tmp_path)

    qtbot.waitUntil(lambda: bool(asked.asked))
    assert asked.asked[-1].what.startswith("This folder isn't a portfolio")


def test_every_page_of_welcome_can_be_walked(qtbot: QtBot, welcome: Welcome) -> None:
    for show in (welcome.show_choices, welcome.show_form):
        show()
        qtbot.waitUntil(lambda: not welcome._opener._lanes.busy)
        welcome.grab()

        assert walk.problems(welcome) == []
        assert walk.small_targets(welcome) == []
        assert walk.unreached(welcome, walk.tab_order(welcome)) == []


def test_opened_to_read_with_the_passphrase_that_was_typed(
    qtbot: QtBot,
    welcome: Welcome,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: messages.Recorder,
    opened: list[Store],
) -> None:
    monkeypatch.setattr(keychain, "keychain", lambda: None)
    elsewhere = portfolio.open_folder(kept, passphrase=PASSPHRASE)
    asked.answers.append("read")
    welcome.open_folder(kept)
    edit = welcome.findChild(QLineEdit, "unlock_secret")
    assert edit is not None
    qtbot.waitUntil(edit.isVisible)

    edit.setText(PASSPHRASE)
    with qtbot.waitSignal(welcome.opened, timeout=20_000):
        QTest.keyClick(edit, Qt.Key.Key_Return)

    assert opened[0].readonly
    assert len(asked.asked) == 1, "the key is not asked for again"
    elsewhere.close()


def test_a_typed_passphrase_never_becomes_readable(
    qtbot: QtBot, welcome: Welcome, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keychain, "keychain", lambda: None)
    welcome.open_folder(kept)
    edit = welcome.findChild(QLineEdit, "unlock_secret")
    assert edit is not None
    qtbot.waitUntil(edit.isVisible)
    QTest.keyClicks(edit, PASSPHRASE)

    welcome._unlock._by_recovery.click()

    assert edit.text() == ""
    assert edit.echoMode() is QLineEdit.EchoMode.Normal


def test_another_standard_can_be_taken_from_a_file(
    qtbot: QtBot,
    welcome: Welcome,
    opened: list[Store],
    asked: messages.Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "Made-up work.csv"
    path.write_text("code,text,kind\nSW1a,Work with families.,skill\nSW1b,Know them.,knowledge")
    asked.paths = [[path]]
    monkeypatch.setattr(
        "portfolio_app.ui.shell.new_form.default_folder",
        lambda _name: tmp_path / "other.portfolio",
    )
    welcome.show_form()
    form = welcome._new_form
    fill(welcome)
    last = form._standard.count() - 1

    form._standard.setCurrentIndex(last)
    form._standard.activated.emit(last)
    qtbot.waitUntil(lambda: form._standard.count() == last + 2, timeout=20_000)
    assert form._standard.currentText() == "Made-up work (2 KSBs)"
    create = form.findChild(QPushButton, "new_create")
    assert create is not None
    qtbot.mouseClick(create, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=20_000)

    held = queries.standard.standard(opened[0])
    assert (held.title, [each.code for each in held.ksbs]) == ("Made-up work", ["SW1a", "SW1b"])


def test_a_programme_from_the_list_or_a_file_fills_the_plan(
    qtbot: QtBot,
    welcome: Welcome,
    opened: list[Store],
    asked: messages.Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "programme.toml"
    path.write_text('schema = 1\ntitle = "Evening course"\ntotal_months = "two years"\n'
                    'modules = ["One", "Two"]\n', encoding="utf-8")  # fmt: skip
    asked.paths = [[path]]
    monkeypatch.setattr(
        "portfolio_app.ui.shell.new_form.default_folder",
        lambda _name: tmp_path / "taught.portfolio",
    )
    welcome.show_form()
    form = welcome._new_form
    fill(welcome)
    box = form._programme
    assert box.currentText() == "Choose later"
    assert form.facts().programme is None
    box.setCurrentIndex(box.findData("inlogov-sla"))
    box.activated.emit(box.currentIndex())
    assert form.facts().programme.id == "inlogov-sla"
    assert not form._two_standards.isVisible()
    box.setCurrentIndex(box.findData("social-work-london"))
    box.activated.emit(box.currentIndex())
    assert form._two_standards.isVisible()
    assert "still on Senior leader" in form._two_standards.text()
    last = box.count() - 1

    box.setCurrentIndex(last)
    box.activated.emit(last)
    qtbot.waitUntil(lambda: box.count() == last + 2, timeout=20_000)

    assert box.currentText() == "Evening course"
    assert "“two years” is not a number" in form._trouble_words.text()
    press(welcome, "new_create")
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=20_000)
    held = programmes.current(opened[0])
    assert held is not None
    assert held.title == "Evening course"
    rows = queries.plan.rows(opened[0], PlannedKind.MODULE)
    assert [each.title for each in rows] == ["One", "Two"]
