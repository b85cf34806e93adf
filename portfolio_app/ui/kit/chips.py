"""KSB chips and marks: shape, code and colour together, so that none stands alone.

``KsbChip(ksb)`` is a button; ``paint_chip`` draws the same in a list's delegate;
``paint_mark`` draws the shape alone; ``StatusLabel`` is a KSB's status as icon and word.
On paper (margin flags) pass ``on_paper=True``: the light palette in every theme.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from portfolio_app import tokens
from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.own_keys import DELETE, keep_key
from portfolio_app.ui.kit.theme import theme

STATUS_COLOUR = {
    KsbStatus.GAP: "text.muted",
    KsbStatus.STARTED: "status.warn",
    KsbStatus.COVERED: "status.info",
    KsbStatus.STRONG: "status.ok",
}


def ksb_name(ksb: Ksb) -> str:
    """Return the accessible name of a KSB: "Skill S12, Negotiates and influences"."""
    return f"{ksb.kind.value.capitalize()} {ksb.code}, {ksb.short}"


def mark_size() -> int:
    """Return the width of a mark in pixels, scaled with the text."""
    return theme().px(tokens.number("ksb_mark.size_px"))


def paint_mark(painter: QPainter, rect: QRectF, kind: KsbKind, colour: QColor) -> None:
    """Fill the KSB's shape (square, circle, diamond) into ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if kind is KsbKind.KNOWLEDGE:
        inset = rect.width() * 0.06
        painter.drawRect(rect.adjusted(inset, inset, -inset, -inset))
    elif kind is KsbKind.SKILL:
        painter.drawEllipse(rect)
    else:
        c, r = rect.center(), rect.width() * 0.56
        corners = (QPointF(0, -r), QPointF(r, 0), QPointF(0, r), QPointF(-r, 0))
        painter.drawPolygon(QPolygonF([c + each for each in corners]))
    painter.restore()


def chip_size(font: QFont, text: str) -> QSize:
    """Return the size in pixels of a painted chip with ``text`` ("S12", "S12  Negotiates…")."""
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(strong)
    gap = theme().space("xs")
    width = gap * 3 + mark_size() + metrics.horizontalAdvance(text) + 2
    return QSize(width, max(theme().size("target_min"), metrics.height() + 4))


def paint_chip(
    painter: QPainter,
    rect: QRect,
    kind: KsbKind,
    text: str,
    font: QFont,
    *,
    on_paper: bool = False,
    hollow: bool = False,
) -> None:
    """Draw a chip that fills ``rect``: tint, outline, shape, text in semibold (elided).

    ``hollow``: a candidate, which is only an outline of dashes.
    """
    look = theme()
    colour_of = look.paper_colour if on_paper else look.colour
    ink, tint = colour_of(f"ksb.{kind.value}"), colour_of(f"ksb.{kind.value}_tint")
    radius = look.px(tokens.number("radius.chip"))
    gap, mark = look.space("xs"), mark_size()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine if hollow else Qt.PenStyle.SolidLine))
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else tint)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    top = rect.center().y() - mark / 2 + 0.5
    paint_mark(painter, QRectF(rect.x() + gap + 1, top, mark, mark), kind, ink)
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    painter.setFont(strong)
    painter.setPen(ink)
    words = rect.adjusted(gap * 2 + mark + 1, 0, -gap, 0)
    shown = QFontMetrics(strong).elidedText(text, Qt.TextElideMode.ElideRight, words.width() + 1)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


class KsbChip(QAbstractButton):
    """A KSB as a button. ``clicked`` opens it; when removable, Del or its × emits ``removed``."""

    removed = Signal()

    def __init__(
        self,
        ksb: Ksb,
        parent: QWidget | None = None,
        *,
        removable: bool = False,
        with_words: bool = False,
    ) -> None:
        super().__init__(parent)
        self.ksb = ksb
        self._removable = removable
        self._text = f"{ksb.code}  {ksb.short}" if with_words else ksb.code
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(ksb_name(ksb))
        self.setAccessibleDescription(self.tr("Delete removes") if removable else ksb.text)
        self.setToolTip(plain_tip(f"{ksb.code}: {ksb.text}"))
        theme().changed.connect(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        size = chip_size(self.font(), self._text)
        return QSize(size.width() + self._cross, size.height())

    @override
    def minimumSizeHint(self) -> QSize:
        size = chip_size(self.font(), self.ksb.code)
        return QSize(size.width() + self._cross, size.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        kind = self.ksb.kind
        paint_chip(painter, self.rect(), kind, "", self.font())
        words = self.rect().adjusted(0, 0, -self._cross, 0)
        paint_text(painter, words, kind, self._text, self.font())
        if self._removable:
            size = theme().size("icon_small")
            left = self.width() - self._cross + (self._cross - size) // 2
            cross = icons.pixmap("x", size, f"ksb.{kind.value}")
            painter.drawPixmap(left, (self.height() - size) // 2, cross)

    @override
    def event(self, event: QEvent) -> bool:
        # Del is a window-wide shortcut elsewhere; here it belongs to the chip.
        return (self._removable and keep_key(event, *DELETE)) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._removable and event.position().x() >= self.width() - self._cross:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    @property
    def _cross(self) -> int:
        return theme().size("target_min") if self._removable else 0


def paint_text(painter: QPainter, rect: QRect, kind: KsbKind, text: str, font: QFont) -> None:
    """Draw a chip's mark and text without its box."""
    look = theme()
    ink = look.colour(f"ksb.{kind.value}")
    gap, mark = look.space("xs"), mark_size()
    top = rect.center().y() - mark / 2 + 0.5
    paint_mark(painter, QRectF(rect.x() + gap + 1, top, mark, mark), kind, ink)
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    painter.save()
    painter.setFont(strong)
    painter.setPen(ink)
    words = rect.adjusted(gap * 2 + mark + 1, 0, -gap, 0)
    shown = QFontMetrics(strong).elidedText(text, Qt.TextElideMode.ElideRight, words.width() + 1)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


class StatusLabel(QWidget):
    """A KSB's status as icon and word. ``late`` shows a gap in the danger colour (near gateway)."""

    def __init__(
        self, status: KsbStatus, parent: QWidget | None = None, *, late: bool = False
    ) -> None:
        super().__init__(parent)
        self._status = status
        self._late = late
        self._sign = QLabel()
        self._words = label()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("xs"))
        row.addWidget(self._sign)
        row.addWidget(self._words)
        row.addStretch()
        theme().changed.connect(self._show)
        self._show()

    def set_status(self, status: KsbStatus, *, late: bool = False) -> None:
        """Show another status."""
        self._status, self._late = status, late
        self._show()

    def _show(self) -> None:
        name = status_icon(self._status)
        colour = status_colour(self._status, late=self._late)
        self._sign.setPixmap(icons.pixmap(name, theme().size("icon_small"), colour))
        self._words.setText(self._status.words)
        self.setAccessibleName(self._status.words)


def status_icon(status: KsbStatus) -> str:
    """Return the icon of a status."""
    return tokens.text(f"coverage_icon.{status.value}")


def status_colour(status: KsbStatus, *, late: bool = False) -> str:
    """Return the colour token of a status; a gap is muted until it is late."""
    return "status.danger" if late and status is KsbStatus.GAP else STATUS_COLOUR[status]
