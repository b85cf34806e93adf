"""A coming meeting: when it is, who could observe, and what it would show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.observation_planner import Meeting
from portfolio_app.domain.witness import Witness
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.wrong_line import WrongLine
from portfolio_app.ui.observations.ksb_choices import KsbChoices


class MeetingDialog(QDialog):
    """``done_with`` carries the meeting; it closes when that was kept."""

    done_with = Signal(object)  # Meeting

    def __init__(
        self,
        parent: QWidget,
        ksbs: Sequence[Ksb],
        witnesses: Sequence[Witness],
        meeting: Meeting | None = None,
    ) -> None:
        super().__init__(parent)
        self._meeting = meeting or Meeting("", "", "")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("A coming meeting"))
        look = theme()
        known = self._meeting
        self.title = LineField()
        self.title.setText(known.title)
        self.day = DayField(self.tr("Date"), known.day)
        self.time = LineField()
        self.time.setText(known.time)
        self.time.setPlaceholderText("10:30")
        self.place = LineField()
        self.place.setText(known.place)
        self.who = ChoiceBox()
        self.who.addItem(self.tr("Nobody yet"), "")
        for each in witnesses:
            self.who.addItem(each.name, each.uid)
        self.who.setCurrentIndex(max(self.who.findData(known.witness_uid), 0))
        self.ksbs = KsbChoices(ksbs)
        self.ksbs.choose(known.ksb_uids)
        inside = QWidget()
        inside.setProperty("look", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.space("md"), 0)
        column.setSpacing(look.space("md"))
        column.addWidget(above(self.tr("&Meeting"), self.title))
        facts = QWidget()
        flow = FlowLayout(facts, look.space("sm"))
        for words, field, width in (
            (self.tr("&Date"), self.day, 170),
            (self.tr("&Time"), self.time, 90),
            (self.tr("&Place"), self.place, 220),
        ):
            field.setFixedWidth(min(look.px(width), 420))
            flow.addWidget(above(words, field))
        column.addWidget(facts)
        column.addWidget(above(self.tr("Who could &observe"), self.who))
        column.addWidget(label(self.tr("What would it show?"), "strong"))
        column.addWidget(self.ksbs)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.wrong = WrongLine()
        self.keep = QPushButton(self.tr("Keep") if known.uid else self.tr("Add"))
        self.keep.setProperty("look", "primary")
        cancel = QPushButton(self.tr("Cancel"))
        buttons = QWidget()
        across = FlowLayout(buttons, look.space("sm"))
        for button in (cancel, self.keep):
            button.setAutoDefault(False)
            across.addWidget(button)
        press_by_ctrl_enter(self, self.keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(scroll, 1)
        whole.addWidget(self.wrong)
        whole.addWidget(buttons)
        self.keep.clicked.connect(lambda _=False: self._on_keep())
        cancel.clicked.connect(self.reject)
        room = parent.window()
        self.resize(
            min(look.px(620), room.width() - look.space("xl")),
            min(look.px(520), max(640, room.height() - look.space("xl"))),
        )
        self.title.setFocus()

    def suggest(self, suggested: Sequence[tuple[str, str]]) -> None:
        """Offer what is best seen by somebody else and thin, by (uid, how it stands)."""
        self.ksbs.suggest(suggested)

    def refuse(self, words: str) -> None:
        """Say what is wrong."""
        self.wrong.say(words)

    def _on_keep(self) -> None:
        if not self.title.text().strip():
            self.refuse(self.tr("Say what the meeting is."))
            self.title.setFocus()
        elif not self.day.day:
            self.refuse(self.tr("Give its date. Type it like 3 March 2026."))
            self.day.setFocus()
        else:
            self.done_with.emit(
                Meeting(
                    self._meeting.uid,
                    self.title.text().strip(),
                    self.day.day,
                    time=self.time.text().strip(),
                    minutes=self._meeting.minutes,
                    place=self.place.text().strip(),
                    present=self._meeting.present,
                    witness_uid=self.who.currentData(),
                    ksb_uids=self.ksbs.uids,
                )
            )
