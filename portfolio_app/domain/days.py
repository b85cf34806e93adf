"""Days as people write them in Britain: 3 March 2026."""

from __future__ import annotations

from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_words(day: str) -> str:
    """Return "3 March 2026" for "2026-03-03"; empty for an empty day, and what is none as it is."""
    if not day:
        return ""
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{known.day} {_MONTHS[known.month - 1]} {known.year}"


def month_words(month: str) -> str:
    """Return "March 2026" for "2026-03", or for a day in it; empty for an empty one."""
    return f"{_MONTHS[int(month[5:7]) - 1]} {month[:4]}" if month else ""


def clock(seconds: float) -> str:
    """Return a time in a recording as people read it: "02:05", "1:02:05" from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def months_after(day: str, months: int) -> str:
    """Return the day this many months later, moved back where the month is shorter (YYYY-MM-DD)."""
    known = date.fromisoformat(day)
    years, month = divmod(known.month - 1 + months, 12)
    for last in (known.day, 30, 29, 28):
        try:
            return date(known.year + years, month + 1, last).isoformat()
        except ValueError:
            continue
    raise ValueError(day)


def length_words(seconds: float) -> str:
    """Return a length as people say it: "8 minutes 20 seconds", "1 hour 5 minutes"."""
    whole = max(round(seconds), 1)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "hour"), (minutes, "minute"), (0 if hours else left, "second")]
    return " ".join(
        f"{count} {unit}" + ("" if count == 1 else "s") for count, unit in parts if count
    )
