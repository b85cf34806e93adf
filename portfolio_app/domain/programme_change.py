"""What another programme, other days or a shorter length would do to the plan, before it is done.

Rules that can be read. A row into which anything was typed stays as it is. One that is as its
programme gave it follows the programme: it moves, or is offered to go. Where the gateway comes
earlier, what lies after today and isn't over is drawn together in its order, so that it comes
before the new gateway.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portfolio_app.domain.days import months_after
from portfolio_app.domain.plan_moving import is_done
from portfolio_app.domain.planned import Planned, PlannedKind
from portfolio_app.domain.programme import Fact, Programme
from portfolio_app.domain.programme_dates import whole_months
from portfolio_app.domain.programme_rows import Wanted, is_only_moved, is_untouched, key_of

_DRAWN = frozenset({
    PlannedKind.MODULE, PlannedKind.ASSIGNMENT, PlannedKind.EVENT, PlannedKind.REVIEW,
    PlannedKind.ACTION, PlannedKind.GOAL, PlannedKind.MILESTONE,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """A row as it is and as it would be. ``offered``: it is only moved where the person says so."""

    before: Planned
    after: Planned
    offered: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeChange:
    """What a change would do. Days are YYYY-MM-DD, "" where not known.

    ``adding`` are rows that the programme gives and the plan has not; ``moving`` follow it;
    ``drawn`` come earlier because the gateway does; ``going`` are of a programme that no longer
    gives them, as it gave them; ``may_go`` are the same with days that were typed in, and go only
    where the person says so; ``staying`` hold something the person recorded, and always stay.
    """

    programme: Programme | None
    start: str = ""
    gateway: str = ""
    start_before: str = ""
    gateway_before: str = ""
    is_other: bool = False  # another programme, or the same with other facts
    adding: tuple[Wanted, ...] = ()
    moving: tuple[Move, ...] = ()
    drawn: tuple[Move, ...] = ()
    going: tuple[Planned, ...] = ()
    may_go: tuple[Planned, ...] = ()
    staying: tuple[Planned, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all would change."""
        days = (self.start, self.gateway) != (self.start_before, self.gateway_before)
        rows = self.adding or self.moving or self.drawn or self.going or self.may_go
        return not (self.is_other or days or rows)


def sorted_out(
    rows: Sequence[Planned], wanted: Sequence[Wanted], in_use: Collection[str]
) -> ProgrammeChange:
    """Return what becomes of the plan's rows; programme and days are the caller's to fill in.

    ``in_use`` are uids of rows that something else points at: hours, files, forms.
    """
    by_key = {key_of(each): each for each in rows if key_of(each)}
    keys = {each.key for each in wanted}
    recorded = _recorded(rows, in_use)
    own = {_likeness(each) for each in rows if key_of(each) not in keys and _counts(each, recorded)}
    adding, moving = [], []
    for each in wanted:
        kept = by_key.get(each.key)
        if kept is None:
            if _likeness(each.row) not in own:
                adding.append(each)
        elif kept.uid not in recorded and is_untouched(kept) and not _same(kept, each.row):
            parent, uid = kept.parent_uid, kept.uid
            moving.append(Move(kept, replace(each.row, uid=uid, parent_uid=parent)))
    going, may_go, staying = [], [], []
    for row in rows:
        if not key_of(row) or key_of(row) in keys:
            continue
        if row.uid in recorded:
            staying.append(row)
        elif is_untouched(row):
            going.append(row)
        elif is_only_moved(row):
            may_go.append(row)
        else:
            staying.append(row)
    return ProgrammeChange(
        None,
        adding=tuple(adding),
        moving=tuple(moving),
        going=tuple(going),
        may_go=tuple(may_go),
        staying=tuple(staying),
    )


def drawn_together(
    rows: Iterable[Planned], gateway_before: str, gateway: str, today: str
) -> tuple[Move, ...]:
    """Return the rows after today as they would lie before an earlier gateway, in their order.

    The days between today and the gateway shrink alike; what lay on the gateway's day or after it
    keeps its distance from it. A row of the person's own, which lies before the new gateway anyway,
    is only offered. Nothing where the gateway isn't earlier, or has gone.
    """
    if not gateway_before or not today < gateway < gateway_before:
        return ()
    base, old, new = (date.fromisoformat(each) for each in (today, gateway_before, gateway))
    share = (new - base) / (old - base)

    def earlier(day: str) -> str:
        if not day or day <= today:
            return day
        known = date.fromisoformat(day)
        if known >= old:
            return (known - (old - new)).isoformat()
        return (base + timedelta(days=round((known - base).days * share))).isoformat()

    found = []
    for row in rows:
        if row.kind not in _DRAWN or row.last_day <= today or is_done(row):
            continue
        until = earlier(row.until)
        after = replace(row, day=earlier(row.day), until="" if until == earlier(row.day) else until)
        if (after.day, after.until) != (row.day, row.until):
            found.append(Move(row, after, not key_of(row) and row.last_day <= gateway))
    return tuple(found)


def shortened(
    programme: Programme | None, months: int, start: str, gateway: str
) -> tuple[Programme | None, str]:
    """Return a programme of so many months in all, and its gateway: as many months earlier.

    The length it had stays among its facts. Without a stated length the time from start to gateway
    is what is shortened.

    Raises:
        ValueError: that is no shorter, or neither a length nor a gateway is known; in words.
    """
    before = programme.total_months if programme and programme.total_months else 0
    length = before or whole_months(start, gateway)
    if not length:
        raise ValueError("Neither the programme's length nor its start and gateway are known.")
    if not 0 < months < length:
        raise ValueError(f"It is {length} months long; {months} is no shorter length.")
    if gateway:
        gateway = months_after(gateway, months - length)
    elif start:
        gateway = months_after(start, months)
    if programme is not None and before:
        fact = Fact("Length before recognition of prior learning", f"{before} months")
        left = tuple(each for each in programme.shortenings if each.months < months)
        programme = replace(
            programme,
            total_months=months,
            shortenings=left,
            facts=(*programme.facts, fact, *_used(programme, months)),
            is_own=True,
        )
    return programme, gateway


def _used(programme: Programme, months: int) -> tuple[Fact, ...]:
    """Return as facts the shorter lengths that are no longer offered, so that no word is lost."""
    return tuple(
        Fact(
            f"Shorter length, {each.months} months" + (f" with {each.title}" if each.title else ""),
            each.why or "stated by the source",
        )
        for each in programme.shortenings
        if each.months >= months
    )


def _recorded(rows: Sequence[Planned], in_use: Collection[str]) -> frozenset[str]:
    """Return the uids of rows that must stay: in use, or with something of the person's below."""
    found = set(in_use)
    parents = {each.uid: each.parent_uid for each in rows}
    below = [
        each.uid for each in rows
        if each.parent_uid and (each.uid in found or not is_untouched(each))
    ]  # fmt: skip
    for uid in below:
        while uid := parents.get(uid, ""):
            if uid in found:
                break
            found.add(uid)
    return frozenset(found)


def _counts(row: Planned, recorded: Collection[str]) -> bool:
    """Whether a row that the programme doesn't give stays, so that one like it is none too few."""
    return not key_of(row) or row.uid in recorded or not is_untouched(row)


def _likeness(row: Planned) -> tuple[str, str, str]:
    day = row.day if row.kind is PlannedKind.REVIEW else ""
    return row.kind.value, row.title.casefold(), day


def _same(one: Planned, other: Planned) -> bool:
    return (one.title, one.day, one.until, one.content) == (
        other.title, other.day, other.until, other.content
    )  # fmt: skip
