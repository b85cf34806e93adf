"""Which request something belongs to that carries no code: the person says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.observations.observations_state import Shown, short_day


class MatchDialog(QDialog):
    """A list of the requests that went out. ``chosen`` carries the observation's uid."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, rows: Sequence[Shown]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Match by hand"))
        look = theme()
        asked = [row for row in rows if row.observation.newest is not None]
        self.table = ListTable(
            (
                Column(self.tr("No."), lambda row: row.observation.ref, width=84),
                Column(self.tr("What"), lambda row: row.title, stretch=True),
                Column(self.tr("Who"), lambda row: row.observer, width=150),
                Column(self.tr("When"), lambda row: short_day(row.when), width=110),
            ),
            key=lambda row: row.uid,
            name=self.tr("Requests that went out"),
            many=False,
        )
        self.table.show_rows(asked)
        self.match = QPushButton(self.tr("It belongs to this one"))
        self.match.setProperty("look", "primary")
        self.match.setEnabled(bool(asked))
        leave = QPushButton(self.tr("Cancel"))
        for button in (self.match, leave):
            button.setAutoDefault(False)
        holder = QWidget()
        flow = FlowLayout(holder, look.space("sm"))
        flow.addWidget(leave)
        flow.addWidget(self.match)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        words = self.tr(
            "Choose the request that this answers. The record will say that you matched it: no "
            "code was found."
        )
        column.addWidget(label(words, wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(holder)
        press_by_ctrl_enter(self, self.match)
        self.match.clicked.connect(lambda _=False: self._on_match())
        self.table.opened.connect(lambda _: self._on_match())
        leave.clicked.connect(self.reject)
        if asked:
            self.table.selectRow(0)
        room = parent.window()
        self.resize(min(look.px(640), room.width() - look.space("xl")),
                    min(look.px(420), max(640, room.height() - look.space("xl"))))  # fmt: skip
        self.table.setFocus()

    def _on_match(self) -> None:
        row = self.table.current_value()
        if row is not None:
            self.chosen.emit(row.uid)
            self.accept()
