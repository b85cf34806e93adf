"""The weekly reminder: chosen once, told while the app is open, and put into one's own calendar.

The app runs only while its window is open. A calendar reminds without it: the entry repeats weekly.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

from portfolio_app.domain import salvage, wire
from portfolio_app.domain.calendar_entry import CalendarEntry, calendar_file
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.reminder import DAYS, MINUTES, Reminder, is_due, next_day
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details, home, placing
from portfolio_app.store import queries
from portfolio_app.store.database import Store

KEY, TOLD = "weekly reminder", "weekly reminder told"
TITLE = "Portfolio: the weekly ten minutes"
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def reminder(store: Store) -> Reminder | None:
    """Return the reminder, None where none was chosen."""
    plain = queries.portfolio.detail(store, KEY)
    found = salvage.read(Reminder, plain, Reminder(-1, "")) if plain else None
    is_sound = found is not None and 0 <= found.weekday < len(DAYS) and _TIME.fullmatch(found.at)
    return found if is_sound else None


def words(chosen: Reminder | None) -> str:
    """Return "Fridays, 16:00", "" without one."""
    return chosen.words if chosen is not None else ""


def choose(store: Store, weekday: int, at: str) -> Changes:
    """Choose the day (0 is Monday) and the time; one step.

    Raises:
        PortfolioError: it is no day of the week ("no-day") or no time ("no-time").
    """
    if not 0 <= weekday < len(DAYS):
        raise PortfolioError("This is no day of the week. Nothing was changed.", code="no-day")
    typed = _TIME.fullmatch(at.strip())
    if typed is None:
        raise PortfolioError(
            f"This is not a time: {at}. Nothing was changed.",
            hint="Use 24 hours, such as 16:00.",
            code="no-time",
        )
    chosen = Reminder(weekday, f"{int(typed[1]):02d}:{typed[2]}")
    plain = json.dumps(wire.encode(chosen))
    return details.change(store, KEY, plain, f"Weekly reminder: {chosen.words}")


def forget(store: Store) -> Changes:
    """Have no weekly reminder; one step."""
    return details.change(store, KEY, "", "No weekly reminder")


def due(store: Store, now: datetime) -> bool:
    """Whether to remind now (local time): once on its day, and not when the week is done."""
    chosen = reminder(store)
    if chosen is None:
        return False
    told = queries.portfolio.detail(store, TOLD)
    done = home.is_week_done(store, now.date())
    return is_due(chosen, now, reminded=told, is_done=done)


def told(store: Store, today: date) -> None:
    """Note that it was told today: nothing that anybody would undo."""
    details.write(store, TOLD, today.isoformat())


def save_calendar(store: Store, out: Path, today: date) -> Path:
    """Write the reminder as a calendar entry that repeats weekly (RFC 5545); return where it is.

    Raises:
        PortfolioError: none was chosen ("no-reminder"), or the place can't be taken ("exists" …).
    """
    chosen = reminder(store)
    if chosen is None:
        raise PortfolioError(
            "No weekly reminder was chosen, so nothing was written.",
            hint="Choose a day and a time first.",
            code="no-reminder",
        )
    out = placing.refuse_place(store, out, ".ics", "The reminder")
    entry = CalendarEntry(
        uid=f"weekly-{store.id}@portfolio-app",
        title=TITLE,
        day=next_day(chosen, today).isoformat(),
        time=chosen.at,
        minutes=MINUTES,
        description="Add, sort, log, think. Open the app: Home, This week.",
        weekly=True,
    )
    content = calendar_file(entry, datetime.now(UTC))
    placing.put(out, content, "The reminder", lambda _: False)
    return out
