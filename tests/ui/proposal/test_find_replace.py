"""Find and replace in the window, and the person's own words: by keys, in one step of undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, BlockKind, Cited, Inline, InlineKind, Table
from portfolio_app.domain.labels import Labels
from portfolio_app.services import spelling
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.find_replace_bar import FindReplaceBar
from portfolio_app.ui.proposal.my_words_dialog import MyWordsDialog
from tests.ui import walk

CITE = Inline(InlineKind.SOURCE, cited=(Cited("x"),))
BLOCKS = (
    Block("A" * 26, inlines=(Inline(text="👍 The po"), Inline(text="st is", strong=True), CITE,
                             Inline(text=" a Post, not a postbox."))),
    Block("T" * 26, BlockKind.TABLE, table=Table(columns=("Post",), rows=(("one post",),))),
    Block("B" * 26, BlockKind.HEADING_2, (Inline(text="The post"),)),
)  # fmt: skip


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[ProposalEditor]:
    made = ProposalEditor()
    made.resize(700, 300)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.set_draft(BLOCKS, Labels(cite=lambda _: "(Post, 2024)"), {})
    yield made
    made.hide()


@pytest.fixture
def bar(qtbot: QtBot, editor: ProposalEditor, workspace: Workspace) -> Iterator[FindReplaceBar]:
    made = FindReplaceBar(workspace, editor)
    qtbot.addWidget(made)
    made.begin()
    made.activateWindow()
    yield made
    made.hide()


def test_places_are_stepped_through_round_by_keys(
    qtbot: QtBot, editor: ProposalEditor, bar: FindReplaceBar
) -> None:
    QTest.keyClicks(bar.words, "post")
    qtbot.waitUntil(lambda: bar.count.text() == "6 places")
    chosen = []
    for _ in range(7):
        QTest.keyClick(bar.words, Qt.Key.Key_Return)
        chosen.append((bar.count.text(), editor.textCursor().selectedText()))
    assert chosen == [
        ("1 of 6", "post"), ("2 of 6", "Post"), ("3 of 6", "post"), ("4 of 6", ""), ("5 of 6", ""),
        ("6 of 6", "post"), ("1 of 6", "post"),
    ]  # fmt: skip
    QTest.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "6 of 6"
    assert bar.words.nextInFocusChain() is bar.by  # Tab goes to what replaces them
    bar.whole.setChecked(True)
    qtbot.waitUntil(lambda: bar.count.text() == "5 places")
    bar.case.setChecked(True)
    qtbot.waitUntil(lambda: bar.count.text() == "3 places")
    bar.words.setText("2024")
    qtbot.waitUntil(lambda: bar.count.text() == "Not found")
    QTest.keyClick(bar.words, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert editor.extraSelections() == []
    assert walk.problems(bar) == []


def test_replacing_all_keeps_citations_and_looks_and_is_one_step(
    editor: ProposalEditor, bar: FindReplaceBar
) -> None:
    bar.words.setText("post")
    bar.by.setText("job 🙂")
    bar.whole.setChecked(True)

    bar.replace_all()

    made = editor.blocks()
    assert made[0].inlines == (
        Inline(text="👍 The job 🙂"), Inline(text=" is", strong=True), CITE,
        Inline(text=" a job 🙂, not a postbox."),
    )  # fmt: skip
    assert made[1].table == Table(columns=("job 🙂",), rows=(("one job 🙂",),))
    assert made[2].text == "The job 🙂"
    assert bar.count.text() == "5 places replaced. Ctrl+Z takes them back."
    editor.undo()
    assert editor.blocks() == BLOCKS
    editor.redo()
    assert editor.blocks() == made


def test_one_place_at_a_time_can_be_replaced(editor: ProposalEditor, bar: FindReplaceBar) -> None:
    bar.words.setText("post")
    bar.by.setText("job")
    for _ in range(2):
        QTest.keyClick(bar.by, Qt.Key.Key_Return)
    assert editor.blocks()[0].text == "👍 The job is a Post, not a postbox."
    assert editor.textCursor().selectedText() == "Post"
    for _ in range(3):
        QTest.keyClick(bar.by, Qt.Key.Key_Return)
    assert editor.blocks()[0].text == "👍 The job is a job, not a jobbox."
    assert editor.blocks()[1].table == Table(columns=("job",), rows=(("one job",),))
    editor.setReadOnly(True)
    bar.replace_all()
    assert editor.blocks()[2].text == "The post"


def test_my_words_are_added_and_removed(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = MyWordsDialog(FindReplaceBar(workspace, ProposalEditor()), workspace)
    dialog.open()
    for word in ("zeppelinly", "two words", "Aardvarkish"):
        dialog.field.setText(word)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not workspace.busy)
        if word == "two words":
            assert dialog.wrong.text().startswith("This is not one word.")
    assert spelling.own_words(workspace.store) == ("Aardvarkish", "zeppelinly")
    assert walk.problems(dialog) == []
    dialog.list.setCurrentRow(0)
    dialog.remove.click()
    qtbot.waitUntil(lambda: not workspace.busy)
    assert [dialog.list.item(n).text() for n in range(dialog.list.count())] == ["zeppelinly"]
    assert spelling.own_words(workspace.store) == ("zeppelinly",)
    dialog.reject()
