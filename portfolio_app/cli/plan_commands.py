"""Commands for the plan: dates listed and checked, rows, breaks, project agreement, calendar."""

from __future__ import annotations

import argparse
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from datetime import date

    from portfolio_app.domain.changes import Changes
    from portfolio_app.domain.plan_faults import Fault
    from portfolio_app.domain.planned import Planned
    from portfolio_app.domain.timeline import Mark
    from portfolio_app.store.database import Store

_KINDS = ("module", "assignment", "event", "milestone")
_ATTENDANCE = ("attended", "missed", "made-up", "not-noted")
_NUMBERS = ("number", "words", "feedback_days", "minutes")
_SAID = ("term", "time", "place", "note", "grade")


def add_to(words: Words) -> None:
    """Add plan with all its actions."""
    group = words.add_parser(
        "plan",
        help="the timeline: modules, events, breaks, project agreement, calendar file",
        description="The plan: everything dated. Your provider's programme is the one that holds.",
    )
    actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    takes = command(actions, "list", "everything dated, and what waits for a date", show)
    takes.add_argument("--since", default="", help="YYYY-MM-DD")
    takes.add_argument("--until", default="", help="YYYY-MM-DD")
    takes.add_argument("--lane", default="", help="Modules, Events, Reviews …")
    command(actions, "check", "dates that overlap or don't fit", check)

    takes = command(actions, "add", "add a module, an assignment, an event or a milestone", add)
    takes.add_argument("kind", choices=_KINDS)
    takes.add_argument("title", metavar="TITLE")
    _row_words(takes)
    takes = command(actions, "change", "change a row", change)
    takes.add_argument("row", metavar="ROW", help="its id or title")
    takes.add_argument("--title")
    _row_words(takes)
    takes = command(actions, "move", "let a row begin on another day", move)
    takes.add_argument("row", metavar="ROW", help="its id or title")
    takes.add_argument("day", metavar="DAY", help="YYYY-MM-DD")
    takes = command(actions, "remove", "remove rows, and what belongs to them", remove)
    takes.add_argument("rows", nargs="+", metavar="ROW", help="their ids or titles")

    takes = command(actions, "hand-in", "note that an assignment was handed in", hand_in)
    takes.add_argument("row", metavar="ROW", help="its id or title")
    takes.add_argument("day", nargs="?", metavar="DAY", help="YYYY-MM-DD; today without")
    takes.add_argument("--feedback", action="store_true", help="the day feedback came instead")
    takes = command(actions, "attend", "note whether you were at an event", attend)
    takes.add_argument("row", metavar="ROW", help="its id or title")
    takes.add_argument("attendance", choices=_ATTENDANCE)
    takes.add_argument("--day", default="", help="made-up: YYYY-MM-DD")

    takes = command(actions, "break", "a break in learning, or additional time", pause)
    takes.add_argument("--from", dest="day", default="", metavar="DAY", help="YYYY-MM-DD")
    takes.add_argument("--until", default="", help="its last day, YYYY-MM-DD")
    takes.add_argument("--extra", type=int, default=0, metavar="DAYS", help="additional time")
    takes.add_argument("--reason", default="", help="yours alone; it goes into no document")
    takes.add_argument("--stay", action="append", default=[], metavar="ROW", help="doesn't move")
    takes.add_argument("--keep-gateway", action="store_true", help="gateway stays on its day")
    takes.add_argument("--preview", action="store_true", help="say what would move, no more")
    takes.add_argument("--remove", metavar="BREAK", help="remove one, and move dates back")
    takes.add_argument("--leave-dates", action="store_true", help="remove: dates stay moved")

    takes = command(actions, "suggestions", "usual points nobody confirmed", suggestions)
    takes.add_argument("--keep", metavar="ID", help="make a milestone of one")
    takes.add_argument("--day", default="", help="keep: on another day, YYYY-MM-DD")
    takes.add_argument("--leave", metavar="ID", help="it isn't for me")

    takes = command(actions, "agreement", "the agreement of the workplace project", agreement)
    takes.add_argument("--focus", help="what the project is about")
    takes.add_argument("--people", help="access to people")
    takes.add_argument("--data", help="access to data")
    takes.add_argument("--party", action="append", default=[], help="who agrees, a role")
    takes.add_argument(
        "--agreed", nargs=2, metavar=("ROLE", "DAY"), help="note the day a party agreed"
    )

    takes = command(actions, "calendar", "save the dates as a calendar file", calendar)
    takes.add_argument("out", type=Path, metavar="FILE.ics")
    takes.add_argument("--done", action="store_true", help="what is over, too")
    takes.add_argument("--suggested", action="store_true", help="suggestions, too")


def show(asked: argparse.Namespace, out: Printer) -> int:
    """Print everything dated, by day."""
    from portfolio_app.domain.day_spans import short_span
    from portfolio_app.domain.timeline import NO_DAY
    from portfolio_app.services import timeline

    with open_store(asked, readonly=True) as store:
        found = timeline.read(store, _today())
    marks = [
        each
        for each in found.marks
        if (not asked.since or each.last_day >= asked.since)
        and (not asked.until or (each.day and each.day <= asked.until))
        and asked.lane.casefold() in ("", each.lane.value.casefold())
    ]
    out.result(
        {
            "start": found.start,
            "gateway": found.gateway,
            "marks": [_mark_shape(each) for each in marks],
            "hours": {each.month: each.minutes for each in found.hours},
        },
        table(
            ["When", "Lane", "What", "How it stands"],
            ([short_span(e.day, e.until) or NO_DAY, e.lane.value, e.label, e.state] for e in marks),
            widest=70,
        )
        or ["Nothing is planned yet."],
    )
    return exit_codes.DONE


def check(asked: argparse.Namespace, out: Printer) -> int:
    """Print what doesn't fit; the exit code says whether anything was found."""
    from portfolio_app.services import plan_damage, timeline
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        found = timeline.faults(store, _today())
        damaged = plan_damage.told(store)
        titles = {each.uid: each.title for each in queries.plan.rows(store)}
    out.result(
        {
            "faults": [
                {"id": uid, "title": titles[uid], **_fault_shape(each)}
                for uid, faults in found.items()
                for each in faults
            ],
            "damaged": list(damaged),
        },
        [
            *damaged,
            *(f"{titles[uid]}: {each.words}" for uid, faults in found.items() for each in faults),
        ]
        or ["Every date fits."],
    )
    return exit_codes.FINDINGS if found or damaged else exit_codes.DONE


def add(asked: argparse.Namespace, out: Printer) -> int:
    """Add a row."""
    from portfolio_app.domain.planned import CONTENT_OF, Planned, PlannedKind
    from portfolio_app.services import plan_rows

    kind = PlannedKind(asked.kind)
    with open_store(asked) as store:
        row = Planned(kind, asked.title, content=CONTENT_OF[kind]())
        made = _filled(store, row, asked)
        done = plan_rows.keep(store, made, _today())
        return _told(store, done, out)


def change(asked: argparse.Namespace, out: Printer) -> int:
    """Change a row."""
    from portfolio_app.services import plan_rows

    with open_store(asked) as store:
        row = _called(store, asked.row)
        row = replace(row, title=asked.title) if asked.title is not None else row
        return _told(store, plan_rows.keep(store, _filled(store, row, asked), _today()), out)


def move(asked: argparse.Namespace, out: Printer) -> int:
    """Move a row to another day."""
    from portfolio_app.services import plan_rows

    with open_store(asked) as store:
        return _told(store, plan_rows.move(store, _called(store, asked.row).uid, asked.day), out)


def remove(asked: argparse.Namespace, out: Printer) -> int:
    """Remove rows."""
    from portfolio_app.services import plan

    with open_store(asked) as store:
        done = plan.remove(store, *(_called(store, each).uid for each in asked.rows))
    out.result({"told": done.summary, "step": done.step}, [f"{done.summary}."])
    return exit_codes.DONE


def hand_in(asked: argparse.Namespace, out: Printer) -> int:
    """Note the day an assignment was handed in, or feedback came."""
    from portfolio_app.services import plan_rows

    with open_store(asked) as store:
        uid = _called(store, asked.row).uid
        day = _today().isoformat() if asked.day is None else asked.day
        verb = plan_rows.feedback_came if asked.feedback else plan_rows.hand_in
        return _told(store, verb(store, uid, day), out)


def attend(asked: argparse.Namespace, out: Printer) -> int:
    """Note whether the person was there."""
    from portfolio_app.domain.planned import Attendance
    from portfolio_app.services import plan_rows

    said = Attendance("" if asked.attendance == "not-noted" else asked.attendance.replace("-", " "))
    with open_store(asked) as store:
        done = plan_rows.attend(store, _called(store, asked.row).uid, said, asked.day)
        return _told(store, done, out)


def pause(asked: argparse.Namespace, out: Printer) -> int:
    """Show what a break moves, take it, or remove one."""
    from portfolio_app.domain.planned import Break, Planned, PlannedKind
    from portfolio_app.services import breaks
    from portfolio_app.store import queries

    with open_store(asked, readonly=asked.preview) as store:
        if asked.remove:
            uid = _called(store, asked.remove).uid
            done = breaks.remove(store, uid, move_back=not asked.leave_dates)
            out.result({"told": done.summary, "step": done.step}, [f"{done.summary}."])
            return exit_codes.DONE
        content = Break(reason=asked.reason, extra=asked.extra > 0, days=asked.extra)
        row = Planned(PlannedKind.BREAK, "", asked.day, asked.until, content=content)
        stay = {_called(store, each).uid for each in asked.stay}
        moving = breaks.preview(store, row, stay, keep_gateway=asked.keep_gateway)
        faults = breaks.faults(store, row)
        told = breaks.moved_words(moving)
        if not asked.preview:
            told = breaks.take(store, row, stay, keep_gateway=asked.keep_gateway).summary
        gateway = queries.portfolio.details(store).gateway
    out.result(
        {
            "told": told,
            "days": moving.days,
            "moved": [
                {"id": e.before.uid, "title": e.before.title,
                 "before": [e.before.day, e.before.until], "after": [e.after.day, e.after.until]}
                for e in moving.moved
            ],
            "gateway_before": moving.gateway_before or gateway,
            "gateway_after": moving.gateway_after or gateway,
            "faults": [_fault_shape(each) for each in faults],
        },
        [
            *(each.words for each in faults),
            *table(
                ["What", "From", "To"],
                ([e.before.title, e.before.day, e.after.day] for e in moving.moved),
            ),
            f"{told[:1].upper()}{told[1:]}.",
        ],
    )  # fmt: skip
    return exit_codes.DONE


def suggestions(asked: argparse.Namespace, out: Printer) -> int:
    """List the usual points, keep one, or leave one."""
    from portfolio_app.domain.days import day_words
    from portfolio_app.services import timeline

    with open_store(asked, readonly=not (asked.keep or asked.leave)) as store:
        if asked.keep:
            out.tell(timeline.keep_suggestion(store, asked.keep, asked.day).summary + ".")
        if asked.leave:
            out.tell(timeline.leave_suggestion(store, asked.leave).summary + ".")
        found = timeline.suggestions(store)
    points = timeline.usual_points()
    out.result(
        {
            "source": points.source,
            "confirmed": points.is_confirmed,
            "suggestions": [{"id": e.id, "title": e.title, "day": e.day} for e in found],
        },
        [
            *table(["Day", "What", "Id"], ([day_words(e.day), e.title, e.id] for e in found)),
            f"{points.source}. {points.note}",
        ],
    )
    return exit_codes.DONE


def agreement(asked: argparse.Namespace, out: Printer) -> int:
    """Show the project agreement, change it, or note who agreed."""
    from portfolio_app.domain.planned import Agreement, Party
    from portfolio_app.services import agreements

    said = {key: getattr(asked, key) for key in ("focus", "people", "data")}
    said = {key: value for key, value in said.items() if value is not None}
    writes = bool(said or asked.party or asked.agreed)
    with open_store(asked, readonly=not writes) as store:
        found = agreements.agreements(store)
        row = found[0] if found else agreements.proposed(store)
        if said or asked.party or (asked.agreed and not found):
            content = row.content if isinstance(row.content, Agreement) else Agreement()
            content = replace(content, **said)
            if asked.party:
                known = {each.role.casefold(): each for each in content.parties}
                parties = tuple(known.get(e.casefold(), Party(e)) for e in asked.party)
                content = replace(content, parties=parties)
            kept = agreements.keep(store, replace(row, content=content))
            row = agreements.found(store, kept.focus or row.uid)
        if asked.agreed:
            agreements.agreed(store, row.uid, *asked.agreed)
            row = agreements.found(store, row.uid)
        stands = agreements.standing(store, row)
    content = row.content if isinstance(row.content, Agreement) else Agreement()
    out.result(
        {
            "id": row.uid,
            "focus": content.focus,
            "people": content.people,
            "data": content.data,
            "parties": [
                {"role": e.role, "stands": e.words, "agreed": e.is_agreed, "signed": e.is_signed}
                for e in stands
            ],
        },
        [
            f"About: {content.focus or 'nothing written yet'}",
            f"Access to people: {content.people or 'not said'}",
            f"Access to data: {content.data or 'not said'}",
            *table(["Party", "Agreed"], ([e.role, e.words] for e in stands)),
        ],
    )
    return exit_codes.DONE


def calendar(asked: argparse.Namespace, out: Printer) -> int:
    """Write the calendar file."""
    from portfolio_app.services import calendar_export

    with open_store(asked, readonly=True) as store:
        made = calendar_export.save(
            store, asked.out, with_done=asked.done, with_suggested=asked.suggested
        )
    said = [f"{made.path}: {made.entries} dates."]
    if made.undated or made.suggested:
        said.append(f"Left out: {made.undated} without a date, {made.suggested} only suggested.")
    out.result(
        {
            "path": str(made.path),
            "entries": made.entries,
            "undated": made.undated,
            "suggested": made.suggested,
        },
        said,
    )
    return exit_codes.DONE


def _row_words(takes: argparse.ArgumentParser) -> None:
    takes.add_argument("--day", help="YYYY-MM-DD: its day, its first, or when it is due")
    takes.add_argument("--until", help="its last day, YYYY-MM-DD")
    takes.add_argument("--module", metavar="MODULE", help="assignment: its module's id or title")
    takes.add_argument("--number", type=int, help="module: its number")
    takes.add_argument("--term", help="module: its term")
    takes.add_argument("--words", type=int, help="assignment: how many words")
    takes.add_argument("--feedback-days", type=int, help="assignment: feedback after so many days")
    takes.add_argument("--working-days", action="store_true", help="those are working days")
    takes.add_argument("--grade", help="assignment: its grade, as you were told it")
    takes.add_argument("--compulsory", action="store_true", help="event: attendance is kept")
    takes.add_argument("--time", help="event: 10:30")
    takes.add_argument("--minutes", type=int, help="event: how long")
    takes.add_argument("--place", help="event: where")
    takes.add_argument("--note", help="anything else")


def _filled(store: Store, row: Planned, asked: argparse.Namespace) -> Planned:
    """Return a row with what was typed; what doesn't belong to its kind is refused."""
    known = {each.name for each in fields(row.content)}
    said: dict[str, Any] = {
        key: value for key in (*_NUMBERS, *_SAID) if (value := getattr(asked, key)) is not None
    }
    said.update({key: True for key in ("working_days", "compulsory") if getattr(asked, key)})
    strange = [key for key in said if key not in known]
    if asked.module is not None and row.kind.value != "assignment":
        strange.append("module")
    if strange:
        name = strange[0].replace("_", "-")
        raise PortfolioError(f"A {row.kind.value} has no --{name}. Nothing was changed.")
    if any(said.get(key, 0) < 0 for key in _NUMBERS):
        raise PortfolioError("A number below 0 can't be meant. Nothing was changed.")
    parent = row.parent_uid
    if asked.module is not None:
        parent = _called(store, asked.module).uid if asked.module else ""
    return replace(
        row,
        day=row.day if asked.day is None else asked.day,
        until=row.until if asked.until is None else asked.until,
        parent_uid=parent,
        content=replace(row.content, **said),
    )


def _called(store: Store, words: str) -> Planned:
    from portfolio_app.store import queries

    wanted = words.strip().casefold()
    rows = queries.plan.rows(store)
    found = [each for each in rows if each.uid == words.strip()]
    found = found or [each for each in rows if each.title.casefold() == wanted]
    found = found or [each for each in rows if wanted and wanted in each.title.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise PortfolioError(
            f"{len(found)} rows are called {words}.", hint="Give its id.", code="ambiguous"
        )
    raise PortfolioError(
        f"Nothing in the plan is called {words}. Nothing was changed.",
        hint="plan list --json has the ids.",
        code="gone",
    )


def _told(store: Store, done: Changes, out: Printer) -> int:
    from portfolio_app.domain import wire
    from portfolio_app.services import plan_rows
    from portfolio_app.store import queries

    row = queries.plan.row(store, done.focus)
    faults = plan_rows.faults(store, row, _today())
    out.result(
        {
            "id": row.uid,
            "kind": row.kind.value,
            "title": row.title,
            "day": row.day,
            "until": row.until,
            "module": row.parent_uid,
            "content": wire.encode(row.content),
            "faults": [_fault_shape(each) for each in faults],
            "step": done.step,
        },
        [f"{done.summary}.", *(each.words for each in faults)],
    )
    return exit_codes.DONE


def _mark_shape(mark: Mark) -> dict[str, Any]:
    return {
        "id": mark.uid,
        "from": mark.source.value,
        "lane": mark.lane.value,
        "what": mark.word,
        "title": mark.title,
        "day": mark.day,
        "until": mark.until,
        "time": mark.time,
        "state": mark.state,
        "done": mark.is_done,
    }


def _fault_shape(fault: Fault) -> dict[str, Any]:
    return {"field": fault.field, "message": fault.words, "refuses": fault.refuses}


def _today() -> date:
    return datetime.now().astimezone().date()
