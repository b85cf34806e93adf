"""When feedback on a piece of written work is due: so many days after it was handed in."""

from __future__ import annotations

from datetime import date, timedelta

from portfolio_app.domain.planned import Assignment

SATURDAY = 5


def feedback_due(work: Assignment, due: str) -> str:
    """Return the day feedback is due (YYYY-MM-DD), "" where nothing says how long it takes.

    It counts from the day it was handed in; before that, from ``due``. Working days are Monday to
    Friday: bank holidays differ between providers and are not taken out.
    """
    since = work.handed_in or due
    if not since or work.feedback_days <= 0:
        return ""
    try:
        day = date.fromisoformat(since)
        if not work.working_days:
            return (day + timedelta(days=work.feedback_days)).isoformat()
        weeks, left = divmod(work.feedback_days, 5)
        while day.weekday() >= SATURDAY:
            day -= timedelta(days=1)  # handed in at the weekend: Monday is the first day
        day += timedelta(weeks=weeks)
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < SATURDAY
    except (ValueError, OverflowError):
        return ""
    return day.isoformat()
