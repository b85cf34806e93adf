"""The outline, the words under the text and the line beside the tabs follow what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QTextBlock, QTextFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.services import clock, home, outline, proposal, standard_details
from portfolio_app.store import queries
from portfolio_app.store.stamps import new_uid
from portfolio_app.ui.proposal.band_line import BandLine
from portfolio_app.ui.proposal.counting_dialog import CountingDialog
from portfolio_app.ui.proposal.outline_dialog import OutlineDialog
from portfolio_app.ui.proposal.outline_model import TITLE, WORDS
from portfolio_app.ui.proposal.outline_panel import OutlinePanel
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from portfolio_app.ui.proposal.restore_points_dialog import RestorePointsDialog
from portfolio_app.ui.proposal.weeks_dialog import WeeksDialog

Settle = Callable[[], None]


def panel_of(page: ProposalPage) -> OutlinePanel:
    found = page.write.outline
    assert isinstance(found, OutlinePanel)
    return found


def band_of(page: ProposalPage) -> BandLine:
    found = page.write.band
    assert isinstance(found, BandLine)
    return found


D = TypeVar("D", bound=QDialog)


def dialog(page: ProposalPage, kind: type[D]) -> D:
    found = [each for each in page.window().findChildren(kind) if each.isVisible()]
    assert found
    return found[-1]


def titles(page: ProposalPage) -> list[str]:
    blocks = queries.proposal.blocks(page.workspace.store)
    return [each.text for each in blocks if each.kind.level == 1]


def cell(panel: OutlinePanel, row: int, column: int) -> object:
    return panel.model.data(panel.model.index(row, column))


def test_sections_of_the_outline_are_put_in_renamed_moved_and_given_targets(
    page: ProposalPage, settle: Settle, qtbot: QtBot
) -> None:
    panel = panel_of(page)
    assert panel.empty.isVisible()
    panel.open_outline()
    offered = dialog(page, OutlineDialog)
    for title, box in offered.boxes.items():
        box.setChecked(title in ("Finance", "Risk", "Supporting data"))
    offered.use.click()
    settle()
    assert titles(page) == ["Finance", "Risk", "Supporting data"]
    assert cell(panel, 0, TITLE) == "1 Finance"
    assert (
        cell(panel, 0, WORDS) == f"1 / {outline.begun(page.workspace.store, ['Finance'])[0].target}"
    )
    assert cell(panel, 2, WORDS) == "(2)"  # an appendix: its words do not count

    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.model.index(1, TITLE))
    QTest.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert cell(panel, 0, TITLE) == "1 Risk"
    assert panel.model.setData(panel.model.index(0, TITLE), "  What could  go wrong ")
    assert panel.model.setData(panel.model.index(0, WORDS), "1,200")
    assert not panel.model.setData(panel.model.index(0, WORDS), "many")
    settle()
    first = queries.proposal.blocks(page.workspace.store)[0]
    assert (first.text, first.target) == ("What could go wrong", 1200)
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert page.window().focusWidget() is page.write.editor
    page.write.editor.undo()  # the outline is done in the text, key by key
    settle()
    assert queries.proposal.blocks(page.workspace.store)[0].target != 1200

    panel.add_section()
    QTest.keyClicks(page.write.editor, "Ethics")
    settle()
    assert titles(page) == ["What could go wrong", "Ethics", "Finance", "Supporting data"]


def test_the_words_follow_and_what_is_too_long_is_said_with_where(
    page: ProposalPage, settle: Settle, qtbot: QtBot
) -> None:
    workspace, band = page.workspace, band_of(page)
    blocks = [
        Block(new_uid(), BlockKind.HEADING_1, (Inline(text="Risk"),), target=2),
        Block(new_uid(), BlockKind.BODY, (Inline(text="One two three"),)),
    ]
    workspace.do(proposal.keep, blocks, [each.uid for each in blocks])
    workspace.do(clock.set_date, "epao", "2020-01-06")
    workspace.do(
        standard_details.set_rule, "proposal.words", said_by="me", said_on="2026-01-02", value=5
    )
    qtbot.waitUntil(lambda: "within" in band.state.text(), timeout=5000)
    assert "was due 30 March 2020 · 4 of 4 to 6" in page.status.text()
    QTest.keyClick(page.write.editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.write.editor, " four five six")
    qtbot.waitUntil(lambda: "over" in band.state.text(), timeout=5000)
    assert band.state.text() == (
        "7 words: 1 over the upper limit. Your text is saved. Section 1 is 5 words over its target."
    )
    assert band.go.text() == "Go to section 1"
    band.go.click()
    current = page.write.editor.current()
    assert current is not None
    assert current.text == "Risk"

    band.open_counting()
    counting = dialog(page, CountingDialog)
    counting.boxes["headings"].setChecked(False)
    assert counting.sum.text() == "6 words: within 4 to 6."
    counting.said_by.setText("my EPAO")
    counting.keep.click()
    assert "day" in counting.wrong.text()
    counting.said_on.set_day("2026-01-02")
    counting.keep.click()
    qtbot.waitUntil(lambda: "within" in band.state.text(), timeout=5000)
    assert "not counted: headings" in band.parts.text()
    settle()


def test_restore_points_are_named_compared_and_gone_back_to(
    page: ProposalPage, settle: Settle, qtbot: QtBot
) -> None:
    QTest.keyClicks(page.write.editor, "Three options were costed")
    settle()
    panel_of(page).open_restore_points()
    points = dialog(page, RestorePointsDialog)
    points.keep.click()
    qtbot.waitUntil(lambda: "no name" in points.wrong.text(), timeout=5000)
    points.name.setText("First")
    points.keep.click()
    qtbot.waitUntil(lambda: points.list.count() == 1, timeout=5000)
    qtbot.waitUntil(lambda: points.sum.text() == "Nothing differs.", timeout=5000)
    points.close_button.click()
    QTest.keyClicks(page.write.editor, " in May")
    settle()
    panel_of(page).open_restore_points()
    points = dialog(page, RestorePointsDialog)
    qtbot.waitUntil(lambda: points.list.count() == 2, timeout=5000)
    points.list.setCurrentRow(1)
    qtbot.waitUntil(lambda: points.sum.text().endswith("2 words added, 0 words removed."))
    text = points.text.document()
    underlined = [
        fragment.text()
        for block in _blocks(text.begin())
        for fragment in _fragments(block)
        if fragment.charFormat().fontUnderline()
    ]
    assert underlined == [" in May"]
    points.back.click()
    qtbot.waitUntil(lambda: page.write.editor.toPlainText() == "Three options were costed",
                    timeout=5000)  # fmt: skip
    kept = queries.proposal.versions(page.workspace.store)
    assert kept[0].about == "Before going back to: First"
    settle()


def test_dates_and_milestones_are_typed_in_the_weeks(
    page: ProposalPage, settle: Settle, qtbot: QtBot
) -> None:
    store = page.workspace.store
    page.status.weeks.click()
    weeks = dialog(page, WeeksDialog)
    qtbot.waitUntil(lambda: weeks.state is not None, timeout=5000)
    assert not weeks.lock.isVisible()
    weeks.withdraw.click()
    qtbot.waitUntil(weeks.lock.isVisible, timeout=5000)  # the gateway lies ahead
    weeks.by.setText("my EPAO")
    weeks.on.set_day("2026-01-02")
    weeks.allow.click()
    qtbot.waitUntil(lambda: not weeks.lock.isVisible(), timeout=5000)
    assert clock.dates(store).allowed_by == "my EPAO"
    weeks.epao.setText("5 October 2026")
    weeks.epao.editingFinished.emit()
    qtbot.waitUntil(lambda: "due 28 December" in weeks.state_words.text(), timeout=5000)
    weeks.title.setText("Draft to my line manager")
    weeks.day.set_day("2026-11-02")
    weeks.add.click()
    qtbot.waitUntil(lambda: len(weeks.ticks) == 1, timeout=5000)
    (uid,) = weeks.ticks
    weeks.ticks[uid].click()
    qtbot.waitUntil(lambda: bool(clock.milestones(store)[0].done_on), timeout=5000)
    weeks.due.setText("1 October 2026")
    weeks.due.editingFinished.emit()
    qtbot.waitUntil(lambda: "before its weeks begin" in weeks.wrong.text(), timeout=5000)
    weeks.close_button.click()
    settle()


def _blocks(block: QTextBlock) -> Iterator[QTextBlock]:
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    at = block.begin()
    while not at.atEnd():
        yield at.fragment()
        at += 1


# Qt says it of a field that Return has closed already, when the focus leaves it.
@pytest.mark.qt_log_ignore("commitData called with an editor that does not belong", extend=True)
def test_a_target_is_typed_with_keys_alone_from_the_menu(
    page: ProposalPage, settle: Settle, qtbot: QtBot
) -> None:
    panel, workspace = panel_of(page), page.workspace
    blocks = [
        Block(new_uid(), BlockKind.HEADING_1, (Inline(text=text),)) for text in ("Risk", "Costs")
    ]
    workspace.do(proposal.keep, blocks, [each.uid for each in blocks])
    qtbot.waitUntil(lambda: len(panel.model.rows) == 2, timeout=5000)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    keyboard = QContextMenuEvent.Reason.Keyboard  # what the Menu key and Shift+F10 send
    place = panel.view.rect().center()
    QApplication.sendEvent(panel.view, QContextMenuEvent(keyboard, place, place))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: panel.view.findChild(QLineEdit) is not None, timeout=5000)
    edit = panel.view.findChild(QLineEdit)
    assert isinstance(edit, QLineEdit)
    QTest.keyClicks(edit, "800")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    settle()
    assert [each.target for each in queries.proposal.blocks(workspace.store)] == [0, 800]
    page.write.editor.go_to(blocks[1].uid)
    assert page.can_leave()
    qtbot.waitUntil(lambda: not workspace.busy, timeout=5000)
    assert queries.portfolio.detail(workspace.store, home.SECTION) == blocks[1].uid
