"""Spans of days as people say them: "6 January to 14 February 2026"."""

from __future__ import annotations

from datetime import date

from portfolio_app.domain.days import day_words


def span_words(day: str, until: str = "") -> str:
    """Return a day or a span in words, the year once where both lie in one; "" for no day."""
    if not until or until == day:
        return day_words(day)
    if not day:
        return f"until {day_words(until)}"
    first = day_words(day)
    if day[:4] == until[:4]:
        first = first.rpartition(" ")[0]
        if day[:7] == until[:7]:
            first = first.partition(" ")[0]
    return f"{first} to {day_words(until)}"


def short_day(day: str, today: str = "") -> str:
    """Return "6 Jan 2026", "" for no day; without the year where ``today`` lies in the same."""
    if not day:
        return ""
    number, month, year = day_words(day).split()
    short = f"{number} {month[:3]}"
    return short if today[:4] == day[:4] else f"{short} {year}"


def short_span(day: str, until: str = "") -> str:
    """Return a day or a span for a narrow column: "6 Jan to 14 Feb 2026"."""
    if not until or until == day:
        return short_day(day)
    first = short_day(day)
    if day[:4] == until[:4]:
        first = first.rpartition(" ")[0]
    return f"{first} to {short_day(until)}"


def sound_day(day: str) -> str:
    """Return a stored day if it is one (YYYY-MM-DD), "" for anything else."""
    try:
        return date.fromisoformat(day).isoformat() if len(day) == len("2026-03-03") else ""
    except ValueError:
        return ""
