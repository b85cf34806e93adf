"""Honest dates and titles: the day that a page or a file name states, and a name made readable."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:[0-9]{4}|['’]?[0-9]{2})"
_DAY = r"[0-9]{1,2}(?:\s?(?:st|nd|rd|th))?"
_GAP = r"[\s.,\-/]{0,3}"
_DATE = re.compile(
    rf"""(?<![0-9£$€])(?<![0-9][.,/\-])(?:
      (?P<iso>(?P<iy>[0-9]{{4}})(?P<is>[-/.])(?P<im>[0-9]{{1,2}})(?P=is)(?P<id>[0-9]{{1,2}}))
        (?![0-9]|[-/.][0-9])
    | (?P<named>(?P<nd>{_DAY})(?:\s{{0,3}}(?:[-–—&]|to|and)\s{{0,3}}{_DAY})?
        {_GAP}(?:of\s{{1,3}})?(?P<nm>{_MONTH}){_GAP}(?P<ny>{_YEAR}))(?![0-9]|[.,:/][0-9])
    | (?P<figures>(?P<fd>[0-9]{{1,2}})(?P<fs>\s?[-/.]\s?)(?P<fm>[0-9]{{1,2}})(?P=fs)(?P<fy>{_YEAR}))
        (?![0-9]|[-/.][0-9]|%)
    )
    | (?<!\w)(?P<american>(?P<am>{_MONTH})\.?\s{{1,3}}(?P<ad>{_DAY}),?\s{{1,3}}(?P<ay>[0-9]{{4}}))
        (?![0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RUN = re.compile(r"(?<![0-9])([0-9]{8})(?:[0-9]{4}|[0-9]{6})?(?![0-9])")
_EXTENSION = re.compile(
    r"\.(?:[a-z][a-z0-9]{0,3}|xhtml|mhtml|pages|numbers|keynote|tar\.gz|7z)$", re.IGNORECASE
)


def find_date(text: str) -> tuple[str, str] | None:
    """Return the first whole day stated in the text, and the words that state it.

    The day is YYYY-MM-DD, from 1990 to 2100. British forms: "3 March 2025", "12th November 2025",
    "3 Mar 25", "03/03/2025", "12.11.25", and "2025-03-03". Figures are read day first, unless only
    the American order makes a day. A month without a day is not a date. Of "3 to 5 March 2025" the
    first day is taken.
    """
    position = 0
    while found := _DATE.search(text, position):
        day = _day_of(found)
        if day:
            return day, " ".join(found[0].split())
        position = found.start() + 1
    return None


def date_from_name(file_name: str) -> tuple[str, str] | None:
    """Return the day that a file name states, and the part of the name that states it.

    As ``find_date``, and "20250312_minutes.pdf", "2025_03_12", "scan 12032025", "IMG_20250312_101".
    """
    stem = _stem(file_name)
    found = find_date(re.sub(r"(?<=[0-9])_(?=[0-9])", "-", stem).replace("_", " "))
    if found:
        return found
    for run in _RUN.finditer(stem):
        digits = run[1]
        day = _day(digits[:4], digits[4:6], digits[6:])
        if not day and run[0] == digits:
            day = _day(digits[4:], digits[2:4], digits[:2])
        if day:
            return day, digits
    return None


def title_from_name(file_name: str) -> str:
    """Return a file name as a title.

    "Winter_pressures-board v2 FINAL.docx" gives "Winter pressures board v2 FINAL". Dates in figures
    stay as they are. A name of which nothing is left is returned whole.
    """
    stem = _stem(file_name).replace("%20", " ")
    stem = re.sub(r"(?<=[0-9])_(?=[0-9])", "-", stem).replace("_", " ")
    is_number = r"[0-9]{1,2}(?![0-9\-])"  # COVID-19
    stem = re.sub(rf"(?<![0-9\s])-(?!{is_number})|-(?![0-9\s])", " ", stem)
    if " " not in stem.strip():
        stem = re.sub(r"(?<=[^\W\d])\.(?=\w)|(?<=\w)\.(?=[^\W\d])", " ", stem)
    title = " ".join(stem.split()).strip(" .-–—")
    if not title:
        return file_name
    first = title.split(" ", 1)[0]
    return title[0].upper() + title[1:] if first.islower() else title


def _stem(file_name: str) -> str:
    shown = "".join(
        c for c in unicodedata.normalize("NFC", file_name) if unicodedata.category(c) != "Cf"
    )
    shown = "".join(" " if unicodedata.category(c) == "Cc" else c for c in shown)
    return _EXTENSION.sub("", shown.strip()) or shown


def _day_of(found: re.Match[str]) -> str:
    if found["iso"]:
        return _day(found["iy"], found["im"], found["id"])
    if found["named"]:
        return _day(found["ny"], _month(found["nm"]), found["nd"])
    if found["american"]:
        return _day(found["ay"], _month(found["am"]), found["ad"])
    day, month, year = found["fd"], found["fm"], found["fy"]
    if "/" not in found["fs"] and len(year) == 2 and (len(day) < 2 or len(month) < 2):
        return ""  # "3.1.12" and "6-1-12" are far more often numbered paragraphs
    usual = _day(year, month, day)
    return usual or ("/" in found["fs"] and _day(year, day, month)) or ""


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)


def _day(year: str, month: str, day: str) -> str:
    """Return YYYY-MM-DD, or nothing when there is no such day or it lies outside the sane range."""
    figures = [re.sub(r"[^0-9]", "", each) for each in (year, month, day)]
    full = figures[0]
    if len(full) == 2:
        full = ("19" if full >= "90" else "20") + full
        if full > "2059":
            return ""
    try:
        found = date(int(full), int(figures[1]), int(figures[2]))
    except ValueError:
        return ""
    return found.isoformat() if EARLIEST <= found <= LATEST else ""
