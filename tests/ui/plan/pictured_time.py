"""A plan as an apprentice half way through a programme has it, for pictures of the Plan area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.hours import Entry
from portfolio_app.domain.planned import (
    Agreement,
    Assignment,
    Attendance,
    Break,
    Event,
    Module,
    Party,
    Planned,
    PlannedKind,
    Review,
)
from portfolio_app.services import agreements, breaks, plan_rows, timeline
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.places import PLAN, Place
from portfolio_app.ui.kit.workspace import Workspace

MODULES = (
    "Public governance", "Leadership", "Digital era policy", "Evidence and policy",
    "Performance and challenge", "Commercialisation",
)  # fmt: skip


def fill(store: Store) -> dict[str, str]:
    """Fill the plan once, from the day the portfolio's programme starts; return uids by name."""
    found = {each.title: each.uid for each in queries.plan.rows(store)}
    if queries.plan.rows(store, PlannedKind.MODULE):
        return found  # the sample has a plan of its own
    start = date.fromisoformat(queries.portfolio.details(store).start or "2025-01-06")
    today = start.replace(year=start.year + 1)
    names: dict[str, str] = {}

    def add(kind: PlannedKind, title: str, day: str, content: object, **said: str) -> str:
        row = replace(Planned(kind, title, day, **said), content=content)
        names[title] = plan_rows.keep(store, row, today).focus
        return names[title]

    def later(weeks: int) -> str:
        return date.fromordinal(start.toordinal() + 7 * weeks).isoformat()

    reading = tuple(each.uid for each in queries.evidence.on_shelves(store, Shelf.READING))[:2]
    for number, title in enumerate(MODULES):
        first = 4 + number * 15
        content = Module(number + 1, "", reading=reading if number == 1 else ())
        module = add(PlannedKind.MODULE, title, later(first), content, until=later(first + 8))
        for part, weeks in (("First paper", 5), ("Second paper", 10)):
            due = later(first + weeks)
            handed = due if due < today.isoformat() else ""
            work = Assignment(words=3000, feedback_days=15, handed_in=handed)
            add(PlannedKind.ASSIGNMENT, f"{part}: {title}", due, work, parent_uid=module)
        went = Attendance.ATTENDED if number < 2 else Attendance.NOT_YET
        went = Attendance.MISSED if number == 2 else went
        campus = Event(compulsory=True, attendance=went, time="09:30", place="Campus")
        day = later(first + 7)
        if went is not Attendance.NOT_YET and day > today.isoformat():
            campus = replace(campus, attendance=Attendance.NOT_YET)
        add(PlannedKind.EVENT, f"Campus days: {title}", day, campus)
        add(PlannedKind.REVIEW, "Practice tutor meeting", later(first + 11),
            Review(review="Practice tutor meeting"))  # fmt: skip
    with store.step("log", "Hours", {*()}) as step:
        for week in range(54):
            entry = Entry("", later(week), 120 + 45 * (week % 5), "Reading")
            step.session.add(
                tables.HoursRow(day=entry.day, minutes=entry.minutes, activity=entry.activity)
            )
    row = Planned(PlannedKind.BREAK, "", later(60), later(63), content=Break(reason="Family"))
    names["break"] = breaks.take(store, row).focus
    proposed = agreements.proposed(store)
    said = Agreement(
        focus="A shared discharge hub for two wards, from the options paper to its first quarter.",
        people="Ward managers, the therapy lead, the finance business partner.",
        data="Length-of-stay figures without names; the bed dashboard.",
        parties=(Party("apprentice"), Party("line manager"), Party("facilitator")),
    )
    names["agreement"] = agreements.keep(store, replace(proposed, content=said)).focus
    agreements.agreed(store, names["agreement"], "line manager", later(20))
    names["today"] = timeline.read(store, today).today
    return names


def timeline_place(work: Workspace) -> Place:
    fill(work.store)
    return Place(PLAN, tab="timeline", want="chart")


def list_place(work: Workspace) -> Place:
    fill(work.store)
    return Place(PLAN, tab="timeline", want="list")


def part(name: str) -> Callable[[Workspace], Place]:
    def place(work: Workspace) -> Place:
        fill(work.store)
        return Place(PLAN, tab="modules", want=name)

    return place
