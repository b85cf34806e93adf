"""A layout that puts widgets side by side and begins a new line when there is no room left."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.theme import theme


class FlowLayout(QLayout):
    """Left to right, top to bottom, with one gap (pixels) both ways.

    It asks for the width of its widest thing; with ``one_line`` for that of all things in a line.
    ``at_end`` puts each line at the right, as the buttons of a dialog are.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        gap: int = 8,
        *,
        one_line: bool = False,
        at_end: bool = False,
    ) -> None:
        super().__init__(parent)
        self._one_line, self._at_end = one_line, at_end
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        # Asked many times over while nested layouts settle; hidden pages are asked too.
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    @override
    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    @override
    def sizeHint(self) -> QSize:
        if not self._one_line:
            return self.minimumSize()
        widgets = [item.widget() for item in self._items]
        hints = [each.sizeHint() for each in widgets if each is not None and not each.isHidden()]
        width = sum(each.width() + self._gap for each in hints) - self._gap
        return QSize(max(width, 0), max((each.height() for each in hints), default=0))

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Return the height that the lines take; things of one line are centred on each other."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        x = 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(rect.width(), 1)))
            if x and x + size.width() > rect.width():
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self._gap
        y = rect.y()
        for line in lines:
            height = max((size.height() for _, size in line), default=0)
            x = rect.x()
            if self._at_end:
                wide = sum(size.width() + self._gap for _, size in line) - self._gap
                x += max(rect.width() - wide, 0)
            for item, size in line:
                if move:
                    top = y + (height - size.height()) // 2
                    item.setGeometry(QRect(QPoint(x, top), size))
                x += size.width() + self._gap
            y += height + self._gap
        return max(y - self._gap - rect.y(), 0)


def side_by_side(*widgets: QWidget) -> QWidget:
    """Return widgets side by side, on more lines where there is no room."""
    holder = QWidget()
    flow = FlowLayout(holder, theme().space("sm"))
    for each in widgets:
        flow.addWidget(each)
    return holder
