"""The timeline: everything of a programme that has a day, in lanes, from whatever holds it.

What is drawn and what is listed is the same. Marks that follow from others (the day feedback is
due, the weeks of the proposal) are worked out here and never kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portfolio_app.domain.clock import Clock
from portfolio_app.domain.day_spans import sound_day, span_words
from portfolio_app.domain.days import day_words, months_after
from portfolio_app.domain.feedback import feedback_due
from portfolio_app.domain.planned import (
    Action,
    Assignment,
    Attendance,
    Break,
    Document,
    Event,
    Goal,
    MethodResult,
    Milestone,
    Module,
    Planned,
    PlannedKind,
    Review,
    Standing,
)

MOST_MONTHS = 120  # drawn; what lies beyond is listed
USUAL_MONTHS = 24  # drawn where neither start nor gateway is known


class Lane(StrEnum):
    """A lane of the timeline, top to bottom."""

    MODULES = "Modules"
    EVENTS = "Events"
    REVIEWS = "Reviews"
    OBSERVATIONS = "Observations"
    LEARNING = "Learning plan"
    HOURS = "Off-the-job"
    ASSESSMENT = "Assessment"
    DOCUMENTS = "Documents"
    BREAKS = "Breaks"


class Source(StrEnum):
    """Where a mark comes from, and so where it is changed."""

    ROW = "row"  # of the plan
    FEEDBACK = "feedback"  # worked out from an assignment
    AGAIN = "again"  # the last day on which a failed method can be taken again, of its result
    OBSERVATION = "observation"
    MEETING = "meeting"  # of the observation planner
    PROPOSAL = "proposal"  # its weeks and milestones
    PORTFOLIO = "portfolio"  # its start and gateway
    SUGGESTED = "suggested"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something with a day, or waiting for one ("" for ``day``): a bar with ``until``, or a point.

    ``uid`` is of what it was read from (a suggestion's id); ``word`` says what it is, ``state``
    how it stands. ``is_done`` is over and done with; ``may_move`` that its day can be set here.
    ``time`` is HH:MM or "", ``minutes`` 0 where not known.
    """

    lane: Lane
    word: str
    title: str
    day: str
    until: str = ""
    uid: str = ""
    source: Source = Source.ROW
    state: str = ""
    icon: str = "diamond"
    place: int = 0
    is_done: bool = False
    may_move: bool = False
    time: str = ""
    minutes: int = 0
    where: str = ""
    worked_out: bool = False  # a programme's row whose day nobody typed or confirmed

    @property
    def last_day(self) -> str:
        """The day it ends."""
        return self.until or self.day

    @property
    def key(self) -> str:
        """What tells it from every other mark."""
        return f"{self.source.value} {self.uid} {self.word if not self.uid else ''}".strip()

    @property
    def is_suggested(self) -> bool:
        """Whether nobody confirmed its day."""
        return self.worked_out or self.source is Source.SUGGESTED or self.state == SUGGESTED

    @property
    def short(self) -> str:
        """Its title, with what it is where the title alone would say something else."""
        if self.source is Source.FEEDBACK:
            return f"Feedback: {self.title}"
        return self.label if self.source is Source.AGAIN else self.title

    @property
    def label(self) -> str:
        """What it is and its title: "Module: 2 Leadership", "Gateway"."""
        if self.word == "Assignment due" and "assignment" in self.title.casefold():
            return f"Due: {self.title}"
        has_word = self.word.casefold() in self.title.casefold()
        return self.title if has_word else f"{self.word}: {self.title}"

    @property
    def words(self) -> str:
        """For example "Module: 2 Leadership, 6 January to 14 February 2026"."""
        parts = [self.label]
        parts.append(span_words(self.day, self.until) or NO_DAY)
        if self.time:
            parts.append(self.time)
        if self.state:
            parts.append(self.state)
        return ", ".join(parts)


_EVENT_ICONS = {
    Attendance.NOT_YET: "calendar",
    Attendance.ATTENDED: "circle-check",
    Attendance.MADE_UP: "circle-check",
    Attendance.MISSED: "circle-x",
}
SUGGESTED = "suggested"
NO_DAY = "no date yet"


@dataclass(frozen=True, slots=True)
class Seen:
    """An observation or a coming meeting as the timeline needs it."""

    uid: str
    title: str
    day: str
    state: str
    is_done: bool = False
    time: str = ""
    minutes: int = 0
    where: str = ""
    is_meeting: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """A break in learning, or the day additional time was given; ``until`` "" while it goes on."""

    title: str
    day: str
    until: str
    uid: str
    extra: bool = False


@dataclass(frozen=True, slots=True)
class MonthHours:
    """Minutes logged in a month (YYYY-MM)."""

    month: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn and listed. ``first`` and ``last`` are months (YYYY-MM), both drawn.

    ``beyond`` counts dated marks that lie outside them.
    """

    today: str
    start: str = ""
    gateway: str = ""
    first: str = ""
    last: str = ""
    marks: tuple[Mark, ...] = ()
    hours: tuple[MonthHours, ...] = ()
    pauses: tuple[Pause, ...] = ()
    beyond: int = 0

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes to show: five always, the others where something is in them."""
        used = {each.lane for each in self.marks}
        always = {Lane.MODULES, Lane.REVIEWS, Lane.OBSERVATIONS, Lane.HOURS, Lane.ASSESSMENT}
        return tuple(each for each in Lane if each in always or each in used)

    def coming(self, since: str, until: str) -> tuple[Mark, ...]:
        """Return the marks that lie in these days, both included, and aren't done, by day."""
        return tuple(
            each
            for each in self.marks
            if each.day and not each.is_done and each.last_day >= since and each.day <= until
        )


def gathered(
    rows: Iterable[Planned],
    today: str,
    *,
    start: str = "",
    gateway: str = "",
    seen: Iterable[Seen] = (),
    clock: Clock | None = None,
    milestones: Iterable[tuple[str, str, bool, str]] = (),
    hours: Iterable[tuple[str, int]] = (),
    suggested: Iterable[tuple[str, str, str]] = (),
    worked_out: Collection[str] = (),
) -> Timeline:
    """Return the timeline of what is known.

    ``milestones`` are the proposal's as (title, day, done, uid), ``hours`` days with minutes,
    ``suggested`` ids with titles and days, ``worked_out`` the uids of rows whose days nobody typed
    or confirmed. Days that are none count as "no date yet".
    """
    rows = tuple(rows)
    start, gateway = sound_day(start), sound_day(gateway)
    parents = {each.uid: each.title for each in rows if each.kind is PlannedKind.MODULE}
    attempts = _attempts(rows)
    marks = [
        _worked_out(mark) if each.uid in worked_out else mark
        for each in rows
        for mark in _marks(each, parents, today, attempts)
    ]
    marks += [_seen(each) for each in seen]
    marks += _of_portfolio(start, gateway, today)
    marks += _of_proposal(clock, milestones, today)
    marks += [
        Mark(Lane.ASSESSMENT, "Milestone", title, day, uid=uid, source=Source.SUGGESTED,
             state=SUGGESTED, icon="circle-dashed", is_done=day < today)
        for uid, title, day in suggested
    ]  # fmt: skip
    marks.sort(key=lambda each: (not each.day, each.day, each.place, each.title, each.uid))
    pauses = tuple(
        Pause(each.title, sound_day(each.day), sound_day(each.until), each.uid, each.content.extra)
        for each in rows
        if isinstance(each.content, Break) and sound_day(each.day)
    )
    first, last = _range(marks, today, start, gateway)
    beyond = sum(
        bool(each.day) and (each.last_day[:7] < first or each.day[:7] > last) for each in marks
    )
    return Timeline(
        today, start, gateway, first, last, tuple(marks), _by_month(hours), pauses, beyond
    )


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Return the months (YYYY-MM) from one to another, both included."""
    found: list[str] = []
    month = first
    while month <= last and len(found) < MOST_MONTHS:
        found.append(month)
        month = months_after(f"{month}-01", 1)[:7]
    return tuple(found)


def _worked_out(mark: Mark) -> Mark:
    if not mark.day or mark.is_done or mark.is_suggested:
        return mark
    return replace(mark, worked_out=True, state=", ".join(filter(None, (mark.state, SUGGESTED))))


def _attempts(rows: Iterable[Planned]) -> dict[str, int]:
    """Return the last attempt noted of each assessment method."""
    found: dict[str, int] = {}
    for each in rows:
        if isinstance(each.content, MethodResult):
            method = each.content.method
            found[method] = max(found.get(method, 0), each.content.attempt)
    return found


def _marks(
    row: Planned, parents: dict[str, str], today: str, attempts: dict[str, int]
) -> list[Mark]:
    made = _mark(row, parents, today)
    if made is None:
        return []
    content = row.content
    found = [made]
    if isinstance(content, Assignment) and not content.feedback_on:
        day = feedback_due(content, made.day)
        if day:
            state = "" if content.handed_in else "if handed in when due"
            found.append(
                Mark(Lane.MODULES, "Feedback due", row.title, day, uid=row.uid,
                     source=Source.FEEDBACK, state=state, icon="messages-square", place=row.place)
            )  # fmt: skip
    if isinstance(content, MethodResult) and content.again and sound_day(content.again_by):
        is_taken = attempts.get(content.method, 0) > content.attempt
        found.append(
            Mark(Lane.ASSESSMENT, f"Last day for {content.again}", row.title,
                 sound_day(content.again_by), uid=row.uid, source=Source.AGAIN,
                 state="taken again since" if is_taken else "", icon="graduation-cap",
                 place=row.place, is_done=is_taken)
        )  # fmt: skip
    return found


def _mark(row: Planned, parents: dict[str, str], today: str) -> Mark | None:
    said = _said(row, parents, today)
    if said is None:
        return None
    lane, word, title, state, icon, done = said
    day, until = sound_day(row.day), sound_day(row.until)
    content = row.content if isinstance(row.content, (Event, Review)) else Event()
    return Mark(
        lane, word, title, day, until if until > day else "", row.uid, Source.ROW, state, icon,
        row.place, is_done=done, may_move=lane is not Lane.BREAKS, time=content.time,
        minutes=content.minutes, where=content.place,
    )  # fmt: skip


def _said(
    row: Planned, parents: dict[str, str], today: str
) -> tuple[Lane, str, str, str, str, bool] | None:
    """Return lane, word, title, state, icon and whether it is done; None where it isn't shown."""
    content, title = row.content, row.title
    over = bool(row.day) and row.last_day < today
    match content:
        case Module():
            name = f"{content.number} {title}" if content.number else title
            return Lane.MODULES, "Module", name, "", "book-open", over
        case Assignment():
            of = parents.get(row.parent_uid, "")
            name = f"{title} ({of})" if of and of.casefold() not in title.casefold() else title
            if content.feedback_on:
                state = f"feedback came {day_words(sound_day(content.feedback_on))}"
            elif content.handed_in:
                state = f"handed in {day_words(sound_day(content.handed_in))}"
            else:
                state = "not handed in yet" if over else ""
            is_in = bool(content.handed_in)
            icon = "circle-check" if is_in else "file-text"
            return Lane.MODULES, "Assignment due", name, state, icon, is_in
        case Event():
            state = content.attendance.value
            if content.attendance is Attendance.MADE_UP and content.made_up_on:
                state = f"made up {day_words(sound_day(content.made_up_on))}"
            elif content.compulsory and content.attendance is Attendance.NOT_YET:
                state = "attendance not noted yet" if over else "compulsory"
            return Lane.EVENTS, "Event", title, state, _EVENT_ICONS[content.attendance], over
        case Review():
            word = "Annual review" if content.is_annual else "Review"
            state = "held" if content.held else ""
            icon = "circle-check" if content.held else "messages-square"
            return Lane.REVIEWS, word, title, state, icon, content.held
        case Action():
            state = "" if content.standing is Standing.OPEN else content.standing.value
            done = content.standing in (Standing.DONE, Standing.DROPPED)
            return Lane.REVIEWS, "Action", title, state, "circle-check" if done else "check", done
        case Goal():
            state = "" if content.standing is Standing.OPEN else content.standing.value
            done = content.standing in (Standing.DONE, Standing.DROPPED)
            return Lane.LEARNING, "Learning plan", title, state, "crosshair", done
        case Document():
            return Lane.DOCUMENTS, "Document", title, content.state, "file-check", over
        case Milestone():
            state = SUGGESTED if content.suggested else ""
            return Lane.ASSESSMENT, "Milestone", title, state, "diamond", over
        case MethodResult():
            return Lane.ASSESSMENT, "Result", title, content.result, "graduation-cap", True
        case Break():
            word = "Additional time" if content.extra else row.kind.words
            state = "" if content.extra or row.until else "goes on"
            done = content.extra or (bool(row.until) and over)
            return Lane.BREAKS, word, title, state, "clock", done
        case _:
            return None


def _seen(one: Seen) -> Mark:
    return Mark(
        Lane.OBSERVATIONS, "Coming meeting" if one.is_meeting else "Observation", one.title,
        sound_day(one.day), uid=one.uid,
        source=Source.MEETING if one.is_meeting else Source.OBSERVATION, state=one.state,
        icon="eye", is_done=one.is_done, time=one.time, minutes=one.minutes, where=one.where,
    )  # fmt: skip


def _of_portfolio(start: str, gateway: str, today: str) -> list[Mark]:
    return [
        Mark(Lane.ASSESSMENT, word, word, day, uid=word.lower(), source=Source.PORTFOLIO,
             icon=icon, is_done=day < today)
        for word, day, icon in (
            ("Start", start, "circle-dot"), ("Gateway", gateway, "badge-check"),
        )
        if day
    ]  # fmt: skip


def _of_proposal(
    clock: Clock | None, milestones: Iterable[tuple[str, str, bool, str]], today: str
) -> list[Mark]:
    found = [
        Mark(Lane.ASSESSMENT, "Proposal", title, sound_day(day), uid=uid, source=Source.PROPOSAL,
             icon="pencil", is_done=done)
        for title, day, done, uid in milestones
    ]  # fmt: skip
    if clock is None or not (clock.starts or clock.due):
        return found
    if not (clock.weeks or clock.is_confirmed or clock.due):
        return found  # the standard asks for no weeks, and nobody gave a day
    weeks = f"{clock.weeks}-week proposal" if clock.weeks else "Proposal"
    first = clock.starts or clock.due
    until = clock.due if clock.due > first else ""
    state = "" if clock.is_confirmed else "earliest reading, not confirmed"
    done = bool(clock.due) and clock.due < today
    weeks_mark = Mark(
        Lane.ASSESSMENT, "Proposal", weeks, first, until, "weeks", Source.PROPOSAL, state,
        "pencil", place=1, is_done=done,
    )  # fmt: skip
    return [*found, weeks_mark]


def _by_month(hours: Iterable[tuple[str, int]]) -> tuple[MonthHours, ...]:
    months: dict[str, int] = {}
    for day, minutes in hours:
        if sound_day(day):
            months[day[:7]] = months.get(day[:7], 0) + minutes
    return tuple(MonthHours(month, months[month]) for month in sorted(months))


def _range(marks: Sequence[Mark], today: str, start: str, gateway: str) -> tuple[str, str]:
    """Return the first and the last month to draw: programme, today and what is dated."""
    known = [each for each in (start, gateway, today) if each]
    if not (start and gateway):
        known.append(_later(start or today, USUAL_MONTHS))
    dated = [day for each in marks if each.day for day in (each.day, each.last_day)]
    ends = min(known), max(known)
    near = [day for day in dated if all(abs(_months(each, day)) < MOST_MONTHS for each in ends)]
    first, last = min([*known, *near])[:7], max([*known, *near])[:7]
    if _months(f"{first}-01", f"{last}-01") < MOST_MONTHS:
        return first, last
    # A slip of the pen far away must not push today out of what is drawn.
    first = max(first, _later(today, -MOST_MONTHS // 2)[:7])
    return first, min(last, _later(f"{first}-01", MOST_MONTHS - 1)[:7])


def _months(first: str, last: str) -> int:
    one, other = date.fromisoformat(first), date.fromisoformat(last)
    return (other.year - one.year) * 12 + other.month - one.month


def _later(day: str, months: int) -> str:
    try:
        return months_after(day, months)
    except ValueError:
        return day
