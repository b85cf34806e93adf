"""What came back and belongs to no request yet: to match by hand, or to close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.observation import Arrival
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.observations.observations_state import ago

MOST = 2  # rows; of more only the number is said
LARGE = 150  # per cent of text size


class UnmatchedBox(QFrame):
    """One row for each file. Hidden while there is none."""

    match_wanted = Signal(str)  # arrival uid
    close_wanted = Signal(str)
    look_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(parent)
        self._readonly = readonly
        self._shown: tuple[Arrival, ...] = ()
        self._scale = 0
        self.buttons: list[QPushButton] = []
        self.setProperty("look", "notice")
        self.setAccessibleName(self.tr("Came back, and not matched yet"))
        self._column = QVBoxLayout(self)
        pad = theme().space("sm")
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(theme().space("xs"))
        self.hide()

    def show_arrivals(self, arrivals: Sequence[Arrival], today: date) -> None:
        """Show these."""
        if (tuple(arrivals), theme().scale) == (self._shown, self._scale):
            return
        self._shown, self._scale = tuple(arrivals), theme().scale
        self.buttons = []
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        most = 1 if theme().scale >= LARGE else MOST
        for arrival in self._shown[:most]:
            self._column.addWidget(self._row(arrival, today))
        rest = len(self._shown) - most
        if rest > 0:
            words = self.tr("and {0} more, after these").format(rest)
            self._column.addWidget(label(words, "caption"))
        self.setVisible(bool(self._shown))

    def _row(self, arrival: Arrival, today: date) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        name = arrival.file_name or arrival.subject
        words = self.tr("{0} came {1} and belongs to no request here. It is kept as it came.")
        words = words.format(name, ago(arrival.arrived_at, today))
        is_large = theme().scale >= LARGE  # the list below needs the room
        row.addWidget(ElidedLabel(words) if is_large else label(words, wrap=True), 1)
        beside = QWidget()
        flow = FlowLayout(beside, theme().space("xs"), one_line=True)
        for said, signal in (
            (self.tr("Match by hand…"), self.match_wanted),
            (self.tr("Look at it"), self.look_wanted),
            (self.tr("Close"), self.close_wanted),
        ):
            button = QPushButton(said)
            button.setAccessibleDescription(name)
            button.setEnabled(not self._readonly or signal is self.look_wanted)
            button.clicked.connect(partial(_tell, signal, arrival.uid))
            self.buttons.append(button)
            flow.addWidget(button)
        row.addWidget(beside)
        return holder


def _tell(signal: SignalInstance, uid: str, *_: object) -> None:
    signal.emit(uid)
