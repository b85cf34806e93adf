"""The headers of the coverage map: KSBs down the side, frozen; pieces of evidence along the top."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import mark_size, paint_mark, status_colour, status_icon
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.ksbs.coverage_map import has_code
from portfolio_app.ui.ksbs.matrix_model import MatrixModel

_SHORTEST, _LONGEST = 150, 320  # pixels at 100 % that the short wording may have
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class RowHeader(QHeaderView):
    """Mark and code, short wording, status as icon and word, number of passages: always in view.

    A row is drawn once and copied from then on: its words cost more to draw than all its cells.
    """

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._map = model
        self._drawn: dict[int, QPixmap] = {}
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(self.tr("KSBs"))
        self.current_row = -1
        self._short = _SHORTEST
        self.measure()

    def measure(self) -> None:
        """Take sizes from the look in force."""
        look = theme()
        self.forget()
        strong = QFontMetrics(look.font("body", strong=True))
        plain = QFontMetrics(look.font("body"))
        gap = look.space("sm")
        self._code = gap + mark_size() + look.space("xs") + strong.horizontalAdvance("K00") + gap
        words = max(plain.horizontalAdvance(each.words) for each in KsbStatus)
        self._status = look.size("icon_small") + look.space("xs") + words + gap
        self._count = plain.horizontalAdvance("000") + gap

    def forget(self) -> None:
        """Draw every row again: what it shows changed."""
        self._drawn.clear()
        self.viewport().update()

    def fit(self, room: int) -> None:
        """Take ``room`` pixels at most, but never less than the shortest wording needs."""
        look = theme()
        fixed = self._code + self._status + self._count
        short = min(max(room - fixed, look.px(_SHORTEST)), look.px(_LONGEST))
        if fixed + short != self.width() or short != self._short:
            self._short = short
            self.forget()
            self.setFixedWidth(fixed + short)

    def parts(self) -> tuple[int, int, int]:
        """Return where short wording, status and count begin, in pixels."""
        status = self.width() - self._count - self._status
        return self._code, status, self.width() - self._count

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._code + self._short + self._status + self._count, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour("surface.surface"))
        first = self.visualIndexAt(event.rect().top())
        last = self.visualIndexAt(event.rect().bottom())
        if first < 0:
            return
        last = last if last >= 0 else self.count() - 1
        height, ratio = self.defaultSectionSize(), self.devicePixelRatioF()
        for row in range(first, last + 1):
            top = self.sectionViewportPosition(row)
            if row == self.current_row:
                tinted = QRect(0, top, self.width(), height)
                painter.fillRect(tinted, theme().colour("surface.selected"))
            picture = self._drawn.get(row)
            if picture is None or picture.devicePixelRatio() != ratio:
                picture = self._drawn[row] = self._draw(row, QSize(self.width(), height), ratio)
            painter.drawPixmap(0, top, picture)

    def _draw(self, row: int, size: QSize, ratio: float) -> QPixmap:
        look = theme()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        rect = QRect(0, 0, size.width(), size.height())
        plain, strong = look.font("body"), look.font("body", strong=True)
        shown = self._map.rows[row]
        ksb = shown.ksb
        wording, status, count = self.parts()
        gap, mark = look.space("sm"), mark_size()
        top = rect.y() + (rect.height() - mark) / 2
        ink = look.colour(f"ksb.{ksb.kind.value}")
        paint_mark(painter, QRectF(gap, top, mark, mark), ksb.kind, ink)
        left = gap + mark + look.space("xs")
        painter.setFont(strong)
        painter.setPen(ink)
        if has_code(ksb):
            painter.drawText(QRect(left, rect.y(), wording - left, rect.height()), _LEFT, ksb.code)
            words, left = ksb.short, wording
            painter.setFont(plain)
            painter.setPen(look.colour("text.normal"))
        else:
            words = ksb.code
        room = status - left - gap
        short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, rect.y(), room + 2, rect.height()), _LEFT, short)
        self._paint_status(painter, rect, shown, status)
        painter.setFont(plain)
        painter.setPen(look.colour("text.normal"))
        number = QRect(count, rect.y(), self.width() - count - gap, rect.height())
        painter.drawText(number, _RIGHT, str(len(shown.claims)))
        painter.setPen(look.colour("line.subtle"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.end()
        return picture

    def _paint_status(self, painter: QPainter, rect: QRect, row: KsbCoverage, left: int) -> None:
        look = theme()
        late = self._map.known.is_late
        name = status_colour(row.status, late=late)
        size = look.size("icon_small")
        sign = icons.pixmap(status_icon(row.status), size, name, self.devicePixelRatioF())
        painter.drawPixmap(left, rect.y() + (rect.height() - size) // 2, sign)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour(name))
        words = QRect(left + size + look.space("xs"), rect.y(), self._status, rect.height())
        painter.drawText(words, _LEFT, row.status.words)


class ColumnHeader(QHeaderView):
    """E01, E02 … or months, in the narrow columns of the map."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._map = model
        self.current_column = -1
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(self.tr("Pieces of evidence"))

    @override
    def sizeHint(self) -> QSize:
        look = theme()
        lines = max((each.label.count("\n") + 1 for each in self._map.columns), default=1)
        height = QFontMetrics(look.font("caption", strong=True)).height() * lines
        return QSize(0, max(height + look.space("sm"), look.size("control_height")))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), look.colour("surface.window"))
        painter.setFont(look.font("caption", strong=True))
        first = self.visualIndexAt(event.rect().left())
        if first >= 0:
            last = self.visualIndexAt(event.rect().right())
            last = last if last >= 0 else self.count() - 1
            width = self.defaultSectionSize()
            for column in range(first, last + 1):
                left = self.sectionViewportPosition(column)
                rect = QRect(left, 0, width, self.height())
                if column == self.current_column:
                    painter.fillRect(rect, look.colour("surface.selected"))
                known = self._map.columns[column]
                painter.setPen(look.colour("text.normal" if known.items else "text.muted"))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, known.label)
        painter.setPen(look.colour("line.strong"))
        foot = self.height() - 1
        painter.drawLine(QPoint(event.rect().left(), foot), QPoint(event.rect().right(), foot))


class Corner(QWidget):
    """The words above the frozen columns."""

    def __init__(self, rows: RowHeader, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("surface.window"))
        painter.setFont(look.font("caption", strong=True))
        painter.setPen(look.colour("text.muted"))
        wording, status, count = self._rows.parts()
        height, gap = self.height(), look.space("sm")
        painter.drawText(QRect(gap, 0, wording, height), _LEFT, self.tr("KSB"))
        painter.drawText(
            QRect(wording, 0, status - wording, height), _LEFT, self.tr("What it asks for")
        )
        painter.drawText(QRect(status, 0, count - status, height), _LEFT, self.tr("Status"))
        number = QRect(count - gap, 0, self.width() - count, height)
        painter.drawText(number, _RIGHT, self.tr("No."))
        painter.setPen(look.colour("line.strong"))
        painter.drawLine(0, height - 1, self.width(), height - 1)
