"""A coming meeting: when it is, who could observe, and what it would show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.observation_planner import Meeting
from portfolio_app.domain.witness import Witness
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.form_dialog import FormDialog
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.observations.ksb_choices import KsbChoices


class MeetingDialog(FormDialog):
    """``done_with`` carries the meeting; it closes when that was kept."""

    done_with = Signal(object)  # Meeting

    def __init__(
        self,
        parent: QWidget,
        ksbs: Sequence[Ksb],
        witnesses: Sequence[Witness],
        meeting: Meeting | None = None,
    ) -> None:
        known = meeting or Meeting("", "", "")
        verb = self.tr("Keep") if known.uid else self.tr("Add")
        super().__init__(parent, self.tr("A coming meeting"), verb)
        self._meeting = known
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
        self.add(self.tr("&Meeting"), self.title)
        self.add_beside(
            (self.tr("&Date"), self.day, 170),
            (self.tr("&Time"), self.time, 90),
            (self.tr("&Place"), self.place, 220),
        )
        self.add(self.tr("Who could &observe"), self.who)
        self.put(label(self.tr("What would it show?"), "strong"))
        self.put(self.ksbs)
        self.title.setFocus()

    def suggest(self, suggested: Sequence[tuple[str, str]]) -> None:
        """Offer what is best seen by somebody else and thin, by (uid, how it stands)."""
        self.ksbs.suggest(suggested)

    @override
    def on_keep(self) -> None:
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
