"""The chase list: who was asked, how long ago, and where a reminder is due. Nothing is sent."""

from __future__ import annotations

from datetime import date, datetime

from portfolio_app.domain.chasing import Chased, chased, urgency
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def chase(store: Store, *, today: date | None = None) -> tuple[Chased, ...]:
    """Return every request that waits to be sent or to come back, the most urgent first.

    ``asking.reminder`` drafts the words where ``may_remind``.
    """
    day = today or date.today()  # noqa: DTZ011 - the person's own day
    found = []
    for each in queries.observations.observations(store):
        newest = each.newest
        sent_at = newest.sent_at if newest else ""
        sent_on = datetime.fromisoformat(sent_at).astimezone().date().isoformat() if sent_at else ""
        row = chased(each, sent_on, day)
        if row is not None:
            found.append(row)
    return tuple(sorted(found, key=urgency))


def due(store: Store, *, today: date | None = None) -> int:
    """Return how many of them are due: for a badge, or a line on Home."""
    return sum(each.is_due for each in chase(store, today=today))
