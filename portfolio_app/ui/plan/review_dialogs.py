"""The facts of a review, an action agreed at one, and who signs a paper of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QScrollArea, QWidget
from typing_extensions import override

from portfolio_app.domain.form_lines import FormLine, LineKind, Signer
from portfolio_app.domain.planned import Planned, Review
from portfolio_app.domain.reviews import ME, action_of, owner_words, review_of
from portfolio_app.domain.witness import Witness
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import SETTINGS, Place
from portfolio_app.ui.plan.row_dialog import RowDialog

PEOPLE = Place(SETTINGS, tab="you", want="field:witnesses")


class ReviewDialog(RowDialog):
    """``done_with`` carries (uid, title, day, Review); the uid is "" for a new one."""

    def __init__(
        self, parent: QWidget, row: Planned | None, kinds: Sequence[str], tutor: str
    ) -> None:
        known = row is not None
        title = self.tr("Change the review") if known else self.tr("Plan a review")
        super().__init__(parent, title, self.tr("Keep") if known else self.tr("Plan it"))
        self._row = row
        self._was = review_of(row) if row is not None else Review()
        self.title = ChoiceBox()
        self.title.setEditable(True)
        self.title.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        usual = self.tr("{0} meeting").format(tutor[:1].upper() + tutor[1:])
        self.title.addItems([*kinds, *([] if kinds else [usual, self.tr("Annual review")])])
        self.title.setCurrentText(row.title if row is not None else self.title.itemText(0))
        self.day = DayField(self.tr("Date"), row.day if row is not None else "")
        self.time = LineField()
        self.time.setText(self._was.time)
        self.time.setPlaceholderText("14:00")
        self.place = LineField()
        self.place.setText(self._was.place)
        self.who = LineField()
        self.who.setText(", ".join(self._was.participants))
        self.who.setPlaceholderText(self.tr("apprentice, {0}, line manager").format(tutor))
        self.annual = QCheckBox(self.tr("An annual review"))
        self.annual.setChecked(self._was.is_annual)
        self.signed = QCheckBox(self.tr("My provider needs signatures"))
        self.signed.setChecked(self._was.needs_signatures)
        self.add(self.tr("&Review"), self.title)
        self.add_beside(
            (self.tr("&Date"), self.day, 170), (self.tr("&Time"), self.time, 90),
            (self.tr("&Place"), self.place, 220),
        )  # fmt: skip
        self.add(self.tr("&Who takes part, as roles"), self.who)
        self.put(self.annual)
        self.put(self.signed)
        self.title.setFocus()

    @override
    def on_keep(self) -> None:
        """Hand over the review."""
        if not self.is_day(self.day):
            return
        who = tuple(filter(None, (part.strip() for part in self.who.text().split(","))))
        content = replace(
            self._was,
            time=self.time.text().strip(),
            place=self.place.text().strip(),
            participants=who,
            is_annual=self.annual.isChecked(),
            needs_signatures=self.signed.isChecked(),
        )
        uid = self._row.uid if self._row is not None else ""
        self.done_with.emit((uid, self.title.currentText(), self.day.day or "", content))


class ActionDialog(RowDialog):
    """``done_with`` carries (title, owner, by)."""

    def __init__(self, parent: QWidget, row: Planned, owners: Sequence[str]) -> None:
        super().__init__(parent, self.tr("Change the action"), self.tr("Keep"))
        owner = action_of(row).owner or ME
        self.title = LineField()
        self.title.setText(row.title)
        self.owner = owner_box(owners, owner)
        self.day = DayField(self.tr("By"), row.day)
        self.add(self.tr("&Action"), self.title)
        self.add(self.tr("&Whose"), self.owner)
        self.add_beside((self.tr("&By"), self.day, 170))
        self.title.setFocus()

    @override
    def on_keep(self) -> None:
        """Hand over the action."""
        if self.is_day(self.day):
            self.done_with.emit((self.title.text(), owner_of(self.owner), self.day.day or ""))


class SignersDialog(RowDialog):
    """Who is asked; below it what the form says. ``done_with`` carries a tuple of Signer."""

    people_wanted = Signal()  # it has closed: there is nobody to choose

    def __init__(
        self,
        parent: QWidget,
        title: str,
        signers: Sequence[Signer],
        people: Sequence[Witness],
        lines: Sequence[FormLine],
    ) -> None:
        super().__init__(parent, title, self.tr("Make the form"))
        self._signers = tuple(signers)
        self.boxes: list[ChoiceBox | None] = []
        for each in self._signers:
            if each.is_me:
                self.boxes.append(None)
                self.put(label(self.tr("{0}: you").format(each.role), wrap=True))
                continue
            box = ChoiceBox()
            box.addItem(self.tr("Not asked"), None)
            for who in people:
                box.addItem(who.name, who.uid)
            box.setCurrentIndex(max(box.findData(each.witness_uid or None), 0))
            self.boxes.append(box)
            self.add(each.role, box)
        if not people:
            words = self.tr("Nobody is in your list of people yet. Add them in Settings, You.")
            self.put(label(words, "warn", wrap=True))
            self.put(self._way_to_people())
        self.put(label(self.tr("What the form says"), "strong"))
        for line in lines:
            if line.title:
                self.put(label(line.title, "caption"))
            sign = "☐ " if line.kind is LineKind.TICK else ""
            self.put(label(sign + line.text, wrap=True))
        self._first().setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        area = self.findChild(QScrollArea)
        if event.key() in pages and area is not None:  # what the form says has no focus of its own
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + pages[Qt.Key(event.key())] * bar.pageStep())
            return
        super().keyPressEvent(event)

    def _first(self) -> QWidget:
        return next((each for each in self.boxes if each is not None), self.keep)

    def _way_to_people(self) -> QPushButton:
        way = QPushButton(self.tr("Add people…"))
        way.setAutoDefault(False)
        way.clicked.connect(self.reject)
        way.clicked.connect(lambda _=False: self.people_wanted.emit())
        return way

    @override
    def on_keep(self) -> None:
        """Hand over who is asked."""
        made = [
            signer if box is None else replace(signer, witness_uid=box.currentData())
            for signer, box in zip(self._signers, self.boxes, strict=True)
            if box is None or box.currentData()
        ]
        if not any(not each.is_me for each in made):
            self.refuse(self.tr("Choose at least one person."))
            self._first().setFocus()
            return
        self.done_with.emit(tuple(made))


def owner_box(owners: Sequence[str], owner: str = ME) -> ChoiceBox:
    """Return a list of who an action can be given to; other words can be typed."""
    box = ChoiceBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for each in dict.fromkeys((*owners, owner)):
        box.addItem(owner_words(each), each)
    box.setCurrentIndex(max(box.findData(owner), 0))
    return box


def owner_of(box: ChoiceBox) -> str:
    """Return who was chosen or typed."""
    at = box.findText(box.currentText())
    return str(box.itemData(at)) if at >= 0 else box.currentText()
