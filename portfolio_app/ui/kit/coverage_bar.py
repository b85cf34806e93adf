"""A stacked bar of KSB statuses with numbers, glyphs and words: no score, no traffic light."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import status_colour, status_icon
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.theme import theme

ORDER = (KsbStatus.STRONG, KsbStatus.COVERED, KsbStatus.STARTED, KsbStatus.GAP)
_FILL = {
    KsbStatus.STRONG: "heat.level3",
    KsbStatus.COVERED: "heat.level2",
    KsbStatus.STARTED: "heat.level1",
    KsbStatus.GAP: "surface.surface",
}


class CoverageBar(QAbstractButton):
    """One bar with its words below. It is a button: pressed, it opens what it counts.

    ``title`` may be set before ``show_counts``.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._counts: dict[KsbStatus, int] = {}
        self._words: Mapping[KsbStatus, str] = {each: each.words for each in KsbStatus}
        self._late = False
        self._broken: dict[int, list[list[KsbStatus]]] = {}  # lines by width: layouts ask often
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self._on_look_changed)
        self.show_counts({})

    def show_counts(
        self,
        counts: Mapping[KsbStatus, int],
        *,
        late: bool = False,
        words: Mapping[KsbStatus, str] | None = None,
    ) -> None:
        """Show how many KSBs have each status. ``late``: gaps take the danger colour.

        ``words`` are what the statuses are called where they are not those of evidence.
        """
        self._words = words or {each: each.words for each in KsbStatus}
        self._counts = {status: counts.get(status, 0) for status in ORDER}
        self._late = late
        self._broken.clear()
        self.setAccessibleName(f"{self.title}: {self.words}")
        self.setToolTip(plain_tip(f"{self.title}: {self.words}"))
        self.setAccessibleDescription(self.tr("Enter opens the map"))
        self.updateGeometry()
        self.update()

    def _on_look_changed(self) -> None:
        self._broken.clear()
        self.updateGeometry()

    @property
    def words(self) -> str:
        """The numbers as words: "3 two sources, 20 passage chosen, 4 started, 19 gap"."""
        return ", ".join(
            f"{count} {self._words[status].lower()}" for status, count in self._counts.items()
        )

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(280), self.heightForWidth(theme().px(280)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), self.heightForWidth(max(self.width(), theme().px(280))))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        look = theme()
        lines = len(self._lines(width))
        line = self.fontMetrics().height() + look.space("xs")
        return line + look.space("xs") + look.px(18) + look.space("sm") + lines * line

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        line = metrics.height() + look.space("xs")
        total = sum(self._counts.values())
        painter.setFont(look.font(strong=True))
        painter.setPen(look.colour("text.normal"))
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), line), align, self.title)
        painter.setFont(look.font())
        painter.setPen(look.colour("text.muted"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        of_all = self.tr("{0} in all").format(total)
        painter.drawText(QRectF(0, 0, self.width(), line), right, of_all)
        self._paint_bar(
            painter, QRectF(0.5, line + look.space("xs"), self.width() - 1, look.px(18))
        )
        top = line + look.space("xs") + look.px(18) + look.space("sm")
        for row in self._lines(self.width()):
            left = 0
            for status in row:
                left += self._paint_words(painter, status, left, top, line)
            top += line

    def _paint_bar(self, painter: QPainter, rect: QRectF) -> None:
        look = theme()
        outline = QPainterPath()
        outline.addRoundedRect(rect, look.px(4), look.px(4))
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(rect, look.colour("surface.sunken"))
        total = sum(self._counts.values())
        left = rect.left()
        edge = QPen(look.colour("line.strong"), 1)
        for status, count in self._counts.items():
            if not total or not count:
                continue
            width = rect.width() * count / total
            part = QRectF(left, rect.top(), width, rect.height())
            fill: QColor = look.colour(_FILL[status])
            painter.fillRect(part, fill)
            painter.setPen(edge)
            painter.drawLine(part.topRight(), part.bottomRight())
            left += width
        painter.restore()
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_words(
        self, painter: QPainter, status: KsbStatus, left: int, top: int, line: int
    ) -> int:
        look = theme()
        size = look.size("icon_small")
        colour = status_colour(status, late=self._late)
        glyph = icons.pixmap(status_icon(status), size, colour)
        painter.drawPixmap(left, top + (line - size) // 2, glyph)
        painter.setPen(look.colour("text.normal"))
        words = f"{self._counts[status]} {self._words[status]}"
        start = left + size + look.space("xs")
        rect = QRectF(start, top, self.width(), line)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)
        return self._width_of(status)

    def _width_of(self, status: KsbStatus) -> int:
        look = theme()
        words = f"{self._counts[status]} {self._words[status]}"
        icon = look.size("icon_small") + look.space("xs")
        return icon + self.fontMetrics().horizontalAdvance(words) + look.space("lg")

    def _lines(self, width: int) -> list[list[KsbStatus]]:
        found = self._broken.get(width)
        if found is None:
            found = self._broken[width] = self._break(width)
        return found

    def _break(self, width: int) -> list[list[KsbStatus]]:
        lines: list[list[KsbStatus]] = [[]]
        used = 0
        for status in self._counts:
            wanted = self._width_of(status)
            if lines[-1] and used + wanted > width:
                lines.append([])
                used = 0
            lines[-1].append(status)
            used += wanted
        return lines

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
