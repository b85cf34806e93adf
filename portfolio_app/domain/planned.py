"""The rows of the plan: modules, assignments, events, reviews, goals, documents, breaks, results.

Every row has a title, a day or a span of days, and what its kind adds. Days are YYYY-MM-DD, ""
where not known; nothing that a source did not say is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class PlannedKind(StrEnum):
    """What a row of the plan is."""

    MODULE = "module"
    ASSIGNMENT = "assignment"  # its parent is a module, or none
    EVENT = "event"
    REVIEW = "review"
    ACTION = "action"  # its parent is a review, or none
    GOAL = "goal"  # a row of the learning plan
    DOCUMENT = "document"  # of the register
    BREAK = "break"  # in learning, or additional time: it moves dates
    AGREEMENT = "agreement"  # of the workplace project
    MILESTONE = "milestone"
    GATEWAY = "gateway"  # what was said of a row of the gateway list; its origin is the row's id
    RESULT = "result"  # of an assessment method

    @property
    def words(self) -> str:
        """The word on screen."""
        return {"goal": "Learning plan row", "break": "Break in learning"}.get(
            self.value, self.value.capitalize()
        )


class Attendance(StrEnum):
    """Whether the person was at an event."""

    NOT_YET = ""
    ATTENDED = "attended"
    MISSED = "missed"
    MADE_UP = "made up"


class Standing(StrEnum):
    """How far a goal or an action has come."""

    OPEN = "open"
    STARTED = "started"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Party:
    """One who agrees or signs: their role, the day they signed, "" while they have not.

    ``signature`` is the signature word of a form that came back (domain.observation), "" where the
    day was only noted by the apprentice.
    """

    role: str
    signed_on: str = ""
    signature: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the programme. ``reading`` are uids of items on the Reading shelf."""

    number: int = 0
    term: str = ""
    note: str = ""
    reading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """A piece of written work; the row's day is when it is due. ``words`` 0 where not stated.

    ``feedback_days`` is how many days after handing in feedback is due, 0 where not stated.
    ``grade`` is the provider's, as it was told.
    """

    words: int = 0
    feedback_days: int = 0
    working_days: bool = False  # whether those are counted in working days
    handed_in: str = ""
    feedback_on: str = ""
    item_uid: str = ""
    note: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A workshop, a block, a visit. ``minutes`` 0 where not known."""

    compulsory: bool = False
    attendance: Attendance = Attendance.NOT_YET
    made_up_on: str = ""
    time: str = ""
    minutes: int = 0
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A review meeting. ``participants`` are roles; ``raise_`` what the person means to raise.

    ``record_uid`` is the three-party record that was sent round (an observation's uid), "" without.
    ``summary`` is what was discussed, as the record says it; ``notes`` stay with the person.
    """

    review: str = ""  # which of the programme's reviews it is
    time: str = ""
    minutes: int = 0
    place: str = ""
    participants: tuple[str, ...] = ()
    is_annual: bool = False
    raising: tuple[str, ...] = ()
    notes: str = ""
    summary: str = ""
    held: bool = False
    needs_signatures: bool = False
    parties: tuple[Party, ...] = ()
    record_uid: str = ""
    pack_saved_at: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something agreed; the row's day is when it is due. ``owner`` is a role or "me"."""

    owner: str = ""
    standing: Standing = Standing.OPEN
    done_on: str = ""
    became: str = ""  # uid of the goal or the request that was made of it
    note: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A row of the individual learning plan; the row's title is the goal, its day "by when"."""

    ksb_uids: tuple[str, ...] = ()
    area: str = ""
    activity: str = ""
    activity_kind: str = ""  # shadowing, project, reading, module
    with_whom: str = ""
    standing: Standing = Standing.OPEN
    done_on: str = ""
    scan_uid: str = ""  # the skills scan it was made from
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the register; the row's day is when it is dated or due.

    ``state`` is one of those the register's data names ("booked", "sat", "lost" …), "" at first.
    """

    group: str = ""
    state: str = ""
    parties: tuple[Party, ...] = ()
    when: str = ""  # in the source's words: "before the programme starts"
    number: str = ""
    result: str = ""
    expires: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """Time that moves dates by ``days``; ``moved`` are the rows that it did move, by uid."""

    reason: str = ""
    extra: bool = False  # additional time rather than a break
    days: int = 0
    moved: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed of the workplace project, by whom, with access to which people and data."""

    focus: str = ""
    people: str = ""
    data: str = ""
    parties: tuple[Party, ...] = ()
    record_uid: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of the programme. ``suggested``: worked out by the app and not confirmed by anyone."""

    suggested: bool = False
    note: str = ""


class GatewayState(StrEnum):
    """Where a row of the gateway list stands."""

    DONE = "done"
    TO_DO = "to do"
    ELSEWHERE = "needs someone else"
    EXCEPTION = "agreed exception"


@dataclass(frozen=True, slots=True)
class GatewaySaid:
    """What the person said of one gateway row; ``state`` "" leaves it to what the portfolio shows.

    The row's ``origin`` is the gateway row's id; its day is when it was said.
    """

    state: str = ""
    owner: str = ""
    note: str = ""
    agreed_by: str = ""
    is_off: bool = False  # "it does not apply to me"
    group: str = ""  # of a row of one's own


@dataclass(frozen=True, slots=True)
class MethodResult:
    """A result of one assessment method, as the EPAO told it; the row's day is when it was told.

    ``attempt`` counts from 1; ``again`` is "re-sit", "re-take" or "", with the last day for it.
    """

    method: str = ""
    result: str = ""
    attempt: int = 1
    again: str = ""
    again_by: str = ""
    bundle_uid: str = ""
    note: str = ""


Content = (
    Module | Assignment | Event | Review | Action | Goal | Document | Break | Agreement
    | Milestone | GatewaySaid | MethodResult
)  # fmt: skip

CONTENT_OF: dict[PlannedKind, type] = {
    PlannedKind.MODULE: Module,
    PlannedKind.ASSIGNMENT: Assignment,
    PlannedKind.EVENT: Event,
    PlannedKind.REVIEW: Review,
    PlannedKind.ACTION: Action,
    PlannedKind.GOAL: Goal,
    PlannedKind.DOCUMENT: Document,
    PlannedKind.BREAK: Break,
    PlannedKind.AGREEMENT: Agreement,
    PlannedKind.MILESTONE: Milestone,
    PlannedKind.GATEWAY: GatewaySaid,
    PlannedKind.RESULT: MethodResult,
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of the plan: ``day`` it is on or begins, ``until`` it ends or "" for one day.

    ``origin`` says what of a programme or data file it was made from, "" for one of one's own.
    """

    kind: PlannedKind
    title: str
    day: str = ""
    until: str = ""
    uid: str = ""
    place: int = 0
    parent_uid: str = ""
    origin: str = ""
    content: Content = field(default_factory=Milestone)

    @property
    def last_day(self) -> str:
        """The day it ends: ``until``, else its one day."""
        return self.until or self.day
