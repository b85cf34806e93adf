"""What a colleague sees in a mock discussion: the questions, one at a time. The bundle is not here.

The person sees the bundle in the discussion window, on their own screen, and no question.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.days import clock
from portfolio_app.domain.decks import Question
from portfolio_app.domain.discussion import BundleIndex
from portfolio_app.domain.mock_discussion import Mock, MockClock
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.theme import theme

FIRST_SIZE = (620, 460)
LEAST_SIZE = (420, 320)
_TICK_MS = 500


class ColleagueWindow(QWidget):
    """Questions to read out. ``ended`` carries the Mock. Right and Left turn the questions."""

    ended = Signal(object)

    def __init__(self, questions: Sequence[Question], index: BundleIndex, source: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.questions = tuple(questions)
        self.index = index
        self._at = -1
        self._since = 0.0
        self._clock = MockClock()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("colleague_window")
        self.setProperty("look", "window")
        self.setWindowTitle(self.tr("Questions for the mock discussion"))
        self._build(source)
        look = theme()
        self.resize(fitting(self, *(look.px(each) for each in FIRST_SIZE)))
        self.setMinimumSize(*LEAST_SIZE)
        self._show()

    def page_opened(self, page: int) -> None:
        """Note that the person opened a page."""
        now = self._clock.opened(page, time.monotonic())
        if now is not None:
            self._say_found(now.words)

    def _say_found(self, words: str) -> None:
        self.found.setText(words)
        self.found.setVisible(bool(words))

    def turn(self, by: int) -> None:
        """Show the next question (1) or the one before (-1), and ask it from now on."""
        to = self._at + by
        if not 0 <= to < len(self.questions):
            return
        self._at = to
        question = self.questions[to]
        code = question.ksb.code if question.ksb is not None else ""
        pages = [each.page for each in self.index.claims_of(code)]
        self._since = time.monotonic()
        self._clock.ask(question.text, code, pages, self._since)
        self._tick.start()
        self._show()

    def _build(self, source: str) -> None:
        look = theme()
        self._count = label("", "muted")
        self._time = label("00:00", "subtitle")
        self.question = label("", "title", wrap=True)
        self.follow = label("", wrap=True)
        self.found = label("", "muted", wrap=True)
        self.source = label(source, "caption", wrap=True)
        self.before = QPushButton(self.tr("Previous"))
        icons.put(self.before, "arrow-left")
        self.next = QPushButton(self.tr("Next"))
        self.next.setProperty("look", "primary")
        self.end = QPushButton(self.tr("End"))
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self._time)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space("sm"))
        for each in (self.before, self.next):
            buttons.addWidget(each)
        buttons.addStretch()
        buttons.addWidget(self.end)
        column = QVBoxLayout(self)
        pad = look.space("lg")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("md"))
        column.addLayout(head)
        column.addWidget(self._build_question(), 1)
        column.addWidget(self.found)
        column.addWidget(self.source)
        column.addLayout(buttons)
        self.before.clicked.connect(lambda _=False: self.turn(-1))
        self.next.clicked.connect(lambda _=False: self._on_next())
        self.end.clicked.connect(lambda _=False: self.close())

    def _build_question(self) -> QScrollArea:
        """Return the question in as much room as there is; a long one is scrolled."""
        words = QWidget()
        words.setProperty("look", "window")
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("md"))
        column.addWidget(self.question)
        column.addWidget(self.follow)
        column.addStretch()
        scroll = self._scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("The question"))
        scroll.setWidget(words)
        return scroll

    def _show(self) -> None:
        count = len(self.questions)
        began = self._at >= 0
        question = self.questions[self._at] if began else None
        self._count.setText(
            self.tr("{0} of {1}").format(self._at + 1, count)
            if began
            else self.tr("{0} questions").format(count)
        )
        ready = self.tr("Read each question out. The person you ask sees their bundle, not this.")
        self.question.setText(question.text if question is not None else ready)
        self.follow.setText(question.follow_up if question is not None else "")
        self.follow.setVisible(bool(self.follow.text()))
        self._say_found("")
        self.before.setEnabled(self._at > 0)
        is_last = self._at + 1 == count
        self.next.setText(self.tr("Begin") if not began else self.tr("Next"))
        self.next.setEnabled(not is_last)
        (self.end if is_last else self.next).setFocus()
        self._show_time()

    def _on_next(self) -> None:
        self.turn(1)

    def _show_time(self) -> None:
        seconds = time.monotonic() - self._since if self._at >= 0 else 0
        self._time.setText(clock(int(seconds)))
        self._time.setAccessibleName(self.tr("{0} on this question").format(self._time.text()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turn(1 if event.key() == Qt.Key.Key_Right else -1)
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            bar = self._scroll.verticalScrollBar()
            down = event.key() == Qt.Key.Key_Down
            bar.setValue(bar.value() + (1 if down else -1) * bar.pageStep() // 2)
            return
        super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._tick.stop()
        made: Mock = self._clock.end(time.monotonic())
        self.ended.emit(made)
        super().closeEvent(event)
