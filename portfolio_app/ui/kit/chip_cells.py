"""KSB chips in the cells of a table: as many as fit, then "+2"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.ui.kit.chips import chip_size, paint_chip
from portfolio_app.ui.kit.list_rows import Index, draw_ground
from portfolio_app.ui.kit.tables import VALUE
from portfolio_app.ui.kit.theme import theme

PICTURES_KEPT = 2000

Codes = tuple[tuple[str, ...], tuple[str, ...]]  # those that count, and candidates, drawn hollow


class ChipCells(QStyledItemDelegate):
    """Draws the codes of a row's value. ``kinds`` says what kind a code is.

    A row of chips is drawn once and kept as a picture: lists scroll through thousands of them.
    """

    def __init__(
        self,
        kinds: Callable[[], Mapping[str, KsbKind]],
        codes: Callable[[Any], Codes],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._kinds = kinds
        self._codes = codes
        self._kept: dict[tuple[tuple[str, ...], tuple[str, ...], int, int, float], QPixmap] = {}
        theme().changed.connect(self.forget)

    def forget(self) -> None:
        """Draw every row of chips anew: the look, or the KSBs, changed."""
        self._kept.clear()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        draw_ground(painter, option)
        claimed, candidates = self._codes(index.data(VALUE))
        if not claimed and not candidates:
            return
        ratio = painter.device().devicePixelRatioF()
        key = (claimed, candidates, rect.width(), rect.height(), ratio)
        picture = self._kept.get(key)
        if picture is None:
            if len(self._kept) >= PICTURES_KEPT:
                self._kept.clear()
            picture = self._kept[key] = self._drawn(claimed, candidates, rect.size(), ratio)
        painter.drawPixmap(rect.topLeft(), picture)

    def _drawn(
        self, claimed: Sequence[str], candidates: Sequence[str], size: QSize, ratio: float
    ) -> QPixmap:
        codes = (*claimed, *candidates)
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        look, kinds = theme(), self._kinds()
        font = look.font("caption")
        x, gap, rest = look.space("sm"), look.space("xs"), look.px(28)
        painter = QPainter(picture)
        for number, code in enumerate(codes):
            chip = chip_size(font, code)
            if x + chip.width() > size.width() - rest:
                painter.setFont(font)
                painter.setPen(look.colour("text.muted"))
                beside = QRect(x, 0, rest, size.height())
                align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
                painter.drawText(beside, align, f"+{len(codes) - number}")
                break
            height = min(chip.height(), size.height() - 2)
            box = QRect(x, (size.height() - height) // 2, chip.width(), height)
            is_hollow = number >= len(claimed)
            paint_chip(painter, box, kinds.get(code, KsbKind.SKILL), code, font, hollow=is_hollow)
            x += chip.width() + gap
        painter.end()
        return picture
