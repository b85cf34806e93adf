"""A table as CSV or XLSX bytes, in which no text can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Cell = str | int | float | None
Row = Sequence[Cell]

# What spreadsheet programs take for the beginning of a formula (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CELL_MOST = 32_767  # characters, Excel's own limit
_TITLE_MOST = 31
_WIDEST, _NARROWEST, _NARROW = 60, 8, 5  # characters
_LINE, _HIGHEST = 15.0, 409.0  # points; Excel's own limit of a row
_MANY_COLUMNS = 5  # from here on a page is printed landscape


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its head, its rows. ``fixed`` columns stay in view, and are its names.

    ``narrow``: columns as narrow as what they hold, and what is in them centred.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fixed: int = 0
    narrow: tuple[int, ...] = ()


def csv_bytes(sheet: Sheet) -> bytes:
    """Return the table as CSV that Excel opens as UTF-8: comma, CRLF, byte order mark.

    A text that begins like a formula gets an apostrophe before it, which programs take as "this is
    text". Numbers stay numbers.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, dialect="excel")
    for row in (sheet.head, *sheet.rows):
        writer.writerow([harmless(each) for each in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def xlsx_bytes(sheets: Sequence[Sheet], *, title: str = "", foot: str = "") -> bytes:
    """Return the tables as a workbook: heads fixed and bold, columns wide enough, text wrapped.

    Every text is written as text, never as a formula, whatever it begins with. Printed, each page
    repeats the head and says ``foot`` and its number. The workbook names no author.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    book.properties.title = _kept(title) or None
    book.properties.language = "en-GB"
    titles: set[str] = set()
    for sheet in sheets:
        page = book.create_sheet(_title(sheet.title, titles))
        for number, row in enumerate((sheet.head, *sheet.rows), start=1):
            for place, value in enumerate(row, start=1):
                cell = page.cell(row=number, column=place)
                if isinstance(value, str):
                    cell.value = _kept(value)
                    cell.data_type = "s"  # openpyxl takes "=…" for a formula otherwise
                    cell.quotePrefix = value.startswith(_FORMULA)
                else:
                    cell.value = value
                across = "center" if place - 1 in sheet.narrow else None
                cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=across)
                if number == 1:
                    cell.font = Font(name="Calibri", size=11, bold=True)
        page.freeze_panes = page.cell(row=2, column=sheet.fixed + 1)
        _lay_out_for_print(page, sheet, foot)
        widths: list[int] = []
        for place in range(len(sheet.head)):
            longest = max(
                (len(str(r[place] or "")) for r in (sheet.head, *sheet.rows) if place < len(r)),
                default=0,
            )
            least = _NARROW if place in sheet.narrow else _NARROWEST
            widths.append(min(max(longest + 2, least), _WIDEST))
            page.column_dimensions[get_column_letter(place + 1)].width = widths[-1]
        for number, row in enumerate((sheet.head, *sheet.rows), start=1):
            lines = max(map(_lines, row, widths), default=1)
            if lines > 1:  # programs do not all make room by themselves
                page.row_dimensions[number].height = min(_LINE * lines, _HIGHEST)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(value: Cell, width: int) -> int:
    """Return how many lines a value fills in a column so many characters wide, about."""
    if not isinstance(value, str):
        return 1
    return sum(
        1 if len(line) + 2 <= width else 1 + int(1.1 * len(line)) // width
        for line in value.split("\n")
    )


def _lay_out_for_print(page: Any, sheet: Sheet, foot: str) -> None:
    page.print_title_rows = "1:1"
    page.print_options.gridLines = True
    page.page_setup.paperSize = 9  # A4 (ECMA-376 part 1, 18.3.1.63)
    page.page_setup.orientation = "landscape" if len(sheet.head) >= _MANY_COLUMNS else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text = _kept(foot).replace("&", "&&") or None
    page.oddFooter.right.text = "Page &P of &N"


def harmless(value: Cell) -> Cell:
    """Return a value as CSV may hold it: a text that could act as a formula is made text."""
    if not isinstance(value, str):
        return value
    kept = value.replace("\x00", "")
    return f"'{kept}" if kept.lstrip(" ").startswith(_FORMULA) else kept


def _kept(text: str) -> str:
    """Return the text without the characters that XML cannot hold."""
    allowed = "".join(
        each
        for each in text
        if each in "\t\n"
        or (each >= " " and not "\ud800" <= each <= "\udfff" and each < "\ufffe")
        or each > "\uffff"
    )
    return allowed[:_CELL_MOST]


def _title(wanted: str, used: set[str]) -> str:
    plain = "".join(" " if each in r"[]:*?/\\" else each for each in wanted).strip(" '") or "Sheet"
    title, number = plain[:_TITLE_MOST], 2
    while title.casefold() in used:
        title = f"{plain[: _TITLE_MOST - 4]} {number}"
        number += 1
    used.add(title.casefold())
    return title
