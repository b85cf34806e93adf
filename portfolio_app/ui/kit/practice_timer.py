"""A timer to practise with: counts down, says when little is left, never scolds."""

from __future__ import annotations

import time

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import clock
from portfolio_app.domain.sitting import Stopwatch
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

TICK_MS = 200
SAID_AT = (300, 60, 0)  # seconds that are left when it is said


class PracticeTimer(QWidget):
    """Counts down minutes; past the end it counts what was too long."""

    times_wanted = Signal()  # the person wants to set the minutes
    turned = Signal(bool)  # it runs now, or stands still

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0
        self._watch = Stopwatch()
        self._said: set[int] = set()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._show)
        self._build()

    def set_runs(self, runs: list[tuple[str, int]]) -> None:
        """Offer these runs: what each is called, and its minutes."""
        chosen = max(self.what.currentIndex(), 0)
        with QSignalBlocker(self.what):
            self.what.clear()
            for words, minutes in runs:
                self.what.addItem(words, minutes)
            self.what.setCurrentIndex(min(chosen, len(runs) - 1))
        if not self.is_running and not self.spent:
            self.reset()

    def set_one(self, seconds: int) -> None:
        """Practise one thing, so many seconds, without a choice; stand still at its beginning."""
        self.what.hide()
        self.times.hide()
        self._begin(seconds)

    @property
    def is_running(self) -> bool:
        """Whether it counts now."""
        return self._watch.is_running

    @property
    def spent(self) -> float:
        """The seconds that ran so far."""
        return self._watch.spent(time.monotonic())

    @property
    def left(self) -> float:
        """The seconds that are left; below 0 it is over."""
        return self._seconds - self.spent

    def start_or_pause(self) -> None:
        """Let it run, or stand still."""
        now = time.monotonic()
        if self.is_running:
            self._watch.pause(now)
            self._tick.stop()
        else:
            self._watch.start(now)
            self._tick.start()
        self._show()
        self.turned.emit(self.is_running)

    def reset(self) -> None:
        """Begin again from all minutes, standing still."""
        self._begin(int(self.what.currentData() or 0) * 60 if self.what.count() else self._seconds)

    def _begin(self, seconds: int) -> None:
        ran = self.is_running
        self._tick.stop()
        self._watch.reset()
        self._seconds = seconds
        self._said = {each for each in SAID_AT if each >= self._seconds}
        self._show()
        if ran:
            self.turned.emit(self.is_running)

    def _build(self) -> None:
        look = theme()
        self.what = ChoiceBox()
        self.what.setAccessibleName(self.tr("What to practise"))
        self.what.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.what.currentIndexChanged.connect(lambda _=0: self.reset())
        self.shown = label("", "display")
        self.told = label("", "muted", wrap=True)
        self.run = QPushButton()
        self.run.clicked.connect(lambda _=False: self.start_or_pause())
        self.again = QPushButton(self.tr("Reset"))
        icons.put(self.again, "rotate-ccw")
        self.again.clicked.connect(lambda _=False: self.reset())
        self.times = QPushButton(self.tr("Minutes…"))
        self.times.setProperty("look", "quiet")
        self.times.clicked.connect(lambda _=False: self.times_wanted.emit())
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for each in (self.what, self.run, self.again, self.times):
            flow.addWidget(each)
        line = QHBoxLayout()
        line.addWidget(self.shown)
        line.addWidget(self.told, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addLayout(line)
        column.addWidget(buttons)

    def _show(self) -> None:
        left = self.left
        over = left < 0
        self.shown.setText(clock(abs(round(left))))
        running = self.is_running
        self.run.setText(self.tr("Pause") if running else self.tr("Start"))
        if over:
            words = self.tr("over the time")
        elif running or self.spent:
            words = self.tr("left")
        else:
            words = self.tr("not started")
        self.told.setText(words)
        self.shown.setAccessibleName(f"{self.shown.text()} {words}")
        if running:
            self._say(left)

    def _say(self, left: float) -> None:
        due = [each for each in SAID_AT if left <= each and each not in self._said]
        if not due:
            return
        self._said.update(due)
        seconds = min(due)
        words = self.tr("{0} minutes left").format(seconds // 60)
        if seconds == 60:
            words = self.tr("1 minute left")
        elif not seconds:
            words = self.tr("The time is up")
        announcer().say(words)
