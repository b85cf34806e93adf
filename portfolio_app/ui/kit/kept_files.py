"""The files kept as proof beside a row: keep another, look at one, take it out, take it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.store.queries.records import KeptRecord
from portfolio_app.ui.kit import icons, messages, opening
from portfolio_app.ui.kit.adding import paths_of
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class KeptFiles(QFrame):
    """A list of files with what can be done with each; ``keep_wanted`` asks for one more."""

    keep_wanted = Signal(object)  # list[Path]

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.rows: list[_Row] = []
        self.setAccessibleName(self.tr("Files kept as proof"))
        self.setAcceptDrops(not workspace.readonly)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().space("xs"))
        self._told = label("", "caption", wrap=True)
        self.keep = QPushButton(self.tr("Keep a file…"))
        icons.put(self.keep, "paperclip")
        self.keep.setEnabled(not workspace.readonly)
        self.keep.clicked.connect(lambda _=False: self._on_keep())
        self._column.addWidget(self._told)
        self._column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)

    def show_files(self, files: Sequence[KeptRecord]) -> None:
        """Show these; where the focus was on one that has gone, it goes to the button."""
        focus = QApplication.focusWidget()
        had_focus = focus is not None and any(row.isAncestorOf(focus) for row in self.rows)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [_Row(self._workspace, each) for each in files]
        for at, row in enumerate(self.rows):
            self._column.insertWidget(1 + at, row)
        self._told.setText(
            self.tr("Kept byte for byte in the portfolio. Never evidence, in no bundle.")
            if files
            else self.tr("No file is kept beside this yet.")
        )
        if had_focus:
            self.keep.setFocus()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_of(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = paths_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.keep_wanted.emit(paths)

    def _on_keep(self) -> None:
        messages.choose_files(self, self.tr("Keep a file as proof"), self.keep_wanted.emit)


class _Row(QWidget):
    """One kept file."""

    def __init__(self, workspace: Workspace, kept: KeptRecord) -> None:
        super().__init__()
        self._workspace, self.kept = workspace, kept
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xxs"))
        column.addWidget(ElidedLabel(f"{kept.name} · {_size(kept.bytes)}", middle=True))
        is_there = workspace.store.vault.has(kept.sha256)
        if not is_there:
            told = self.tr("Its stored file is missing. A backup may have it; or keep it again.")
            column.addWidget(label(told, "warn", wrap=True))
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("xs"))
        self.open = QPushButton(self.tr("Open"))
        self.take_out = QPushButton(self.tr("Take a copy out…"))
        self.remove = QPushButton(self.tr("Take away"))
        for button, do in (
            (self.open, self._on_open),
            (self.take_out, self._on_take_out),
            (self.remove, self._on_remove),
        ):
            button.setProperty("look", "quiet")
            button.setAccessibleDescription(kept.name)
            button.clicked.connect(partial(_call, do))
            flow.addWidget(button)
        self.open.setEnabled(is_there)
        self.take_out.setEnabled(is_there)
        self.remove.setEnabled(not workspace.readonly)
        column.addWidget(holder)

    def _on_open(self) -> None:
        from portfolio_app.services import records_kept

        self._workspace.look(
            records_kept.look_at, self.kept.uid, then=_opened, key=f"look at {self.kept.uid}"
        )

    def _on_take_out(self) -> None:
        from portfolio_app.services.originals import safe_name

        start = Path.home() / safe_name(self.kept.name)
        title = self.tr("Where to put the copy")
        messages.choose_save(self, title, self._on_place, start, self.tr("All files (*)"))

    def _on_place(self, paths: list[Path]) -> None:
        from portfolio_app.services import records_kept

        told = self.tr("Written: {0}").format(paths[0].name)
        self._workspace.start(
            self.tr("Writing {0}").format(paths[0].name),
            records_kept.take_out,
            self.kept.uid,
            paths[0],
            then=lambda _: self._workspace.tell(told),
        )

    def _on_remove(self) -> None:
        from portfolio_app.services import records_kept

        self._workspace.do(records_kept.remove, self.kept.uid, toast=True)


def _opened(path: Path) -> None:
    opening.open_file(path)


def _call(do: Callable[[], None], _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
    do()


def _size(count: int) -> str:
    if count < 1 << 10:
        return f"{count} bytes"
    return f"{count >> 10:,} KB" if count < 10 << 20 else f"{count >> 20:,} MB"
