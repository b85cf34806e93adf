"""What became of each file of an add, beside the list: never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.services.intake import AddedFile
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme

WORDS = {
    "readable": "Added",
    "kept": "Kept whole",
    "duplicate": "Already there",
    "returned": "Came back",
    "failed": "Not added",
}
_RANK = {"failed": 0, "returned": 1, "duplicate": 2, "kept": 3, "readable": 4}
ROWS_SHOWN = 4
LARGE = 150  # per cent of text size: the list below needs the room


def summary(results: Sequence[AddedFile]) -> str:
    """Return one line: "12 files: 9 added, 1 kept whole, 1 already there, 1 not added"."""
    count = {status: sum(each.status == status for each in results) for status in WORDS}
    parts = [f"{number} {WORDS[status].lower()}" for status, number in count.items() if number]
    total = "1 file" if len(results) == 1 else f"{len(results)} files"
    return f"{total}: {', '.join(parts)}"


class ResultsPanel(QFrame):
    """The results of the last add, those that need saying first."""

    open_wanted = Signal(str)  # item uid
    close_wanted = Signal()
    again_wanted = Signal(object)  # Path of a file to add although it is there already

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build()
        self.hide()

    def show_results(self, results: Sequence[AddedFile]) -> None:
        """Show what became of these files."""
        ordered = sorted(results, key=lambda each: _RANK.get(each.status, 0))
        self._title.setText(summary(results))
        self.table.show_rows(ordered)
        self._measure()
        self.show()
        self.table.selectRow(0)
        self._on_current()

    def _measure(self) -> None:
        look = theme()
        most = ROWS_SHOWN if look.scale < LARGE else ROWS_SHOWN // 4
        rows = min(len(self.table.rows_model.rows), most)
        self.table.setFixedHeight(rows * look.row_height + look.size("control_height") + 8)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        look = theme()
        self.setObjectName("add_results")
        self.setProperty("look", "card")
        self.setAccessibleName(self.tr("What was added"))
        self._title = label("", "subtitle", wrap=True)
        close = QToolButton()
        icons.put(close, "x")
        close.setToolTip(self.tr("Close this list (Esc)"))
        close.setAccessibleName(self.tr("Close this list"))
        close.clicked.connect(self.close_wanted)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(close)
        self.table = ListTable(
            (
                Column(self.tr("File"), lambda each: Path(each.path).name or each.title, width=220),
                Column(self.tr("Result"), lambda each: self.tr(WORDS[each.status]), width=112),
                Column(self.tr("Why"), lambda each: each.problem, stretch=True),
            ),
            key=lambda each: each.path + each.item_uid,
            name=self.tr("Files of the last add"),
            sortable=False,
            many=False,
        )
        self._why = label("", wrap=True)
        self._open = QPushButton(self.tr("Open it"))
        self._again = QPushButton(self.tr("Add anyway"))
        foot = QHBoxLayout()
        foot.setSpacing(look.space("sm"))
        foot.addWidget(self._why, 1)
        foot.addWidget(self._open)
        foot.addWidget(self._again)
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("sm"))
        column.addLayout(top)
        column.addWidget(self.table)
        column.addLayout(foot)
        theme().changed.connect(self._measure)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self._on_open)
        self._open.clicked.connect(self._on_open)
        self._again.clicked.connect(self._on_again)

    def _current(self) -> AddedFile | None:
        found = self.table.current_value()
        return found if isinstance(found, AddedFile) else None

    def _on_current(self) -> None:
        current = self._current()
        self._why.setText(current.problem if current else "")
        self._open.setVisible(bool(current and current.item_uid))
        self._again.setVisible(
            bool(current and current.status == "duplicate" and Path(current.path).is_absolute())
        )

    def _on_open(self) -> None:
        current = self._current()
        if current is not None and current.item_uid:
            self.open_wanted.emit(current.item_uid)

    def _on_again(self) -> None:
        current = self._current()
        if current is not None:
            self.again_wanted.emit(Path(current.path))
