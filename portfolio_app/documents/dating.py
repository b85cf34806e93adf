"""The honest day of a document: what its header, first page or file name state, then the rest."""

from __future__ import annotations

import re

from portfolio_app.domain import dates

_TOP_LINES = 40
_OWN_LINE_WITHIN = 15  # lines from the top
_FIRST_WORDS = 1_500  # characters; a day further down is seldom the document's own
_LONGEST_LINE = 400
# Words before a day that make it the document's own.
_LABEL = re.compile(
    r"(?:^|[^a-z])(?:date(?:d)?(?:\s+(?:of|for)\s+(?:the\s+|this\s+)?"
    r"(?:meeting|issue|publication|report|visit|event|letter|session|review))?\s*(?::|=|–|-|is\b)?"
    r"|(?:meeting|workshop|session|event|review|visit|conference|minutes)\b[^.;:]{0,60}?"
    r"\b(?:held|on|of|of\s+the)\b|held(?:\s+[^.;:]{0,60}?)?\s+on|held|taken\s+on"
    r"|(?:first\s+)?published(?:\s+on)?|publication\s+date|issue(?:d)?(?:\s+(?:date|on))?"
    r"|(?:last\s+)?updated(?:\s+on)?|approved(?:\s+[^.;:]{0,40}?\s+on)?|prepared(?:\s+on)?"
    r"|version\s+date|effective\s+(?:from|date)|sent|written(?:\s+on)?|as\s+at|as\s+of)"
    r"\s*[:\-–]?\s*(?:(?:on|the|mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s*){0,3}$",
    re.IGNORECASE,
)
# Words before a day that make it another day than the document's own.
_OTHER_DAY = re.compile(
    r"\b(?:next\s+(?:meeting|review|issue)|date\s+of\s+(?:next|birth|last|previous)|d\.?o\.?b\b"
    r"|born|birth|review\s+(?:date|due|by)|due|deadline|expir\w*|valid\s+until|closing|until"
    r"|downloaded|printed|accessed|retrieved|copyright|last\s+meeting|previous\s+meeting|act"
    r"|regulations?|start(?:s|ed|ing)?\s+date|end\s+date|no\s+later\s+than|before)"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
_ONLY_LABEL = re.compile(
    r"^\s*(?:date(?:\s+of\s+(?:meeting|issue|publication))?|dated|published|issued)\s*:?\s*$",
    re.IGNORECASE,
)
_BESIDE_A_DAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm|a\.m\.|p\.m\.|hrs|hours|noon)?\b"
    r"|\b(?:at|on|from|to|until|the|gmt|bst|utc|am|pm)\b|[\W\d_]+",
    re.IGNORECASE,
)

Day = tuple[str, str]  # YYYY-MM-DD, and where it was found; both empty when there is none


def honest_day(name: str, first_words: str, *, otherwise: str = "", is_table: bool = False) -> Day:
    """Return a document's most telling day and where it was found.

    In this order: a day that the first page names as its own ("Date: …", "Meeting held on …") or
    sets on a line of its own near the top; the file name's; any other day near the top of the
    first page; ``otherwise``, the day in the document's properties. Never the file's own time.
    ``is_table``: its days are mostly data, so that of the page only a named day counts.
    """
    if day := stated_day(first_words, only_named=is_table):
        return day, "first page"
    if in_name := dates.date_from_name(name):
        return in_name[0], "file name"
    if not is_table and (day := _any_day(first_words)):
        return day, "first page"
    return (otherwise, "document property") if otherwise else ("", "")


def stated_day(first_words: str, *, only_named: bool = False) -> str:
    """Return the day that a first page states as its own, or nothing.

    ``only_named``: a day on a line of its own is not enough.
    """
    before = ""
    own_line = ""
    for number, line in enumerate(_top(first_words)):
        found = dates.find_date(line)
        if found is None:
            before = line
            continue
        day, words = found
        leading, trailing = _around(line, words)
        is_other = _OTHER_DAY.search(leading) is not None
        if not is_other and (
            _LABEL.search(leading) or (not leading.strip() and _ONLY_LABEL.match(before))
        ):
            return day
        if (
            not own_line
            and not only_named
            and not is_other
            and number < _OWN_LINE_WITHIN
            and not _OTHER_DAY.search(before)
            and not _BESIDE_A_DAY.sub("", leading + " " + trailing)
        ):
            own_line = day
        before = line
    return own_line


def _any_day(first_words: str) -> str:
    """Return the first day near the top that is not said to be another one."""
    kept: list[str] = []
    before = ""
    for line in first_words[:_FIRST_WORDS].splitlines():
        found = dates.find_date(line[:_LONGEST_LINE])
        leading = _around(line, found[1])[0] if found else ""
        is_other = found and _OTHER_DAY.search(leading if leading.strip() else before)
        kept.append("" if is_other else line)
        before = line if line.strip() else before
    found = dates.find_date("\n".join(kept))
    return found[0] if found else ""


def _top(first_words: str) -> list[str]:
    lines = (line.strip()[:_LONGEST_LINE] for line in first_words[:6000].splitlines())
    return [line for line in lines if line][:_TOP_LINES]


def _around(line: str, words: str) -> tuple[str, str]:
    """Return what stands before and after the words that state a day (their spaces folded)."""
    flat = " ".join(line.split())
    at = flat.find(words)
    if at < 0:
        return flat, ""
    return flat[:at], flat[at + len(words) :]
