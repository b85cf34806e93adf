"""What the columns of a spreadsheet mean: which sheet, where the headings are, what is where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from portfolio_app.services.mapping_import import TableIn
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label


class Meaning(Protocol):
    """What a column may hold."""

    @property
    def words(self) -> str:
        """The words on screen."""


MeaningT = TypeVar("MeaningT", bound=Meaning)


class SheetChoices(QWidget, Generic[MeaningT]):
    """``turned`` when another sheet was chosen, ``changed`` when a column means something else."""

    turned = Signal()
    changed = Signal()

    def __init__(
        self,
        tables: Sequence[TableIn],
        meanings: Iterable[MeaningT],
        *,
        head_within: int,
        letters: int = 0,
    ) -> None:
        """``head_within``: the last row that may hold headings; ``letters``: the least width."""
        super().__init__()
        self._tables = tuple(tables)
        self._flow = FlowLayout(self)
        self.sheet = ChoiceBox()
        for table in self._tables:
            self.sheet.addItem(table.name or self.tr("Only sheet"))
        self.head = QSpinBox()
        self.head.setRange(0, head_within)
        self.head.setSpecialValueText(self.tr("none"))
        self.columns: dict[MeaningT, QComboBox] = {}
        if len(self._tables) > 1:
            self.add(self.tr("Sheet"), self.sheet)
        self.add(self.tr("Row of headings"), self.head)
        for meaning in meanings:
            combo = ChoiceBox()
            if letters:
                adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
                combo.setSizeAdjustPolicy(adjust)
                combo.setMinimumContentsLength(letters)
            self.columns[meaning] = combo
            combo.activated.connect(lambda _: self.changed.emit())
            self.add(self.tr(meaning.words), combo)
        self.sheet.activated.connect(lambda _: self.turned.emit())
        self.head.valueChanged.connect(self._on_head)

    @property
    def table(self) -> TableIn:
        """The sheet in view."""
        return self._tables[max(self.sheet.currentIndex(), 0)]

    @property
    def head_row(self) -> int:
        """The row of the headings, from 0; -1 for none."""
        return self.head.value() - 1

    @property
    def chosen(self) -> tuple[tuple[MeaningT, int], ...]:
        """What is there: its meaning and the number of its column, from 0."""
        return tuple(
            (meaning, combo.currentData())
            for meaning, combo in self.columns.items()
            if combo.currentData() >= 0
        )

    def add(self, words: str, widget: QWidget) -> None:
        """Add a choice, its name before it."""
        widget.setAccessibleName(words)
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        name = label(words, "muted")
        name.setBuddy(widget)
        row.addWidget(name)
        row.addWidget(widget)
        self._flow.addWidget(pair)

    def add_tick(self, widget: QWidget) -> None:
        """Add a choice that says itself what it is."""
        self._flow.addWidget(widget)

    def show_layout(self, head: int, at: Callable[[MeaningT], int | None]) -> None:
        """Show where things stand: the row of headings (-1 for none), each meaning's column."""
        self.head.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.head.setValue(head + 1)
        self.head.blockSignals(False)  # noqa: FBT003
        self._fill(at)

    def _on_head(self) -> None:
        self._fill(dict(self.chosen).get)
        self.changed.emit()

    def _fill(self, at: Callable[[MeaningT], int | None]) -> None:
        rows = self.table.rows
        wide = max(len(row) for row in rows)
        heads = rows[self.head_row] if 0 <= self.head_row < len(rows) else ()
        for meaning, combo in self.columns.items():
            combo.clear()
            combo.addItem(self.tr("not there"), -1)
            for number in range(wide):
                words = heads[number] if number < len(heads) and heads[number] else ""
                combo.addItem(words[:40] or self.tr("Column {0}").format(number + 1), number)
            found = at(meaning)
            combo.setCurrentIndex(0 if found is None else found + 1)
