"""One row of the gateway list in full: what proves it, whose it is, its source, what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.gateway import GatewayRow, owner_words
from portfolio_app.domain.planned import GatewayState
from portfolio_app.store.queries.records import KeptRecord
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, bring_into_view
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.kept_files import KeptFiles
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class GatewayPanel(QWidget):
    """Shows a row and asks for what is to be said of it; ``said`` carries the form's answer."""

    go_wanted = Signal(object)  # GatewayRow
    ask_wanted = Signal(object)  # GatewayRow: its form for the employer
    said = Signal(object, object, object)  # GatewayRow, GatewayState or None, dict of words
    put_off = Signal(object, str)  # GatewayRow that doesn't apply, note
    put_on = Signal(object)  # GatewayRow that applies after all
    remove_wanted = Signal(object)  # GatewayRow, of one's own
    keep_wanted = Signal(object, object)  # GatewayRow, list[Path]

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: GatewayRow | None = None
        self.form: InlineForm | None = None
        self._opened_by: QPushButton | None = None
        self._readonly = workspace.readonly
        self._build(workspace)

    def show_row(
        self, row: GatewayRow | None, files: Sequence[KeptRecord], *, is_asked: bool = False
    ) -> None:
        """Show a row with its kept files. ``is_asked``: its form was made already."""
        if self.row is None or row is None or row.id != self.row.id:
            self.put_form_away()
        self.row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.setAccessibleName(row.title)
        self._title.setText(row.title)
        self._state.setText(f"{row.state_words} · {owner_words(row.owner)}")
        lines = (
            (self._fact, row.fact),
            (self._said, row.said),
            (self._rule, row.rule),
            (self._source, self.tr("From: {0}").format(row.source)),
            (self._note, row.note),
        )
        for widget, words in lines:
            widget.setText(words)
            widget.setVisible(bool(words))
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.go.setVisible(bool(row.place))
        self.ask.setVisible(bool(row.asks))
        self.ask.setText(
            self.tr("Go to the form") if is_asked else self.tr("Ask for it to be signed…")
        )
        self.remove.setVisible(row.is_own)
        self.off.setText(self.tr("It applies") if row.is_off else self.tr("Doesn't apply…"))
        self.off.setVisible(not row.is_own)
        for button in (self.done, self.exception):
            button.setVisible(not row.is_off)
        self.as_shown.setVisible(row.by_hand and not row.is_off)
        self.files.show_files(files)
        if had_focus and (focus is None or focus.isHidden()):
            (self.off if row.is_off else self.done).setFocus()

    def form_done(self) -> None:
        """Put the form away: what it asked for was kept."""
        self.put_form_away(back=True)

    def say_wrong(self, words: str) -> bool:
        """Say in the open form what was refused; False when none is open."""
        if self.form is None:
            return False
        self.form.say_wrong(words)
        return True

    def put_form_away(self, *, back: bool = False) -> None:
        """Close the open form; ``back`` gives the focus to what opened it."""
        form, self.form = self.form, None
        if form is None:
            return
        form.hide()
        form.deleteLater()
        if back and self._opened_by is not None and self._opened_by.isVisible():
            self._opened_by.setFocus()

    # building

    def _build(self, workspace: Workspace) -> None:
        self._title = label("", "subtitle", wrap=True)
        self._state = label("", "strong", wrap=True)
        self._fact = label("", "", wrap=True)
        self._said = label("", "", wrap=True)
        self._rule = label("", "muted", wrap=True)
        self._source = label("", "caption", wrap=True)
        self._note = label("", "muted", wrap=True)
        self.go = QPushButton(self.tr("Go there"))
        self.ask = QPushButton()
        self.done = QPushButton(self.tr("Done…"))
        self.exception = QPushButton(self.tr("Agreed exception…"))
        self.owner = QPushButton(self.tr("Whose it is…"))
        self.off = QPushButton()
        self.as_shown = QPushButton(self.tr("As the portfolio shows it"))
        self.remove = QPushButton(self.tr("Remove this row"))
        self._doings: tuple[tuple[QPushButton, Callable[[], None]], ...] = (
            (self.go, self._on_go),
            (self.ask, self._on_ask),
            (self.done, partial(self._open, GatewayState.DONE)),
            (self.exception, partial(self._open, GatewayState.EXCEPTION)),
            (self.owner, self._open_owner),
            (self.off, self._on_off),
            (self.as_shown, self._on_as_shown),
            (self.remove, self._on_remove),
        )
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("sm"))
        for button, do in self._doings:
            button.clicked.connect(partial(_call, do))
            button.setEnabled(not self._readonly or button is self.go)
            flow.addWidget(button)
        self._form_place = QWidget()
        place = QVBoxLayout(self._form_place)
        place.setContentsMargins(0, 0, 0, 0)
        self.files = KeptFiles(workspace)
        self.files.keep_wanted.connect(self._on_keep)
        self.column = Column()
        for widget in (
            self._title, self._state, self._fact, self._said, self._note, holder,
            self._form_place, label(self.tr("Proof"), "strong"), self.files, self._rule,
            self._source,
        ):  # fmt: skip
            self.column.add(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.column)

    # asking

    def _open(self, state: GatewayState) -> None:
        is_exception = state is GatewayState.EXCEPTION
        lines = [
            Line("on", self.tr("On"), self.tr("Say on which day."), is_day=True),
            Line(
                "note",
                self.tr("What was agreed") if is_exception else self.tr("Note (optional)"),
                self.tr("Say what was agreed.") if is_exception else "",
            ),
        ]
        if is_exception:
            by = Line(
                "by",
                self.tr("Agreed by"),
                self.tr("Say who agreed it."),
                self.tr("training provider, EPAO, or a role"),
                width=300,
            )
            lines.insert(0, by)
        words = self.tr("Keep as an agreed exception") if is_exception else self.tr("Keep as done")
        note = "" if is_exception else self.tr(
            "This is what you say. What the portfolio shows stays beside it."
        )  # fmt: skip
        form = self._show_form(InlineForm(lines, words, note=note, flat=True))
        form.fill({"on": date.today().isoformat()})  # noqa: DTZ011 - the person's own day
        form.done.connect(partial(self._on_said, state))
        form.focus()

    def _open_owner(self) -> None:
        line = Line("owner", self.tr("Whose it is"), self.tr("Name a role."), width=300)
        form = self._show_form(InlineForm((line,), self.tr("Keep"), flat=True))
        if self.row is not None:
            form.fill({"owner": self.row.owner})
        form.done.connect(self._on_owner)
        form.focus()

    def _show_form(self, form: InlineForm) -> InlineForm:
        self.put_form_away()
        sender = QApplication.focusWidget()
        self._opened_by = sender if isinstance(sender, QPushButton) else self.done
        self.form = form
        form.put_away.connect(partial(self.put_form_away, back=True))
        place = self._form_place.layout()
        if place is not None:
            place.addWidget(form)
        bring_into_view(form, above=24)
        form.follow(self._opened_by)
        return form

    def _on_said(self, state: GatewayState, answer: dict[str, str]) -> None:
        if self.row is not None:
            self.said.emit(self.row, state, answer)

    def _on_owner(self, answer: dict[str, str]) -> None:
        if self.row is not None:
            state = self.row.state if self.row.by_hand else None
            self.said.emit(self.row, state, answer)

    def _on_as_shown(self) -> None:
        if self.row is not None:
            self.said.emit(self.row, None, {"note": ""})

    def _on_off(self) -> None:
        if self.row is None:
            return
        if self.row.is_off:
            self.put_on.emit(self.row)
            return
        line = Line("note", self.tr("Why (optional)"), hint=self.tr("who said so, and when"))
        form = self._show_form(InlineForm((line,), self.tr("It doesn't apply to me"), flat=True))
        form.done.connect(self._on_not_mine)
        form.focus()

    def _on_not_mine(self, answer: dict[str, str]) -> None:
        if self.row is not None:
            self.put_off.emit(self.row, answer["note"])

    def _on_go(self) -> None:
        if self.row is not None:
            self.go_wanted.emit(self.row)

    def _on_ask(self) -> None:
        if self.row is not None:
            self.ask_wanted.emit(self.row)

    def _on_remove(self) -> None:
        if self.row is not None:
            self.remove_wanted.emit(self.row)

    def _on_keep(self, paths: object) -> None:
        if self.row is not None:
            self.keep_wanted.emit(self.row, paths)


def _call(do: Callable[[], None], _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
    do()
