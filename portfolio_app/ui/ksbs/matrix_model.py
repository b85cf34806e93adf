"""The coverage map as Qt sees it: a table with accessible cells, headers and tips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from portfolio_app.domain.coverage import KsbCoverage
from portfolio_app.domain.passage import Claim, Strength
from portfolio_app.domain.standard import Standard
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.ksbs.coverage_map import (
    Counting,
    CoverageMap,
    MapColumn,
    first_words,
    passages,
    spoken_code,
    where,
)

Index = QModelIndex | QPersistentModelIndex
# Number of claims, strongest of them 1 to 3, number of candidates; all 0 for an empty cell.
Look = tuple[int, int, int]
VALUE = Qt.ItemDataRole.UserRole
_CANDIDATE = "candidate, needs a passage"
_NO_CLAIMS: tuple[Claim, ...] = ()


class MatrixModel(QAbstractTableModel):
    """Rows of KSBs by columns of evidence. The value of a cell is its claims, best first."""

    def __init__(self) -> None:
        super().__init__()
        self.known = CoverageMap(Counting.SHORTLIST, Standard("", "", "", "", 0))
        self.rows: tuple[KsbCoverage, ...] = ()
        self.looks: list[list[Look]] = []

    @property
    def columns(self) -> tuple[MapColumn, ...]:
        """The columns, left to right."""
        return self.known.columns

    def show_map(self, known: CoverageMap, rows: Sequence[KsbCoverage]) -> None:
        """Show these rows of a map."""
        self.beginResetModel()
        self.known = known
        self.rows = tuple(rows)
        self.looks = [
            [_look(known.cells.get((row.ksb.uid, at)), 0) for at in range(len(known.columns))]
            for row in self.rows
        ]
        for number, row in enumerate(self.rows):
            if row.ksb.uid in known.candidates:
                for at, (count, strongest, _) in enumerate(self.looks[number]):
                    may = known.may_show(row.ksb.uid, at)
                    self.looks[number][at] = (count, strongest, may)
        self.endResetModel()

    def claims_at(self, row: int, column: int) -> tuple[Claim, ...]:
        """Return the claims of a cell, best first."""
        return self.known.cells.get((self.rows[row].ksb.uid, column), _NO_CLAIMS)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        count, strongest, may = self.looks[index.row()][index.column()]
        roles = Qt.ItemDataRole
        if role == roles.DisplayRole:
            return str(count) if count else ""
        if role == roles.AccessibleTextRole:
            return self._spoken(index.row(), index.column(), (count, strongest, may))
        if role == roles.AccessibleDescriptionRole:
            if count or may:
                return self.tr("Enter opens the passages") if count else self.tr("Enter opens it")
            return self._how_to_fill(index)
        if role == roles.ToolTipRole:
            return self._tip(index.row(), index.column())
        if role == VALUE:
            return self.claims_at(index.row(), index.column())
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        roles = Qt.ItemDataRole
        if orientation is Qt.Orientation.Horizontal:
            column = self.columns[section]
            label = column.label.replace("\n", " ")
            if role == roles.DisplayRole:
                return label
            if role in (roles.AccessibleTextRole, roles.ToolTipRole):
                words = column.words if column.words == label else f"{label}, {column.words}"
                if not column.items:
                    words = self.tr("{0}, a place on the shortlist that is free").format(label)
                return words if role == roles.AccessibleTextRole else plain_tip(words)
            return None
        row = self.rows[section]
        if role == roles.DisplayRole:
            return row.ksb.code
        if role == roles.AccessibleTextRole:
            parts = (row.ksb.code, row.ksb.kind.value, row.status.words.lower())
            return f"{', '.join(parts)}, {passages(len(row.claims))}"
        if role == roles.AccessibleDescriptionRole:
            return row.ksb.text
        if role == roles.ToolTipRole:
            return plain_tip(f"{spoken_code(row.ksb)}: {row.ksb.text}")
        return None

    def _spoken(self, row: int, column: int, look: Look) -> str:
        count, strongest, may = look
        code, label = self.rows[row].ksb.code, self.columns[column].label.replace("\n", " ")
        told = passages(count)
        if count:
            told += f", {Strength(strongest).words.lower()}"
        if may:
            candidate = _CANDIDATE if may == 1 else f"{may} candidates, need passages"
            told = f"{told}, {candidate}" if count else candidate
        return f"{code}, {label}: {told}"

    def _how_to_fill(self, index: Index) -> str:
        if not self.columns[index.column()].items:
            return self.tr("A free place on the shortlist")
        return self.tr("Plus claims the whole item")

    def _tip(self, row: int, column: int) -> str | None:
        claims = self.claims_at(row, column)
        if not claims:
            return _CANDIDATE.capitalize() if self.looks[row][column][2] else None
        return plain_tip(f"{where(claims[0])}: {first_words(claims)}")


def _look(claims: tuple[Claim, ...] | None, may: int) -> Look:
    if not claims:
        return (0, 0, may)
    return (len(claims), max(int(claim.strength) for claim in claims), may)
