"""Reads an old workbook (XLS, [MS-XLS]) with xlrd: each shown sheet as a table."""

from __future__ import annotations

import io
from typing import Any

from portfolio_app.documents import sheet_formats
from portfolio_app.documents.office_found import Found, quoted
from portfolio_app.documents.old_office import properties
from portfolio_app.documents.ooxml import UnreadableError
from portfolio_app.documents.sheet_grid import MOST_CELLS, Grid, Sheets
from portfolio_app.domain.simple import Block, Style, words

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def read(data: bytes) -> Found:
    """Return what an old workbook holds.

    Raises:
        UnreadableError: it can't be opened.
    """
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except NotImplementedError:
        raise UnreadableError("not this kind of workbook") from None
    except Exception as error:  # noqa: BLE001 - xlrd raises many kinds for a damaged workbook
        try:
            book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
        except Exception:  # noqa: BLE001
            raise UnreadableError(type(error).__name__) from error
    found = Found()
    properties(data, found)
    sheets = Sheets(found)
    hidden: list[str] = []
    comments = 0
    for sheet in book.sheets():
        comments += len(sheet.cell_note_map)
        if sheet.visibility:
            hidden.append(sheet.name)
        elif not sheets.is_full:
            sheets.add(_grid(book, sheet))
    sheets.enter()
    found.hold("hidden sheets", len(hidden), quoted(hidden))
    found.hold("comments", comments)
    return found


def _grid(book: Any, sheet: Any) -> Grid:
    grid = Grid(sheet.name)
    for row, told in sheet.rowinfo_map.items():
        if told.hidden:
            grid.hidden_rows.add(row)
    for column, told in sheet.colinfo_map.items():
        if told.hidden:
            grid.hidden_columns.add(column)
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            _put(book, grid, row, column, cell)
        if len(grid.cells) > MOST_CELLS * 2:
            break
    more: list[Block] = []
    for name in ("header_str", "footer_str"):
        said = getattr(sheet, name, "") or ""
        if isinstance(said, str) and said.strip():
            more.append(words(said))
    if more:
        grid.more += [words("Headers and footers of its pages", Style.LABEL), *more]
    return grid


def _put(book: Any, grid: Grid, row: int, column: int, cell: Any) -> None:
    if cell.ctype == _TEXT:
        grid.put(row, column, cell.value)
    elif cell.ctype in (_NUMBER, _DATE):
        form = "General" if cell.ctype == _NUMBER else "dd/mm/yyyy"
        if cell.xf_index is not None and cell.xf_index < len(book.xf_list):
            key = book.xf_list[cell.xf_index].format_key
            if key in book.format_map:
                form = book.format_map[key].format_str
        said = sheet_formats.number(cell.value, form, from_1904=bool(book.datemode))
        grid.put(row, column, said, is_number=True)
    elif cell.ctype == _BOOLEAN:
        grid.put(row, column, "TRUE" if cell.value else "FALSE")
    elif cell.ctype == _ERROR:
        from xlrd.biffh import error_text_from_code

        grid.put(row, column, error_text_from_code.get(cell.value, "#ERROR"))
