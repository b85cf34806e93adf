"""A lone web address that is pasted as evidence is asked about, and nothing is fetched."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.store import queries
from portfolio_app.ui.kit import adding
from portfolio_app.ui.kit.address_dialog import AddressDialog
from portfolio_app.ui.kit.workspace import Workspace
from tests.ui import walk


def _dialog(window: QWidget, qtbot: QtBot) -> AddressDialog:
    (found,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, AddressDialog)]
    qtbot.waitExposed(found)
    return found


def test_a_pasted_address_is_asked_about_and_kept(
    qtbot: QtBot, workspace: Workspace, idle: Callable[[Workspace], None]
):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    QGuiApplication.clipboard().setText(" https://example.org/papers?id=7 \n")

    adding.paste(workspace, window)
    dialog = _dialog(window, qtbot)

    assert dialog.address.text() == "https://example.org/papers?id=7"
    assert not walk.problems(dialog)
    assert not walk.clipped(dialog)
    dialog.title.setText("Board papers")
    dialog.day.set_day("2025-03-12")
    dialog.words.setPlainText("The chair set out three options.")
    dialog._add.click()
    idle(workspace)

    (item,) = queries.evidence.items(workspace.store)
    assert (item.title, item.address) == ("Board papers", "https://example.org/papers?id=7")
    assert (item.date, item.date_source) == ("2025-03-12", "date seen")
    words = queries.text.page_texts(workspace.store, item.uid)[0].text
    assert "three options" in words


def test_words_with_an_address_in_them_are_pasted_as_words(
    qtbot: QtBot, workspace: Workspace, idle: Callable[[Workspace], None]
):
    window = QWidget()
    qtbot.addWidget(window)
    QGuiApplication.clipboard().setText("See https://example.org and think")

    adding.paste(workspace, window)
    idle(workspace)

    (item,) = queries.evidence.items(workspace.store)
    assert item.address == ""
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, AddressDialog)]


def test_what_is_no_address_or_no_day_is_refused_in_place(qtbot: QtBot, workspace: Workspace):
    wanted = []
    window = QWidget()
    qtbot.addWidget(window)
    dialog = AddressDialog(window, "https://example.org", lambda *told: wanted.append(told))
    qtbot.addWidget(dialog)
    dialog.show()

    dialog.address.setText("example")
    dialog._add.click()
    assert "https://" in dialog._wrong.text()
    dialog.address.setText("https://example.org")
    dialog.day.setText("someday")
    dialog._add.click()

    assert "isn't a day" in dialog._wrong.text()
    assert dialog.isVisible()
    assert wanted == []
