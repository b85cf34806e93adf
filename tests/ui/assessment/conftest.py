"""The compile page on a real portfolio."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.options import BundleOptions
from portfolio_app.services import options
from portfolio_app.ui.assessment.compile_view import CompileView
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.workspace import Workspace

Show = Callable[[Workspace], CompileView]


@pytest.fixture
def show_page(qtbot: QtBot) -> Show:
    """Return a function that shows the page and waits until it has been read."""

    def show(workspace: Workspace) -> CompileView:
        page = CompileView(workspace)
        qtbot.addWidget(page)
        page.resize(1000, 760)
        page.show()
        page.activateWindow()
        page.show_place(Place("assessment", tab="compile"))
        qtbot.waitUntil(lambda: page.is_ready, timeout=15_000)
        focus = page.first_focus()
        assert focus is not None
        focus.setFocus()
        return page

    return show


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return where the bundle is to be put: a folder of its own."""
    folder = tmp_path / "hand in"
    folder.mkdir()
    return folder / "Portfolio.pdf"


@pytest.fixture
def page(sample: Workspace, show_page: Show, out: Path) -> CompileView:
    """Return the page on a copy of the sample portfolio, with the place chosen."""
    options.choose(sample.store, BundleOptions(whole_folder=False))
    shown = show_page(sample)
    shown.inputs.place.on_place([out])
    return shown


@pytest.fixture
def places(page: CompileView) -> list[Place]:
    """Return the places that were gone to since the page was shown."""
    gone: list[Place] = []
    page.workspace.went.connect(gone.append)
    return gone
