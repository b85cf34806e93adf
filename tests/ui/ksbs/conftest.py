"""The KSBs page on a real portfolio."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit.places import KSBS, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.ksbs.ksbs_page import KsbsPage

Show = Callable[[Workspace], KsbsPage]


@pytest.fixture
def show_page(qtbot: QtBot) -> Show:
    """Return a function that shows the page and waits until it has been read."""

    def show(workspace: Workspace, place: Place | None = None) -> KsbsPage:
        page = KsbsPage(workspace)
        qtbot.addWidget(page)
        page.resize(1100, 760)
        workspace.went.connect(lambda there: page.show_place(there) if there.area == KSBS else None)
        page.show()
        page.activateWindow()
        page.show_place(place or Place(KSBS))
        qtbot.waitUntil(lambda: page.is_ready, timeout=15_000)
        focus = page.first_focus()
        assert focus is not None
        focus.setFocus()
        return page

    return show


@pytest.fixture
def page(sample: Workspace, show_page: Show) -> KsbsPage:
    """Return the page on a copy of the sample portfolio."""
    return show_page(sample)


@pytest.fixture
def places(page: KsbsPage) -> list[Place]:
    """Return the places that were gone to since the page was shown."""
    gone: list[Place] = []
    page.workspace.went.connect(gone.append)
    return gone
