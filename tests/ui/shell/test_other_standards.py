"""No screen assumes ST0480 or forty-six KSBs: every place opens with 27, and with none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.services import intake, mapping, portfolio, shortlist, standard_files
from portfolio_app.store import queries
from portfolio_app.ui.assessment import assessment_page
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    HELP,
    HOME,
    KSBS,
    PLAN,
    SETTINGS,
    STANDARD,
    Place,
)
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan import plan_page
from portfolio_app.ui.shell.main_window import MainWindow
from tests.services import documents
from tests.services.test_standard_files import as_csv
from tests.ui import walk

PLACES = (
    Place(HOME),
    *(Place(EVIDENCE, tab=tab) for tab in ("library", "shortlist")),
    *(Place(KSBS, tab=tab) for tab in ("coverage", "scan")),
    Place(ASSESSMENT, tab="compile"),
    *(Place(STANDARD, tab=t) for t in ("compare", "review", "methods", "themes", "rules", "other")),
    *(Place(SETTINGS, tab=tab) for tab in ("standard", "epao", "programme")),
    Place(HELP, tab="standard"),
)
TABS = (  # what the usual method changes nothing of
    *(Place(PLAN, tab=tab.name) for tab in plan_page.TABS),
    *(Place(ASSESSMENT, tab=tab.name) for tab in assessment_page.TABS),
)


@pytest.fixture(params=["Professional discussion", "Project report", ""])
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> Iterator[MainWindow]:
    method = str(request.param)
    text = as_csv().replace("Professional discussion", method) if method else ""
    read = standard_files.import_standard(text, title="Made-up work", reference="ST9999")
    facts = portfolio.NewPortfolio("Apprentice", "2024-09-16", "2026-09-16", standard=read.standard)
    store = portfolio.create(tmp_path / "other.portfolio", facts).store
    actions = Actions()
    work = Workspace(store, actions)
    added = intake.add(store, work.rooms.job, [documents.pdf(tmp_path / "a.pdf", "Some words")])
    item = added.results[0].item_uid
    shortlist.add(store, [item])
    for ksb in queries.standard.ksbs(store)[:2]:
        mapping.claim(store, item, [ksb.uid], mapping.WHOLE)
    made = MainWindow(work, app.AREAS, settings)
    actions.setParent(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.hide()
    work.close()
    made.deleteLater()


def test_every_place_opens(qtbot: QtBot, window: MainWindow) -> None:
    work = window.workspace
    held = queries.standard.ksbs(work.store)
    item = queries.evidence.items(work.store)[0].uid
    ksb = [Place(KSBS, ksb=each.uid) for each in queries.standard.ksbs(work.store)[:1]]

    is_usual = {each.methods for each in held} == {("pd",)}
    tabs = () if is_usual else TABS
    for place in (*PLACES, *tabs, Place(EVIDENCE, item=item, page=0), *ksb):
        work.go(place)
        qtbot.waitUntil(lambda: not work.busy, timeout=20_000)
        qtbot.wait(30)

        names = " ".join(seen.name for seen in walk.walk(window))
        assert "ST0480" not in names, place
        assert not re.search(r"\b(46|about 18|12-week|business proposal)\b", names), place
        assert walk.problems(window) == [], place
        if place == Place(HOME) and {each.methods for each in held} == {("project-report",)}:
            assert "KSBs for the portfolio" in names
            assert "discussion" not in names
    assert len(held) in (27, 0)
