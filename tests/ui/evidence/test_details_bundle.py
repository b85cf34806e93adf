"""What the details of an item say about its place in the bundle."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.options import Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.services import intake, options
from portfolio_app.store import queries
from portfolio_app.ui.evidence.details_pane import DetailsPane
from portfolio_app.ui.kit.workspace import Workspace
from tests.ui.evidence import documents

Key = Qt.Key


@pytest.fixture
def pane(qtbot: QtBot, sample: Workspace) -> DetailsPane:
    made = DetailsPane(sample)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.show_item(queries.evidence.items(sample.store)[0])
    return made


def item_of(pane: DetailsPane) -> EvidenceItem:
    assert pane._item is not None
    return queries.evidence.item(pane.workspace.store, pane._item.uid)


def choose(combo: QComboBox, key: Qt.Key) -> None:
    combo.setFocus()
    QTest.keyClick(combo, key)


def test_the_pages_shown_and_the_original_are_chosen_for_one_item_by_keys(
    pane: DetailsPane, qtbot: QtBot
) -> None:
    choose(pane._shown, Key.Key_End)
    qtbot.waitUntil(lambda: item_of(pane).pages_shown == "all", timeout=10_000)

    QTest.keyClick(pane._original, Key.Key_Space)
    store, uid = pane.workspace.store, item_of(pane).uid
    qtbot.waitUntil(
        lambda: options.options(store, Profile.GATEWAY).also_originals == (uid,), timeout=10_000
    )
    qtbot.waitUntil(lambda: not pane.workspace.busy)
    pane.workspace.undo()
    qtbot.waitUntil(lambda: not pane._original.isChecked(), timeout=10_000)


def test_what_is_claimed_cannot_become_a_paper_and_the_list_says_what_it_is(
    pane: DetailsPane, qtbot: QtBot
) -> None:
    refused: list[object] = []
    pane.workspace.trouble.connect(refused.append)
    item = item_of(pane)
    assert item.claims

    choose(pane._paper, Key.Key_Down)

    qtbot.waitUntil(lambda: bool(refused), timeout=10_000)
    assert "is used as evidence" in str(refused[0])
    assert pane._paper.currentData() == ""
    assert not item_of(pane).paper


def test_an_unclaimed_item_becomes_a_paper_and_evidence_again(
    pane: DetailsPane, qtbot: QtBot, tmp_path: Path
) -> None:
    work = pane.workspace
    path = documents.pdf(tmp_path / "Statement.pdf", "To whom it may concern")
    added = intake.add(work.store, work.rooms.job, [path]).results[0].item_uid
    pane.show_item(queries.evidence.item(work.store, added))

    choose(pane._paper, Key.Key_Down)
    qtbot.waitUntil(
        lambda: item_of(pane).paper == PaperKind.EMPLOYER_STATEMENT.value, timeout=10_000
    )
    qtbot.waitUntil(lambda: not pane.workspace.busy)

    choose(pane._paper, Key.Key_Home)
    qtbot.waitUntil(lambda: not item_of(pane).paper, timeout=10_000)


def test_a_field_has_the_focus_when_a_finding_leads_to_it(pane: DetailsPane, qtbot: QtBot) -> None:
    other = queries.evidence.items(pane.workspace.store)[1]

    pane.go_to(other.uid, "context")
    assert not pane._context.hasFocus()  # the list has yet to show it
    pane.show_item(other)
    qtbot.waitUntil(pane._context.hasFocus)

    pane.go_to(other.uid, "date")
    qtbot.waitUntil(pane._date.hasFocus)
