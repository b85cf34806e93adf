"""Drawing a box on a page, with the mouse or with the keys: for what is a picture, not words."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent

from portfolio_app.domain.passage import Box
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.page_column import PageColumn
from portfolio_app.ui.kit.page_selector import PageSelector

STEPS = 60  # keys move and size a box by this part of the page's width
LEAST = 4.0  # points a side

_DIRECTIONS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class PageBox(QObject):
    """The one box that may stand on a column of pages, and the mode in which it is drawn."""

    mode_changed = Signal(bool)
    dropped = Signal()
    finished = Signal()  # the box is what the person meant

    def __init__(self, column: PageColumn, selector: PageSelector) -> None:
        super().__init__(column)
        self._column = column
        self._selector = selector
        self._is_on = False
        self._box: tuple[int, Box] | None = None
        self._from: tuple[int, float, float] | None = None

    @property
    def is_on(self) -> bool:
        """Whether a drag draws a box."""
        return self._is_on

    @property
    def is_drawing(self) -> bool:
        """Whether the button is down that draws."""
        return self._from is not None

    @property
    def box(self) -> tuple[int, Box] | None:
        """The page index from 0, and points of that page; None while there is no box."""
        return self._box

    def set_on(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Draw boxes from now on, or no more. A box and selected words exclude each other."""
        if on == self._is_on:
            return
        self._is_on = on
        if on:
            self._selector.set(None)
            announcer().say(
                self.tr("Box: arrows move, Shift and arrows size, Enter takes it, Esc leaves")
            )
        else:
            self.drop()
        view = self._column.viewport()
        view.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)
        self.mode_changed.emit(on)
        view.update()

    def start(self) -> None:
        """Put a box in the middle of what is seen, ready for the keys, unless there is one."""
        layout = self._column.layout_now
        if layout is None or self._box is not None:
            return
        page, offset, view = self._column.page, self._column.offset, self._column.viewport()
        seen = layout.page_rect(page).intersected(
            QRectF(offset.x(), offset.y(), view.width(), view.height())
        )
        x, y = layout.to_page(page, seen.center())
        width, height = layout.sizes[page]
        self._put(page, (x - width / 5, y - height / 16, x + width / 5, y + height / 16))

    def drop(self) -> None:
        """Forget the box."""
        self._from = None
        if self._box is not None:
            self._box = None
            self._column.viewport().update()
            self.dropped.emit()

    def press(self, place: QPointF) -> None:
        """Begin a box at a place of the viewport."""
        self._from = self._column.on_page(place)

    def drag(self, place: QPointF) -> None:
        """Draw the box as far as a place of the viewport, on the page where it was begun."""
        layout = self._column.layout_now
        if self._from is None or layout is None:
            return
        page, left, top = self._from
        x, y = layout.to_page(page, place + self._column.offset)
        width, height = layout.sizes[page]
        self._put(page, (left, top, min(max(x, 0), width), min(max(y, 0), height)))

    def release(self) -> None:
        """Take the box as it is."""
        self._from = None
        if self._box is not None:
            self.finished.emit()

    def key(self, event: QKeyEvent) -> bool:
        """Move, size, take or leave the box; return False for a key that means nothing to it."""
        if event.key() == Qt.Key.Key_Escape:
            self.set_on(False)
            return True
        layout = self._column.layout_now
        if self._box is None or layout is None:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
            return True
        direction = _DIRECTIONS.get(Qt.Key(event.key()))
        if direction is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        page, (x0, y0, x1, y1) = self._box
        step = layout.sizes[page][0] / STEPS
        across, down = direction[0] * step, direction[1] * step
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            box = (x0, y0, max(x1 + across, x0 + LEAST), max(y1 + down, y0 + LEAST))
        else:
            box = (x0 + across, y0 + down, x1 + across, y1 + down)
        self._column.show_passage(page, (self._put(page, box),))
        return True

    def _put(self, page: int, box: Box) -> Box:
        """Put the box on a page, kept inside it, 4 points a side at least; return it as it is."""
        layout = self._column.layout_now
        width, height = layout.sizes[page] if layout is not None else (LEAST, LEAST)
        x0, x1 = sorted((box[0], box[2]))
        y0, y1 = sorted((box[1], box[3]))
        wide = min(max(x1 - x0, LEAST), width)
        high = min(max(y1 - y0, LEAST), height)
        x0 = min(max(x0, 0.0), width - wide)
        y0 = min(max(y0, 0.0), height - high)
        inside = (x0, y0, x0 + wide, y0 + high)
        self._box = (page, inside)
        self._column.viewport().update()
        return inside
