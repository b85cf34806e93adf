"""Letters that editors stumble over: what was typed, composed or pasted is what is stored."""

from __future__ import annotations

import json
import random

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest

from portfolio_app.domain import wire
from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.labels import Labels
from portfolio_app.ui.proposal.editor.block_text import tidy
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from tests.ui.proposal.editor.written import EVIDENCE

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LETTERS = (
    "a", " ", "  ", "\t", "\u00a0", "\u202f", "\u2009", "\u00ad", "\u200b", "\u200c", "\u200d",
    "\u2060", "\u200e", "\u200f", "\u202b", "\u2067", "\u2069", "e\u0301", "o\u0323\u0302",
    "\u0301", "\U0001f600", "\U0001f469\u200d\U0001f4bb", "\U0001f1ec\U0001f1e7",
    "\U0001f44d\U0001f3fd", "\u2764\ufe0f", "\U00020000", "\u05e9\u05dc\u05d5\u05dd",
    "\u0645\u0631\u062d\u0628\u0627", "\u0e01\u0e33", "\u0939\u093f\u0928\u094d\u0926\u0940",
    "\ud55c\uae00", "\u1112\u1161\u11ab", "\ue000", "\ufffd", "\u2026", "\u201c", "\u2019",
    "<b>", "&amp;", "\\u0000", "%s", "{0}",
)  # fmt: skip


@pytest.fixture
def editor() -> ProposalEditor:
    made = ProposalEditor()
    made.resize(500, 400)
    return made


def _text(chance: random.Random) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, 30)))


def _stored(editor: ProposalEditor) -> tuple[Block, ...]:
    """Return the blocks as they come back from rows."""
    plain = json.dumps([wire.encode(each) for each in editor.blocks()], ensure_ascii=False)
    return tuple(wire.decode(Block, each) for each in json.loads(plain.encode("utf-8")))


def _press(editor: ProposalEditor, text: str) -> None:
    editor.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, NONE, text))


def test_nothing_is_lost_or_changed_on_the_way_to_the_rows_and_back(
    editor: ProposalEditor,
) -> None:
    chance = random.Random(8)  # noqa: S311 - repeatable
    for _ in range(40):
        blocks = []
        for number in range(4):
            inlines = [Inline(text=_text(chance), strong=chance.random() < 0.5)]
            inlines += [EVIDENCE, Inline(text=_text(chance), emphasis=True)]
            blocks.append(Block(f"b{number}", chance.choice([BlockKind.BODY, BlockKind.BULLET]),
                                tuple(inlines)))  # fmt: skip
        editor.set_draft(blocks, Labels(), {})
        for stored, block in zip(_stored(editor), blocks, strict=True):
            assert stored == block


def test_letters_are_typed_composed_split_and_joined_whole(editor: ProposalEditor) -> None:
    chance = random.Random(9)  # noqa: S311 - repeatable
    typed = [each for each in LETTERS if "\t" not in each]
    editor.set_draft([Block("one")], Labels(), {})
    whole = ""
    for _ in range(120):
        letter = chance.choice(typed)
        if chance.random() < 0.5:
            _press(editor, letter)
        else:
            composed = QInputMethodEvent(letter[:1], [])
            editor.inputMethodEvent(composed)
            assert _stored(editor)[0].text == whole, "what is being composed is not typed yet"
            done = QInputMethodEvent()
            done.setCommitString(letter)
            editor.inputMethodEvent(done)
        whole += letter
    assert _stored(editor)[0].text == whole

    for _ in range(60):  # wherever the caret can be, Enter and Backspace leave it whole
        for _ in range(chance.randint(1, 9)):
            QTest.keyClick(editor, chance.choice([Qt.Key.Key_Left, Qt.Key.Key_Right]))
        QTest.keyClick(editor, Qt.Key.Key_Return)
        assert "".join(each.text for each in _stored(editor)) == whole
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
        assert [each.text for each in _stored(editor)] == [whole]


def test_removing_letter_by_letter_never_leaves_half_of_one(editor: ProposalEditor) -> None:
    for text in LETTERS:
        editor.set_draft([Block("one", inlines=(Inline(text=f"x{text}y"),))], Labels(), {})
        editor.moveCursor(QTextCursor.MoveOperation.End)
        for _ in range(2 + len(text)):
            QTest.keyClick(editor, Qt.Key.Key_Backspace)
            left = _stored(editor)[0].text
            assert f"x{text}y".startswith(left)
        assert left == ""


def test_line_breaks_become_spaces_and_what_is_no_letter_is_left_out(
    editor: ProposalEditor,
) -> None:
    text = "\ufeffa\rb\nc\r\nd\u2028e\u2029f\x85g\x0bh\x00i\ud83dj"
    editor.set_draft([Block("one", inlines=(Inline(text=text),))], Labels(), {})
    assert _stored(editor)[0].text == "a b c  d e f g hij"
    assert tidy(text) == "a b c  d e f g hij"
