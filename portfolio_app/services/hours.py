"""Off-the-job time: logged, changed, removed, and where it stands against one's own target."""

from __future__ import annotations

from portfolio_app.domain import hours_position, salvage
from portfolio_app.domain.hours_position import HoursPosition, Target
from portfolio_app.domain.planned import Break, PlannedKind
from portfolio_app.store import queries
from portfolio_app.store.database import Store

TARGET = "hours_target"  # the detail that keeps it


def position(store: Store, today: str) -> HoursPosition:
    """Return where off-the-job time stands on a day (YYYY-MM-DD), with its words."""
    logged = queries.hours.total(store)
    later = queries.hours.after(store, today)
    wanted = target(store).minutes
    return hours_position.position(logged, later, wanted, planned_by(store, today))


def planned_by(store: Store, day: str) -> int | None:
    """Return the minutes planned up to the end of a day; None where nothing can be planned."""
    known = queries.portfolio.details(store)
    spans = [
        (row.day, row.last_day)
        for row in queries.plan.rows(store, PlannedKind.BREAK)
        if row.day and isinstance(row.content, Break) and not row.content.extra
    ]
    wanted = target(store).minutes
    return hours_position.planned_by(day, wanted, known.start, known.gateway, spans)


def target(store: Store) -> Target:
    """Return the person's own target; 0 minutes where none was typed."""
    return salvage.read(Target, queries.portfolio.detail(store, TARGET), Target())
