"""The timeline as a drawing: months as columns, lanes, bars, points, today. The list is its equal.

Arrow keys go from mark to mark, Enter opens, Delete asks to remove; a mark may be dragged to
another day. Nothing is read or decided here.
"""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget
from typing_extensions import override

from portfolio_app.domain.day_spans import span_words
from portfolio_app.domain.minutes import hours_words
from portfolio_app.domain.plan_moving import days_of
from portfolio_app.domain.timeline import Lane, Mark, Timeline
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.page_access import show_as_graphic
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.plan.timeline_layout import (
    Band,
    Box,
    Layout,
    Sizes,
    Zoom,
    laid_out,
    spoken_month,
    visible,
)

NAMES_BESIDE_FROM = 760  # pixels of width at 100 %
NAMES_WIDTH = 116
_DRAG_FROM = 6  # pixels
_FILLS = {
    Lane.MODULES: "ksb.knowledge_tint",
    Lane.EVENTS: "status.info_tint",
    Lane.REVIEWS: "ksb.skill_tint",
    Lane.OBSERVATIONS: "ksb.behaviour_tint",
    Lane.LEARNING: "status.ok_tint",
    Lane.ASSESSMENT: "status.warn_tint",
    Lane.DOCUMENTS: "surface.sunken",
    Lane.BREAKS: "surface.sunken",
}


class TimelineChart(QAbstractScrollArea):
    """Shows a timeline. ``current_changed`` carries a Mark or None."""

    current_changed = Signal(object)
    opened = Signal(object)  # Mark
    moved = Signal(object, str)  # Mark, the day it was dragged to
    removal_wanted = Signal(object)
    menu_wanted = Signal(QPoint)  # on the screen
    zoomed = Signal(object)  # Zoom
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(parent)
        self._readonly = readonly
        self._timeline = Timeline("")
        self._zoom = Zoom.WHOLE
        self._hours_words = ""
        self._layout: Layout | None = None
        self._widest: dict[Lane, float] = {}
        self._widths: dict[str, int] = {}
        self._elided: dict[tuple[str, int], str] = {}
        self._current = ""
        self._pressed: Mark | None = None
        self._pressed_at = QPoint()
        self._dragged = 0  # days
        self._is_dragging = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("timeline")
        self.setAccessibleName(self.tr("Timeline"))
        show_as_graphic(self)
        self.viewport().setMouseTracking(False)
        theme().changed.connect(self._on_look)
        self._measure()

    # what others ask for

    @property
    def zoom(self) -> Zoom:
        """How much is in view."""
        return self._zoom

    @property
    def current(self) -> Mark | None:
        """The mark that is chosen."""
        return next((each for each in self._timeline.marks if each.key == self._current), None)

    @property
    def drawn(self) -> Layout | None:
        """Where everything stands now."""
        return self._layout

    def show_timeline(self, timeline: Timeline, hours_words: str = "") -> None:
        """Show this; what is chosen and where it was scrolled to stay. The first time, today."""
        is_first = not self._timeline.first
        self._timeline, self._hours_words = timeline, hours_words
        dated = sum(bool(each.day) for each in timeline.marks)
        self.setAccessibleName(
            self.tr("Timeline, {0} dates, {1} to {2}. T shows the list.").format(
                dated, spoken_month(timeline.first), spoken_month(timeline.last)
            )
        )
        self._lay_out()
        if is_first:
            self.go_to_today()
        self._tell_current()

    def set_zoom(self, zoom: Zoom) -> None:
        """Show more or less, around the day in the middle or the one that is chosen."""
        if zoom is self._zoom:
            return
        day = self._middle_day()
        self._zoom = zoom
        self._lay_out()
        self._centre(day)
        self.zoomed.emit(zoom)

    def go_to_today(self) -> None:
        """Bring today into view."""
        if self._timeline.today:
            self._centre(self._timeline.today)

    def select(self, key: str) -> None:
        """Choose a mark and bring it into view; of none, nothing is chosen."""
        self._current = key
        self._show_current()
        self._tell_current()

    # keys and mouse

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        mark = self.current
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step_lane(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            drawn = self._drawn_marks()
            if drawn:
                self._choose(drawn[0 if key == Qt.Key.Key_Home else -1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and mark is not None:
            self.opened.emit(mark)
        elif key == Qt.Key.Key_Delete and mark is not None:
            self.removal_wanted.emit(mark)
        elif key == Qt.Key.Key_Escape and self._is_dragging:
            self._end_drag()
        elif key == Qt.Key.Key_T and not event.modifiers():
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        where = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            box = self._box_at(event.pos())
            if box is None:
                return
            self._choose(box.mark)
        elif self.current is None:
            return
        self.menu_wanted.emit(where)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self._box_at(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or box is None:
            return
        if len(box.marks) > 1:
            self._choose(box.mark)
            return
        self._choose(box.mark)
        self._pressed, self._pressed_at = box.mark, event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        mark, layout = self._pressed, self._layout
        if mark is None or layout is None or self._readonly or not mark.may_move:
            return
        across = event.position().toPoint().x() - self._pressed_at.x()
        if abs(across) >= _DRAG_FROM:
            self._is_dragging = True
        if self._is_dragging:
            self._dragged = round(across / layout.day)
            where = self.viewport().mapToGlobal(event.position().toPoint())
            QToolTip.showText(where, plain_tip(self._dragged_words(mark)), self.viewport())
            self.viewport().update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        mark, days, layout = self._pressed, self._dragged, self._layout
        was_dragging = self._is_dragging
        self._end_drag()
        if mark is not None and was_dragging and days and layout is not None:
            self.moved.emit(mark, _shifted(mark.day, days))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        box = self._box_at(event.position().toPoint())
        if box is None:
            return
        closer = {Zoom.WHOLE: Zoom.TERM, Zoom.TERM: Zoom.MONTH}.get(self._zoom)
        if len(box.marks) > 1 and closer is not None:
            self._choose(box.mark)
            self.set_zoom(closer)
        else:
            self.opened.emit(box.mark)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta()
        across = self.horizontalScrollBar()
        wants_across = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or not (
            self.verticalScrollBar().maximum()
        )
        if wants_across and not steps.x():
            across.setValue(across.value() - steps.y())
            event.accept()
            return
        super().wheelEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            box = self._box_at(event.pos())
            words = "" if box is None else "\n".join(each.words for each in box.marks[:12])
            if words:
                tip = "<br>".join(plain_tip(each) for each in words.split("\n"))
                QToolTip.showText(event.globalPos(), tip, self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        day = self._middle_day() if event.oldSize().width() > 0 else self._timeline.today
        if event.size().width() != event.oldSize().width():
            self._lay_out()
            self._centre(day)
        else:
            self._set_bars()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(140))

    # painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        layout = self._layout
        look = theme()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.colour("surface.surface"))
        if layout is None:
            return
        port = self.viewport().rect()
        left, top = self._left, self._head
        x0 = left - self.horizontalScrollBar().value()
        y0 = top - self.verticalScrollBar().value()
        painter.setClipRect(QRectF(left, top, port.width() - left, port.height() - top))
        self._paint_ground(painter, layout, x0, y0)
        self._paint_today(painter, layout, x0, port.height())
        for band in layout.bands:
            if y0 + band.top + band.height < top or y0 + band.top > port.height():
                continue
            if band.lane is Lane.HOURS:
                self._paint_hours(painter, layout, band, x0, y0)
            else:
                self._paint_band(painter, band, x0, y0)
        painter.setClipRect(port)
        self._paint_names(painter, layout, y0)
        self._paint_months(painter, layout, x0)
        painter.end()

    def _paint_ground(self, painter: QPainter, layout: Layout, x0: float, y0: float) -> None:
        look = theme()
        bottom = y0 + layout.height
        for pause in self._timeline.pauses:
            if pause.extra:
                continue
            first = x0 + layout.x_of(pause.day)
            until = pause.until or max(self._timeline.today, pause.day)
            wide = days_of(pause.day, until) * layout.day
            area = QRectF(first, y0, wide, layout.height)
            painter.fillRect(area, look.colour("surface.sunken"))
            painter.fillRect(area, _hatch(look.colour("line.subtle")))
        of_months = QPen(look.colour("line.subtle"), 1)
        if look.scheme == "contrast":
            of_months.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(of_months)
        for month in layout.months:
            x = round(x0 + month.left) + 0.5
            painter.drawLine(QPointF(x, y0), QPointF(x, bottom))
        painter.setPen(QPen(look.colour("line.subtle"), 1))
        for band in layout.bands:
            y = y0 + band.top + band.height - 0.5
            painter.drawLine(QPointF(x0, y), QPointF(x0 + layout.width, y))

    def _paint_band(self, painter: QPainter, band: Band, x0: float, y0: float) -> None:
        port = self.viewport().width()
        widest = self._widest.get(band.lane, 0.0)
        for box in visible(band.boxes, self._left - x0, port - x0, widest):
            self._paint_box(painter, band, box, x0, y0)

    def _paint_box(self, painter: QPainter, band: Band, box: Box, x0: float, y0: float) -> None:
        look = theme()
        mark = box.mark
        is_current = any(each.key == self._current for each in box.marks)
        rect = self._rect_of(band, box, x0, y0)
        if self._is_dragging and mark is self._pressed and self._layout is not None:
            rect.translate(self._dragged * self._layout.day, 0)
        words_left = rect.left() + box.width + self._gap
        room = box.reach - box.width - self._gap
        if box.is_bar:
            bar = QRectF(rect.left(), rect.top() + 2, box.width, rect.height() - 4)
            fill = "surface.sunken" if mark.is_done else _FILLS[band.lane]
            painter.setBrush(look.colour("surface.selected" if is_current else fill))
            pen = QPen(look.colour("accent.fill" if is_current else "line.strong"))
            pen.setWidthF(2 if is_current else 1)
            if mark.is_suggested:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawRoundedRect(bar, look.px(4), look.px(4))
            if box.is_inside:
                words_left, room = rect.left() + self._gap, box.width - 2 * self._gap
        else:
            if is_current:
                painter.setPen(QPen(look.colour("accent.fill"), 2))
                painter.setBrush(look.colour("surface.selected"))
                around = QRectF(
                    rect.left() - 2,
                    rect.top() + 1,
                    max(box.reach, box.width + 4),
                    rect.height() - 2,
                )
                painter.drawRoundedRect(around, look.px(4), look.px(4))
            tint = "text.muted" if mark.is_done else "text.normal"
            icon = "layers" if len(box.marks) > 1 else mark.icon
            glyph = icons.pixmap(icon, self._icon, tint, self.devicePixelRatioF())
            painter.drawPixmap(
                QPointF(rect.left(), rect.top() + (rect.height() - self._icon) / 2), glyph
            )
        if box.words and room > 0:
            muted = mark.is_done and not is_current
            words = self._fitted(box.words, int(room))
            area = QRectF(words_left, rect.top(), room, rect.height())
            if not box.is_inside and not is_current:  # no line runs through the words
                high = self._metrics.height()
                ground = QRectF(words_left - 1, area.center().y() - high / 2, 0, high)
                ground.setWidth(self._width_of(words) + 2)
                painter.fillRect(ground, look.colour("surface.surface"))
            painter.setPen(look.colour("text.muted" if muted else "text.normal"))
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, align, words)

    def _paint_hours(
        self, painter: QPainter, layout: Layout, band: Band, x0: float, y0: float
    ) -> None:
        look = theme()
        most = max((each.minutes for each in self._timeline.hours), default=0)
        names = self._row if self._names_above else 0
        bottom = y0 + band.top + band.height - self._gap
        tall = band.height - names - 2 * self._gap - self._row
        found = {each.month: each.minutes for each in self._timeline.hours}
        for month in layout.months:
            minutes = found.get(month.month, 0)
            if not minutes or not most:
                continue
            high = max(tall * minutes / most, 2)
            bar = QRectF(x0 + month.left + 3, bottom - high, max(month.width - 6, 3), high)
            painter.setPen(QPen(look.colour("line.strong"), 1))
            painter.setBrush(look.colour("heat.level2"))
            painter.drawRect(bar)
            words = f"{round(minutes / 60)} h" if minutes >= 60 else hours_words(minutes)
            if self._width_of(words) > month.width - 4:  # the lane's name says that it is hours
                words = words.removesuffix(" h")
            if self._width_of(words) <= month.width - 4:
                painter.setPen(look.colour("text.muted"))
                over = QRectF(x0 + month.left, bottom - high - self._row, month.width, self._row)
                painter.drawText(over, Qt.AlignmentFlag.AlignCenter, words)
        if not most and not self._hours_words:
            painter.setPen(look.colour("text.muted"))
            area = QRectF(self._left + self._gap, y0 + band.top, 4000, band.height)
            align = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, align, self.tr("Nothing logged yet"))

    def _paint_today(self, painter: QPainter, layout: Layout, x0: float, bottom: int) -> None:
        x = round(x0 + layout.x_of(self._timeline.today) + layout.day / 2) + 0.5
        painter.setPen(QPen(theme().colour("accent.fill"), 2))
        painter.drawLine(QPointF(x, self._head), QPointF(x, bottom))

    def _paint_names(self, painter: QPainter, layout: Layout, y0: float) -> None:
        look = theme()
        strong = look.font(strong=True)
        if self._names_above:
            painter.setFont(strong)
            for band in layout.bands:
                y = y0 + band.top
                words = band.lane.value
                if band.lane is Lane.HOURS and self._hours_words:
                    words = f"{words}: {self._hours_words}"
                painter.setPen(look.colour("text.muted"))
                painter.drawText(
                    QRectF(self._gap, y, self.viewport().width(), self._row),
                    Qt.AlignmentFlag.AlignVCenter,
                    words,
                )
            painter.setFont(look.font())
            return
        high = self.viewport().height()
        painter.fillRect(QRectF(0, 0, self._left, high), look.colour("surface.surface"))
        painter.setPen(QPen(look.colour("line.strong"), 1))
        painter.drawLine(QPointF(self._left - 0.5, 0), QPointF(self._left - 0.5, high))
        for band in layout.bands:
            y = y0 + band.top
            painter.setFont(strong)
            painter.setPen(look.colour("text.normal"))
            painter.drawText(
                QRectF(self._gap, y + self._gap, self._left - self._gap, self._row),
                Qt.AlignmentFlag.AlignVCenter,
                band.lane.value,
            )
            if band.lane is Lane.HOURS and self._hours_words:
                painter.setFont(look.font("caption"))
                painter.setPen(look.colour("text.muted"))
                under = band.height - self._row - self._gap
                area = QRectF(
                    self._gap, y + self._gap + self._row, self._left - 2 * self._gap, under
                )
                painter.drawText(
                    area,
                    int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap),
                    self._hours_words,
                )
            painter.setPen(QPen(look.colour("line.subtle"), 1))
            foot = y + band.height - 0.5
            painter.drawLine(QPointF(0, foot), QPointF(self._left, foot))
        painter.setFont(look.font())

    def _paint_months(self, painter: QPainter, layout: Layout, x0: float) -> None:
        look = theme()
        port = self.viewport().width()
        painter.fillRect(QRectF(0, 0, port, self._head), look.colour("surface.sunken"))
        painter.setPen(QPen(look.colour("line.strong"), 1))
        painter.drawLine(QPointF(0, self._head - 0.5), QPointF(port, self._head - 0.5))
        painter.save()
        painter.setClipRect(QRectF(self._left, 0, port - self._left, self._head))
        today = self.tr("Today")
        broad = self._width_of(today) + 2 * self._gap
        middle = x0 + layout.x_of(self._timeline.today) + layout.day / 2
        chip = QRectF(middle - broad / 2, 2, broad, self._head - 4)
        least = self._width_of("Mmm") + 2 * self._gap
        narrowest = min(each.width for each in layout.months)
        step = next((each for each in (1, 2, 3, 6) if each * narrowest >= least), 12)
        free = 0.0
        for at, month in enumerate(layout.months):
            x = x0 + month.left
            if x + month.width * step < self._left or x > port:
                continue
            painter.setPen(QPen(look.colour("line.strong"), 1))
            painter.drawLine(QPointF(x + 0.5, self._head * 0.6), QPointF(x + 0.5, self._head))
            words = month.words
            if self._width_of(words) + self._gap + 3 > month.width * step:
                words = words.rpartition(" ")[2]  # the year alone
            wide = self._width_of(words) + self._gap
            start = max(x, self._left) + 3
            goes_by = (int(month.month[5:]) - 1) % step and at
            hidden = chip.left() - self._gap < start + wide and start < chip.right()
            if goes_by or hidden or start < free or start + wide > x + month.width * step:
                continue
            painter.setPen(look.colour("text.normal"))
            area = QRectF(start, 0, wide + 40, self._head)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
            free = start + wide
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent.fill"))
        painter.drawRoundedRect(chip, look.px(4), look.px(4))
        painter.setPen(look.colour("accent.on_fill"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, today)
        painter.restore()

    # measures

    def _on_look(self) -> None:
        day = self._middle_day()
        self._measure()
        self._lay_out()
        self._centre(day)

    def _measure(self) -> None:
        look = theme()
        self._widths.clear()
        self._elided.clear()
        self._metrics = QFontMetrics(look.font())
        self._row = max(self._metrics.height() + look.px(4), look.px(24))
        self._icon = look.size("icon_small")
        self._gap = look.space("xs")
        self._head = self._row + look.px(4)

    @property
    def _names_above(self) -> bool:
        return self.viewport().width() < theme().px(NAMES_BESIDE_FROM)

    @property
    def _left(self) -> int:
        return 0 if self._names_above else theme().px(NAMES_WIDTH)

    def _lay_out(self) -> None:
        if not self._timeline.first:
            return
        sizes = Sizes(self._row, self._icon, self._gap, theme().scale / 100)
        room = max(self.viewport().width() - self._left, 100)
        above = self._names_above
        self._layout = laid_out(
            self._timeline, self._zoom, room, sizes, self._width_of, names_above=above
        )
        self._widest = {
            band.lane: max((box.reach for box in band.boxes), default=0.0)
            for band in self._layout.bands
        }
        self._set_bars()
        self.viewport().update()

    def _set_bars(self) -> None:
        layout = self._layout
        if layout is None:
            return
        port = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setPageStep(port.width() - self._left)
        across.setRange(0, max(layout.width - (port.width() - self._left), 0))
        across.setSingleStep(max(int(layout.day * 7), 8))
        down.setPageStep(port.height() - self._head)
        down.setRange(0, max(layout.height - (port.height() - self._head), 0))
        down.setSingleStep(self._row)

    def _width_of(self, words: str) -> int:
        found = self._widths.get(words)
        if found is None:
            found = self._widths[words] = self._metrics.horizontalAdvance(words)
        return found

    def _fitted(self, words: str, room: int) -> str:
        if self._width_of(words) <= room:
            return words
        found = self._elided.get((words, room))
        if found is None:
            found = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            self._elided[words, room] = found
        return found

    def _rect_of(self, band: Band, box: Box, x0: float, y0: float) -> QRectF:
        names = self._row if self._names_above else 0
        top = y0 + band.top + self._gap + names + box.row * self._row
        return QRectF(x0 + box.left, top, max(box.reach, box.width), self._row)

    def _box_at(self, where: QPoint) -> Box | None:
        layout = self._layout
        if layout is None or where.x() < self._left or where.y() < self._head:
            return None
        x0 = self._left - self.horizontalScrollBar().value()
        y0 = self._head - self.verticalScrollBar().value()
        for band in layout.bands:
            if not y0 + band.top <= where.y() < y0 + band.top + band.height:
                continue
            for box in reversed(band.boxes):
                if self._rect_of(band, box, x0, y0).contains(QPointF(where)):
                    return box
        return None

    # where it stands

    def _drawn_marks(self) -> list[Mark]:
        if self._layout is None:
            return []
        found = [mark for band in self._layout.bands for box in band.boxes for mark in box.marks]
        return sorted(found, key=lambda each: (each.day, each.key))

    def _step(self, way: int) -> None:
        marks = self._drawn_marks()
        current = self.current
        if current is not None:
            marks = [each for each in marks if each.lane is current.lane]
        if not marks:
            return
        at = next((n for n, each in enumerate(marks) if each.key == self._current), -1)
        if at < 0:
            self._choose(self._nearest(marks, self._timeline.today))
            return
        self._choose(marks[min(max(at + way, 0), len(marks) - 1)])

    def _step_lane(self, way: int) -> None:
        current = self.current
        drawn = self._drawn_marks()
        if current is None:
            if drawn:
                self._choose(self._nearest(drawn, self._timeline.today))
            return
        lanes = [each for each in self._timeline.lanes if any(m.lane is each for m in drawn)]
        if current.lane not in lanes:
            return
        at = lanes.index(current.lane) + way
        if 0 <= at < len(lanes):
            marks = [each for each in drawn if each.lane is lanes[at]]
            self._choose(self._nearest(marks, current.day))

    @staticmethod
    def _nearest(marks: list[Mark], day: str) -> Mark:
        later = next((each for each in marks if each.last_day >= day), None)
        return later or marks[-1]

    def _choose(self, mark: Mark) -> None:
        self._current = mark.key
        self._show_current()
        self._tell_current()
        announcer().say(f"{mark.lane.value}: {mark.words}")

    def _tell_current(self) -> None:
        mark = self.current
        self.setAccessibleDescription(mark.words if mark is not None else "")
        self.viewport().update()
        self.current_changed.emit(mark)

    def _show_current(self) -> None:
        layout = self._layout
        found = layout.box_of(self._current) if layout is not None and self._current else None
        if found is None:
            return
        band, box = found
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        room = self.viewport().width() - self._left
        right = box.left + min(box.reach, room)
        if box.left < across.value():
            across.setValue(int(box.left - room * 0.1))
        elif right > across.value() + room:
            across.setValue(int(right - room * 0.9))
        rect = self._rect_of(band, box, 0, 0)
        high = self.viewport().height() - self._head
        if rect.top() < down.value():
            down.setValue(int(rect.top() - self._row))
        elif rect.bottom() > down.value() + high:
            down.setValue(int(rect.bottom() - high + self._gap))

    def _middle_day(self) -> str:
        layout = self._layout
        current = self.current
        if current is not None and current.day:
            return current.day
        if layout is None:
            return self._timeline.today
        room = self.viewport().width() - self._left
        middle = self.horizontalScrollBar().value() + room / 2
        return layout.day_at(min(middle, layout.width - 1))

    def _centre(self, day: str) -> None:
        if self._layout is None or not day:
            return
        room = self.viewport().width() - self._left
        self.horizontalScrollBar().setValue(int(self._layout.x_of(day) - room / 2))
        self.viewport().update()

    def _dragged_words(self, mark: Mark) -> str:
        until = _shifted(mark.until, self._dragged) if mark.until else ""
        return f"{mark.title}: {span_words(_shifted(mark.day, self._dragged), until)}"

    def _end_drag(self) -> None:
        self._pressed, self._dragged, self._is_dragging = None, 0, False
        self.viewport().update()


def _shifted(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day


def _hatch(colour: QColor) -> QBrush:
    return QBrush(colour, Qt.BrushStyle.BDiagPattern)
