"""New observation request: facts, who is asked, what to look for. The rest is the observer's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from portfolio_app.domain.forms import MOST_CONTEXT_WORDS, FormKind
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.observation import Asked, Observation, Role
from portfolio_app.domain.witness import Witness
from portfolio_app.domain.wording import count_words
from portfolio_app.problems import Problem
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField, WordsField
from portfolio_app.ui.kit.day_field import NO_DAY, DayField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.asking_dialog import AskingDialog
from portfolio_app.ui.observations.ksb_choices import KsbChoices
from portfolio_app.ui.observations.observations_state import UNTITLED

# Of what the services remark on a request, what is said beside its date.
_OF_THE_DAY = frozenset({"ask.before-start", "ask.after-gateway"})
_TIME = re.compile(r"([01]?\d|2[0-3])[:.h]?([0-5]\d)?")


class RequestDialog(AskingDialog):
    """Ask for an observation. With ``observation`` it goes on with one, or makes a new version."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        ksbs: Sequence[Ksb],
        witnesses: Sequence[Witness],
        observation: Observation | None = None,
        *,
        ksb_uid: str = "",
    ) -> None:
        self._ksbs = tuple(ksbs)
        super().__init__(parent, workspace, FormKind.OBSERVATION, observation)
        uid = observation.witness_uid if observation is not None else ""
        self.observer.show_known(witnesses, uid)
        if ksb_uid and observation is None:
            self.ksbs.choose([ksb_uid])
        self.keeping.begin()
        self._name_it()
        if observation is not None:
            self.look_over()
        self.activity.setFocus()

    # building

    @override
    def build(self) -> None:
        look = theme()
        self.activity = LineField()
        self.activity.setPlaceholderText(self.tr("For example: chairing the budget panel"))
        self.column.addWidget(above(self.tr("&Activity"), self.activity))
        facts = QWidget()
        flow = FlowLayout(facts, look.space("sm"))
        self.day = DayField(self.tr("Date"))
        self.time = LineField()
        self.time.setPlaceholderText(self.tr("10:30"))
        self.place = LineField()
        self.role = ChoiceBox()
        for role in Role:
            self.role.addItem(role.words, role)
        self.minutes = LineField()
        self.minutes.setPlaceholderText(self.tr("60"))
        for words, field, width in (
            (self.tr("&Date"), self.day, 170),
            (self.tr("&Time"), self.time, 90),
            (self.tr("How long, &minutes"), self.minutes, 110),
            (self.tr("&Place"), self.place, 260),
        ):
            field.setFixedWidth(min(look.px(width), 420))
            flow.addWidget(above(words, field))
        self.column.addWidget(facts)
        self.remarks = label("", "warn", wrap=True)
        self.remarks.hide()
        self.column.addWidget(self.remarks)
        self.column.addWidget(self.observer)
        self.column.addWidget(_narrow(above(self.tr("They observe &as your"), self.role), 260))
        self.column.addWidget(label(self.tr("What should they look for?"), "strong"))
        self.ksbs = KsbChoices(self._ksbs)
        self.column.addWidget(self.ksbs)
        self.context = WordsField()
        lines = 3 * self.context.fontMetrics().lineSpacing() + look.space("lg")
        self.context.setFixedHeight(lines)
        self.count = label("", "caption")
        self.column.addWidget(
            above(self.tr("&Context: facts the observer needs, up to 120 words"), self.context)
        )
        self.column.addWidget(self.count)
        self.present = LineField()
        self.present.setPlaceholderText(self.tr("Roles, not names"))
        self.column.addWidget(above(self.tr("&Who else will be there"), self.present))
        self.confidential = LineField()
        self.confidential.setPlaceholderText(
            self.tr("For example: leave out pupils' names and the figures on page 3")
        )
        self.column.addWidget(above(self.tr("A&nything confidential?"), self.confidential))
        self.signature = QCheckBox(self.tr("Add a field for a digital signature"))
        self.signature.setToolTip(
            self.tr("Only for an observer who has a digital certificate: others are asked for one")
        )
        self.column.addWidget(self.signature)
        self.column.addStretch()
        self._join()

    def _join(self) -> None:
        """Let every field say that it was typed in."""
        for field in (self.activity, self.time, self.minutes, self.place, self.present,
                      self.confidential):  # fmt: skip
            field.textEdited.connect(self.note_typed)
        self.day.textEdited.connect(self.note_typed)
        self.day.day_changed.connect(self.note_typed)
        self.day.day_changed.connect(self._on_day)
        self.role.activated.connect(self.note_typed)
        self.ksbs.changed.connect(self.note_typed)
        self.context.textChanged.connect(self._on_context)
        self.signature.clicked.connect(self.note_typed)

    def _name_it(self) -> None:
        known = self.observation
        newest = known.newest if known is not None else None
        if known is None:
            self.setWindowTitle(self.tr("New observation request"))
            self.note.setText(self._yours())
        elif newest is None:
            self.setWindowTitle(self.tr("Observation request {0}").format(known.ref))
            self.note.setText(self._yours())
        else:
            number = newest.version + 1
            self.setWindowTitle(self.tr("Change {0}: version {1}").format(known.ref, number))
            words = self.tr(
                "When you save it, version {0} takes the place of version {1}. Both are kept, and "
                "a return of the older one is named as such."
            )
            self.note.setText(words.format(number, newest.version))

    def _yours(self) -> str:
        return self.tr("Your line manager writes the rest. You can't fill in their part.")

    @override
    def saved_words(self) -> str:
        saved = self.tr("Saved as a draft. You can close this and go on later.")
        return f"{self._yours()} {saved}"

    def suggest(self, suggested: Sequence[tuple[str, str]]) -> None:
        """Offer what is best seen by somebody else and thin, by (uid, how it stands)."""
        self.ksbs.suggest(suggested)

    # what stands in it

    @override
    def fill(self, asked: Asked) -> None:
        self.activity.setText("" if asked.title == UNTITLED else asked.title)
        self.day.set_day(asked.day)
        self.time.setText(asked.time)
        self.minutes.setText(str(asked.minutes) if asked.minutes else "")
        self.place.setText(asked.place)
        self.role.setCurrentIndex(self.role.findData(asked.observed_as))
        self.ksbs.choose(asked.ksb_uids)
        self.context.blockSignals(True)  # noqa: FBT003 - Qt's
        self.context.setPlainText(asked.context)
        self.context.blockSignals(False)  # noqa: FBT003
        self.present.setText(asked.present)
        self.confidential.setText(asked.confidential)
        self.signature.setChecked(asked.signature_field)
        self._count()

    @override
    def asked(self) -> Asked:
        minutes = self.minutes.text().strip()
        said = Asked(
            title=self.activity.text().strip(),
            day=self.day.day or "",
            time=_time(self.time.text()) or "",
            minutes=int(minutes) if minutes.isdecimal() else 0,
            place=self.place.text().strip(),
            present=self.present.text().strip(),
            observed_as=Role(self.role.currentData()),
            ksb_uids=self.ksbs.uids,
            context=self.context.toPlainText(),
            confidential=self.confidential.text().strip(),
            signature_field=self.signature.isChecked(),
        )
        return said if said.title or said == Asked() else replace(said, title=UNTITLED)

    @override
    def first_wrong(self) -> tuple[str, QWidget] | None:
        minutes = self.minutes.text().strip()
        if not self.activity.text().strip():
            return self.tr("Say what the activity is."), self.activity
        if self.day.day is None:
            return self.tr(NO_DAY), self.day
        if _time(self.time.text()) is None:
            return self.tr("Type the time like 10:30."), self.time
        if minutes and not minutes.isdecimal():
            return self.tr("Type the minutes as a number, like 60."), self.minutes
        if not self.observer.witness.name:
            return self.tr("Say who observes: a name."), self.observer.fields["name"]
        if not self.ksbs.uids:
            return self.tr("Choose at least one KSB to look for."), self.ksbs.field.edit
        if count_words(self.context.toPlainText()) > MOST_CONTEXT_WORDS:
            return self.tr("Shorten the context to 120 words."), self.context
        return None

    # reacting

    def look_over(self) -> None:
        """Say what is odd about the day: before the apprenticeship, or after its gateway."""
        from portfolio_app.services import requests

        self.workspace.look(
            requests.remarks, self.asked(), self.observer.uid, self.kind, then=self._on_remarks,
            key="remarks",
        )  # fmt: skip

    def _on_remarks(self, found: tuple[Problem, ...]) -> None:
        words = " ".join(each.message for each in found if each.rule in _OF_THE_DAY)
        self.remarks.setText(words)
        self.remarks.setVisible(bool(words))
        self.day.setAccessibleDescription(words)

    def _on_day(self, _day: str) -> None:
        self.look_over()

    def _on_context(self) -> None:
        self._count()
        self.note_typed()

    def _count(self) -> None:
        words = count_words(self.context.toPlainText())
        is_over = words > MOST_CONTEXT_WORDS
        said = self.tr("{0} of {1} words").format(words, MOST_CONTEXT_WORDS)
        self.count.setText(self.tr("{0}: shorten it").format(said) if is_over else said)
        role = "warn" if is_over else "caption"
        if self.count.property("role") != role:
            self.count.setProperty("role", role)
            restyle(self.count)
        self.context.setAccessibleDescription(self.count.text())


def _time(typed: str) -> str | None:
    """Return HH:MM for a time as people type it; "" for none, None for what is no time."""
    typed = typed.strip().lower().replace(" ", "")
    if not typed:
        return ""
    found = _TIME.fullmatch(typed)
    return f"{int(found[1]):02d}:{found[2] or '00'}" if found else None


def _narrow(widget: QWidget, width: int) -> QWidget:
    widget.setMaximumWidth(theme().px(width))
    return widget
