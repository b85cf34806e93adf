"""What stands in the editor is exactly its blocks, whatever was done, undone and done again."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.labels import Labels
from portfolio_app.ui.proposal.editor import block_text
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from tests.ui.proposal.editor.written import EVIDENCE, NOTE, K, everything

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor() -> ProposalEditor:
    made = ProposalEditor()
    made.resize(700, 500)
    made.set_draft(everything(), Labels(), {})
    return made


def test_every_kind_of_block_comes_back_as_it_was(editor: ProposalEditor) -> None:
    assert editor.blocks() == everything()
    assert not editor.document().isUndoAvailable()
    assert not editor.is_touched


@pytest.mark.parametrize("seed", range(6))
def test_anything_can_be_done_and_undone_to_the_letter(editor: ProposalEditor, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable
    document, states = editor.document(), [everything()]

    for _ in range(60):
        _do_something(editor, chance)
        stands = block_text.read_all(document)
        assert editor.blocks() == stands
        uids = [each.uid for each in stands]
        assert all(uids), "a block has no uid"
        assert len(set(uids)) == len(uids), "two blocks have one uid"
        assert all(each.inlines == () for each in stands if not each.kind.is_text)
        assert all(("\ufffc" in p.text()) for p in block_text.paragraphs(document)
                   if not block_text.facts(p).kind.is_text)  # fmt: skip
        states.append(stands)

    while document.isRedoAvailable():  # what was undone last can still be done again
        editor.redo()
    states.append(editor.blocks())
    while document.isUndoAvailable():
        editor.undo()
        stands = editor.blocks()
        assert stands == block_text.read_all(document)
    assert editor.blocks() == states[0]
    while document.isRedoAvailable():
        editor.redo()
    assert editor.blocks() == states[-1]


@pytest.mark.parametrize("seed", range(3))
def test_what_was_handed_over_makes_up_the_text(editor: ProposalEditor, seed: int) -> None:
    chance = random.Random(seed + 100)  # noqa: S311 - repeatable
    kept = {each.uid: each for each in everything()}
    order = list(kept)
    said: list[frozenset[str]] = []
    editor.written.connect(said.append)

    for _ in range(80):
        _do_something(editor, chance)
        if chance.random() < 0.3:
            said.clear()
            before = [kept[uid] for uid in order]
            editor.flush()
            if not said:
                assert tuple(before) == editor.blocks()
                continue
            changed, moved = editor.handed_over()
            kept.update({each.uid: each for each in changed})
            order = list(moved) if moved is not None else order
            assert tuple(kept[uid] for uid in order) == editor.blocks()
            now = {each.uid: each for each in editor.blocks()}
            old = {each.uid: each for each in before}
            assert said[-1] == {u for u in now | old if now.get(u) != old.get(u)}


def _do_something(editor: ProposalEditor, chance: random.Random) -> None:
    cursor = editor.textCursor()
    last = editor.document().characterCount() - 1
    cursor.setPosition(_between_letters(editor, chance.randint(0, last)))
    if chance.random() < 0.35:
        near = min(max(cursor.position() + chance.randint(-60, 60), 0), last)
        cursor.setPosition(_between_letters(editor, near), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    uids = [each.uid for each in editor.blocks()]
    doings: list[Callable[[], object]] = [
        lambda: QTest.keyClicks(editor, "ab c"),
        lambda: QTest.keyClick(editor, KEY.Key_Return),
        lambda: QTest.keyClick(editor, KEY.Key_Return),
        lambda: QTest.keyClick(editor, KEY.Key_Backspace),
        lambda: QTest.keyClick(editor, KEY.Key_Backspace, CTRL),
        lambda: QTest.keyClick(editor, KEY.Key_Delete),
        lambda: QTest.keyClick(editor, KEY.Key_Delete, CTRL),
        lambda: QTest.keyClick(editor, KEY.Key_Tab),
        lambda: QTest.keyClick(editor, KEY.Key_Z, CTRL),
        lambda: editor.set_kind(chance.choice([each for each in BlockKind if each.is_text])),
        lambda: editor.insert_inline(chance.choice([EVIDENCE, NOTE, Inline(text="in")])),
        lambda: editor.insert_blocks(_some(chance)),
        lambda: editor.put_block(Block(chance.choice(uids), K.BODY, (Inline(text="put"),))),
        lambda: editor.set_ksbs(chance.choice(uids), ("k1", "s2")),
        lambda: editor.move_section(chance.choice(uids), chance.choice([-1, 1])),
        editor.toggle_strong,
        editor.toggle_emphasis,
        editor.cut,
        lambda: editor.set_labels(Labels(numbers={"t": "Table 1"})),
    ]
    chance.choice(doings)()


def _some(chance: random.Random) -> list[Block]:
    blocks = list(everything())
    at = chance.randrange(len(blocks))
    return blocks[at : at + chance.randint(1, 4)]


def _between_letters(editor: ProposalEditor, position: int) -> int:
    """Return a position that is not within a letter of two UTF-16 units: no caret is there."""
    paragraph = editor.document().findBlock(position)
    units = paragraph.text().encode("utf-16-le")[: (position - paragraph.position()) * 2]
    try:
        units.decode("utf-16-le")
    except UnicodeDecodeError:
        return position - 1
    return position
