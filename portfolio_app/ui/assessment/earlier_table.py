"""The bundles that were built before, and what became of each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import day_words
from portfolio_app.ui.assessment.compile_state import CompileState, PastBundle, size, when
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme

_MOST_ROWS = 6
NARROW_FROM = 150  # per cent of text size
FACTS = (1, 2, 3)  # the columns of file, pages and size
STATES = {
    "there": "",
    "missing": "Not at its place any more",
    "replaced": "Replaced by a newer one",
}
COLUMNS = (
    Column("Built", lambda each: when(each.record.built_at), width=200, sortable=False),
    Column("File", lambda each: each.path.name, stretch=True, sortable=False,
           tip=lambda each: str(each.path)),
    Column("Pages", lambda each: str(each.record.pages), width=64, right=True, sortable=False),
    Column("Size", lambda each: size(each.record.bytes), width=80, right=True, sortable=False),
)  # fmt: skip


class EarlierTable(QWidget):
    """The list with its heading; hidden while there is none. The signals carry a PastBundle."""

    opened = Signal(object)
    copy_wanted = Signal(object)  # of one that was handed in: take the kept copy out

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        self._out_of_date: frozenset[str] = frozenset()
        self.table = ListTable(
            (*COLUMNS, Column("Note", self._remark, width=250, sortable=False)),
            key=lambda each: each.record.uid,
            name=self.tr("Earlier bundles"),
            sortable=False,
            many=False,
        )
        self.table.opened.connect(self.opened)
        column.addWidget(label(self.tr("Earlier bundles"), "strong"))
        column.addWidget(self.table)
        self.open = QPushButton(self.tr("Open this one"))
        self.open.clicked.connect(lambda _=False: self.opened.emit(self.table.current_value()))
        self.copy = QPushButton(self.tr("Take the copy out…"))
        self.copy.clicked.connect(lambda _=False: self.copy_wanted.emit(self.table.current_value()))
        self._buttons = QWidget()
        flow = FlowLayout(self._buttons, theme().space("sm"))
        for button in (self.open, self.copy):
            flow.addWidget(button)
        column.addWidget(self._buttons)
        self.table.current_changed.connect(self._on_current)
        self._on_current(None)
        theme().changed.connect(self._measure)

    def show_state(self, state: CompileState) -> None:
        """Show all bundles but the newest."""
        earlier = state.bundles[1:]
        self.setVisible(bool(earlier))
        self.table.show_rows(earlier)
        self._measure()

    def show_ages(self, out_of_date: frozenset[str]) -> None:
        """Say which bundles, by uid, show something else than the portfolio does now."""
        if out_of_date != self._out_of_date:
            self._out_of_date = out_of_date
            self.table.show_rows(self.table.rows_model.rows)

    def _on_current(self, past: PastBundle | None) -> None:
        self.open.setVisible(past is not None and past.state == "there")
        self.copy.setVisible(past is not None and bool(past.record.submitted_at))
        self._buttons.setVisible(not (self.open.isHidden() and self.copy.isHidden()))

    def _remark(self, past: PastBundle) -> str:
        return remark(past, is_old=past.record.uid in self._out_of_date)

    def _measure(self) -> None:
        rows = min(len(self.table.rows_model.rows), _MOST_ROWS)
        head = self.table.horizontalHeader().sizeHint().height()
        for section in FACTS:  # where letters are large, what matters most keeps its room
            self.table.setColumnHidden(section, theme().scale >= NARROW_FROM)
        self.table.setFixedHeight(head + rows * theme().row_height + 4)


def remark(past: PastBundle, *, is_old: bool = False) -> str:
    """Return what is to be said of an earlier bundle: "Draft · Replaced by a newer one"."""
    record = past.record
    parts = ["Draft"] if record.is_draft else []
    if record.submitted_at:
        parts.append(f"Handed in {day_words(record.submitted_at)}, copy kept")
    parts.append("Out of date" if is_old else STATES[past.state])
    return " · ".join(part for part in parts if part)
