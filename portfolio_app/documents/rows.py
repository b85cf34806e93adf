"""Reads a spreadsheet as plain rows of text, for a person who brings a table to be imported."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from portfolio_app.documents import kinds, text
from portfolio_app.domain.document import DocumentKind
from portfolio_app.problems import PortfolioError

MOST_ROWS = 5_000
MOST_COLUMNS = 60
_CELL = 4_000  # characters of one cell that are taken
_LONGEST = 1_000_000  # characters of one cell that are read at all
_SAMPLE = 20_000  # characters by which it is told how cells are separated
_TRIED = 60  # rows
_SEPARATORS = ",;\t|"
_SEPARATOR = re.compile("\ufeff?[\"']?sep=([,;\t|])[\"']?[ \t]*(?:\r\n|\r|\n)")  # for Excel
_WORKBOOKS = frozenset({"xlsx", "xlsm", "xltx"})


def read(data: bytes, name: str) -> list[dict[str, Any]]:
    """Return the sheets that hold something: ``{"name", "rows": [[text, …], …], "cut": bool}``.

    Days are written YYYY-MM-DD, whatever the sheet shows them as. ``cut`` says that rows or columns
    beyond what is imported were left out.

    Raises:
        PortfolioError: this is no CSV and no Excel workbook, or it is damaged or locked.
    """
    told = kinds.tell(data, name)
    if told.locked:
        raise PortfolioError(
            f"{name} is locked with a password.",
            hint="Open it in your spreadsheet program, save a copy without the password, "
            "and choose that.",
            code="locked",
        )
    if told.form in _WORKBOOKS:
        sheets = _workbook(data, name)
    elif told.form in ("csv", "tsv") or told.kind is DocumentKind.TEXT:
        sheets = [("", _separated(text.decode(data) or "", name))]
    else:
        raise PortfolioError(
            f"{name} is not a table this can import.",
            hint="Save it as .xlsx or .csv in your spreadsheet program, and choose that.",
            code="unsupported",
        )
    found = []
    for title, rows in sheets:
        kept = [row[:MOST_COLUMNS] for row in rows if any(row)]
        cut = len(kept) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows)
        if kept:
            found.append({"name": title, "rows": kept[:MOST_ROWS], "cut": cut})
    return found


def _workbook(data: bytes, name: str) -> list[tuple[str, list[list[str]]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [
            (sheet.title, [[_text(cell) for cell in row] for row in _rows(sheet)])
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    except Exception as error:  # openpyxl raises many kinds for a damaged workbook
        raise PortfolioError(
            f"{name} is damaged and can't be read.",
            hint="Open it in your spreadsheet program, save it again, and choose that.",
            code="damaged",
        ) from error


def _rows(sheet: Any) -> Any:
    # One row and column more than is taken, so that what is left out is known.
    return sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True)


def _separated(words: str, name: str) -> list[list[str]]:
    said = _SEPARATOR.match(words)
    words = words[said.end() :] if said else words
    rows = []
    csv.field_size_limit(_LONGEST)
    try:
        dialect = _dialect(words[:_SAMPLE])
        if said:
            dialect.delimiter = said[1]
        for row in csv.reader(io.StringIO(words, newline=""), dialect):
            rows.append([_text(cell) for cell in row])
            if len(rows) > MOST_ROWS:
                break
    except csv.Error as error:
        raise PortfolioError(
            f"{name} can't be read as a table: one of its cells never ends, or its lines don't.",
            hint="Open it in your spreadsheet program, save it again, and choose that.",
            code="damaged",
        ) from error
    return rows


def _dialect(sample: str) -> Any:
    """Return how cells are separated: so that most rows have the same, and many, cells."""
    try:
        told: Any = csv.Sniffer().sniff(sample, delimiters=_SEPARATORS)
    except csv.Error:
        told = csv.excel

    class Found(csv.excel):
        delimiter = told.delimiter
        skipinitialspace = told.skipinitialspace
        quotechar = '"' if '"' in sample else told.quotechar  # the other one may be an apostrophe

    found = {}
    for each in dict.fromkeys((told.delimiter, *_SEPARATORS)):  # of equals the first
        Found.delimiter = each
        found[each] = _columns(sample, Found)
    Found.delimiter = max(found, key=found.__getitem__)
    return Found


def _columns(sample: str, dialect: Any) -> float:
    """Return how many cells the rows of a sample have that most of them have, 0 for none.

    Of two the one that more rows share is larger.
    """
    try:
        read = list(islice(csv.reader(io.StringIO(sample, newline=""), dialect), _TRIED))
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in read if any(row))
    many = [rows * width for width, rows in widths.items() if width > 1]
    return 1 + max(many) / sum(widths.values()) if many else 1


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()[:_CELL]
