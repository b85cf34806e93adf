"""Renumber: which pieces get which other E-number, shown before anything changes; one step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.numbering import Renumbered
from portfolio_app.services import numbering
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_LARGE = 150  # per cent of text size


class RenumberPanel(QFrame):
    """Nothing changes until *Renumber*."""

    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._build()
        self.hide()

    def begin(self) -> None:
        """Show what would change. Large letters leave the room to the list."""
        for each in self._words:
            each.setVisible(theme().scale < _LARGE)
        self.show_rows(())
        self.show()
        self.workspace.look(numbering.renumbered, then=self.show_rows, key="renumbered")
        self.table.setFocus()

    def show_rows(self, rows: tuple[Renumbered, ...]) -> None:
        """List old and new numbers in the order of the shortlist."""
        self.table.show_rows(rows)
        if rows:
            self.table.selectRow(0)
        self.verb.setEnabled(bool(rows) and not self.workspace.readonly)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        look = theme()
        self.setProperty("look", "card")
        self.setObjectName("renumber")
        self.setAccessibleName(self.tr("Renumber"))
        self.table = ListTable(
            (
                Column(self.tr("Now"), lambda row: row.old, width=72),
                Column(self.tr("New"), lambda row: row.new, width=72),
                Column(self.tr("Item"), lambda row: row.title, stretch=True),
            ),
            key=lambda row: row.uid,
            name=self.tr("Old and new E-numbers"),
            sortable=False,
            many=False,
        )
        self.verb = QPushButton(self.tr("Renumber"))
        self.verb.setProperty("look", "primary")
        self.cancel = QPushButton(self.tr("Cancel"))
        note = self.tr(
            "Numbers of pieces that were taken off may be given to others. A bundle or statement "
            "that was made before keeps the old numbers."
        )
        foot = QHBoxLayout()
        foot.setSpacing(look.space("sm"))
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.verb)
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("sm"))
        self._words = (
            label(self.tr("Number the pieces by their places"), "strong", wrap=True),
            label(note, "muted", wrap=True),
        )
        self.verb.setToolTip(plain_tip(note))
        self.verb.setAccessibleDescription(note)
        for each in self._words:
            column.addWidget(each)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.verb.clicked.connect(self._on_renumber)
        self.cancel.clicked.connect(self._on_cancel)

    def _on_renumber(self) -> None:
        self.workspace.do(numbering.renumber, toast=True)
        self._on_cancel()

    def _on_cancel(self) -> None:
        self.hide()
        self.closed.emit()
