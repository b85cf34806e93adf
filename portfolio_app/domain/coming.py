"""What comes next and what has passed, of everything that has a day: for Home, by plain rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio_app.domain.days import day_words
from portfolio_app.domain.timeline import Lane, Mark, Source

DAYS = 14  # a deadline is near from then on
AHEAD = 60  # days that "Coming up" looks ahead
SHOWN = 5

# Lanes whose marks ask for something by their day; others are only shown.
_ASKING = (Lane.MODULES, Lane.EVENTS, Lane.REVIEWS, Lane.LEARNING, Lane.DOCUMENTS, Lane.ASSESSMENT)
_SOURCES = (Source.ROW, Source.AGAIN, Source.PROPOSAL)
# What is over when its day is: nothing is left to do about it.
_PASSING = ("Module", "Event", "Document", "Milestone", "Result")


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a day: ``words`` are a sentence, ``key`` stays the same for the same thing.

    ``mark`` is where it comes from, and so where it leads.
    """

    key: str
    words: str
    mark: Mark


def near(marks: Iterable[Mark], today: date) -> tuple[Due, ...]:
    """Return what is due from today to 14 days ahead, soonest first."""
    last = (today + timedelta(days=DAYS)).isoformat()
    found = [
        each
        for each in marks
        if _asks(each) and today.isoformat() <= _day(each) <= last and not _is_running(each, today)
    ]
    found.sort(key=lambda each: (_day(each), each.time, each.title))
    return tuple(Due(f"due {each.key}", _near_words(each, today), each) for each in found)


def passed(marks: Iterable[Mark], today: date) -> tuple[Due, ...]:
    """Return what its day has passed of and nobody noted what came of it, newest first."""
    found = [
        each
        for each in marks
        if _asks(each) and each.word not in _PASSING and each.last_day < today.isoformat()
    ]
    found.sort(key=lambda each: (each.last_day, each.title), reverse=True)
    return tuple(Due(f"passed {each.key}", _passed_words(each), each) for each in found)


def coming_up(marks: Iterable[Mark], today: date) -> tuple[Mark, ...]:
    """Return the next five marks within 60 days, what runs now first; nothing that is suggested."""
    last = (today + timedelta(days=AHEAD)).isoformat()
    now = today.isoformat()
    found = [
        each
        for each in marks
        if each.day and not each.is_done and not each.is_suggested
        and each.last_day >= now and each.day <= last
    ]  # fmt: skip
    found.sort(key=lambda each: (max(each.day, now), each.time, each.title))
    return tuple(found[:SHOWN])


def when_words(day: str, today: date) -> str:
    """Return "today", "tomorrow", "in 9 days", "3 days ago"."""
    days = (date.fromisoformat(day) - today).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in named:
        return named[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def _asks(mark: Mark) -> bool:
    return (
        bool(mark.day)
        and mark.lane in _ASKING
        and mark.source in _SOURCES
        and not mark.is_done
        and not mark.is_suggested
        and mark.word != "Module"
    )


def _day(mark: Mark) -> str:
    """Return the day something is asked by: that on which a meeting begins, a span ends."""
    return mark.day if mark.time or not mark.until else mark.until


def _is_running(mark: Mark, today: date) -> bool:
    return mark.word == "Event" and mark.day < today.isoformat()


def _near_words(mark: Mark, today: date) -> str:
    time = f", {mark.time}" if mark.time and _day(mark) == mark.day else ""
    return f"{mark.label}: {when_words(_day(mark), today)}{time}."


def _passed_words(mark: Mark) -> str:
    day = day_words(mark.last_day)
    if mark.lane is Lane.REVIEWS and mark.word != "Action":
        return f"{mark.label}, {day}, isn't noted as held."
    if mark.word == "Assignment due":
        return f"{mark.label}, {day}: handing it in isn't noted."
    return f"{mark.label}: its day was {day}."
