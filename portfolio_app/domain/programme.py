"""A training provider's programme: only what its source states; all of it the person's to edit.

A number of 0 and a text of "" mean "not stated". ``status`` is the source's own word for how sure
it was ("wish", "question", "assumption"), "" where it stated a fact.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgrammeModule:
    """A module. Days are YYYY-MM-DD where the person's own programme gives them."""

    title: str
    number: int = 0
    term: str = ""
    start: str = ""
    end: str = ""
    weeks: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeReview:
    """A kind of review meeting. ``every_weeks`` is 0 where the cadence is only in words."""

    title: str
    cadence: str = ""
    when: str = ""
    every_weeks: int = 0
    participants: tuple[str, ...] = ()
    minutes: int = 0
    purpose: str = ""
    note: str = ""
    status: str = ""
    needs_signatures: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeRole:
    """A role as the programme names it: practice tutor, coach, practice educator, mentor."""

    title: str
    note: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeDocument:
    """A document that the programme names, and who signs it."""

    title: str
    parties: tuple[str, ...] = ()
    when: str = ""
    note: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeAssessment:
    """An assessment of the programme, in its own words."""

    title: str
    id: str = ""
    form: str = ""
    when: str = ""
    weeks: int = 0
    minutes: int = 0
    place: str = ""
    parts: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    note: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeEvent:
    """An event that the programme names. ``compulsory``: its attendance is kept."""

    title: str
    when: str = ""
    place: str = ""
    compulsory: bool = False
    count: int = 0
    note: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Shortening:
    """How recognition of prior learning shortens the programme: to so many months, and why.

    ``title`` is what one holds for it: "NASENCO".
    """

    months: int
    why: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something else that the source states, as a label and its words."""

    label: str
    words: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme that can be chosen, edited, exported and imported."""

    id: str
    title: str
    provider: str = ""
    standard: str = ""  # a reference such as "ST0480"; ``standard_is_inferred`` says how sure
    standard_title: str = ""
    standard_is_inferred: bool = False
    sector: str = ""
    source: str = ""
    source_note: str = ""  # what kind of source it is: "a meeting note, not a programme"
    tutor: str = ""  # what the provider's reviewer is called, where the person said so
    total_months: int = 0
    shortenings: tuple[Shortening, ...] = ()
    awards: tuple[str, ...] = ()
    off_the_job: str = ""
    off_the_job_percent: float = 0
    off_the_job_hours_a_week: float = 0  # the most or the usual, as ``off_the_job`` says
    off_the_job_total_hours: float = 0
    english_maths: str = ""
    terms: tuple[str, ...] = ()
    modules_per_term: int = 0
    module_order_stated: bool = True
    assignments_per_module: int = 0
    feedback_days: int = 0
    online_weeks_per_module: int = 0
    campus_days_per_module: int = 0
    workshop_days_per_module: int = 0
    modules: tuple[ProgrammeModule, ...] = ()
    topics: tuple[str, ...] = ()
    reviews: tuple[ProgrammeReview, ...] = ()
    roles: tuple[ProgrammeRole, ...] = ()
    documents: tuple[ProgrammeDocument, ...] = ()
    assessments: tuple[ProgrammeAssessment, ...] = ()
    events: tuple[ProgrammeEvent, ...] = ()
    facts: tuple[Fact, ...] = ()
    is_own: bool = False  # made or changed by the person
