"""Claims as a list of short cards: where, how strongly, the words, what they show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.passage import Claim
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.list_rows import Index, ListRows, draw_ground, read_one_by_one
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.ksbs.coverage_map import where, words_of
from portfolio_app.ui.ksbs.matrix_tiles import paint_bars

VALUE = Qt.ItemDataRole.UserRole
_MOST = 320  # characters: more than two lines ever hold


class ClaimsModel(ListRows[Claim]):
    """Claims as rows."""

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        claim = self.rows[index.row()]
        roles = Qt.ItemDataRole
        if role == roles.DisplayRole:
            return f"{where(claim)}: {words_of(claim)}"
        if role == roles.AccessibleTextRole:
            return spoken(claim)
        if role == roles.AccessibleDescriptionRole:
            return self.tr("Enter opens the page")
        if role == roles.ToolTipRole:
            return plain_tip(f"{claim.item_title}: {words_of(claim)}")
        if role == VALUE:
            return claim
        return None


def spoken(claim: Claim) -> str:
    """Return a claim as it is read out."""
    shows = f" What this shows: {claim.shows}." if claim.shows else ""
    outside = "" if claim.ref else ", not on the shortlist"
    strength = claim.strength.words.lower()
    return f"{where(claim, spoken=True)}{outside}, {strength}: {words_of(claim)}.{shows}"


class ClaimsView(QListView):
    """The list itself. Enter opens the claim. With ``tall`` it is as high as its claims."""

    opened = Signal(object)  # Claim

    def __init__(self, parent: QWidget | None = None, *, tall: bool = False) -> None:
        super().__init__(parent)
        self.claims_model = ClaimsModel()
        self._tall = tall
        self.setModel(self.claims_model)
        self.setItemDelegate(_Card(self))
        self.setAccessibleName(self.tr("Passages"))
        read_one_by_one(self)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        if tall:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._on_double_clicked)
        theme().changed.connect(self._lay_out)

    def show_claims(self, claims: Sequence[Claim]) -> None:
        """Show other claims, the first of them current."""
        self.claims_model.show_rows(claims)
        if claims:
            self.setCurrentIndex(self.claims_model.index(0, 0))
        self._lay_out()

    def current_claim(self) -> Claim | None:
        """Return the current claim."""
        index = self.currentIndex()
        return self.claims_model.rows[index.row()] if index.isValid() else None

    def wanted_height(self, width: int) -> int:
        """Return the height in pixels at which every claim is in view, in a list so wide."""
        inner = width - 2 * self.frameWidth()
        heights = sum(card_height(claim, inner) for claim in self.claims_model.rows)
        return heights + 2 * self.frameWidth()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            claim = self.current_claim()
            if claim is not None:
                self.opened.emit(claim)
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _lay_out(self) -> None:
        self.scheduleDelayedItemsLayout()
        if self._tall:
            self.setFixedHeight(self.wanted_height(self.width()))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.claims_model.rows[index.row()])


class _Card(QStyledItemDelegate):
    """Draws a claim: where and how strongly, up to two lines of its words, what it shows."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        return QSize(width, card_height(index.data(VALUE), width))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        claim: Claim = index.data(VALUE)
        painter.save()
        draw_ground(painter, option)
        gap = look.space("sm")
        inner = option.rect.adjusted(gap, gap, -gap, -gap)
        metrics = QFontMetrics(look.font("body"))
        height = metrics.lineSpacing()
        line = QRect(inner.x(), inner.y(), inner.width(), height)
        self._paint_first(painter, line, claim)
        line.translate(0, height + look.space("xs"))
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text.normal"))
        for words in _lines(words_of(claim), inner.width(), look.font("body").pointSizeF()):
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
            line.translate(0, height)
        if claim.shows:
            painter.setPen(look.colour("text.muted"))
            shows = self.tr("Shows: {0}").format(claim.shows)
            cut = metrics.elidedText(shows, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.setPen(look.colour("line.subtle"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _paint_first(self, painter: QPainter, line: QRect, claim: Claim) -> None:
        look = theme()
        plain = QFontMetrics(look.font("body"))
        strength = claim.strength.words
        bars = look.px(8)
        right = plain.horizontalAdvance(strength) + bars + look.space("xs")
        strong = look.font("body", strong=True)
        painter.setFont(strong)
        painter.setPen(look.colour("text.normal"))
        name = where(claim) if claim.ref else self.tr("{0} · not shortlisted").format(where(claim))
        room = line.width() - right - look.space("sm")
        cut = QFontMetrics(strong).elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text.muted"))
        words = line.adjusted(line.width() - right, 0, -bars - look.space("xs"), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, strength)
        side = QRectF(line.right() - bars, line.y(), bars, line.height() - look.px(1))
        paint_bars(painter, side, int(claim.strength), "accent.fill")


def card_height(claim: Claim, width: int) -> int:
    """Return how high a claim is drawn in so many pixels of width."""
    look = theme()
    metrics = QFontMetrics(look.font("body"))
    inner = width - 2 * look.space("sm")
    lines = (
        1 + len(_lines(words_of(claim), inner, look.font("body").pointSizeF())) + bool(claim.shows)
    )
    return lines * metrics.lineSpacing() + 2 * look.space("sm") + look.space("xs")


@lru_cache(maxsize=1024)
def _lines(words: str, width: int, _points: float) -> tuple[str, ...]:
    """Break words into at most two lines, the last one cut with "…" where it is too long.

    The answer is kept: it is asked for at each measuring and each drawing.
    """
    metrics = QFontMetrics(theme().font("body"))
    words = " ".join(words.split())
    if len(words) > _MOST:
        words = f"{words[:_MOST]}…"
    if metrics.horizontalAdvance(words) <= width or width <= 0:
        return (words,)
    parts = words.split(" ")
    count = 1
    while count < len(parts) and metrics.horizontalAdvance(" ".join(parts[: count + 1])) <= width:
        count += 1
    first = metrics.elidedText(" ".join(parts[:count]), Qt.TextElideMode.ElideRight, width)
    rest = " ".join(parts[count:])
    return (first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
