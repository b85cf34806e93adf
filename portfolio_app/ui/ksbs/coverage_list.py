"""The coverage map's equal for reading and for large text: a KSB a row, its claims beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QFontMetrics, QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeView, QWidget
from typing_extensions import override

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.passage import Claim
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import mark_size, paint_mark, status_colour, status_icon
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.list_rows import read_one_by_one
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.ksbs import claims_view
from portfolio_app.ui.ksbs.coverage_map import has_code, passages, where, words_of
from portfolio_app.ui.ksbs.typed_code import TypedCode

Index = QModelIndex | QPersistentModelIndex
KSB, WORDING, STATUS, COUNT = range(4)
_TOP = 0  # internal id of a KSB's row; a claim's holds its KSB's row number plus one


class CoverageListModel(QAbstractItemModel):
    """KSBs with their claims as children, best first."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[KsbCoverage, ...] = ()
        self._late = False
        self._marks: dict[str, QIcon] = {}

    def show_rows(self, rows: Sequence[KsbCoverage], *, late: bool) -> None:
        """Show other rows. ``late``: gaps are shown in the danger colour."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self._late = late
        self.endResetModel()

    def forget_pictures(self) -> None:
        """Draw marks and icons again, after the look changed."""
        self._marks.clear()
        if self.rows:
            last = self.index(len(self.rows) - 1, COUNT)
            self.dataChanged.emit(self.index(0, 0), last)

    def ksb_row(self, index: Index) -> int:
        """Return the row number of the KSB that this index is, or belongs to; -1 for none."""
        if not index.isValid():
            return -1
        inside = index.internalId()
        return index.row() if inside == _TOP else inside - 1

    def claim_at(self, index: Index) -> Claim | None:
        """Return the claim that this index is; None for a KSB."""
        if not index.isValid() or index.internalId() == _TOP:
            return None
        return self.rows[index.internalId() - 1].claims[index.row()]

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    @override
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        if not index.isValid() or index.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _TOP)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self.rows)
        if parent.internalId() == _TOP and parent.column() == 0:
            return len(self.rows[parent.row()].claims)
        return 0

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 4

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("KSB"),
                self.tr("What it asks for"),
                self.tr("Status"),
                self.tr("No."),
            )[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == COUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        roles = Qt.ItemDataRole
        if role == roles.SizeHintRole:
            return QSize(0, theme().row_height)
        if role == roles.TextAlignmentRole and index.column() == COUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        claim = self.claim_at(index)
        if claim is not None:
            return self._claim_data(claim, index.column(), role)
        return self._ksb_data(self.rows[index.row()], index.column(), role)

    def _ksb_data(self, row: KsbCoverage, column: int, role: int) -> Any:
        roles = Qt.ItemDataRole
        ksb = row.ksb
        if role == roles.DisplayRole:
            words = ksb.short if has_code(ksb) else ksb.text
            return (ksb.code, words, row.status.words, str(len(row.claims)))[column]
        if role == roles.AccessibleTextRole:
            words = ksb.short if has_code(ksb) else ksb.text
            name = f"{ksb.code}, {ksb.kind.value}"
            return (name, words, row.status.words, passages(len(row.claims)))[column]
        if role == roles.AccessibleDescriptionRole:
            return ksb.text
        if role == roles.DecorationRole and column == KSB:
            return self._mark(ksb.kind)
        colour = status_colour(row.status, late=self._late)
        if role == roles.DecorationRole and column == STATUS:
            return self._sign(status_icon(row.status), colour)
        if role == roles.ForegroundRole and column in (KSB, STATUS):
            name = f"ksb.{ksb.kind.value}" if column == KSB else colour
            return QBrush(theme().colour(name))
        if role == roles.FontRole and column == KSB:
            return theme().font("body", strong=True)
        if role == roles.ToolTipRole:
            return plain_tip(f"{ksb.code}: {ksb.text}")
        return None

    def _claim_data(self, claim: Claim, column: int, role: int) -> Any:
        roles = Qt.ItemDataRole
        if role == roles.DisplayRole:
            words = f"{where(claim)} · {claim.strength.words} · {words_of(claim)}"
            return words if column == KSB else ""  # one cell across the whole row
        if role == roles.AccessibleTextRole:
            return claims_view.spoken(claim) if column == KSB else None
        if role == roles.AccessibleDescriptionRole:
            return self.tr("Enter opens the page")
        if role == roles.ToolTipRole:
            return plain_tip(f"{where(claim)}: {words_of(claim)}")
        return None

    def _mark(self, kind: KsbKind) -> QIcon:
        found = self._marks.get(kind.value)
        if found is None:
            size = mark_size()
            picture = QPixmap(size, size)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            colour = theme().colour(f"ksb.{kind.value}")
            paint_mark(painter, QRectF(0, 0, size, size), kind, colour)
            painter.end()
            found = self._marks[kind.value] = icons.in_every_mode(picture)
        return found

    def _sign(self, name: str, colour: str) -> QIcon:
        found = self._marks.get(f"{name} {colour}")
        if found is None:
            found = icons.in_every_mode(icons.pixmap(name, theme().size("icon_small"), colour))
            self._marks[f"{name} {colour}"] = found
        return found


class CoverageList(QTreeView):
    """The list itself. Enter on a KSB opens it, on a claim its page; Right shows the claims."""

    ksb_opened = Signal(int)  # row whose KSB is wanted in full
    claim_opened = Signal(object)  # Claim
    row_changed = Signal(int)
    typed = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = CoverageListModel()
        self._typed = TypedCode()
        self.setModel(self.rows_model)
        self.setAccessibleName(self.tr("Coverage list"))
        read_one_by_one(self)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.doubleClicked.connect(self._on_opened)
        self.expanded.connect(self._on_expanded)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        theme().changed.connect(self._measure)
        self._measure()

    def show_rows(self, rows: Sequence[KsbCoverage], *, late: bool) -> None:
        """Show other rows; what was open stays open."""
        model = self.rows_model
        opened = {
            row.ksb.uid for at, row in enumerate(model.rows) if self.isExpanded(model.index(at, 0))
        }
        model.show_rows(rows, late=late)
        for at, row in enumerate(model.rows):
            if row.ksb.uid in opened:
                self.expand(model.index(at, 0))
        self._measure()

    def go_to(self, row: int) -> None:
        """Make a KSB's row current and show it."""
        if 0 <= row < len(self.rows_model.rows):
            index = self.rows_model.index(row, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_opened(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        self._typed.add(search)
        if not self._typed.words:
            return
        row = self._typed.row_in(self.rows_model.rows)
        self.go_to(row)
        self.typed.emit(self._typed.words, row >= 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()

    def _on_opened(self, index: QModelIndex) -> None:
        claim = self.rows_model.claim_at(index)
        if claim is not None:
            self.claim_opened.emit(claim)
        elif index.isValid():
            self.ksb_opened.emit(index.row())

    def _on_expanded(self, index: QModelIndex) -> None:
        for row in range(self.rows_model.rowCount(index)):
            self.setFirstColumnSpanned(row, index, True)  # noqa: FBT003 - Qt's own

    def _on_current_changed(self, new: QModelIndex, old: QModelIndex) -> None:
        row = self.rows_model.ksb_row(new)
        if row != self.rows_model.ksb_row(old):
            self.row_changed.emit(row)

    def _measure(self) -> None:
        look = theme()
        self.rows_model.forget_pictures()
        header = self.header()
        strong = QFontMetrics(look.font("body", strong=True))
        plain = QFontMetrics(look.font("body"))
        gap = look.space("xl")
        self.setIndentation(max(look.px(24), 24))
        size = look.size("icon_small")
        self.setIconSize(QSize(size, size))
        codes = [row.ksb.code for row in self.rows_model.rows] or ["K00"]
        widest = max(strong.horizontalAdvance(each) for each in codes)
        status = max(plain.horizontalAdvance(each.words) for each in KsbStatus)
        room = max(self.width() // 3, look.px(160))
        widths = {
            KSB: min(widest + mark_size() + self.indentation() + gap, room),
            STATUS: status + look.size("icon_small") + gap,
            COUNT: plain.horizontalAdvance(self.tr("No.")) + gap,
        }
        for section in range(header.count()):
            if section == WORDING:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(section, widths[section])
