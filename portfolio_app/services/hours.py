"""Off-the-job time: logged, changed, removed, and where it stands against one's own target."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from portfolio_app import assets
from portfolio_app.domain import hours_position, salvage, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.dates import EARLIEST, LATEST
from portfolio_app.domain.days import day_words
from portfolio_app.domain.hours import (
    LONG_DAY,
    LONGEST_ACTIVITY,
    LONGEST_NOTE,
    MOST_MINUTES,
    Entry,
    Pattern,
)
from portfolio_app.domain.hours_position import MOST_TARGET, HoursPosition, Target
from portfolio_app.domain.hours_rules import HoursRules, hours_rules_from_data
from portfolio_app.domain.minutes import hours_words
from portfolio_app.domain.planned import Break, PlannedKind
from portfolio_app.domain.typed_words import one_line
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details, programmes
from portfolio_app.services.typed_days import typed_day
from portfolio_app.store import queries
from portfolio_app.store.database import Session, Store

TOPICS = {Topic.HOURS}
TARGET = queries.hours.TARGET
PATTERNS = "hours_patterns"  # the detail that keeps them
MOST_PATTERNS = 40


@cache
def rules() -> HoursRules:
    """Return what the data says of off-the-job training, with its sources."""
    return hours_rules_from_data(tomllib.loads(assets.text("plan/hours.toml")))


# where it stands


def position(store: Store, today: str) -> HoursPosition:
    """Return where off-the-job time stands on a day (YYYY-MM-DD), with its words."""
    logged = queries.hours.total(store)
    later = queries.hours.after(store, today)
    wanted = target(store).minutes
    return hours_position.position(logged, later, wanted, planned_by(store, today))


def planned_by(store: Store, day: str) -> int | None:
    """Return the minutes planned up to the end of a day; None where nothing can be planned."""
    return planned_line(store)(day)


def planned_line(store: Store) -> Callable[[str], int | None]:
    """Return what gives the minutes planned up to the end of a day, read once for many days."""
    known = programmes.dates(store)
    away = hours_position.merged(
        (row.day, row.last_day)
        for row in queries.plan.rows(store, PlannedKind.BREAK)
        if row.day and isinstance(row.content, Break) and not row.content.extra
    )
    wanted = target(store).minutes

    def line(day: str) -> int | None:
        return hours_position.planned_by(day, wanted, known.start, known.gateway, away)

    return line


def target(store: Store) -> Target:
    """Return the person's own target; 0 minutes where none was typed."""
    kept = salvage.read(Target, queries.portfolio.detail(store, TARGET), Target())
    return replace(kept, minutes=min(max(kept.minutes, 0), MOST_TARGET))


def set_target(store: Store, minutes: int, source: str = "") -> Changes:
    """Keep the target that the training plan states, and where it was read; 0 takes it away.

    Raises:
        PortfolioError: it is below 0 or above 10,000 hours ("no-target"). Nothing was changed.
    """
    if not 0 <= minutes <= MOST_TARGET:
        raise PortfolioError(
            f"A target is between 0 and {MOST_TARGET // 60:,} hours. Nothing was changed.",
            hint="Type the hours that your training plan states for the whole programme.",
            code="no-target",
        )
    told = f"Off-the-job target: {hours_words(minutes)}" if minutes else "Off-the-job target: none"
    body = wire.encode(Target(minutes, one_line(source)[:LONGEST_ACTIVITY]))
    with store.step("set target of hours", told, TOPICS) as step:
        details.enter(step.session, TARGET, json.dumps(body, ensure_ascii=False))
    return step.changes


# entries


def log(store: Store, entry: Entry, *, sure: bool = False) -> Changes:
    """Log an entry; ``focus`` is its uid. ``sure`` of a day with more than sixteen hours.

    Raises:
        PortfolioError: as ``checked``; with the code "long-day" the person may say that it is meant
            and log it with ``sure``. Nothing was changed.
    """
    return log_many(store, [entry], sure=sure)


def log_many(
    store: Store, entries: Sequence[Entry], told: str = "", *, sure: bool = False
) -> Changes:
    """Log several entries as one step; ``told`` is what the history says.

    Raises:
        PortfolioError: as ``log``, or there are none ("empty"). Nothing was changed.
    """
    if not entries:
        raise PortfolioError("There is nothing to log.", hint="Choose at least one.", code="empty")
    made = [checked(store, replace(each, uid="")) for each in entries]
    _refuse_long(store, made, sure=sure)
    with store.step("log hours", told or _told("Logged", made), TOPICS) as step:
        for each in made:
            step.focus = enter(step.session, each)
    return step.changes


def change(store: Store, entry: Entry, *, sure: bool = False) -> Changes:
    """Let the entry of this uid be as given; where it came from stays with it.

    Raises:
        PortfolioError: as ``log``, or it isn't there any more ("gone"). Nothing was changed.
    """
    known = queries.hours.entry(store, entry.uid)
    made = checked(store, replace(entry, origin=known.origin, raw=known.raw), known)
    _refuse_long(store, [made], sure=sure or (known.day == made.day
                                              and made.minutes <= known.minutes))  # fmt: skip
    with store.step("change hours", _told("Changed", [made]), TOPICS, focus=made.uid) as step:
        enter(step.session, made)
    return step.changes


def remove(store: Store, *uids: str) -> Changes:
    """Remove entries.

    Raises:
        PortfolioError: one isn't there any more ("gone"). Nothing was changed.
    """
    going = [queries.hours.entry(store, uid) for uid in uids]
    from portfolio_app.store import tables

    with store.step("remove hours", _told("Removed", going), TOPICS) as step:
        for uid in uids:
            for row in step.session.query(tables.HoursRow).filter_by(uid=uid):
                step.session.delete(row)
    return step.changes


def checked(store: Store, entry: Entry, known: Entry | None = None) -> Entry:
    """Return an entry with its words and its day as they are kept.

    What it is linked to must be there, unless it was linked to it before (``known``).

    Raises:
        PortfolioError: the day is none or far off ("no-day"), there are no minutes or more than a
            day has ("no-minutes"), words are too long ("too-long"), or what it is linked to isn't
            there ("gone").
    """
    day = typed_day(entry.day)
    if not EARLIEST.isoformat() <= day <= LATEST.isoformat():
        raise PortfolioError(
            f"{day_words(day)} can't be a day of training. Nothing was changed.",
            hint="Check the year.",
            code="no-day",
        )
    if not 0 < entry.minutes <= MOST_MINUTES:
        raise PortfolioError(
            "Off-the-job time on one day is between 1 minute and 24 hours. Nothing was changed.",
            hint="Type the time like 45, 0h 45 or 1:30.",
            code="no-minutes",
        )
    activity, note = one_line(entry.activity), entry.note.strip()
    if len(activity) > LONGEST_ACTIVITY or len(note) > LONGEST_NOTE:
        raise PortfolioError(
            f"What was done has {len(activity)} characters and the note {len(note):,}; "
            f"{LONGEST_ACTIVITY} and {LONGEST_NOTE:,} are the most. Nothing was changed.",
            hint="Shorten it, or capture it as evidence.",
            code="too-long",
        )
    if entry.module_uid and (known is None or known.module_uid != entry.module_uid):
        queries.plan.row(store, entry.module_uid)
    if entry.item_uid and (known is None or known.item_uid != entry.item_uid):
        queries.evidence.item(store, entry.item_uid)
    return replace(entry, day=day, activity=activity, note=note)


def fitting(store: Store, entry: Entry) -> Entry:
    """Return an entry as ``checked`` does, for a step of another verb, once its day has room.

    Raises:
        PortfolioError: as ``checked``, or the day would have more than 24 hours ("no-minutes").
    """
    made = checked(store, entry)
    _refuse_long(store, [made], sure=True)
    return made


def enter(session: Session, entry: Entry) -> str:
    """Within a step: write an entry that ``checked`` returned, a new one without a uid.

    Returns its uid.
    """
    from portfolio_app.store import tables  # the mapped rows are not needed at start

    row = None
    if entry.uid:
        row = session.query(tables.HoursRow).filter_by(uid=entry.uid).one_or_none()
    if row is None:
        row = tables.HoursRow(day=entry.day, minutes=entry.minutes)
        session.add(row)
    row.day, row.minutes, row.activity = entry.day, entry.minutes, entry.activity
    row.category, row.note = entry.category, entry.note
    row.module_uid, row.item_uid = entry.module_uid, entry.item_uid
    row.origin, row.raw = entry.origin, entry.raw
    return row.uid


def _refuse_long(store: Store, made: Sequence[Entry], *, sure: bool) -> None:
    """Refuse a day of more than 24 hours, and ask about one of more than sixteen."""
    replaced = {each.uid for each in made if each.uid}
    for day in dict.fromkeys(each.day for each in made):
        there = sum(
            each.minutes
            for each in queries.hours.entries(store, day, day)
            if each.uid not in replaced
        )
        total = there + sum(each.minutes for each in made if each.day == day)
        if total > MOST_MINUTES:
            raise PortfolioError(
                f"{day_words(day)} would have {hours_words(total)}; a day has 24. Nothing was "
                "changed.",
                hint="Check the time, and what is logged for that day already.",
                code="no-minutes",
            )
        if total > LONG_DAY and not sure:
            raise PortfolioError(
                f"{day_words(day)} would have {hours_words(total)}. Nothing was changed.",
                hint="If that is meant, log it all the same.",
                code="long-day",
            )


def _told(verb: str, entries: Sequence[Entry]) -> str:
    total = hours_words(sum(each.minutes for each in entries))
    if len(entries) == 1:
        about = f", {entries[0].activity}" if entries[0].activity else ""
        return f"{verb}: {total} on {day_words(entries[0].day)}{about}"
    return f"{verb}: {len(entries)} entries of off-the-job time, {total}"


# patterns


def patterns(store: Store) -> tuple[Pattern, ...]:
    """Return what comes again each week, by weekday."""
    found = salvage.read(tuple[Pattern, ...], queries.portfolio.detail(store, PATTERNS), ())
    sound = (each for each in found if 0 <= each.weekday < 7 and 0 < each.minutes <= MOST_MINUTES)
    return tuple(sorted(sound, key=lambda each: each.weekday))


def set_patterns(store: Store, wanted: Sequence[Pattern]) -> Changes:
    """Let these be the patterns. Nothing is logged.

    Raises:
        PortfolioError: one has no minutes or no activity ("no-minutes", "empty"), or there are more
            than 40 ("too-many"). Nothing was changed.
    """
    if len(wanted) > MOST_PATTERNS:
        raise PortfolioError(
            f"{MOST_PATTERNS} patterns are the most. Nothing was changed.",
            hint="Remove one you no longer use.",
            code="too-many",
        )
    made = []
    for each in wanted:
        activity = one_line(each.activity)[:LONGEST_ACTIVITY]
        if not activity:
            raise PortfolioError(
                "A pattern needs its activity. Nothing was changed.",
                hint="Say in a few words what comes again, such as reading.",
                code="empty",
            )
        if not 0 < each.minutes <= MOST_MINUTES or not 0 <= each.weekday < 7:
            raise PortfolioError(
                "A pattern is between 1 minute and 24 hours on a weekday. Nothing was changed.",
                hint="Type the time like 45, 0h 45 or 1:30.",
                code="no-minutes",
            )
        made.append(replace(each, activity=activity))
    body = json.dumps(wire.encode(tuple(made)), ensure_ascii=False)
    told = f"Patterns of off-the-job time: {len(made)}"
    with store.step("set patterns of hours", told, TOPICS) as step:
        details.enter(step.session, PATTERNS, body)
    return step.changes


# captures


def captures_to_log(store: Store) -> tuple[Entry, ...]:
    """Return entries for captures with off-the-job time that no entry names, not logged yet."""
    return queries.hours.captures_to_log(store)


def log_captures(store: Store) -> Changes:
    """Log the time of those captures; one step.

    Raises:
        PortfolioError: there are none ("empty"). Nothing was changed.
    """
    waiting = captures_to_log(store)
    told = _told("Logged from captures", waiting) if waiting else ""
    return log_many(store, waiting, told, sure=True)
