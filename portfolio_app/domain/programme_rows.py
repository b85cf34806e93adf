"""The rows of the plan that a programme gives: what it names, with a day only where one follows.

A row says what it was made of (its ``origin``), and carries a seal by which one can tell later
whether anything was typed into it since.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from portfolio_app.domain import wire
from portfolio_app.domain.cadence import Span, Term, day_of, days, span_of, spans
from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import (
    Agreement,
    Assignment,
    Content,
    Document,
    Event,
    Milestone,
    Module,
    Party,
    Planned,
    PlannedKind,
    Review,
)
from portfolio_app.domain.programme import (
    Programme,
    ProgrammeAssessment,
    ProgrammeEvent,
    ProgrammeModule,
)
from portfolio_app.domain.programme_dates import ProgrammeDates

PREFIX = "programme/"
LONGEST_TITLE = 300  # characters, as the plan keeps them
_SURE = ("", "stated")
MOST_ROWS = 1000  # that one programme gives; our own limit
_MOST_OF_ONE = 60  # events of one kind, assignments of one module; our own limit


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that a programme gives, and the key of the row it belongs to ("" for none).

    The row's ``origin`` is sealed; ``key`` is the origin without its seal.
    """

    row: Planned
    key: str
    parent: str = ""


def rows_of(
    programme: Programme, dates: ProgrammeDates, terms: Sequence[Term]
) -> tuple[Wanted, ...]:
    """Return the rows that a programme gives between its days, modules before what is theirs.

    What the programme doesn't say has no day. A day that follows only from a cadence, from a term
    or from words such as "end of year one" is the middle or the span of what was said: a
    suggestion (``is_suggested``). Of a programme with more than ``MOST_ROWS`` the first ones.
    """
    return tuple(islice(_Making(programme, dates, terms).rows(), MOST_ROWS))


def key_of(row: Planned) -> str:
    """Return what of a programme a row was made of, "" for a row of another origin."""
    return row.origin.rpartition("#")[0] if row.origin.startswith(PREFIX) else ""


def is_untouched(row: Planned) -> bool:
    """Whether nothing was typed into a row since a programme gave it, its days included."""
    return bool(key_of(row)) and row.origin.rpartition("#")[2] == _seal(row)


def is_only_moved(row: Planned) -> bool:
    """Whether only the days of a row differ from those that a programme gave it."""
    if not key_of(row) or is_untouched(row):
        return False
    return row.origin.rpartition("#")[2].partition(".")[0] == _seal(row).partition(".")[0]


def is_suggested(row: Planned, programme: Programme | None = None) -> bool:
    """Whether a row's day was worked out by the app and never typed or confirmed.

    With the programme it was made of: days that the programme itself states are not suggested.
    """
    if not row.day or not is_untouched(row):
        return False
    stated = {each.start for each in programme.modules} if programme else set()
    return row.kind is not PlannedKind.MODULE or row.day not in stated


def sealed(row: Planned, key: str = "") -> Planned:
    """Return a row whose seal says that it is as its programme gave it."""
    return replace(row, origin=f"{key or key_of(row)}#{_seal(row)}")


class _Making:
    def __init__(self, programme: Programme, dates: ProgrammeDates, terms: Sequence[Term]) -> None:
        self._programme = programme
        self._dates = dates
        self._terms = terms
        self._met: Counter[str] = Counter()
        self._until = dates.gateway or dates.end

    def rows(self) -> Iterator[Wanted]:
        yield from self._modules()
        yield from self._reviews()
        for event in self._programme.events:
            yield from self._event(event)
        for document in self._programme.documents:
            parties = tuple(Party(each) for each in document.parties)
            note = _note(document.note, "", document.status)
            paper = Document(parties=parties, when=document.when, note=note)
            yield self._row(PlannedKind.DOCUMENT, "documents", document.title, paper)
        for assessment in self._programme.assessments:
            yield from self._assessment(assessment)
        if self._dates.end:
            months = f"{self._dates.months_stated} months from the start"
            content = Milestone(suggested=True, note="The length that the programme states in all.")
            yield self._row(PlannedKind.MILESTONE, "length", months, content, self._dates.end)

    def _modules(self) -> Iterator[Wanted]:
        laid = self._laid()
        for place, module in enumerate(self._programme.modules, 1):
            day, until, term = self._days_of(module, laid.get(place))
            content = Module(module.number or self._number(place), term, module.note)
            made = self._row(
                PlannedKind.MODULE, "modules", module.title, content, day, until, place=place
            )
            yield made
            yield from self._of_module(module, made.key)

    def _number(self, place: int) -> int:
        return place if self._programme.module_order_stated else 0

    def _of_module(self, module: ProgrammeModule, parent: str) -> Iterator[Wanted]:
        programme = self._programme
        for number in range(1, min(programme.assignments_per_module, _MOST_OF_ONE) + 1):
            title = f"{module.title}: assignment {number}"
            if programme.assignments_per_module == 1:
                title = f"{module.title}: assignment"
            given = Assignment(feedback_days=programme.feedback_days)
            yield self._row(PlannedKind.ASSIGNMENT, "assignments", title, given, parent=parent)
        for count, word in (
            (programme.campus_days_per_module, "on campus"),
            (programme.workshop_days_per_module, "workshop"),
        ):
            if count:
                length = "1 day" if count == 1 else f"{count} days"
                title = (
                    f"{module.title}: {length} {word}"
                    if word == "on campus"
                    else (f"{module.title}: {word}")
                )
                note = "" if word == "on campus" else f"{length} long"
                yield self._row(
                    PlannedKind.EVENT, "module-days", title, Event(note=note), parent=parent
                )

    def _laid(self) -> dict[int, Span]:
        """Return the terms of modules by their places, where order and terms are both stated."""
        programme = self._programme
        if not (programme.module_order_stated and programme.terms and programme.modules_per_term):
            return {}
        found = spans(programme.terms, self._terms, self._dates.start, self._until)
        each_term = programme.modules_per_term
        places = range(1, len(programme.modules) + 1)
        return {
            place: found[(place - 1) // each_term]
            for place in places
            if (place - 1) // each_term < len(found)
        }

    def _days_of(self, module: ProgrammeModule, laid: Span | None) -> tuple[str, str, str]:
        if module.start:
            until = module.end if module.end > module.start else ""
            return module.start, until, module.term
        span = span_of(module.term, self._terms) or (None if module.term else laid)
        if span is None:
            return "", "", module.term
        return span.first, span.last, module.term or span.title

    def _reviews(self) -> Iterator[Wanted]:
        programme, dates = self._programme, self._dates
        for review in programme.reviews:
            content = Review(
                review=review.title,
                minutes=review.minutes,
                participants=review.participants,
                is_annual="annual" in review.title.casefold(),
                needs_signatures=review.needs_signatures,
                parties=tuple(Party(each) for each in review.participants)
                if review.needs_signatures
                else (),
            )
            if review.status not in _SURE:
                # No days follow from what the source itself only asks, wishes or assumes.
                title = f"{review.title} ({review.status} in the source)"
                yield self._row(PlannedKind.REVIEW, "reviews", title, content)
                continue
            found = days(
                review.cadence, review.every_weeks, programme.terms, self._terms, dates.start,
                self._until,
            )  # fmt: skip
            said = day_of(review.when or review.cadence, dates.start, dates.gateway)
            if not found:
                found = (said,)
            for day in found:
                yield self._row(PlannedKind.REVIEW, "reviews", review.title, content, day)

    def _event(self, event: ProgrammeEvent) -> Iterator[Wanted]:
        content = Event(
            compulsory=event.compulsory,
            place=event.place,
            note=_note(event.note, event.when, event.status),
        )
        day = day_of(event.when, self._dates.start, self._dates.gateway)
        count = min(max(event.count, 1), _MOST_OF_ONE)
        for number in range(1, count + 1):
            title = event.title if count == 1 else f"{event.title} {number}"
            given = day if count == 1 else ""
            yield self._row(PlannedKind.EVENT, "events", title, content, given)

    def _assessment(self, assessment: ProgrammeAssessment) -> Iterator[Wanted]:
        if assessment.parties:
            agreed = Agreement(parties=tuple(Party(each) for each in assessment.parties))
            yield self._row(PlannedKind.AGREEMENT, "agreements", assessment.title, agreed)
        day = day_of(assessment.when, self._dates.start, self._dates.gateway)
        told = "; ".join(
            each
            for each in (
                assessment.form,
                f"{assessment.weeks} weeks" if assessment.weeks else "",
                f"{assessment.minutes} minutes" if assessment.minutes else "",
                assessment.place,
                *assessment.parts,
                assessment.note,
            )
            if each
        )
        note = _note(told, assessment.when, assessment.status)
        content = Milestone(suggested=bool(day), note=note)
        yield self._row(PlannedKind.MILESTONE, "assessments", assessment.title, content, day)

    def _row(
        self,
        kind: PlannedKind,
        section: str,
        title: str,
        content: Content,
        day: str = "",
        until: str = "",
        *,
        place: int = 0,
        parent: str = "",
    ) -> Wanted:
        title = title or f"{kind.words} without a title"
        shown = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
        key = f"{PREFIX}{self._programme.id}/{section}/{_slug(title)}"
        self._met[key] += 1
        key = f"{key}/{self._met[key]}"
        row = Planned(kind, shown, day, until, place=place, content=content)
        return Wanted(sealed(row, key), key, parent)


def days_words(row: Planned) -> str:
    """Return the days of a row in words: "3 March 2026", "3 March to …", "no day yet"."""
    if not row.day:
        return "no day yet"
    return day_words(row.day) + (f" to {day_words(row.until)}" if row.until else "")


def _note(note: str, when: str, status: str) -> str:
    parts = (note, f"When: {when}" if when else "", f"In the source: {status}" if status else "")
    return ". ".join(each.rstrip(".") for each in parts if each)


def _slug(title: str) -> str:
    slug = re.sub(r"\W+", "-", title.casefold()).strip("-")
    if len(slug) <= 50 and slug:
        return slug
    return slug[:30] + hashlib.sha256(title.encode()).hexdigest()[:12]


def _seal(row: Planned) -> str:
    """Return what tells later whether a row is as it was given: content, a point, days.

    Fields that hold what they hold at first are left out, so that a later version that knows more
    of them finds the same seal.
    """
    first = wire.encode(type(row.content)())
    content = {
        key: value for key, value in wire.encode(row.content).items() if value != first.get(key)
    }
    plain = json.dumps([row.kind.value, row.title, content], sort_keys=True, ensure_ascii=False)
    return f"{_short(plain)}.{_short(row.day + ' ' + row.until)}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
