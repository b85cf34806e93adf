"""The Write tab in the window: stored, gone round by keys, alone, locked, named."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.services import clock, proposal
from portfolio_app.store import queries
from portfolio_app.ui.kit.places import HOME, PROPOSAL, Place
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from tests.ui import walk

Settle = Callable[[], None]
Ctrl = Qt.KeyboardModifier.ControlModifier


def _press(page: ProposalPage, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    focus = page.window().focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held or Qt.KeyboardModifier.NoModifier)


def test_what_is_typed_is_stored_by_itself_and_again_after_leaving(
    page: ProposalPage, settle: Settle, qtbot: QtBot
) -> None:
    store, editor = page.workspace.store, page.write.editor
    assert page.window().focusWidget() is editor

    QTest.keyClicks(editor, "Three options")

    qtbot.waitUntil(lambda: len(queries.proposal.blocks(store)) == 1, timeout=2_000)
    QTest.keyClicks(editor, " were")
    page.workspace.go(Place(HOME))
    qtbot.waitUntil(
        lambda: queries.proposal.blocks(store)[0].text == "Three options were", timeout=5_000
    )
    page.workspace.go(Place(PROPOSAL))
    QTest.keyClicks(editor, " costed")
    settle()
    assert queries.proposal.blocks(store)[0].text == "Three options were costed"

    cursor = editor.textCursor()
    cursor.setPosition(5)
    editor.setTextCursor(cursor)
    page.workspace.go(Place(HOME))
    settle()
    again = ProposalPage(page.workspace, page.window())  # as after a restart
    again.show()
    qtbot.waitUntil(lambda: again.is_ready, timeout=5_000)
    assert again.write.editor.textCursor().position() == 5
    again.hide()
    again.deleteLater()


def _clear(page: ProposalPage, settle: Settle) -> None:
    """Begin again: a window and a store of its own would take a second."""
    editor = page.write.editor
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    editor.set_kind(BlockKind.BODY)
    editor.setFocus()
    settle()
    editor.set_draft(editor.blocks(), editor.objects.labels, editor.objects.pictures)


def test_undo_styles_and_dragging_work_from_the_window(page: ProposalPage, settle: Settle) -> None:
    _the_menus_undo_takes_back_typing_first(page, settle)
    _clear(page, settle)
    _a_style_is_chosen_by_key_menu_or_bar_and_shown(page)
    _clear(page, settle)
    _dragged_words_move_as_blocks(page)


def test_the_tab_is_gone_round_by_keys_and_everything_has_a_name(
    page: ProposalPage, settle: Settle
) -> None:
    QTest.qWait(400)  # the words are counted, the panels filled: nothing comes while it is walked
    settle()
    _everything_in_the_tab_has_a_name_and_is_reached_by_tab(page)
    _clear(page, settle)
    _tab_shifts_points_of_a_list_and_ctrl_tab_leaves_it(page)
    _clear(page, settle)
    _f6_goes_round_the_parts_of_the_tab(page)
    _clear(page, settle)
    _typewriter_scrolling_keeps_the_line_in_the_middle(page)
    _clear(page, settle)
    _the_text_alone_and_everything_again(page)


def _the_menus_undo_takes_back_typing_first(page: ProposalPage, settle: Settle) -> None:
    actions, editor = page.workspace.actions, page.write.editor
    QTest.keyClicks(editor, "One")
    settle()
    assert actions["undo"].text() == "&Undo typing"

    actions["undo"].trigger()
    settle()

    assert [each.text for each in editor.blocks()] == [""]
    assert actions["redo"].text() == "&Redo typing"
    assert [each.toString() for each in actions["redo"].shortcuts()] == ["Ctrl+Shift+Z", "Ctrl+Y"]
    actions["redo"].trigger()
    settle()
    assert queries.proposal.blocks(page.workspace.store)[0].text == "One"

    editor.document().clearUndoRedoStacks()  # as after the text was read anew
    for held in (Ctrl, Ctrl | Qt.KeyboardModifier.ShiftModifier):
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, held)
        QApplication.sendEvent(editor, asked)
        assert not asked.isAccepted()  # so it is the window's, which undoes the step before
    QTest.keyClicks(editor, "!")
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Ctrl)
    QApplication.sendEvent(editor, asked)
    assert asked.isAccepted()


def _a_style_is_chosen_by_key_menu_or_bar_and_shown(page: ProposalPage) -> None:
    editor, styles = page.write.editor, page.write.styles
    QTest.keyClicks(editor, "Options")

    page.workspace.actions["style_heading_2"].trigger()
    assert editor.blocks()[0].kind is BlockKind.HEADING_2
    assert styles.kind.currentText() == "Heading 2"
    styles.kind.setCurrentIndex(styles.kind.findText("Quotation"))
    styles.kind.activated.emit(styles.kind.currentIndex())
    assert editor.blocks()[0].kind is BlockKind.QUOTE
    assert page.window().focusWidget() is editor

    page.workspace.actions["strong"].trigger()
    QTest.keyClicks(editor, "!")
    assert styles.strong.isChecked()
    assert editor.blocks()[0].inlines == (Inline(text="Options"), Inline(text="!", strong=True))


def _tab_shifts_points_of_a_list_and_ctrl_tab_leaves_it(page: ProposalPage) -> None:
    editor = page.write.editor
    QTest.keyClicks(editor, "one")
    page.workspace.actions["style_bullet"].trigger()

    _press(page, Qt.Key.Key_Tab)
    assert (editor.blocks()[0].kind, editor.blocks()[0].level) == (BlockKind.BULLET, 1)
    _press(page, Qt.Key.Key_Backtab)
    assert editor.blocks()[0].level == 0
    assert page.window().focusWidget() is editor
    _press(page, Qt.Key.Key_Tab, Ctrl)
    assert page.window().focusWidget() is not editor
    editor.setFocus()
    page.workspace.actions["style_body"].trigger()
    _press(page, Qt.Key.Key_Tab)
    assert page.window().focusWidget() is not editor
    assert editor.blocks()[0].text == "one"


def _f6_goes_round_the_parts_of_the_tab(page: ProposalPage) -> None:
    write, actions = page.write, page.workspace.actions
    assert write.panes() == (write.outline, write.middle, write.side)

    actions["next_pane"].trigger()
    assert write.side.isAncestorOf(page.window().focusWidget())
    actions["previous_pane"].trigger()
    actions["previous_pane"].trigger()
    outline = write.outline
    assert outline is not None
    assert outline.isAncestorOf(page.window().focusWidget())
    actions["next_pane"].trigger()
    assert page.window().focusWidget() is write.editor  # not the bar above it

    actions["show_outline"].trigger()
    actions["show_side"].trigger()
    assert write.panes() == (write.middle,)
    assert actions["insert_evidence"].isEnabled()
    actions["insert_evidence"].trigger()
    assert write.side.show_panel("evidence").isAncestorOf(page.window().focusWidget())


def _the_text_alone_and_everything_again(page: ProposalPage) -> None:
    write, window = page.write, page.window()
    QTest.keyClicks(write.editor, "words")

    page.workspace.actions["focus_mode"].trigger()
    assert write.panes() == (write.middle,)
    assert not window._sidebar.isVisible()
    assert write.band is not None
    assert write.band.isVisible()
    _press(page, Qt.Key.Key_Escape)
    assert window._sidebar.isVisible()
    assert not page.workspace.actions["focus_mode"].isChecked()
    page.workspace.actions["focus_mode"].trigger()
    page.workspace.go(Place(HOME))
    assert window._sidebar.isVisible()


def _typewriter_scrolling_keeps_the_line_in_the_middle(page: ProposalPage) -> None:
    editor = page.write.editor
    editor.insert_blocks([Block(f"b{n}", inlines=(Inline(text="Words"),)) for n in range(40)])

    page.workspace.actions["typewriter"].trigger()
    QTest.keyClicks(editor, "last")

    middle = editor.viewport().height() / 2
    assert abs(editor.cursorRect().center().y() - middle) < editor.cursorRect().height()
    page.workspace.actions["typewriter"].trigger()
    assert editor.cursorRect().center().y() > middle


def test_before_the_twelve_weeks_the_reason_stands_above_and_typing_says_it(
    page: ProposalPage, settle: Settle, said: list[str], qtbot: QtBot
) -> None:
    lock = page.write.lock
    assert not lock.isVisible()
    page.workspace.do(clock.not_allowed)
    settle()
    qtbot.waitUntil(lock.isVisible, timeout=5_000)

    QTest.keyClicks(page.write.editor, "No")

    assert [each.text for each in page.write.editor.blocks()] == [""]
    assert "Ask your EPAO before drafting" in said[-1]
    page.workspace.do(clock.allow, "The plan, page 6", "2026-01-05")
    settle()
    qtbot.waitUntil(lambda: not lock.isVisible(), timeout=5_000)
    QTest.keyClicks(page.write.editor, "Yes")
    assert page.write.editor.blocks()[0].text == "Yes"


def _dragged_words_move_as_blocks(page: ProposalPage) -> None:
    editor = page.write.editor
    editor.insert_blocks(
        [
            Block("a", inlines=(Inline(text="One two"),)),
            Block("b", BlockKind.QUOTE, (Inline(text="Three"),)),
        ]
    )
    first = editor.paragraph(editor.blocks()[0].uid)
    assert first is not None
    cursor = editor.textCursor()
    cursor.setPosition(first.position())
    cursor.setPosition(first.position() + 4, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    end = editor.textCursor()
    end.movePosition(end.MoveOperation.End)
    place = editor.cursorRect(end).center()
    data: QMimeData = editor.createMimeDataFromSelection()
    event = QDropEvent(
        QPointF(place), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop,
    )  # fmt: skip

    editor.drop_selection(event)

    assert [each.text for each in editor.blocks()] == ["two", "ThreeOne "]


def _everything_in_the_tab_has_a_name_and_is_reached_by_tab(page: ProposalPage) -> None:
    assert walk.problems(page) == []
    assert walk.small_targets(page) == []
    order = walk.tab_order(page.window())
    missed = [each for each in walk.unreached(page.window(), order) if page.isAncestorOf(each)]
    assert missed == []
    assert walk.clipped(page) == []


def test_a_place_in_the_text_is_gone_to(page: ProposalPage, settle: Settle) -> None:
    blocks = [Block(f"b{n}", inlines=(Inline(text=f"Paragraph {n}"),)) for n in range(60)]
    page.workspace.do(proposal.keep, blocks, [each.uid for each in blocks])
    settle()

    page.workspace.go(Place(PROPOSAL, tab="write", block="b40"))
    settle()

    assert page.write.editor.textCursor().block().text() == "Paragraph 40"
    assert page.write.editor.cursorRect().top() < page.write.editor.viewport().height() / 2
