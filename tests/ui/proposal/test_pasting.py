"""Pasting in the window: kept and left out is said, citations survive, the window never waits."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.domain.labels import Labels
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.pasting import OWN, Pasting
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from tests.documents import pasted_samples as samples


def block(uid: str, text: str, kind: BlockKind = BlockKind.BODY) -> Block:
    return Block(uid * 26, kind, (Inline(text=text),))


@pytest.fixture
def editor(qtbot: QtBot, workspace: Workspace) -> Iterator[ProposalEditor]:
    made = ProposalEditor()
    Pasting(workspace, made)
    made.resize(700, 500)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()


def paste(qtbot: QtBot, editor: ProposalEditor, workspace: Workspace, **given: str) -> None:
    mime = QMimeData()
    if "html" in given:
        mime.setHtml(given["html"])
    if "text" in given:
        mime.setText(given["text"])
    editor.insertFromMimeData(mime)
    pasting = editor.clipboard
    assert isinstance(pasting, Pasting)
    qtbot.waitUntil(lambda: not workspace.busy and not pasting.is_busy, timeout=20_000)


def told(editor: ProposalEditor) -> list[tuple[str, str]]:
    return [(each.kind.value, each.text) for each in editor.blocks()]


def test_word_is_pasted_and_said_and_undone_at_once(
    qtbot: QtBot, editor: ProposalEditor, workspace: Workspace
) -> None:
    told_of: list[str] = []
    assert isinstance(editor.clipboard, Pasting)
    editor.clipboard.said.connect(told_of.append)
    editor.set_draft((block("A", "Before after"),), Labels(), {})
    cursor = editor.textCursor()
    cursor.setPosition(7)
    editor.setTextCursor(cursor)

    paste(qtbot, editor, workspace, html=samples.WORD, text="Case for change …")

    kinds = [kind for kind, _ in told(editor)]
    assert kinds[:3] == ["body", "heading-1", "body"]
    assert told(editor)[0] == ("body", "Before ")
    assert told(editor)[-1] == ("body", "Cost by yearafter")
    assert kinds.count("table") == 1
    notes = [each.text for made in editor.blocks() for each in made.inlines
             if each.kind is InlineKind.NOTE]  # fmt: skip
    assert notes == ["From the annual accounts."]
    assert told_of[0].startswith("Kept: 2 headings, 3 paragraphs")
    assert "Left out: 1 picture that was not copied with it" in told_of[0]
    editor.undo()
    assert told(editor) == [("body", "Before after")]


def test_what_was_copied_inside_keeps_its_citations(
    qtbot: QtBot, editor: ProposalEditor, workspace: Workspace
) -> None:
    note = Inline(InlineKind.NOTE, text="A note")
    first = Block("A" * 26, inlines=(Inline(text="One ", strong=True), note))
    editor.set_draft((first, block("B", "Two", BlockKind.QUOTE)), Labels(), {})
    editor.selectAll()
    editor.copy()
    clipboard = QGuiApplication.clipboard().mimeData()
    gc.collect()
    assert clipboard.text() == "One \nTwo"
    assert "vnd.oasis" not in " ".join(clipboard.formats())
    assert "<blockquote>Two</blockquote>" in clipboard.html()
    cursor = editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    cursor.insertBlock()
    editor.setTextCursor(cursor)

    editor.paste()
    qtbot.waitUntil(lambda: not workspace.busy, timeout=20_000)

    made = editor.blocks()
    assert [each.text for each in made][:2] == ["One ", "Two"]
    assert made[2].inlines == first.inlines
    assert made[3].kind is BlockKind.QUOTE
    assert len({each.uid for each in made}) == len(made)


def test_forged_blocks_are_not_taken_and_plain_words_go_in_at_once(
    qtbot: QtBot, editor: ProposalEditor, workspace: Workspace
) -> None:
    for forged in (b"[" * 100_000, b'[{"uid": 7}]', b"\xff", json.dumps([{}] * 3).encode()):
        mime = QMimeData()
        mime.setData(OWN, forged)
        mime.setText("x")
        editor.insertFromMimeData(mime)
    assert told(editor) == [("body", "xxxx")]
    paste(qtbot, editor, workspace, text="\nOne\nTwo \u202e\0\ufffc<b>\n")
    assert [text for _, text in told(editor)] == ["xxxxOne", "Two <b>"]


def test_a_picture_on_the_clipboard_becomes_a_figure(
    qtbot: QtBot, editor: ProposalEditor, workspace: Workspace
) -> None:
    mime = QMimeData()
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    mime.setImageData(image)
    editor.insertFromMimeData(mime)
    qtbot.waitUntil(lambda: not workspace.busy, timeout=20_000)
    assert "figure" in [kind for kind, _ in told(editor)]


def test_a_megabyte_goes_in_piece_by_piece_and_out_in_one_step(
    qtbot: QtBot, editor: ProposalEditor, workspace: Workspace
) -> None:
    words = "The board agreed to pool the posts across the schools. " * 8
    count = 1_000_000 // len(words)
    editor.set_draft((block("A", "Before after"),), Labels(), {})
    cursor = editor.textCursor()
    cursor.setPosition(7)
    editor.setTextCursor(cursor)
    beats: list[float] = []
    heart = QTimer(editor)
    heart.timeout.connect(lambda: beats.append(time.thread_time()))
    mime = QMimeData()
    mime.setHtml("".join(f"<p>{words}{number}</p>" for number in range(count)))
    mime.setText(words * count)
    heart.start(0)
    editor.insertFromMimeData(mime)
    pasting = editor.clipboard
    assert isinstance(pasting, Pasting)

    qtbot.waitUntil(lambda: not workspace.busy and not pasting.is_busy, timeout=20_000)

    heart.stop()
    longest = max(after - before for before, after in pairwise(beats))
    made = editor.blocks()
    assert len(made) == count
    assert made[0].text == f"Before {words}0"
    assert made[-1].text == f"{words}{count - 1}after"
    assert [each.text for each in made[1:-1]] == [f"{words}{n}" for n in range(1, count - 1)]
    assert longest < 0.1  # seconds of this thread in one go; some 20 ms on a quiet computer
    editor.undo()
    assert told(editor) == [("body", "Before after")]
