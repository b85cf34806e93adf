"""Import a provider's record: say what each column means, see what each row would log, import."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.days import day_words
from portfolio_app.domain.durations import Unit
from portfolio_app.domain.hours_import import HEAD_WITHIN, Layout, Line, Reading
from portfolio_app.domain.hours_import import Column as Meaning
from portfolio_app.domain.minutes import hours_words, minutes_words
from portfolio_app.services import hours, hours_import
from portfolio_app.services.hours_import import ImportedHours
from portfolio_app.services.mapping_import import TableIn
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.sheet_choices import SheetChoices
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine

_ROW, _DATE, _TIME, _WHAT, _WOULD = range(5)
_SHOWN = 400  # rows of a preview: those with something to say first


class HoursImportDialog(QDialog):
    """One file's sheets, columns and rows. Nothing changes until Import, which is one undo step."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, name: str, tables: Sequence[TableIn]
    ) -> None:
        super().__init__(parent.window())
        self.workspace = workspace
        self._name = name
        self.reading = Reading(())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Import off-the-job time"))
        self._build(parent.window(), tables)
        self._on_sheet()

    def _build(self, window: QWidget, tables: Sequence[TableIn]) -> None:
        look = theme()
        self._title = label(self._name, "subtitle", wrap=True)
        self.choices = SheetChoices(tables, Meaning, head_within=HEAD_WITHIN, letters=11)
        self.unit = ChoiceBox()
        self.unit.addItem(self.tr("hours"), Unit.HOURS)
        self.unit.addItem(self.tr("minutes"), Unit.MINUTES)
        self.choices.add(self.tr("A figure such as 2 means"), self.unit)
        self.order = ChoiceBox()
        self.order.addItem(self.tr("3 April"), userData=False)
        self.order.addItem(self.tr("4 March"), userData=True)
        self.choices.add(self.tr("03/04 means"), self.order)
        self.again = QCheckBox(self.tr("Log rows too that seem to be there already"))
        self.choices.add_tick(self.again)
        self.note = label("", wrap=True)
        self.wrong = WrongLine()
        self.table = ListTable(
            (
                Column(self.tr("Row"), lambda line: str(line.number), width=56, right=True),
                Column(self.tr("Date"), lambda line: day_words(line.entry.day), width=160),
                Column(self.tr("Time"), lambda line: minutes_words(line.entry.minutes), width=72,
                       right=True),
                Column(self.tr("What was done"), lambda line: line.entry.activity, stretch=True),
                Column(self.tr("Would"), self._would, width=340),
            ),
            key=lambda line: str(line.number), name=self.tr("Rows"), many=False, sortable=False,
        )  # fmt: skip
        self.table.setMinimumHeight(look.row_height * 6)
        self.import_button = QPushButton(self.tr("Import"))
        self.import_button.setProperty("look", "primary")
        press_by_ctrl_enter(self, self.import_button)
        self.close_button = QPushButton(self.tr("Cancel"))
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.import_button)
        inside = QWidget()
        inside.setProperty("look", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("md"))
        for widget in (self._title, self.choices, self.note):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(label(hours.rules().record, "caption", wrap=True))
        scroll = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("md"))
        whole.addWidget(scroll, 1)
        whole.addWidget(self.wrong)
        whole.addLayout(foot)
        self._connect()
        self.resize(
            min(look.px(920), window.width() - look.space("xl")),
            min(look.px(640), max(window.height(), 640) - look.space("xl")),
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < theme().px(780)
        for column in (_ROW, _TIME):  # what a row would log says its time, too
            self.table.setColumnHidden(column, is_narrow)
        self.table.setColumnWidth(_WOULD, theme().px(240 if is_narrow else 340))
        self.table.setColumnWidth(_DATE, theme().px(126 if is_narrow else 160))

    def _connect(self) -> None:
        self.choices.turned.connect(self._on_sheet)
        self.choices.changed.connect(self._preview)
        self.unit.activated.connect(self._preview)
        self.order.activated.connect(self._preview)
        self.again.toggled.connect(lambda _: self._preview())
        self.import_button.clicked.connect(self._on_import)
        self.close_button.clicked.connect(self.reject)

    # showing

    @property
    def layout_chosen(self) -> Layout:
        """What the person says the columns mean."""
        return Layout(
            self.choices.head_row,
            self.choices.chosen,
            Unit(self.unit.currentData()),
            bool(self.order.currentData()),
        )

    def _on_sheet(self) -> None:
        layout = hours_import.guess(self.choices.table)
        self.choices.show_layout(layout.head, layout.at)
        self.unit.setCurrentIndex(int(layout.unit is Unit.MINUTES))
        self.order.setCurrentIndex(int(layout.month_first))
        self._preview()

    def _preview(self) -> None:
        layout = self.layout_chosen
        self.reading = hours_import.preview(
            self.workspace.store, self.choices.table, layout, again=self.again.isChecked()
        )
        lines = self.reading.lines
        odd = [line for line in lines if not line.is_wanted]
        told = [line for line in lines if line.is_wanted]
        shown = sorted([*odd[:_SHOWN], *told[:_SHOWN]], key=lambda line: line.number)
        self.table.show_rows(shown if len(odd) + len(told) > _SHOWN else lines)
        self.note.setText(" ".join(self._told(told, odd)))
        self.import_button.setEnabled(bool(told) and not self.workspace.readonly)

    def _told(self, wanted: Sequence[Line], odd: Sequence[Line]) -> list[str]:
        same = sum(bool(line.same) for line in odd)
        wrong = len(odd) - same
        told = [
            self.tr("{0} of {1} rows would be logged, {2}.").format(
                len(wanted), len(self.reading.lines), hours_words(self.reading.minutes)
            )
        ]
        if same:
            words = self.tr("{0} seems to be there already.")
            words = words if same == 1 else self.tr("{0} seem to be there already.")
            told.append(words.format(same))
        if wrong:
            told.append(self.tr("{0} can't be logged; the list says why.").format(wrong))
        if long := self.reading.long_days:
            days = ", ".join(f"{day_words(day)} ({hours_words(sum_)})" for day, sum_ in long[:3])
            more = self.tr(" and {0} more").format(len(long) - 3) if len(long) > 3 else ""
            told.append(self.tr("More than 16 h on {0}{1}: is that meant?").format(days, more))
        if self.choices.table.cut:
            told.append(self.tr("The sheet is larger than what can be imported at once."))
        return told

    def _would(self, line: Line) -> str:
        if line.problem or line.same:
            return self.tr("Left out. {0}").format(line.problem or line.same)
        return self.tr("Log {0}").format(hours_words(line.entry.minutes))

    # doing

    def _on_import(self) -> None:
        self.import_button.setEnabled(False)
        self.workspace.do(
            hours_import.import_lines, self.reading.lines, self._name, then=self._on_imported,
            failed=self._on_failed,
        )  # fmt: skip

    def _on_imported(self, done: ImportedHours) -> None:
        self.workspace.tell(done.changes.summary, done.changes.step)
        if not done.left_out:
            self.accept()
            return
        self._title.setText(f"{done.changes.summary}.")
        self.note.setText(
            self.tr("{0} rows were left out. They are in your file as before.").format(
                len(done.left_out)
            )
        )
        for widget in (self.choices, self.import_button):
            widget.hide()
        self.table.show_rows(done.left_out[:_SHOWN])
        self.close_button.setText(self.tr("Close"))
        self.close_button.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self.import_button.setEnabled(True)
        self.wrong.say(str(error))


def begin(parent: QWidget, workspace: Workspace) -> None:
    """Let the person choose the provider's file, read it, and show the dialog."""
    title = parent.tr("Choose your provider's record")
    messages.choose_files(parent, title, partial(_read, parent, workspace))


def _read(parent: QWidget, workspace: Workspace, paths: list[Path]) -> None:
    if paths:
        shown = partial(_show, parent, workspace, paths[0].name)
        workspace.look(hours_import.read_file, paths[0], then=shown, key="hours file")


def _show(parent: QWidget, workspace: Workspace, name: str, tables: tuple[TableIn, ...]) -> None:
    HoursImportDialog(parent, workspace, name, tables).open()
