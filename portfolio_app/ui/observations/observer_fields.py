"""Who is asked: one of the register, or somebody new; kept on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.witness import Witness
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

NEW = ""
_WIDTHS = {"name": 230, "job_title": 230, "relationship": 200, "organisation": 230, "email": 300}


class ObserverFields(QWidget):
    """A list of those known, then the facts of the one chosen; typing there changes the register.

    ``changed`` follows every change by the person.
    """

    changed = Signal()
    register_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Witness] = {}
        self._uid = ""
        self._is_filling = False
        look = theme()
        self.who = ChoiceBox()
        self.who.setAccessibleName(name)
        self.who.setMinimumContentsLength(20)
        self.register = QPushButton(self.tr("Register of witnesses…"))
        self.register.setProperty("look", "link")
        self.register.setAutoDefault(False)
        self.register.clicked.connect(lambda _=False: self.register_wanted.emit())
        self.fields: dict[str, LineField] = {}
        top = QWidget()
        across = FlowLayout(top, look.space("sm"))
        across.addWidget(above(name, self.who))
        beside = QWidget()
        flow = FlowLayout(beside, look.space("sm"))
        for key, words in (
            ("name", self.tr("Name")),
            ("job_title", self.tr("Job title")),
            ("relationship", self.tr("Relationship to you")),
            ("organisation", self.tr("Organisation")),
            ("email", self.tr("Email, kept on this computer")),
        ):
            field = LineField()
            field.setAccessibleName(words)
            field.setFixedWidth(min(look.px(_WIDTHS[key]), 440))
            field.textEdited.connect(self._on_typed)
            self.fields[key] = field
            flow.addWidget(above(words, field))
        self.said = label("", "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        across.addWidget(self.register)
        column.addWidget(top)
        column.addWidget(beside)
        column.addWidget(self.said)
        self.who.activated.connect(self._on_chosen)
        self.show_known((), "")

    @property
    def uid(self) -> str:
        """The uid of the one chosen, "" for somebody new."""
        return self._uid

    @property
    def witness(self) -> Witness:
        """Who is asked, as it stands in the fields."""
        typed = {key: field.text().strip() for key, field in self.fields.items()}
        known = self._known.get(self._uid, Witness("", in_bundle=False))
        return replace(
            known,
            uid=self._uid,
            name=typed["name"],
            job_title=typed["job_title"],
            relationship=typed["relationship"],
            organisation=typed["organisation"],
            email=typed["email"],
        )

    @property
    def is_changed(self) -> bool:
        """Whether what stands in the fields is not what the register has."""
        known = self._known.get(self._uid)
        return bool(self.witness.name) if known is None else self.witness != known

    def show_known(self, known: Sequence[Witness], uid: str) -> None:
        """Offer these people and show one of them; "" for somebody new."""
        self._is_filling = True
        self._known = {each.uid: each for each in known}
        self.who.clear()
        for each in known:
            about = each.relationship or each.job_title
            self.who.addItem(f"{each.name}, {about}" if about else each.name, each.uid)
        self.who.addItem(self.tr("Somebody new"), NEW)
        self._show(uid if uid in self._known else NEW)
        self._is_filling = False

    def learn(self, witness: Witness) -> None:
        """Take over what the register has now of the one in the fields, without touching them."""
        self._uid = witness.uid
        self._known[witness.uid] = witness
        at = self.who.findData(witness.uid)
        if at < 0:
            self.who.insertItem(self.who.count() - 1, witness.name, witness.uid)
            at = self.who.count() - 2
        about = witness.relationship or witness.job_title
        self.who.setItemText(at, f"{witness.name}, {about}" if about else witness.name)
        self.who.setCurrentIndex(at)
        self._say()

    def _show(self, uid: str) -> None:
        self._uid = uid
        self.who.setCurrentIndex(self.who.findData(uid))
        known = self._known.get(uid, Witness(""))
        for key, field in self.fields.items():
            field.setText(str(getattr(known, key)))
            field.setCursorPosition(0)
        self._say()

    def _say(self) -> None:
        known = self._known.get(self._uid)
        words = self.tr("New people are kept in the register, and not listed in the bundle.")
        if known is not None:
            words = self.tr("What you change here changes the register.")
        self.said.setText(words)

    def _on_chosen(self, _at: int) -> None:
        self._show(self.who.currentData())
        if not self._uid:
            self.fields["name"].setFocus()
        self.changed.emit()

    def _on_typed(self, _words: str) -> None:
        if not self._is_filling:
            self.changed.emit()
