"""What was found in a bundle as a list: a heading a group, two lines a place, in large type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.discussion import Group, GroupKind, Place
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.ui.kit.chips import mark_size, paint_mark
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.list_rows import (
    Index,
    ListRows,
    draw_elided,
    draw_ground,
    read_one_by_one,
)
from portfolio_app.ui.kit.theme import theme

VALUE = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Row = Group | Place  # a heading, or a place below it


def head_of(place: Place) -> str:
    """Return the first line of a place: "p 47   E07 Board minutes"."""
    return " ".join(part for part in (place.ref, place.title) if part)


def spoken(place: Place) -> str:
    """Return a place as it is read out."""
    parts = (f"Page {place.page}", head_of(place), " ".join(place.codes), place.words)
    return ", ".join(part for part in parts if part)


class PlacesModel(ListRows[Row]):
    """Places with their headings."""

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.rows[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags  # arrows pass over a heading
        return super().flags(index)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        roles = Qt.ItemDataRole
        if role == VALUE:
            return row
        if isinstance(row, Group):
            return row.heading if role in (roles.DisplayRole, roles.AccessibleTextRole) else None
        if role in (roles.DisplayRole, roles.AccessibleTextRole):
            return spoken(row)
        if role == roles.ToolTipRole:
            return plain_tip(spoken(row))
        return None


class PlacesList(QListView):
    """The list. Enter or a click opens a place; the field above moves through it as well."""

    opened = Signal(object)  # Place

    def __init__(self, kinds: Mapping[str, KsbKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.places = PlacesModel(self)
        self.setModel(self.places)
        self.setItemDelegate(_PlaceRows(kinds, self))
        self.setAccessibleName(self.tr("Found places"))
        read_one_by_one(self)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.setProperty("look", "plain")
        self.clicked.connect(self._on_clicked)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show what was found, the first place current."""
        rows: list[Row] = []
        for group in groups:
            rows += [group, *group.places]
        self.places.show_rows(rows)
        self.step(1, first=True)
        self.scrollToTop()

    def current(self) -> Place | None:
        """Return the place that Enter opens."""
        index = self.currentIndex()
        row = self.places.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Place) else None

    def step(self, by: int, *, first: bool = False) -> None:
        """Make the next place (1) or the one before (-1) current; ``first`` begins at the top."""
        rows = self.places.rows
        at = -1 if first else self.currentIndex().row()
        at += by
        while 0 <= at < len(rows) and isinstance(rows[at], Group):
            at += by
        if 0 <= at < len(rows):
            self.setCurrentIndex(self.places.index(at))

    def open_current(self) -> None:
        """Open the current place."""
        place = self.current()
        if place is not None:
            self.opened.emit(place)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.open_current()
            return
        super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        if isinstance(self.places.rows[index.row()], Place):
            self.open_current()


class _PlaceRows(QStyledItemDelegate):
    """Draws a heading, or a place: its page in large figures, the piece, below it the words."""

    def __init__(self, kinds: Mapping[str, KsbKind], parent: QWidget) -> None:
        super().__init__(parent)
        self._kinds = kinds

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme()
        row: Row = index.data(VALUE)
        line = QFontMetrics(look.font("body")).lineSpacing()
        if isinstance(row, Group):
            return QSize(100, line + look.space("md") + look.space("sm"))
        lines = 2 if row.words else 1
        height = max(line * lines, QFontMetrics(look.font("subtitle")).lineSpacing())
        return QSize(100, max(height + 2 * look.space("sm"), look.size("target_min")))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(VALUE)
        painter.save()
        if isinstance(row, Group):
            self._paint_heading(painter, option.rect, row)
        else:
            draw_ground(painter, option)
            self._paint_place(painter, option.rect, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Group) -> None:
        look = theme()
        gap = look.space("sm")
        words = rect.adjusted(gap, look.space("md"), -gap, 0)
        kind = self._kinds.get(row.key) if row.kind is GroupKind.KSB else None
        if kind is not None:
            mark = mark_size()
            box = QRectF(words.x(), words.center().y() - mark / 2 + 0.5, mark, mark)
            paint_mark(painter, box, kind, look.colour(f"ksb.{kind.value}"))
            words.setLeft(words.left() + mark + gap)
        painter.setFont(look.font("body", strong=True))
        painter.setPen(look.colour("text.normal"))
        draw_elided(painter, words, row.heading)

    def _paint_place(self, painter: QPainter, rect: QRect, row: Place) -> None:
        look = theme()
        gap = look.space("sm")
        inner = rect.adjusted(gap, gap, -gap, -gap)
        strong = look.font("subtitle", strong=True)
        wide = QFontMetrics(strong).horizontalAdvance("p 0000") + gap
        painter.setFont(strong)
        painter.setPen(look.colour("text.link"))
        page = QRect(inner.x(), inner.y(), wide, inner.height())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(page, middle, f"p {row.page}")
        line = QFontMetrics(look.font("body")).lineSpacing()
        words = QRect(inner.x() + wide, inner.y(), inner.width() - wide, line)
        if not row.words:
            words.setHeight(inner.height())
        painter.setFont(look.font("body", strong=True))
        painter.setPen(look.colour("text.normal"))
        draw_elided(painter, words, head_of(row))
        if row.words:
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("text.muted"))
            draw_elided(painter, words.translated(0, line), row.words)
        painter.setPen(look.colour("line.subtle"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
