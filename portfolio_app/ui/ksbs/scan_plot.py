"""The dot plot of a skills scan, one line a row: where each KSB stood and where it stands."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from portfolio_app.domain.scan import Row
from portfolio_app.ui.kit.chips import chip_size, paint_chip
from portfolio_app.ui.kit.list_rows import Index, draw_ground
from portfolio_app.ui.kit.tables import VALUE
from portfolio_app.ui.kit.theme import theme


class PlotDelegate(QStyledItemDelegate):
    """Draws hollow circle (earlier), filled circle (later), upright line (line manager).

    Numbers stand in the columns beside it: nothing is said by the drawing alone.
    """

    steps = 5

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        draw_ground(painter, option)
        row: Row = index.data(VALUE)
        rect: QRect = option.rect
        y = rect.center().y() + 0.5
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line.subtle"), 1))
        painter.drawLine(QPointF(self._at(rect, 1), y), QPointF(self._at(rect, self.steps), y))
        tick = look.px(3)
        painter.setPen(QPen(look.colour("line.strong"), 1))
        for step in range(1, self.steps + 1):
            x = self._at(rect, step)
            painter.drawLine(QPointF(x, y - tick), QPointF(x, y + tick))
        self._draw_marks(painter, row, rect, y)
        painter.restore()

    def _draw_marks(self, painter: QPainter, row: Row, rect: QRect, y: float) -> None:
        look = theme()
        ink, own = look.colour("text.normal"), look.colour(f"ksb.{row.ksb.kind.value}")
        before, now, manager = row.earlier.own, row.later.own, row.later.manager
        if before is not None and now is not None:
            painter.setPen(QPen(ink, look.px(2)))
            painter.drawLine(QPointF(self._at(rect, before), y), QPointF(self._at(rect, now), y))
        if manager is not None:
            painter.setPen(QPen(ink, look.px(2)))
            x, half = self._at(rect, manager), look.px(8)
            painter.drawLine(QPointF(x, y - half), QPointF(x, y + half))
        painter.setPen(QPen(ink, look.px(1.5)))
        if before is not None:
            painter.setBrush(look.colour("surface.surface"))
            painter.drawEllipse(QPointF(self._at(rect, before), y), look.px(6), look.px(6))
        if now is not None:
            painter.setBrush(own)
            painter.drawEllipse(QPointF(self._at(rect, now), y), look.px(4.5), look.px(4.5))

    def _at(self, rect: QRect, step: int) -> float:
        pad = theme().px(12)
        share = (min(step, self.steps) - 1) / max(self.steps - 1, 1)
        return rect.x() + pad + share * (rect.width() - 2 * pad)


class CodeDelegate(QStyledItemDelegate):
    """Draws the KSB's chip."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        draw_ground(painter, option)
        row: Row = index.data(VALUE)
        font = look.font("caption")
        size = chip_size(font, row.ksb.code)
        rect: QRect = option.rect
        width = min(size.width(), rect.width() - look.space("sm"))
        chip = QRect(rect.x() + look.space("xs"), 0, width, size.height())
        chip.moveCenter(chip.center())
        chip.moveTop(rect.center().y() - size.height() // 2)
        paint_chip(painter, chip, row.ksb.kind, row.ksb.code, font)
