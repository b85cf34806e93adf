"""The Export dialog: Word or PDF, on a template, with what to look at before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit import messages
from portfolio_app.ui.proposal.export_panel import ExportDialog
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from tests.ui import walk


def test_what_is_typed_is_written_by_keys_alone(
    page: ProposalPage,
    settle: Callable[[], None],
    qtbot: QtBot,
    asked: messages.Recorder,
    tmp_path: Path,
) -> None:
    QTest.keyClicks(page.write.editor, "Because of demand")
    template = tmp_path / "council.docx"
    docx.Document().save(str(template))

    page.workspace.actions["export_proposal"].trigger()
    settle()
    dialog = page.window().findChild(ExportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.findings.text() != "Looking…", timeout=15_000)
    assert not walk.problems(dialog)
    assert dialog.focusWidget() is dialog.word, dialog.focusWidget()
    assert "To fix" in dialog.findings.text()
    asked.paths = [[template], [tmp_path / "out"]]
    QTest.keyClick(dialog.choose, Qt.Key.Key_Space)
    assert dialog.template == template
    assert dialog.shown.text() == "council.docx"
    dialog.pdf.setChecked(True)
    assert dialog.template is None
    assert not dialog.choose.isEnabled()
    dialog.word.setChecked(True)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    out = tmp_path / "out.docx"
    qtbot.waitUntil(lambda: bool(asked.asked), timeout=15_000)
    assert "The proposal is written as out.docx." in asked.asked[-1].what
    assert "Because of demand" in [each.text for each in docx.Document(str(out)).paragraphs]
