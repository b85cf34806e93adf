"""How the pages of Office files are made is told, and LibreOffice can be switched off."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from portfolio_app.store import queries
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.routes_page import RoutesPage


def test_the_ways_are_listed_and_libreoffice_is_switched_off_in_one_step(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = RoutesPage(workspace)
    qtbot.addWidget(page)
    page.reload()
    qtbot.waitUntil(lambda: "Text copy" in page._ways.text(), timeout=30_000)
    assert page._ways.text().startswith("1. Make PDFs in Word")
    assert page._use.isChecked()
    page._use.click()
    qtbot.waitUntil(
        lambda: queries.portfolio.detail(workspace.store, "libreoffice") == "off", timeout=20_000
    )
    qtbot.waitUntil(lambda: not page._use.isChecked(), timeout=20_000)
    workspace.undo()
    qtbot.waitUntil(page._use.isChecked, timeout=20_000)
