"""The Observations area on real portfolios: requests made by the verbs, the page in a window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Asked, Role
from portfolio_app.domain.witness import Witness
from portfolio_app.services import requests, witnesses
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.places import OBSERVATIONS, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.observations_page import ObservationsPage

Show = Callable[[Workspace], ObservationsPage]


def line_manager(store: Store) -> str:
    """Add somebody who can be asked; return their uid."""
    known = [each for each in witnesses.everyone(store) if each.name == "Line manager"]
    if known:
        return known[0].uid
    added = Witness(
        "Line manager",
        organisation="Riverside Trust",
        relationship="line manager",
        job_title="Director of operations",
        email="manager@example.org",
    )
    return witnesses.add(store, added, in_bundle=False).focus


def ask(store: Store, title: str = "Chairing the budget panel", day: str = "2025-12-02") -> str:
    """Draft a request; return its uid."""
    ksbs = queries.standard.ksbs(store)[:3]
    asked = Asked(
        title=title,
        day=day,
        time="10:30",
        place="Committee room 2",
        observed_as=Role.LINE_MANAGER,
        ksb_uids=tuple(ksb.uid for ksb in ksbs),
        context="The panel decides how the winter money is shared between three services.",
    )
    return requests.new(store, asked, line_manager(store)).focus


def ask_statement(store: Store) -> str:
    """Draft a statement to sign; return its uid."""
    asked = Asked(title="Sign-off of the proposal", statement="The board supports the proposal.")
    return requests.new(store, asked, line_manager(store), kind=FormKind.STATEMENT).focus


@pytest.fixture
def sample(sample: Workspace) -> Workspace:
    """Return a workspace on a copy of the sample portfolio that asks for nothing yet."""
    with sample.store.step("ask for nothing", "Nothing is asked", {Topic.OBSERVATIONS}) as step:
        for table in (tables.RequestRow, tables.ObservationRow):
            for row in step.session.query(table):
                step.session.delete(row)
            step.session.flush()
    return sample


@pytest.fixture
def show_page(qtbot: QtBot) -> Show:
    """Return a function that shows the page and waits until it has been read."""

    def show(workspace: Workspace) -> ObservationsPage:
        page = ObservationsPage(workspace)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.activateWindow()
        page.show_place(Place(OBSERVATIONS))
        qtbot.waitUntil(lambda: page.is_ready, timeout=15_000)
        focus = page.first_focus()
        assert focus is not None
        focus.setFocus()
        return page

    return show


@pytest.fixture
def page(sample: Workspace, show_page: Show) -> ObservationsPage:
    """Return the page on a copy of the sample portfolio, with two drafts and a statement."""
    ask(sample.store)
    ask(sample.store, "Presenting the options to the board", "2026-01-14")
    ask_statement(sample.store)
    return show_page(sample)
