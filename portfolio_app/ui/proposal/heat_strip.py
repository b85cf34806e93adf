"""KSBs by sections as a table of small cells: how many paragraphs of each show each KSB."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.proposal_coverage import HeatStrip, ProposalKsb, StripSection
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import (
    chip_size,
    ksb_name,
    paint_text,
    status_colour,
    status_icon,
)
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.list_rows import Index
from portfolio_app.ui.kit.theme import theme

EMPTY = HeatStrip((), (), ())
_MOST = 3  # the heaviest tint
_CELL = 30  # pixels at 100 %
FEWEST = 5  # rows that are always in view


class _Model(QAbstractTableModel):
    """Column 0 is the status in the proposal; then a column for each section."""

    def __init__(self) -> None:
        super().__init__()
        self.strip = EMPTY

    def show(self, strip: HeatStrip) -> None:
        self.beginResetModel()
        self.strip = strip
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.strip.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.strip.columns) + 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.strip.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return self._value(index)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = self._words(index, row)
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            ksb = self.strip.rows[section].ksb
            if role == Qt.ItemDataRole.DisplayRole:
                return ksb.code
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return ksb_name(ksb)
            if role == Qt.ItemDataRole.ToolTipRole:
                return plain_tip(f"{ksb.code}: {ksb.text}")
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.strip.columns[section - 1].number if section else ""
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return plain_tip(self.strip.columns[section - 1].title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.strip.columns[section - 1].title if section else self.tr("Status")
        return None

    def _value(self, index: Index) -> KsbStatus | int:
        if not index.column():
            return self.strip.rows[index.row()].status
        return self.strip.counts[index.row()][index.column() - 1]

    def _words(self, index: Index, row: ProposalKsb) -> str:
        if not index.column():
            return f"{ksb_name(row.ksb)}: {row.words}"
        count = self.strip.counts[index.row()][index.column() - 1]
        column = self.strip.columns[index.column() - 1]
        many = self.tr("1 paragraph") if count == 1 else self.tr("{0} paragraphs").format(count)
        return f"{ksb_name(row.ksb)}, {column.number} {column.title}: {many}"


class HeatStripView(QTableView):
    """The strip. Arrows move, Enter goes to the first paragraph of the cell."""

    opened = Signal(str, str)  # the KSB's uid, the section heading's uid ("" for any)
    current_changed = Signal(object)  # ProposalKsb or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip_model = _Model()
        self.setModel(self.strip_model)
        self.setItemDelegate(_Cell(self))
        self.setAccessibleName(self.tr("KSBs by section"))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._codes = _Codes(self.strip_model, self)
        self.setVerticalHeader(self._codes)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self.doubleClicked.connect(lambda _: self._open())
        theme().changed.connect(self._measure)
        self._measure()

    def show_strip(self, strip: HeatStrip) -> None:
        """Show another strip; the KSB that was current stays so."""
        if strip == self.strip_model.strip:
            return
        before, column = self.current(), max(self.currentIndex().column(), 0)
        self.strip_model.show(strip)
        wanted = before.ksb.uid if before is not None else ""
        at = next((n for n, each in enumerate(strip.rows) if each.ksb.uid == wanted), 0)
        if strip.rows:
            column = min(column, len(strip.columns))
            self.setCurrentIndex(self.strip_model.index(at, column))
        self._tell()

    def current(self) -> ProposalKsb | None:
        """Return the current KSB."""
        at = self.currentIndex().row()
        rows = self.strip_model.strip.rows
        return rows[at] if 0 <= at < len(rows) else None

    def choose(self, ksb_uid: str) -> None:
        """Make a KSB current, if it is among the rows."""
        for at, row in enumerate(self.strip_model.strip.rows):
            if row.ksb.uid == ksb_uid:
                self.setCurrentIndex(self.strip_model.index(at, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
            return
        super().keyPressEvent(event)

    def _section(self) -> StripSection | None:
        column = self.currentIndex().column()
        return self.strip_model.strip.columns[column - 1] if column > 0 else None

    def _open(self) -> None:
        row, section = self.current(), self._section()
        if row is not None:
            self.opened.emit(row.ksb.uid, section.uid if section is not None else "")

    def _tell(self) -> None:
        self.current_changed.emit(self.current())

    def _measure(self) -> None:
        look = theme()
        height = max(look.px(_CELL - 4), look.size("target_min"))
        self.horizontalHeader().setDefaultSectionSize(look.px(_CELL))
        self.horizontalHeader().setMinimumSectionSize(look.px(_CELL))
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self._codes.setFixedWidth(chip_size(look.font(), "S12").width() + look.space("sm"))
        self.setMinimumHeight(height * (FEWEST + 1) + 2 * self.frameWidth() + look.px(_CELL))
        self.viewport().update()


class _Codes(QHeaderView):
    """The KSBs' codes at the left, each with its shape."""

    def __init__(self, model: _Model, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._of = model

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        ksb = self._of.strip.rows[logicalIndex].ksb
        painter.fillRect(rect, theme().colour("surface.surface"))
        paint_text(painter, rect, ksb.kind, ksb.code, theme().font())


class _Cell(QStyledItemDelegate):
    """Draws a status as its icon, a count as number and tint; none as a small dot."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(_CELL), theme().px(_CELL - 4))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        value: str | int = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect.adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(value, str):  # an enum that is text comes out of Qt as plain text
            status, size = KsbStatus(value), look.size("icon_small")
            sign = icons.pixmap(status_icon(status), size, status_colour(status))
            painter.drawPixmap(
                box.center().x() - size // 2 + 1, box.center().y() - size // 2 + 1, sign
            )
        elif value:
            level = min(value, _MOST)
            painter.setPen(QPen(look.colour("line.strong"), 1))
            painter.setBrush(look.colour(f"heat.level{level}"))
            painter.drawRoundedRect(box, look.px(3), look.px(3))
            painter.setFont(look.font("caption", strong=True))
            painter.setPen(look.colour(f"heat.on_level{level}"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(value))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("line.strong"))
            radius = look.px(3)
            painter.drawEllipse(box.center(), radius // 2 + 1, radius // 2 + 1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(look.colour("accent.fill"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), look.px(3), look.px(3))
        painter.restore()
