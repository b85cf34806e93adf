"""A Word copy beside the proposal: taken and left by keys alone, comments read, one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.bringing_back import Kind
from portfolio_app.services import history
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.proposal.bring_back_view import BringBackView
from portfolio_app.ui.proposal.bringing import Bringing
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from tests.ui.proposal import copied


@pytest.fixture
def brought(qtbot: QtBot, page: ProposalPage, tmp_path: Path) -> BringBackView:
    """Return the view of a reviewed copy of a short proposal."""
    tag = queries.standard.standard(page.workspace.store).ksbs[0].uid
    copied.write(page.workspace.store, tag)
    path = tmp_path / "Reviewed.docx"
    path.write_bytes(copied.reviewed())
    doings = Bringing(page.workspace, page, page.write.flush)
    doings.receive([path])
    qtbot.waitUntil(lambda: isinstance(doings.dialog, BringBackView), timeout=15_000)
    view = doings.dialog
    assert isinstance(view, BringBackView)
    qtbot.waitUntil(lambda: view.is_ready and not page.workspace.busy, timeout=15_000)
    return view


def test_changes_are_taken_and_left_by_keys_and_become_one_step(
    qtbot: QtBot, brought: BringBackView, page: ProposalPage
) -> None:
    store = page.workspace.store
    before = queries.proposal.blocks(store)
    kinds = [each.kind for each in brought.plan.changes]
    assert sorted(kinds) == sorted(
        [Kind.REWORDED, Kind.REWORDED, Kind.MOVED, Kind.TABLE, Kind.INSERTED]
    )
    shown = brought.list.count()
    brought.only.setChecked(False)
    assert brought.list.count() > shown
    tips = [tip for at in range(brought.list.count()) if (tip := brought.list.item(at).toolTip())]
    assert tips
    assert all(tip.startswith("<qt>") for tip in tips), "words of a copy are no markup"
    brought.only.setChecked(True)

    brought.list.setFocus()
    for at in range(brought.list.count()):
        brought.list.setCurrentRow(at)
        row = brought.row
        if row is None:  # about the copy as a whole
            continue
        is_new = any(brought.plan.by_key[key].kind is Kind.INSERTED for key in row.changes)
        QTest.keyClick(brought.list, Qt.Key.Key_L if is_new else Qt.Key.Key_T)
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=15_000)
    assert "Take 4 changes" in brought.do.text()
    brought.do.click()
    qtbot.waitUntil(
        lambda: brought.is_ready and len(brought.plan.changes) == 1 and not page.workspace.busy,
        timeout=15_000,
    )

    now = {each.uid[0]: each for each in queries.proposal.blocks(store)}
    assert "most days of the week" in now["a"].text
    assert "three coordinators" in now["c"].text
    assert now["t"].table is not None
    assert now["t"].table.rows[0] == ("Room", "£155,000")
    assert list(now) == ["h", "d", "a", "b", "c", "t"]
    assert now["b"].ksbs == before[2].ksbs != ()
    step = queries.history.last_steps(store)[0]
    history.undo(store, step.uid)
    assert queries.proposal.blocks(store) == before
    brought.reject()


def test_comments_stand_beside_their_paragraph_and_can_be_ticked_off(
    qtbot: QtBot, brought: BringBackView, page: ProposalPage
) -> None:
    comments = {
        number: "".join(run.text for run in row.yours or row.theirs)
        for row in brought.plan.rows
        for number in row.comments
    }
    said = {brought.plan.comments[n].text: words for n, words in comments.items()}
    assert said["Can we say how many letters a day?"].startswith("A discharge hub")
    assert said["Where is this from?"].startswith("Waiting for transport")

    at = next(
        at for at in range(brought.list.count()) if "A discharge" in brought.list.item(at).text()
    )
    brought.list.setCurrentRow(at)
    number = next(n for n, words in comments.items() if words.startswith("A discharge hub"))
    brought._on_comment(number, True)
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=15_000)

    kept = queries.word_copies.decided(page.workspace.store, brought.copy_uid)
    assert kept.comments == {number}
    brought.reject()


def test_a_file_that_is_no_word_document_is_kept_and_says_why(
    qtbot: QtBot, page: ProposalPage, tmp_path: Path, asked: messages.Recorder
) -> None:
    path = tmp_path / "Reviewed.docx"
    path.write_bytes(b"PK\x03\x04 half a file")
    doings = Bringing(page.workspace, page, page.write.flush)

    doings.receive([path])
    qtbot.waitUntil(lambda: bool(asked.asked) and not page.workspace.busy, timeout=15_000)

    assert "has been kept" in asked.asked[0].what
    (known,) = queries.word_copies.copies(page.workspace.store)
    assert known.state == "unreadable"
    assert page.workspace.store.vault.get(known.sha256) == path.read_bytes()
