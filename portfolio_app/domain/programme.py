"""A training provider's programme: only what its source states; all of it the person's to edit.

A number of 0 and a text of "" mean "not stated". ``status`` is the source's own word for how sure
it was ("wish", "question", "assumption"), "" where it stated a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SCHEMA = 1


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
    """How recognition of prior learning shortens the programme: to so many months, and why."""

    months: int
    why: str = ""


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


def programme_from_data(data: Mapping[str, Any]) -> Programme:
    """Return the Programme that a pack's data (TOML, already parsed) describes.

    Raises:
        ValueError: the data is not a programme pack.
    """
    if data.get("schema") != SCHEMA or "id" not in data:
        raise ValueError("This is not a programme pack this version of the app can read.")
    delivery = _table(data.get("delivery"))
    written = _table(data.get("module_assessment"))
    months = _whole(data.get("total_months"))
    shorter = _whole(data.get("total_months_with_nasenco"))
    return Programme(
        id=str(data["id"]),
        title=_text(data.get("title")),
        provider=_text(data.get("provider")),
        standard=_text(data.get("standard") or data.get("standard_inferred")),
        standard_title=_text(data.get("standard_title")),
        standard_is_inferred="standard" not in data and "standard_inferred" in data,
        sector=_text(data.get("sector")),
        source=_text(data.get("source")),
        total_months=months,
        shortenings=(Shortening(shorter, _text(data.get("rpl"))),) if shorter else (),
        awards=_texts(data.get("awards")),
        off_the_job=_text(data.get("off_the_job")),
        off_the_job_percent=_number(data.get("off_the_job_percent")),
        off_the_job_hours_a_week=_number(data.get("off_the_job_max_hours_per_week")),
        off_the_job_total_hours=_number(data.get("off_the_job_total_hours")),
        english_maths=_text(data.get("english_maths")),
        terms=_texts(delivery.get("terms")),
        modules_per_term=_whole(delivery.get("modules_per_term")),
        module_order_stated=bool(data.get("module_order_stated", True)),
        assignments_per_module=_whole(written.get("written_assignments_per_module")),
        feedback_days=_whole(written.get("feedback_days")),
        online_weeks_per_module=_whole(delivery.get("online_weeks_per_module")),
        campus_days_per_module=_whole(delivery.get("campus_days_per_module")),
        workshop_days_per_module=_whole(delivery.get("workshop_days_per_module")),
        modules=tuple(
            ProgrammeModule(_text(each.get("title")), _whole(each.get("number")))
            for each in _tables(data.get("modules"))
        ),
        topics=tuple(_text(each.get("title")) for each in _tables(data.get("topics"))),
        reviews=tuple(_review(each) for each in _tables(data.get("reviews"))),
        roles=tuple(
            ProgrammeRole(*(_text(each.get(key)) for key in ("title", "note", "status")))
            for each in _tables(data.get("roles"))
        ),
        documents=tuple(_document(each) for each in _tables(data.get("documents"))),
        assessments=tuple(_assessment(each) for each in _tables(data.get("assessments"))),
        events=tuple(_event(each) for each in _tables(data.get("events"))),
    )


def _review(data: Mapping[str, Any]) -> ProgrammeReview:
    minutes = _whole(data.get("minutes")) or _whole(_number(data.get("max_hours")) * 60)
    return ProgrammeReview(
        title=_text(data.get("title")),
        cadence=_text(data.get("cadence")),
        when=_text(data.get("when")),
        every_weeks=_whole(data.get("every_weeks")),
        participants=_texts(data.get("participants")),
        minutes=minutes,
        purpose=_text(data.get("purpose")),
        note=_text(data.get("note")),
        status=_text(data.get("status")),
        needs_signatures=bool(data.get("needs_signatures", False)),
    )


def _document(data: Mapping[str, Any]) -> ProgrammeDocument:
    return ProgrammeDocument(
        title=_text(data.get("title")),
        parties=_texts(data.get("parties")),
        when=_text(data.get("when")),
        note=_text(data.get("note")),
        status=_text(data.get("status")),
    )


def _assessment(data: Mapping[str, Any]) -> ProgrammeAssessment:
    return ProgrammeAssessment(
        title=_text(data.get("title")),
        id=_text(data.get("id")),
        form=_text(data.get("form")),
        when=_text(data.get("when")),
        weeks=_whole(data.get("weeks")),
        minutes=_whole(_number(data.get("hours")) * 60),
        place=_text(data.get("place")),
        parts=tuple(_text(data[key]) for key in ("first_half", "second_half") if key in data),
        parties=_texts(data.get("focus_agreed_by")),
        note=_text(data.get("note")),
        status=_text(data.get("status")),
    )


def _event(data: Mapping[str, Any]) -> ProgrammeEvent:
    return ProgrammeEvent(
        title=_text(data.get("title")),
        when=_text(data.get("when")),
        place=_text(data.get("place")),
        compulsory=bool(data.get("compulsory", False)),
        note=_text(data.get("note")),
        status=_text(data.get("status")),
    )


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _tables(value: Any) -> Iterable[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in value) if isinstance(value, list) else ()


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) and value == value else 0.0


def _whole(value: Any) -> int:
    return int(_number(value)) if abs(_number(value)) < 1_000_000 else 0
