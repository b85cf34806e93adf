"""Reads a table kept as text (CSV, TSV): one sheet, its separator told from its lines."""

from __future__ import annotations

import csv
import io
from typing import Any

from portfolio_app.documents import text
from portfolio_app.documents.office_found import Found
from portfolio_app.documents.ooxml import UnreadableError
from portfolio_app.documents.sheet_grid import MOST_CELLS, Grid, Sheets

_SAMPLE = 20_000
_LONGEST_CELL = 1_000_000


def read(data: bytes) -> Found:
    """Return the table in a text file.

    Raises:
        UnreadableError: this is no text.
    """
    said = text.decode(data)
    if said is None:
        raise UnreadableError("no text")
    found = Found()
    grid = Grid("Table")
    csv.field_size_limit(_LONGEST_CELL)
    lines = io.StringIO(said.replace("\0", ""), newline="")
    try:
        for row, line in enumerate(csv.reader(lines, _dialect(said[:_SAMPLE]))):
            for column, each in enumerate(line):
                grid.put(row, column, each, is_number=_is_number(each))
            if len(grid.cells) > MOST_CELLS * 2:
                break
    except csv.Error:
        for row, whole in enumerate(said.splitlines()[:MOST_CELLS]):
            grid.put(row, 0, whole)
    sheets = Sheets(found)
    if grid.cells:
        sheets.add(grid)
        found.blocks = found.blocks[2:]  # its only sheet needs no name of its own
    sheets.enter()
    return found


def _dialect(sample: str) -> Any:
    try:
        return csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        first = sample.split("\n", 1)[0]
        return csv.excel_tab if first.count("\t") > first.count(",") else csv.excel


def _is_number(said: str) -> bool:
    bare = said.strip().lstrip("£$€-+(").rstrip("%)").replace(",", "").replace(" ", "")
    return bool(bare) and bare.replace(".", "", 1).isdecimal()
