"""This week's card: in which weeks something was captured, and a gap to think about (J2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from portfolio_app.domain.ksb import Ksb

WEEKS = 12
DONE = "That's this week done. See you next Friday."


def week_of(day: date) -> str:
    """Return the week a day lies in, which begins on Monday: "2026-W10"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def captured(instants: Iterable[str], today: date, weeks: int = WEEKS) -> tuple[int, int]:
    """Return in how many of the last weeks, this one among them, something was added, and of how
    many.

    ``instants`` are ISO in UTC; what lies before the first of them is not counted as weeks.
    """  # noqa: D205 - the pair is the summary
    days = sorted({_day(each) for each in instants})
    if not days:
        return 0, 0
    monday = today.toordinal() - today.weekday()
    first = days[0].toordinal() - days[0].weekday()
    of = max(1, min(weeks, (monday - first) // 7 + 1))
    begins = {monday - 7 * back for back in range(of)}
    return len({each.toordinal() - each.weekday() for each in days} & begins), of


def captured_words(count: int, of: int) -> str:
    """Return "Captured in 9 of the last 12 weeks"; "" before there are two weeks to tell of."""
    return f"Captured in {count} of the last {of} weeks." if of > 1 else ""


def gap_to_think_about(gaps: Sequence[Ksb], today: date) -> Ksb | None:
    """Return one gap, the same all week and another the next; None without gaps."""
    if not gaps:
        return None
    monday = today.toordinal() - today.weekday()
    return gaps[(monday // 7) % len(gaps)]


def _day(instant: str) -> date:
    moment = datetime.fromisoformat(instant)
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return moment.astimezone().date()
