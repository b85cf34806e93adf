"""Breaks in learning and additional time: what they move is shown first, then moved in one step."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.day_spans import span_words
from portfolio_app.domain.days import day_words
from portfolio_app.domain.plan_faults import Fault
from portfolio_app.domain.plan_moving import Moved, Moving, days_of, moving
from portfolio_app.domain.planned import Break, Planned, PlannedKind
from portfolio_app.domain.programme_rows import is_untouched, sealed
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.services.plan import checked, enter
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store

MOST_DAYS = 5 * 366
_TOPICS = {Topic.PLAN, Topic.PORTFOLIO}


def named(title: str, *, extra: bool) -> str:
    """Return a break's title, the usual one where none is given."""
    return title.strip() or ("Additional time" if extra else "Break in learning")


def faults(store: Store, row: Planned) -> tuple[Fault, ...]:
    """Return what doesn't fit in a break as it was typed, each with its field."""
    said = _content(row)
    found = []
    known = queries.portfolio.details(store)
    if not row.day:
        words = "Say from which day time is added." if said.extra else "Say on which day it begins."
        found.append(Fault("day", words, refuses=True))
    elif known.start and row.day < known.start:
        found.append(
            Fault("day", f"This is before your programme starts on {day_words(known.start)}.")
        )
    if row.until and row.day and row.until < row.day:
        words = f"This is before it begins on {day_words(row.day)}."
        found.append(Fault("until", words, refuses=True))
    if said.extra and said.days <= 0:
        found.append(Fault("days", "Say how many days are added.", refuses=True))
    if length(row) > MOST_DAYS:
        found.append(
            Fault("days" if said.extra else "until", "That is more than five years.", refuses=True)
        )
    for each in queries.plan.rows(store, PlannedKind.BREAK):
        until, ends = row.until or row.day, each.until or each.day
        other = _content(each)
        if each.uid == row.uid or said.extra or other.extra or not row.day:
            continue
        if each.day <= until and row.day <= ends:
            words = f"It overlaps “{each.title}”, {span_words(each.day, each.until)}."
            found.append(Fault("day", words))
    return tuple(sorted(found, key=lambda each: not each.refuses))


def length(row: Planned) -> int:
    """Return how many days a break moves dates by: 0 while it goes on."""
    said = _content(row)
    return said.days if said.extra else days_of(row.day, row.until)


def preview(
    store: Store, row: Planned, stay: Collection[str] = (), *, keep_gateway: bool = False
) -> Moving:
    """Return what a break would move. Of one that moved dates before: what they would become.

    ``stay`` are uids of rows that shall not move. A break that goes on moves nothing yet.
    """
    return _forward(_rows_without(store, row), row, stay, keep_gateway=keep_gateway)


def take(
    store: Store, row: Planned, stay: Collection[str] = (), *, keep_gateway: bool = False
) -> Changes:
    """Keep a break and move what it moves: one step. ``focus`` is its uid.

    Raises:
        PortfolioError: a fault refuses ("faulty"), or it isn't there any more ("gone").
    """
    row = replace(row, title=named(row.title, extra=_content(row).extra))
    for fault in faults(store, row):
        if fault.refuses:
            raise PortfolioError(f"{fault.words} Nothing was changed.", code="faulty")
    rows, gateway = _rows_without(store, row)
    found = _forward((rows, gateway), row, stay, keep_gateway=keep_gateway)
    as_kept = {each.uid: each for each in queries.plan.rows(store)}
    days = length(row)
    moved = tuple(each.before.uid for each in found.moved)
    shifts = bool(found.gateway_after)
    said = replace(_content(row), days=days, moved=(*moved, *([GATEWAY] if shifts else [])))
    made = checked(replace(row, content=said))
    words = f"{made.title}, {span_words(made.day, made.until)}"
    told = f"{words}: {moved_words(found)}" if days else f"{words}: it goes on"
    with store.step("break", told, _TOPICS) as step:
        after = {each.uid: each for each in rows} | {e.after.uid: e.after for e in found.moved}
        for uid, each in after.items():
            if uid in as_kept and as_kept[uid] != each and uid != made.uid:
                enter(step.session, _as_sure(as_kept[uid], each))
        details.enter(step.session, "gateway", found.gateway_after or gateway)
        step.focus = enter(step.session, made)
    return step.changes


def remove(store: Store, uid: str, *, move_back: bool = True) -> Changes:
    """Remove a break, and move back what it moved: one step.

    Raises:
        PortfolioError: it isn't there any more ("gone").
    """
    row = _break(store, uid)
    rows, gateway = _rows_without(store, row) if move_back else (queries.plan.rows(store), "")
    as_kept = {each.uid: each for each in queries.plan.rows(store)}
    back = [each for each in rows if as_kept.get(each.uid) != each]
    told = f"{row.title} removed"
    if back:
        told += f"; {_count(len(back))} moved back"
    with store.step("remove break", told, _TOPICS) as step:
        for each in back:
            enter(step.session, _as_sure(as_kept[each.uid], each))
        if move_back:
            details.enter(step.session, "gateway", gateway)
        for found in step.session.query(tables.PlannedRow).filter_by(uid=uid):
            step.session.delete(found)
    return step.changes


def left_alone(store: Store, uid: str) -> frozenset[str]:
    """Return the rows after a kept break that it didn't move: chosen to stay, or typed since."""
    row = _break(store, uid)
    said = _content(row)
    if not said.days:
        return frozenset()
    found = _forward(_rows_without(store, row), row, (), keep_gateway=True)
    return frozenset(each.before.uid for each in found.moved) - set(said.moved)


def moved_words(found: Moving) -> str:
    """Return what moves in words: "12 dates and gateway move by 61 days"."""
    parts = [_count(len(found.moved))] if found.moved else []
    parts += ["gateway"] if found.gateway_after else []
    if not parts:
        return "no date moves"
    by = "1 day" if abs(found.days) == 1 else f"{abs(found.days)} days"
    way = "later" if found.days > 0 else "earlier"
    verb = "moves" if len(found.moved) + bool(found.gateway_after) == 1 else "move"
    return f"{' and '.join(parts)} {verb} {by} {way}"


def _as_sure(before: Planned, after: Planned) -> Planned:
    """Return a moved row: a day that was only worked out stays so, wherever it moves."""
    return sealed(after) if is_untouched(before) else after


GATEWAY = "gateway"  # among what a break moved, beside uids


def _forward(
    known: tuple[tuple[Planned, ...], str],
    row: Planned,
    stay: Collection[str],
    *,
    keep_gateway: bool,
) -> Moving:
    rows, gateway = known
    return moving(rows, row.day, length(row), gateway=gateway, stay=stay, keep_gateway=keep_gateway)


def _rows_without(store: Store, row: Planned) -> tuple[tuple[Planned, ...], str]:
    """Return rows and gateway as they would be if this break, as it was kept, had moved nothing."""
    rows = queries.plan.rows(store)
    gateway = queries.portfolio.details(store).gateway
    kept = next((each for each in rows if each.uid == row.uid), None) if row.uid else None
    if kept is None or not isinstance(kept.content, Break) or not kept.content.moved:
        return rows, gateway
    said = kept.content
    back = moving(
        rows,
        kept.day,
        -said.days,
        gateway=gateway,
        only=said.moved,
        keep_gateway=GATEWAY not in said.moved,
    )
    return _with(rows, back.moved), back.gateway_after or gateway


def _with(rows: Iterable[Planned], moved: Iterable[Moved]) -> tuple[Planned, ...]:
    after = {each.before.uid: each.after for each in moved}
    return tuple(after.get(each.uid, each) for each in rows)


def _break(store: Store, uid: str) -> Planned:
    row = queries.plan.row(store, uid)
    if not isinstance(row.content, Break):
        raise PortfolioError(
            f"“{row.title}” isn't a break. Nothing was changed.",
            hint="Choose another row.",
            code="gone",
        )
    return row


def _content(row: Planned) -> Break:
    return row.content if isinstance(row.content, Break) else Break()


def _count(dates: int) -> str:
    return "1 date" if dates == 1 else f"{dates} dates"
