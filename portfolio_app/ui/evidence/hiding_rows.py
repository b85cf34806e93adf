"""The rows of the review of possible names: where, in which words, and what the page looks like."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.hiding import BLOCK, PossibleName, ToLookAt, pages_words
from portfolio_app.services import possible_names
from portfolio_app.services.possible_names import Crop
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.list_rows import Index, ListRows, draw_elided, draw_ground
from portfolio_app.ui.kit.page_images import qimage
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

Row = PossibleName | ToLookAt
CROP = (300, 62)  # pixels at 100 %
CROP_SCALE = 1.35  # pixels a point at 100 %
KEPT = 400  # pictures kept, of about 75 KB each

_ALIGN = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def state_of(found: PossibleName) -> str:
    """Return what became of a possible name, "" while it waits."""
    if found.is_hidden:
        return f"Hidden as {found.label}" if found.label else "Hidden"
    return f"Left: {found.left}" if found.left else ""


def spoken(row: Row) -> str:
    """Return what a screen reader says of a row."""
    if isinstance(row, ToLookAt):
        return f"{row.ref or row.title}: look at {pages_words(row.pages)} yourself"
    state = state_of(row)
    around = f"{row.before} {row.words} {row.after}".strip()
    where = f"page {row.page} of {f'{row.ref} ' if row.ref else ''}{row.title}"
    told = f"{row.words}, {row.kind.one}, {where}: {around}"
    return f"{state}. {told}" if state else told


class Crops(QObject):
    """Pictures of the places of rows in view, drawn by the workroom and kept for a while."""

    came = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()

    def picture(self, found: PossibleName) -> QPixmap | None:
        """Return the picture of a place; asked for when it is not there yet."""
        if found.key in self._kept:
            self._kept.move_to_end(found.key)
            return self._kept[found.key]
        self._kept[found.key] = None
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        look = theme()
        self._workspace.look(
            possible_names.crop,
            found,
            scale=CROP_SCALE * look.scale / 100,
            width=look.px(CROP[0]),
            height=look.px(CROP[1]),
            then=partial(self._on_crop, found.key),
            failed=self._on_failed,
            key=f"crop {found.key}",
        )
        return None

    def forget(self) -> None:
        """Drop all pictures, and what still waits to be drawn."""
        self._workspace.forget("crop ")
        self._kept.clear()

    def _on_crop(self, key: str, made: Crop) -> None:
        picture = QPixmap.fromImage(qimage(made.image).copy())
        painter = QPainter(picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Darken)
        for x, y, width, height in made.places:
            painter.fillRect(QRectF(x, y, width, height), theme().colour("highlight.unmapped"))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(QColor(theme().colour("highlight.paper_text")), 1))
        for x, y, width, height in made.places:
            painter.drawRect(QRectF(x - 1, y - 1, width + 2, height + 2))
        painter.end()
        self._kept[key] = picture
        self.came.emit()

    def _on_failed(self, error: BaseException) -> None:
        """A page that can't be drawn has no picture; its words are there all the same."""


class RowsModel(ListRows[Row]):
    """Possible names, or the pages to look at."""

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(spoken(row))
        return None


class RowsDelegate(QStyledItemDelegate):
    """Draws where it stands and what became of it, the words with their surroundings, a picture."""

    def __init__(self, crops: Crops, parent: QWidget) -> None:
        super().__init__(parent)
        self._crops = crops

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme()
        if isinstance(index.data(Qt.ItemDataRole.UserRole), ToLookAt):
            return QSize(200, look.px(48) + look.space("sm"))
        return QSize(200, look.px(CROP[1]) + 2 * look.space("sm"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        draw_ground(painter, option)
        rect: QRect = option.rect
        pad = look.space("sm")
        inner = rect.adjusted(pad, pad, -pad, -pad)
        painter.setPen(look.colour("line.subtle"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if isinstance(row, ToLookAt):
            self._paint_words(painter, inner, row.ref or "", row.title, pages_words(row.pages))
            return
        wide = min(look.px(CROP[0]), inner.width() // 2)
        words = inner.adjusted(0, 0, -wide - look.space("md"), 0)
        picture = QRect(inner.right() - wide + 1, inner.y(), wide, look.px(CROP[1]))
        self._paint_found(painter, words, row)
        self._paint_picture(painter, picture, row)

    def _paint_words(self, painter: QPainter, rect: QRect, ref: str, title: str, more: str) -> None:
        look = theme()
        half = rect.height() // 2
        top = QRect(rect.x(), rect.y(), rect.width(), half)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.muted"))
        draw_elided(painter, top, f"{ref} {title}".strip())
        painter.setFont(look.font())
        painter.setPen(look.colour("text.normal"))
        draw_elided(painter, top.translated(0, half), more)

    def _paint_found(self, painter: QPainter, rect: QRect, row: PossibleName) -> None:
        look = theme()
        half = rect.height() // 2
        top = QRect(rect.x(), rect.y(), rect.width(), half)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.muted"))
        where = f"p {row.page}  {row.ref or row.title}  ·  {row.kind.one}"
        state = state_of(row)
        if state:
            painter.setFont(look.font("caption", strong=True))
            room = min(painter.fontMetrics().horizontalAdvance(state) + 1, rect.width() // 2)
            aside = QRect(top.right() - room, top.y(), room, half)
            painter.setPen(look.colour("text.normal"))
            draw_elided(painter, aside, state)
            top.setRight(aside.left() - look.space("sm"))
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("text.muted"))
        draw_elided(painter, top, where)
        below = QRect(rect.x(), rect.y() + half, rect.width(), rect.height() - half)
        _draw_quote(painter, below, row)

    def _paint_picture(self, painter: QPainter, rect: QRect, row: PossibleName) -> None:
        look = theme()
        painter.setPen(QPen(look.colour("line.subtle"), 1))
        painter.setBrush(look.colour("surface.paper"))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        picture = self._crops.picture(row)
        if picture is not None:
            painter.save()
            painter.setClipRect(rect.adjusted(1, 1, -1, -1))
            left = rect.x() + min((rect.width() - picture.width()) // 2, 0)  # its middle counts
            painter.drawPixmap(left, rect.y(), picture)
            painter.restore()


class FoundRows(QListView):
    """The list. H hides, E hides everywhere, L leaves, Enter goes to the page."""

    hide_wanted = Signal()
    everywhere_wanted = Signal()
    leave_wanted = Signal()
    page_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_rows = RowsModel(self)
        self.crops = Crops(workspace, self)
        self.setModel(self.model_rows)
        self.setItemDelegate(RowsDelegate(self.crops, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Possible names"))
        self.crops.came.connect(self.viewport().update)
        self.doubleClicked.connect(self._on_double)
        theme().changed.connect(self._on_look)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the current one stays, else the one that takes its place."""
        kept, at = self.current_key, max(self.currentIndex().row(), 0)
        if tuple(rows) == self.model_rows.rows:
            return
        self.model_rows.show_rows(rows)
        found = next((n for n, row in enumerate(rows) if kept and _key(row) == kept), -1)
        if rows:
            self.setCurrentIndex(
                self.model_rows.index(found if found >= 0 else min(at, len(rows) - 1))
            )

    def current(self) -> Row | None:
        """Return the current row."""
        found = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, PossibleName | ToLookAt) else None

    @property
    def current_key(self) -> str:
        """What names the current row, "" for none."""
        row = self.current()
        return _key(row) if row is not None else ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        letters = {
            "h": self.hide_wanted,
            "e": self.everywhere_wanted,
            "l": self.leave_wanted,
        }
        signal = letters.get(event.text().lower()) if not event.modifiers() else None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.page_wanted.emit()
        elif signal is not None:
            signal.emit()
        else:
            super().keyPressEvent(event)

    def _on_double(self) -> None:
        self.page_wanted.emit()

    def _on_look(self) -> None:
        self.crops.forget()
        self.scheduleDelayedItemsLayout()


def _key(row: Row) -> str:
    return row.key if isinstance(row, PossibleName) else f"look {row.item_uid}"


def _draw_quote(painter: QPainter, rect: QRect, row: PossibleName) -> None:
    """Draw the words in strong letters between their surroundings, which give way."""
    look = theme()
    plain, strong = look.font(), look.font(strong=True)
    words = BLOCK * 5 if row.is_hidden else row.words
    painter.setFont(strong)
    width = min(painter.fontMetrics().horizontalAdvance(words) + 2, rect.width())
    painter.setFont(plain)
    metrics = painter.fontMetrics()
    gap = metrics.horizontalAdvance(" ")
    free = rect.width() - width - 2 * gap
    before = metrics.elidedText(row.before, Qt.TextElideMode.ElideLeft, max(free // 2, 0))
    left = metrics.horizontalAdvance(before) + gap if before else 0
    painter.setPen(look.colour("text.muted"))
    painter.drawText(QRect(rect.x(), rect.y(), left, rect.height()), _ALIGN, before)
    painter.setFont(strong)
    painter.setPen(look.colour("text.normal"))
    place = QRect(rect.x() + left, rect.y(), width, rect.height())
    draw_elided(painter, place, words)
    painter.setFont(plain)
    painter.setPen(look.colour("text.muted"))
    rest = QRect(place.right() + 1, rect.y(), rect.right() - place.right(), rect.height())
    glue = "" if row.after[:1] in ",.;:)’'" else " "
    draw_elided(painter, rest, f"{glue}{row.after}")
