"""A computer is gone: its portfolio comes back from a backup and a key, through the window."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.services import backup, portfolio
from portfolio_app.store import disk, queries
from portfolio_app.store import keychain as keychains
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.jobs import Listener
from portfolio_app.ui.kit.theme import Theme
from portfolio_app.ui.shell.opening import Opener
from portfolio_app.ui.shell.restore_form import RestoreForm, when
from portfolio_app.ui.shell.welcome import Welcome
from tests.keychain import MemoryKeychain
from tests.ui import walk

PASSPHRASE = "four plain words here"  # noqa: S105 - opens what the test made


class Lost:
    """What is left of a portfolio whose computer is gone: a backup, a recovery key."""

    def __init__(self, place: Path, recovery: str, items: int, made: str) -> None:
        self.place = place
        self.recovery = recovery
        self.items = items
        self.made = made


@pytest.fixture
def lost(sample_copy: Path, tmp_path: Path, keychain: MemoryKeychain) -> Lost:
    """Return a real backup of the sample; the keychain is empty, as on a fresh machine."""
    from portfolio_app.store import keys

    with portfolio.open_folder(sample_copy) as store:
        store.set_header(keys.set_passphrase(store.header, store.key, PASSPHRASE))
        recovery = portfolio.make_recovery_key(store)
        items = len(queries.evidence.items(store))
        place = backup.back_up(store, tmp_path / "My work backup").path
    keychain.secrets.clear()
    return Lost(place, recovery, items, when(backup.contents(place).copies[0].made))


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


@pytest.fixture
def welcome(qtbot: QtBot) -> Iterator[Welcome]:
    opener = Opener()
    made = Welcome(opener)
    qtbot.addWidget(made)
    stores: list[Store] = []
    made.opened.connect(lambda store, _sample: stores.append(store))
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.show_restore()
    yield made
    opener.close()
    for store in stores:
        store.close()


def form_of(welcome: Welcome | None) -> RestoreForm:
    assert welcome is not None
    found = welcome.findChild(RestoreForm)
    assert found is not None
    return found


def edit_of(form: RestoreForm, name: str) -> QLineEdit:
    found = form.findChild(QLineEdit, name)
    assert found is not None
    return found


def press_restore(form: RestoreForm) -> None:
    button = form.findChild(QPushButton, "restore_go")
    assert button is not None
    button.click()


def choose(qtbot: QtBot, form: RestoreForm, asked: messages.Recorder, path: Path) -> None:
    asked.paths.append([path])
    (form._choose_folder if path.is_dir() else form._choose_file).click()
    qtbot.waitUntil(lambda: not form._opener._lanes.busy)


def refused(qtbot: QtBot, form: RestoreForm) -> str:
    """Wait until the form is back with words in red, and return them."""

    def words() -> list[str]:
        return [
            each.text()
            for each in (form._backup_wrong, form._secret_wrong, form._folder_wrong)
            if each.isVisible()
        ]

    qtbot.waitUntil(lambda: form.isVisible() and bool(words()), timeout=20_000)
    return "\n".join(words())


def portfolios(home: Path) -> list[Path]:
    parent = home / ".local/share/portfolio-app/portfolios"
    return sorted(parent.iterdir()) if parent.exists() else []


def test_a_fresh_machine_needs_only_the_backup_and_the_recovery_key(
    qtbot: QtBot,
    house: app.House,
    lost: Lost,
    asked: messages.Recorder,
    keychain: MemoryKeychain,
    home: Path,
) -> None:
    """Issue 2, section 2: from Welcome to the open window; no dialog but the chooser."""
    house.begin(None)
    assert house.welcome is not None
    choice = house.welcome.findChild(QPushButton, "welcome_rotate-ccw")
    assert choice is not None
    choice.click()
    form = form_of(house.welcome)
    choose(qtbot, form, asked, lost.place)
    assert form.folder.name == "My work.portfolio"
    edit = edit_of(form, "restore_recovery")
    QTest.keyClicks(edit, lost.recovery.lower().replace("-", " ").replace("0", "o"))
    assert "Typed correctly" in form._secret._state.text()

    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(house.windows), timeout=60_000)

    window = house.windows[0]
    store = window.workspace.store
    assert store.folder == form.folder
    assert store.folder.is_relative_to(home)
    assert len(queries.evidence.items(store)) == lost.items > 0
    assert portfolio.check(store).ok, "every file is there, as it was"
    said = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    assert any(text.startswith(f"Restored as it was on {lost.made}, with ") for text in said)
    assert asked.asked == []
    assert house.welcome is None
    assert house._recent()[0] == store.folder
    assert keychain.secrets, "the next start asks nothing"


def test_a_passphrase_opens_it_too_and_a_single_file_is_a_backup(
    qtbot: QtBot, welcome: Welcome, lost: Lost, asked: messages.Recorder, tmp_path: Path
) -> None:
    with portfolio.open_folder(
        backup.restore(lost.place, tmp_path / "a.portfolio", recovery=lost.recovery).path,
        recovery=lost.recovery,
    ) as store:
        single = backup.back_up(store, tmp_path / "one.portfolio-backup", single_file=True).path
    keychain = keychains.keychain()
    assert keychain is not None
    keychain.delete(store.id)
    form = form_of(welcome)
    choose(qtbot, form, asked, single)
    form._secret._by_passphrase.click()
    edit = edit_of(form, "restore_passphrase")
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(edit, PASSPHRASE)

    with qtbot.waitSignal(welcome.opened, timeout=60_000) as caught:
        press_restore(form)

    assert len(queries.evidence.items(caught.args[0])) == lost.items
    assert caught.args[0].folder.name == "one.portfolio"


def test_the_computer_that_holds_the_key_needs_nothing_typed(
    qtbot: QtBot,
    welcome: Welcome,
    sample_copy: Path,
    asked: messages.Recorder,
    tmp_path: Path,
) -> None:
    with portfolio.open_folder(sample_copy) as store:
        place = backup.back_up(store, tmp_path / "sealed").path
    form = form_of(welcome)
    choose(qtbot, form, asked, place)

    with qtbot.waitSignal(welcome.opened, timeout=60_000):
        press_restore(form)


def test_without_a_key_it_says_so_by_the_field(
    qtbot: QtBot, welcome: Welcome, lost: Lost, asked: messages.Recorder, home: Path
) -> None:
    form = form_of(welcome)
    choose(qtbot, form, asked, lost.place)

    press_restore(form)

    assert "Type its recovery key" in refused(qtbot, form)
    qtbot.waitUntil(edit_of(form, "restore_recovery").hasFocus)
    assert portfolios(home) == []


def test_a_wrong_key_loses_nothing_typed_and_the_right_one_then_works(
    qtbot: QtBot,
    welcome: Welcome,
    lost: Lost,
    asked: messages.Recorder,
    home: Path,
    said: list[str],
) -> None:
    from portfolio_app.store import keys

    form = form_of(welcome)
    choose(qtbot, form, asked, lost.place)
    edit = edit_of(form, "restore_recovery")
    other = keys.new_recovery_key().text
    edit.setText(other)

    press_restore(form)

    words = refused(qtbot, form)
    assert "belongs to another portfolio" in words
    assert edit.property("wrong")
    assert edit.accessibleDescription() == words == said[-1]
    qtbot.waitUntil(edit.hasFocus)
    assert (edit.text(), form.backup) == (other, lost.place)
    assert portfolios(home) == []
    assert asked.asked == [], "no dialog"

    QTest.keyClicks(edit, lost.recovery)  # it was selected: typing takes its place
    assert not form._secret_wrong.isVisible()
    with qtbot.waitSignal(welcome.opened, timeout=60_000):
        press_restore(form)


def test_a_mistyped_key_is_said_before_anything_is_tried(
    qtbot: QtBot, welcome: Welcome, lost: Lost, asked: messages.Recorder
) -> None:
    form = form_of(welcome)
    choose(qtbot, form, asked, lost.place)
    edit = edit_of(form, "restore_recovery")
    last = "2" if lost.recovery[-1] != "2" else "3"
    QTest.keyClicks(edit, lost.recovery[:-1])
    assert form._secret._state.text() == "35 of 36 letters and figures"
    QTest.keyClicks(edit, last)
    assert "Not typed as it was shown" in form._secret._state.text()

    with qtbot.assertNotEmitted(form.asked):
        press_restore(form)

    assert "at least one letter or figure differs" in refused(qtbot, form)
    assert edit.hasFocus()


def test_a_damaged_backup_is_refused_and_nothing_is_left(
    qtbot: QtBot, welcome: Welcome, lost: Lost, asked: messages.Recorder, home: Path
) -> None:
    largest = max((lost.place / "vault").rglob("*"), key=lambda each: each.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 1
    largest.write_bytes(content)
    form = form_of(welcome)
    choose(qtbot, form, asked, lost.place)
    edit_of(form, "restore_recovery").setText(lost.recovery)

    press_restore(form)

    assert refused(qtbot, form).startswith("This backup is damaged or not complete")
    qtbot.waitUntil(edit_of(form, "restore_backup").hasFocus)
    assert edit_of(form, "restore_recovery").text() == lost.recovery
    assert portfolios(home) == []


def test_what_is_no_backup_is_said_as_soon_as_it_is_chosen(
    qtbot: QtBot, welcome: Welcome, asked: messages.Recorder, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("a letter")
    form = form_of(welcome)

    choose(qtbot, form, asked, tmp_path / "letter.txt")
    assert refused(qtbot, form).startswith("This isn't a backup made by this app.")
    choose(qtbot, form, asked, tmp_path)
    assert refused(qtbot, form).startswith("This isn't a backup made by this app.")
    edit = edit_of(form, "restore_backup")
    edit.setText(str(tmp_path / "gone"))
    press_restore(form)
    assert refused(qtbot, form).startswith("There is no backup here")
    qtbot.waitUntil(edit.hasFocus)


def test_a_place_that_is_taken_meanwhile_is_not_touched(
    qtbot: QtBot, welcome: Welcome, lost: Lost, asked: messages.Recorder
) -> None:
    form = form_of(welcome)
    choose(qtbot, form, asked, lost.place)
    edit_of(form, "restore_recovery").setText(lost.recovery)
    form.folder.mkdir(parents=True)
    (form.folder / "mine.txt").write_text("mine")

    press_restore(form)

    assert refused(qtbot, form).startswith("There is something in")
    qtbot.waitUntil(form._change.hasFocus)
    assert [each.name for each in form.folder.iterdir()] == ["mine.txt"]
    asked.paths.append([form.folder.parent])
    form._change.click()
    assert form.folder.name == "My work 2.portfolio", "the next free name"
    with qtbot.waitSignal(welcome.opened, timeout=60_000):
        press_restore(form)


def test_a_full_disk_is_said_in_words_and_leaves_nothing(
    qtbot: QtBot,
    welcome: Welcome,
    lost: Lost,
    asked: messages.Recorder,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import errno

    create = disk.create

    def full(path: Path) -> int:
        if "vault" in path.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        return create(path)

    monkeypatch.setattr(disk, "create", full)
    form = form_of(welcome)
    choose(qtbot, form, asked, lost.place)
    edit_of(form, "restore_recovery").setText(lost.recovery)

    press_restore(form)

    assert "the disk is full" in refused(qtbot, form)
    qtbot.waitUntil(form._change.hasFocus)
    assert portfolios(home) == []


@pytest.mark.parametrize("begun", [True, False])
def test_cancel_stops_it_and_nothing_is_left(
    qtbot: QtBot,
    welcome: Welcome,
    lost: Lost,
    asked: messages.Recorder,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    begun: bool,
) -> None:
    """Stopped within the first file, or while it still waits for its turn."""
    reached, go_on = threading.Event(), threading.Event()
    create = disk.create

    def slow(path: Path) -> int:
        if "vault" in path.parts:
            reached.set()
            assert go_on.wait(20)
        return create(path)

    monkeypatch.setattr(disk, "create", slow)
    form = form_of(welcome)
    choose(qtbot, form, asked, lost.place)
    edit_of(form, "restore_recovery").setText(lost.recovery)
    opened: list[object] = []
    welcome.opened.connect(lambda store, _sample: opened.append(store))
    lanes = welcome._opener._lanes
    if not begun:
        lanes.give(lanes.jobs, lambda: go_on.wait(20), Listener(print, print))

    press_restore(form)
    if begun:
        qtbot.waitUntil(reached.is_set, timeout=20_000)
    assert welcome._wait_cancel.hasFocus()
    welcome.show_choices()
    assert welcome._wait_cancel.isVisible(), "nothing leads away from it in silence"
    QTest.keyClick(welcome._wait_cancel, Qt.Key.Key_Space)
    if begun:
        go_on.set()

    qtbot.waitUntil(form.isVisible, timeout=20_000)
    go_on.set()
    assert form._trouble_words.text().startswith("Stopped. Nothing was restored")
    assert edit_of(form, "restore_recovery").text() == lost.recovery
    assert portfolios(home) == []
    assert opened == []
    qtbot.waitUntil(lambda: not lanes.busy, timeout=20_000)


def test_an_older_copy_can_be_chosen(
    qtbot: QtBot,
    welcome: Welcome,
    new_store: Callable[[], Store],
    asked: messages.Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backup.sealed, "superseded", lambda _kept: ())
    with new_store() as store:
        place = backup.back_up(store, tmp_path / "sealed").path
        portfolio.set_detail(store, "name", "Later Name")
        backup.back_up(store, place)
    form = form_of(welcome)
    combo = form.findChild(QComboBox, "restore_copies")
    assert combo is not None
    assert (combo.count(), combo.isEnabled()) == (1, False)
    choose(qtbot, form, asked, place)
    assert combo.isEnabled()
    assert [combo.itemText(0).startswith("Newest ("), combo.count()] == [True, 2]
    combo.setCurrentIndex(1)

    with qtbot.waitSignal(welcome.opened, timeout=60_000) as caught:
        press_restore(form)

    assert queries.portfolio.details(caught.args[0]).name == "Test Apprentice"


@pytest.mark.parametrize("seen_late", [False, True])
def test_a_damaged_portfolio_leads_to_its_backup_and_is_kept(
    qtbot: QtBot,
    house: app.House,
    sample_copy: Path,
    asked: messages.Recorder,
    tmp_path: Path,
    *,
    seen_late: bool,
) -> None:
    """Message 4: what happened, what is safe, and the way on; also if it shows on reading only."""
    with portfolio.open_folder(sample_copy) as store:
        place = backup.back_up(store, tmp_path / "sealed").path
    database = sample_copy / "portfolio.db"
    content = bytearray(database.read_bytes())
    for page in range(4096 if seen_late else 0, len(content), 4096):
        content[page + 100 : page + 200] = bytes(100)
    database.write_bytes(content)
    before = {each: each.read_bytes() for each in sample_copy.rglob("*") if each.is_file()}
    asked.answers.append("restore")

    house.begin(sample_copy)
    qtbot.waitUntil(lambda: bool(asked.asked), timeout=20_000)

    assert "damaged" in asked.asked[-1].what
    assert asked.asked[-1].safe == "The damaged portfolio is kept as it is."
    form = form_of(house.welcome)
    assert form.isVisible()
    assert form._kept_words.text().startswith("“Sample copy.portfolio” is kept as it is")
    choose(qtbot, form, asked, place)
    press_restore(form)
    qtbot.waitUntil(lambda: bool(house.windows), timeout=60_000)
    assert portfolio.check(house.windows[0].workspace.store).ok
    after = {each: each.read_bytes() for each in sample_copy.rglob("*") if each.is_file()}
    assert after == before


def test_the_file_menu_leads_to_it(
    qtbot: QtBot, house: app.House, new_store: Callable[[], Store]
) -> None:
    window = house.open_window(new_store())

    window.actions_table["restore_backup"].trigger()

    assert form_of(house.welcome).isVisible()


def test_what_is_wrong_is_brought_into_view_in_large_text(
    qtbot: QtBot, welcome: Welcome, lost: Lost, asked: messages.Recorder, look: Theme
) -> None:
    look.choose(scale=200)
    welcome.resize(1024, 680)
    form = form_of(welcome)
    choose(qtbot, form, asked, lost.place)

    press_restore(form)
    refused(qtbot, form)

    def seen() -> bool:
        below = form._secret_wrong
        return welcome.rect().contains(below.mapTo(welcome, below.rect().bottomLeft()))

    qtbot.waitUntil(seen)


def test_leaving_the_page_forgets_the_key(welcome: Welcome, lost: Lost) -> None:
    form = form_of(welcome)
    edit_of(form, "restore_recovery").setText(lost.recovery)

    form._back.click()

    assert welcome._choices.isVisible()
    assert edit_of(form, "restore_recovery").text() == ""


@pytest.mark.parametrize("scale", [100, 200])
def test_the_page_can_be_walked_by_keyboard_and_by_name(
    qtbot: QtBot,
    welcome: Welcome,
    lost: Lost,
    asked: messages.Recorder,
    look: Theme,
    scale: int,
) -> None:
    look.choose(scale=scale)
    welcome.resize(1024, 680)
    form = form_of(welcome)
    edit_of(form, "restore_backup").setText("elsewhere")
    edit_of(form, "restore_recovery").setText("wrong")
    press_restore(form)
    assert edit_of(form, "restore_backup").hasFocus(), "the first of what is wrong"
    qtbot.wait(100)
    welcome.grab()

    assert walk.problems(welcome) == []
    assert walk.small_targets(welcome) == []
    assert walk.clipped(form) == []
    assert walk.unreached(welcome, walk.tab_order(welcome)) == []
