"""Draws a table in the text: its caption, its cells, its totals, and how they were worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QStaticText

from portfolio_app.domain.draft import Block, Table
from portfolio_app.domain.typed_numbers import read
from portfolio_app.domain.working_tables import Shown, shown
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor.held_look import HeldLook, caption_words, frame, wrapped

_WIDEST = 0.6  # of the table, that a column asks for at most
_SMALLER = (1.0, 0.9, 0.8, 0.7)  # of the text's size: as far as it takes for figures to stay whole
_LEAST_LETTERS = 6  # of a column of words that has no room for its longest one
_TRIED = 4_000  # letters of a cell that are measured


@dataclass(frozen=True, slots=True)
class _Laid:
    """Everything measured: words with their places (pixels from the top left), lines, size."""

    texts: tuple[tuple[QStaticText, QPointF, str, str], ...]  # the font's name and the colour's
    head: QRectF
    totals: tuple[QRectF, ...]
    rules: tuple[float, ...]
    size: QSizeF
    scale: float = 1.0  # of the font in the cells


def size(block: Block, width: float, look: HeldLook) -> QSizeF:
    """Return what a table needs, in pixels, when the text is ``width`` pixels wide."""
    return QSizeF(_of(block, width, look).size)


def paint(painter: QPainter, rect: QRectF, block: Block, look: HeldLook) -> None:
    """Draw a table into a rectangle as wide as ``size`` was asked for."""
    laid = _of(block, rect.width(), look)
    colours = theme()
    fonts = _fonts(look, laid.scale)
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
    seen = painter.clipBoundingRect() if painter.hasClipping() else QRectF(QPointF(0, 0), laid.size)
    for text, at, font, colour in laid.texts:
        if at.y() > seen.bottom() or at.y() + text.size().height() < seen.top():
            continue
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
        self._side, self._above = float(theme().space("sm")), float(theme().space("xs"))
        self._scale, self._columns = self._room()
        self._inside = self._padding(self._scale)
        self._fonts = _fonts(look, self._scale)
        self._texts: list[tuple[QStaticText, QPointF, str, str]] = []
        self._y = float(theme().space("xs"))

    def laid(self) -> _Laid:
        """Return everything in its place."""
        table, seen = self._table, self._seen
        number = self._look.number or table.kind.words
        caption = caption_words(number, table.caption, _no_caption())
        self._line(caption, "strong", "text.normal" if table.caption.strip() else "status.warn")
        head, totals, rules = QRectF(), [], []
        if seen.columns:
            widths = self._columns
            head = self._row(seen.columns, widths, "head")
            for index, row in enumerate(seen.rows):
                is_total = index in seen.totals
                place = self._row(row, widths, "head" if is_total else "cell")
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
        return _Laid(tuple(self._texts), head, tuple(totals), tuple(rules), size, self._scale)

    def _line(self, text: str, font: str, colour: str) -> None:
        made = wrapped(text, self._fonts[font], self._width - 2 * self._side)
        self._texts.append((made, QPointF(self._side, self._y), font, colour))
        self._y += made.size().height() + self._above

    def _row(self, cells: Sequence[str], widths: Sequence[float], font: str) -> QRectF:
        metrics = QFontMetricsF(self._fonts[font])
        x, tallest = 0.0, metrics.height()
        for column, (text, wide) in enumerate(zip(cells, widths, strict=True)):
            if text.strip():
                right = column in self._seen.right
                if right and " " in text and read(text):
                    text = text.replace(" ", "\u00a0")
                room = wide - 2 * self._inside
                is_plain = text.isascii() and text.isprintable()
                is_line = is_plain and metrics.horizontalAdvance(text) < room
                made = wrapped(text, self._fonts[font], room, right=right, is_laid=not is_line)
                at = QPointF(x + self._inside, self._y + self._above)
                self._texts.append((made, at, font, "text.normal"))
                tallest = max(tallest, ceil(metrics.height()) if is_line else made.size().height())
            x += wide
        place = QRectF(0, self._y, self._width, tallest + 2 * self._above)
        self._y = place.bottom()
        return place

    def _room(self) -> tuple[float, list[float]]:
        """Return how large the cells' letters are, and the width of each column.

        Letters are made smaller until every word and figure has room on a line. Where that is not
        enough, columns of words give way: a figure in two lines is another figure.
        """
        scale, *smaller = _SMALLER
        least, wanted = self._needs(scale)
        while sum(least) > self._width and smaller:
            scale = smaller.pop(0)
            least, wanted = self._needs(scale)
        right = self._seen.right
        floor = (
            2 * self._side
            + _LEAST_LETTERS * QFontMetricsF(_fonts(self._look, scale)["head"]).averageCharWidth()
        )
        if sum(least) > self._width:
            least = [
                each if column in right else min(each, floor) for column, each in enumerate(least)
            ]
        return scale, shared_out(least, wanted, self._width)

    def _padding(self, scale: float) -> float:
        """Return what is left free at either side of a cell, in pixels."""
        return self._side if scale == 1.0 else float(theme().space("xs"))

    def _needs(self, scale: float) -> tuple[list[float], list[float]]:
        """Return the width that each column needs for its longest word, and what it would like."""
        least, wanted = [], []
        font = _fonts(self._look, scale)["head"].toString()
        most = self._width * _WIDEST
        for longest, whole in _widths(self._seen.columns, self._seen.rows, font):
            around = 2 * self._padding(scale) + 2
            least.append(min(longest + around, most))
            wanted.append(max(min(whole + around, most), least[-1]))
        return least, wanted


@lru_cache(maxsize=128)
def _widths(
    columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], font: str
) -> list[tuple[float, float]]:
    """Return the width of each column's longest word and of its longest line, in pixels."""
    drawn = QFont()
    drawn.fromString(font)
    metrics = QFontMetricsF(drawn)
    found = []
    for column, head in enumerate(columns):
        cells = [head, *(row[column] for row in rows)]
        lines = [line for each in cells for line in each[:_TRIED].splitlines()]
        parts = {part for line in lines for part in line.split()}
        longest = max((metrics.horizontalAdvance(each) for each in parts), default=0.0)
        whole = max((metrics.horizontalAdvance(each) for each in lines), default=0.0)
        found.append((longest, whole))
    return found


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


def _fonts(look: HeldLook, scale: float) -> dict[str, QFont]:
    """Return the fonts by name; those of the cells at a share of the text's size."""
    fonts = {"body": look.font, "small": look.small, "strong": look.strong}
    for name, of in (("cell", look.font), ("head", look.strong)):
        fonts[name] = QFont(of)
        fonts[name].setPointSizeF(of.pointSizeF() * scale)
    return fonts


def _no_caption() -> str:
    return QCoreApplication.translate("table_object", "no caption yet")


def _to_check(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate(
            "table_object", "1 thing to check. Enter opens the table."
        )
    told = QCoreApplication.translate("table_object", "{0} things to check. Enter opens the table.")
    return told.replace("{0}", str(count))
