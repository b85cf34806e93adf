"""Reads the sheets of an OpenDocument spreadsheet (ODS) into grids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portfolio_app.documents.office_found import Found, quoted
from portfolio_app.documents.ooxml import attribute, child, children, descendants, is_figure, local
from portfolio_app.documents.sheet_grid import MOST_CELLS, Grid, Sheets
from portfolio_app.documents.word_odt import Reader, repeats_of, table_rows
from portfolio_app.domain.simple import Paragraph

_MOST_REPEATS = 1_000


def sheets(reader: Reader, body: Any, found: Found) -> None:
    """Add a spreadsheet's sheets in their order; hidden ones are counted, not shown."""
    kept = Sheets(found)
    hidden: list[str] = []
    for table in children(body):
        if local(table) != "table":
            continue
        name = attribute(table, "name", "Sheet")
        reader.add_comments(sum(1 for _ in descendants(table, "annotation")))
        style = attribute(table, "style-name")
        if reader.look(style, "table-properties", "display") == "false":
            hidden.append(name)
        elif not kept.is_full:
            kept.add(_grid(reader, table, name))
    kept.enter()
    found.hold("hidden sheets", len(hidden), quoted(hidden))


def _grid(reader: Reader, table: Any, name: str) -> Grid:
    grid = Grid(name)
    column = 0
    for each in descendants(table, "table-column"):
        repeats = repeats_of(each, "number-columns-repeated")
        if attribute(each, "visibility") in ("collapse", "filter"):
            grid.hidden_columns.update(range(column, column + min(repeats, 20_000)))
        column += repeats
    at = 0
    for row, _ in table_rows(table):
        repeats = repeats_of(row, "number-rows-repeated")
        is_hidden = attribute(row, "visibility") in ("collapse", "filter")
        cells = list(_cells(reader, row))
        for again in range(min(repeats, _MOST_REPEATS) if cells else 0):
            if is_hidden:
                grid.hidden_rows.add(at + again)
            for place, said, is_number in cells:
                grid.put(at + again, place, said, is_number=is_number)
        at += repeats
        if len(grid.cells) > MOST_CELLS * 2:
            break
    for shape in descendants(child(table, "shapes"), "frame", "custom-shape"):
        grid.more += reader.frame(shape)
    return grid


def _cells(reader: Reader, row: Any) -> Iterator[tuple[int, str, bool]]:
    column = 0
    for each in children(row):
        if local(each) not in ("table-cell", "covered-table-cell"):
            continue
        repeats = repeats_of(each, "number-columns-repeated")
        said = "\n".join(_said(part) for part in children(each) if local(part) in ("p", "h"))
        if said.strip():
            kind = attribute(each, "value-type")
            for again in range(min(repeats, _MOST_REPEATS)):
                yield column + again, said, kind in ("float", "percentage", "currency", "date")
        for part in children(each):
            if local(part) in ("frame", "custom-shape"):
                inner = [b.text for b in reader.frame(part) if isinstance(b, Paragraph)]
                if inner:
                    yield column, "\n".join(inner), False
        column += repeats


def _said(paragraph: Any) -> str:
    parts = [paragraph.text or ""]
    for each in paragraph:
        if isinstance(each.tag, str):
            if local(each) == "s":
                told = attribute(each, "c", "1")
                parts.append(" " * min(int(told) if is_figure(told) else 1, 200))
            elif local(each) == "line-break":
                parts.append("\n")
            elif local(each) != "annotation":
                parts.append(_said(each))
        parts.append(each.tail or "")
    return "".join(parts)
