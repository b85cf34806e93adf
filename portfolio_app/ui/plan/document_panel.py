"""One document of the register in full: where it has got to, who signed, the files kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import Document, Planned
from portfolio_app.domain.register import group_of, party_words, state_words
from portfolio_app.store.queries.records import KeptRecord
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, above, bring_into_view
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.kept_files import KeptFiles
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class DocumentPanel(QWidget):
    """Shows a document; what it is told of it goes out as signals with the document's uid."""

    state_chosen = Signal(str, str, str)  # uid, state, day or ""
    group_chosen = Signal(str, str)  # uid, group
    signed = Signal(str, str, str)  # uid, role, day
    unsigned = Signal(str, str)  # uid, role
    remove_wanted = Signal(str)
    keep_wanted = Signal(str, object)  # uid, list[Path]

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: Planned | None = None
        self.form: InlineForm | None = None
        self._readonly = workspace.readonly
        self.parties: list[QPushButton] = []
        self._build(workspace)

    def focus(self) -> None:
        """Go to the state."""
        self.state.setFocus()

    def show_document(self, row: Planned | None, files: Sequence[KeptRecord], group: str) -> None:
        """Show a document with its kept files; None for none."""
        from portfolio_app.services import register

        if self.row is None or row is None or row.uid != self.row.uid:
            self.put_form_away()
        self.row = row
        self.column.setVisible(row is not None)
        if row is None or not isinstance(row.content, Document):
            return
        document, data = row.content, register.data()
        if not self.group.count():
            for group_id, title in data.groups:
                self.group.addItem(title, group_id)
        self._title.setText(row.title)
        day = f" · {day_words(row.day)}" if row.day else ""
        self._facts.setText(f"{group} · {state_words(document, data)}{day}")
        self.state.clear()
        self.state.addItem(self.tr("Nothing noted"), "")
        for each in data.states_of(group_of(row, data)):
            self.state.addItem(each.words, each.id)
        at = self.state.findData(document.state)
        if at < 0:
            self.state.addItem(state_words(document, data), document.state)
            at = self.state.count() - 1
        self.state.setCurrentIndex(at)
        self.group.setCurrentIndex(self.group.findData(group_of(row, data)))
        state = data.state(document.state)
        self._next.setText(state.next if state else "")
        self._next.setVisible(bool(state and state.next))
        self._note.setText(" ".join(part for part in (document.when, document.note) if part))
        self._note.setVisible(bool(self._note.text()))
        self._show_parties(document)
        self.files.show_files(files)

    def form_done(self) -> None:
        """Put the form away: what it asked for was kept."""
        self.put_form_away()

    def say_wrong(self, words: str) -> bool:
        """Say in the open form what was refused; False when none is open."""
        if self.form is None:
            return False
        self.form.say_wrong(words)
        return True

    def put_form_away(self) -> None:
        """Close the open form."""
        form, self.form = self.form, None
        if form is not None:
            focus = QApplication.focusWidget()
            had_focus = focus is not None and form.isAncestorOf(focus)
            form.hide()
            form.deleteLater()
            if had_focus:
                self.state.setFocus()

    def _build(self, workspace: Workspace) -> None:
        self._title = label("", "subtitle", wrap=True)
        self._facts = label("", "strong", wrap=True)
        self.state = ChoiceBox()
        self.state.setAccessibleName(self.tr("Where it has got to"))
        self.state.setEnabled(not self._readonly)
        self.state.activated.connect(lambda _: self._on_state())
        self.group = ChoiceBox()
        self.group.setAccessibleName(self.tr("Group"))
        self.group.setEnabled(not self._readonly)
        self.group.activated.connect(lambda _: self._on_group())
        self._next = label("", "warn", wrap=True)
        self._note = label("", "muted", wrap=True)
        self.day = QPushButton(self.tr("Day…"))
        self.another = QPushButton(self.tr("Somebody signed…"))
        self.remove = QPushButton(self.tr("Take out of the register"))
        buttons = QWidget()
        flow = FlowLayout(buttons, theme().space("sm"))
        for button, do in (
            (self.day, self._open_day),
            (self.another, partial(self._open_signed, "")),
            (self.remove, self._on_remove),
        ):
            button.setEnabled(not self._readonly)
            button.clicked.connect(partial(_call, do))
            flow.addWidget(button)
        self._parties = QWidget()
        self._party_column = QVBoxLayout(self._parties)
        self._party_column.setContentsMargins(0, 0, 0, 0)
        self._form_place = QWidget()
        QVBoxLayout(self._form_place).setContentsMargins(0, 0, 0, 0)
        self.files = KeptFiles(workspace)
        self.files.keep_wanted.connect(self._on_keep)
        self.column = Column()
        for widget in (
            self._title, self._facts, self._note, above(self.tr("Where it has got to"), self.state),
            self._next, above(self.tr("Group"), self.group), self._parties, buttons,
            self._form_place, label(self.tr("Files"), "strong"), self.files,
        ):  # fmt: skip
            self.column.add(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.column)

    def _show_parties(self, document: Document) -> None:
        while self._party_column.count():
            item = self._party_column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.parties = []
        self._parties.setVisible(bool(document.parties))
        for each in document.parties:
            holder = QWidget()
            side = QVBoxLayout(holder)
            side.setContentsMargins(0, 0, 0, 0)
            side.setSpacing(theme().space("xxs"))
            side.addWidget(label(party_words(each), "", wrap=True))
            button = QPushButton(
                self.tr("Not signed after all") if each.signed_on else self.tr("Signed…")
            )
            button.setProperty("look", "quiet")
            button.setAccessibleDescription(each.role)
            button.setEnabled(not self._readonly)
            do = partial(self._on_unsigned, each.role) if each.signed_on else partial(
                self._open_signed, each.role
            )  # fmt: skip
            button.clicked.connect(partial(_call, do))
            self.parties.append(button)
            side.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._party_column.addWidget(holder)

    # asking

    def _open_signed(self, role: str) -> None:
        lines = (
            Line("role", self.tr("Who signed"), self.tr("Say who, by their role."), width=260),
            Line("on", self.tr("On"), self.tr("Say on which day."), is_day=True),
        )
        note = self.tr("You note it; the app checks no signature here.")
        form = self._show_form(InlineForm(lines, self.tr("Keep"), note=note, flat=True))
        form.fill({"role": role, "on": date.today().isoformat()})  # noqa: DTZ011 - the person's day
        form.done.connect(self._on_signed)
        form.focus()

    def _open_day(self) -> None:
        line = Line(
            "on", self.tr("Dated, booked or due"), self.tr("Say on which day."), is_day=True
        )
        form = self._show_form(InlineForm((line,), self.tr("Keep"), flat=True))
        if self.row is not None and self.row.day:
            form.fill({"on": self.row.day})
        form.done.connect(self._on_day)
        form.focus()

    def _show_form(self, form: InlineForm) -> InlineForm:
        self.put_form_away()
        self.form = form
        form.put_away.connect(self.put_form_away)
        place = self._form_place.layout()
        if place is not None:
            place.addWidget(form)
        bring_into_view(form, above=24)
        return form

    def _on_state(self) -> None:
        if self.row is not None:
            self.state_chosen.emit(self.row.uid, str(self.state.currentData() or ""), "")

    def _on_group(self) -> None:
        if self.row is not None:
            self.group_chosen.emit(self.row.uid, str(self.group.currentData()))

    def _on_day(self, answer: dict[str, str]) -> None:
        if self.row is not None and isinstance(self.row.content, Document):
            self.state_chosen.emit(self.row.uid, self.row.content.state, answer["on"])

    def _on_signed(self, answer: dict[str, str]) -> None:
        if self.row is not None:
            self.signed.emit(self.row.uid, answer["role"], answer["on"])

    def _on_unsigned(self, role: str) -> None:
        if self.row is not None:
            self.unsigned.emit(self.row.uid, role)

    def _on_remove(self) -> None:
        if self.row is not None:
            self.remove_wanted.emit(self.row.uid)

    def _on_keep(self, paths: object) -> None:
        if self.row is not None:
            self.keep_wanted.emit(self.row.uid, paths)


def _call(do: Callable[[], None], _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
    do()
