"""Tables and figures are put into the text, opened from it, and drawn in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, BlockKind
from portfolio_app.services import intake
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.proposal.figure_dialog import FigureDialog
from portfolio_app.ui.proposal.held_dialogs import HeldDialogs
from portfolio_app.ui.proposal.page_chooser import PageChooser
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from portfolio_app.ui.proposal.table_dialog import TableDialog
from tests.services import documents
from tests.ui import walk


def held(page: ProposalPage) -> HeldDialogs:
    """Return what opens tables and figures of the page's editor."""
    found = page.write.editor.findChild(HeldDialogs)
    assert found is not None
    return found


def blocks(page: ProposalPage, kind: BlockKind) -> list[Block]:
    return [each for each in page.write.editor.blocks() if each.kind is kind]


def test_a_table_is_put_into_the_text_and_opened_from_it(
    page: ProposalPage, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    held(page).insert_table("risks")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TableDialog)
    assert walk.problems(dialog) == []
    assert walk.small_targets(dialog) == []
    dialog.caption.setText("Risks of the move")
    dialog.grid.go(0, 1)
    for number, cell in enumerate(("Staff leave", "2", "5")):
        dialog.cells.setData(dialog.cells.index(1, number), cell)
    dialog.done_button.click()

    (block,) = blocks(page, BlockKind.TABLE)
    assert block.table is not None
    assert block.table.rows[0][:3] == ("Staff leave", "2", "5")
    settle()
    assert block in queries.proposal.blocks(page.workspace.store)

    page.write.editor.go_to(block.uid)
    QTest.keyClick(page.write.editor, Qt.Key.Key_Return)
    again = QApplication.activeModalWidget()
    assert isinstance(again, TableDialog)
    again.caption.setText("Risks")
    again.done_button.click()
    (changed,) = blocks(page, BlockKind.TABLE)
    assert changed.uid == block.uid
    assert changed.table is not None
    assert changed.table.caption == "Risks"
    page.write.editor.undo()
    assert blocks(page, BlockKind.TABLE) == [block]


def test_a_picture_becomes_a_figure_and_is_drawn(
    page: ProposalPage, qtbot: QtBot, asked: messages.Recorder, tmp_path: Path
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(out, "JPEG")
    wrong, right = tmp_path / "notes.txt", tmp_path / "ward.jpg"
    wrong.write_text("words")
    right.write_bytes(out.getvalue())
    asked.paths = [[wrong], [right]]
    held(page).insert_figure()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FigureDialog)
    assert walk.problems(dialog) == []
    assert not dialog.done_button.isEnabled()

    dialog.file_button.click()
    qtbot.waitUntil(lambda: "isn't a picture" in dialog.told.text(), timeout=10_000)
    assert not dialog.done_button.isEnabled()
    dialog.file_button.click()
    qtbot.waitUntil(dialog.done_button.isEnabled, timeout=10_000)
    dialog.alternative.setPlainText("A red ward")
    dialog.width_choice.setCurrentIndex(2)
    dialog.done_button.click()

    (block,) = blocks(page, BlockKind.FIGURE)
    assert block.figure is not None
    assert (block.figure.alternative, block.figure.width) == ("A red ward", 0.5)
    images, uid = held(page).images, block.figure.picture_uid
    qtbot.waitUntil(lambda: images.image(uid) is not None, timeout=10_000)
    drawn = images.image(uid)
    assert isinstance(drawn, QImage)
    assert drawn.pixelColor(5, 5).red() > 230
    assert page.write.editor.objects.pictures[uid].name == "ward.jpg"
    editor = page.write.editor
    qtbot.waitUntil(lambda: _has_red(editor.viewport().grab().toImage()), timeout=5_000)

    QGuiApplication.clipboard().setImage(QImage(8, 8, QImage.Format.Format_RGB32))
    held(page).open_figure(block.uid)
    again = QApplication.activeModalWidget()
    assert isinstance(again, FigureDialog)
    again.paste_button.click()
    qtbot.waitUntil(lambda: again.figure.picture_uid != uid, timeout=10_000)
    asked.answers = ["leave"]
    again.reject()
    assert blocks(page, BlockKind.FIGURE) == [block]


def test_pages_of_evidence_become_a_figure_or_an_appendix(
    page: ProposalPage, qtbot: QtBot, tmp_path: Path, idle: Callable[..., None]
) -> None:
    workspace = page.workspace
    path = documents.pdf(tmp_path / "Board paper.pdf", "One", "Two")
    intake.add(workspace.store, workspace.rooms.reader, [path])
    workspace.facts_changed.emit()
    for button in ("take_button", "all_button"):
        held(page).insert_figure()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FigureDialog)
        dialog.page_button.click()
        chooser = QApplication.activeModalWidget()
        assert isinstance(chooser, PageChooser)
        assert walk.problems(chooser) == []
        chooser.filter.setText("no such")
        assert not chooser.take_button.isEnabled()
        chooser.filter.setText("board")
        assert chooser.item is not None
        chooser.page.setValue(2)
        getattr(chooser, button).click()
        if button == "take_button":
            qtbot.waitUntil(dialog.done_button.isEnabled, timeout=15_000)
            dialog.done_button.click()
        idle(workspace)

    first, *rest = blocks(page, BlockKind.FIGURE)
    names = [
        page.write.editor.objects.pictures[each.figure.picture_uid].name
        for each in (first, *rest)
        if each.figure
    ]
    assert names == [f"Board paper, page {number}.png" for number in (2, 1, 2)]
    kinds = [each.kind for each in page.write.editor.blocks() if not each.is_empty]
    assert kinds == [BlockKind.FIGURE, BlockKind.APPENDIX, BlockKind.FIGURE, BlockKind.FIGURE]


def _has_red(image: QImage) -> bool:
    for y in range(0, image.height(), 7):
        for x in range(0, image.width(), 7):
            colour = image.pixelColor(x, y)
            if colour.red() > 220 and colour.green() < 40:
                return True
    return False
