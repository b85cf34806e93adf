"""Spelling in the editor: marks without keys waiting for them, offers, own words, all by keys."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, BlockKind, Cited, Inline, InlineKind, Table
from portfolio_app.domain.labels import Labels
from portfolio_app.services import spelling
from portfolio_app.ui.kit.habits import habits
from portfolio_app.ui.kit.theme import Choice, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.editor.spelling import EditorSpelling
from portfolio_app.ui.proposal.editor.spelling_menu import WordMenu


def block(number: int, text: str, kind: BlockKind = BlockKind.BODY) -> Block:
    return Block(f"{number:026}", kind, (Inline(text=text),))


class Written:
    """An editor with spelling, and what a person sees of it."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.workspace = workspace
        self.editor = ProposalEditor()
        self.spelling = EditorSpelling(workspace, self.editor)
        self.editor.resize(700, 500)
        qtbot.addWidget(self.editor)
        with qtbot.waitExposed(self.editor):
            self.editor.show()
        self.editor.activateWindow()
        self.editor.setFocus()
        self._qtbot = qtbot
        self.spelling.begin()
        qtbot.waitUntil(lambda: self.spelling.marks.spelling is not None, timeout=20_000)

    def settle(self) -> None:
        self._qtbot.waitUntil(
            lambda: self.spelling.marks.is_done and not self.workspace.busy, timeout=20_000
        )

    def marked(self) -> list[str]:
        found = []
        paragraph = self.editor.document().begin()
        while paragraph.isValid():
            text = paragraph.text()
            for each in paragraph.layout().formats():
                wave = QTextCharFormat.UnderlineStyle.WaveUnderline
                if each.format.underlineStyle() is wave:  # type: ignore[attr-defined]
                    start, length = each.start, each.length  # type: ignore[attr-defined]
                    units = text.encode("utf-16-le")[start * 2 : (start + length) * 2]
                    found.append(units.decode("utf-16-le"))
            paragraph = paragraph.next()
        return found

    def menu(self) -> WordMenu:
        (made,) = [each for each in self.editor.findChildren(WordMenu) if each.isVisible()]
        self.settle()
        return made


@pytest.fixture
def written(qtbot: QtBot, workspace: Workspace) -> Iterator[Written]:
    made = Written(qtbot, workspace)
    yield made
    habits().choose(spelling=True)
    made.editor.hide()


def test_words_are_marked_where_they_stand_and_citations_never(written: Written) -> None:
    cite = Inline(InlineKind.SOURCE, cited=(Cited("x"),))
    text = (Inline(text="👍 The goverment "), cite, Inline(text=" KSBs E07 teh end"))
    table = Block("T" * 26, BlockKind.TABLE, table=Table(columns=("Wrld",), rows=(("abcdf",),)))
    labels = Labels(cite=lambda _: "(Goverment, 2024)")
    written.editor.set_draft((Block("A" * 26, inlines=text), table), labels, {})
    written.settle()

    assert written.marked() == ["goverment", "teh"]
    assert not written.editor.is_touched
    theme().choose(Choice.DARK)
    written.settle()
    assert written.marked() == ["goverment", "teh"]
    habits().choose(spelling=False)
    written.settle()
    assert written.marked() == []
    habits().choose(spelling=True)
    written.settle()
    assert written.marked() == ["goverment", "teh"]


def test_the_word_that_is_typed_is_left_alone_until_the_caret_goes(written: Written) -> None:
    QTest.keyClicks(written.editor, "Recieve")
    assert written.marked() == []
    QTest.keyClicks(written.editor, " ")
    assert written.marked() == ["Recieve"]
    QTest.keyClicks(written.editor, "teh")
    assert written.marked() == ["Recieve"]
    QTest.keyClick(written.editor, Qt.Key.Key_Home)
    assert written.marked() == ["Recieve", "teh"]


def test_f7_offers_words_by_keys_and_one_undo_takes_it_back(written: Written) -> None:
    written.editor.set_draft(
        (block(1, "Fine words."), block(2, "The goverment’s plan")), Labels(), {}
    )
    written.settle()

    QTest.keyClick(written.editor, Qt.Key.Key_F7)

    assert written.editor.textCursor().selectedText() == "goverment’s"
    menu = written.menu()
    assert menu.activeAction() is not None
    assert menu.activeAction().text() == "government’s"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert written.editor.blocks()[1].text == "The government’s plan"
    written.settle()
    assert written.marked() == []
    written.editor.undo()
    assert written.editor.blocks()[1].text == "The goverment’s plan"


def test_a_word_is_added_to_my_words_from_the_menu_key(written: Written) -> None:
    written.editor.set_draft((block(1, "A frabjous wurd and Frabjous’s"),), Labels(), {})
    written.settle()
    assert written.marked() == ["frabjous", "wurd", "Frabjous’s"]
    cursor = written.editor.textCursor()
    cursor.setPosition(4)
    written.editor.setTextCursor(cursor)
    place = written.editor.cursorRect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, place, written.editor.viewport().mapToGlobal(place))
    QGuiApplication.sendEvent(written.editor.viewport(), event)
    menu = written.menu()

    next(each for each in menu.actions() if "my words" in each.text()).trigger()
    menu.hide()

    written._qtbot.waitUntil(lambda: written.marked() == ["wurd"], timeout=20_000)
    assert spelling.own_words(written.workspace.store) == ("frabjous",)
    assert written.workspace.undo_text == "“frabjous” added to my words"
    written.workspace.undo()
    written._qtbot.waitUntil(lambda: len(written.marked()) == 3, timeout=20_000)


def test_no_key_waits_for_spelling_in_five_thousand_words(written: Written) -> None:
    words = (
        "The trust’s goverment agreed to pool teh posts across schools and costed four options. "
    )
    blocks = tuple(block(number, words * 6) for number in range(65))
    began = time.thread_time()
    written.editor.set_draft(blocks, Labels(), {})
    loading = time.thread_time() - began
    written.settle()
    assert len(written.marked()) == 65 * 12
    cursor = written.editor.textCursor()
    cursor.setPosition(written.editor.document().findBlockByNumber(30).position() + 80)
    written.editor.setTextCursor(cursor)
    taken = []
    for letter in "and the bord agreed to go on with teh work of pooling " * 2:
        began = time.thread_time()
        QTest.keyClick(written.editor, letter)
        written.editor.viewport().repaint()
        taken.append(time.thread_time() - began)
    assert loading < 0.3
    assert (
        sorted(taken)[int(len(taken) * 0.95)] < 0.05
    )  # of this thread; the bench says how long it waits
    taken = []
    cursor = QTextCursor(written.editor.document())
    written.settle()
    began = time.thread_time()
    written.spelling.next_wrong()
    assert time.thread_time() - began < 0.1
