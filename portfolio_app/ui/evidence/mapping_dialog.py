"""Import a mapping spreadsheet: say what each column means, see what each row would do, import."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.days import day_words
from portfolio_app.domain.mapping_import import Column as Meaning
from portfolio_app.domain.mapping_import import Layout, Line
from portfolio_app.services import mapping_import, mapping_table
from portfolio_app.services.mapping_import import ImportedMapping, RowResult, TableIn
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.sheet_choices import SheetChoices
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_OUTCOMES = {
    "noted": "Noted on an item",
    "added": "File added",
    "made": "Note in the inbox",
    "skipped": "Left out",
    "failed": "Not imported",
}

_COUNTED = {  # after a number: one, several
    "noted": ("noted on an item", "noted on items"),
    "added": ("file added", "files added"),
    "made": ("note in the inbox", "notes in the inbox"),
    "skipped": ("left out", "left out"),
    "failed": ("not imported", "not imported"),
}


class MappingDialog(QDialog):
    """One file's sheets, columns and rows. Nothing changes until Import, which is one undo step."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, name: str, tables: Sequence[TableIn]
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._lines: tuple[Line, ...] = ()
        self._folder: Path | None = None
        self._codes = {each.uid: each.code for each in queries.standard.ksbs(workspace.store)}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Import a mapping spreadsheet"))
        self._build(name, tables)
        self._on_sheet()

    def _build(self, name: str, tables: Sequence[TableIn]) -> None:
        look = theme()
        self._title = label(name, "subtitle", wrap=True)
        self.choices = SheetChoices(tables, Meaning, head_within=15)
        self._note = label("", "muted", wrap=True)
        self.table = ListTable(
            self._columns(), key=lambda line: str(line.number), name=self.tr("Rows"), many=False,
            sortable=False,
        )  # fmt: skip
        self.results = ListTable(
            (
                Column(self.tr("Row"), lambda r: str(r.number), width=64, right=True),
                Column(self.tr("Result"), lambda r: self.tr(_OUTCOMES[r.outcome]), width=180),
                Column(self.tr("Note"), lambda r: r.message, stretch=True),
            ),
            key=lambda result: str(result.number), name=self.tr("What became of each row"),
            many=False, sortable=False,
        )  # fmt: skip
        self.results.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("md"))
        for widget in (self._title, self.choices, self._note):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.results, 1)
        column.addLayout(self._build_foot())
        self.choices.turned.connect(self._on_sheet)
        self.choices.changed.connect(self._preview)
        self.resize(look.px(860), min(look.px(600), 640))

    def _build_foot(self) -> QHBoxLayout:
        self._place = ElidedLabel(self.tr("No folder chosen: rows find items in the library only."))
        self._choose = QPushButton(self.tr("Folder with the files…"))
        self._import = QPushButton(self.tr("Import"))
        self._import.setProperty("look", "primary")
        press_by_ctrl_enter(self, self._import)
        self._close = QPushButton(self.tr("Cancel"))
        row = QHBoxLayout()
        row.addWidget(self._choose)
        row.addWidget(self._place, 1)
        row.addStretch()  # the buttons stay small when what is before them has gone
        row.addWidget(self._close)
        row.addWidget(self._import)
        self._choose.clicked.connect(self._on_choose)
        self._import.clicked.connect(self._on_import)
        self._close.clicked.connect(self.reject)
        return row

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Row"), lambda line: str(line.number), width=56, right=True),
            Column(self.tr("Title"), lambda line: line.title, stretch=True),
            Column(self.tr("Date"), lambda line: day_words(line.date), width=150),
            Column(self.tr("KSBs"), self._codes_of, width=150),
            Column(self.tr("Would"), self._would, width=230),
        )

    # showing

    def _on_sheet(self) -> None:
        layout = mapping_import.guess(self.workspace.store, self.choices.table)
        self.choices.show_layout(layout.head, layout.at)
        self._preview()

    def _preview(self) -> None:
        layout = Layout(self.choices.head_row, self.choices.chosen)
        self._lines = mapping_import.preview(self.workspace.store, self.choices.table, layout)
        self.table.show_rows(self._lines)
        usable = [line for line in self._lines if not line.problem]
        unknown = sorted({code for line in self._lines for code in line.unknown})
        told = [self.tr("{0} rows would be imported.").format(len(usable))]
        if unknown:
            told.append(self.tr("Not in this standard: {0}.").format(", ".join(unknown[:12])))
        if self.choices.table.cut:
            told.append(self.tr("The sheet is larger than what can be imported at once."))
        told.append(self.tr("KSBs are noted as candidates: each needs a passage."))
        self._note.setText(" ".join(told))
        self._import.setEnabled(bool(usable))

    def _codes_of(self, line: Line) -> str:
        return " ".join(self._codes.get(uid, "") for uid in line.ksb_uids)

    def _would(self, line: Line) -> str:
        if line.problem:
            return line.problem
        if len(line.item_uids) > 1:
            return self.tr("Note on the first of {0} items").format(len(line.item_uids))
        if line.item_uids:
            return self.tr("Note on an item you have")
        if self._folder is not None and line.evidence:
            return self.tr("Add its file, if the folder has it")
        return self.tr("Make a note in the inbox")

    # reacting

    def _on_choose(self) -> None:
        messages.choose_folder(self, self.tr("Folder with the files"), self._on_folder)

    def _on_folder(self, paths: list[Path]) -> None:
        if paths:
            self._folder = paths[0]
            self._place.setText(str(paths[0]))
            self._preview()

    def _on_import(self) -> None:
        self._import.setEnabled(False)
        self.workspace.start(
            self.tr("Importing a mapping"),
            mapping_import.import_lines,
            self._lines,
            folder=self._folder,
            then=self._on_imported,
            failed=self._on_failed,
        )

    def _on_imported(self, done: ImportedMapping) -> None:
        results = done.results
        count = {key: sum(r.outcome == key for r in results) for key in _OUTCOMES}
        parts = [f"{number} {self.tr(_COUNTED[key][number != 1])}"
                 for key, number in count.items() if number]  # fmt: skip
        self._title.setText(self.tr("Imported: {0}").format(", ".join(parts)))
        for widget in (self.choices, self._note, self.table, self._choose, self._place,
                       self._import):  # fmt: skip
            widget.hide()
        self.results.show_rows(_worst_first(results))
        self.results.show()
        self._close.setText(self.tr("Close"))
        self._close.setFocus()
        self.workspace.tell(done.changes.summary, done.changes.step)

    def _on_failed(self, error: BaseException) -> None:
        self._import.setEnabled(True)
        self.workspace.trouble.emit(error)


def begin(parent: QWidget, workspace: Workspace) -> None:
    """Let the person choose a spreadsheet, read it, and show the dialog."""
    title = parent.tr("Choose the mapping spreadsheet")
    messages.choose_files(parent, title, partial(_read, parent, workspace))


def export(parent: QWidget, workspace: Workspace) -> None:
    """Let the person choose a file, and write the mapping to it."""
    filters = parent.tr("Excel workbook (*.xlsx);;CSV (*.csv);;JSON (*.json)")
    start = Path.home() / "KSB mapping.xlsx"
    title = parent.tr("Export the mapping")
    messages.choose_save(parent, title, partial(_export, workspace), start, filters)


def _export(workspace: Workspace, paths: list[Path]) -> None:
    (out,) = paths
    title = QCoreApplication.translate("mapping", "Exporting the mapping")
    workspace.start(title, mapping_table.export, out, then=partial(_exported, workspace, out))


def _exported(workspace: Workspace, out: Path, count: int) -> None:
    told = QCoreApplication.translate("mapping", "{0} claims written to {1}")
    workspace.tell(told.format(count, out.name))


def _read(parent: QWidget, workspace: Workspace, paths: list[Path]) -> None:
    if paths:
        shown = partial(_show, parent, workspace, paths[0].name)
        workspace.look(mapping_import.read_table, paths[0], then=shown, key="mapping")


def _show(parent: QWidget, workspace: Workspace, name: str, tables: tuple[TableIn, ...]) -> None:
    MappingDialog(parent, workspace, name, tables).open()


def _worst_first(results: Sequence[RowResult]) -> tuple[RowResult, ...]:
    order = {"failed": 0, "skipped": 1, "made": 2, "added": 3, "noted": 4}
    return tuple(sorted(results, key=lambda r: (order[r.outcome], r.number)))
