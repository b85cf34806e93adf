"""Splitting, merging, lists, tables: each block keeps what it is, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from portfolio_app.domain.draft import Block, Inline, Table
from portfolio_app.domain.labels import EvidenceLabel, Labels
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from tests.ui.proposal.editor.written import EVIDENCE, K, block, everything

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TABLE = Block("t", K.TABLE, table=Table(caption="Costs", columns=("a",), rows=(("1",),)))


@pytest.fixture
def editor() -> ProposalEditor:
    made = ProposalEditor()
    made.resize(600, 400)
    return made


def show(editor: ProposalEditor, *blocks: Block) -> None:
    editor.set_draft(blocks, Labels(), {})


def at(editor: ProposalEditor, uid: str, within: int, to: tuple[str, int] | None = None) -> None:
    """Put the caret into a block, or select from there to another place."""
    cursor = editor.textCursor()
    first = editor.paragraph(uid)
    assert first is not None
    cursor.setPosition(first.position() + within)
    if to is not None:
        last = editor.paragraph(to[0])
        assert last is not None
        cursor.setPosition(last.position() + to[1], QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def press(editor: ProposalEditor, *keys: Key, held: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        QTest.keyClick(editor, key, held or Qt.KeyboardModifier.NoModifier)


def texts(editor: ProposalEditor) -> list[str]:
    return [each.text for each in editor.blocks()]


def uids(editor: ProposalEditor) -> list[str]:
    return [each.uid for each in editor.blocks()]


def test_a_split_paragraph_stays_in_its_first_half(editor: ProposalEditor) -> None:
    show(editor, block("q", "One two", K.QUOTE))
    at(editor, "q", 4)

    press(editor, Key.Key_Return)

    first, second = editor.blocks()
    assert (first.uid, first.text, first.ksbs) == ("q", "One ", ("ksb of q",))
    assert (second.kind, second.text, second.ksbs) == (K.QUOTE, "two", ())
    assert second.uid not in ("", "q")
    again = second.uid
    editor.undo()
    assert editor.blocks() == (block("q", "One two", K.QUOTE),)
    editor.redo()
    assert uids(editor) == ["q", again]


def test_a_paragraph_begun_before_the_words_leaves_them_what_they_are(
    editor: ProposalEditor,
) -> None:
    heading = Block("h", K.HEADING_1, (Inline(text="Options"),), target=900, purpose="Weighed.")
    show(editor, heading)
    at(editor, "h", 0)

    press(editor, Key.Key_Return)

    first, second = editor.blocks()
    assert (first.kind, first.text, first.target) == (K.BODY, "", 0)
    assert second == heading


def test_after_a_heading_comes_body_text(editor: ProposalEditor) -> None:
    show(editor, Block("h", K.HEADING_2, (Inline(text="Options"),), target=900))
    at(editor, "h", 7)

    press(editor, Key.Key_Return)
    QTest.keyClicks(editor, "Three")

    assert [(each.kind, each.text, each.target) for each in editor.blocks()] == [
        (K.HEADING_2, "Options", 900),
        (K.BODY, "Three", 0),
    ]


def test_paragraphs_that_become_one_are_the_first_unless_nothing_is_left_of_it(
    editor: ProposalEditor,
) -> None:
    heading = block("h", "Options", K.HEADING_1)
    show(editor, heading, block("a", "One"), block("b", "Two"), block("e"), block("c", "Three"))
    at(editor, "b", 0)
    press(editor, Key.Key_Backspace)
    assert [(each.uid, each.text) for each in editor.blocks()][:2] == [
        ("h", "Options"),
        ("a", "OneTwo"),
    ]
    at(editor, "e", 0)
    press(editor, Key.Key_Delete)
    assert editor.blocks()[-1] == block("c", "Three")
    at(editor, "h", 3, ("c", 3))
    press(editor, Key.Key_Delete)
    assert editor.blocks() == (block("h", "Optee", K.HEADING_1),)
    while editor.document().isUndoAvailable():
        editor.undo()
    at(editor, "h", 0, ("b", 1))
    press(editor, Key.Key_Backspace)
    assert editor.blocks()[0] == block("b", "wo")


def test_lists_sink_rise_and_end_by_keys(editor: ProposalEditor) -> None:
    show(editor, block("p", "one", K.BULLET))
    at(editor, "p", 3)
    press(editor, Key.Key_Return)
    QTest.keyClicks(editor, "two")
    press(editor, Key.Key_Tab)
    assert [(each.kind, each.level) for each in editor.blocks()] == [(K.BULLET, 0), (K.BULLET, 1)]
    press(editor, Key.Key_Backtab)
    press(editor, Key.Key_Return)
    press(editor, Key.Key_Return)
    QTest.keyClicks(editor, "on")
    assert [(each.kind, each.text) for each in editor.blocks()] == [
        (K.BULLET, "one"), (K.BULLET, "two"), (K.BODY, "on"),
    ]  # fmt: skip
    at(editor, "p", 0)
    press(editor, Key.Key_Backspace)
    assert editor.blocks()[0] == block("p", "one")


def test_a_table_goes_whole_or_stays(editor: ProposalEditor) -> None:
    show(editor, block("a", "Before"), TABLE, block("b", "After"))
    wanted: list[str] = []
    editor.table_wanted.connect(wanted.append)
    at(editor, "b", 0)
    press(editor, Key.Key_Backspace)  # steps on it
    assert editor.current() == TABLE
    press(editor, Key.Key_Return)
    assert wanted == ["t"]
    assert len(editor.blocks()) == 3
    at(editor, "a", 3, ("t", 0))
    press(editor, Key.Key_Delete)
    assert editor.blocks() == (block("a", "Bef"), TABLE, block("b", "After"))
    at(editor, "t", 1, ("b", 2))
    press(editor, Key.Key_Delete)
    assert editor.blocks() == (block("a", "Bef"), TABLE, block("b", "ter"))
    at(editor, "t", 1)
    QTest.keyClicks(editor, "x")
    assert texts(editor) == ["Bef", "", "x", "ter"]
    assert editor.blocks()[1] == TABLE
    at(editor, "a", 2, ("b", 1))
    press(editor, Key.Key_Backspace)
    assert editor.blocks() == (block("a", "Beer"),)
    while editor.document().isUndoAvailable():
        editor.undo()
    assert editor.blocks() == (block("a", "Before"), TABLE, block("b", "After"))


def test_citations_are_drawn_by_labels_and_a_new_label_is_no_edit(editor: ProposalEditor) -> None:
    show(editor, Block("b", inlines=(Inline(text="See "), EVIDENCE, Inline(text="."))))
    before = editor.blocks()

    editor.set_labels(Labels(evidence={"passage": EvidenceLabel("E07, p. 4", "Minutes")}))

    assert editor.objects.words(EVIDENCE) == "E07, p. 4"
    assert editor.blocks() == before
    assert not editor.document().isUndoAvailable()
    editor.show()
    line = editor.document().firstBlock().layout().lineAt
    narrow = line(0).naturalTextWidth()
    editor.set_labels(Labels(evidence={"passage": EvidenceLabel("Portfolio p. 47, line 12")}))
    assert line(0).naturalTextWidth() > narrow


def test_what_cannot_be_seen_is_said(editor: ProposalEditor, said: list[str]) -> None:
    show(editor, block("h", "Risk", K.HEADING_1), Block("b", inlines=(EVIDENCE,)), TABLE)
    editor.set_labels(Labels(evidence={"passage": EvidenceLabel("E07, p. 4")},
                             numbers={"t": "Table 1"}))  # fmt: skip
    at(editor, "b", 0)
    press(editor, Key.Key_Right)
    assert said[-1] == "evidence: E07, p. 4"
    assert editor.accessibleDescription() == "Body. [evidence: E07, p. 4]"
    at(editor, "t", 0)
    assert said[-1].startswith("Table 1: Costs. 1 columns, 1 rows")
    at(editor, "h", 0)
    assert editor.accessibleDescription() == "Heading 1"


def test_a_citation_is_selected_before_it_is_removed_and_enter_opens_it(
    editor: ProposalEditor, said: list[str]
) -> None:
    both = Block("b", inlines=(Inline(text="x"), EVIDENCE, Inline(text="y")))
    opened: list[Inline] = []
    editor.inline_wanted.connect(opened.append)
    for place, key in ((2, Key.Key_Backspace), (1, Key.Key_Delete)):
        show(editor, both)
        editor.set_labels(Labels(evidence={"passage": EvidenceLabel("E07, p. 4")}))
        at(editor, "b", place)
        plain = editor.grab().toImage()
        press(editor, key)
        assert editor.blocks() == (both,)
        assert said[-1].startswith("evidence: E07, p. 4. Selected")
        assert editor.grab().toImage() != plain
        press(editor, Key.Key_Return)
        assert editor.blocks() == (both,)
        press(editor, key)
        assert [each.text for each in editor.blocks()[0].inlines] == ["xy"]
        editor.undo()
        assert editor.blocks() == (both,)
    assert opened == [EVIDENCE, EVIDENCE]
    at(editor, "b", 2)
    press(editor, Key.Key_Return)  # beside it, Enter is Enter
    assert len(editor.blocks()) == 2


def test_a_prompt_is_drawn_and_never_text(editor: ProposalEditor, said: list[str]) -> None:
    heading = Block("h", K.HEADING_1, (Inline(text="Risk"),), purpose="What could go wrong?")
    show(editor, heading, Block("e"))
    editor.show()
    plain = editor.grab().toImage()
    at(editor, "e", 0)
    assert said[-1] == "What could go wrong?"
    assert "wrong" not in editor.toPlainText()

    QTest.keyClicks(editor, "W")
    press(editor, Key.Key_Backspace)
    show(editor, Block("h", K.HEADING_1, (Inline(text="Risk"),)), Block("e"))

    assert editor.grab().toImage() != plain, "the prompt was not drawn"


def test_strong_and_emphasis_are_kept_and_look_right_in_a_heading(editor: ProposalEditor) -> None:
    show(editor, block("b", "one two three"))
    at(editor, "b", 4, ("b", 7))
    editor.toggle_strong()
    editor.toggle_emphasis()
    at(editor, "b", 13)
    editor.toggle_emphasis()
    QTest.keyClicks(editor, "!")
    editor.set_kind(K.HEADING_2)

    assert editor.blocks() == (
        Block("b", K.HEADING_2, (
            Inline(text="one "), Inline(text="two", strong=True, emphasis=True),
            Inline(text=" three"), Inline(text="!", emphasis=True),
        ), ksbs=("ksb of b",)),
    )  # fmt: skip


def test_sections_move_with_all_in_them_and_the_caret_stays(editor: ProposalEditor) -> None:
    show(editor, *everything())
    at(editor, "q", 4)

    editor.move_section("h1", 1)

    assert uids(editor) == ["a", "last", *uids(editor)[2:]]
    assert editor.blocks()[2:] == everything()[:-2]
    assert editor.current() == everything()[4]
    assert editor.textCursor().positionInBlock() == 4
    editor.undo()
    assert editor.blocks() == everything()


def test_before_the_twelve_weeks_headings_are_written_and_no_body(editor: ProposalEditor) -> None:
    show(editor, block("h", "Risk", K.HEADING_1), block("b"))
    refused: list[str] = []
    editor.refused.connect(refused.append)
    editor.set_locked("Not yet.")
    at(editor, "b", 0)
    QTest.keyClicks(editor, "No")
    pasted = QMimeData()
    pasted.setText("Nor this")
    editor.insertFromMimeData(pasted)
    composed = QInputMethodEvent("", [])
    composed.setCommitString("nor that")
    QApplication.sendEvent(editor, composed)
    assert texts(editor) == ["Risk", ""]
    assert len(refused) == 4
    editor.insert_inline(EVIDENCE)
    at(editor, "h", 4)
    QTest.keyClicks(editor, "s")
    assert texts(editor) == ["Risks", ""]
    assert editor.blocks()[1].inlines == (EVIDENCE,)
    editor.set_locked("")
    at(editor, "b", 1)
    QTest.keyClicks(editor, " yes")
    assert texts(editor) == ["Risks", " yes"]


def test_composed_letters_take_the_place_of_what_is_selected(editor: ProposalEditor) -> None:
    show(editor, block("h", "Risk", K.HEADING_1), Block("b", inlines=(EVIDENCE, Inline(text="xy"))))
    at(editor, "b", 1)
    composed = QInputMethodEvent("", [])
    composed.setCommitString("\u00e9")
    QApplication.sendEvent(editor, composed)
    assert editor.blocks()[1].inlines == (EVIDENCE, Inline(text="\u00e9xy"))

    at(editor, "h", 2, ("b", 2))
    QApplication.sendEvent(editor, composed)

    assert editor.blocks() == (block("h", "Ri\u00e9xy", K.HEADING_1),)


def test_keys_that_qt_would_edit_with_do_nothing(editor: ProposalEditor) -> None:
    show(editor, block("a", "One two"), TABLE)
    at(editor, "a", 3)

    press(editor, Key.Key_U, Key.Key_K, Key.Key_T, held=Ctrl)
    press(editor, Key.Key_Escape, Key.Key_F2, Key.Key_Direction_L)

    assert editor.blocks()[1] == TABLE
    assert texts(editor)[0] in ("One two", "One")
    press(editor, Key.Key_Return, held=Shift)
    assert "\u2028" not in editor.toPlainText()


def test_larger_text_is_no_edit(editor: ProposalEditor, look: object) -> None:
    from portfolio_app.ui.kit.theme import theme

    editor.show()
    show(editor, *everything())
    QTest.keyClicks(editor, "x")
    before = editor.blocks()
    height = editor.document().size().height()

    theme().choose(scale=200)

    assert editor.document().size().height() > height * 1.5
    assert editor.blocks() == before
    editor.undo()
    assert editor.blocks() == everything()


def test_ctrl_tab_leaves_a_list_and_tab_leaves_anything_else(editor: ProposalEditor) -> None:
    show(editor, block("p", "one", K.BULLET), block("b", "two"))
    at(editor, "p", 0)
    assert not editor.focusNextPrevChild(True)
    at(editor, "b", 0)
    press(editor, Key.Key_Tab)
    assert texts(editor) == ["one", "two"]
