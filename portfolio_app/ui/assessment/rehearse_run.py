"""A run of rehearsal on the screen: a question, its clock, where to speak to, and how it went."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.at_page import AtPage
from portfolio_app.domain.days import clock
from portfolio_app.domain.decks import Question
from portfolio_app.domain.practice import Rating
from portfolio_app.domain.sitting import Part, RunKind, Sitting
from portfolio_app.services.rehearsing import Shown
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.chips import KsbChip
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.practice_timer import PracticeTimer
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme

MEASURE = 760  # pixels at 100 %
TICK_MS = 500
KEYS = {
    Qt.Key.Key_1: Rating.WELL,
    Qt.Key.Key_2: Rating.NEARLY,
    Qt.Key.Key_3: Rating.AGAIN,
}


class RunPage(QWidget):
    """Keys: 1, 2, 3 rate and go on, E shows the evidence, S skips, P pauses, Esc finishes."""

    rated = Signal(object, object, float)  # Question, Rating, seconds
    evidence_wanted = Signal(str)  # uid of the KSB whose passages are to be shown
    open_wanted = Signal(object)  # AtPage
    finished = Signal()

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(parent)
        self.sitting = Sitting([Part("", 0)])
        self._kind = RunKind.CARDS
        self._about = ""  # which bundle the pages are of
        self._readonly = readonly
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._show_clock)
        self._told_over = False
        self._build()

    @property
    def question(self) -> Question | None:
        """The question that is asked now."""
        return self.sitting.question

    def open(self, kind: RunKind, parts: tuple[Part, ...], source: str, about: str) -> None:
        """Begin a run. ``source`` says whose questions they are, ``about`` whose pages."""
        self._kind, self.sitting = kind, Sitting(parts)
        self._source.setText(source)
        self._about = about
        self._begin_part()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.timer.run

    def stop(self) -> None:
        """Let every clock stand still: the run is over."""
        self._tick.stop()
        self.sitting.clock.pause(time.monotonic())
        if self.timer.is_running:
            self.timer.start_or_pause()

    def times(self) -> str:
        """Return how long each timed part took, in words: "Presentation 21:40 of 20:00"."""
        now = time.monotonic()
        done = self.sitting.done
        if len(done) <= self.sitting.part_index:
            done = [*done, (self.sitting.part.title, self.sitting.clock.spent(now))]
        said = [
            self.tr("{0} {1} of {2}").format(title, clock(seconds), clock(part.minutes * 60))
            for (title, seconds), part in zip(done, self.sitting.parts, strict=False)
            if part.minutes and seconds >= 1
        ]
        return ", ".join(said)

    def show_places(self, ksb_uid: str, shown: Shown) -> None:
        """Show where to speak to, if that question is still asked."""
        question = self.question
        if question is None or question.ksb is None or question.ksb.uid != ksb_uid:
            return
        self._empty_places()
        for at in shown.places:
            self._places.addWidget(self._place_row(at))
        if not shown.places:
            self._places.addWidget(
                label(self.tr("Nothing is mapped to this KSB yet."), "muted", wrap=True)
            )
        for theory in shown.theory:
            self._places.addWidget(label(self.tr("Theory: {0}").format(theory.words), wrap=True))
        self._places.addWidget(label(self._about, "caption", wrap=True))
        self._show_where(shown=True)
        announcer().say(self.tr("{0} passages").format(len(shown.places)))

    # building

    def _build(self) -> None:
        look = theme()
        self._place = label("", "strong")
        self._clock = label("", "muted")
        self._source = label("", "caption", wrap=True)
        top = QWidget()
        flow = FlowLayout(top, look.space("lg"))
        flow.addWidget(self._place)
        flow.addWidget(self._clock)
        self._chips = QHBoxLayout()
        self._statement = label("", wrap=True)
        self.text = label("", "title", wrap=True)
        self._keys = label(
            self.tr("1, 2, 3 rate · E evidence · S skip · P pause · Esc finish"),
            "caption",
            wrap=True,
        )
        self._follow = label("", "muted", wrap=True)
        self._descriptors = label("", wrap=True)
        self.timer = PracticeTimer()
        self.timer.again.hide()
        self.timer.turned.connect(self._on_turned)
        self.evidence = QPushButton(self.tr("Show evidence"))
        icons.put(self.evidence, "eye")
        self.evidence.clicked.connect(lambda _=False: self._on_evidence())
        self.where = QFrame()
        self.where.setProperty("look", "well")
        self.where.setAccessibleName(self.tr("Where to speak to"))
        self._places = QVBoxLayout(self.where)
        self._places.setContentsMargins(*[look.space("sm")] * 4)
        self._places.setSpacing(look.space("sm"))
        card = QFrame()
        card.setProperty("look", "card")
        card.setMaximumWidth(look.px(MEASURE))
        inner = QVBoxLayout(card)
        inner.setContentsMargins(*[look.space("lg")] * 4)
        inner.setSpacing(look.space("md"))
        inner.addWidget(top)
        inner.addLayout(self._chips)
        inner.addWidget(self._statement)
        inner.addWidget(self.text)
        inner.addWidget(self._descriptors)
        inner.addWidget(self.timer)
        inner.addWidget(self._beside(self.evidence))
        inner.addWidget(self.where)
        inner.addWidget(self._follow)
        inner.addWidget(self._rating_row())
        inner.addWidget(self._going_row())
        inner.addWidget(self._keys)
        inner.addWidget(self._source)
        inside = QWidget()
        inside.setProperty("look", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[look.space("lg")] * 4)
        centred = QHBoxLayout()
        centred.addStretch()
        centred.addWidget(card, 8)
        centred.addStretch()
        column.addLayout(centred)
        column.addStretch()
        self._scroll = scrolled(inside)  # with large letters a card is higher than the window
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _rating_row(self) -> QWidget:
        self._asked = label(self.tr("How did that go?"), "strong")
        self.rates: dict[Rating, QPushButton] = {}
        words = {
            Rating.WELL: self.tr("Well"),
            Rating.NEARLY: self.tr("Nearly"),
            Rating.AGAIN: self.tr("Again"),
        }
        for number, (rating, word) in enumerate(words.items(), 1):
            button = QPushButton(f"{number}  {word}")
            button.setAccessibleName(word)
            button.clicked.connect(partial(self._on_rated, rating))
            self.rates[rating] = button
        self._rating = self._beside(*self.rates.values(), before=self._asked)
        return self._rating

    def _going_row(self) -> QWidget:
        self.skip = QPushButton(self.tr("Skip"))
        self.skip.clicked.connect(lambda _=False: self._on_skip())
        self.next_part = QPushButton()
        icons.put(self.next_part, "arrow-right")
        self.next_part.clicked.connect(lambda _=False: self._on_next_part())
        self.finish = QPushButton(self.tr("Finish"))
        self.finish.clicked.connect(lambda _=False: self.finished.emit())
        return self._beside(self.skip, self.next_part, self.finish)

    def _beside(self, *parts: QWidget, before: QWidget | None = None) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("sm"))
        for each in (*((before,) if before is not None else ()), *parts):
            flow.addWidget(each)
        return holder

    def _place_row(self, at: AtPage) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        words = [label(at.place, "strong", wrap=True)]
        title = at.title if at.title not in at.place else ""
        said = " · ".join(each for each in (title, f"“{at.quote}”" if at.quote else "") if each)
        if said:
            words.append(label(said, wrap=True))
        if at.shows:
            words.append(label(self.tr("You write: {0}").format(at.shows), "muted", wrap=True))
        column = QVBoxLayout()
        column.setSpacing(theme().space("xxs"))
        for each in words:
            column.addWidget(each)
        go = QPushButton(self.tr("Open"))
        go.setAccessibleName(self.tr("Open {0}").format(at.place))
        go.clicked.connect(lambda _=False: self.open_wanted.emit(at))
        line.addLayout(column, 1)
        line.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return row

    # showing

    def _begin_part(self) -> None:
        self._told_over = False
        self._show_question()
        self._show_clock()

    def _show_question(self) -> None:
        part, question = self.sitting.part, self.question
        self._empty_places()
        self._show_where(shown=False)
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        asks = question is not None
        if question is not None:
            if question.ksb is not None:
                self._chips.addWidget(KsbChip(question.ksb))
            if question.group:
                self._chips.addWidget(label(question.group, "muted"))
            self._chips.addStretch()
            statement, asked = question.parted
            self._statement.setText(statement)
            self.text.setText(asked)
        elif not part.questions:
            self.text.setText(self.tr("Give your presentation aloud, with your slides."))
        else:
            self.text.setText(self.tr("All the questions of this deck were asked."))
        self._show_beside(question)
        self._statement.setVisible(question is not None and bool(self._statement.text()))
        for each in (self.evidence, self.skip, self._rating, self._keys):
            each.setVisible(asks)
        self.evidence.setEnabled(question is not None and question.ksb is not None)
        self.skip.setEnabled(asks)
        for button in self.rates.values():
            button.setEnabled(asks and not self._readonly)
        self.timer.setVisible(asks or not part.questions)
        self.timer.set_one(part.seconds_each if asks else part.minutes * 60)
        self.next_part.setVisible(not self.sitting.is_last_part)
        if not self.sitting.is_last_part:
            after = self.sitting.parts[self.sitting.part_index + 1]
            self.next_part.setText(self.tr("Go on: {0}").format(after.title))
        self._scroll.verticalScrollBar().setValue(0)

    def _show_beside(self, question: Question | None) -> None:
        lines = []
        if question is not None:
            if question.passes:
                lines.append(self.tr("Pass: {0}").format(question.passes))
            if question.distinction:
                lines.append(self.tr("Distinction: {0}").format(question.distinction))
        self._descriptors.setText("\n".join(lines))
        self._descriptors.setVisible(bool(lines))
        follow = question.follow_up if question is not None else ""
        self._follow.setText(self.tr("It may go on: {0}").format(follow))
        self._follow.hide()

    def _show_clock(self) -> None:
        part = self.sitting.part
        number, many = self.sitting.index + 1, len(part.questions)
        if not part.questions:
            words = part.title
        elif self.question is None:
            words = self.tr("{0}: no more questions").format(part.title)
        elif self._kind is RunKind.CARDS:
            words = self.tr("{0} of {1}").format(number, many)
        else:
            words = self.tr("{0}: question {1}, at least {2}").format(
                part.title, number, part.least
            )
        self._place.setText(words)
        left = self.sitting.left(time.monotonic())
        self._clock.setVisible(left is not None and bool(part.questions))
        if left is None:
            return
        spent = clock(part.minutes * 60 - left)
        said = self.tr("{0} of {1}").format(spent, clock(part.minutes * 60))
        self._clock.setText(said)
        if left < 0 and not self._told_over:
            self._told_over = True
            announcer().say(self.tr("The time of this part is up"))
        if left < 0:
            self._clock.setText(self.tr("{0}, over the time").format(said))

    def _show_where(self, *, shown: bool) -> None:
        self.where.setVisible(shown)
        self.evidence.setText(self.tr("Hide evidence") if shown else self.tr("Show evidence"))

    def _empty_places(self) -> None:
        while (item := self._places.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    # reacting

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in KEYS and self.question is not None and not self._readonly:
            self._on_rated(KEYS[key])
        elif key == Qt.Key.Key_S and self.question is not None:
            self._on_skip()
        elif key == Qt.Key.Key_E and self.evidence.isEnabled() and self.question is not None:
            self._on_evidence()
        elif key == Qt.Key.Key_P and self.timer.isVisible():
            self.timer.start_or_pause()
        elif key == Qt.Key.Key_Escape:
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def _on_turned(self, running: bool) -> None:  # noqa: FBT001 - Qt's own signal
        now = time.monotonic()
        if running:
            self.sitting.clock.start(now)
            self._tick.start()
        else:
            self.sitting.clock.pause(now)
            self._tick.stop()
        self._show_clock()

    def _on_evidence(self) -> None:
        question = self.question
        if question is None or question.ksb is None:
            return
        if self.where.isVisible():
            self._show_where(shown=False)
            self._follow.hide()
            return
        self._follow.setVisible(bool(question.follow_up))
        self.evidence_wanted.emit(question.ksb.uid)

    def _on_rated(self, rating: Rating, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own signal
        question = self.question
        if question is None or self._readonly:
            return
        self.rated.emit(question, rating, self.timer.spent)
        self._go_on()

    def _on_skip(self) -> None:
        self._go_on()

    def _go_on(self) -> None:
        ran = self.timer.is_running
        if not self.sitting.next_question() and self.sitting.part.minutes == 0:
            self.finished.emit()
            return
        self._show_question()
        if ran and self.question is not None and self._kind is not RunKind.CARDS:
            self.timer.start_or_pause()  # the clock of the whole run goes on
        self._show_clock()
        self.timer.run.setFocus()
        if self.question is not None:
            announcer().say(self.question.text)

    def _on_next_part(self) -> None:
        ran = self.timer.is_running
        if self.sitting.next_part(time.monotonic()):
            self._begin_part()
            if ran:
                self.timer.start_or_pause()
            self.timer.run.setFocus()
