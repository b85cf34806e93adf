"""The Proposal area in the real window, on one portfolio a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.services import clock
from portfolio_app.ui.kit.places import PROPOSAL, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from portfolio_app.ui.shell.main_window import MainWindow


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> Iterator[ProposalPage]:
    """Return the area's page in a window on an empty portfolio, its text read."""
    clock.allow(workspace.store, "The plan, page 6", "2026-01-05")
    window = MainWindow(workspace, app.AREAS)
    workspace.actions.setParent(window)
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    workspace.go(Place(PROPOSAL, tab="write"))
    shown = window.page
    assert isinstance(shown, ProposalPage)
    qtbot.waitUntil(lambda: shown.is_ready and not workspace.busy, timeout=15_000)
    yield shown
    window.hide()
    window.deleteLater()


@pytest.fixture
def settle(qtbot: QtBot, page: ProposalPage) -> Callable[[], None]:
    """Return a function that writes what is typed and waits until it is stored."""

    def wait() -> None:
        page.write.flush()
        qtbot.waitUntil(
            lambda: page.write.keeping.is_quiet and page.is_ready and not page.workspace.busy,
            timeout=15_000,
        )

    return wait
