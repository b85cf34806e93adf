"""The fields of a programme: what each is called, in a file and on screen.

Reading, writing and the screens go by these tables, so that nothing of a programme is read that is
not written and shown as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from portfolio_app.domain.days import day_words
from portfolio_app.domain.programme import (
    Fact,
    Programme,
    ProgrammeAssessment,
    ProgrammeDocument,
    ProgrammeEvent,
    ProgrammeModule,
    ProgrammeReview,
    ProgrammeRole,
    Shortening,
)


class Kind(Enum):
    """What a field holds. WHOLE and NUMBER are never below 0; a DAY is YYYY-MM-DD."""

    TEXT = "text"
    TEXTS = "texts"
    WHOLE = "whole"
    NUMBER = "number"
    YES = "yes"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its attribute, its words on screen, what it holds, and its key in a file.

    ``path`` are keys from the outside in. ``hours`` are keys that state minutes as hours. ``most``
    is the largest number that is no slip, ``longest`` the characters of a text: our own limits.
    """

    name: str
    words: str
    kind: Kind = Kind.TEXT
    path: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    most: int = 100_000
    at_first: Any = None
    longest: int = 2000

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in a file: the attribute's own name where nothing else is said."""
        return self.path or (self.name,)


@dataclass(frozen=True, slots=True)
class Section:
    """A list of a programme: its attribute and key, its words, and the fields of an entry."""

    name: str
    words: str
    one: str
    made: type
    fields: tuple[Field, ...]


_STATUS = Field("status", "How sure the source is")
_NOTE = Field("note", "Note")

_TITLE = Field("title", "Title", longest=300)

HEAD = (
    _TITLE,
    Field("provider", "Training provider"),
    Field("standard", "Standard"),
    Field("standard_title", "Standard, as the source calls it"),
    Field("sector", "Sector"),
    Field("source", "Source"),
    Field("source_note", "What kind of source it is"),
    Field("tutor", "What the provider's reviewer is called"),
    Field("total_months", "Length in months, in all", Kind.WHOLE, most=120),
    Field("awards", "Awards", Kind.TEXTS),
    Field("off_the_job", "Off-the-job training"),
    Field("off_the_job_percent", "Off-the-job, per cent of working hours", Kind.NUMBER, most=100),
    Field(
        "off_the_job_hours_a_week",
        "Off-the-job, most hours a week",
        Kind.NUMBER,
        ("off_the_job_max_hours_per_week",),
        most=168,
    ),
    Field("off_the_job_total_hours", "Off-the-job, hours in all", Kind.NUMBER, most=20_000),
    Field("english_maths", "English and maths"),
    Field("terms", "Terms of a year", Kind.TEXTS, ("delivery", "terms")),
    Field("modules_per_term", "Modules a term", Kind.WHOLE, ("delivery", "modules_per_term"),
          most=50),
    Field("module_order_stated", "The modules' order is stated", Kind.YES, at_first=True),
    Field(
        "assignments_per_module",
        "Written assignments a module",
        Kind.WHOLE,
        ("module_assessment", "written_assignments_per_module"),
        most=20,
    ),
    Field(
        "feedback_days",
        "Feedback after, days",
        Kind.WHOLE,
        ("module_assessment", "feedback_days"),
        most=365,
    ),
    Field("online_weeks_per_module", "Weeks online a module", Kind.WHOLE,
          ("delivery", "online_weeks_per_module"), most=104),
    Field("campus_days_per_module", "Days on campus a module", Kind.WHOLE,
          ("delivery", "campus_days_per_module"), most=100),
    Field("workshop_days_per_module", "Workshop days a module", Kind.WHOLE,
          ("delivery", "workshop_days_per_module"), most=100),
    Field("topics", "Topics", Kind.TEXTS),
)  # fmt: skip

SECTIONS = (
    Section(
        "shortenings",
        "Shorter by recognition of prior learning",
        "Shorter length",
        Shortening,
        (
            Field("months", "Months", Kind.WHOLE, most=120),
            Field("title", "With"),
            Field("why", "In the source's words"),
        ),
    ),
    Section(
        "modules",
        "Modules",
        "Module",
        ProgrammeModule,
        (
            _TITLE,
            Field("number", "Number", Kind.WHOLE, most=1000),
            Field("term", "Term"),
            Field("start", "Begins", Kind.DAY),
            Field("end", "Ends", Kind.DAY),
            Field("weeks", "Weeks", Kind.WHOLE, most=520),
            _NOTE,
        ),
    ),
    Section(
        "reviews",
        "Reviews",
        "Review",
        ProgrammeReview,
        (
            _TITLE,
            Field("cadence", "How often"),
            Field("when", "When"),
            Field("every_weeks", "Every so many weeks", Kind.WHOLE, most=520),
            Field("participants", "Who takes part", Kind.TEXTS),
            Field("minutes", "Minutes", Kind.WHOLE, hours=("max_hours", "hours"), most=10_000),
            Field("purpose", "Purpose"),
            _NOTE,
            _STATUS,
            Field("needs_signatures", "Its record is signed", Kind.YES),
        ),
    ),
    Section(
        "roles",
        "Roles",
        "Role",
        ProgrammeRole,
        (_TITLE, _NOTE, _STATUS),
    ),
    Section(
        "documents",
        "Documents",
        "Document",
        ProgrammeDocument,
        (
            _TITLE,
            Field("parties", "Who signs or agrees", Kind.TEXTS),
            Field("when", "When"),
            _NOTE,
            _STATUS,
        ),
    ),
    Section(
        "assessments",
        "Assessments",
        "Assessment",
        ProgrammeAssessment,
        (
            _TITLE,
            Field("id", "Id"),
            Field("form", "Form"),
            Field("when", "When"),
            Field("weeks", "Weeks", Kind.WHOLE, most=520),
            Field("minutes", "Minutes", Kind.WHOLE, hours=("hours",), most=100_000),
            Field("place", "Place"),
            Field("parts", "Parts", Kind.TEXTS),
            Field("parties", "Who agrees it", Kind.TEXTS, ("focus_agreed_by",)),
            _NOTE,
            _STATUS,
        ),
    ),
    Section(
        "events",
        "Events",
        "Event",
        ProgrammeEvent,
        (
            _TITLE,
            Field("when", "When"),
            Field("place", "Place"),
            Field("compulsory", "Attendance is compulsory", Kind.YES),
            Field("count", "How many", Kind.WHOLE, most=500),
            _NOTE,
            _STATUS,
        ),
    ),
    Section(
        "facts",
        "Other facts",
        "Fact",
        Fact,
        (
            Field("label", "What"),
            Field("words", "In the source's words", longest=600_000),
            _STATUS,
        ),
    ),
)

MOST_ENTRIES = 200  # of one list; our own limit


def not_said(programme: Programme) -> tuple[str, ...]:
    """Return the words of every field and list that the programme leaves empty."""
    empty = [
        each.words
        for each in HEAD
        if each.kind is not Kind.YES and each.name != "tutor" and not getattr(programme, each.name)
    ]
    lists = [
        each.words
        for each in SECTIONS
        if each.name != "facts" and not getattr(programme, each.name)
    ]
    return (*empty, *lists)


def said(field: Field, of: Any, *, named: bool = False) -> str:
    """Return a field's value as words, "" where nothing is said.

    ``named``: with the field's words before it.
    """
    value = getattr(of, field.name)
    if field.kind is Kind.YES:
        if value is (field.at_first or False):
            return ""
        return field.words if value else f"{field.words}: no"
    if not value:
        return ""
    words = str(value)
    if isinstance(value, tuple):
        words = ("; " if any("," in each for each in value) else ", ").join(value)
    if field.kind is Kind.NUMBER:
        words = f"{value:g}"
    if field.kind is Kind.DAY:
        words = day_words(value)
    return f"{field.words}: {words}" if named else words
