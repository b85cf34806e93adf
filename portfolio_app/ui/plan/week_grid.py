"""A week of off-the-job time: days side by side, or one below the other where it is narrow."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from portfolio_app.domain.days import day_words
from portfolio_app.domain.hours import Entry, weekday_words
from portfolio_app.domain.hours_weeks import WeekDay
from portfolio_app.domain.minutes import hours_words, minutes_words
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.tables import Index
from portfolio_app.ui.kit.theme import theme

BESIDE_FROM = 700  # pixels at 100 %, below which the days stand one below the other
LEAST_ROWS = 3


class WeekModel(QAbstractTableModel):
    """Days and the entries of each. ``is_upright``: a row a day, else a column a day."""

    def __init__(self) -> None:
        super().__init__()
        self.days: tuple[WeekDay, ...] = ()
        self.is_upright = False
        self._most = LEAST_ROWS

    def show_days(self, days: tuple[WeekDay, ...], *, is_upright: bool) -> None:
        """Show another week, or the same another way round."""
        self.beginResetModel()
        self.days, self.is_upright = days, is_upright
        longest = max((len(each.entries) for each in days), default=0)
        self._most = max(longest + 1, 1 if is_upright else LEAST_ROWS)
        self.endResetModel()

    def day_at(self, index: Index) -> WeekDay | None:
        """Return the day of a cell."""
        at = index.row() if self.is_upright else index.column()
        return self.days[at] if index.isValid() and at < len(self.days) else None

    def entry_at(self, index: Index) -> Entry | None:
        """Return the entry of a cell, None for an empty one."""
        day = self.day_at(index)
        at = index.column() if self.is_upright else index.row()
        return day.entries[at] if day is not None and at < len(day.entries) else None

    def index_of(self, day: int, number: int) -> QModelIndex:
        """Return the cell of a day's entry, both counted from 0."""
        return self.index(day, number) if self.is_upright else self.index(number, day)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        if parent.isValid() or not self.days:
            return 0
        return len(self.days) if self.is_upright else self._most

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() or not self.days:
            return 0
        return self._most if self.is_upright else len(self.days)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        day, entry = self.day_at(index), self.entry_at(index)
        if day is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{minutes_words(entry.minutes)} {entry.activity}".strip() if entry else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if entry is None:
                return self.tr("{0}: empty. Enter logs for this day.").format(day_words(day.day))
            return f"{day_words(day.day)}: {hours_words(entry.minutes)}, {entry.activity}"
        if role == Qt.ItemDataRole.ToolTipRole and entry is not None:
            return plain_tip(f"{hours_words(entry.minutes)}, {entry.activity}")
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_days = (orientation is Qt.Orientation.Vertical) == self.is_upright
        if role == Qt.ItemDataRole.DisplayRole:
            return self._head(section) if is_days and section < len(self.days) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _head(self, section: int) -> str:
        day = self.days[section]
        known = date.fromisoformat(day.day)
        name = f"{weekday_words(known.weekday())[:3]} {known.day}"
        return f"{name} · {minutes_words(day.minutes)}" if day.minutes else name


class WeekGrid(QTableView):
    """Arrows move, Enter opens an entry or logs for the day, Delete removes; Tab leaves."""

    opened = Signal(object)  # Entry
    log_wanted = Signal(str)  # the day
    remove_wanted = Signal(object)  # Entry
    turned = Signal(int)  # weeks forward or back

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.week = WeekModel()
        self._is_upright = False
        self.setModel(self.week)
        self.setAccessibleName(name)
        self.setObjectName("week")
        self._build()
        self.doubleClicked.connect(self._on_opened)
        theme().changed.connect(self._measure)

    def show_days(self, days: tuple[WeekDay, ...], current: str = "") -> None:
        """Show a week; the cell of the day ``current`` (or the one before) becomes the current."""
        before = self.week.day_at(self.currentIndex())
        is_same = bool(self.week.days and days and self.week.days[0].day == days[0].day)
        number = self._number() if is_same else 0
        wanted = before.day if before is not None and is_same and not current else current
        self.week.show_days(days, is_upright=self._is_upright)
        self._measure()
        at = next((place for place, each in enumerate(days) if each.day == wanted), 0)
        most = len(days[at].entries) if days else 0
        self.setCurrentIndex(self.week.index_of(at, min(number, most)))

    @property
    def current_entry(self) -> Entry | None:
        """The entry of the current cell."""
        return self.week.entry_at(self.currentIndex())

    @property
    def current_day(self) -> str:
        """The day of the current cell, "" without one."""
        day = self.week.day_at(self.currentIndex())
        return day.day if day is not None else ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)  # fmt: skip
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_opened(self.currentIndex())
        elif plain and key == Qt.Key.Key_Delete and self.current_entry is not None:
            self.remove_wanted.emit(self.current_entry)
        elif plain and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_upright = self.viewport().width() < theme().px(BESIDE_FROM)
        if is_upright != self._is_upright:
            self._is_upright = is_upright
            self.show_days(self.week.days, self.current_day)

    def _number(self) -> int:
        index = self.currentIndex()
        return index.column() if self._is_upright else index.row()

    def _build(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self._measure()

    def _measure(self) -> None:
        look, modes = theme(), QHeaderView.ResizeMode
        self.verticalHeader().setVisible(self._is_upright)
        self.horizontalHeader().setVisible(not self._is_upright)
        self.verticalHeader().setSectionResizeMode(modes.Fixed)
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        self.verticalHeader().setMinimumWidth(look.px(150) if self._is_upright else 0)
        self.horizontalHeader().setMinimumSectionSize(look.px(60))
        self.horizontalHeader().setSectionResizeMode(modes.Stretch)

    def _on_opened(self, index: QModelIndex) -> None:
        entry, day = self.week.entry_at(index), self.week.day_at(index)
        if entry is not None:
            self.opened.emit(entry)
        elif day is not None:
            self.log_wanted.emit(day.day)
