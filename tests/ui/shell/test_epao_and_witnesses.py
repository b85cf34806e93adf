"""EPAO rules and witnesses in Preferences, by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from portfolio_app.services import epao
from portfolio_app.store import queries
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.epao_page import EpaoPage, RuleCard
from portfolio_app.ui.shell.witnesses_part import WitnessesPart
from tests.ui import walk
from tests.ui.assessment.test_compile_view import words_in

Key = Qt.Key


@pytest.fixture
def rules(qtbot: QtBot, workspace: Workspace) -> EpaoPage:
    page = EpaoPage(workspace)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.activateWindow()
    page.reload()
    qtbot.waitUntil(lambda: len(page.rules) == 7, timeout=10_000)
    return page


def fill(card: RuleCard, value: str, source: str, day: str) -> None:
    assert isinstance(card.value, QLineEdit)
    for field, words in ((card.value, value), (card.source, source), (card.day, day)):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Key.Key_Return)


def test_a_rule_is_kept_with_its_source_and_day_and_reset(
    rules: EpaoPage, qtbot: QtBot, workspace: Workspace
) -> None:
    card = rules.rules["max_mb"]
    assert "Not confirmed: ask your EPAO." in words_in(card)
    fill(card, "100", "", "")
    assert "Not kept yet: type where it says so and the day you checked as well." in words_in(card)
    assert not epao.rule(workspace.store, "max_mb").is_own
    assert isinstance(card.value, QLineEdit)
    assert card.value.text() == "100"

    fill(card, "100", "portal help page", "3 March 2026")
    qtbot.waitUntil(lambda: epao.rule(workspace.store, "max_mb").may_block, timeout=10_000)
    qtbot.waitUntil(lambda: "portal help page, 3 March 2026: set by you." in words_in(card))
    assert "Not kept yet" not in words_in(card)

    card.reset.setFocus()
    QTest.keyClick(card.reset, Key.Key_Space)
    qtbot.waitUntil(lambda: not epao.rule(workspace.store, "max_mb").is_own, timeout=10_000)
    qtbot.waitUntil(lambda: card.value.text() == "")
    workspace.undo()
    qtbot.waitUntil(lambda: card.value.text() == "100", timeout=10_000)


def test_what_is_refused_is_said_in_the_card_and_stays_typed(
    rules: EpaoPage, qtbot: QtBot, workspace: Workspace
) -> None:
    card = rules.rules["max_mb"]

    fill(card, "lots", "portal help page", "3 March 2026")

    qtbot.waitUntil(lambda: not workspace.busy, timeout=10_000)
    assert isinstance(card.value, QLineEdit)
    assert card.value.text() == "lots"
    assert not epao.rule(workspace.store, "max_mb").is_own
    assert card._wrong.text()


def test_the_page_is_reset_as_a_whole_and_reached_by_tab(
    rules: EpaoPage, qtbot: QtBot, workspace: Workspace
) -> None:
    assert isinstance(rules.rules["notes_allowed"].value, QComboBox)
    fill(rules.rules["max_mb"], "100", "portal help page", "3 March 2026")
    qtbot.waitUntil(rules.reset.isEnabled, timeout=10_000)
    assert walk.problems(rules) == []
    assert walk.small_targets(rules) == []
    assert walk.unreached(rules, walk.tab_order(rules)) == []

    rules.reset.click()
    qtbot.waitUntil(
        lambda: not any(each.is_own for each in epao.rules(workspace.store)), timeout=10_000
    )
    qtbot.waitUntil(lambda: not rules.reset.isEnabled(), timeout=10_000)


def test_witnesses_are_added_changed_and_removed_by_keys(qtbot: QtBot, sample: Workspace) -> None:
    page = WitnessesPart(sample)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.activateWindow()
    before = queries.portfolio.details(sample.store).witnesses

    page.new.setFocus()
    QTest.keyClick(page.new, Key.Key_Space)
    form = page.asked
    assert form is not None
    for name, words in (("name", "Director of Finance"), ("refs", "e01, E99")):
        form.fields[name].setFocus()
        QTest.keyClicks(form.fields[name], words)
    QTest.keyClick(form.fields["refs"], Key.Key_Return)
    qtbot.waitUntil(lambda: "E99 is not on the shortlist." in words_in(form))
    form.fields["refs"].setText("E01, E03")
    QTest.keyClick(form.fields["refs"], Key.Key_Return)
    qtbot.waitUntil(
        lambda: len(queries.portfolio.details(sample.store).witnesses) == len(before) + 1,
        timeout=10_000,
    )
    added = queries.portfolio.details(sample.store).witnesses[-1]
    order = queries.shortlist.uids(sample.store)
    assert added.refs == (order[0], order[2])
    assert walk.problems(page) == []

    qtbot.waitUntil(lambda: len(page.table.rows_model.rows) == len(before) + 1)
    page.table.selectRow(len(before))
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_Return)
    assert page.asked is not None
    assert page.asked.values["refs"] == "E01, E03"
    QTest.keyClick(page.asked, Key.Key_Escape)
    assert page.asked is None

    page.remove.click()
    qtbot.waitUntil(
        lambda: queries.portfolio.details(sample.store).witnesses == before, timeout=10_000
    )
    qtbot.waitUntil(lambda: not sample.busy)
    sample.undo()
    qtbot.waitUntil(
        lambda: queries.portfolio.details(sample.store).witnesses[-1:] == (added,), timeout=10_000
    )
