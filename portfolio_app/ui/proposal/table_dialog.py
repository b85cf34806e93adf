"""Writing a table: its cells, what is worked out from them, its caption and its summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain import table_editing
from portfolio_app.domain.draft import Table, TableKind
from portfolio_app.domain.offered_tables import OfferedTable, ask_of
from portfolio_app.services import proposal_tables
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import WordsField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal import kept_or_left
from portfolio_app.ui.proposal.table_grid import TableGrid
from portfolio_app.ui.proposal.table_model import TableModel
from portfolio_app.ui.proposal.table_preview import TablePreview

_REST_MS = 120  # after the last change the table is drawn again: a large one takes a while
_TOLD = 6  # troubles that are listed; the others are counted


class TableDialog(QDialog):
    """A table being written. ``written`` carries it when the person is done.

    ``table`` None begins a new one, of a kind that is chosen first. ``number`` is what it is
    called in the document, such as "Table 2".
    """

    written = Signal(object)  # Table

    def __init__(
        self, parent: QWidget, table: Table | None = None, number: str = "", offer: str = ""
    ) -> None:
        super().__init__(parent)
        self._offered = proposal_tables.offered()
        self._is_new = table is None
        chosen = next((each for each in self._offered if each.id == offer), self._offered[0])
        self._given = table if table is not None else chosen.table
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("New table") if self._is_new else self._given.kind.words)
        self.cells = TableModel(self._given)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._show_preview)
        self._build(number, chosen)
        self._connect()
        self._show_given()
        self._on_changed()
        self._show_preview()

    @property
    def table(self) -> Table:
        """The table as it is written now."""
        return replace(
            self.cells.table,
            caption=" ".join(self.caption.text().split()),
            summary=self.summary.toPlainText().strip(),
            in_order=self.order.isChecked(),
        )

    # building

    def _build(self, number: str, chosen: OfferedTable) -> None:
        look = theme()
        inside = QWidget()
        inside.setProperty("look", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.space("sm"), 0)
        column.setSpacing(look.space("md"))
        self.choice = ChoiceBox()
        self.choice.setAccessibleName(self.tr("Kind of table"))
        if self._is_new:
            for each in self._offered:
                self.choice.addItem(each.title, each.table.kind)
            self.choice.setCurrentIndex(self._offered.index(chosen))
        else:
            for kind in TableKind:
                self.choice.addItem(kind.words, kind)
        self._about = label("", "caption", wrap=True)
        column.addWidget(above(self.tr("&Kind of table"), self.choice))
        column.addWidget(self._about)
        self.caption = QLineEdit()
        self.caption.setAccessibleName(self.tr("Caption, above the table"))
        self.caption.setMaxLength(300)
        column.addWidget(above(self.tr("Ca&ption, above the table"), self.caption))
        self.grid = TableGrid(self.cells)
        self.grid.setAccessibleName(self.tr("Cells of the table, headings first"))
        self._tools = QWidget()
        self._build_tools()
        column.addWidget(self._tools)
        column.addWidget(self.grid)
        column.addWidget(
            label(
                self.tr(
                    "The first row are the headings. Type over a cell, or press Enter to change "
                    "it. Cells copied in Excel or LibreOffice can be pasted."
                ),
                "caption",
                wrap=True,
            )
        )
        self.told = label("", "warn", wrap=True)
        column.addWidget(self.told)
        self.order = QCheckBox()
        column.addWidget(self.order)
        column.addWidget(label(self.tr("In the document"), "strong"))
        self.preview = TablePreview(number)
        column.addWidget(self.preview)
        self.summary = WordsField()
        self.summary.setFixedHeight(3 * self.summary.fontMetrics().lineSpacing() + look.space("lg"))
        named = self.tr("&What it shows, in words, for those who don't see it")
        self.summary.setAccessibleName(named.replace("&", ""))
        column.addWidget(above(named, self.summary))
        column.addStretch()
        self._scroll = scrolled(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.space("lg")] * 4)
        outer.setSpacing(look.space("md"))
        outer.addWidget(self._scroll, 1)
        self.setTabOrder(self.caption, self.grid)  # the buttons above it come after
        outer.addLayout(self._buttons())
        self.resize(fitting(self, look.px(820), look.px(640)))

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.done_button = QPushButton(
            self.tr("Put into the text") if self._is_new else self.tr("Save table")
        )
        self.done_button.setProperty("look", "primary")
        self.done_button.clicked.connect(self._on_done)
        press_by_ctrl_enter(self, self.done_button)
        self.done_button.setAutoDefault(False)
        self.done_button.setDefault(False)  # Enter belongs to the cells
        cancel.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(theme().space("sm"))
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.done_button)
        return row

    def _build_tools(self) -> None:
        row = FlowLayout(self._tools, theme().space("xs"))
        grid = self.grid
        self.tools: dict[str, QToolButton] = {}
        tools: tuple[tuple[str, str, str, str, Callable[[], object]], ...] = (
            ("add row", self.tr("Row"), "plus", "Ctrl+Shift+R", grid.add_row),
            ("remove row", self.tr("Row"), "trash-2", "Ctrl+Shift+D", grid.remove_rows),
            ("row up", "", "arrow-up", "Alt+Up", partial(grid.move_row, -1)),
            ("row down", "", "arrow-down", "Alt+Down", partial(grid.move_row, 1)),
            ("add column", self.tr("Column"), "plus", "Ctrl+Shift+L", grid.add_column),
            ("remove column", self.tr("Column"), "trash-2", "Ctrl+Shift+K", grid.remove_columns),
            ("column left", "", "arrow-left", "Alt+Left", partial(grid.move_column, -1)),
            ("column right", "", "arrow-right", "Alt+Right", partial(grid.move_column, 1)),
            ("undo", "", "undo-2", "Ctrl+Z", self.cells.undo),
            ("redo", "", "redo-2", "Ctrl+Shift+Z", self.cells.redo),
            ("tidy", self.tr("Tidy figures"), "", "", grid.tidy),
        )
        names = {
            "add row": self.tr("Add a row below"), "remove row": self.tr("Remove the row"),
            "row up": self.tr("Move the row up"), "row down": self.tr("Move the row down"),
            "add column": self.tr("Add a column to the right"),
            "remove column": self.tr("Remove the column"),
            "column left": self.tr("Move the column left"),
            "column right": self.tr("Move the column right"),
            "undo": self.tr("Undo in the cells"), "redo": self.tr("Redo in the cells"),
            "tidy": self.tr("Write every figure in one way, such as £1,200"),
        }  # fmt: skip
        for key, words, icon, keys, do in tools:
            button = QToolButton()
            button.setText(words)
            button.setAccessibleName(names[key])
            button.setToolTip(f"{names[key]} ({keys})" if keys else names[key])
            if icon:
                icons.put(button, icon)
                style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                button.setToolButtonStyle(style if words else Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.clicked.connect(partial(self._use_tool, do))
            if keys and not keys.startswith("Alt") and not keys.endswith("Z"):  # the grid has those
                QShortcut(QKeySequence(keys), self).activated.connect(partial(self._use_tool, do))
            row.addWidget(button)
            self.tools[key] = button

    def _connect(self) -> None:
        self.cells.changed.connect(self._on_changed)
        self.caption.textChanged.connect(self._on_changed)
        self.order.toggled.connect(self._on_changed)
        self.summary.textChanged.connect(self._on_changed)
        self.choice.activated.connect(self._on_kind)
        self.grid.told.connect(self._say)

    def _show_given(self) -> None:
        self.caption.setText(self._given.caption)
        self.summary.setPlainText(self._given.summary)
        self.order.setChecked(self._given.in_order)
        self._show_kind()
        (self.choice if self._is_new else self.grid).setFocus()

    # reacting

    def _use_tool(self, do: Callable[[], object], *_: object) -> None:
        do()
        self.grid.setFocus()

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()
        announcer().say(words)

    def _on_kind(self, at: int) -> None:
        """Let it be of another kind: what was typed stays; where nothing was, another begins."""
        current = self.cells.table
        if self._is_new and not any(cell.strip() for row in current.rows for cell in row):
            self.cells.put(table_editing.squared(self._offered[at].table))
        else:
            self.cells.put(table_editing.as_kind(current, TableKind(self.choice.itemData(at))))
        self._show_kind()

    def _show_kind(self) -> None:
        kind = self.cells.table.kind
        if self.choice.currentData() != kind:  # after undo
            self.choice.setCurrentIndex(self.choice.findData(kind))
        if self._is_new:
            offered = self._offered[self.choice.currentIndex()]
            about, ask = offered.about, offered.ask
        else:
            about, ask = "", ask_of(self._offered, kind)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.summary.setPlaceholderText(ask)
        self.summary.setAccessibleDescription(ask)
        words = {
            TableKind.RISKS: self.tr("Show the &highest score first"),
            TableKind.MILESTONES: self.tr("Show them in the order of their &dates"),
        }
        self.order.setText(words.get(kind, ""))
        self.order.setVisible(kind in words)
        is_worked_out = kind in (TableKind.OPTIONS, TableKind.COSTS, TableKind.RISKS)
        self.tools["tidy"].setVisible(is_worked_out)

    def _on_changed(self) -> None:
        self._rest.start()
        self._show_kind()
        troubles = self.cells.shown.troubles
        told = list(troubles[:_TOLD])
        if len(troubles) > _TOLD:
            told.append(self.tr("and {0} more").format(len(troubles) - _TOLD))
        self.told.setText("\n".join(told))
        self.told.setVisible(bool(told))

    def _show_preview(self) -> None:
        self.preview.show_table(self.table)

    def _on_done(self) -> None:
        self.written.emit(self.table)
        self.accept()

    @override
    def reject(self) -> None:
        before = replace(
            table_editing.squared(self._given),
            caption=self._given.caption,
            summary=self._given.summary,
        )
        if self.table == before:
            super().reject()
            return
        said = self.tr("The table was changed.")
        kept_or_left.ask(self, said, keep=self._on_done, leave=super().reject)
