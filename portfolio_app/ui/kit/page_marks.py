"""Marks on pages: the fill and underline of a passage, and the flags beside the page.

A KSB's kind shows three times over: colour, underline (solid, dashed, dotted) and shape. Paper is
white in every theme, so what lies on it keeps the light palette.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from portfolio_app import tokens
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.passage import Quad, Span
from portfolio_app.ui.kit.chips import chip_size, paint_chip
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.own_keys import DELETE, keep_key
from portfolio_app.ui.kit.theme import theme

_PENS = {
    "solid": Qt.PenStyle.SolidLine,
    "dash": Qt.PenStyle.DashLine,
    "dot": Qt.PenStyle.DotLine,
}


@dataclass(frozen=True, slots=True)
class Flag:
    """One claim on a passage, as the margin shows it.

    ``uid`` is the claim's. ``name`` is read by a screen reader ("S12 claim on 'negotiated…'"),
    ``description`` says how strongly.
    """

    uid: str
    code: str
    kind: KsbKind
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One passage on its pages. The first flag gives fill and underline; all flags are shown."""

    uid: str
    spans: tuple[Span, ...]
    flags: tuple[Flag, ...]

    @property
    def is_box(self) -> bool:
        """Whether it is a drawn box rather than words."""
        return bool(self.spans) and self.spans[0].start == self.spans[0].end

    def quads_on(self, page_index: int) -> tuple[Quad, ...]:
        """Return its corners on one page, points."""
        return tuple(q for s in self.spans if s.page_index == page_index for q in s.quads)


def ink(kind: KsbKind) -> QColor:
    """Return the colour of a kind's fill on paper."""
    return theme().colour(f"highlight.{kind.value}")


def draw_fill(painter: QPainter, quads: tuple[Quad, ...], scale: float, fill: QColor) -> None:
    """Lay a highlighter's ink over words: the dark beneath stays dark, ink over ink stays light.

    The painter's origin is the page's corner; ``scale`` is pixels a point.
    """
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Darken)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    for quad in quads:
        painter.drawPolygon(_polygon(quad, scale))
    painter.restore()


def draw_mark(painter: QPainter, mark: Mark, page_index: int, scale: float) -> None:
    """Draw a passage's fill and underline (a box's outline) on one page."""
    kind = mark.flags[0].kind
    quads = mark.quads_on(page_index)
    draw_fill(painter, quads, scale, ink(kind))
    pen = QPen(theme().paper_colour(f"ksb.{kind.value}"))
    pen.setWidthF(tokens.number("highlight.underline_px"))
    pen.setStyle(_PENS[tokens.text(f"highlight.underline_{kind.value}")])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for quad in quads:
        if mark.is_box:
            painter.drawPolygon(_polygon(quad, scale))
        else:
            left, right = QPointF(quad[6], quad[7]) * scale, QPointF(quad[4], quad[5]) * scale
            painter.drawLine(left, right)


def draw_ring(painter: QPainter, quads: tuple[Quad, ...], scale: float) -> None:
    """Draw the two-tone ring of what is chosen around a passage, line by line."""
    for quad in quads:
        box = _polygon(quad, scale).boundingRect()
        two_tone_ring(painter, box.adjusted(-2, -2, 2, 2))


def two_tone_ring(painter: QPainter, rect: QRectF) -> None:
    """Draw a ring that shows on any ground: yellow inside ink, 2 px each."""
    width = tokens.number("size.focus_ring")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().paper_colour("focus.outer"), width))
    painter.drawRect(rect.adjusted(-width, -width, width, width))
    painter.setPen(QPen(theme().paper_colour("focus.inner"), width))
    painter.drawRect(rect)


def _polygon(quad: Quad, scale: float) -> QPolygonF:
    return QPolygonF([QPointF(quad[i] * scale, quad[i + 1] * scale) for i in (0, 2, 4, 6)])


class MarginFlag(QAbstractButton):
    """A claim's flag beside the page: shape and code. Enter shows the claim, Del takes it away."""

    removed = Signal(str)  # claim uid

    def __init__(self, flag: Flag, parent: QWidget) -> None:
        super().__init__(parent)
        self.flag = flag
        self.is_chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_flag(flag)

    def show_flag(self, flag: Flag) -> None:
        """Show this state of the claim."""
        self.flag = flag
        self.setText(flag.code)
        self.setAccessibleName(flag.name)
        self.setAccessibleDescription(flag.description)
        self.setToolTip(plain_tip(f"{flag.name}. {flag.description}"))
        self.resize(self.sizeHint())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return chip_size(self.font(), self.flag.code)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self.flag.kind, self.flag.code, self.font(), on_paper=True)
        if self.is_chosen:
            two_tone_ring(painter, QRectF(self.rect()).adjusted(3, 3, -4, -4))

    @override
    def event(self, event: QEvent) -> bool:
        # Del is a window-wide shortcut elsewhere; here it belongs to the flag.
        return keep_key(event, *DELETE) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.flag.uid)
        else:
            super().keyPressEvent(event)
