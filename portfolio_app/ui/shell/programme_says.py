"""Everything the programme says, line by line, and a form in place to change a line."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain import programme_lines
from portfolio_app.domain.programme import Programme
from portfolio_app.domain.programme_fields import SECTIONS, Kind
from portfolio_app.domain.programme_lines import NOT_STATED, ProgrammeLine
from portfolio_app.services import programme_change
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.forms import above, bring_into_view
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.standard_parts import button, buttons_row, hide_when_large

_MOST_ROWS = 14
LONGEST_SHOWN = 4000  # characters of one line; more is in its form
_WIDE, _NARROW = 420, 200  # pixels at 100 %


class ProgrammeSays(QWidget):
    """The lines of one programme. Each change is kept at once, as a step."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._programme: Programme | None = None
        self._key = ""
        self.asked: InlineForm | None = None
        self._build()

    def show_programme(self, programme: Programme | None) -> None:
        """Show a programme; a form being filled in stays, unless it is of another one."""
        before, self._programme = self._programme, programme
        is_other = before is None or programme is None or before.id != programme.id
        if is_other:
            self._put_away()
        self._show_lines()
        if is_other:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
            self.table.scrollToTop()
            self._show_current()

    def _build(self) -> None:
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("md"))
        self.filter = ChoiceBox()
        self.filter.setAccessibleName(self.tr("Show"))
        for words, value in (
            (self.tr("Everything"), "all"),
            (self.tr("Only what is stated"), "said"),
            (self.tr("Only what is not stated"), "not said"),
        ):
            self.filter.addItem(words, value)
        self.filter.activated.connect(lambda _: self._show_lines())
        column.addWidget(above(self.tr("Show"), self.filter))
        self.table = ListTable(
            (
                Column("Part", lambda each: each.part, width=150),
                Column("What", lambda each: each.what, width=270),
                Column("Says", lambda each: _says(each), stretch=True),
                Column("How sure", lambda each: each.status, width=100),
            ),
            key=lambda each: each.key,
            name=self.tr("What the programme says"),
            sortable=False,
            many=False,
        )
        hide_when_large(self.table, 0, 3)
        column.addWidget(self.table)
        self._whole = label("", wrap=True)
        column.addWidget(self._whole)
        self.change = button(self.tr("Change"), self._on_change)
        self.remove = button(self.tr("Remove"), self._on_remove)
        self.up = button(self.tr("Move up"), partial(self._on_move, -1))
        self.down = button(self.tr("Move down"), partial(self._on_move, 1))
        self.new = ChoiceBox()
        self.new.setAccessibleName(self.tr("Add to the programme"))
        self.new.addItem(self.tr("Add…"), "")
        for each in SECTIONS:
            self.new.addItem(each.one, f"{each.name}.0")
        self.new.activated.connect(self._on_new)
        column.addWidget(buttons_row(self.change, self.remove, self.up, self.down, self.new))
        place = QWidget()
        self._inside = QVBoxLayout(place)
        self._inside.setContentsMargins(0, 0, 0, 0)
        column.addWidget(place)
        self.table.opened.connect(lambda _: self._on_change())
        self.table.current_changed.connect(lambda _: self._show_current())
        look.changed.connect(self._measure)

    def _show_lines(self) -> None:
        lines = programme_lines.lines_of(self._programme) if self._programme else ()
        wanted = self.filter.currentData()
        rows = [
            each
            for each in lines
            if wanted == "all" or (wanted == "said") is bool(each.says or each.is_entry)
        ]
        self.table.show_rows(rows)
        self._measure()
        self._show_current()

    def _measure(self) -> None:
        rows = min(max(len(self.table.rows_model.rows), 1), _MOST_ROWS)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * theme().row_height + 4)

    def _show_current(self) -> None:
        line: ProgrammeLine | None = self.table.current_value()
        writes = not self._workspace.readonly
        self.change.setEnabled(writes and line is not None)
        self.new.setEnabled(writes)
        for each in (self.remove, self.up, self.down):
            each.setEnabled(writes and line is not None and line.is_entry)
        if line is None:
            self._whole.setText(self.tr("Choose a line to read it in full."))
            return
        sure = self.tr(" (the source calls it a {0})").format(line.status) if line.status else ""
        head = line.part if line.what == line.part else f"{line.part}: {line.what}"
        self._whole.setText(f"{head}{sure}. {_says(line, LONGEST_SHOWN)}".strip())

    # changing

    def _on_change(self) -> None:
        line = self.table.current_value()
        if line is not None and not self._workspace.readonly:
            self._open(line.key, self.change)

    def _on_new(self) -> None:
        key = str(self.new.currentData())
        self.new.setCurrentIndex(0)
        if key:
            self._open(key, self.new)

    def _open(self, key: str, before: QWidget) -> None:
        if self._programme is None:
            return
        self._put_away()
        self._key = key
        section = programme_lines.section_of(key)
        is_new = key.endswith(".0")
        lines = [
            Line(
                each.name,
                each.words,
                hint=_hint(each.kind),
                is_day=each.kind is Kind.DAY,
                width=_NARROW if each.kind in (Kind.WHOLE, Kind.NUMBER, Kind.YES, Kind.DAY)
                else _WIDE,
            )
            for each in programme_lines.fields_of(key)
        ]  # fmt: skip
        form = InlineForm(
            lines,
            self.tr("Add") if is_new else self.tr("Keep"),
            about=section.one if section else self.tr("Programme"),
            note=self.tr("Leave empty what your provider doesn't say."),
        )
        form.fill(programme_lines.shown(self._programme, key))
        form.done.connect(self._on_done)
        form.put_away.connect(self._on_put_away)
        self.asked = form
        self._inside.addWidget(form)
        form.follow(before)
        form.focus()
        bring_into_view(form.verb, above=round(form.sizeHint().height() * 100 / theme().scale))

    def _on_done(self, answer: dict[str, str]) -> None:
        if self._programme is None or self.asked is None:
            return
        try:
            made = programme_lines.with_typed(self._programme, self._key, answer)
        except ValueError as error:
            self.asked.say_wrong(str(error))
            return
        self._keep(made, self._key)

    def _on_remove(self) -> None:
        line = self.table.current_value()
        if line is not None and self._programme is not None and line.is_entry:
            self._put_away()
            self._keep(programme_lines.without(self._programme, line.key), line.key)

    def _on_move(self, step: int) -> None:
        line = self.table.current_value()
        if line is not None and self._programme is not None and line.is_entry:
            self._put_away()
            made, key = programme_lines.moved(self._programme, line.key, step)
            if made != self._programme:
                self._keep(made, key)

    def _keep(self, made: Programme, key: str) -> None:
        self._workspace.do(
            programme_change.edit,
            made,
            then=partial(self._on_kept, key),
            failed=self._on_refused,
            toast=True,
        )

    def _on_kept(self, key: str, _changes: object) -> None:
        was_open = self.asked is not None
        self._put_away()
        self.table.select_keys({key}, key)
        if was_open:
            self.table.setFocus()

    def _on_refused(self, error: BaseException) -> None:
        if self.asked is not None:
            self.asked.say_wrong(str(error))
        else:
            self._workspace.trouble.emit(error)

    def _on_put_away(self) -> None:
        self._put_away()
        self.table.setFocus()

    def _put_away(self) -> None:
        if self.asked is not None:
            self.asked.hide()
            self.asked.deleteLater()
            self.asked = None


def _says(line: ProgrammeLine, most: int = 300) -> str:
    words = line.says or ("" if line.is_entry else NOT_STATED)
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _hint(kind: Kind) -> str:
    return {
        Kind.TEXTS: "one; another; a third",
        Kind.YES: "yes or no",
        Kind.WHOLE: "a number",
        Kind.NUMBER: "a number",
    }.get(kind, "")
