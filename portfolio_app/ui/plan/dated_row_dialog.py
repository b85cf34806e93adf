"""A module, an assignment, an event or a milestone: its fields, and what doesn't fit in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QListWidget,
    QListWidgetItem,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.plan_faults import Fault
from portfolio_app.domain.planned import (
    Assignment,
    Attendance,
    Event,
    Milestone,
    Module,
    Planned,
    PlannedKind,
)
from portfolio_app.services import plan_rows
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField, WordsField
from portfolio_app.ui.kit.day_field import NO_DAY, DayField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.form_dialog import FormDialog
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.fields import Named, resting, say_faults
from portfolio_app.ui.plan.timeline_state import today

_HIGH = {PlannedKind.MODULE: 560, PlannedKind.ASSIGNMENT: 540, PlannedKind.EVENT: 580}
_ATTENDANCE = (
    (Attendance.NOT_YET, "Not noted yet"),
    (Attendance.ATTENDED, "Attended"),
    (Attendance.MISSED, "Missed"),
    (Attendance.MADE_UP, "Missed and made up"),
)
_NUMBERS = ("number", "words", "feedback_days", "minutes")


class DatedRowDialog(FormDialog):
    """``done_with`` carries the row; it closes when that was kept.

    ``only_dates`` asks for nothing but the days: the form that equals dragging.
    """

    done_with = Signal(object)  # Planned

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        row: Planned,
        *,
        modules: Sequence[Planned] = (),
        reading: Sequence[EvidenceItem] = (),
        about: str = "",
        only_dates: bool = False,
    ) -> None:
        title = f"{row.kind.words}: {row.title}" if only_dates else row.kind.words
        verb = self.tr("Keep") if row.uid else self.tr("Add")
        high = 240 if only_dates else _HIGH.get(row.kind, 400)
        super().__init__(parent.window(), title, verb, wide=580, high=high, least=420)
        self.workspace = workspace
        self.row = row
        self._only_dates = only_dates
        self.named: dict[str, Named] = {}
        self._rest = resting(self, self._check)
        self.keep.setEnabled(not workspace.readonly)
        if about:
            self.put(label(about, "muted", wrap=True))
        self._fill(modules, reading)
        next(iter(self.named.values())).field.setFocus()
        self._check()

    # building

    def _fill(self, modules: Sequence[Planned], reading: Sequence[EvidenceItem]) -> None:
        row, content = self.row, self.row.content
        if self._only_dates:
            self._across(
                self._day("day", self.tr("&Date, or first day"), row.day),
                self._day("until", self.tr("&Last day, if several"), row.until),
            )
            return
        self._short("title", self.tr("&Title"), row.title)
        if isinstance(content, Module):
            self._fill_module(content, reading)
        elif isinstance(content, Assignment):
            self._fill_assignment(content, modules)
        elif isinstance(content, Event):
            self._fill_event(content)
        else:
            self._day("day", self.tr("&Date"), row.day)
        note = WordsField()
        note.setPlainText(str(getattr(content, "note", "")))
        note.setFixedHeight(note.fontMetrics().lineSpacing() * 3 + theme().space("lg"))
        self._add("note", self.tr("N&ote"), note)

    def _fill_module(self, content: Module, reading: Sequence[EvidenceItem]) -> None:
        self._across(
            self._short("number", self.tr("&Number"), str(content.number or ""), 90),
            self._short("term", self.tr("Te&rm"), content.term, 240),
        )
        self._across(
            self._day("day", self.tr("&Begins"), self.row.day),
            self._day("until", self.tr("&Ends"), self.row.until),
        )
        field = QListWidget()
        for each in reading:
            item = QListWidgetItem(each.title)
            item.setSizeHint(QSize(0, theme().size("control_height")))
            item.setData(Qt.ItemDataRole.UserRole, each.uid)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_in = each.uid in content.reading
            item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
            field.addItem(item)
        rows = min(max(len(reading), 1), 5)
        field.setFixedHeight(rows * theme().row_height + theme().space("sm"))
        field.setVisible(bool(reading))
        hint = "" if reading else self.tr("Items on your Reading shelf can be linked here.")
        self._add("reading", self.tr("Readin&g list"), field, hint)

    def _fill_assignment(self, content: Assignment, modules: Sequence[Planned]) -> None:
        choice = ChoiceBox()
        choice.addItem(self.tr("No module"), "")
        for each in modules:
            choice.addItem(each.title, each.uid)
        choice.setCurrentIndex(max(choice.findData(self.row.parent_uid), 0))
        self._add("parent_uid", self.tr("&Module"), choice)
        self._across(
            self._day("day", self.tr("&Due"), self.row.day),
            self._short("words", self.tr("&Words"), str(content.words or ""), 110),
        )
        days = str(content.feedback_days or "")
        self._across(
            self._short("feedback_days", self.tr("&Feedback after so many days"), days, 110),
            self._tick("working_days", self.tr("&Working days alone"), on=content.working_days),
        )
        self._across(
            self._day("handed_in", self.tr("&Handed in"), content.handed_in),
            self._day("feedback_on", self.tr("Feedback &came"), content.feedback_on),
            self._short("grade", self.tr("G&rade, as told"), content.grade, 150),
        )

    def _fill_event(self, content: Event) -> None:
        self._across(
            self._day("day", self.tr("&Date"), self.row.day),
            self._day("until", self.tr("&Last day, if several"), self.row.until),
        )
        self._across(
            self._short("time", self.tr("T&ime"), content.time, 90, "10:30"),
            self._short("minutes", self.tr("&Minutes"), str(content.minutes or ""), 90),
            self._short("place", self.tr("&Place"), content.place, 220),
        )
        words = self.tr("&Compulsory: attendance is kept")
        self._tick("compulsory", words, on=content.compulsory)
        choice = ChoiceBox()
        for value, said in _ATTENDANCE:
            choice.addItem(self.tr(said), value.value)
        choice.setCurrentIndex(max(choice.findData(content.attendance.value), 0))
        self._across(
            self._add("attendance", self.tr("&Attendance"), choice),
            self._day("made_up_on", self.tr("Made &up on"), content.made_up_on),
        )

    def _add(self, key: str, words: str, field: QWidget, hint: str = "") -> Named:
        named = self.named[key] = Named(words, field, hint)
        self.put(named)
        for name in ("textChanged", "currentIndexChanged", "toggled"):
            signal = getattr(field, name, None)
            if signal is not None:
                signal.connect(self._on_typed)
        return named

    def _on_typed(self, *_: object) -> None:
        self._rest.start()

    def _across(self, *named: Named) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("md"))
        for each in named:
            self.column.removeWidget(each)
            flow.addWidget(each)
        self.put(holder)

    def _short(self, key: str, words: str, value: str, width: int = 0, hint: str = "") -> Named:
        field = LineField()
        field.setText(value)
        field.setPlaceholderText(hint)
        if width:
            field.setFixedWidth(theme().px(width))
        return self._add(key, words, field)

    def _day(self, key: str, words: str, value: str) -> Named:
        field = DayField(words.replace("&", ""), value)
        field.setFixedWidth(theme().px(190))
        named = self._add(key, words, field)
        named.setFixedWidth(theme().px(230))
        return named

    def _tick(self, key: str, words: str, *, on: bool) -> Named:
        field = QCheckBox(words)
        field.setChecked(on)
        return self._add(key, "", field)

    # what was typed

    def typed(self) -> tuple[Planned, tuple[Fault, ...]]:
        """Return the row as it is typed, and what of it can't be read."""
        faults: list[Fault] = []
        values = {key: self._value(key, each.field, faults) for key, each in self.named.items()}
        of_row = {key: values[key] for key in ("title", "day", "until", "parent_uid")
                  if key in values}  # fmt: skip
        row = replace(self.row, **of_row)
        known = {each.name for each in fields(row.content)}
        content = replace(row.content, **{key: values[key] for key in known & values.keys()})
        if isinstance(content, Event) and content.attendance is not Attendance.MADE_UP:
            content = replace(content, made_up_on="")
        if isinstance(content, Milestone):
            content = replace(content, suggested=False)  # somebody looked at it and kept it
        return replace(row, content=content), tuple(faults)

    def _value(self, key: str, field: QWidget, faults: list[Fault]) -> Any:
        if isinstance(field, DayField):
            if field.day is None:
                faults.append(Fault(key, self.tr(NO_DAY), refuses=True))
            return field.day or ""
        if isinstance(field, QCheckBox):
            return field.isChecked()
        if isinstance(field, ChoiceBox):
            data = field.currentData()
            return Attendance(data) if key == "attendance" else data
        if isinstance(field, QListWidget):
            rows = [field.item(at) for at in range(field.count())]
            chosen = [each for each in rows if each.checkState() is Qt.CheckState.Checked]
            return tuple(each.data(Qt.ItemDataRole.UserRole) for each in chosen)
        if isinstance(field, WordsField):
            return field.toPlainText().strip()
        words = field.text().strip() if isinstance(field, LineField) else ""
        if key in _NUMBERS:
            plain = words.replace(",", "").replace(" ", "")
            if plain and not (plain.isascii() and plain.isdigit() and len(plain) < 7):
                faults.append(Fault(key, self.tr("Give a whole number."), refuses=True))
                return 0
            return int(plain or 0)
        return self._time(words, faults) if key == "time" else words

    def _time(self, words: str, faults: list[Fault]) -> str:
        hours, _, minutes = words.replace(".", ":").partition(":")
        parts = (hours, minutes or "0")
        if not words:
            return ""
        are_numbers = all(each.isascii() and each.isdigit() and len(each) < 3 for each in parts)
        if are_numbers and int(parts[0]) < 24 and int(parts[1]) < 60:
            return f"{int(parts[0]):02d}:{int(parts[1]):02d}"
        faults.append(Fault("time", self.tr("Type it like 10:30."), refuses=True))
        return words

    # checking and keeping

    def _check(self) -> None:
        row, faults = self.typed()
        if faults:
            say_faults(self.named, faults)
            return
        self.workspace.look(plan_rows.faults, row, today(), then=self._on_checked, key="plan row")

    def _on_checked(self, faults: tuple[Fault, ...]) -> None:
        # Nobody typed into an empty form yet: what it still needs is no fault.
        is_new = not self.row.uid
        say_faults(self.named, [each for each in faults if not (is_new and each.field == "title")])

    @override
    def on_keep(self) -> None:
        row, faults = self.typed()
        if not row.title.strip():
            words = self.tr("Say in a few words what it is.")
            faults = (Fault("title", words, refuses=True), *faults)
        if faults:
            self._refuse_fields(faults)
            return
        self.workspace.look(plan_rows.faults, row, today(), then=self._on_ready, key="plan row")

    def _on_ready(self, faults: tuple[Fault, ...]) -> None:
        wrong = [each for each in faults if each.refuses]
        if wrong:
            self._refuse_fields(wrong)
            return
        row, _ = self.typed()
        self.done_with.emit(row)

    def _refuse_fields(self, faults: Sequence[Fault]) -> None:
        say_faults(self.named, faults)
        first = self.named.get(faults[0].field)
        announcer().say(faults[0].words, urgent=True)
        if first is not None:
            first.field.setFocus()
        else:
            self.wrong.say(faults[0].words)
