"""What was read of a file of references: its entries, and what was not taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portfolio_app.domain.dates import find_date
from portfolio_app.domain.references import Person, Source

MOST_BYTES = 5_000_000
MOST_ENTRIES = 5_000
LONGEST_FIELD = 4_000  # characters
LONGEST_RAW = 10_000
MOST_PEOPLE = 300

_NO_INITIALS = frozenset(  # what looks like a person's initials, and is not
    {"HM", "UK", "US", "EU", "UN", "GB", "NHS", "BBC", "BP", "BT", "EY", "GE", "HR", "IT", "OECD",
     "ONS", "PA", "WHO"}
)  # fmt: skip
_INITIALS = re.compile(r"(?:[A-Z]\.?[- ]?){1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReadReferences:
    """The entries of a file in its order, without uids; those with a ``trouble`` carry ``raw``.

    ``format`` is "RIS" or "BibTeX". ``left_out`` says in words what else the file held.
    """

    format: str
    sources: tuple[Source, ...]
    left_out: tuple[str, ...] = ()


def person_of_line(line: str) -> Person | None:
    """Return who a line names: "Family, Given", "Family, Given, Jr.", or an organisation.

    None for an empty line and for "et al.".
    """
    text = " ".join(line.split()).strip(" ;")
    if not text or text.casefold().strip(".") in ("et al", "others", "anon", "anonymous"):
        return None
    parts = [each.strip() for each in text.split(",")]
    if len(parts) == 1 or not any(parts[1:]):
        return _without_comma(parts[0])
    family, given = parts[0], " ".join(each for each in parts[1:] if each)
    return Person(family, given) if family else _without_comma(given)


def _without_comma(text: str) -> Person | None:
    words = text.split()
    if not words:
        return None
    if words[0] in _NO_INITIALS:
        return Person(text, is_organisation=True)  # HM Treasury
    if len(words) > 1 and _INITIALS.fullmatch(" ".join(words[:-1])) and len(words[-1]) > 2:
        return Person(words[-1], " ".join(words[:-1]))  # J.K. Family
    if len(words) == 2 and re.fullmatch(r"(?:[A-Z]\.?){1,2}", words[1]) and words[0].istitle():
        return Person(words[0], words[1])  # Family JK
    return Person(text, is_organisation=True)


def day_of(text: str) -> tuple[str, str]:
    """Return the year of a date ("" for none), and its day, YYYY-MM-DD or YYYY-MM where known."""
    line = " ".join(text.split()).strip(" /")
    slashed = re.match(r"(\d{4})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?!\d)", line)
    if slashed and 1 <= int(slashed[2]) <= 12:
        month = f"{slashed[1]}-{int(slashed[2]):02d}"
        day = int(slashed[3] or 0)
        return slashed[1], f"{month}-{day:02d}" if 1 <= day <= 31 else month
    found = find_date(line) if len(line) < 100 else None
    if found is not None:
        return found[0][:4], found[0]
    year = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", line)
    return (year[1], "") if year else ("", "")


_UNSEEN = re.compile(
    "[\\0-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]"
)


def cut(text: str) -> str:
    """Return a field as it is kept: one line, no longer than is sensible."""
    return " ".join(_UNSEEN.sub(" ", text).split())[:LONGEST_FIELD]
