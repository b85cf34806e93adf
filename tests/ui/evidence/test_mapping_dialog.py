"""A mapping spreadsheet is taken over in the window: columns, preview, results, one undo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.mapping_import import Column as Meaning
from portfolio_app.services import mapping_import
from portfolio_app.store import queries
from portfolio_app.ui.evidence import mapping_dialog
from portfolio_app.ui.evidence.mapping_dialog import MappingDialog
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.workspace import Workspace


def opened(
    qtbot: QtBot, workspace: Workspace, asked: messages.Recorder, path: Path
) -> MappingDialog:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    asked.paths.append([path])
    mapping_dialog.begin(parent, workspace)
    qtbot.waitUntil(lambda: bool(parent.findChildren(MappingDialog)), timeout=20_000)
    (dialog,) = parent.findChildren(MappingDialog)
    dialog._parent_kept = parent  # type: ignore[attr-defined]
    return dialog


def test_columns_are_guessed_corrected_and_imported_in_one_step(
    qtbot: QtBot, workspace: Workspace, asked: messages.Recorder, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "Tag,Was,Ziele\n2026-01-05,Chaired <b>a panel</b>,K8 K99\n,,\n,Read a paper,s12\n"
    )
    dialog = opened(qtbot, workspace, asked, path)
    assert dialog.choices.columns[Meaning.KSBS].currentData() == 2  # told by what is in it
    assert not dialog._import.isEnabled()

    dialog.choices.head.setValue(1)
    dialog.choices.columns[Meaning.ACTIVITY].setCurrentIndex(2)
    dialog.choices.columns[Meaning.ACTIVITY].activated.emit(2)
    assert dialog._import.isEnabled()
    assert "K99" in dialog._note.text()
    QTest.keyClick(
        dialog.choices.columns[Meaning.DATE], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(dialog.results.isVisible, timeout=30_000)

    assert [r.outcome for r in dialog.results.rows_model.rows] == ["made", "made"]
    items = queries.evidence.items(workspace.store)
    assert {each.title for each in items} == {"Chaired <b>a panel</b>", "Read a paper"}
    workspace.undo()
    qtbot.waitUntil(lambda: not queries.evidence.items(workspace.store), timeout=10_000)


def test_a_file_that_is_no_table_is_refused_in_words(
    qtbot: QtBot, workspace: Workspace, asked: messages.Recorder, tmp_path: Path
) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\xff\xd8\xff\xe0 not a workbook")
    seen: list[object] = []
    workspace.trouble.connect(seen.append)
    parent = QWidget()
    qtbot.addWidget(parent)
    asked.paths.append([path])

    mapping_dialog.begin(parent, workspace)
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)

    assert "photo.xlsx" in str(seen[0])
    assert mapping_import.codes_in_names(workspace.store) == {}
