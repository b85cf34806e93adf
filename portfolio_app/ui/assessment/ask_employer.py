"""Who signs for the employer: one of the witnesses, or somebody who is added with this."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.witness import Witness
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

MANAGER = "Line manager"
FIELD = 240  # pixels at 100 %


class AskEmployer(QFrame):
    """``chosen`` carries a witness's uid, ``added`` a new one; Esc and Cancel put it away."""

    chosen = Signal(str)
    added = Signal(object)  # Witness
    put_away = Signal()

    def __init__(self, witnesses: Sequence[Witness], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("look", "well")
        self.setAccessibleName(self.tr("Who signs for the employer"))
        self.whom = ChoiceBox()
        for each in witnesses:
            who = " · ".join(part for part in (each.name, each.relationship) if part)
            self.whom.addItem(who, each.uid)
        self.whom.addItem(self.tr("Somebody new"), "")
        relations = [each.relationship.casefold() for each in witnesses]
        if MANAGER.casefold() in relations:
            self.whom.setCurrentIndex(relations.index(MANAGER.casefold()))
        self.name, self.email = LineField(), LineField()
        for field in (self.name, self.email):
            field.setMinimumWidth(look.px(FIELD))
        self._new = QWidget()
        fields = FlowLayout(self._new, look.space("sm"))
        fields.addWidget(above(self.tr("Their name"), self.name))
        fields.addWidget(above(self.tr("Work e-mail (optional)"), self.email))
        self.make = QPushButton(self.tr("Make the form"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("look", "quiet")
        self._wrong = label("", "danger", wrap=True)
        self._wrong.hide()
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        flow.addWidget(self.make)
        flow.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("sm")] * 4)
        column.setSpacing(look.space("xs"))
        note = self.tr(
            "A form to fill in and sign is made and shown in Observations, where you send it. The "
            "app sends nothing."
        )
        for widget in (
            above(self.tr("Who signs for the employer"), self.whom), self._new, self._wrong,
            label(note, "caption", wrap=True), buttons,
        ):  # fmt: skip
            column.addWidget(widget)
        self.whom.currentIndexChanged.connect(self._fit)
        self.make.clicked.connect(lambda _=False: self._on_make())
        self.cancel.clicked.connect(lambda _=False: self.put_away.emit())
        self._fit()

    def focus(self) -> None:
        """Go to the choice."""
        self.whom.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_wrong(self, words: str) -> None:
        """Say below the fields what is wrong."""
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_make()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        self._new.setVisible(not self.whom.currentData())

    def _on_make(self) -> None:
        uid = str(self.whom.currentData() or "")
        name = self.name.text().strip()
        if uid:
            self.chosen.emit(uid)
        elif not name:
            self.say_wrong(self.tr("Say who signs."))
            self.name.setFocus()
        else:
            email = self.email.text().strip()
            self.added.emit(Witness(name, relationship=MANAGER, email=email, in_bundle=False))
