"""How often and when, in a programme's own words, as days: only where the words say so.

Every day made here is a suggestion. Terms lie where the data says they usually do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portfolio_app.domain.days import months_after

MOST = 120  # occurrences of one cadence; our own limit
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
    "twelve": 12,
}  # fmt: skip
_NUMBER = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_EVERY = re.compile(rf"\b(?:every|each)\s+{_NUMBER}\s+(week|month)s?\b")
_TIMES = re.compile(rf"\b{_NUMBER}[\s-](week|month)ly\b")
_PLAIN = {
    "fortnightly": ("week", 2), "weekly": ("week", 1), "every week": ("week", 1),
    "monthly": ("month", 1), "every month": ("month", 1),
    "quarterly": ("month", 3), "half-yearly": ("month", 6), "twice a year": ("month", 6),
    "annually": ("month", 12), "yearly": ("month", 12), "once a year": ("month", 12),
    "every year": ("month", 12),
}  # fmt: skip
_TERMLY = re.compile(r"\b(?<!half[ -])(?:termly|(?:once\s+(?:a|per|each)|each|every|per)\s+term)\b")
_YEAR_END = re.compile(rf"\bend of (?:the )?(?:year {_NUMBER}|(first|second|third) year)\b")
_ORDINALS = {"first": 1, "second": 2, "third": 3}
_SHARED_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a year: where it usually lies (``first`` and ``last`` as MM-DD)."""

    title: str
    words: tuple[str, ...]
    first: str
    last: str
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A term of one year: "Autumn 2024", its first and last day (YYYY-MM-DD)."""

    title: str
    first: str
    last: str


def terms_from_data(data: Mapping[str, Any]) -> tuple[Term, ...]:
    """Return the terms that a data file describes."""
    return tuple(
        Term(
            str(each["title"]),
            tuple(str(word).casefold() for word in each["words"]),
            str(each["first"]),
            str(each["last"]),
            each.get("usual") is True,
        )
        for each in data["terms"]
    )


def spans(named: Sequence[str], terms: Sequence[Term], start: str, until: str) -> tuple[Span, ...]:
    """Return the terms between two days, in their order.

    ``named`` are the programme's own terms; the usual ones where there are none. A term that the
    data doesn't know has no days and is left out. Those that end before ``start`` and those that
    begin after ``until`` are left out too.
    """
    chosen = [(each, term_of(each, terms)) for each in named]
    if not named:
        chosen = [(each.title, each) for each in terms if each.usual]
    found = []
    if not start or not until:
        return ()
    for year in range(int(start[:4]) - 1, min(int(until[:4]), int(start[:4]) + 12) + 1):
        for title, term in chosen:
            if term is None:
                continue
            made = _span(title, term, year)
            if made.last > start and made.first < until:
                found.append(made)
    return tuple(sorted(found, key=lambda each: each.first))


def term_of(words: str, terms: Sequence[Term]) -> Term | None:
    """Return the term that a name means, by the longest of the words met in it."""
    low = words.casefold()
    met = [(len(word), each) for each in terms for word in each.words if word in low]
    return max(met, key=lambda each: each[0])[1] if met else None


def span_of(words: str, terms: Sequence[Term]) -> Span | None:
    """Return the term that "Autumn 2024" or "Autumn term 2024" means, None without a year."""
    term, year = term_of(words, terms), _SHARED_YEAR.search(words)
    if term is None or year is None:
        return None
    return Span(words, *_days(term, int(year[1])))


def is_termly(words: str) -> bool:
    """Whether words say "once a term"."""
    return _TERMLY.search(words.casefold()) is not None


def every(words: str) -> tuple[str, int]:
    """Return ("week", 12) or ("month", 3) for words that say how often, ("", 0) if they don't."""
    low = " ".join(words.casefold().split())
    for pattern in (_EVERY, _TIMES):
        if found := pattern.search(low):
            number = _number(found[1])
            return (found[2], number) if number else ("", 0)
    for said in sorted(_PLAIN, key=len, reverse=True):
        if re.search(rf"(?<![\w-]){re.escape(said)}(?![\w-])", low):
            return _PLAIN[said]
    return ("", 0)


def days(
    cadence: str, weeks: int, named: Sequence[str], terms: Sequence[Term], start: str, until: str
) -> tuple[str, ...]:
    """Return the days (YYYY-MM-DD) that a cadence gives between two days, none where it says none.

    ``weeks`` holds before the words. "Once a term" is the middle of each term. Saturdays and
    Sundays become the Monday after.
    """
    if not start or not until or until <= start:
        return ()
    unit, count = ("week", weeks) if weeks > 0 else every(cadence)
    if weeks <= 0 and is_termly(cadence):
        middles = (_middle(each) for each in spans(named, terms, start, until))
        return tuple(day for day in middles if start < day < until)[:MOST]
    if not count:
        return ()
    found = []
    for number in range(1, MOST + 1):
        if unit == "month":
            day = months_after(start, count * number)
        else:
            day = (date.fromisoformat(start) + timedelta(weeks=count * number)).isoformat()
        day = working(day)
        if day >= until:
            break
        found.append(day)
    return tuple(found)


def day_of(when: str, start: str, gateway: str) -> str:
    """Return the day that "start", "end of year one" or "gateway" means, "" for other words."""
    low = " ".join(when.casefold().split())
    if low in ("start", "at the start", "on the start date", "start date", "first day"):
        return start
    if low in ("gateway", "at gateway", "at the gateway"):
        return gateway
    found = _YEAR_END.search(low)
    if found and start and not low.startswith("before"):
        years = _number(found[1]) if found[1] else _ORDINALS[found[2]]
        return working(months_after(start, 12 * years)) if 0 < years <= 10 else ""
    return ""


def working(day: str) -> str:
    """Return the Monday after for a Saturday or Sunday, else the day itself."""
    known = date.fromisoformat(day)
    return (
        known + timedelta(days=(7 - known.weekday()) % 7 if known.weekday() > 4 else 0)
    ).isoformat()


def _span(title: str, term: Term, year: int) -> Span:
    first, last = _days(term, year)
    return Span(f"{title[:1].upper()}{title[1:]} {year}", first, last)


def _days(term: Term, year: int) -> tuple[str, str]:
    runs_over = term.last < term.first  # over the end of the year
    return f"{year}-{term.first}", f"{year + runs_over}-{term.last}"


def _middle(span: Span) -> str:
    first, last = date.fromisoformat(span.first), date.fromisoformat(span.last)
    return working((first + (last - first) // 2).isoformat())


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else _NUMBERS.get(words, 0)
