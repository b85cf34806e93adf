"""The Scope tab: typed, counted, agreed, and put into the gateway pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from portfolio_app.domain.papers import PaperKind
from portfolio_app.services import scope
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.counted_edit import WordsField
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.scope_view import ScopeView
from tests.ui import walk


@pytest.fixture
def view(workspace: Workspace, qtbot: QtBot) -> ScopeView:
    made = ScopeView(workspace)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    qtbot.waitUntil(lambda: made.is_ready)
    return made


def test_what_is_typed_is_kept_counted_and_becomes_a_page(
    view: ScopeView,
    workspace: Workspace,
    qtbot: QtBot,
    asked: messages.Recorder,
    said: list[str],
    tmp_path: Path,
    idle: Callable[[Workspace], None],
) -> None:
    assert not walk.problems(view)
    assert not view.save.isEnabled()
    qtbot.keyClicks(view.fields["title"], "One route")
    summary = view.fields["summary"]
    assert isinstance(summary, WordsField)
    qtbot.keyClicks(summary, "In: seven schools")
    assert view.count.text() == "3 of at most 500 words"
    below = summary.nextInFocusChain()
    while below.focusPolicy() == Qt.FocusPolicy.NoFocus or summary.isAncestorOf(below):
        below = below.nextInFocusChain()
    assert below is view.agreement.agree  # Tab goes down the page
    view.flush()
    idle(workspace)
    texts = scope.scope(workspace.store).texts
    assert (texts["title"], texts["summary"]) == ("One route", "In: seven schools")

    summary.insertPlainText(" word" * 500)
    assert view.over.isVisible()
    assert view.over.text().startswith("503 words: 3 over the limit of 500. Your text is saved.")
    assert not view.use.isEnabled()
    assert any("over the limit" in each for each in said)
    view.flush()
    idle(workspace)
    assert scope.counted(workspace.store).words == 503

    summary.setPlainText("In: seven schools")
    assert view.count.text() == "3 of at most 500 words"
    asked.paths = [[tmp_path / "scope.pdf"]]
    view.save.click()
    idle(workspace)
    assert (tmp_path / "scope.pdf").read_bytes().startswith(b"%PDF")
    view.use.click()
    idle(workspace)
    assert queries.papers.of_kind(workspace.store, PaperKind.SCOPE) is not None
    qtbot.waitUntil(lambda: view.papers.rows[PaperKind.SCOPE].paper is not None)


def test_who_agreed_is_asked_in_place_and_a_mistake_is_said_there(
    view: ScopeView, workspace: Workspace, qtbot: QtBot, idle: Callable[[Workspace], None]
) -> None:
    view.agreement.agree.click()
    assert view.agreement.form is not None
    view.agreement.form.fill({"by": "Chief executive", "on": "2999-01-01"})
    view.agreement.form.verb.click()
    idle(workspace)
    assert view.agreement.form is not None
    view.agreement.form.fill({"by": "Chief executive", "on": "2026-02-01"})
    view.agreement.form.verb.click()
    idle(workspace)
    assert view.agreement.form is None
    qtbot.waitUntil(
        lambda: view.agreement.said.text() == "Agreed by Chief executive, 1 February 2026."
    )
