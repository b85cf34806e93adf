"""Results of a search as a list: a heading for each group, two lines a result, words marked.

Snippets are plain text with ranges; what is marked is drawn, never markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.found import Found, FoundGroup
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import mark_size, paint_mark
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.list_rows import (
    Index,
    ListRows,
    draw_elided,
    draw_ground,
    read_one_by_one,
)
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, Place
from portfolio_app.ui.kit.theme import theme

VALUE = Qt.ItemDataRole.UserRole
_ICONS = {
    FoundGroup.EVIDENCE: "file-text",
    FoundGroup.PASSAGE: "highlighter",
    FoundGroup.PAGE: "scroll-text",
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Shown = Found | str  # a result, or the heading of a group


def place_of(found: Found) -> Place:
    """Return the place that shows a result: the KSB, the item, the passage, the page's words."""
    if found.group is FoundGroup.KSB:
        return Place(KSBS, tab="ksb", ksb=found.ksb_uid)
    if found.is_binned:
        return Place(EVIDENCE, tab="bin", item=found.item_uid, want="select")
    page = found.page - 1 if found.page else -1
    if found.claim_uid:
        return Place(EVIDENCE, item=found.item_uid, claim=found.claim_uid, page=page)
    want = f"find:{found.find}" if found.find else ""
    return Place(EVIDENCE, item=found.item_uid, page=page, want=want)


def beside(place: Place) -> Place:
    """Return the same place as it is asked for in a second window; only items have one."""
    return replace(place, want="window") if place.item and place.area == EVIDENCE else place


def head_of(found: Found) -> str:
    """Return the first line of a result."""
    if found.group is FoundGroup.PASSAGE and found.codes:
        return f"{', '.join(found.codes)}  {found.title}"
    return found.title


def side_of(found: Found) -> str:
    """Return what stands at the right of a result: where it is, and what it is."""
    parts = [found.place_words]
    if found.group is FoundGroup.EVIDENCE:
        if found.kind:
            parts.append(EvidenceKind(found.kind).words)
        shown = found.codes[:4]
        more = f" +{len(found.codes) - 4}" if len(found.codes) > 4 else ""
        parts.append(" ".join(shown) + more)
    if found.is_private:
        parts.append("private note, never exported")
    return " · ".join(part for part in parts if part)


def spoken(found: Found) -> str:
    """Return a result as it is read out."""
    group = {"ksb": "KSB", "evidence": "Item", "passage": "Passage", "page": "Page"}
    text = "" if found.text == found.title else found.text
    parts = [group[found.group.value], head_of(found), side_of(found), text]
    return ", ".join(part for part in parts if part)


class FoundModel(ListRows[Shown]):
    """Results with their headings."""

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags  # arrows pass over a heading
        return super().flags(index)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        roles = Qt.ItemDataRole
        if role == VALUE:
            return row
        if isinstance(row, str):
            return row if role in (roles.DisplayRole, roles.AccessibleTextRole) else None
        if role == roles.DisplayRole:
            return f"{head_of(row)} {row.text}"
        if role == roles.AccessibleTextRole:
            return spoken(row)
        if role == roles.AccessibleDescriptionRole:
            return self.tr("Enter opens it, Ctrl+Enter in a second window")
        if role == roles.ToolTipRole:
            return plain_tip(f"{head_of(row)}\n{row.text}")
        return None


class FoundList(QListView):
    """The list. Enter or a double click opens a result; with ``tall`` all of it is in view."""

    opened = Signal(object)  # Found
    opened_beside = Signal(object)  # Found: in a second window
    left_at_top = Signal()  # Up was pressed on the first result

    def __init__(self, parent: QWidget | None = None, *, tall: bool = False) -> None:
        super().__init__(parent)
        self.found_model = FoundModel()
        self._tall = tall
        self.setModel(self.found_model)
        self.setItemDelegate(_Row(self))
        self.setAccessibleName(self.tr("Results"))
        read_one_by_one(self)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        if tall:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._on_opened)
        theme().changed.connect(self._lay_out)

    def show_found(self, found: Sequence[Found], *, headings: bool = True) -> None:
        """Show results, the first of them current; groups are headed as they come."""
        rows: list[Shown] = []
        before: FoundGroup | None = None
        for each in found:
            if headings and each.group is not before:
                rows.append(each.group.words)
                before = each.group
            rows.append(each)
        self.found_model.show_rows(rows)
        first = next((n for n, row in enumerate(rows) if not isinstance(row, str)), -1)
        if first >= 0:
            self.setCurrentIndex(self.found_model.index(first))
            self.scrollToTop()
        self._lay_out()

    def current(self) -> Found | None:
        """Return the current result."""
        index = self.currentIndex()
        row = self.found_model.rows[index.row()] if index.isValid() else None
        return None if isinstance(row, str) else row

    def open_current(self, *, beside: bool = False) -> None:
        """Do what Enter does (or Ctrl+Enter)."""
        found = self.current()
        if found is not None:
            (self.opened_beside if beside else self.opened).emit(found)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.open_current(beside=beside)
            return
        if event.key() == Qt.Key.Key_Up and self._is_first():
            self.left_at_top.emit()
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _is_first(self) -> bool:
        rows = self.found_model.rows[: max(self.currentIndex().row(), 0)]
        return all(isinstance(row, str) for row in rows)

    def _lay_out(self) -> None:
        self.scheduleDelayedItemsLayout()
        if self._tall:
            heights = sum(row_height(row) for row in self.found_model.rows)
            self.setFixedHeight(heights + 2 * self.frameWidth())

    def _on_opened(self, index: QModelIndex) -> None:
        if not isinstance(self.found_model.rows[index.row()], str):
            self.open_current()


def row_height(row: Shown) -> int:
    """Return the height in pixels of a result or a heading."""
    look = theme()
    line = QFontMetrics(look.font("body")).lineSpacing()
    if isinstance(row, str):
        return line + look.space("md") + look.space("xs")
    lines = 2 if row.text and row.text != row.title else 1
    return max(line * lines + 2 * look.space("sm"), look.size("target_min"))


class _Row(QStyledItemDelegate):
    """Draws a heading, or a result: sign, title, where; below it the words, those found marked."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, row_height(index.data(VALUE)))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        row: Shown = index.data(VALUE)
        painter.save()
        gap = look.space("sm")
        if isinstance(row, str):
            painter.setFont(look.font("caption", strong=True))
            painter.setPen(look.colour("text.muted"))
            words = option.rect.adjusted(gap, look.space("sm"), -gap, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, row)
            painter.restore()
            return
        draw_ground(painter, option)
        inner = option.rect.adjusted(gap, gap, -gap, -gap)
        height = QFontMetrics(look.font("body")).lineSpacing()
        first = QRect(inner.x(), inner.y(), inner.width(), height)
        left = self._paint_sign(painter, first, row)
        first.setLeft(left)
        below = first.translated(0, height)
        self._paint_side(painter, first, side_of(row))
        painter.setPen(look.colour("text.normal"))
        in_title = row.text == row.title
        painter.setFont(look.font("body", strong=row.group is not FoundGroup.PAGE))
        if in_title and row.marks:
            paint_marked(painter, first, row.text, row.marks)
        else:
            draw_elided(painter, first, head_of(row))
        if row.text and not in_title:
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("text.muted"))
            paint_marked(painter, below, row.text, row.marks)
        painter.setPen(look.colour("line.subtle"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _paint_sign(self, painter: QPainter, line: QRect, row: Found) -> int:
        look = theme()
        size = look.size("icon_small")
        if row.ksb_kind is not None:
            mark = mark_size()
            box = QRectF(line.x(), line.center().y() - mark / 2 + 0.5, mark, mark)
            paint_mark(painter, box, row.ksb_kind, look.colour(f"ksb.{row.ksb_kind.value}"))
        else:
            name = "lock" if row.is_private else _ICONS.get(row.group, "file-text")
            sign = icons.pixmap(name, size, "text.muted")
            painter.drawPixmap(line.x(), line.center().y() - size // 2, sign)
        return line.x() + size + look.space("sm")

    @staticmethod
    def _paint_side(painter: QPainter, line: QRect, words: str) -> None:
        """Write where it is at the right end of a line, and leave the line what is over."""
        if not words:
            return
        look = theme()
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.muted"))
        metrics = painter.fontMetrics()
        most = line.width() // 2
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, most)
        width = min(metrics.horizontalAdvance(shown), most)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, align, shown)
        line.setRight(line.right() - width - look.space("md"))


def paint_marked(
    painter: QPainter, rect: QRect, text: str, marks: Sequence[tuple[int, int]]
) -> None:
    """Write one line in the painter's font and colour, marked ranges strong and underlined.

    When it is too long it begins so that the first mark is in view.
    """
    look = theme()
    plain, ink = painter.font(), painter.pen().color()
    strong = look.font("body", strong=True)
    room = rect.width()
    start = 0
    if marks and QFontMetrics(strong).horizontalAdvance(text[: marks[0][1]]) > room:
        start = text.rfind(" ", 0, max(marks[0][0] - 12, 0)) + 1
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for begin, end in marks:
        pieces += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    pieces.append((text[at:], False))
    left = rect.x()
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    for words, is_marked in pieces:
        if not words:
            continue
        painter.setFont(strong if is_marked else plain)
        painter.setPen(look.colour("text.normal") if is_marked else ink)
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(words)
        here = QRect(left, rect.y(), rect.right() - left + 1, rect.height())
        shown = words
        if width > here.width():
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, here.width())
        painter.drawText(here, align, shown)
        if is_marked:
            foot = rect.center().y() + metrics.ascent() // 2 + 2
            under = QRect(left, foot, min(width, here.width()), 2)
            painter.fillRect(under, look.colour("accent.fill"))
        left += width
        if left >= rect.right():
            return
