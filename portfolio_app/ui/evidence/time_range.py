"""The part of a recording that counts: in and out times, typed; the player is the system's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import clock
from portfolio_app.domain.times import parse_time
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme


class TimeRange(QWidget):
    """``range_wanted`` carries seconds from and to, both checked."""

    range_wanted = Signal(float, float)
    player_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._seconds = 0.0
        self._edits: list[QLineEdit] = []
        self.player = QPushButton(self.tr("Open in your player"))
        self.player.setObjectName("open_player")
        self._length = label("", "muted")
        self.claim = QPushButton(self.tr("Claim this part"))
        self.claim.setProperty("look", "primary")
        self.claim.setObjectName("claim_times")
        self._problem = label("", "danger", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        lines = (QWidget(), QWidget())
        flows = [FlowLayout(line, look.space("sm")) for line in lines]
        flows[0].addWidget(self.player)
        flows[0].addWidget(self._length)
        for words, name in ((self.tr("&In"), "time_in"), (self.tr("&Out"), "time_out")):
            edit = QLineEdit()
            edit.setObjectName(name)
            edit.setPlaceholderText("m:ss")
            edit.setMaximumWidth(look.px(110))
            edit.setAccessibleName(
                self.tr("In: where it begins, minutes and seconds")
                if name == "time_in"
                else self.tr("Out: where it ends, minutes and seconds")
            )
            buddy = label(words)
            buddy.setBuddy(edit)
            flows[1].addWidget(buddy)
            flows[1].addWidget(edit)
            edit.returnPressed.connect(self._on_claim)
            edit.textEdited.connect(self._problem.hide)
            self._edits.append(edit)
        flows[1].addWidget(self.claim)
        for line in lines:
            column.addWidget(line)
        column.addWidget(self._problem)
        self._problem.hide()
        self.player.clicked.connect(self.player_wanted)
        self.claim.clicked.connect(self._on_claim)

    def show_length(self, seconds: float) -> None:
        """Say how long the recording is; 0.0 when that is not known."""
        self._seconds = seconds
        known = self.tr("Length {0}").format(clock(seconds))
        self._length.setText(known if seconds else self.tr("Length not known"))

    def clear(self) -> None:
        """Forget what was typed."""
        for edit in self._edits:
            edit.clear()
        self._problem.hide()

    def first_focus(self) -> QWidget:
        """Return what should have the focus: where it begins."""
        return self._edits[0]

    def _on_claim(self) -> None:
        times = [parse_time(edit.text()) for edit in self._edits]
        for edit, time in zip(self._edits, times, strict=True):
            if time is None:
                self._complain(edit, self.tr("Type a time as minutes and seconds: 2:05."))
                return
        start, end = times
        if start is None or end is None:
            return
        if start >= end:
            self._complain(self._edits[1], self.tr("Out must come after In."))
        elif self._seconds and end > self._seconds + 1:
            words = self.tr("The recording ends at {0}.").format(clock(self._seconds))
            self._complain(self._edits[1], words)
        else:
            self.range_wanted.emit(start, end)

    def _complain(self, edit: QLineEdit, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()
        edit.setFocus()
        edit.selectAll()
        restyle(edit)
        announcer().say(words, urgent=True)
