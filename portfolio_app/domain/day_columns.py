"""Days as a column of a table holds them, read in one order throughout."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from portfolio_app.domain.dates import EARLIEST, LATEST, find_date

_LONGEST = 60  # characters of a cell that can be a day
_TIME = r"(?:[T\s]+\d{1,2}[:.]\d{2}.{0,20})?"
_FIGURES = re.compile(
    rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?(\d{{1,2}})\s?[./\-]\s?(\d{{1,2}})\s?[./\-]\s?(\d{{4}}|\d{{2}})"
    rf"\.?{_TIME}"
)
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SERIAL_FROM = date(1899, 12, 30)  # day 0 of Excel's counting, from March 1900 on
_SERIALS = range(36_526, 73_051)  # the years 2000 to 2099


def read_day(cell: str, *, month_first: bool = False) -> str:
    """Return the day of a cell as YYYY-MM-DD, "" where it holds none or two could be meant.

    2026-03-03, 03/03/2026, 3.3.26, 20260303, "Tuesday 3rd March 2026", "Mar 3, 2026", each with or
    without a time after it, and a spreadsheet's number of a day. ``month_first``: 04/03 is the 3rd
    of April. A day outside 1990 to 2100 is none.
    """
    said = " ".join(cell.split())
    if not said or len(said) > _LONGEST:
        return ""
    if found := _ISO.fullmatch(said):
        return _day(found[1], found[2], found[3])
    if found := _FIGURES.fullmatch(said):
        first, second, year = found[1], found[2], found[3]
        full = year if len(year) == 4 else f"20{year}"
        return _day(full, first, second) if month_first else _day(full, second, first)
    if found := _RUN.fullmatch(said):
        return _day(*found.groups())
    if (found := _SERIAL.fullmatch(said)) and int(found[1]) in _SERIALS:
        return (_SERIAL_FROM + timedelta(int(found[1]))).isoformat()
    if re.search(r"\d[./]\d", said):
        return ""  # figures that are no day in this order are none in another
    named = find_date(said)
    return named[0] if named else ""


def guess_month_first(cells: Iterable[str]) -> bool:
    """Return whether a column writes the month before the day: only where a day proves it."""
    firsts, seconds = 0, 0
    for cell in cells:
        if found := _FIGURES.fullmatch(" ".join(cell.split())):
            firsts = max(firsts, int(found[1]))
            seconds = max(seconds, int(found[2]))
    return seconds > 12 >= firsts


def _day(year: str, month: str, day: str) -> str:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat() if EARLIEST <= found <= LATEST else ""
