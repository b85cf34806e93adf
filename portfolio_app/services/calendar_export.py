"""Everything dated as one calendar file (.ics), which any calendar takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from portfolio_app.domain.calendar_entry import CalendarEntry, plan_file
from portfolio_app.domain.safe_names import file_name
from portfolio_app.domain.timeline import Lane, Mark, Source
from portfolio_app.problems import PortfolioError
from portfolio_app.services import placing, timeline
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_MARK = b"PRODID:-//Senior Leader Portfolio//Plan//EN"
_HEAD = 64 << 10  # bytes of a file in which its head stands
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_SUFFIX = "plan.invalid"  # RFC 2606: a name that is nobody's


@dataclass(frozen=True, slots=True)
class Exported:
    """A calendar file that was written: how many entries, and what it leaves out."""

    path: Path
    entries: int
    undated: int
    suggested: int


def entries(
    store: Store, today: date, *, with_done: bool = False, with_suggested: bool = False
) -> tuple[CalendarEntry, ...]:
    """Return an entry for everything dated, by day.

    What is done is left out unless asked for, and so are suggestions. An entry's id stays the same
    from one file to the next. No entry names a person.
    """
    found = timeline.read(store, today)
    return tuple(
        _entry(each)
        for each in found.marks
        if each.day
        and (with_done or not each.is_done)
        and (with_suggested or not each.is_suggested)
    )


def content(
    store: Store,
    today: date,
    now: datetime,
    *,
    with_done: bool = False,
    with_suggested: bool = False,
    said: Callable[[str], str] = str,
) -> bytes:
    """Return the calendar file of ``entries``, made at ``now`` (UTC).

    ``said`` returns titles and places as they may be read by others.
    """
    sequence = max(int((now - _BEGAN).total_seconds()) // 60, 0)  # a later file is a later version
    found = entries(store, today, with_done=with_done, with_suggested=with_suggested)
    told = [
        replace(each, sequence=sequence, title=said(each.title), place=said(each.place))
        for each in found
    ]
    return plan_file(told, now)


def save(
    store: Store,
    out: Path,
    *,
    today: date | None = None,
    now: datetime | None = None,
    with_done: bool = False,
    with_suggested: bool = False,
) -> Exported:
    """Write the calendar file.

    Raises:
        PortfolioError: nothing is dated ("nothing-dated"), another file is there ("exists"), or it
            can't be written.
    """
    day = today or date.today()  # noqa: DTZ011 - the person's own day
    out = placing.refuse_place(store, out, ".ics", "The calendar file")
    found = entries(store, day, with_done=with_done, with_suggested=with_suggested)
    if not found:
        raise PortfolioError(
            "Nothing that lies ahead has a date, so there is nothing to put into a calendar.",
            hint="Give modules, reviews or events their dates first.",
            code="nothing-dated",
        )
    made = content(
        store, day, now or datetime.now(UTC), with_done=with_done, with_suggested=with_suggested
    )
    placing.put(out, made, "The calendar file", lambda it: _MARK in it[:_HEAD])
    marks = timeline.read(store, day).marks
    return Exported(
        out,
        len(found),
        sum(not each.day for each in marks),
        0 if with_suggested else sum(each.is_suggested for each in marks),
    )


def usual_name(store: Store) -> str:
    """Return the name the file usually has."""
    return file_name("Plan", queries.portfolio.details(store).name, ending="ics")


def _entry(mark: Mark) -> CalendarEntry:
    is_timed = bool(mark.time) and not mark.until and _is_time(mark.time)
    return CalendarEntry(
        uid=f"{mark.source.value}-{mark.uid or mark.word}@{_SUFFIX}".replace(" ", "-"),
        title=mark.word if mark.lane is Lane.BREAKS else mark.label,  # why is nobody's concern
        day=mark.day,
        time=mark.time if is_timed else "",
        minutes=mark.minutes,
        place=mark.where,
        description=_said(mark),
        until=mark.until,
    )


def _said(mark: Mark) -> str:
    if mark.is_suggested:
        return "Suggested by the app; not confirmed by your provider."
    if mark.source is Source.PROPOSAL and mark.state:
        return f"{mark.state[:1].upper()}{mark.state[1:]}."
    return ""


def _is_time(typed: str) -> bool:
    try:
        datetime.strptime(typed, "%H:%M")  # noqa: DTZ007 - a time of day
    except ValueError:
        return False
    return True
