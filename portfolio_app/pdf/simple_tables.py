"""Sets a table on pages: columns fitted, rows cut at page ends, its head again on every page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from portfolio_app.domain.simple import Cell, Table, words
from portfolio_app.domain.simple import Style as SimpleStyle
from portfolio_app.pdf import fonts
from portfolio_app.pdf.simple_flow import MARGIN, Flow, ink
from portfolio_app.pdf.simple_lines import Strip, shown, strips

_PAD = 3.0
_NARROWEST = 14.0
_WIDEST = 260.0  # points a column takes at most for its longest line
_LONGEST_WORD = 120.0  # longer words may be cut
_SAMPLE = 3_000  # rows that are measured
# Upright first, then smaller, then the wide way, then columns in groups.
_TRIES = ((9.5, False), (8.5, False), (9.0, True), (8.0, True), (7.0, True))
_GROUP_SIZE = 8.5


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell with the column it begins in."""

    start: int
    span: int
    cell: Cell


Row = tuple[_Placed, ...]


@dataclass(frozen=True, slots=True)
class _Measured:
    """How wide each column must be and would like to be, in points at size 1."""

    least: tuple[float, ...]
    wish: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table whose direction and letters are settled; without ``widths``: in groups of columns."""

    table: Table
    rows: list[Row]
    measured: _Measured
    wide: bool
    size: float = _GROUP_SIZE
    widths: list[float] | None = None


def fitted(table: Table) -> Fitted | None:
    """Return how a table will be set, which is wanted before its heading is; None when empty."""
    rows = [_placed(row) for row in table.rows]
    columns = max((row[-1].start + row[-1].span for row in rows if row), default=0)
    if not columns:
        return None
    measured = _measure(rows, columns)
    for size, wide in _TRIES:
        widths = _widths(measured, size, _room(wide=wide))
        if widths is not None:
            return Fitted(table, rows, measured, wide, size, widths)
    return Fitted(table, rows, measured, wide=True)


def set_table(flow: Flow, fit: Fitted) -> None:
    """Draw a table from where the page is filled to; leaves upright pages to what follows."""
    table = fit.table
    flow.turn(wide=fit.wide)
    _caption(flow, table.caption)
    if fit.widths is None:
        _set_groups(flow, fit.rows, fit.measured, table.header_rows)
        flow.turn(wide=False)
        return
    columns = range(len(fit.widths))
    _set_rows(flow, fit.rows, columns, fit.widths, fit.size, table.header_rows)
    flow.turn(wide=False)
    flow.y -= 4


def _room(*, wide: bool) -> float:
    return (841.89 if wide else 595.28) - 2 * MARGIN


def _caption(flow: Flow, caption: str) -> None:
    if caption:
        label = words(caption, SimpleStyle.LABEL)
        flow.lines(strips(label, flow.room), keep=40)


def _placed(row: Sequence[Cell]) -> Row:
    found = []
    at = 0
    for cell in row:
        span = max(cell.span, 1)
        found.append(_Placed(at, span, cell))
        at += span
    return tuple(found)


def _measure(rows: Sequence[Row], columns: int) -> _Measured:
    widest_words: list[set[str]] = [set() for _ in range(columns)]
    longest_line = [""] * columns
    for row in rows[:_SAMPLE]:
        for placed in row:
            if placed.span > 1 or not placed.cell.paragraphs:
                continue
            at = placed.start
            for paragraph in placed.cell.paragraphs:
                text = paragraph.text
                if paragraph.marker:
                    text = f"{paragraph.marker} xx{text}"
                if len(text) > len(longest_line[at]):
                    longest_line[at] = text
                widest_words[at].update(text.split())
    face = fonts.BOLD
    least = tuple(_widest(words) for words in widest_words)
    wish = tuple(
        max(fonts.width(shown(line)[:120], face, 1), low)  # more letters can be narrower
        for line, low in zip(longest_line, least, strict=True)
    )
    return _Measured(least, wish)


def _widest(words: Collection[str]) -> float:
    """Return the width of the widest word at size 1; it need not be the one of most letters."""
    most = max(map(len, words), default=0)
    likely = [word for word in words if 2 * len(word) >= most]
    return max((_word_width(shown(word)[:60]) for word in likely), default=0.0)


def _word_width(word: str) -> float:
    """Return the greater of the widths a word has upright and bold."""
    return max(fonts.width(word, face, 1) for face in (fonts.REGULAR, fonts.BOLD))


def _widths(measured: _Measured, size: float, room: float) -> list[float] | None:
    """Return the columns' widths that fill at most ``room`` points, or None when they can't."""
    extra = 2 * _PAD + 1
    least = [max(min(each * size, _LONGEST_WORD) + extra, _NARROWEST) for each in measured.least]
    wish = [
        max(min(each * size, _WIDEST) + extra, low)
        for each, low in zip(measured.wish, least, strict=True)
    ]
    if sum(wish) <= room:
        return wish
    if sum(least) > room:
        return None
    # Narrow columns get all they wish; what is left is shared by the wide ones.
    low, high = 0.0, room
    for _ in range(30):
        level = (low + high) / 2
        if sum(_levelled(least, wish, level)) <= room:
            low = level
        else:
            high = level
    return _levelled(least, wish, low)


def _levelled(least: Sequence[float], wish: Sequence[float], level: float) -> list[float]:
    return [max(few, min(want, level)) for few, want in zip(least, wish, strict=True)]


def _set_groups(flow: Flow, rows: Sequence[Row], measured: _Measured, header_rows: int) -> None:
    """Draw as many columns as fit, all rows of them, then the next columns."""
    size, extra = _GROUP_SIZE, 2 * _PAD + 1
    wide = [
        max(min(want * size, max(_LONGEST_WORD, min(low * size, _LONGEST_WORD))) + extra, 28.0)
        for low, want in zip(measured.least, measured.wish, strict=True)
    ]
    total = len(wide)
    first = 0
    while first < total:
        end, used = first, 0.0
        while end < total and (end == first or used + wide[end] <= flow.room):
            used += wide[end]
            end += 1
        told = f"Columns {first + 1} to {end} of {total}" if end - first > 1 else ""
        _caption(flow, told or f"Column {end} of {total}")
        group = [_part(row, first, end) for row in rows]
        _set_rows(flow, group, range(first, end), wide[first:end], size, header_rows)
        first = end


def _part(row: Row, first: int, end: int) -> Row:
    """Return the cells of a row that lie in these columns; a cell is cut where they end."""
    found = []
    for placed in row:
        start, stop = max(placed.start, first), min(placed.start + placed.span, end)
        if start < stop:
            cell = placed.cell if placed.start >= first else Cell()
            found.append(_Placed(start, stop - start, cell))
    return tuple(found)


def _set_rows(
    flow: Flow,
    rows: Sequence[Row],
    columns: range,
    widths: Sequence[float],
    size: float,
    header_rows: int,
) -> None:
    edges = [MARGIN]
    for width in widths:
        edges.append(edges[-1] + width)
    setter = _Rows(flow, columns.start, edges, size)
    heads = [setter.composed(row, bold=True) for row in rows[:header_rows]]
    again = heads if sum(_height(row) for row in heads) < flow.full * 0.4 else []
    for number, row in enumerate(rows):
        if number < header_rows:
            rest = _height(setter.composed(rows[header_rows])) if len(rows) > header_rows else 0.0
            below = sum(_height(each) for each in heads[number + 1 :])
            setter.set(heads[number], [], keep=below + min(rest, flow.full * 0.25))
        else:
            setter.set(setter.composed(row), again)


Composed = list[tuple[_Placed, list[Strip]]]


def _height(row: Composed) -> float:
    return max((_strips_height(found) for _, found in row), default=0.0) + 2 * _PAD


def _strips_height(found: list[Strip]) -> float:
    return sum(strip.high + (strip.gap if number else 0) for number, strip in enumerate(found))


class _Rows:
    """Draws rows between fixed edges; ``first`` is the column that the first edge belongs to."""

    def __init__(self, flow: Flow, first: int, edges: Sequence[float], size: float) -> None:
        self._flow = flow
        self._first = first
        self._edges = edges
        self._size = size

    def composed(self, row: Row, *, bold: bool = False) -> Composed:
        """Return each cell of a row with its lines."""
        found: Composed = []
        for placed in row:
            if not placed.cell.paragraphs:
                continue
            left, right = self._sides(placed)
            lines: list[Strip] = []
            for paragraph in placed.cell.paragraphs:
                lines += strips(paragraph, right - left - 2 * _PAD, size=self._size, bold=bold)
            found.append((placed, lines))
        return found

    def _sides(self, placed: _Placed) -> tuple[float, float]:
        start = placed.start - self._first
        return self._edges[start], self._edges[start + placed.span]

    def set(self, row: Composed, again: Sequence[Composed], *, keep: float = 0.0) -> None:
        """Draw a row; one that is taller than what is left begins on or goes on to a new page."""
        flow = self._flow
        least = self._size * 1.36 + 2 * _PAD
        height = max(_height(row), least)
        heads = sum(max(_height(head), least) for head in again)
        if height + keep > flow.left and (height <= flow.full - heads or flow.left < 4 * least):
            self._next_page(again)
        rest = row
        while True:
            rest, drawn = self._draw_part(rest, least)
            if not any(lines for _, lines in rest):
                return
            if not drawn and flow.is_fresh:
                return  # nothing fits on a page of its own: cannot be, lines are small
            self._next_page(again)

    def _next_page(self, again: Sequence[Composed]) -> None:
        if not self._flow.is_fresh:
            self._flow.end_page()
        for head in again:
            self._draw_part(head, self._size * 1.36 + 2 * _PAD)

    def _draw_part(self, row: Composed, least: float) -> tuple[Composed, bool]:
        """Draw as many lines of each cell as the page has room for; return what is left."""
        flow = self._flow
        free = flow.left - 2 * _PAD
        rest: Composed = []
        now: list[tuple[_Placed, list[Strip]]] = []
        most = 0.0
        for placed, lines in row:
            used, count = 0.0, 0
            for strip in lines:
                need = strip.high + (strip.gap if count else 0.0)
                if used + need > free:
                    break
                used += need
                count += 1
            most = max(most, used)
            now.append((placed, lines[:count]))
            rest.append((placed, lines[count:]))
        height = max(most + 2 * _PAD, least)
        top = flow.take(height)
        self._grid(row, top, height)
        for placed, lines in now:
            left, right = self._sides(placed)
            y = top - _PAD
            for number, strip in enumerate(lines):
                y -= strip.gap if number else 0.0
                room = right - left - 2 * _PAD
                flow.draw(strip, left + _PAD, y, room, right=placed.cell.right)
                y -= strip.high
        return rest, most > 0

    def _grid(self, row: Composed, top: float, height: float) -> None:
        """Draw the lines around the cells; none inside a cell that spans columns."""
        edges, canvas = self._edges, self._flow.canvas
        inside = {
            placed.start - self._first + each for placed, _ in row for each in range(1, placed.span)
        }
        bottom = top - height
        drawn = [(edges[0], top, edges[-1], top), (edges[0], bottom, edges[-1], bottom)]
        drawn += [(x, top, x, bottom) for at, x in enumerate(edges) if at not in inside]
        canvas.setStrokeColor(ink("print.hairline"))
        canvas.setLineWidth(0.4)
        canvas.lines(drawn)
