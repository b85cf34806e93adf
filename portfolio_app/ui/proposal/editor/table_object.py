"""Draws a table in the text: its caption, its cells, its totals, and how they were worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QStaticText

from portfolio_app.domain.draft import Block, Table
from portfolio_app.domain.working_tables import Shown, shown
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor.held_look import HeldLook, caption_words, frame, wrapped

_WIDEST = 0.6  # of the table, that a column asks for at most
_TRIED = 4_000  # letters of a cell that are measured


@dataclass(frozen=True, slots=True)
class _Laid:
    """Everything measured: words with their places (pixels from the top left), lines, size."""

    texts: tuple[tuple[QStaticText, QPointF, str, str], ...]  # the font's name and the colour's
    head: QRectF
    totals: tuple[QRectF, ...]
    rules: tuple[float, ...]
    size: QSizeF


def size(block: Block, width: float, look: HeldLook) -> QSizeF:
    """Return what a table needs, in pixels, when the text is ``width`` pixels wide."""
    return QSizeF(_of(block, width, look).size)


def paint(painter: QPainter, rect: QRectF, block: Block, look: HeldLook) -> None:
    """Draw a table into a rectangle as wide as ``size`` was asked for."""
    laid = _of(block, rect.width(), look)
    colours = theme()
    fonts = {"body": look.font, "small": look.small, "strong": look.strong}
    painter.save()
    painter.translate(rect.topLeft())
    painter.fillRect(laid.head, colours.colour("surface.sunken"))
    for each in laid.totals:
        painter.fillRect(each, colours.colour("surface.sunken"))
    painter.setPen(QPen(colours.colour("line.subtle"), 1))
    for y in laid.rules:
        painter.drawLine(QPointF(0, y), QPointF(laid.size.width(), y))
    if not laid.head.isEmpty():
        painter.setPen(QPen(colours.colour("line.strong"), 1))
        y = laid.head.bottom()
        painter.drawLine(QPointF(0, y), QPointF(laid.size.width(), y))
        for each in laid.totals:
            painter.drawLine(each.topLeft(), each.topRight())
    for text, at, font, colour in laid.texts:
        painter.setFont(fonts[font])
        painter.setPen(colours.colour(colour))
        painter.drawStaticText(at, text)
    painter.restore()
    if look.is_chosen:
        frame(painter, rect)


def words(block: Block, look: HeldLook) -> str:
    """Return what a table is, for those who do not see it."""
    table = block.table or Table()
    seen = shown(table)
    about = (
        QCoreApplication.translate("table_object", "{0} columns, {1} rows.")
        .replace("{0}", str(len(seen.columns)))
        .replace("{1}", str(len(seen.rows)))
    )
    named = caption_words(look.number or table.kind.words, table.caption, _no_caption())
    return " ".join(filter(None, (f"{named.rstrip('.')}.", about, table.summary.strip())))


def _of(block: Block, width: float, look: HeldLook) -> _Laid:
    return _laid(
        block.table or Table(), round(width), look.font.toString(), look.number, tells=look.tells
    )


@lru_cache(maxsize=128)
def _laid(table: Table, width: int, font: str, number: str, *, tells: bool) -> _Laid:
    body = QFont()
    body.fromString(font)
    look = HeldLook(body, number, tells=tells)
    return _Layout(table, shown(table), float(max(width, 40)), look).laid()


class _Layout:
    """Lays one table out, from the top down."""

    def __init__(self, table: Table, seen: Shown, width: float, look: HeldLook) -> None:
        self._table, self._seen, self._width, self._look = table, seen, width, look
        self._fonts = {"body": look.font, "small": look.small, "strong": look.strong}
        self._texts: list[tuple[QStaticText, QPointF, str, str]] = []
        self._y = float(theme().space("xs"))
        self._side, self._above = float(theme().space("sm")), float(theme().space("xs"))

    def laid(self) -> _Laid:
        """Return everything in its place."""
        table, seen = self._table, self._seen
        number = self._look.number or table.kind.words
        caption = caption_words(number, table.caption, _no_caption())
        self._line(caption, "strong", "text.normal" if table.caption.strip() else "status.warn")
        head, totals, rules = QRectF(), [], []
        if seen.columns:
            widths = self._widths()
            head = self._row(seen.columns, widths, "strong")
            for index, row in enumerate(seen.rows):
                is_total = index in seen.totals
                place = self._row(row, widths, "strong" if is_total else "body")
                if is_total:
                    totals.append(place)
                rules.append(place.bottom())
            self._y += self._above
        else:
            self._line(
                QCoreApplication.translate("table_object", "Nothing in it yet. Enter opens it."),
                "body",
                "text.muted",
            )
        for note in seen.notes:
            self._line(note, "small", "text.muted")
        if seen.troubles and self._look.tells:
            self._line(_to_check(len(seen.troubles)), "small", "status.warn")
        size = QSizeF(self._width, self._y + self._above)
        return _Laid(tuple(self._texts), head, tuple(totals), tuple(rules), size)

    def _line(self, text: str, font: str, colour: str) -> None:
        made = wrapped(text, self._fonts[font], self._width - 2 * self._side)
        self._texts.append((made, QPointF(self._side, self._y), font, colour))
        self._y += made.size().height() + self._above

    def _row(self, cells: Sequence[str], widths: Sequence[float], font: str) -> QRectF:
        x, tallest = 0.0, QFontMetricsF(self._fonts[font]).height()
        for column, (text, wide) in enumerate(zip(cells, widths, strict=True)):
            if text.strip():
                right = column in self._seen.right
                made = wrapped(text, self._fonts[font], wide - 2 * self._side, right=right)
                at = QPointF(x + self._side, self._y + self._above)
                self._texts.append((made, at, font, "text.normal"))
                tallest = max(tallest, made.size().height())
            x += wide
        place = QRectF(0, self._y, self._width, tallest + 2 * self._above)
        self._y = place.bottom()
        return place

    def _widths(self) -> list[float]:
        """Return the width of each column: what its words need, then what they would like."""
        least, wanted = [], []
        strong = QFontMetricsF(self._fonts["strong"])
        most = self._width * _WIDEST
        for column, head in enumerate(self._seen.columns):
            cells = [head, *(row[column] for row in self._seen.rows)]
            lines = [line for each in cells for line in each[:_TRIED].splitlines()]
            parts = {part for line in lines for part in line.split()}
            longest = max((strong.horizontalAdvance(each) for each in parts), default=0.0)
            whole = max((strong.horizontalAdvance(each) for each in lines), default=0.0)
            around = 2 * self._side + 2
            least.append(min(longest + around, most))
            wanted.append(max(min(whole + around, most), least[-1]))
        return shared_out(least, wanted, self._width)


def shared_out(least: Sequence[float], wanted: Sequence[float], width: float) -> list[float]:
    """Return widths that fill ``width``: each at least what it needs, where that is possible."""
    if not least:
        return []
    if sum(least) >= width:
        return [each * width / sum(least) for each in least]
    if sum(wanted) <= width:
        more = (width - sum(wanted)) / sum(wanted)
        return [each * (1 + more) for each in wanted]
    gap = sum(wanted) - sum(least)
    share = (width - sum(least)) / gap
    return [low + (high - low) * share for low, high in zip(least, wanted, strict=True)]


def _no_caption() -> str:
    return QCoreApplication.translate("table_object", "no caption yet")


def _to_check(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate(
            "table_object", "1 thing to check. Enter opens the table."
        )
    told = QCoreApplication.translate("table_object", "{0} things to check. Enter opens the table.")
    return told.replace("{0}", str(count))
