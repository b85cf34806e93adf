"""What is asked of an observer: the rules a request keeps, and how it is looked over."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from portfolio_app.domain import record_asking
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import (
    MINUTES,
    MINUTES_A_KSB,
    MOST_CONTEXT_WORDS,
    MOST_KSBS,
    SUGGESTED_KSBS,
    FormContent,
    FormKind,
)
from portfolio_app.domain.observation import Asked
from portfolio_app.domain.typed_words import one_line, some_lines
from portfolio_app.domain.wording import count_words
from portfolio_app.problems import Level, PortfolioError, Problem

LONGEST_TITLE = 160  # characters: two lines of the form
LONGEST_LINE = 200
MOST_STATEMENT_WORDS = 350  # beyond it, a letter of its own says it better
MOST_MINUTES = 24 * 60
MOST_YEARS_AHEAD = 3
_MOST_YEARS_BACK = 15
LEAST_MINUTES = 2  # of a statement: reading it, and signing
_ROWS_A_MINUTE = 18 / 10  # decision D14: ten minutes for 18 rows
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def tidied(asked: Asked, kind: FormKind = FormKind.OBSERVATION, *, today: date) -> Asked:
    """Return what is asked as it is kept: lines closed up, days and times in one form.

    Raises:
        PortfolioError: what it is about is missing ("no-title") or too long ("too-long"), the day
            or time is none ("no-day", "no-time") or years away ("no-day"), it takes no minutes or
            more than a day ("no-minutes"), there are more than 6 KSBs ("too-many-ksbs"), the words
            are more than fit ("too-many-words"), or as ``record_asking.tidied``. Each says what to
            do.
    """
    title = one_line(asked.title)
    if not title:
        what = "activity" if kind is FormKind.OBSERVATION else "subject"
        raise PortfolioError(
            f"The {what} is missing. Nothing was changed.",
            hint="Say in a few words what it is about, for example: Chairing the panel.",
            code="no-title",
        )
    lines, signers = record_asking.tidied(asked.lines, asked.signers, kind)
    made = replace(
        asked,
        title=title,
        lines=lines,
        signers=signers,
        day=_day(asked.day, today),
        time=_time(asked.time),
        place=one_line(asked.place),
        present=one_line(asked.present),
        confidential=one_line(asked.confidential),
        context=some_lines(asked.context),
        statement=some_lines(asked.statement),
        ksb_uids=tuple(dict.fromkeys(asked.ksb_uids)),
    )
    _refuse_lengths(made)
    if not 0 <= made.minutes <= MOST_MINUTES:
        raise PortfolioError(
            "It takes between 0 minutes and 24 hours. Nothing was changed.",
            hint="Give the minutes it lasts, or leave them out.",
            code="no-minutes",
        )
    if len(made.ksb_uids) > MOST_KSBS:
        raise PortfolioError(
            f"{len(made.ksb_uids)} KSBs are too many for one observer. Nothing was changed.",
            hint=f"Choose {SUGGESTED_KSBS}, or {MOST_KSBS} at most. Ask about the others another "
            "time, or ask somebody else.",
            code="too-many-ksbs",
        )
    return made


def minutes_needed(content: FormContent) -> int:
    """Return how many minutes an answer takes, as form, mail and windows say it."""
    if content.kind is FormKind.EMPLOYER_STATEMENT:
        return minutes_for_pieces(len(content.schedule))
    if content.kind is FormKind.STATEMENT:
        return LEAST_MINUTES
    if content.kind.is_record:
        return record_asking.minutes(content.lines)
    return minutes_for_ksbs(len(content.ksbs))


def minutes_for_ksbs(count: int) -> int:
    """Return how many minutes an observation takes to write with so many KSBs."""
    return MINUTES + MINUTES_A_KSB * max(count - SUGGESTED_KSBS, 0)


def minutes_for_pieces(count: int) -> int:
    """Return how many minutes a schedule of so many pieces takes: ten for 18."""
    return max(LEAST_MINUTES, round(count / _ROWS_A_MINUTE))


def remarks(
    asked: Asked, kind: FormKind, *, observer: str, email: str, start: str, gateway: str
) -> tuple[Problem, ...]:
    """Return what to look at in a request before it goes out; none of it stops anything.

    ``observer`` is their name, "" for nobody yet; ``start`` and ``gateway`` are the
    apprenticeship's days (YYYY-MM-DD), "" where not known.
    """
    found: list[tuple[str, str]] = []
    if not observer:
        found.append(("ask.observer", "Nobody is asked yet: choose an observer."))
    elif not email:
        found.append(("ask.email", f"No e-mail address is kept for {observer}."))
    if kind is FormKind.OBSERVATION and not asked.ksb_uids:
        found.append(("ask.ksbs", "No KSBs are chosen: the observer writes an account alone."))
    extra = len(asked.ksb_uids) - SUGGESTED_KSBS
    if extra > 0:
        found.append(
            (
                "ask.many-ksbs",
                f"{len(asked.ksb_uids)} KSBs: each above {SUGGESTED_KSBS} takes the observer about "
                f"{MINUTES_A_KSB} minutes more.",
            )
        )
    if kind is FormKind.OBSERVATION and not asked.day:
        found.append(("ask.day", "No date is given."))
    if asked.day and start and asked.day < start:
        found.append(
            ("ask.before-start", f"{day_words(asked.day)} is before your apprenticeship began.")
        )
    if asked.day and gateway and asked.day > gateway:
        found.append(
            ("ask.after-gateway", f"{day_words(asked.day)} is after your planned gateway.")
        )
    if kind is FormKind.STATEMENT and not asked.statement:
        found.append(("ask.statement", "There are no words to sign yet."))
    return tuple(Problem(Level.INFORMATION, rule, asked.title, message) for rule, message in found)


def same_facts(one: FormContent, other: FormContent) -> bool:
    """Return whether two forms ask the same: version, code, day of making and our help apart."""

    def facts(content: FormContent) -> FormContent:
        ksbs = tuple(replace(each, plain="", kind="") for each in content.ksbs)
        return replace(content, version=0, code="", made_on="", wording="", ksbs=ksbs)

    return facts(one) == facts(other)


def _day(typed: str, today: date) -> str:
    typed = typed.strip()
    if not typed:
        return ""
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise PortfolioError(
            f"This is not a date: {typed}. Nothing was changed.",
            hint="Use YYYY-MM-DD.",
            code="no-day",
        ) from error
    if not -_MOST_YEARS_BACK <= day.year - today.year <= MOST_YEARS_AHEAD:
        raise PortfolioError(
            f"{day_words(day.isoformat())} is years away. Nothing was changed.",
            hint="Check the year.",
            code="no-day",
        )
    return day.isoformat()


def _time(typed: str) -> str:
    typed = typed.strip()
    if not typed:
        return ""
    found = _TIME.fullmatch(typed)
    if found is None:
        raise PortfolioError(
            f"This is not a time: {typed}. Nothing was changed.",
            hint="Use 24 hours, such as 14:00.",
            code="no-time",
        )
    return f"{int(found[1]):02d}:{found[2]}"


def _refuse_lengths(asked: Asked) -> None:
    for name, text, longest in (
        ("The activity", asked.title, LONGEST_TITLE),
        ("The place", asked.place, LONGEST_LINE),
        ("Who else was there", asked.present, LONGEST_LINE),
        ("What is confidential", asked.confidential, LONGEST_LINE),
    ):
        if len(text) > longest:
            raise PortfolioError(
                f"{name} has {len(text)} characters; {longest} is the most. Nothing was changed.",
                hint="Shorten it. What it was about has room for more.",
                code="too-long",
            )
    for name, text, most in (
        ("What it was about", asked.context, MOST_CONTEXT_WORDS),
        ("The statement", asked.statement, MOST_STATEMENT_WORDS),
    ):
        words = count_words(text)
        # A word without blanks can be a page long in some scripts.
        if words > most or len(text) > most * 20:
            raise PortfolioError(
                f"{name} has {words} words; {most} is the most. Nothing was changed.",
                hint="Shorten it: facts are enough.",
                code="too-many-words",
            )
