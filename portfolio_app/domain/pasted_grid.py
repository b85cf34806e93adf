"""Cells copied from a spreadsheet, as its plain text: Excel, LibreOffice, Numbers, web tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST_ROWS, MOST_COLUMNS = 200, 26
_NEEDS_QUOTES = ("\t", "\n", '"')


def read(text: str, most_rows: int = MOST_ROWS + 1) -> tuple[tuple[str, ...], ...]:
    """Return rows of cells, all of one length; line breaks within a cell are kept.

    At most ``most_rows`` are read: one more than a table can have says that there were too many.

    Cells are parted by tabs, rows by line ends. A cell in quotes may hold both, with its own quotes
    doubled; a quote that no closing one answers is a letter like any other.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        cell, at = _cell(plain, at)
        rows[-1].append(cell)
        if at >= len(plain):
            break
        if plain[at] == "\n":
            if len(rows) == most_rows:
                break
            rows.append([])
        at += 1
    if len(rows) > 1 and rows[-1] == [""]:
        rows.pop()  # the line end after the last row
    width = max(len(row) for row in rows)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def cut_to_size(
    grid: Sequence[Sequence[str]], rows: int = MOST_ROWS, columns: int = MOST_COLUMNS
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Return at most so many rows and columns, and whether anything had to be left out."""
    kept = tuple(tuple(row[:columns]) for row in grid[:rows])
    is_cut = len(grid) > rows or any(each.strip() for row in grid[:rows] for each in row[columns:])
    return kept, is_cut


def written(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of cells as text that every spreadsheet takes."""
    return "\n".join("\t".join(_quoted(each) for each in row) for row in rows)


def _quoted(cell: str) -> str:
    if not any(each in cell for each in _NEEDS_QUOTES):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _cell(text: str, start: int) -> tuple[str, int]:
    """Return the cell that begins at a place, and where it ends."""
    if text.startswith('"', start):
        parts: list[str] = []
        at = start + 1
        while (found := text.find('"', at)) >= 0:
            parts.append(text[at:found])
            if text.startswith('"', found + 1):
                parts.append('"')
                at = found + 2
                continue
            if found + 1 >= len(text) or text[found + 1] in "\t\n":
                return "".join(parts), found + 1
            break
    ends = [each for each in (text.find("\t", start), text.find("\n", start)) if each >= 0]
    end = min(ends, default=len(text))
    return text[start:end], end
