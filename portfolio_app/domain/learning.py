"""The individual learning plan: its rows, and what of a skills scan they are best made of first.

The marks decide the order in which rows are offered and nothing else: no row holds one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.planned import Goal, Planned, PlannedKind, Standing
from portfolio_app.domain.scan import Scan

KINDS = ("shadowing", "project", "reading", "module", "workshop", "coaching", "other")
NO_MARK = 99  # after every mark there is


@dataclass(frozen=True, slots=True)
class Offered:
    """A KSB that a row could be made of. ``is_there``: an open row is about it already."""

    ksb: Ksb
    status: KsbStatus
    is_there: bool


def offered(
    rows: Iterable[KsbCoverage], scan: Scan | None, there: frozenset[str]
) -> tuple[Offered, ...]:
    """Return every KSB, thin ones first, among these the ones with the lowest own mark.

    ``there`` are uids of KSBs with an open row: those come last.
    """
    marks: Mapping[str, int | None] = {}
    if scan is not None:
        marks = {each.ksb_uid: each.own for each in scan.ratings}
    places = list(KsbStatus)
    found = [Offered(row.ksb, row.status, row.ksb.uid in there) for row in rows]
    found.sort(
        key=lambda one: (
            one.is_there,
            places.index(one.status),
            marks.get(one.ksb.uid) or NO_MARK,
            not one.ksb.in_discussion,
        )
    )
    return tuple(found)


def goal_of(row: Planned) -> Goal:
    """Return what a row of the learning plan holds."""
    return row.content if isinstance(row.content, Goal) else Goal()


def is_open(row: Planned) -> bool:
    """Whether a row is neither done nor dropped."""
    return goal_of(row).standing not in (Standing.DONE, Standing.DROPPED)


def about(rows: Iterable[Planned]) -> dict[str, str]:
    """Return the titles of open rows by the uid of each KSB that they are about."""
    found: dict[str, str] = {}
    for row in rows:
        if row.kind is PlannedKind.GOAL and is_open(row):
            for uid in goal_of(row).ksb_uids:
                found.setdefault(uid, row.title)
    return found


def title_for(ksb: Ksb) -> str:
    """Return what a row about one KSB is called at first: the standard's own words."""
    return f"{ksb.code} {ksb.short}"


def in_order(rows: Iterable[Planned]) -> tuple[Planned, ...]:
    """Return open rows by their day (those without one last), then the others, newest first."""
    rows = tuple(rows)
    going = sorted(
        (each for each in rows if is_open(each)), key=lambda each: (not each.day, each.day)
    )
    ended = [each for each in rows if not is_open(each)]
    ended.sort(key=lambda each: goal_of(each).done_on, reverse=True)
    return (*going, *ended)
