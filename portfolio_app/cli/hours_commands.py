"""Commands for off-the-job time: logged, listed, imported, written out, and what the rules say."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.cli import exit_codes
from portfolio_app.cli.hours_import_command import add_import, plain_entry
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.days import month_words
from portfolio_app.domain.minutes import hours_words
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.store.database import Store


def add_to(words: Words) -> None:
    """Add hours with all its actions."""
    group = words.add_parser(
        "hours",
        help="off-the-job time: log it, import your provider's record, see where it stands",
        description="Off-the-job time. Your provider's record is the one that counts.",
    )
    actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    takes = command(actions, "list", "where it stands, and the entries", show)
    takes.add_argument("--since", default="", help="YYYY-MM-DD")
    takes.add_argument("--until", default="", help="YYYY-MM-DD")
    takes.add_argument("--words", default="", help="only entries with these words")
    command(actions, "months", "each month against the planned line", months)

    takes = command(actions, "log", "log time of one day", log)
    takes.add_argument("minutes", metavar="TIME", help="45, 0h45, 1:30 or 1.5")
    takes.add_argument("activity", metavar="WHAT", nargs="?", default="")
    takes.add_argument("--day", default="", help="YYYY-MM-DD; today without")
    takes.add_argument("--kind", default="", help="workshop, reading, shadowing …")
    takes.add_argument("--module", default="", help="a module's title or id")
    takes.add_argument("--evidence", default="", metavar="ITEM", help="an item's id")
    takes.add_argument("--sure", action="store_true", help="a day of more than 16 hours is meant")

    takes = command(actions, "change", "change an entry; what is not given stays", change)
    takes.add_argument("entry", metavar="ENTRY", help="its id, from list")
    takes.add_argument("--time", default="", help="45, 0h45, 1:30 or 1.5")
    takes.add_argument("--what", default=None, help="what was done")
    takes.add_argument("--day", default="", help="YYYY-MM-DD")
    takes.add_argument("--kind", default=None, help="workshop, reading … or nothing")
    takes.add_argument("--module", default=None, help="a module's title or id, or nothing")
    takes.add_argument("--evidence", default=None, metavar="ITEM", help="an item's id, or nothing")
    takes.add_argument("--sure", action="store_true", help="a day of more than 16 hours is meant")

    takes = command(actions, "patterns", "what comes again each week; nothing is logged", patterns)
    takes.add_argument(
        "--add", nargs=3, metavar=("WEEKDAY", "TIME", "WHAT"), help="Tuesday 1h reading"
    )
    takes.add_argument("--remove", type=int, metavar="NUMBER", help="its number in the list")

    takes = command(actions, "remove", "remove entries", remove)
    takes.add_argument("entries", nargs="+", metavar="ENTRY", help="their ids, from list")
    command(actions, "captures", "log the time of captures that isn't logged yet", captures)

    takes = command(actions, "target", "the target of your training plan", target)
    takes.add_argument("hours", nargs="?", metavar="HOURS", help="480; 0 takes it away")
    takes.add_argument("--source", default="", help="where that number stands")
    command(actions, "rules", "what the rules say for your start, and what usually counts", rules)

    add_import(actions)
    takes = command(actions, "save", "write it as .csv, .xlsx or .pdf", save)
    takes.add_argument("--out", type=Path, required=True, metavar="FILE")


def show(asked: argparse.Namespace, out: Printer) -> int:
    """Print where it stands, and the entries."""
    from portfolio_app.domain.hours_weeks import found
    from portfolio_app.services import hours
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        stands = hours.position(store, _today())
        entries = found(queries.hours.entries(store, asked.since, asked.until), asked.words)
    plain = {
        "logged": stands.logged,
        "target": stands.target,
        "planned": stands.planned,
        "later": stands.later,
        "words": stands.words,
        "entries": [plain_entry(each) for each in entries],
    }
    rows = ([e.uid, e.day, hours_words(e.minutes), e.category, e.activity] for e in entries)
    lines = [f"{stands.words}.", hours.rules().record]
    out.result(plain, [*lines, *table(["Id", "Day", "Time", "Kind", "What was done"], rows)])
    return exit_codes.DONE


def months(asked: argparse.Namespace, out: Printer) -> int:
    """Print each month's minutes, and the planned line at its end."""
    from portfolio_app.domain import hours_weeks
    from portfolio_app.services import hours
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        found = hours_weeks.months(queries.hours.entries(store), hours.planned_line(store))
    plain = [
        {
            "month": each.month,
            "minutes": each.minutes,
            "so_far": each.so_far,
            "planned": each.planned,
            "planned_so_far": each.planned_so_far,
        }
        for each in found
    ]
    rows = (
        [
            month_words(each.month),
            hours_words(each.minutes),
            "–" if each.planned is None else hours_words(each.planned),
            hours_words(each.so_far),
            "–" if each.planned_so_far is None else hours_words(each.planned_so_far),
        ]
        for each in found
    )
    heads = ["Month", "Logged", "Planned", "In all", "Planned in all"]
    out.result({"months": plain}, table(heads, rows))
    return exit_codes.DONE


def log(asked: argparse.Namespace, out: Printer) -> int:
    """Log one entry."""
    from portfolio_app.domain.hours import Entry
    from portfolio_app.services import hours

    minutes = _minutes(asked.minutes)
    with open_store(asked) as store:
        entry = Entry(
            "",
            asked.day or _today(),
            minutes,
            asked.activity,
            _kind(asked.kind),
            module_uid=_module(store, asked.module),
            item_uid=asked.evidence,
        )
        done = hours.log(store, entry, sure=asked.sure)
    out.result({"id": done.focus, "summary": done.summary}, [done.summary])
    return exit_codes.DONE


def change(asked: argparse.Namespace, out: Printer) -> int:
    """Change what was given of one entry."""
    from dataclasses import replace

    from portfolio_app.services import hours
    from portfolio_app.store import queries

    with open_store(asked) as store:
        entry = queries.hours.entry(store, asked.entry)
        if asked.time:
            entry = replace(entry, minutes=_minutes(asked.time))
        if asked.day:
            entry = replace(entry, day=asked.day)
        if asked.what is not None:
            entry = replace(entry, activity=asked.what)
        if asked.kind is not None:
            entry = replace(entry, category=_kind(asked.kind))
        if asked.module is not None:
            entry = replace(entry, module_uid=_module(store, asked.module))
        if asked.evidence is not None:
            entry = replace(entry, item_uid=asked.evidence)
        done = hours.change(store, entry, sure=asked.sure)
    out.result({"id": done.focus, "summary": done.summary}, [done.summary])
    return exit_codes.DONE


def patterns(asked: argparse.Namespace, out: Printer) -> int:
    """List the patterns; add or remove one."""
    from portfolio_app.domain.hours import WEEKDAYS, Pattern, weekday_words
    from portfolio_app.services import hours

    changes = asked.add is not None or asked.remove is not None
    with open_store(asked, readonly=not changes) as store:
        known = list(hours.patterns(store))
        if asked.remove is not None:
            if not 1 <= asked.remove <= len(known):
                raise PortfolioError(
                    f"There is no pattern {asked.remove}. Nothing was changed.",
                    hint="Its number stands in the list.",
                    code="gone",
                )
            del known[asked.remove - 1]
        if asked.add is not None:
            day, time, what = asked.add
            named = [n for n, each in enumerate(WEEKDAYS) if each.casefold() == day.casefold()]
            if not named:
                raise PortfolioError(
                    f"This is no day of the week: {day}. Nothing was changed.",
                    hint=f"Use one of: {', '.join(WEEKDAYS)}.",
                )
            known.append(Pattern(named[0], _minutes(time), what))
        if changes:
            hours.set_patterns(store, known)
        found = hours.patterns(store)
    plain = [
        {"weekday": weekday_words(each.weekday), "minutes": each.minutes, "what": each.activity}
        for each in found
    ]
    rows = (
        [number, weekday_words(each.weekday), hours_words(each.minutes), each.activity]
        for number, each in enumerate(found, 1)
    )
    out.result({"patterns": plain}, table(["No.", "Day", "Time", "What"], rows))
    return exit_codes.DONE


def remove(asked: argparse.Namespace, out: Printer) -> int:
    """Remove entries by id."""
    from portfolio_app.services import hours

    with open_store(asked) as store:
        done = hours.remove(store, *asked.entries)
    out.result({"summary": done.summary}, [done.summary])
    return exit_codes.DONE


def captures(asked: argparse.Namespace, out: Printer) -> int:
    """Log the time of captures that no entry names."""
    from portfolio_app.services import hours

    with open_store(asked) as store:
        done = hours.log_captures(store)
    out.result({"summary": done.summary}, [done.summary])
    return exit_codes.DONE


def target(asked: argparse.Namespace, out: Printer) -> int:
    """Print the target, or keep another."""
    from portfolio_app.domain.durations import read_duration
    from portfolio_app.services import hours

    with open_store(asked, readonly=asked.hours is None) as store:
        if asked.hours is not None:
            minutes = read_duration(asked.hours)
            if minutes is None:
                raise PortfolioError(
                    f"This is not a number of hours: {asked.hours}. Nothing was changed.",
                    hint="Type the hours that your training plan states, such as 480.",
                    code="no-target",
                )
            hours.set_target(store, minutes, asked.source)
        known = hours.target(store)
    told = hours_words(known.minutes) if known.minutes else "No target yet."
    beside = f" ({known.source})" if known.source else ""
    out.result({"minutes": known.minutes, "source": known.source}, [f"{told}{beside}"])
    return exit_codes.DONE


def rules(asked: argparse.Namespace, out: Printer) -> int:
    """Print the rule that holds for the person's start, and what usually counts."""
    from portfolio_app.services import hours, programmes

    with open_store(asked, readonly=True) as store:
        start = programmes.dates(store).start
    known = hours.rules()
    regime = known.regime(start)
    lines = [known.record]
    if regime is not None:
        sure = "" if regime.confirmed else " Not confirmed."
        lines += [f"{regime.title}: {regime.rule} {regime.note}".rstrip(),
                  f"Source: {regime.source}.{sure}"]  # fmt: skip
    lines += [f"Usually counts: {each}" for each in known.usually_counts]
    lines += [f"Usually doesn't: {each}" for each in known.usually_does_not]
    lines.append(f"Source: {known.counts_source}.")
    plain = {
        "start": start,
        "regime": regime.id if regime is not None else "",
        "rule": regime.rule if regime is not None else "",
        "source": regime.source if regime is not None else "",
        "confirmed": regime is not None and regime.confirmed,
        "usually_counts": list(known.usually_counts),
        "usually_does_not": list(known.usually_does_not),
        "record": known.record,
    }
    out.result(plain, lines)
    return exit_codes.DONE


def save(asked: argparse.Namespace, out: Printer) -> int:
    """Write the entries to a file."""
    from portfolio_app.services import hours_export

    with open_store(asked, readonly=True) as store:
        if asked.out.suffix.casefold() == ".pdf":
            with workroom() as room:
                hours_export.save_pdf(store, room, asked.out, _today())
        else:
            hours_export.save_table(store, asked.out)
    out.result({"path": str(asked.out)}, [str(asked.out)])
    return exit_codes.DONE


def _minutes(typed: str) -> int:
    from portfolio_app.domain.durations import typed_duration

    minutes = typed_duration(typed)
    if not minutes:
        raise PortfolioError(
            f"This is not a length of time: {typed}. Nothing was changed.",
            hint="Type it like 45, 0h45, 1:30 or 1.5.",
            code="no-minutes",
        )
    return minutes


def _kind(typed: str) -> str:
    from portfolio_app.services import hours

    known = hours.rules()
    found = known.kind_names().get(typed.strip().casefold(), "")
    if typed and not found:
        raise PortfolioError(
            f"There is no such kind: {typed}. Nothing was changed.",
            hint=f"Use one of: {', '.join(each.id for each in known.kinds)}.",
        )
    return found


def _module(store: Store, typed: str) -> str:
    from portfolio_app.domain.planned import PlannedKind
    from portfolio_app.store import queries

    if not typed:
        return ""
    rows = queries.plan.rows(store, PlannedKind.MODULE)
    found = [row.uid for row in rows if typed in (row.uid, row.title)]
    if not found:
        raise PortfolioError(
            f"There is no such module: {typed}. Nothing was changed.",
            hint="Give its title as the plan has it, or its id.",
            code="gone",
        )
    return found[0]


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
