"""What is written is kept: one step a sitting, through failures, beside what others change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, proposal
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.keeping import SITTING_MS
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from portfolio_app.ui.proposal.proposal_state import read_state

Settle = Callable[[], None]


def _texts(page: ProposalPage) -> list[str]:
    return [each.text for each in queries.proposal.blocks(page.workspace.store)]


def _steps(page: ProposalPage) -> list[str]:
    return [each.summary for each in page.workspace._undo]


def _rename(store: Store, uid: str, text: str) -> Changes:
    with store.step("rename", "Renamed", {Topic.PROPOSAL}) as step:
        proposal.write(step.session, [Block(uid, inlines=(Inline(text=text),))], None)
    return step.changes


def _put_in(store: Store, after: str) -> Changes:
    blocks = list(queries.proposal.blocks(store))
    at = [each.uid for each in blocks].index(after) + 1
    blocks.insert(at, Block("put in", inlines=(Inline(text="Put in"),)))
    with store.step("put in", "Put in", {Topic.PROPOSAL}) as step:
        proposal.replace_all(step.session, blocks)
    return step.changes


def test_a_sitting_is_one_step_until_something_else_is_done(
    page: ProposalPage, settle: Settle
) -> None:
    editor, work = page.write.editor, page.workspace
    QTest.keyClicks(editor, "One")
    settle()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "Two")
    settle()

    assert _texts(page) == ["One", "Two"]
    assert _steps(page).count(proposal.WROTE) == 1

    first, second = (each.uid for each in editor.blocks())
    work.do(_rename, first, "Uno")
    settle()
    assert [each.text for each in editor.blocks()] == ["Uno", "Two"]
    assert editor.current() is not None
    assert editor.current().uid == second, "the caret went elsewhere"
    assert editor.textCursor().positionInBlock() == 3
    QTest.keyClicks(editor, "!")
    settle()
    assert _texts(page) == ["Uno", "Two!"]
    assert _steps(page)[-3:] == [proposal.WROTE, "Renamed", proposal.WROTE]

    work.undo()  # as from the menu: the sitting's writing
    settle()
    assert [each.text for each in editor.blocks()] == ["Uno", "Two"]
    QTest.keyClicks(editor, "?")
    settle()
    assert _texts(page) == ["Uno", "Two?"]


def test_a_sitting_ends_with_the_tab_and_with_a_rest_and_is_undone_after_a_restart(
    page: ProposalPage,
    settle: Settle,
    open_workspace: Callable[[Store], Workspace],
    idle: Callable[[Workspace], None],
) -> None:
    editor, work = page.write.editor, page.workspace
    QTest.keyClicks(editor, "One")
    page.tabs.setCurrentIndex(0)  # with "One" on its way
    page.tabs.setCurrentIndex(1)
    editor.setFocus()
    QTest.keyClicks(editor, " two")
    settle()
    assert page.write.keeping._rest.interval() == SITTING_MS
    page.write.keeping._rest.timeout.emit()  # ten minutes without a key
    QTest.keyClicks(editor, " three")
    settle()
    assert _steps(page)[-3:] == [proposal.WROTE] * 3

    again = open_workspace(work.store)  # as after a restart: nothing is known but the store
    again.recall()
    idle(again)
    for left in ("One two", "One"):
        again.undo()
        idle(again)
        assert _texts(page) == [left]


def test_nothing_typed_writes_nothing_and_an_undone_sitting_is_written_on_as_a_new_step(
    page: ProposalPage, settle: Settle
) -> None:
    editor, work = page.write.editor, page.workspace
    settle()
    assert _texts(page) == []
    assert _steps(page).count(proposal.WROTE) == 0
    assert editor.blocks()[0].kind is BlockKind.BODY

    QTest.keyClicks(editor, "Kept")
    settle()
    step = work._undo[-1].step
    history.undo(work.store, step)  # behind the window's back, as a command could

    QTest.keyClicks(editor, " on")
    settle()

    assert _texts(page) == ["Kept on"]


def test_what_only_others_know_of_changes_no_text_and_leaves_undo(
    page: ProposalPage, settle: Settle
) -> None:
    editor = page.write.editor
    QTest.keyClicks(editor, "Here")
    settle()

    def touch(store: Store) -> Changes:
        return Changes("Something about references", frozenset({Topic.PROPOSAL}), "")

    page.workspace.do(touch)
    settle()

    assert editor.document().isUndoAvailable()
    editor.undo()
    assert [each.text for each in editor.blocks()] == [""]


def test_text_that_cannot_be_saved_stays_is_said_and_is_saved_when_it_can_be(
    page: ProposalPage,
    settle: Settle,
    qtbot: QtBot,
    asked: messages.Recorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    editor, keeping = page.write.editor, page.write.keeping
    troubles: list[Any] = []
    page.workspace.trouble.connect(troubles.append)
    write = proposal.keep

    def full(store: Store, changed: Sequence[Block], order: Any = None, **given: Any) -> Any:
        raise PortfolioError("The disk is full.", hint="Make room.", code="disk-full")

    monkeypatch.setattr(proposal, "keep", full)
    QTest.keyClicks(editor, "Not lost")
    editor.flush()
    qtbot.waitUntil(lambda: keeping.error is not None, timeout=5_000)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "at all")
    editor.flush()
    qtbot.waitUntil(lambda: len(troubles) == 1 and not page.workspace.busy, timeout=5_000)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "x")
    editor.flush()
    for _ in range(2):  # what was taken out again before it could be written does not come back
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
    editor.flush()
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=5_000)

    assert [each.text for each in editor.blocks()] == ["Not lost", "at all"]
    assert page.write.styles.state.text().startswith("Not saved")
    assert _texts(page) == []
    assert not page.can_close()
    assert "isn't saved" in asked.asked[-1].what
    assert page.can_leave(), "other screens can be gone to: the text stays here"

    monkeypatch.setattr(proposal, "keep", write)
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=5_000)
    settle()
    assert _texts(page) == ["Not lost", "at all"]
    assert not page.write.styles.state.text()
    assert page.can_close()


def test_typing_goes_on_while_others_change_the_text(page: ProposalPage, settle: Settle) -> None:
    editor, work = page.write.editor, page.workspace
    QTest.keyClicks(editor, "One")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "Two")
    settle()
    first = editor.blocks()[0].uid

    work.do(_put_in, first)
    QTest.keyClicks(editor, " more")  # typed before the other change is known
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "Three")
    settle()

    assert _texts(page) == ["One", "Put in", "Two more", "Three"]
    assert [each.text for each in editor.blocks()] == _texts(page)
    assert editor.textCursor().block().text() == "Three"

    write = page.write
    old = read_state(work.store)
    times = write.keeping.times
    QTest.keyClicks(editor, "!")
    settle()
    write._on_read(write._reading, times, old)  # was on its way while that was written
    settle()
    assert editor.textCursor().block().text() == "Three!"
