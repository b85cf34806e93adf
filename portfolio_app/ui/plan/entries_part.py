"""Every entry of off-the-job time, the newest first: filtered by words, month and kind."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.days import day_words, month_words
from portfolio_app.domain.hours import Entry
from portfolio_app.domain.hours_weeks import found
from portfolio_app.domain.minutes import hours_words, minutes_words
from portfolio_app.services import hours
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.plan.hours_state import HoursState

FILTER_MS = 120
NARROW = 760  # pixels at 100 % below which columns that can wait are hidden
_KIND, _BELONGS = 3, 4


class _EntriesTable(ListTable):
    """The rows; Delete asks for those that are chosen to go."""

    delete_pressed = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.selected_values():
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)


class EntriesPart(QWidget):
    """The list with its filters. ``remove_wanted`` carries the entries that are to go."""

    opened = Signal(object)  # Entry
    remove_wanted = Signal(object)  # tuple[Entry, ...]

    def __init__(self, parent: QWidget | None = None, *, readonly: bool) -> None:
        super().__init__(parent)
        self._readonly = readonly
        self._state: HoursState | None = None
        self._build()
        self._connect()

    # what the view asks for

    def show_state(self, state: HoursState) -> None:
        """Show what there is now, filtered as before."""
        self._state = state
        chosen = self.month.currentData()
        self.month.clear()
        self.month.addItem(self.tr("Every month"), "")
        for each in reversed(state.months):
            self.month.addItem(month_words(each.month), each.month)
        self.month.setCurrentIndex(max(self.month.findData(chosen), 0))
        self.show_rows()

    def show_month(self, month: str) -> None:
        """Show the entries of a month (YYYY-MM)."""
        self.month.setCurrentIndex(max(self.month.findData(month), 0))
        self.show_rows()
        self.table.setFocus()

    def select(self, entry: Entry) -> None:
        """Show every entry, and make this one current."""
        self._clear()
        self.table.select_keys({entry.uid}, entry.uid)

    def focus_filter(self) -> None:
        """Go to the field that filters by words."""
        self.filter.setFocus()
        self.filter.selectAll()

    def fit(self, wide: int) -> None:
        """Hide columns that can wait where there are so few pixels."""
        px = theme().px
        self.table.setColumnHidden(_BELONGS, wide < px(NARROW))
        self.table.setColumnHidden(_KIND, wide < px(NARROW - 160))

    # building

    def _build(self) -> None:
        look = theme()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter: words"))
        self.filter.setAccessibleName(self.tr("Filter the entries"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(look.px(160))
        self.month = ChoiceBox()
        self.month.setAccessibleName(self.tr("Month"))
        self.kind = ChoiceBox()
        self.kind.setAccessibleName(self.tr("Kind"))
        self.kind.addItem(self.tr("Every kind"), "")
        for each in hours.rules().kinds:
            self.kind.addItem(each.title, each.id)
        self.count = label("", "muted")
        self.count.setMinimumHeight(look.size("control_height"))
        self.remove_button = QPushButton(self.tr("Remove"))
        icons.put(self.remove_button, "trash-2")
        choosing = QWidget()
        flow = FlowLayout(choosing, look.space("sm"))
        for widget in (self.filter, self.month, self.kind, self.remove_button, self.count):
            flow.addWidget(widget)
        self.table = _EntriesTable(
            self._columns(), key=lambda entry: entry.uid, name=self.tr("Entries")
        )
        self.table.setObjectName("hours")
        self.none = EmptyState(
            "search", self.tr("No entry matches."), primary=(self.tr("Show all"), self._clear)
        )
        self.rows = QStackedWidget()
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.none)
        self.rows.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(choosing)
        column.addWidget(self.rows, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(FILTER_MS)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Date"), lambda entry: day_words(entry.day), width=160,
                   sort=lambda entry: entry.day),
            Column(self.tr("Time"), lambda entry: minutes_words(entry.minutes), width=72,
                   right=True, spoken=lambda entry: hours_words(entry.minutes),
                   sort=lambda entry: entry.minutes),
            Column(self.tr("What was done"), lambda entry: entry.activity, stretch=True),
            Column(self.tr("Kind"), lambda entry: hours.rules().kind_title(entry.category),
                   width=170),
            Column(self.tr("Belongs to"), self._belongs, width=220),
        )  # fmt: skip

    def _connect(self) -> None:
        self.table.opened.connect(self.opened)
        self.table.selection_changed.connect(self._allow)
        self.table.delete_pressed.connect(self._on_remove)
        self.remove_button.clicked.connect(lambda _=False: self._on_remove())
        self.filter.textChanged.connect(self._rest.start)
        self._rest.timeout.connect(self.show_rows)
        self.month.activated.connect(self.show_rows)
        self.kind.activated.connect(self.show_rows)

    # showing

    def show_rows(self, *_: object) -> None:
        """Show the entries that the filters leave."""
        state = self._state
        if state is None:
            return
        self._rest.stop()
        rows = found(
            state.entries, self.filter.text(), self.month.currentData() or "",
            self.kind.currentData() or "",
        )  # fmt: skip
        self.table.show_rows(tuple(reversed(rows)))
        total = hours_words(sum(each.minutes for each in rows))
        count = self.tr("1 entry") if len(rows) == 1 else self.tr("{0} entries").format(len(rows))
        self.count.setText(f"{count}, {total}")
        self.rows.setCurrentWidget(self.table if rows or not state.entries else self.none)
        if len(rows) != len(state.entries) and self.table.isVisible():
            announcer().say(self.count.text())
        self._allow()

    def _belongs(self, entry: Entry) -> str:
        state = self._state
        if state is None:
            return ""
        named = (state.modules.get(entry.module_uid, ""), state.linked.get(entry.item_uid, ""))
        return " · ".join(each for each in named if each)

    def _clear(self) -> None:
        self.filter.clear()
        self.month.setCurrentIndex(0)
        self.kind.setCurrentIndex(0)
        self.show_rows()
        if self.isVisible():
            self.table.setFocus()

    def _allow(self) -> None:
        chosen = bool(self.table.selected_values())
        self.remove_button.setEnabled(chosen and not self._readonly)

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self.table.selected_values())
