"""The command for the programme: list, show, choose, import, export, shorten."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.planned import Planned
    from portfolio_app.domain.programme import Programme
    from portfolio_app.domain.programme_change import ProgrammeChange
    from portfolio_app.domain.programme_reading import Fault
    from portfolio_app.services.programme_change import Wish
    from portfolio_app.store.database import Store

ACTIONS = ("show", "list", "choose", "import", "export", "shorten", "set-up")
NONE = "none"


def add_to(words: Words) -> None:
    """Add programme."""
    takes = command(
        words,
        "programme",
        "show the programme, list those there are, choose, import, export or shorten one",
        programme,
    )
    takes.add_argument("action", nargs="?", default="show", choices=ACTIONS)
    takes.add_argument(
        "what",
        nargs="?",
        default="",
        metavar="ID|FILE|MONTHS",
        help="choose: a programme's id, or none; import, export: a .toml file; shorten: the months "
        "in all",
    )
    takes.add_argument(
        "--preview", action="store_true", help="only say what would change; nothing is changed"
    )
    takes.add_argument(
        "--no-rows", action="store_true", help="choose, import: leave the rows of the plan alone"
    )


def programme(asked: argparse.Namespace, out: Printer) -> int:
    """Show the programme, or do with it what the action says."""
    if asked.action in ("choose", "import", "export", "shorten") and not asked.what:
        raise PortfolioError(
            f"programme {asked.action} needs to know what.",
            hint="Give an id or none, a .toml file, or the months in all.",
        )
    done = {
        "show": _show,
        "list": _list,
        "choose": _choose,
        "import": _import,
        "export": _export,
        "shorten": _shorten,
        "set-up": _set_up,
    }
    return done[asked.action](asked, out)


def _show(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.domain import wire
    from portfolio_app.domain.programme_fields import not_said
    from portfolio_app.domain.programme_standard import pairing
    from portfolio_app.services import programmes
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        held, dates = programmes.current(store), programmes.dates(store)
        paired = pairing(held, queries.standard.standard(store))
        tutor = programmes.tutor(store)
    document: dict[str, Any] = {
        "programme": wire.encode(held) if held else None,
        "dates": wire.encode(dates),
        "tutor": tutor,
        "standard": paired.words,
        "not_said": list(not_said(held)) if held else [],
    }
    out.result(
        document, [*(_lines(held) if held else ["No programme."]), *filter(None, [paired.words])]
    )
    return exit_codes.DONE


def _lines(held: Programme) -> list[str]:
    from portfolio_app.domain.programme_fields import HEAD, SECTIONS, Kind, not_said, said

    lines = [f"{field.words}: {words}" for field in HEAD if (words := said(field, held))]
    for section in SECTIONS:
        for entry in getattr(held, section.name):
            first, *rest = section.fields
            told = [said(first, entry, named=first.kind is Kind.WHOLE)]
            told += [words for field in rest if (words := said(field, entry, named=True))]
            lines.append(f"{section.one}: {'; '.join(told)}")
    empty = not_said(held)
    return [*lines, f"Not stated: {', '.join(empty)}"] if empty else lines


def _list(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import programmes
    from portfolio_app.store import library

    with open_store(asked, readonly=True) as store:
        held = programmes.current(store)
    found = library.programmes()
    out.result(
        {
            "programmes": [
                {"id": each.id, "title": each.title, "provider": each.provider,
                 "standard": each.standard, "source": each.source,
                 "chosen": held is not None and held.id == each.id}
                for each in found
            ]
        },
        table(("id", "title", "provider"), [(e.id, e.title, e.provider) for e in found]),
    )  # fmt: skip
    return exit_codes.DONE


def _choose(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.store import library

    chosen = None if asked.what == NONE else library.programme(asked.what)
    with open_store(asked, readonly=asked.preview) as store:
        return _hold(asked, out, store, chosen, ())


def _import(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import programme_files

    with workroom() as room:
        read = programme_files.read(room, Path(asked.what))
    with open_store(asked, readonly=asked.preview) as store:
        return _hold(asked, out, store, read.programme, read.faults)


def _export(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import programme_files, programmes

    with open_store(asked, readonly=True) as store:
        held = programmes.current(store)
        if held is None:
            raise PortfolioError("There is no programme to export.", hint="Choose one first.")
        path = programme_files.save(store, held, Path(asked.what))
    out.result({"file": str(path)}, [f"Saved: {path}"])
    return exit_codes.DONE


def _shorten(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import programme_change

    if not asked.what.isdecimal() or len(asked.what) > 4:
        raise PortfolioError(f"{asked.what} is no number of months.", hint="Give it like 18.")
    with open_store(asked, readonly=asked.preview) as store:
        return _do(asked, out, store, programme_change.shorter(store, int(asked.what)), ())


def _set_up(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import programme_change

    with open_store(asked, readonly=asked.preview) as store:
        return _do(asked, out, store, programme_change.as_it_is(store), ())


def _hold(
    asked: argparse.Namespace,
    out: Printer,
    store: Store,
    chosen: Programme | None,
    faults: tuple[Fault, ...],
) -> int:
    from dataclasses import replace

    from portfolio_app.services import programme_change

    wish = replace(programme_change.as_it_is(store), programme=chosen)
    return _do(asked, out, store, wish, faults)


def _do(
    asked: argparse.Namespace, out: Printer, store: Store, wish: Wish, faults: tuple[Fault, ...]
) -> int:
    from portfolio_app.domain.programme_standard import pairing
    from portfolio_app.services import programme_change
    from portfolio_app.services.programme_change import Answer
    from portfolio_app.store import queries

    today = date.today().isoformat()  # noqa: DTZ011 - the person's own day
    found = programme_change.preview(store, wish, today)
    nothing = frozenset[str]()
    answer = Answer(nothing, nothing, nothing) if asked.no_rows else None
    summary = ""
    if not asked.preview:
        summary = programme_change.change(store, wish, today, answer).summary
    paired = pairing(found.programme, queries.standard.standard(store))
    document = _shape(found)
    document["done"] = not asked.preview
    document["faults"] = [{"field": e.name, "where": e.where, "words": e.words} for e in faults]
    document["standard"] = paired.words
    lines = [f"{each.where}: {each.words}" for each in faults]
    lines += _change_lines(found, rows=not asked.no_rows)
    lines += [each for each in (paired.words, summary) if each]
    out.result(
        document, lines or ["Nothing would change." if asked.preview else "Nothing changed."]
    )
    return exit_codes.DONE


def _shape(found: ProgrammeChange) -> dict[str, Any]:
    def row(each: Planned) -> dict[str, str]:
        return {
            "uid": each.uid, "kind": each.kind.value, "title": each.title, "day": each.day,
            "until": each.until,
        }  # fmt: skip

    return {
        "programme": found.programme.id if found.programme else None,
        "start": found.start,
        "gateway": found.gateway,
        "gateway_before": found.gateway_before,
        "adding": [row(each.row) for each in found.adding],
        "moving": [
            {**row(each.after), "from": each.before.day, "offered": each.offered}
            for each in (*found.moving, *found.drawn)
        ],
        "going": [row(each) for each in found.going],
        "staying": [row(each) for each in (*found.staying, *found.may_go)],
    }


def _change_lines(found: ProgrammeChange, *, rows: bool) -> list[str]:
    from portfolio_app.domain.days import day_words
    from portfolio_app.domain.programme_rows import days_words

    lines = []
    if found.gateway != found.gateway_before:
        before = day_words(found.gateway_before) or "no day"
        lines.append(f"Planned gateway: {before}, then {day_words(found.gateway) or 'no day'}")
    if not rows:
        return lines
    lines += [f"Added: {each.row.title}, {days_words(each.row)}" for each in found.adding]
    lines += [
        f"{'Could move' if each.offered else 'Moved'}: {each.before.title}, "
        f"{days_words(each.before)}, then {days_words(each.after)}"
        for each in (*found.moving, *found.drawn)
    ]
    lines += [f"Goes: {each.title}, {days_words(each)}" for each in found.going]
    lines += [f"Stays: {each.title}" for each in (*found.staying, *found.may_go)]
    return lines
