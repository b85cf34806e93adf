"""The rows of the outline: headings with their words and targets, both typed in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush
from typing_extensions import override

from portfolio_app.domain.draft import Block
from portfolio_app.domain.word_count import SectionWords
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.band_line import section_words

Index: TypeAlias = QModelIndex | QPersistentModelIndex
TITLE, WORDS = 0, 1


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A heading in the outline: of level 1 with its words, of level 2 without."""

    block: Block
    number: str
    words: SectionWords | None = None

    @property
    def title(self) -> str:
        """The words of the heading, "" while it has none."""
        return " ".join(self.block.text.split())


class Doing(Protocol):
    """Who does what is typed into a row; each says whether anything changed."""

    def rename(self, uid: str, title: str) -> bool:
        """Give a heading other words."""

    def set_target(self, uid: str, typed: str) -> bool:
        """Set how many words a section should have."""


class OutlineModel(QAbstractTableModel):
    """Rows as they are shown; ``doing`` does what is typed into them."""

    def __init__(self, parent: QObject, doing: Doing, *, readonly: bool) -> None:
        super().__init__(parent)
        self._doing = doing
        self._readonly = readonly
        self.rows: tuple[OutlineRow, ...] = ()

    def show_rows(self, rows: Sequence[OutlineRow]) -> None:
        """Show these rows; the view keeps its place where as many are there as before."""
        rows = tuple(rows)
        if rows == self.rows:
            return
        if [each.block.uid for each in rows] == [each.block.uid for each in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, WORDS))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 2

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        row = self.rows[index.row()]
        is_section = index.column() == TITLE or (row.words and not row.words.is_appendix)
        if is_section and not self._readonly:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        roles = Qt.ItemDataRole
        if role == roles.ToolTipRole:
            return plain_tip(row.block.purpose) if row.block.purpose else None
        if role == roles.SizeHintRole and index.column() == TITLE:
            return QSize(0, theme().size("row_compact"))
        if index.column() == TITLE:
            return self._of_title(row, role)
        words = row.words
        if role == roles.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if words is None:
            return None
        if role == roles.DisplayRole:
            return _short(words)
        if role == roles.EditRole:
            return str(words.target or "")
        if role == roles.AccessibleTextRole:
            return section_words(words)
        if role == roles.ForegroundRole:
            return QBrush(theme().colour("status.warn" if words.over else "text.muted"))
        return None

    def _of_title(self, row: OutlineRow, role: int) -> object:
        roles = Qt.ItemDataRole
        if role == roles.DisplayRole:
            indent = "    " if row.block.kind.level > 1 else ""
            title = row.title or self.tr("No heading yet")
            return f"{indent}{row.number} {title}".rstrip() if row.number else f"{indent}{title}"
        if role == roles.EditRole:
            return row.title
        if role == roles.AccessibleTextRole:
            said = f"{row.number} {row.title}".strip()
            return f"{said}, {section_words(row.words)}" if row.words else said
        return None

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, typed = self.rows[index.row()], str(value)
        if index.column() == TITLE:
            return self._doing.rename(row.block.uid, typed)
        return self._doing.set_target(row.block.uid, typed)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Outline") if section == TITLE else self.tr("Words")
        return None


def _short(words: SectionWords) -> str:
    if words.is_appendix and not words.words:
        return f"({words.all_words:,})"
    return f"{words.words:,} / {words.target:,}" if words.target else f"{words.words:,}"
