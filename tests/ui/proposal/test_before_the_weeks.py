"""While the text is locked no way makes body text; headings, tables and citations go on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.domain import wire
from portfolio_app.domain.clock import NOT_YET
from portfolio_app.domain.draft import Block, BlockKind, Cited, Inline, InlineKind, Table
from portfolio_app.domain.labels import Labels
from portfolio_app.services import clock
from portfolio_app.ui.kit.new_day import new_day
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.pasting import OWN, Pasting
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.find_replace_bar import FindReplaceBar
from portfolio_app.ui.proposal.proposal_page import ProposalPage

HEADING, TABLE, BODY, EMPTY = "h" * 26, "t" * 26, "b" * 26, "e" * 26
BLOCKS = (
    Block(HEADING, BlockKind.HEADING_1, (Inline(text="Why now"),)),
    Block(TABLE, BlockKind.TABLE, table=Table(columns=("Now",), rows=(("then",),))),
    Block(BODY, inlines=(Inline(text="Written before now."),)),
    Block(EMPTY),
)


@pytest.fixture
def editor(qtbot: QtBot, workspace: Workspace) -> Iterator[ProposalEditor]:
    made = ProposalEditor()
    Pasting(workspace, made)
    made.resize(700, 500)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.set_draft(BLOCKS, Labels(), {})
    made.set_locked(NOT_YET)
    yield made
    made.hide()


def words(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def drop(editor: ProposalEditor, uid: str, mime: QMimeData) -> None:
    editor.go_to(uid)
    event = QDropEvent(
        QPointF(editor.cursorRect().center()),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    editor.dropEvent(event)


def test_no_way_makes_body_text_and_it_is_said_each_time(
    qtbot: QtBot, editor: ProposalEditor, workspace: Workspace
) -> None:
    said: list[str] = []
    editor.refused.connect(said.append)
    own = QMimeData()
    own.setData(OWN, wire_of(Block("x" * 26, BlockKind.QUOTE, (Inline(text="Theirs"),))))
    bar = FindReplaceBar(workspace, editor)
    qtbot.addWidget(bar)
    bar.words.setText("now")
    bar.by.setText("then and now")

    def move_the_heading() -> None:
        editor.go_to(HEADING)
        chosen = editor.textCursor()
        chosen.select(chosen.SelectionType.LineUnderCursor)
        editor.setTextCursor(chosen)
        target = editor.paragraph(BODY)
        assert target is not None
        place = editor.document().documentLayout().blockBoundingRect(target).center()
        editor.drop_selection(
            QDropEvent(QPointF(3, place.y()), Qt.DropAction.MoveAction, QMimeData(),
                       Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        )  # fmt: skip

    long = "\n".join(f"Paragraph {number} of many" for number in range(400))
    ways = {
        "typed": lambda: QTest.keyClicks(editor, "x"),
        "typed beside a table": lambda: (editor.go_to(TABLE), QTest.keyClicks(editor, "x")),
        "pasted": lambda: (editor.go_to(BODY), editor.insertFromMimeData(words("Pasted"))),
        "pasted lines at a heading": lambda: (
            editor.go_to(HEADING), editor.insertFromMimeData(words("One\nTwo"))),
        "a long paste": lambda: editor.insertFromMimeData(words(long)),
        "own blocks": lambda: editor.insertFromMimeData(own),
        "dropped": lambda: drop(editor, BODY, words("Dropped")),
        "moved": move_the_heading,
        "a quotation": lambda: (editor.go_to(EMPTY), editor.insert_inline(Inline(text="“So” "))),
        "a footnote": lambda: editor.insert_inline(Inline(InlineKind.NOTE, "Said there")),
        "another style": lambda: (editor.go_to(HEADING), editor.set_kind(BlockKind.BODY)),
        "replaced": lambda: bar.replace_all(),
    }  # fmt: skip
    for way, do in ways.items():
        editor.go_to(BODY)
        said.clear()
        do()
        qtbot.waitUntil(lambda: not workspace.busy, timeout=10_000)
        assert said == [NOT_YET], way
        assert editor.blocks() == BLOCKS, way
    editor.redo()
    assert editor.blocks() == BLOCKS


def test_headings_tables_citations_and_taking_away_go_on(
    qtbot: QtBot, editor: ProposalEditor, workspace: Workspace
) -> None:
    said: list[str] = []
    editor.refused.connect(said.append)
    editor.go_to(HEADING)
    QTest.keyClicks(editor, "So, ")
    editor.insertFromMimeData(words("indeed: "))
    editor.go_to(EMPTY)
    editor.insert_inline(Inline(InlineKind.SOURCE, cited=(Cited("s"),)))
    own = QMimeData()
    own.setData(
        OWN,
        wire_of(
            Block("k" * 26, BlockKind.HEADING_2, (Inline(text="Costs"),)),
            Block("m" * 26, BlockKind.TABLE, table=Table(columns=("A",))),
        ),
    )
    editor.insertFromMimeData(own)  # fmt: skip
    qtbot.waitUntil(lambda: not workspace.busy and len(editor.blocks()) > 5, timeout=10_000)
    editor.go_to(BODY)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert said == []
    now = editor.blocks()
    assert now[0].text == "So, indeed:Why now"
    assert now[2].text == "ritten before now."
    assert [each.kind for each in now[3:6]] == [BlockKind.BODY, BlockKind.HEADING_2,
                                                BlockKind.TABLE]  # fmt: skip
    assert [each.kind for each in now[3].inlines] == [InlineKind.SOURCE]
    bar = FindReplaceBar(workspace, editor)
    qtbot.addWidget(bar)
    bar.words.setText("indeed")
    bar.by.setText("so")
    bar.replace_all()
    assert editor.blocks()[0].text == "So, so:Why now"


def wire_of(*blocks: Block) -> bytes:
    return json.dumps(wire.encode(blocks)).encode()


def test_the_week_beside_the_tabs_and_the_lock_follow_midnight(
    qtbot: QtBot, page: ProposalPage, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = page.workspace.store
    page.workspace.do(clock.not_allowed)
    begins = clock.today() + timedelta(days=1)
    page.workspace.do(clock.set_date, "epao", begins.isoformat())
    qtbot.waitUntil(lambda: page.status.text().startswith("Starts"), timeout=5_000)
    settle()
    assert page.write.editor.lock == NOT_YET
    assert not clock.may_write(store)[0]
    monkeypatch.setattr(clock, "today", lambda: begins)
    new_day().came.emit()
    qtbot.waitUntil(lambda: page.status.text().startswith("Week 1 of 12"), timeout=5_000)
    assert not page.write.editor.lock
