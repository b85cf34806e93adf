"""What the screens of off-the-job time show, read at one moment and off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain import hours_position
from portfolio_app.domain.hours import Entry, Pattern
from portfolio_app.domain.hours_position import HoursPosition, Target
from portfolio_app.domain.hours_rules import Regime
from portfolio_app.domain.hours_weeks import Month, monday_of, month_bounds, months
from portfolio_app.domain.minutes import hours_words
from portfolio_app.domain.planned import PlannedKind
from portfolio_app.services import hours, programmes
from portfolio_app.store import queries
from portfolio_app.store.database import Store


@dataclass(frozen=True, slots=True)
class HoursState:
    """Everything the tab shows. ``linked`` gives what an item is called, ``modules`` titles."""

    today: str
    start: str
    position: HoursPosition
    target: Target
    regime: Regime | None
    entries: tuple[Entry, ...]
    months: tuple[Month, ...]
    patterns: tuple[Pattern, ...]
    to_log: tuple[Entry, ...]
    modules: dict[str, str]
    linked: dict[str, str]

    @property
    def totals(self) -> str:
        """This week's and this month's minutes in words."""
        week = _sum(self.entries, monday_of(self.today), self.today)
        month = _sum(self.entries, month_bounds(self.today)[0], self.today)
        return f"This week {hours_words(week)} · this month {hours_words(month)}"


def read_state(store: Store, today: str) -> HoursState:
    """Return it as it is now; ``today`` is YYYY-MM-DD."""
    entries = queries.hours.entries(store)
    known, target = programmes.dates(store), hours.target(store)
    line = hours.planned_line(store)
    logged = sum(each.minutes for each in entries)
    later = sum(each.minutes for each in entries if each.day > today)
    named = {each.item_uid for each in entries if each.item_uid}
    linked = {}
    if named:
        items = queries.evidence.items(store)
        linked = {
            each.uid: f"{each.ref} {each.title}".strip() for each in items if each.uid in named
        }
    return HoursState(
        today=today,
        start=known.start,
        position=hours_position.position(logged, later, target.minutes, line(today)),
        target=target,
        regime=hours.rules().regime(known.start),
        entries=entries,
        months=months(entries, line),
        patterns=hours.patterns(store),
        to_log=hours.captures_to_log(store),
        modules={
            row.uid: row.title for row in queries.plan.rows(store, PlannedKind.MODULE)
        },
        linked=linked,
    )  # fmt: skip


def _sum(entries: tuple[Entry, ...], since: str, until: str) -> int:
    return sum(each.minutes for each in entries if since <= each.day <= until)
