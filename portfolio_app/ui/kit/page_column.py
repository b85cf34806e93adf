"""The column of pages to scroll and zoom: what part of it is seen, and how a place is kept there.

It draws nothing. ``page_view.py`` puts pictures, marks and keys on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from portfolio_app.domain.passage import Box
from portfolio_app.ui.kit.page_access import show_as_document
from portfolio_app.ui.kit.page_layout import POINTS_TO_PIXELS, PageLayout, fitting_scale
from portfolio_app.ui.kit.theme import theme

ZOOM_LEAST, ZOOM_MOST = 0.1, 5.0
ZOOM_STEPS = (
    0.1,
    0.15,
    0.25,
    0.33,
    0.5,
    0.67,
    0.75,
    0.9,
    1.0,
    1.1,
    1.25,
    1.5,
    1.75,
    2.0,
    2.5,
    3.0,
    4.0,
    5.0,
)
SETTLE_MS = 90  # after the last zoom step, before sharp pictures are asked for


class PageColumn(QAbstractScrollArea):
    """Pages of known sizes one under the other. Page indexes count from 0.

    Three spaces meet here: the viewport's pixels, *content* and *page space* (``page_layout.py``).
    """

    page_changed = Signal(int)  # page index from 0: the one that fills most of the view
    zoom_changed = Signal(float)  # 1.0 is 100 %
    moved = Signal()  # other pages, or other parts of them, are in view
    settled = Signal()  # some time after the last change of zoom

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: Sequence[tuple[float, float]] = ()
        self._layout_now: PageLayout | None = None
        self._zoom = 1.0
        self._fits = True
        self._page = 0
        self._label = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        show_as_document(self)
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setSingleStep(48)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.settled)

    # what is there

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page in view, counted from 0."""
        return self._page

    @property
    def visible_pages(self) -> range:
        """The pages of which some part is in view."""
        if self._layout_now is None:
            return range(0)
        top = self.offset.y()
        return self._layout_now.pages_between(top, top + self.viewport().height())

    @property
    def layout_now(self) -> PageLayout | None:
        """Where the pages lie at this zoom, None while there are none."""
        return self._layout_now

    @property
    def offset(self) -> QPointF:
        """The place of the content that is at the top left corner of the viewport."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    @property
    def ratio(self) -> float:
        """Pixels of the screen to one of the viewport's."""
        return self.viewport().devicePixelRatioF()

    @property
    def is_settled(self) -> bool:
        """Whether the zoom has not just changed."""
        return not self._settle.isActive()

    def on_page(self, place: QPointF) -> tuple[int, float, float] | None:
        """Return the page at a place of the viewport, and the place in points of that page."""
        if self._layout_now is None:
            return None
        point = place + self.offset
        page = self._layout_now.page_at(point.y())
        return (page, *self._layout_now.to_page(page, point))

    def set_label(self, label: str) -> None:
        """Say something else beside "Page 4 of 14" (the item was renamed or shortlisted)."""
        self._label = label
        self._name_again()

    def show_sizes(self, sizes: Sequence[tuple[float, float]], label: str, page_index: int) -> None:
        """Lay out other pages, (width, height) in points, and go to one; none for nothing."""
        self._sizes = sizes
        self._label = label
        self._layout_now = None
        self.lay_out()
        if sizes:
            self.go_to_page(page_index)
            self._on_moved()
            self._name_again()

    # moving

    def go_to_page(self, page_index: int) -> None:
        """Bring the top of a page (from 0) to the top of the view."""
        if self._layout_now is not None:
            page_index = min(max(page_index, 0), self.pages - 1)
            top = self._layout_now.page_rect(page_index).top()
            self.verticalScrollBar().setValue(round(top - self._margin / 2))

    def show_passage(self, page_index: int, boxes: Sequence[Box]) -> None:
        """Scroll just far enough that a place of a page can be seen, with some room around."""
        if self._layout_now is None or not 0 <= page_index < self.pages:
            return
        if not boxes:
            self.go_to_page(page_index)
            return
        whole = self._layout_now.box_rect(page_index, boxes[0])
        for box in boxes[1:]:
            whole = whole.united(self._layout_now.box_rect(page_index, box))
        self._reveal(whole)

    def _reveal(self, whole: QRectF) -> None:
        view = self.viewport()
        room = min(80.0, view.height() / 4)
        top = self.offset.y()
        low = whole.bottom() + room - view.height()  # the scroll place that just shows its foot
        bar = self.verticalScrollBar()
        if abs(whole.top() - room - top) > view.height() and abs(low - top) > view.height() / 2:
            bar.setValue(round(whole.top() - view.height() / 4))  # far away: a new place, well seen
        elif whole.top() - room < top or whole.height() > view.height() - 2 * room:
            bar.setValue(round(whole.top() - room))
        elif low > top:
            bar.setValue(round(low))
        left = self.offset.x()
        if whole.left() < left:
            self.horizontalScrollBar().setValue(round(whole.left() - room))
        elif whole.right() > left + view.width():
            self.horizontalScrollBar().setValue(round(whole.right() + room - view.width()))

    def _on_moved(self) -> None:
        if self._layout_now is None:
            return
        middle = self.offset.y() + self.viewport().height() / 3
        page = self._layout_now.page_at(middle)
        if page != self._page or not self.accessibleName():
            self._page = page
            self._name_again()
            self.page_changed.emit(page)
        self.moved.emit()

    def _name_again(self) -> None:
        name = self.tr("Page {0} of {1}").format(self._page + 1, self.pages)
        self.setAccessibleName(f"{name}, {self._label}" if self._label else name)

    # zooming

    @property
    def zoom(self) -> float:
        """1.0 is 100 %."""
        return self._zoom

    @property
    def fits_width(self) -> bool:
        """Whether the page follows the width of the window."""
        return self._fits

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, keeping in place what lies at a point of the viewport (its middle by default)."""
        self._fits = False
        self._zoom_to(min(max(zoom, ZOOM_LEAST), ZOOM_MOST), at)

    def zoom_in(self) -> None:
        """Take the next larger step."""
        self.set_zoom(next((z for z in ZOOM_STEPS if z > self._zoom * 1.01), ZOOM_MOST))

    def zoom_out(self) -> None:
        """Take the next smaller step."""
        self.set_zoom(next((z for z in reversed(ZOOM_STEPS) if z < self._zoom * 0.99), ZOOM_LEAST))

    def fit_width(self) -> None:
        """Make the page as wide as the window, and keep it so."""
        self._fits = True
        self.lay_out()

    @property
    def _margin(self) -> int:
        return theme().space("lg")

    @property
    def _gutter(self) -> int:
        return theme().px(58)

    def lay_out(self) -> None:
        """Lay the pages out again: the window, the theme or the pages themselves are others."""
        if not self._sizes:
            self._layout_now = None
            self.verticalScrollBar().setRange(0, 0)
            self.horizontalScrollBar().setRange(0, 0)
            return
        across = self.viewport().width()
        if self._fits:
            scale = fitting_scale(self._sizes, across, self._margin, self._gutter)
            zoom = min(scale / POINTS_TO_PIXELS, ZOOM_MOST)
        else:
            zoom = self._zoom
        self._zoom_to(zoom, QPointF(0, 0) if self._fits else None)

    def _zoom_to(self, zoom: float, at: QPointF | None) -> None:
        if not self._sizes:
            self._zoom = zoom
            return
        view = self.viewport()
        at = at if at is not None else QPointF(view.width() / 2, view.height() / 2)
        held = self.on_page(at)
        self._layout_now = now = PageLayout(
            self._sizes,
            zoom * POINTS_TO_PIXELS,
            view.width(),
            self._margin,
            self._gutter,
        )
        is_new = zoom != self._zoom
        self._zoom = zoom
        down, right = self.verticalScrollBar(), self.horizontalScrollBar()
        for bar, whole, part in (
            (down, now.height, view.height()),
            (right, now.width, view.width()),
        ):
            bar.setRange(0, max(0, round(whole - part)))
            bar.setPageStep(part)
        if held is not None:
            there = now.to_content(*held)
            down.setValue(round(there.y() - at.y()))
            right.setValue(round(there.x() - at.x()))
        self._on_moved()
        self._settle.start()
        view.update()
        if is_new:
            self.zoom_changed.emit(zoom)

    # events

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._on_moved()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.set_zoom(self._zoom * (1.0 + event.value()), event.position())
                return True
        elif event.type() is QEvent.Type.DevicePixelRatioChange:
            self._settle.start()
        return super().viewportEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * 1.0015 ** event.angleDelta().y(), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() == Qt.Key.Key_Space:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            bar.triggerAction(
                bar.SliderAction.SliderPageStepSub if back else bar.SliderAction.SliderPageStepAdd
            )
        else:
            super().keyPressEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)
