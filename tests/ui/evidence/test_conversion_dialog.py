"""PDFs made in Word: files go to a folder from the menu, and come back with a list of results."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.services import conversion, intake, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.evidence import conversion_dialog
from portfolio_app.ui.evidence.conversion_dialog import ConversionDialog
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.workroom.host import Workroom
from tests.documents import office_files
from tests.services import documents


def shown(qtbot: QtBot, parent: QWidget) -> ConversionDialog:
    qtbot.waitUntil(lambda: bool(parent.findChildren(ConversionDialog)), timeout=60_000)
    (dialog,) = parent.findChildren(ConversionDialog)
    return dialog


def test_files_are_written_and_each_result_is_told(
    qtbot: QtBot, workspace: Workspace, asked: messages.Recorder, tmp_path: Path
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    store = workspace.store
    (tmp_path / "plan.docx").write_bytes(office_files.word())
    (tmp_path / "deck.pptx").write_bytes(office_files.slides())
    with Workroom(tmp_path / "scratch", with_programs=False) as room:
        files = [tmp_path / "plan.docx", tmp_path / "deck.pptx"]
        added = intake.add(store, room, files)
    shortlist.set_order(store, [each.item_uid for each in added.results])
    todo = conversion.to_convert(store)
    assert len(todo) == 2
    folder = tmp_path / "for Word"
    folder.mkdir()
    asked.paths += [[folder], [folder]]

    conversion_dialog.make(parent, workspace)
    dialog = shown(qtbot, parent)
    assert dialog.table.rows_model.rowCount() == len(todo)
    assert "save it as PDF" in dialog._told.text()
    assert len(list(folder.iterdir())) == len(todo)
    dialog.accept()
    qtbot.waitUntil(lambda: not parent.findChildren(ConversionDialog), timeout=10_000)

    first = todo[0]
    name = next(each.stem for each in folder.iterdir() if each.name.startswith(first.ref))
    words = "\n".join(page.text for page in queries.text.page_texts(workspace.store, first.uid))
    documents.pdf(folder / f"{name}.pdf", words.encode("latin-1", "replace").decode("latin-1"))
    conversion_dialog.take(parent, workspace)
    dialog = shown(qtbot, parent)
    rows = dialog.table.rows_model.rows
    assert {each.outcome.value for each in rows} <= {"taken", "missing"}
    assert queries.evidence.item(workspace.store, first.uid).route == "word"
    workspace.undo()
    qtbot.waitUntil(lambda: not workspace.busy, timeout=20_000)
    assert queries.evidence.item(workspace.store, first.uid).route == "simplified"
    dialog.resize(900, 420)
    target = Path("build/pictures")
    target.mkdir(parents=True, exist_ok=True)
    dialog.grab().save(str(target / "dialog-take-pdfs-back.png"))
    dialog.accept()
