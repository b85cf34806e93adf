"""Make PDFs in Word, and take them back: what became of each file, in a list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portfolio_app.services import conversion
from portfolio_app.services.conversion import FileResult, Outcome, TakenBack
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_OUTCOMES = {
    Outcome.WRITTEN: "Written",
    Outcome.TAKEN: "Taken back",
    Outcome.MISSING: "No PDF yet",
    Outcome.DIFFERENT: "Not taken",
    Outcome.UNREADABLE: "Not taken",
}


class ConversionDialog(QDialog):
    """The files of one run, worst first, and the sentence for the one that is chosen."""

    def __init__(
        self, parent: QWidget, title: str, note: str, results: Sequence[FileResult]
    ) -> None:
        super().__init__(parent)
        look = theme()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(title)
        self.table = ListTable(
            (
                Column(self.tr("Item"), lambda each: each.title, width=240),
                Column(self.tr("File"), lambda each: each.name, width=240),
                Column(self.tr("Result"), lambda each: self.tr(_OUTCOMES[each.outcome]), width=112),
                Column(self.tr("Note"), lambda each: each.told, stretch=True),
            ),
            key=lambda each: each.item_uid, name=self.tr("What became of each file"),
            many=False, sortable=False,
        )  # fmt: skip
        self._told = label("", wrap=True)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("md"))
        column.addWidget(label(title, "subtitle", wrap=True))
        column.addWidget(label(note, "muted", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(self._told)
        column.addLayout(foot)
        self.table.current_changed.connect(self._on_current)
        self.table.show_rows(_worst_first(results))
        self.table.selectRow(0)
        self._on_current()
        self.resize(look.px(860), min(look.px(480), 640))

    def _on_current(self, *_row: object) -> None:
        current = self.table.current_value()
        self._told.setText(current.told if isinstance(current, FileResult) else "")


def make(parent: QWidget, workspace: Workspace) -> None:
    """Let the person choose a folder, and write the Office files of the shortlist into it."""
    title = parent.tr("Folder for the files to make PDFs of")
    messages.choose_folder(parent, title, partial(_make, parent, workspace))


def take(parent: QWidget, workspace: Workspace) -> None:
    """Let the person choose a folder, and take the PDFs in it back."""
    title = parent.tr("Folder with the PDFs")
    messages.choose_folder(parent, title, partial(_take, parent, workspace))


def _make(parent: QWidget, workspace: Workspace, paths: list[Path]) -> None:
    if paths:
        done = partial(_made, parent, paths[0])
        workspace.start(_tr("Writing Office files"), conversion.word_folder, paths[0], then=done)


def _take(parent: QWidget, workspace: Workspace, paths: list[Path]) -> None:
    if paths:
        done = partial(_taken, parent, workspace, paths[0])
        workspace.start(_tr("Taking PDFs back"), conversion.take_back, paths[0], then=done)


def _made(parent: QWidget, folder: Path, results: tuple[FileResult, ...]) -> None:
    note = _tr(
        "In the folder “{0}”: open each file in its program, save it as PDF under the same "
        "name in that folder, then choose Take PDFs back. These copies lie outside the "
        "portfolio, unencrypted: delete them afterwards."
    )
    ConversionDialog(parent, _tr("Make PDFs in Word"), note.format(folder.name), results).open()


def _taken(parent: QWidget, workspace: Workspace, folder: Path, done: TakenBack) -> None:
    taken = sum(each.outcome is Outcome.TAKEN for each in done.results)
    note = _tr("{0} of {1} Office files on the shortlist have a PDF from the folder “{2}” now.")
    told = note.format(taken, len(done.results), folder.name)
    if not done.results:
        told = _tr("No Office file on the shortlist needs a PDF.")
    ConversionDialog(parent, _tr("Take PDFs back"), told, done.results).open()
    if done.changes is not None:
        workspace.tell(done.changes.summary, done.changes.step)


def _tr(words: str) -> str:
    return QCoreApplication.translate("conversion", words)


def _worst_first(results: Sequence[FileResult]) -> list[FileResult]:
    order = (
        Outcome.UNREADABLE, Outcome.DIFFERENT, Outcome.MISSING, Outcome.TAKEN, Outcome.WRITTEN,
    )  # fmt: skip
    return sorted(results, key=lambda each: order.index(each.outcome))
