"""Small pictures of every page beside the Reader, drawn only when they come into view."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.document import PageImage
from portfolio_app.ui.kit.page_images import qimage
from portfolio_app.ui.kit.page_supply import PageSource
from portfolio_app.ui.kit.theme import theme

Index = QModelIndex | QPersistentModelIndex
WIDE, HIGH = 84, 108  # pixels at 100 % that a page is fitted into
KEPT = 300  # pictures, about 36 kB each


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pages = 0
        self.passages: dict[int, int] = {}

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self.pages

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = self.tr("Page {0}").format(index.row() + 1)
            count = self.passages.get(index.row(), 0)
            return self.tr("{0}, {1} passages").format(words, count) if count else words
        return None


class Thumbnails(QListView):
    """The pages of a document. ``page_wanted`` follows a click or the arrow keys."""

    page_wanted = Signal(int)  # page index from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: PageSource | None = None
        self._generation = 0
        self._pictures: OrderedDict[int, QPixmap] = OrderedDict()
        self._missing: set[int] = set()
        self._asked = -1
        self._is_quiet = False
        self._rows = _Model(self)
        self.setObjectName("thumbnails")
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("look", "pages")
        self.setAccessibleName(self.tr("Pages"))
        self.setFixedWidth(theme().px(WIDE + 40))
        self.selectionModel().currentChanged.connect(self._on_current)
        theme().changed.connect(self._on_theme)

    def open(self, source: PageSource) -> None:
        """Show the pages of a document."""
        self._generation += 1
        self._source = source
        self._pictures.clear()
        self._missing.clear()
        self._asked = -1
        self._rows.beginResetModel()
        self._rows.pages = len(source.sizes)
        self._rows.passages = {}
        self._rows.endResetModel()

    def close_document(self) -> None:
        """Show nothing."""
        self._generation += 1
        self._source = None
        self._pictures.clear()
        self._rows.beginResetModel()
        self._rows.pages = 0
        self._rows.endResetModel()

    def show_page(self, page_index: int) -> None:
        """Mark the page in view, without telling."""
        if 0 <= page_index < self._rows.pages and page_index != self.currentIndex().row():
            self._is_quiet = True
            self.setCurrentIndex(self._rows.index(page_index))
            self._is_quiet = False

    def show_passages(self, passages: dict[int, int]) -> None:
        """Say how many passages begin on each page (index from 0)."""
        self._rows.passages = passages
        self.viewport().update()

    def passages(self, page_index: int) -> int:
        """Return how many passages begin on a page."""
        return self._rows.passages.get(page_index, 0)

    def picture(self, page_index: int) -> QPixmap | None:
        """Return a page's small picture, or None and ask for it."""
        found = self._pictures.get(page_index)
        if found is not None:
            self._pictures.move_to_end(page_index)
            return found
        self._ask(page_index)
        return None

    def _ask(self, page_index: int) -> None:
        if self._source is None or self._asked >= 0 or page_index in self._missing:
            return
        width, height = self._source.sizes[page_index]
        look, ratio = theme(), self.devicePixelRatioF()
        scale = min(look.px(WIDE) / max(width, 1.0), look.px(HIGH) / max(height, 1.0)) * ratio
        self._asked = page_index
        self._source.draw(
            page_index,
            scale,
            partial(self._on_drawn, self._generation, page_index),
            partial(self._on_failed, self._generation, page_index),
        )

    def _on_drawn(self, generation: int, page_index: int, drawn: PageImage) -> None:
        if generation != self._generation:
            return
        self._asked = -1
        picture = QPixmap.fromImage(qimage(drawn).copy())  # a pixmap may go on using the bytes
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._pictures[page_index] = picture
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()  # drawing asks for the next one in view that has no picture

    def _on_failed(self, generation: int, page_index: int, _: BaseException) -> None:
        if generation == self._generation:
            self._asked = -1
            self._missing.add(page_index)
            self.viewport().update()

    def _on_current(self, now: QModelIndex) -> None:
        if now.isValid() and not self._is_quiet:
            self.page_wanted.emit(now.row())

    def _on_theme(self) -> None:
        self.setFixedWidth(theme().px(WIDE + 40))
        self._pictures.clear()
        self.scheduleDelayedItemsLayout()


class _Delegate(QStyledItemDelegate):
    """Draws a page's picture with its number; a dot says that it has passages."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(WIDE + 20), theme().px(HIGH + 34))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        if not isinstance(view, Thumbnails):
            return
        look = theme()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("surface.selected"))
        picture = view.picture(index.row())
        box = QRect(0, 0, look.px(WIDE), look.px(HIGH))
        if picture is not None:
            size = picture.deviceIndependentSize().toSize()
            box.setSize(size)
        box.moveCenter(rect.center())
        box.moveTop(rect.top() + look.space("sm"))
        painter.fillRect(box, look.colour("surface.paper"))
        if picture is not None:
            painter.drawPixmap(box.topLeft(), picture)
        painter.setPen(QPen(look.colour("line.subtle"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-1, -1, 0, 0))
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.normal"))
        count = view.passages(index.row())
        words = f"{index.row() + 1} ●{count}" if count else str(index.row() + 1)
        low = QRect(rect.x(), rect.bottom() - look.px(22), rect.width(), look.px(20))
        painter.drawText(low, Qt.AlignmentFlag.AlignCenter, words)
