"""What an add that was killed left unread is read as soon as the window opens."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.document import ReadStatus
from portfolio_app.services import intake
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.main_window import MainWindow
from tests.services import documents


def test_what_waits_to_be_read_is_read_when_the_window_opens(
    qtbot: QtBot, tmp_path: Path, settings: QSettings, new_store: Callable[[], Store]
) -> None:
    store = new_store()
    path = documents.pdf(tmp_path / "one.pdf", "Words")
    uid = intake.store_files(store, [path]).results[0].item_uid
    actions = Actions()
    work = Workspace(store, actions)
    told: list[Changes] = []
    work.changed.connect(told.append)
    window = MainWindow(work, app.AREAS, settings)
    actions.setParent(window)
    try:
        with qtbot.waitExposed(window):
            window.show()
        window.begin()

        qtbot.waitUntil(lambda: not work.busy and not work.jobs, timeout=20_000)

        item = queries.evidence.item(store, uid)
        assert (item.status, item.pages) == (ReadStatus.READABLE, 1)
        assert "Read 1 item" in {each.summary for each in told}, "screens are told"
    finally:
        window.hide()
        work.close()
        window.deleteLater()
