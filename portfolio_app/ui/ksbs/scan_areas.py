"""A skills scan by area: two lines over at most eight axes, and the same as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.scan import AreaMean
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.page_access import show_as_graphic
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme

MOST_AXES, FEWEST_AXES = 8, 3
LARGE = 150  # % from which on letters leave a chart no room
_LABEL = 240  # pixels at 100 %: room for the words of an axis on either side


def mean_words(share: float | None, steps: int) -> str:
    """Return a mean as it lies on the scale: "3.4"; "–" for no mark."""
    return "–" if share is None else f"{1 + share * (steps - 1):.1f}"


class ScanAreas(QWidget):
    """The radar, or the table where it says more; ``left`` asks for the list again."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = 5
        look = theme()
        self.back = QPushButton(self.tr("Back to the list"))
        icons.put(self.back, "arrow-left")
        self.turn = QPushButton()
        self.radar = Radar()
        self.table = ListTable(
            (
                Column(self.tr("Area"), lambda row: row.title, stretch=True, sortable=False),
                Column(self.tr("Then"), lambda row: mean_words(row.earlier, self._steps),
                       width=90, right=True, sortable=False),
                Column(self.tr("Now"), lambda row: mean_words(row.later, self._steps),
                       width=90, right=True, sortable=False),
            ),
            key=lambda row: row.area,
            name=self.tr("Mean mark by area"),
            sortable=False,
            many=False,
        )  # fmt: skip
        self.told = label("", "caption", wrap=True)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        flow.addWidget(self.back)
        flow.addWidget(self.turn)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.radar)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(buttons)
        column.addWidget(self._stack, 1)
        column.addWidget(self.told)
        self.back.clicked.connect(lambda _=False: self.left.emit())
        self.turn.clicked.connect(lambda _=False: self.show_table(table=not self.is_table))
        look.changed.connect(self._look_again)
        self.table.installEventFilter(self)  # a list takes letters for the start of a row's words

    @property
    def is_table(self) -> bool:
        """Whether the table is in view."""
        return self._stack.currentWidget() is self.table

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.table if self.is_table else self.radar

    def show_means(self, means: Sequence[AreaMean], steps: int, then: str, now: str) -> None:
        """Show the means of one scan, or of two; ``then`` is "" for one alone."""
        self._steps = steps
        self.radar.show_means(means, steps)
        self.table.show_rows(means)
        self.table.setColumnHidden(1, not then)
        told = self.tr(
            "Mean of my own marks by area, 1 to {0}. Solid line and filled circles: {1}."
        )
        told = told.format(steps, now)
        if then:
            told += " " + self.tr("Dashed line and hollow circles: {0}.").format(then)
        if not self.can_draw and theme().scale < LARGE:
            told += " " + self.tr("A chart needs three to eight areas; the table shows them all.")
        self.told.setText(told)
        self._look_again()

    @property
    def can_draw(self) -> bool:
        """Whether there are as many areas as can be told apart, and the room for their words."""
        count = len(self.table.rows_model.rows)
        return FEWEST_AXES <= count <= MOST_AXES and theme().scale < LARGE

    def _look_again(self) -> None:
        self.told.setVisible(theme().scale < LARGE)  # it tells of the chart's lines
        self.turn.setVisible(self.can_draw)
        self.show_table(table=self.is_table or not self.can_draw)

    def show_table(self, *, table: bool) -> None:
        """Show the table, or the chart."""
        had = self.radar.hasFocus() or self.table.hasFocus()
        self._stack.setCurrentWidget(self.table if table else self.radar)
        self.turn.setText(self.tr("Chart (T)") if table else self.tr("Table (T)"))
        if had:
            self.first_focus().setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._takes(event)
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes(event):
            super().keyPressEvent(event)

    def _takes(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_T and not event.modifiers() and self.can_draw:
            self.show_table(table=not self.is_table)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False


class Radar(QWidget):
    """Draws the means: each line with its own dash and marker, the values at the axes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._means: tuple[AreaMean, ...] = ()
        self._steps = 5
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        show_as_graphic(self)

    def show_means(self, means: Sequence[AreaMean], steps: int) -> None:
        """Show other means."""
        self._means, self._steps = tuple(means), steps
        self.setAccessibleName(self.tr("Chart of the mean mark by area"))
        said = "; ".join(f"{each.title}: {self._values(each)}" for each in self._means)
        self.setAccessibleDescription(said)
        self.update()

    def _values(self, each: AreaMean) -> str:
        now = mean_words(each.later, self._steps)
        if each.earlier is None:
            return now
        return f"{mean_words(each.earlier, self._steps)} → {now}"

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not FEWEST_AXES <= len(self._means) <= MOST_AXES:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = painter.fontMetrics().height()
        side = min(look.px(_LABEL), self.width() // 3)
        radius = max(min(self.width() / 2 - side, self.height() / 2 - 3.2 * line), 20.0)
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._draw_web(painter, middle, radius)
        for share, is_now in (("earlier", False), ("later", True)):
            values = [getattr(each, share) for each in self._means]
            self._draw_line(painter, middle, radius, values, is_now=is_now)
        painter.setPen(look.colour("text.normal"))
        for at, each in enumerate(self._means):
            self._draw_words(painter, middle, radius, side, at, each)

    def _point(self, middle: QPointF, radius: float, at: int) -> QPointF:
        angle = 2 * math.pi * at / len(self._means) - math.pi / 2
        return middle + QPointF(math.cos(angle) * radius, math.sin(angle) * radius)

    def _draw_web(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        painter.setPen(QPen(theme().colour("line.subtle"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        axes = range(len(self._means))
        for step in range(1, self._steps):
            ring = radius * step / (self._steps - 1)
            painter.drawPolygon(QPolygonF([self._point(middle, ring, at) for at in axes]))
        for at in axes:
            painter.drawLine(middle, self._point(middle, radius, at))

    def _draw_line(
        self,
        painter: QPainter,
        middle: QPointF,
        radius: float,
        values: Sequence[float | None],
        *,
        is_now: bool,
    ) -> None:
        ink = theme().colour("text.normal") if not is_now else theme().colour("accent.fill")
        style = Qt.PenStyle.SolidLine if is_now else Qt.PenStyle.DashLine
        pen = QPen(ink, 2, style)
        found = {
            at: self._point(middle, radius * each, at)
            for at, each in enumerate(values)
            if each is not None
        }
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        for at, point in found.items():
            after = (at + 1) % len(values)
            if after in found:
                painter.drawLine(point, found[after])
        painter.setPen(QPen(ink, 2))
        painter.setBrush(ink if is_now else theme().colour("surface.window"))
        for point in found.values():
            painter.drawEllipse(point, 4.5, 4.5)

    def _draw_words(
        self,
        painter: QPainter,
        middle: QPointF,
        radius: float,
        side: int,
        at: int,
        each: AreaMean,
    ) -> None:
        line = painter.fontMetrics().height()
        edge = self._point(middle, radius + line * 0.6, at)
        lean = edge.x() - middle.x()
        flags = Qt.AlignmentFlag.AlignHCenter
        left = edge.x() - side / 2
        if lean > radius * 0.2:
            flags, left = Qt.AlignmentFlag.AlignLeft, edge.x()
        elif lean < -radius * 0.2:
            flags, left = Qt.AlignmentFlag.AlignRight, edge.x() - side
        is_top = edge.y() < middle.y() - radius * 0.8
        top = edge.y() - 2 * line if is_top else edge.y() - line * 0.6
        title = painter.fontMetrics().elidedText(each.title, Qt.TextElideMode.ElideRight, side)
        painter.drawText(QRectF(left, top, side, line), flags, title)
        painter.drawText(QRectF(left, top + line, side, line), flags, self._values(each))
